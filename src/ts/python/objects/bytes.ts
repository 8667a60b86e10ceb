/** `bytes`: construction, operators, subscripts, iteration. Its methods are in `bytes-methods.ts`. */
import { compareStrings, repeatString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { Comparison, orderSatisfies } from '../interp/compare.js';
import { indexWord, subscriptWord, toWord } from '../interp/convert.js';
import { indexError, typeError, typeName, valueError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import { callMethodDescriptor0 } from '../interp/special.js';
import { findBytes, getBytes } from './buffer.js';
import { bytesMethodRows } from './bytes-methods.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { formatPercentBytes } from './percent-format.js';
import { reprOfBytes } from './bytes-repr.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import type { W_Root } from './root.js';
import { W_Iterator } from './root.js';
import { resolveSlice, W_Slice } from './slice.js';
import { Slot } from './slots.js';
import { encodeStr } from './text-codec.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { bytesFromhex } from './bytes-hex.js';
import { bytesType, newBytes, W_Bytes, W_BytesBase, W_BytesUser } from './w-bytes.js';
import { IndexErrorType, OverflowErrorType } from './w-exception.js';
import { newBool, newInt, W_Int, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr, w_emptyStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType, W_Type } from './w-type.js';
import { StringBuilder } from '../../rlib/bytes.js';

export const bytesIteratorType: W_Type = newBuiltinType('bytes_iterator', objectType);

/** Iterates the bytes as ints. */
export class W_BytesIterator extends W_Iterator {
  position: int = 0;

  constructor(public w_bytes: W_BytesBase | null) {
    super();
  }

  override getType(): W_Type {
    return bytesIteratorType;
  }

  override next(): W_Root | null {
    const w_bytes = this.w_bytes;
    if (w_bytes === null) return null;
    if (this.position >= w_bytes.value.length) {
      this.w_bytes = null;
      return null;
    }
    return newInt(w_bytes.value.charCodeAt(this.position++));
  }
}

/** A byte as the items of `kind` may be: an int of 0..255. */
export function byteOf(w_item: W_Root, message: string): int {
  if (w_item instanceof W_Int) {
    if (w_item.value >= 0 && w_item.value < 256) return w_item.value;
    throw valueError(message);
  }
  const value = indexWord(w_item, IndexErrorType);
  if (value < 0 || value > 255) throw valueError(message);
  return value;
}

/** The bytes that an iterable of ints gives. */
export function collectBytes(w_iterable: W_Root, message: string): string {
  const builder = new StringBuilder();
  const w_iterator = iter(w_iterable);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return builder.build();
    builder.appendByte(byteOf(w_item, message));
  }
}

export function codecArgument(w_arg: W_Root | null, owner: string, name: string): string | null {
  if (w_arg === null) return null;
  if (w_arg instanceof W_StrBase) return w_arg.utf8();
  throw typeError(`${owner}() argument '${name}' must be str, not ${typeName(w_arg)}`);
}

function bytesNew(
  w_type: W_Root,
  w_source: W_Root | null,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
): W_Root {
  const encoding = codecArgument(w_encoding, 'bytes', 'encoding');
  const errors = codecArgument(w_errors, 'bytes', 'errors');
  const w_value = bytesValue(w_type, w_source, encoding, errors);
  if (w_type === bytesType || !(w_type instanceof W_Type)) return w_value;
  return new W_BytesUser(w_type, w_value.value);
}

function bytesValue(
  w_type: W_Root,
  w_source: W_Root | null,
  encoding: string | null,
  errors: string | null,
): W_BytesBase {
  if (w_source === null) {
    if (encoding !== null) throw typeError('encoding without a string argument');
    if (errors !== null) throw typeError('errors without a string argument');
    return newBytes('');
  }
  if (encoding !== null || errors !== null) return newBytes(encodedArgument(w_source, encoding, errors));
  if (w_source instanceof W_Bytes && w_type === bytesType) return w_source;
  const w_method = w_source.getType().findSlot(Slot.BYTES);
  if (w_method !== null) {
    const w_result = callMethodDescriptor0(w_method, w_source);
    if (w_result instanceof W_BytesBase) return w_result;
    throw typeError(`__bytes__ returned non-bytes (type ${typeName(w_result)})`);
  }
  if (w_source instanceof W_StrBase) throw typeError('string argument without an encoding');
  return newBytes(sourceBytes(w_source, 'bytes', 'bytes must be in range(0, 256)'));
}

/** A str argument encoded; an encoding must be there. */
export function encodedArgument(w_source: W_Root, encoding: string | null, errors: string | null): string {
  if (!(w_source instanceof W_StrBase)) {
    throw typeError(
      encoding === null ? 'errors without a string argument' : 'encoding without a string argument',
    );
  }
  if (encoding === null) throw typeError('string argument without an encoding');
  return getBytes(encodeStr(w_source, encoding, errors));
}

/** The bytes of a count, a buffer, or an iterable of ints. */
export function sourceBytes(w_source: W_Root, name: string, rangeMessage: string): string {
  const w_type = w_source.getType();
  if (w_source instanceof W_IntBase || w_type.findSlot(Slot.INDEX) !== null) {
    const count = indexWord(w_source, OverflowErrorType);
    if (count < 0) throw valueError('negative count');
    return repeatString('\x00', count);
  }
  const text = findBytes(w_source);
  if (text !== null) return text;
  if (w_type.findSlot(Slot.ITER) === null && w_type.findSlot(Slot.GETITEM) === null) {
    throw typeError(`cannot convert '${typeName(w_source)}' object to ${name}`);
  }
  return collectBytes(w_source, rangeMessage);
}

function bytesRepr(self: W_BytesBase): W_Root {
  return newStr(reprOfBytes(self.value));
}

function bytesHash(self: W_BytesBase): W_Root {
  return newInt(self.hashCode());
}

function bytesLen(self: W_BytesBase): W_Root {
  return newInt(self.value.length);
}

/** Comparison of bytes with a bytes-like object. */
export function compareBytes(text: string, w_other: W_Root, op: Comparison): W_Root {
  const other = w_other instanceof W_BytesBase ? w_other.value : findBytes(w_other);
  if (other === null) return w_NotImplemented;
  if (op === Comparison.EQ) return newBool(text === other);
  if (op === Comparison.NE) return newBool(text !== other);
  return newBool(orderSatisfies(op, compareStrings(text, other)));
}

function bytesEq(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.EQ);
}

