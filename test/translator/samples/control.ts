/** Loops, switch, labels, short circuit, conditional expressions, let module state. */
import type { float, int } from '../../../src/ts/rlib/types.js';
import { intToFloat } from '../../../src/ts/rlib/int.js';

export const enum Kind {
  A = 1,
  B,
  C = 10,
}

let counter: int = 5;
let label = 'start';

export function sumTo(n: int): int {
  let total = 0;
  for (let i = 0; i <= n; i++) total += i;
  return total;
}

export function whileLoop(n: int): int {
  let x = n;
  let steps = 0;
  while (x !== 1) {
    if ((x & 1) === 0) x = x >> 1;
    else x = 3 * x + 1;
    steps++;
    if (steps > 1000) break;
  }
  return steps;
}

export function doLoop(n: int): int {
  let i = n;
  let product = 1;
  do {
    if (i === 3) continue;
    product *= i;
  } while (--i > 0);
  return product;
}

export function labels(n: int): int {
  let found = -1;
  outer: for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j > i) continue outer;
      if (i * j === 42) {
        found = i * 100 + j;
        break outer;
      }
    }
  }
  block: {
    if (found < 0) break block;
    found += 10000;
  }
  return found;
}

export function switchOn(k: int): string {
  switch (k) {
    case Kind.A:
      return 'A';
    case Kind.B:
    case 7: {
      let text = 'B';
      for (let i = 0; i < 3; i++) {
        if (i === 2) break;
        text += 'x';
      }
      return text;
    }
    case -1:
      break;
    default:
      return 'other';
    case Kind.C:
      label = 'C';
  }
  return `end ${k}`;
}

export function shortCircuit(a: int, b: int): string {
  const both = a > 0 && b > 0;
  const either = a > 0 || bump() > b;
  const text = both ? 'both' : either ? 'either' : 'none';
  if (!(both || !either) && a !== b) return text + '!';
  return text;
}

function bump(): int {
  counter += 1;
  return counter;
}

export function state(n: int): string {
  for (let i = 0; i < n; i++) bump();
  label = `${label}-${counter}`;
  return label;
}

export function conditional(a: int, x: float): float {
  const y = a > 3 ? 1.5 : a > 2 ? 2 : x;
  let z: float = a === 0 ? 0 : y * 2;
  z -= intToFloat(a);
  return z / 3;
}

export function shadow(n: int): int {
  let result = 0;
  {
    const n2 = n * 2;
    result += n2;
  }
  for (let i = 0, j = 10; i < j; i++, j--) result += i * j;
  return result;
}

export function forever(n: int): int {
  let i = 0;
  for (;;) {
    i += 2;
    if (i > n) return i;
  }
}
