/** Module `array`: the type and its methods. */
import { joinStrings, repeatString, StringBuilder } from '../../../rlib/bytes.js';
import { theOutOfMemory } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callMethod1, getAttribute } from '../../interp/attributes.js';
import { compare, Comparison, isTrue, orderSatisfies } from '../../interp/compare.js';
import { indexWord, reprText, toWord } from '../../interp/convert.js';
import { indexError, newError, runtimeError, typeError, typeName, valueError } from '../../interp/errors.js';
import { importModule } from '../../interp/import-module.js';
import { iter, next } from '../../interp/iteration.js';
import { getBytes } from '../../objects/buffer.js';
import { addressOf } from '../../objects/identity.js';
import { builtinNamed, iteratorRows } from '../../objects/iterators.js';
import { checkedNewType } from '../../objects/new-type.js';
import { W_Iterator } from '../../objects/root.js';
import type { W_Root } from '../../objects/root.js';
import { isRepeatCount, repeatCount } from '../../objects/sequence-index.js';
import { resolveSlice, searchBound, W_Slice } from '../../objects/slice.js';
import type { SliceRange } from '../../objects/slice.js';
import { Slot } from '../../objects/slots.js';
import { reprOfText } from '../../objects/str-repr.js';
import { getset, method, moduledef, staticmethod, typedef, value } from '../../objects/typedef.js';
import { newBytes, W_BytearrayBase, W_BytesBase } from '../../objects/w-bytes.js';
import type { W_DictBase } from '../../objects/w-dict.js';
import type { OperationError } from '../../objects/w-exception.js';
import { EOFErrorType, IndexErrorType } from '../../objects/w-exception.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { newList, W_ListBase } from '../../objects/w-list.js';
import { w_None, w_NotImplemented } from '../../objects/w-none.js';
import { intern, newAsciiStr, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import type { W_TupleBase } from '../../objects/w-tuple.js';
import { newPair, newTuple, w_emptyTuple } from '../../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { arrayReduceEx, itemCount, pickleRows, swapBytes } from './pickle.js';
import { arrayType, findItemType, ItemKind, packItem, TYPECODES, W_Array } from './w-array.js';
import type { ItemType } from './w-array.js';
import { listToFixed } from '../../../rlib/array.js';
import { caught } from '../../../rlib/throwable.js';

const arrayIteratorType: W_Type = newBuiltinType('arrayiterator', objectType);

class W_ArrayIterator extends W_Iterator {
  position: int = 0;

  constructor(public w_array: W_Array | null) {
    super();
  }

  override getType(): W_Type {
    return arrayIteratorType;
  }

  override next(): W_Root | null {
    const w_array = this.w_array;
    if (w_array === null) return null;
    if (this.position < w_array.length) return w_array.get(this.position++);
    this.w_array = null;
    return null;
  }
}

function arrayIteratorReduce(self: W_ArrayIterator): W_Root {
  const w_iter = builtinNamed('iter');
  if (self.w_array === null) return newPair(w_iter, newTuple([w_emptyTuple]));
  return newTuple([w_iter, newTuple([self.w_array]), newInt(self.position)]);
}

function arrayIteratorSetstate(self: W_ArrayIterator, w_state: W_Root): W_Root {
  const position = toWord(w_state);
  const w_array = self.w_array;
  if (w_array !== null)
    self.position = position < 0 ? 0 : position > w_array.length ? w_array.length : position;
  return w_None;
}

// ---- making

function newArray(type: ItemType, text: string): W_Array {
  const w_array = new W_Array(arrayType, type);
  w_array.splice(0, 0, text);
  return w_array;
}

function arrayNew(w_type: W_Root, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const w_class = checkedNewType(w_type, arrayType);
  const args = w_args.items;
  if (w_kwargs.length() > 0 && w_class.findSlot(Slot.INIT) === arrayType.findSlot(Slot.INIT)) {
    throw typeError('array.array() takes no keyword arguments');
  }
  if (args.length === 0) throw typeError('array() takes at least 1 argument (0 given)');
  if (args.length > 2) throw typeError(`array() takes at most 2 arguments (${args.length} given)`);
  const w_code = args[0] as W_Root;
  if (!(w_code instanceof W_StrBase) || w_code.length() !== 1) {
    throw typeError(`array() argument 1 must be a unicode character, not ${typeName(w_code)}`);
  }
  const w_initial = args.length > 1 ? (args[1] as W_Root) : null;
  const code = w_code.utf8();
  if (w_initial instanceof W_StrBase && code !== 'u') {
    throw typeError(`cannot use a str to initialize an array with typecode '${code}'`);
  }
  if (w_initial instanceof W_Array && w_initial.itemType.kind === ItemKind.UNICODE && code !== 'u') {
    throw typeError(`cannot use a unicode array to initialize an array with typecode '${code}'`);
  }
  const type = findItemType(code);
  if (type === null) throw valueError('bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)');
  const w_array = new W_Array(w_class, type);
  if (w_initial !== null) fill(w_array, w_initial);
  return w_array;
}

function fill(w_array: W_Array, w_initial: W_Root): void {
  if (w_initial instanceof W_StrBase) {
    appendCharacters(w_array, w_initial);
  } else if (w_initial instanceof W_BytesBase || w_initial instanceof W_BytearrayBase) {
    appendBytes(w_array, getBytes(w_initial));
  } else if (w_initial instanceof W_Array && w_initial.itemType === w_array.itemType) {
    appendBytes(w_array, w_initial.bytes(0, w_initial.length));
  } else {
    appendAll(w_array, w_initial);
  }
}

function appendAll(w_array: W_Array, w_items: W_Root): void {
  const w_iterator = iter(w_items);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return;
    w_array.append(w_item);
  }
}

