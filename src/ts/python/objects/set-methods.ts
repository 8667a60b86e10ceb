/**
 * `set` and `frozenset`: methods, operators, iterator.
 *
 * Comparisons and hashes of items may run any Python code, so loops ask their table anew in each step. A set given where an
 * item is looked for stands for the frozenset of its items.
 */
import { mul32 } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { Comparison } from '../interp/compare.js';
import { hash32, reprsJoined } from '../interp/convert.js';
import { keyError, newError, runtimeError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { lengthHintRow, reduceRow } from './common-rows.js';
import { ObjectStorage } from './dict-storages.js';
import { genericAliasOf } from './generic-alias.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { checkedNewType, onlyArgument } from './new-type.js';
import { objectState } from './object-reduce.js';
import { ObjectTable } from './object-table.js';
import { enterRepr, leaveRepr } from './repr-guard.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { newSet, setKeys } from './set.js';
import { Slot } from './slots.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { dictType, W_DictBase } from './w-dict.js';
import { KeyErrorType, OperationError, TypeErrorType } from './w-exception.js';
import { newBool, newInt } from './w-int.js';
import { newListOwning } from './w-list.js';
import { w_None, w_NotImplemented } from './w-none.js';
import {
  frozensetType,
  setType,
  W_AnySet,
  W_Frozenset,
  W_FrozensetBase,
  W_FrozensetUser,
  W_Set,
  W_SetBase,
  W_SetUser,
} from './w-set.js';
import { newStr } from './w-str.js';
import type { W_TupleBase } from './w-tuple.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const setIteratorType: W_Type = newBuiltinType('set_iterator', objectType);

export class W_SetIterator extends W_Iterator {
  private position: int = 0;
  private readonly size: int;
  private remaining: int;

  constructor(private w_set: W_AnySet | null) {
    super();
    this.size = w_set === null ? 0 : w_set.length();
    this.remaining = this.size;
  }

  override getType(): W_Type {
    return setIteratorType;
  }

  override next(): W_Root | null {
    const w_set = this.w_set;
    if (w_set === null) return null;
    if (w_set.length() !== this.size) throw runtimeError('Set changed size during iteration');
    const table = w_set.table;
    const at = table.next(this.position);
    if (at < 0) {
      this.w_set = null;
      return null;
    }
    this.position = at + 1;
    if (this.remaining > 0) this.remaining--;
    return table.keys[at] as W_Root;
  }

  lengthHint(): int {
    return this.w_set !== null && this.w_set.length() === this.size ? this.remaining : 0;
  }

  rest(): W_Root[] {
    const result: W_Root[] = [];
    if (this.w_set !== null) {
      const table = this.w_set.table;
      for (let at = table.next(this.position); at >= 0; at = table.next(at + 1))
        result.push(table.keys[at] as W_Root);
    }
    return result;
  }
}

// ---- tables

/** The table behind an iterable that has the hashes of its items: a set, a dictionary that iterates as one; else null. */
function hashedTable(w_source: W_Root): ObjectTable | null {
  if (w_source instanceof W_AnySet) return w_source.table;
  if (w_source instanceof W_DictBase && w_source.storage instanceof ObjectStorage) {
    if (w_source.getType().findSlot(Slot.ITER) === dictType.findSlot(Slot.ITER))
      return w_source.storage.table;
  }
  return null;
}

/** Adds the items of an iterable to a table. */
function addAll(table: ObjectTable, w_source: W_Root): void {
  const known = hashedTable(w_source);
  if (known !== null) {
    addTable(table, known);
    return;
  }
  if (
    w_source instanceof W_DictBase &&
    w_source.getType().findSlot(Slot.ITER) === dictType.findSlot(Slot.ITER)
  ) {
    const storage = w_source.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      const w_key = storage.keyAt(at);
      table.set(w_key, hash32(w_key), null);
    }
    return;
  }
  const w_iterator = iter(w_source);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return;
    table.set(w_item, hash32(w_item), null);
  }
}

