/**
 * Hashes of numbers: the value modulo the prime 2**61 - 1, so that equal numbers of different types have equal hashes
 * (library reference, "Hashing of numeric types").
 */
import type { BigInteger } from '../../rlib/bigint.js';
import {
  bigAdd,
  bigAnd,
  bigBitLength,
  bigCompare,
  bigFromInt,
  bigNegate,
  bigOne,
  bigShl,
  bigShr,
  bigSub,
  bigZero,
} from '../../rlib/bigint.js';
import { bitLength, truncDiv, wordShr } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { newLong } from './int-ops.js';
import { newInt } from './w-int.js';
import type { W_IntBase } from './w-int.js';

const HASH_BITS = 61;
/** 2**61 - 1. */
export const hashModulus: BigInteger = bigSub(bigShl(bigOne, HASH_BITS), bigOne);

/** 32 bits from the digits of a big integer: for hash tables, where only equality of equal values counts. */
export function hashOfBig(big: BigInteger): int {
  let hash = big.sign;
  const digits = big.digits;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits[i] as int;
    hash = (Math.imul(hash, 0x01000193) ^ digit ^ wordShr(digit, 32)) | 0;
  }
  return hash;
}

/** A magnitude modulo 2**61 - 1: 2**(61 * k) is 1, so the bits from there on are added to those below, at about half of them each time. */
export function reduceHash(magnitude: BigInteger): BigInteger {
  let rest = magnitude;
  for (let bits = bigBitLength(rest); bits > HASH_BITS; bits = bigBitLength(rest)) {
    const half = HASH_BITS * truncDiv(bits + 2 * HASH_BITS - 1, 2 * HASH_BITS);
    const high = bigShr(rest, half);
    rest = bigAdd(high, bigSub(rest, bigShl(high, half)));
  }
  return bigCompare(rest, hashModulus) === 0 ? bigZero : rest;
}

/** The hash whose magnitude has been reduced; -1 means an error in C and is not used. */
export function signedHash(magnitude: BigInteger, negative: boolean): W_IntBase {
  const w_hash = newLong(negative ? bigNegate(magnitude) : magnitude);
  return w_hash.isWord() && w_hash.toWord() === -1 ? newInt(-2) : w_hash;
}

export function intHash(w_int: W_IntBase): W_IntBase {
  if (w_int.isWord()) {
    const value = w_int.toWord();
    if (value === -1) return newInt(-2);
    if (bitLength(value) < HASH_BITS) return newInt(value);
  }
  const big = w_int.isWord() ? bigFromInt(w_int.toWord()) : w_int.toBig();
  return signedHash(reduceHash(big.sign < 0 ? bigNegate(big) : big), big.sign < 0);
}

const halfRange: BigInteger = bigShl(bigOne, 63);
const wordMask: BigInteger = bigSub(bigShl(bigOne, 64), bigOne);

/** An int cut to a signed 64-bit value, as C's arithmetic on hashes does; -1 becomes -2. */
export function foldHash(w_hash: W_IntBase): W_IntBase {
  const w_cut = newLong(bigSub(bigAnd(bigAdd(w_hash.toBig(), halfRange), wordMask), halfRange));
  return w_cut.isWord() && w_cut.toWord() === -1 ? newInt(-2) : w_cut;
}