function appendBytes(w_array: W_Array, text: string): void {
  if (itemCount(text, w_array.itemType) > 0) w_array.splice(w_array.length, w_array.length, text);
}

function appendCharacters(w_array: W_Array, w_text: W_StrBase): void {
  appendAll(w_array, w_text);
}

// ---- as a sequence

function checkKey(w_key: W_Root): void {
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError('array indices must be integers');
  }
}

function placeOf(self: W_Array, w_key: W_Root, message: string): int {
  checkKey(w_key);
  const at = indexWord(w_key, IndexErrorType);
  const place = at < 0 ? at + self.length : at;
  if (place < 0 || place >= self.length) throw indexError(message);
  return place;
}

/** The bytes of the items of a range. */
function rangeBytes(self: W_Array, range: SliceRange): string {
  if (range.step === 1) return self.bytes(range.start, range.start + range.count);
  const builder = new StringBuilder();
  for (let i = 0; i < range.count; i++) {
    const at = range.start + i * range.step;
    builder.append(self.bytes(at, at + 1));
  }
  return builder.build();
}

function arrayGetItem(self: W_Array, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice)
    return newArray(self.itemType, rangeBytes(self, resolveSlice(w_key, self.length)));
  return self.get(placeOf(self, w_key, 'array index out of range'));
}

function storeItem(self: W_Array, at: int, w_item: W_Root): void {
  if (self.store(at, w_item)) return;
  const text = packItem(self.itemType, w_item);
  // Conversion may have run code that made the array shorter.
  if (at >= self.length) throw indexError('array assignment index out of range');
  self.splice(at, at + 1, text);
}

function badOperand(): OperationError {
  return typeError('bad argument type for built-in operation');
}

function arraySetItem(self: W_Array, w_key: W_Root, w_value: W_Root): W_Root {
  if (!(w_key instanceof W_Slice)) {
    storeItem(self, placeOf(self, w_key, 'array assignment index out of range'), w_value);
    return w_None;
  }
  const range = resolveSlice(w_key, self.length);
  if (!(w_value instanceof W_Array))
    throw typeError(`can only assign array (not "${typeName(w_value)}") to array slice`);
  if (w_value.itemType !== self.itemType) throw badOperand();
  const text = w_value.bytes(0, w_value.length);
  if (range.step === 1) {
    self.splice(range.start, range.start + range.count, text);
    return w_None;
  }
  if (w_value.length === 0) {
    deleteRange(self, range);
    return w_None;
  }
  if (w_value.length !== range.count) {
    throw valueError(
      `attempt to assign array of size ${w_value.length} to extended slice of size ${range.count}`,
    );
  }
  const size = self.itemType.size;
  for (let i = 0; i < range.count; i++) {
    const at = range.start + i * range.step;
    self.splice(at, at + 1, text.slice(i * size, (i + 1) * size));
  }
  return w_None;
}