function addTable(table: ObjectTable, source: ObjectTable): void {
  if (table === source) return;
  for (let at = source.next(0); at >= 0; at = source.next(at + 1)) {
    table.set(source.keys[at] as W_Root, source.hashes[at] as int, null);
  }
}

/** The table of an iterable's items; a set's own table, which must not be changed. */
function tableOf(w_source: W_Root): ObjectTable {
  const known = hashedTable(w_source);
  if (known !== null) return known;
  const table = new ObjectTable();
  addAll(table, w_source);
  return table;
}

function intersect(a: ObjectTable, b: ObjectTable): ObjectTable {
  let small = a;
  let large = b;
  if (small.count > large.count) {
    small = b;
    large = a;
  }
  const result = new ObjectTable();
  for (let at = small.next(0); at >= 0; at = small.next(at + 1)) {
    const w_item = small.keys[at] as W_Root;
    const hash = small.hashes[at] as int;
    if (large.findEntry(w_item, hash) >= 0) result.set(w_item, hash, null);
  }
  return result;
}

/** The items of `a` that an iterable also gives. */
function intersectWith(a: ObjectTable, w_source: W_Root): ObjectTable {
  const known = hashedTable(w_source);
  if (known !== null) return intersect(a, known);
  const result = new ObjectTable();
  const w_iterator = iter(w_source);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    const hash = hash32(w_item);
    if (a.findEntry(w_item, hash) >= 0) result.set(w_item, hash, null);
  }
}

/** Adds to `result` the items of `a` that are not in `b`. */
function addDifference(result: ObjectTable, a: ObjectTable, b: ObjectTable): void {
  for (let at = a.next(0); at >= 0; at = a.next(at + 1)) {
    const w_item = a.keys[at] as W_Root;
    const hash = a.hashes[at] as int;
    if (b.findEntry(w_item, hash) < 0) result.set(w_item, hash, null);
  }
}

function subtractTable(a: ObjectTable, b: ObjectTable): ObjectTable {
  const result = new ObjectTable();
  addDifference(result, a, b);
  return result;
}

/** Takes the items of an iterable out of a table. */
function removeAll(table: ObjectTable, w_source: W_Root): void {
  const source = hashedTable(w_source);
  if (source !== null) {
    if (source === table) {
      table.clear();
      return;
    }
    for (let at = source.next(0); at >= 0; at = source.next(at + 1)) {
      removeKey(table, source.keys[at] as W_Root, source.hashes[at] as int);
    }
    return;
  }
  const w_iterator = iter(w_source);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return;
    removeKey(table, w_item, hash32(w_item));
  }
}

function removeKey(table: ObjectTable, w_item: W_Root, hash: int): boolean {
  const entry = table.findEntry(w_item, hash);
  if (entry < 0) return false;
  table.removeEntry(entry);
  return true;
}

function symmetricDifference(a: ObjectTable, b: ObjectTable): ObjectTable {
  const result = subtractTable(a, b);
  addDifference(result, b, a);
  return result;
}

function isSubset(a: ObjectTable, b: ObjectTable): boolean {
  if (a.count > b.count) return false;
  for (let at = a.next(0); at >= 0; at = a.next(at + 1)) {
    if (b.findEntry(a.keys[at] as W_Root, a.hashes[at] as int) < 0) return false;
  }
  return true;
}

/** The hash of an item; that of a set is the hash of the frozenset with its items. */
function itemHash(w_item: W_Root): int {
  try {
    return hash32(w_item);
  } catch (e) {
    const error = caught(e);
    if (w_item instanceof W_SetBase && error instanceof OperationError && error.matches(TypeErrorType)) {
      return tableHash(w_item.table);
    }
    throw error;
  }
}

