/**
 * Decimal digits of floats: a given number of them, exactly rounded (half to even), or the fewest that read back as the float.
 *
 * Most floats in programs have few digits: then one operation on doubles gives them, and a second one, or the distance from a tie, proves
 * it. The rest is exact arithmetic on big integers. Values are finite and not negative.
 */
import type { FixedArray, FloatArray } from './array.js';
import type { BigInteger } from './bigint.js';
import {
  bigAdd,
  bigCompare,
  bigFromInt,
  bigMul,
  bigOne,
  bigPow,
  bigShl,
  bigShr,
  bigSub,
  bigTruncDivMod,
} from './bigint.js';
import { bigToDecimal } from './bigint-text.js';
import { intToString, repeatString } from './bytes.js';
import { highBits, leadingExponent, lowBits } from './float.js';
import { floatToInt, floorDiv } from './int.js';
import type { float, int } from './types.js';

/** Powers of ten up to this are doubles. */
const LARGEST_POWER: int = 22;
const powersOfTen: FloatArray = Float64Array.from({ length: LARGEST_POWER + 1 }, (_, n) => Number(`1e${n}`));

const ten: BigInteger = bigFromInt(10);
const bigPowers: FixedArray<BigInteger> = Array.from({ length: 40 }, (_, n) => bigPow(ten, n));

/** 10**n for n >= 0. */
export function bigPowerOfTen(n: int): BigInteger {
  return n < bigPowers.length ? (bigPowers[n] as BigInteger) : bigPow(ten, n);
}

/** Whether `timesPowerOfTen` rounds but once. */
export function hasPowerOfTen(n: int): boolean {
  return n <= LARGEST_POWER && n >= -LARGEST_POWER;
}

/** value * 10**n, rounded once. */
export function timesPowerOfTen(value: float, n: int): float {
  return n >= 0 ? value * (powersOfTen[n] as float) : value / (powersOfTen[-n] as float);
}

/** Digits d1 d2 ... and where the point is: value = 0.d1d2... * 10**point. */
export class DecimalDigits {
  constructor(
    readonly digits: string,
    readonly point: int,
  ) {}
}

/** Where the point is, or one place further left: log10(2) is 323228496 / 2**30. */
function leastPoint(value: float): int {
  return floorDiv(leadingExponent(value) * 323228496, 0x40000000) + 1;
}

/** value * 10**scale, exactly. */
class Scaled {
  /** The mantissa of 53 bits, or fewer where the value is subnormal. */
  readonly mantissa: int;
  /** quotient + remainder / denominator is the scaled value; unit / denominator is what the mantissa's last bit counts. */
  readonly unit: BigInteger;
  readonly quotient: BigInteger;
  readonly remainder: BigInteger;
  readonly denominator: BigInteger;

  constructor(value: float, scale: int) {
    const high = highBits(value);
    const biased = high >>> 20;
    const top = (high & 0xfffff) + (biased > 0 ? 0x100000 : 0);
    this.mantissa = top * 0x100000000 + lowBits(value);
    const exponent = (biased > 0 ? biased : 1) - 1075;
    const power = bigPowerOfTen(scale > 0 ? scale : 0);
    this.unit = exponent > 0 ? bigShl(power, exponent) : power;
    const numerator = bigMul(bigFromInt(this.mantissa), this.unit);
    const bits = exponent < 0 ? -exponent : 0;
    if (scale < 0) {
      this.denominator = bigShl(bigPowerOfTen(-scale), bits);
      const division = bigTruncDivMod(numerator, this.denominator);
      this.quotient = division.quotient;
      this.remainder = division.remainder;
    } else {
      this.denominator = bigShl(bigOne, bits);
      this.quotient = bigShr(numerator, bits);
      this.remainder = bigSub(numerator, bigShl(this.quotient, bits));
    }
  }

  /** To the nearest integer, half to even. */
  rounded(): BigInteger {
    const order = bigCompare(bigShl(this.remainder, 1), this.denominator);
    const isUp = order > 0 || (order === 0 && isOdd(this.quotient));
    return isUp ? bigAdd(this.quotient, bigOne) : this.quotient;
  }
}

function isOdd(a: BigInteger): boolean {
  return a.sign !== 0 && ((a.digits[0] as int) & 1) === 1;
}

