/** The operations of General Decimal Arithmetic on numbers; each notes its conditions in the context and does not raise them. */
import type { BigInteger } from '../../../rlib/bigint.js';
import {
  bigAdd,
  bigCompare,
  bigFromInt,
  bigMul,
  bigOne,
  bigSub,
  bigTruncDivMod,
  bigZero,
} from '../../../rlib/bigint.js';
import { floorDiv } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { bigRoot } from '../math/integers.js';
import { Condition, Rounding } from './context.js';
import type { W_Context } from './context.js';
import {
  digitCount,
  Kind,
  lastDigit,
  newDecimal,
  newInfinity,
  powerOfTen,
  timesPowerOfTen,
  trailingZeros,
  withSign,
} from './number.js';
import type { W_Decimal } from './number.js';
import { dropDigits, finish, finishAny, nanResult } from './rounding.js';

/** The order of two numbers that are not NaN. */
export function order(a: W_Decimal, b: W_Decimal): int {
  const signA = signum(a);
  const signB = signum(b);
  if (signA !== signB) return signA < signB ? -1 : 1;
  if (signA === 0) return 0;
  return signA * magnitudeOrder(a, b);
}

function signum(a: W_Decimal): int {
  if (a.isZero()) return 0;
  return a.sign === 1 ? -1 : 1;
}

/** The order of the magnitudes of two numbers that are not NaN and not 0. */
export function magnitudeOrder(a: W_Decimal, b: W_Decimal): int {
  if (a.kind === Kind.INFINITE || b.kind === Kind.INFINITE) {
    if (a.kind === b.kind) return 0;
    return a.kind === Kind.INFINITE ? 1 : -1;
  }
  if (a.isZero() || b.isZero()) return a.isZero() ? (b.isZero() ? 0 : -1) : 1;
  const topA = a.adjusted();
  const topB = b.adjusted();
  if (topA !== topB) return topA < topB ? -1 : 1;
  const shift = a.exponent - b.exponent;
  const result =
    shift >= 0
      ? bigCompare(timesPowerOfTen(a.coefficient, shift), b.coefficient)
      : bigCompare(a.coefficient, timesPowerOfTen(b.coefficient, -shift));
  return result < 0 ? -1 : result > 0 ? 1 : 0;
}

function signOfZeroSum(w_context: W_Context, a: W_Decimal, b: W_Decimal): int {
  if (a.sign === b.sign) return a.sign;
  return w_context.rounding === Rounding.FLOOR ? 1 : 0;
}

export function add(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) {
    if (b.kind === Kind.INFINITE && a.sign !== b.sign) return w_context.invalid(Condition.INVALID_OPERATION);
    return newInfinity(a.sign);
  }
  if (b.kind === Kind.INFINITE) return newInfinity(b.sign);
  return addFinite(w_context, a, b);
}

function addFinite(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  if (a.isZero() && b.isZero()) return finish(w_context, signOfZeroSum(w_context, a, b), bigZero, exponent);
  if (a.isZero()) return finishPadded(w_context, b, exponent);
  if (b.isZero()) return finishPadded(w_context, a, exponent);
  const high = a.exponent >= b.exponent ? a : b;
  const low = a.exponent >= b.exponent ? b : a;
  // A number far below the other's last place counts only by its sign: a digit well under the precision stands for it.
  let lowCoefficient = low.coefficient;
  let lowExponent = low.exponent;
  const reach = digitCount(high.coefficient);
  const distance = (reach > w_context.precision + 2 ? 0 : w_context.precision + 2 - reach) + 2;
  const floor = high.exponent - distance;
  if (low.adjusted() < floor - 1) {
    lowCoefficient = bigOne;
    lowExponent = floor - 2;
  }
  const aligned = timesPowerOfTen(high.coefficient, high.exponent - lowExponent);
  if (high.sign === low.sign)
    return finish(w_context, high.sign, bigAdd(aligned, lowCoefficient), lowExponent);
  const difference = bigSub(aligned, lowCoefficient);
  if (difference.sign === 0) return finish(w_context, signOfZeroSum(w_context, a, b), bigZero, lowExponent);
  const sign = difference.sign > 0 ? high.sign : low.sign;
  return finish(
    w_context,
    sign,
    difference.sign > 0 ? difference : bigSub(lowCoefficient, aligned),
    lowExponent,
  );
}