function deleteRange(self: W_Array, range: SliceRange): void {
  if (range.count === 0) return;
  const low = range.step > 0 ? range.start : range.start + (range.count - 1) * range.step;
  const step = range.step > 0 ? range.step : -range.step;
  if (step === 1) {
    self.splice(low, low + range.count, '');
    return;
  }
  self.checkResizable();
  const builder = new StringBuilder();
  let from = 0;
  for (let i = 0; i < range.count; i++) {
    builder.append(self.bytes(from, low + i * step));
    from = low + i * step + 1;
  }
  builder.append(self.bytes(from, self.length));
  self.splice(0, self.length, builder.build());
}

function arrayDelItem(self: W_Array, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    deleteRange(self, resolveSlice(w_key, self.length));
  } else {
    const at = placeOf(self, w_key, 'array assignment index out of range');
    self.splice(at, at + 1, '');
  }
  return w_None;
}

function arrayLen(self: W_Array): W_Root {
  return newInt(self.length);
}

function arrayIter(self: W_Array): W_Root {
  return new W_ArrayIterator(self);
}

/** The position of an item from `start` to before `stop`, or -1. */
function findItem(self: W_Array, w_item: W_Root, start: int, stop: int): int {
  for (let i = start; i < stop && i < self.length; i++) {
    if (isTrue(compare(Comparison.EQ, self.get(i), w_item))) return i;
  }
  return -1;
}

function arrayContains(self: W_Array, w_item: W_Root): W_Root {
  return newBool(findItem(self, w_item, 0, self.length) >= 0);
}

function arrayAdd(self: W_Array, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Array))
    throw typeError(`can only append array (not "${typeName(w_other)}") to array`);
  if (w_other.itemType !== self.itemType) throw badOperand();
  return newArray(self.itemType, self.bytes(0, self.length) + w_other.bytes(0, w_other.length));
}

function arrayIadd(self: W_Array, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Array))
    throw typeError(`can only extend array with array (not "${typeName(w_other)}")`);
  return extendWithArray(self, w_other);
}

function extendWithArray(self: W_Array, w_other: W_Array): W_Root {
  if (w_other.itemType !== self.itemType) throw typeError('can only extend with array of same kind');
  appendBytes(self, w_other.bytes(0, w_other.length));
  return self;
}

/** The items repeated. */
function repeated(self: W_Array, w_count: W_Root): string {
  const text = self.bytes(0, self.length);
  const count = repeatCount(w_count, self.length);
  if (text.length * count >= 0x1fffffff) throw theOutOfMemory;
  return repeatString(text, count);
}

function notRepeatable(w_count: W_Root): OperationError {
  return typeError(`can't multiply sequence by non-int of type '${typeName(w_count)}'`);
}

function arrayMul(self: W_Array, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) {
    // Of other types only user-defined ones may know how to do it.
    if (w_count.getType().isHeapType) return w_NotImplemented;
    throw notRepeatable(w_count);
  }
  return newArray(self.itemType, repeated(self, w_count));
}

function arrayImul(self: W_Array, w_count: W_Root): W_Root {
  if (!isRepeatCount(w_count)) throw notRepeatable(w_count);
  self.splice(0, self.length, repeated(self, w_count));
  return self;
}

