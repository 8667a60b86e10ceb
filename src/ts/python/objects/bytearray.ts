/**
 * `bytearray`: a growable array of bytes. Contents change through `spliceBytes`, which refuses to change the size while
 * memoryviews look at the memory. Methods shared with bytes are in `bytes-methods.ts`.
 */
import { newByteArray, copyBytes } from '../../rlib/array.js';
import { copyStringToBytes, repeatString, StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { Comparison } from '../interp/compare.js';
import { indexWord, subscriptWord, toWord } from '../interp/convert.js';
import { indexError, newError, typeError, typeName, valueError } from '../interp/errors.js';
import { findBytes } from './buffer.js';
import {
  byteOf,
  codecArgument,
  collectBytes,
  compareBytes,
  containedText,
  encodedArgument,
  sliceText,
  sourceBytes,
} from './bytes.js';
import { bytesFromhex } from './bytes-hex.js';
import { bytesMethodRows } from './bytes-methods.js';
import { reprOfBytes } from './bytes-repr.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { objectState } from './object-reduce.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { formatPercentBytes } from './percent-format.js';
import type { W_Root } from './root.js';
import { W_Iterator } from './root.js';
import { resolveSlice, W_Slice } from './slice.js';
import type { SliceRange } from './slice.js';
import { Slot } from './slots.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { bytearrayType, newBytes, W_Bytearray, W_BytearrayBase, W_BytearrayUser } from './w-bytes.js';
import { BufferErrorType, IndexErrorType, OverflowErrorType } from './w-exception.js';
import { newBool, newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr, w_emptyStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType, W_Type } from './w-type.js';

export const bytearrayIteratorType: W_Type = newBuiltinType('bytearray_iterator', objectType);

export class W_BytearrayIterator extends W_Iterator {
  position: int = 0;

  constructor(public w_bytes: W_BytearrayBase | null) {
    super();
  }

  override getType(): W_Type {
    return bytearrayIteratorType;
  }

  override next(): W_Root | null {
    const w_bytes = this.w_bytes;
    if (w_bytes === null) return null;
    if (this.position >= w_bytes.length) {
      this.w_bytes = null;
      return null;
    }
    return newInt(w_bytes.data[this.position++] as int);
  }
}

const BYTE_RANGE = 'byte must be in range(0, 256)';

function checkResizable(self: W_BytearrayBase): void {
  if (self.exports > 0)
    throw newError(BufferErrorType, 'Existing exports of data: object cannot be re-sized');
}

/** Replaces bytes `start..end` by others. */
export function spliceBytes(self: W_BytearrayBase, start: int, end: int, text: string): void {
  const growth = text.length - (end - start);
  if (growth !== 0) {
    checkResizable(self);
    const length = self.length + growth;
    let data = self.data;
    if (length > data.length) {
      data = newByteArray(length + (length >> 3) + 8);
      for (let i = 0; i < start; i++) data[i] = self.data[i] as int;
    }
    if (growth > 0) {
      for (let i = self.length - 1; i >= end; i--) data[i + growth] = self.data[i] as int;
    } else {
      for (let i = end; i < self.length; i++) data[i + growth] = self.data[i] as int;
    }
    self.data = data;
    self.length = length;
  }
  copyStringToBytes(text, self.data, start);
}

function appendByte(self: W_BytearrayBase, byte: int): void {
  checkResizable(self);
  if (self.length === self.data.length) {
    const data = newByteArray(self.length + (self.length >> 3) + 8);
    copyBytes(self.data, 0, data, 0, self.length);
    self.data = data;
  }
  self.data[self.length++] = byte;
}

function bytearrayNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  if (w_type === bytearrayType || !(w_type instanceof W_Type)) return new W_Bytearray('');
  return new W_BytearrayUser(w_type, '');
}

function bytearrayInit(
  self: W_BytearrayBase,
  w_source: W_Root | null,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
): W_Root {
  const encoding = codecArgument(w_encoding, 'bytearray', 'encoding');
  const errors = codecArgument(w_errors, 'bytearray', 'errors');
  let text = '';
  if (w_source === null) {
    if (encoding !== null || errors !== null) {
      throw typeError(`${encoding !== null ? 'encoding' : 'errors'} without a string argument`);
    }
  } else if (encoding !== null || errors !== null || w_source instanceof W_StrBase) {
    text = encodedArgument(w_source, encoding, errors);
  } else {
    text = sourceBytes(w_source, 'bytearray', BYTE_RANGE);
  }
  spliceBytes(self, 0, self.length, text);
  return w_None;
}

