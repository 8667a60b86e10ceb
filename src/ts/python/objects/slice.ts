/** `slice`, and resolving slices against a length. */
import { floorDiv, MAX_WORD, MIN_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { index, reprText } from '../interp/convert.js';
import { typeError, valueError } from '../interp/errors.js';
import { W_Root } from './root.js';
import { field, method, staticmethod, typedef } from './typedef.js';
import { newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr } from './w-str.js';
import { newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';
import { Slot } from './slots.js';
import { add, negative, subtract } from '../interp/arithmetic.js';

export const sliceType: W_Type = newBuiltinType('slice', objectType);

export class W_Slice extends W_Root {
  constructor(
    readonly w_start: W_Root,
    readonly w_stop: W_Root,
    readonly w_step: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return sliceType;
  }
}

export function newSlice(w_start: W_Root, w_stop: W_Root, w_step: W_Root): W_Slice {
  return new W_Slice(w_start, w_stop, w_step);
}

/** A slice resolved for a length: `count` items from `start`, `step` apart; `stop` as resolved. */
export class SliceRange {
  constructor(
    readonly start: int,
    readonly stop: int,
    readonly step: int,
    readonly count: int,
  ) {}
}

/** A bound of a slice as a word; values outside of the word are cut to it. */
function sliceWord(w_bound: W_Root): int {
  if (!(w_bound instanceof W_IntBase) && w_bound.getType().findSlot(Slot.INDEX) === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  const w_int = index(w_bound);
  if (w_int.isWord()) return w_int.toWord();
  return w_int.toBig().sign < 0 ? MIN_WORD : MAX_WORD;
}

/** Resolves a slice for a sequence of `length` items. */
export function resolveSlice(w_slice: W_Slice, length: int): SliceRange {
  const step = w_slice.w_step === w_None ? 1 : sliceWord(w_slice.w_step);
  if (step === 0) throw valueError('slice step cannot be zero');
  const w_start = w_slice.w_start;
  const w_stop = w_slice.w_stop;
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  let start = step < 0 ? highest : 0;
  if (w_start !== w_None) start = clampBound(sliceWord(w_start), length, lowest, highest);
  let stop = step < 0 ? lowest : length;
  if (w_stop !== w_None) stop = clampBound(sliceWord(w_stop), length, lowest, highest);
  return new SliceRange(start, stop, step, rangeCount(start, stop, step));
}

function clampBound(bound: int, length: int, lowest: int, highest: int): int {
  if (bound < 0) {
    const fromEnd = bound + length;
    return fromEnd < lowest ? lowest : fromEnd;
  }
  return bound > highest ? highest : bound;
}

/** How many steps lead from start to before stop. */
export function rangeCount(start: int, stop: int, step: int): int {
  if (step > 0) return start < stop ? floorDiv(stop - start - 1, step) + 1 : 0;
  return start > stop ? floorDiv(start - stop - 1, -step) + 1 : 0;
}

/** The optional start and stop arguments of `index`, `find`, ...: a bound within 0..length. */
export function searchBound(w_bound: W_Root | null, fallback: int, length: int): int {
  if (w_bound === null || w_bound === w_None) return fallback;
  const bound = sliceWord(w_bound);
  if (bound < 0) return bound + length < 0 ? 0 : bound + length;
  return bound;
}

function sliceNew(_w_type: W_Root, w_a: W_Root, w_b: W_Root | null, w_c: W_Root | null): W_Root {
  if (w_b === null) return new W_Slice(w_None, w_a, w_None);
  return new W_Slice(w_a, w_b, w_c === null ? w_None : w_c);
}

function sliceRepr(self: W_Slice): W_Root {
  return newStr(`slice(${reprText(self.w_start)}, ${reprText(self.w_stop)}, ${reprText(self.w_step)})`);
}

function parts(self: W_Slice): W_Root {
  return newTuple([self.w_start, self.w_stop, self.w_step]);
}

function sliceCompare(self: W_Slice, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_Slice)) return w_NotImplemented;
  return compare(op, parts(self), parts(w_other));
}

function sliceEq(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.EQ);
}

function sliceNe(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.NE);
}

function sliceLt(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.LT);
}

function sliceLe(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.LE);
}

function sliceGt(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.GT);
}

function sliceGe(self: W_Slice, w_other: W_Root): W_Root {
  return sliceCompare(self, w_other, Comparison.GE);
}

function isNegative(w_int: W_Root): boolean {
  return isTrue(compare(Comparison.LT, w_int, newInt(0)));
}

function boundIndex(w_bound: W_Root): W_Root {
  if (!(w_bound instanceof W_IntBase) && w_bound.getType().findSlot(Slot.INDEX) === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  return index(w_bound);
}

function clampObject(w_bound: W_Root, w_length: W_Root, w_lowest: W_Root, w_highest: W_Root): W_Root {
  const w_index = boundIndex(w_bound);
  if (isNegative(w_index)) {
    const w_sum = add(w_index, w_length);
    return isTrue(compare(Comparison.LT, w_sum, w_lowest)) ? w_lowest : w_sum;
  }
  return isTrue(compare(Comparison.GT, w_index, w_highest)) ? w_highest : w_index;
}

/** `indices(length)`, for lengths of any size. */
function sliceIndices(self: W_Slice, w_length: W_Root): W_Root {
  const w_len = index(w_length);
  if (isNegative(w_len)) throw valueError('length should not be negative');
  const w_step = self.w_step === w_None ? newInt(1) : boundIndex(self.w_step);
  if (!isTrue(w_step)) throw valueError('slice step cannot be zero');
  const backwards = isNegative(w_step);
  const w_lowest = backwards ? negative(newInt(1)) : newInt(0);
  const w_highest = backwards ? subtract(w_len, newInt(1)) : w_len;
  const w_start =
    self.w_start === w_None
      ? backwards
        ? w_highest
        : w_lowest
      : clampObject(self.w_start, w_len, w_lowest, w_highest);
  const w_stop =
    self.w_stop === w_None
      ? backwards
        ? w_lowest
        : w_highest
      : clampObject(self.w_stop, w_len, w_lowest, w_highest);
  return newTuple([w_start, w_stop, w_step]);
}

function sliceStart(self: W_Slice): W_Root {
  return self.w_start;
}

function sliceStop(self: W_Slice): W_Root {
  return self.w_stop;
}

function sliceStep(self: W_Slice): W_Root {
  return self.w_step;
}

function sliceReduce(self: W_Slice): W_Root {
  return newTuple([sliceType, parts(self)]);
}

export const sliceTypedef = typedef(
  sliceType,
  W_Slice,
  {
    doc: 'slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).',
    subclassable: false,
    unhashable: true,
  },
  [
    staticmethod('__new__', '($type, start, stop=None, step=None, /)', sliceNew),
    method('__repr__', '($self, /)', sliceRepr),
    method('__eq__', '($self, value, /)', sliceEq),
    method('__ne__', '($self, value, /)', sliceNe),
    method('__lt__', '($self, value, /)', sliceLt),
    method('__le__', '($self, value, /)', sliceLe),
    method('__gt__', '($self, value, /)', sliceGt),
    method('__ge__', '($self, value, /)', sliceGe),
    method('indices', '($self, length, /)', sliceIndices),
    method('__reduce__', '($self, /)', sliceReduce),
    field('start', sliceStart),
    field('stop', sliceStop),
    field('step', sliceStep),
  ],
);
