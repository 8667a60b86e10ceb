/**
 * Arithmetic of ints: on words first, on big integers where a result may leave the word.
 *
 * Arguments are ints or instances of subclasses; results are always exact ints. Division by zero is checked here.
 */
import type { BigInteger } from '../../rlib/bigint.js';
import {
  bigAbs,
  bigAdd,
  bigAnd,
  bigBitLength,
  bigFloorDiv,
  bigFloorDivMod,
  bigFloorMod,
  bigMul,
  bigNegate,
  bigFromInt,
  bigOne,
  bigOr,
  bigPow,
  bigShl,
  bigShr,
  bigSub,
  bigToFloat,
  bigXor,
  bigZero,
} from '../../rlib/bigint.js';
import { bigTrueDivide } from '../../rlib/bigint-float.js';
import { bigPowMod } from '../../rlib/bigint-power.js';
import {
  addFits,
  bitLength,
  floorDiv,
  floorMod,
  intToFloat,
  mulFits,
  ovfMul,
  ovfShl,
  shlFits,
  subFits,
  truncDiv,
  truncMod,
  MIN_WORD,
  wordAnd,
  wordMul,
  wordOr,
  wordShr,
  wordXor,
} from '../../rlib/int.js';
import { caught, Overflow, theOutOfMemory } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { overflowError, valueError, zeroDivisionError } from '../interp/errors.js';
import { newLong } from './int-ops.js';
import { newInt, W_Int, W_Long } from './w-int.js';
import type { W_IntBase } from './w-int.js';

/** Words whose floats are exact. */
const FLOAT_BITS = 53;

/** Results with more bits than this do not fit any heap. */
const MAX_BITS = 0x100000000;

/** The exact int of an instance of a subclass. */
export function exactInt(w_a: W_IntBase): W_IntBase {
  if (w_a instanceof W_Int || w_a instanceof W_Long) return w_a;
  return w_a.isWord() ? newInt(w_a.toWord()) : new W_Long(w_a.toBig());
}

/** -1, 0 or 1. */
export function intSign(w_a: W_IntBase): int {
  if (w_a.isWord()) {
    const value = w_a.toWord();
    return value < 0 ? -1 : value > 0 ? 1 : 0;
  }
  return w_a.toBig().sign;
}

export function addInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) {
    const a = w_a.toWord();
    const b = w_b.toWord();
    if (addFits(a, b)) return newInt(a + b);
  }
  return newLong(bigAdd(w_a.toBig(), w_b.toBig()));
}

export function subtractInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) {
    const a = w_a.toWord();
    const b = w_b.toWord();
    if (subFits(a, b)) return newInt(a - b);
  }
  return newLong(bigSub(w_a.toBig(), w_b.toBig()));
}

export function multiplyInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) {
    const a = w_a.toWord();
    const b = w_b.toWord();
    if (mulFits(a, b)) return newInt(wordMul(a, b));
  }
  return newLong(bigMul(w_a.toBig(), w_b.toBig()));
}

export function negateInt(w_a: W_IntBase): W_IntBase {
  if (w_a.isWord()) {
    const a = w_a.toWord();
    if (subFits(0, a)) return newInt(0 - a);
  }
  return newLong(bigNegate(w_a.toBig()));
}

export function absInt(w_a: W_IntBase): W_IntBase {
  return intSign(w_a) < 0 ? negateInt(w_a) : exactInt(w_a);
}

export function invertInt(w_a: W_IntBase): W_IntBase {
  return subtractInts(newInt(-1), w_a);
}

export function floorDivideInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) {
    const divisor = w_b.toWord();
    if (divisor === 0) throw zeroDivisionError('integer division or modulo by zero');
    // The lowest word divided by -1 leaves the word.
    if (divisor === -1) return negateInt(w_a);
    return newInt(floorDiv(w_a.toWord(), divisor));
  }
  const divisor = w_b.toBig();
  if (divisor.sign === 0) throw zeroDivisionError('integer division or modulo by zero');
  return newLong(bigFloorDiv(w_a.toBig(), divisor));
}

export function moduloInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) {
    const divisor = w_b.toWord();
    if (divisor === 0) throw zeroDivisionError('integer division or modulo by zero');
    if (divisor === -1) return newInt(0);
    return newInt(floorMod(w_a.toWord(), divisor));
  }
  const divisor = w_b.toBig();
  if (divisor.sign === 0) throw zeroDivisionError('integer division or modulo by zero');
  return newLong(bigFloorMod(w_a.toBig(), divisor));
}

/** The quotient as a correctly rounded float. */
export function trueDivideInts(w_a: W_IntBase, w_b: W_IntBase): float {
  if (intSign(w_b) === 0) throw zeroDivisionError('division by zero');
  if (w_a.isWord() && w_b.isWord()) {
    const a = w_a.toWord();
    const b = w_b.toWord();
    if (bitLength(a) <= FLOAT_BITS && bitLength(b) <= FLOAT_BITS) return intToFloat(a) / intToFloat(b);
  }
  const result = bigTrueDivide(w_a.toBig(), w_b.toBig());
  if (result === Infinity || result === -Infinity) {
    throw overflowError('integer division result too large for a float');
  }
  return result;
}

