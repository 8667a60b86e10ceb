/** Arguments that are bytes-like. */
import { bytesToString } from '../../rlib/bytes.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';
import { W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';

/** The bytes of a bytes-like object. */
export function getBytes(w_obj: W_Root): string {
  if (w_obj instanceof W_BytesBase) return w_obj.value;
  if (w_obj instanceof W_BytearrayBase) return bytesToString(w_obj.data, 0, w_obj.length);
  throw typeError(`a bytes-like object is required, not '${typeName(w_obj)}'`);
}

/** Whether `getBytes` takes an object. */
export function isBytesLike(w_obj: W_Root): boolean {
  return w_obj instanceof W_BytesBase || w_obj instanceof W_BytearrayBase;
}
