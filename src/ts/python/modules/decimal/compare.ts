/** Comparisons, maxima and minima, classes, neighbours, and other operations that do no arithmetic. */
import {
  bigAdd,
  bigFromInt,
  bigOne,
  bigSub,
  bigToWord,
  bigTruncDivMod,
  bigZero,
} from '../../../rlib/bigint.js';
import type { int } from '../../../rlib/types.js';
import { Condition, MAX_PRECISION, Rounding } from './context.js';
import type { W_Context } from './context.js';
import { add, integerDecimal, magnitudeOrder, order } from './arithmetic.js';
import {
  decimalType,
  digitCount,
  Kind,
  newDecimal,
  newInfinity,
  powerOfTen,
  timesPowerOfTen,
  W_Decimal,
  withSign,
} from './number.js';
import { finish, finishAny, nanResult } from './rounding.js';

export function compareNumbers(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  return w_nan !== null ? w_nan : integerDecimal(order(a, b));
}

/** The same; a quiet NaN signals too. */
export function compareSignal(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  if (a.isNan() || b.isNan()) w_context.note(Condition.INVALID_OPERATION);
  return compareNumbers(w_context, a, b);
}

/** The place in the order of all representations, among magnitudes: numbers, infinities, signaling, quiet NaNs. */
function rank(a: W_Decimal): int {
  return a.kind === Kind.QUIET_NAN ? 3 : a.kind === Kind.SIGNALING_NAN ? 2 : a.kind === Kind.INFINITE ? 1 : 0;
}

function totalMagnitudeOrder(a: W_Decimal, b: W_Decimal): int {
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  if (a.isNan()) return order(newDecimal(0, a.coefficient, 0), newDecimal(0, b.coefficient, 0));
  const result = magnitudeOrder(a, b);
  if (result !== 0 || !a.isFinite()) return result;
  return a.exponent < b.exponent ? -1 : a.exponent > b.exponent ? 1 : 0;
}

export function compareTotal(_w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  if (a.sign !== b.sign) return integerDecimal(a.sign === 1 ? -1 : 1);
  const result = totalMagnitudeOrder(a, b);
  return integerDecimal(a.sign === 1 ? -result : result);
}

export function compareTotalMagnitude(_w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  return integerDecimal(totalMagnitudeOrder(a, b));
}

/** The result if a NaN is among the operands: a quiet one gives way to a number. */
function numberBesideNan(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal | null {
  if (!a.isNan() && !b.isNan()) return null;
  if (a.kind === Kind.QUIET_NAN && !b.isNan()) return finishAny(w_context, b);
  if (b.kind === Kind.QUIET_NAN && !a.isNan()) return finishAny(w_context, a);
  return nanResult(w_context, a, b);
}

function totalOrder(a: W_Decimal, b: W_Decimal): int {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1;
  const result = totalMagnitudeOrder(a, b);
  return a.sign === 1 ? -result : result;
}

export function maximum(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_number = numberBesideNan(w_context, a, b);
  if (w_number !== null) return w_number;
  let result = order(a, b);
  if (result === 0) result = totalOrder(a, b);
  return finishAny(w_context, result < 0 ? b : a);
}

export function minimum(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_number = numberBesideNan(w_context, a, b);
  if (w_number !== null) return w_number;
  let result = order(a, b);
  if (result === 0) result = totalOrder(a, b);
  return finishAny(w_context, result < 0 ? a : b);
}

export function maximumMagnitude(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_number = numberBesideNan(w_context, a, b);
  if (w_number !== null) return w_number;
  let result = magnitudeOrder(a, b);
  if (result === 0) result = totalOrder(a, b);
  return finishAny(w_context, result < 0 ? b : a);
}

export function minimumMagnitude(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_number = numberBesideNan(w_context, a, b);
  if (w_number !== null) return w_number;
  let result = magnitudeOrder(a, b);
  if (result === 0) result = totalOrder(a, b);
  return finishAny(w_context, result < 0 ? a : b);
}

/** The nearest number in a direction: the number plus or minus something too small to count, rounded that way. */
function neighbour(w_context: W_Context, a: W_Decimal, rounding: Rounding): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  const down = rounding === Rounding.FLOOR;
  if (a.kind === Kind.INFINITE) {
    if ((a.sign === 1) === down) return newInfinity(a.sign);
    const largest = bigSub(powerOfTen(w_context.precision), bigOne);
    return newDecimal(a.sign, largest, w_context.highest());
  }
  const saved = w_context.rounding;
  const before = w_context.takeConditions();
  w_context.rounding = rounding;
  let w_result = finishAny(w_context, a);
  if (order(w_result, a) === 0) {
    const w_tiny = newDecimal(down ? 1 : 0, bigOne, w_context.lowest() - 1);
    w_result = add(w_context, w_result, w_tiny);
  }
  w_context.rounding = saved;
  w_context.takeConditions();
  w_context.note(before);
  return w_result;
}

