/** The rounding modes' names. */
import { typeError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { w_None } from '../../objects/w-none.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import type { Rounding } from './context.js';

/** In the order of `Rounding`. */
export const roundingNames: readonly string[] = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
];

export function roundingOf(w_name: W_Root): Rounding {
  if (w_name instanceof W_StrBase) {
    for (let i = 0; i < roundingNames.length; i++) if (roundingNames[i] === w_name.utf8()) return i;
  }
  throw typeError(
    'valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]',
  );
}

export function roundingArgument(w_name: W_Root | null, fallback: Rounding): Rounding {
  return w_name === null || w_name === w_None ? fallback : roundingOf(w_name);
}
