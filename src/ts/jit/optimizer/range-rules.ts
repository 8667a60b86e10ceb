/**
 * What ranges of operands tell of an operation: that it is a constant, that it is one of its operands, or at least the range of its result.
 */
import { lirOps, type LirOpName } from '../../backend/lir-ops.js';
import { infoOf } from './operations.js';
import {
  addExactly,
  addRanges,
  andRanges,
  BOOLEAN,
  FULL,
  isBounded,
  isLess,
  isLessOrEqual,
  isWithin,
  multiplyRanges,
  orRanges,
  range,
  remainderRange,
  shiftRightRange,
  signedBits,
  subtractExactly,
  subtractRanges,
  unsignedBits,
  hull,
  type Range,
} from './range.js';
import type { TraceOpName } from '../trace.js';
import { findInt, isNonNull, isNull, is, Known, resolve, type Value } from './value.js';

const S8 = signedBits(8);
const S16 = signedBits(16);
const S32 = signedBits(32);
const U8 = unsignedBits(8);
const U16 = unsignedBits(16);
const U32 = unsignedBits(32);
const EXACT = range(-(2 ** 53), 2 ** 53);
const BIT_COUNT = range(0, 64);

/** What the results of operations always lie in. */
const resultRanges: Record<string, Range> = {
  int_sext8: S8,
  int_sext16: S16,
  int_sext32: S32,
  int_zext8: U8,
  int_zext16: U16,
  int_zext32: U32,
  i32_shl: S32,
  i32_sar: S32,
  i32_shr: U32,
  i32_mul: S32,
  int_clz: BIT_COUNT,
  ref_to_int: U32,
  load_i8: S8,
  load_u8: U8,
  load_i16: S16,
  load_u16: U16,
  load_i32: S32,
  load_u32: U32,
};
for (const name of Object.keys(lirOps)) if (infoOf(name as LirOpName).isTest) resultRanges[name] = BOOLEAN;

export function alwaysWithin(name: string): Range {
  return resultRanges[name] ?? FULL;
}

/** 0 or 1, or null if the ranges don't tell. */
export function compareRanges(name: TraceOpName, a: Range, b: Range): 0 | 1 | null {
  switch (name) {
    case 'int_lt':
      return isLess(a, b) ? 1 : isLessOrEqual(b, a) ? 0 : null;
    case 'int_le':
      return isLessOrEqual(a, b) ? 1 : isLess(b, a) ? 0 : null;
    case 'int_gt':
      return compareRanges('int_lt', b, a);
    case 'int_ge':
      return compareRanges('int_le', b, a);
    case 'int_eq':
      return isLess(a, b) || isLess(b, a) ? 0 : null;
    case 'int_ne':
      return isLess(a, b) || isLess(b, a) ? 1 : null;
    case 'uint_lt':
      if (a.lower >= 0 && b.lower >= 0) return compareRanges('int_lt', a, b);
      return a.lower >= 0 && b.upper < 0 ? 1 : a.upper < 0 && b.lower >= 0 ? 0 : null;
    case 'uint_le':
      if (a.lower >= 0 && b.lower >= 0) return compareRanges('int_le', a, b);
      return a.lower >= 0 && b.upper < 0 ? 1 : a.upper < 0 && b.lower >= 0 ? 0 : null;
    case 'uint_gt':
      return compareRanges('uint_lt', b, a);
    case 'uint_ge':
      return compareRanges('uint_le', b, a);
    case 'int_add_fits':
      return addRanges(a, b) === null ? null : 1;
    case 'int_sub_fits':
      return subtractRanges(a, b) === null ? null : 1;
    case 'int_mul_fits':
      return multiplyRanges(a, b) === null ? null : 1;
    default:
      return null;
  }
}

/** 0 or 1 for `ref_eq` where it is known. */
export function compareReferences(a: Value, b: Value): 0 | 1 | null {
  if (a === b) return 1;
  if (isNull(a)) return isNonNull(b) ? 0 : null;
  if (isNull(b)) return isNonNull(a) ? 0 : null;
  return areDistinct(a, b) ? 0 : null;
}

