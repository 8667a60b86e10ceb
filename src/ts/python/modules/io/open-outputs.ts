/**
 * Streams with bytes that may not have been written yet. Nobody tells when a stream is forgotten while the program runs, so they are
 * kept until they are closed, and at the program's end all of them are flushed.
 */
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0 } from '../../interp/attributes.js';
import { asOperationError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { intern } from '../../objects/w-str.js';
import { isClosed } from './errors.js';

const n_flush = intern('flush');

class OpenOutputs {
  streams: W_Root[] = [];
  /** Closed streams are thrown away when there are this many. */
  sweepAt: int = 64;
}

const outputs = new OpenOutputs();

/** Remembers a stream until it is closed. */
export function trackOutput(w_stream: W_Root): void {
  outputs.streams.push(w_stream);
  if (outputs.streams.length >= outputs.sweepAt) {
    const live: W_Root[] = [];
    for (const w_known of outputs.streams) if (!isClosed(w_known)) live.push(w_known);
    outputs.streams = live;
    outputs.sweepAt = live.length * 2 + 64;
  }
}

/** Flushes all streams, the newest first: text before the bytes under it. */
export function flushOutputs(): void {
  for (let i = outputs.streams.length - 1; i >= 0; i--) {
    const w_stream = outputs.streams[i] as W_Root;
    try {
      if (!isClosed(w_stream)) callMethod0(w_stream, n_flush);
    } catch (e) {
      // At the end nobody is left to be told of a full disk or a closed pipe.
      asOperationError(caught(e));
    }
  }
}
