/** Decimal numbers to and from text (General Decimal Arithmetic, "Conversions"). */
import { bigZero } from '../../../rlib/bigint.js';
import { bigFromText, bigToDecimal } from '../../../rlib/bigint-text.js';
import { intToString, repeatString } from '../../../rlib/bytes.js';
import { floorMod } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { isAsciiSpace } from '../../objects/int-text.js';
import { decimalType, Kind, newDecimal, newInfinity, W_Decimal } from './number.js';

/** A range without underscores, without white space around it. */
function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  let result = '';
  let from = start;
  for (let i = start; i < end; i++) {
    if (text.charCodeAt(i) === 95) {
      result += text.slice(from, i);
      from = i + 1;
    }
  }
  return from === start ? text.slice(start, end) : result + text.slice(from, end);
}

function isDigit(c: int): boolean {
  return c >= 48 && c <= 57;
}

function skipDigits(text: string, start: int): int {
  let at = start;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

function lower(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    result += String.fromCharCode(c >= 65 && c <= 90 ? c + 32 : c);
  }
  return result;
}

function parseSpecial(text: string, sign: int): W_Decimal | null {
  const word = lower(text);
  if (word === 'inf' || word === 'infinity') return newInfinity(sign);
  let at = 0;
  let kind: Kind = Kind.QUIET_NAN;
  if (word.startsWith('snan')) {
    kind = Kind.SIGNALING_NAN;
    at = 4;
  } else if (word.startsWith('nan')) {
    at = 3;
  } else {
    return null;
  }
  if (skipDigits(word, at) !== word.length) return null;
  const payload = word.slice(at, word.length);
  return new W_Decimal(decimalType, sign, kind, payload === '' ? bigZero : bigFromText(payload, 10), 0);
}

/** Exponents beyond this are out of any context; the digits that say so are not read on. */
const EXPONENT_LIMIT: int = 1000000000000000;

/** The number of a text in ASCII; null if it is none. */
export function parseDecimal(source: string): W_Decimal | null {
  const text = stripped(source);
  let at = 0;
  let sign = 0;
  if (text.startsWith('+') || text.startsWith('-')) {
    sign = text.startsWith('-') ? 1 : 0;
    at = 1;
  }
  const first = at;
  at = skipDigits(text, at);
  let digits = text.slice(first, at);
  let exponent = 0;
  if (at < text.length && text.charCodeAt(at) === 46) {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    digits += text.slice(fraction, at);
    exponent = fraction - at;
  }
  if (digits === '') return parseSpecial(text.slice(first, text.length), sign);
  if (at < text.length && (text.charCodeAt(at) | 32) === 101) {
    at++;
    let negative = false;
    if (at < text.length && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45)) {
      negative = text.charCodeAt(at) === 45;
      at++;
    }
    const start = at;
    let given = 0;
    for (; at < text.length && isDigit(text.charCodeAt(at)); at++) {
      if (given < EXPONENT_LIMIT) given = given * 10 + text.charCodeAt(at) - 48;
    }
    if (at === start) return null;
    if (given > EXPONENT_LIMIT) given = EXPONENT_LIMIT;
    exponent += negative ? -given : given;
  }
  if (at !== text.length) return null;
  return newDecimal(sign, bigFromText(digits, 10), exponent);
}

/** Where the point goes in engineering notation: 1 to 3 digits before it, the exponent a multiple of 3. */
function engineeringPoint(a: W_Decimal, leftDigits: int): int {
  if (a.isZero()) return floorMod(leftDigits + 1, 3) - 1;
  return floorMod(leftDigits - 1, 3) + 1;
}

export const enum Notation {
  SCIENTIFIC,
  ENGINEERING,
}

export function decimalText(a: W_Decimal, notation: Notation, letter: string): string {
  const sign = a.sign === 1 ? '-' : '';
  if (a.kind === Kind.INFINITE) return `${sign}Infinity`;
  if (a.isNan()) {
    const payload = a.coefficient.sign === 0 ? '' : bigToDecimal(a.coefficient);
    return `${sign}${a.kind === Kind.QUIET_NAN ? 'NaN' : 'sNaN'}${payload}`;
  }
  const digits = bigToDecimal(a.coefficient);
  const leftDigits = a.exponent + digits.length;
  let point = 1;
  if (a.exponent <= 0 && leftDigits > -6) point = leftDigits;
  else if (notation === Notation.ENGINEERING) point = engineeringPoint(a, leftDigits);
  const text = placePoint(digits, point);
  if (leftDigits === point) return sign + text;
  const exponent = leftDigits - point;
  return `${sign}${text}${letter}${exponent < 0 ? '-' : '+'}${intToString(exponent < 0 ? -exponent : exponent)}`;
}

/** Digits with a point after `point` of them. */
export function placePoint(digits: string, point: int): string {
  if (point <= 0) return `0.${repeatString('0', -point)}${digits}`;
  if (point >= digits.length) return digits + repeatString('0', point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point, digits.length)}`;
}
