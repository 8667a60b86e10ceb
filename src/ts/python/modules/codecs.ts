/** Module `_codecs`: the codec registry and the functions of the codecs that are not written in Python. */
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import { getBytes } from '../objects/buffer.js';
import { getHandler, registerHandler } from '../objects/codec-errors.js';
import { callCodec, lookupCodec, registerSearch, unregisterSearch } from '../objects/codec-registry.js';
import {
  decodeAscii,
  decodeLatin1,
  decodeUtf8Part,
  encodeAscii,
  encodeLatin1,
  encodeUtf8,
} from '../objects/codecs-basic.js';
import { buildCharmap, decodeCharmap, encodeCharmap } from '../objects/codecs-charmap.js';
import {
  decodeEscape,
  decodeRawUnicodeEscape,
  decodeUnicodeEscape,
  encodeEscape,
  encodeRawUnicodeEscape,
  encodeUnicodeEscape,
} from '../objects/codecs-escape.js';
import { decodeUtf7, encodeUtf7 } from '../objects/codecs-utf7.js';
import { decodeWide, encodeWide } from '../objects/codecs-wide.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { func, moduledef } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { newBytes, W_Bytes, W_BytesBase } from '../objects/w-bytes.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newPair, newTuple } from '../objects/w-tuple.js';

function errorsOf(w_errors: W_Root | null, functionName: string): string {
  if (w_errors === null || w_errors === w_None) return 'strict';
  if (w_errors instanceof W_StrBase) return w_errors.utf8();
  throw typeError(`${functionName}() argument 2 must be str or None, not ${typeName(w_errors)}`);
}

function strOf(w_obj: W_Root, functionName: string): W_StrBase {
  if (w_obj instanceof W_StrBase) return w_obj;
  throw typeError(`${functionName}() argument 1 must be str, not ${typeName(w_obj)}`);
}

function bytesOf(w_obj: W_Root): W_BytesBase {
  return w_obj instanceof W_Bytes ? w_obj : newBytes(getBytes(w_obj));
}

/** Bytes-like, or text taken for its UTF-8. */
function textOrBytes(w_obj: W_Root): W_BytesBase {
  return w_obj instanceof W_StrBase ? newBytes(w_obj.utf8()) : bytesOf(w_obj);
}

function isFinal(w_final: W_Root | null): boolean {
  return w_final !== null && isTrue(w_final);
}

function encoded(w_str: W_StrBase, bytes: string): W_Root {
  return newPair(newBytes(bytes), newInt(w_str.length()));
}

function decoded(text: string, consumed: int): W_Root {
  return newPair(newStr(text), newInt(consumed));
}

function register(w_search: W_Root): W_Root {
  if (w_search.getType().findSlot(Slot.CALL) === null) throw typeError('argument must be callable');
  registerSearch(w_search);
  return w_None;
}

function unregister(w_search: W_Root): W_Root {
  unregisterSearch(w_search);
  return w_None;
}

function lookup(w_encoding: W_Root): W_Root {
  if (!(w_encoding instanceof W_StrBase))
    throw typeError(`lookup() argument must be str, not ${typeName(w_encoding)}`);
  return lookupCodec(w_encoding.utf8());
}

function nameArgument(w_arg: W_Root | null, functionName: string, name: string): string | null {
  if (w_arg === null) return null;
  if (w_arg instanceof W_StrBase) return w_arg.utf8();
  throw typeError(`${functionName}() argument '${name}' must be str, not ${typeName(w_arg)}`);
}

function encode(w_obj: W_Root, w_encoding: W_Root | null, w_errors: W_Root | null): W_Root {
  const encoding = nameArgument(w_encoding, 'encode', 'encoding');
  const errors = nameArgument(w_errors, 'encode', 'errors');
  return callCodec(lookupCodec(encoding === null ? 'utf-8' : encoding), 0, w_obj, errors);
}

function decode(w_obj: W_Root, w_encoding: W_Root | null, w_errors: W_Root | null): W_Root {
  const encoding = nameArgument(w_encoding, 'decode', 'encoding');
  const errors = nameArgument(w_errors, 'decode', 'errors');
  return callCodec(lookupCodec(encoding === null ? 'utf-8' : encoding), 1, w_obj, errors);
}

function registerError(w_name: W_Root, w_handler: W_Root): W_Root {
  const name = strOf(w_name, 'register_error');
  if (w_handler.getType().findSlot(Slot.CALL) === null) throw typeError('handler must be callable');
  registerHandler(name, w_handler);
  return w_None;
}

function lookupError(w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`lookup_error() argument must be str, not ${typeName(w_name)}`);
  return getHandler(w_name.utf8());
}

function utf8Encode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'utf_8_encode');
  return encoded(w_str, encodeUtf8(w_str, errorsOf(w_errors, 'utf_8_encode')));
}

function utf8Decode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  const result = decodeUtf8Part(bytesOf(w_obj), errorsOf(w_errors, 'utf_8_decode'), isFinal(w_final));
  return decoded(result.text, result.consumed);
}

