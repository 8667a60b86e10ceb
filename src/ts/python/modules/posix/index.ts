/**
 * Module `posix`: what `os` is made of. Calls that Node does not offer are absent hosted, as on a system without
 * them, but for those of `processes.ts`, which are refused.
 */
import { sealList } from '../../../rlib/array.js';
import { splitString } from '../../../rlib/bytes.js';
import { caught, type RThrowable } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { isTrue } from '../../interp/compare.js';
import { toFloat, toWord } from '../../interp/convert.js';
import { newError, typeError, valueError } from '../../interp/errors.js';
import { newOSError, strerror } from '../../interp/os-error.js';
import { state } from '../../interp/sys-state.js';
import { getBytes } from '../../objects/buffer.js';
import { newDict } from '../../objects/dict.js';
import { W_DictBase } from '../../objects/w-dict.js';
import type { W_Root } from '../../objects/root.js';
import { newStructSequence, structSequenceType } from '../../objects/struct-sequence.js';
import type { Row } from '../../objects/typedef.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import type { OperationError } from '../../objects/w-exception.js';
import {
  NotImplementedErrorType,
  OSErrorType,
  SystemExitType,
  W_OSError,
} from '../../objects/w-exception.js';
import { newFloat } from '../../objects/w-float.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { W_Module } from '../../objects/w-module.js';
import { w_None } from '../../objects/w-none.js';
import { newStr } from '../../objects/w-str.js';
import { newTuple, W_TupleBase } from '../../objects/w-tuple.js';
import { fspath } from '../fspath.js';
import { posixConstants } from './constants.js';
import { dirEntryTypedef, listdir, scandir, scandirTypedef } from './directory.js';
import * as host from './externals.js';
import { readDescriptor, writeDescriptor } from './interruptible.js';
import { processRows } from './processes.js';
import type { PathArgument } from './path-argument.js';
import { fileArgument, fileError, fileName, pathArgument } from './path-argument.js';
import { fstat, lstat, stat, statResultType } from './stat.js';

