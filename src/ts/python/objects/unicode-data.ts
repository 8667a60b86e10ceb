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
