/**
 * `collections.deque`: a ring of slots whose number is a power of two. `version` changes with every change of what the
 * deque holds, for iterators and for loops that call Python code.
 */
import { newFixedArray } from '../../rlib/array.js';
import type { FixedArray } from '../../rlib/array.js';
import { floorDiv, floorMod } from '../../rlib/int.js';
import { theOutOfMemory } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { call1, call2 } from '../interp/call.js';
import { compare, Comparison, equalsTrue, lengthOf } from '../interp/compare.js';
import { indexWord, reprsJoined, reprText, toWord } from '../interp/convert.js';
import { indexError, runtimeError, typeError, typeName, valueError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { lengthHintRow, reduceRow } from '../objects/common-rows.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { objectState } from '../objects/object-reduce.js';
import { iteratorRows } from '../objects/iterators.js';
import { checkedNewType } from '../objects/new-type.js';
import { enterRepr, leaveRepr } from '../objects/repr-guard.js';
import { W_Iterator } from '../objects/root.js';
import type { W_Root } from '../objects/root.js';
import { isRepeatCount, repeatCount } from '../objects/sequence-index.js';
import { classmethod, getset, method, staticmethod, typedef } from '../objects/typedef.js';
import { IndexErrorType, OverflowErrorType } from '../objects/w-exception.js';
import { newBool, newInt, W_IntBase } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { newPair, newTuple, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { searchBound } from '../objects/slice.js';

export const dequeType: W_Type = newBuiltinType('deque', objectType);
export const dequeIteratorType: W_Type = newBuiltinType('_deque_iterator', objectType);
export const dequeReverseIteratorType: W_Type = newBuiltinType('_deque_reverse_iterator', objectType);

const UNBOUNDED: int = -1;

export class W_Deque extends W_Mapped {
  private slots: FixedArray<W_Root | null> = newFixedArray<W_Root | null>(8, null);
  private mask: int = 7;
  private head: int = 0;
  length: int = 0;
  maxlen: int = UNBOUNDED;
  version: int = 0;

  get(at: int): W_Root {
    return this.slots[(this.head + at) & this.mask] as W_Root;
  }

  set(at: int, w_item: W_Root): void {
    this.slots[(this.head + at) & this.mask] = w_item;
  }

  private grow(): void {
    const old = this.slots;
    const slots = newFixedArray<W_Root | null>(old.length * 2, null);
    for (let i = 0; i < this.length; i++) slots[i] = old[(this.head + i) & this.mask] as W_Root;
    this.slots = slots;
    this.mask = slots.length - 1;
    this.head = 0;
  }

  append(w_item: W_Root): void {
    if (this.length > this.mask) this.grow();
    this.slots[(this.head + this.length) & this.mask] = w_item;
    this.length++;
    this.version++;
    if (this.maxlen >= 0 && this.length > this.maxlen) this.popLeft();
  }

  appendLeft(w_item: W_Root): void {
    if (this.length > this.mask) this.grow();
    this.head = (this.head - 1) & this.mask;
    this.slots[this.head] = w_item;
    this.length++;
    this.version++;
    if (this.maxlen >= 0 && this.length > this.maxlen) this.pop();
  }

  /** Not empty. */
  pop(): W_Root {
    this.length--;
    this.version++;
    const at = (this.head + this.length) & this.mask;
    const w_item = this.slots[at] as W_Root;
    this.slots[at] = null;
    return w_item;
  }

  /** Not empty. */
  popLeft(): W_Root {
    const w_item = this.slots[this.head] as W_Root;
    this.slots[this.head] = null;
    this.head = (this.head + 1) & this.mask;
    this.length--;
    this.version++;
    return w_item;
  }

  clear(): void {
    this.slots = newFixedArray<W_Root | null>(8, null);
    this.mask = 7;
    this.head = 0;
    this.length = 0;
    this.version++;
  }

  rotate(steps: int): void {
    if (this.length < 2) return;
    let rest = floorMod(steps, this.length);
    if (rest === 0) return;
    if (rest * 2 <= this.length) {
      for (; rest > 0; rest--) this.moveLastToFront();
    } else {
      for (rest = this.length - rest; rest > 0; rest--) this.moveFirstToEnd();
    }
    this.version++;
  }

  private moveLastToFront(): void {
    const from = (this.head + this.length - 1) & this.mask;
    const w_item = this.slots[from] as W_Root;
    this.slots[from] = null;
    this.head = (this.head - 1) & this.mask;
    this.slots[this.head] = w_item;
  }

  private moveFirstToEnd(): void {
    const w_item = this.slots[this.head] as W_Root;
    this.slots[this.head] = null;
    this.slots[(this.head + this.length) & this.mask] = w_item;
    this.head = (this.head + 1) & this.mask;
  }

  removeAt(at: int): void {
    for (let i = at; i + 1 < this.length; i++) this.set(i, this.get(i + 1));
    this.pop();
  }

  insertAt(at: int, w_item: W_Root): void {
    this.append(w_item);
    for (let i = this.length - 1; i > at; i--) this.set(i, this.get(i - 1));
    this.set(at, w_item);
  }

  items(): W_Root[] {
    const result: W_Root[] = [];
    for (let i = 0; i < this.length; i++) result.push(this.get(i));
    return result;
  }
}

function newDeque(maxlen: int): W_Deque {
  const w_deque = new W_Deque(dequeType);
  w_deque.maxlen = maxlen;
  return w_deque;
}

// ---- iterators

class W_DequeIterator extends W_Iterator {
  protected readonly version: int;
  protected done: int = 0;

  constructor(readonly w_deque: W_Deque) {
    super();
    this.version = w_deque.version;
  }

  override getType(): W_Type {
    return dequeIteratorType;
  }

  remaining(): int {
    const rest = this.w_deque.length - this.done;
    return rest < 0 ? 0 : rest;
  }

  override next(): W_Root | null {
    if (this.done < 0) return null;
    if (this.w_deque.version !== this.version) {
      this.done = -1;
      throw runtimeError('deque mutated during iteration');
    }
    if (this.done >= this.w_deque.length) return null;
    return this.itemAt(this.done++);
  }

  protected itemAt(at: int): W_Root {
    return this.w_deque.get(at);
  }

  skip(count: int): void {
    for (let i = 0; i < count; i++) if (this.next() === null) return;
  }

  position(): int {
    return this.done < 0 ? this.w_deque.length : this.done;
  }
}

class W_DequeReverseIterator extends W_DequeIterator {
  override getType(): W_Type {
    return dequeReverseIteratorType;
  }

  protected override itemAt(at: int): W_Root {
    return this.w_deque.get(this.w_deque.length - 1 - at);
  }
}

function checkedDeque(w_obj: W_Root, w_type: W_Type): W_Deque {
  if (w_obj instanceof W_Deque) return w_obj;
  throw typeError(`${w_type.name}() argument 1 must be collections.deque, not ${typeName(w_obj)}`);
}

function iteratorNew(_w_type: W_Root, w_deque: W_Root, w_index: W_Root | null): W_Root {
  const iterator = new W_DequeIterator(checkedDeque(w_deque, dequeIteratorType));
  if (w_index !== null) iterator.skip(toWord(w_index));
  return iterator;
}

function reverseIteratorNew(_w_type: W_Root, w_deque: W_Root, w_index: W_Root | null): W_Root {
  const iterator = new W_DequeReverseIterator(checkedDeque(w_deque, dequeReverseIteratorType));
  if (w_index !== null) iterator.skip(toWord(w_index));
  return iterator;
}

function iteratorLengthHint(self: W_DequeIterator): W_Root {
  return newInt(self.remaining());
}

function iteratorReduce(self: W_DequeIterator): W_Root {
  return newPair(self.getType(), newPair(self.w_deque, newInt(self.position())));
}

// ---- methods

function dequeNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Deque(checkedNewType(w_type, dequeType));
}

function dequeInit(self: W_Deque, w_iterable: W_Root | null, w_maxlen: W_Root | null): W_Root {
  let maxlen = UNBOUNDED;
  if (w_maxlen !== null && w_maxlen !== w_None) {
    if (!(w_maxlen instanceof W_IntBase)) throw typeError('an integer is required');
    maxlen = toWord(w_maxlen);
    if (maxlen < 0) throw valueError('maxlen must be non-negative');
  }
  self.maxlen = maxlen;
  if (self.length > 0) self.clear();
  if (w_iterable !== null) extend(self, w_iterable);
  return w_None;
}

function extend(self: W_Deque, w_iterable: W_Root): void {
  if (w_iterable === self) {
    for (const w_own of self.items()) self.append(w_own);
    return;
  }
  const w_iterator = iter(w_iterable);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return;
    self.append(w_item);
  }
}