function bytearrayRepr(self: W_BytearrayBase): W_Root {
  return newStr(`${self.getType().name}(${reprOfBytes(self.text())})`);
}

function bytearrayLen(self: W_BytearrayBase): W_Root {
  return newInt(self.length);
}

function bytearrayEq(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.EQ);
}

function bytearrayNe(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.NE);
}

function bytearrayLt(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.LT);
}

function bytearrayLe(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.LE);
}

function bytearrayGt(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.GT);
}

function bytearrayGe(self: W_BytearrayBase, w_other: W_Root): W_Root {
  return compareBytes(self.text(), w_other, Comparison.GE);
}

function bytearrayAdd(self: W_BytearrayBase, w_other: W_Root): W_Root {
  const other = findBytes(w_other);
  return other === null ? w_NotImplemented : new W_Bytearray(self.text() + other);
}

function bytearrayIadd(self: W_BytearrayBase, w_other: W_Root): W_Root {
  const other = findBytes(w_other);
  if (other === null) throw typeError(`can't concat ${typeName(w_other)} to ${typeName(self)}`);
  spliceBytes(self, self.length, self.length, other);
  return self;
}

function repeated(self: W_BytearrayBase, w_count: W_Root): string | null {
  if (!(w_count instanceof W_IntBase) && w_count.getType().findSlot(Slot.INDEX) === null) return null;
  const count = indexWord(w_count, OverflowErrorType);
  return count <= 0 ? '' : repeatString(self.text(), count);
}

function bytearrayMul(self: W_BytearrayBase, w_count: W_Root): W_Root {
  const text = repeated(self, w_count);
  return text === null ? w_NotImplemented : new W_Bytearray(text);
}

function bytearrayImul(self: W_BytearrayBase, w_count: W_Root): W_Root {
  const text = repeated(self, w_count);
  if (text === null) return w_NotImplemented;
  spliceBytes(self, 0, self.length, text);
  return self;
}

function bytearrayMod(self: W_BytearrayBase, w_values: W_Root): W_Root {
  return new W_Bytearray(formatPercentBytes(self.text(), w_values));
}

function bytearrayRmod(self: W_BytearrayBase, w_format: W_Root): W_Root {
  if (!(w_format instanceof W_BytearrayBase)) return w_NotImplemented;
  return new W_Bytearray(formatPercentBytes(w_format.text(), self));
}

function bytearrayContains(self: W_BytearrayBase, w_item: W_Root): W_Root {
  return newBool(self.text().indexOf(containedText(w_item), 0) >= 0);
}

function checkKey(w_key: W_Root): void {
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`bytearray indices must be integers or slices, not ${typeName(w_key)}`);
  }
}

function itemIndex(self: W_BytearrayBase, w_key: W_Root): int {
  checkKey(w_key);
  const index = subscriptWord(w_key);
  const place = index < 0 ? index + self.length : index;
  if (place < 0 || place >= self.length) throw indexError('bytearray index out of range');
  return place;
}

function bytearrayGetItem(self: W_BytearrayBase, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    const range = resolveSlice(w_key, self.length);
    return new W_Bytearray(sliceText(self.text(), range.start, range.step, range.count));
  }
  return newInt(self.data[itemIndex(self, w_key)] as int);
}

function bytearraySetItem(self: W_BytearrayBase, w_key: W_Root, w_value: W_Root): W_Root {
  if (!(w_key instanceof W_Slice)) {
    checkKey(w_key);
    subscriptWord(w_key);
    const byte = byteOf(w_value, BYTE_RANGE);
    self.data[itemIndex(self, w_key)] = byte;
    return w_None;
  }
  const text = assignedBytes(w_value);
  const range = resolveSlice(w_key, self.length);
  if (range.step === 1) {
    spliceBytes(self, range.start, range.start + range.count, text);
    return w_None;
  }
  if (text.length === 0) {
    deleteRange(self, range);
    return w_None;
  }
  if (text.length !== range.count) {
    throw valueError(
      `attempt to assign bytes of size ${text.length} to extended slice of size ${range.count}`,
    );
  }
  for (let i = 0; i < range.count; i++) self.data[range.start + i * range.step] = text.charCodeAt(i);
  return w_None;
}

function assignedBytes(w_value: W_Root): string {
  if (w_value instanceof W_IntBase)
    throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  if (w_value instanceof W_StrBase)
    throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  const text = findBytes(w_value);
  if (text !== null) return text;
  const w_type = w_value.getType();
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)');
  }
  return collectBytes(w_value, BYTE_RANGE);
}

