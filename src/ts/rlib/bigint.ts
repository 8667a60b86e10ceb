/**
 * Integers of any size: sign and magnitude, digits of 26 bits, least significant first.
 *
 * 26 bits let a product of digits plus two carries stay inside a hosted word (53 bits), so that one source serves both lives.
 * Values are immutable and normalized: no leading zero digits, zero has sign 0.
 */
import type { Int32Items } from './array.js';
import { newInt32Items } from './array.js';
import { fitsWord, truncDiv, truncMod } from './int.js';
import type { float, int } from './types.js';

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

/** From digits of 15 bits, least significant first (marshal's form). */
export function bigFromDigits15(parts: int[], negative: boolean): BigInteger {
  const digits: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < parts.length; i++) {
    carry += (parts[i] as int) * (1 << bits);
    bits += 15;
    if (bits >= DIGIT_BITS) {
      digits.push(truncMod(carry, DIGIT_BASE));
      carry = truncDiv(carry, DIGIT_BASE);
      bits -= DIGIT_BITS;
    }
  }
  digits.push(truncMod(carry, DIGIT_BASE));
  digits.push(truncDiv(carry, DIGIT_BASE));
  return normalizedBig(digits, negative ? -1 : 1);
}

/** A value of digits that may have leading zeros. */
export function normalizedBig(digits: int[], sign: int): BigInteger {
  let count = digits.length;
  while (count > 0 && digits[count - 1] === 0) count--;
  if (count === 0) return bigZero;
  const items = newInt32Items(count);
  for (let i = 0; i < count; i++) items[i] = digits[i] as int;
  return new BigInteger(sign, items);
}

/** Whether a value fits a word. */
export function bigFitsWord(a: BigInteger): boolean {
  const count = a.digits.length;
  if (count < 3) return true;
  if (count > 3) return false;
  return fitsWord(bigToFloatExact(a));
}

function bigToFloatExact(a: BigInteger): float {
  let result = 0;
  for (let i = a.digits.length - 1; i >= 0; i--) result = result * 67108864 + (a.digits[i] as int);
  return result;
}

/** The word of a value that fits it. */
export function bigToWord(a: BigInteger): int {
  let result = 0;
  for (let i = a.digits.length - 1; i >= 0; i--) result = result * DIGIT_BASE + (a.digits[i] as int);
  return a.sign < 0 ? -result : result;
}

/** Digits of 15 bits of the magnitude, least significant first (marshal's form). */
export function bigToDigits15(a: BigInteger): int[] {
  const parts: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < a.digits.length; i++) {
    carry += (a.digits[i] as int) * (1 << bits);
    bits += DIGIT_BITS;
    while (bits >= 15) {
      parts.push(truncMod(carry, 32768));
      carry = truncDiv(carry, 32768);
      bits -= 15;
    }
  }
  while (carry > 0) {
    parts.push(truncMod(carry, 32768));
    carry = truncDiv(carry, 32768);
  }
  while (parts.length > 0 && parts[parts.length - 1] === 0) parts.pop();
  return parts;
}
