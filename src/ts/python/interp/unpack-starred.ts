/** UNPACK_EX: `a, *b, c = obj`. */
import { type FixedArray, sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { newListOwning } from '../objects/w-list.js';
import { valueError } from './errors.js';
import { iterForUnpack, next } from './iteration.js';

/** `before` items, a list of what lies between, `after` items. */
export function unpackStarred(w_obj: W_Root, before: int, after: int): FixedArray<W_Root> {
  const w_iterator = iterForUnpack(w_obj);
  const result: W_Root[] = [];
  for (let i = 0; i < before; i++) {
    const w_item = next(w_iterator);
    if (w_item === null) {
      throw valueError(`not enough values to unpack (expected at least ${before + after}, got ${i})`);
    }
    result.push(w_item);
  }
  const rest: W_Root[] = [];
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) break;
    rest.push(w_item);
  }
  if (rest.length < after) {
    throw valueError(
      `not enough values to unpack (expected at least ${before + after}, got ${before + rest.length})`,
    );
  }
  const middle: W_Root[] = [];
  for (let i = 0; i < rest.length - after; i++) middle.push(rest[i] as W_Root);
  result.push(newListOwning(middle));
  for (let i = rest.length - after; i < rest.length; i++) result.push(rest[i] as W_Root);
  return sealList(result);
}
