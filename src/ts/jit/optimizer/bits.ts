/**
 * Known bits of ints: which of the 64 are surely 0, and which surely 1. Ranges know leading bits; these know the others too: that a value is even, that a
 * flag is set.
 *
 * A word is two halves of 32 bits, as JavaScript's operators take them, so that nothing is rounded and no bigints are made. A value has `Bits` only if they
 * tell more than its range does; `bitsOf` (value.ts) puts both together. Where guards contradict each other, bits may, too: nobody gets there.
 */
import { boundOfHalves, Range } from './range.js';

/** Immutable. Bits that are not known are 0 in `high` and `low`. */
export class Bits {
  constructor(
    readonly high: number,
    readonly low: number,
    readonly knownHigh: number,
    readonly knownLow: number,
  ) {}
}

function bits(high: number, low: number, knownHigh: number, knownLow: number): Bits {
  return new Bits(high & knownHigh, low & knownLow, knownHigh, knownLow);
}

/** Of 0. */
export const NO_BITS_SET = new Bits(0, 0, -1, -1);

const UNSIGNED = 2 ** 32;
const MOST_POSITIVE = 0x7fffffff;
const SIGN = -0x80000000;

/** Numbers beyond the safe integers are no words: those are bigints. */
export function bitsOfConstant(value: number | bigint): Bits {
  if (typeof value === 'number') return bits(Math.floor(value / UNSIGNED), value, -1, -1);
  return bits(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)), -1, -1);
}

export function areAllKnown(b: Bits): boolean {
  return (b.knownHigh & b.knownLow) === -1;
}

export function isAnySet(b: Bits): boolean {
  return (b.high | b.low) !== 0;
}

/** The word, where all bits are known. */
export function wordOfBits({ high, low }: Bits): number | bigint {
  return wordOf(high, low);
}

