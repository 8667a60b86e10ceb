/** Big integers from and to digits of 16 bits, and cut to 64 bits. */
import type { BigInteger } from './bigint.js';
import { bigAdd, bigAnd, bigOne, bigShl, bigSub, DIGIT_BITS, normalizedBig } from './bigint.js';
import { truncDiv } from './int.js';
import type { int } from './types.js';

/** The value of digits of 16 bits, least significant first. */
export function bigFromDigits16(parts: int[]): BigInteger {
  const digits: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < parts.length; i++) {
    carry += (parts[i] as int) * (1 << bits);
    bits += 16;
    if (bits >= DIGIT_BITS) {
      const high = truncDiv(carry, 1 << DIGIT_BITS);
      digits.push(carry - high * (1 << DIGIT_BITS));
      carry = high;
      bits -= DIGIT_BITS;
    }
  }
  digits.push(carry);
  return normalizedBig(digits, 1);
}

/** Digits of 16 bits of the magnitude, least significant first. */
export function bigToDigits16(a: BigInteger): int[] {
  const parts: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < a.digits.length; i++) {
    carry += (a.digits[i] as int) * (1 << bits);
    bits += DIGIT_BITS;
    while (bits >= 16) {
      const high = truncDiv(carry, 65536);
      parts.push(carry - high * 65536);
      carry = high;
      bits -= 16;
    }
  }
  if (carry > 0) parts.push(carry);
  while (parts.length > 0 && parts[parts.length - 1] === 0) parts.pop();
  return parts;
}

const wordMask: BigInteger = bigSub(bigShl(bigOne, 64), bigOne);

/** The value modulo 2**64. */
export function bigWrap64(a: BigInteger): BigInteger {
  return bigAnd(bigAdd(a, bigShl(bigOne, 64)), wordMask);
}
