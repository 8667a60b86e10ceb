/** `complex`: constructor and methods. */
import { formatFloat, signBit } from '../../rlib/dtoa.js';
import type { float, int } from '../../rlib/types.js';
import { call0 } from '../interp/call.js';
import { toFloat } from '../interp/convert.js';
import { overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { lookupSpecial } from '../interp/special.js';
import { warn } from '../interp/warnings.js';
import { complexLength, complexPower, divideComplex, multiplyComplex } from './complex-arith.js';
import { floatHash } from './float.js';
import { decimalEnd, parseFloatRange } from './float-text.js';
import { addInts, intAsFloat, multiplyInts } from './int-arith.js';
import { compareIntFloat } from './int-compare.js';
import { foldHash } from './int-hash.js';
import { asciiNumber, isAsciiSpace } from './int-text.js';
import { checkedNewType } from './new-type.js';
import { formatComplexObject } from './number-format.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { field, method, staticmethod, typedef } from './typedef.js';
import { DeprecationWarningType } from './w-exception.js';
import type { OperationError } from './w-exception.js';
import {
  complexType,
  newComplex,
  newFloat,
  W_Complex,
  W_ComplexBase,
  W_ComplexUser,
  W_FloatBase,
} from './w-float.js';
import { newBool, newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { intern, newAsciiStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple } from './w-tuple.js';

const n_complex = intern('__complex__');

/** The result of `__complex__`, or null if the type has none. */
export function complexByMethod(w_obj: W_Root): W_ComplexBase | null {
  const w_method = lookupSpecial(w_obj, n_complex);
  if (w_method === null) return null;
  const w_result = call0(w_method);
  if (w_result instanceof W_Complex) return w_result;
  if (w_result instanceof W_ComplexBase) {
    warn(
      DeprecationWarningType,
      `__complex__ returned non-complex (type ${typeName(w_result)}).  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python.`,
    );
    return w_result;
  }
  throw typeError(`__complex__ returned non-complex (type ${typeName(w_result)})`);
}

function isNumber(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  return w_type.findSlot(Slot.FLOAT) !== null || w_type.findSlot(Slot.INDEX) !== null;
}

/** Any number as a complex; `must be real number` and the like for what is none. */
export function toComplex(w_obj: W_Root): W_ComplexBase {
  if (w_obj instanceof W_ComplexBase) return w_obj;
  const w_result = complexByMethod(w_obj);
  return w_result !== null ? w_result : newComplex(toFloat(w_obj), 0.0);
}

function malformed(): OperationError {
  return valueError('complex() arg is a malformed string');
}

function isSignAt(text: string, at: int, end: int): boolean {
  return at < end && (text.charCodeAt(at) === 43 || text.charCodeAt(at) === 45);
}

function isLetter(c: int): boolean {
  return (c | 32) >= 97 && (c | 32) <= 122;
}

/** The end of the number (decimal, `inf`, `nan`) that starts at `start`, or -1. */
function numberEnd(text: string, start: int, end: int): int {
  const decimal = decimalEnd(text, start, end);
  if (decimal >= 0) return decimal;
  const first = isSignAt(text, start, end) ? start + 1 : start;
  let at = first;
  while (at < end && isLetter(text.charCodeAt(at))) at++;
  // `infj`: the last letter is not part of the number.
  if (at > first && parseFloatRange(text, start, at).found) return at;
  if (at - 1 > first && parseFloatRange(text, start, at - 1).found) return at - 1;
  return -1;
}

function isImaginaryUnit(text: string, at: int, end: int): boolean {
  return at < end && (text.charCodeAt(at) | 32) === 106;
}

/** The imaginary part `start..`: a number or a lone sign, then `j`; gives its value, and checks that the text ends. */
function imaginaryPart(text: string, start: int, end: int): float {
  const at = numberEnd(text, start, end);
  if (at < 0) {
    const unit = isSignAt(text, start, end) ? start + 1 : start;
    if (!isImaginaryUnit(text, unit, end) || unit + 1 !== end) throw malformed();
    return text.charCodeAt(start) === 45 ? -1.0 : 1.0;
  }
  if (!isImaginaryUnit(text, at, end) || at + 1 !== end) throw malformed();
  return parseFloatRange(text, start, at).value;
}

function parseComplex(text: string): W_ComplexBase {
  let start = 0;
  let end = text.length;
  while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
  while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  if (start < end && text.charCodeAt(start) === 40) {
    if (text.charCodeAt(end - 1) !== 41) throw malformed();
    start++;
    end--;
    while (start < end && isAsciiSpace(text.charCodeAt(start))) start++;
    while (end > start && isAsciiSpace(text.charCodeAt(end - 1))) end--;
  }
  const at = numberEnd(text, start, end);
  if (at < 0) return newComplex(0.0, imaginaryPart(text, start, end));
  if (at === end) return newComplex(parseFloatRange(text, start, at).value, 0.0);
  if (isSignAt(text, at, end)) {
    return newComplex(parseFloatRange(text, start, at).value, imaginaryPart(text, at, end));
  }
  return newComplex(0.0, imaginaryPart(text, start, end));
}

function complexOf(w_real: W_Root | null, w_imag: W_Root | null): W_ComplexBase {
  if (w_real === null && w_imag === null) return newComplex(0.0, 0.0);
  if (w_real instanceof W_Complex && w_imag === null) return w_real;
  if (w_real instanceof W_StrBase) {
    if (w_imag !== null) throw typeError("complex() can't take second arg if first is a string");
    return parseComplex(w_real.isAscii() ? w_real.utf8() : asciiNumber(w_real.utf8()));
  }
  if (w_imag instanceof W_StrBase) throw typeError("complex() second arg can't be a string");
  let real = 0.0;
  let imag = 0.0;
  let realIsComplex = false;
  if (w_real !== null) {
    const w_complex = w_real instanceof W_Complex ? w_real : complexByMethod(w_real);
    if (w_complex !== null) {
      real = w_complex.real;
      imag = w_complex.imag;
      realIsComplex = true;
    } else {
      if (!isNumber(w_real)) {
        throw typeError(`complex() first argument must be a string or a number, not '${typeName(w_real)}'`);
      }
      real = toFloat(w_real);
    }
  }
  if (w_imag === null) return newComplex(real, imag);
  if (w_imag instanceof W_ComplexBase) {
    real -= w_imag.imag;
    return newComplex(real, realIsComplex ? imag + w_imag.real : w_imag.real);
  }
  if (!isNumber(w_imag))
    throw typeError(`complex() second argument must be a number, not '${typeName(w_imag)}'`);
  const second = toFloat(w_imag);
  return newComplex(real, realIsComplex ? imag + second : second);
}

function complexNew(w_type: W_Root, w_real: W_Root | null, w_imag: W_Root | null): W_Root {
  const w_value = complexOf(w_real, w_imag);
  if (w_type === complexType) return w_value;
  return new W_ComplexUser(checkedNewType(w_type, complexType), w_value.real, w_value.imag);
}

/** A part without `.0`. */
function partText(value: float): string {
  return formatFloat(value, 'r', 0, 0);
}

/** `repr` of a complex. */
export function complexText(real: float, imag: float): string {
  if (real === 0 && !signBit(real)) return `${partText(imag)}j`;
  const sign = signBit(imag) && imag === imag ? '' : '+';
  return `(${partText(real)}${sign}${partText(imag)}j)`;
}

function complexRepr(self: W_ComplexBase): W_Root {
  return newAsciiStr(complexText(self.real, self.imag));
}

/** An operand of an operator as a complex, or null. */
function operand(w_obj: W_Root): W_ComplexBase | null {
  if (w_obj instanceof W_ComplexBase) return w_obj;
  if (w_obj instanceof W_FloatBase) return newComplex(w_obj.value, 0.0);
  if (w_obj instanceof W_IntBase) return newComplex(intAsFloat(w_obj), 0.0);
  return null;
}

function complexAdd(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : newComplex(self.real + w_b.real, self.imag + w_b.imag);
}

function subtract(w_a: W_ComplexBase, w_b: W_ComplexBase): W_Root {
  return newComplex(w_a.real - w_b.real, w_a.imag - w_b.imag);
}

function complexSub(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : subtract(self, w_b);
}

function complexRsub(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : subtract(w_b, self);
}

function complexMul(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : multiplyComplex(self, w_b);
}

function complexRmul(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : multiplyComplex(w_b, self);
}

function complexTruediv(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : divideComplex(self, w_b);
}

function complexRtruediv(self: W_ComplexBase, w_other: W_Root): W_Root {
  const w_b = operand(w_other);
  return w_b === null ? w_NotImplemented : divideComplex(w_b, self);
}

function checkNoModulus(w_modulus: W_Root | null): void {
  if (w_modulus !== null && w_modulus !== w_None) throw valueError('complex modulo');
}

function complexPow(self: W_ComplexBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  const w_b = operand(w_other);
  if (w_b === null) return w_NotImplemented;
  checkNoModulus(w_modulus);
  return complexPower(self, w_b);
}

function complexRpow(self: W_ComplexBase, w_other: W_Root, w_modulus: W_Root | null): W_Root {
  const w_b = operand(w_other);
  if (w_b === null) return w_NotImplemented;
  checkNoModulus(w_modulus);
  return complexPower(w_b, self);
}

function complexNeg(self: W_ComplexBase): W_Root {
  return newComplex(-self.real, -self.imag);
}

function complexPos(self: W_ComplexBase): W_Root {
  return self instanceof W_Complex ? self : newComplex(self.real, self.imag);
}

function complexAbs(self: W_ComplexBase): W_Root {
  const length = complexLength(self);
  if (length === Infinity && self.real - self.real === 0 && self.imag - self.imag === 0) {
    throw overflowError('absolute value too large');
  }
  return newFloat(length);
}

function complexBool(self: W_ComplexBase): W_Root {
  return newBool(self.real !== 0 || self.imag !== 0);
}

/** 1 equal, 0 different, -1 not comparable. */
function equality(self: W_ComplexBase, w_other: W_Root): int {
  if (w_other instanceof W_ComplexBase)
    return self.real === w_other.real && self.imag === w_other.imag ? 1 : 0;
  if (w_other instanceof W_FloatBase) return self.imag === 0 && self.real === w_other.value ? 1 : 0;
  if (w_other instanceof W_IntBase) {
    if (self.imag !== 0 || self.real !== self.real) return 0;
    return compareIntFloat(w_other, self.real) === 0 ? 1 : 0;
  }
  return -1;
}

function complexEq(self: W_ComplexBase, w_other: W_Root): W_Root {
  const equal = equality(self, w_other);
  return equal < 0 ? w_NotImplemented : newBool(equal === 1);
}

function complexNe(self: W_ComplexBase, w_other: W_Root): W_Root {
  const equal = equality(self, w_other);
  return equal < 0 ? w_NotImplemented : newBool(equal === 0);
}

function complexOrder(_self: W_ComplexBase, _w_other: W_Root): W_Root {
  return w_NotImplemented;
}

/** `sys.hash_info.imag` times the hash of the imaginary part is added, in 64 bits. */
const IMAG_FACTOR = 1000003;

function complexHash(self: W_ComplexBase): W_Root {
  const w_real = floatHash(self.real);
  if (self.imag === 0) return w_real;
  return foldHash(addInts(w_real, multiplyInts(floatHash(self.imag), newInt(IMAG_FACTOR))));
}

function complexReal(self: W_ComplexBase): W_Root {
  return newFloat(self.real);
}

function complexImag(self: W_ComplexBase): W_Root {
  return newFloat(self.imag);
}

function conjugate(self: W_ComplexBase): W_Root {
  return newComplex(self.real, -self.imag);
}

function complexGetnewargs(self: W_ComplexBase): W_Root {
  return newTuple([newFloat(self.real), newFloat(self.imag)]);
}

function complexFormat(self: W_ComplexBase, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) {
    throw typeError(`__format__() argument must be str, not ${typeName(w_spec)}`);
  }
  return formatComplexObject(self, w_spec);
}

export const complexTypedef = typedef(
  complexType,
  W_ComplexBase,
  {
    doc: 'Create a complex number from a real part and an optional imaginary part.\n\nThis is equivalent to (real + imag*1j) where imag defaults to 0.',
  },
  [
    staticmethod('__new__', '($type, real=0, imag=0)', complexNew),
    method('__repr__', '($self, /)', complexRepr),
    method('__hash__', '($self, /)', complexHash),
    method('__bool__', '($self, /)', complexBool),
    method('__complex__', '($self, /)', complexPos, 'The number itself, as an exact complex.'),
    method('__eq__', '($self, value, /)', complexEq),
    method('__ne__', '($self, value, /)', complexNe),
    method('__lt__', '($self, value, /)', complexOrder),
    method('__le__', '($self, value, /)', complexOrder),
    method('__gt__', '($self, value, /)', complexOrder),
    method('__ge__', '($self, value, /)', complexOrder),
    method('__add__', '($self, value, /)', complexAdd),
    method('__radd__', '($self, value, /)', complexAdd),
    method('__sub__', '($self, value, /)', complexSub),
    method('__rsub__', '($self, value, /)', complexRsub),
    method('__mul__', '($self, value, /)', complexMul),
    method('__rmul__', '($self, value, /)', complexRmul),
    method('__truediv__', '($self, value, /)', complexTruediv),
    method('__rtruediv__', '($self, value, /)', complexRtruediv),
    method('__pow__', '($self, value, mod=None, /)', complexPow),
    method('__rpow__', '($self, value, mod=None, /)', complexRpow),
    method('__neg__', '($self, /)', complexNeg),
    method('__pos__', '($self, /)', complexPos),
    method('__abs__', '($self, /)', complexAbs),
    method(
      '__format__',
      '($self, format_spec, /)',
      complexFormat,
      'The number formatted by a format specification.',
    ),
    method('__getnewargs__', '($self, /)', complexGetnewargs),
    method('conjugate', '($self, /)', conjugate, 'The number with its imaginary part negated.'),
    field('real', complexReal, 'the real part of a complex number'),
    field('imag', complexImag, 'the imaginary part of a complex number'),
  ],
);