function arrayCompare(self: W_Array, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_Array)) return w_NotImplemented;
  const equality = op === Comparison.EQ || op === Comparison.NE;
  if (equality && self.length !== w_other.length) return newBool(op === Comparison.NE);
  if (equality && self.itemType === w_other.itemType && self.itemType.isInt()) {
    const same = self.bytes(0, self.length) === w_other.bytes(0, w_other.length);
    return newBool(same === (op === Comparison.EQ));
  }
  let at = 0;
  while (at < self.length && at < w_other.length) {
    const w_a = self.get(at);
    const w_b = w_other.get(at);
    if (!isTrue(compare(Comparison.EQ, w_a, w_b)))
      return equality ? newBool(op === Comparison.NE) : compare(op, w_a, w_b);
    at++;
  }
  return newBool(orderSatisfies(op, self.length - w_other.length));
}

function arrayEq(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.EQ);
}

function arrayNe(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.NE);
}

function arrayLt(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.LT);
}

function arrayLe(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.LE);
}

function arrayGt(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.GT);
}

function arrayGe(self: W_Array, w_other: W_Root): W_Root {
  return arrayCompare(self, w_other, Comparison.GE);
}

function textOf(self: W_Array): string {
  const parts: string[] = [];
  for (let i = 0; i < self.length; i++) parts.push(self.character(i));
  return joinStrings(parts, '');
}

function arrayRepr(self: W_Array): W_Root {
  const name = self.getType().name;
  const code = self.itemType.code;
  if (self.length === 0) return newAsciiStr(`${name}('${code}')`);
  if (self.itemType.kind === ItemKind.UNICODE) return newStr(`${name}('u', ${reprOfText(textOf(self))})`);
  return newStr(`${name}('${code}', ${reprText(arrayTolist(self))})`);
}

// ---- methods

function arrayAppend(self: W_Array, w_item: W_Root): W_Root {
  self.append(w_item);
  return w_None;
}

function arrayExtend(self: W_Array, w_items: W_Root): W_Root {
  if (w_items instanceof W_Array) extendWithArray(self, w_items);
  else appendAll(self, w_items);
  return w_None;
}

function arrayInsert(self: W_Array, w_at: W_Root, w_item: W_Root): W_Root {
  const given = toWord(w_at);
  const text = packItem(self.itemType, w_item);
  let at = given < 0 ? given + self.length : given;
  if (at < 0) at = 0;
  if (at > self.length) at = self.length;
  self.splice(at, at, text);
  return w_None;
}

function arrayPop(self: W_Array, w_at: W_Root | null): W_Root {
  const given = w_at === null ? -1 : toWord(w_at);
  if (self.length === 0) throw indexError('pop from empty array');
  const at = given < 0 ? given + self.length : given;
  if (at < 0 || at >= self.length) throw indexError('pop index out of range');
  const w_item = self.get(at);
  self.splice(at, at + 1, '');
  return w_item;
}

function arrayRemove(self: W_Array, w_item: W_Root): W_Root {
  const at = findItem(self, w_item, 0, self.length);
  if (at < 0) throw valueError('array.remove(x): x not in array');
  self.splice(at, at + 1, '');
  return w_None;
}

function arrayIndex(self: W_Array, w_item: W_Root, w_start: W_Root | null, w_stop: W_Root | null): W_Root {
  const start = searchBound(w_start, 0, self.length);
  const at = findItem(self, w_item, start, searchBound(w_stop, self.length, self.length));
  if (at < 0) throw valueError('array.index(x): x not in array');
  return newInt(at);
}

function arrayCount(self: W_Array, w_item: W_Root): W_Root {
  let count = 0;
  for (let i = 0; i < self.length; i++) if (isTrue(compare(Comparison.EQ, self.get(i), w_item))) count++;
  return newInt(count);
}

function arrayReverse(self: W_Array): W_Root {
  const size = self.itemType.size;
  const text = swapBytes(self.bytes(0, self.length), self.length * size);
  // All bytes the other way round, then those of each item again.
  self.splice(0, self.length, swapBytes(text, size));
  return w_None;
}

function arrayByteswap(self: W_Array): W_Root {
  self.splice(0, self.length, swapBytes(self.bytes(0, self.length), self.itemType.size));
  return w_None;
}

