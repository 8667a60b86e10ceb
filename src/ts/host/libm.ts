/**
 * pow, exp and log with an error hardly over half a unit in the last place, as C libraries give them (V8's are off by one
 * unit now and then: 100 ** -2.5). Computed with pairs of doubles (Dekker 1971), some 100 bits.
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

function scaled(value: Pair, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return (value.high + value.low) * 2 ** half * 2 ** (exponent - half);
}

const SMALLEST_NORMAL = 2.2250738585072014e-308;

export function exactPow(x: number, y: number): number {
  const result = Math.pow(x, y);
  const size = Math.abs(result);
  // Special values, and results where the exponent's ends are near, are as JavaScript has them.
  if (!(size > 4 * SMALLEST_NORMAL && size < 4e307) || Math.abs(x) < SMALLEST_NORMAL || size === 1) return result;
  const power = expPair(multiply(logPair(Math.abs(x)), { high: y, low: 0 }));
  const exact = scaled(power.value, power.exponent);
  return result < 0 ? -exact : exact;
}

export function exactExp(x: number): number {
  if (!(x > -700 && x < 700)) return Math.exp(x);
  const power = expPair({ high: x, low: 0 });
  return scaled(power.value, power.exponent);
}

export function exactLog(x: number): number {
  if (!(x > SMALLEST_NORMAL && x < Infinity)) return Math.log(x);
  const result = logPair(x);
  return result.high + result.low;
}

provide('libm.pow', exactPow);
provide('libm.exp', exactExp);
provide('libm.log', exactLog);
