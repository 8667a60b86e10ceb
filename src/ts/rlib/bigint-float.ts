/** Big integers and floats: exact scaling, correctly rounded quotients. */
import type { BigInteger } from './bigint.js';
import {
  bigAbs,
  bigBitLength,
  bigCompare,
  bigOne,
  bigShl,
  bigShr,
  bigSub,
  bigToWord,
  bigTruncDivMod,
} from './bigint.js';
import { leadingExponent } from './float.js';
import { intToFloat } from './int.js';
import type { float, int } from './types.js';

/** value * 2**exponent by steps, none of which rounds while the result and the value are normal. */
function scaleInSteps(value: float, exponent: int): float {
  let result = value;
  let rest = exponent;
  for (; rest > 900; rest -= 900) result *= Math.pow(2, 900);
  for (; rest < -900; rest += 900) result *= Math.pow(2, -900);
  return result * Math.pow(2, intToFloat(rest));
}

/** value * 2**exponent, rounded once. */
export function scaleByTwo(value: float, exponent: int): float {
  if (value === 0 || value - value !== 0 || exponent >= 0) return scaleInSteps(value, exponent);
  const top = leadingExponent(value) + exponent;
  if (top >= -1022) return scaleInSteps(value, exponent);
  if (top < -1080) return value * 0;
  // The last step alone makes the number subnormal and rounds.
  return scaleInSteps(value, exponent + 1022) * Math.pow(2, -1022);
}

/** The magnitude's leading `bits` bits rounded half to even, as a float; `sticky`: bits below are not all zero. */
function roundedShift(magnitude: BigInteger, shift: int, sticky: boolean): float {
  const head = bigShr(magnitude, shift);
  const tail = bigSub(magnitude, bigShl(head, shift));
  const value = intToFloat(bigToWord(head));
  if (shift === 0) return value;
  const order = bigCompare(tail, bigShl(bigOne, shift - 1));
  const odd = head.sign !== 0 && ((head.digits[0] as int) & 1) === 1;
  return order > 0 || (order === 0 && (sticky || odd)) ? value + 1 : value;
}

/** a / b, correctly rounded; infinite if it is too large; b is not 0. */
export function bigTrueDivide(a: BigInteger, b: BigInteger): float {
  const negative = a.sign < 0 !== b.sign < 0;
  if (a.sign === 0) return negative ? -0.0 : 0.0;
  const difference = bigBitLength(a) - bigBitLength(b);
  if (difference > 1025) return negative ? -Infinity : Infinity;
  if (difference < -1080) return negative ? -0.0 : 0.0;
  // The quotient gets 55 or 56 bits: two more than a double, fewer where the result is subnormal.
  const exponent = (difference < -1021 ? -1021 : difference) - 55;
  const dividend = exponent < 0 ? bigShl(bigAbs(a), -exponent) : bigAbs(a);
  const divisor = exponent > 0 ? bigShl(bigAbs(b), exponent) : bigAbs(b);
  const division = bigTruncDivMod(dividend, divisor);
  const bits = bigBitLength(division.quotient);
  const lowest = -1021 - exponent;
  const drop = (bits > lowest ? bits : lowest) - 53;
  const head = roundedShift(division.quotient, drop < 0 ? 0 : drop, division.remainder.sign !== 0);
  const result = scaleByTwo(head, exponent + (drop < 0 ? 0 : drop));
  return negative ? -result : result;
}

/** A magnitude as `fraction * 2**exponent`, 0.5 <= fraction < 1, rounded half to even. */
export class BinaryFraction {
  constructor(
    readonly fraction: float,
    readonly exponent: int,
  ) {}
}

/** The leading bits of a value that is not 0, with its sign. */
export function bigFrexp(a: BigInteger): BinaryFraction {
  const bits = bigBitLength(a);
  const magnitude = bigAbs(a);
  const head = bits <= 53 ? intToFloat(bigToWord(magnitude)) : roundedShift(magnitude, bits - 53, false);
  const width = bits < 53 ? bits : 53;
  let fraction = head / Math.pow(2, intToFloat(width));
  let exponent = bits;
  if (fraction === 1) {
    fraction = 0.5;
    exponent++;
  }
  return new BinaryFraction(a.sign < 0 ? -fraction : fraction, exponent);
}
