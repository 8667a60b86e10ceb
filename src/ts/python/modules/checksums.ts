/** CRC-32 and Adler-32, for modules `binascii` and `zlib`. */
import { crc32 as crc32Of } from '../../rlib/crc32.js';
import { floorDiv, floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { index } from '../interp/convert.js';
import { getBytes } from '../objects/buffer.js';
import type { W_Root } from '../objects/root.js';
import { newInt, W_Long } from '../objects/w-int.js';
import { bigAnd, bigFromInt, bigToWord } from '../../rlib/bigint.js';
import { toWord } from '../interp/convert.js';

const ADLER_BASE = 65521;

/** The low 32 bits of a start value, which may be any int. */
function startValue(w_start: W_Root | null, fallback: int): int {
  if (w_start === null) return fallback;
  const w_int = index(w_start);
  if (w_int instanceof W_Long) return bigToWord(bigAnd(w_int.big, bigFromInt(0xffffffff)));
  return floorMod(toWord(w_int), 0x100000000);
}

export function crc32(w_data: W_Root, w_start: W_Root | null): W_Root {
  const data = getBytes(w_data);
  return newInt(crc32Of(data, startValue(w_start, 0)));
}

export function adler32(w_data: W_Root, w_start: W_Root | null): W_Root {
  const data = getBytes(w_data);
  const start = startValue(w_start, 1);
  let low = floorMod(start, 65536);
  let high = floorDiv(start, 65536);
  for (let i = 0; i < data.length; i++) {
    low = floorMod(low + data.charCodeAt(i), ADLER_BASE);
    high = floorMod(high + low, ADLER_BASE);
  }
  return newInt(high * 65536 + low);
}