function arrayTolist(self: W_Array): W_Root {
  const items: W_Root[] = [];
  for (let i = 0; i < self.length; i++) items.push(self.get(i));
  return newList(listToFixed(items));
}

function arrayFromlist(self: W_Array, w_list: W_Root): W_Root {
  if (!(w_list instanceof W_ListBase)) throw typeError('arg must be list');
  const before = self.length;
  const size = w_list.length();
  try {
    for (let i = 0; i < size; i++) {
      self.append(w_list.get(i));
      if (w_list.length() !== size) throw runtimeError('list changed size during iteration');
    }
  } catch (e) {
    const error = caught(e);
    if (self.length > before) self.splice(before, self.length, '');
    throw error;
  }
  return w_None;
}

function arrayTobytes(self: W_Array): W_Root {
  return newBytes(self.bytes(0, self.length));
}

function arrayFrombytes(self: W_Array, w_bytes: W_Root): W_Root {
  appendBytes(self, getBytes(w_bytes));
  return w_None;
}

function arrayFromunicode(self: W_Array, w_text: W_Root): W_Root {
  if (!(w_text instanceof W_StrBase))
    throw typeError(`fromunicode() argument must be str, not ${typeName(w_text)}`);
  if (self.itemType.kind !== ItemKind.UNICODE) {
    throw valueError('fromunicode() may only be called on unicode type arrays');
  }
  appendCharacters(self, w_text);
  return w_None;
}

function arrayTounicode(self: W_Array): W_Root {
  if (self.itemType.kind !== ItemKind.UNICODE)
    throw valueError('tounicode() may only be called on unicode type arrays');
  return newStr(textOf(self));
}

const n_read = intern('read');
const n_write = intern('write');
const BLOCK = 65536;

function arrayFromfile(self: W_Array, w_file: W_Root, w_count: W_Root): W_Root {
  const count = toWord(w_count);
  if (count < 0) throw valueError('negative count');
  const size = self.itemType.size;
  if (count > 0x1fffffff) throw theOutOfMemory;
  const w_bytes = callMethod1(w_file, n_read, newInt(count * size));
  if (!(w_bytes instanceof W_BytesBase)) throw typeError("read() didn't return bytes");
  const length = w_bytes.value.length;
  appendBytes(self, w_bytes.value);
  if (length !== count * size) throw newError(EOFErrorType, "read() didn't return enough bytes");
  return w_None;
}

function arrayTofile(self: W_Array, w_file: W_Root): W_Root {
  const text = self.bytes(0, self.length);
  for (let from = 0; from < text.length; from += BLOCK) {
    callMethod1(w_file, n_write, newBytes(text.slice(from, from + BLOCK)));
  }
  if (text.length === 0) getAttribute(w_file, n_write);
  return w_None;
}

function arrayBufferInfo(self: W_Array): W_Root {
  return newPair(newInt(addressOf(self)), newInt(self.length));
}

function arrayCopy(self: W_Array): W_Root {
  return newArray(self.itemType, self.bytes(0, self.length));
}

function arrayDeepcopy(self: W_Array, _w_memo: W_Root): W_Root {
  return arrayCopy(self);
}

function arraySizeof(self: W_Array): W_Root {
  return newInt(80 + self.data.length);
}

function getTypecode(self: W_Array): W_Root {
  return newAsciiStr(self.itemType.code);
}

function getItemsize(self: W_Array): W_Root {
  return newInt(self.itemType.size);
}

const n_MutableSequence = intern('MutableSequence');
const n_register = intern('register');

/** Arrays are mutable sequences. */
function registerArray(): void {
  callMethod1(getAttribute(importModule('collections.abc'), n_MutableSequence), n_register, arrayType);
}

const ARRAY_DOC =
  'array(typecode [, initializer]) -> array\n\nA sequence of numbers or characters of one machine type, given by a type code.';

const iteratorTypedef = typedef(
  arrayIteratorType,
  W_ArrayIterator,
  { subclassable: false, hidden: true, module: 'array' },
  [
    ...iteratorRows,
    method('__reduce__', '($self, /)', arrayIteratorReduce),
    method('__setstate__', '($self, state, /)', arrayIteratorSetstate),
  ],
);

