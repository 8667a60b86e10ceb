/** Floats to text: Python's layout of their digits (`float-digits.ts`). */
import { intToString, repeatString } from './bytes.js';
import type { DecimalDigits } from './float-digits.js';
import { scaledDigits, shortestDigits, significantDigits } from './float-digits.js';
import { highBits } from './float.js';
import type { float, int } from './types.js';

/** Flags of `formatFloat`, to be added. */
export const enum FloatFlag {
  NONE = 0,
  /** A plus sign for positive values. */
  SIGN = 1,
  /** `.0` after a number that would look like an int. */
  DOT_ZERO = 2,
  /** The point and trailing zeros are kept. */
  ALTERNATE = 4,
}

/** Whether the sign bit is set (also of -0.0 and NaNs). */
export function signBit(value: float): boolean {
  return highBits(value) >= 0x80000000;
}

function exponentText(exponent: int): string {
  const magnitude = exponent < 0 ? -exponent : exponent;
  const digits = intToString(magnitude);
  return `${exponent < 0 ? '-' : '+'}${magnitude < 10 ? '0' : ''}${digits}`;
}

function has(flags: int, flag: FloatFlag): boolean {
  return (flags & flag) !== 0;
}

/** Digits with the point at its place and no exponent. */
function plainLayout(digits: string, point: int): string {
  if (point <= 0) return `0.${repeatString('0', -point)}${digits}`;
  if (point >= digits.length) return `${digits}${repeatString('0', point - digits.length)}.`;
  return `${digits.slice(0, point)}.${digits.slice(point, digits.length)}`;
}

function withoutTrailingZeros(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return text.slice(0, end);
}

/** A number whose text ends in a point gets what the flags ask for. */
function finishPoint(text: string, flags: int): string {
  if (!text.endsWith('.')) return text;
  if (has(flags, FloatFlag.DOT_ZERO)) return `${text}0`;
  return has(flags, FloatFlag.ALTERNATE) ? text : text.slice(0, text.length - 1);
}

function exponentLayout(digits: string, point: int, flags: int, letter: string): string {
  const mantissa = `${digits.slice(0, 1)}.${digits.slice(1, digits.length)}`;
  const keep = has(flags, FloatFlag.ALTERNATE);
  return `${mantissa.endsWith('.') && !keep ? digits : mantissa}${letter}${exponentText(point - 1)}`;
}

/** The 'r' and 'g' layouts: an exponent for very small and very large values. */
function generalLayout(number: DecimalDigits, highest: int, flags: int, letter: string): string {
  let digits = number.digits;
  const point = number.point;
  if (point <= -4 || point > highest) {
    if (!has(flags, FloatFlag.ALTERNATE))
      digits = digits.slice(0, 1) + withoutZeros(digits.slice(1, digits.length));
    return exponentLayout(digits, point, flags, letter);
  }
  const text = plainLayout(digits, point);
  return finishPoint(has(flags, FloatFlag.ALTERNATE) ? text : withoutTrailingZeros(text), flags);
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** An integer with the point before its last digits. */
function fixedLayout(digits: string, places: int): string {
  const missing = places + 1 - digits.length;
  const text = missing > 0 ? repeatString('0', missing) + digits : digits;
  return plainLayout(text, text.length - places);
}

function magnitudeText(value: float, code: string, precision: int, flags: int): string {
  switch (code.charCodeAt(0)) {
    case 101: {
      const number = significantDigits(value, precision + 1);
      return exponentLayout(number.digits, number.point, flags, 'e');
    }
    case 102: {
      const digits = scaledDigits(value, precision);
      if (precision === 0) return finishPoint(`${digits}.`, flags);
      return fixedLayout(digits, precision);
    }
    case 103: {
      const digits = precision === 0 ? 1 : precision;
      const highest = has(flags, FloatFlag.DOT_ZERO) ? digits - 1 : digits;
      return generalLayout(significantDigits(value, digits), highest, flags, 'e');
    }
    default:
      return generalLayout(shortestDigits(value), 16, flags, 'e');
  }
}

/**
 * A float as text; `code`: 'e', 'f', 'g' with a precision, or 'r' for the shortest text that reads back as the value.
 * `flags`: a sum of FloatFlags. Not finite: `inf`, `-inf`, `nan`.
 */
export function formatFloat(value: float, code: string, precision: int, flags: int): string {
  if (value !== value) return has(flags, FloatFlag.SIGN) ? '+nan' : 'nan';
  const sign = signBit(value) ? '-' : has(flags, FloatFlag.SIGN) ? '+' : '';
  if (value - value !== 0) return `${sign}inf`;
  return sign + magnitudeText(Math.abs(value), code, precision, flags);
}

/** `repr` of a float. */
export function floatText(value: float): string {
  return formatFloat(value, 'r', 0, FloatFlag.DOT_ZERO);
}
