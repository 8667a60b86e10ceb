/** Module `cmath`. Trigonometric functions are hyperbolic ones of the argument turned by a right angle. */
import { copySign } from '../../../rlib/float.js';
import type { float } from '../../../rlib/types.js';
import { toFloat } from '../../interp/convert.js';
import { valueError } from '../../interp/errors.js';
import { divideComplex, hypotenuse } from '../../objects/complex-arith.js';
import { toComplex } from '../../objects/complex.js';
import type { W_Root } from '../../objects/root.js';
import type { ModuleDef } from '../../objects/typedef.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { newComplex, newFloat } from '../../objects/w-float.js';
import type { W_Complex, W_ComplexBase } from '../../objects/w-float.js';
import { newBool } from '../../objects/w-int.js';
import { newTuple } from '../../objects/w-tuple.js';
import { domainError, rangeError } from '../math/elementary.js';
import {
  finiteArcCosine,
  finiteAreaCosine,
  finiteAreaSine,
  finiteAreaTangent,
  finiteExponential,
  finiteHyperbolicCosine,
  finiteHyperbolicSine,
  finiteHyperbolicTangent,
  finiteLogarithm,
  finiteSquareRoot,
} from './functions.js';
import {
  specialArcCosine,
  specialAreaCosine,
  specialAreaSine,
  specialAreaTangent,
  specialExponential,
  specialHyperbolicCosine,
  specialHyperbolicSine,
  specialHyperbolicTangent,
  specialLogarithm,
  specialSquareRoot,
} from './special.js';

function isFinite(z: W_ComplexBase): boolean {
  return z.real - z.real === 0 && z.imag - z.imag === 0;
}

function turned(z: W_ComplexBase): W_Complex {
  return newComplex(-z.imag, z.real);
}

function turnedBack(z: W_ComplexBase): W_Complex {
  return newComplex(z.imag, -z.real);
}

/** A result of finite arguments, which is infinite only if it is too large. */
function checked(z: W_Complex): W_Complex {
  if (Math.abs(z.real) === Infinity || Math.abs(z.imag) === Infinity) throw rangeError();
  return z;
}

function squareRoot(z: W_ComplexBase): W_Complex {
  return isFinite(z) ? finiteSquareRoot(z) : specialSquareRoot(z);
}

function logarithm(z: W_ComplexBase): W_Complex {
  if (!isFinite(z)) return specialLogarithm(z);
  if (z.real === 0 && z.imag === 0) throw domainError();
  return finiteLogarithm(z);
}

function hyperbolicCosine(z: W_ComplexBase): W_Complex {
  return isFinite(z) ? checked(finiteHyperbolicCosine(z)) : specialHyperbolicCosine(z);
}

function hyperbolicSine(z: W_ComplexBase): W_Complex {
  return isFinite(z) ? checked(finiteHyperbolicSine(z)) : specialHyperbolicSine(z);
}

function hyperbolicTangent(z: W_ComplexBase): W_Complex {
  return isFinite(z) ? finiteHyperbolicTangent(z) : specialHyperbolicTangent(z);
}

function areaSine(z: W_ComplexBase): W_Complex {
  return isFinite(z) ? finiteAreaSine(z) : specialAreaSine(z);
}

function areaTangent(z: W_ComplexBase): W_Complex {
  if (!isFinite(z)) return specialAreaTangent(z);
  if (Math.abs(z.real) === 1 && z.imag === 0) throw domainError();
  return finiteAreaTangent(z);
}

function cmathAcos(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return isFinite(z) ? finiteArcCosine(z) : specialArcCosine(z);
}

function cmathAcosh(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return isFinite(z) ? finiteAreaCosine(z) : specialAreaCosine(z);
}

function cmathAsin(w_z: W_Root): W_Root {
  return turnedBack(areaSine(turned(toComplex(w_z))));
}

function cmathAsinh(w_z: W_Root): W_Root {
  return areaSine(toComplex(w_z));
}

