/** Getting at the bytes of bytes-like objects. */
import { typeError, typeName } from '../interp/errors.js';
import type { RawBuffer } from './raw-buffer.js';
import type { W_Root } from './root.js';
import { W_BytearrayBase, W_BytesBase } from './w-bytes.js';
import type { OperationError } from './w-exception.js';

/** The memory of an object, or null if it has none. */
export function findBuffer(w_obj: W_Root): RawBuffer | null {
  return w_obj.getBuffer();
}

export function notBytesLike(w_obj: W_Root): OperationError {
  return typeError(`a bytes-like object is required, not '${typeName(w_obj)}'`);
}

/** A copy of the bytes of a bytes-like object, or null if it is none. */
export function findBytes(w_obj: W_Root): string | null {
  if (w_obj instanceof W_BytesBase) return w_obj.value;
  if (w_obj instanceof W_BytearrayBase) return w_obj.text();
  const buffer = w_obj.getBuffer();
  return buffer === null ? null : buffer.bytes();
}

/** A copy of the bytes of a bytes-like object; TypeError if it is none. */
export function getBytes(w_obj: W_Root): string {
  const text = findBytes(w_obj);
  if (text === null) throw notBytesLike(w_obj);
  return text;
}

/** Memory to write to: `function` and `argument` name who asks, as in "readinto() argument". */
export function getWritableBuffer(w_obj: W_Root, asker: string): RawBuffer {
  const buffer = w_obj.getBuffer();
  if (buffer === null || buffer.isReadonly()) {
    throw typeError(`${asker} must be read-write bytes-like object, not ${typeName(w_obj)}`);
  }
  return buffer;
}

/** Whether an object is bytes-like. */
export function isBytesLike(w_obj: W_Root): boolean {
  return w_obj instanceof W_BytesBase || w_obj.getBuffer() !== null;
}
