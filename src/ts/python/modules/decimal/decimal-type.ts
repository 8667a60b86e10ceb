/** `Decimal`: construction, operators, conversions. Named operations: `decimal-operations.ts`. */
import { bigAbs, bigFloorDivMod, bigFromInt, bigMul, bigNegate, bigSub } from '../../../rlib/bigint.js';
import { bigToDecimal } from '../../../rlib/bigint-text.js';
import type { BigInteger } from '../../../rlib/bigint.js';
import { bigPowMod } from '../../../rlib/bigint-power.js';
import { callArgs, call1 } from '../../interp/call.js';
import { Comparison, orderSatisfies } from '../../interp/compare.js';
import { getAttribute } from '../../interp/attributes.js';
import { isInstanceOf } from '../../interp/class-checks.js';
import { index } from '../../interp/convert.js';
import { importModule } from '../../interp/import-module.js';
import { overflowError, typeError, valueError } from '../../interp/errors.js';
import { identityHash } from '../../../rlib/object.js';
import { parseFloatText } from '../../../rlib/float-parse.js';
import { hashModulus, reduceHash, signedHash } from '../../objects/int-hash.js';
import { newLong } from '../../objects/int-ops.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { classmethod, getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newFloat, newComplex, W_ComplexBase, W_FloatBase } from '../../objects/w-float.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { w_None, w_NotImplemented } from '../../objects/w-none.js';
import { intern, newAsciiStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newTuple } from '../../objects/w-tuple.js';
import {
  absolute,
  add,
  divide,
  divideInteger,
  fusedMultiplyAdd,
  minus,
  multiply,
  order,
  plus,
  quantize,
  remainder,
  subtract,
  toIntegral,
  truncated,
} from './arithmetic.js';
import { exactDecimal, isNormal, isSubnormal, numberClass, sameQuantum } from './compare.js';
import { Condition, Rounding, wideContext } from './context.js';
import type { W_Context } from './context.js';
import { argument, contextArgument, currentContext, exactly, fromFloat, operand } from './convert.js';
import { operationRows } from './decimal-operations.js';
import { formatDecimal } from './format.js';
import { decimalType, Kind, newDecimal, W_Decimal, withSign } from './number.js';
import { roundingArgument } from './rounding-names.js';
import { w_decimalTupleCell } from './decimal-tuple.js';
import { decimalText, Notation } from './text.js';
import { power, powerModulo } from './transcendental.js';
import type { FixedArray } from '../../../rlib/array.js';
import { newFixedArray } from '../../../rlib/array.js';

const n_Rational = intern('Rational');
const n_numerator = intern('numerator');
const n_denominator = intern('denominator');

/** The number as an instance of a class. */
export function asInstance(w_type: W_Root, a: W_Decimal): W_Decimal {
  if (w_type === decimalType) return exactDecimal(a);
  return new W_Decimal(checkedNewType(w_type, decimalType), a.sign, a.kind, a.coefficient, a.exponent);
}

function decimalNew(w_type: W_Root, w_value: W_Root | null, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  if (w_value === null) return asInstance(w_type, newDecimal(0, bigFromInt(0), 0));
  const w_number = context.finish(exactly(context, w_value));
  return w_type === decimalType && w_number.getType() === decimalType
    ? w_number
    : asInstance(w_type, w_number);
}

function decimalFromFloat(w_type: W_Root, w_value: W_Root): W_Root {
  let w_number: W_Decimal;
  if (w_value instanceof W_IntBase) w_number = argument(w_value);
  else if (w_value instanceof W_FloatBase) w_number = fromFloat(w_value.value);
  else throw typeError('argument must be int or float');
  return w_type === decimalType ? w_number : call1(w_type, w_number);
}

function decimalStr(self: W_Decimal): W_Root {
  return newAsciiStr(decimalText(self, Notation.SCIENTIFIC, currentContext().capitals === 1 ? 'E' : 'e'));
}

