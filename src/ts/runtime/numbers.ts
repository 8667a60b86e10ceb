/** Functions of JavaScript's Math that no instruction gives, and the bytes of numbers. */
import type { float } from '../rlib/types.js';

/** To the nearest integer, halves upwards; keeps the sign of zero. */
export function round(x: float): float {
  const below = Math.floor(x);
  // Infinities and NaN are their own floor.
  if (below === x || x !== x) return x;
  const result = x - below >= 0.5 ? below + 1.0 : below;
  return result === 0.0 && x < 0.0 ? -0.0 : result;
}

export function sign(x: float): float {
  if (x > 0.0) return 1.0;
  return x < 0.0 ? -1.0 : x;
}

export function minimum(a: float, b: float): float {
  if (a !== a || b !== b) return a + b;
  if (a === 0.0 && b === 0.0) return 1.0 / a < 0.0 ? a : b;
  return a < b ? a : b;
}

export function maximum(a: float, b: float): float {
  if (a !== a || b !== b) return a + b;
  if (a === 0.0 && b === 0.0) return 1.0 / a < 0.0 ? b : a;
  return a > b ? a : b;
}