/** The entry of an item, or -1. */
function findItem(self: W_AnySet, w_item: W_Root): int {
  const hash = itemHash(w_item);
  if (w_item instanceof W_SetBase && w_item.getType().findSlot(Slot.HASH) === w_None) {
    return self.table.findEntry(new W_Frozenset(w_item.table), hash);
  }
  return self.table.findEntry(w_item, hash);
}

/** Order does not matter: the sum of the items' mixed hashes. */
function tableHash(table: ObjectTable): int {
  let sum = 0;
  for (let at = table.next(0); at >= 0; at = table.next(at + 1)) {
    let hash = table.hashes[at] as int;
    hash = mul32(hash ^ (hash >>> 16) ^ 0x55b4db3d, 0x85ebca6b);
    hash = mul32(hash ^ (hash >>> 13), 0xc2b2ae35 | 0);
    sum = (sum + (hash ^ (hash >>> 16))) | 0;
  }
  sum = mul32(sum ^ table.count, 0x27d4eb2f);
  return sum ^ (sum >>> 15);
}

/** A plain set or frozenset, as the first operand is. */
function sameKind(self: W_AnySet, table: ObjectTable): W_AnySet {
  return self instanceof W_FrozensetBase ? new W_Frozenset(table) : new W_Set(table);
}

// ---- construction and basics

function setNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  if (w_type === setType) return newSet();
  return new W_SetUser(checkedNewType(w_type, setType), new ObjectTable());
}

function setInit(self: W_SetBase, w_iterable: W_Root | null): W_Root {
  self.table.clear();
  if (w_iterable !== null) addAll(self.table, w_iterable);
  return w_None;
}

function frozensetNew(w_type: W_Root, w_args: W_Root, w_kwargs: W_Root): W_Root {
  const w_class = checkedNewType(w_type, frozensetType);
  const w_iterable = onlyArgument(w_class, frozensetType, w_args, w_kwargs);
  if (w_type === frozensetType) {
    if (w_iterable instanceof W_Frozenset) return w_iterable;
    return new W_Frozenset(freshTable(w_iterable));
  }
  return new W_FrozensetUser(w_class, freshTable(w_iterable));
}

function freshTable(w_iterable: W_Root | null): ObjectTable {
  if (w_iterable === null) return new ObjectTable();
  const known = hashedTable(w_iterable);
  return known === null ? tableOf(w_iterable) : known.copy();
}

function setRepr(self: W_AnySet): W_Root {
  const name = self.getType().name;
  if (self.length() === 0) return newStr(`${name}()`);
  if (!enterRepr(self)) return newStr(`${name}(...)`);
  try {
    const text = reprsJoined(setKeys(self));
    return newStr(self instanceof W_Set ? `{${text}}` : `${name}({${text}})`);
  } finally {
    leaveRepr(self);
  }
}

function setLen(self: W_AnySet): W_Root {
  return newInt(self.length());
}

function setContainsMethod(self: W_AnySet, w_item: W_Root): W_Root {
  return newBool(findItem(self, w_item) >= 0);
}

function setIter(self: W_AnySet): W_Root {
  return new W_SetIterator(self);
}

function frozensetHash(self: W_FrozensetBase): W_Root {
  if (self.w_hash === null) self.w_hash = newInt(tableHash(self.table));
  return self.w_hash;
}

function setReduce(self: W_AnySet): W_Root {
  return newTuple([self.getType(), newTuple([newListOwning(setKeys(self))]), objectState(self, false)]);
}

function setSizeof(self: W_AnySet): W_Root {
  return newInt(200 + self.length() * 24);
}

function setClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

// ---- comparisons

function setCompare(self: W_AnySet, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_AnySet)) return w_NotImplemented;
  const a = self.table;
  const b = w_other.table;
  switch (op) {
    case Comparison.EQ:
      return newBool(a.count === b.count && isSubset(a, b));
    case Comparison.NE:
      return newBool(!(a.count === b.count && isSubset(a, b)));
    case Comparison.LT:
      return newBool(a.count < b.count && isSubset(a, b));
    case Comparison.LE:
      return newBool(isSubset(a, b));
    case Comparison.GT:
      return newBool(a.count > b.count && isSubset(b, a));
    case Comparison.GE:
      return newBool(isSubset(b, a));
  }
  return w_NotImplemented;
}

