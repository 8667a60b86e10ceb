/** CRC-32 (ISO 3309, the polynomial of zip and gzip) by a table of bytes. */
import type { Int32Items } from './array.js';
import { newInt32Items } from './array.js';
import { floorMod } from './int.js';
import type { int } from './types.js';

/** The polynomial, lowest power in the highest bit. */
const POLYNOMIAL = 0xedb88320 | 0;

const table: Int32Items = makeTable();

/** @loadTime */
function makeTable(): Int32Items {
  const result = newInt32Items(256);
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ POLYNOMIAL;
    result[byte] = rest;
  }
  return result;
}

/** The checksum of bytes, 0..2**32-1, going on from that of what came before (0 at first). */
export function crc32(data: string, start: int): int {
  let rest = ~start;
  for (let i = 0; i < data.length; i++) {
    rest = (table[(rest ^ data.charCodeAt(i)) & 255] as int) ^ (rest >>> 8);
  }
  return floorMod(~rest, 0x100000000);
}
