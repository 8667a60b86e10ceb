/**
 * Big integers from and to text.
 *
 * Short ones go through groups of as many figures as a digit holds, in quadratic time. Long ones are split in halves, at powers of the base
 * each of which is the square of the one before.
 */
import type { FixedArray } from './array.js';
import { newByteArray, sliceFixed } from './array.js';
import type { BigInteger } from './bigint.js';
import {
  bigAdd,
  bigBitLength,
  bigCompare,
  bigFromInt,
  bigFromParts,
  bigMul,
  bigPow,
  bigTruncDivMod,
  bigValue,
  bitsAt,
  PART_BITS,
} from './bigint.js';
import { bytesToString, StringBuilder } from './bytes.js';
import type { Digits } from './digit.js';
import { DIGIT_BITS, digitCarry, digitLow, digitMulHigh, digitMulLow, newDigits } from './digit.js';
import { bitLength, intMax, truncDiv, truncMod } from './int.js';
import { divideByDigit } from './magnitude.js';
import type { int } from './types.js';

/** Groups of figures in what is not split any more. */
const UNSPLIT_GROUPS: int = 12;

/** Thousandths of bits of a figure, by base; rounded up. */
const figureBits: FixedArray<int> = Array.from({ length: 37 }, (_, base) =>
  Math.ceil(Math.log2(Math.max(base, 1)) * 1000),
);

/** How many figures of a base a digit holds. */
function groupWidth(base: int): int {
  return truncDiv(DIGIT_BITS * 1000, figureBits[base] as int);
}

function wordPower(base: int, exponent: int): int {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= base;
  return power;
}

/** The powers of a base at which texts are split. */
class SplitPowers {
  readonly group: int;
  readonly groupPower: int;
  /** How many figures the first of them stands for: `UNSPLIT_GROUPS` groups. */
  readonly unit: int;
  readonly powers: BigInteger[] = [];

  constructor(readonly base: int) {
    this.group = groupWidth(base);
    this.groupPower = wordPower(base, this.group);
    this.unit = UNSPLIT_GROUPS * this.group;
  }

  last(): BigInteger {
    return this.powers[this.powers.length - 1] as BigInteger;
  }

  grow(): void {
    const isEmpty = this.powers.length === 0;
    this.powers.push(
      isEmpty ? bigPow(bigFromInt(this.groupPower), UNSPLIT_GROUPS) : bigMul(this.last(), this.last()),
    );
  }
}

/** Decimal digits of the magnitude, with a sign. */
export function bigToDecimal(a: BigInteger): string {
  if (a.sign === 0) return '0';
  const sign = a.sign < 0 ? '-' : '';
  if (a.digits.length <= UNSPLIT_GROUPS) return sign + smallDecimal(a.digits, 0);
  const split = new SplitPowers(10);
  const bits = bigBitLength(a);
  split.grow();
  while (bigBitLength(split.last()) * 2 <= bits) split.grow();
  const builder = new StringBuilder();
  builder.append(sign);
  appendDecimal(builder, bigValue(a.digits, 1), split, split.powers.length - 1, 0);
  return builder.build();
}

/** Figures of a value below the square of the power of a level, with zeros before them up to a width. */
function appendDecimal(
  builder: StringBuilder,
  a: BigInteger,
  split: SplitPowers,
  level: int,
  width: int,
): void {
  if (level < 0) {
    builder.append(smallDecimal(a.digits, width));
    return;
  }
  const power = split.powers[level] as BigInteger;
  if (bigCompare(a, power) < 0) {
    appendDecimal(builder, a, split, level - 1, width);
    return;
  }
  const low = split.unit * wordPower(2, level);
  const division = bigTruncDivMod(a, power);
  appendDecimal(builder, division.quotient, split, level - 1, width === 0 ? 0 : width - low);
  appendDecimal(builder, division.remainder, split, level - 1, low);
}

