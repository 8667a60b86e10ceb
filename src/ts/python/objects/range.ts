/**
 * `range`: arithmetic on words where bounds and step are small, else on int objects of any size.
 */
import { sealList } from '../../rlib/array.js';
import { floorDiv, floorMod, MAX_WORD } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { add, binary, BinaryOp, multiply, negative, subtract } from '../interp/arithmetic.js';
import { compare, Comparison, equalsTrue, isTrue } from '../interp/compare.js';
import { index, reprText, subscriptWord } from '../interp/convert.js';
import { indexError, newError, typeError, typeName, valueError } from '../interp/errors.js';
import { getAttribute } from '../interp/attributes.js';
import { call1 } from '../interp/call.js';
import { iter, next } from '../interp/iteration.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { rangeCount, W_Slice } from './slice.js';
import { Slot } from './slots.js';
import { hashOfItems } from './tuple.js';
import { field, method, staticmethod, typedef } from './typedef.js';
import { OverflowErrorType } from './w-exception.js';
import { newBool, newInt, W_Bool, W_Int, W_IntBase, W_Long } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { rangeType, W_Range } from './w-range.js';
import { intern, newStr } from './w-str.js';
import { newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const rangeIteratorType: W_Type = newBuiltinType('range_iterator', objectType);
export const longRangeIteratorType: W_Type = newBuiltinType('longrange_iterator', objectType);

/** Bounds and steps below this are small: sums and differences of a few of them are words. */
const SMALL: int = floorDiv(MAX_WORD, 8);

function isSmall(w_int: W_IntBase): boolean {
  return w_int.isWord() && w_int.toWord() < SMALL && w_int.toWord() > -SMALL;
}

function less(w_a: W_Root, w_b: W_Root): boolean {
  return isTrue(compare(Comparison.LT, w_a, w_b));
}

/** `range(start, stop, step)` of ints. */
export function newRange(w_start: W_IntBase, w_stop: W_IntBase, w_step: W_IntBase): W_Range {
  if (isSmall(w_start) && isSmall(w_stop) && isSmall(w_step)) {
    const start = w_start.toWord();
    const step = w_step.toWord();
    const length = rangeCount(start, w_stop.toWord(), step);
    return new W_Range(w_start, w_stop, w_step, newInt(length), true, start, step, length);
  }
  return new W_Range(w_start, w_stop, w_step, bigCount(w_start, w_stop, w_step), false, 0, 0, 0);
}

function bigCount(w_start: W_Root, w_stop: W_Root, w_step: W_Root): W_IntBase {
  const backwards = less(w_step, newInt(0));
  const w_low = backwards ? w_stop : w_start;
  const w_high = backwards ? w_start : w_stop;
  if (!less(w_low, w_high)) return newInt(0);
  const w_stride = backwards ? negative(w_step) : w_step;
  const w_steps = binary(BinaryOp.FLOOR_DIVIDE, subtract(subtract(w_high, w_low), newInt(1)), w_stride);
  return index(add(w_steps, newInt(1)));
}

function rangeNew(_w_type: W_Root, w_a: W_Root, w_b: W_Root | null, w_c: W_Root | null): W_Root {
  if (w_b === null) return newRange(newInt(0), exactIndex(w_a), newInt(1));
  const w_start = exactIndex(w_a);
  const w_stop = exactIndex(w_b);
  const w_step = w_c === null ? newInt(1) : exactIndex(w_c);
  if (w_step.isWord() && w_step.toWord() === 0) throw valueError('range() arg 3 must not be zero');
  return newRange(w_start, w_stop, w_step);
}

function exactIndex(w_obj: W_Root): W_IntBase {
  const w_int = index(w_obj);
  if (w_int instanceof W_Int || w_int instanceof W_Long) return w_int;
  return w_int.isWord() ? newInt(w_int.toWord()) : new W_Long(w_int.toBig());
}

/** The item at an index from the start, for ranges of any size; may lie outside. */
function bigItem(self: W_Range, w_index: W_Root): W_IntBase {
  return index(add(self.w_start, multiply(w_index, self.w_step)));
}

function rangeRepr(self: W_Range): W_Root {
  const bounds = `${reprText(self.w_start)}, ${reprText(self.w_stop)}`;
  if (self.w_step.isWord() && self.w_step.toWord() === 1) return newStr(`range(${bounds})`);
  return newStr(`range(${bounds}, ${reprText(self.w_step)})`);
}

function rangeLen(self: W_Range): W_Root {
  if (!self.w_length.isWord())
    throw newError(OverflowErrorType, 'Python int too large to convert to C ssize_t');
  return self.w_length;
}

function rangeBool(self: W_Range): W_Root {
  return newBool(!(self.w_length.isWord() && self.w_length.toWord() === 0));
}

function rangeGetitem(self: W_Range, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) return rangeSlice(self, w_key);
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`range indices must be integers or slices, not ${typeName(w_key)}`);
  }
  const w_index = index(w_key);
  if (self.small && w_index.isWord()) {
    let at = w_index.toWord();
    if (at < 0) at += self.length;
    if (at < 0 || at >= self.length) throw indexError('range object index out of range');
    return newInt(self.start + at * self.step);
  }
  const w_at = less(w_index, newInt(0)) ? add(w_index, self.w_length) : w_index;
  if (less(w_at, newInt(0)) || !less(w_at, self.w_length))
    throw indexError('range object index out of range');
  return bigItem(self, w_at);
}

