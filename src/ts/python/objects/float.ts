/** `float`: constructor and methods. */
import type { BigInteger } from '../../rlib/bigint.js';
import {
  bigAdd,
  bigFloorDivMod,
  bigFromInt,
  bigMul,
  bigOne,
  bigPow,
  bigShl,
  bigCompare,
  bigToFloat,
} from '../../rlib/bigint.js';
import { floatText, formatFloat } from '../../rlib/dtoa.js';
import { copySign } from '../../rlib/float.js';
import { floatParts, floatRatio } from '../../rlib/float-parts.js';
import { fitsWord, floatToInt, floorMod } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import { call1 } from '../interp/call.js';
import { Comparison, orderSatisfies } from '../interp/compare.js';
import { checkedFloat, index, toFloat } from '../interp/convert.js';
import { overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { callMethodDescriptor0 } from '../interp/special.js';
import {
  divideFloats,
  divmodFloats,
  floatToIntObject,
  floorDivideFloats,
  moduloFloats,
  power,
} from './float-arith.js';
import { parseFloatText } from '../../rlib/float-parse.js';
import { floatFromHex, floatToHex, parseFloat } from './float-text.js';
import { intAsFloat } from './int-arith.js';
import { findBytes } from './buffer.js';
import { compareIntFloat } from './int-compare.js';
import { reduceHash, signedHash } from './int-hash.js';
import { newLong } from './int-ops.js';
import { asciiNumber } from './int-text.js';
import { checkedNewType } from './new-type.js';
import { formatFloatObject } from './number-format.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classmethod, getset, method, staticmethod, typedef } from './typedef.js';
import { W_BytesBase } from './w-bytes.js';
import { floatType, newFloat, W_Float, W_FloatBase, W_FloatUser } from './w-float.js';
import { newBool, newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newAsciiStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple } from './w-tuple.js';

/** `float(obj)`. */
export function floatOf(w_obj: W_Root): float {
  if (w_obj instanceof W_Float) return w_obj.value;
  if (w_obj instanceof W_StrBase)
    return parseFloat(w_obj.isAscii() ? w_obj.utf8() : asciiNumber(w_obj.utf8()), w_obj);
  if (w_obj instanceof W_BytesBase) return parseFloat(w_obj.value, w_obj);
  const w_type = w_obj.getType();
  const w_method = w_type.findSlot(Slot.FLOAT);
  // Instances of subclasses of float have their say too, other than where just any number is wanted.
  if (w_method !== null) return checkedFloat(callMethodDescriptor0(w_method, w_obj), w_obj);
  if (w_type.findSlot(Slot.INDEX) !== null) return toFloat(w_obj);
  const bytes = findBytes(w_obj);
  if (bytes !== null) return parseFloat(bytes, w_obj);
  throw typeError(`float() argument must be a string or a real number, not '${typeName(w_obj)}'`);
}

function floatNew(w_type: W_Root, w_obj: W_Root | null): W_Root {
  if (w_type === floatType) {
    if (w_obj instanceof W_Float) return w_obj;
    return newFloat(w_obj === null ? 0.0 : floatOf(w_obj));
  }
  const w_class = checkedNewType(w_type, floatType);
  return new W_FloatUser(w_class, w_obj === null ? 0.0 : floatOf(w_obj));
}

function floatRepr(self: W_FloatBase): W_Root {
  return newAsciiStr(floatText(self.value));
}

function isReal(w_obj: W_Root): boolean {
  return w_obj instanceof W_FloatBase || w_obj instanceof W_IntBase;
}

/** The float of an operand that is a float or int. */
function operand(w_obj: W_Root): float {
  if (w_obj instanceof W_FloatBase) return w_obj.value;
  return w_obj instanceof W_IntBase ? intAsFloat(w_obj) : NaN;
}

function floatAdd(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(self.value + operand(w_other)) : w_NotImplemented;
}

function floatSub(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(self.value - operand(w_other)) : w_NotImplemented;
}

function floatRsub(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(operand(w_other) - self.value) : w_NotImplemented;
}

function floatMul(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(self.value * operand(w_other)) : w_NotImplemented;
}

function floatTruediv(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(divideFloats(self.value, operand(w_other))) : w_NotImplemented;
}

function floatRtruediv(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(divideFloats(operand(w_other), self.value)) : w_NotImplemented;
}

function floatFloordiv(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(floorDivideFloats(self.value, operand(w_other))) : w_NotImplemented;
}

function floatRfloordiv(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(floorDivideFloats(operand(w_other), self.value)) : w_NotImplemented;
}

function floatMod(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(moduloFloats(self.value, operand(w_other))) : w_NotImplemented;
}

function floatRmod(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? newFloat(moduloFloats(operand(w_other), self.value)) : w_NotImplemented;
}

function floatDivmod(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? divmodFloats(self.value, operand(w_other)) : w_NotImplemented;
}

function floatRdivmod(self: W_FloatBase, w_other: W_Root): W_Root {
  return isReal(w_other) ? divmodFloats(operand(w_other), self.value) : w_NotImplemented;
}

function checkNoModulus(w_modulus: W_Root | null): void {
  if (w_modulus !== null && w_modulus !== w_None) {
    throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
  }
}

function floatPow(self: W_FloatBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  checkNoModulus(w_modulus);
  return isReal(w_other) ? power(self.value, operand(w_other)) : w_NotImplemented;
}

function floatRpow(self: W_FloatBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  checkNoModulus(w_modulus);
  return isReal(w_other) ? power(operand(w_other), self.value) : w_NotImplemented;
}

function floatNeg(self: W_FloatBase): W_Root {
  return newFloat(-self.value);
}

function floatPos(self: W_FloatBase): W_Root {
  return self instanceof W_Float ? self : newFloat(self.value);
}

function floatAbs(self: W_FloatBase): W_Root {
  return newFloat(Math.abs(self.value));
}

function floatBool(self: W_FloatBase): W_Root {
  return newBool(self.value !== 0);
}

function floatInt(self: W_FloatBase): W_Root {
  return floatToIntObject(self.value);
}

/** Whether two floats compare so; nothing but `!=` holds of a NaN. */
export function floatsSatisfy(op: Comparison, a: float, b: float): boolean {
  switch (op) {
    case Comparison.LT:
      return a < b;
    case Comparison.LE:
      return a <= b;
    case Comparison.EQ:
      return a === b;
    case Comparison.NE:
      return a !== b;
    case Comparison.GT:
      return a > b;
    case Comparison.GE:
      return a >= b;
  }
}

function compareWith(self: W_FloatBase, w_other: W_Root, op: Comparison): W_Root {
  if (w_other instanceof W_FloatBase) return newBool(floatsSatisfy(op, self.value, w_other.value));
  if (!(w_other instanceof W_IntBase)) return w_NotImplemented;
  if (self.value !== self.value) return newBool(op === Comparison.NE);
  return newBool(orderSatisfies(op, -compareIntFloat(w_other, self.value)));
}

function floatEq(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.EQ);
}

