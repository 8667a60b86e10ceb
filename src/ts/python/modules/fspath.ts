/** `os.fspath`: what a path argument names. */
import { encodeCodePoint } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { call0 } from '../interp/call.js';
import { typeError, typeName } from '../interp/errors.js';
import { lookupSpecial } from '../interp/special.js';
import type { W_Root } from '../objects/root.js';
import { W_BytesBase } from '../objects/w-bytes.js';
import { intern } from '../objects/w-str.js';
import { sequenceLength, W_StrBase } from '../objects/w-str-base.js';

const n_fspath = intern('__fspath__');

/** A str or bytes object for a path. */
export function fspath(w_path: W_Root): W_Root {
  if (w_path instanceof W_StrBase || w_path instanceof W_BytesBase) return w_path;
  const w_method = lookupSpecial(w_path, n_fspath);
  if (w_method === null) {
    throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(w_path)}`);
  }
  const w_result = call0(w_method);
  if (w_result instanceof W_StrBase || w_result instanceof W_BytesBase) return w_result;
  throw typeError(
    `expected ${typeName(w_path)}.__fspath__() to return str or bytes, not ${typeName(w_result)}`,
  );
}

/** The text of a path: bytes are taken for UTF-8, bytes that are not stand for themselves as surrogates. */
export function fileSystemPath(w_path: W_Root): string {
  const w_plain = fspath(w_path);
  if (w_plain instanceof W_StrBase) return w_plain.utf8();
  return w_plain instanceof W_BytesBase ? decodeFileName(w_plain.value) : '';
}

/** File names are UTF-8; a byte that does not fit is kept as the surrogate U+DC80..DCFF (PEP 383), in UTF-8 form. */
export function decodeFileName(bytes: string): string {
  let result = '';
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const size = validSequence(bytes, at);
    if (size > 0) {
      at += size;
    } else {
      result += bytes.slice(start, at) + encodeCodePoint(0xdc00 + bytes.charCodeAt(at));
      at++;
      start = at;
    }
  }
  return start === 0 ? bytes : result + bytes.slice(start, at);
}

/** The bytes of a file name: surrogates U+DC80..DCFF become the bytes they stand for. */
export function encodeFileName(utf8: string): string {
  let at = utf8.indexOf('\xed', 0);
  if (at < 0) return utf8;
  let result = '';
  let start = 0;
  while (at >= 0) {
    const second = utf8.charCodeAt(at + 1);
    if (second >= 0xb0) {
      const low = ((second & 63) << 6) | (utf8.charCodeAt(at + 2) & 63);
      result += utf8.slice(start, at) + String.fromCharCode(low & 0xff);
      start = at + 3;
    }
    at = utf8.indexOf('\xed', at + 3);
  }
  return result + utf8.slice(start, utf8.length);
}

/** Length of the valid UTF-8 sequence at an offset, or 0. */
function validSequence(bytes: string, at: int): int {
  const lead = bytes.charCodeAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = sequenceLength(lead);
  if (at + size > bytes.length) return 0;
  for (let i = 1; i < size; i++) if ((bytes.charCodeAt(at + i) & 0xc0) !== 0x80) return 0;
  const second = bytes.charCodeAt(at + 1);
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return size;
}
