/** The star in `a, *b, c = obj` (UNPACK_EX) and in `[*obj]` (LIST_EXTEND). */
import { type FixedArray, sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { listExtend } from '../objects/list.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { newListOwning } from '../objects/w-list.js';
import type { W_ListBase } from '../objects/w-list.js';
import { typeError, typeName, valueError } from './errors.js';
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

/** `[*iterable]`: the error names the star. */
export function extendFromStar(w_list: W_ListBase, w_iterable: W_Root): void {
  const w_type = w_iterable.getType();
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw typeError(`Value after * must be an iterable, not ${typeName(w_iterable)}`);
  }
  listExtend(w_list, w_iterable);
}