function dequeExtend(self: W_Deque, w_iterable: W_Root): W_Root {
  extend(self, w_iterable);
  return w_None;
}

function dequeExtendleft(self: W_Deque, w_iterable: W_Root): W_Root {
  if (w_iterable === self) {
    for (const w_own of self.items()) self.appendLeft(w_own);
    return w_None;
  }
  const w_iterator = iter(w_iterable);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return w_None;
    self.appendLeft(w_item);
  }
}

function dequeAppend(self: W_Deque, w_item: W_Root): W_Root {
  self.append(w_item);
  return w_None;
}

function dequeAppendleft(self: W_Deque, w_item: W_Root): W_Root {
  self.appendLeft(w_item);
  return w_None;
}

function dequePop(self: W_Deque): W_Root {
  if (self.length === 0) throw indexError('pop from an empty deque');
  return self.pop();
}

function dequePopleft(self: W_Deque): W_Root {
  if (self.length === 0) throw indexError('pop from an empty deque');
  return self.popLeft();
}

function dequeClear(self: W_Deque): W_Root {
  self.clear();
  return w_None;
}

function dequeRotate(self: W_Deque, w_steps: W_Root | null): W_Root {
  self.rotate(w_steps === null ? 1 : toWord(w_steps));
  return w_None;
}

