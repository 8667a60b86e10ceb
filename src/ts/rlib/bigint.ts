/**
 * Integers of any size: sign and magnitude, digits of 26 bits, least significant first.
 *
 * 26 bits let a product of digits plus two carries stay inside a hosted word (53 bits), so that one source serves both lives.
 * Values are immutable and normalized: no leading zero digits, zero has sign 0.
 */
import type { FixedArray } from './array.js';
import { copyItems, newFixedArray } from './array.js';
import { intToString, repeatString } from './bytes.js';
import { bitLength, floatToInt, floorDiv, intToFloat, truncDiv, truncMod, WORD_BITS } from './int.js';
import type { float, int } from './types.js';

export const DIGIT_BITS: int = 26;
export const DIGIT_BASE: int = 0x4000000;
const DIGIT_MASK: int = DIGIT_BASE - 1;

/** Digits are in a plain array: hosted, a typed array takes ten times as long to make. */
export type Digits = FixedArray<int>;

function newDigits(count: int): Digits {
  return newFixedArray<int>(count, 0);
}

export class BigInteger {
  constructor(
    /** -1, 0 or 1. */
    readonly sign: int,
    readonly digits: Digits,
  ) {}
}

export function bigFromInt(value: int): BigInteger {
  if (value === 0) return bigZero;
  let magnitude = value < 0 ? -value : value;
  let count = 0;
  for (let rest = magnitude; rest > 0; rest = truncDiv(rest, DIGIT_BASE)) count++;
  const digits = newDigits(count);
  for (let i = 0; i < count; i++) {
    digits[i] = truncMod(magnitude, DIGIT_BASE);
    magnitude = truncDiv(magnitude, DIGIT_BASE);
  }
  return new BigInteger(value < 0 ? -1 : 1, digits);
}

export const bigZero: BigInteger = new BigInteger(0, newDigits(0));

/** From digits of 15 bits, least significant first (marshal's form). */
export function bigFromDigits15(parts: int[], negative: boolean): BigInteger {
  const digits: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < parts.length; i++) {
    carry += (parts[i] as int) * (1 << bits);
    bits += 15;
    if (bits >= DIGIT_BITS) {
      digits.push(truncMod(carry, DIGIT_BASE));
      carry = truncDiv(carry, DIGIT_BASE);
      bits -= DIGIT_BITS;
    }
  }
  digits.push(truncMod(carry, DIGIT_BASE));
  digits.push(truncDiv(carry, DIGIT_BASE));
  return normalizedBig(digits, negative ? -1 : 1);
}

/** A value of digits that may have leading zeros. */
export function normalizedBig(digits: int[], sign: int): BigInteger {
  let count = digits.length;
  while (count > 0 && digits[count - 1] === 0) count--;
  if (count === 0) return bigZero;
  const items = newDigits(count);
  for (let i = 0; i < count; i++) items[i] = digits[i] as int;
  return new BigInteger(sign, items);
}

/** Whether a value fits a word: words are symmetric. */
export function bigFitsWord(a: BigInteger): boolean {
  return bigBitLength(a) <= WORD_BITS;
}

/** The word of a value that fits it. */
export function bigToWord(a: BigInteger): int {
  let result = 0;
  for (let i = a.digits.length - 1; i >= 0; i--) result = result * DIGIT_BASE + (a.digits[i] as int);
  return a.sign < 0 ? -result : result;
}

/** Digits of 15 bits of the magnitude, least significant first (marshal's form). */
export function bigToDigits15(a: BigInteger): int[] {
  const parts: int[] = [];
  let carry = 0;
  let bits = 0;
  for (let i = 0; i < a.digits.length; i++) {
    carry += (a.digits[i] as int) * (1 << bits);
    bits += DIGIT_BITS;
    while (bits >= 15) {
      parts.push(truncMod(carry, 32768));
      carry = truncDiv(carry, 32768);
      bits -= 15;
    }
  }
  while (carry > 0) {
    parts.push(truncMod(carry, 32768));
    carry = truncDiv(carry, 32768);
  }
  while (parts.length > 0 && parts[parts.length - 1] === 0) parts.pop();
  return parts;
}

export const bigOne: BigInteger = bigFromInt(1);