const n_indices = intern('indices');

function rangeSlice(self: W_Range, w_slice: W_Slice): W_Root {
  const w_bounds = iter(call1(getAttribute(w_slice, n_indices), self.w_length));
  const w_start = next(w_bounds);
  const w_stop = next(w_bounds);
  const w_step = next(w_bounds);
  if (w_start === null || w_stop === null || w_step === null) return w_None;
  return newRange(bigItem(self, w_start), bigItem(self, w_stop), index(multiply(w_step, self.w_step)));
}

/** The index of an int in a range, or null. */
function findInt(self: W_Range, w_int: W_IntBase): W_IntBase | null {
  if (self.small) {
    if (!w_int.isWord()) return null;
    const value = w_int.toWord();
    const last = self.start + (self.length - 1) * self.step;
    if (self.length === 0) return null;
    if (self.step > 0 ? value < self.start || value > last : value > self.start || value < last) return null;
    const distance = value - self.start;
    return floorMod(distance, self.step) === 0 ? newInt(floorDiv(distance, self.step)) : null;
  }
  const backwards = less(self.w_step, newInt(0));
  if (backwards) {
    if (less(self.w_start, w_int) || !less(self.w_stop, w_int)) return null;
  } else if (less(w_int, self.w_start) || !less(w_int, self.w_stop)) {
    return null;
  }
  const w_distance = subtract(w_int, self.w_start);
  if (isTrue(binary(BinaryOp.MODULO, w_distance, self.w_step))) return null;
  return index(binary(BinaryOp.FLOOR_DIVIDE, w_distance, self.w_step));
}

/** Ints whose equality is that of their values: the others are compared with each item. */
function isPlainInt(w_obj: W_Root): boolean {
  return w_obj instanceof W_Int || w_obj instanceof W_Long || w_obj instanceof W_Bool;
}

function rangeContains(self: W_Range, w_item: W_Root): W_Root {
  if (w_item instanceof W_IntBase && isPlainInt(w_item)) return newBool(findInt(self, w_item) !== null);
  const w_iterator = rangeIterator(self);
  for (;;) {
    const w_next = w_iterator.next();
    if (w_next === null) return newBool(false);
    if (equalsTrue(w_next, w_item)) return newBool(true);
  }
}

