/**
 * Exception objects and all exception types, and the throwable that carries one through RTypeScript.
 *
 * Types that keep data of their own (OSError, SyntaxError, ...) have it as fields here; attributes set by users
 * go to the map that every exception has.
 */
import { RThrowable } from '../../rlib/throwable.js';
import type { W_Root } from './root.js';
import { W_Mapped, newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';
import type { W_Traceback } from './w-traceback.js';
import type { W_TupleBase } from './w-tuple.js';
import { w_emptyTuple } from './w-tuple.js';

export class W_BaseException extends W_Mapped {
  w_args: W_TupleBase = w_emptyTuple;
  w_cause: W_Root | null = null;
  w_context: W_BaseException | null = null;
  suppressContext: boolean = false;
  w_traceback: W_Traceback | null = null;
}

/** StopIteration and StopAsyncIteration keep `value`; SystemExit `code`. */
export class W_ValueException extends W_BaseException {
  w_value: W_Root | null = null;
}

export class W_OSError extends W_BaseException {
  w_errno: W_Root | null = null;
  w_strerror: W_Root | null = null;
  w_filename: W_Root | null = null;
  w_filename2: W_Root | null = null;
  w_charactersWritten: W_Root | null = null;
}

export class W_ImportError extends W_BaseException {
  w_msg: W_Root | null = null;
  w_name: W_Root | null = null;
  w_path: W_Root | null = null;
}

/** NameError has `name`; AttributeError `name` and `obj`. */
export class W_NameError extends W_BaseException {
  w_name: W_Root | null = null;
  w_obj: W_Root | null = null;
}

export class W_SyntaxError extends W_BaseException {
  w_msg: W_Root | null = null;
  w_filename: W_Root | null = null;
  w_lineno: W_Root | null = null;
  w_offset: W_Root | null = null;
  w_text: W_Root | null = null;
  w_endLineno: W_Root | null = null;
  w_endOffset: W_Root | null = null;
  w_printFileAndLine: W_Root | null = null;
}

/** UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. */
export class W_UnicodeError extends W_BaseException {
  w_encoding: W_Root | null = null;
  w_object: W_Root | null = null;
  w_start: W_Root | null = null;
  w_end: W_Root | null = null;
  w_reason: W_Root | null = null;
}

export class W_ExceptionGroup extends W_BaseException {
  w_message: W_Root | null = null;
  w_exceptions: W_TupleBase | null = null;
}

/** Which data class an exception type's instances have. */
export const enum ExceptionLayout {
  PLAIN,
  VALUE,
  OS,
  IMPORT,
  NAME,
  SYNTAX,
  UNICODE,
  GROUP,
}

/** All builtin exception types, in definition order. */
export const exceptionTypes: W_Type[] = [];

function exceptionType(name: string, base: W_Type, layout: ExceptionLayout): W_Type {
  const w_type = newBuiltinType(name, base);
  w_type.hasDict = true;
  w_type.exceptionLayout = layout;
  exceptionTypes.push(w_type);
  return w_type;
}

export const BaseExceptionType: W_Type = exceptionType('BaseException', objectType, ExceptionLayout.PLAIN);
export const SystemExitType: W_Type = exceptionType('SystemExit', BaseExceptionType, ExceptionLayout.VALUE);
export const KeyboardInterruptType: W_Type = exceptionType(
  'KeyboardInterrupt',
  BaseExceptionType,
  ExceptionLayout.PLAIN,
);
export const GeneratorExitType: W_Type = exceptionType(
  'GeneratorExit',
  BaseExceptionType,
  ExceptionLayout.PLAIN,
);
export const BaseExceptionGroupType: W_Type = exceptionType(
  'BaseExceptionGroup',
  BaseExceptionType,
  ExceptionLayout.GROUP,
);
export const ExceptionType: W_Type = exceptionType('Exception', BaseExceptionType, ExceptionLayout.PLAIN);
export const StopIterationType: W_Type = exceptionType('StopIteration', ExceptionType, ExceptionLayout.VALUE);
export const StopAsyncIterationType: W_Type = exceptionType(
  'StopAsyncIteration',
  ExceptionType,
  ExceptionLayout.PLAIN,
);
export const ArithmeticErrorType: W_Type = exceptionType(
  'ArithmeticError',
  ExceptionType,
  ExceptionLayout.PLAIN,
);
export const FloatingPointErrorType: W_Type = exceptionType(
  'FloatingPointError',
  ArithmeticErrorType,
  ExceptionLayout.PLAIN,
);
export const OverflowErrorType: W_Type = exceptionType(
  'OverflowError',
  ArithmeticErrorType,
  ExceptionLayout.PLAIN,
);
export const ZeroDivisionErrorType: W_Type = exceptionType(
  'ZeroDivisionError',
  ArithmeticErrorType,
  ExceptionLayout.PLAIN,
);
export const AssertionErrorType: W_Type = exceptionType(
  'AssertionError',
  ExceptionType,
  ExceptionLayout.PLAIN,
);
export const AttributeErrorType: W_Type = exceptionType(
  'AttributeError',
  ExceptionType,
  ExceptionLayout.NAME,
);
export const BufferErrorType: W_Type = exceptionType('BufferError', ExceptionType, ExceptionLayout.PLAIN);
export const EOFErrorType: W_Type = exceptionType('EOFError', ExceptionType, ExceptionLayout.PLAIN);
export const ImportErrorType: W_Type = exceptionType('ImportError', ExceptionType, ExceptionLayout.IMPORT);
export const ModuleNotFoundErrorType: W_Type = exceptionType(
  'ModuleNotFoundError',
  ImportErrorType,
  ExceptionLayout.IMPORT,
);
export const LookupErrorType: W_Type = exceptionType('LookupError', ExceptionType, ExceptionLayout.PLAIN);
export const IndexErrorType: W_Type = exceptionType('IndexError', LookupErrorType, ExceptionLayout.PLAIN);
export const KeyErrorType: W_Type = exceptionType('KeyError', LookupErrorType, ExceptionLayout.PLAIN);
export const MemoryErrorType: W_Type = exceptionType('MemoryError', ExceptionType, ExceptionLayout.PLAIN);
export const NameErrorType: W_Type = exceptionType('NameError', ExceptionType, ExceptionLayout.NAME);
export const UnboundLocalErrorType: W_Type = exceptionType(
  'UnboundLocalError',
  NameErrorType,
  ExceptionLayout.NAME,
);
export const OSErrorType: W_Type = exceptionType('OSError', ExceptionType, ExceptionLayout.OS);
export const BlockingIOErrorType: W_Type = exceptionType('BlockingIOError', OSErrorType, ExceptionLayout.OS);
export const ChildProcessErrorType: W_Type = exceptionType(
  'ChildProcessError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const ConnectionErrorType: W_Type = exceptionType('ConnectionError', OSErrorType, ExceptionLayout.OS);
export const BrokenPipeErrorType: W_Type = exceptionType(
  'BrokenPipeError',
  ConnectionErrorType,
  ExceptionLayout.OS,
);
export const ConnectionAbortedErrorType: W_Type = exceptionType(
  'ConnectionAbortedError',
  ConnectionErrorType,
  ExceptionLayout.OS,
);
export const ConnectionRefusedErrorType: W_Type = exceptionType(
  'ConnectionRefusedError',
  ConnectionErrorType,
  ExceptionLayout.OS,
);
export const ConnectionResetErrorType: W_Type = exceptionType(
  'ConnectionResetError',
  ConnectionErrorType,
  ExceptionLayout.OS,
);
export const FileExistsErrorType: W_Type = exceptionType('FileExistsError', OSErrorType, ExceptionLayout.OS);
export const FileNotFoundErrorType: W_Type = exceptionType(
  'FileNotFoundError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const InterruptedErrorType: W_Type = exceptionType(
  'InterruptedError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const IsADirectoryErrorType: W_Type = exceptionType(
  'IsADirectoryError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const NotADirectoryErrorType: W_Type = exceptionType(
  'NotADirectoryError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const PermissionErrorType: W_Type = exceptionType('PermissionError', OSErrorType, ExceptionLayout.OS);
export const ProcessLookupErrorType: W_Type = exceptionType(
  'ProcessLookupError',
  OSErrorType,
  ExceptionLayout.OS,
);
export const TimeoutErrorType: W_Type = exceptionType('TimeoutError', OSErrorType, ExceptionLayout.OS);
export const ReferenceErrorType: W_Type = exceptionType(
  'ReferenceError',
  ExceptionType,
  ExceptionLayout.PLAIN,
);
export const RuntimeErrorType: W_Type = exceptionType('RuntimeError', ExceptionType, ExceptionLayout.PLAIN);
export const NotImplementedErrorType: W_Type = exceptionType(
  'NotImplementedError',
  RuntimeErrorType,
  ExceptionLayout.PLAIN,
);
export const RecursionErrorType: W_Type = exceptionType(
  'RecursionError',
  RuntimeErrorType,
  ExceptionLayout.PLAIN,
);
export const SyntaxErrorType: W_Type = exceptionType('SyntaxError', ExceptionType, ExceptionLayout.SYNTAX);
export const IndentationErrorType: W_Type = exceptionType(
  'IndentationError',
  SyntaxErrorType,
  ExceptionLayout.SYNTAX,
);
export const TabErrorType: W_Type = exceptionType('TabError', IndentationErrorType, ExceptionLayout.SYNTAX);
export const SystemErrorType: W_Type = exceptionType('SystemError', ExceptionType, ExceptionLayout.PLAIN);
export const TypeErrorType: W_Type = exceptionType('TypeError', ExceptionType, ExceptionLayout.PLAIN);
export const ValueErrorType: W_Type = exceptionType('ValueError', ExceptionType, ExceptionLayout.PLAIN);
export const UnicodeErrorType: W_Type = exceptionType('UnicodeError', ValueErrorType, ExceptionLayout.PLAIN);
export const UnicodeDecodeErrorType: W_Type = exceptionType(
  'UnicodeDecodeError',
  UnicodeErrorType,
  ExceptionLayout.UNICODE,
);
export const UnicodeEncodeErrorType: W_Type = exceptionType(
  'UnicodeEncodeError',
  UnicodeErrorType,
  ExceptionLayout.UNICODE,
);
export const UnicodeTranslateErrorType: W_Type = exceptionType(
  'UnicodeTranslateError',
  UnicodeErrorType,
  ExceptionLayout.UNICODE,
);
export const WarningType: W_Type = exceptionType('Warning', ExceptionType, ExceptionLayout.PLAIN);
export const BytesWarningType: W_Type = exceptionType('BytesWarning', WarningType, ExceptionLayout.PLAIN);
export const DeprecationWarningType: W_Type = exceptionType(
  'DeprecationWarning',
  WarningType,
  ExceptionLayout.PLAIN,
);
export const EncodingWarningType: W_Type = exceptionType(
  'EncodingWarning',
  WarningType,
  ExceptionLayout.PLAIN,
);
export const FutureWarningType: W_Type = exceptionType('FutureWarning', WarningType, ExceptionLayout.PLAIN);
export const ImportWarningType: W_Type = exceptionType('ImportWarning', WarningType, ExceptionLayout.PLAIN);
export const PendingDeprecationWarningType: W_Type = exceptionType(
  'PendingDeprecationWarning',
  WarningType,
  ExceptionLayout.PLAIN,
);
export const ResourceWarningType: W_Type = exceptionType(
  'ResourceWarning',
  WarningType,
  ExceptionLayout.PLAIN,
);
export const RuntimeWarningType: W_Type = exceptionType('RuntimeWarning', WarningType, ExceptionLayout.PLAIN);
export const SyntaxWarningType: W_Type = exceptionType('SyntaxWarning', WarningType, ExceptionLayout.PLAIN);
export const UnicodeWarningType: W_Type = exceptionType('UnicodeWarning', WarningType, ExceptionLayout.PLAIN);
export const UserWarningType: W_Type = exceptionType('UserWarning', WarningType, ExceptionLayout.PLAIN);
/** Has two bases, BaseExceptionGroup and Exception: completed by `exception-group.ts`. */
export const ExceptionGroupType: W_Type = exceptionType(
  'ExceptionGroup',
  BaseExceptionGroupType,
  ExceptionLayout.GROUP,
);

/** A Python exception on its way through RTypeScript code. */
export class OperationError extends RThrowable {
  constructor(readonly w_exception: W_BaseException) {
    super();
  }

  /** Whether the exception is an instance of a type. */
  matches(w_type: W_Type): boolean {
    return this.w_exception.getType().isSubtype(w_type);
  }
}

/** A new exception object of a builtin type or a subclass of one, without calling Python code. */
export function allocateException(w_type: W_Type): W_BaseException {
  switch (w_type.exceptionLayout as ExceptionLayout) {
    case ExceptionLayout.PLAIN:
      return new W_BaseException(w_type);
    case ExceptionLayout.VALUE:
      return new W_ValueException(w_type);
    case ExceptionLayout.OS:
      return new W_OSError(w_type);
    case ExceptionLayout.IMPORT:
      return new W_ImportError(w_type);
    case ExceptionLayout.NAME:
      return new W_NameError(w_type);
    case ExceptionLayout.SYNTAX:
      return new W_SyntaxError(w_type);
    case ExceptionLayout.UNICODE:
      return new W_UnicodeError(w_type);
    case ExceptionLayout.GROUP:
      return new W_ExceptionGroup(w_type);
  }
}
