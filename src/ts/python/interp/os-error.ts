/** OSError from an errno: the subclass that belongs to it (PEP 3151) and the system's words. */
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import {
  allocateException,
  BlockingIOErrorType,
  BrokenPipeErrorType,
  ChildProcessErrorType,
  ConnectionAbortedErrorType,
  ConnectionRefusedErrorType,
  ConnectionResetErrorType,
  FileExistsErrorType,
  FileNotFoundErrorType,
  InterruptedErrorType,
  IsADirectoryErrorType,
  NotADirectoryErrorType,
  OperationError,
  OSErrorType,
  PermissionErrorType,
  ProcessLookupErrorType,
  TimeoutErrorType,
  W_OSError,
} from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { newStr } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import type { W_Type } from '../objects/w-type.js';

/** The C library's text for an errno. */
export const strerror = external<(errno: int) => string>('posix.strerror');

/** The subclass of OSError for an errno of Linux, or OSError. */
export function osErrorTypeFor(errno: int): W_Type {
  switch (errno) {
    case 1: // EPERM
    case 13: // EACCES
      return PermissionErrorType;
    case 2: // ENOENT
      return FileNotFoundErrorType;
    case 3: // ESRCH
      return ProcessLookupErrorType;
    case 4: // EINTR
      return InterruptedErrorType;
    case 10: // ECHILD
      return ChildProcessErrorType;
    case 11: // EAGAIN
    case 114: // EALREADY
    case 115: // EINPROGRESS
      return BlockingIOErrorType;
    case 17: // EEXIST
      return FileExistsErrorType;
    case 20: // ENOTDIR
      return NotADirectoryErrorType;
    case 21: // EISDIR
      return IsADirectoryErrorType;
    case 32: // EPIPE
    case 108: // ESHUTDOWN
      return BrokenPipeErrorType;
    case 103: // ECONNABORTED
      return ConnectionAbortedErrorType;
    case 104: // ECONNRESET
      return ConnectionResetErrorType;
    case 110: // ETIMEDOUT
      return TimeoutErrorType;
    case 111: // ECONNREFUSED
      return ConnectionRefusedErrorType;
    default:
      return OSErrorType;
  }
}

/** OSError(errno, strerror); `message` serves where there is no errno. */
export function newOSError(errno: int, message: string): OperationError {
  return newOSErrorWith(errno, message, null);
}

/** OSError(errno, strerror, filename). */
export function newOSErrorWith(errno: int, message: string, w_filename: W_Root | null): OperationError {
  const w_exception = allocateException(osErrorTypeFor(errno));
  const w_message = newStr(errno === 0 ? message : strerror(errno));
  if (errno === 0) {
    w_exception.w_args = newTuple([w_message]);
  } else if (w_exception instanceof W_OSError) {
    w_exception.w_errno = newInt(errno);
    w_exception.w_strerror = w_message;
    w_exception.w_filename = w_filename;
    w_exception.w_args = newTuple([newInt(errno), w_message]);
  }
  return new OperationError(w_exception);
}