export function nextMinus(w_context: W_Context, a: W_Decimal): W_Decimal {
  return neighbour(w_context, a, Rounding.FLOOR);
}

export function nextPlus(w_context: W_Context, a: W_Decimal): W_Decimal {
  return neighbour(w_context, a, Rounding.CEILING);
}

export function nextToward(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const result = order(a, b);
  if (result === 0) return withSign(a, b.sign);
  const w_result = result < 0 ? nextPlus(w_context, a) : nextMinus(w_context, a);
  if (w_result.kind === Kind.INFINITE) {
    w_context.note(Condition.OVERFLOW + Condition.INEXACT + Condition.ROUNDED);
  } else if (w_result.adjusted() < w_context.minExponent) {
    w_context.note(Condition.UNDERFLOW + Condition.SUBNORMAL + Condition.INEXACT + Condition.ROUNDED);
    if (w_result.isZero()) w_context.note(Condition.CLAMPED);
  }
  return w_result;
}

export function isNormal(w_context: W_Context, a: W_Decimal): boolean {
  return a.isFinite() && !a.isZero() && a.adjusted() >= w_context.minExponent;
}

export function isSubnormal(w_context: W_Context, a: W_Decimal): boolean {
  return a.isFinite() && !a.isZero() && a.adjusted() < w_context.minExponent;
}

export function numberClass(w_context: W_Context, a: W_Decimal): string {
  if (a.kind === Kind.SIGNALING_NAN) return 'sNaN';
  if (a.kind === Kind.QUIET_NAN) return 'NaN';
  const sign = a.sign === 1 ? '-' : '+';
  if (a.kind === Kind.INFINITE) return `${sign}Infinity`;
  if (a.isZero()) return `${sign}Zero`;
  return `${sign}${isSubnormal(w_context, a) ? 'Subnormal' : 'Normal'}`;
}

/** Whether two numbers have the same exponent, or are both infinite or both NaN. */
export function sameQuantum(a: W_Decimal, b: W_Decimal): boolean {
  if (a.isNan() || b.isNan()) return a.isNan() && b.isNan();
  if (a.kind === Kind.INFINITE || b.kind === Kind.INFINITE) return a.kind === b.kind;
  return a.exponent === b.exponent;
}

/** The exponent of the leading digit as a number. */
export function logb(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return newInfinity(0);
  if (a.isZero()) {
    w_context.note(Condition.DIVISION_BY_ZERO);
    return newInfinity(1);
  }
  const w_exponent = integerDecimal(a.adjusted());
  return finish(w_context, w_exponent.sign, w_exponent.coefficient, 0);
}

/** The word of an integer with exponent 0 within -limit..limit; MAX_PRECISION + 1 if it is none. */
function smallInteger(a: W_Decimal, limit: int): int {
  if (!a.isFinite() || a.exponent !== 0 || a.adjusted() > 14) return MAX_PRECISION + 1;
  const value = a.coefficient.sign === 0 ? 0 : bigToWord(a.coefficient);
  if (value > limit) return MAX_PRECISION + 1;
  return a.sign === 1 ? -value : value;
}

