/**
 * exp, ln, log10 and powers, correctly rounded (half to even): computed as integers scaled by a power of ten, with more digits
 * until the error can't change the rounding (Ziv 1991).
 */
import type { BigInteger } from '../../../rlib/bigint.js';
import {
  bigAbs,
  bigAdd,
  bigCompare,
  bigFloorDivMod,
  bigFromInt,
  bigMul,
  bigNegate,
  bigOne,
  bigShl,
  bigSub,
  bigToWord,
  bigTruncDivMod,
  bigZero,
} from '../../../rlib/bigint.js';
import type { int } from '../../../rlib/types.js';
import { bigRoot } from '../math/integers.js';
import { divide, integerDecimal, multiply, order, Parity, parityOf, truncated } from './arithmetic.js';
import { Condition, Rounding, wideContext } from './context.js';
import type { W_Context } from './context.js';
import {
  digitCount,
  Kind,
  newDecimal,
  newInfinity,
  powerOfTen,
  timesPowerOfTen,
  withSign,
} from './number.js';
import type { W_Decimal } from './number.js';
import { finish, nanResult } from './rounding.js';

/** value / 10**places, rounded towards minus infinity. */
function drop(value: BigInteger, places: int): BigInteger {
  return bigFloorDivMod(value, powerOfTen(places)).quotient;
}

/** How many square roots are taken before the series of ln, and squarings after that of exp. */
const HALVINGS = 12;

/** ln(x) scaled by 10**places, x scaled likewise and > 0 and not far from 1. A few units off. */
function lnScaled(x: BigInteger, places: int): BigInteger {
  const unit = powerOfTen(places);
  let root = x;
  for (let i = 0; i < HALVINGS; i++) root = bigRoot(bigMul(root, unit));
  const ratio = bigFloorDivMod(bigMul(bigSub(root, unit), unit), bigAdd(root, unit)).quotient;
  const square = drop(bigMul(ratio, ratio), places);
  let power = ratio;
  let sum = ratio;
  for (let k = 3; power.sign !== 0; k += 2) {
    power = bigTruncDivMod(bigMul(power, square), unit).quotient;
    sum = bigAdd(sum, bigTruncDivMod(power, bigFromInt(k)).quotient);
  }
  return bigShl(sum, HALVINGS + 1);
}

/** exp(x) scaled by 10**places; x scaled likewise, 0 <= x < 3 or so. A few units off. */
function expScaled(x: BigInteger, places: int): BigInteger {
  const unit = powerOfTen(places);
  const small = bigFloorDivMod(x, bigShl(bigOne, HALVINGS)).quotient;
  let term = unit;
  let sum = unit;
  for (let k = 1; term.sign !== 0; k++) {
    term = bigTruncDivMod(bigMul(term, small), bigMul(unit, bigFromInt(k))).quotient;
    sum = bigAdd(sum, term);
  }
  for (let i = 0; i < HALVINGS; i++) sum = drop(bigMul(sum, sum), places);
  return sum;
}

let ln10Places: int = 0;
let ln10Value: BigInteger = bigZero;

/** ln(10) scaled. */
function ln10(places: int): BigInteger {
  if (places > ln10Places) {
    const extra = places + 10;
    ln10Value = drop(lnScaled(timesPowerOfTen(bigFromInt(10), extra), extra), 10);
    ln10Places = places;
  }
  return drop(ln10Value, ln10Places - places);
}

/** ln of a positive finite number, scaled by 10**places, a few units off. */
function lnOf(a: W_Decimal, places: int): BigInteger {
  const extra = places + 12;
  const digits = digitCount(a.coefficient);
  // Between 0.1 and 10, on the side that keeps numbers near 1 near 1.
  const exponent = a.exponent + digits - 1;
  const shift = exponent === -1 ? digits : digits - 1;
  const apart = exponent === -1 ? 0 : exponent;
  const scaled =
    extra >= shift ? timesPowerOfTen(a.coefficient, extra - shift) : drop(a.coefficient, shift - extra);
  const whole = bigAdd(lnScaled(scaled, extra), bigMul(bigFromInt(apart), ln10(extra)));
  return drop(whole, 12);
}

/** The approximation rounded, or null if an error of 100 units in its last places could change the result. */
function safelyRounded(w_context: W_Context, sign: int, value: BigInteger, exponent: int): W_Decimal | null {
  const spare = digitCount(value) - w_context.precision;
  if (spare < 4) return null;
  const unit = powerOfTen(spare);
  const rest = bigTruncDivMod(value, unit).remainder;
  const half = bigMul(bigFromInt(5), powerOfTen(spare - 1));
  const margin = bigFromInt(100);
  const nearHalf = bigCompare(bigAbs(bigSub(rest, half)), margin) <= 0;
  const nearEdge = bigCompare(rest, margin) <= 0 || bigCompare(bigSub(unit, rest), margin) <= 0;
  if (nearHalf || nearEdge) return null;
  return finishHalfEven(w_context, sign, value, exponent);
}

