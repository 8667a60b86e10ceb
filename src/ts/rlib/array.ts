/**
 * Arrays of fixed length. `T[]` is RTypeScript's resizable list; these are one inline object each when
 * translated. Hosted they are JavaScript arrays and typed arrays.
 *
 * Indexing must be in range: hosted it is not checked (tests run with graphs and checked builds that do).
 */
import { promote, weAreJitted } from './jit.js';
import type { int } from './types.js';

export type FixedArray<T> = T[] & { readonly __fixed?: 'FixedArray' };
/** Unsigned bytes. */
export type ByteArray = Uint8Array;
/** Words. */
export type IntArray = Float64Array & { readonly __items?: 'int' };
/** Signed 32-bit integers. */
export type Int32Items = Int32Array;
/** Doubles. */
export type FloatArray = Float64Array & { readonly __items?: 'float' };

/** An array of `length` items, all `fill`. */
export function newFixedArray<T>(length: int, fill: T): FixedArray<T> {
  const result = new Array<T>(length);
  for (let i = 0; i < length; i++) result[i] = fill;
  return result;
}

/** The items `items[start..end)` as a new array. */
export function sliceFixed<T>(items: FixedArray<T>, start: int, end: int): FixedArray<T> {
  const length = end - start;
  const result = new Array<T>(length);
  for (let i = 0; i < length; i++) result[i] = items[start + i] as T;
  return result;
}

/** Copies `count` items; the ranges may overlap. */
export function copyItems<T>(
  source: FixedArray<T>,
  from: int,
  target: FixedArray<T>,
  to: int,
  count: int,
): void {
  if (source === target && from < to) {
    for (let i = count - 1; i >= 0; i--) target[to + i] = source[from + i] as T;
  } else {
    for (let i = 0; i < count; i++) target[to + i] = source[from + i] as T;
  }
}

/** In traces a range of up to so many objects is copied one by one. */
const MAX_UNROLLED: int = 32;

/** Whether a number of items, which a trace knows, is small enough for it to have them one by one. */
export function isUnrolled(count: int): boolean {
  return weAreJitted() && count <= MAX_UNROLLED;
}

/**
 * Copies `count` objects to another array. A trace takes the count for a constant and copies one by one, so that neither array has to exist.
 * @unrollSafe
 */
export function copyObjects<T>(
  source: FixedArray<T | null>,
  from: int,
  target: FixedArray<T | null>,
  to: int,
  count: int,
): void {
  const known = promote(count);
  if (isUnrolled(known)) for (let i = 0; i < known; i++) target[to + i] = source[from + i] as T | null;
  else copyItems(source, from, target, to, known);
}

/** The objects `items[start..end)` as a new array; see `copyObjects`. */
export function sliceObjects<T>(items: FixedArray<T | null>, start: int, end: int): FixedArray<T | null> {
  const count = promote(end - start);
  if (!isUnrolled(count)) return sliceFixed(items, start, end);
  const result = newFixedArray<T | null>(count, null);
  copyObjects(items, start, result, 0, count);
  return result;
}

/** The objects of two arrays, one behind the other; see `copyObjects`. */
export function joinObjects<T>(first: FixedArray<T>, second: FixedArray<T>): FixedArray<T> {
  const count = promote(first.length);
  const more = promote(second.length);
  const result = newFixedArray<T | null>(count + more, null);
  copyObjects(first, 0, result, 0, count);
  copyObjects(second, 0, result, count, more);
  return result as FixedArray<T>;
}

/** An empty list that is to get so many items. */
export function newListFor<T>(_count: int): T[] {
  return [];
}

/** The items of a list as a new array. */
export function listToFixed<T>(list: T[]): FixedArray<T> {
  return list.slice();
}

/**
 * The items of a list that is complete: hosted the list itself, translated a new array. Neither is changed afterwards
 * while the other is in use.
 */
export function sealList<T>(list: T[]): FixedArray<T> {
  return list;
}

/** Copies `count` bytes; the ranges may overlap. */
export function copyBytes(source: ByteArray, from: int, target: ByteArray, to: int, count: int): void {
  target.set(source.subarray(from, from + count), to);
}

export function newByteArray(length: int): ByteArray {
  return new Uint8Array(length);
}

export function newIntArray(length: int): IntArray {
  return new Float64Array(length);
}

export function newInt32Items(length: int): Int32Items {
  return new Int32Array(length);
}

export function newFloatArray(length: int): FloatArray {
  return new Float64Array(length);
}

/**
 * A list that could grow beyond this ends in OutOfMemory. Hosted V8 stops the whole process where an array of more than 2^27 items has
 * to grow, and it grows by half.
 */
export const MAX_LIST_LENGTH: int = 80000000;

/** Empties or shortens a list; `length` is at most its present length. */
export function truncateList<T>(list: T[], length: int): void {
  list.length = length;
}
