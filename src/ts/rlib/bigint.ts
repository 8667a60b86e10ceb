/**
 * Integers of any size: sign and magnitude (`magnitude.ts`), digits least significant first (`digit.ts`).
 *
 * Values are immutable and normalized: no leading zero digits, zero has sign 0.
 */
import { copyItems } from './array.js';
import type { Digits } from './digit.js';
import {
  DIGIT_BASE,
  DIGIT_BITS,
  digitCarry,
  digitLow,
  digitMulHigh,
  digitMulLow,
  newDigits,
} from './digit.js';
import {
  bitLength,
  floatToInt,
  floorMod,
  intToFloat,
  ovfShl,
  truncDiv,
  truncMod,
  WORD_BITS,
  wordAnd,
  wordOr,
  wordShr,
  wordXor,
} from './int.js';
import {
  addMagnitudes,
  compareMagnitudes,
  divideByDigit,
  mulMagnitudes,
  NormalizedDivisor,
  scaleInto,
  shiftedRight,
  subMagnitudes,
  trimmed,
} from './magnitude.js';
import type { float, int } from './types.js';

export class BigInteger {
  constructor(
    /** -1, 0 or 1. */
    readonly sign: int,
    readonly digits: Digits,
  ) {}
}

export function bigFromInt(value: int): BigInteger {
  if (value === 0) return bigZero;
  let magnitude = value < 0 ? -value : value;
  let count = 0;
  for (let rest = magnitude; rest > 0; rest = truncDiv(rest, DIGIT_BASE)) count++;
  const digits = newDigits(count);
  for (let i = 0; i < count; i++) {
    digits[i] = truncMod(magnitude, DIGIT_BASE);
    magnitude = truncDiv(magnitude, DIGIT_BASE);
  }
  return new BigInteger(value < 0 ? -1 : 1, digits);
}

export const bigZero: BigInteger = new BigInteger(0, newDigits(0));

/** The widest parts in which magnitudes are given and taken; no digit is narrower. */
export const PART_BITS: int = 26;

/** From parts of `width` bits, least significant first. */
export function bigFromParts(parts: int[], width: int, sign: int): BigInteger {
  const digits = newDigits(truncDiv(parts.length * width, DIGIT_BITS) + 1);
  let at = 0;
  let bits = 0;
  for (let i = 0; i < parts.length; i++) {
    const unit = ovfShl(1, bits);
    digits[at] = (digits[at] as int) + digitMulLow(parts[i] as int, unit);
    bits += width;
    if (bits >= DIGIT_BITS) {
      bits -= DIGIT_BITS;
      at++;
      digits[at] = digitMulHigh(parts[i] as int, unit);
    }
  }
  return bigValue(digits, sign);
}

/** `width` bits, as a part, of the magnitude, from bit `from` on. */
export function bitsAt(a: BigInteger, from: int, width: int): int {
  const digits = a.digits;
  const at = truncDiv(from, DIGIT_BITS);
  if (at >= digits.length) return 0;
  const shift = from - at * DIGIT_BITS;
  const low = wordShr(digits[at] as int, shift);
  const known = DIGIT_BITS - shift;
  if (known >= width || at + 1 === digits.length) return floorMod(low, 1 << width);
  return low + (floorMod(digits[at + 1] as int, 1 << (width - known)) << known);
}

/** The magnitude in parts of `width` bits, least significant first, without leading zeros. */
export function bigToParts(a: BigInteger, width: int): int[] {
  const parts: int[] = [];
  const bits = bigBitLength(a);
  for (let from = 0; from < bits; from += width) parts.push(bitsAt(a, from, width));
  return parts;
}

/** Whether a value fits a word: words are symmetric. */
export function bigFitsWord(a: BigInteger): boolean {
  return (a.digits.length - 1) * DIGIT_BITS < WORD_BITS && bigBitLength(a) <= WORD_BITS;
}

/** The word of a value that fits it. */
export function bigToWord(a: BigInteger): int {
  let result = 0;
  for (let i = a.digits.length - 1; i >= 0; i--) result = result * DIGIT_BASE + (a.digits[i] as int);
  return a.sign < 0 ? -result : result;
}

export const bigOne: BigInteger = bigFromInt(1);

/** Compares values: negative, 0, positive. */
export function bigCompare(a: BigInteger, b: BigInteger): int {
  if (a.sign !== b.sign) return a.sign - b.sign;
  const order = compareMagnitudes(a.digits, b.digits);
  return a.sign < 0 ? -order : order;
}

/** A value of a fresh array that may have leading zeros. */
export function bigValue(digits: Digits, sign: int): BigInteger {
  const magnitude = trimmed(digits);
  return magnitude.length === 0 ? bigZero : new BigInteger(sign, magnitude);
}

