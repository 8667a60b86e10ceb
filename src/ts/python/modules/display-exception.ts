/** Printing an uncaught exception: module `traceback` does it, in the words and with the carets of CPython. */
import { caught } from '../../rlib/throwable.js';
import { callMethod0, callMethod1, findAttribute, getAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { str } from '../interp/convert.js';
import { asOperationError, typeName } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { tracebackLine } from '../interp/frame-types.js';
import type { W_Root } from '../objects/root.js';
import { W_BaseException } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Traceback } from '../objects/w-traceback.js';
import { writeDescriptor } from './posix/interruptible.js';

const n_stderr = intern('stderr');
const n_write = intern('write');
const n_flush = intern('flush');
const n_print_exception = intern('print_exception');

/** Prints an exception with its traceback to `sys.stderr`. */
export function displayException(w_exception: W_Root): void {
  const w_stderr = getSysAttribute(n_stderr);
  if (w_stderr === w_None) return;
  try {
    if (w_stderr === null) {
      writePlain(w_exception, null);
      return;
    }
    const w_print = getAttribute(importModule('traceback'), n_print_exception);
    const w_traceback = w_exception instanceof W_BaseException ? w_exception.w_traceback : null;
    callArgs(
      w_print,
      [w_exception.getType(), w_exception, w_traceback === null ? w_None : w_traceback],
      null,
    );
    if (findAttribute(w_stderr, n_flush) !== null) callMethod0(w_stderr, n_flush);
  } catch (e) {
    const error = asOperationError(caught(e));
    // The library can't be used (yet): say what is known.
    writePlain(w_exception, w_stderr);
    writePlain(error.w_exception, w_stderr);
  }
}

/** The traceback without source lines, written without the library's help. */
function writePlain(w_exception: W_Root, w_stderr: W_Root | null): void {
  let text = '';
  if (w_exception instanceof W_BaseException) {
    let traceback: W_Traceback | null = w_exception.w_traceback;
    if (traceback !== null) text += 'Traceback (most recent call last):\n';
    while (traceback !== null) {
      const code = traceback.frame.code;
      text += `  File "${code.w_filename.utf8()}", line ${tracebackLine(traceback)}, in ${code.w_name.utf8()}\n`;
      traceback = traceback.w_next;
    }
  }
  text += `${typeName(w_exception)}: ${describe(w_exception)}\n`;
  if (w_stderr === null) writeDescriptor(2, text);
  else callMethod1(w_stderr, n_write, newStr(text));
}

function describe(w_exception: W_Root): string {
  try {
    return str(w_exception).utf8();
  } catch (e) {
    asOperationError(caught(e));
    return '<exception str() failed>';
  }
}
