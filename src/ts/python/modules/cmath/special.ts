/** Complex functions of arguments with an infinite or NaN part (C standard, annex G). */
import { copySign } from '../../../rlib/float.js';
import type { float } from '../../../rlib/types.js';
import { newComplex } from '../../objects/w-float.js';
import type { W_Complex, W_ComplexBase } from '../../objects/w-float.js';
import { domainError } from '../math/elementary.js';

function isNan(x: float): boolean {
  return x !== x;
}

function isInfinite(x: float): boolean {
  return x === Infinity || x === -Infinity;
}

export function specialSquareRoot(z: W_ComplexBase): W_Complex {
  if (isInfinite(z.imag)) return newComplex(Infinity, z.imag);
  if (z.real === Infinity) return newComplex(Infinity, isNan(z.imag) ? NaN : copySign(0.0, z.imag));
  if (z.real === -Infinity) {
    return isNan(z.imag) ? newComplex(NaN, Infinity) : newComplex(0.0, copySign(Infinity, z.imag));
  }
  return newComplex(NaN, NaN);
}

export function specialExponential(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y) && (x - x === 0 || x === Infinity)) throw domainError();
  if (x === -Infinity) {
    if (y - y !== 0) return newComplex(0.0, 0.0);
    return newComplex(copySign(0.0, Math.cos(y)), copySign(0.0, Math.sin(y)));
  }
  if (y === 0) return newComplex(x, y);
  if (x === Infinity) {
    if (isNan(y)) return newComplex(Infinity, NaN);
    return newComplex(copySign(Infinity, Math.cos(y)), copySign(Infinity, Math.sin(y)));
  }
  return newComplex(NaN, NaN);
}

export function specialLogarithm(z: W_ComplexBase): W_Complex {
  if (isInfinite(z.real) || isInfinite(z.imag)) return newComplex(Infinity, Math.atan2(z.imag, z.real));
  return newComplex(NaN, NaN);
}

export function specialHyperbolicCosine(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y) && !isNan(x)) throw domainError();
  if (isInfinite(x)) {
    if (isNan(y)) return newComplex(Infinity, NaN);
    const sign = copySign(1.0, x);
    if (y === 0) return newComplex(Infinity, sign * y);
    return newComplex(copySign(Infinity, Math.cos(y)), sign * copySign(Infinity, Math.sin(y)));
  }
  if (isNan(x)) return newComplex(NaN, y === 0 ? 0.0 : NaN);
  return newComplex(NaN, x === 0 ? 0.0 : NaN);
}

export function specialHyperbolicSine(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y) && !isNan(x)) throw domainError();
  if (isInfinite(x)) {
    if (isNan(y)) return newComplex(Infinity, NaN);
    if (y === 0) return newComplex(x, y);
    return newComplex(copySign(1.0, x) * copySign(Infinity, Math.cos(y)), copySign(Infinity, Math.sin(y)));
  }
  if (isNan(x)) return newComplex(NaN, y === 0 ? y : NaN);
  return newComplex(x === 0 ? 0.0 : NaN, NaN);
}

export function specialHyperbolicTangent(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y) && x - x === 0) throw domainError();
  if (isInfinite(x)) {
    const sign = copySign(1.0, x);
    if (y - y !== 0) return newComplex(sign, 0.0);
    return newComplex(sign, copySign(0.0, 2 * Math.sin(y) * Math.cos(y)));
  }
  return newComplex(NaN, isNan(x) && y === 0 ? y : NaN);
}

export function specialArcCosine(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y)) return newComplex(Math.atan2(Math.abs(y), x), -y);
  if (isInfinite(x)) {
    if (isNan(y)) return newComplex(NaN, Infinity);
    return newComplex(Math.atan2(Math.abs(y), x), -copySign(Infinity, y));
  }
  return newComplex(x === 0 ? Math.PI / 2 : NaN, NaN);
}

export function specialAreaCosine(z: W_ComplexBase): W_Complex {
  if (isInfinite(z.real) || isInfinite(z.imag)) return newComplex(Infinity, Math.atan2(z.imag, z.real));
  return newComplex(NaN, NaN);
}

export function specialAreaSine(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(x)) return newComplex(x, isNan(y) ? NaN : Math.atan2(y, Math.abs(x)));
  if (isInfinite(y))
    return isNan(x) ? newComplex(Infinity, NaN) : newComplex(copySign(Infinity, x), copySign(Math.PI / 2, y));
  return newComplex(NaN, isNan(x) && y === 0 ? y : NaN);
}

export function specialAreaTangent(z: W_ComplexBase): W_Complex {
  const x = z.real;
  const y = z.imag;
  if (isInfinite(y)) return newComplex(isNan(x) ? 0.0 : copySign(0.0, x), copySign(Math.PI / 2, y));
  if (isInfinite(x)) return newComplex(copySign(0.0, x), isNan(y) ? NaN : copySign(Math.PI / 2, y));
  return newComplex(x === 0 ? x : NaN, NaN);
}
