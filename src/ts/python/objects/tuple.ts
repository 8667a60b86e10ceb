/**
 * `tuple`: methods and iterator.
 *
 * The hash mixes the items' 32-bit hashes as xxHash32 mixes its lanes (Collet's specification, step 2), with the
 * length in the last step: cheap, and sensitive to order.
 */
import { StringBuilder } from '../../rlib/bytes.js';
import type { FixedArray } from '../../rlib/array.js';
import { isUnrolled, newFixedArray, sliceFixed } from '../../rlib/array.js';
import { mul32 } from '../../rlib/int.js';
import { promote } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import { compare, Comparison, equalsTrue, orderSatisfies } from '../interp/compare.js';
import { hash32, reprText, toWord } from '../interp/convert.js';
import { indexError, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { genericAliasOf } from './generic-alias.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { checkedNewType, onlyArgument } from './new-type.js';
import { enterRepr, leaveRepr } from './repr-guard.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { isRepeatCount, repeatCount, sequenceSubscript } from './sequence-index.js';
import { resolveSlice, searchBound, W_Slice } from './slice.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { newBool, newInt } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr } from './w-str.js';
import { newPair, newTuple, tupleType, W_Tuple, w_emptyTuple, W_TupleBase, W_TupleUser } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const tupleIteratorType: W_Type = newBuiltinType('tuple_iterator', objectType);

export class W_TupleIterator extends W_Iterator {
  index: int = 0;

  constructor(public w_tuple: W_TupleBase | null) {
    super();
  }

  override getType(): W_Type {
    return tupleIteratorType;
  }

  override next(): W_Root | null {
    const w_tuple = this.w_tuple;
    if (w_tuple === null) return null;
    const index = this.index;
    if (index < w_tuple.items.length) {
      this.index = index + 1;
      return w_tuple.items[index] as W_Root;
    }
    this.w_tuple = null;
    return null;
  }
}

function tupleNew(w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  const w_class = checkedNewType(w_type, tupleType);
  const w_iterable = onlyArgument(w_class, tupleType, w_args, w_kwargs);
  if (w_class === tupleType) {
    if (w_iterable === null) return w_emptyTuple;
    if (w_iterable instanceof W_Tuple) return w_iterable;
    return newTuple(collect(w_iterable));
  }
  return new W_TupleUser(w_class, w_iterable === null ? [] : collect(w_iterable));
}

function tupleRepr(self: W_TupleBase): W_Root {
  const items = self.items;
  if (items.length === 0) return newStr('()');
  if (!enterRepr(self)) return newStr('(...)');
  try {
    const text = new StringBuilder();
    for (let i = 0; i < items.length; i++) {
      text.append(i === 0 ? '(' : ', ');
      text.append(reprText(items[i] as W_Root));
    }
    text.append(items.length === 1 ? ',)' : ')');
    return newStr(text.build());
  } finally {
    leaveRepr(self);
  }
}

const LANE = 0x85ebca77 | 0;
const STEP = 0x9e3779b1 | 0;
const SEED = 0x165667b1;

/** The hash of a sequence of items. */
export function hashOfItems(items: FixedArray<W_Root>): int {
  return isUnrolled(promote(items.length)) ? hashOfFew(items) : hashOfMany(items);
}

/** @dontLookInside */
function hashOfMany(items: FixedArray<W_Root>): int {
  return hashOfFew(items);
}

/** @unrollSafe */
function hashOfFew(items: FixedArray<W_Root>): int {
  let hash = SEED;
  for (let i = 0; i < items.length; i++) {
    hash = (hash + mul32(hash32(items[i] as W_Root), LANE)) | 0;
    hash = (hash << 13) | (hash >>> 19);
    hash = mul32(hash, STEP);
  }
  hash = (hash + (items.length ^ 0x2c1b3c6d)) | 0;
  return hash ^ (hash >>> 15);
}

function tupleHash(self: W_TupleBase): W_Root {
  return newInt(hashOfItems(self.items));
}

function tupleLen(self: W_TupleBase): W_Root {
  return newInt(self.items.length);
}

function tupleContains(self: W_TupleBase, w_item: W_Root): W_Root {
  const items = self.items;
  for (let i = 0; i < items.length; i++) if (equalsTrue(items[i] as W_Root, w_item)) return newBool(true);
  return newBool(false);
}

function tupleGetitem(self: W_TupleBase, w_key: W_Root): W_Root {
  const items = self.items;
  if (w_key instanceof W_Slice) return tupleSlice(self, w_key);
  let index = sequenceSubscript(w_key, 'tuple');
  if (index < 0) index += items.length;
  if (index < 0 || index >= items.length) throw indexError('tuple index out of range');
  return items[index] as W_Root;
}

function tupleSlice(self: W_TupleBase, w_slice: W_Slice): W_Root {
  const items = self.items;
  const range = resolveSlice(w_slice, items.length);
  const count = range.count;
  if (count === 0) return w_emptyTuple;
  if (range.step === 1) {
    if (count === items.length && self instanceof W_Tuple) return self;
    return newTuple(sliceFixed(items, range.start, range.start + count));
  }
  const result = newFixedArray<W_Root>(count, w_None);
  for (let i = 0; i < count; i++) result[i] = items[range.start + i * range.step] as W_Root;
  return newTuple(result);
}

function tupleAdd(self: W_TupleBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_TupleBase)) return w_NotImplemented;
  const first = self.items;
  const second = w_other.items;
  if (first.length === 0 && w_other instanceof W_Tuple) return w_other;
  if (second.length === 0 && self instanceof W_Tuple) return self;
  const result = newFixedArray<W_Root>(first.length + second.length, w_None);
  for (let i = 0; i < first.length; i++) result[i] = first[i] as W_Root;
  for (let i = 0; i < second.length; i++) result[first.length + i] = second[i] as W_Root;
  return newTuple(result);
}

