/** `ascii()` and `repr()` of strings. */
import type { int } from '../../rlib/types.js';
import { StringBuilder } from '../../rlib/bytes.js';
import { repr } from '../interp/convert.js';
import { isPrintable } from './unicode-data.js';
import type { W_Root } from './root.js';
import { newStr } from './w-str.js';
import type { W_StrBase } from './w-str-base.js';
import type { W_Str } from './w-str.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

const HEX = '0123456789abcdef';

/** The quote that repr uses: double only if that saves escapes. */
function quoteFor(utf8: string): int {
  return utf8.indexOf("'", 0) >= 0 && utf8.indexOf('"', 0) < 0 ? 34 : 39;
}

/** `repr` of text in UTF-8. */
export function reprOfText(utf8: string): string {
  const quote = quoteFor(utf8);
  const builder = new StringBuilder();
  builder.appendByte(quote);
  let at = 0;
  while (at < utf8.length) {
    const c = codePointAt(utf8, at);
    const size = sequenceLength(utf8.charCodeAt(at));
    if (c === quote || c === 92) {
      builder.appendByte(92);
      builder.appendByte(c);
    } else if ((c >= 32 && c < 127) || (c >= 160 && isPrintable(c))) {
      builder.appendRange(utf8, at, at + size);
    } else {
      appendEscape(builder, c);
    }
    at += size;
  }
  builder.appendByte(quote);
  return builder.build();
}

/** A backslash escape of a code point: a short form, \x, \u or \U. */
export function appendEscape(builder: StringBuilder, c: int): void {
  builder.appendByte(92);
  if (c === 10) builder.append('n');
  else if (c === 13) builder.append('r');
  else if (c === 9) builder.append('t');
  else if (c < 0x100) appendHex(builder, 'x', c, 2);
  else if (c < 0x10000) appendHex(builder, 'u', c, 4);
  else appendHex(builder, 'U', c, 8);
}

function appendHex(builder: StringBuilder, letter: string, c: int, digits: int): void {
  builder.append(letter);
  for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    const digit = (c >> shift) & 15;
    builder.append(HEX.slice(digit, digit + 1));
  }
}

/** `ascii(obj)`: its repr with everything outside ASCII escaped. */
export function asciiRepr(w_obj: W_Root): W_StrBase {
  const w_repr = repr(w_obj);
  if (w_repr.isAscii()) return w_repr;
  return asciiOf(w_repr.utf8());
}

function asciiOf(utf8: string): W_Str {
  const builder = new StringBuilder();
  let at = 0;
  while (at < utf8.length) {
    const c = codePointAt(utf8, at);
    if (c < 128) builder.appendByte(c);
    else appendEscape(builder, c);
    at += sequenceLength(utf8.charCodeAt(at));
  }
  return newStr(builder.build());
}