function deleteRange(self: W_BytearrayBase, range: SliceRange): void {
  if (range.count === 0) return;
  const low = range.step > 0 ? range.start : range.start + (range.count - 1) * range.step;
  const step = range.step > 0 ? range.step : -range.step;
  if (step === 1) {
    spliceBytes(self, low, low + range.count, '');
    return;
  }
  checkResizable(self);
  const text = self.text();
  const builder = new StringBuilder();
  let from = 0;
  for (let i = 0; i < range.count; i++) {
    builder.appendRange(text, from, low + i * step);
    from = low + i * step + 1;
  }
  builder.appendRange(text, from, text.length);
  spliceBytes(self, 0, self.length, builder.build());
}

function bytearrayDelItem(self: W_BytearrayBase, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) {
    deleteRange(self, resolveSlice(w_key, self.length));
  } else {
    const index = itemIndex(self, w_key);
    spliceBytes(self, index, index + 1, '');
  }
  return w_None;
}

function bytearrayIter(self: W_BytearrayBase): W_Root {
  return new W_BytearrayIterator(self);
}

function bytearrayAppend(self: W_BytearrayBase, w_item: W_Root): W_Root {
  appendByte(self, byteOf(w_item, BYTE_RANGE));
  return w_None;
}

function bytearrayExtend(self: W_BytearrayBase, w_source: W_Root): W_Root {
  const known = findBytes(w_source);
  if (known !== null) {
    spliceBytes(self, self.length, self.length, known);
    return w_None;
  }
  const w_type = w_source.getType();
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw typeError(`can't extend bytearray with ${typeName(w_source)}`);
  }
  if (w_source instanceof W_StrBase && w_source.utf8().length > 0) {
    throw typeError(`expected iterable of integers; got: '${typeName(w_source)}'`);
  }
  const text = collectBytes(w_source, BYTE_RANGE);
  spliceBytes(self, self.length, self.length, text);
  return w_None;
}

function bytearrayInsert(self: W_BytearrayBase, w_index: W_Root, w_item: W_Root): W_Root {
  let index = toWord(w_index);
  const byte = byteOf(w_item, BYTE_RANGE);
  if (index < 0) index += self.length;
  if (index < 0) index = 0;
  if (index > self.length) index = self.length;
  spliceBytes(self, index, index, String.fromCharCode(byte));
  return w_None;
}

function bytearrayPop(self: W_BytearrayBase, w_index: W_Root | null): W_Root {
  let index = w_index === null ? -1 : indexWord(w_index, IndexErrorType);
  if (self.length === 0) throw indexError('pop from empty bytearray');
  if (index < 0) index += self.length;
  if (index < 0 || index >= self.length) throw indexError('pop index out of range');
  const byte = self.data[index] as int;
  spliceBytes(self, index, index + 1, '');
  return newInt(byte);
}

function bytearrayRemove(self: W_BytearrayBase, w_value: W_Root): W_Root {
  const at = self.text().indexOf(String.fromCharCode(byteOf(w_value, BYTE_RANGE)), 0);
  if (at < 0) throw valueError('value not found in bytearray');
  spliceBytes(self, at, at + 1, '');
  return w_None;
}

function bytearrayClear(self: W_BytearrayBase): W_Root {
  spliceBytes(self, 0, self.length, '');
  return w_None;
}

function bytearrayCopy(self: W_BytearrayBase): W_Root {
  return new W_Bytearray(self.text());
}

function bytearrayReverse(self: W_BytearrayBase): W_Root {
  const data = self.data;
  for (let i = 0, j = self.length - 1; i < j; i++, j--) {
    const byte = data[i] as int;
    data[i] = data[j] as int;
    data[j] = byte;
  }
  return w_None;
}

function bytearrayAlloc(self: W_BytearrayBase): W_Root {
  return newInt(self.data.length + 1);
}

function bytearraySizeof(self: W_BytearrayBase): W_Root {
  return newInt(57 + self.data.length);
}

function bytearrayReduce(self: W_BytearrayBase): W_Root {
  return reduceAs(self, newTuple([newStr(latin1(self.text())), newStr('latin-1')]));
}

function bytearrayReduceEx(self: W_BytearrayBase, w_protocol: W_Root): W_Root {
  if (toWord(w_protocol) < 3) return bytearrayReduce(self);
  return reduceAs(self, newTuple(self.length === 0 ? [] : [newBytes(self.text())]));
}

