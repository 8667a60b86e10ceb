/** `int`: its constructor and methods. Arithmetic is in `int-arith.ts`, text in `int-text.ts`. */
import { bigToParts } from '../../rlib/bigint.js';
import { bytesToString } from '../../rlib/bytes.js';
import { truncDiv } from '../../rlib/int.js';
import { unreachable } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { call1 } from '../interp/call.js';
import { Comparison, isTrue, orderSatisfies } from '../interp/compare.js';
import { checkedInt, index } from '../interp/convert.js';
import { overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { callMethodDescriptor0, callMethodDescriptor1 } from '../interp/special.js';
import { warn } from '../interp/warnings.js';
import {
  absInt,
  addInts,
  andInts,
  exactInt,
  floorDivideInts,
  intAsFloat,
  intBitLength,
  intSign,
  invertInt,
  moduloInts,
  multiplyInts,
  negateInt,
  orInts,
  powerInts,
  powerModulo,
  shiftLeft,
  shiftRight,
  subtractInts,
  trueDivideInts,
  xorInts,
} from './int-arith.js';
import { findBytes } from './buffer.js';
import { ByteOrder, bytesArgument, intFromBytes, intToBytes, Signedness } from './int-bytes.js';
import { compareInts } from './int-compare.js';
import { intHash } from './int-hash.js';
import { asciiNumber, intToText, parseInt } from './int-text.js';
import { formatIntObject } from './number-format.js';
import { checkedNewType } from './new-type.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classmethod, getset, method, staticmethod, typedef } from './typedef.js';
import { newBytes, W_BytearrayBase, W_BytesBase } from './w-bytes.js';
import { DeprecationWarningType } from './w-exception.js';
import { newFloat, W_Float } from './w-float.js';
import { boolType, intType, newBool, newInt, W_Int, W_IntBase, W_IntUser, W_Long } from './w-int.js';
import { floatToIntObject } from './float-arith.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newAsciiStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple } from './w-tuple.js';

/** `int(obj)` of one argument: an exact int. */
export function toInt(w_obj: W_Root): W_IntBase {
  if (w_obj instanceof W_Int || w_obj instanceof W_Long) return w_obj;
  if (w_obj instanceof W_Float) return floatToIntObject(w_obj.value);
  const w_type = w_obj.getType();
  const w_int = w_type.findSlot(Slot.INT);
  if (w_int !== null) return exactInt(checkedInt(callMethodDescriptor0(w_int, w_obj), '__int__'));
  if (w_type.findSlot(Slot.INDEX) !== null) return exactInt(index(w_obj));
  const w_trunc = w_type.findSlot(Slot.TRUNC);
  if (w_trunc !== null) return truncToInt(callMethodDescriptor0(w_trunc, w_obj));
  if (w_obj instanceof W_StrBase) return parseStr(w_obj, 10);
  if (w_obj instanceof W_BytesBase) return parseInt(w_obj.value, 10, w_obj);
  const bytes = findBytes(w_obj);
  if (bytes !== null) return parseInt(bytes, 10, newBytes(bytes));
  throw typeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(w_obj)}'`,
  );
}

function truncToInt(w_result: W_Root): W_IntBase {
  warn(DeprecationWarningType, 'The delegation of int() to __trunc__ is deprecated.');
  if (w_result instanceof W_IntBase) return exactInt(w_result);
  if (w_result.getType().findSlot(Slot.INDEX) === null) {
    throw typeError(`__trunc__ returned non-Integral (type ${typeName(w_result)})`);
  }
  return exactInt(index(w_result));
}

function parseStr(w_str: W_StrBase, base: int): W_IntBase {
  return parseInt(w_str.isAscii() ? w_str.utf8() : asciiNumber(w_str.utf8()), base, w_str);
}

