/** Python exceptions for JavaScript: what a `PythonError` is made of. */
import { joinStrings } from '../../rlib/bytes.js';
import { caught } from '../../rlib/throwable.js';
import { findAttribute, getAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { str } from '../interp/convert.js';
import { asOperationError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { collect } from '../interp/iteration.js';
import type { W_Root } from '../objects/root.js';
import { MemoryErrorType, W_BaseException } from '../objects/w-exception.js';
import { intern } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_Type } from '../objects/w-type.js';
import type { Encoder } from './encoder.js';
import { W_JsObject } from './w-js-object.js';
import { Cause } from './wire.js';

const n_module = intern('__module__');
const n_error = intern('error');

/** The name of a type as tracebacks show it: with its module, unless that is `builtins` or `__main__`. */
function typeNameOf(w_type: W_Type): string {
  const w_module = findAttribute(w_type, n_module);
  const module = w_module instanceof W_StrBase ? w_module.utf8() : 'builtins';
  return module === 'builtins' || module === '__main__' ? w_type.qualname : `${module}.${w_type.qualname}`;
}

function messageOf(w_exception: W_BaseException): string {
  try {
    return str(w_exception).utf8();
  } catch (e) {
    asOperationError(caught(e));
    return '<exception str() failed>';
  }
}

/** Writes an exception and what led to it; `earlier` are those that it led to. */
export function describeException(
  encoder: Encoder,
  w_exception: W_BaseException,
  earlier: W_BaseException[],
): void {
  const writer = encoder.writer;
  // The frames hold what has filled the memory, and nobody knows when JavaScript lets go of the exception.
  if (w_exception.getType() === MemoryErrorType) w_exception.w_traceback = null;
  const typeText = typeNameOf(w_exception.getType());
  const message = messageOf(w_exception);
  const w_error = findAttribute(w_exception, n_error);
  encoder.writeHandle(w_exception);
  writer.byte(0);
  writer.text(typeText);
  writer.text(message);
  if (w_error instanceof W_JsObject) {
    writer.byte(Cause.JAVASCRIPT);
    encoder.encode(w_error);
    return;
  }
  earlier.push(w_exception);
  const w_cause = causeOf(w_exception);
  let isCircle = false;
  for (const w_earlier of earlier) if (w_earlier === w_cause) isCircle = true;
  if (w_cause === null || isCircle || earlier.length >= MAX_CAUSES) writer.byte(Cause.NONE);
  else {
    writer.byte(Cause.EXCEPTION);
    describeException(encoder, w_cause, earlier);
  }
}

/** Longer chains are cut: the traceback shows them all. */
const MAX_CAUSES = 50;

function causeOf(w_exception: W_BaseException): W_BaseException | null {
  const w_cause: W_Root | null = w_exception.w_cause;
  if (w_cause instanceof W_BaseException) return w_cause;
  return w_exception.suppressContext ? null : w_exception.w_context;
}

/** An exception as Python prints it. */
export function formatTraceback(w_exception: W_BaseException): string {
  try {
    const w_format = getAttribute(importModule('traceback'), intern('format_exception'));
    const lines: string[] = [];
    for (const w_line of collect(callArgs(w_format, [w_exception], null))) lines.push(str(w_line).utf8());
    return joinStrings(lines, '');
  } catch (e) {
    asOperationError(caught(e));
    return `${typeNameOf(w_exception.getType())}: ${messageOf(w_exception)}\n`;
  }
}
