/** Order of ints among themselves and with floats, exactly. */
import { bigCompare, bigFromFloat } from '../../rlib/bigint.js';
import { bitLength, intToFloat } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import type { W_IntBase } from './w-int.js';

/** Negative, 0, positive. */
export function compareInts(w_a: W_IntBase, w_b: W_IntBase): int {
  if (w_a.isWord()) {
    if (w_b.isWord()) {
      const a = w_a.toWord();
      const b = w_b.toWord();
      return a < b ? -1 : a > b ? 1 : 0;
    }
    return -w_b.toBig().sign;
  }
  return w_b.isWord() ? w_a.toBig().sign : bigCompare(w_a.toBig(), w_b.toBig());
}

/** The order of an int and a float that is not NaN. */
export function compareIntFloat(w_a: W_IntBase, b: float): int {
  if (b === Infinity) return -1;
  if (b === -Infinity) return 1;
  if (w_a.isWord() && bitLength(w_a.toWord()) <= 53) {
    const a = intToFloat(w_a.toWord());
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const whole = b < 0 ? Math.ceil(b) : Math.floor(b);
  const order = bigCompare(w_a.toBig(), bigFromFloat(whole));
  if (order !== 0 || whole === b) return order;
  return b < 0 ? 1 : -1;
}
