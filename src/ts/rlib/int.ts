/**
 * Arithmetic on words. The word has 54 bits hosted (a safe integer) and 64 translated; `fitsWord` and the
 * `ovf` family hide the difference. `& | ^ ~ << >> >>>` stay JavaScript's 32-bit operators in both lives;
 * the `word` family is word-wide.
 */
import type { float, int } from './types.js';
import { theOverflow } from './throwable.js';

/** Bits of a word without its sign: 53 hosted, 63 translated. */
export const WORD_BITS: int = 53;
export const MAX_WORD: int = Number.MAX_SAFE_INTEGER;
export const MIN_WORD: int = -Number.MAX_SAFE_INTEGER;

/** Whether an integral float is a word. */
export function fitsWord(x: float): boolean {
  return x <= Number.MAX_SAFE_INTEGER && x >= -Number.MAX_SAFE_INTEGER;
}

/** a + b; throws Overflow. */
export function ovfAdd(a: int, b: int): int {
  const result = a + b;
  if (result > Number.MAX_SAFE_INTEGER || result < -Number.MAX_SAFE_INTEGER) throw theOverflow;
  return result;
}

/** a - b; throws Overflow. */
export function ovfSub(a: int, b: int): int {
  const result = a - b;
  if (result > Number.MAX_SAFE_INTEGER || result < -Number.MAX_SAFE_INTEGER) throw theOverflow;
  return result;
}

/** a * b; throws Overflow. Never gives -0. */
export function ovfMul(a: int, b: int): int {
  const result = a * b;
  if (result > Number.MAX_SAFE_INTEGER || result < -Number.MAX_SAFE_INTEGER) throw theOverflow;
  return result + 0;
}

/** a << n for n >= 0; throws Overflow. */
export function ovfShl(a: int, n: int): int {
  if (a === 0) return 0;
  if (n >= 53) throw theOverflow;
  return ovfMul(a, 2 ** n);
}

/** Whether a + b is a word. Asking first is cheaper hosted than catching Overflow where overflows are common. */
export function addFits(a: int, b: int): boolean {
  const result = a + b;
  return result <= Number.MAX_SAFE_INTEGER && result >= -Number.MAX_SAFE_INTEGER;
}

/** Whether a - b is a word. */
export function subFits(a: int, b: int): boolean {
  const result = a - b;
  return result <= Number.MAX_SAFE_INTEGER && result >= -Number.MAX_SAFE_INTEGER;
}

/** Whether a * b is a word. */
export function mulFits(a: int, b: int): boolean {
  const result = a * b;
  return result <= Number.MAX_SAFE_INTEGER && result >= -Number.MAX_SAFE_INTEGER;
}

/** Whether a << n, n >= 0, is a word. */
export function shlFits(a: int, n: int): boolean {
  return a === 0 || (n < 53 && mulFits(a, 2 ** n));
}

/** The product of two ints whose product is a word (`mulFits`). Never gives -0. */
export function wordMul(a: int, b: int): int {
  return a * b + 0;
}

// A quotient of two words, rounded to a double, never passes an integer that the exact quotient does not reach: near an integer k
// the exact quotient is at least 1/b away, the double half an ulp of k at most. `%` of doubles is a slow call in V8.

/** Quotient rounded towards minus infinity; b is not 0. Never gives -0. */
export function floorDiv(a: int, b: int): int {
  return Math.floor(a / b) + 0;
}

/** Remainder with the sign of the divisor; b is not 0. Never gives -0. */
export function floorMod(a: int, b: int): int {
  const small = a | 0;
  const smallDivisor = b | 0;
  if (small === a && smallDivisor === b) {
    const remainder = (small % smallDivisor) | 0;
    return remainder !== 0 && remainder < 0 !== smallDivisor < 0 ? remainder + smallDivisor : remainder;
  }
  const remainder = a - Math.trunc(a / b) * b;
  return (remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder) + 0;
}

/** Quotient rounded towards zero; b is not 0. Never gives -0. */
export function truncDiv(a: int, b: int): int {
  return Math.trunc(a / b) + 0;
}

/** Remainder with the sign of the dividend; b is not 0. Never gives -0. */
export function truncMod(a: int, b: int): int {
  return a - Math.trunc(a / b) * b + 0;
}

const HIGH = 2 ** 32;

/** Word-wide bitwise operations on two's complement, by halves: high half signed, low half unsigned. */
export function wordAnd(a: int, b: int): int {
  if ((a | 0) === a && (b | 0) === b) return a & b;
  return (Math.floor(a / HIGH) & Math.floor(b / HIGH)) * HIGH + ((a & b) >>> 0);
}

export function wordOr(a: int, b: int): int {
  if ((a | 0) === a && (b | 0) === b) return a | b;
  return (Math.floor(a / HIGH) | Math.floor(b / HIGH)) * HIGH + ((a | b) >>> 0);
}

export function wordXor(a: int, b: int): int {
  if ((a | 0) === a && (b | 0) === b) return a ^ b;
  return (Math.floor(a / HIGH) ^ Math.floor(b / HIGH)) * HIGH + ((a ^ b) >>> 0);
}

/** 2 ** -n: `**` is slow. */
const fractions: float[] = Array.from({ length: 54 }, (_, n) => 2 ** -n);

/** Arithmetic shift right, any n >= 0. */
export function wordShr(a: int, n: int): int {
  if ((a | 0) === a) return a >> (n > 31 ? 31 : n);
  if (n > 53) return a < 0 ? -1 : 0;
  return Math.floor(a * (fractions[n] as float));
}

/** Truncates a float towards zero to a word; the caller knows that it fits. Never gives -0. */
export function floatToInt(x: float): int {
  return Math.trunc(x) + 0;
}

/** The float nearest to a word. Hosted arithmetic may leave -0 for the int 0. */
export function intToFloat(x: int): float {
  return x + 0;
}

/** 32-bit wrapping multiplication, for hashes. */
export function mul32(a: int, b: int): int {
  return Math.imul(a, b);
}

export function intMin(a: int, b: int): int {
  return a < b ? a : b;
}

export function intMax(a: int, b: int): int {
  return a > b ? a : b;
}

/** Number of bits of |a|. */
export function bitLength(a: int): int {
  let x = a < 0 ? -a : a;
  let bits = 0;
  if (x >= HIGH) {
    bits = 32;
    x = Math.floor(x / HIGH);
  }
  return bits + 32 - Math.clz32(x);
}
