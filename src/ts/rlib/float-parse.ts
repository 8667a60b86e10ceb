/**
 * Decimal numbers to floats, correctly rounded.
 *
 * Up to 15 digits with a small exponent are exact floats, and one operation on them rounds once (Clinger 1990). The rest is a quotient of
 * big integers.
 */
import { bigMul, bigOne } from './bigint.js';
import { bigTrueDivide } from './bigint-float.js';
import { bigFromText } from './bigint-text.js';
import { StringBuilder } from './bytes.js';
import { bigPowerOfTen, hasPowerOfTen, timesPowerOfTen } from './float-digits.js';
import { intToFloat } from './int.js';
import type { float, int } from './types.js';

/** Digits that fit the mantissa. */
const SHORT: int = 15;

/** No float, and no middle of two, has more digits than 767. */
const MOST_DIGITS: int = 800;

/** Exponents are not counted further. */
const HUGE: int = 1000000000;

/** The double nearest to a decimal number in ASCII (sign, digits, point, exponent), which the caller has checked. */
export function parseFloatText(text: string): float {
  let at = 0;
  const isNegative = text.charCodeAt(0) === 45;
  if (isNegative || text.charCodeAt(0) === 43) at++;
  const first = at;
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  let isShort = true;
  let hasPoint = false;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      if (digits < SHORT) {
        mantissa = mantissa * 10 + digit;
        if (mantissa !== 0) digits++;
        if (hasPoint) exponent--;
      } else {
        if (digit !== 0) isShort = false;
        if (!hasPoint) exponent++;
      }
    } else if (digit === -2) hasPoint = true;
    else break;
  }
  const last = at;
  exponent += exponentAt(text, at + 1);
  let value = 0.0;
  if (mantissa !== 0) {
    value =
      isShort && hasPowerOfTen(exponent)
        ? timesPowerOfTen(intToFloat(mantissa), exponent)
        : longDecimal(text, first, last, exponent);
  }
  return isNegative ? -value : value;
}

/** The exponent behind the letter, or 0 where there is none. */
function exponentAt(text: string, start: int): int {
  if (start >= text.length) return 0;
  let at = start;
  const isNegative = text.charCodeAt(at) === 45;
  if (isNegative || text.charCodeAt(at) === 43) at++;
  let exponent = 0;
  for (; at < text.length; at++) {
    if (exponent < HUGE) exponent = exponent * 10 + text.charCodeAt(at) - 48;
  }
  return isNegative ? -exponent : exponent;
}

/** The number whose digits are in a range of a text; the exponent is that of the first `SHORT` of them. */
function longDecimal(text: string, first: int, last: int, exponent: int): float {
  const builder = new StringBuilder();
  for (let at = first; at < last; at++) {
    const c = text.charCodeAt(at);
    if (c !== 46 && (c !== 48 || builder.length() > 0)) builder.appendByte(c);
  }
  let digits = builder.build();
  let scale = digits.length > SHORT ? exponent - (digits.length - SHORT) : exponent;
  const point = digits.length + scale;
  if (point > 310) return Infinity;
  if (point < -330) return 0.0;
  if (digits.length > MOST_DIGITS) {
    // Of what is cut off only that it is not zero counts.
    let end = digits.length;
    while (digits.charCodeAt(end - 1) === 48) end--;
    if (end > MOST_DIGITS) {
      scale += digits.length - MOST_DIGITS - 1;
      digits = `${digits.slice(0, MOST_DIGITS)}1`;
    }
  }
  const number = bigFromText(digits, 10);
  if (scale < 0) return bigTrueDivide(number, bigPowerOfTen(-scale));
  return bigTrueDivide(bigMul(number, bigPowerOfTen(scale)), bigOne);
}
