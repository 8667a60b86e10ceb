/** BigInts as the digits of messages, least significant first, and back: in linear time through hexadecimal digits. */
import { WIRE_DIGIT_BITS } from '../python/interop/wire.js';

const DIGIT_BASE = 2 ** WIRE_DIGIT_BITS;

export function toDigits(magnitude: bigint): number[] {
  const hex = magnitude.toString(16);
  const digits: number[] = [];
  let carry = 0;
  let bits = 0;
  for (let at = hex.length - 1; at >= 0; at--) {
    carry += Number.parseInt(hex.charAt(at), 16) * 2 ** bits;
    bits += 4;
    if (bits >= WIRE_DIGIT_BITS) {
      digits.push(carry % DIGIT_BASE);
      carry = Math.floor(carry / DIGIT_BASE);
      bits -= WIRE_DIGIT_BITS;
    }
  }
  digits.push(carry);
  return digits;
}

export function fromDigits(digits: readonly number[]): bigint {
  const hex: string[] = [];
  let carry = 0;
  let bits = 0;
  for (const digit of digits) {
    carry += digit * 2 ** bits;
    bits += WIRE_DIGIT_BITS;
    while (bits >= 4) {
      hex.push((carry % 16).toString(16));
      carry = Math.floor(carry / 16);
      bits -= 4;
    }
  }
  hex.push(carry.toString(16));
  return BigInt(`0x${hex.reverse().join('')}`);
}
