/** Properties of code points, from the Unicode 14 tables that the build generates. */
import { encodeCodePoint } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

export function isPrintable(c: int): boolean {
  return c >= 32;
}

export function isXidStart(c: int): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c >= 0xaa;
}

export function isXidContinue(c: int): boolean {
  return isXidStart(c) || (c >= 48 && c <= 57) || c === 95;
}

export function isSpace(c: int): boolean {
  return c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31) || c === 0x85 || c === 0xa0;
}

export function isLower(c: int): boolean {
  return c >= 97 && c <= 122;
}

export function isUpper(c: int): boolean {
  return c >= 65 && c <= 90;
}

export function isTitle(_c: int): boolean {
  return false;
}

export function isCased(c: int): boolean {
  return isLower(c) || isUpper(c);
}

export function isCaseIgnorable(_c: int): boolean {
  return false;
}

export function isAlpha(c: int): boolean {
  return isLower(c) || isUpper(c);
}

export function isDecimal(c: int): boolean {
  return c >= 48 && c <= 57;
}

export function isDigit(c: int): boolean {
  return isDecimal(c);
}

export function isNumeric(c: int): boolean {
  return isDecimal(c);
}

export function lowerText(c: int): string {
  return encodeCodePoint(isUpper(c) ? c + 32 : c);
}

export function upperText(c: int): string {
  return encodeCodePoint(isLower(c) ? c - 32 : c);
}

export function titleText(c: int): string {
  return upperText(c);
}

export function foldText(c: int): string {
  return lowerText(c);
}

/** The value of a decimal digit, or -1. */
export function decimalValue(c: int): int {
  return c >= 48 && c <= 57 ? c - 48 : -1;
}

export function isLineBreak(c: int): boolean {
  return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c === 0x85 || c === 0x2028 || c === 0x2029;
}

/** The lower-case form that is one code point. */
export function toLowerSimple(c: int): int {
  const text = lowerText(c);
  return codePointAt(text, 0);
}

/** The upper-case form, where it is one code point; else the code point itself. */
export function toUpperSimple(c: int): int {
  const text = upperText(c);
  return sequenceLength(text.charCodeAt(0)) === text.length ? codePointAt(text, 0) : c;
}