/** a with its exponent lowered towards `exponent`, as far as the precision allows. */
function finishPadded(w_context: W_Context, a: W_Decimal, exponent: int): W_Decimal {
  let target = a.adjusted() - w_context.precision + 1;
  if (target < exponent) target = exponent;
  if (target >= a.exponent) return finish(w_context, a.sign, a.coefficient, a.exponent);
  return finish(w_context, a.sign, timesPowerOfTen(a.coefficient, a.exponent - target), target);
}

export function subtract(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  if (b.isNan()) return add(w_context, a, b);
  return add(w_context, a, withSign(b, 1 - b.sign));
}

export function multiply(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const sign = a.sign ^ b.sign;
  if (a.kind === Kind.INFINITE || b.kind === Kind.INFINITE) {
    if (a.isZero() || b.isZero()) return w_context.invalid(Condition.INVALID_OPERATION);
    return newInfinity(sign);
  }
  return finish(w_context, sign, bigMul(a.coefficient, b.coefficient), a.exponent + b.exponent);
}

export function divide(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const sign = a.sign ^ b.sign;
  if (a.kind === Kind.INFINITE) {
    return b.kind === Kind.INFINITE ? w_context.invalid(Condition.INVALID_OPERATION) : newInfinity(sign);
  }
  if (b.kind === Kind.INFINITE) {
    w_context.note(Condition.CLAMPED);
    return newDecimal(sign, bigZero, w_context.lowest());
  }
  if (b.isZero()) {
    if (a.isZero()) return w_context.invalid(Condition.DIVISION_UNDEFINED);
    w_context.note(Condition.DIVISION_BY_ZERO);
    return newInfinity(sign);
  }
  const ideal = a.exponent - b.exponent;
  if (a.isZero()) return finish(w_context, sign, bigZero, ideal);
  // One digit more than the precision, and a last digit that tells whether the division came out even.
  const shift = digitCount(b.coefficient) - digitCount(a.coefficient) + w_context.precision + 1;
  const dividend = shift > 0 ? timesPowerOfTen(a.coefficient, shift) : a.coefficient;
  const divisor = shift < 0 ? timesPowerOfTen(b.coefficient, -shift) : b.coefficient;
  const division = bigTruncDivMod(dividend, divisor);
  let quotient = division.quotient;
  let exponent = ideal - shift;
  if (division.remainder.sign !== 0) {
    if (lastDigit(quotient) === 0 || lastDigit(quotient) === 5) quotient = bigAdd(quotient, bigOne);
  } else if (exponent < ideal) {
    const zeros = trailingZeros(quotient, ideal - exponent);
    quotient = bigTruncDivMod(quotient, powerOfTen(zeros)).quotient;
    exponent += zeros;
  }
  return finish(w_context, sign, quotient, exponent);
}

/** Quotient rounded towards zero, and remainder. */
export class IntegerDivision {
  constructor(
    readonly w_quotient: W_Decimal,
    readonly w_remainder: W_Decimal,
  ) {}
}

/** Integer division of finite numbers, b not 0; null if the quotient has more digits than the precision. */
function divideFinite(w_context: W_Context, a: W_Decimal, b: W_Decimal): IntegerDivision | null {
  const sign = a.sign ^ b.sign;
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  if (a.isZero() || a.adjusted() < b.adjusted() - 1) {
    return new IntegerDivision(finish(w_context, sign, bigZero, 0), finishPadded(w_context, a, exponent));
  }
  if (a.adjusted() - b.adjusted() > w_context.precision) return null;
  const division = bigTruncDivMod(
    timesPowerOfTen(a.coefficient, a.exponent - exponent),
    timesPowerOfTen(b.coefficient, b.exponent - exponent),
  );
  if (digitCount(division.quotient) > w_context.precision) return null;
  return new IntegerDivision(
    finish(w_context, sign, division.quotient, 0),
    finish(w_context, a.sign, division.remainder, exponent),
  );
}

export function divideInteger(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const sign = a.sign ^ b.sign;
  if (a.kind === Kind.INFINITE) {
    return b.kind === Kind.INFINITE ? w_context.invalid(Condition.INVALID_OPERATION) : newInfinity(sign);
  }
  if (b.kind === Kind.INFINITE) return finish(w_context, sign, bigZero, 0);
  if (b.isZero()) {
    if (a.isZero()) return w_context.invalid(Condition.DIVISION_UNDEFINED);
    w_context.note(Condition.DIVISION_BY_ZERO);
    return newInfinity(sign);
  }
  const before = w_context.takeConditions();
  const division = divideFinite(w_context, a, b);
  w_context.takeConditions();
  w_context.note(before);
  return division === null ? w_context.invalid(Condition.DIVISION_IMPOSSIBLE) : division.w_quotient;
}

