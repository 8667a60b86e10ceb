/** Arithmetic of complex numbers. */
import { exp, log, pow } from '../../rlib/libm.js';
import { floatToInt } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import { overflowError, zeroDivisionError } from '../interp/errors.js';
import { newComplex } from './w-float.js';
import type { W_Complex, W_ComplexBase } from './w-float.js';

function isFinite(x: float): boolean {
  return x - x === 0;
}

export function multiplyComplex(a: W_ComplexBase, b: W_ComplexBase): W_Complex {
  return newComplex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
}

/** Division scaled by the larger part of the divisor (Smith 1962), so that nothing overflows needlessly. */
export function divideComplex(a: W_ComplexBase, b: W_ComplexBase): W_Complex {
  const real = Math.abs(b.real);
  const imag = Math.abs(b.imag);
  if (real >= imag) {
    if (real === 0) throw zeroDivisionError('complex division by zero');
    const ratio = b.imag / b.real;
    const scale = b.real + b.imag * ratio;
    return newComplex((a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale);
  }
  if (imag >= real) {
    const ratio = b.real / b.imag;
    const scale = b.real * ratio + b.imag;
    return newComplex((a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale);
  }
  return newComplex(NaN, NaN);
}

/** The length; infinite if it is too large. An infinite part counts more than a NaN. */
export function complexLength(a: W_ComplexBase): float {
  const real = Math.abs(a.real);
  const imag = Math.abs(a.imag);
  if (real === Infinity || imag === Infinity) return Infinity;
  if (real !== real || imag !== imag) return NaN;
  return hypotenuse(real, imag);
}

/** sqrt(x*x + y*y) for x, y >= 0, scaled against overflow, with the squares' rounding errors added back. */
export function hypotenuse(x: float, y: float): float {
  const large = x > y ? x : y;
  const small = x > y ? y : x;
  if (small === 0) return large;
  if (large > 1e150 || small < 1e-150) {
    const scale = large > 1e150 ? Math.pow(2, -600) : Math.pow(2, 600);
    const length = correctedRoot(large * scale, small * scale);
    return length / scale;
  }
  return correctedRoot(large, small);
}

const SPLIT = 134217729.0;

/** The root of the sum of squares, corrected by one Newton step on the exact residue (Dekker's products). */
function correctedRoot(x: float, y: float): float {
  if (y < x * 1e-17) return x;
  const xx = x * x;
  const yy = y * y;
  const sum = xx + yy;
  const root = Math.sqrt(sum);
  const rest = squareError(x, xx) + squareError(y, yy) + (xx - sum + yy);
  const square = root * root;
  const difference = sum - square - squareError(root, square) + rest;
  return root + difference / (2 * root);
}

/** x*x - square exactly, where square is x*x rounded. */
function squareError(x: float, square: float): float {
  const t = SPLIT * x;
  const high = t - (t - x);
  const low = x - high;
  return high * high - square + 2 * high * low + low * low;
}

function checkedPower(result: W_Complex): W_Complex {
  if (isFinite(result.real) && isFinite(result.imag)) return result;
  if (result.real !== result.real || result.imag !== result.imag) {
    if (Math.abs(result.real) !== Infinity && Math.abs(result.imag) !== Infinity) return result;
  }
  throw overflowError('complex exponentiation');
}

function intPower(a: W_ComplexBase, exponent: int): W_Complex {
  let result = newComplex(1.0, 0.0);
  let square: W_Complex = newComplex(a.real, a.imag);
  let rest = exponent;
  while (rest > 0) {
    if ((rest & 1) === 1) result = multiplyComplex(result, square);
    rest = rest >> 1;
    square = multiplyComplex(square, square);
  }
  return result;
}

/** a ** b. Small integral powers are products; others go by length and angle. */
export function complexPower(a: W_ComplexBase, b: W_ComplexBase): W_Complex {
  if (b.imag === 0 && b.real === Math.floor(b.real) && Math.abs(b.real) <= 100) {
    const exponent = floatToInt(b.real);
    if (exponent >= 0) return checkedPower(intPower(a, exponent));
    if (a.real === 0 && a.imag === 0) throw zeroDivisionError('0.0 to a negative or complex power');
    return checkedPower(divideComplex(newComplex(1.0, 0.0), intPower(a, -exponent)));
  }
  if (b.real === 0 && b.imag === 0) return newComplex(1.0, 0.0);
  if (a.real === 0 && a.imag === 0) {
    if (b.imag !== 0 || b.real < 0) throw zeroDivisionError('0.0 to a negative or complex power');
    return newComplex(0.0, 0.0);
  }
  const length = complexLength(a);
  const angle = Math.atan2(a.imag, a.real);
  let scale = pow(length, b.real);
  let turn = angle * b.real;
  if (b.imag !== 0) {
    scale *= exp(-angle * b.imag);
    turn += b.imag * log(length);
  }
  return checkedPower(newComplex(scale * Math.cos(turn), scale * Math.sin(turn)));
}
