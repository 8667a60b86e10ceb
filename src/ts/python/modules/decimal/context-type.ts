/** `Context`: attributes, flags and traps, and methods that are not one operation (`context-operations.ts`). */
import { isTrue } from '../../interp/compare.js';
import { index } from '../../interp/convert.js';
import { keyError, typeError, valueError } from '../../interp/errors.js';
import { collect } from '../../interp/iteration.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { W_DictBase } from '../../objects/w-dict.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { W_FloatBase } from '../../objects/w-float.js';
import { newListOwning, W_ListBase } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import { newAsciiStr } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import type { int } from '../../../rlib/types.js';
import { bigFromInt } from '../../../rlib/bigint.js';
import { fusedMultiplyAdd, quantize, toIntegral } from './arithmetic.js';
import { isNormal, isSubnormal, numberClass, sameQuantum } from './compare.js';
import { Condition, contextType, MAX_PRECISION, W_Context } from './context.js';
import { contextOperationRows } from './context-operations.js';
import { argument, exactly, fromFloat, w_defaultContext } from './convert.js';
import { divmodPair } from './decimal-type.js';
import { Kind, newDecimal, withSign } from './number.js';
import { finishAny } from './rounding.js';
import { roundingNames, roundingOf } from './rounding-names.js';
import { exceptionOf, findSignal, shownSignals, signals } from './signals.js';
import { SignalSet, W_SignalDict } from './signal-dict.js';
import { decimalText, Notation } from './text.js';
import { power, powerModulo } from './transcendental.js';

/** The mask of a list of signals or of a mapping of signals to truth values. */
export function maskOf(w_signals: W_Root): int {
  let mask = 0;
  if (w_signals instanceof W_SignalDict) return w_signals.mask();
  if (w_signals instanceof W_ListBase) {
    for (const w_class of collect(w_signals)) {
      const signal = findSignal(w_class);
      if (signal === null) throw typeError('values in argument must be signals');
      mask |= signal.mask;
    }
    return mask;
  }
  if (!(w_signals instanceof W_DictBase)) throw typeError('argument must be a signal dict');
  for (const w_class of collect(w_signals)) {
    const signal = findSignal(w_class);
    if (signal === null) throw keyError(w_class);
    const w_flag = w_signals.get(w_class);
    if (w_flag !== null && isTrue(w_flag)) mask |= signal.mask;
  }
  return mask;
}

function bounded(w_value: W_Root, low: int, high: int, message: string): int {
  if (!(w_value instanceof W_IntBase)) throw typeError(`an integer is required`);
  const w_int = index(w_value);
  const value = w_int.isWord() ? w_int.toWord() : w_int.toBig().sign < 0 ? low - 1 : high + 1;
  if (value < low || value > high) throw valueError(message);
  return value;
}

function setPrec(self: W_Context, w_value: W_Root): void {
  self.precision = bounded(w_value, 1, MAX_PRECISION, 'valid range for prec is [1, MAX_PREC]');
}

function setRounding(self: W_Context, w_value: W_Root): void {
  self.rounding = roundingOf(w_value);
}

function setEmin(self: W_Context, w_value: W_Root): void {
  self.minExponent = bounded(w_value, -MAX_PRECISION, 0, 'valid range for Emin is [MIN_EMIN, 0]');
}

function setEmax(self: W_Context, w_value: W_Root): void {
  self.maxExponent = bounded(w_value, 0, MAX_PRECISION, 'valid range for Emax is [0, MAX_EMAX]');
}

function setCapitals(self: W_Context, w_value: W_Root): void {
  self.capitals = bounded(w_value, 0, 1, 'valid values for capitals are 0 or 1');
}

function setClamp(self: W_Context, w_value: W_Root): void {
  self.clamp = bounded(w_value, 0, 1, 'valid values for clamp are 0 or 1');
}

function setFlags(self: W_Context, w_value: W_Root): void {
  self.flags = maskOf(w_value);
}

function setTraps(self: W_Context, w_value: W_Root): void {
  self.traps = maskOf(w_value);
}

function contextNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  const w_context = w_defaultContext.copyOf(checkedNewType(w_type, contextType));
  w_context.flags = 0;
  return w_context;
}

function given(w_value: W_Root | null): boolean {
  return w_value !== null && w_value !== w_None;
}

function contextInit(
  self: W_Context,
  w_prec: W_Root | null,
  w_rounding: W_Root | null,
  w_Emin: W_Root | null,
  w_Emax: W_Root | null,
  w_capitals: W_Root | null,
  w_clamp: W_Root | null,
  w_flags: W_Root | null,
  w_traps: W_Root | null,
): W_Root {
  if (w_prec !== null && given(w_prec)) setPrec(self, w_prec);
  if (w_rounding !== null && given(w_rounding)) setRounding(self, w_rounding);
  if (w_Emin !== null && given(w_Emin)) setEmin(self, w_Emin);
  if (w_Emax !== null && given(w_Emax)) setEmax(self, w_Emax);
  if (w_capitals !== null && given(w_capitals)) setCapitals(self, w_capitals);
  if (w_clamp !== null && given(w_clamp)) setClamp(self, w_clamp);
  if (w_flags !== null && given(w_flags)) setFlags(self, w_flags);
  if (w_traps !== null && given(w_traps)) setTraps(self, w_traps);
  return w_None;
}

function signalNames(mask: int): string {
  let text = '';
  for (const signal of shownSignals)
    if ((mask & signal.mask) !== 0) text += (text === '' ? '' : ', ') + signal.name;
  return text;
}

function contextRepr(self: W_Context): W_Root {
  return newAsciiStr(
    `Context(prec=${self.precision}, rounding=${roundingNames[self.rounding] as string}, Emin=${self.minExponent}, Emax=${self.maxExponent}, capitals=${self.capitals}, clamp=${self.clamp}, flags=[${signalNames(self.flags)}], traps=[${signalNames(self.traps)}])`,
  );
}

function getPrec(self: W_Context): W_Root {
  return newInt(self.precision);
}

function getRounding(self: W_Context): W_Root {
  return newAsciiStr(roundingNames[self.rounding] as string);
}

function getEmin(self: W_Context): W_Root {
  return newInt(self.minExponent);
}

function getEmax(self: W_Context): W_Root {
  return newInt(self.maxExponent);
}

function getCapitals(self: W_Context): W_Root {
  return newInt(self.capitals);
}

function getClamp(self: W_Context): W_Root {
  return newInt(self.clamp);
}

function getFlags(self: W_Context): W_Root {
  return new W_SignalDict(self, SignalSet.FLAGS);
}

function getTraps(self: W_Context): W_Root {
  return new W_SignalDict(self, SignalSet.TRAPS);
}

function etiny(self: W_Context): W_Root {
  return newInt(self.lowest());
}

function etop(self: W_Context): W_Root {
  return newInt(self.highest());
}

function clearFlags(self: W_Context): W_Root {
  self.flags = 0;
  return w_None;
}

function clearTraps(self: W_Context): W_Root {
  self.traps = 0;
  return w_None;
}

function copyContext(self: W_Context): W_Root {
  return self.copyOf(contextType);
}

function signalList(mask: int): W_Root {
  const items: W_Root[] = [];
  for (const signal of signals) if ((mask & signal.mask) !== 0) items.push(exceptionOf(signal));
  return newListOwning(items);
}

function contextReduce(self: W_Context): W_Root {
  return newTuple([
    self.getType(),
    newTuple([
      getPrec(self),
      getRounding(self),
      getEmin(self),
      getEmax(self),
      getCapitals(self),
      getClamp(self),
      signalList(self.flags),
      signalList(self.traps),
    ]),
  ]);
}

function createDecimal(self: W_Context, w_value: W_Root | null): W_Root {
  if (w_value === null) return newDecimal(0, bigFromInt(0), 0);
  const w_exact = exactly(self, w_value);
  // A NaN with too long a payload can't be made to fit.
  return self.finish(finishAny(self, w_exact));
}