function decimalRepr(self: W_Decimal): W_Root {
  return newAsciiStr(
    `Decimal('${decimalText(self, Notation.SCIENTIFIC, currentContext().capitals === 1 ? 'E' : 'e')}')`,
  );
}

function toEngString(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return newAsciiStr(decimalText(self, Notation.ENGINEERING, context.capitals === 1 ? 'E' : 'e'));
}

/** The value modulo 2**61 - 1, as all numbers hash. */
function decimalHash(self: W_Decimal): W_Root {
  if (self.kind === Kind.SIGNALING_NAN) throw typeError('Cannot hash a signaling NaN value');
  if (self.kind === Kind.QUIET_NAN) return newInt(identityHash(self));
  if (self.kind === Kind.INFINITE) return newInt(self.sign === 1 ? -314159 : 314159);
  const ten = bigFromInt(10);
  let scale: BigInteger;
  if (self.exponent >= 0) scale = bigPowMod(ten, bigFromInt(self.exponent), hashModulus);
  else {
    // By Fermat's theorem the inverse of 10 is its power P - 2.
    const inverse = bigPowMod(ten, bigSub(hashModulus, bigFromInt(2)), hashModulus);
    scale = bigPowMod(inverse, bigFromInt(-self.exponent), hashModulus);
  }
  return signedHash(reduceHash(bigMul(reduceHash(self.coefficient), scale)), self.sign === 1);
}

function decimalAdd(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(add(currentContext(), self, w_b));
}

function decimalSub(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(subtract(currentContext(), self, w_b));
}

function decimalRsub(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(subtract(currentContext(), w_b, self));
}

function decimalMul(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(multiply(currentContext(), self, w_b));
}

function decimalTruediv(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(divide(currentContext(), self, w_b));
}

function decimalRtruediv(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(divide(currentContext(), w_b, self));
}

function decimalFloordiv(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null
    ? w_NotImplemented
    : currentContext().finish(divideInteger(currentContext(), self, w_b));
}

function decimalRfloordiv(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null
    ? w_NotImplemented
    : currentContext().finish(divideInteger(currentContext(), w_b, self));
}

function decimalMod(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(remainder(currentContext(), self, w_b));
}

function decimalRmod(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : currentContext().finish(remainder(currentContext(), w_b, self));
}

/** Quotient and remainder; the conditions of both count. */
export function divmodPair(w_context: W_Context, a: W_Decimal, b: W_Decimal): W_Root {
  const w_quotient = divideInteger(w_context, a, b);
  const w_rest = remainder(w_context, a, b);
  w_context.raiseConditions();
  return newTuple([w_quotient, w_rest]);
}

function decimalDivmod(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : divmodPair(currentContext(), self, w_b);
}

function decimalRdivmod(self: W_Decimal, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : divmodPair(currentContext(), w_b, self);
}

function decimalPow(self: W_Decimal, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  const w_b = operand(w_other);
  if (w_b === null) return w_NotImplemented;
  const context = currentContext();
  if (w_modulus === null || w_modulus === w_None) return context.finish(power(context, self, w_b));
  const w_m = operand(w_modulus);
  return w_m === null ? w_NotImplemented : context.finish(powerModulo(context, self, w_b, w_m));
}

function decimalRpow(self: W_Decimal, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  const w_a = operand(w_other);
  return w_a === null ? w_NotImplemented : decimalPow(w_a, self, w_modulus);
}

function decimalNeg(self: W_Decimal): W_Root {
  return currentContext().finish(minus(currentContext(), self));
}

function decimalPos(self: W_Decimal): W_Root {
  return currentContext().finish(plus(currentContext(), self));
}

function decimalAbs(self: W_Decimal): W_Root {
  return currentContext().finish(absolute(currentContext(), self));
}

function decimalBool(self: W_Decimal): W_Root {
  return newBool(!self.isZero());
}

