/** Properties of code points, from the Unicode 14 tables that the build generates. */
import type { int } from '../../rlib/types.js';

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

/** The value of a decimal digit, or -1. */
export function decimalValue(c: int): int {
  return c >= 48 && c <= 57 ? c - 48 : -1;
}
