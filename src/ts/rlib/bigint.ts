/**
 * Integers of any size: sign and magnitude, digits of 26 bits, least significant first.
 *
 * 26 bits let a product of digits plus two carries stay inside a hosted word (53 bits), so that one source serves both lives.
 * Values are immutable and normalized: no leading zero digits, zero has sign 0.
 */
import type { Int32Items } from './array.js';
import { newInt32Items } from './array.js';
import { truncDiv, truncMod } from './int.js';
import type { int } from './types.js';

export const DIGIT_BITS: int = 26;
export const DIGIT_BASE: int = 0x4000000;

export class BigInteger {
  constructor(
    /** -1, 0 or 1. */
    readonly sign: int,
    readonly digits: Int32Items,
  ) {}
}

export function bigFromInt(value: int): BigInteger {
  if (value === 0) return bigZero;
  let magnitude = value < 0 ? -value : value;
  let count = 0;
  for (let rest = magnitude; rest > 0; rest = truncDiv(rest, DIGIT_BASE)) count++;
  const digits = newInt32Items(count);
  for (let i = 0; i < count; i++) {
    digits[i] = truncMod(magnitude, DIGIT_BASE);
    magnitude = truncDiv(magnitude, DIGIT_BASE);
  }
  return new BigInteger(value < 0 ? -1 : 1, digits);
}

export const bigZero: BigInteger = new BigInteger(0, newInt32Items(0));