/** The other side of a comparison: also floats and rational numbers, exactly. */
function comparand(w_other: W_Root, op: Comparison): W_Decimal | null {
  const w_b = operand(w_other);
  if (w_b !== null) return w_b;
  const equality = op === Comparison.EQ || op === Comparison.NE;
  if (w_other instanceof W_ComplexBase && equality && w_other.imag === 0) return fromFloat(w_other.real);
  if (!(w_other instanceof W_FloatBase)) return null;
  const context = currentContext();
  if (equality) {
    context.flags |= Condition.FLOAT_OPERATION;
  } else {
    context.note(Condition.FLOAT_OPERATION);
    context.raiseConditions();
  }
  return fromFloat(w_other.value);
}

function compareWith(self: W_Decimal, w_other: W_Root, op: Comparison): W_Root {
  const w_b = comparand(w_other, op);
  if (w_b === null) return compareRational(self, w_other, op);
  if (self.isNan() || w_b.isNan()) {
    const quiet = op === Comparison.EQ || op === Comparison.NE;
    const signaling = self.kind === Kind.SIGNALING_NAN || w_b.kind === Kind.SIGNALING_NAN;
    if (!quiet || signaling) {
      currentContext().note(Condition.INVALID_OPERATION);
      currentContext().raiseConditions();
    }
    return newBool(op === Comparison.NE);
  }
  return newBool(orderSatisfies(op, order(self, w_b)));
}

/** The order of a decimal and a `numbers.Rational`: that of the decimal times the denominator, exactly, and the numerator. */
function compareRational(self: W_Decimal, w_other: W_Root, op: Comparison): W_Root {
  if (!isInstanceOf(w_other, getAttribute(importModule('numbers'), n_Rational))) return w_NotImplemented;
  const w_numerator = operand(getAttribute(w_other, n_numerator));
  const w_denominator = operand(getAttribute(w_other, n_denominator));
  if (w_numerator === null || w_denominator === null) return w_NotImplemented;
  if (!self.isFinite()) return compareWith(self, w_numerator, op);
  const product = bigMul(self.coefficient, w_denominator.coefficient);
  return newBool(orderSatisfies(op, order(newDecimal(self.sign, product, self.exponent), w_numerator)));
}

function decimalEq(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.EQ);
}

function decimalNe(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.NE);
}

function decimalLt(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LT);
}

function decimalLe(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LE);
}

function decimalGt(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GT);
}

function decimalGe(self: W_Decimal, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GE);
}

function checkFinite(self: W_Decimal, target: string): void {
  if (self.isNan()) throw valueError(`cannot convert NaN to ${target}`);
  if (self.kind === Kind.INFINITE) throw overflowError(`cannot convert Infinity to ${target}`);
}

function rounded(self: W_Decimal, rounding: Rounding): W_Root {
  checkFinite(self, 'integer');
  const w_whole = toIntegral(wideContext(1), self, rounding, 0);
  const magnitude = truncated(w_whole);
  return newLong(self.sign === 1 ? bigNegate(magnitude) : magnitude);
}

function decimalInt(self: W_Decimal): W_Root {
  return rounded(self, Rounding.DOWN);
}

function decimalFloor(self: W_Decimal): W_Root {
  return rounded(self, Rounding.FLOOR);
}

function decimalCeil(self: W_Decimal): W_Root {
  return rounded(self, Rounding.CEILING);
}

function decimalRound(self: W_Decimal, w_digits: W_Root | null): W_Root {
  if (w_digits === null) return rounded(self, Rounding.HALF_EVEN);
  const w_places = index(w_digits);
  if (!w_places.isWord()) throw overflowError('Python int too large to convert to C ssize_t');
  const context = currentContext();
  const w_unit = newDecimal(0, bigFromInt(1), -w_places.toWord());
  return context.finish(quantize(context, self, w_unit, Rounding.HALF_EVEN));
}

function decimalFloat(self: W_Decimal): W_Root {
  if (self.kind === Kind.SIGNALING_NAN) throw valueError('cannot convert signaling NaN to float');
  if (self.kind === Kind.QUIET_NAN) return newFloat(NaN);
  if (self.kind === Kind.INFINITE) return newFloat(self.sign === 1 ? -Infinity : Infinity);
  return newFloat(parseFloatText(decimalText(self, Notation.SCIENTIFIC, 'e')));
}

