/**
 * Module `_statistics`: the quantile function of the normal distribution, by Wichura's rational approximations (M. J.
 * Wichura 1988, Algorithm AS 241, PPND16): one for the middle, one for the tails, one for the far tails.
 */
import type { FixedArray } from '../../rlib/array.js';
import type { float } from '../../rlib/types.js';
import { toFloat } from '../interp/convert.js';
import { newErrorOf } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getAttribute } from '../interp/attributes.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { ValueErrorType } from '../objects/w-exception.js';
import { newFloat } from '../objects/w-float.js';
import { newStr } from '../objects/w-str.js';
import { W_Type } from '../objects/w-type.js';
import { intern } from '../objects/w-str.js';

/** Coefficients from the highest power down. */
const middleAbove: FixedArray<float> = [
  2.50908092873012267e3, 3.34305755835881281e4, 6.72657709270087009e4, 4.59219539315498715e4,
  1.3731693765509461e4, 1.97159095030655144e3, 1.33141667891784377e2, 3.38713287279636661,
];
const middleBelow: FixedArray<float> = [
  5.22649527885285456e3, 2.87290857357219427e4, 3.93078958000927106e4, 2.1213794301586596e4,
  5.39419602142475111e3, 6.87187007492057908e2, 4.23133307016009113e1, 1,
];
const tailAbove: FixedArray<float> = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
];
const tailBelow: FixedArray<float> = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
];
const farAbove: FixedArray<float> = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
  2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
];
const farBelow: FixedArray<float> = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  1.4875361290850614853e-2, 1.3692998809227358053e-1, 5.9983220655588793769e-1, 1,
];

function polynomial(coefficients: FixedArray<float>, x: float): float {
  let sum = coefficients[0] as float;
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + (coefficients[i] as float);
  return sum;
}

const n_StatisticsError = intern('StatisticsError');

function normalInverse(w_p: W_Root, w_mu: W_Root, w_sigma: W_Root): W_Root {
  const p = toFloat(w_p);
  const mu = toFloat(w_mu);
  const sigma = toFloat(w_sigma);
  if (p <= 0.0 || p >= 1.0 || sigma <= 0.0) {
    const w_error = getAttribute(importModule('statistics'), n_StatisticsError);
    throw newErrorOf(
      w_error instanceof W_Type ? w_error : ValueErrorType,
      newStr('inv_cdf undefined for these parameters'),
    );
  }
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return newFloat(mu + ((polynomial(middleAbove, r) * q) / polynomial(middleBelow, r)) * sigma);
  }
  const distance = Math.sqrt(-Math.log(q <= 0.0 ? p : 1.0 - p));
  const x =
    distance <= 5.0
      ? polynomial(tailAbove, distance - 1.6) / polynomial(tailBelow, distance - 1.6)
      : polynomial(farAbove, distance - 5.0) / polynomial(farBelow, distance - 5.0);
  return newFloat(mu + (q < 0.0 ? -x : x) * sigma);
}

export const statisticsModule = moduledef('_statistics', 'Accelerators for the statistics module.\n', [
  func('_normal_dist_inv_cdf', '($module, p, mu, sigma, /)', normalInverse),
]);