function setEq(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.EQ);
}

function setNe(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.NE);
}

function setLt(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.LT);
}

function setLe(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.LE);
}

function setGt(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.GT);
}

function setGe(self: W_AnySet, w_other: W_Root): W_Root {
  return setCompare(self, w_other, Comparison.GE);
}

// ---- operators

function setAnd(self: W_Root, w_other: W_Root): W_Root {
  if (!(self instanceof W_AnySet) || !(w_other instanceof W_AnySet)) return w_NotImplemented;
  return sameKind(self, intersect(self.table, w_other.table));
}

function setOr(self: W_Root, w_other: W_Root): W_Root {
  if (!(self instanceof W_AnySet) || !(w_other instanceof W_AnySet)) return w_NotImplemented;
  const table = self.table.copy();
  addTable(table, w_other.table);
  return sameKind(self, table);
}

function setSub(self: W_Root, w_other: W_Root): W_Root {
  if (!(self instanceof W_AnySet) || !(w_other instanceof W_AnySet)) return w_NotImplemented;
  return sameKind(self, subtractTable(self.table, w_other.table));
}

function setXor(self: W_Root, w_other: W_Root): W_Root {
  if (!(self instanceof W_AnySet) || !(w_other instanceof W_AnySet)) return w_NotImplemented;
  return sameKind(self, symmetricDifference(self.table, w_other.table));
}

function setRand(self: W_AnySet, w_other: W_Root): W_Root {
  return setAnd(w_other, self);
}

function setRor(self: W_AnySet, w_other: W_Root): W_Root {
  return setOr(w_other, self);
}

function setRsub(self: W_AnySet, w_other: W_Root): W_Root {
  return setSub(w_other, self);
}

function setRxor(self: W_AnySet, w_other: W_Root): W_Root {
  return setXor(w_other, self);
}

/** Replaces the contents: the table stays the same object for iterators and searches under way. */
function replaceTable(self: W_SetBase, table: ObjectTable): void {
  self.table.clear();
  addTable(self.table, table);
}

function setIand(self: W_SetBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_AnySet)) return w_NotImplemented;
  replaceTable(self, intersect(self.table, w_other.table));
  return self;
}

function setIor(self: W_SetBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_AnySet)) return w_NotImplemented;
  addTable(self.table, w_other.table);
  return self;
}

function setIsub(self: W_SetBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_AnySet)) return w_NotImplemented;
  removeAll(self.table, w_other);
  return self;
}

function setIxor(self: W_SetBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_AnySet)) return w_NotImplemented;
  replaceTable(self, symmetricDifference(self.table, w_other.table));
  return self;
}

// ---- methods

function setCopy(self: W_AnySet): W_Root {
  if (self instanceof W_Frozenset) return self;
  return sameKind(self, self.table.copy());
}

function setUnion(self: W_AnySet, w_others: W_TupleBase): W_Root {
  const table = self.table.copy();
  for (const w_other of w_others.items) addAll(table, w_other);
  return sameKind(self, table);
}

function setIntersection(self: W_AnySet, w_others: W_TupleBase): W_Root {
  if (w_others.items.length === 0) return sameKind(self, self.table.copy());
  return sameKind(self, intersectMany(self.table, w_others));
}

function intersectMany(first: ObjectTable, w_others: W_TupleBase): ObjectTable {
  let table = first;
  for (const w_other of w_others.items) table = intersectWith(table, w_other);
  return table;
}

function setDifference(self: W_AnySet, w_others: W_TupleBase): W_Root {
  const items = w_others.items;
  if (items.length === 0) return sameKind(self, self.table.copy());
  let table = self.table;
  for (const w_other of items) table = subtractTable(table, tableOf(w_other));
  return sameKind(self, table);
}

