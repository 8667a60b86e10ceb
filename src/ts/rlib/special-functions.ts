/**
 * Functions that JavaScript's Math lacks: gamma, its logarithm, the error functions, IEEE remainder.
 *
 * Gamma is by Lanczos's approximation with g = 6.0246..., N = 13 (Pugh 2004; coefficients of the Boost library); the error
 * function by its Taylor series near 0 and the complement by its continued fraction farther out (Abramowitz and Stegun 7.1).
 */
import type { FixedArray } from './array.js';
import { exp, log, pow } from './libm.js';
import { copySign } from './float.js';
import type { float } from './types.js';

const LANCZOS_G = 6.024680040776729583740234375;
const LANCZOS_SHIFT = 5.524680040776729583740234375;

const numerator: FixedArray<float> = [
  23531376880.41076, 42919803642.649099, 35711959237.355668, 17921034426.03721, 6039542586.352028,
  1439720407.3117216, 248874557.86205416, 31426415.585400194, 2876370.6289353724, 186056.2653952235,
  8071.6720023658162, 210.82427775157935, 2.5066282746310003,
];
const denominator: FixedArray<float> = [
  0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0,
  32670.0, 1925.0, 66.0, 1.0,
];

/** The rational part of the approximation; for large x in powers of 1/x, so that nothing overflows. */
function lanczosSum(x: float): float {
  let above = 0.0;
  let below = 0.0;
  if (x < 5) {
    for (let i = numerator.length - 1; i >= 0; i--) {
      above = above * x + (numerator[i] as float);
      below = below * x + (denominator[i] as float);
    }
  } else {
    for (let i = 0; i < numerator.length; i++) {
      above = above / x + (numerator[i] as float);
      below = below / x + (denominator[i] as float);
    }
  }
  return above / below;
}

/** sin(pi * x), accurate where x is near an integer. */
export function sinPi(x: float): float {
  const rest = Math.abs(x) % 2;
  const quarter = Math.round(2 * rest);
  let result = 0.0;
  if (quarter === 0 || quarter === 4) result = Math.sin(Math.PI * (quarter === 0 ? rest : rest - 2));
  else if (quarter === 1) result = Math.cos(Math.PI * (rest - 0.5));
  else if (quarter === 2) result = Math.sin(Math.PI * (1 - rest));
  else result = -Math.cos(Math.PI * (rest - 1.5));
  return x < 0 ? -result : result;
}

const LAST_EXACT_FACTORIAL = 23;

/** NaN at the poles (and for -inf), infinite where it is too large. */
export function gamma(x: float): float {
  if (x - x !== 0) return x === -Infinity ? NaN : x;
  if (x === 0) return copySign(Infinity, x);
  if (x === Math.floor(x)) {
    if (x < 0) return NaN;
    if (x <= LAST_EXACT_FACTORIAL) {
      let product = 1.0;
      for (let i = 2.0; i < x; i += 1) product *= i;
      return product;
    }
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? copySign(0.0, sinPi(x)) : Infinity;
  const y = size + LANCZOS_SHIFT;
  // What rounding took from y, by which the power is corrected.
  const lost = size > LANCZOS_SHIFT ? y - size - LANCZOS_SHIFT : y - LANCZOS_SHIFT - size;
  const correction = (lost * LANCZOS_G) / y;
  let result = 0.0;
  if (x < 0) {
    result = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    result -= correction * result;
    if (size < 140) return result / pow(y, size - 0.5);
    const root = pow(y, size / 2 - 0.25);
    return result / root / root;
  }
  result = lanczosSum(size) / exp(y);
  result += correction * result;
  if (size < 140) return result * pow(y, size - 0.5);
  const root = pow(y, size / 2 - 0.25);
  return result * root * root;
}

const LOG_PI = 1.144729885849400174143427351353058711647;

/** The logarithm of |gamma(x)|; infinite at the poles. */
export function logGamma(x: float): float {
  if (x - x !== 0) return x !== x ? x : Infinity;
  if (x === Math.floor(x) && x <= 2) return x <= 0 ? Infinity : 0.0;
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let result = log(lanczosSum(size)) - LANCZOS_G;
  result += (size - 0.5) * (log(size + LANCZOS_G - 0.5) - 1);
  if (x < 0) result = LOG_PI - log(Math.abs(sinPi(size))) - log(size) - result;
  return result;
}

const SERIES_LIMIT = 1.5;
const SERIES_TERMS = 25.0;
const FRACTION_TERMS = 50;
/** erfc underflows beyond. */
const ERFC_LIMIT = 30.0;
const SQRT_PI = 1.772453850905516027298167483341145182798;

/** exp(-x*x), with the square's rounding error taken along. */
function gauss(x: float): float {
  const head = Math.round(x * 65536) / 65536;
  return exp(-head * head) * exp(-(x - head) * (x + head));
}

function erfSeries(x: float): float {
  const square = x * x;
  let sum = 0.0;
  let k = SERIES_TERMS + 0.5;
  for (let i = 0.0; i < SERIES_TERMS; i += 1) {
    sum = 2 + (square * sum) / k;
    k -= 1;
  }
  return (sum * x * gauss(x)) / SQRT_PI;
}

/** erfc(x) for x not small. */
function erfcFraction(x: float): float {
  if (x >= ERFC_LIMIT) return 0.0;
  const square = x * x;
  let a = 0.0;
  let da = 0.5;
  let p = 1.0;
  let p1 = 0.0;
  let q = da + square;
  let q1 = 1.0;
  for (let i = 0; i < FRACTION_TERMS; i++) {
    a += da;
    da += 2;
    const b = da + square;
    const nextP = b * p - a * p1;
    p1 = p;
    p = nextP;
    const nextQ = b * q - a * q1;
    q1 = q;
    q = nextQ;
  }
  return ((p / q) * x * gauss(x)) / SQRT_PI;
}

export function erf(x: float): float {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size < SERIES_LIMIT) return erfSeries(x);
  const rest = erfcFraction(size);
  return x > 0 ? 1 - rest : rest - 1;
}

export function erfc(x: float): float {
  if (x !== x) return x;
  const size = Math.abs(x);
  if (size < SERIES_LIMIT) return 1 - erfSeries(x);
  const rest = erfcFraction(size);
  return x > 0 ? rest : 2 - rest;
}

/** x minus the multiple of y nearest to it (half to even), exactly; y is finite and not 0, x finite. */
export function ieeeRemainder(x: float, y: float): float {
  const size = Math.abs(x);
  const divisor = Math.abs(y);
  const below = size % divisor;
  const above = divisor - below;
  let rest = 0.0;
  if (below < above) rest = below;
  else if (below > above) rest = -above;
  else rest = below - 2 * ((0.5 * (size - below)) % divisor);
  return copySign(1.0, x) * rest;
}
