/** What Python has printed appears before what JavaScript prints next. */
import { caught } from '../../rlib/throwable.js';
import { callMethod0 } from '../interp/attributes.js';
import { asOperationError } from '../interp/errors.js';
import { getSysAttribute } from '../interp/sys-state.js';
import { W_Buffered } from '../modules/io/buffered.js';
import { W_TextWrapper } from '../modules/io/text.js';
import type { W_Root } from '../objects/root.js';
import type { W_Str } from '../objects/w-str.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';

const n_flush = intern('flush');
const streamNames: W_Str[] = [intern('stdout'), intern('stderr')];

export function flushStandardStreams(): void {
  for (const name of streamNames) {
    const w_stream = getSysAttribute(name);
    if (w_stream !== null && w_stream !== w_None && !isWritten(w_stream)) {
      try {
        callMethod0(w_stream, n_flush);
      } catch (e) {
        // A stream that can't be flushed is reported when the process ends.
        asOperationError(caught(e));
      }
    }
  }
}

/** Whether a stream is of the ordinary kind and holds nothing back: most calls print nothing. */
function isWritten(w_stream: W_Root): boolean {
  if (!(w_stream instanceof W_TextWrapper) || w_stream.pendingSize > 0) return false;
  const w_below = w_stream.w_below;
  return w_below instanceof W_Buffered && w_below.pendingSize === 0;
}