function dequeReverse(self: W_Deque): W_Root {
  const items = self.items();
  for (let i = 0; i < items.length; i++) self.set(items.length - 1 - i, items[i] as W_Root);
  self.version++;
  return w_None;
}

/** The position of the first item equal to `w_item` in `start..stop`, or -1. */
function find(self: W_Deque, w_item: W_Root, start: int, stop: int): int {
  const version = self.version;
  for (let i = start; i < stop && i < self.length; i++) {
    const equal = equalsTrue(self.get(i), w_item);
    if (self.version !== version) throw runtimeError('deque mutated during iteration');
    if (equal) return i;
  }
  return -1;
}

function dequeContains(self: W_Deque, w_item: W_Root): W_Root {
  return newBool(find(self, w_item, 0, self.length) >= 0);
}

function dequeCount(self: W_Deque, w_item: W_Root): W_Root {
  let count = 0;
  for (let at = find(self, w_item, 0, self.length); at >= 0; at = find(self, w_item, at + 1, self.length))
    count++;
  return newInt(count);
}

function dequeIndex(self: W_Deque, w_item: W_Root, w_start: W_Root | null, w_stop: W_Root | null): W_Root {
  const start = searchBound(w_start, 0, self.length);
  const stop = searchBound(w_stop, self.length, self.length);
  const at = find(self, w_item, start, stop);
  if (at < 0) throw valueError(`${reprText(w_item)} is not in deque`);
  return newInt(at);
}

function dequeRemove(self: W_Deque, w_item: W_Root): W_Root {
  const version = self.version;
  for (let i = 0; i < self.length; i++) {
    const equal = equalsTrue(self.get(i), w_item);
    if (self.version !== version) throw indexError('deque mutated during remove().');
    if (equal) {
      self.removeAt(i);
      return w_None;
    }
  }
  throw valueError(`${reprText(w_item)} is not in deque`);
}

function dequeInsert(self: W_Deque, w_index: W_Root, w_item: W_Root): W_Root {
  let at = indexWord(w_index, OverflowErrorType);
  if (self.maxlen >= 0 && self.length >= self.maxlen) throw indexError('deque already at its maximum size');
  if (at < 0) at = at + self.length < 0 ? 0 : at + self.length;
  self.insertAt(at > self.length ? self.length : at, w_item);
  return w_None;
}

function itemIndex(self: W_Deque, w_index: W_Root): int {
  let at = indexWord(w_index, IndexErrorType);
  if (at < 0) at += self.length;
  if (at < 0 || at >= self.length) throw indexError('deque index out of range');
  return at;
}

function dequeGetitem(self: W_Deque, w_index: W_Root): W_Root {
  return self.get(itemIndex(self, w_index));
}

function dequeSetitem(self: W_Deque, w_index: W_Root, w_value: W_Root): W_Root {
  self.set(itemIndex(self, w_index), w_value);
  return w_None;
}

function dequeDelitem(self: W_Deque, w_index: W_Root): W_Root {
  self.removeAt(itemIndex(self, w_index));
  return w_None;
}

function dequeLen(self: W_Deque): W_Root {
  return newInt(self.length);
}

function dequeBool(self: W_Deque): W_Root {
  return newBool(self.length > 0);
}

