/**
 * The operating system for hosted mode, on Node's synchronous calls.
 *
 * Node keeps no file position that can be asked for or set, so the position of each regular file opened here is kept in a table.
 * Descriptors that can't seek (terminals, pipes) are read and written as they come.
 */
import fs from 'node:fs';
import os from 'node:os';
import { HostError, provide } from '../rlib/external.js';
import { isTerminal, node } from './lazy.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (data: Uint8Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');

interface SystemError extends Error {
  readonly errno?: number;
  readonly code?: string;
}

/** Runs a Node call; what it throws becomes a HostError. */
function checked<T>(call: () => T): T {
  try {
    return call();
  } catch (e) {
    const error = e as SystemError;
    if (typeof error.errno === 'number') throw new HostError(Math.abs(error.errno), error.message);
    if (error.code === 'ERR_INVALID_ARG_VALUE' || error.code === 'ERR_OUT_OF_RANGE') {
      throw new HostError(os.constants.errno.EINVAL, error.message);
    }
    throw e;
  }
}

/** Positions of open files that can seek. */
const positions = new Map<number, number>();
const appending = new Set<number>();

function isSeekable(fd: number): boolean {
  if (positions.has(fd)) return true;
  const stat = fs.fstatSync(fd);
  if (!stat.isFile() && !stat.isBlockDevice()) return false;
  // Inherited: where its position is, nobody tells; files handed to a process start at the beginning.
  positions.set(fd, 0);
  return true;
}

function statArray(stat: fs.BigIntStats): Float64Array {
  const billion = 1_000_000_000n;
  const result = new Float64Array(16);
  const times = [stat.atimeNs, stat.mtimeNs, stat.ctimeNs];
  [stat.mode, stat.ino, stat.dev, stat.nlink, stat.uid, stat.gid, stat.size].forEach((value, i) => {
    result[i] = Number(value);
  });
  times.forEach((time, i) => {
    const seconds = time >= 0n ? time / billion : (time - billion + 1n) / billion;
    result[7 + 2 * i] = Number(seconds);
    result[8 + 2 * i] = Number(time - seconds * billion);
  });
  result[13] = Number(stat.blksize);
  result[14] = Number(stat.blocks);
  result[15] = Number(stat.rdev);
  return result;
}

provide('posix.strerror', (errno: number): string => errorTexts.get(errno) ?? `Unknown error ${errno}`);
provide('posix.stat', (path: string, follow: boolean) =>
  checked(() =>
    statArray(
      follow ? fs.statSync(bytes(path), { bigint: true }) : fs.lstatSync(bytes(path), { bigint: true }),
    ),
  ),
);
provide('posix.fstat', (fd: number) => checked(() => statArray(fs.fstatSync(fd, { bigint: true }))));
provide('posix.open', (path: string, flags: number, mode: number) =>
  checked(() => {
    const fd = fs.openSync(bytes(path), flags | fs.constants.O_RDONLY, mode);
    positions.delete(fd);
    appending.delete(fd);
    if ((flags & fs.constants.O_APPEND) !== 0) appending.add(fd);
    return fd;
  }),
);
provide('posix.close', (fd: number) => {
  checked(() => {
    fs.closeSync(fd);
    positions.delete(fd);
    appending.delete(fd);
  });
});

