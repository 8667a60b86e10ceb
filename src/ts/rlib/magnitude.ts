/**
 * Magnitudes of big integers: sums, differences, products and quotients of runs of digits (`digit.ts`), least significant first.
 *
 * Operands have no leading zeros unless it is said. Results are fresh arrays and may have some (`trimmed` takes them away).
 */
import { copyItems, sliceFixed } from './array.js';
import type { Digits } from './digit.js';
import {
  DIGIT_BASE,
  DIGIT_BITS,
  digitCarry,
  digitDiv,
  digitLow,
  digitMulHigh,
  digitMulLow,
  newDigits,
} from './digit.js';
import { bitLength, ovfShl, truncDiv, wordShr } from './int.js';
import type { int } from './types.js';

/** Without leading zeros: the array itself if it has none. */
export function trimmed(digits: Digits): Digits {
  let count = digits.length;
  while (count > 0 && digits[count - 1] === 0) count--;
  return count === digits.length ? digits : sliceFixed(digits, 0, count);
}

/** Negative, 0, positive. */
export function compareMagnitudes(a: Digits, b: Digits): int {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  for (let i = a.length - 1; i >= 0; i--) {
    const difference = (a[i] as int) - (b[i] as int);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function addMagnitudes(a: Digits, b: Digits): Digits {
  if (a.length < b.length) return addMagnitudes(b, a);
  const length = a.length;
  const result = newDigits(length);
  const common = b.length;
  let carry = 0;
  for (let i = 0; i < common; i++) {
    const sum = (a[i] as int) + (b[i] as int) + carry;
    result[i] = digitLow(sum);
    carry = digitCarry(sum);
  }
  for (let i = common; i < length; i++) {
    const sum = (a[i] as int) + carry;
    result[i] = digitLow(sum);
    carry = digitCarry(sum);
  }
  if (carry === 0) return result;
  const longer = newDigits(length + 1);
  copyItems(result, 0, longer, 0, length);
  longer[length] = carry;
  return longer;
}

/** a - b for a >= b. */
export function subMagnitudes(a: Digits, b: Digits): Digits {
  const length = a.length;
  const result = newDigits(length);
  const common = b.length;
  let borrow = 0;
  for (let i = 0; i < common; i++) {
    const difference = (a[i] as int) - (b[i] as int) + borrow;
    result[i] = digitLow(difference);
    borrow = digitCarry(difference);
  }
  for (let i = common; i < length; i++) {
    const difference = (a[i] as int) + borrow;
    result[i] = digitLow(difference);
    borrow = digitCarry(difference);
  }
  return result;
}

/** Writes a * factor from `at` on, as many digits as a has; gives the carry. */
export function scaleInto(a: Digits, factor: int, result: Digits, at: int): int {
  const length = a.length;
  let carry = 0;
  for (let i = 0; i < length; i++) {
    const digit = a[i] as int;
    const sum = digitMulLow(factor, digit) + carry;
    result[at + i] = digitLow(sum);
    carry = digitMulHigh(factor, digit) + digitCarry(sum);
  }
  return carry;
}

/** The lower `count` digits of a * 2**-(bits + digits * `from`); fewer bits than a digit has. */
export function shiftedRight(a: Digits, from: int, bits: int, count: int): Digits {
  if (bits === 0) return sliceFixed(a, from, from + count);
  const result = newDigits(count);
  const factor = ovfShl(1, DIGIT_BITS - bits);
  let low = wordShr(a[from] as int, bits);
  for (let i = 0; i < count; i++) {
    const next = from + i + 1 < a.length ? (a[from + i + 1] as int) : 0;
    result[i] = low + digitMulLow(next, factor);
    low = wordShr(next, bits);
  }
  return result;
}

/** Operands with more digits than this are split (Karatsuba and Ofman 1962). */
const KARATSUBA_CUTOFF: int = 40;

/** An array for the product of two that are not empty. The bits of a product are the sum of its factors' bits, or one less. */
function newProduct(a: Digits, b: Digits): Digits {
  const aLast = a.length - 1;
  const bLast = b.length - 1;
  const bits = DIGIT_BITS * (aLast + bLast) + bitLength(a[aLast] as int) + bitLength(b[bLast] as int);
  return newDigits(truncDiv(bits + DIGIT_BITS - 1, DIGIT_BITS));
}

function mulSchoolbook(a: Digits, b: Digits): Digits {
  const aCount = a.length;
  const bCount = b.length;
  const result = newProduct(a, b);
  const top = scaleInto(b, a[0] as int, result, 0);
  if (top !== 0) result[bCount] = top;
  for (let i = 1; i < aCount; i++) {
    const factor = a[i] as int;
    let carry = 0;
    for (let j = 0; j < bCount; j++) {
      const digit = b[j] as int;
      const sum = digitMulLow(factor, digit) + (result[i + j] as int) + carry;
      result[i + j] = digitLow(sum);
      carry = digitMulHigh(factor, digit) + digitCarry(sum);
    }
    if (carry !== 0) result[i + bCount] = carry;
  }
  return result;
}

/** The square: products of two different digits count twice, and are made once. */
function squareSchoolbook(a: Digits): Digits {
  const count = a.length;
  const result = newProduct(a, a);
  for (let i = 0; i < count; i++) {
    const factor = a[i] as int;
    const square = digitMulLow(factor, factor) + (result[2 * i] as int);
    result[2 * i] = digitLow(square);
    let carry = digitMulHigh(factor, factor) + digitCarry(square);
    for (let j = i + 1; j < count; j++) {
      const digit = a[j] as int;
      // At most five times the base.
      const sum = 2 * digitMulLow(factor, digit) + (result[i + j] as int) + carry;
      result[i + j] = digitLow(sum);
      carry = 2 * digitMulHigh(factor, digit) + digitCarry(sum);
    }
    for (let at = i + count; carry !== 0; at++) {
      const sum = (result[at] as int) + carry;
      result[at] = digitLow(sum);
      carry = digitCarry(sum);
    }
  }
  return result;
}

/** result += part * base**at; there is room. */
function addInto(result: Digits, part: Digits, at: int): void {
  const count = part.length;
  let carry = 0;
  for (let i = 0; i < count; i++) {
    const sum = (result[at + i] as int) + (part[i] as int) + carry;
    result[at + i] = digitLow(sum);
    carry = digitCarry(sum);
  }
  for (let i = at + count; carry !== 0; i++) {
    const sum = (result[i] as int) + carry;
    result[i] = digitLow(sum);
    carry = digitCarry(sum);
  }
}

/** result -= part; it stays positive. */
function subFrom(result: Digits, part: Digits): void {
  const count = part.length;
  let borrow = 0;
  for (let i = 0; i < count; i++) {
    const difference = (result[i] as int) - (part[i] as int) + borrow;
    result[i] = digitLow(difference);
    borrow = digitCarry(difference);
  }
  for (let i = count; borrow !== 0; i++) {
    const difference = (result[i] as int) + borrow;
    result[i] = digitLow(difference);
    borrow = digitCarry(difference);
  }
}

function part(a: Digits, from: int, to: int): Digits {
  return trimmed(sliceFixed(a, from, to < a.length ? to : a.length));
}

/** The product without leading zeros. */
export function mulMagnitudes(a: Digits, b: Digits): Digits {
  if (a.length > b.length) return mulMagnitudes(b, a);
  if (a.length === 0) return a;
  if (a.length <= KARATSUBA_CUTOFF) return trimmed(a === b ? squareSchoolbook(a) : mulSchoolbook(a, b));
  const result = newDigits(a.length + b.length);
  if (2 * a.length <= b.length) {
    // Very unlike sizes: the longer one in pieces of the shorter one's size.
    for (let at = 0; at < b.length; at += a.length) {
      addInto(result, mulMagnitudes(a, part(b, at, at + a.length)), at);
    }
    return trimmed(result);
  }
  const half = b.length >> 1;
  const aLow = part(a, 0, half);
  const aHigh = part(a, half, a.length);
  const bLow = a === b ? aLow : part(b, 0, half);
  const bHigh = a === b ? aHigh : part(b, half, b.length);
  const low = mulMagnitudes(aLow, bLow);
  const high = mulMagnitudes(aHigh, bHigh);
  const aSum = addMagnitudes(aLow, aHigh);
  const cross = mulMagnitudes(aSum, a === b ? aSum : addMagnitudes(bLow, bHigh));
  copyItems(low, 0, result, 0, low.length);
  copyItems(high, 0, result, 2 * half, high.length);
  subFrom(cross, low);
  subFrom(cross, high);
  addInto(result, trimmed(cross), half);
  return trimmed(result);
}

/** Divides the first `count` digits by one digit; gives the remainder. The quotient may be the array itself. */
export function divideByDigit(a: Digits, count: int, divisor: int, quotient: Digits): int {
  let remainder = 0;
  for (let i = count - 1; i >= 0; i--) {
    const low = a[i] as int;
    const digit = digitDiv(remainder, low, divisor);
    quotient[i] = digit;
    remainder = digitLow(low - digitMulLow(digit, divisor));
  }
  return remainder;
}

/** A divisor of two digits or more as algorithm D wants it: shifted, so that its highest bit is set. */
export class NormalizedDivisor {
  readonly shift: int;
  private readonly digits: Digits;

  constructor(divisor: Digits) {
    this.shift = DIGIT_BITS - bitLength(divisor[divisor.length - 1] as int);
    this.digits = newDigits(divisor.length);
    scaleInto(divisor, ovfShl(1, this.shift), this.digits, 0);
  }

  /** The dividend as `divide` wants it; it may have leading zeros. */
  dividend(a: Digits): Digits {
    const u = newDigits(a.length + 1);
    u[a.length] = scaleInto(a, ovfShl(1, this.shift), u, 0);
    return u;
  }

  /** The remainder of what `divide` has left. */
  remainder(u: Digits): Digits {
    return trimmed(shiftedRight(u, 0, this.shift, this.digits.length));
  }

  /** A magnitude modulo the divisor. */
  reduce(a: Digits): Digits {
    if (a.length < this.digits.length) return a;
    const u = this.dividend(a);
    this.divide(u, null);
    return this.remainder(u);
  }

  /**
   * Schoolbook division (Knuth, TAOCP 2, 4.3.1, algorithm D): u becomes the shifted remainder. The quotient has room for a digit less than u
   * has more than the divisor, and one.
   */
  divide(u: Digits, quotient: Digits | null): void {
    const v = this.digits;
    const n = v.length;
    for (let j = u.length - n - 1; j >= 0; j--) {
      const digit = this.subtractMultiple(u, j, this.estimate(u, j + n));
      if (quotient !== null) quotient[j] = digit;
    }
  }

  /** The next digit of the quotient, or one more. */
  private estimate(u: Digits, at: int): int {
    const v = this.digits;
    const top = v[v.length - 1] as int;
    const second = v[v.length - 2] as int;
    const high = u[at] as int;
    const low = u[at - 1] as int;
    let digit = DIGIT_BASE - 1;
    let rest = low + top;
    if (high < top) {
      digit = digitDiv(high, low, top);
      rest = digitLow(low - digitMulLow(digit, top));
    }
    while (rest < DIGIT_BASE) {
      const product = digitMulHigh(digit, second);
      if (product < rest) break;
      if (product === rest && digitMulLow(digit, second) <= (u[at - 2] as int)) break;
      digit--;
      rest += top;
    }
    return digit;
  }

  /** Takes a multiple of the divisor away from u; one less if it is too much. Gives the multiple. */
  private subtractMultiple(u: Digits, at: int, factor: int): int {
    const v = this.digits;
    const n = v.length;
    let carry = 0;
    for (let i = 0; i < n; i++) {
      const digit = v[i] as int;
      const difference = (u[at + i] as int) - digitMulLow(factor, digit) - carry;
      u[at + i] = digitLow(difference);
      carry = digitMulHigh(factor, digit) - digitCarry(difference);
    }
    const borrow = (u[at + n] as int) - carry;
    u[at + n] = 0;
    if (borrow >= 0) return factor;
    carry = 0;
    for (let i = 0; i < n; i++) {
      const sum = (u[at + i] as int) + (v[i] as int) + carry;
      u[at + i] = digitLow(sum);
      carry = digitCarry(sum);
    }
    return factor - 1;
  }
}
