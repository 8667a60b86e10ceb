/** Making Python exceptions from RTypeScript code: `throw typeError('...')`. */
import { HostError } from '../../rlib/external.js';
import type { RThrowable } from '../../rlib/throwable.js';
import { OutOfMemory, StackOverflow } from '../../rlib/throwable.js';
import type { W_Root } from '../objects/root.js';
import {
  allocateException,
  AttributeErrorType,
  ImportErrorType,
  IndexErrorType,
  KeyErrorType,
  MemoryErrorType,
  NameErrorType,
  OperationError,
  OverflowErrorType,
  RecursionErrorType,
  RuntimeErrorType,
  StopIterationType,
  SystemErrorType,
  TypeErrorType,
  ValueErrorType,
  W_ImportError,
  W_NameError,
  W_ValueException,
  ZeroDivisionErrorType,
} from '../objects/w-exception.js';
import { newStr } from '../objects/w-str.js';
import type { W_StrBase } from '../objects/w-str-base.js';
import { newTuple } from '../objects/w-tuple.js';
import type { W_Type } from '../objects/w-type.js';
import { newOSError } from './os-error.js';

/** A new exception of a builtin type with a message; the exception type has no other data. */
export function newError(w_type: W_Type, message: string): OperationError {
  return newErrorOf(w_type, newStr(message));
}

/** A new exception of a builtin type with one argument. */
export function newErrorOf(w_type: W_Type, w_argument: W_Root): OperationError {
  const w_exception = allocateException(w_type);
  w_exception.w_args = newTuple([w_argument]);
  return new OperationError(w_exception);
}

export function typeError(message: string): OperationError {
  return newError(TypeErrorType, message);
}

export function valueError(message: string): OperationError {
  return newError(ValueErrorType, message);
}

export function indexError(message: string): OperationError {
  return newError(IndexErrorType, message);
}

export function overflowError(message: string): OperationError {
  return newError(OverflowErrorType, message);
}

export function zeroDivisionError(message: string): OperationError {
  return newError(ZeroDivisionErrorType, message);
}

export function runtimeError(message: string): OperationError {
  return newError(RuntimeErrorType, message);
}

export function systemError(message: string): OperationError {
  return newError(SystemErrorType, message);
}

/** KeyError with the key itself as its argument. */
export function keyError(w_key: W_Root): OperationError {
  return newErrorOf(KeyErrorType, w_key);
}

/** AttributeError that knows the object and the name, for suggestions. */
export function attributeError(message: string, w_obj: W_Root, w_name: W_StrBase): OperationError {
  const error = newError(AttributeErrorType, message);
  const w_exception = error.w_exception;
  if (w_exception instanceof W_NameError) {
    w_exception.w_name = w_name;
    w_exception.w_obj = w_obj;
  }
  return error;
}

/** ImportError that knows the module's name, and its path if it has one. */
export function importError(message: string, w_name: W_Root, w_path: W_Root | null): OperationError {
  const w_message = newStr(message);
  const error = newErrorOf(ImportErrorType, w_message);
  const w_exception = error.w_exception;
  if (w_exception instanceof W_ImportError) {
    w_exception.w_msg = w_message;
    w_exception.w_name = w_name;
    w_exception.w_path = w_path;
  }
  return error;
}

/** NameError or UnboundLocalError that knows the name. */
export function nameError(w_type: W_Type, message: string, w_name: W_StrBase): OperationError {
  const error = newError(w_type, message);
  const w_exception = error.w_exception;
  if (w_exception instanceof W_NameError) w_exception.w_name = w_name;
  return error;
}

export function undefinedName(w_name: W_StrBase): OperationError {
  return nameError(NameErrorType, `name '${w_name.utf8()}' is not defined`, w_name);
}

/** StopIteration with a return value (null: none). */
export function stopIteration(w_value: W_Root | null): OperationError {
  const w_exception = allocateException(StopIterationType);
  if (w_value !== null) {
    w_exception.w_args = newTuple([w_value]);
    if (w_exception instanceof W_ValueException) w_exception.w_value = w_value;
  }
  return new OperationError(w_exception);
}

/**
 * The Python exception for a throwable: machine conditions become RecursionError and MemoryError, refusals of
 * the host OSError. Anything else is not Python's: it goes on upwards.
 */
export function asOperationError(error: RThrowable): OperationError {
  if (error instanceof OperationError) return error;
  if (error instanceof StackOverflow) return newError(RecursionErrorType, 'maximum recursion depth exceeded');
  if (error instanceof OutOfMemory) return new OperationError(allocateException(MemoryErrorType));
  if (error instanceof HostError) return newOSError(error.errno, error.message);
  throw error;
}

/** The name of an object's type, for messages. */
export function typeName(w_obj: W_Root): string {
  return w_obj.getType().name;
}