/** Reads that would block (a terminal in non-blocking mode) are tried again until something comes. */
function readSome(fd: number, count: number): Uint8Array {
  const buffer = Buffer.allocUnsafe(count);
  if (isSeekable(fd)) {
    const position = positions.get(fd) ?? 0;
    const size = fs.readSync(fd, buffer, 0, count, position);
    positions.set(fd, position + size);
    return buffer.subarray(0, size);
  }
  for (;;) {
    try {
      return buffer.subarray(0, fs.readSync(fd, buffer, 0, count, null));
    } catch (e) {
      const error = e as SystemError;
      if (error.code === 'EOF') return buffer.subarray(0, 0);
      if (error.code !== 'EAGAIN') throw e;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function writeSome(fd: number, data: Uint8Array): number {
  if (isSeekable(fd)) {
    if (appending.has(fd)) {
      const size = fs.writeSync(fd, data);
      positions.set(fd, fs.fstatSync(fd).size);
      return size;
    }
    const position = positions.get(fd) ?? 0;
    // Standard streams may be shared with other processes: the system's own position is the right one.
    const size = fd <= 2 ? fs.writeSync(fd, data) : fs.writeSync(fd, data, 0, data.length, position);
    positions.set(fd, position + size);
    return size;
  }
  for (;;) {
    try {
      return fs.writeSync(fd, data);
    } catch (e) {
      if ((e as SystemError).code !== 'EAGAIN') throw e;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

provide('posix.read', (fd: number, count: number) => checked(() => text(readSome(fd, count))));
provide('posix.write', (fd: number, data: string) => checked(() => writeSome(fd, bytes(data))));
provide('posix.pread', (fd: number, count: number, offset: number) =>
  checked(() => {
    const buffer = Buffer.allocUnsafe(count);
    return text(buffer.subarray(0, fs.readSync(fd, buffer, 0, count, offset)));
  }),
);
provide('posix.pwrite', (fd: number, data: string, offset: number) =>
  checked(() => fs.writeSync(fd, bytes(data), 0, data.length, offset)),
);
provide('posix.lseek', (fd: number, offset: number, whence: number) =>
  checked(() => {
    if (!isSeekable(fd)) throw new HostError(os.constants.errno.ESPIPE, 'Illegal seek');
    const base = whence === 0 ? 0 : whence === 1 ? (positions.get(fd) ?? 0) : fs.fstatSync(fd).size;
    const position = base + offset;
    if (position < 0 || whence < 0 || whence > 2)
      throw new HostError(os.constants.errno.EINVAL, 'Invalid argument');
    positions.set(fd, position);
    return position;
  }),
);
provide('posix.ftruncate', (fd: number, length: number) => {
  checked(() => {
    fs.ftruncateSync(fd, length);
  });
});
provide('posix.truncate', (path: string, length: number) => {
  checked(() => {
    fs.truncateSync(bytes(path), length);
  });
});
provide('posix.fsync', (fd: number) => {
  checked(() => {
    fs.fsyncSync(fd);
  });
});
provide('posix.isatty', isTerminal);
provide('posix.dup', (fd: number) =>
  checked(() => {
    const copy = fs.openSync(`/proc/self/fd/${fd}`, 'r+');
    const position = positions.get(fd);
    if (position !== undefined) positions.set(copy, position);
    return copy;
  }),
);
provide('posix.dup2', (_fd: number, _copy: number, _inheritable: boolean) => {
  throw new HostError(os.constants.errno.ENOSYS, '');
});
// Node opens all files so that no other program has them; it can neither look nor change that.
provide('posix.inheritable', (fd: number) => {
  checked(() => fs.fstatSync(fd));
  return fd < 3;
});
provide('posix.setInheritable', (fd: number, inheritable: boolean) => {
  checked(() => fs.fstatSync(fd));
  if (inheritable !== fd < 3) throw new HostError(os.constants.errno.ENOSYS, '');
});
provide('posix.pipe', (_flags: number) => {
  throw new HostError(os.constants.errno.ENOSYS, '');
});
provide('posix.listdir', (path: string) =>
  checked(() =>
    fs
      .readdirSync(bytes(path), { withFileTypes: true, encoding: 'buffer' as 'utf8' })
      .map((entry) => {
        const kind = entry.isFile() ? 'f' : entry.isDirectory() ? 'd' : entry.isSymbolicLink() ? 'l' : '?';
        // With encoding 'buffer' names are buffers, which the typings do not know.
        return kind + (entry.name as unknown as Buffer).toString('latin1');
      })
      .join('\0'),
  ),
);

/** Calls that only do something. */
function action(name: string, call: (...args: never[]) => void): void {
  provide(name, (...args: never[]) => {
    checked(() => {
      call(...args);
    });
  });
}

action('posix.mkdir', (path: string, mode: number) => fs.mkdirSync(bytes(path), { mode }));
action('posix.rmdir', (path: string) => {
  fs.rmdirSync(bytes(path));
});
action('posix.unlink', (path: string) => {
  fs.unlinkSync(bytes(path));
});
action('posix.rename', (from: string, to: string) => {
  fs.renameSync(bytes(from), bytes(to));
});
action('posix.link', (from: string, to: string) => {
  fs.linkSync(bytes(from), bytes(to));
});
action('posix.symlink', (target: string, path: string) => {
  fs.symlinkSync(bytes(target), bytes(path));
});
provide('posix.readlink', (path: string) =>
  checked(() => fs.readlinkSync(bytes(path), 'buffer').toString('latin1')),
);
action('posix.chmod', (path: string, mode: number) => {
  fs.chmodSync(bytes(path), mode);
});
action('posix.fchmod', (fd: number, mode: number) => {
  fs.fchmodSync(fd, mode);
});
action('posix.chown', (path: string, uid: number, gid: number, follow: boolean) => {
  const stat = fs.lstatSync(bytes(path));
  const owner = uid < 0 ? stat.uid : uid;
  const group = gid < 0 ? stat.gid : gid;
  if (follow) fs.chownSync(bytes(path), owner, group);
  else fs.lchownSync(bytes(path), owner, group);
});
action('posix.fchown', (fd: number, uid: number, gid: number) => {
  fs.fchownSync(fd, uid, gid);
});
action('posix.utime', (path: string, atime: number, mtime: number, follow: boolean) => {
  const now = Date.now() / 1000;
  const access = atime < 0 ? now : atime;
  const modified = mtime < 0 ? now : mtime;
  if (follow) fs.utimesSync(bytes(path), access, modified);
  else fs.lutimesSync(bytes(path), access, modified);
});
provide('posix.access', (path: string, mode: number) => {
  try {
    fs.accessSync(bytes(path), mode);
    return true;
  } catch {
    return false;
  }
});
provide('posix.getcwd', () => checked(() => Buffer.from(process.cwd()).toString('latin1')));
action('posix.chdir', (path: string) => {
  process.chdir(bytes(path).toString());
});
provide('posix.umask', (mask: number) => checked(() => process.umask(mask)));
provide('posix.ids', (which: number) => {
  switch (which) {
    case 0:
      return process.pid;
    case 1:
      return process.ppid;
    case 2:
      return process.getuid?.() ?? 0;
    case 3:
      return process.geteuid?.() ?? 0;
    case 4:
      return process.getgid?.() ?? 0;
    default:
      return process.getegid?.() ?? 0;
  }
});
provide('posix.groups', () => Float64Array.from(process.getgroups?.() ?? []));
action('posix.kill', (pid: number, signal: number) => {
  process.kill(pid, signal);
});
provide('posix.system', (command: string) => {
  const result = node.childProcess.spawnSync('/bin/sh', ['-c', bytes(command).toString()], {
    stdio: 'inherit',
  });
  if (result.signal !== null) return os.constants.signals[result.signal];
  return (result.status ?? 127) << 8;
});
provide('posix.urandom', (count: number) => node.crypto.randomBytes(count).toString('latin1'));
provide('posix.uname', () =>
  [os.type(), os.hostname(), os.release(), os.version(), os.machine()]
    .map((part) => Buffer.from(part).toString('latin1'))
    .join('\0'),
);
provide('posix.environ', () =>
  Object.entries(process.env)
    .map(([name, value]) => Buffer.from(`${name}=${value ?? ''}`).toString('latin1'))
    .join('\0'),
);
provide('posix.getenv', (name: string) =>
  Buffer.from(process.env[bytes(name).toString()] ?? '').toString('latin1'),
);
provide('posix.putenv', (name: string, value: string) => {
  process.env[bytes(name).toString()] = bytes(value).toString();
});
provide('posix.unsetenv', (name: string) => {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the environment is a dictionary
  delete process.env[bytes(name).toString()];
});
provide('posix.cpuCount', () => os.cpus().length);
provide('posix.terminalSize', (fd: number) => {
  if (!isTerminal(fd)) return 0;
  const [columns, lines] = new node.tty.WriteStream(fd).getWindowSize();
  return columns * 65536 + lines;
});
provide('posix.times', (which: number) => {
  const usage = process.cpuUsage();
  if (which === 0) return usage.user / 1e6;
  if (which === 1) return usage.system / 1e6;
  return which === 4 ? os.uptime() : 0;
});
provide('posix.exit', (status: number) => {
  // process.exit would run handlers and flush what os._exit() is to leave alone.
  (process as unknown as { reallyExit: (code: number) => never }).reallyExit(status);
});
provide('posix.loadavg', (which: number) => os.loadavg()[which] ?? 0);

/** glibc's words for Linux's error numbers. */
const errorTexts = new Map<number, string>([
  [0, 'Success'],
  [1, 'Operation not permitted'],
  [2, 'No such file or directory'],
  [3, 'No such process'],
  [4, 'Interrupted system call'],
  [5, 'Input/output error'],
  [6, 'No such device or address'],
  [7, 'Argument list too long'],
  [8, 'Exec format error'],
  [9, 'Bad file descriptor'],
  [10, 'No child processes'],
  [11, 'Resource temporarily unavailable'],
  [12, 'Cannot allocate memory'],
  [13, 'Permission denied'],
  [14, 'Bad address'],
  [15, 'Block device required'],
  [16, 'Device or resource busy'],
  [17, 'File exists'],
  [18, 'Invalid cross-device link'],
  [19, 'No such device'],
  [20, 'Not a directory'],
  [21, 'Is a directory'],
  [22, 'Invalid argument'],
  [23, 'Too many open files in system'],
  [24, 'Too many open files'],
  [25, 'Inappropriate ioctl for device'],
  [26, 'Text file busy'],
  [27, 'File too large'],
  [28, 'No space left on device'],
  [29, 'Illegal seek'],
  [30, 'Read-only file system'],
  [31, 'Too many links'],
  [32, 'Broken pipe'],
  [33, 'Numerical argument out of domain'],
  [34, 'Numerical result out of range'],
  [35, 'Resource deadlock avoided'],
  [36, 'File name too long'],
  [37, 'No locks available'],
  [38, 'Function not implemented'],
  [39, 'Directory not empty'],
  [40, 'Too many levels of symbolic links'],
  [42, 'No message of desired type'],
  [43, 'Identifier removed'],
  [44, 'Channel number out of range'],
  [45, 'Level 2 not synchronized'],
  [46, 'Level 3 halted'],
  [47, 'Level 3 reset'],
  [48, 'Link number out of range'],
  [49, 'Protocol driver not attached'],
  [50, 'No CSI structure available'],
  [51, 'Level 2 halted'],
  [52, 'Invalid exchange'],
  [53, 'Invalid request descriptor'],
  [54, 'Exchange full'],
  [55, 'No anode'],
  [56, 'Invalid request code'],
  [57, 'Invalid slot'],
  [59, 'Bad font file format'],
  [60, 'Device not a stream'],
  [61, 'No data available'],
  [62, 'Timer expired'],
  [63, 'Out of streams resources'],
  [64, 'Machine is not on the network'],
  [65, 'Package not installed'],
  [66, 'Object is remote'],
  [67, 'Link has been severed'],
  [68, 'Advertise error'],
  [69, 'Srmount error'],
  [70, 'Communication error on send'],
  [71, 'Protocol error'],
  [72, 'Multihop attempted'],
  [73, 'RFS specific error'],
  [74, 'Bad message'],
  [75, 'Value too large for defined data type'],
  [76, 'Name not unique on network'],
  [77, 'File descriptor in bad state'],
  [78, 'Remote address changed'],
  [79, 'Can not access a needed shared library'],
  [80, 'Accessing a corrupted shared library'],
  [81, '.lib section in a.out corrupted'],
  [82, 'Attempting to link in too many shared libraries'],
  [83, 'Cannot exec a shared library directly'],
  [84, 'Invalid or incomplete multibyte or wide character'],
  [85, 'Interrupted system call should be restarted'],
  [86, 'Streams pipe error'],
  [87, 'Too many users'],
  [88, 'Socket operation on non-socket'],
  [89, 'Destination address required'],
  [90, 'Message too long'],
  [91, 'Protocol wrong type for socket'],
  [92, 'Protocol not available'],
  [93, 'Protocol not supported'],
  [94, 'Socket type not supported'],
  [95, 'Operation not supported'],
  [96, 'Protocol family not supported'],
  [97, 'Address family not supported by protocol'],
  [98, 'Address already in use'],
  [99, 'Cannot assign requested address'],
  [100, 'Network is down'],
  [101, 'Network is unreachable'],
  [102, 'Network dropped connection on reset'],
  [103, 'Software caused connection abort'],
  [104, 'Connection reset by peer'],
  [105, 'No buffer space available'],
  [106, 'Transport endpoint is already connected'],
  [107, 'Transport endpoint is not connected'],
  [108, 'Cannot send after transport endpoint shutdown'],
  [109, 'Too many references: cannot splice'],
  [110, 'Connection timed out'],
  [111, 'Connection refused'],
  [112, 'Host is down'],
  [113, 'No route to host'],
  [114, 'Operation already in progress'],
  [115, 'Operation now in progress'],
  [116, 'Stale file handle'],
  [117, 'Structure needs cleaning'],
  [118, 'Not a XENIX named type file'],
  [119, 'No XENIX semaphores available'],
  [120, 'Is a named type file'],
  [121, 'Remote I/O error'],
  [122, 'Disk quota exceeded'],
  [123, 'No medium found'],
  [124, 'Wrong medium type'],
  [125, 'Operation canceled'],
  [126, 'Required key not available'],
  [127, 'Key has expired'],
  [128, 'Key has been revoked'],
  [129, 'Key was rejected by service'],
  [130, 'Owner died'],
  [131, 'State not recoverable'],
  [132, 'Operation not possible due to RF-kill'],
  [133, 'Memory page has hardware error'],
]);
provide('posix.users', () =>
  checked(() => fs.readFileSync('/etc/passwd', 'latin1').trimEnd().split('\n').join('\0')),
);
provide('posix.groupDatabase', () =>
  checked(() => fs.readFileSync('/etc/group', 'latin1').trimEnd().split('\n').join('\0')),
);