/** These functions round half to even, whatever the context says. */
function finishHalfEven(w_context: W_Context, sign: int, value: BigInteger, exponent: int): W_Decimal {
  const rounding = w_context.rounding;
  w_context.rounding = Rounding.HALF_EVEN;
  const w_result = finish(w_context, sign, value, exponent);
  w_context.rounding = rounding;
  return w_result;
}

/** A result that is 1 but for something too small to see: inexact. */
function nearlyOne(w_context: W_Context, above: boolean): W_Decimal {
  const places = w_context.precision + 3;
  const unit = powerOfTen(places);
  const value = above ? bigAdd(unit, bigOne) : bigSub(unit, bigOne);
  return finishHalfEven(w_context, 0, value, -places);
}

export function exponential(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.kind === Kind.INFINITE) return a.sign === 1 ? newDecimal(0, bigZero, 0) : newInfinity(0);
  if (a.isZero()) return integerDecimal(1);
  if (a.adjusted() < -w_context.precision - 1) return nearlyOne(w_context, a.sign === 0);
  // Far beyond all exponents a context can have.
  if (a.adjusted() > 16) {
    return finish(w_context, 0, bigOne, a.sign === 1 ? w_context.lowest() - 10 : w_context.maxExponent + 10);
  }
  return expOfExponent(w_context, a);
}

function expOfExponent(w_context: W_Context, a: W_Decimal): W_Decimal {
  for (let places = w_context.precision + 8; ; places += places >> 1) {
    // Digits before the point of the argument are lost to the exponent.
    const extra = places + 20;
    const scaledUp = a.exponent + extra;
    const magnitude =
      scaledUp >= 0 ? timesPowerOfTen(a.coefficient, scaledUp) : drop(a.coefficient, -scaledUp);
    const x = a.sign === 1 ? bigNegate(magnitude) : magnitude;
    const division = bigFloorDivMod(x, ln10(extra));
    const value = drop(expScaled(division.remainder, extra), 20 - 2);
    const exponent = bigToWord(division.quotient);
    const w_result = safelyRounded(w_context, 0, value, exponent - places - 2);
    if (w_result !== null) return w_result;
  }
}

export function naturalLogarithm(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.isZero()) return newInfinity(1);
  if (a.sign === 1) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(0);
  const w_one = integerDecimal(1);
  if (order(a, w_one) === 0) return integerDecimal(0);
  for (let places = w_context.precision + 8; ; places += places >> 1) {
    const value = lnOf(a, places);
    const w_result = safelyRounded(w_context, value.sign < 0 ? 1 : 0, bigAbs(value), -places);
    if (w_result !== null) return w_result;
  }
}

/** The exponent if the number is a power of ten. */
function isPowerOfTen(a: W_Decimal): boolean {
  return bigCompare(a.coefficient, powerOfTen(digitCount(a.coefficient) - 1)) === 0;
}

export function decimalLogarithm(w_context: W_Context, a: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, null);
  if (w_nan !== null) return w_nan;
  if (a.isZero()) return newInfinity(1);
  if (a.sign === 1) return w_context.invalid(Condition.INVALID_OPERATION);
  if (a.kind === Kind.INFINITE) return newInfinity(0);
  if (isPowerOfTen(a)) {
    const w_exact = integerDecimal(a.adjusted());
    return finishHalfEven(w_context, w_exact.sign, w_exact.coefficient, 0);
  }
  for (let places = w_context.precision + 8; ; places += places >> 1) {
    const value = bigFloorDivMod(timesPowerOfTen(lnOf(a, places + 4), places), ln10(places + 4)).quotient;
    const w_result = safelyRounded(w_context, value.sign < 0 ? 1 : 0, bigAbs(value), -places);
    if (w_result !== null) return w_result;
  }
}

/** a ** n by squaring, with digits enough that the last rounding is nearly always right. */
function integerPower(w_context: W_Context, a: W_Decimal, n: BigInteger): W_Decimal {
  const magnitude = bigAbs(n);
  const w_wide = wideContext(w_context.precision + 4 + digitCount(magnitude));
  let w_result = integerDecimal(1);
  let w_square: W_Decimal = n.sign < 0 ? divide(w_wide, integerDecimal(1), a) : a;
  let rest = magnitude;
  while (rest.sign !== 0) {
    const odd = ((rest.digits[0] as int) & 1) === 1;
    if (odd) w_result = multiply(w_wide, w_result, w_square);
    rest = bigTruncDivMod(rest, bigFromInt(2)).quotient;
    if (rest.sign !== 0) w_square = multiply(w_wide, w_square, w_square);
  }
  if ((w_wide.takeConditions() & Condition.INEXACT) !== 0)
    w_context.note(Condition.INEXACT + Condition.ROUNDED);
  if (!w_result.isFinite()) {
    return finish(w_context, w_result.sign, bigOne, w_context.maxExponent + 10);
  }
  return finish(w_context, w_result.sign, w_result.coefficient, w_result.exponent);
}