function intOfBase(w_obj: W_Root, w_base: W_Root): W_IntBase {
  const w_index = index(w_base);
  const base = w_index.isWord() ? w_index.toWord() : -1;
  if (base !== 0 && (base < 2 || base > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
  if (w_obj instanceof W_StrBase) return parseStr(w_obj, base);
  if (w_obj instanceof W_BytesBase) return parseInt(w_obj.value, base, w_obj);
  if (w_obj instanceof W_BytearrayBase) {
    const bytes = bytesToString(w_obj.data, 0, w_obj.length);
    return parseInt(bytes, base, newBytes(bytes));
  }
  throw typeError("int() can't convert non-string with explicit base");
}

function intNew(w_type: W_Root, w_obj: W_Root | null, w_base: W_Root | null): W_Root {
  let w_value: W_IntBase;
  if (w_obj === null) {
    if (w_base !== null) throw typeError('int() missing string argument');
    w_value = newInt(0);
  } else {
    w_value = w_base === null ? toInt(w_obj) : intOfBase(w_obj, w_base);
  }
  if (w_type === intType) return w_value;
  const w_class = checkedNewType(w_type, intType);
  if (w_class === boolType) throw typeError('int.__new__(bool) is not safe, use bool.__new__()');
  return new W_IntUser(w_class, w_value);
}

function intRepr(self: W_IntBase): W_Root {
  return newAsciiStr(intToText(self));
}

function intAdd(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? addInts(self, w_other) : w_NotImplemented;
}

function intSub(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? subtractInts(self, w_other) : w_NotImplemented;
}

function intRsub(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? subtractInts(w_other, self) : w_NotImplemented;
}

function intMul(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? multiplyInts(self, w_other) : w_NotImplemented;
}

function intFloordiv(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? floorDivideInts(self, w_other) : w_NotImplemented;
}

function intRfloordiv(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? floorDivideInts(w_other, self) : w_NotImplemented;
}

function intMod(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? moduloInts(self, w_other) : w_NotImplemented;
}

function intRmod(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? moduloInts(w_other, self) : w_NotImplemented;
}

function divmodPair(w_a: W_IntBase, w_b: W_IntBase): W_Root {
  const w_quotient = floorDivideInts(w_a, w_b);
  return newTuple([w_quotient, subtractInts(w_a, multiplyInts(w_quotient, w_b))]);
}

function intDivmod(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? divmodPair(self, w_other) : w_NotImplemented;
}

function intRdivmod(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? divmodPair(w_other, self) : w_NotImplemented;
}

function intTruediv(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? newFloat(trueDivideInts(self, w_other)) : w_NotImplemented;
}

function intRtruediv(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? newFloat(trueDivideInts(w_other, self)) : w_NotImplemented;
}

/** a ** b, a float for a negative exponent. */
export function power(w_a: W_IntBase, w_b: W_IntBase): W_Root {
  if (intSign(w_b) >= 0) return powerInts(w_a, w_b);
  const w_x: W_Root = newFloat(intAsFloat(w_a));
  const w_pow = w_x.getType().findSlot(Slot.POW);
  if (w_pow === null) return unreachable('float has __pow__');
  return callMethodDescriptor1(w_pow, w_x, newFloat(intAsFloat(w_b)));
}

function intPow(self: W_IntBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  if (!(w_other instanceof W_IntBase)) return w_NotImplemented;
  if (w_modulus === null || w_modulus === w_None) return power(self, w_other);
  return w_modulus instanceof W_IntBase ? powerModulo(self, w_other, w_modulus) : w_NotImplemented;
}

function intRpow(self: W_IntBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  return w_other instanceof W_IntBase ? intPow(w_other, self, w_modulus) : w_NotImplemented;
}

function intLshift(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? shiftLeft(self, w_other) : w_NotImplemented;
}

function intRlshift(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? shiftLeft(w_other, self) : w_NotImplemented;
}

function intRshift(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? shiftRight(self, w_other) : w_NotImplemented;
}

function intRrshift(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? shiftRight(w_other, self) : w_NotImplemented;
}

function intAnd(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? andInts(self, w_other) : w_NotImplemented;
}

function intOr(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? orInts(self, w_other) : w_NotImplemented;
}

function intXor(self: W_IntBase, w_other: W_Root): W_Root {
  return w_other instanceof W_IntBase ? xorInts(self, w_other) : w_NotImplemented;
}

function intNeg(self: W_IntBase): W_Root {
  return negateInt(self);
}

function intPos(self: W_IntBase): W_Root {
  return exactInt(self);
}

function intAbs(self: W_IntBase): W_Root {
  return absInt(self);
}

function intInvert(self: W_IntBase): W_Root {
  return invertInt(self);
}

function intBool(self: W_IntBase): W_Root {
  return newBool(intSign(self) !== 0);
}

function intFloat(self: W_IntBase): W_Root {
  return newFloat(intAsFloat(self));
}

function compareWith(self: W_IntBase, w_other: W_Root, op: Comparison): W_Root {
  return w_other instanceof W_IntBase
    ? newBool(orderSatisfies(op, compareInts(self, w_other)))
    : w_NotImplemented;
}

function intEq(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.EQ);
}

function intNe(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.NE);
}

function intLt(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LT);
}

function intLe(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.LE);
}

function intGt(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GT);
}

