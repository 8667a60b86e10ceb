/** Making results fit a context (General Decimal Arithmetic, "Exceptional conditions" and "Rounding"). */
import type { BigInteger } from '../../../rlib/bigint.js';
import { bigAdd, bigCompare, bigOne, bigShl, bigSub, bigTruncDivMod, bigZero } from '../../../rlib/bigint.js';
import type { int } from '../../../rlib/types.js';
import { Condition, Rounding } from './context.js';
import type { W_Context } from './context.js';
import {
  digitCount,
  Kind,
  lastDigit,
  newDecimal,
  newInfinity,
  newNan,
  powerOfTen,
  timesPowerOfTen,
} from './number.js';
import type { W_Decimal } from './number.js';

/** A coefficient after digits were dropped. */
export class RoundedCoefficient {
  constructor(
    readonly coefficient: BigInteger,
    readonly inexact: boolean,
  ) {}
}

/** Whether the magnitude grows: `half` is the order of what is dropped and one half. */
function roundsUp(rounding: Rounding, sign: int, kept: BigInteger, half: int): boolean {
  switch (rounding) {
    case Rounding.UP:
      return true;
    case Rounding.DOWN:
      return false;
    case Rounding.CEILING:
      return sign === 0;
    case Rounding.FLOOR:
      return sign === 1;
    case Rounding.HALF_UP:
      return half >= 0;
    case Rounding.HALF_DOWN:
      return half > 0;
    case Rounding.HALF_EVEN:
      return half > 0 || (half === 0 && (lastDigit(kept) & 1) === 1);
    case Rounding.ZERO_FIVE_UP: {
      const digit = lastDigit(kept);
      return digit === 0 || digit === 5;
    }
  }
}

/** Drops the last `count` digits. */
export function dropDigits(
  coefficient: BigInteger,
  count: int,
  sign: int,
  rounding: Rounding,
): RoundedCoefficient {
  // Everything is dropped, and it is less than a half: no need for the power of ten.
  const digits = digitCount(coefficient);
  if (count > digits + 1) {
    if (coefficient.sign === 0) return new RoundedCoefficient(bigZero, false);
    return new RoundedCoefficient(roundsUp(rounding, sign, bigZero, -1) ? bigOne : bigZero, true);
  }
  const unit = powerOfTen(count);
  const division = bigTruncDivMod(coefficient, unit);
  if (division.remainder.sign === 0) return new RoundedCoefficient(division.quotient, false);
  const half = bigCompare(bigShl(division.remainder, 1), unit);
  const up = roundsUp(rounding, sign, division.quotient, half);
  return new RoundedCoefficient(up ? bigAdd(division.quotient, bigOne) : division.quotient, true);
}

function overflowResult(w_context: W_Context, sign: int): W_Decimal {
  w_context.note(Condition.OVERFLOW + Condition.INEXACT + Condition.ROUNDED);
  const rounding = w_context.rounding;
  const largest =
    rounding === Rounding.DOWN ||
    rounding === Rounding.ZERO_FIVE_UP ||
    (rounding === Rounding.CEILING && sign === 1) ||
    (rounding === Rounding.FLOOR && sign === 0);
  if (!largest) return newInfinity(sign);
  return newDecimal(sign, bigSub(powerOfTen(w_context.precision), bigOne), w_context.highest());
}

function finishZero(w_context: W_Context, sign: int, exponent: int): W_Decimal {
  const highest = w_context.clamp === 1 ? w_context.highest() : w_context.maxExponent;
  let kept = exponent;
  if (kept > highest) kept = highest;
  else if (kept < w_context.lowest()) kept = w_context.lowest();
  if (kept !== exponent) w_context.note(Condition.CLAMPED);
  return newDecimal(sign, bigZero, kept);
}

/** The number `coefficient * 10**exponent` rounded and bounded as the context says. */
export function finish(w_context: W_Context, sign: int, coefficient: BigInteger, exponent: int): W_Decimal {
  if (coefficient.sign === 0) return finishZero(w_context, sign, exponent);
  const precision = w_context.precision;
  const lowest = w_context.lowest();
  const digits = digitCount(coefficient);
  const adjusted = exponent + digits - 1;
  if (adjusted > w_context.maxExponent) return overflowResult(w_context, sign);
  const subnormal = adjusted < w_context.minExponent;
  if (subnormal) w_context.note(Condition.SUBNORMAL);
  let target = digits > precision ? exponent + digits - precision : exponent;
  if (subnormal && target < lowest) target = lowest;
  let kept = coefficient;
  if (target > exponent) {
    const result = dropDigits(coefficient, target - exponent, sign, w_context.rounding);
    w_context.note(Condition.ROUNDED);
    kept = result.coefficient;
    if (result.inexact) {
      w_context.note(subnormal ? Condition.INEXACT + Condition.UNDERFLOW : Condition.INEXACT);
      if (kept.sign === 0) {
        w_context.note(Condition.CLAMPED);
        return newDecimal(sign, kept, target);
      }
    }
    // 9.99 rounded up has one digit more.
    if (digitCount(kept) > precision) {
      kept = powerOfTen(precision - 1);
      target++;
      if (target + precision - 1 > w_context.maxExponent) return overflowResult(w_context, sign);
    }
  }
  if (w_context.clamp === 1 && target > w_context.highest()) {
    w_context.note(Condition.CLAMPED);
    kept = timesPowerOfTen(kept, target - w_context.highest());
    target = w_context.highest();
  }
  return newDecimal(sign, kept, target);
}

/** A NaN whose payload fits the context. */
export function finishNan(w_context: W_Context, a: W_Decimal): W_Decimal {
  const room = w_context.precision - w_context.clamp;
  if (a.coefficient.sign === 0 || digitCount(a.coefficient) <= room) return newNan(a.sign, a.coefficient);
  return newNan(a.sign, bigTruncDivMod(a.coefficient, powerOfTen(room)).remainder);
}

/** Any number made to fit: `plus` without the change of a zero's sign. */
export function finishAny(w_context: W_Context, a: W_Decimal): W_Decimal {
  if (a.kind === Kind.FINITE) return finish(w_context, a.sign, a.coefficient, a.exponent);
  return a.isNan() ? finishNan(w_context, a) : a;
}

/** The NaN result if an operand is a NaN, else null. A signaling one comes first and signals. */
export function nanResult(w_context: W_Context, a: W_Decimal, b: W_Decimal | null): W_Decimal | null {
  if (!a.isNan() && (b === null || !b.isNan())) return null;
  if (a.kind === Kind.SIGNALING_NAN) {
    w_context.note(Condition.INVALID_OPERATION);
    return finishNan(w_context, a);
  }
  if (b !== null && b.kind === Kind.SIGNALING_NAN) {
    w_context.note(Condition.INVALID_OPERATION);
    return finishNan(w_context, b);
  }
  return finishNan(w_context, a.isNan() || b === null ? a : b);
}