function latin1(text: string): string {
  const builder = new StringBuilder();
  for (let i = 0; i < text.length; i++) builder.appendCodePoint(text.charCodeAt(i));
  return builder.build();
}

function reduceAs(self: W_BytearrayBase, w_args: W_Root): W_Root {
  return newTuple([self.getType(), w_args, objectState(self, false)]);
}

function fromhex(w_type: W_Root, w_text: W_Root): W_Root {
  return bytesFromhex(w_type, w_text, newBytearray, bytearrayType);
}

function newBytearray(text: string): W_Root {
  return new W_Bytearray(text);
}

function iteratorReduce(self: W_BytearrayIterator): W_Root {
  if (self.w_bytes === null) return newPair(builtinNamed('iter'), newTuple([w_emptyStr]));
  return newTuple([builtinNamed('iter'), newTuple([self.w_bytes]), newInt(self.position)]);
}

function iteratorSetstate(self: W_BytearrayIterator, w_state: W_Root): W_Root {
  const position = toWord(w_state);
  if (self.w_bytes !== null) self.position = position < 0 ? 0 : position;
  return w_None;
}

function iteratorLengthHint(self: W_BytearrayIterator): W_Root {
  if (self.w_bytes === null) return newInt(0);
  const rest = self.w_bytes.length - self.position;
  return newInt(rest < 0 ? 0 : rest);
}

export const bytearrayIteratorTypedef = typedef(
  bytearrayIteratorType,
  W_BytearrayIterator,
  { subclassable: false },
  [
    ...iteratorRows,
    reduceRow(iteratorReduce),
    setstateRow(iteratorSetstate),
    lengthHintRow(iteratorLengthHint),
  ],
);

export const bytearrayTypedef = typedef(
  bytearrayType,
  W_BytearrayBase,
  {
    doc: "bytearray(source=b'', encoding, errors) -> bytearray\n\nA sequence of bytes that can be changed.",
    unhashable: true,
    pattern: 'self',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', bytearrayNew),
    method('__init__', "($self, /, source=b'', encoding='utf-8', errors='strict')", bytearrayInit),
    method('__repr__', '($self, /)', bytearrayRepr),
    method('__str__', '($self, /)', bytearrayRepr),
    method('__len__', '($self, /)', bytearrayLen),
    method('__eq__', '($self, value, /)', bytearrayEq),
    method('__ne__', '($self, value, /)', bytearrayNe),
    method('__lt__', '($self, value, /)', bytearrayLt),
    method('__le__', '($self, value, /)', bytearrayLe),
    method('__gt__', '($self, value, /)', bytearrayGt),
    method('__ge__', '($self, value, /)', bytearrayGe),
    method('__add__', '($self, value, /)', bytearrayAdd),
    method('__iadd__', '($self, value, /)', bytearrayIadd),
    method('__mul__', '($self, value, /)', bytearrayMul),
    method('__rmul__', '($self, value, /)', bytearrayMul),
    method('__imul__', '($self, value, /)', bytearrayImul),
    method('__mod__', '($self, value, /)', bytearrayMod),
    method('__rmod__', '($self, value, /)', bytearrayRmod),
    method('__contains__', '($self, key, /)', bytearrayContains),
    method('__getitem__', '($self, key, /)', bytearrayGetItem),
    method('__setitem__', '($self, key, value, /)', bytearraySetItem),
    method('__delitem__', '($self, key, /)', bytearrayDelItem),
    method('__iter__', '($self, /)', bytearrayIter),
    method('__alloc__', '($self, /)', bytearrayAlloc),
    method('__sizeof__', '($self, /)', bytearraySizeof),
    method('__reduce__', '($self, /)', bytearrayReduce),
    method('__reduce_ex__', '($self, proto=0, /)', bytearrayReduceEx),
    method('append', '($self, item, /)', bytearrayAppend),
    method('extend', '($self, iterable_of_ints, /)', bytearrayExtend),
    method('insert', '($self, index, item, /)', bytearrayInsert),
    method('pop', '($self, index=-1, /)', bytearrayPop),
    method('remove', '($self, value, /)', bytearrayRemove),
    method('clear', '($self, /)', bytearrayClear),
    method('copy', '($self, /)', bytearrayCopy),
    method('reverse', '($self, /)', bytearrayReverse),
    classmethod('fromhex', '($type, string, /)', fromhex),
    ...bytesMethodRows(),
  ],
);
