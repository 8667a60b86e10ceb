/** Variable-length numbers of the location and exception tables: six bits a byte, bit 6 for "more follows". */

/** Least significant bits first, as in location tables. */
export function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 64) {
    bytes.push(64 | (rest & 63));
    rest >>>= 6;
  }
  bytes.push(rest);
}

export function writeSignedVarint(bytes: number[], value: number): void {
  writeVarint(bytes, value < 0 ? (-value << 1) | 1 : value << 1);
}

/** Most significant bits first, as in exception tables; `flag` goes into the first byte. */
export function writeBigEndianVarint(bytes: number[], value: number, flag: number): void {
  let shift = 0;
  while (value >>> shift >= 64) shift += 6;
  let first = flag;
  for (; shift >= 0; shift -= 6) {
    bytes.push(((value >>> shift) & 63) | (shift > 0 ? 64 : 0) | first);
    first = 0;
  }
}
