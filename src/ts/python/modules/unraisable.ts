/** Exceptions that nobody can catch: those of finalizers and callbacks of weak references. */
import { caught } from '../../rlib/throwable.js';
import { callMethod1 } from '../interp/attributes.js';
import { call1 } from '../interp/call.js';
import { reprText } from '../interp/convert.js';
import { asOperationError } from '../interp/errors.js';
import { getSysAttribute } from '../interp/sys-state.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType } from '../objects/struct-sequence.js';
import type { OperationError } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { displayException } from './display-exception.js';
import { writeDescriptor } from './posix/interruptible.js';

export const unraisableType = structSequenceType(
  'UnraisableHookArgs',
  ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'],
  5,
);

/** Hands an exception to `sys.unraisablehook`, with the object in whose code it came up. */
export function reportUnraisable(error: OperationError, w_object: W_Root): void {
  const w_exception = error.w_exception;
  const w_hook = getSysAttribute(intern('unraisablehook'));
  if (w_hook === null || w_hook === w_None) return;
  const w_traceback: W_Root = w_exception.w_traceback === null ? w_None : w_exception.w_traceback;
  try {
    call1(
      w_hook,
      newStructSequence(unraisableType, [w_exception.getType(), w_exception, w_traceback, w_None, w_object]),
    );
  } catch (e) {
    const second = asOperationError(caught(e));
    writeIgnored('Exception ignored in sys.unraisablehook', w_hook);
    displayException(second.w_exception);
  }
}

/** The line before the traceback. */
export function writeIgnored(message: string, w_object: W_Root): void {
  let text = `${message}:`;
  if (w_object !== w_None) {
    try {
      text += ` ${reprText(w_object)}`;
    } catch (e) {
      asOperationError(caught(e));
      text += ' <object repr() failed>';
    }
  }
  const w_stderr = getSysAttribute(intern('stderr'));
  if (w_stderr === null || w_stderr === w_None) writeDescriptor(2, `${text}\n`);
  else callMethod1(w_stderr, intern('write'), newStr(`${text}\n`));
}
