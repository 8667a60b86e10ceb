/**
 * Items of memory by their struct format character, in the machine's form (little-endian, 64-bit): for memoryview,
 * struct and array.
 */
import { intToFloat, floatToInt } from '../../rlib/int.js';
import { doubleFromBytes, doubleToBytes, singleFromBytes, singleToBytes } from '../../rlib/float.js';
import type { float, int } from '../../rlib/types.js';
import { ByteOrder, intFromBytes, intToBytes, Signedness } from './int-bytes.js';
import type { W_Root } from './root.js';
import { newBytes } from './w-bytes.js';
import { newFloat } from './w-float.js';
import { newBool, newInt } from './w-int.js';
import type { W_IntBase } from './w-int.js';

const CODES = 'cbB?hHiIlLqQnNfdeP';
const SIZES = '111122448888884828';

/** Bytes of an item of a native format character; 0 for others. */
export function itemSizeOf(code: string): int {
  const at = code.length === 1 ? CODES.indexOf(code, 0) : -1;
  return at < 0 ? 0 : SIZES.charCodeAt(at) - 48;
}

/** Whether a format character is an int's. */
export function isIntCode(code: string): boolean {
  return 'bBhHiIlLqQnNP'.indexOf(code, 0) >= 0;
}

export function isSignedCode(code: string): boolean {
  return 'bhilqn'.indexOf(code, 0) >= 0;
}

/** An int of bytes that stand least significant first. */
export function unpackInt(bytes: string, code: string): W_IntBase {
  const size = bytes.length;
  if (size <= 4) {
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes.charCodeAt(i);
    if (isSignedCode(code)) {
      const limit = size === 1 ? 128 : size === 2 ? 32768 : 2147483648;
      if (value >= limit) value -= 2 * limit;
    }
    return newInt(value);
  }
  return intFromBytes(bytes, ByteOrder.LITTLE, isSignedCode(code) ? Signedness.SIGNED : Signedness.UNSIGNED);
}

/** The bytes of an int; OverflowError if it does not fit. */
export function packInt(w_int: W_IntBase, size: int, code: string): string {
  return intToBytes(
    w_int,
    size,
    ByteOrder.LITTLE,
    isSignedCode(code) ? Signedness.SIGNED : Signedness.UNSIGNED,
  );
}

/** The value of 16 bits of IEEE half precision. */
export function halfFromBits(bits: int): float {
  const sign = (bits & 0x8000) !== 0 ? -1.0 : 1.0;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * intToFloat(fraction) * Math.pow(2, -24);
  return sign * intToFloat(1024 + fraction) * Math.pow(2, intToFloat(exponent - 25));
}

/** The nearest half; -1 if the value is too large for one. */
export function halfToBits(value: float): int {
  const negative = value < 0 || (value === 0 && 1 / value < 0);
  const sign = negative ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude !== magnitude) return 0x7e00;
  if (magnitude === Infinity) return sign | 0x7c00;
  if (magnitude >= 65520) return -1;
  let exponent = -14;
  while (exponent < 15 && magnitude >= Math.pow(2, intToFloat(exponent + 1))) exponent++;
  const scaled = magnitude * Math.pow(2, intToFloat(10 - exponent));
  let units = floatToInt(scaled);
  const rest = scaled - intToFloat(units);
  if (rest > 0.5 || (rest === 0.5 && (units & 1) === 1)) units++;
  // A carry out of the fraction goes into the exponent by itself.
  const biased = units < 1024 && exponent === -14 ? 0 : exponent + 14;
  return sign | (biased * 1024 + units);
}

/** The item that bytes are. */
export function unpackItem(bytes: string, code: string): W_Root {
  switch (code.charCodeAt(0)) {
    case 99:
      return newBytes(bytes);
    case 63:
      return newBool(bytes !== '\x00');
    case 100:
      return newFloat(doubleFromBytes(bytes, 0));
    case 102:
      return newFloat(singleFromBytes(bytes, 0));
    case 101:
      return newFloat(halfFromBits(bytes.charCodeAt(0) + 256 * bytes.charCodeAt(1)));
    default:
      return unpackInt(bytes, code);
  }
}

/** The bytes of a float; null if it is too large for the format. */
export function packFloat(value: float, code: string): string | null {
  if (code === 'd') return doubleToBytes(value);
  if (code === 'f') {
    const bytes = singleToBytes(value);
    const back = singleFromBytes(bytes, 0);
    return Math.abs(back) === Infinity && Math.abs(value) !== Infinity ? null : bytes;
  }
  const bits = halfToBits(value);
  return bits < 0 ? null : String.fromCharCode(bits & 255) + String.fromCharCode(bits >> 8);
}