/** Whether two different values that are not null are surely different objects. */
export function areDistinct(a: Value, b: Value): boolean {
  if (a.constant !== null && b.constant !== null) return true;
  // What the trace makes is none of what there was before, and virtual objects are nowhere else.
  if (a.virtual !== null || b.virtual !== null) return true;
  if (is(a, Known.FRESH) && (is(b, Known.FRESH) || b.constant !== null || b.id < a.id)) return true;
  if (is(b, Known.FRESH) && (a.constant !== null || a.id < b.id)) return true;
  return a.typeId !== -1 && b.typeId !== -1 && a.typeId !== b.typeId;
}

/** The operand that the operation gives unchanged, or null. */
export function findUnchanged(name: TraceOpName, first: Value, second: Value | null): Value | null {
  switch (name) {
    case 'int_sext8':
    case 'int_sext16':
    case 'int_sext32':
    case 'int_zext8':
    case 'int_zext16':
    case 'int_zext32':
      return isWithin(first.range, alwaysWithin(name)) ? first : null;
    case 'int_ne':
      return second !== null && findInt(second) === 0 && isWithin(first.range, BOOLEAN) ? first : null;
    case 'int_eq':
      return second !== null && findInt(second) === 1 && isWithin(first.range, BOOLEAN) ? first : null;
    case 'int_mod': {
      const divisor = second === null ? null : findInt(second);
      const isLarger = divisor !== null && divisor > 0;
      return isLarger && isWithin(first.range, range(1 - divisor, divisor - 1)) ? first : null;
    }
    case 'int_sar':
      return findShiftedBack(first, second);
    default:
      return null;
  }
}

/** `x` of `(x << c) >> c`, where no bit is lost, and the sign is the same. */
function findShiftedBack({ definition }: Value, count: Value | null): Value | null {
  if (definition === null || definition.info.name !== 'int_shl' || count === null) return null;
  if (definition.second === null || resolve(definition.second) !== count) return null;
  const shifted = resolve(definition.first);
  const places = findInt(count);
  // What is left has at most 53 bits, so that a double tells the bounds.
  const isKept =
    places !== null && places > 10 && places < 64 && isWithin(shifted.range, signedBits(64 - places));
  return isKept ? shifted : null;
}

/** Whether a float is exactly the int that it was made from. */
export function isExactFloat(value: Value): boolean {
  return isWithin(value.range, EXACT);
}

/** Of the result of a pure operation that gives an int. */
export function resultRange(
  name: TraceOpName,
  first: Value,
  second: Value | null,
  third: Value | null,
): Range {
  const a = first.range;
  const b = second === null ? FULL : second.range;
  switch (name) {
    case 'int_add':
    case 'int_add_ovf':
      return addRanges(a, b) ?? FULL;
    case 'int_sub':
    case 'int_sub_ovf':
      return subtractRanges(a, b) ?? FULL;
    case 'int_mul':
    case 'int_mul_ovf':
      return multiplyRanges(a, b) ?? FULL;
    case 'int_neg':
      return subtractRanges(range(0, 0), a) ?? FULL;
    case 'int_and':
      return andRanges(a, b);
    case 'int_or':
    case 'int_xor':
      return orRanges(a, b);
    case 'int_select':
      return third === null ? FULL : hull(b, third.range);
    case 'int_mod':
      return b.lower > 0 ? remainderRange(a, b.upper) : FULL;
    case 'int_div':
      return b.lower > 0 && a.lower >= 0 ? range(0, a.upper) : FULL;
    case 'int_sar':
    case 'int_shr': {
      const count = second === null ? null : findInt(second);
      if (count === null || count < 0 || count > 63) return FULL;
      if (name === 'int_shr' && a.lower < 0) return count === 0 ? a : unsignedBits(64 - count);
      return shiftRightRange(a, count);
    }
    case 'int_shl': {
      const count = second === null ? null : findInt(second);
      if (count === null || count < 0 || count > 52 || !isBounded(a)) return FULL;
      return multiplyRanges(a, range(2 ** count, 2 ** count)) ?? FULL;
    }
    default:
      return alwaysWithin(name);
  }
}

/** Of the result of an addition or the like that is known not to overflow. */
export function exactRange(name: TraceOpName, { range: a }: Value, { range: b }: Value): Range {
  switch (name) {
    case 'int_add':
    case 'int_add_ovf':
      return addExactly(a, b);
    case 'int_sub':
    case 'int_sub_ovf':
      return subtractExactly(a, b);
    default:
      return multiplyRanges(a, b) ?? FULL;
  }
}
