/** Arithmetic of floats where it differs from the machine's. */
import { bigFromFloat } from '../../rlib/bigint.js';
import { fitsWord, floatToInt } from '../../rlib/int.js';
import { isNaN } from '../../rlib/float.js';
import type { float } from '../../rlib/types.js';
import { overflowError, valueError } from '../interp/errors.js';
import { newLong } from './int-ops.js';
import { newInt } from './w-int.js';
import type { W_IntBase } from './w-int.js';

/** The int of a float, truncated towards zero. */
export function floatToIntObject(value: float): W_IntBase {
  if (Math.abs(value) < 9007199254740992.0 && fitsWord(value)) return newInt(floatToInt(value));
  if (isNaN(value)) throw valueError('cannot convert float NaN to integer');
  if (value - value !== 0) throw overflowError('cannot convert float infinity to integer');
  return newLong(bigFromFloat(value));
}