function bytesNe(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.NE);
}

function bytesLt(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.LT);
}

function bytesLe(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.LE);
}

function bytesGt(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.GT);
}

function bytesGe(self: W_BytesBase, w_other: W_Root): W_Root {
  return bytesCompare(self, w_other, Comparison.GE);
}

/** Only bytes are compared here: other bytes-like types compare themselves with bytes. */
function bytesCompare(self: W_BytesBase, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_BytesBase)) return w_NotImplemented;
  return compareBytes(self.value, w_other, op);
}

function bytesAdd(self: W_BytesBase, w_other: W_Root): W_Root {
  const other = findBytes(w_other);
  if (other === null) return w_NotImplemented;
  if (other.length === 0 && self instanceof W_Bytes) return self;
  if (self.value.length === 0 && w_other instanceof W_Bytes) return w_other;
  return newBytes(self.value + other);
}

function bytesMul(self: W_BytesBase, w_count: W_Root): W_Root {
  if (!(w_count instanceof W_IntBase) && w_count.getType().findSlot(Slot.INDEX) === null)
    return w_NotImplemented;
  const count = indexWord(w_count, OverflowErrorType);
  if (count === 1 && self instanceof W_Bytes) return self;
  return newBytes(count <= 0 ? '' : repeatString(self.value, count));
}

function bytesMod(self: W_BytesBase, w_values: W_Root): W_Root {
  return newBytes(formatPercentBytes(self.value, w_values));
}

function bytesRmod(self: W_BytesBase, w_format: W_Root): W_Root {
  return w_format instanceof W_BytesBase
    ? newBytes(formatPercentBytes(w_format.value, self))
    : w_NotImplemented;
}

function bytesContains(self: W_BytesBase, w_item: W_Root): W_Root {
  return newBool(self.value.indexOf(containedText(w_item), 0) >= 0);
}

/** What `in` looks for: a byte as an int, or a bytes-like object. */
export function containedText(w_item: W_Root): string {
  if (w_item instanceof W_IntBase || w_item.getType().findSlot(Slot.INDEX) !== null) {
    return String.fromCharCode(byteOf(w_item, 'byte must be in range(0, 256)'));
  }
  return getBytes(w_item);
}