/** The nearest float; OverflowError if it is too large. */
export function intAsFloat(w_a: W_IntBase): float {
  if (w_a.isWord()) {
    const value = w_a.toWord();
    if (bitLength(value) <= FLOAT_BITS) return intToFloat(value);
  }
  const result = bigToFloat(w_a.toBig());
  if (result === Infinity || result === -Infinity) throw overflowError('int too large to convert to float');
  return result;
}

function wordPower(base: int, exponent: int): int {
  let result = 1;
  let square = base;
  let rest = exponent;
  while (true) {
    if ((rest & 1) === 1) result = ovfMul(result, square);
    rest = rest >> 1;
    if (rest === 0) return result;
    square = ovfMul(square, square);
  }
}

/** a ** b for b >= 0. */
export function powerInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (!w_b.isWord()) {
    if (w_a.isWord()) {
      const base = w_a.toWord();
      if (base === 0 || base === 1) return newInt(base);
      if (base === -1) return newInt(((w_b.toBig().digits[0] as int) & 1) === 0 ? 1 : -1);
    }
    throw theOutOfMemory;
  }
  const exponent = w_b.toWord();
  if (w_a.isWord()) {
    const base = w_a.toWord();
    if (base === 0) return newInt(exponent === 0 ? 1 : 0);
    if (base === 1) return newInt(1);
    if (base === -1) return newInt(truncMod(exponent, 2) === 0 ? 1 : -1);
    if (exponent < 64) {
      try {
        return newInt(wordPower(base, exponent));
      } catch (e) {
        if (!(caught(e) instanceof Overflow)) throw e;
      }
    }
    if (base === 2) return shiftLeft(newInt(1), newInt(exponent));
  }
  const big = w_a.toBig();
  if (exponent > truncDiv(MAX_BITS, bigBitLength(big))) throw theOutOfMemory;
  return newLong(bigPow(big, exponent));
}

/** a ** b % m; b may be negative if a has an inverse. */
export function powerModulo(w_a: W_IntBase, w_b: W_IntBase, w_modulus: W_IntBase): W_IntBase {
  const modulus = w_modulus.toBig();
  if (modulus.sign === 0) throw valueError('pow() 3rd argument cannot be 0');
  const positive = bigAbs(modulus);
  if (positive.digits.length === 1 && positive.digits[0] === 1) return newInt(0);
  let exponent = w_b.toBig();
  let base = bigFloorMod(w_a.toBig(), positive);
  if (exponent.sign < 0) {
    base = modularInverse(base, positive);
    exponent = bigNegate(exponent);
  }
  const result = bigPowMod(base, exponent, positive);
  return newLong(modulus.sign < 0 && result.sign !== 0 ? bigAdd(result, modulus) : result);
}

/** The inverse of a modulo m by Euclid's extended algorithm; 0 <= a < m. */
function modularInverse(a: BigInteger, m: BigInteger): BigInteger {
  let x = a;
  let y = m;
  let factor = bigOne;
  let other = bigZero;
  while (y.sign !== 0) {
    const division = bigFloorDivMod(x, y);
    x = y;
    y = division.remainder;
    const next = bigSub(factor, bigMul(division.quotient, other));
    factor = other;
    other = next;
  }
  if (x.digits.length !== 1 || x.digits[0] !== 1) {
    throw valueError('base is not invertible for the given modulus');
  }
  return factor.sign < 0 ? bigAdd(factor, m) : factor;
}

export function shiftLeft(w_a: W_IntBase, w_count: W_IntBase): W_IntBase {
  if (intSign(w_count) < 0) throw valueError('negative shift count');
  if (intSign(w_a) === 0) return newInt(0);
  if (!w_count.isWord()) throw overflowError('too many digits in integer');
  const count = w_count.toWord();
  if (w_a.isWord()) {
    const a = w_a.toWord();
    if (shlFits(a, count)) return newInt(ovfShl(a, count));
  }
  if (count > MAX_BITS) throw theOutOfMemory;
  return newLong(bigShl(w_a.toBig(), count));
}

export function shiftRight(w_a: W_IntBase, w_count: W_IntBase): W_IntBase {
  if (intSign(w_count) < 0) throw valueError('negative shift count');
  if (!w_count.isWord()) return newInt(intSign(w_a) < 0 ? -1 : 0);
  const count = w_count.toWord();
  if (w_a.isWord()) return newInt(wordShr(w_a.toWord(), count));
  return newLong(bigShr(w_a.toBig(), count));
}

/** What `and` or `xor` makes of two words: it can be the integer below the lowest word. */
export function intOfBits(bits: int): W_IntBase {
  return bits < MIN_WORD ? newLong(bigSub(bigFromInt(MIN_WORD), bigOne)) : newInt(bits);
}

export function andInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) return intOfBits(wordAnd(w_a.toWord(), w_b.toWord()));
  return newLong(bigAnd(w_a.toBig(), w_b.toBig()));
}

export function orInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) return newInt(wordOr(w_a.toWord(), w_b.toWord()));
  return newLong(bigOr(w_a.toBig(), w_b.toBig()));
}

export function xorInts(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  if (w_a.isWord() && w_b.isWord()) return intOfBits(wordXor(w_a.toWord(), w_b.toWord()));
  return newLong(bigXor(w_a.toBig(), w_b.toBig()));
}

/** Bits of the magnitude. */
export function intBitLength(w_a: W_IntBase): int {
  return w_a.isWord() ? bitLength(w_a.toWord()) : bigBitLength(w_a.toBig());
}
