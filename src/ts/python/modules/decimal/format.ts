/** `Decimal.__format__`: the format mini-language, rounding in decimal. */
import { bigZero } from '../../../rlib/bigint.js';
import { bigToDecimal } from '../../../rlib/bigint-text.js';
import { intToString } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { valueError } from '../../interp/errors.js';
import { layoutNumber, NumberText, parseFormatSpec, signText } from '../../objects/format-spec.js';
import type { FormatSpec } from '../../objects/format-spec.js';
import type { W_Root } from '../../objects/root.js';
import { newStr } from '../../objects/w-str.js';
import { rescale } from './arithmetic.js';
import { wideContext } from './context.js';
import type { Rounding, W_Context } from './context.js';
import type { W_Decimal } from './number.js';
import { digitCount, newDecimal, withSign } from './number.js';
import { decimalText, Notation, placePoint } from './text.js';

const enum Layout {
  EXPONENT,
  FIXED,
  GENERAL,
}

function layoutOf(type: int): Layout {
  switch (type) {
    case 101:
    case 69:
      return Layout.EXPONENT;
    case 102:
    case 70:
    case 37:
      return Layout.FIXED;
    case 0:
    case 103:
    case 71:
    case 110:
      return Layout.GENERAL;
    default:
      throw valueError('invalid format string');
  }
}

/** At most `digits` significant digits. */
function roundDigits(a: W_Decimal, digits: int, rounding: Rounding): W_Decimal {
  if (a.isZero()) return a;
  const excess = digitCount(a.coefficient) - digits;
  if (excess <= 0) return a;
  const w_result = rescale(wideContext(1), a, a.exponent + excess, rounding);
  // 9.99 becomes 10.0: one digit too many again.
  if (digitCount(w_result.coefficient) <= digits) return w_result;
  return rescale(wideContext(1), w_result, w_result.exponent + 1, rounding);
}

/** The number rounded as its layout and precision ask. */
function roundFor(a: W_Decimal, layout: Layout, precision: int, rounding: Rounding): W_Decimal {
  switch (layout) {
    case Layout.EXPONENT: {
      if (precision < 0) return a;
      const w_round = roundDigits(a, precision + 1, rounding);
      if (w_round.isZero()) return w_round;
      return rescale(wideContext(1), w_round, w_round.adjusted() - precision, rounding);
    }
    case Layout.FIXED:
      if (precision >= 0) return rescale(wideContext(1), a, -precision, rounding);
      return a.exponent > 0 ? rescale(wideContext(1), a, 0, rounding) : a;
    case Layout.GENERAL:
      return precision < 0 ? a : roundDigits(a, precision === 0 ? 1 : precision, rounding);
  }
}

function specialText(a: W_Decimal, spec: FormatSpec): string {
  const text = decimalText(withSign(a, 0), Notation.SCIENTIFIC, 'E');
  return layoutNumber(new NumberText(signText(a.sign === 1, spec), '', '', text), specialSpec(spec), 3);
}

/** Zeros do not pad what is no number. */
function specialSpec(spec: FormatSpec): FormatSpec {
  if (spec.fill === '0' && spec.align === 61) {
    spec.fill = ' ';
    spec.align = 62;
  }
  return spec;
}

export function formatDecimal(w_context: W_Context, self: W_Decimal, text: string): W_Root {
  const spec = parseFormatSpec(text, 'decimal.Decimal');
  const layout = layoutOf(spec.type);
  const percent = spec.type === 37;
  if (!self.isFinite()) return newStr(specialText(self, spec) + (percent ? '%' : ''));
  let w_number: W_Decimal = newDecimal(self.sign, self.coefficient, self.exponent + (percent ? 2 : 0));
  w_number = roundFor(w_number, layout, spec.precision, w_context.rounding);
  if (spec.coerceZero && w_number.coefficient.sign === 0)
    w_number = newDecimal(0, bigZero, w_number.exponent);
  const digits = bigToDecimal(w_number.coefficient);
  const leftDigits = w_number.exponent + digits.length;
  let point = 1;
  if (layout === Layout.FIXED) point = leftDigits;
  else if (layout === Layout.EXPONENT)
    point = w_number.isZero() && spec.precision >= 0 ? 1 - spec.precision : 1;
  else if (w_number.exponent <= 0 && leftDigits > -6) point = leftDigits;
  const plain = placePoint(digits, point);
  const exponent = leftDigits - point;
  const at = plain.indexOf('.');
  const whole = at < 0 ? plain : plain.slice(0, at);
  let rest = at < 0 ? (spec.alternate ? '.' : '') : plain.slice(at, plain.length);
  if (exponent !== 0 || layout === Layout.EXPONENT) {
    const small =
      spec.type === 101 ||
      spec.type === 103 ||
      spec.type === 110 ||
      (spec.type === 0 && w_context.capitals === 0);
    rest += `${small ? 'e' : 'E'}${exponent < 0 ? '-' : '+'}${intToString(exponent < 0 ? -exponent : exponent)}`;
  }
  if (percent) rest += '%';
  return newStr(layoutNumber(new NumberText(signText(w_number.sign === 1, spec), '', whole, rest), spec, 3));
}
