/** `__format__` of int, float and complex. */
import { bigToRadixBits } from '../../rlib/bigint-text.js';
import { encodeCodePoint } from '../../rlib/bytes.js';
import { FloatFlag, formatFloat, signBit } from '../../rlib/dtoa.js';
import type { float, int } from '../../rlib/types.js';
import { str, toFloat } from '../interp/convert.js';
import { overflowError, typeName, valueError } from '../interp/errors.js';
import type { FormatSpec } from './format-spec.js';
import { layoutNumber, NumberText, padText, parseFormatSpec, signText, unknownType } from './format-spec.js';
import { intToText } from './int-text.js';
import type { W_Root } from './root.js';
import { asciiUpper } from './str-case.js';
import type { W_ComplexBase, W_FloatBase } from './w-float.js';
import type { W_IntBase } from './w-int.js';
import { newStr } from './w-str.js';
import type { W_StrBase } from './w-str-base.js';

export function formatIntObject(w_int: W_IntBase, w_spec: W_StrBase): W_Root {
  if (w_spec.utf8() === '') return str(w_int);
  const spec = parseFormatSpec(w_spec.utf8(), typeName(w_int));
  switch (spec.type) {
    case 0:
    case 98:
    case 99:
    case 100:
    case 110:
    case 111:
    case 120:
    case 88:
      return newStr(formatInt(w_int, spec));
    case 101:
    case 69:
    case 102:
    case 70:
    case 103:
    case 71:
    case 37:
      return newStr(formatFloatBySpec(toFloat(w_int), spec));
    default:
      throw unknownType(spec.type, typeName(w_int));
  }
}

/** Digits of the magnitude in base 2, 8, 10 or 16. */
export function intDigits(w_int: W_IntBase, base: int): string {
  let text = '';
  if (base === 10) text = intToText(w_int);
  else text = bigToRadixBits(w_int.toBig(), base === 2 ? 1 : base === 8 ? 3 : 4);
  return text.startsWith('-') ? text.slice(1, text.length) : text;
}

function isNegativeInt(w_int: W_IntBase): boolean {
  return w_int.isWord() ? w_int.toWord() < 0 : w_int.toBig().sign < 0;
}

function formatInt(w_int: W_IntBase, spec: FormatSpec): string {
  if (spec.precision >= 0) throw valueError('Precision not allowed in integer format specifier');
  if (spec.coerceZero) throw valueError('Negative zero coercion (z) not allowed in integer format specifier');
  if (spec.type === 99) return formatCharacter(w_int, spec);
  const negative = isNegativeInt(w_int);
  switch (spec.type) {
    case 98:
      return layoutInt(w_int, negative, spec, 2, '0b');
    case 111:
      return layoutInt(w_int, negative, spec, 8, '0o');
    case 120:
      return layoutInt(w_int, negative, spec, 16, '0x');
    case 88:
      return layoutInt(w_int, negative, spec, 16, '0X');
    default:
      return layoutInt(w_int, negative, spec, 10, '');
  }
}

function layoutInt(w_int: W_IntBase, negative: boolean, spec: FormatSpec, base: int, prefix: string): string {
  const digits = intDigits(w_int, base);
  const parts = new NumberText(
    signText(negative, spec),
    spec.alternate ? prefix : '',
    prefix === '0X' ? asciiUpper(digits) : digits,
    '',
  );
  return layoutNumber(parts, spec, base === 10 ? 3 : 4);
}

function formatCharacter(w_int: W_IntBase, spec: FormatSpec): string {
  if (spec.sign !== 0) throw valueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
  const c = w_int.isWord() ? w_int.toWord() : -1;
  if (c < 0 || c > 0x10ffff) throw overflowError('%c arg not in range(0x110000)');
  return padText(encodeCodePoint(c), 1, spec, 62);
}

export function formatFloatObject(w_float: W_FloatBase, w_spec: W_StrBase): W_Root {
  if (w_spec.utf8() === '') return str(w_float);
  const spec = parseFormatSpec(w_spec.utf8(), typeName(w_float));
  switch (spec.type) {
    case 0:
    case 101:
    case 69:
    case 102:
    case 70:
    case 103:
    case 71:
    case 110:
    case 37:
      return newStr(formatFloatBySpec(w_float.value, spec));
    default:
      throw unknownType(spec.type, typeName(w_float));
  }
}

/** The parts of a float's text; `plainFlags` are the flags where no type is given. */
function floatParts(value: float, spec: FormatSpec, plainFlags: int): NumberText {
  let code = 'g';
  let precision = spec.precision;
  let flags: int = spec.alternate ? FloatFlag.ALTERNATE : FloatFlag.NONE;
  let suffix = '';
  let shown = value;
  switch (spec.type) {
    case 0:
      flags += plainFlags;
      if (precision < 0) code = 'r';
      break;
    case 101:
    case 69:
      code = 'e';
      break;
    case 102:
    case 70:
      code = 'f';
      break;
    case 37:
      code = 'f';
      suffix = '%';
      shown = value * 100;
      break;
    default:
      break;
  }
  if (precision < 0) precision = code === 'r' ? 0 : 6;
  let text = formatFloat(Math.abs(shown), code, precision, flags);
  if (spec.type === 69 || spec.type === 70 || spec.type === 71) text = asciiUpper(text);
  let negative = shown === shown && signBit(shown);
  if (negative && spec.coerceZero && isZeroText(text)) negative = false;
  let end = 0;
  while (end < text.length && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  if (end === 0) return new NumberText(signText(negative, spec), '', text, suffix);
  return new NumberText(
    signText(negative, spec),
    '',
    text.slice(0, end),
    text.slice(end, text.length) + suffix,
  );
}

/** Whether no digit before the exponent is other than zero. */
function isZeroText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 49 && c <= 57) return false;
    if ((c | 32) === 101) return true;
    if (c > 57) return false;
  }
  return true;
}

function formatFloatBySpec(value: float, spec: FormatSpec): string {
  return layoutNumber(floatParts(value, spec, FloatFlag.DOT_ZERO), spec, 3);
}

export function formatComplexObject(w_complex: W_ComplexBase, w_spec: W_StrBase): W_Root {
  if (w_spec.utf8() === '') return str(w_complex);
  const spec = parseFormatSpec(w_spec.utf8(), typeName(w_complex));
  switch (spec.type) {
    case 0:
    case 101:
    case 69:
    case 102:
    case 70:
    case 103:
    case 71:
    case 110:
      break;
    default:
      throw unknownType(spec.type, typeName(w_complex));
  }
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier');
  if (spec.align === 61) throw valueError("'=' alignment flag is not allowed in complex format specifier");
  const width = spec.width;
  spec.width = -1;
  const plain = spec.type === 0;
  const onlyImaginary = plain && w_complex.real === 0 && !signBit(w_complex.real);
  let text = onlyImaginary ? '' : layoutNumber(floatParts(w_complex.real, spec, FloatFlag.NONE), spec, 3);
  if (!onlyImaginary) spec.sign = 43;
  text += `${layoutNumber(floatParts(w_complex.imag, spec, FloatFlag.NONE), spec, 3)}j`;
  if (plain && !onlyImaginary) text = `(${text})`;
  spec.width = width;
  return newStr(padText(text, text.length, spec, 62));
}
