/** What a stream that lies on another one passes on to it: buffered streams on a raw stream, text on a buffered stream. */
import { caught } from '../../../rlib/throwable.js';
import { callMethod0, getAttribute } from '../../interp/attributes.js';
import { asOperationError, valueError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method } from '../../objects/typedef.js';
import type { Row } from '../../objects/typedef.js';
import { w_None } from '../../objects/w-none.js';
import { intern } from '../../objects/w-str.js';
import { isClosed } from './errors.js';
import { W_IOBase } from './w-io.js';

const n_readable = intern('readable');
const n_writable = intern('writable');
const n_seekable = intern('seekable');
const n_close = intern('close');
const n_flush = intern('flush');
const n_fileno = intern('fileno');
const n_isatty = intern('isatty');
const n_closed = intern('closed');
const n_name = intern('name');

export abstract class W_Layer extends W_IOBase {
  /** The stream below; null before `__init__` and after `detach`. */
  w_below: W_Root | null = null;
  detached: boolean = false;

  /** What the stream below is to this one, for messages. */
  abstract belowName(): string;

  below(): W_Root {
    if (this.w_below === null) {
      throw valueError(
        this.detached ? `${this.belowName()} has been detached` : 'I/O operation on uninitialized object',
      );
    }
    return this.w_below;
  }
}

export function layerClose(self: W_Layer): W_Root {
  const w_below = self.below();
  if (isClosed(w_below)) return w_None;
  try {
    callMethod0(self, n_flush);
  } catch (e) {
    const error = asOperationError(caught(e));
    callMethod0(w_below, n_close);
    throw error;
  }
  return callMethod0(w_below, n_close);
}

function layerDetach(self: W_Layer): W_Root {
  const w_below = self.below();
  callMethod0(self, n_flush);
  self.w_below = null;
  self.detached = true;
  return w_below;
}

export function layerReadable(self: W_Layer): W_Root {
  return callMethod0(self.below(), n_readable);
}

export function layerWritable(self: W_Layer): W_Root {
  return callMethod0(self.below(), n_writable);
}

function layerSeekable(self: W_Layer): W_Root {
  return callMethod0(self.below(), n_seekable);
}

function layerFileno(self: W_Layer): W_Root {
  return callMethod0(self.below(), n_fileno);
}

export function layerIsatty(self: W_Layer): W_Root {
  return callMethod0(self.below(), n_isatty);
}

export function layerClosed(self: W_Layer): W_Root {
  return getAttribute(self.below(), n_closed);
}

function layerName(self: W_Layer): W_Root {
  return getAttribute(self.below(), n_name);
}

/** Getter of the stream below, which has a name of its own in each layer. */
export function layerBelow(self: W_Layer): W_Root {
  return self.below();
}

export const readableRow: Row = method('readable', '($self, /)', layerReadable);
export const writableRow: Row = method('writable', '($self, /)', layerWritable);

export const layerRows: readonly Row[] = [
  method('close', '($self, /)', layerClose),
  method('detach', '($self, /)', layerDetach),
  method('seekable', '($self, /)', layerSeekable),
  method('fileno', '($self, /)', layerFileno),
  method('isatty', '($self, /)', layerIsatty),
  getset('closed', layerClosed),
  getset('name', layerName),
];
