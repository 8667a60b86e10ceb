/** SipHash-1-3 (Aumasson, Bernstein 2012) with a 64-bit key, in halves of 32 bits. */
import { floorDiv, floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';

/** A 64-bit number in two halves, changed in place. */
class Word64 {
  constructor(
    public high: int,
    public low: int,
  ) {}

  add(other: Word64): void {
    const low = (this.low >>> 0) + (other.low >>> 0);
    this.high = (this.high + other.high + (low >= 4294967296 ? 1 : 0)) | 0;
    this.low = low | 0;
  }

  xor(other: Word64): void {
    this.high ^= other.high;
    this.low ^= other.low;
  }

  rotate(bits: int): void {
    let high = this.high;
    let low = this.low;
    if (bits >= 32) {
      const swap = high;
      high = low;
      low = swap;
    }
    const rest = bits & 31;
    if (rest === 0) {
      this.high = high;
      this.low = low;
    } else {
      this.high = (high << rest) | (low >>> (32 - rest));
      this.low = (low << rest) | (high >>> (32 - rest));
    }
  }
}

function round(v0: Word64, v1: Word64, v2: Word64, v3: Word64): void {
  v0.add(v1);
  v2.add(v3);
  v1.rotate(13);
  v3.rotate(16);
  v1.xor(v0);
  v3.xor(v2);
  v0.rotate(32);
  v2.add(v1);
  v0.add(v3);
  v1.rotate(17);
  v3.rotate(21);
  v1.xor(v2);
  v3.xor(v0);
  v2.rotate(32);
}

function byteOf(word: Word64, index: int): string {
  const half = index < 4 ? word.low : word.high;
  return String.fromCharCode((half >>> (8 * (index & 3))) & 255);
}

/** The 8 bytes, little-endian, of the hash of `data` under a key whose second half is 0. */
export function sipHash13(key: int, data: string): string {
  const keyLow = floorMod(key, 4294967296) | 0;
  const keyHigh = floorDiv(key, 4294967296) | 0;
  const v0 = new Word64(0x736f6d65 ^ keyHigh, 0x70736575 ^ keyLow);
  const v1 = new Word64(0x646f7261, 0x6e646f6d);
  const v2 = new Word64(0x6c796765 ^ keyHigh, 0x6e657261 ^ keyLow);
  const v3 = new Word64(0x74656462, 0x79746573);
  const whole = data.length >> 3;
  for (let i = 0; i <= whole; i++) {
    const block = new Word64(0, 0);
    const last = i === whole;
    for (let j = 0; j < 8; j++) {
      const at = 8 * i + j;
      let byte = at < data.length ? data.charCodeAt(at) : 0;
      if (last && j === 7) byte = data.length & 255;
      if (j < 4) block.low |= byte << (8 * j);
      else block.high |= byte << (8 * (j - 4));
    }
    v3.xor(block);
    round(v0, v1, v2, v3);
    v0.xor(block);
  }
  v2.low ^= 0xff;
  round(v0, v1, v2, v3);
  round(v0, v1, v2, v3);
  round(v0, v1, v2, v3);
  v0.xor(v1);
  v0.xor(v2);
  v0.xor(v3);
  let result = '';
  for (let i = 0; i < 8; i++) result += byteOf(v0, i);
  return result;
}
