/** Module `math`: powers, logarithms, trigonometry. Errors by the C standard's rule: a NaN of no NaN is a domain error. */
import { bigFrexp } from '../../../rlib/bigint-float.js';
import { intToFloat } from '../../../rlib/int.js';
import { exp, log, pow } from '../../../rlib/libm.js';
import { erf, erfc, gamma, logGamma } from '../../../rlib/special-functions.js';
import type { float } from '../../../rlib/types.js';
import { toFloat, index } from '../../interp/convert.js';
import { overflowError, valueError, zeroDivisionError } from '../../interp/errors.js';
import { intSign } from '../../objects/int-arith.js';
import type { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import type { Row } from '../../objects/typedef.js';
import { func } from '../../objects/typedef.js';
import type { OperationError } from '../../objects/w-exception.js';
import { newFloat, W_FloatBase } from '../../objects/w-float.js';
import { W_IntBase } from '../../objects/w-int.js';

export function domainError(): OperationError {
  return valueError('math domain error');
}

export function rangeError(): OperationError {
  return overflowError('math range error');
}

/** A function's result: an infinite one of a finite argument is a pole. */
function poleResult(x: float, result: float): W_Root {
  if (result - result !== 0 && x - x === 0) throw domainError();
  if (result !== result && x === x) throw domainError();
  return newFloat(result);
}

/** The same where infinite means too large. */
function largeResult(x: float, result: float): W_Root {
  if (result !== result && x === x) throw domainError();
  if (result - result !== 0 && x - x === 0) throw rangeError();
  return newFloat(result);
}

function mathAcos(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.acos(x));
}

function mathAcosh(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.acosh(x));
}

function mathAsin(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.asin(x));
}

function mathAsinh(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.asinh(x));
}

function mathAtan(w_x: W_Root): W_Root {
  return newFloat(Math.atan(toFloat(w_x)));
}

function mathAtan2(w_y: W_Root, w_x: W_Root): W_Root {
  const y = toFloat(w_y);
  return newFloat(Math.atan2(y, toFloat(w_x)));
}

function mathAtanh(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.atanh(x));
}

function mathCbrt(w_x: W_Root): W_Root {
  return newFloat(Math.cbrt(toFloat(w_x)));
}

function mathCos(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.cos(x));
}

function mathCosh(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return largeResult(x, Math.cosh(x));
}

function mathErf(w_x: W_Root): W_Root {
  return newFloat(erf(toFloat(w_x)));
}

function mathErfc(w_x: W_Root): W_Root {
  return newFloat(erfc(toFloat(w_x)));
}

function mathExp(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return largeResult(x, exp(x));
}

function mathExp2(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return largeResult(x, pow(2, x));
}

function mathExpm1(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return largeResult(x, Math.expm1(x));
}

function mathFabs(w_x: W_Root): W_Root {
  return newFloat(Math.abs(toFloat(w_x)));
}

function mathGamma(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  if (x === 0) throw domainError();
  return largeResult(x, gamma(x));
}

function mathLgamma(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  const result = logGamma(x);
  if (result === Infinity && x <= 0 && x === Math.floor(x) && x !== -Infinity) throw domainError();
  return largeResult(x, result);
}

function mathLog1p(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.log1p(x));
}

function mathSin(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.sin(x));
}

function mathSinh(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return largeResult(x, Math.sinh(x));
}

function mathSqrt(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.sqrt(x));
}

function mathTan(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return poleResult(x, Math.tan(x));
}

function mathTanh(w_x: W_Root): W_Root {
  return newFloat(Math.tanh(toFloat(w_x)));
}

function mathDegrees(w_x: W_Root): W_Root {
  return newFloat(toFloat(w_x) * (180.0 / Math.PI));
}

function mathRadians(w_x: W_Root): W_Root {
  return newFloat(toFloat(w_x) * (Math.PI / 180.0));
}

type Logarithm = (x: float) => float;

function naturalLog(x: float): float {
  return log(x);
}

function binaryLog(x: float): float {
  return Math.log2(x);
}

function decimalLog(x: float): float {
  return Math.log10(x);
}

