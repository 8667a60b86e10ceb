/** Floats taken apart: mantissa, exponent, exact fractions; and their neighbours. */
import type { BigInteger } from './bigint.js';
import { bigFromInt, bigOne, bigShl } from './bigint.js';
import { doubleFromBits, highBits, lowBits } from './float.js';
import { floatToInt, intToFloat } from './int.js';
import type { float, int } from './types.js';

/** `mantissa * 2**exponent`; the mantissa is an odd integer of up to 53 bits, or 0. */
export class FloatParts {
  constructor(
    readonly mantissa: int,
    readonly exponent: int,
  ) {}
}

/** Takes a finite value apart exactly. */
export function floatParts(value: float): FloatParts {
  if (value === 0) return new FloatParts(0, 0);
  const biased = (highBits(value) >>> 20) & 0x7ff;
  const high = (highBits(value) & 0xfffff) + (biased > 0 ? 0x100000 : 0);
  let mantissa: float = intToFloat(high) * 4294967296.0 + intToFloat(lowBits(value));
  let exponent = (biased > 0 ? biased : 1) - 1075;
  while (mantissa % 67108864 === 0) {
    mantissa /= 67108864;
    exponent += 26;
  }
  while (mantissa % 2 === 0) {
    mantissa /= 2;
    exponent++;
  }
  const word = floatToInt(mantissa);
  return new FloatParts(value < 0 ? -word : word, exponent);
}

/** An exact fraction in lowest terms. */
export class BigRatio {
  constructor(
    readonly numerator: BigInteger,
    readonly denominator: BigInteger,
  ) {}
}

/** A finite float as a fraction. */
export function floatRatio(value: float): BigRatio {
  const parts = floatParts(value);
  const mantissa = bigFromInt(parts.mantissa);
  if (parts.exponent >= 0) return new BigRatio(bigShl(mantissa, parts.exponent), bigOne);
  return new BigRatio(mantissa, bigShl(bigOne, -parts.exponent));
}

/** The next float upwards; value is finite. */
export function nextUp(value: float): float {
  if (value === 0) return doubleFromBits(0, 1);
  if (value === -doubleFromBits(0, 1)) return -0.0;
  const high = highBits(value);
  const low = lowBits(value);
  if (value > 0) return low === 0xffffffff ? doubleFromBits(high + 1, 0) : doubleFromBits(high, low + 1);
  return low === 0 ? doubleFromBits(high - 1, 0xffffffff) : doubleFromBits(high, low - 1);
}
