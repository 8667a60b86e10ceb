/** Text to floats: decimal, and hexadecimal in both directions. */
import { bigBitLength, bigOne, bigShl } from '../../rlib/bigint.js';
import { bigFromText, digitValue } from '../../rlib/bigint-text.js';
import { bigTrueDivide } from '../../rlib/bigint-float.js';
import { intToString } from '../../rlib/bytes.js';
import { signBit } from '../../rlib/dtoa.js';
import { highBits, lowBits } from '../../rlib/float.js';
import type { float, int } from '../../rlib/types.js';
import { reprText } from '../interp/convert.js';
import { overflowError, valueError } from '../interp/errors.js';
import { parseFloatText } from '../../rlib/float-parse.js';
import { isAsciiSpace, withoutUnderscores } from './int-text.js';
import type { W_Root } from './root.js';
import type { OperationError } from './w-exception.js';

function isDigit(c: int): boolean {
  return c >= 48 && c <= 57;
}

/** Where a run of digits and single underscores between them ends. */
function skipDigits(text: string, start: int, end: int): int {
  let at = start;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (isDigit(c)) at++;
    else if (
      c === 95 &&
      at > start &&
      isDigit(text.charCodeAt(at - 1)) &&
      at + 1 < end &&
      isDigit(text.charCodeAt(at + 1))
    )
      at++;
    else break;
  }
  return at;
}

/** Whether a range of a text is a word, in any case; `word` is in small letters. */
function isWordAt(text: string, start: int, end: int, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    if ((text.charCodeAt(start + i) | 32) !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** `inf`, `infinity`, `nan` without sign, or 0. */
function specialValue(text: string, start: int, end: int): float {
  if (isWordAt(text, start, end, 'inf') || isWordAt(text, start, end, 'infinity')) return Infinity;
  return isWordAt(text, start, end, 'nan') ? NaN : 0.0;
}

/** The end of a decimal number that starts at `start` (sign, digits, point, exponent), or -1. */
export function decimalEnd(text: string, start: int, end: int): int {
  let at = start;
  if (at < end && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45)) at++;
  const first = at;
  at = skipDigits(text, at, end);
  let digits = at - first;
  if (at < end && text.charCodeAt(at) === 46) {
    const fraction = at + 1;
    at = skipDigits(text, fraction, end);
    digits += at - fraction;
  }
  if (digits === 0) return -1;
  if (at < end && (text.charCodeAt(at) | 32) === 101) {
    let exponent = at + 1;
    if (exponent < end && (text.charCodeAt(exponent) === 43 || text.charCodeAt(exponent) === 45)) exponent++;
    const last = skipDigits(text, exponent, end);
    if (last > exponent) at = last;
  }
  return at;
}

/** The float of a whole range of ASCII text; `found` tells whether it is one. */
export class ParsedFloat {
  constructor(
    readonly found: boolean,
    readonly value: float,
  ) {}
}

const notFloat: ParsedFloat = new ParsedFloat(false, 0.0);

export function parseFloatRange(text: string, start: int, end: int): ParsedFloat {
  if (start >= end) return notFloat;
  if (decimalEnd(text, start, end) === end) {
    return new ParsedFloat(true, parseFloatText(withoutUnderscores(text, start, end)));
  }
  const signed = text.charCodeAt(start) === 43 || text.charCodeAt(start) === 45;
  const special = specialValue(text, signed ? start + 1 : start, end);
  if (special === 0) return notFloat;
  return new ParsedFloat(true, signed && text.charCodeAt(start) === 45 ? -special : special);
}

/** `float(text)` of ASCII text; `w_source` is shown in errors. */
export function parseFloat(text: string, w_source: W_Root): float {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  const parsed = parseFloatRange(text, start, end);
  if (!parsed.found) throw valueError(`could not convert string to float: ${reprText(w_source)}`);
  return parsed.value;
}

const HEX_DIGITS = '0123456789abcdef';

/** `float.hex`. */
export function floatToHex(value: float): string {
  if (value !== value) return 'nan';
  const sign = signBit(value) ? '-' : '';
  if (value - value !== 0) return `${sign}inf`;
  if (value === 0) return `${sign}0x0.0p+0`;
  const biased = (highBits(value) >>> 20) & 0x7ff;
  const exponent = (biased > 0 ? biased : 1) - 1023;
  let digits = '';
  const high = highBits(value) & 0xfffff;
  const low = lowBits(value);
  for (let shift = 16; shift >= 0; shift -= 4) digits += hexDigit(high >> shift);
  for (let shift = 28; shift >= 0; shift -= 4) digits += hexDigit(low >>> shift);
  const power = exponent < 0 ? intToString(exponent) : `+${intToString(exponent)}`;
  return `${sign}0x${biased > 0 ? '1' : '0'}.${digits}p${power}`;
}

function hexDigit(value: int): string {
  const digit = value & 15;
  return HEX_DIGITS.slice(digit, digit + 1);
}

/** `float.fromhex`. */
export function floatFromHex(text: string): float {
  let at = 0;
  let end = text.length;
  while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
  while (end > at && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  const parsed = parseFloatRange(text, at, end);
  // Only for its infinities and NaN: decimal digits mean something else here.
  if (parsed.found && parsed.value - parsed.value !== 0 && isWordCharacter(text, end)) return parsed.value;
  let negative = false;
  if (at < end && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45)) {
    negative = text.charCodeAt(at) === 45;
    at++;
  }
  if (at + 1 < end && text.charCodeAt(at) === 48 && (text.charCodeAt(at + 1) | 32) === 120) at += 2;
  let digits = '';
  let scale = 0;
  const first = at;
  while (at < end && digitValue(text.charCodeAt(at)) < 16) at++;
  digits = text.slice(first, at);
  if (at < end && text.charCodeAt(at) === 46) {
    const fraction = at + 1;
    at = fraction;
    while (at < end && digitValue(text.charCodeAt(at)) < 16) at++;
    digits += text.slice(fraction, at);
    scale = -4 * (at - fraction);
  }
  if (digits.length === 0) throw invalidHex();
  let exponent = 0;
  if (at < end && (text.charCodeAt(at) | 32) === 112) {
    at++;
    let down = false;
    if (at < end && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45)) {
      down = text.charCodeAt(at) === 45;
      at++;
    }
    const start = at;
    while (at < end && isDigit(text.charCodeAt(at))) {
      // Beyond any float, whatever the digits.
      if (exponent < 100000000000) exponent = exponent * 10 + text.charCodeAt(at) - 48;
      at++;
    }
    if (at === start) throw invalidHex();
    if (down) exponent = -exponent;
  }
  if (at !== end) throw invalidHex();
  const value = scaledHex(digits, scale + exponent);
  if (value === Infinity) throw overflowError('hexadecimal value too large to represent as a float');
  return negative ? -value : value;
}

function isWordCharacter(text: string, end: int): boolean {
  return (text.charCodeAt(end - 1) | 32) >= 97;
}

function invalidHex(): OperationError {
  return valueError('invalid hexadecimal floating-point string');
}

/** Hexadecimal digits * 2**exponent, rounded once. */
function scaledHex(digits: string, exponent: int): float {
  const mantissa = bigFromText(digits, 16);
  if (mantissa.sign === 0) return 0.0;
  const top = bigBitLength(mantissa) + exponent;
  if (top > 1024) return Infinity;
  if (top < -1080) return 0.0;
  if (exponent >= 0) return bigTrueDivide(bigShl(mantissa, exponent), bigOne);
  return bigTrueDivide(mantissa, bigShl(bigOne, -exponent));
}