function wordOf(high: number, low: number): number | bigint {
  const value = high * UNSIGNED + (low >>> 0);
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** Constants for tests of the known bits: `x & mask` is `value`. */
export function testOfBits(b: Bits): { readonly mask: number | bigint; readonly value: number | bigint } {
  return { mask: wordOf(b.knownHigh, b.knownLow), value: wordOf(b.high, b.low) };
}

// Bits and ranges.

/** The leading bits that both bounds have. */
export function bitsOfRange(r: Range): Bits {
  const high = highOfBound(r.lower, r.lowerSlack);
  const low = lowOfBound(r.lower, r.lowerSlack);
  const differentHigh = high ^ highOfBound(r.upper, r.upperSlack);
  if (differentHigh !== 0) return bits(high, low, leadingOnes(Math.clz32(differentHigh)), 0);
  return bits(high, low, -1, leadingOnes(Math.clz32(low ^ lowOfBound(r.upper, r.upperSlack))));
}

function leadingOnes(count: number): number {
  return count === 0 ? 0 : -1 << (32 - count);
}

function lowOfBound(value: number, slack: number): number {
  if (Number.isFinite(value)) return value | 0;
  return value > 0 ? ~slack : slack | 0;
}

function highOfBound(value: number, slack: number): number {
  if (Number.isFinite(value)) return Math.floor(value / UNSIGNED) | 0;
  // MAX - slack has no borrows, MIN + slack no carries.
  const distance = Math.floor(slack / UNSIGNED);
  return value > 0 ? MOST_POSITIVE ^ distance : SIGN | distance;
}

/** From the least to the greatest word that has the bits. */
export function rangeOfBits({ high, low, knownHigh, knownLow }: Bits): Range {
  const lower = boundOfHalves(high | (~knownHigh & SIGN), low, 'lower');
  const upper = boundOfHalves(high | (~knownHigh & MOST_POSITIVE), low | ~knownLow, 'upper');
  return new Range(lower.value, lower.slack, upper.value, upper.slack);
}

// Bits and bits.

/** Both are known of one value. */
export function meetBits(a: Bits, b: Bits): Bits {
  return new Bits(a.high | b.high, a.low | b.low, a.knownHigh | b.knownHigh, a.knownLow | b.knownLow);
}

/** The value is one or the other. */
export function joinBits(a: Bits, b: Bits): Bits {
  const knownHigh = a.knownHigh & b.knownHigh & ~(a.high ^ b.high);
  return bits(a.high, a.low, knownHigh, a.knownLow & b.knownLow & ~(a.low ^ b.low));
}

export function areBitsEqual(a: Bits, b: Bits): boolean {
  return (
    ((a.high ^ b.high) | (a.low ^ b.low) | (a.knownHigh ^ b.knownHigh) | (a.knownLow ^ b.knownLow)) === 0
  );
}

/** Whether what is assumed is among what is known. */
export function impliesBits(found: Bits, assumed: Bits): boolean {
  const high = assumed.knownHigh & (~found.knownHigh | (assumed.high ^ found.high));
  return (high | (assumed.knownLow & (~found.knownLow | (assumed.low ^ found.low)))) === 0;
}

/** Whether no word has the bits of both. */
export function areBitsDifferent(a: Bits, b: Bits): boolean {
  const high = (a.high ^ b.high) & a.knownHigh & b.knownHigh;
  return (high | ((a.low ^ b.low) & a.knownLow & b.knownLow)) !== 0;
}

/**
 * What to assume next where `assumed` was assumed and `found` was found: what both tell below the first bit that did not hold. Sums carry upwards, so
 * bits above it would be lost one after the other. Null if nothing is left.
 */
export function widenBits(assumed: Bits, found: Bits): Bits | null {
  const joined = joinBits(assumed, found);
  const lostLow = assumed.knownLow & ~joined.knownLow;
  const lostHigh = assumed.knownHigh & ~joined.knownHigh;
  const knownLow = joined.knownLow & (lostLow === 0 ? -1 : (lostLow & -lostLow) - 1);
  const isHighKept = lostLow === 0;
  const belowHigh = lostHigh === 0 ? -1 : (lostHigh & -lostHigh) - 1;
  const knownHigh = isHighKept ? joined.knownHigh & belowHigh : 0;
  return (knownHigh | knownLow) === 0 ? null : bits(joined.high, joined.low, knownHigh, knownLow);
}

/** All bits where only one is not known, and the value is not `other`; else null. */
export function bitsWithout(b: Bits, other: Bits): Bits | null {
  const high = ~b.knownHigh;
  const low = ~b.knownLow;
  const isOne = high === 0 ? low !== 0 && (low & (low - 1)) === 0 : low === 0 && (high & (high - 1)) === 0;
  if (!isOne || areBitsDifferent(b, other)) return null;
  return new Bits(b.high | (high & ~other.high), b.low | (low & ~other.low), -1, -1);
}

// Bits of results.

export function andBits(a: Bits, b: Bits): Bits {
  const zeroHigh = (a.knownHigh & ~a.high) | (b.knownHigh & ~b.high);
  const zeroLow = (a.knownLow & ~a.low) | (b.knownLow & ~b.low);
  const high = a.high & b.high;
  const low = a.low & b.low;
  return new Bits(high, low, high | zeroHigh, low | zeroLow);
}

export function orBits(a: Bits, b: Bits): Bits {
  return notBits(andBits(notBits(a), notBits(b)));
}

export function xorBits(a: Bits, b: Bits): Bits {
  return bits(a.high ^ b.high, a.low ^ b.low, a.knownHigh & b.knownHigh, a.knownLow & b.knownLow);
}

export function notBits(a: Bits): Bits {
  return bits(~a.high, ~a.low, a.knownHigh, a.knownLow);
}

/**
 * Of `a + b + carry`. The least operands have the least carries, the greatest the greatest: where both sums are the same, and the operands' own bits are
 * known, so is the sum's.
 */
export function addBits(a: Bits, b: Bits, carry: 0 | 1): Bits {
  const low = (a.low >>> 0) + (b.low >>> 0) + carry;
  const high = a.high + b.high + (low >= UNSIGNED ? 1 : 0);
  const mostLow = ((a.low | ~a.knownLow) >>> 0) + ((b.low | ~b.knownLow) >>> 0) + carry;
  const mostHigh = (a.high | ~a.knownHigh) + (b.high | ~b.knownHigh) + (mostLow >= UNSIGNED ? 1 : 0);
  const knownHigh = a.knownHigh & b.knownHigh & ~(high ^ mostHigh);
  return bits(high, low, knownHigh, a.knownLow & b.knownLow & ~(low ^ mostLow));
}

export function subtractBits(a: Bits, b: Bits): Bits {
  return addBits(a, notBits(b), 1);
}

export function negateBits(a: Bits): Bits {
  return addBits(notBits(a), NO_BITS_SET, 1);
}

/** How many of the lowest bits are known to be 0. */
export function trailingZerosOf({ high, low, knownHigh, knownLow }: Bits): number {
  return trailingOnes(knownHigh & ~high, knownLow & ~low);
}

/** How many bits are 1 from the lowest on. */
function trailingOnes(high: number, low: number): number {
  return low !== -1 ? trailingZeros(~low) : high !== -1 ? 32 + trailingZeros(~high) : 64;
}

function trailingZeros(half: number): number {
  return 31 - Math.clz32(half & -half);
}

/**
 * Of `a * b`: the bits of an operand that are not known reach the product only above the other's trailing zeros. Null if none are known.
 */
export function multiplyBits(a: Bits, b: Bits): Bits | null {
  const known = Math.min(
    trailingOnes(a.knownHigh, a.knownLow) + trailingZerosOf(b),
    trailingOnes(b.knownHigh, b.knownLow) + trailingZerosOf(a),
  );
  if (known === 0) return null;
  const high = multiplyHigh(a.low, b.low) + Math.imul(a.high, b.low) + Math.imul(a.low, b.high);
  return lowestBits(new Bits(high | 0, Math.imul(a.low, b.low), -1, -1), Math.min(known, 64));
}

/** The high 32 of the 64 bits of the product of two halves without sign. */
function multiplyHigh(a: number, b: number): number {
  const lowA = a & 0xffff;
  const highA = a >>> 16;
  const lowB = b & 0xffff;
  const highB = b >>> 16;
  const middle = highA * lowB + ((lowA * lowB) >>> 16);
  const other = lowA * highB + (middle % 65536);
  return (highA * highB + Math.floor(middle / 65536) + Math.floor(other / 65536)) | 0;
}

/** Those of the lowest `count` bits; the others are not known. */
export function lowestBits(b: Bits, count: number): Bits {
  return bits(b.high, b.low, b.knownHigh & onesHigh(count), b.knownLow & onesLow(count));
}

/** The halves of a word whose lowest `count` bits, at most 64, are 1. */
function onesLow(count: number): number {
  return count >= 32 ? -1 : (1 << count) - 1;
}

function onesHigh(count: number): number {
  return count <= 32 ? 0 : onesLow(count - 32);
}

function shiftedHigh(high: number, low: number, count: number): number {
  if (count >= 32) return low << (count - 32);
  return count === 0 ? high : (high << count) | (low >>> (32 - count));
}

function shiftedLow(low: number, count: number): number {
  return count >= 32 ? 0 : low << count;
}

/** Counts of shifts are 0 to 63. */
export function shiftBitsLeft(b: Bits, count: number): Bits {
  return new Bits(
    shiftedHigh(b.high, b.low, count),
    shiftedLow(b.low, count),
    shiftedHigh(b.knownHigh, b.knownLow, count) | onesHigh(count),
    shiftedLow(b.knownLow, count) | onesLow(count),
  );
}

/** The sign is kept, whether it is known or not. */
export function shiftBitsRight(b: Bits, count: number): Bits {
  return new Bits(
    b.high >> Math.min(count, 31),
    backLow(b.high, b.low, count),
    b.knownHigh >> Math.min(count, 31),
    backLow(b.knownHigh, b.knownLow, count),
  );
}

function backLow(high: number, low: number, count: number): number {
  if (count >= 32) return high >> (count - 32);
  return count === 0 ? low : (low >>> count) | (high << (32 - count));
}

/** Zeros come in from the left. */
export function shiftBitsRightUnsigned(b: Bits, count: number): Bits {
  const { high, low, knownHigh, knownLow } = shiftBitsRight(b, count);
  const keptHigh = onesHigh(64 - count);
  const keptLow = onesLow(64 - count);
  return new Bits(high & keptHigh, low & keptLow, knownHigh | ~keptHigh, knownLow | ~keptLow);
}

/** Of the lowest `size` bits as a number with a sign. */
export function signExtendBits(b: Bits, size: number): Bits {
  return shiftBitsRight(shiftBitsLeft(b, 64 - size), 64 - size);
}

export function zeroExtendBits(b: Bits, size: number): Bits {
  return shiftBitsRightUnsigned(shiftBitsLeft(b, 64 - size), 64 - size);
}

// What a result tells of an operand.

/** Of `a` where `r` is `a & b`. */
export function andOperandBits(r: Bits, b: Bits): Bits {
  return bits(r.high, r.low, (r.knownHigh & b.high) | r.high, (r.knownLow & b.low) | r.low);
}

/** Of `a` where `r` is `a | b`. */
export function orOperandBits(r: Bits, b: Bits): Bits {
  return notBits(andOperandBits(notBits(r), notBits(b)));
}

/** Of `a` where `r` is `a << count`. */
export function shiftedLeftOperandBits(r: Bits, count: number): Bits {
  return lowestBits(shiftBitsRight(r, count), 64 - count);
}

/** Of `a` where `r` is `a >> count`, with or without sign. */
export function shiftedRightOperandBits(r: Bits, count: number): Bits {
  const { high, low, knownHigh, knownLow } = shiftBitsLeft(r, count);
  return bits(high, low, knownHigh & ~onesHigh(count), knownLow & ~onesLow(count));
}

/** Whether `a & b` is `a` for all words with these bits. */
export function keepsAll(a: Bits, b: Bits): boolean {
  return ((b.high | (a.knownHigh & ~a.high)) & (b.low | (a.knownLow & ~a.low))) === -1;
}
