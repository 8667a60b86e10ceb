/** The error handlers that Python defines: each takes a UnicodeError and gives (replacement, position). */
import { repeatString, StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { toWord } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { appendEscape } from './str-repr.js';
import { parseSignature } from './signature.js';
import { findCharacterName } from './unicode-names.js';
import { BuiltinKind, makeBuiltinCode, W_Builtin } from './w-builtin.js';
import { newBytes, W_BytesBase } from './w-bytes.js';
import type { W_Dict } from './w-dict.js';
import {
  OperationError,
  UnicodeDecodeErrorType,
  UnicodeEncodeErrorType,
  UnicodeTranslateErrorType,
  W_BaseException,
  W_UnicodeError,
} from './w-exception.js';
import { newInt } from './w-int.js';
import type { W_Str } from './w-str.js';
import { intern, newStr, w_emptyStr } from './w-str.js';
import { codePointAt, sequenceLength, W_StrBase } from './w-str-base.js';
import { newPair } from './w-tuple.js';

function wrongException(w_error: W_Root): OperationError {
  return typeError(`don't know how to handle ${typeName(w_error)} in error callback`);
}

function unicodeErrorOf(w_error: W_Root): W_UnicodeError {
  if (w_error instanceof W_UnicodeError) return w_error;
  throw wrongException(w_error);
}

function isEncode(w_error: W_UnicodeError): boolean {
  return w_error.getType().isSubtype(UnicodeEncodeErrorType);
}

function isDecode(w_error: W_UnicodeError): boolean {
  return w_error.getType().isSubtype(UnicodeDecodeErrorType);
}

function isTranslate(w_error: W_UnicodeError): boolean {
  return w_error.getType().isSubtype(UnicodeTranslateErrorType);
}

function objectLength(w_error: W_UnicodeError): int {
  const w_object = w_error.w_object;
  if (w_object instanceof W_StrBase) return w_object.length();
  return w_object instanceof W_BytesBase ? w_object.value.length : 0;
}

function startOf(w_error: W_UnicodeError): int {
  const start = w_error.w_start === null ? 0 : toWord(w_error.w_start);
  const length = objectLength(w_error);
  if (start < 0) return 0;
  return start >= length ? (length === 0 ? 0 : length - 1) : start;
}

function endOf(w_error: W_UnicodeError): int {
  const end = w_error.w_end === null ? 0 : toWord(w_error.w_end);
  const length = objectLength(w_error);
  if (end < 1) return length === 0 ? 0 : 1;
  return end > length ? length : end;
}

function strObject(w_error: W_UnicodeError): W_StrBase {
  if (w_error.w_object instanceof W_StrBase) return w_error.w_object;
  throw typeError('object attribute must be unicode');
}

function bytesObject(w_error: W_UnicodeError): string {
  if (w_error.w_object instanceof W_BytesBase) return w_error.w_object.value;
  throw typeError('object attribute must be bytes');
}

function strictErrors(w_error: W_Root): W_Root {
  if (w_error instanceof W_BaseException) throw new OperationError(w_error);
  throw typeError('codec must pass exception instance');
}

function ignoreErrors(w_exception: W_Root): W_Root {
  return newPair(w_emptyStr, newInt(endOf(unicodeErrorOf(w_exception))));
}

function replaceErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  const end = endOf(w_error);
  if (isEncode(w_error)) {
    const count = end - startOf(w_error);
    return newPair(newStr(repeatString('?', count < 0 ? 0 : count)), newInt(end));
  }
  if (isDecode(w_error)) return newPair(newStr('\xef\xbf\xbd'), newInt(end));
  if (isTranslate(w_error)) {
    const count = end - startOf(w_error);
    return newPair(newStr(repeatString('\xef\xbf\xbd', count < 0 ? 0 : count)), newInt(end));
  }
  throw wrongException(w_exception);
}

const HEX = '0123456789abcdef';

function appendByteEscape(builder: StringBuilder, byte: int): void {
  builder.append('\\x');
  builder.appendByte(HEX.charCodeAt(byte >> 4));
  builder.appendByte(HEX.charCodeAt(byte & 15));
}

function appendCharacterEscape(builder: StringBuilder, c: int): void {
  if (c < 0x100) appendByteEscape(builder, c);
  else appendEscape(builder, c);
}

function backslashreplaceErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  const start = startOf(w_error);
  const end = endOf(w_error);
  const builder = new StringBuilder();
  if (isDecode(w_error)) {
    const bytes = bytesObject(w_error);
    for (let i = start; i < end; i++) appendByteEscape(builder, bytes.charCodeAt(i));
  } else {
    const w_str = strObject(w_error);
    for (let i = start; i < end; i++) {
      appendCharacterEscape(builder, codePointAt(w_str.utf8(), w_str.byteOffset(i)));
    }
  }
  return newPair(newStr(builder.build()), newInt(end));
}

function xmlcharrefreplaceErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  if (!isEncode(w_error)) throw wrongException(w_exception);
  const w_str = strObject(w_error);
  const builder = new StringBuilder();
  const end = endOf(w_error);
  for (let i = startOf(w_error); i < end; i++) {
    builder.append(`&#${codePointAt(w_str.utf8(), w_str.byteOffset(i))};`);
  }
  return newPair(newStr(builder.build()), newInt(end));
}

function namereplaceErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  if (!isEncode(w_error)) throw wrongException(w_exception);
  const w_str = strObject(w_error);
  const builder = new StringBuilder();
  const end = endOf(w_error);
  for (let i = startOf(w_error); i < end; i++) {
    const c = codePointAt(w_str.utf8(), w_str.byteOffset(i));
    const name = findCharacterName(c);
    if (name.length > 0) builder.append(`\\N{${name}}`);
    else appendCharacterEscape(builder, c);
  }
  return newPair(newStr(builder.build()), newInt(end));
}

function surrogateescapeErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  const start = startOf(w_error);
  const end = endOf(w_error);
  const builder = new StringBuilder();
  if (isEncode(w_error)) {
    const w_str = strObject(w_error);
    for (let i = start; i < end; i++) {
      const c = codePointAt(w_str.utf8(), w_str.byteOffset(i));
      if (c < 0xdc80 || c > 0xdcff) throw new OperationError(w_error);
      builder.appendByte(c - 0xdc00);
    }
    return newPair(newBytes(builder.build()), newInt(end));
  }
  if (!isDecode(w_error)) throw wrongException(w_exception);
  const bytes = bytesObject(w_error);
  let at = start;
  while (at < end && at < start + 4 && bytes.charCodeAt(at) >= 0x80) {
    builder.appendCodePoint(0xdc00 + bytes.charCodeAt(at));
    at++;
  }
  if (at === start) throw new OperationError(w_error);
  return newPair(newStr(builder.build()), newInt(at));
}

/** Code units of an encoding: their size in bytes, and whether the most significant comes first. */
class UnitForm {
  constructor(
    readonly size: int,
    readonly bigEndian: boolean,
  ) {}
}

/** The form that an encoding's name means; size 3 stands for UTF-8, null for others. */
function unitForm(encoding: string): UnitForm | null {
  let name = '';
  for (let i = 0; i < encoding.length; i++) {
    const c = encoding.charCodeAt(i);
    if (c !== 45 && c !== 95) name += String.fromCharCode(c >= 65 && c <= 90 ? c + 32 : c);
  }
  if (name === 'utf8' || name === 'cp65001') return new UnitForm(3, false);
  if (name === 'utf16' || name === 'utf16le') return new UnitForm(2, false);
  if (name === 'utf16be') return new UnitForm(2, true);
  if (name === 'utf32' || name === 'utf32le') return new UnitForm(4, false);
  if (name === 'utf32be') return new UnitForm(4, true);
  return null;
}

function appendUnit(builder: StringBuilder, c: int, form: UnitForm): void {
  for (let i = 0; i < form.size; i++) {
    const place = form.bigEndian ? form.size - 1 - i : i;
    builder.appendByte(place > 1 ? 0 : (c >> (8 * place)) & 255);
  }
}

function unitAt(bytes: string, at: int, form: UnitForm): int {
  if (at + form.size > bytes.length) return 0;
  if (form.size === 3) {
    if ((bytes.charCodeAt(at) & 0xf0) !== 0xe0) return 0;
    return codePointAt(bytes, at);
  }
  let c = 0;
  for (let i = 0; i < form.size; i++) {
    c = c * 256 + bytes.charCodeAt(form.bigEndian ? at + i : at + form.size - 1 - i);
  }
  return c;
}

function surrogatepassErrors(w_exception: W_Root): W_Root {
  const w_error = unicodeErrorOf(w_exception);
  const w_encoding = w_error.w_encoding;
  const form = w_encoding instanceof W_StrBase ? unitForm(w_encoding.utf8()) : null;
  const start = startOf(w_error);
  const end = endOf(w_error);
  const builder = new StringBuilder();
  if (isEncode(w_error)) {
    if (form === null) throw new OperationError(w_error);
    const w_str = strObject(w_error);
    for (let i = start; i < end; i++) {
      const offset = w_str.byteOffset(i);
      const c = codePointAt(w_str.utf8(), offset);
      if (c < 0xd800 || c > 0xdfff) throw new OperationError(w_error);
      if (form.size === 3)
        builder.appendRange(w_str.utf8(), offset, offset + sequenceLength(w_str.utf8().charCodeAt(offset)));
      else appendUnit(builder, c, form);
    }
    return newPair(newBytes(builder.build()), newInt(end));
  }
  if (!isDecode(w_error)) throw wrongException(w_exception);
  if (form === null) throw new OperationError(w_error);
  const c = unitAt(bytesObject(w_error), start, form);
  if (c < 0xd800 || c > 0xdfff) throw new OperationError(w_error);
  builder.appendCodePoint(c);
  return newPair(newStr(builder.build()), newInt(start + form.size));
}

/** A handler's name and its function object. */
class Handler {
  readonly name: W_Str;
  readonly w_function: W_Builtin;

  /** @loadTime */
  constructor(name: string, functionName: string, fn: (w_error: W_Root) => W_Root) {
    this.name = intern(name);
    const code = makeBuiltinCode(functionName, parseSignature('($module, exc, /)'), '', null, fn);
    this.w_function = new W_Builtin(code, BuiltinKind.FUNCTION, null, null);
  }
}

const handlers: readonly Handler[] = [
  new Handler('strict', 'strict_errors', strictErrors),
  new Handler('ignore', 'ignore_errors', ignoreErrors),
  new Handler('replace', 'replace_errors', replaceErrors),
  new Handler('xmlcharrefreplace', 'xmlcharrefreplace_errors', xmlcharrefreplaceErrors),
  new Handler('backslashreplace', 'backslashreplace_errors', backslashreplaceErrors),
  new Handler('namereplace', 'namereplace_errors', namereplaceErrors),
  new Handler('surrogateescape', 'surrogateescape', surrogateescapeErrors),
  new Handler('surrogatepass', 'surrogatepass', surrogatepassErrors),
];

/** Enters the handlers into a registry. */
export function builtinHandlers(w_registry: W_Dict): void {
  for (const handler of handlers) w_registry.setStr(handler.name, handler.w_function);
}
