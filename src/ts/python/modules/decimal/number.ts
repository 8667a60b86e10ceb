/** Decimal numbers: sign, coefficient, exponent; infinities; NaNs with a payload. And integers' decimal digits. */
import type { BigInteger } from '../../../rlib/bigint.js';
import {
  bigBitLength,
  bigCompare,
  bigFromInt,
  bigMul,
  bigPow,
  bigTruncDivMod,
  bigZero,
} from '../../../rlib/bigint.js';
import { truncDiv } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';

export const decimalType: W_Type = newBuiltinType('Decimal', objectType);
decimalType.module = 'decimal';

export const enum Kind {
  FINITE,
  INFINITE,
  QUIET_NAN,
  SIGNALING_NAN,
}

export class W_Decimal extends W_Mapped {
  constructor(
    w_type: W_Type,
    /** 0 positive, 1 negative. */
    readonly sign: int,
    readonly kind: Kind,
    /** Not negative; a NaN's payload. */
    readonly coefficient: BigInteger,
    readonly exponent: int,
  ) {
    super(w_type);
  }

  isNan(): boolean {
    return this.kind >= Kind.QUIET_NAN;
  }

  isFinite(): boolean {
    return this.kind === Kind.FINITE;
  }

  isZero(): boolean {
    return this.kind === Kind.FINITE && this.coefficient.sign === 0;
  }

  /** The exponent of the leading digit. */
  adjusted(): int {
    return this.exponent + digitCount(this.coefficient) - 1;
  }
}

export function newDecimal(sign: int, coefficient: BigInteger, exponent: int): W_Decimal {
  return new W_Decimal(decimalType, sign, Kind.FINITE, coefficient, exponent);
}

export function newInfinity(sign: int): W_Decimal {
  return new W_Decimal(decimalType, sign, Kind.INFINITE, bigZero, 0);
}

export function newNan(sign: int, payload: BigInteger): W_Decimal {
  return new W_Decimal(decimalType, sign, Kind.QUIET_NAN, payload, 0);
}

/** The same number with another sign, as an exact Decimal. */
export function withSign(a: W_Decimal, sign: int): W_Decimal {
  return new W_Decimal(decimalType, sign, a.kind, a.coefficient, a.exponent);
}

const ten: BigInteger = bigFromInt(10);
const CACHED = 64;
const smallPowers: BigInteger[] = makeSmallPowers();

function makeSmallPowers(): BigInteger[] {
  const result: BigInteger[] = [];
  for (let i = 0; i < CACHED; i++) result.push(bigPow(ten, i));
  return result;
}

/** 10 ** n. */
export function powerOfTen(n: int): BigInteger {
  return n < CACHED ? (smallPowers[n] as BigInteger) : bigPow(ten, n);
}

/** Decimal digits of a number that is not negative; of 0 one. */
export function digitCount(a: BigInteger): int {
  if (a.sign === 0) return 1;
  // log10(2) lies between 30102/100000 and 30103/100000: the guess is at most one too low for all sizes in use.
  let digits = truncDiv((bigBitLength(a) - 1) * 30103, 100000) + 1;
  while (digits > 1 && bigCompare(a, powerOfTen(digits - 1)) < 0) digits--;
  while (bigCompare(a, powerOfTen(digits)) >= 0) digits++;
  return digits;
}

export function timesPowerOfTen(a: BigInteger, n: int): BigInteger {
  return n === 0 || a.sign === 0 ? a : bigMul(a, powerOfTen(n));
}

/** How many zeros the decimal form ends in, at most `limit`; the number is not 0. */
export function trailingZeros(a: BigInteger, limit: int): int {
  let rest = a;
  let count = 0;
  while (count < limit) {
    const division = bigTruncDivMod(rest, ten);
    if (division.remainder.sign !== 0) break;
    rest = division.quotient;
    count++;
  }
  return count;
}

/** The last decimal digit. */
export function lastDigit(a: BigInteger): int {
  const rest = bigTruncDivMod(a, ten).remainder;
  return rest.sign === 0 ? 0 : (rest.digits[0] as int);
}