/** Products below this have a fraction that is known to a quarter. */
const EXACT_LIMIT: float = 1e15;
const ROUNDING: float = 2 ** -52;

/** value * 10**scale, rounded half to even, in decimal. */
export function scaledDigits(value: float, scale: int): string {
  if (hasPowerOfTen(scale)) {
    const product = timesPowerOfTen(value, scale);
    if (product < EXACT_LIMIT) {
      const below = Math.floor(product);
      const fraction = product - below;
      // The product is off by half of this at most: far enough from a tie it rounds as the exact one does.
      if (Math.abs(fraction - 0.5) > product * ROUNDING) {
        return intToString(floatToInt(fraction > 0.5 ? below + 1.0 : below));
      }
    }
  }
  return bigToDecimal(new Scaled(value, scale).rounded());
}

/** So many significant digits. */
export function significantDigits(value: float, count: int): DecimalDigits {
  if (value === 0) return new DecimalDigits(repeatString('0', count), 1);
  let point = leastPoint(value);
  let digits = scaledDigits(value, count - point);
  while (digits.length > count) {
    point++;
    digits = scaledDigits(value, count - point);
  }
  return new DecimalDigits(digits, point);
}

/** As few digits as tell the value from all other floats, nearest to it. */
export function shortestDigits(value: float): DecimalDigits {
  if (value === 0) return new DecimalDigits('0', 1);
  const short = fifteenDigits(value);
  return short === null ? exactShortest(value) : short;
}

/** Digits without trailing zeros of an integer that is value * 10**scale. */
function withoutZeros(text: string, scale: int): DecimalDigits {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return new DecimalDigits(text.slice(0, end), text.length - scale);
}

/** Decimals of 15 digits are further apart than floats: if one of them reads back as the value, no other one does, and none that is shorter. */
function fifteenDigits(value: float): DecimalDigits | null {
  let scale = 15 - leastPoint(value);
  if (scale > LARGEST_POWER || scale <= -LARGEST_POWER) return null;
  let product = timesPowerOfTen(value, scale);
  if (product >= EXACT_LIMIT) {
    scale--;
    product = timesPowerOfTen(value, scale);
  }
  const nearest = Math.floor(product + 0.5);
  // Both operands are exact, so this reads the decimal.
  if (timesPowerOfTen(nearest, -scale) !== value) return null;
  return withoutZeros(intToString(floatToInt(nearest)), scale);
}

/** From 17 digits on, which always do, one less as long as a decimal is left that is rounded to the value. */
function exactShortest(value: float): DecimalDigits {
  let scale = 17 - leastPoint(value);
  let scaled = new Scaled(value, scale);
  if (bigCompare(scaled.quotient, bigPowerOfTen(17)) >= 0) {
    scale--;
    scaled = new Scaled(value, scale);
  }
  const isEven = floorDiv(scaled.mantissa, 2) * 2 === scaled.mantissa;
  // Four times the distance to the middle between the value and its neighbours. Below a power of two floats are twice as close.
  const above = bigShl(scaled.unit, 1);
  const isPower = scaled.mantissa === 0x10000000000000 && leadingExponent(value) > -1022;
  const below = isPower ? scaled.unit : above;
  let best = scaled.rounded();
  for (let width = 1; width < 17; width++) {
    const step = bigPowerOfTen(width);
    const division = bigTruncDivMod(scaled.quotient, step);
    const down = bigAdd(bigMul(division.remainder, scaled.denominator), scaled.remainder);
    const up = bigSub(bigMul(step, scaled.denominator), down);
    const isDown = isWithin(down, below, isEven);
    const isUp = isWithin(up, above, isEven);
    if (!isDown && !isUp) break;
    const order = bigCompare(up, down);
    best = bigSub(scaled.quotient, division.remainder);
    if (!isDown || (isUp && (order < 0 || (order === 0 && isOdd(division.quotient))))) {
      best = bigAdd(best, step);
    }
  }
  return withoutZeros(bigToDecimal(best), scale);
}

/** Whether a decimal at a distance is rounded to the value: in the middle, if the value is the even one. */
function isWithin(distance: BigInteger, limit: BigInteger, isEven: boolean): boolean {
  const order = bigCompare(bigShl(distance, 2), limit);
  return order < 0 || (order === 0 && isEven);
}