const arrayTypedef = typedef(
  arrayType,
  W_Array,
  { doc: ARRAY_DOC, module: 'array', weakrefable: true, pattern: 'sequence', unhashable: true },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', arrayNew),
    method('__repr__', '($self, /)', arrayRepr),
    method('__eq__', '($self, value, /)', arrayEq),
    method('__ne__', '($self, value, /)', arrayNe),
    method('__lt__', '($self, value, /)', arrayLt),
    method('__le__', '($self, value, /)', arrayLe),
    method('__gt__', '($self, value, /)', arrayGt),
    method('__ge__', '($self, value, /)', arrayGe),
    method('__len__', '($self, /)', arrayLen),
    method('__iter__', '($self, /)', arrayIter),
    method('__contains__', '($self, key, /)', arrayContains),
    method('__getitem__', '($self, key, /)', arrayGetItem),
    method('__setitem__', '($self, key, value, /)', arraySetItem),
    method('__delitem__', '($self, key, /)', arrayDelItem),
    method('__add__', '($self, value, /)', arrayAdd),
    method('__iadd__', '($self, value, /)', arrayIadd),
    method('__mul__', '($self, value, /)', arrayMul),
    method('__rmul__', '($self, value, /)', arrayMul),
    method('__imul__', '($self, value, /)', arrayImul),
    method('__copy__', '($self, /)', arrayCopy, 'Return a copy of the array.'),
    method('__deepcopy__', '($self, unused, /)', arrayDeepcopy, 'Return a copy of the array.'),
    method('__reduce_ex__', '($self, value, /)', arrayReduceEx, 'Return state information for pickling.'),
    method('__sizeof__', '($self, /)', arraySizeof, 'Size of the array in memory, in bytes.'),
    method('append', '($self, v, /)', arrayAppend, 'Append new value v to the end of the array.'),
    method('buffer_info', '($self, /)', arrayBufferInfo),
    method('byteswap', '($self, /)', arrayByteswap, 'Byteswap all items of the array.'),
    method('count', '($self, v, /)', arrayCount, 'Return number of occurrences of v in the array.'),
    method('extend', '($self, bb, /)', arrayExtend, 'Append items to the end of the array.'),
    method('frombytes', '($self, buffer, /)', arrayFrombytes),
    method('fromfile', '($self, f, n, /)', arrayFromfile),
    method('fromlist', '($self, list, /)', arrayFromlist, 'Append items to array from list.'),
    method('fromunicode', '($self, ustr, /)', arrayFromunicode),
    method('index', '($self, v, start=0, stop=sys.maxsize, /)', arrayIndex),
    method(
      'insert',
      '($self, i, v, /)',
      arrayInsert,
      'Insert a new item v into the array before position i.',
    ),
    method('pop', '($self, i=-1, /)', arrayPop, 'Return the i-th element and delete it from the array.'),
    method('remove', '($self, v, /)', arrayRemove, 'Remove the first occurrence of v in the array.'),
    method('reverse', '($self, /)', arrayReverse, 'Reverse the order of the items in the array.'),
    method('tobytes', '($self, /)', arrayTobytes),
    method(
      'tofile',
      '($self, f, /)',
      arrayTofile,
      'Write all items (as machine values) to the file object f.',
    ),
    method('tolist', '($self, /)', arrayTolist, 'Convert array to an ordinary list with the same items.'),
    method('tounicode', '($self, /)', arrayTounicode),
    getset('itemsize', getItemsize, null, null, 'the size, in bytes, of one array item'),
    getset('typecode', getTypecode, null, null, 'the typecode character used to create the array'),
  ],
);

export const arrayModule = moduledef(
  'array',
  'Arrays of numbers and characters of one machine type.',
  [
    ...pickleRows,
    value('array', () => arrayType),
    value('ArrayType', () => arrayType),
    value('typecodes', () => newStr(TYPECODES)),
  ],
  [iteratorTypedef, arrayTypedef],
  registerArray,
);