function dequeIter(self: W_Deque): W_Root {
  return new W_DequeIterator(self);
}

function dequeReversed(self: W_Deque): W_Root {
  return new W_DequeReverseIterator(self);
}

function dequeRepr(self: W_Deque): W_Root {
  if (!enterRepr(self)) return newStr('[...]');
  try {
    const text = reprsJoined(self.items());
    const suffix = self.maxlen >= 0 ? `], maxlen=${self.maxlen})` : '])';
    return newStr(`${self.getType().name}([${text}${suffix}`);
  } finally {
    leaveRepr(self);
  }
}

function dequeCopy(self: W_Deque): W_Root {
  if (self.getType() === dequeType) {
    const w_copy = newDeque(self.maxlen);
    for (const w_item of self.items()) w_copy.append(w_item);
    return w_copy;
  }
  if (self.maxlen < 0) return call1(self.getType(), self);
  return call2(self.getType(), self, newInt(self.maxlen));
}

/** A copy to which an operator adds; a subclass must have given a deque. */
function copiedDeque(self: W_Deque): W_Deque {
  const w_copy = dequeCopy(self);
  if (w_copy instanceof W_Deque) return w_copy;
  throw typeError(`can only concatenate deque (not "${typeName(w_copy)}") to deque`);
}

function dequeAdd(self: W_Deque, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Deque)) {
    throw typeError(`can only concatenate deque (not "${typeName(w_other)}") to deque`);
  }
  const w_result = copiedDeque(self);
  extend(w_result, w_other);
  return w_result;
}

function dequeIadd(self: W_Deque, w_other: W_Root): W_Root {
  extend(self, w_other);
  return self;
}

function repeatInPlace(self: W_Deque, w_count: W_Root): void {
  const items = self.items();
  const bounded = self.maxlen >= 0;
  let count = indexWord(w_count, OverflowErrorType);
  if (count <= 0 || items.length === 0) {
    self.clear();
    return;
  }
  // Only the last `maxlen` items stay: no need to add more.
  if (bounded) {
    const enough = floorDiv(self.maxlen, items.length) + 2;
    if (count > enough) count = enough;
  } else {
    if (repeatCount(w_count, items.length) !== count) throw theOutOfMemory;
  }
  for (let i = 1; i < count; i++) for (const w_item of items) self.append(w_item);
}

function dequeMul(self: W_Deque, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) return w_NotImplemented;
  const w_result = copiedDeque(self);
  repeatInPlace(w_result, w_count);
  return w_result;
}

function dequeImul(self: W_Deque, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) return w_NotImplemented;
  repeatInPlace(self, w_count);
  return self;
}

function dequeCompare(self: W_Deque, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_Deque)) return w_NotImplemented;
  if (self.length !== w_other.length) {
    if (op === Comparison.EQ) return newBool(false);
    if (op === Comparison.NE) return newBool(true);
  }
  const w_a = new W_DequeIterator(self);
  const w_b = new W_DequeIterator(w_other);
  for (;;) {
    const w_left = w_a.next();
    const w_right = w_b.next();
    if (w_left === null || w_right === null) {
      return compare(op, newInt(w_left === null ? 0 : 1), newInt(w_right === null ? 0 : 1));
    }
    if (!equalsTrue(w_left, w_right)) {
      if (op === Comparison.EQ) return newBool(false);
      if (op === Comparison.NE) return newBool(true);
      return compare(op, w_left, w_right);
    }
  }
}

function dequeEq(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.EQ);
}

function dequeNe(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.NE);
}

function dequeLt(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.LT);
}

function dequeLe(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.LE);
}

function dequeGt(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.GT);
}

function dequeGe(self: W_Deque, w_other: W_Root): W_Root {
  return dequeCompare(self, w_other, Comparison.GE);
}

function dequeMaxlen(self: W_Deque): W_Root {
  return self.maxlen < 0 ? w_None : newInt(self.maxlen);
}

function dequeReduce(self: W_Deque): W_Root {
  const w_state = objectState(self, false);
  const w_args = self.maxlen < 0 ? w_emptyTuple : newPair(w_emptyTuple, newInt(self.maxlen));
  return newTuple([self.getType(), w_args, w_state, iter(self)]);
}

function dequeSizeof(self: W_Deque): W_Root {
  return newInt(624 + lengthOf(self) * 8);
}

function dequeClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