function cmathAtan(w_z: W_Root): W_Root {
  return turnedBack(areaTangent(turned(toComplex(w_z))));
}

function cmathAtanh(w_z: W_Root): W_Root {
  return areaTangent(toComplex(w_z));
}

function cmathCos(w_z: W_Root): W_Root {
  return hyperbolicCosine(turned(toComplex(w_z)));
}

function cmathCosh(w_z: W_Root): W_Root {
  return hyperbolicCosine(toComplex(w_z));
}

function cmathSin(w_z: W_Root): W_Root {
  return turnedBack(hyperbolicSine(turned(toComplex(w_z))));
}

function cmathSinh(w_z: W_Root): W_Root {
  return hyperbolicSine(toComplex(w_z));
}

function cmathTan(w_z: W_Root): W_Root {
  return turnedBack(hyperbolicTangent(turned(toComplex(w_z))));
}

function cmathTanh(w_z: W_Root): W_Root {
  return hyperbolicTangent(toComplex(w_z));
}

function cmathExp(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return isFinite(z) ? checked(finiteExponential(z)) : specialExponential(z);
}

function cmathSqrt(w_z: W_Root): W_Root {
  return squareRoot(toComplex(w_z));
}

function cmathLog(w_z: W_Root, w_base: W_Root | null): W_Root {
  const result = logarithm(toComplex(w_z));
  if (w_base === null) return result;
  const divisor = logarithm(toComplex(w_base));
  if (divisor.real === 0 && divisor.imag === 0) throw domainError();
  return divideComplex(result, divisor);
}

function cmathLog10(w_z: W_Root): W_Root {
  const result = logarithm(toComplex(w_z));
  return newComplex(result.real / Math.LN10, result.imag / Math.LN10);
}

function cmathPhase(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return newFloat(Math.atan2(z.imag, z.real));
}

/** The length; infinite parts count more than NaNs. */
function lengthOf(z: W_ComplexBase): float {
  const x = Math.abs(z.real);
  const y = Math.abs(z.imag);
  if (x === Infinity || y === Infinity) return Infinity;
  if (x !== x || y !== y) return NaN;
  return hypotenuse(x, y);
}

function cmathPolar(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  const length = lengthOf(z);
  if (length === Infinity && isFinite(z)) throw rangeError();
  return newTuple([newFloat(length), newFloat(Math.atan2(z.imag, z.real))]);
}

function cmathRect(w_r: W_Root, w_phi: W_Root): W_Root {
  const r = toFloat(w_r);
  const phi = toFloat(w_phi);
  if (phi === 0) {
    if (r - r === 0) return newComplex(r, r * phi);
    return newComplex(r, r === r ? copySign(0.0, phi) * copySign(1.0, r) : 0.0);
  }
  if (r - r === 0 && phi - phi === 0) return newComplex(r * Math.cos(phi), r * Math.sin(phi));
  if ((phi === Infinity || phi === -Infinity) && r !== 0 && r === r) throw domainError();
  if (Math.abs(r) === Infinity && phi - phi === 0) {
    const sign = copySign(1.0, r);
    return newComplex(sign * copySign(Infinity, Math.cos(phi)), sign * copySign(Infinity, Math.sin(phi)));
  }
  if (r === 0) return newComplex(0.0, 0.0);
  if (Math.abs(r) === Infinity) return newComplex(Infinity, NaN);
  return newComplex(NaN, NaN);
}

function cmathIsfinite(w_z: W_Root): W_Root {
  return newBool(isFinite(toComplex(w_z)));
}

function cmathIsinf(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return newBool(Math.abs(z.real) === Infinity || Math.abs(z.imag) === Infinity);
}

function cmathIsnan(w_z: W_Root): W_Root {
  const z = toComplex(w_z);
  return newBool(z.real !== z.real || z.imag !== z.imag);
}