/** Compares magnitudes: negative, 0, positive. */
function compareMagnitudes(a: Digits, b: Digits): int {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  for (let i = a.length - 1; i >= 0; i--) {
    const difference = (a[i] as int) - (b[i] as int);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Compares values: negative, 0, positive. */
export function bigCompare(a: BigInteger, b: BigInteger): int {
  if (a.sign !== b.sign) return a.sign - b.sign;
  const order = compareMagnitudes(a.digits, b.digits);
  return a.sign < 0 ? -order : order;
}

/** A value of a fresh array that may have leading zeros. */
function fromDigits(digits: Digits, sign: int): BigInteger {
  let count = digits.length;
  while (count > 0 && digits[count - 1] === 0) count--;
  if (count === 0) return bigZero;
  if (count === digits.length) return new BigInteger(sign, digits);
  const trimmed = newDigits(count);
  for (let i = 0; i < count; i++) trimmed[i] = digits[i] as int;
  return new BigInteger(sign, trimmed);
}

function addMagnitudes(a: Digits, b: Digits): Digits {
  if (a.length < b.length) return addMagnitudes(b, a);
  const result = newDigits(a.length);
  const common = b.length;
  let carry = 0;
  for (let i = 0; i < common; i++) {
    carry += (a[i] as int) + (b[i] as int);
    result[i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
  for (let i = common; i < a.length; i++) {
    carry += a[i] as int;
    result[i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
  if (carry === 0) return result;
  const longer = newDigits(a.length + 1);
  copyItems(result, 0, longer, 0, a.length);
  longer[a.length] = carry;
  return longer;
}

/** a - b for magnitudes with a >= b. */
function subMagnitudes(a: Digits, b: Digits): Digits {
  const result = newDigits(a.length);
  const common = b.length;
  let borrow = 0;
  for (let i = 0; i < common; i++) {
    borrow += (a[i] as int) - (b[i] as int);
    result[i] = borrow & DIGIT_MASK;
    borrow >>= DIGIT_BITS;
  }
  for (let i = common; i < a.length; i++) {
    borrow += a[i] as int;
    result[i] = borrow & DIGIT_MASK;
    borrow >>= DIGIT_BITS;
  }
  return result;
}

export function bigNegate(a: BigInteger): BigInteger {
  return a.sign === 0 ? a : new BigInteger(-a.sign, a.digits);
}

export function bigAbs(a: BigInteger): BigInteger {
  return a.sign < 0 ? new BigInteger(1, a.digits) : a;
}

export function bigAdd(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign === 0) return b;
  if (b.sign === 0) return a;
  if (a.sign === b.sign) return fromDigits(addMagnitudes(a.digits, b.digits), a.sign);
  const order = compareMagnitudes(a.digits, b.digits);
  if (order === 0) return bigZero;
  if (order > 0) return fromDigits(subMagnitudes(a.digits, b.digits), a.sign);
  return fromDigits(subMagnitudes(b.digits, a.digits), b.sign);
}

export function bigSub(a: BigInteger, b: BigInteger): BigInteger {
  return bigAdd(a, bigNegate(b));
}

/** Operands with more digits than this are split (Karatsuba and Ofman 1962). */
const KARATSUBA_CUTOFF: int = 40;

function mulSchoolbook(a: Digits, b: Digits): Digits {
  // The bits of a product are the sum of its factors' bits, or one less: mostly the array gets no zero on top.
  const aLast = a.length - 1;
  const bLast = b.length - 1;
  if (aLast < 0 || bLast < 0) return newDigits(0);
  const bits = DIGIT_BITS * (aLast + bLast) + bitLength(a[aLast] as int) + bitLength(b[bLast] as int);
  const count = truncDiv(bits + DIGIT_BITS - 1, DIGIT_BITS);
  const result = newDigits(count);
  for (let i = 0; i <= aLast; i++) {
    const digit = a[i] as int;
    let carry = 0;
    if (digit !== 0) {
      for (let j = 0; j <= bLast; j++) {
        // At most (2^26 - 1)^2 + 2 * (2^26 - 1) < 2^52: a word in both lives.
        const sum = digit * (b[j] as int) + (result[i + j] as int) + carry;
        carry = truncDiv(sum, DIGIT_BASE);
        result[i + j] = (sum - carry * DIGIT_BASE) | 0;
      }
      if (carry !== 0) result[i + b.length] = carry;
    }
  }
  return result;
}

function sliceDigits(a: Digits, from: int, to: int): Digits {
  const end = to < a.length ? to : a.length;
  let count = end - from;
  while (count > 0 && a[from + count - 1] === 0) count--;
  const result = newDigits(count < 0 ? 0 : count);
  for (let i = 0; i < count; i++) result[i] = a[from + i] as int;
  return result;
}

/** result += part * base^at; there is room. */
function addInto(result: Digits, part: Digits, at: int): void {
  let carry = 0;
  let i = 0;
  for (; i < part.length; i++) {
    carry += (result[at + i] as int) + (part[i] as int);
    result[at + i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
  for (; carry !== 0; i++) {
    carry += result[at + i] as int;
    result[at + i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
}

/** result -= part * base^at; it stays positive. */
function subFrom(result: Digits, part: Digits, at: int): void {
  let borrow = 0;
  let i = 0;
  for (; i < part.length; i++) {
    borrow += (result[at + i] as int) - (part[i] as int);
    result[at + i] = borrow & DIGIT_MASK;
    borrow >>= DIGIT_BITS;
  }
  for (; borrow !== 0; i++) {
    borrow += result[at + i] as int;
    result[at + i] = borrow & DIGIT_MASK;
    borrow >>= DIGIT_BITS;
  }
}

function mulMagnitudes(a: Digits, b: Digits): Digits {
  if (a.length > b.length) return mulMagnitudes(b, a);
  if (a.length <= KARATSUBA_CUTOFF) return mulSchoolbook(a, b);
  const result = newDigits(a.length + b.length + 1);
  if (2 * a.length <= b.length) {
    // Very unlike sizes: the longer one in pieces of the shorter one's size.
    for (let at = 0; at < b.length; at += a.length) {
      addInto(result, mulMagnitudes(a, sliceDigits(b, at, at + a.length)), at);
    }
    return result;
  }
  const half = b.length >> 1;
  const aLow = sliceDigits(a, 0, half);
  const aHigh = sliceDigits(a, half, a.length);
  const bLow = sliceDigits(b, 0, half);
  const bHigh = sliceDigits(b, half, b.length);
  const low = mulMagnitudes(aLow, bLow);
  const high = mulMagnitudes(aHigh, bHigh);
  const aSum = addMagnitudes(aLow, aHigh);
  const bSum = addMagnitudes(bLow, bHigh);
  const cross = mulMagnitudes(sliceDigits(aSum, 0, aSum.length), sliceDigits(bSum, 0, bSum.length));
  subFrom(cross, sliceDigits(low, 0, low.length), 0);
  subFrom(cross, sliceDigits(high, 0, high.length), 0);
  addInto(result, sliceDigits(low, 0, low.length), 0);
  addInto(result, sliceDigits(high, 0, high.length), 2 * half);
  addInto(result, sliceDigits(cross, 0, cross.length), half);
  return result;
}

export function bigMul(a: BigInteger, b: BigInteger): BigInteger {
  if (a.sign === 0 || b.sign === 0) return bigZero;
  return fromDigits(mulMagnitudes(a.digits, b.digits), a.sign * b.sign);
}

/** Quotient and remainder. */
export class BigDivision {
  constructor(
    readonly quotient: BigInteger,
    readonly remainder: BigInteger,
  ) {}
}

/** Divides a magnitude by one digit. */
function divideByDigit(a: Digits, divisor: int, quotient: Digits): int {
  let remainder = 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const value = remainder * DIGIT_BASE + (a[i] as int);
    const digit = floorDiv(value, divisor);
    quotient[i] = digit;
    remainder = value - digit * divisor;
  }
  return remainder;
}

/** Schoolbook division of magnitudes, a >= b, b of two digits or more (Knuth, TAOCP 2, 4.3.1, algorithm D). */
function divideMagnitudes(a: Digits, b: Digits): BigDivision {
  const shift = DIGIT_BITS - (32 - Math.clz32(b[b.length - 1] as int));
  const u = shiftLeftDigits(a, shift, a.length + 1);
  const v = shiftLeftDigits(b, shift, b.length);
  const n = b.length;
  const m = a.length - n;
  const quotient = newDigits(m + 1);
  const top = v[n - 1] as int;
  const second = v[n - 2] as int;
  for (let j = m; j >= 0; j--) {
    const numerator = (u[j + n] as int) * DIGIT_BASE + (u[j + n - 1] as int);
    let digit = floorDiv(numerator, top);
    let rest = numerator - digit * top;
    while (digit >= DIGIT_BASE || digit * second > rest * DIGIT_BASE + (u[j + n - 2] as int)) {
      digit--;
      rest += top;
      if (rest >= DIGIT_BASE) break;
    }
    let borrow = 0;
    let carry = 0;
    for (let i = 0; i < n; i++) {
      const product = digit * (v[i] as int) + carry;
      carry = truncDiv(product, DIGIT_BASE);
      borrow += (u[i + j] as int) - (product - carry * DIGIT_BASE);
      u[i + j] = borrow & DIGIT_MASK;
      borrow >>= DIGIT_BITS;
    }
    borrow += (u[j + n] as int) - carry;
    u[j + n] = borrow & DIGIT_MASK;
    if (borrow < 0) {
      digit--;
      carry = 0;
      for (let i = 0; i < n; i++) {
        carry += (u[i + j] as int) + (v[i] as int);
        u[i + j] = carry & DIGIT_MASK;
        carry >>= DIGIT_BITS;
      }
      u[j + n] = ((u[j + n] as int) + carry) & DIGIT_MASK;
    }
    quotient[j] = digit;
  }
  return new BigDivision(fromDigits(quotient, 1), bigShr(fromDigits(sliceDigits(u, 0, n), 1), shift));
}

/** Digits shifted left by fewer bits than a digit has, in `count` digits. */
function shiftLeftDigits(a: Digits, shift: int, count: int): Digits {
  const result = newDigits(count);
  let carry = 0;
  for (let i = 0; i < count; i++) {
    const digit = i < a.length ? (a[i] as int) : 0;
    // A digit of 26 bits shifted by up to 25: below 2^51.
    const value = digit * (1 << shift) + carry;
    carry = truncDiv(value, DIGIT_BASE);
    result[i] = value - carry * DIGIT_BASE;
  }
  return result;
}

/** Division rounded towards zero; b is not 0. */
export function bigTruncDivMod(a: BigInteger, b: BigInteger): BigDivision {
  if (compareMagnitudes(a.digits, b.digits) < 0) return new BigDivision(bigZero, a);
  let magnitudes: BigDivision;
  if (b.digits.length === 1) {
    const quotient = newDigits(a.digits.length);
    const remainder = divideByDigit(a.digits, b.digits[0] as int, quotient);
    magnitudes = new BigDivision(fromDigits(quotient, 1), bigFromInt(remainder));
  } else {
    magnitudes = divideMagnitudes(a.digits, b.digits);
  }
  const quotient = a.sign === b.sign ? magnitudes.quotient : bigNegate(magnitudes.quotient);
  const remainder = a.sign < 0 ? bigNegate(magnitudes.remainder) : magnitudes.remainder;
  return new BigDivision(quotient, remainder);
}

/** Division rounded towards minus infinity; b is not 0. */
export function bigFloorDivMod(a: BigInteger, b: BigInteger): BigDivision {
  const result = bigTruncDivMod(a, b);
  if (result.remainder.sign !== 0 && result.remainder.sign !== b.sign) {
    return new BigDivision(bigSub(result.quotient, bigOne), bigAdd(result.remainder, b));
  }
  return result;
}

/** a << count, count >= 0. */
export function bigShl(a: BigInteger, count: int): BigInteger {
  if (a.sign === 0 || count === 0) return a;
  const whole = truncDiv(count, DIGIT_BITS);
  const shifted = shiftLeftDigits(a.digits, count - whole * DIGIT_BITS, a.digits.length + 1);
  const result = newDigits(whole + shifted.length);
  for (let i = 0; i < shifted.length; i++) result[whole + i] = shifted[i] as int;
  return fromDigits(result, a.sign);
}

/** a >> count, count >= 0, rounded towards minus infinity. */
export function bigShr(a: BigInteger, count: int): BigInteger {
  if (a.sign === 0 || count === 0) return a;
  const whole = truncDiv(count, DIGIT_BITS);
  const bits = count - whole * DIGIT_BITS;
  const length = a.digits.length - whole;
  if (length <= 0) return a.sign < 0 ? bigFromInt(-1) : bigZero;
  const result = newDigits(length);
  for (let i = 0; i < length; i++) {
    const low = (a.digits[whole + i] as int) >> bits;
    const next = whole + i + 1 < a.digits.length ? (a.digits[whole + i + 1] as int) : 0;
    result[i] = low | ((next << (DIGIT_BITS - bits)) & DIGIT_MASK);
  }
  const shifted = fromDigits(result, a.sign);
  if (a.sign > 0) return shifted;
  let lost = ((a.digits[whole] as int) & ((1 << bits) - 1)) !== 0;
  for (let i = 0; i < whole && !lost; i++) lost = a.digits[i] !== 0;
  return lost ? bigSub(shifted, bigOne) : shifted;
}

/** Digits of a in two's complement, sign-extended to `count`. */
function complementDigits(a: BigInteger, count: int): Digits {
  const result = newDigits(count);
  for (let i = 0; i < a.digits.length; i++) result[i] = a.digits[i] as int;
  if (a.sign >= 0) return result;
  let carry = 1;
  for (let i = 0; i < count; i++) {
    carry += ~(result[i] as int) & DIGIT_MASK;
    result[i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
  return result;
}

const enum Bitwise {
  AND,
  OR,
  XOR,
}

function bitwise(a: BigInteger, b: BigInteger, op: Bitwise): BigInteger {
  const count = (a.digits.length > b.digits.length ? a.digits.length : b.digits.length) + 1;
  const x = complementDigits(a, count);
  const y = complementDigits(b, count);
  for (let i = 0; i < count; i++) {
    const left = x[i] as int;
    const right = y[i] as int;
    x[i] = op === Bitwise.AND ? left & right : op === Bitwise.OR ? left | right : left ^ right;
  }
  if (((x[count - 1] as int) & (DIGIT_BASE >> 1)) === 0) return fromDigits(x, 1);
  let carry = 1;
  for (let i = 0; i < count; i++) {
    carry += ~(x[i] as int) & DIGIT_MASK;
    x[i] = carry & DIGIT_MASK;
    carry >>= DIGIT_BITS;
  }
  return fromDigits(x, -1);
}

export function bigAnd(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.AND);
}

export function bigOr(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.OR);
}

export function bigXor(a: BigInteger, b: BigInteger): BigInteger {
  return bitwise(a, b, Bitwise.XOR);
}

/** Bits of the magnitude. */
export function bigBitLength(a: BigInteger): int {
  const count = a.digits.length;
  if (count === 0) return 0;
  return (count - 1) * DIGIT_BITS + 32 - Math.clz32(a.digits[count - 1] as int);
}

/** a ** exponent, exponent >= 0. */
export function bigPow(a: BigInteger, exponent: int): BigInteger {
  let result = bigOne;
  let square = a;
  let rest = exponent;
  while (rest > 0) {
    if (truncMod(rest, 2) === 1) result = bigMul(result, square);
    rest = truncDiv(rest, 2);
    if (rest > 0) square = bigMul(square, square);
  }
  return result;
}

const CHUNK_DIGITS: int = 7;
const CHUNK: int = 10000000;

/** Values with more digits than this are split in halves for conversion. */
const SPLIT_CUTOFF: int = 60;

/** Decimal digits of the magnitude, with a sign. */
export function bigToDecimal(a: BigInteger): string {
  if (a.sign === 0) return '0';
  const magnitude = a.sign < 0 ? bigNegate(a) : a;
  const text = decimalOf(magnitude);
  return a.sign < 0 ? `-${text}` : text;
}

function decimalOf(a: BigInteger): string {
  if (a.digits.length <= SPLIT_CUTOFF) return decimalSmall(a);
  // About half of the decimal digits: log10(2) is 0.30103.
  const half = truncDiv(bigBitLength(a) * 15051, 100000);
  const division = bigTruncDivMod(a, bigPow(bigFromInt(10), half));
  const low = decimalOf(division.remainder);
  return decimalOf(division.quotient) + repeatString('0', half - low.length) + low;
}

function decimalSmall(a: BigInteger): string {
  if (a.sign === 0) return '0';
  let text = '';
  let digits = a.digits;
  for (;;) {
    const quotient = newDigits(digits.length);
    const chunk = divideByDigit(digits, CHUNK, quotient);
    digits = sliceDigits(quotient, 0, quotient.length);
    const part = intToString(chunk);
    if (digits.length === 0) return part + text;
    text = repeatString('0', CHUNK_DIGITS - part.length) + part + text;
  }
}

/** The value of digits in a base up to 36; the caller has checked them. */
export function bigFromText(text: string, base: int): BigInteger {
  if (text.length > 400) {
    const half = text.length >> 1;
    const high = bigFromText(text.slice(0, text.length - half), base);
    const low = bigFromText(text.slice(text.length - half, text.length), base);
    return bigAdd(bigMul(high, bigPow(bigFromInt(base), half)), low);
  }
  let digits: Digits = newDigits(truncDiv(text.length * 6, DIGIT_BITS) + 1);
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    let carry = digitValue(text.charCodeAt(i));
    for (let j = 0; j < used; j++) {
      const value = (digits[j] as int) * base + carry;
      carry = truncDiv(value, DIGIT_BASE);
      digits[j] = value - carry * DIGIT_BASE;
    }
    if (carry > 0) digits[used++] = carry;
  }
  digits = sliceDigits(digits, 0, used);
  return fromDigits(digits, 1);
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
  let text = '';
  for (let i = 0; i < count; i++) {
    let digit = 0;
    for (let bit = 0; bit < bitsPerDigit; bit++) digit |= bitAt(a, i * bitsPerDigit + bit) << bit;
    text = RADIX_DIGITS.slice(digit, digit + 1) + text;
  }
  return text;
}

const RADIX_DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A bit of the magnitude. */
function bitAt(a: BigInteger, position: int): int {
  const digit = truncDiv(position, DIGIT_BITS);
  if (digit >= a.digits.length) return 0;
  return ((a.digits[digit] as int) >> (position - digit * DIGIT_BITS)) & 1;
}

/** The nearest double, ties to even; infinite if it is too large. */
export function bigToFloat(a: BigInteger): float {
  const bits = bigBitLength(a);
  if (bits <= 53) return intToFloat(bigToWord(a));
  if (bits > 1024) return a.sign < 0 ? -Infinity : Infinity;
  // 55 leading bits, the last of which tells whether anything follows: rounding to 53 is then right.
  // Two bits more, so that there are 55 at least.
  const shift = bits - 53;
  const magnitude = bigShl(bigAbs(a), 2);
  const head = bigShr(magnitude, shift);
  const exact = bigCompare(bigShl(head, shift), magnitude) === 0;
  const low = ((head.digits[0] as int) & 3) | (exact ? 0 : 1);
  const upper = intToFloat(bigToWord(bigShr(head, 2))) * 4;
  // Below 2^53 the head's upper part is exact; its last two bits and the sticky bit decide the rounding.
  const rounded = roundTail(upper, low, exact);
  const value = rounded * Math.pow(2, intToFloat(shift - 2));
  return a.sign < 0 ? -value : value;
}

/** upper (a multiple of 4 below 2^55) plus the two bits `low`, rounded to a multiple of 4, ties to even. */
function roundTail(upper: float, low: int, exact: boolean): float {
  if (low < 2) return upper;
  if (low > 2 || !exact) return upper + 4;
  const half = upper / 4;
  return half % 2 === 0 ? upper : upper + 4;
}

/** The integer part of a finite double. */
export function bigFromFloat(value: float): BigInteger {
  let magnitude = Math.abs(Math.trunc(value));
  if (magnitude === 0) return bigZero;
  let shift = 0;
  while (magnitude >= 9007199254740992) {
    magnitude = magnitude / 67108864;
    shift += DIGIT_BITS;
  }
  // Division by a power of two is exact, but the tail may now be a fraction.
  let extra = 0;
  while (magnitude !== Math.floor(magnitude)) {
    magnitude = magnitude * 2;
    extra++;
  }
  const result = bigShl(bigFromInt(floatToInt(magnitude)), shift - extra);
  return value < 0 ? bigNegate(result) : result;
}
