/** The calls of the operating system that module `posix` and the files of `_io` are made of. Paths are bytes. */
import type { IntArray } from '../../../rlib/array.js';
import { external } from '../../../rlib/external.js';
import type { float, int } from '../../../rlib/types.js';

/** mode ino dev nlink uid gid size atime mtime ctime (seconds, nanoseconds each) blksize blocks rdev. */
export const hostStat = external<(path: string, follow: boolean) => IntArray>('posix.stat');
export const hostFstat = external<(fd: int) => IntArray>('posix.fstat');
export const hostOpen = external<(path: string, flags: int, mode: int) => int>('posix.open');
export const hostClose = external<(fd: int) => void>('posix.close');
export const hostRead = external<(fd: int, count: int) => string>('posix.read');
export const hostWrite = external<(fd: int, data: string) => int>('posix.write');
export const hostPread = external<(fd: int, count: int, offset: int) => string>('posix.pread');
export const hostPwrite = external<(fd: int, data: string, offset: int) => int>('posix.pwrite');
export const hostLseek = external<(fd: int, offset: int, whence: int) => int>('posix.lseek');
export const hostFtruncate = external<(fd: int, length: int) => void>('posix.ftruncate');
export const hostTruncate = external<(path: string, length: int) => void>('posix.truncate');
export const hostFsync = external<(fd: int) => void>('posix.fsync');
export const hostIsatty = external<(fd: int) => boolean>('posix.isatty');
/** Makes `copy` another name of the file, whatever it was; programs that this process starts have it or not. */
export const hostDup2 = external<(fd: int, copy: int, inheritable: boolean) => void>('posix.dup2');
/** Whether programs that this process starts have the file. */
export const hostInheritable = external<(fd: int) => boolean>('posix.inheritable');
export const hostSetInheritable = external<(fd: int, inheritable: boolean) => void>('posix.setInheritable');
/** A pipe: the descriptor to read from, and above its 20 bits the one to write to. */
export const hostPipe = external<(flags: int) => int>('posix.pipe');
export const hostDup = external<(fd: int) => int>('posix.dup');
/** Names separated by NUL, each preceded by its type letter: f, d, l, or ? */
export const hostListdir = external<(path: string) => string>('posix.listdir');
export const hostMkdir = external<(path: string, mode: int) => void>('posix.mkdir');
export const hostRmdir = external<(path: string) => void>('posix.rmdir');
export const hostUnlink = external<(path: string) => void>('posix.unlink');
export const hostRename = external<(from: string, to: string) => void>('posix.rename');
export const hostLink = external<(from: string, to: string) => void>('posix.link');
export const hostSymlink = external<(target: string, path: string) => void>('posix.symlink');
export const hostReadlink = external<(path: string) => string>('posix.readlink');
export const hostChmod = external<(path: string, mode: int) => void>('posix.chmod');
export const hostFchmod = external<(fd: int, mode: int) => void>('posix.fchmod');
export const hostChown = external<(path: string, uid: int, gid: int, follow: boolean) => void>('posix.chown');
export const hostFchown = external<(fd: int, uid: int, gid: int) => void>('posix.fchown');
export const hostUtime =
  external<(path: string, atime: float, mtime: float, follow: boolean) => void>('posix.utime');
export const hostAccess = external<(path: string, mode: int) => boolean>('posix.access');
export const hostGetcwd = external<() => string>('posix.getcwd');
export const hostChdir = external<(path: string) => void>('posix.chdir');
export const hostUmask = external<(mask: int) => int>('posix.umask');
/** pid ppid uid euid gid egid */
export const hostIds = external<(which: int) => int>('posix.ids');
export const hostGroups = external<() => IntArray>('posix.groups');
export const hostKill = external<(pid: int, signal: int) => void>('posix.kill');
export const hostSystem = external<(command: string) => int>('posix.system');
export const hostUrandom = external<(count: int) => string>('posix.urandom');
/** sysname, nodename, release, version, machine, separated by NUL. */
export const hostUname = external<() => string>('posix.uname');
/** NAME=value entries separated by NUL. */
/** The value of a variable, '' if it is not set. */
export const hostGetenv = external<(name: string) => string>('posix.getenv');
export const hostEnviron = external<() => string>('posix.environ');
export const hostPutenv = external<(name: string, value: string) => void>('posix.putenv');
export const hostUnsetenv = external<(name: string) => void>('posix.unsetenv');
export const hostCpuCount = external<() => int>('posix.cpuCount');
/** Columns of a terminal times 65536, plus its lines; 0 if the descriptor is none. */
export const hostTerminalSize = external<(fd: int) => int>('posix.terminalSize');
/** user system children's user, children's system, elapsed: in seconds. */
export const hostTimes = external<(which: int) => float>('posix.times');
export const hostExit = external<(status: int) => void>('posix.exit');
export const hostLoadavg = external<(which: int) => float>('posix.loadavg');