function setSymmetricDifference(self: W_AnySet, w_other: W_Root): W_Root {
  return sameKind(self, symmetricDifference(self.table, tableOf(w_other)));
}

function setIssubset(self: W_AnySet, w_other: W_Root): W_Root {
  return newBool(isSubset(self.table, tableOf(w_other)));
}

function setIssuperset(self: W_AnySet, w_other: W_Root): W_Root {
  if (w_other instanceof W_AnySet) return newBool(isSubset(w_other.table, self.table));
  const w_iterator = iter(w_other);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return newBool(true);
    if (self.table.findEntry(w_item, hash32(w_item)) < 0) return newBool(false);
  }
}

function setIsdisjoint(self: W_AnySet, w_other: W_Root): W_Root {
  if (w_other instanceof W_AnySet) return newBool(intersect(self.table, w_other.table).count === 0);
  const w_iterator = iter(w_other);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return newBool(true);
    if (self.table.findEntry(w_item, hash32(w_item)) >= 0) return newBool(false);
  }
}

function setUpdate(self: W_SetBase, w_others: W_TupleBase): W_Root {
  for (const w_other of w_others.items) addAll(self.table, w_other);
  return w_None;
}

function setIntersectionUpdate(self: W_SetBase, w_others: W_TupleBase): W_Root {
  if (w_others.items.length > 0) replaceTable(self, intersectMany(self.table, w_others));
  return w_None;
}

function setDifferenceUpdate(self: W_SetBase, w_others: W_TupleBase): W_Root {
  for (const w_other of w_others.items) removeAll(self.table, w_other);
  return w_None;
}

function setSymmetricDifferenceUpdate(self: W_SetBase, w_other: W_Root): W_Root {
  replaceTable(self, symmetricDifference(self.table, tableOf(w_other)));
  return w_None;
}

function setAddMethod(self: W_SetBase, w_item: W_Root): W_Root {
  self.table.set(w_item, hash32(w_item), null);
  return w_None;
}

function setRemove(self: W_SetBase, w_item: W_Root): W_Root {
  const entry = findItem(self, w_item);
  if (entry < 0) throw keyError(w_item);
  self.table.removeEntry(entry);
  return w_None;
}

function setDiscard(self: W_SetBase, w_item: W_Root): W_Root {
  const entry = findItem(self, w_item);
  if (entry >= 0) self.table.removeEntry(entry);
  return w_None;
}

function setPop(self: W_SetBase): W_Root {
  const at = self.table.next(0);
  if (at < 0) throw newError(KeyErrorType, 'pop from an empty set');
  const w_item = self.table.keys[at] as W_Root;
  self.table.removeEntry(at);
  return w_item;
}

function setClear(self: W_SetBase): W_Root {
  self.table.clear();
  return w_None;
}

function iteratorReduce(self: W_SetIterator): W_Root {
  return newPair(builtinNamed('iter'), newTuple([newListOwning(self.rest())]));
}

function iteratorLengthHint(self: W_SetIterator): W_Root {
  return newInt(self.lengthHint());
}

