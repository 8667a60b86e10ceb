/** Module `fcntl`. Node gives no access to these calls: hosted they fail with ENOSYS; the constants are Linux's. */
import { newOSError, strerror } from '../interp/os-error.js';
import type { W_Root } from '../objects/root.js';
import type { OperationError } from '../objects/w-exception.js';
import { func, moduledef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { newInt } from '../objects/w-int.js';

const ENOSYS = 38;

function notSupported(): OperationError {
  return newOSError(ENOSYS, strerror(ENOSYS));
}

function fcntl(_w_fd: W_Root, _w_command: W_Root, _w_argument: W_Root | null): W_Root {
  throw notSupported();
}

function ioctl(
  _w_fd: W_Root,
  _w_request: W_Root,
  _w_argument: W_Root | null,
  _w_mutate: W_Root | null,
): W_Root {
  throw notSupported();
}

function flock(_w_fd: W_Root, _w_operation: W_Root): W_Root {
  throw notSupported();
}

function lockf(
  _w_fd: W_Root,
  _w_command: W_Root,
  _w_length: W_Root | null,
  _w_start: W_Root | null,
  _w_whence: W_Root | null,
): W_Root {
  throw notSupported();
}

const constants =
  'DN_ACCESS:1 DN_ATTRIB:32 DN_CREATE:4 DN_DELETE:8 DN_MODIFY:2 DN_MULTISHOT:2147483648 DN_RENAME:16 FASYNC:8192 ' +
  'FD_CLOEXEC:1 F_ADD_SEALS:1033 F_DUPFD:0 F_DUPFD_CLOEXEC:1030 F_EXLCK:4 F_GETFD:1 F_GETFL:3 F_GETLEASE:1025 F_GETLK:5 ' +
  'F_GETLK64:5 F_GETOWN:9 F_GETPIPE_SZ:1032 F_GETSIG:11 F_GET_SEALS:1034 F_NOTIFY:1026 F_OFD_GETLK:36 F_OFD_SETLK:37 ' +
  'F_OFD_SETLKW:38 F_RDLCK:0 F_SEAL_GROW:4 F_SEAL_SEAL:1 F_SEAL_SHRINK:2 F_SEAL_WRITE:8 F_SETFD:2 F_SETFL:4 ' +
  'F_SETLEASE:1024 F_SETLK:6 F_SETLK64:6 F_SETLKW:7 F_SETLKW64:7 F_SETOWN:8 F_SETPIPE_SZ:1031 F_SETSIG:10 F_SHLCK:8 ' +
  'F_UNLCK:2 F_WRLCK:1 LOCK_EX:2 LOCK_MAND:32 LOCK_NB:4 LOCK_READ:64 LOCK_RW:192 LOCK_SH:1 LOCK_UN:8 LOCK_WRITE:128';

/** @loadTime */
function constantRow(entry: string): Row {
  const [name, number] = entry.split(':');
  return value(name ?? '', () => newInt(Number(number)));
}

export const fcntlModule = moduledef(
  'fcntl',
  'This module performs file control and I/O control on file\ndescriptors.',
  [
    func('fcntl', '($module, fd, cmd, arg=0, /)', fcntl),
    func('ioctl', '($module, fd, request, arg=0, mutate_flag=True, /)', ioctl),
    func('flock', '($module, fd, operation, /)', flock),
    func('lockf', '($module, fd, cmd, len=0, start=0, whence=0, /)', lockf),
    ...constants.split(' ').map(constantRow),
  ],
);