function cmathIsclose(
  w_a: W_Root,
  w_b: W_Root,
  w_relative: W_Root | null,
  w_absolute: W_Root | null,
): W_Root {
  const a = toComplex(w_a);
  const b = toComplex(w_b);
  const relative = w_relative === null ? 1e-9 : toFloat(w_relative);
  const absolute = w_absolute === null ? 0.0 : toFloat(w_absolute);
  if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative');
  if (a.real === b.real && a.imag === b.imag) return newBool(true);
  if (lengthOf(a) === Infinity || lengthOf(b) === Infinity) return newBool(false);
  const difference = lengthOf(newComplex(a.real - b.real, a.imag - b.imag));
  return newBool(
    difference <= relative * lengthOf(b) || difference <= relative * lengthOf(a) || difference <= absolute,
  );
}

export const cmathModule: ModuleDef = moduledef(
  'cmath',
  'This module provides access to mathematical functions for complex\nnumbers.',
  [
    func('acos', '($module, z, /)', cmathAcos, 'Return the arc cosine of z.'),
    func('acosh', '($module, z, /)', cmathAcosh, 'Return the inverse hyperbolic cosine of z.'),
    func('asin', '($module, z, /)', cmathAsin, 'Return the arc sine of z.'),
    func('asinh', '($module, z, /)', cmathAsinh, 'Return the inverse hyperbolic sine of z.'),
    func('atan', '($module, z, /)', cmathAtan, 'Return the arc tangent of z.'),
    func('atanh', '($module, z, /)', cmathAtanh, 'Return the inverse hyperbolic tangent of z.'),
    func('cos', '($module, z, /)', cmathCos, 'Return the cosine of z.'),
    func('cosh', '($module, z, /)', cmathCosh, 'Return the hyperbolic cosine of z.'),
    func('exp', '($module, z, /)', cmathExp, 'Return the exponential value e**z.'),
    func(
      'isclose',
      '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)',
      cmathIsclose,
      'Determine whether two complex numbers are close in value.',
    ),
    func(
      'isfinite',
      '($module, z, /)',
      cmathIsfinite,
      'Return True if both the real and imaginary parts of z are finite, else False.',
    ),
    func('isinf', '($module, z, /)', cmathIsinf, 'Checks if the real or imaginary part of z is infinite.'),
    func(
      'isnan',
      '($module, z, /)',
      cmathIsnan,
      'Checks if the real or imaginary part of z not a number (NaN).',
    ),
    func(
      'log',
      '($module, z, base=cmath.e, /)',
      cmathLog,
      'log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base not specified, returns the natural logarithm (base e) of z.',
    ),
    func('log10', '($module, z, /)', cmathLog10, 'Return the base-10 logarithm of z.'),
    func(
      'phase',
      '($module, z, /)',
      cmathPhase,
      'Return argument, also known as the phase angle, of a complex.',
    ),
    func(
      'polar',
      '($module, z, /)',
      cmathPolar,
      'Convert a complex from rectangular coordinates to polar coordinates.',
    ),
    func(
      'rect',
      '($module, r, phi, /)',
      cmathRect,
      'Convert from polar coordinates to rectangular coordinates.',
    ),
    func('sin', '($module, z, /)', cmathSin, 'Return the sine of z.'),
    func('sinh', '($module, z, /)', cmathSinh, 'Return the hyperbolic sine of z.'),
    func('sqrt', '($module, z, /)', cmathSqrt, 'Return the square root of z.'),
    func('tan', '($module, z, /)', cmathTan, 'Return the tangent of z.'),
    func('tanh', '($module, z, /)', cmathTanh, 'Return the hyperbolic tangent of z.'),
    value('e', () => newFloat(Math.E)),
    value('pi', () => newFloat(Math.PI)),
    value('tau', () => newFloat(2 * Math.PI)),
    value('inf', () => newFloat(Infinity)),
    value('nan', () => newFloat(NaN)),
    value('infj', () => newComplex(0.0, Infinity)),
    value('nanj', () => newComplex(0.0, NaN)),
  ],
);