function floatNe(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.NE);
}

function floatLt(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LT);
}

function floatLe(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LE);
}

function floatGt(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GT);
}

function floatGe(self: W_FloatBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GE);
}

/** The hash of a float. */
export function floatHash(value: float): W_IntBase {
  if (value - value !== 0) {
    // NaNs are one object to `is` (identity of floats is by value), so their hashes are equal too.
    if (value !== value) return newInt(0);
    return newInt(value > 0 ? 314159 : -314159);
  }
  if (value === Math.floor(value) && Math.abs(value) < 9007199254740992.0 && fitsWord(value)) {
    return newInt(value === -1 ? -2 : floatToInt(value));
  }
  const parts = floatParts(value);
  // 2**61 is 1 modulo 2**61 - 1: only the exponent modulo 61 counts.
  const mantissa = bigFromInt(parts.mantissa < 0 ? -parts.mantissa : parts.mantissa);
  return signedHash(reduceHash(bigShl(mantissa, floorMod(parts.exponent, 61))), value < 0);
}

function floatHashMethod(self: W_FloatBase): W_Root {
  return floatHash(self.value);
}

/** The nearest integral float, half to even. */
function roundHalfEven(value: float): float {
  const lower = Math.floor(value);
  const rest = value - lower;
  if (rest < 0.5) return lower;
  if (rest > 0.5) return lower + 1;
  return lower % 2 === 0 ? lower : lower + 1;
}