function intGe(self: W_IntBase, w_other: W_Root): W_Root {
  return compareWith(self, w_other, Comparison.GE);
}

function intHashMethod(self: W_IntBase): W_Root {
  return intHash(self);
}

function intZero(_self: W_IntBase): W_Root {
  return newInt(0);
}

function intOne(_self: W_IntBase): W_Root {
  return newInt(1);
}

/** Rounded to a power of ten, half to even. */
function intRound(self: W_IntBase, w_digits: W_Root | null): W_Root {
  if (w_digits === null || w_digits === w_None) return exactInt(self);
  const w_count = index(w_digits);
  if (intSign(w_count) >= 0) return exactInt(self);
  const w_negated = negateInt(w_count);
  // More digits than the number has bits: nothing is left.
  if (!w_negated.isWord() || w_negated.toWord() > intBitLength(self) + 1) return newInt(0);
  const w_unit = powerInts(newInt(10), w_negated);
  const w_quotient = floorDivideInts(self, w_unit);
  const w_rest = subtractInts(self, multiplyInts(w_quotient, w_unit));
  const order = compareInts(addInts(w_rest, w_rest), w_unit);
  const odd = intSign(andInts(w_quotient, newInt(1))) !== 0;
  const up = order > 0 || (order === 0 && odd);
  return multiplyInts(up ? addInts(w_quotient, newInt(1)) : w_quotient, w_unit);
}

function intAsIntegerRatio(self: W_IntBase): W_Root {
  return newTuple([exactInt(self), newInt(1)]);
}

function bitLengthMethod(self: W_IntBase): W_Root {
  return newInt(intBitLength(self));
}

function bitCount(self: W_IntBase): W_Root {
  const parts = bigToParts(self.toBig(), 16);
  let count = 0;
  for (let i = 0; i < parts.length; i++) {
    for (let rest = parts[i] as int; rest !== 0; rest &= rest - 1) count++;
  }
  return newInt(count);
}

/** The byte-order argument; `little` or `big`. */
function byteOrder(w_order: W_Root | null, method: string): ByteOrder {
  if (w_order === null) return ByteOrder.BIG;
  if (w_order instanceof W_StrBase) {
    if (w_order.utf8() === 'big') return ByteOrder.BIG;
    if (w_order.utf8() === 'little') return ByteOrder.LITTLE;
    throw valueError("byteorder must be either 'little' or 'big'");
  }
  throw typeError(`${method}() argument 'byteorder' must be str, not ${typeName(w_order)}`);
}

function signedness(w_signed: W_Root | null): Signedness {
  return w_signed !== null && isTrue(w_signed) ? Signedness.SIGNED : Signedness.UNSIGNED;
}

function fromBytes(w_type: W_Root, w_bytes: W_Root, w_order: W_Root | null, w_signed: W_Root | null): W_Root {
  const order = byteOrder(w_order, 'from_bytes');
  const w_value = intFromBytes(bytesArgument(w_bytes), order, signedness(w_signed));
  return w_type === intType ? w_value : call1(w_type, w_value);
}

function toBytes(
  self: W_IntBase,
  w_length: W_Root | null,
  w_order: W_Root | null,
  w_signed: W_Root | null,
): W_Root {
  const order = byteOrder(w_order, 'to_bytes');
  let length = 1;
  if (w_length !== null) {
    const w_count = index(w_length);
    if (!w_count.isWord()) throw overflowError('Python int too large to convert to C ssize_t');
    length = w_count.toWord();
  }
  if (length < 0) throw valueError('length argument must be non-negative');
  return newBytes(intToBytes(self, length, order, signedness(w_signed)));
}

function intGetnewargs(self: W_IntBase): W_Root {
  return newTuple([exactInt(self)]);
}

/** A header of three words and digits of 30 bits in 4 bytes each, as CPython counts. */
function intSizeof(self: W_IntBase): W_Root {
  const digits = truncDiv(intBitLength(self) + 29, 30);
  return newInt(24 + 4 * digits);
}

function intFormat(self: W_IntBase, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) {
    throw typeError(`__format__() argument must be str, not ${typeName(w_spec)}`);
  }
  return formatIntObject(self, w_spec);
}

