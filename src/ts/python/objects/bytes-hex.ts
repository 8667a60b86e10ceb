/** `fromhex` and `hex` of bytes-like types. */
import { StringBuilder } from '../../rlib/bytes.js';
import { floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { call1 } from '../interp/call.js';
import { toWord } from '../interp/convert.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { byteSpaceAt } from './text-search.js';
import type { W_Root } from './root.js';
import { newBytes, W_BytesBase } from './w-bytes.js';
import type { OperationError } from './w-exception.js';
import { newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';

const HEX = '0123456789abcdef';

/** The value of a hexadecimal digit, or -1. */
export function hexDigit(c: int): int {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** The bytes of hexadecimal text, pairs of digits between which white space may stand. */
function parseHex(w_text: W_StrBase): string {
  const text = w_text.utf8();
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    if (byteSpaceAt(text, at) > 0) {
      at++;
      continue;
    }
    const high = hexDigit(text.charCodeAt(at));
    if (high < 0) throw badDigit(w_text, at);
    const low = at + 1 < text.length ? hexDigit(text.charCodeAt(at + 1)) : -1;
    if (low < 0) throw badDigit(w_text, at + 1);
    builder.appendByte(high * 16 + low);
    at += 2;
  }
  return builder.build();
}

function badDigit(w_text: W_StrBase, offset: int): OperationError {
  return valueError(`non-hexadecimal number found in fromhex() arg at position ${w_text.positionOf(offset)}`);
}

/** `fromhex` of a type that is `w_exact` or a subclass of it. */
export function bytesFromhex(
  w_type: W_Root,
  w_text: W_Root,
  make: (value: string) => W_Root,
  w_exact: W_Root,
): W_Root {
  if (!(w_text instanceof W_StrBase))
    throw typeError(`fromhex() argument must be str, not ${typeName(w_text)}`);
  const text = parseHex(w_text);
  return w_type === w_exact ? make(text) : call1(w_type, newBytes(text));
}

/** `hex(sep, bytes_per_sep)`. */
export function hexOf(text: string, w_separator: W_Root | null, w_group: W_Root | null): W_Root {
  let separator = '';
  if (w_separator !== null) separator = separatorText(w_separator);
  let group = w_group === null ? 1 : toWord(w_group);
  if (separator === '') group = 0;
  const builder = new StringBuilder();
  const size = group < 0 ? -group : group;
  for (let i = 0; i < text.length; i++) {
    // A positive group counts from the right.
    if (size > 0 && i > 0 && floorMod(group > 0 ? text.length - i : i, size) === 0) builder.append(separator);
    const c = text.charCodeAt(i);
    builder.appendByte(HEX.charCodeAt(c >> 4));
    builder.appendByte(HEX.charCodeAt(c & 15));
  }
  return newStr(builder.build());
}

function separatorText(w_separator: W_Root): string {
  if (w_separator instanceof W_StrBase) {
    if (w_separator.length() !== 1) throw valueError('sep must be length 1.');
    if (!w_separator.isAscii()) throw valueError('sep must be ASCII.');
    return w_separator.utf8();
  }
  if (w_separator instanceof W_BytesBase) {
    if (w_separator.value.length !== 1) throw valueError('sep must be length 1.');
    if (w_separator.value.charCodeAt(0) > 127) throw valueError('sep must be ASCII.');
    return w_separator.value;
  }
  throw typeError('sep must be str or bytes.');
}
