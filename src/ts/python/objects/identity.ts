/** `id()`: computed for numbers, by the object's own number otherwise. */
import { identityHash } from '../../rlib/object.js';
import { floorDiv } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from './root.js';
import { W_Float } from './w-float.js';
import { hash32 } from '../interp/convert.js';
import { W_Int } from './w-int.js';

/** Identity numbers look like addresses: multiples of 16. Those of numbers are odd, apart from all others. */
/** Ints beyond this have an identity like other objects. */
const NUMBER_LIMIT: int = 0x1000000000000;
const BASE: int = 0x10000000;

/** `id(obj)`. */
export function addressOf(w_obj: W_Root): int {
  if (w_obj instanceof W_Int && w_obj.value < NUMBER_LIMIT && w_obj.value > -NUMBER_LIMIT)
    return w_obj.value * 16 + 1;
  if (w_obj instanceof W_Float) return (hash32(w_obj) >>> 0) * 16 + 5;
  return BASE + identityHash(w_obj) * 16;
}

const HEX = '0123456789abcdef';

/** `id(obj)` as reprs show it. */
export function hexAddress(w_obj: W_Root): string {
  let rest = addressOf(w_obj);
  let digits = '';
  for (let i = 0; i < 12; i++) {
    digits = HEX.slice(rest & 15, (rest & 15) + 1) + digits;
    rest = floorDiv(rest, 16);
  }
  return `0x7f${digits}`;
}