export function remainder(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return w_context.invalid(Condition.INVALID_OPERATION);
  if (b.isZero()) {
    return w_context.invalid(a.isZero() ? Condition.DIVISION_UNDEFINED : Condition.INVALID_OPERATION);
  }
  if (b.kind === Kind.INFINITE) return finishAny(w_context, a);
  const division = divideFinite(w_context, a, b);
  return division === null ? w_context.invalid(Condition.DIVISION_IMPOSSIBLE) : division.w_remainder;
}

/** The remainder of the nearest quotient. */
export function remainderNear(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return w_context.invalid(Condition.INVALID_OPERATION);
  if (b.isZero()) {
    return w_context.invalid(a.isZero() ? Condition.DIVISION_UNDEFINED : Condition.INVALID_OPERATION);
  }
  if (b.kind === Kind.INFINITE) return finishAny(w_context, a);
  const exponent = a.exponent < b.exponent ? a.exponent : b.exponent;
  if (a.isZero()) return finish(w_context, a.sign, bigZero, exponent);
  if (a.adjusted() - b.adjusted() > w_context.precision)
    return w_context.invalid(Condition.DIVISION_IMPOSSIBLE);
  if (a.adjusted() < b.adjusted() - 2) return finishPadded(w_context, a, exponent);
  const divisor = timesPowerOfTen(b.coefficient, b.exponent - exponent);
  const division = bigTruncDivMod(timesPowerOfTen(a.coefficient, a.exponent - exponent), divisor);
  let quotient = division.quotient;
  let rest = division.remainder;
  let sign = a.sign;
  const half = bigCompare(bigAdd(rest, rest), divisor);
  if (half > 0 || (half === 0 && (lastDigit(quotient) & 1) === 1)) {
    rest = bigSub(divisor, rest);
    quotient = bigAdd(quotient, bigOne);
    sign = 1 - sign;
  }
  if (digitCount(quotient) > w_context.precision) return w_context.invalid(Condition.DIVISION_IMPOSSIBLE);
  return finish(w_context, sign, rest, exponent);
}

/** a rounded to the exponent; every digit must fit the precision. */
export function quantize(w_context: W_Context, a: W_Decimal, b: W_Decimal, rounding: Rounding): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE || b.kind === Kind.INFINITE) {
    if (a.kind === b.kind) return newInfinity(a.sign);
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  const exponent = b.exponent;
  if (exponent < w_context.lowest() || exponent > w_context.maxExponent) {
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  if (a.isZero()) return finish(w_context, a.sign, bigZero, exponent);
  if (a.adjusted() > w_context.maxExponent || a.adjusted() - exponent + 1 > w_context.precision) {
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  const w_result = rescale(w_context, a, exponent, rounding);
  if (w_result.adjusted() > w_context.maxExponent || digitCount(w_result.coefficient) > w_context.precision) {
    w_context.takeConditions();
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  return finish(w_context, w_result.sign, w_result.coefficient, exponent);
}

/** a finite number with another exponent. */
export function rescale(w_context: W_Context, a: W_Decimal, exponent: int, rounding: Rounding): W_Decimal {
  if (exponent <= a.exponent) {
    return newDecimal(a.sign, timesPowerOfTen(a.coefficient, a.exponent - exponent), exponent);
  }
  const result = dropDigits(a.coefficient, exponent - a.exponent, a.sign, rounding);
  w_context.note(result.inexact ? Condition.ROUNDED + Condition.INEXACT : Condition.ROUNDED);
  return newDecimal(a.sign, result.coefficient, exponent);
}

/** a rounded to an integer if it is none; `exactly`: conditions are noted. */
export function toIntegral(
  w_context: W_Context,
  a: W_Decimal,
  rounding: Rounding,
  conditions: int,
): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE || a.exponent >= 0) return a;
  const before = w_context.takeConditions();
  const w_result = a.isZero() ? newDecimal(a.sign, bigZero, 0) : rescale(w_context, a, 0, rounding);
  const met = a.isZero() ? 0 : w_context.takeConditions() & conditions;
  w_context.note(before | met);
  return w_result;
}

export function squareRoot(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.isZero()) return finish(w_context, a.sign, bigZero, floorDiv(a.exponent, 2));
  if (a.sign === 1) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(0);
  const ideal = floorDiv(a.exponent, 2);
  // An even exponent, and digits for one more than the precision in the root.
  const odd = a.exponent - 2 * ideal;
  let coefficient = timesPowerOfTen(a.coefficient, odd);
  let shift = w_context.precision + 1 - floorDiv(digitCount(coefficient) + 1, 2);
  let exact = true;
  if (shift >= 0) {
    coefficient = timesPowerOfTen(coefficient, 2 * shift);
  } else {
    const division = bigTruncDivMod(coefficient, powerOfTen(-2 * shift));
    exact = division.remainder.sign === 0;
    coefficient = division.quotient;
  }
  let root = bigRoot(coefficient);
  exact = exact && bigCompare(bigMul(root, root), coefficient) === 0;
  if (exact) {
    if (shift > 0) {
      const zeros = trailingZeros(root, shift);
      root = bigTruncDivMod(root, powerOfTen(zeros)).quotient;
      shift -= zeros;
    } else {
      root = timesPowerOfTen(root, -shift);
      shift = 0;
    }
  } else if (lastDigit(root) === 0 || lastDigit(root) === 5) {
    root = bigAdd(root, bigOne);
  }
  const rounding = w_context.rounding;
  w_context.rounding = Rounding.HALF_EVEN;
  const w_result = finish(w_context, 0, root, ideal - shift);
  w_context.rounding = rounding;
  return w_result;
}

