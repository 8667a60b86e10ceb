/** `list`: its methods. Sorting is in `list-sort.ts`, iterators in `list-iterators.ts`. */
import type { float, int } from '../../rlib/types.js';
import { MAX_LIST_LENGTH, truncateList, sealList, type FixedArray } from '../../rlib/array.js';
import { theOutOfMemory } from '../../rlib/throwable.js';
import { intToString, StringBuilder } from '../../rlib/bytes.js';
import { MAX_WORD } from '../../rlib/int.js';
import { compare, Comparison, equalsTrue, isTrue, orderSatisfies } from '../interp/compare.js';
import { indexWord, reprText } from '../interp/convert.js';
import { indexError, typeError, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { genericAliasOf } from './generic-alias.js';
import { listExtend } from './list.js';
import { sortList } from './list-sort.js';
import { W_ListIterator, W_ListReverseIterator } from './list-iterators.js';
import { checkedNewType } from './new-type.js';
import { enterRepr, leaveRepr } from './repr-guard.js';
import type { W_Root } from './root.js';
import { isRepeatCount, repeatCount, sequenceSubscript } from './sequence-index.js';
import { resolveSlice, searchBound, W_Slice } from './slice.js';
import { Slot } from './slots.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import type { W_DictBase } from './w-dict.js';
import { OverflowErrorType } from './w-exception.js';
import { newBool, newInt, W_Int } from './w-int.js';
import {
  emptyListStorage,
  FloatListStorage,
  IntListStorage,
  listItems,
  listType,
  ObjectListStorage,
  storageOf,
  W_List,
  W_ListBase,
  W_ListUser,
} from './w-list.js';
import type { ListStorage } from './w-list.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr } from './w-str.js';
import { W_TupleBase } from './w-tuple.js';

function listNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  if (w_type === listType) return new W_List(emptyListStorage);
  return new W_ListUser(checkedNewType(w_type, listType));
}

function listInit(self: W_ListBase, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const args = w_args.items;
  if (w_kwargs.length() > 0 && self.getType().findSlot(Slot.NEW) === listType.findSlot(Slot.NEW)) {
    throw typeError('list() takes no keyword arguments');
  }
  if (args.length > 1) throw typeError(`list expected at most 1 argument, got ${args.length}`);
  self.storage = emptyListStorage;
  if (args.length === 1) listExtend(self, args[0] as W_Root);
  return w_None;
}

function listRepr(self: W_ListBase): W_Root {
  if (self.length() === 0) return newStr('[]');
  const first = self.storage;
  if (first instanceof IntListStorage) {
    const digits = new StringBuilder();
    for (let i = 0; i < first.items.length; i++) {
      digits.append(i === 0 ? '[' : ', ');
      digits.append(intToString(first.items[i] as int));
    }
    digits.append(']');
    return newStr(digits.build());
  }
  if (!enterRepr(self)) return newStr('[...]');
  try {
    const text = new StringBuilder();
    // The reprs may change the list.
    for (let i = 0; i < self.length(); i++) {
      text.append(i === 0 ? '[' : ', ');
      text.append(reprText(self.get(i)));
    }
    text.append(']');
    return newStr(text.build());
  } finally {
    leaveRepr(self);
  }
}

function listLen(self: W_ListBase): W_Root {
  return newInt(self.length());
}

/** The index of the first item equal to `w_item` in `start..stop`, or -1. */
function findItem(self: W_ListBase, w_item: W_Root, start: int, stop: int): int {
  const storage = self.storage;
  if (storage instanceof IntListStorage && w_item instanceof W_Int) {
    const items = storage.items;
    const wanted = w_item.value;
    for (let i = start; i < stop && i < items.length; i++) if (items[i] === wanted) return i;
    return -1;
  }
  for (let i = start; i < stop && i < self.length(); i++) if (equalsTrue(self.get(i), w_item)) return i;
  return -1;
}

function listContains(self: W_ListBase, w_item: W_Root): W_Root {
  return newBool(findItem(self, w_item, 0, MAX_WORD) >= 0);
}

function listGetitem(self: W_ListBase, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    const range = resolveSlice(w_key, self.length());
    if (range.count === 0) return new W_List(emptyListStorage);
    return new W_List(self.storage.slice(range.start, range.step, range.count));
  }
  let index = sequenceSubscript(w_key, 'list');
  const length = self.length();
  if (index < 0) index += length;
  if (index < 0 || index >= length) throw indexError('list index out of range');
  return self.get(index);
}

