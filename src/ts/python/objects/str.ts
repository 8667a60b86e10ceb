/** `str`: construction, operators, subscripts, iteration, and the table of its methods. */
import { MAX_WORD, truncDiv } from '../../rlib/int.js';
import { newByteArray } from '../../rlib/array.js';
import { bytesToString, compareStrings, repeatString, StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { Comparison, orderSatisfies } from '../interp/compare.js';
import { indexWord, str, subscriptWord, toWord } from '../interp/convert.js';
import { indexError, overflowError, typeError, typeName } from '../interp/errors.js';
import { lengthHintRow, reduceRow, setstateRow } from './common-rows.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { formatPercent } from './percent-format.js';
import type { W_Root } from './root.js';
import { W_Iterator } from './root.js';
import { resolveSlice, W_Slice } from './slice.js';
import type { SliceRange } from './slice.js';
import { Slot } from './slots.js';
import { strMethodRows } from './str-methods.js';
import { decodeObject } from './text-codec.js';
import { reprOfText } from './str-repr.js';
import { method, staticmethod, typedef } from './typedef.js';
import { OverflowErrorType } from './w-exception.js';
import { newBool, newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { characterAt, newAsciiStr, newStr, strType, w_emptyStr, W_Str, W_StrUser } from './w-str.js';
import { sequenceLength, skipCodePoints, skipCodePointsBack, W_StrBase } from './w-str-base.js';
import { newPair, newTuple } from './w-tuple.js';
import { newBuiltinType, objectType, W_Type } from './w-type.js';

export const strIteratorType: W_Type = newBuiltinType('str_iterator', objectType);
export const strAsciiIteratorType: W_Type = newBuiltinType('str_ascii_iterator', objectType);

/** Iterates code points. */
export class W_StrIterator extends W_Iterator {
  /** Byte offset and code point index of the next one. */
  offset: int = 0;
  position: int = 0;
  private readonly ascii: boolean;

  constructor(public w_str: W_StrBase | null) {
    super();
    this.ascii = w_str !== null && w_str.isAscii();
  }

  override getType(): W_Type {
    return this.ascii ? strAsciiIteratorType : strIteratorType;
  }

  override next(): W_Root | null {
    const w_str = this.w_str;
    if (w_str === null) return null;
    const utf8 = w_str.utf8();
    const offset = this.offset;
    if (offset >= utf8.length) {
      this.w_str = null;
      return null;
    }
    const first = utf8.charCodeAt(offset);
    this.offset = offset + sequenceLength(first);
    this.position++;
    return characterAt(utf8, offset, first);
  }
}

function strNew(
  w_type: W_Root,
  w_object: W_Root | null,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
): W_Root {
  let w_text: W_StrBase = w_emptyStr;
  if (w_encoding === null && w_errors === null) {
    if (w_object !== null) w_text = str(w_object);
  } else if (w_object !== null) {
    w_text = decodeObject(
      w_object,
      encodingArgument(w_encoding, 'encoding'),
      encodingArgument(w_errors, 'errors'),
    );
  }
  if (w_type === strType || !(w_type instanceof W_Type)) return w_text;
  return new W_StrUser(w_type, w_text.utf8(), w_text.length());
}

function encodingArgument(w_arg: W_Root | null, name: string): string | null {
  if (w_arg === null) return null;
  if (w_arg instanceof W_StrBase) return w_arg.utf8();
  throw typeError(`str() argument '${name}' must be str, not ${typeName(w_arg)}`);
}

/** The exact str equal to a str. */
export function exactStr(self: W_StrBase): W_Str {
  return self instanceof W_Str ? self : new W_Str(self.utf8(), self.length());
}

function strRepr(self: W_StrBase): W_Root {
  return newStr(reprOfText(self.utf8()));
}

function strLen(self: W_StrBase): W_Root {
  return newInt(self.length());
}

function strHash(self: W_StrBase): W_Root {
  return newInt(self.hashCode());
}

function strCompare(self: W_StrBase, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_StrBase)) return w_NotImplemented;
  if (op === Comparison.EQ) return newBool(self.utf8() === w_other.utf8());
  if (op === Comparison.NE) return newBool(self.utf8() !== w_other.utf8());
  return newBool(orderSatisfies(op, compareStrings(self.utf8(), w_other.utf8())));
}

function strEq(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.EQ);
}

function strNe(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.NE);
}

function strLt(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.LT);
}

function strLe(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.LE);
}

function strGt(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.GT);
}

function strGe(self: W_StrBase, w_other: W_Root): W_Root {
  return strCompare(self, w_other, Comparison.GE);
}

function strAdd(self: W_StrBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_StrBase)) return w_NotImplemented;
  if (w_other.utf8().length === 0) return exactStr(self);
  if (self.utf8().length === 0) return exactStr(w_other);
  return newStr(self.utf8() + w_other.utf8());
}

function strMul(self: W_StrBase, w_count: W_Root): W_Root {
  if (!(w_count instanceof W_IntBase) && w_count.getType().findSlot(Slot.INDEX) === null)
    return w_NotImplemented;
  const count = indexWord(w_count, OverflowErrorType);
  if (count <= 0 || self.utf8().length === 0) return w_emptyStr;
  if (count === 1) return exactStr(self);
  if (count > truncDiv(MAX_WORD, self.utf8().length)) throw overflowError('repeated string is too long');
  const text = repeatString(self.utf8(), count);
  return self.isAscii() ? newAsciiStr(text) : newStr(text);
}

function strMod(self: W_StrBase, w_values: W_Root): W_Root {
  return formatPercent(self, w_values);
}