export function bigNegate(a: BigInteger): BigInteger {
  return a.sign === 0 ? a : new BigInteger(-a.sign, a.digits);
}

export function bigAbs(a: BigInteger): BigInteger {
  return a.sign < 0 ? new BigInteger(1, a.digits) : a;
}

export function bigAdd(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign === 0) return b;
  if (b.sign === 0) return a;
  if (a.sign === b.sign) return bigValue(addMagnitudes(a.digits, b.digits), a.sign);
  const order = compareMagnitudes(a.digits, b.digits);
  if (order === 0) return bigZero;
  if (order > 0) return bigValue(subMagnitudes(a.digits, b.digits), a.sign);
  return bigValue(subMagnitudes(b.digits, a.digits), b.sign);
}

export function bigSub(a: BigInteger, b: BigInteger): BigInteger {
  return bigAdd(a, bigNegate(b));
}

export function bigMul(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign === 0 || b.sign === 0) return bigZero;
  return bigValue(mulMagnitudes(a.digits, b.digits), a.sign * b.sign);
}

/** Quotient and remainder. */
export class BigDivision {
  constructor(
    readonly quotient: BigInteger,
    readonly remainder: BigInteger,
  ) {}
}

/** Division rounded towards zero; b is not 0. */
export function bigTruncDivMod(a: BigInteger, b: BigInteger): BigDivision {
  if (a.digits.length < b.digits.length) return new BigDivision(bigZero, a);
  const quotient = newDigits(a.digits.length - b.digits.length + 1);
  let remainder: BigInteger;
  if (b.digits.length === 1) {
    const rest = divideByDigit(a.digits, a.digits.length, b.digits[0] as int, quotient);
    remainder = bigFromInt(a.sign < 0 ? -rest : rest);
  } else {
    const divisor = new NormalizedDivisor(b.digits);
    const u = divisor.dividend(a.digits);
    divisor.divide(u, quotient);
    remainder = bigValue(divisor.remainder(u), a.sign);
  }
  return new BigDivision(bigValue(quotient, a.sign * b.sign), remainder);
}

/** The quotient rounded towards minus infinity; b is not 0. */
export function bigFloorDiv(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign !== b.sign || b.digits.length === 1) return bigFloorDivMod(a, b).quotient;
  if (a.digits.length < b.digits.length) return bigZero;
  const quotient = newDigits(a.digits.length - b.digits.length + 1);
  const divisor = new NormalizedDivisor(b.digits);
  divisor.divide(divisor.dividend(a.digits), quotient);
  return bigValue(quotient, 1);
}

/** The remainder, which has the divisor's sign; b is not 0. */
export function bigFloorMod(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign !== b.sign || b.digits.length === 1) return bigFloorDivMod(a, b).remainder;
  return bigValue(new NormalizedDivisor(b.digits).reduce(a.digits), a.sign);
}

/** Division rounded towards minus infinity; b is not 0. */
export function bigFloorDivMod(a: BigInteger, b: BigInteger): BigDivision {
  const result = bigTruncDivMod(a, b);
  if (result.remainder.sign !== 0 && result.remainder.sign !== b.sign) {
    return new BigDivision(bigSub(result.quotient, bigOne), bigAdd(result.remainder, b));
  }
  return result;
}

/** a << count, count >= 0. */
export function bigShl(a: BigInteger, count: int): BigInteger {
  if (a.sign === 0 || count === 0) return a;
  const whole = truncDiv(count, DIGIT_BITS);
  const length = a.digits.length;
  const result = newDigits(whole + length + 1);
  result[whole + length] = scaleInto(a.digits, ovfShl(1, count - whole * DIGIT_BITS), result, whole);
  return bigValue(result, a.sign);
}

/** a >> count, count >= 0, rounded towards minus infinity. */
export function bigShr(a: BigInteger, count: int): BigInteger {
  if (a.sign === 0 || count === 0) return a;
  const digits = a.digits;
  const whole = truncDiv(count, DIGIT_BITS);
  const bits = count - whole * DIGIT_BITS;
  const length = digits.length - whole;
  if (length <= 0) return a.sign < 0 ? bigFromInt(-1) : bigZero;
  const shifted = bigValue(shiftedRight(digits, whole, bits, length), a.sign);
  if (a.sign > 0) return shifted;
  let lost = floorMod(digits[whole] as int, ovfShl(1, bits)) !== 0;
  for (let i = 0; i < whole && !lost; i++) lost = digits[i] !== 0;
  return lost ? bigSub(shifted, bigOne) : shifted;
}

/** Digits of a in two's complement, sign-extended to `count`. */
function complementDigits(a: BigInteger, count: int): Digits {
  const result = newDigits(count);
  copyItems(a.digits, 0, result, 0, a.digits.length);
  if (a.sign < 0) negateDigits(result);
  return result;
}