function tupleMul(self: W_TupleBase, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) return w_NotImplemented;
  const items = self.items;
  const length = items.length;
  const count = repeatCount(w_count, length);
  if (count === 0) return w_emptyTuple;
  if (count === 1 && self instanceof W_Tuple) return self;
  const result = newFixedArray<W_Root>(count * length, w_None);
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < length; j++) result[at++] = items[j] as W_Root;
  return newTuple(result);
}

function tupleIter(self: W_TupleBase): W_Root {
  return new W_TupleIterator(self);
}

function tupleCompare(self: W_TupleBase, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_TupleBase)) return w_NotImplemented;
  const a = self.items;
  const b = w_other.items;
  const shorter = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < shorter; i++) {
    const w_a = a[i] as W_Root;
    const w_b = b[i] as W_Root;
    if (!equalsTrue(w_a, w_b)) {
      if (op === Comparison.EQ) return newBool(false);
      if (op === Comparison.NE) return newBool(true);
      return compare(op, w_a, w_b);
    }
  }
  return newBool(orderSatisfies(op, a.length - b.length));
}

function tupleEq(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.EQ);
}

function tupleNe(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.NE);
}

function tupleLt(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.LT);
}

function tupleLe(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.LE);
}

function tupleGt(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.GT);
}

function tupleGe(self: W_TupleBase, w_other: W_Root): W_Root {
  return tupleCompare(self, w_other, Comparison.GE);
}

function tupleIndex(
  self: W_TupleBase,
  w_item: W_Root,
  w_start: W_Root | null,
  w_stop: W_Root | null,
): W_Root {
  const items = self.items;
  const start = searchBound(w_start, 0, items.length);
  const stop = searchBound(w_stop, items.length, items.length);
  for (let i = start; i < stop && i < items.length; i++) {
    if (equalsTrue(items[i] as W_Root, w_item)) return newInt(i);
  }
  throw valueError('tuple.index(x): x not in tuple');
}

function tupleCount(self: W_TupleBase, w_item: W_Root): W_Root {
  const items = self.items;
  let count = 0;
  for (let i = 0; i < items.length; i++) if (equalsTrue(items[i] as W_Root, w_item)) count++;
  return newInt(count);
}

function tupleGetnewargs(self: W_TupleBase): W_Root {
  return newTuple([newTuple(self.items)]);
}

function tupleClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

function iteratorReduce(self: W_TupleIterator): W_Root {
  if (self.w_tuple === null) return newPair(builtinNamed('iter'), newTuple([w_emptyTuple]));
  return newTuple([builtinNamed('iter'), newTuple([self.w_tuple]), newInt(self.index)]);
}

function iteratorSetstate(self: W_TupleIterator, w_state: W_Root): W_Root {
  const index = toWord(w_state);
  if (self.w_tuple !== null) {
    const length = self.w_tuple.items.length;
    self.index = index < 0 ? 0 : index > length ? length : index;
  }
  return w_None;
}

function iteratorLengthHint(self: W_TupleIterator): W_Root {
  return newInt(self.w_tuple === null ? 0 : self.w_tuple.items.length - self.index);
}

export const tupleTypedef = typedef(
  tupleType,
  W_TupleBase,
  {
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    pattern: 'sequence',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', tupleNew),
    method('__repr__', '($self, /)', tupleRepr),
    method('__hash__', '($self, /)', tupleHash),
    method('__len__', '($self, /)', tupleLen),
    method('__contains__', '($self, key, /)', tupleContains),
    method('__getitem__', '($self, key, /)', tupleGetitem),
    method('__add__', '($self, value, /)', tupleAdd),
    method('__mul__', '($self, value, /)', tupleMul),
    method('__rmul__', '($self, value, /)', tupleMul),
    method('__iter__', '($self, /)', tupleIter),
    method('__eq__', '($self, value, /)', tupleEq),
    method('__ne__', '($self, value, /)', tupleNe),
    method('__lt__', '($self, value, /)', tupleLt),
    method('__le__', '($self, value, /)', tupleLe),
    method('__gt__', '($self, value, /)', tupleGt),
    method('__ge__', '($self, value, /)', tupleGe),
    method(
      'index',
      '($self, value, start=0, stop=sys.maxsize, /)',
      tupleIndex,
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ),
    method('count', '($self, value, /)', tupleCount, 'Return number of occurrences of value.'),
    method('__getnewargs__', '($self, /)', tupleGetnewargs),
    classmethod('__class_getitem__', '($type, object, /)', tupleClassGetitem, 'See PEP 585'),
  ],
);

export const tupleIteratorTypedef = typedef(tupleIteratorType, W_TupleIterator, { subclassable: false }, [
  ...iteratorRows,
  lengthHintRow(iteratorLengthHint),
  reduceRow(iteratorReduce),
  setstateRow(iteratorSetstate),
]);