function decimalComplex(self: W_Decimal): W_Root {
  const w_real = decimalFloat(self);
  return newComplex(w_real instanceof W_FloatBase ? w_real.value : NaN, 0.0);
}

function decimalFormat(self: W_Decimal, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) throw typeError('format argument must be str');
  return formatDecimal(currentContext(), self, w_spec.utf8());
}

function asTuple(self: W_Decimal): W_Root {
  const text = self.kind === Kind.INFINITE ? '0' : bigToDecimal(self.coefficient);
  const payload = self.isNan() && self.coefficient.sign === 0 ? '' : text;
  const digits: FixedArray<W_Root> = newFixedArray<W_Root>(payload.length, w_None);
  for (let i = 0; i < payload.length; i++) digits[i] = newInt(payload.charCodeAt(i) - 48);
  let w_exponent: W_Root = newInt(self.exponent);
  if (self.kind === Kind.INFINITE) w_exponent = newAsciiStr('F');
  else if (self.kind === Kind.QUIET_NAN) w_exponent = newAsciiStr('n');
  else if (self.kind === Kind.SIGNALING_NAN) w_exponent = newAsciiStr('N');
  const w_tuple = w_decimalTupleCell.w_value;
  const items: FixedArray<W_Root> = [newInt(self.sign), newTuple(digits), w_exponent];
  return w_tuple === null ? newTuple(items) : callArgs(w_tuple, items, null);
}

function asIntegerRatio(self: W_Decimal): W_Root {
  checkFinite(self, 'integer ratio');
  let numerator = self.coefficient;
  let denominator = bigFromInt(1);
  if (self.exponent >= 0) numerator = truncated(withSign(self, 0));
  else {
    denominator = truncated(newDecimal(0, bigFromInt(1), -self.exponent));
    let x = numerator;
    let y = denominator;
    while (y.sign !== 0) {
      const rest = bigFloorDivMod(x, y).remainder;
      x = y;
      y = rest;
    }
    if (x.sign !== 0) {
      numerator = bigFloorDivMod(numerator, x).quotient;
      denominator = bigFloorDivMod(denominator, x).quotient;
    }
  }
  return newTuple([
    newLong(self.sign === 1 ? bigNegate(numerator) : bigAbs(numerator)),
    newLong(denominator),
  ]);
}

function decimalQuantize(
  self: W_Decimal,
  w_exp: W_Root,
  w_rounding: W_Root | null,
  w_context: W_Root | null,
): W_Root {
  const context = contextArgument(w_context);
  const rounding = roundingArgument(w_rounding, context.rounding);
  return context.finish(quantize(context, self, argument(w_exp), rounding));
}

function toIntegralValue(self: W_Decimal, w_rounding: W_Root | null, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(toIntegral(context, self, roundingArgument(w_rounding, context.rounding), 0));
}

function toIntegralExact(self: W_Decimal, w_rounding: W_Root | null, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(
    toIntegral(context, self, roundingArgument(w_rounding, context.rounding), Condition.ALL),
  );
}

function decimalFma(self: W_Decimal, w_other: W_Root, w_third: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  const w_b = argument(w_other);
  return context.finish(fusedMultiplyAdd(context, self, w_b, argument(w_third)));
}

function adjusted(self: W_Decimal): W_Root {
  return newInt(self.isFinite() && !self.isZero() ? self.adjusted() : self.isZero() ? self.exponent : 0);
}

function identity(self: W_Decimal): W_Root {
  return self;
}

function canonical(self: W_Decimal): W_Root {
  return self;
}

function radix(_self: W_Decimal): W_Root {
  return newDecimal(0, bigFromInt(10), 0);
}

function copyAbs(self: W_Decimal): W_Root {
  return withSign(self, 0);
}

function copyNegate(self: W_Decimal): W_Root {
  return withSign(self, 1 - self.sign);
}