export const dequeTypedef = typedef(
  dequeType,
  W_Deque,
  {
    module: 'collections',
    doc: 'deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.',
    pattern: 'sequence',
    unhashable: true,
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', dequeNew),
    method('__init__', '($self, /, iterable=(), maxlen=None)', dequeInit),
    method('__repr__', '($self, /)', dequeRepr),
    method('__len__', '($self, /)', dequeLen),
    method('__bool__', '($self, /)', dequeBool),
    method('__contains__', '($self, key, /)', dequeContains),
    method('__getitem__', '($self, key, /)', dequeGetitem),
    method('__setitem__', '($self, key, value, /)', dequeSetitem),
    method('__delitem__', '($self, key, /)', dequeDelitem),
    method('__iter__', '($self, /)', dequeIter),
    method(
      '__reversed__',
      '($self, /)',
      dequeReversed,
      'D.__reversed__() -- return a reverse iterator over the deque',
    ),
    method('__add__', '($self, value, /)', dequeAdd),
    method('__iadd__', '($self, value, /)', dequeIadd),
    method('__mul__', '($self, value, /)', dequeMul),
    method('__rmul__', '($self, value, /)', dequeMul),
    method('__imul__', '($self, value, /)', dequeImul),
    method('__eq__', '($self, value, /)', dequeEq),
    method('__ne__', '($self, value, /)', dequeNe),
    method('__lt__', '($self, value, /)', dequeLt),
    method('__le__', '($self, value, /)', dequeLe),
    method('__gt__', '($self, value, /)', dequeGt),
    method('__ge__', '($self, value, /)', dequeGe),
    method('append', '($self, item, /)', dequeAppend, 'Add an element to the right side of the deque.'),
    method(
      'appendleft',
      '($self, item, /)',
      dequeAppendleft,
      'Add an element to the left side of the deque.',
    ),
    method('pop', '($self, /)', dequePop, 'Remove and return the rightmost element.'),
    method('popleft', '($self, /)', dequePopleft, 'Remove and return the leftmost element.'),
    method(
      'extend',
      '($self, iterable, /)',
      dequeExtend,
      'Extend the right side of the deque with elements from the iterable',
    ),
    method(
      'extendleft',
      '($self, iterable, /)',
      dequeExtendleft,
      'Extend the left side of the deque with elements from the iterable',
    ),
    method('clear', '($self, /)', dequeClear, 'Remove all elements from the deque.'),
    method(
      'rotate',
      '($self, n=1, /)',
      dequeRotate,
      'Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left.',
    ),
    method('reverse', '($self, /)', dequeReverse, 'D.reverse() -- reverse *IN PLACE*'),
    method(
      'count',
      '($self, value, /)',
      dequeCount,
      'D.count(value) -- return number of occurrences of value',
    ),
    method(
      'index',
      '($self, value, start=0, stop=sys.maxsize, /)',
      dequeIndex,
      'D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if the value is not present.',
    ),
    method(
      'insert',
      '($self, index, object, /)',
      dequeInsert,
      'D.insert(index, object) -- insert object before index',
    ),
    method(
      'remove',
      '($self, value, /)',
      dequeRemove,
      'D.remove(value) -- remove first occurrence of value.',
    ),
    method('copy', '($self, /)', dequeCopy, 'Return a shallow copy of a deque.'),
    method('__copy__', '($self, /)', dequeCopy, 'Return a shallow copy of a deque.'),
    reduceRow(dequeReduce),
    method('__sizeof__', '($self, /)', dequeSizeof, 'D.__sizeof__() -- size of D in memory, in bytes'),
    getset('maxlen', dequeMaxlen, null, null, 'maximum size of a deque or None if unbounded'),
    classmethod('__class_getitem__', '($type, object, /)', dequeClassGetitem, 'See PEP 585'),
  ],
);

const iteratorExtras = [...iteratorRows, lengthHintRow(iteratorLengthHint), reduceRow(iteratorReduce)];

export const dequeIteratorTypedef = typedef(
  dequeIteratorType,
  W_DequeIterator,
  { module: 'collections', subclassable: false },
  [staticmethod('__new__', '($type, deque, index=0, /)', iteratorNew), ...iteratorExtras],
);

export const dequeReverseIteratorTypedef = typedef(
  dequeReverseIteratorType,
  W_DequeReverseIterator,
  { module: 'collections', subclassable: false },
  [staticmethod('__new__', '($type, deque, index=0, /)', reverseIteratorNew), ...iteratorExtras],
);
