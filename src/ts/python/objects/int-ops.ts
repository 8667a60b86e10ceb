/** Ints of either form. */
import type { BigInteger } from '../../rlib/bigint.js';
import { bigFitsWord, bigToWord } from '../../rlib/bigint.js';
import type { W_IntBase } from './w-int.js';
import { newInt, W_Long } from './w-int.js';

/** The int object of a big integer, which may be small. */
export function newLong(big: BigInteger): W_IntBase {
  return bigFitsWord(big) ? newInt(bigToWord(big)) : new W_Long(big);
}