function copySign(self: W_Decimal, w_other: W_Root, _w_context: W_Root | null): W_Root {
  return withSign(self, argument(w_other).sign);
}

function isCanonical(_self: W_Decimal): W_Root {
  return newBool(true);
}

function isFinite(self: W_Decimal): W_Root {
  return newBool(self.isFinite());
}

function isInfinite(self: W_Decimal): W_Root {
  return newBool(self.kind === Kind.INFINITE);
}

function isNan(self: W_Decimal): W_Root {
  return newBool(self.isNan());
}

function isQnan(self: W_Decimal): W_Root {
  return newBool(self.kind === Kind.QUIET_NAN);
}

function isSnan(self: W_Decimal): W_Root {
  return newBool(self.kind === Kind.SIGNALING_NAN);
}

function isSigned(self: W_Decimal): W_Root {
  return newBool(self.sign === 1);
}

function isZero(self: W_Decimal): W_Root {
  return newBool(self.isZero());
}

function isNormalMethod(self: W_Decimal, w_context: W_Root | null): W_Root {
  return newBool(isNormal(contextArgument(w_context), self));
}

function isSubnormalMethod(self: W_Decimal, w_context: W_Root | null): W_Root {
  return newBool(isSubnormal(contextArgument(w_context), self));
}

function numberClassMethod(self: W_Decimal, w_context: W_Root | null): W_Root {
  return newAsciiStr(numberClass(contextArgument(w_context), self));
}

function sameQuantumMethod(self: W_Decimal, w_other: W_Root, _w_context: W_Root | null): W_Root {
  return newBool(sameQuantum(self, argument(w_other)));
}

function reduce(self: W_Decimal): W_Root {
  return newTuple([self.getType(), newTuple([decimalStr(self)])]);
}

function deepcopy(self: W_Decimal, _w_memo: W_Root): W_Root {
  return self;
}

function imag(_self: W_Decimal): W_Root {
  return newDecimal(0, bigFromInt(0), 0);
}