function logarithm(w_x: W_Root, logOf: Logarithm): float {
  if (w_x instanceof W_IntBase || (!(w_x instanceof W_FloatBase) && hasOnlyIndex(w_x))) {
    const w_int = index(w_x);
    if (intSign(w_int) <= 0) throw domainError();
    if (w_int.isWord()) return logOf(intToFloat(w_int.toWord()));
    const parts = bigFrexp(w_int.toBig());
    if (parts.exponent <= 1023) return logOf(parts.fraction * Math.pow(2, intToFloat(parts.exponent)));
    return logOf(parts.fraction) + logOf(2.0) * intToFloat(parts.exponent);
  }
  const x = toFloat(w_x);
  if (x <= 0) throw domainError();
  return logOf(x);
}

function hasOnlyIndex(w_x: W_Root): boolean {
  const w_type = w_x.getType();
  return w_type.findSlot(Slot.FLOAT) === null && w_type.findSlot(Slot.INDEX) !== null;
}

function mathLog(w_x: W_Root, w_base: W_Root | null): W_Root {
  const result = logarithm(w_x, naturalLog);
  if (w_base === null) return newFloat(result);
  const divisor = logarithm(w_base, naturalLog);
  if (divisor === 0) throw zeroDivisionError('float division by zero');
  return newFloat(result / divisor);
}

function mathLog2(w_x: W_Root): W_Root {
  return newFloat(logarithm(w_x, binaryLog));
}

function mathLog10(w_x: W_Root): W_Root {
  return newFloat(logarithm(w_x, decimalLog));
}

export const elementaryRows: readonly Row[] = [
  func(
    'acos',
    '($module, x, /)',
    mathAcos,
    'Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.',
  ),
  func('acosh', '($module, x, /)', mathAcosh, 'Return the inverse hyperbolic cosine of x.'),
  func(
    'asin',
    '($module, x, /)',
    mathAsin,
    'Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.',
  ),
  func('asinh', '($module, x, /)', mathAsinh, 'Return the inverse hyperbolic sine of x.'),
  func(
    'atan',
    '($module, x, /)',
    mathAtan,
    'Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.',
  ),
  func(
    'atan2',
    '($module, y, x, /)',
    mathAtan2,
    'Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.',
  ),
  func('atanh', '($module, x, /)', mathAtanh, 'Return the inverse hyperbolic tangent of x.'),
  func('cbrt', '($module, x, /)', mathCbrt, 'Return the cube root of x.'),
  func('cos', '($module, x, /)', mathCos, 'Return the cosine of x (measured in radians).'),
  func('cosh', '($module, x, /)', mathCosh, 'Return the hyperbolic cosine of x.'),
  func('degrees', '($module, x, /)', mathDegrees, 'Convert angle x from radians to degrees.'),
  func('erf', '($module, x, /)', mathErf, 'Error function at x.'),
  func('erfc', '($module, x, /)', mathErfc, 'Complementary error function at x.'),
  func('exp', '($module, x, /)', mathExp, 'Return e raised to the power of x.'),
  func('exp2', '($module, x, /)', mathExp2, 'Return 2 raised to the power of x.'),
  func(
    'expm1',
    '($module, x, /)',
    mathExpm1,
    'Return exp(x)-1, without the loss of precision of that expression for small x.',
  ),
  func('fabs', '($module, x, /)', mathFabs, 'Return the absolute value of the float x.'),
  func('gamma', '($module, x, /)', mathGamma, 'Gamma function at x.'),
  func(
    'lgamma',
    '($module, x, /)',
    mathLgamma,
    'Natural logarithm of absolute value of Gamma function at x.',
  ),
  func(
    'log',
    '(x, base=math.e, /)',
    mathLog,
    'log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base not specified, returns the natural logarithm (base e) of x.',
  ),
  func('log10', '($module, x, /)', mathLog10, 'Return the base 10 logarithm of x.'),
  func(
    'log1p',
    '($module, x, /)',
    mathLog1p,
    'Return the natural logarithm of 1+x (base e), accurately for small x.',
  ),
  func('log2', '($module, x, /)', mathLog2, 'Return the base 2 logarithm of x.'),
  func('radians', '($module, x, /)', mathRadians, 'Convert angle x from degrees to radians.'),
  func('sin', '($module, x, /)', mathSin, 'Return the sine of x (measured in radians).'),
  func('sinh', '($module, x, /)', mathSinh, 'Return the hyperbolic sine of x.'),
  func('sqrt', '($module, x, /)', mathSqrt, 'Return the square root of x.'),
  func('tan', '($module, x, /)', mathTan, 'Return the tangent of x (measured in radians).'),
  func('tanh', '($module, x, /)', mathTanh, 'Return the hyperbolic tangent of x.'),
];