function listSetitem(self: W_ListBase, w_key: W_Root, w_value: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    setSlice(self, w_key, w_value);
    return w_None;
  }
  let index = sequenceSubscript(w_key, 'list');
  const length = self.length();
  if (index < 0) index += length;
  if (index < 0 || index >= length) throw indexError('list assignment index out of range');
  self.set(index, w_value);
  return w_None;
}

function setSlice(self: W_ListBase, w_slice: W_Slice, w_value: W_Root): void {
  let items: FixedArray<W_Root>;
  if (w_value instanceof W_ListBase || w_value instanceof W_TupleBase) {
    items = w_value instanceof W_ListBase ? listItems(w_value) : w_value.items;
  } else {
    // The bounds are looked at first, the iterable next; only then is the list's length what counts.
    const w_type = w_value.getType();
    if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
      if (w_slice.w_step !== w_None) throw typeError('must assign iterable to extended slice');
      throw typeError('can only assign an iterable');
    }
    items = collect(w_value);
  }
  const range = resolveSlice(w_slice, self.length());
  if (range.step === 1) {
    replaceRange(self, range.start, range.count, items);
    return;
  }
  if (items.length !== range.count) {
    throw valueError(
      `attempt to assign sequence of size ${items.length} to extended slice of size ${range.count}`,
    );
  }
  for (let i = 0; i < items.length; i++) self.set(range.start + i * range.step, items[i] as W_Root);
}

/** Replaces `count` items from `start` on. */
function replaceRange(self: W_ListBase, start: int, count: int, items: FixedArray<W_Root>): void {
  const length = self.length();
  if (items.length === 0) {
    self.storage.removeRange(start, count);
  } else if (items.length === count) {
    for (let i = 0; i < count; i++) self.set(start + i, items[i] as W_Root);
  } else if (start + count === length) {
    if (count > 0) self.storage.removeRange(start, count);
    for (let i = 0; i < items.length; i++) self.append(items[i] as W_Root);
  } else {
    const old = self.storage.toObjects();
    const result: W_Root[] = [];
    for (let i = 0; i < start; i++) result.push(old[i] as W_Root);
    for (let i = 0; i < items.length; i++) result.push(items[i] as W_Root);
    for (let i = start + count; i < length; i++) result.push(old[i] as W_Root);
    self.storage = storageOf(sealList(result));
  }
}

function listDelitem(self: W_ListBase, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    deleteSlice(self, w_key);
    return w_None;
  }
  let index = sequenceSubscript(w_key, 'list');
  const length = self.length();
  if (index < 0) index += length;
  if (index < 0 || index >= length) throw indexError('list assignment index out of range');
  self.storage.removeRange(index, 1);
  return w_None;
}

function deleteSlice(self: W_ListBase, w_slice: W_Slice): void {
  const range = resolveSlice(w_slice, self.length());
  if (range.count === 0) return;
  if (range.step === 1 || range.count === 1) {
    self.storage.removeRange(range.start, range.count);
    return;
  }
  const step = range.step < 0 ? -range.step : range.step;
  const first = range.step < 0 ? range.start + (range.count - 1) * range.step : range.start;
  const items = self.storage.toObjects();
  const last = first + (range.count - 1) * step;
  let kept = first;
  let victim = first;
  for (let i = first; i < items.length; i++) {
    if (i === victim && i <= last) victim += step;
    else items[kept++] = items[i] as W_Root;
  }
  truncateList(items, kept);
  self.storage = storageOf(sealList(items));
}

function listAdd(self: W_ListBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_ListBase)) return w_NotImplemented;
  const w_result = new W_List(copyStorage(self.storage));
  extendWithList(w_result, w_other);
  return w_result;
}

function copyStorage(storage: ListStorage): ListStorage {
  return storage.length() === 0 ? emptyListStorage : storage.slice(0, 1, storage.length());
}

/** Appends the items of a list, which may be the same. */
function extendWithList(self: W_ListBase, w_other: W_ListBase): void {
  const source = w_other.storage;
  const count = source.length();
  if (count === 0) return;
  if (self.length() === 0) {
    self.storage = source.slice(0, 1, count);
    return;
  }
  const target = self.storage;
  if (target.length() + count > MAX_LIST_LENGTH) throw theOutOfMemory;
  if (source instanceof IntListStorage && target instanceof IntListStorage) {
    for (let i = 0; i < count; i++) target.items.push(source.items[i] as int);
  } else if (source instanceof FloatListStorage && target instanceof FloatListStorage) {
    for (let i = 0; i < count; i++) target.items.push(source.items[i] as float);
  } else {
    for (let i = 0; i < count; i++) self.append(source.get(i));
  }
}