function asciiEncode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'ascii_encode');
  return encoded(w_str, encodeAscii(w_str, errorsOf(w_errors, 'ascii_encode')));
}

function asciiDecode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const w_bytes = bytesOf(w_obj);
  return decoded(decodeAscii(w_bytes, errorsOf(w_errors, 'ascii_decode')), w_bytes.value.length);
}

function latin1Encode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'latin_1_encode');
  return encoded(w_str, encodeLatin1(w_str, errorsOf(w_errors, 'latin_1_encode')));
}

function latin1Decode(w_obj: W_Root, _w_errors: W_Root | null): W_Root {
  const w_bytes = bytesOf(w_obj);
  return decoded(decodeLatin1(w_bytes.value), w_bytes.value.length);
}

function utf7Encode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'utf_7_encode');
  errorsOf(w_errors, 'utf_7_encode');
  return encoded(w_str, encodeUtf7(w_str.utf8()));
}

function utf7Decode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  const result = decodeUtf7(bytesOf(w_obj), errorsOf(w_errors, 'utf_7_decode'), isFinal(w_final));
  return decoded(result.text, result.consumed);
}

function wideEncode(w_obj: W_Root, w_errors: W_Root | null, size: int, order: int, name: string): W_Root {
  const w_str = strOf(w_obj, name);
  return encoded(w_str, encodeWide(w_str, errorsOf(w_errors, name), size, order));
}

function wideDecode(
  w_obj: W_Root,
  w_errors: W_Root | null,
  w_final: W_Root | null,
  size: int,
  order: int,
  name: string,
): W_Root {
  const result = decodeWide(bytesOf(w_obj), errorsOf(w_errors, name), size, order, isFinal(w_final));
  return decoded(result.text, result.consumed);
}

function orderOf(w_order: W_Root | null): int {
  const order = w_order === null ? 0 : toWord(w_order);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

function utf16Encode(w_obj: W_Root, w_errors: W_Root | null, w_order: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 2, orderOf(w_order), 'utf_16_encode');
}

function utf16LeEncode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 2, -1, 'utf_16_le_encode');
}

function utf16BeEncode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 2, 1, 'utf_16_be_encode');
}

function utf32Encode(w_obj: W_Root, w_errors: W_Root | null, w_order: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 4, orderOf(w_order), 'utf_32_encode');
}

function utf32LeEncode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 4, -1, 'utf_32_le_encode');
}

function utf32BeEncode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  return wideEncode(w_obj, w_errors, 4, 1, 'utf_32_be_encode');
}

function utf16Decode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 2, 0, 'utf_16_decode');
}

function utf16LeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 2, -1, 'utf_16_le_decode');
}

function utf16BeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 2, 1, 'utf_16_be_decode');
}

function utf32Decode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 4, 0, 'utf_32_decode');
}

function utf32LeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 4, -1, 'utf_32_le_decode');
}

function utf32BeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  return wideDecode(w_obj, w_errors, w_final, 4, 1, 'utf_32_be_decode');
}

function wideExDecode(
  w_obj: W_Root,
  w_errors: W_Root | null,
  w_order: W_Root | null,
  w_final: W_Root | null,
  size: int,
): W_Root {
  const errors = errorsOf(w_errors, size === 2 ? 'utf_16_ex_decode' : 'utf_32_ex_decode');
  const result = decodeWide(bytesOf(w_obj), errors, size, orderOf(w_order), isFinal(w_final));
  return newTuple([newStr(result.text), newInt(result.consumed), newInt(result.order)]);
}

function utf16ExDecode(
  w_obj: W_Root,
  w_errors: W_Root | null,
  w_order: W_Root | null,
  w_final: W_Root | null,
): W_Root {
  return wideExDecode(w_obj, w_errors, w_order, w_final, 2);
}

function utf32ExDecode(
  w_obj: W_Root,
  w_errors: W_Root | null,
  w_order: W_Root | null,
  w_final: W_Root | null,
): W_Root {
  return wideExDecode(w_obj, w_errors, w_order, w_final, 4);
}

function charmapEncode(w_obj: W_Root, w_errors: W_Root | null, w_mapping: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'charmap_encode');
  const errors = errorsOf(w_errors, 'charmap_encode');
  if (w_mapping === null || w_mapping === w_None) return encoded(w_str, encodeLatin1(w_str, errors));
  return encoded(w_str, encodeCharmap(w_str, errors, w_mapping));
}

function charmapDecode(w_obj: W_Root, w_errors: W_Root | null, w_mapping: W_Root | null): W_Root {
  const w_bytes = bytesOf(w_obj);
  const errors = errorsOf(w_errors, 'charmap_decode');
  const length = w_bytes.value.length;
  if (w_mapping === null || w_mapping === w_None) return decoded(decodeLatin1(w_bytes.value), length);
  return decoded(decodeCharmap(w_bytes, errors, w_mapping), length);
}

function charmapBuild(w_map: W_Root): W_Root {
  return buildCharmap(strOf(w_map, 'charmap_build'));
}

function unicodeEscapeEncode(w_obj: W_Root, _w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'unicode_escape_encode');
  return encoded(w_str, encodeUnicodeEscape(w_str.utf8()));
}

function unicodeEscapeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  const errors = errorsOf(w_errors, 'unicode_escape_decode');
  const result = decodeUnicodeEscape(textOrBytes(w_obj), errors, w_final === null || isTrue(w_final));
  return decoded(result.text, result.consumed);
}

function rawUnicodeEscapeEncode(w_obj: W_Root, _w_errors: W_Root | null): W_Root {
  const w_str = strOf(w_obj, 'raw_unicode_escape_encode');
  return encoded(w_str, encodeRawUnicodeEscape(w_str.utf8()));
}

function rawUnicodeEscapeDecode(w_obj: W_Root, w_errors: W_Root | null, w_final: W_Root | null): W_Root {
  const errors = errorsOf(w_errors, 'raw_unicode_escape_decode');
  const result = decodeRawUnicodeEscape(textOrBytes(w_obj), errors, w_final === null || isTrue(w_final));
  return decoded(result.text, result.consumed);
}

function escapeEncode(w_obj: W_Root, _w_errors: W_Root | null): W_Root {
  if (!(w_obj instanceof W_BytesBase)) {
    throw typeError(`escape_encode() argument 1 must be bytes, not ${typeName(w_obj)}`);
  }
  return newPair(newBytes(encodeEscape(w_obj.value)), newInt(w_obj.value.length));
}

function escapeDecode(w_obj: W_Root, w_errors: W_Root | null): W_Root {
  const bytes = textOrBytes(w_obj).value;
  return newPair(newBytes(decodeEscape(bytes, errorsOf(w_errors, 'escape_decode'))), newInt(bytes.length));
}

function readbufferEncode(w_obj: W_Root, _w_errors: W_Root | null): W_Root {
  const bytes = textOrBytes(w_obj).value;
  return newPair(newBytes(bytes), newInt(bytes.length));
}

const ENCODE = '($module, str, errors=None, /)';
const DECODE = '($module, data, errors=None, final=False, /)';
const EX_DECODE = '($module, data, errors=None, byteorder=0, final=False, /)';

const rows: Row[] = [
  func('register', '($module, search_function, /)', register),
  func('unregister', '($module, search_function, /)', unregister),
  func('lookup', '($module, encoding, /)', lookup),
  func('encode', "($module, /, obj, encoding='utf-8', errors='strict')", encode),
  func('decode', "($module, /, obj, encoding='utf-8', errors='strict')", decode),
  func('register_error', '($module, errors, handler, /)', registerError),
  func('lookup_error', '($module, name, /)', lookupError),
  func('utf_8_encode', ENCODE, utf8Encode),
  func('utf_8_decode', DECODE, utf8Decode),
  func('utf_7_encode', ENCODE, utf7Encode),
  func('utf_7_decode', DECODE, utf7Decode),
  func('ascii_encode', ENCODE, asciiEncode),
  func('ascii_decode', '($module, data, errors=None, /)', asciiDecode),
  func('latin_1_encode', ENCODE, latin1Encode),
  func('latin_1_decode', '($module, data, errors=None, /)', latin1Decode),
  func('utf_16_encode', '($module, str, errors=None, byteorder=0, /)', utf16Encode),
  func('utf_16_le_encode', ENCODE, utf16LeEncode),
  func('utf_16_be_encode', ENCODE, utf16BeEncode),
  func('utf_16_decode', DECODE, utf16Decode),
  func('utf_16_le_decode', DECODE, utf16LeDecode),
  func('utf_16_be_decode', DECODE, utf16BeDecode),
  func('utf_16_ex_decode', EX_DECODE, utf16ExDecode),
  func('utf_32_encode', '($module, str, errors=None, byteorder=0, /)', utf32Encode),
  func('utf_32_le_encode', ENCODE, utf32LeEncode),
  func('utf_32_be_encode', ENCODE, utf32BeEncode),
  func('utf_32_decode', DECODE, utf32Decode),
  func('utf_32_le_decode', DECODE, utf32LeDecode),
  func('utf_32_be_decode', DECODE, utf32BeDecode),
  func('utf_32_ex_decode', EX_DECODE, utf32ExDecode),
  func('charmap_encode', '($module, str, errors=None, mapping=None, /)', charmapEncode),
  func('charmap_decode', '($module, data, errors=None, mapping=None, /)', charmapDecode),
  func('charmap_build', '($module, map, /)', charmapBuild),
  func('unicode_escape_encode', ENCODE, unicodeEscapeEncode),
  func('unicode_escape_decode', '($module, data, errors=None, final=True, /)', unicodeEscapeDecode),
  func('raw_unicode_escape_encode', ENCODE, rawUnicodeEscapeEncode),
  func('raw_unicode_escape_decode', '($module, data, errors=None, final=True, /)', rawUnicodeEscapeDecode),
  func('escape_encode', '($module, data, errors=None, /)', escapeEncode),
  func('escape_decode', '($module, data, errors=None, /)', escapeDecode),
  func('readbuffer_encode', '($module, data, errors=None, /)', readbufferEncode),
];

export const codecsModule = moduledef('_codecs', 'Codecs and their registry.', rows);
