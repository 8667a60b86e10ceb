/**
 * Complex functions of finite arguments, after Kahan ("Branch cuts for complex elementary functions", 1987): branch cuts and
 * signs of zeros are right, and nothing overflows before its result does. Arguments that are not finite: `special.ts`.
 */
import { scaleByTwo } from '../../../rlib/bigint-float.js';
import { copySign } from '../../../rlib/float.js';
import { exp, log } from '../../../rlib/libm.js';
import type { float } from '../../../rlib/types.js';
import { hypotenuse } from '../../objects/complex-arith.js';
import { newComplex } from '../../objects/w-float.js';
import type { W_Complex, W_ComplexBase } from '../../objects/w-float.js';

const LARGE = 4.49423283715579e307;
const SQRT_LARGE = 6.703903964971298e153;
const LOG_LARGE = 708.3964185322641;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const SQRT_SMALLEST = 1.4916681462400413e-154;
const LN2 = 0.6931471805599453;

function length(x: float, y: float): float {
  return hypotenuse(Math.abs(x), Math.abs(y));
}

export function finiteSquareRoot(z: W_ComplexBase): W_Complex {
  if (z.real === 0 && z.imag === 0) return newComplex(0.0, z.imag);
  let x = Math.abs(z.real);
  const y = Math.abs(z.imag);
  let root = 0.0;
  if (x < SMALLEST_NORMAL && y < SMALLEST_NORMAL && (x > 0 || y > 0)) {
    x = scaleByTwo(x, 54);
    root = scaleByTwo(Math.sqrt(x + length(x, scaleByTwo(y, 54))), -27) / Math.SQRT2;
  } else {
    x /= 8;
    root = 2 * Math.sqrt(x + length(x, y / 8));
  }
  const other = y / (2 * root);
  if (z.real >= 0) return newComplex(root, copySign(other, z.imag));
  return newComplex(other, copySign(root, z.imag));
}

export function finiteExponential(z: W_ComplexBase): W_Complex {
  const large = z.real > LOG_LARGE;
  const size = exp(large ? z.real - 1 : z.real);
  const scale = large ? Math.E : 1.0;
  return newComplex(size * Math.cos(z.imag) * scale, size * Math.sin(z.imag) * scale);
}

/** The logarithm of the length; z is not 0. */
function logLength(z: W_ComplexBase): float {
  const x = Math.abs(z.real);
  const y = Math.abs(z.imag);
  if (x > LARGE || y > LARGE) return log(length(x / 2, y / 2)) + LN2;
  if (x < SMALLEST_NORMAL && y < SMALLEST_NORMAL) {
    return log(length(scaleByTwo(x, 53), scaleByTwo(y, 53))) - 53 * LN2;
  }
  const size = length(x, y);
  if (size < 0.71 || size > 1.73) return log(size);
  const above = x > y ? x : y;
  const below = x > y ? y : x;
  return Math.log1p((above - 1) * (above + 1) + below * below) / 2;
}

export function finiteLogarithm(z: W_ComplexBase): W_Complex {
  return newComplex(logLength(z), Math.atan2(z.imag, z.real));
}

export function finiteHyperbolicCosine(z: W_ComplexBase): W_Complex {
  const large = Math.abs(z.real) > LOG_LARGE;
  const x = large ? z.real - copySign(1.0, z.real) : z.real;
  const scale = large ? Math.E : 1.0;
  return newComplex(Math.cos(z.imag) * Math.cosh(x) * scale, Math.sin(z.imag) * Math.sinh(x) * scale);
}

export function finiteHyperbolicSine(z: W_ComplexBase): W_Complex {
  const large = Math.abs(z.real) > LOG_LARGE;
  const x = large ? z.real - copySign(1.0, z.real) : z.real;
  const scale = large ? Math.E : 1.0;
  return newComplex(Math.cos(z.imag) * Math.sinh(x) * scale, Math.sin(z.imag) * Math.cosh(x) * scale);
}

export function finiteHyperbolicTangent(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (Math.abs(x) > LOG_LARGE) {
    return newComplex(copySign(1.0, x), 4 * Math.sin(y) * Math.cos(y) * exp(-2 * Math.abs(x)));
  }
  const tangent = Math.tan(y);
  const hyperbolic = Math.tanh(x);
  const secant = 1 / Math.cosh(x);
  const product = hyperbolic * tangent;
  const below = 1 + product * product;
  return newComplex((hyperbolic * (1 + tangent * tangent)) / below, (tangent / below) * secant * secant);
}

function isLarge(z: W_ComplexBase): boolean {
  return Math.abs(z.real) > LARGE || Math.abs(z.imag) > LARGE;
}

/** log(2 |z|) of a large z. */
function logTwice(z: W_ComplexBase): float {
  return log(length(z.real / 2, z.imag / 2)) + 2 * LN2;
}

export function finiteArcCosine(z: W_ComplexBase): W_Complex {
  if (isLarge(z)) {
    const angle = Math.atan2(Math.abs(z.imag), z.real);
    const size = logTwice(z);
    return newComplex(angle, z.real < 0 ? -copySign(size, z.imag) : copySign(size, -z.imag));
  }
  const below = finiteSquareRoot(newComplex(1 - z.real, -z.imag));
  const above = finiteSquareRoot(newComplex(1 + z.real, z.imag));
  return newComplex(
    2 * Math.atan2(below.real, above.real),
    Math.asinh(above.real * below.imag - above.imag * below.real),
  );
}

export function finiteAreaCosine(z: W_ComplexBase): W_Complex {
  if (isLarge(z)) return newComplex(logTwice(z), Math.atan2(z.imag, z.real));
  const below = finiteSquareRoot(newComplex(z.real - 1, z.imag));
  const above = finiteSquareRoot(newComplex(z.real + 1, z.imag));
  return newComplex(
    Math.asinh(below.real * above.real + below.imag * above.imag),
    2 * Math.atan2(below.imag, above.real),
  );
}

export function finiteAreaSine(z: W_ComplexBase): W_Complex {
  if (isLarge(z)) {
    const size = logTwice(z);
    return newComplex(copySign(size, z.real), Math.atan2(z.imag, Math.abs(z.real)));
  }
  const first = finiteSquareRoot(newComplex(1 + z.imag, -z.real));
  const second = finiteSquareRoot(newComplex(1 - z.imag, z.real));
  return newComplex(
    Math.asinh(first.real * second.imag - second.real * first.imag),
    Math.atan2(z.imag, first.real * second.real - first.imag * second.imag),
  );
}

/** z is neither 1 nor -1. */
export function finiteAreaTangent(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (x < 0 || (x === 0 && copySign(1.0, x) < 0)) {
    const mirrored = finiteAreaTangent(newComplex(-x, -y));
    return newComplex(-mirrored.real, -mirrored.imag);
  }
  const size = Math.abs(y);
  if (x > SQRT_LARGE || size > SQRT_LARGE) {
    const half = length(x / 2, y / 2);
    return newComplex(x / 4 / half / half, -copySign(Math.PI / 2, -y));
  }
  if (x === 1 && size < SQRT_SMALLEST) {
    return newComplex(
      -log(Math.sqrt(size) / Math.sqrt(length(size, 2.0))),
      copySign(Math.atan2(2.0, -size) / 2, y),
    );
  }
  return newComplex(
    Math.log1p((4 * x) / ((1 - x) * (1 - x) + size * size)) / 4,
    -Math.atan2(-2 * y, (1 - x) * (1 + x) - size * size) / 2,
  );
}
