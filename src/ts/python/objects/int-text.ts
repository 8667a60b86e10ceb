/** Ints to and from text. Conversions of other bases than powers of two are limited (CVE-2020-10735). */
import { bigBitLength, bigNegate } from '../../rlib/bigint.js';
import { bigFromText, bigToDecimal, digitValue } from '../../rlib/bigint-text.js';
import { StringBuilder, intToString } from '../../rlib/bytes.js';
import { intToFloat, ovfAdd, ovfMul } from '../../rlib/int.js';
import { caught, Overflow } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { reprText } from '../interp/convert.js';
import { valueError } from '../interp/errors.js';
import { state } from '../interp/sys-state.js';
import { newLong } from './int-ops.js';
import type { W_Root } from './root.js';
import { decimalValue, isSpace } from './unicode-data.js';
import { newInt } from './w-int.js';
import type { W_IntBase } from './w-int.js';
import { codePointAt, sequenceLength, skipCodePoints } from './w-str-base.js';

/** Slightly less than log10(2). */
const LOG10_OF_2 = 0.301029995663981;
const LIMIT_HINT = 'use sys.set_int_max_str_digits() to increase the limit';

/** The decimal form. */
export function intToText(w_int: W_IntBase): string {
  if (w_int.isWord()) return intToString(w_int.toWord());
  const big = w_int.toBig();
  const limit = state().maxStrDigits;
  if (limit === 0) return bigToDecimal(big);
  // The digits of the least number with so many bits: that is too many without converting.
  const digits = Math.floor(intToFloat(bigBitLength(big) - 1) * LOG10_OF_2) + 1;
  if (digits <= intToFloat(limit)) {
    const text = bigToDecimal(big);
    if (text.length - (big.sign < 0 ? 1 : 0) <= limit) return text;
  }
  throw valueError(`Exceeds the limit (${limit} digits) for integer string conversion; ${LIMIT_HINT}`);
}

/**
 * The text of a number in ASCII: digits of other scripts become ASCII digits, other white space a blank; what else is
 * not ASCII becomes `?`, which no number contains.
 */
export function asciiNumber(utf8: string): string {
  const builder = new StringBuilder();
  for (let at = 0; at < utf8.length; at += sequenceLength(utf8.charCodeAt(at))) {
    const c = codePointAt(utf8, at);
    if (c < 128) builder.appendByte(c);
    else if (isSpace(c)) builder.append(' ');
    else {
      const digit = decimalValue(c);
      builder.append(digit < 0 ? '?' : intToString(digit));
    }
  }
  return builder.build();
}

/** White space of ASCII, as `str.strip` knows it. */
export function isAsciiSpace(c: int): boolean {
  return c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
}

/** Text in ASCII to an int; base 0: by its prefix. `w_source` is shown in errors. */
export function parseInt(text: string, base: int, w_source: W_Root): W_IntBase {
  const w_int = tryParseInt(text, base);
  if (w_int !== null) return w_int;
  const shown = reprText(w_source);
  const cut = shown.slice(0, skipCodePoints(shown, 0, 200));
  throw valueError(`invalid literal for int() with base ${base}: ${cut}`);
}

function prefixBase(c: int): int {
  switch (c | 32) {
    case 120:
      return 16;
    case 111:
      return 8;
    case 98:
      return 2;
    default:
      return 0;
  }
}

/** The same; null if the text is no int. */
function tryParseInt(text: string, givenBase: int): W_IntBase | null {
  let base = givenBase;
  let at = 0;
  let end = text.length;
  while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
  while (end > at && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  let negative = false;
  if (at < end && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45)) {
    negative = text.charCodeAt(at) === 45;
    at++;
  }
  if (at >= end) return null;
  let mustBeZero = false;
  if (text.charCodeAt(at) === 48 && at + 1 < end) {
    const prefix = prefixBase(text.charCodeAt(at + 1));
    if (prefix !== 0 && (base === 0 || base === prefix)) {
      base = prefix;
      at += 2;
      // One underscore may follow the prefix.
      if (at < end && text.charCodeAt(at) === 95) at++;
    } else if (base === 0) {
      // Old octal: only zeros may follow.
      mustBeZero = true;
    }
  }
  if (base === 0) base = 10;
  if (at >= end) return null;
  let plain = true;
  let count = 0;
  let afterDigit = false;
  let word = 0;
  let fits = true;
  for (let i = at; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 95) {
      if (!afterDigit) return null;
      afterDigit = false;
      plain = false;
      continue;
    }
    const digit = digitValue(c);
    if (digit >= base || (mustBeZero && digit !== 0)) return null;
    afterDigit = true;
    count++;
    if (fits) {
      try {
        word = ovfAdd(ovfMul(word, base), digit);
      } catch (e) {
        if (!(caught(e) instanceof Overflow)) throw e;
        fits = false;
      }
    }
  }
  if (!afterDigit) return null;
  const limit = state().maxStrDigits;
  if (limit > 0 && count > limit && (base & (base - 1)) !== 0) {
    throw valueError(
      `Exceeds the limit (${limit} digits) for integer string conversion: value has ${count} digits; ${LIMIT_HINT}`,
    );
  }
  if (fits) return newInt(negative ? 0 - word : word);
  const digits = plain ? text.slice(at, end) : withoutUnderscores(text, at, end);
  const big = bigFromText(digits, base);
  return newLong(negative ? bigNegate(big) : big);
}

/** A range of a text without its underscores. */
export function withoutUnderscores(text: string, start: int, end: int): string {
  const builder = new StringBuilder();
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c !== 95) builder.appendByte(c);
  }
  return builder.build();
}
