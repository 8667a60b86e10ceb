/** Python objects to Decimals and back; the current context. */
import { StringBuilder } from '../../../rlib/bytes.js';
import { bigAbs, bigBitLength, bigFromInt, bigMul, bigPow } from '../../../rlib/bigint.js';
import { signBit } from '../../../rlib/dtoa.js';
import { floatRatio } from '../../../rlib/float-parts.js';
import type { float, int } from '../../../rlib/types.js';
import { typeError, typeName, valueError } from '../../interp/errors.js';
import { asciiNumber } from '../../objects/int-text.js';
import type { W_Root } from '../../objects/root.js';
import { W_Cell } from '../../objects/w-function.js';
import { W_FloatBase } from '../../objects/w-float.js';
import { W_IntBase } from '../../objects/w-int.js';
import { W_ListBase } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { W_TupleBase } from '../../objects/w-tuple.js';
import { collect } from '../../interp/iteration.js';
import type { FixedArray } from '../../../rlib/array.js';
import { Condition, contextType, MAX_PRECISION, W_Context } from './context.js';
import { decimalType, digitCount, Kind, newDecimal, newInfinity, newNan, W_Decimal } from './number.js';
import { parseDecimal } from './text.js';
import { bigZero } from '../../../rlib/bigint.js';
import { bigFromText } from '../../../rlib/bigint-text.js';

const currentCell: W_Cell = new W_Cell(null);

/** The template of new contexts: `decimal.DefaultContext`. */
export const w_defaultContext: W_Context = new W_Context(contextType);

export function currentContext(): W_Context {
  const w_current = currentCell.w_value;
  if (w_current instanceof W_Context) return w_current;
  const w_new = w_defaultContext.copyOf(contextType);
  w_new.flags = 0;
  currentCell.w_value = w_new;
  return w_new;
}

export function setCurrentContext(w_context: W_Context): void {
  currentCell.w_value = w_context;
}

/** The context argument of a method: null and None are the current one. */
export function contextArgument(w_context: W_Root | null): W_Context {
  if (w_context === null || w_context === w_None) return currentContext();
  if (w_context instanceof W_Context) return w_context;
  throw typeError('optional argument must be a context');
}

export function fromInt(w_int: W_IntBase): W_Decimal {
  const big = w_int.toBig();
  return newDecimal(big.sign < 0 ? 1 : 0, bigAbs(big), 0);
}

/** The exact value of a float. */
export function fromFloat(value: float): W_Decimal {
  const sign = signBit(value) ? 1 : 0;
  if (value !== value) return newNan(sign, bigZero);
  if (value - value !== 0) return newInfinity(sign);
  const ratio = floatRatio(value);
  // m / 2**k is m * 5**k / 10**k.
  const shift = bigBitLength(ratio.denominator) - 1;
  return newDecimal(sign, bigMul(bigAbs(ratio.numerator), bigPow(bigFromInt(5), shift)), -shift);
}

/** An operand of an operator, or null. */
export function operand(w_obj: W_Root): W_Decimal | null {
  if (w_obj instanceof W_Decimal) return w_obj;
  return w_obj instanceof W_IntBase ? fromInt(w_obj) : null;
}

/** An argument of a method. */
export function argument(w_obj: W_Root): W_Decimal {
  const w_decimal = operand(w_obj);
  if (w_decimal !== null) return w_decimal;
  throw typeError(`conversion from ${typeName(w_obj)} to Decimal is not supported`);
}

function fromText(w_context: W_Context, w_text: W_StrBase): W_Decimal {
  const w_number = parseDecimal(w_text.isAscii() ? w_text.utf8() : asciiNumber(w_text.utf8()));
  if (w_number === null) return w_context.invalid(Condition.CONVERSION_SYNTAX);
  return w_number;
}

function digitsText(w_digits: W_Root): string {
  if (!(w_digits instanceof W_TupleBase) && !(w_digits instanceof W_ListBase)) {
    throw valueError('coefficient must be a tuple of digits');
  }
  const text = new StringBuilder();
  for (const w_digit of collect(w_digits)) {
    const digit = w_digit instanceof W_IntBase && w_digit.isWord() ? w_digit.toWord() : -1;
    if (digit < 0 || digit > 9) throw valueError('coefficient must be a tuple of digits');
    text.appendByte(48 + digit);
  }
  return text.build();
}

function fromParts(items: FixedArray<W_Root>): W_Decimal {
  if (items.length !== 3) throw valueError('argument must be a sequence of length 3');
  const w_sign = items[0] as W_Root;
  const sign = w_sign instanceof W_IntBase && w_sign.isWord() ? w_sign.toWord() : -1;
  if (sign !== 0 && sign !== 1) throw valueError('sign must be an integer with the value 0 or 1');
  const w_exponent = items[2] as W_Root;
  if (w_exponent instanceof W_StrBase) {
    if (w_exponent.utf8() === 'F') return newInfinity(sign);
    const digits = digitsText(items[1] as W_Root);
    const payload = digits === '' ? bigZero : bigFromText(digits, 10);
    if (w_exponent.utf8() === 'n') return newNan(sign, payload);
    if (w_exponent.utf8() === 'N') return new W_Decimal(decimalType, sign, Kind.SIGNALING_NAN, payload, 0);
    throw valueError("string argument in the third position must be 'F', 'n' or 'N'");
  }
  if (!(w_exponent instanceof W_IntBase) || !w_exponent.isWord())
    throw valueError('exponent must be an integer');
  const digits = digitsText(items[1] as W_Root);
  return newDecimal(sign, digits === '' ? bigZero : bigFromText(digits, 10), w_exponent.toWord());
}

/** `Decimal(obj)`, exactly; the context only takes conditions. */
export function exactly(w_context: W_Context, w_obj: W_Root): W_Decimal {
  if (w_obj instanceof W_Decimal) return w_obj;
  if (w_obj instanceof W_StrBase) return checkedRange(w_context, fromText(w_context, w_obj));
  if (w_obj instanceof W_IntBase) return fromInt(w_obj);
  if (w_obj instanceof W_TupleBase || w_obj instanceof W_ListBase) {
    return checkedRange(w_context, fromParts(collect(w_obj)));
  }
  if (w_obj instanceof W_FloatBase) {
    w_context.note(Condition.FLOAT_OPERATION);
    return fromFloat(w_obj.value);
  }
  throw typeError(`conversion from ${typeName(w_obj)} to Decimal is not supported`);
}

/** Numbers outside of all contexts can't be represented. */
function checkedRange(w_context: W_Context, a: W_Decimal): W_Decimal {
  if (!a.isFinite()) return a;
  const top: int = a.exponent + digitCount(a.coefficient) - 1;
  if (top > MAX_PRECISION || a.exponent < -2 * MAX_PRECISION)
    return w_context.invalid(Condition.INVALID_OPERATION);
  return a;
}
