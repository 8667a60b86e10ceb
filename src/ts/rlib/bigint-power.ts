/** Powers of big integers modulo a number. */
import { newFixedArray } from './array.js';
import type { BigInteger } from './bigint.js';
import { bigBitLength, bigFromInt, bigValue, bitsAt } from './bigint.js';
import type { Digits } from './digit.js';
import { digitDiv, digitLow, digitMulHigh, digitMulLow } from './digit.js';
import { intMin } from './int.js';
import { mulMagnitudes, NormalizedDivisor } from './magnitude.js';
import type { int } from './types.js';

/** base ** exponent % modulus, for 0 <= base < modulus, exponent >= 0, modulus > 1. */
export function bigPowMod(base: BigInteger, exponent: BigInteger, modulus: BigInteger): BigInteger {
  if (modulus.digits.length === 1) {
    const digit = base.sign === 0 ? 0 : (base.digits[0] as int);
    return bigFromInt(powModDigit(digit, exponent, modulus.digits[0] as int));
  }
  const divisor = new NormalizedDivisor(modulus.digits);
  const isShort = base.digits.length <= 1 || bigBitLength(exponent) <= SHORT_EXPONENT;
  return bigValue(powModWindows(base.digits, exponent, divisor, isShort ? 1 : WINDOW), 1);
}

/** Modulo one digit. */
function powModDigit(base: int, exponent: BigInteger, modulus: int): int {
  let result = 1;
  for (let i = bigBitLength(exponent) - 1; i >= 0; i--) {
    result = mulModDigit(result, result, modulus);
    if (bitsAt(exponent, i, 1) === 1) result = mulModDigit(result, base, modulus);
  }
  return result;
}

/** a * b % modulus for digits a and b, of which one is below the modulus. */
function mulModDigit(a: int, b: int, modulus: int): int {
  const low = digitMulLow(a, b);
  const quotient = digitDiv(digitMulHigh(a, b), low, modulus);
  return digitLow(low - digitMulLow(quotient, modulus));
}

/** Exponents up to this many bits are not worth the table of `WINDOW` bits. */
const SHORT_EXPONENT: int = 60;
const WINDOW: int = 5;

/** The exponent's bits in groups, from the highest on (Handbook of Applied Cryptography, algorithm 14.82). */
function powModWindows(base: Digits, exponent: BigInteger, divisor: NormalizedDivisor, width: int): Digits {
  const powers = newFixedArray<Digits>(1 << width, base);
  powers[0] = bigFromInt(1).digits;
  for (let i = 2; i < 1 << width; i++) {
    powers[i] = divisor.reduce(mulMagnitudes(powers[i - 1] as Digits, base));
  }
  let result = powers[0];
  let at = bigBitLength(exponent);
  while (at > 0) {
    const count = intMin(at, width);
    at -= count;
    for (let i = 0; i < count; i++) result = divisor.reduce(mulMagnitudes(result, result));
    const window = bitsAt(exponent, at, count);
    if (window !== 0) result = divisor.reduce(mulMagnitudes(result, powers[window] as Digits));
  }
  return result;
}