export const decimalTypedef = typedef(
  decimalType,
  W_Decimal,
  {
    doc: "Construct a new Decimal object. 'value' can be an integer, string, tuple,\nor another Decimal object. If no value is given, return Decimal('0').\nThe context does not affect the conversion and is only passed to determine if\nthe InvalidOperation trap is active.\n",
    module: 'decimal',
  },
  [
    staticmethod('__new__', "($type, value='0', context=None)", decimalNew),
    classmethod('from_float', '($type, f, /)', decimalFromFloat, 'The exact value of a float.'),
    method('__repr__', '($self, /)', decimalRepr),
    method('__str__', '($self, /)', decimalStr),
    method('__hash__', '($self, /)', decimalHash),
    method('__eq__', '($self, value, /)', decimalEq),
    method('__ne__', '($self, value, /)', decimalNe),
    method('__lt__', '($self, value, /)', decimalLt),
    method('__le__', '($self, value, /)', decimalLe),
    method('__gt__', '($self, value, /)', decimalGt),
    method('__ge__', '($self, value, /)', decimalGe),
    method('__add__', '($self, value, /)', decimalAdd),
    method('__radd__', '($self, value, /)', decimalAdd),
    method('__sub__', '($self, value, /)', decimalSub),
    method('__rsub__', '($self, value, /)', decimalRsub),
    method('__mul__', '($self, value, /)', decimalMul),
    method('__rmul__', '($self, value, /)', decimalMul),
    method('__truediv__', '($self, value, /)', decimalTruediv),
    method('__rtruediv__', '($self, value, /)', decimalRtruediv),
    method('__floordiv__', '($self, value, /)', decimalFloordiv),
    method('__rfloordiv__', '($self, value, /)', decimalRfloordiv),
    method('__mod__', '($self, value, /)', decimalMod),
    method('__rmod__', '($self, value, /)', decimalRmod),
    method('__divmod__', '($self, value, /)', decimalDivmod),
    method('__rdivmod__', '($self, value, /)', decimalRdivmod),
    method('__pow__', '($self, value, mod=None, /)', decimalPow),
    method('__rpow__', '($self, value, mod=None, /)', decimalRpow),
    method('__neg__', '($self, /)', decimalNeg),
    method('__pos__', '($self, /)', decimalPos),
    method('__abs__', '($self, /)', decimalAbs),
    method('__bool__', '($self, /)', decimalBool),
    method('__int__', '($self, /)', decimalInt),
    method('__trunc__', '($self, /)', decimalInt),
    method('__floor__', '($self, /)', decimalFloor),
    method('__ceil__', '($self, /)', decimalCeil),
    method('__round__', '($self, ndigits=None, /)', decimalRound),
    method('__float__', '($self, /)', decimalFloat),
    method('__complex__', '($self, /)', decimalComplex),
    method('__format__', '($self, format_spec, /)', decimalFormat),
    method('__reduce__', '($self, /)', reduce),
    method('__copy__', '($self, /)', identity),
    method('__deepcopy__', '($self, memo, /)', deepcopy),
    ...operationRows,
    method(
      'quantize',
      '($self, /, exp, rounding=None, context=None)',
      decimalQuantize,
      'The number rounded to the exponent of another.',
    ),
    method(
      'to_integral',
      '($self, /, rounding=None, context=None)',
      toIntegralValue,
      'The nearest integer, without signals.',
    ),
    method(
      'to_integral_value',
      '($self, /, rounding=None, context=None)',
      toIntegralValue,
      'The nearest integer, without signals.',
    ),
    method(
      'to_integral_exact',
      '($self, /, rounding=None, context=None)',
      toIntegralExact,
      'The nearest integer, with signals.',
    ),
    method(
      'fma',
      '($self, /, other, third, context=None)',
      decimalFma,
      'self * other + third, rounded once.',
    ),
    method('adjusted', '($self, /)', adjusted, 'The exponent of the leading digit.'),
    method('canonical', '($self, /)', canonical, 'The number itself.'),
    method('conjugate', '($self, /)', identity, 'The number itself.'),
    method('radix', '($self, /)', radix, 'Decimal(10).'),
    method('copy_abs', '($self, /)', copyAbs, 'The absolute value, without context.'),
    method('copy_negate', '($self, /)', copyNegate, 'The negated number, without context.'),
    method('copy_sign', '($self, /, other, context=None)', copySign, 'The number with the sign of another.'),
    method('is_canonical', '($self, /)', isCanonical, 'True.'),
    method('is_finite', '($self, /)', isFinite, 'Whether it is neither infinite nor NaN.'),
    method('is_infinite', '($self, /)', isInfinite, 'Whether it is infinite.'),
    method('is_nan', '($self, /)', isNan, 'Whether it is a NaN.'),
    method('is_qnan', '($self, /)', isQnan, 'Whether it is a quiet NaN.'),
    method('is_snan', '($self, /)', isSnan, 'Whether it is a signaling NaN.'),
    method('is_signed', '($self, /)', isSigned, 'Whether the sign is negative.'),
    method('is_zero', '($self, /)', isZero, 'Whether it is a zero.'),
    method(
      'is_normal',
      '($self, /, context=None)',
      isNormalMethod,
      'Whether it is finite, not zero and not subnormal.',
    ),
    method('is_subnormal', '($self, /, context=None)', isSubnormalMethod, 'Whether it is subnormal.'),
    method('number_class', '($self, /, context=None)', numberClassMethod, 'The class of the number as text.'),
    method(
      'same_quantum',
      '($self, /, other, context=None)',
      sameQuantumMethod,
      'Whether the exponents are the same.',
    ),
    method('to_eng_string', '($self, /, context=None)', toEngString, 'Text in engineering notation.'),
    method('as_tuple', '($self, /)', asTuple, 'A DecimalTuple of sign, digits and exponent.'),
    method('as_integer_ratio', '($self, /)', asIntegerRatio, 'Two ints whose ratio is the number.'),
    getset('real', identity),
    getset('imag', imag),
  ],
);
