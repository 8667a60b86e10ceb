/**
 * pow, exp and log with an error hardly over half a unit in the last place, as C libraries give them (V8's are off by one
 * unit now and then: 100 ** -2.5).
 *
 * The quick way has tables (Tang 1989, 1990): log x = e ln 2 - log c + log(1 + r) with r = mc - 1 small and exact, c of few bits;
 * exp z = 2^(k/64) exp(r). What is large is kept in pairs of doubles (Dekker 1971), the rest needs no more than a double: some 68 bits.
 * The tables themselves come from series in pairs, some 100 bits.
 */
import { provide } from '../rlib/external.js';

/** high + low, |low| at most half a unit of high. */
interface Pair {
  readonly high: number;
  readonly low: number;
}

const SPLIT = 134217729;

function twoSum(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

function quickSum(a: number, b: number): Pair {
  const high = a + b;
  return { high, low: b - (high - a) };
}

function twoProduct(a: number, b: number): Pair {
  const high = a * b;
  const ta = SPLIT * a;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = SPLIT * b;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return { high, low: aHigh * bHigh - high + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

function add(a: Pair, b: Pair): Pair {
  const sum = twoSum(a.high, b.high);
  const tail = twoSum(a.low, b.low);
  const middle = quickSum(sum.high, sum.low + tail.high);
  return quickSum(middle.high, middle.low + tail.low);
}

function multiply(a: Pair, b: Pair): Pair {
  const product = twoProduct(a.high, b.high);
  return quickSum(product.high, product.low + (a.high * b.low + a.low * b.high));
}

function divide(a: Pair, b: Pair): Pair {
  const first = a.high / b.high;
  const rest = add(a, multiply({ high: -first, low: 0 }, b));
  const second = rest.high / b.high;
  const rest2 = add(rest, multiply({ high: -second, low: 0 }, b));
  const third = rest2.high / b.high;
  return add(quickSum(first, second), { high: third, low: 0 });
}

const LN2: Pair = { high: 0.6931471805599453, low: 2.3190468138462996e-17 };

const view = new DataView(new ArrayBuffer(8));

/** ln(x) for a positive normal x: the exponent apart, the rest by the series of the inverse hyperbolic tangent. */
function logPair(x: number): Pair {
  view.setFloat64(0, x);
  let exponent = ((view.getUint16(0) >> 4) & 0x7ff) - 1023;
  view.setUint16(0, (view.getUint16(0) & 0xf) | 0x3ff0);
  let fraction = view.getFloat64(0);
  if (fraction > Math.SQRT2) {
    fraction /= 2;
    exponent++;
  }
  const s = divide(twoSum(fraction, -1), twoSum(fraction, 1));
  const square = multiply(s, s);
  let sum: Pair = { high: 0, low: 0 };
  for (let k = 43; k >= 1; k -= 2) {
    sum = add(multiply(sum, square), divide({ high: 1, low: 0 }, { high: k, low: 0 }));
  }
  const part = multiply(s, sum);
  return add(multiply(LN2, { high: exponent, low: 0 }), { high: 2 * part.high, low: 2 * part.low });
}

/** exp(z) for |z| < 700. */
function expPair(z: Pair): { readonly value: Pair; readonly exponent: number } {
  const exponent = Math.round(z.high / LN2.high);
  const rest = add(z, multiply({ high: -exponent, low: 0 }, LN2));
  const r: Pair = { high: rest.high / 256, low: rest.low / 256 };
  let sum: Pair = { high: 1, low: 0 };
  // exp(r) - 1, so that squaring does not lose what is small.
  for (let k = 11; k >= 2; k--) sum = add({ high: 1, low: 0 }, divide(multiply(sum, r), { high: k, low: 0 }));
  let less = multiply(sum, r);
  for (let i = 0; i < 8; i++) less = add({ high: 2 * less.high, low: 2 * less.low }, multiply(less, less));
  return { value: add(less, { high: 1, low: 0 }), exponent };
}

/** c of few bits, such that mc is near 1 for the m of interval i; 1 around m = 1, where log must be exact for its size. */
const STEPS = 128;
const LOWEST = 90 / STEPS;
const INTERVALS = 92;
const inverses = new Float64Array(INTERVALS);
/** -log c as a pair. */
const logsHigh = new Float64Array(INTERVALS);
const logsLow = new Float64Array(INTERVALS);

const ROOTS = 64;
/** 2^(j/64) as a pair. */
const rootsHigh = new Float64Array(ROOTS);
const rootsLow = new Float64Array(ROOTS);

/** ln 2 with so few bits that its multiples by exponents are exact, and the rest of it. */
const LN2_TOP = Math.round(LN2.high * 2 ** 36) / 2 ** 36;
const LN2_REST = LN2.high - LN2_TOP + LN2.low;

let tablesMade = false;

function makeTables(): void {
  for (let i = 0; i < INTERVALS; i++) {
    const middle = LOWEST + (i + 0.5) / STEPS;
    const c = Math.abs(middle - 1) < 1 / STEPS ? 1 : Math.round(512 / middle) / 512;
    const log = logPair(c);
    inverses[i] = c;
    logsHigh[i] = 0 - log.high;
    logsLow[i] = 0 - log.low;
  }
  for (let j = 0; j < ROOTS; j++) {
    const root = expPair(multiply(LN2, { high: j / ROOTS, low: 0 }));
    rootsHigh[j] = root.value.high * 2 ** root.exponent;
    rootsLow[j] = root.value.low * 2 ** root.exponent;
  }
  tablesMade = true;
}

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);

/** The low part of the last `quickLog`. */
let logLow = 0;

/** ln(x) for a positive normal x: the high part; the low one is left in `logLow`. */
function quickLog(x: number): number {
  if (!tablesMade) makeTables();
  double[0] = x;
  const top = words[1] as number;
  let exponent = (top >>> 20) - 1023;
  words[1] = (top & 0xfffff) | 0x3ff00000;
  let m = double[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    exponent++;
  }
  const i = Math.floor((m - LOWEST) * STEPS);
  const c = inverses[i] as number;
  const t = SPLIT * m;
  const mHigh = t - (t - m);
  // Both parts of r are exact.
  const a = mHigh * c - 1;
  const b = (m - mHigh) * c;
  const r = a + b;
  const rLow = b - (r - a);
  // log(1 + r) = r - r^2/2 + r^3 (1/3 - r/4 + ...)
  const q = SPLIT * r;
  const rTop = q - (q - r);
  const rest = r - rTop;
  const square = r * r;
  const squareLow = rTop * rTop - square + 2 * rTop * rest + rest * rest;
  const tail =
    square *
    r *
    (1 / 3 +
      r *
        (-1 / 4 +
          r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9 + r * (-1 / 10 + r / 11))))))));
  const e = exponent * LN2_TOP;
  const head = e + (logsHigh[i] as number);
  const headLow = e === 0 ? 0 : (logsHigh[i] as number) - (head - e);
  const sum = head + r;
  const sumPart = sum - head;
  const sumLow = head - (sum - sumPart) + (r - sumPart);
  const half = -0.5 * square;
  const high = sum + half;
  const part = high - sum;
  const highLow = sum - (high - part) + (half - part);
  const low =
    highLow +
    (sumLow +
      (headLow +
        (tail + (rLow - rLow * r - 0.5 * squareLow) + ((logsLow[i] as number) + exponent * LN2_REST))));
  const result = high + low;
  logLow = low - (result - high);
  return result;
}