function createFromFloat(self: W_Context, w_value: W_Root): W_Root {
  if (w_value instanceof W_IntBase) return self.finish(finishAny(self, argument(w_value)));
  if (!(w_value instanceof W_FloatBase)) throw typeError('argument must be int or float');
  return self.finish(finishAny(self, fromFloat(w_value.value)));
}

function contextQuantize(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(quantize(self, a, argument(w_y), self.rounding));
}

function contextToIntegral(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(toIntegral(self, argument(w_x), self.rounding, 0));
}

function contextToIntegralExact(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(toIntegral(self, argument(w_x), self.rounding, Condition.ALL));
}

function contextFma(self: W_Context, w_x: W_Root, w_y: W_Root, w_z: W_Root): W_Root {
  const a = argument(w_x);
  const b = argument(w_y);
  return self.finish(fusedMultiplyAdd(self, a, b, argument(w_z)));
}

function contextDivmod(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return divmodPair(self, a, argument(w_y));
}

function contextPower(self: W_Context, w_a: W_Root, w_b: W_Root, w_modulus: W_Root | null): W_Root {
  const a = argument(w_a);
  const b = argument(w_b);
  if (w_modulus === null || w_modulus === w_None) return self.finish(power(self, a, b));
  return self.finish(powerModulo(self, a, b, argument(w_modulus)));
}

function toSciString(self: W_Context, w_x: W_Root): W_Root {
  return newAsciiStr(decimalText(argument(w_x), Notation.SCIENTIFIC, self.capitals === 1 ? 'E' : 'e'));
}

function toEngString(self: W_Context, w_x: W_Root): W_Root {
  return newAsciiStr(decimalText(argument(w_x), Notation.ENGINEERING, self.capitals === 1 ? 'E' : 'e'));
}

function contextRadix(_self: W_Context): W_Root {
  return newDecimal(0, bigFromInt(10), 0);
}

function contextCanonical(_self: W_Context, w_x: W_Root): W_Root {
  return argument(w_x);
}

function contextCopyAbs(_self: W_Context, w_x: W_Root): W_Root {
  return withSign(argument(w_x), 0);
}

function contextCopyNegate(_self: W_Context, w_x: W_Root): W_Root {
  const a = argument(w_x);
  return withSign(a, 1 - a.sign);
}

function contextCopySign(_self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return withSign(a, argument(w_y).sign);
}

function contextIsCanonical(_self: W_Context, w_x: W_Root): W_Root {
  argument(w_x);
  return newBool(true);
}

function contextIsFinite(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).isFinite());
}

function contextIsInfinite(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).kind === Kind.INFINITE);
}

function contextIsNan(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).isNan());
}

function contextIsQnan(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).kind === Kind.QUIET_NAN);
}

function contextIsSnan(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).kind === Kind.SIGNALING_NAN);
}

function contextIsSigned(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).sign === 1);
}

function contextIsZero(_self: W_Context, w_x: W_Root): W_Root {
  return newBool(argument(w_x).isZero());
}

function contextIsNormal(self: W_Context, w_x: W_Root): W_Root {
  return newBool(isNormal(self, argument(w_x)));
}

function contextIsSubnormal(self: W_Context, w_x: W_Root): W_Root {
  return newBool(isSubnormal(self, argument(w_x)));
}

function contextNumberClass(self: W_Context, w_x: W_Root): W_Root {
  return newAsciiStr(numberClass(self, argument(w_x)));
}

function contextSameQuantum(_self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return newBool(sameQuantum(a, argument(w_y)));
}

