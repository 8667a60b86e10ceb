/**
 * Streams with bytes that may not have been written yet; at the program's end all of them are flushed. They are referred to weakly if a
 * stream that is forgotten is closed while the program runs; where nobody tells, they are kept until they are closed.
 */
import { registersFinalizers } from '../../../rlib/finalizers.js';
import { WeakReference } from '../../../rlib/object.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0 } from '../../interp/attributes.js';
import { asOperationError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { intern } from '../../objects/w-str.js';
import { isClosed } from './errors.js';

const n_flush = intern('flush');

class OpenOutputs {
  streams: WeakReference<W_Root>[] = [];
  /** The same ones, where they have to be kept. */
  kept: W_Root[] = [];
  /** Closed streams are thrown away when there are this many. */
  sweepAt: int = 64;
}

const outputs = new OpenOutputs();

/** Remembers a stream until it is closed. */
export function trackOutput(w_stream: W_Root): void {
  add(w_stream);
  if (outputs.streams.length < outputs.sweepAt) return;
  const known = outputs.streams;
  outputs.streams = [];
  outputs.kept = [];
  for (const reference of known) {
    const w_known = reference.get();
    if (w_known !== null && mayHoldBytes(w_known)) add(w_known);
  }
  outputs.sweepAt = outputs.streams.length * 2 + 64;
}

/** False for a closed stream. One that can't tell stays: it may be in the middle of its making. */
function mayHoldBytes(w_stream: W_Root): boolean {
  try {
    return !isClosed(w_stream);
  } catch (e) {
    asOperationError(caught(e));
    return true;
  }
}

function add(w_stream: W_Root): void {
  outputs.streams.push(new WeakReference<W_Root>(w_stream));
  if (!registersFinalizers()) outputs.kept.push(w_stream);
}

/** Flushes all streams, the newest first: text before the bytes under it. */
export function flushOutputs(): void {
  for (let i = outputs.streams.length - 1; i >= 0; i--) {
    const w_stream = (outputs.streams[i] as WeakReference<W_Root>).get();
    if (w_stream !== null) flush(w_stream);
  }
}

function flush(w_stream: W_Root): void {
  try {
    if (!isClosed(w_stream)) callMethod0(w_stream, n_flush);
  } catch (e) {
    // At the end nobody is left to be told of a full disk or a closed pipe.
    asOperationError(caught(e));
  }
}