/** The same of a short magnitude: group after group from the end. */
function smallDecimal(a: Digits, width: int): string {
  const group = groupWidth(10);
  const power = wordPower(10, group);
  // A digit has fewer bits than a group and two figures.
  const room = intMax(width, a.length * (group + 2));
  const bytes = newByteArray(room);
  const digits = sliceFixed(a, 0, a.length);
  let count = a.length;
  let at = room;
  while (count > 0) {
    let rest = divideByDigit(digits, count, power, digits);
    while (count > 0 && digits[count - 1] === 0) count--;
    // All but the highest group have their zeros.
    const end = count > 0 ? at - group : at;
    while (rest > 0 || at > end) {
      const tenth = truncDiv(rest, 10);
      at--;
      bytes[at] = 48 + rest - tenth * 10;
      rest = tenth;
    }
  }
  while (room - at < width) {
    at--;
    bytes[at] = 48;
  }
  return bytesToString(bytes, at, room);
}

/** The value of digits in a base up to 36; the caller has checked them. */
export function bigFromText(text: string, base: int): BigInteger {
  if ((base & (base - 1)) === 0) return fromBits(text, bitLength(base) - 1);
  const split = new SplitPowers(base);
  const length = text.length;
  while (split.unit * wordPower(2, split.powers.length) < length) split.grow();
  return fromRange(text, 0, length, split, split.powers.length - 1);
}

function fromBits(text: string, width: int): BigInteger {
  const parts: int[] = [];
  for (let i = text.length - 1; i >= 0; i--) parts.push(digitValue(text.charCodeAt(i)));
  return bigFromParts(parts, width, 1);
}

/** The value of a range that is at most twice as long as what the power of a level stands for. */
function fromRange(text: string, start: int, end: int, split: SplitPowers, level: int): BigInteger {
  if (level < 0) return fromSmall(text, start, end, split);
  const low = split.unit * wordPower(2, level);
  if (end - start <= low) return fromRange(text, start, end, split, level - 1);
  const high = fromRange(text, start, end - low, split, level - 1);
  const shifted = bigMul(high, split.powers[level] as BigInteger);
  return bigAdd(shifted, fromRange(text, end - low, end, split, level - 1));
}

function fromSmall(text: string, start: int, end: int, split: SplitPowers): BigInteger {
  const digits = newDigits(truncDiv((end - start) * bitLength(split.base), DIGIT_BITS) + 1);
  // The first group is what the others leave, so that they are whole.
  let used = 0;
  let at = start;
  while (at < end) {
    const rest = truncMod(end - at, split.group);
    const next = at + (rest === 0 ? split.group : rest);
    let carry = 0;
    for (; at < next; at++) carry = carry * split.base + digitValue(text.charCodeAt(at));
    used = appendGroup(digits, used, split.groupPower, carry);
  }
  return bigValue(digits, 1);
}

/** Multiplies the first `used` digits, and adds; gives the number of digits then. */
function appendGroup(digits: Digits, used: int, factor: int, group: int): int {
  let carry = group;
  for (let i = 0; i < used; i++) {
    const digit = digits[i] as int;
    const sum = digitMulLow(digit, factor) + carry;
    digits[i] = digitLow(sum);
    carry = digitMulHigh(digit, factor) + digitCarry(sum);
  }
  if (carry === 0) return used;
  digits[used] = carry;
  return used + 1;
}

/** The value of a digit or letter, up to 35; 99 if it is none. */
export function digitValue(c: int): int {
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 97 && c <= 122) return c - 87;
  if (c >= 65 && c <= 90) return c - 55;
  return 99;
}

/** Digits in a base that is a power of two (2, 8, 16), without sign. */
export function bigToRadixBits(a: BigInteger, bitsPerDigit: int): string {
  if (a.sign === 0) return '0';
  const count = truncDiv(bigBitLength(a) + bitsPerDigit - 1, bitsPerDigit);
  const bytes = newByteArray(count);
  // Several figures at a time are taken from the digits.
  const group = truncDiv(PART_BITS, bitsPerDigit);
  let end = count;
  for (let from = 0; end > 0; from += group * bitsPerDigit) {
    let part = bitsAt(a, from, group * bitsPerDigit);
    const start = intMax(end - group, 0);
    while (end > start) {
      const digit = part & ((1 << bitsPerDigit) - 1);
      end--;
      bytes[end] = digit < 10 ? 48 + digit : 87 + digit;
      part = part >> bitsPerDigit;
    }
  }
  return bytesToString(bytes, 0, count);
}
