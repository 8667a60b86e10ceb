/** Module `math`: sums and lengths, exactly or nearly exactly rounded, and products. */
import type { FloatArray } from '../../../rlib/array.js';
import { newFloatArray } from '../../../rlib/array.js';
import { leadingExponent } from '../../../rlib/float.js';
import { scaleByTwo } from '../../../rlib/bigint-float.js';
import type { float } from '../../../rlib/types.js';
import { multiply } from '../../interp/arithmetic.js';
import { toFloat } from '../../interp/convert.js';
import { overflowError, valueError } from '../../interp/errors.js';
import { collect, iter, next } from '../../interp/iteration.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { func } from '../../objects/typedef.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import type { W_Tuple } from '../../objects/w-tuple.js';
import { W_TupleBase } from '../../objects/w-tuple.js';

/**
 * A sum kept as floats that do not overlap, smallest first (Shewchuk 1997): their exact sum is that of all that was added.
 */
class ExactSum {
  private readonly parts: float[] = [];
  /** The sum of infinities and NaNs, and of infinities alone, met so far. */
  private special: float = 0.0;
  private infinities: float = 0.0;

  add(value: float): void {
    const parts = this.parts;
    let x = value;
    let kept = 0;
    const count = parts.length;
    for (let i = 0; i < count; i++) {
      let y = parts[i] as float;
      if (Math.abs(x) < Math.abs(y)) {
        const swap = x;
        x = y;
        y = swap;
      }
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) parts[kept++] = low;
      x = high;
    }
    while (parts.length > kept) parts.pop();
    if (x === 0) return;
    if (x - x !== 0) {
      if (value - value === 0) throw overflowError('intermediate overflow in fsum');
      if (value === value) this.infinities += value;
      this.special += value;
      while (parts.length > 0) parts.pop();
    } else {
      parts.push(x);
    }
  }

  /** The sum, rounded once. */
  total(): float {
    if (this.special !== 0) {
      if (this.infinities !== this.infinities) throw valueError('-inf + inf in fsum');
      return this.special;
    }
    const parts = this.parts;
    let at = parts.length - 1;
    if (at < 0) return 0.0;
    let high: float = parts[at] as float;
    let low = 0.0;
    while (at > 0 && low === 0) {
      at--;
      const x = high;
      const y: float = parts[at] as float;
      high = x + y;
      low = y - (high - x);
    }
    // Half-way by the two parts: the next one's sign decides.
    if (at > 0 && low < 0 === (parts[at - 1] as float) < 0 && low !== 0) {
      const doubled = low * 2;
      const sum = high + doubled;
      if (doubled === sum - high) high = sum;
    }
    return high;
  }
}

function fsum(w_values: W_Root): W_Root {
  const sum = new ExactSum();
  const w_iterator = iter(w_values);
  for (let w_item = next(w_iterator); w_item !== null; w_item = next(w_iterator)) sum.add(toFloat(w_item));
  return newFloat(sum.total());
}

const SPLIT = 134217729.0;

/**
 * sqrt of the sum of squares: scaled by a power of two; squares are exact pairs of floats (Dekker), their tails are added apart,
 * and the root is corrected by the residue, so that the error stays well below one unit.
 */
function vectorLength(values: FloatArray, largest: float): float {
  if (largest === 0 || values.length === 1) return largest;
  const exponent = leadingExponent(largest);
  let sum = 0.0;
  let tails = 0.0;
  for (let i = 0; i < values.length; i++) {
    const x = scaleByTwo(values[i] as float, -exponent);
    const square = x * x;
    const t = SPLIT * x;
    const high = t - (t - x);
    const low = x - high;
    tails += high * high - square + 2 * high * low + low * low;
    const next = sum + square;
    tails += Math.abs(sum) >= square ? sum - next + square : square - next + sum;
    sum = next;
  }
  const root = Math.sqrt(sum + tails);
  const square = root * root;
  const t = SPLIT * root;
  const high = t - (t - root);
  const low = root - high;
  const tail = high * high - square + 2 * high * low + low * low;
  return scaleByTwo(root + (sum - square - tail + tails) / (2 * root), exponent);
}

/** The length of a vector of magnitudes: infinite counts more than NaN. */
function lengthOfVector(values: FloatArray): float {
  let largest = 0.0;
  let hasNan = false;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as float);
    values[i] = size;
    if (size !== size) hasNan = true;
    else if (size > largest) largest = size;
  }
  if (largest === Infinity) return largest;
  return hasNan ? NaN : vectorLength(values, largest);
}

function hypot(w_args: W_Tuple): W_Root {
  const count = w_args.items.length;
  const values = newFloatArray(count);
  for (let i = 0; i < count; i++) values[i] = toFloat(w_args.items[i] as W_Root);
  return newFloat(lengthOfVector(values));
}

function pointOf(w_point: W_Root): W_Root[] {
  if (w_point instanceof W_TupleBase) {
    const items: W_Root[] = [];
    for (const w_item of w_point.items) items.push(w_item);
    return items;
  }
  const items: W_Root[] = [];
  for (const w_item of collect(w_point)) items.push(w_item);
  return items;
}

function dist(w_p: W_Root, w_q: W_Root): W_Root {
  const from = pointOf(w_p);
  const to = pointOf(w_q);
  if (from.length !== to.length) throw valueError('both points must have the same number of dimensions');
  const values = newFloatArray(from.length);
  for (let i = 0; i < from.length; i++) values[i] = toFloat(from[i] as W_Root) - toFloat(to[i] as W_Root);
  return newFloat(lengthOfVector(values));
}

function prod(w_values: W_Root, w_start: W_Root | null): W_Root {
  let w_result: W_Root = w_start === null ? newInt(1) : w_start;
  const w_iterator = iter(w_values);
  for (let w_item = next(w_iterator); w_item !== null; w_item = next(w_iterator))
    w_result = multiply(w_result, w_item);
  return w_result;
}

export const sumRows: readonly Row[] = [
  func(
    'dist',
    '($module, p, q, /)',
    dist,
    'Return the Euclidean distance between two points p and q.\n\nThe points should be specified as sequences (or iterables) of\ncoordinates.  Both inputs must have the same dimension.',
  ),
  func(
    'fsum',
    '($module, seq, /)',
    fsum,
    'Return an accurate floating point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating point arithmetic.',
  ),
  func(
    'hypot',
    '($module, *coordinates)',
    hypot,
    'hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin to a point.',
  ),
  func(
    'prod',
    '($module, iterable, /, *, start=1)',
    prod,
    'Calculate the product of all the elements in the input iterable.\n\nThe default start value for the product is 1.',
  ),
];
