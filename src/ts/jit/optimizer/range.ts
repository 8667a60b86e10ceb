/**
 * Ranges of ints: between which bounds a value of 64 bits lies.
 *
 * A bound is a double and a slack. Doubles are exact up to 2**53 - 1; what lies beyond is told by its distance from the end of the words: Infinity
 * with slack k is MAX - k, -Infinity with slack k is MIN + k. So `i < n` leaves i at most MAX - 1, and i + 1 can't overflow although nothing is
 * known of n. What neither tells is rounded: a range may only be too wide.
 */
const SAFE = Number.MAX_SAFE_INTEGER;
const MAX_WORD = 2n ** 63n - 1n;
const MIN_WORD = -(2n ** 63n);

/** Immutable. A range without values is what contradictory guards leave: nobody gets there. */
export class Range {
  constructor(
    readonly lower: number,
    readonly lowerSlack: number,
    readonly upper: number,
    readonly upperSlack: number,
  ) {}
}

export function range(lower: number, upper: number): Range {
  return new Range(lower, 0, upper, 0);
}

export const FULL = range(-Infinity, Infinity);
export const BOOLEAN = range(0, 1);
export const ARRAY_LENGTH = range(0, 2 ** 31);

export function signedBits(bits: number): Range {
  return range(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
}

export function unsignedBits(bits: number): Range {
  return bits > 53 ? range(0, Infinity) : range(0, 2 ** bits - 1);
}

export function rangeOfConstant(value: number | bigint): Range {
  if (typeof value === 'number') return range(value, value);
  const distance = value > 0n ? MAX_WORD - value : value - MIN_WORD;
  const end = value > 0n ? Infinity : -Infinity;
  if (distance <= BigInt(SAFE)) return new Range(end, Number(distance), end, Number(distance));
  return value > 0n ? new Range(SAFE, 0, Infinity, SAFE) : new Range(-Infinity, SAFE, -SAFE, 0);
}

/** Whether one bound is less than the other. */
function isBoundLess(a: number, aSlack: number, b: number, bSlack: number): boolean {
  if (a !== b) return a < b;
  return a === Infinity ? aSlack > bSlack : a === -Infinity && aSlack < bSlack;
}

/** Computed bounds, which may be beyond what doubles tell exactly, but are far from the ends of the words. */
function bounded(lower: number, upper: number): Range {
  const isLow = lower < -SAFE;
  const isHigh = upper > SAFE;
  return new Range(
    isLow ? -Infinity : Math.min(lower, SAFE),
    isLow ? SAFE : 0,
    isHigh ? Infinity : Math.max(upper, -SAFE),
    isHigh ? SAFE : 0,
  );
}

/** Whether doubles tell both bounds. */
export function isBounded(r: Range): boolean {
  return Number.isFinite(r.lower) && Number.isFinite(r.upper);
}

export function isWithin(inner: Range, outer: Range): boolean {
  return isLowerWithin(inner, outer) && isUpperWithin(inner, outer);
}

function isLowerWithin(inner: Range, outer: Range): boolean {
  return !isBoundLess(inner.lower, inner.lowerSlack, outer.lower, outer.lowerSlack);
}

function isUpperWithin(inner: Range, outer: Range): boolean {
  return !isBoundLess(outer.upper, outer.upperSlack, inner.upper, inner.upperSlack);
}

/** The least value in it. */
export function lowerBound({ lower, lowerSlack }: Range): number | bigint {
  return bound(lower, lowerSlack);
}

export function upperBound({ upper, upperSlack }: Range): number | bigint {
  return bound(upper, upperSlack);
}

function bound(value: number, slack: number): number | bigint {
  if (Number.isFinite(value)) return value;
  return value > 0 ? MAX_WORD - BigInt(slack) : MIN_WORD + BigInt(slack);
}

/** A bound from the halves of a word. What neither a double nor the distance from an end tells is rounded outwards. */
export function boundOfHalves(
  high: number,
  low: number,
  side: 'lower' | 'upper',
): { readonly value: number; readonly slack: number } {
  const value = high * 2 ** 32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return { value, slack: 0 };
  const isHigh = high >= 0;
  const distance = isHigh
    ? (high ^ 0x7fffffff) * 2 ** 32 + (~low >>> 0)
    : (high & 0x7fffffff) * 2 ** 32 + (low >>> 0);
  if (distance > SAFE && isHigh === (side === 'lower')) return { value: isHigh ? SAFE : -SAFE, slack: 0 };
  return { value: isHigh ? Infinity : -Infinity, slack: Math.min(distance, SAFE) };
}

/** Whether there is one value in it, and doubles tell it. */
export function isSingle(r: Range): boolean {
  return r.lower === r.upper && Number.isFinite(r.lower);
}

export function intersect(a: Range, b: Range): Range {
  if (isWithin(a, b)) return a;
  if (isWithin(b, a)) return b;
  const low = isLowerWithin(a, b) ? a : b;
  const high = isUpperWithin(a, b) ? a : b;
  return new Range(low.lower, low.lowerSlack, high.upper, high.upperSlack);
}

export function hull(a: Range, b: Range): Range {
  if (isWithin(a, b)) return b;
  if (isWithin(b, a)) return a;
  const low = isLowerWithin(a, b) ? b : a;
  const high = isUpperWithin(a, b) ? b : a;
  return new Range(low.lower, low.lowerSlack, high.upper, high.upperSlack);
}

/** What to assume next where `assumed` was assumed and `found` was found: a bound that did not hold is given up. */
export function widen(assumed: Range, found: Range): Range {
  const keepsLower = isLowerWithin(found, assumed);
  const keepsUpper = isUpperWithin(found, assumed);
  // Below zero or not is the bound that matters most, and it often holds.
  const lower = keepsLower ? assumed.lower : found.lower >= 0 && assumed.lower >= 0 ? 0 : -Infinity;
  return new Range(
    lower,
    keepsLower ? assumed.lowerSlack : 0,
    keepsUpper ? assumed.upper : Infinity,
    keepsUpper ? assumed.upperSlack : 0,
  );
}

/** Of what is less than a value in the range. */
export function below(r: Range): Range {
  const { upper, upperSlack } = r;
  if (upper === Infinity) return new Range(-Infinity, 0, Infinity, Math.min(upperSlack + 1, SAFE));
  if (upper === -Infinity) return new Range(-Infinity, 0, -Infinity, Math.max(upperSlack - 1, 0));
  return range(-Infinity, Math.max(upper - 1, -SAFE));
}

export function above(r: Range): Range {
  const { lower, lowerSlack } = r;
  if (lower === -Infinity) return new Range(-Infinity, Math.min(lowerSlack + 1, SAFE), Infinity, 0);
  if (lower === Infinity) return new Range(Infinity, Math.max(lowerSlack - 1, 0), Infinity, 0);
  return range(Math.min(lower + 1, SAFE), Infinity);
}

export function atMost(r: Range): Range {
  return new Range(-Infinity, 0, r.upper, r.upperSlack);
}

export function atLeast(r: Range): Range {
  return new Range(r.lower, r.lowerSlack, Infinity, 0);
}

/** What is left of a range without one value at an end of it; the range itself if the value is not there. */
export function without(r: Range, value: Range): Range {
  if (!isWithin(value, r) || value.lower !== value.upper || value.lowerSlack !== value.upperSlack) return r;
  if (isLowerWithin(r, value)) return intersect(r, above(value));
  return isUpperWithin(r, value) ? intersect(r, below(value)) : r;
}

/** Whether every value of one is less than every value of the other. */
export function isLess(a: Range, b: Range): boolean {
  return isBoundLess(a.upper, a.upperSlack, b.lower, b.lowerSlack);
}

export function isLessOrEqual(a: Range, b: Range): boolean {
  return !isBoundLess(b.lower, b.lowerSlack, a.upper, a.upperSlack);
}

/** The same without bounds near the other end of the words, which sums don't tell. */
function plain(r: Range): Range {
  if (r.upper !== -Infinity && r.lower !== Infinity) return r;
  const isLow = r.upper === -Infinity;
  return isLow ? new Range(r.lower, r.lowerSlack, -SAFE, 0) : new Range(SAFE, 0, r.upper, r.upperSlack);
}

/** Of the negated values. The slack may be -1: the negative of MIN is one more than MAX, which only sums may have in between. */
function negated(given: Range): Range {
  const r = plain(given);
  return new Range(
    r.upper === Infinity ? -Infinity : -r.upper,
    r.upper === Infinity ? Math.min(r.upperSlack + 1, SAFE) : 0,
    r.lower === -Infinity ? Infinity : -r.lower,
    r.lower === -Infinity ? r.lowerSlack - 1 : 0,
  );
}

/** Of sums: `exact` ones are known to be words, others may overflow, and then there is no range. */
function sum(one: Range, other: Range, kind: 'exact' | 'any'): Range | null {
  const a = plain(one);
  const b = plain(other);
  let upper = a.upper + b.upper;
  let upperSlack = 0;
  if (upper === Infinity) {
    if (a.upper !== b.upper)
      upperSlack = a.upper === Infinity ? a.upperSlack - b.upper : b.upperSlack - a.upper;
    if (a.upper === b.upper || upperSlack < 0) {
      if (kind === 'any') return null;
      upperSlack = 0;
    }
  } else if (upper > SAFE) {
    upper = Infinity;
    upperSlack = SAFE;
  }
  let lower = a.lower + b.lower;
  let lowerSlack = 0;
  if (lower === -Infinity) {
    if (a.lower !== b.lower)
      lowerSlack = a.lower === -Infinity ? a.lowerSlack + b.lower : b.lowerSlack + a.lower;
    if (a.lower === b.lower || lowerSlack < 0) {
      if (kind === 'any') return null;
      lowerSlack = 0;
    }
  } else if (lower < -SAFE) {
    lower = -Infinity;
    lowerSlack = SAFE;
  }
  return new Range(
    Math.min(lower, SAFE),
    Math.min(lowerSlack, SAFE),
    Math.max(upper, -SAFE),
    Math.min(upperSlack, SAFE),
  );
}

/** Of the sum, if no sum overflows; else null. */
export function addRanges(a: Range, b: Range): Range | null {
  return sum(a, b, 'any');
}

/** Of sums that are known not to overflow. */
export function addExactly(a: Range, b: Range): Range {
  return sum(a, b, 'exact') ?? FULL;
}

export function subtractExactly(a: Range, b: Range): Range {
  return addExactly(a, negated(b));
}

export function subtractRanges(a: Range, b: Range): Range | null {
  return addRanges(a, negated(b));
}

export function multiplyRanges(a: Range, b: Range): Range | null {
  if (!isBounded(a) || !isBounded(b)) return null;
  const low = a.lower * b.lower;
  const mixed = a.lower * b.upper;
  const other = a.upper * b.lower;
  const high = a.upper * b.upper;
  const lower = Math.min(low, mixed, other, high);
  const upper = Math.max(low, mixed, other, high);
  if (lower < -(2 ** 62) || upper > 2 ** 62) return null;
  return bounded(lower, upper);
}

/** Of `a & b`. */
export function andRanges(a: Range, b: Range): Range {
  if (a.lower >= 0 && b.lower >= 0) return range(0, Math.min(a.upper, b.upper));
  if (a.lower >= 0) return range(0, a.upper);
  if (b.lower >= 0) return range(0, b.upper);
  return signedRange(a, b);
}

/** Of `a & b`, `a | b` and `a ^ b`: words with a sign and so many bits give such words. */
function signedRange(a: Range, b: Range): Range {
  const most = Math.max(-1 - a.lower, a.upper, -1 - b.lower, b.upper);
  if (most >= 2 ** 52) return FULL;
  let limit = 1;
  while (limit <= most) limit *= 2;
  return range(-limit, limit - 1);
}

/** Of `a | b` and `a ^ b`: no more bits than the larger one has. */
export function orRanges(a: Range, b: Range): Range {
  if (a.lower < 0 || b.lower < 0) return signedRange(a, b);
  const most = Math.max(a.upper, b.upper);
  if (most >= 2 ** 52) return range(0, Infinity);
  let limit = 1;
  while (limit <= most) limit *= 2;
  return range(0, limit - 1);
}

/** Of `a >> count`, the sign kept. */
export function shiftRightRange(a: Range, count: number): Range {
  if (count === 0) return a;
  const divisor = 2 ** count;
  const least = Math.min(Math.max(a.lower, -(2 ** 63)), SAFE);
  const most = Math.max(Math.min(a.upper, 2 ** 63), -SAFE);
  return bounded(Math.floor(least / divisor), Math.floor(most / divisor));
}

/** Of the remainder of a division by something positive, at most `divisor`. */
export function remainderRange(a: Range, divisor: number): Range {
  const lower = a.lower >= 0 ? 0 : Math.max(a.lower, 1 - divisor);
  return range(lower, a.upper <= 0 ? 0 : Math.min(a.upper, divisor - 1));
}