export function scaleb(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const count = smallInteger(b, 2 * (w_context.maxExponent + w_context.precision));
  if (count > MAX_PRECISION) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(a.sign);
  return finish(w_context, a.sign, a.coefficient, a.exponent + count);
}

/** Digits moved left (or right, if negative) within the precision; what leaves it is lost. */
export function shift(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const precision = w_context.precision;
  const count = smallInteger(b, precision);
  if (count > MAX_PRECISION) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(a.sign);
  const fit = bigTruncDivMod(a.coefficient, powerOfTen(precision)).remainder;
  const moved =
    count >= 0
      ? bigTruncDivMod(timesPowerOfTen(fit, count), powerOfTen(precision)).remainder
      : bigTruncDivMod(fit, powerOfTen(-count)).quotient;
  return newDecimal(a.sign, moved, a.exponent);
}

/** The same; what leaves comes back at the other end. */
export function rotate(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const precision = w_context.precision;
  let count = smallInteger(b, precision);
  if (count > MAX_PRECISION) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(a.sign);
  if (count < 0) count += precision;
  const fit = bigTruncDivMod(a.coefficient, powerOfTen(precision)).remainder;
  const parts = bigTruncDivMod(fit, powerOfTen(precision - count));
  return newDecimal(a.sign, bigAdd(timesPowerOfTen(parts.remainder, count), parts.quotient), a.exponent);
}

/** Whether all digits are 0 or 1, the sign positive and the exponent 0. */
function isLogical(w_context: W_Context, a: W_Decimal): boolean {
  if (!a.isFinite() || a.sign !== 0 || a.exponent !== 0) return false;
  if (digitCount(a.coefficient) > w_context.precision) return false;
  let rest = a.coefficient;
  while (rest.sign !== 0) {
    const division = bigTruncDivMod(rest, bigFromInt(10));
    if (division.remainder.sign !== 0 && division.remainder.digits[0] !== 1) return false;
    rest = division.quotient;
  }
  return true;
}

const enum Logic {
  AND,
  OR,
  XOR,
}

function logical(w_context: W_Context, a: W_Decimal, b: W_Decimal, logic: Logic): W_Decimal {
  if (!isLogical(w_context, a) || !isLogical(w_context, b))
    return w_context.invalid(Condition.INVALID_OPERATION);
  let left = a.coefficient;
  let right = b.coefficient;
  let result = bigZero;
  for (let at = 0; left.sign !== 0 || right.sign !== 0; at++) {
    const x = bigTruncDivMod(left, bigFromInt(10));
    const y = bigTruncDivMod(right, bigFromInt(10));
    const p = x.remainder.sign !== 0;
    const q = y.remainder.sign !== 0;
    const bit = logic === Logic.AND ? p && q : logic === Logic.OR ? p || q : p !== q;
    if (bit) result = bigAdd(result, powerOfTen(at));
    left = x.quotient;
    right = y.quotient;
  }
  return newDecimal(0, result, 0);
}

export function logicalAnd(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  return logical(w_context, a, b, Logic.AND);
}

export function logicalOr(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  return logical(w_context, a, b, Logic.OR);
}

export function logicalXor(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  return logical(w_context, a, b, Logic.XOR);
}

export function logicalInvert(w_context: W_Context, a: W_Decimal): W_Decimal {
  const ones = bigTruncDivMod(bigSub(powerOfTen(w_context.precision), bigOne), bigFromInt(9)).quotient;
  return logical(w_context, a, newDecimal(0, ones, 0), Logic.XOR);
}

/** An exact copy of an instance of a subclass. */
export function exactDecimal(a: W_Decimal): W_Decimal {
  return a.getType() === decimalType
    ? a
    : new W_Decimal(decimalType, a.sign, a.kind, a.coefficient, a.exponent);
}