export function plus(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return newInfinity(a.sign);
  const zeroSign = w_context.rounding === Rounding.FLOOR ? a.sign : 0;
  return finish(w_context, a.isZero() ? zeroSign : a.sign, a.coefficient, a.exponent);
}

export function minus(w_context: W_Context, a: W_Decimal): W_Decimal {
  return a.isNan() ? plus(w_context, a) : plus(w_context, withSign(a, 1 - a.sign));
}

export function absolute(w_context: W_Context, a: W_Decimal): W_Decimal {
  return a.sign === 1 ? minus(w_context, a) : plus(w_context, a);
}

/** Trailing zeros taken away. */
export function normalize(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return newInfinity(a.sign);
  const w_fit = finish(w_context, a.sign, a.coefficient, a.exponent);
  if (!w_fit.isFinite()) return w_fit;
  if (w_fit.isZero()) return newDecimal(w_fit.sign, bigZero, 0);
  const highest = w_context.clamp === 1 ? w_context.highest() : w_context.maxExponent;
  const zeros = trailingZeros(w_fit.coefficient, highest - w_fit.exponent);
  return newDecimal(
    w_fit.sign,
    bigTruncDivMod(w_fit.coefficient, powerOfTen(zeros)).quotient,
    w_fit.exponent + zeros,
  );
}

/** a * b + c, rounded once. */
export function fusedMultiplyAdd(w_context: W_Context, a: W_Decimal, b: W_Decimal, c: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (a.isFinite() && b.isFinite()) {
    const w_product = newDecimal(
      a.sign ^ b.sign,
      bigMul(a.coefficient, b.coefficient),
      a.exponent + b.exponent,
    );
    return add(w_context, w_product, c);
  }
  return add(w_context, multiply(w_context, a, b), c);
}

/** Whether a finite number is an integer, and if so odd. */
export const enum Parity {
  FRACTION,
  EVEN,
  ODD,
}

export function parityOf(a: W_Decimal): Parity {
  if (a.isZero()) return Parity.EVEN;
  if (a.exponent > 0) return Parity.EVEN;
  if (-a.exponent >= digitCount(a.coefficient)) return Parity.FRACTION;
  const division = bigTruncDivMod(a.coefficient, powerOfTen(-a.exponent));
  if (division.remainder.sign !== 0) return Parity.FRACTION;
  return (lastDigit(division.quotient) & 1) === 1 ? Parity.ODD : Parity.EVEN;
}

/** The integer of a finite number, truncated. */
export function truncated(a: W_Decimal): BigInteger {
  if (a.exponent >= 0) return timesPowerOfTen(a.coefficient, a.exponent);
  if (-a.exponent >= digitCount(a.coefficient)) return bigZero;
  return bigTruncDivMod(a.coefficient, powerOfTen(-a.exponent)).quotient;
}

export function integerDecimal(value: int): W_Decimal {
  return newDecimal(value < 0 ? 1 : 0, bigFromInt(value < 0 ? -value : value), 0);
}
