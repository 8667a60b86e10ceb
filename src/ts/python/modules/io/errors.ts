/** Errors of streams. */
import { callArgs } from '../../interp/call.js';
import { newErrorOf, typeError, typeName, valueError } from '../../interp/errors.js';
import { findAttribute } from '../../interp/attributes.js';
import { isTrue } from '../../interp/compare.js';
import { newDict } from '../../objects/dict.js';
import type { W_Root } from '../../objects/root.js';
import type { OperationError } from '../../objects/w-exception.js';
import { OSErrorType, ValueErrorType } from '../../objects/w-exception.js';
import { W_Cell } from '../../objects/w-function.js';
import { intern, newStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { typeType, W_Type } from '../../objects/w-type.js';

const n_closed = intern('closed');
const n_module = intern('__module__');

const unsupportedCell: W_Cell = new W_Cell(null);

/** `io.UnsupportedOperation`: an OSError and a ValueError; made on first use, as a class of Python's own making. */
export function unsupportedOperationType(): W_Type {
  let w_type = unsupportedCell.w_value;
  if (w_type === null) {
    const w_namespace = newDict();
    w_namespace.setStr(n_module, newStr('io'));
    w_type = callArgs(
      typeType,
      [newStr('UnsupportedOperation'), newTuple([OSErrorType, ValueErrorType]), w_namespace],
      null,
    );
    unsupportedCell.w_value = w_type;
  }
  return w_type instanceof W_Type ? w_type : OSErrorType;
}

export function unsupported(message: string): OperationError {
  return newErrorOf(unsupportedOperationType(), newStr(message));
}

export function closedError(): OperationError {
  return valueError('I/O operation on closed file.');
}

/** Whether a stream says that it is closed. */
export function isClosed(w_stream: W_Root): boolean {
  const w_closed = findAttribute(w_stream, n_closed);
  return w_closed !== null && isTrue(w_closed);
}

export function checkOpen(w_stream: W_Root): void {
  if (isClosed(w_stream)) throw closedError();
}

/** What a raw stream's method returned instead of bytes. */
export function notBytes(method: string, w_result: W_Root): OperationError {
  return typeError(`${method}() should have returned a bytes object, not '${typeName(w_result)}'`);
}