function open(w_path: W_Root, w_flags: W_Root, w_mode: W_Root | null, _w_dirFd: W_Root | null): W_Root {
  const argument = pathArgument(w_path, 'open');
  try {
    return newInt(host.hostOpen(argument.path, toWord(w_flags), w_mode === null ? 0o777 : toWord(w_mode)));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

function close(w_fd: W_Root): W_Root {
  host.hostClose(toWord(w_fd));
  return w_None;
}

function closerange(w_low: W_Root, w_high: W_Root): W_Root {
  const high = toWord(w_high);
  for (let fd = toWord(w_low); fd < high; fd++) {
    try {
      host.hostClose(fd);
    } catch (e) {
      // Descriptors that are not open are passed over.
      caught(e);
    }
  }
  return w_None;
}

function read(w_fd: W_Root, w_length: W_Root): W_Root {
  const length = toWord(w_length);
  if (length < 0) throw newOSError(22, '');
  return newBytes(readDescriptor(toWord(w_fd), length));
}

function write(w_fd: W_Root, w_data: W_Root): W_Root {
  return newInt(writeDescriptor(toWord(w_fd), getBytes(w_data)));
}

function pread(w_fd: W_Root, w_length: W_Root, w_offset: W_Root): W_Root {
  return newBytes(host.hostPread(toWord(w_fd), toWord(w_length), toWord(w_offset)));
}

function pwrite(w_fd: W_Root, w_data: W_Root, w_offset: W_Root): W_Root {
  return newInt(host.hostPwrite(toWord(w_fd), getBytes(w_data), toWord(w_offset)));
}

function lseek(w_fd: W_Root, w_position: W_Root, w_whence: W_Root): W_Root {
  return newInt(host.hostLseek(toWord(w_fd), toWord(w_position), toWord(w_whence)));
}

function ftruncate(w_fd: W_Root, w_length: W_Root): W_Root {
  host.hostFtruncate(toWord(w_fd), toWord(w_length));
  return w_None;
}

function truncate(w_path: W_Root, w_length: W_Root): W_Root {
  const argument = fileArgument(w_path, 'truncate');
  try {
    if (argument.fd >= 0) host.hostFtruncate(argument.fd, toWord(w_length));
    else host.hostTruncate(argument.path, toWord(w_length));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function fsync(w_fd: W_Root): W_Root {
  host.hostFsync(toWord(w_fd));
  return w_None;
}

function isatty(w_fd: W_Root): W_Root {
  return newBool(host.hostIsatty(toWord(w_fd)));
}

function dup(w_fd: W_Root): W_Root {
  return newInt(host.hostDup(toWord(w_fd)));
}

function dup2(w_fd: W_Root, w_copy: W_Root, w_inheritable: W_Root | null): W_Root {
  const copy = toWord(w_copy);
  host.hostDup2(toWord(w_fd), copy, w_inheritable === null || isTrue(w_inheritable));
  return newInt(copy);
}

function pipe(): W_Root {
  return pipeOf(0o2000000);
}

function pipe2(w_flags: W_Root): W_Root {
  return pipeOf(toWord(w_flags));
}

function pipeOf(flags: int): W_Root {
  const ends = host.hostPipe(flags);
  return newTuple([newInt(ends & 0xfffff), newInt(ends >>> 20)]);
}

function mkdir(w_path: W_Root, w_mode: W_Root | null, _w_dirFd: W_Root | null): W_Root {
  const argument = pathArgument(w_path, 'mkdir');
  try {
    host.hostMkdir(argument.path, w_mode === null ? 0o777 : toWord(w_mode));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function rmdir(w_path: W_Root, _w_dirFd: W_Root | null): W_Root {
  const argument = pathArgument(w_path, 'rmdir');
  try {
    host.hostRmdir(argument.path);
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function unlinkNamed(w_path: W_Root, name: string): W_Root {
  const argument = pathArgument(w_path, name);
  try {
    host.hostUnlink(argument.path);
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function unlink(w_path: W_Root, _w_dirFd: W_Root | null): W_Root {
  return unlinkNamed(w_path, 'unlink');
}

function remove(w_path: W_Root, _w_dirFd: W_Root | null): W_Root {
  return unlinkNamed(w_path, 'remove');
}

/** An error of a call with two paths names both. */
function twoPathError(cause: RThrowable, from: PathArgument, to: PathArgument): OperationError {
  const error = fileError(cause, from);
  const w_exception = error.w_exception;
  if (w_exception instanceof W_OSError) w_exception.w_filename2 = to.w_object;
  return error;
}

function rename(w_src: W_Root, w_dst: W_Root, _w_srcFd: W_Root | null, _w_dstFd: W_Root | null): W_Root {
  const from = pathArgument(w_src, 'rename');
  const to = pathArgument(w_dst, 'rename');
  try {
    host.hostRename(from.path, to.path);
  } catch (e) {
    throw twoPathError(caught(e), from, to);
  }
  return w_None;
}

function link(w_src: W_Root, w_dst: W_Root): W_Root {
  const from = pathArgument(w_src, 'link');
  const to = pathArgument(w_dst, 'link');
  try {
    host.hostLink(from.path, to.path);
  } catch (e) {
    throw twoPathError(caught(e), from, to);
  }
  return w_None;
}

function symlink(w_src: W_Root, w_dst: W_Root, _w_isDir: W_Root | null, _w_dirFd: W_Root | null): W_Root {
  const from = pathArgument(w_src, 'symlink');
  const to = pathArgument(w_dst, 'symlink');
  try {
    host.hostSymlink(from.path, to.path);
  } catch (e) {
    throw twoPathError(caught(e), from, to);
  }
  return w_None;
}

function readlink(w_path: W_Root, _w_dirFd: W_Root | null): W_Root {
  const argument = pathArgument(w_path, 'readlink');
  try {
    return fileName(host.hostReadlink(argument.path), argument.isBytes);
  } catch (e) {
    throw fileError(caught(e), argument);
  }
}

function chmod(w_path: W_Root, w_mode: W_Root, w_dirFd: W_Root | null, w_follow: W_Root | null): W_Root {
  if (w_dirFd !== null && w_dirFd !== w_None)
    throw newError(NotImplementedErrorType, 'dir_fd unavailable on this platform');
  if (w_follow !== null && !isTrue(w_follow)) {
    throw newError(NotImplementedErrorType, 'chmod: follow_symlinks unavailable on this platform');
  }
  const argument = fileArgument(w_path, 'chmod');
  try {
    if (argument.fd >= 0) host.hostFchmod(argument.fd, toWord(w_mode));
    else host.hostChmod(argument.path, toWord(w_mode));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function fchmod(w_fd: W_Root, w_mode: W_Root): W_Root {
  host.hostFchmod(toWord(w_fd), toWord(w_mode));
  return w_None;
}

function chown(
  w_path: W_Root,
  w_uid: W_Root,
  w_gid: W_Root,
  _w_dirFd: W_Root | null,
  w_follow: W_Root | null,
): W_Root {
  const argument = fileArgument(w_path, 'chown');
  try {
    if (argument.fd >= 0) host.hostFchown(argument.fd, toWord(w_uid), toWord(w_gid));
    else host.hostChown(argument.path, toWord(w_uid), toWord(w_gid), w_follow === null || isTrue(w_follow));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function utime(
  w_path: W_Root,
  w_times: W_Root | null,
  w_ns: W_Root | null,
  _w_dirFd: W_Root | null,
  w_follow: W_Root | null,
): W_Root {
  const argument = fileArgument(w_path, 'utime');
  let atime = -1.0;
  let mtime = -1.0;
  const hasTimes = w_times !== null && w_times !== w_None;
  if (hasTimes && w_ns !== null) {
    throw valueError("utime: you may specify either 'times' or 'ns' but not both");
  }
  if (hasTimes) {
    if (!(w_times instanceof W_TupleBase) || w_times.items.length !== 2) {
      throw typeError("utime: 'times' must be either a tuple of two ints or None");
    }
    atime = toFloat(w_times.items[0] as W_Root);
    mtime = toFloat(w_times.items[1] as W_Root);
  } else if (w_ns !== null) {
    if (!(w_ns instanceof W_TupleBase) || w_ns.items.length !== 2) {
      throw typeError("utime: 'ns' must be a tuple of two ints");
    }
    atime = toFloat(w_ns.items[0] as W_Root) / 1e9;
    mtime = toFloat(w_ns.items[1] as W_Root) / 1e9;
  }
  try {
    const path = argument.fd >= 0 ? `/proc/self/fd/${argument.fd}` : argument.path;
    host.hostUtime(path, atime, mtime, w_follow === null || isTrue(w_follow));
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function access(
  w_path: W_Root,
  w_mode: W_Root,
  _w_dirFd: W_Root | null,
  _w_effective: W_Root | null,
  _w_follow: W_Root | null,
): W_Root {
  return newBool(host.hostAccess(pathArgument(w_path, 'access').path, toWord(w_mode)));
}

function getcwd(): W_Root {
  return fileName(host.hostGetcwd(), false);
}

function getcwdb(): W_Root {
  return newBytes(host.hostGetcwd());
}

function chdir(w_path: W_Root): W_Root {
  const argument = fileArgument(w_path, 'chdir');
  try {
    host.hostChdir(argument.fd >= 0 ? `/proc/self/fd/${argument.fd}` : argument.path);
  } catch (e) {
    throw fileError(caught(e), argument);
  }
  return w_None;
}

function umask(w_mask: W_Root): W_Root {
  return newInt(host.hostUmask(toWord(w_mask)));
}

function getpid(): W_Root {
  return newInt(host.hostIds(0));
}

function getppid(): W_Root {
  return newInt(host.hostIds(1));
}

function getuid(): W_Root {
  return newInt(host.hostIds(2));
}

function geteuid(): W_Root {
  return newInt(host.hostIds(3));
}

function getgid(): W_Root {
  return newInt(host.hostIds(4));
}

function getegid(): W_Root {
  return newInt(host.hostIds(5));
}

function getgroups(): W_Root {
  const groups = host.hostGroups();
  const result: W_Root[] = [];
  for (let i = 0; i < groups.length; i++) result.push(newInt(groups[i] as int));
  return newListOwning(result);
}

function kill(w_pid: W_Root, w_signal: W_Root): W_Root {
  host.hostKill(toWord(w_pid), toWord(w_signal));
  return w_None;
}

function system(w_command: W_Root): W_Root {
  return newInt(host.hostSystem(pathArgument(w_command, 'system').path));
}

function urandom(w_size: W_Root): W_Root {
  const size = toWord(w_size);
  if (size < 0) throw valueError('negative argument not allowed');
  return newBytes(host.hostUrandom(size));
}

const unameType = structSequenceType(
  'posix.uname_result',
  ['sysname', 'nodename', 'release', 'version', 'machine'],
  5,
);

function uname(): W_Root {
  const parts: W_Root[] = [];
  for (const part of splitString(host.hostUname(), '\0')) parts.push(newStr(part));
  return newStructSequence(unameType, sealList(parts));
}

const terminalSizeType = structSequenceType('os.terminal_size', ['columns', 'lines'], 2);

function getTerminalSize(w_fd: W_Root | null): W_Root {
  const size = host.hostTerminalSize(w_fd === null ? 1 : toWord(w_fd));
  if (size === 0) throw newOSError(25, '');
  return newStructSequence(terminalSizeType, [newInt(size >> 16), newInt(size & 0xffff)]);
}

const timesType = structSequenceType(
  'posix.times_result',
  ['user', 'system', 'children_user', 'children_system', 'elapsed'],
  5,
);

function times(): W_Root {
  const values: W_Root[] = [];
  for (let i = 0; i < 5; i++) values.push(newFloat(host.hostTimes(i)));
  return newStructSequence(timesType, sealList(values));
}

function getloadavg(): W_Root {
  return newTuple([
    newFloat(host.hostLoadavg(0)),
    newFloat(host.hostLoadavg(1)),
    newFloat(host.hostLoadavg(2)),
  ]);
}

function cpuCount(): W_Root {
  const count = host.hostCpuCount();
  return count < 1 ? w_None : newInt(count);
}

function putenv(w_name: W_Root, w_value: W_Root): W_Root {
  const name = pathArgument(w_name, 'putenv').path;
  if (name === '' || name.indexOf('=', 0) >= 0) throw valueError('illegal environment variable name');
  host.hostPutenv(name, pathArgument(w_value, 'putenv').path);
  return w_None;
}

function unsetenv(w_name: W_Root): W_Root {
  host.hostUnsetenv(pathArgument(w_name, 'unsetenv').path);
  return w_None;
}

function strerrorMethod(w_code: W_Root): W_Root {
  return newStr(strerror(toWord(w_code)));
}

function exitNow(w_status: W_Root): W_Root {
  host.hostExit(toWord(w_status));
  throw newError(SystemExitType, 'exit');
}

function fspathMethod(w_path: W_Root): W_Root {
  return fspath(w_path);
}

function deviceEncoding(w_fd: W_Root): W_Root {
  return host.hostIsatty(toWord(w_fd)) ? newStr('utf-8') : w_None;
}

function getInheritable(w_fd: W_Root): W_Root {
  return newBool(host.hostInheritable(toWord(w_fd)));
}

function setInheritable(w_fd: W_Root, w_inheritable: W_Root): W_Root {
  host.hostSetInheritable(toWord(w_fd), isTrue(w_inheritable));
  return w_None;
}

function getBlocking(_w_fd: W_Root): W_Root {
  return newBool(true);
}

function registerAtFork(_w_before: W_Root | null, _w_child: W_Root | null, _w_parent: W_Root | null): W_Root {
  return w_None;
}

function statusBits(w_status: W_Root): int {
  return toWord(w_status);
}

function wifexited(w_status: W_Root): W_Root {
  return newBool((statusBits(w_status) & 0x7f) === 0);
}

function wexitstatus(w_status: W_Root): W_Root {
  return newInt((statusBits(w_status) >> 8) & 0xff);
}

function wifsignaled(w_status: W_Root): W_Root {
  const low = statusBits(w_status) & 0x7f;
  return newBool(low !== 0 && low !== 0x7f);
}

function wtermsig(w_status: W_Root): W_Root {
  return newInt(statusBits(w_status) & 0x7f);
}

function wifstopped(w_status: W_Root): W_Root {
  return newBool((statusBits(w_status) & 0xff) === 0x7f);
}

function wcoredump(w_status: W_Root): W_Root {
  return newBool((statusBits(w_status) & 0x80) !== 0);
}

function wifcontinued(w_status: W_Root): W_Root {
  return newBool(statusBits(w_status) === 0xffff);
}

function waitstatusToExitcode(w_status: W_Root): W_Root {
  const status = statusBits(w_status);
  const low = status & 0x7f;
  if (low === 0) return newInt((status >> 8) & 0xff);
  if (low === 0x7f) throw valueError(`process stopped by delivery of signal ${(status >> 8) & 0xff}`);
  return newInt(-low);
}

/** Fills a dictionary with the environment as bytes, as `os` wants it. */
function readEnvironment(w_dict: W_DictBase): void {
  w_dict.clear();
  const text = host.hostEnviron();
  if (text === '') return;
  for (const entry of splitString(text, '\0')) {
    const equals = entry.indexOf('=', 1);
    if (equals > 0)
      w_dict.set(newBytes(entry.slice(0, equals)), newBytes(entry.slice(equals + 1, entry.length)));
  }
}

/** Removes `.` and resolves `..` in the text of a path. */
function normalizePath(w_path: W_Root): W_Root {
  const argument = pathArgument(w_path, '_path_normpath');
  const path = argument.path;
  if (path === '') return fileName('.', argument.isBytes);
  const slashes = path.startsWith('//') && !path.startsWith('///') ? '//' : path.startsWith('/') ? '/' : '';
  const kept: string[] = [];
  for (const part of splitString(path, '/')) {
    if (part === '' || part === '.') continue;
    if (
      part !== '..' ||
      (slashes === '' && kept.length === 0) ||
      (kept.length > 0 && kept[kept.length - 1] === '..')
    ) {
      kept.push(part);
    } else if (kept.length > 0) {
      kept.pop();
    }
  }
  let result = slashes;
  for (let i = 0; i < kept.length; i++) result += (i > 0 ? '/' : '') + (kept[i] as string);
  return fileName(result === '' ? '.' : result, argument.isBytes);
}

const functionRows: Row[] = [
  func('open', '($module, /, path, flags, mode=511, *, dir_fd=None)', open),
  func('close', '($module, /, fd)', close),
  func('closerange', '($module, fd_low, fd_high, /)', closerange),
  func('read', '($module, fd, length, /)', read),
  func('write', '($module, fd, data, /)', write),
  func('pread', '($module, fd, length, offset, /)', pread),
  func('pwrite', '($module, fd, buffer, offset, /)', pwrite),
  func('lseek', '($module, fd, position, how, /)', lseek),
  func('ftruncate', '($module, fd, length, /)', ftruncate),
  func('truncate', '($module, /, path, length)', truncate),
  func('fsync', '($module, /, fd)', fsync),
  func('fdatasync', '($module, /, fd)', fsync),
  func('isatty', '($module, fd, /)', isatty),
  func('dup', '($module, fd, /)', dup),
  func('pipe', '($module, /)', pipe),
  func('pipe2', '($module, flags, /)', pipe2),
  func('dup2', '($module, /, fd, fd2, inheritable=True)', dup2),
  func('stat', '($module, /, path, *, dir_fd=None, follow_symlinks=True)', stat),
  func('lstat', '($module, /, path, *, dir_fd=None)', lstat),
  func('fstat', '($module, /, fd)', fstat),
  func('listdir', '($module, /, path=None)', listdir),
  func('scandir', '($module, /, path=None)', scandir),
  func('mkdir', '($module, /, path, mode=511, *, dir_fd=None)', mkdir),
  func('rmdir', '($module, /, path, *, dir_fd=None)', rmdir),
  func('unlink', '($module, /, path, *, dir_fd=None)', unlink),
  func('remove', '($module, /, path, *, dir_fd=None)', remove),
  func('rename', '($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)', rename),
  func('replace', '($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)', rename),
  func('link', '($module, /, src, dst)', link),
  func('symlink', '($module, /, src, dst, target_is_directory=False, *, dir_fd=None)', symlink),
  func('readlink', '($module, /, path, *, dir_fd=None)', readlink),
  func('chmod', '($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)', chmod),
  func('fchmod', '($module, /, fd, mode)', fchmod),
  func('chown', '($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)', chown),
  func('utime', '($module, /, path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)', utime),
  func(
    'access',
    '($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)',
    access,
  ),
  func('getcwd', '($module, /)', getcwd),
  func('getcwdb', '($module, /)', getcwdb),
  func('chdir', '($module, /, path)', chdir),
  func('umask', '($module, mask, /)', umask),
  func('getpid', '($module, /)', getpid),
  func('getppid', '($module, /)', getppid),
  func('getuid', '($module, /)', getuid),
  func('geteuid', '($module, /)', geteuid),
  func('getgid', '($module, /)', getgid),
  func('getegid', '($module, /)', getegid),
  func('getgroups', '($module, /)', getgroups),
  func('kill', '($module, pid, signal, /)', kill),
  func('system', '($module, /, command)', system),
  func('urandom', '($module, size, /)', urandom),
  func('uname', '($module, /)', uname),
  func('get_terminal_size', '($module, fd=1, /)', getTerminalSize),
  func('times', '($module, /)', times),
  func('getloadavg', '($module, /)', getloadavg),
  func('cpu_count', '($module, /)', cpuCount),
  func('putenv', '($module, name, value, /)', putenv),
  func('unsetenv', '($module, name, /)', unsetenv),
  func('strerror', '($module, code, /)', strerrorMethod),
  func('_exit', '($module, /, status)', exitNow),
  func('fspath', '($module, /, path)', fspathMethod),
  func('device_encoding', '($module, /, fd)', deviceEncoding),
  func('get_inheritable', '($module, fd, /)', getInheritable),
  func('set_inheritable', '($module, fd, inheritable, /)', setInheritable),
  func('get_blocking', '($module, fd, /)', getBlocking),
  func(
    'register_at_fork',
    '($module, /, *, before=None, after_in_child=None, after_in_parent=None)',
    registerAtFork,
  ),
  func('WIFEXITED', '($module, /, status)', wifexited),
  func('WEXITSTATUS', '($module, /, status)', wexitstatus),
  func('WIFSIGNALED', '($module, /, status)', wifsignaled),
  func('WTERMSIG', '($module, /, status)', wtermsig),
  func('WIFSTOPPED', '($module, /, status)', wifstopped),
  func('WSTOPSIG', '($module, /, status)', wexitstatus),
  func('WCOREDUMP', '($module, status, /)', wcoredump),
  func('WIFCONTINUED', '($module, /, status)', wifcontinued),
  func('waitstatus_to_exitcode', '($module, /, status)', waitstatusToExitcode),
  func('_path_normpath', '($module, /, path)', normalizePath),
];

/** Reads the environment. Its dictionary stays the same: `os.environ` has it. */
function refreshPosix(): void {
  const w_module = state().w_builtinModules.getStr(newStr('posix'));
  if (!(w_module instanceof W_Module)) return;
  const n_environ = newStr('environ');
  const w_known = w_module.w_dict.getStr(n_environ);
  const w_environ = w_known instanceof W_DictBase ? w_known : newDict();
  readEnvironment(w_environ);
  w_module.w_dict.setStr(n_environ, w_environ);
}

export const posixModule = moduledef(
  'posix',
  'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.',
  [
    ...functionRows,
    ...processRows,
    ...posixConstants.map(([name, number]) => value(name, () => newInt(number))),
    value('error', () => OSErrorType),
    value('stat_result', () => statResultType),
    value('uname_result', () => unameType),
    value('terminal_size', () => terminalSizeType),
    value('times_result', () => timesType),
    value('_have_functions', () => newListOwning([])),
    value('sysconf_names', () => newDict()),
    value('confstr_names', () => newDict()),
    value('pathconf_names', () => newDict()),
  ],
  [dirEntryTypedef, scandirTypedef],
  null,
  refreshPosix,
);