export function power(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  if (b.isZero()) return a.isZero() ? w_context.invalid(Condition.INVALID_OPERATION) : integerDecimal(1);
  const parity = b.isFinite() ? parityOf(b) : Parity.EVEN;
  const sign = a.sign === 1 && parity === Parity.ODD ? 1 : 0;
  if (a.sign === 1 && !a.isZero() && (parity === Parity.FRACTION || !b.isFinite())) {
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  if (a.isZero()) return b.sign === 0 ? newDecimal(sign, bigZero, 0) : newInfinity(sign);
  if (a.kind === Kind.INFINITE) return b.sign === 0 ? newInfinity(sign) : newDecimal(sign, bigZero, 0);
  const w_size = withSign(a, 0);
  const against = order(w_size, integerDecimal(1));
  if (b.kind === Kind.INFINITE) {
    if (against === 0) return nearlyOneExact(w_context, sign);
    return against > 0 === (b.sign === 0) ? newInfinity(0) : newDecimal(0, bigZero, 0);
  }
  if (against === 0 && parity !== Parity.FRACTION && a.exponent === 0) return newDecimal(sign, bigOne, 0);
  if (parity !== Parity.FRACTION && b.adjusted() < 10) {
    const n = truncated(b);
    return integerPower(w_context, a, b.sign === 1 ? bigNegate(n) : n);
  }
  if (against === 0) return nearlyOneExact(w_context, sign);
  return realPower(w_context, w_size, b, sign);
}

/** 1 with all digits of the precision, as inexact results are. */
function nearlyOneExact(w_context: W_Context, sign: int): W_Decimal {
  w_context.note(Condition.INEXACT + Condition.ROUNDED);
  return newDecimal(sign, powerOfTen(w_context.precision - 1), 1 - w_context.precision);
}

/** exp(b * ln(a)) with digits to spare. */
function realPower(w_context: W_Context, a: W_Decimal, b: W_Decimal, sign: int): W_Decimal {
  const precision = w_context.precision + 6 + (b.adjusted() > 0 ? b.adjusted() : 0);
  const w_wide = wideContext(precision + 20);
  const w_product = multiply(w_wide, b, naturalLogarithm(w_wide, a));
  if (w_product.adjusted() < -w_context.precision - 1) return nearlyOne(w_context, w_product.sign === 0);
  w_wide.takeConditions();
  const w_final = wideContext(w_context.precision + 10);
  const w_result = exponential(w_final, w_product);
  w_context.note(Condition.INEXACT + Condition.ROUNDED);
  return finish(w_context, sign, w_result.coefficient, w_result.exponent);
}

/** a ** b modulo m, for integers. */
export function powerModulo(w_context: W_Context, a: W_Decimal, b: W_Decimal, m: W_Decimal): W_Decimal {
  const w_nan = nanResult(w_context, a, b);
  if (w_nan !== null) return w_nan;
  const w_nanModulus = nanResult(w_context, m, null);
  if (w_nanModulus !== null) return w_nanModulus;
  const integers =
    a.isFinite() &&
    b.isFinite() &&
    m.isFinite() &&
    parityOf(a) !== Parity.FRACTION &&
    parityOf(b) !== Parity.FRACTION &&
    parityOf(m) !== Parity.FRACTION;
  if (!integers || b.sign === 1 || m.isZero() || (a.isZero() && b.isZero())) {
    return w_context.invalid(Condition.INVALID_OPERATION);
  }
  const modulus = truncated(m);
  if (digitCount(modulus) > w_context.precision) return w_context.invalid(Condition.INVALID_OPERATION);
  let result = bigTruncDivMod(bigOne, modulus).remainder;
  let square = bigTruncDivMod(truncated(a), modulus).remainder;
  let rest = truncated(b);
  const sign = a.sign === 1 && parityOf(b) === Parity.ODD ? 1 : 0;
  while (rest.sign !== 0) {
    if (((rest.digits[0] as int) & 1) === 1)
      result = bigTruncDivMod(bigMul(result, square), modulus).remainder;
    rest = bigTruncDivMod(rest, bigFromInt(2)).quotient;
    square = bigTruncDivMod(bigMul(square, square), modulus).remainder;
  }
  return newDecimal(sign, result, 0);
}
