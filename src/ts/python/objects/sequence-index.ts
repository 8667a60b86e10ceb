/** What the subscripts, repetitions and searches of sequences have in common. */
import { bigBitLength } from '../../rlib/bigint.js';
import { theOutOfMemory } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { index, indexWord, subscriptWord } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { OverflowErrorType } from './w-exception.js';
import { W_IntBase } from './w-int.js';

/** More items than any sequence can have. */
const MAX_ITEMS: int = 0x20000000;

/** A subscript that is no slice, as a word; `kind` names the sequence in the message. */
export function sequenceSubscript(w_key: W_Root, kind: string): int {
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`${kind} indices must be integers or slices, not ${typeName(w_key)}`);
  }
  return subscriptWord(w_key);
}

/** Whether an object can say how often a sequence is repeated. */
export function isRepeatCount(w_count: W_Root): boolean {
  return w_count instanceof W_IntBase || w_count.getType().findSlot(Slot.INDEX) !== null;
}

/** How often a sequence of `length` items is repeated by `* count`; at least 0. */
export function repeatCount(w_count: W_Root, length: int): int {
  const w_int = index(w_count);
  if (!w_int.isWord() && bigBitLength(w_int.toBig()) < 64) {
    // An index on 64-bit machines, whether or not words have so many bits.
    if (w_int.toBig().sign < 0 || length === 0) return 0;
    throw theOutOfMemory;
  }
  const count = indexWord(w_int, OverflowErrorType);
  if (count <= 0 || length === 0) return 0;
  if (count > MAX_ITEMS || count * length > MAX_ITEMS) throw theOutOfMemory;
  return count;
}