/** A finite value rounded to a multiple of 10**places, half to even. */
function roundToPower(value: float, places: int): float {
  const ratio = floatRatio(Math.abs(value));
  const unit: BigInteger = bigPow(bigFromInt(10), places);
  const divisor = bigMul(ratio.denominator, unit);
  const division = bigFloorDivMod(ratio.numerator, divisor);
  const order = bigCompare(bigShl(division.remainder, 1), divisor);
  let quotient = division.quotient;
  const odd = quotient.sign !== 0 && ((quotient.digits[0] as int) & 1) === 1;
  if (order > 0 || (order === 0 && odd)) quotient = bigAdd(quotient, bigOne);
  return copySign(bigToFloat(bigMul(quotient, unit)), value);
}

/** `round(value, places)`. */
export function roundFloat(value: float, places: int): float {
  if (value - value !== 0 || value === 0 || places > 323) return value;
  if (places < -308) return copySign(0.0, value);
  const result =
    places >= 0 ? parseFloatText(formatFloat(value, 'f', places, 0)) : roundToPower(value, -places);
  if (result - result !== 0) throw overflowError('rounded value too large to represent');
  return result;
}

function floatRound(self: W_FloatBase, w_digits: W_Root | null): W_Root {
  if (w_digits === null || w_digits === w_None) {
    if (self.value - self.value !== 0) return floatToIntObject(self.value);
    return floatToIntObject(roundHalfEven(self.value));
  }
  const w_places = index(w_digits);
  let places = 400;
  if (w_places.isWord()) places = w_places.toWord();
  else if (w_places.toBig().sign < 0) places = -400;
  return newFloat(roundFloat(self.value, places));
}

function floatFloor(self: W_FloatBase): W_Root {
  return floatToIntObject(Math.floor(self.value));
}

function floatCeil(self: W_FloatBase): W_Root {
  return floatToIntObject(Math.ceil(self.value));
}

function isInteger(self: W_FloatBase): W_Root {
  return newBool(self.value - self.value === 0 && Math.floor(self.value) === self.value);
}

function asIntegerRatio(self: W_FloatBase): W_Root {
  if (self.value !== self.value) throw valueError('cannot convert NaN to integer ratio');
  if (self.value - self.value !== 0) throw overflowError('cannot convert Infinity to integer ratio');
  const ratio = floatRatio(self.value);
  return newTuple([newLong(ratio.numerator), newLong(ratio.denominator)]);
}

function zero(_self: W_FloatBase): W_Root {
  return newFloat(0.0);
}

function floatHex(self: W_FloatBase): W_Root {
  return newAsciiStr(floatToHex(self.value));
}

function fromHex(w_type: W_Root, w_text: W_Root): W_Root {
  if (!(w_text instanceof W_StrBase)) throw typeError('bad argument type for built-in operation');
  const w_value = newFloat(floatFromHex(w_text.utf8()));
  return w_type === floatType ? w_value : call1(w_type, w_value);
}

function getFormat(_w_type: W_Root, w_kind: W_Root): W_Root {
  if (!(w_kind instanceof W_StrBase)) {
    throw typeError(`__getformat__() argument must be str, not ${typeName(w_kind)}`);
  }
  if (w_kind.utf8() !== 'double' && w_kind.utf8() !== 'float') {
    throw valueError("__getformat__() argument 1 must be 'double' or 'float'");
  }
  return newAsciiStr('IEEE, little-endian');
}

