/** Module `math`: functions of integers. */
import type { BigInteger } from '../../../rlib/bigint.js';
import {
  bigAdd,
  bigBitLength,
  bigCompare,
  bigFromInt,
  bigMul,
  bigOne,
  bigShl,
  bigShr,
  bigSub,
  bigToWord,
  bigTruncDivMod,
} from '../../../rlib/bigint.js';
import {
  bitLength,
  floatToInt,
  intToFloat,
  mulFits,
  truncDiv,
  truncMod,
  WORD_BITS,
  wordMul,
} from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { index } from '../../interp/convert.js';
import { overflowError, valueError } from '../../interp/errors.js';
import { absInt, floorDivideInts, intSign, multiplyInts } from '../../objects/int-arith.js';
import { newLong } from '../../objects/int-ops.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { func } from '../../objects/typedef.js';
import { newInt } from '../../objects/w-int.js';
import type { W_IntBase } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import type { W_Tuple } from '../../objects/w-tuple.js';

/** The product of a few numbers from a word on; several at a time while their product is a word. */
function smallProduct(first: int, count: int): BigInteger {
  let product = bigOne;
  let word = first;
  for (let i = 1; i < count; i++) {
    const factor = first + i;
    if (mulFits(word, factor)) {
      word = wordMul(word, factor);
    } else {
      product = bigMul(product, bigFromInt(word));
      word = factor;
    }
  }
  return bigMul(product, bigFromInt(word));
}

/** The product first * (first + 1) * ... of `count` numbers, by halves, so that factors are of like size. */
function productTree(first: BigInteger, count: int): BigInteger {
  if (count === 1) return first;
  if (count <= 16 && bigBitLength(first) < WORD_BITS) return smallProduct(bigToWord(first), count);
  const half = truncDiv(count, 2);
  return bigMul(productTree(first, half), productTree(bigAdd(first, bigFromInt(half)), count - half));
}

function factorial(w_x: W_Root): W_Root {
  const w_n = index(w_x);
  if (intSign(w_n) < 0) throw valueError('factorial() not defined for negative values');
  if (!w_n.isWord()) throw overflowError('factorial() argument should not exceed 9223372036854775807');
  const n = w_n.toWord();
  return n < 2 ? newInt(1) : newLong(productTree(bigOne, n));
}

/** n! / (n-k)! */
function fallingProduct(n: BigInteger, k: int): BigInteger {
  if (k === 0) return bigOne;
  return productTree(bigAdd(bigSub(n, bigFromInt(k)), bigOne), k);
}

function checkedCount(w_x: W_Root, name: string): W_IntBase {
  const w_n = index(w_x);
  if (intSign(w_n) < 0) throw valueError(`${name} must be a non-negative integer`);
  return w_n;
}

function perm(w_n: W_Root, w_k: W_Root | null): W_Root {
  if (w_k === null || w_k === w_None) return factorial(w_n);
  const w_from = index(w_n);
  const w_choose = index(w_k);
  if (intSign(w_from) < 0) throw valueError('n must be a non-negative integer');
  if (intSign(w_choose) < 0) throw valueError('k must be a non-negative integer');
  if (bigCompare(w_choose.toBig(), w_from.toBig()) > 0) return newInt(0);
  if (!w_choose.isWord()) throw overflowError('k must not exceed 9223372036854775807');
  return newLong(fallingProduct(w_from.toBig(), w_choose.toWord()));
}

function comb(w_n: W_Root, w_k: W_Root): W_Root {
  const from = checkedCount(w_n, 'n').toBig();
  let choose = checkedCount(w_k, 'k').toBig();
  if (bigCompare(choose, from) > 0) return newInt(0);
  const other = bigSub(from, choose);
  if (bigCompare(other, choose) < 0) choose = other;
  const w_count = newLong(choose);
  if (!w_count.isWord()) throw overflowError('min(n - k, k) must not exceed 9223372036854775807');
  const count = w_count.toWord();
  if (count === 0) return newInt(1);
  return newLong(bigTruncDivMod(fallingProduct(from, count), productTree(bigOne, count)).quotient);
}

function wordGcd(a: int, b: int): int {
  let x = a;
  let y = b;
  while (y !== 0) {
    const rest = truncMod(x, y);
    x = y;
    y = rest;
  }
  return x;
}

/** The greatest common divisor, not negative. Euclid's algorithm, in words as soon as the numbers fit. */
function gcdOf(w_a: W_IntBase, w_b: W_IntBase): W_IntBase {
  let w_x = absInt(w_a);
  let w_y = absInt(w_b);
  while (intSign(w_y) !== 0) {
    if (w_x.isWord() && w_y.isWord()) return newInt(wordGcd(w_x.toWord(), w_y.toWord()));
    const w_rest = newLong(bigTruncDivMod(w_x.toBig(), w_y.toBig()).remainder);
    w_x = w_y;
    w_y = w_rest;
  }
  return w_x;
}

function gcd(w_args: W_Tuple): W_Root {
  let w_result: W_IntBase = newInt(0);
  for (const w_arg of w_args.items) w_result = gcdOf(w_result, index(w_arg));
  return w_result;
}

function lcm(w_args: W_Tuple): W_Root {
  let w_result: W_IntBase = newInt(1);
  for (const w_arg of w_args.items) {
    const w_value = index(w_arg);
    if (intSign(w_result) === 0) continue;
    if (intSign(w_value) === 0) {
      w_result = newInt(0);
    } else {
      w_result = absInt(multiplyInts(floorDivideInts(w_result, gcdOf(w_result, w_value)), w_value));
    }
  }
  return w_result;
}

/** floor(sqrt(n)) of a word that is exact as a float. */
function wordRoot(n: int): int {
  let root = floatToInt(Math.sqrt(intToFloat(n)));
  while (root * root > n) root--;
  return root;
}

/**
 * floor(sqrt(n)): the root of the upper half of the bits, then one step of Newton's method, which doubles the correct
 * bits; what is left is one or two.
 */
export function bigRoot(n: BigInteger): BigInteger {
  const bits = bigBitLength(n);
  if (bits <= 50) return bigFromInt(wordRoot(bigToWord(n)));
  const half = (bits - 1) >> 2;
  const guess = bigShl(bigAdd(bigRoot(bigShr(n, 2 * half)), bigOne), half);
  let root = bigShr(bigAdd(guess, bigTruncDivMod(n, guess).quotient), 1);
  while (bigCompare(bigMul(root, root), n) > 0) root = bigSub(root, bigOne);
  return root;
}

function isqrt(w_n: W_Root): W_Root {
  const w_int = index(w_n);
  if (intSign(w_int) < 0) throw valueError('isqrt() argument must be nonnegative');
  if (w_int.isWord() && bitLength(w_int.toWord()) <= 50) return newInt(wordRoot(w_int.toWord()));
  return newLong(bigRoot(w_int.toBig()));
}

export const integerRows: readonly Row[] = [
  func(
    'comb',
    '($module, n, k, /)',
    comb,
    'Number of ways to choose k items from n items without repetition and without order.',
  ),
  func(
    'factorial',
    '($module, n, /)',
    factorial,
    'Find n!.\n\nRaise a ValueError if x is negative or non-integral.',
  ),
  func('gcd', '($module, *integers)', gcd, 'Greatest Common Divisor.'),
  func('isqrt', '($module, n, /)', isqrt, 'Return the integer part of the square root of the input.'),
  func('lcm', '($module, *integers)', lcm, 'Least Common Multiple.'),
  func(
    'perm',
    '($module, n, k=None, /)',
    perm,
    'Number of ways to choose k items from n items without repetition and with order.',
  ),
];
