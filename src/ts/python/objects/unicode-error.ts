/** UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError. */
import type { int } from '../../rlib/types.js';
import { index, indexWord, str, toWord } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { appendEscape } from './str-repr.js';
import type { Row, Typedef } from './typedef.js';
import { getset, method, typedef } from './typedef.js';
import { bytesToString, StringBuilder } from '../../rlib/bytes.js';
import { W_BytesBase, W_BytearrayBase, newBytes } from './w-bytes.js';
import {
  allocateException,
  OperationError,
  OverflowErrorType,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
  W_UnicodeError,
} from './w-exception.js';
import { newInt, W_IntBase } from './w-int.js';
import { w_None } from './w-none.js';
import { newStr, w_emptyStr } from './w-str.js';
import { codePointAt, W_StrBase } from './w-str-base.js';
import { newTuple, W_TupleBase } from './w-tuple.js';

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

function checkStr(w_obj: W_Root, position: int): void {
  if (!(w_obj instanceof W_StrBase))
    throw typeError(`argument ${position} must be str, not ${typeName(w_obj)}`);
}

function itemsOf(w_args: W_Root, count: int): W_TupleBase {
  if (w_args instanceof W_TupleBase && w_args.items.length === count) return w_args;
  const given = w_args instanceof W_TupleBase ? w_args.items.length : 0;
  throw typeError(`function takes exactly ${count} arguments (${given} given)`);
}

/** `UnicodeEncodeError(encoding, object, start, end, reason)`. */
function encodeInit(self: W_UnicodeError, w_args: W_Root): W_Root {
  const args = itemsOf(w_args, 5);
  checkStr(args.items[0] as W_Root, 1);
  checkStr(args.items[1] as W_Root, 2);
  return fill(self, args, 0);
}

/** `UnicodeDecodeError(encoding, object, start, end, reason)`. */
function decodeInit(self: W_UnicodeError, w_args: W_Root): W_Root {
  const args = itemsOf(w_args, 5);
  checkStr(args.items[0] as W_Root, 1);
  const w_object = args.items[1] as W_Root;
  fill(self, args, 0);
  if (w_object instanceof W_BytearrayBase)
    self.w_object = newBytes(bytesToString(w_object.data, 0, w_object.length));
  else if (!(w_object instanceof W_BytesBase)) {
    throw typeError(`a bytes-like object is required, not '${typeName(w_object)}'`);
  }
  return w_None;
}

/** `UnicodeTranslateError(object, start, end, reason)`. */
function translateInit(self: W_UnicodeError, w_args: W_Root): W_Root {
  const args = itemsOf(w_args, 4);
  checkStr(args.items[0] as W_Root, 1);
  return fill(self, args, -1);
}

function fill(self: W_UnicodeError, args: W_TupleBase, shift: int): W_Root {
  const items = args.items;
  checkStr(items[4 + shift] as W_Root, 5 + shift);
  self.w_args = args;
  self.w_encoding = shift === 0 ? (items[0] as W_Root) : null;
  self.w_object = items[1 + shift] as W_Root;
  self.w_start = index(items[2 + shift] as W_Root);
  self.w_end = index(items[3 + shift] as W_Root);
  self.w_reason = items[4 + shift] as W_Root;
  return w_None;
}

function objectLength(self: W_UnicodeError): int {
  const w_object = self.w_object;
  if (w_object instanceof W_StrBase) return w_object.length();
  if (w_object instanceof W_BytesBase) return w_object.value.length;
  return 0;
}

/** Start and end are kept within the object. */
function startOf(self: W_UnicodeError): int {
  const start = self.w_start instanceof W_IntBase ? toWord(self.w_start) : 0;
  const length = objectLength(self);
  if (start < 0) return 0;
  return start >= length ? (length === 0 ? 0 : length - 1) : start;
}

function endOf(self: W_UnicodeError): int {
  const end = self.w_end instanceof W_IntBase ? toWord(self.w_end) : 0;
  const length = objectLength(self);
  if (end < 1) return length === 0 ? 0 : 1;
  return end > length ? length : end;
}

function escaped(c: int): string {
  const builder = new StringBuilder();
  if (c >= 0x100 || c < 0) appendEscape(builder, c);
  else builder.append(`\\x${hexPair(c)}`);
  return builder.build();
}

const HEX = '0123456789abcdef';

function hexPair(c: int): string {
  return HEX.slice(c >> 4, (c >> 4) + 1) + HEX.slice(c & 15, (c & 15) + 1);
}

function codePointText(w_object: W_Root, position: int): string {
  if (!(w_object instanceof W_StrBase)) return '?';
  return escaped(codePointAt(w_object.utf8(), w_object.byteOffset(position)));
}