function floatGetnewargs(self: W_FloatBase): W_Root {
  return newTuple([newFloat(self.value)]);
}

function floatFormat(self: W_FloatBase, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) {
    throw typeError(`__format__() argument must be str, not ${typeName(w_spec)}`);
  }
  return formatFloatObject(self, w_spec);
}

export const floatTypedef = typedef(
  floatType,
  W_FloatBase,
  { doc: 'Convert a string or number to a floating point number, if possible.', pattern: 'self' },
  [
    staticmethod('__new__', '($type, x=0, /)', floatNew),
    method('__repr__', '($self, /)', floatRepr),
    method('__hash__', '($self, /)', floatHashMethod),
    method('__bool__', '($self, /)', floatBool),
    method('__int__', '($self, /)', floatInt),
    method('__float__', '($self, /)', floatPos),
    method('__eq__', '($self, value, /)', floatEq),
    method('__ne__', '($self, value, /)', floatNe),
    method('__lt__', '($self, value, /)', floatLt),
    method('__le__', '($self, value, /)', floatLe),
    method('__gt__', '($self, value, /)', floatGt),
    method('__ge__', '($self, value, /)', floatGe),
    method('__add__', '($self, value, /)', floatAdd),
    method('__radd__', '($self, value, /)', floatAdd),
    method('__sub__', '($self, value, /)', floatSub),
    method('__rsub__', '($self, value, /)', floatRsub),
    method('__mul__', '($self, value, /)', floatMul),
    method('__rmul__', '($self, value, /)', floatMul),
    method('__truediv__', '($self, value, /)', floatTruediv),
    method('__rtruediv__', '($self, value, /)', floatRtruediv),
    method('__floordiv__', '($self, value, /)', floatFloordiv),
    method('__rfloordiv__', '($self, value, /)', floatRfloordiv),
    method('__mod__', '($self, value, /)', floatMod),
    method('__rmod__', '($self, value, /)', floatRmod),
    method('__divmod__', '($self, value, /)', floatDivmod),
    method('__rdivmod__', '($self, value, /)', floatRdivmod),
    method('__pow__', '($self, value, mod=None, /)', floatPow),
    method('__rpow__', '($self, value, mod=None, /)', floatRpow),
    method('__neg__', '($self, /)', floatNeg),
    method('__pos__', '($self, /)', floatPos),
    method('__abs__', '($self, /)', floatAbs),
    method('__trunc__', '($self, /)', floatInt, 'The integral closest to the float between it and 0.'),
    method('__floor__', '($self, /)', floatFloor, 'The floor as an int.'),
    method('__ceil__', '($self, /)', floatCeil, 'The ceiling as an int.'),
    method(
      '__round__',
      '($self, ndigits=None, /)',
      floatRound,
      'Rounds half to even; without ndigits to an int.',
    ),
    method(
      '__format__',
      '($self, format_spec, /)',
      floatFormat,
      'The float formatted by a format specification.',
    ),
    method('__getnewargs__', '($self, /)', floatGetnewargs),
    method('conjugate', '($self, /)', floatPos, 'The float itself, the complex conjugate of any float.'),
    method('is_integer', '($self, /)', isInteger, 'Whether the float is an integer.'),
    method(
      'as_integer_ratio',
      '($self, /)',
      asIntegerRatio,
      'Two ints whose exact ratio is the float, the second positive.',
    ),
    method('hex', '($self, /)', floatHex, 'A hexadecimal form, such as 0x1.8p+1.'),
    classmethod('fromhex', '($type, string, /)', fromHex, 'The float of a hexadecimal form.'),
    classmethod(
      '__getformat__',
      '($type, typestr, /)',
      getFormat,
      "How 'double' or 'float' values are stored.",
    ),
    getset('real', floatPos, null, null, 'the real part of a complex number'),
    getset('imag', zero, null, null, 'the imaginary part of a complex number'),
  ],
);