function rangeIndex(self: W_Range, w_item: W_Root): W_Root {
  if (w_item instanceof W_IntBase && isPlainInt(w_item)) {
    const w_index = findInt(self, w_item);
    if (w_index === null) throw valueError(`${reprText(w_item)} is not in range`);
    return w_index;
  }
  const w_iterator = rangeIterator(self);
  for (let i = 0; ; i++) {
    const w_next = w_iterator.next();
    if (w_next === null) throw valueError('sequence.index(x): x not in sequence');
    if (equalsTrue(w_next, w_item)) return newInt(i);
  }
}

function rangeCountMethod(self: W_Range, w_item: W_Root): W_Root {
  if (w_item instanceof W_IntBase && isPlainInt(w_item))
    return newInt(findInt(self, w_item) === null ? 0 : 1);
  const w_iterator = rangeIterator(self);
  let count = 0;
  for (;;) {
    const w_next = w_iterator.next();
    if (w_next === null) return newInt(count);
    if (equalsTrue(w_next, w_item)) count++;
  }
}

/** What decides equality: length, then start and step where they matter. */
function identityParts(self: W_Range): W_Root[] {
  const empty = self.w_length.isWord() && self.w_length.toWord() === 0;
  const single = self.w_length.isWord() && self.w_length.toWord() === 1;
  return [self.w_length, empty ? w_None : self.w_start, empty || single ? w_None : self.w_step];
}

function rangeCompare(self: W_Range, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_Range)) return w_NotImplemented;
  return compare(op, newTuple(sealList(identityParts(self))), newTuple(sealList(identityParts(w_other))));
}

function rangeEq(self: W_Range, w_other: W_Root): W_Root {
  return rangeCompare(self, w_other, Comparison.EQ);
}

function rangeNe(self: W_Range, w_other: W_Root): W_Root {
  return rangeCompare(self, w_other, Comparison.NE);
}

function noOrder(_self: W_Range, _w_other: W_Root): W_Root {
  return w_NotImplemented;
}

function rangeHash(self: W_Range): W_Root {
  return newInt(hashOfItems(sealList(identityParts(self))));
}

function rangeReduce(self: W_Range): W_Root {
  return newTuple([rangeType, newTuple([self.w_start, self.w_stop, self.w_step])]);
}

function rangeStart(self: W_Range): W_Root {
  return self.w_start;
}

function rangeStop(self: W_Range): W_Root {
  return self.w_stop;
}

function rangeStep(self: W_Range): W_Root {
  return self.w_step;
}

// ---- iterators

export class W_RangeIterator extends W_Iterator {
  remaining: int;

  constructor(
    public value: int,
    readonly step: int,
    readonly total: int,
  ) {
    super();
    this.remaining = total;
  }

  override getType(): W_Type {
    return rangeIteratorType;
  }

  override next(): W_Root | null {
    if (this.remaining <= 0) return null;
    this.remaining--;
    const value = this.value;
    this.value = value + this.step;
    return newInt(value);
  }
}

export class W_LongRangeIterator extends W_Iterator {
  w_remaining: W_Root;

  constructor(
    public w_value: W_Root,
    readonly w_step: W_Root,
    readonly w_total: W_Root,
  ) {
    super();
    this.w_remaining = w_total;
  }

  override getType(): W_Type {
    return longRangeIteratorType;
  }

  override next(): W_Root | null {
    if (!less(newInt(0), this.w_remaining)) return null;
    this.w_remaining = subtract(this.w_remaining, newInt(1));
    const w_value = this.w_value;
    this.w_value = add(w_value, this.w_step);
    return w_value;
  }
}

/** An iterator of a range. */
export function rangeIterator(self: W_Range): W_Iterator {
  if (self.small) return new W_RangeIterator(self.start, self.step, self.length);
  return new W_LongRangeIterator(self.w_start, self.w_step, self.w_length);
}

function rangeIter(self: W_Range): W_Root {
  return rangeIterator(self);
}

function rangeReversed(self: W_Range): W_Root {
  if (self.small)
    return new W_RangeIterator(self.start + (self.length - 1) * self.step, -self.step, self.length);
  const w_last = bigItem(self, subtract(self.w_length, newInt(1)));
  return new W_LongRangeIterator(w_last, negative(self.w_step), self.w_length);
}

