/** Big integers of the interpreter as JavaScript BigInts and back, in linear time through hexadecimal digits. */
import type { BigInteger } from '../rlib/bigint.js';
import { bigToRadixBits, DIGIT_BASE, DIGIT_BITS, normalizedBig } from '../rlib/bigint.js';

export function toBigInt(big: BigInteger): bigint {
  const negative = big.sign < 0;
  const digits = bigToRadixBits(big, 4).replace('-', '');
  const magnitude = BigInt(`0x${digits}`);
  return negative ? -magnitude : magnitude;
}

export function fromBigInt(value: bigint): BigInteger {
  const hex = (value < 0n ? -value : value).toString(16);
  const digits: number[] = [];
  let carry = 0;
  let bits = 0;
  for (let at = hex.length - 1; at >= 0; at--) {
    carry += Number.parseInt(hex.charAt(at), 16) * 2 ** bits;
    bits += 4;
    if (bits >= DIGIT_BITS) {
      digits.push(carry % DIGIT_BASE);
      carry = Math.floor(carry / DIGIT_BASE);
      bits -= DIGIT_BITS;
    }
  }
  digits.push(carry);
  return normalizedBig(digits, value < 0n ? -1 : 1);
}