function bytesGetItem(self: W_BytesBase, w_key: W_Root): W_Root {
  const value = self.value;
  if (w_key instanceof W_Slice) {
    const range = resolveSlice(w_key, value.length);
    if (range.count === value.length && range.step === 1 && self instanceof W_Bytes) return self;
    return newBytes(sliceText(value, range.start, range.step, range.count));
  }
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`byte indices must be integers or slices, not ${typeName(w_key)}`);
  }
  let index = subscriptWord(w_key);
  if (index < 0) index += value.length;
  if (index < 0 || index >= value.length) throw indexError('index out of range');
  return newInt(value.charCodeAt(index));
}

/** The bytes of a slice. */
export function sliceText(text: string, start: int, step: int, count: int): string {
  if (step === 1) return text.slice(start, start + count);
  const builder = new StringBuilder();
  for (let i = 0; i < count; i++) builder.appendByte(text.charCodeAt(start + i * step));
  return builder.build();
}

function bytesIter(self: W_BytesBase): W_Root {
  return new W_BytesIterator(self);
}

function bytesGetnewargs(self: W_BytesBase): W_Root {
  return newTuple([newBytes(self.value)]);
}

function bytesBytes(self: W_BytesBase): W_Root {
  return self instanceof W_Bytes ? self : newBytes(self.value);
}

function bytesSizeof(self: W_BytesBase): W_Root {
  return newInt(33 + self.value.length);
}

function iteratorReduce(self: W_BytesIterator): W_Root {
  if (self.w_bytes === null) return newPair(builtinNamed('iter'), newTuple([w_emptyStr]));
  return newTuple([builtinNamed('iter'), newTuple([self.w_bytes]), newInt(self.position)]);
}

function iteratorSetstate(self: W_BytesIterator, w_state: W_Root): W_Root {
  const position = toWord(w_state);
  const w_bytes = self.w_bytes;
  if (w_bytes !== null) {
    const length = w_bytes.value.length;
    self.position = position < 0 ? 0 : position > length ? length : position;
  }
  return w_None;
}

function iteratorLengthHint(self: W_BytesIterator): W_Root {
  return newInt(self.w_bytes === null ? 0 : self.w_bytes.value.length - self.position);
}

function fromhex(w_type: W_Root, w_text: W_Root): W_Root {
  return bytesFromhex(w_type, w_text, newBytes, bytesType);
}

export const bytesIteratorTypedef = typedef(bytesIteratorType, W_BytesIterator, { subclassable: false }, [
  ...iteratorRows,
  reduceRow(iteratorReduce),
  setstateRow(iteratorSetstate),
  lengthHintRow(iteratorLengthHint),
]);

export const bytesTypedef = typedef(
  bytesType,
  W_BytesBase,
  { doc: "bytes(source=b'', encoding, errors) -> bytes\n\nAn immutable sequence of bytes.", pattern: 'self' },
  [
    staticmethod('__new__', "($type, source=b'', encoding='utf-8', errors='strict')", bytesNew),
    method('__repr__', '($self, /)', bytesRepr),
    method('__str__', '($self, /)', bytesRepr),
    method('__hash__', '($self, /)', bytesHash),
    method('__len__', '($self, /)', bytesLen),
    method('__eq__', '($self, value, /)', bytesEq),
    method('__ne__', '($self, value, /)', bytesNe),
    method('__lt__', '($self, value, /)', bytesLt),
    method('__le__', '($self, value, /)', bytesLe),
    method('__gt__', '($self, value, /)', bytesGt),
    method('__ge__', '($self, value, /)', bytesGe),
    method('__add__', '($self, value, /)', bytesAdd),
    method('__mul__', '($self, value, /)', bytesMul),
    method('__rmul__', '($self, value, /)', bytesMul),
    method('__mod__', '($self, value, /)', bytesMod),
    method('__rmod__', '($self, value, /)', bytesRmod),
    method('__contains__', '($self, key, /)', bytesContains),
    method('__getitem__', '($self, key, /)', bytesGetItem),
    method('__iter__', '($self, /)', bytesIter),
    method('__getnewargs__', '($self, /)', bytesGetnewargs),
    method('__bytes__', '($self, /)', bytesBytes),
    method('__sizeof__', '($self, /)', bytesSizeof),
    classmethod('fromhex', '($type, string, /)', fromhex),
    ...bytesMethodRows(),
  ],
);