/** exp(z + zLow), |z| < 700. */
function quickExp(z: number, zLow: number): number {
  if (!tablesMade) makeTables();
  const k = Math.round(z * (ROOTS / LN2.high));
  const r = z - k * (LN2_TOP / ROOTS) + (zLow - k * (LN2_REST / ROOTS));
  const p = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r / 5040)))));
  const j = k & (ROOTS - 1);
  const root = rootsHigh[j] as number;
  const result = root + ((rootsLow[j] as number) + root * p);
  // The exponent is that of a normal number, or one less.
  const exponent = (k - j) / ROOTS;
  const half = exponent >> 1;
  return result * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  words[0] = 0;
  words[1] = (exponent + 1023) << 20;
  return double[0] as number;
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

export function exactPow(x: number, y: number): number {
  if (y === 2) return x * x;
  const result = Math.pow(x, y);
  const size = Math.abs(result);
  // Special values, and results where the exponent's ends are near, are as JavaScript has them.
  if (!(size > 4 * SMALLEST_NORMAL && size < 1e304) || Math.abs(x) < SMALLEST_NORMAL || size === 1)
    return result;
  const log = quickLog(Math.abs(x));
  const low = logLow;
  const z = log * y;
  const tx = SPLIT * log;
  const logTop = tx - (tx - log);
  const logRest = log - logTop;
  const ty = SPLIT * y;
  const yTop = ty - (ty - y);
  const yRest = y - yTop;
  // A huge y goes with a result next to 1, where its product's error is far below the last place.
  const zLow =
    Math.abs(y) < 1e290
      ? logTop * yTop - z + logTop * yRest + logRest * yTop + logRest * yRest + low * y
      : low * y;
  const exact = quickExp(z, zLow);
  return result < 0 ? -exact : exact;
}

export function exactExp(x: number): number {
  return x > -700 && x < 700 ? quickExp(x, 0) : Math.exp(x);
}

export function exactLog(x: number): number {
  return x > SMALLEST_NORMAL && x < Infinity ? quickLog(x) : Math.log(x);
}

provide('libm.pow', exactPow);
provide('libm.exp', exactExp);
provide('libm.log', exactLog);