export const intTypedef = typedef(
  intType,
  W_IntBase,
  {
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer of any size: of a number (truncated towards zero), or of the text of one in the given base.\nBase 0 takes the base from the text's prefix.",
    pattern: 'self',
  },
  [
    staticmethod('__new__', '($type, x=0, /, base=10)', intNew),
    method('__repr__', '($self, /)', intRepr),
    method('__hash__', '($self, /)', intHashMethod),
    method('__bool__', '($self, /)', intBool),
    method('__int__', '($self, /)', intPos),
    method('__index__', '($self, /)', intPos),
    method('__float__', '($self, /)', intFloat),
    method('__eq__', '($self, value, /)', intEq),
    method('__ne__', '($self, value, /)', intNe),
    method('__lt__', '($self, value, /)', intLt),
    method('__le__', '($self, value, /)', intLe),
    method('__gt__', '($self, value, /)', intGt),
    method('__ge__', '($self, value, /)', intGe),
    method('__add__', '($self, value, /)', intAdd),
    method('__radd__', '($self, value, /)', intAdd),
    method('__sub__', '($self, value, /)', intSub),
    method('__rsub__', '($self, value, /)', intRsub),
    method('__mul__', '($self, value, /)', intMul),
    method('__rmul__', '($self, value, /)', intMul),
    method('__floordiv__', '($self, value, /)', intFloordiv),
    method('__rfloordiv__', '($self, value, /)', intRfloordiv),
    method('__mod__', '($self, value, /)', intMod),
    method('__rmod__', '($self, value, /)', intRmod),
    method('__divmod__', '($self, value, /)', intDivmod),
    method('__rdivmod__', '($self, value, /)', intRdivmod),
    method('__truediv__', '($self, value, /)', intTruediv),
    method('__rtruediv__', '($self, value, /)', intRtruediv),
    method('__pow__', '($self, value, mod=None, /)', intPow),
    method('__rpow__', '($self, value, mod=None, /)', intRpow),
    method('__lshift__', '($self, value, /)', intLshift),
    method('__rlshift__', '($self, value, /)', intRlshift),
    method('__rshift__', '($self, value, /)', intRshift),
    method('__rrshift__', '($self, value, /)', intRrshift),
    method('__and__', '($self, value, /)', intAnd),
    method('__rand__', '($self, value, /)', intAnd),
    method('__or__', '($self, value, /)', intOr),
    method('__ror__', '($self, value, /)', intOr),
    method('__xor__', '($self, value, /)', intXor),
    method('__rxor__', '($self, value, /)', intXor),
    method('__neg__', '($self, /)', intNeg),
    method('__pos__', '($self, /)', intPos),
    method('__abs__', '($self, /)', intAbs),
    method('__invert__', '($self, /)', intInvert),
    method('__trunc__', '($self, /)', intPos, 'The int itself.'),
    method('__floor__', '($self, /)', intPos, 'The int itself.'),
    method('__ceil__', '($self, /)', intPos, 'The int itself.'),
    method('__round__', '($self, ndigits=None, /)', intRound, 'Rounds to a power of ten, half to even.'),
    method(
      '__format__',
      '($self, format_spec, /)',
      intFormat,
      'The int formatted by a format specification.',
    ),
    method('__getnewargs__', '($self, /)', intGetnewargs),
    method('__sizeof__', '($self, /)', intSizeof, 'Size in memory, in bytes.'),
    method('conjugate', '($self, /)', intPos, 'The int itself, the complex conjugate of any int.'),
    method(
      'bit_length',
      '($self, /)',
      bitLengthMethod,
      "Number of bits necessary to represent self in binary.\n\n>>> bin(37)\n'0b100101'\n>>> (37).bit_length()\n6",
    ),
    method('bit_count', '($self, /)', bitCount, 'Number of ones in the binary form of the absolute value.'),
    method('as_integer_ratio', '($self, /)', intAsIntegerRatio, 'The int and 1.'),
    method(
      'to_bytes',
      "($self, /, length=1, byteorder='big', *, signed=False)",
      toBytes,
      "Bytes that stand for the int.\n\n  length\n    How many; OverflowError if the int does not fit.\n  byteorder\n    'big': most significant byte first; 'little': last.\n  signed\n    Whether two's complement is used; without it a negative int is an OverflowError.",
    ),
    classmethod(
      'from_bytes',
      "($type, /, bytes, byteorder='big', *, signed=False)",
      fromBytes,
      "The int that bytes stand for.\n\n  bytes\n    A bytes-like object or an iterable of ints.\n  byteorder\n    'big': most significant byte first; 'little': last.\n  signed\n    Whether the bytes are two's complement.",
    ),
    getset('real', intPos, null, null, 'the real part of a complex number'),
    getset('imag', intZero, null, null, 'the imaginary part of a complex number'),
    getset('numerator', intPos, null, null, 'the numerator of a rational number in lowest terms'),
    getset('denominator', intOne, null, null, 'the denominator of a rational number in lowest terms'),
  ],
);