const commonRows = [
  method('__repr__', '($self, /)', setRepr),
  method('__len__', '($self, /)', setLen),
  method('__contains__', '($self, object, /)', setContainsMethod, 'x.__contains__(y) <==> y in x.'),
  method('__iter__', '($self, /)', setIter),
  method('__eq__', '($self, value, /)', setEq),
  method('__ne__', '($self, value, /)', setNe),
  method('__lt__', '($self, value, /)', setLt),
  method('__le__', '($self, value, /)', setLe),
  method('__gt__', '($self, value, /)', setGt),
  method('__ge__', '($self, value, /)', setGe),
  method('__and__', '($self, value, /)', setAnd),
  method('__rand__', '($self, value, /)', setRand),
  method('__or__', '($self, value, /)', setOr),
  method('__ror__', '($self, value, /)', setRor),
  method('__sub__', '($self, value, /)', setSub),
  method('__rsub__', '($self, value, /)', setRsub),
  method('__xor__', '($self, value, /)', setXor),
  method('__rxor__', '($self, value, /)', setRxor),
  method('copy', '($self, /)', setCopy, 'Return a shallow copy of a set.'),
  method(
    'union',
    '($self, /, *others)',
    setUnion,
    'Return the union of sets as a new set.\n\n(i.e. all elements that are in either set.)',
  ),
  method(
    'intersection',
    '($self, /, *others)',
    setIntersection,
    'Return the intersection of two sets as a new set.\n\n(i.e. all elements that are in both sets.)',
  ),
  method(
    'difference',
    '($self, /, *others)',
    setDifference,
    'Return the difference of two or more sets as a new set.\n\n(i.e. all elements that are in this set but not the others.)',
  ),
  method(
    'symmetric_difference',
    '($self, other, /)',
    setSymmetricDifference,
    'Return the symmetric difference of two sets as a new set.\n\n(i.e. all elements that are in exactly one of the sets.)',
  ),
  method('issubset', '($self, other, /)', setIssubset, 'Test whether every element in the set is in other.'),
  method(
    'issuperset',
    '($self, other, /)',
    setIssuperset,
    'Test whether every element in other is in the set.',
  ),
  method(
    'isdisjoint',
    '($self, other, /)',
    setIsdisjoint,
    'Return True if two sets have a null intersection.',
  ),
  reduceRow(setReduce),
  method('__sizeof__', '($self, /)', setSizeof, 'S.__sizeof__() -> size of S in memory, in bytes'),
  classmethod('__class_getitem__', '($type, object, /)', setClassGetitem, 'See PEP 585'),
];

export const setTypedef = typedef(
  setType,
  W_SetBase,
  {
    doc: 'set() -> new empty set object\nset(iterable) -> new set object\n\nBuild an unordered collection of unique elements.',
    unhashable: true,
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', setNew),
    method('__init__', '($self, iterable=(), /)', setInit),
    ...commonRows,
    method('__iand__', '($self, value, /)', setIand),
    method('__ior__', '($self, value, /)', setIor),
    method('__isub__', '($self, value, /)', setIsub),
    method('__ixor__', '($self, value, /)', setIxor),
    method('update', '($self, /, *others)', setUpdate, 'Update a set with the union of itself and others.'),
    method(
      'intersection_update',
      '($self, /, *others)',
      setIntersectionUpdate,
      'Update a set with the intersection of itself and another.',
    ),
    method(
      'difference_update',
      '($self, /, *others)',
      setDifferenceUpdate,
      'Remove all elements of another set from this set.',
    ),
    method(
      'symmetric_difference_update',
      '($self, other, /)',
      setSymmetricDifferenceUpdate,
      'Update a set with the symmetric difference of itself and another.',
    ),
    method(
      'add',
      '($self, object, /)',
      setAddMethod,
      'Add an element to a set.\n\nThis has no effect if the element is already present.',
    ),
    method(
      'remove',
      '($self, object, /)',
      setRemove,
      'Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.',
    ),
    method(
      'discard',
      '($self, object, /)',
      setDiscard,
      'Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.',
    ),
    method(
      'pop',
      '($self, /)',
      setPop,
      'Remove and return an arbitrary set element.\nRaises KeyError if the set is empty.',
    ),
    method('clear', '($self, /)', setClear, 'Remove all elements from this set.'),
  ],
);

export const frozensetTypedef = typedef(
  frozensetType,
  W_FrozensetBase,
  {
    doc: 'frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nBuild an immutable unordered collection of unique elements.',
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', frozensetNew),
    method('__hash__', '($self, /)', frozensetHash),
    ...commonRows,
  ],
);

export const setIteratorTypedef = typedef(setIteratorType, W_SetIterator, { subclassable: false }, [
  ...iteratorRows,
  lengthHintRow(iteratorLengthHint),
  reduceRow(iteratorReduce),
]);
