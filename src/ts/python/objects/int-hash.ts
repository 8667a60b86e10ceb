/**
 * Hashes of numbers: the value modulo the prime 2**61 - 1, so that equal numbers of different types have equal hashes
 * (library reference, "Hashing of numeric types").
 */
import type { BigInteger } from '../../rlib/bigint.js';
import type { int } from '../../rlib/types.js';

/** 32 bits from the digits of a big integer: for hash tables, where only equality of equal values counts. */
export function hashOfBig(big: BigInteger): int {
  let hash = big.sign;
  const digits = big.digits;
  for (let i = 0; i < digits.length; i++) hash = (Math.imul(hash, 0x01000193) ^ (digits[i] as int)) | 0;
  return hash;
}