function strRmod(self: W_StrBase, w_format: W_Root): W_Root {
  return w_format instanceof W_StrBase ? formatPercent(w_format, self) : w_NotImplemented;
}

function strContains(self: W_StrBase, w_item: W_Root): W_Root {
  if (w_item instanceof W_StrBase) return newBool(self.utf8().indexOf(w_item.utf8(), 0) >= 0);
  throw typeError(`'in <string>' requires string as left operand, not ${typeName(w_item)}`);
}

function strGetItem(self: W_StrBase, w_key: W_Root): W_Root {
  if (w_key instanceof W_Slice) return sliceStr(self, resolveSlice(w_key, self.length()));
  if (!(w_key instanceof W_IntBase) && w_key.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`string indices must be integers, not '${typeName(w_key)}'`);
  }
  let position = subscriptWord(w_key);
  const length = self.length();
  if (position < 0) position += length;
  if (position < 0 || position >= length) throw indexError('string index out of range');
  const utf8 = self.utf8();
  if (length === utf8.length) return characterAt(utf8, position, utf8.charCodeAt(position));
  const offset = self.byteOffset(position);
  return characterAt(utf8, offset, utf8.charCodeAt(offset));
}

function sliceStr(self: W_StrBase, range: SliceRange): W_Root {
  const utf8 = self.utf8();
  if (range.count === 0) return w_emptyStr;
  if (range.step === 1) {
    if (range.count === self.length()) return exactStr(self);
    const text = utf8.slice(self.byteOffset(range.start), self.byteOffset(range.start + range.count));
    return self.isAscii() ? newAsciiStr(text) : newStr(text);
  }
  return self.isAscii() ? newAsciiStr(steppedBytes(utf8, range)) : newStr(steppedCharacters(self, range));
}

/** Every so manieth byte. */
function steppedBytes(text: string, range: SliceRange): string {
  const bytes = newByteArray(range.count);
  for (let i = 0; i < range.count; i++) bytes[i] = text.charCodeAt(range.start + i * range.step);
  return bytesToString(bytes, 0, range.count);
}

/** Every so manieth character: from one to the next, since places of characters have to be counted. */
function steppedCharacters(self: W_StrBase, range: SliceRange): string {
  const utf8 = self.utf8();
  const builder = new StringBuilder();
  let offset = self.byteOffset(range.start);
  for (let i = 0; i < range.count; i++) {
    builder.appendRange(utf8, offset, offset + sequenceLength(utf8.charCodeAt(offset)));
    if (range.step > 0) offset = skipCodePoints(utf8, offset, range.step);
    else offset = skipCodePointsBack(utf8, offset, -range.step);
  }
  return builder.build();
}

function strIter(self: W_StrBase): W_Root {
  return new W_StrIterator(self);
}

function strGetnewargs(self: W_StrBase): W_Root {
  return newTuple([exactStr(self)]);
}

function strSizeof(self: W_StrBase): W_Root {
  return newInt(48 + self.utf8().length + 1);
}

function iteratorReduce(self: W_StrIterator): W_Root {
  if (self.w_str === null) return newPair(builtinNamed('iter'), newTuple([w_emptyStr]));
  return newTuple([builtinNamed('iter'), newTuple([self.w_str]), newInt(self.position)]);
}

function iteratorSetstate(self: W_StrIterator, w_state: W_Root): W_Root {
  const w_str = self.w_str;
  const position = toWord(w_state);
  if (w_str !== null) {
    const length = w_str.length();
    self.position = position < 0 ? 0 : position > length ? length : position;
    self.offset = w_str.byteOffset(self.position);
  }
  return w_None;
}

function iteratorLengthHint(self: W_StrIterator): W_Root {
  return newInt(self.w_str === null ? 0 : self.w_str.length() - self.position);
}

const strIteratorRows = [
  ...iteratorRows,
  reduceRow(iteratorReduce),
  setstateRow(iteratorSetstate),
  lengthHintRow(iteratorLengthHint),
];

export const strIteratorTypedef = typedef(
  strIteratorType,
  W_StrIterator,
  { subclassable: false },
  strIteratorRows,
);
export const strAsciiIteratorTypedef = typedef(
  strAsciiIteratorType,
  W_StrIterator,
  { subclassable: false },
  strIteratorRows,
);

export const strTypedef = typedef(
  strType,
  W_StrBase,
  {
    doc:
      "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n" +
      'The string form of an object, or the text that bytes encode.',
    pattern: 'self',
  },
  [
    staticmethod('__new__', "($type, object='', encoding='utf-8', errors='strict')", strNew),
    method('__repr__', '($self, /)', strRepr),
    method('__str__', '($self, /)', exactStr),
    method('__len__', '($self, /)', strLen),
    method('__hash__', '($self, /)', strHash),
    method('__eq__', '($self, value, /)', strEq),
    method('__ne__', '($self, value, /)', strNe),
    method('__lt__', '($self, value, /)', strLt),
    method('__le__', '($self, value, /)', strLe),
    method('__gt__', '($self, value, /)', strGt),
    method('__ge__', '($self, value, /)', strGe),
    method('__add__', '($self, value, /)', strAdd),
    method('__mul__', '($self, value, /)', strMul),
    method('__rmul__', '($self, value, /)', strMul),
    method('__mod__', '($self, value, /)', strMod),
    method('__rmod__', '($self, value, /)', strRmod),
    method('__contains__', '($self, key, /)', strContains),
    method('__getitem__', '($self, key, /)', strGetItem),
    method('__iter__', '($self, /)', strIter),
    method('__getnewargs__', '($self, /)', strGetnewargs),
    method('__sizeof__', '($self, /)', strSizeof),
    ...strMethodRows(),
  ],
);