export const contextTypedef = typedef(
  contextType,
  W_Context,
  {
    doc: 'The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more.  A new context\ncan be initialized as follows:\n\n    >>> c = Context(prec=28, Emin=-425000000, Emax=425000000,\n    ...             rounding=ROUND_HALF_EVEN, capitals=1, clamp=1,\n    ...             traps=[InvalidOperation, DivisionByZero, Overflow],\n    ...             flags=[])\n    >>>\n\n\n',
    module: 'decimal',
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', contextNew),
    method(
      '__init__',
      '($self, /, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)',
      contextInit,
    ),
    method('__repr__', '($self, /)', contextRepr),
    method('__copy__', '($self, /)', copyContext),
    method('__reduce__', '($self, /)', contextReduce),
    getset('prec', getPrec, setPrec),
    getset('rounding', getRounding, setRounding),
    getset('Emin', getEmin, setEmin),
    getset('Emax', getEmax, setEmax),
    getset('capitals', getCapitals, setCapitals),
    getset('clamp', getClamp, setClamp),
    getset('flags', getFlags, setFlags),
    getset('traps', getTraps, setTraps),
    method('Etiny', '($self, /)', etiny, 'The smallest exponent of a subnormal number.'),
    method('Etop', '($self, /)', etop, 'The largest exponent of a number with all its digits.'),
    method('clear_flags', '($self, /)', clearFlags, 'Resets all flags.'),
    method('clear_traps', '($self, /)', clearTraps, 'Resets all traps.'),
    method('copy', '($self, /)', copyContext, 'A copy with its own flags and traps.'),
    method('copy_decimal', '($self, x, /)', contextCanonical, 'The number.'),
    method('create_decimal', "($self, num='0', /)", createDecimal, 'A number rounded as the context says.'),
    method('create_decimal_from_float', '($self, f, /)', createFromFloat, 'The number of a float, rounded.'),
    ...contextOperationRows,
    method('quantize', '($self, x, y, /)', contextQuantize, 'x rounded to the exponent of y.'),
    method('to_integral', '($self, x, /)', contextToIntegral, 'The nearest integer, without signals.'),
    method('to_integral_value', '($self, x, /)', contextToIntegral, 'The nearest integer, without signals.'),
    method(
      'to_integral_exact',
      '($self, x, /)',
      contextToIntegralExact,
      'The nearest integer, with signals.',
    ),
    method('fma', '($self, x, y, z, /)', contextFma, 'x * y + z, rounded once.'),
    method('divmod', '($self, x, y, /)', contextDivmod, 'Quotient and remainder.'),
    method('power', '($self, /, a, b, modulo=None)', contextPower, 'a ** b, with modulo: % modulo.'),
    method('to_sci_string', '($self, x, /)', toSciString, 'Text in scientific notation.'),
    method('to_eng_string', '($self, x, /)', toEngString, 'Text in engineering notation.'),
    method('radix', '($self, /)', contextRadix, 'Decimal(10).'),
    method('canonical', '($self, x, /)', contextCanonical, 'The number.'),
    method('copy_abs', '($self, x, /)', contextCopyAbs, 'The absolute value, without context.'),
    method('copy_negate', '($self, x, /)', contextCopyNegate, 'The negated number, without context.'),
    method('copy_sign', '($self, x, y, /)', contextCopySign, 'x with the sign of y.'),
    method('is_canonical', '($self, x, /)', contextIsCanonical, 'True.'),
    method('is_finite', '($self, x, /)', contextIsFinite, 'Whether x is neither infinite nor NaN.'),
    method('is_infinite', '($self, x, /)', contextIsInfinite, 'Whether x is infinite.'),
    method('is_nan', '($self, x, /)', contextIsNan, 'Whether x is a NaN.'),
    method('is_qnan', '($self, x, /)', contextIsQnan, 'Whether x is a quiet NaN.'),
    method('is_snan', '($self, x, /)', contextIsSnan, 'Whether x is a signaling NaN.'),
    method('is_signed', '($self, x, /)', contextIsSigned, 'Whether the sign is negative.'),
    method('is_zero', '($self, x, /)', contextIsZero, 'Whether x is a zero.'),
    method('is_normal', '($self, x, /)', contextIsNormal, 'Whether x is finite, not zero and not subnormal.'),
    method('is_subnormal', '($self, x, /)', contextIsSubnormal, 'Whether x is subnormal.'),
    method('number_class', '($self, x, /)', contextNumberClass, 'The class of x as text.'),
    method('same_quantum', '($self, x, y, /)', contextSameQuantum, 'Whether the exponents are the same.'),
  ],
);