function iteratorReduce(self: W_RangeIterator): W_Root {
  const done = self.total - self.remaining;
  const start = self.value - done * self.step;
  const w_whole = newRange(newInt(start), newInt(start + self.total * self.step), newInt(self.step));
  return newTuple([builtinNamed('iter'), newTuple([w_whole]), newInt(done)]);
}

function iteratorSetstate(self: W_RangeIterator, w_state: W_Root): W_Root {
  const index = subscriptWord(w_state);
  const done = index < 0 ? 0 : index > self.total ? self.total : index;
  self.value += (done - (self.total - self.remaining)) * self.step;
  self.remaining = self.total - done;
  return w_None;
}

function iteratorLengthHint(self: W_RangeIterator): W_Root {
  return newInt(self.remaining);
}

function longReduce(self: W_LongRangeIterator): W_Root {
  const w_done = subtract(self.w_total, self.w_remaining);
  const w_start = subtract(self.w_value, multiply(w_done, self.w_step));
  const w_stop = add(w_start, multiply(self.w_total, self.w_step));
  const w_whole = newRange(index(w_start), index(w_stop), index(self.w_step));
  return newTuple([builtinNamed('iter'), newTuple([w_whole]), w_done]);
}

function longSetstate(self: W_LongRangeIterator, w_state: W_Root): W_Root {
  let w_done: W_Root = less(w_state, newInt(0)) ? newInt(0) : w_state;
  if (less(self.w_total, w_done)) w_done = self.w_total;
  const w_moved = subtract(w_done, subtract(self.w_total, self.w_remaining));
  self.w_value = add(self.w_value, multiply(w_moved, self.w_step));
  self.w_remaining = subtract(self.w_total, w_done);
  return w_None;
}

function longLengthHint(self: W_LongRangeIterator): W_Root {
  return self.w_remaining;
}

export const rangeTypedef = typedef(
  rangeType,
  W_Range,
  {
    doc: 'range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).',
    subclassable: false,
    pattern: 'sequence',
  },
  [
    staticmethod('__new__', '($type, start, stop=None, step=None, /)', rangeNew),
    method('__repr__', '($self, /)', rangeRepr),
    method('__len__', '($self, /)', rangeLen),
    method('__bool__', '($self, /)', rangeBool),
    method('__getitem__', '($self, key, /)', rangeGetitem),
    method('__contains__', '($self, key, /)', rangeContains),
    method('__iter__', '($self, /)', rangeIter),
    method('__reversed__', '($self, /)', rangeReversed, 'Return a reverse iterator.'),
    method('__eq__', '($self, value, /)', rangeEq),
    method('__ne__', '($self, value, /)', rangeNe),
    method('__lt__', '($self, value, /)', noOrder),
    method('__le__', '($self, value, /)', noOrder),
    method('__gt__', '($self, value, /)', noOrder),
    method('__ge__', '($self, value, /)', noOrder),
    method('__hash__', '($self, /)', rangeHash),
    method('__reduce__', '($self, /)', rangeReduce),
    method(
      'index',
      '($self, value, /)',
      rangeIndex,
      'rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.',
    ),
    method(
      'count',
      '($self, value, /)',
      rangeCountMethod,
      'rangeobject.count(value) -> integer -- return number of occurrences of value',
    ),
    field('start', rangeStart),
    field('stop', rangeStop),
    field('step', rangeStep),
  ],
);

export const rangeIteratorTypedef = typedef(rangeIteratorType, W_RangeIterator, { subclassable: false }, [
  ...iteratorRows,
  lengthHintRow(iteratorLengthHint),
  reduceRow(iteratorReduce),
  setstateRow(iteratorSetstate),
]);

export const longRangeIteratorTypedef = typedef(
  longRangeIteratorType,
  W_LongRangeIterator,
  { subclassable: false },
  [...iteratorRows, lengthHintRow(longLengthHint), reduceRow(longReduce), setstateRow(longSetstate)],
);