function listIadd(self: W_ListBase, w_other: W_Root): W_Root {
  extend(self, w_other);
  return self;
}

function extend(self: W_ListBase, w_iterable: W_Root): void {
  if (w_iterable instanceof W_List) extendWithList(self, w_iterable);
  else listExtend(self, w_iterable);
}

function repeated(storage: ListStorage, count: int): ListStorage {
  const length = storage.length();
  if (count === 0) return emptyListStorage;
  if (length * count > MAX_LIST_LENGTH) throw theOutOfMemory;
  if (storage instanceof IntListStorage) {
    const words: int[] = [];
    for (let i = 0; i < count; i++) for (let j = 0; j < length; j++) words.push(storage.items[j] as int);
    return new IntListStorage(words);
  }
  if (storage instanceof ObjectListStorage) {
    const objects: W_Root[] = [];
    for (let i = 0; i < count; i++) for (let j = 0; j < length; j++) objects.push(storage.items[j] as W_Root);
    return new ObjectListStorage(objects);
  }
  const result = storage.slice(0, 1, length);
  for (let i = 1; i < count; i++) for (let j = 0; j < length; j++) result.append(storage.get(j));
  return result;
}

function listMul(self: W_ListBase, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) return w_NotImplemented;
  return new W_List(repeated(self.storage, repeatCount(w_count, self.length())));
}

function listImul(self: W_ListBase, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) return w_NotImplemented;
  self.storage = repeated(self.storage, repeatCount(w_count, self.length()));
  return self;
}

function listIter(self: W_ListBase): W_Root {
  return new W_ListIterator(self);
}

function listReversed(self: W_ListBase): W_Root {
  return new W_ListReverseIterator(self, self.length());
}

function listCompare(self: W_ListBase, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_ListBase)) return w_NotImplemented;
  if (self.length() !== w_other.length()) {
    if (op === Comparison.EQ) return newBool(false);
    if (op === Comparison.NE) return newBool(true);
  }
  for (let i = 0; i < self.length() && i < w_other.length(); i++) {
    const w_a = self.get(i);
    const w_b = w_other.get(i);
    if (!equalsTrue(w_a, w_b)) {
      // The comparison may have shortened the lists.
      if (i >= self.length() || i >= w_other.length()) break;
      if (op === Comparison.EQ) return newBool(false);
      if (op === Comparison.NE) return newBool(true);
      return compare(op, w_a, w_b);
    }
  }
  return newBool(orderSatisfies(op, self.length() - w_other.length()));
}

function listEq(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.EQ);
}

function listNe(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.NE);
}

function listLt(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.LT);
}

function listLe(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.LE);
}

function listGt(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.GT);
}

function listGe(self: W_ListBase, w_other: W_Root): W_Root {
  return listCompare(self, w_other, Comparison.GE);
}

function listAppend(self: W_ListBase, w_item: W_Root): W_Root {
  self.append(w_item);
  return w_None;
}

function listExtendMethod(self: W_ListBase, w_iterable: W_Root): W_Root {
  extend(self, w_iterable);
  return w_None;
}

function listInsert(self: W_ListBase, w_index: W_Root, w_item: W_Root): W_Root {
  let index = indexWord(w_index, OverflowErrorType);
  const length = self.length();
  if (index < 0) index = index + length < 0 ? 0 : index + length;
  if (index > length) index = length;
  self.insert(index, w_item);
  return w_None;
}

function listPop(self: W_ListBase, w_index: W_Root | null): W_Root {
  const length = self.length();
  let index = w_index === null ? -1 : indexWord(w_index, OverflowErrorType);
  if (self.length() === 0) throw indexError('pop from empty list');
  if (index < 0) index += length;
  if (index < 0 || index >= self.length()) throw indexError('pop index out of range');
  const w_item = self.get(index);
  if (index === self.length() - 1) self.storage.removeLast();
  else self.storage.removeRange(index, 1);
  return w_item;
}