function encodeStr(self: W_UnicodeError): W_Root {
  if (self.w_object === null) return w_emptyStr;
  const encoding = str(orNone(self.w_encoding)).utf8();
  const reason = str(orNone(self.w_reason)).utf8();
  const start = toWord(orZero(self.w_start));
  const end = toWord(orZero(self.w_end));
  if (start >= 0 && start < objectLength(self) && end === start + 1) {
    return newStr(
      `'${encoding}' codec can't encode character '${codePointText(self.w_object, start)}' in position ${start}: ${reason}`,
    );
  }
  return newStr(`'${encoding}' codec can't encode characters in position ${start}-${end - 1}: ${reason}`);
}

function orZero(w_obj: W_Root | null): W_Root {
  return w_obj === null ? newInt(0) : w_obj;
}

function decodeStr(self: W_UnicodeError): W_Root {
  const w_object = self.w_object;
  if (w_object === null) return w_emptyStr;
  const encoding = str(orNone(self.w_encoding)).utf8();
  const reason = str(orNone(self.w_reason)).utf8();
  const start = toWord(orZero(self.w_start));
  const end = toWord(orZero(self.w_end));
  if (w_object instanceof W_BytesBase && start >= 0 && start < w_object.value.length && end === start + 1) {
    const byte = hexPair(w_object.value.charCodeAt(start));
    return newStr(`'${encoding}' codec can't decode byte 0x${byte} in position ${start}: ${reason}`);
  }
  return newStr(`'${encoding}' codec can't decode bytes in position ${start}-${end - 1}: ${reason}`);
}

function translateStr(self: W_UnicodeError): W_Root {
  if (self.w_object === null) return w_emptyStr;
  const reason = str(orNone(self.w_reason)).utf8();
  const start = toWord(orZero(self.w_start));
  const end = toWord(orZero(self.w_end));
  if (start >= 0 && start < objectLength(self) && end === start + 1) {
    return newStr(
      `can't translate character '${codePointText(self.w_object, start)}' in position ${start}: ${reason}`,
    );
  }
  return newStr(`can't translate characters in position ${start}-${end - 1}: ${reason}`);
}

function getEncoding(self: W_UnicodeError): W_Root {
  return orNone(self.w_encoding);
}

function setEncoding(self: W_UnicodeError, w_value: W_Root): void {
  self.w_encoding = w_value;
}

function getObject(self: W_UnicodeError): W_Root {
  return orNone(self.w_object);
}

function setObject(self: W_UnicodeError, w_value: W_Root): void {
  self.w_object = w_value;
}

function getStart(self: W_UnicodeError): W_Root {
  return self.w_start === null ? w_None : newInt(startOf(self));
}

function setStart(self: W_UnicodeError, w_value: W_Root): void {
  self.w_start = newInt(indexWord(w_value, OverflowErrorType));
}

function getEnd(self: W_UnicodeError): W_Root {
  return self.w_end === null ? w_None : newInt(endOf(self));
}

function setEnd(self: W_UnicodeError, w_value: W_Root): void {
  self.w_end = newInt(indexWord(w_value, OverflowErrorType));
}

function getReason(self: W_UnicodeError): W_Root {
  return orNone(self.w_reason);
}

function setReason(self: W_UnicodeError, w_value: W_Root): void {
  self.w_reason = w_value;
}

const attributeRows: Row[] = [
  getset('encoding', getEncoding, setEncoding, null, 'exception encoding'),
  getset('object', getObject, setObject, null, 'exception object'),
  getset('start', getStart, setStart, null, 'exception start'),
  getset('end', getEnd, setEnd, null, 'exception end'),
  getset('reason', getReason, setReason, null, 'exception reason'),
];

export const unicodeErrorTypedefs: readonly Typedef[] = [
  typedef(UnicodeEncodeErrorType, W_UnicodeError, {}, [
    method('__init__', '($self, /, *args)', encodeInit),
    method('__str__', '($self, /)', encodeStr),
    ...attributeRows,
  ]),
  typedef(UnicodeDecodeErrorType, W_UnicodeError, {}, [
    method('__init__', '($self, /, *args)', decodeInit),
    method('__str__', '($self, /)', decodeStr),
    ...attributeRows,
  ]),
  typedef(UnicodeTranslateErrorType, W_UnicodeError, {}, [
    method('__init__', '($self, /, *args)', translateInit),
    method('__str__', '($self, /)', translateStr),
    ...attributeRows,
  ]),
];

/** A new UnicodeDecodeError or UnicodeEncodeError; positions in bytes or code points of the object. */
export function unicodeError(
  isDecode: boolean,
  encoding: string,
  w_object: W_Root,
  start: int,
  end: int,
  reason: string,
): OperationError {
  const w_exception = allocateException(isDecode ? UnicodeDecodeErrorType : UnicodeEncodeErrorType);
  const w_args = newTuple([newStr(encoding), w_object, newInt(start), newInt(end), newStr(reason)]);
  w_exception.w_args = w_args;
  if (w_exception instanceof W_UnicodeError) fill(w_exception, w_args, 0);
  return new OperationError(w_exception);
}