/** Two's complement of what is in the array. */
function negateDigits(digits: Digits): void {
  let borrow = 0;
  for (let i = 0; i < digits.length; i++) {
    const difference = borrow - (digits[i] as int);
    digits[i] = digitLow(difference);
    borrow = digitCarry(difference);
  }
}

const enum Bitwise {
  AND,
  OR,
  XOR,
}

function combine(x: int, y: int, op: Bitwise): int {
  return op === Bitwise.AND ? wordAnd(x, y) : op === Bitwise.OR ? wordOr(x, y) : wordXor(x, y);
}

/** Of values that are not negative. */
function bitwisePlain(a: Digits, b: Digits, op: Bitwise): BigInteger {
  if (a.length < b.length) return bitwisePlain(b, a, op);
  const common = b.length;
  const result = newDigits(op === Bitwise.AND ? common : a.length);
  for (let i = 0; i < common; i++) result[i] = combine(a[i] as int, b[i] as int, op);
  copyItems(a, common, result, common, result.length - common);
  return bigValue(result, 1);
}

function bitwise(a: BigInteger, b: BigInteger, op: Bitwise): BigInteger {
  if (a.sign >= 0 && b.sign >= 0) return bitwisePlain(a.digits, b.digits, op);
  const count = (a.digits.length > b.digits.length ? a.digits.length : b.digits.length) + 1;
  const x = complementDigits(a, count);
  const y = complementDigits(b, count);
  for (let i = 0; i < count; i++) x[i] = combine(x[i] as int, y[i] as int, op);
  if (digitCarry(2 * (x[count - 1] as int)) === 0) return bigValue(x, 1);
  negateDigits(x);
  return bigValue(x, -1);
}

export function bigAnd(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.AND);
}

export function bigOr(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.OR);
}

export function bigXor(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.XOR);
}

/** Bits of the magnitude. */
export function bigBitLength(a: BigInteger): int {
  const last = a.digits.length - 1;
  return last < 0 ? 0 : last * DIGIT_BITS + bitLength(a.digits[last] as int);
}

/** a ** exponent, exponent >= 0. */
export function bigPow(a: BigInteger, exponent: int): BigInteger {
  let result = bigOne;
  let square = a;
  let rest = exponent;
  while (rest > 0) {
    if (truncMod(rest, 2) === 1) result = bigMul(result, square);
    rest = truncDiv(rest, 2);
    if (rest > 0) square = bigMul(square, square);
  }
  return result;
}

/** The nearest double, ties to even; infinite if it is too large. */
export function bigToFloat(a: BigInteger): float {
  const bits = bigBitLength(a);
  if (bits <= 53) return intToFloat(bigToWord(a));
  if (bits > 1024) return a.sign < 0 ? -Infinity : Infinity;
  // 55 leading bits, the last of which tells whether anything follows: rounding to 53 is then right.
  // Two bits more, so that there are 55 at least.
  const shift = bits - 53;
  const magnitude = bigShl(bigAbs(a), 2);
  const head = bigShr(magnitude, shift);
  const exact = bigCompare(bigShl(head, shift), magnitude) === 0;
  const low = ((head.digits[0] as int) & 3) | (exact ? 0 : 1);
  const upper = intToFloat(bigToWord(bigShr(head, 2))) * 4;
  // Below 2^53 the head's upper part is exact; its last two bits and the sticky bit decide the rounding.
  const rounded = roundTail(upper, low, exact);
  const value = rounded * Math.pow(2, intToFloat(shift - 2));
  return a.sign < 0 ? -value : value;
}

/** upper (a multiple of 4 below 2^55) plus the two bits `low`, rounded to a multiple of 4, ties to even. */
function roundTail(upper: float, low: int, exact: boolean): float {
  if (low < 2) return upper;
  if (low > 2 || !exact) return upper + 4;
  const half = upper / 4;
  return half % 2 === 0 ? upper : upper + 4;
}

/** The integer part of a finite double. */
export function bigFromFloat(value: float): BigInteger {
  let magnitude = Math.abs(Math.trunc(value));
  if (magnitude === 0) return bigZero;
  let shift = 0;
  while (magnitude >= 9007199254740992) {
    magnitude = magnitude / 67108864;
    shift += 26;
  }
  // Division by a power of two is exact, but the tail may now be a fraction.
  let extra = 0;
  while (magnitude !== Math.floor(magnitude)) {
    magnitude = magnitude * 2;
    extra++;
  }
  const result = bigShl(bigFromInt(floatToInt(magnitude)), shift - extra);
  return value < 0 ? bigNegate(result) : result;
}