function listRemove(self: W_ListBase, w_item: W_Root): W_Root {
  const index = findItem(self, w_item, 0, MAX_WORD);
  if (index < 0) throw valueError('list.remove(x): x not in list');
  if (index < self.length()) self.storage.removeRange(index, 1);
  return w_None;
}

function listIndex(self: W_ListBase, w_item: W_Root, w_start: W_Root | null, w_stop: W_Root | null): W_Root {
  const length = self.length();
  const start = searchBound(w_start, 0, length);
  const stop = searchBound(w_stop, MAX_WORD, length);
  const index = findItem(self, w_item, start, stop);
  if (index < 0) throw valueError(`${reprText(w_item)} is not in list`);
  return newInt(index);
}

function listCount(self: W_ListBase, w_item: W_Root): W_Root {
  let count = 0;
  for (let i = 0; i < self.length(); i++) if (equalsTrue(self.get(i), w_item)) count++;
  return newInt(count);
}

function listReverse(self: W_ListBase): W_Root {
  self.storage.reverse();
  return w_None;
}

function listSort(self: W_ListBase, w_key: W_Root | null, w_reverse: W_Root | null): W_Root {
  const reverse = w_reverse !== null && isTrue(w_reverse);
  sortList(self, w_key === w_None ? null : w_key, reverse);
  return w_None;
}

function listCopy(self: W_ListBase): W_Root {
  return new W_List(copyStorage(self.storage));
}

function listClear(self: W_ListBase): W_Root {
  self.storage = emptyListStorage;
  return w_None;
}

function listSizeof(self: W_ListBase): W_Root {
  return newInt(40 + self.length() * 8);
}

function listClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

export const listTypedef = typedef(
  listType,
  W_ListBase,
  {
    doc: 'Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.',
    pattern: 'sequence',
    unhashable: true,
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', listNew),
    method('__init__', '($self, /, *args, **kwargs)', listInit),
    method('__repr__', '($self, /)', listRepr),
    method('__len__', '($self, /)', listLen),
    method('__contains__', '($self, key, /)', listContains),
    method('__getitem__', '($self, index, /)', listGetitem, 'x.__getitem__(y) <==> x[y]'),
    method('__setitem__', '($self, key, value, /)', listSetitem),
    method('__delitem__', '($self, key, /)', listDelitem),
    method('__add__', '($self, value, /)', listAdd),
    method('__iadd__', '($self, value, /)', listIadd),
    method('__mul__', '($self, value, /)', listMul),
    method('__rmul__', '($self, value, /)', listMul),
    method('__imul__', '($self, value, /)', listImul),
    method('__iter__', '($self, /)', listIter),
    method('__reversed__', '($self, /)', listReversed, 'Return a reverse iterator over the list.'),
    method('__eq__', '($self, value, /)', listEq),
    method('__ne__', '($self, value, /)', listNe),
    method('__lt__', '($self, value, /)', listLt),
    method('__le__', '($self, value, /)', listLe),
    method('__gt__', '($self, value, /)', listGt),
    method('__ge__', '($self, value, /)', listGe),
    method('append', '($self, object, /)', listAppend, 'Append object to the end of the list.'),
    method(
      'extend',
      '($self, iterable, /)',
      listExtendMethod,
      'Extend list by appending elements from the iterable.',
    ),
    method('insert', '($self, index, object, /)', listInsert, 'Insert object before index.'),
    method(
      'pop',
      '($self, index=-1, /)',
      listPop,
      'Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.',
    ),
    method(
      'remove',
      '($self, value, /)',
      listRemove,
      'Remove first occurrence of value.\n\nRaises ValueError if the value is not present.',
    ),
    method(
      'index',
      '($self, value, start=0, stop=sys.maxsize, /)',
      listIndex,
      'Return first index of value.\n\nRaises ValueError if the value is not present.',
    ),
    method('count', '($self, value, /)', listCount, 'Return number of occurrences of value.'),
    method('reverse', '($self, /)', listReverse, 'Reverse *IN PLACE*.'),
    method(
      'sort',
      '($self, /, *, key=None, reverse=False)',
      listSort,
      'Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.',
    ),
    method('copy', '($self, /)', listCopy, 'Return a shallow copy of the list.'),
    method('clear', '($self, /)', listClear, 'Remove all items from list.'),
    method('__sizeof__', '($self, /)', listSizeof, 'Return the size of the list in memory, in bytes.'),
    classmethod('__class_getitem__', '($type, object, /)', listClassGetitem, 'See PEP 585'),
  ],
);
