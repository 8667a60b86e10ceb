/**
 * Digits of big integers. How many bits one has depends on the life: hosted 26, so that a product of two stays inside a word of 53 bits;
 * in machine code 60, with the processor's products and dividends of 128 bits. Each digit lies in a word, least significant first.
 *
 * Whoever works on digits uses these functions and asks `DIGIT_BITS`; a constant made of it while a module is loaded would be hosted's.
 * Digits are in a plain array: hosted, a typed array takes ten times as long to make.
 */
import type { FixedArray } from './array.js';
import { newFixedArray } from './array.js';
import type { int } from './types.js';

export const DIGIT_BITS: int = 26;
export const DIGIT_BASE: int = 0x4000000;
const DIGIT_MASK: int = DIGIT_BASE - 1;
const INVERSE_BASE = 2 ** -26;

export type Digits = FixedArray<int>;

/** All zero. */
export function newDigits(count: int): Digits {
  return newFixedArray<int>(count, 0);
}

/** x modulo the base, of up to 16 digits added or subtracted. */
export function digitLow(x: int): int {
  return x & DIGIT_MASK;
}

/** What of such an x goes to the next digit: the quotient by the base, rounded down. */
export function digitCarry(x: int): int {
  return x >> DIGIT_BITS;
}

/** The lower digit of a product of two digits. */
export function digitMulLow(a: int, b: int): int {
  const product = a * b;
  return product - Math.floor(product * INVERSE_BASE) * DIGIT_BASE;
}

/** The higher digit of a product of two digits. */
export function digitMulHigh(a: int, b: int): int {
  return Math.floor(a * b * INVERSE_BASE);
}

/** The quotient of two digits by one that is greater than the higher of them: one digit. */
export function digitDiv(high: int, low: int, divisor: int): int {
  return Math.floor((high * DIGIT_BASE + low) / divisor);
}
