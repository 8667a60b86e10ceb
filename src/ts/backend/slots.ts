/**
 * Stack slots for the values that need one: first fit, values whose lives do not overlap share.
 *
 * A value is stored once, where it is defined, and its slot is good from there on; so the slot is taken for as long as the value lives. Where the
 * slot is used in cold blocks only, the value is stored on the way into them instead, and the slot is taken only there. A parameter of a
 * block asks for the slot of what edges bring to it, so that nothing has to be moved.
 */
import type { Lifetimes, Value } from './lifetimes.js';
import { IN_SLOT, type Piece, type Pieces } from './linear-scan.js';
import { FIRST_SLOT } from './registers.js';

export interface Slots {
  readonly count: number;
  /** Location by register id; -1 for none. */
  readonly locations: Int32Array;
  /** By register id: 1 for the values stored at their definitions. */
  readonly isStoredEarly: Uint8Array;
}

export function assignSlots(lifetimes: Lifetimes, pieces: Pieces): Slots {
  const { flow, blockStart, ordered, values } = lifetimes;
  const coldStart = blockStart[flow.firstCold];
  const locations = new Int32Array(values.length).fill(-1);
  const isStoredEarly = new Uint8Array(values.length);
  const taken: number[][] = [];
  for (const value of ordered) {
    const { id } = value.register;
    const inSlot = findInSlot(pieces[id]);
    if (inSlot === null) continue;
    const isEarly = inSlot.start < coldStart || value.definition >= coldStart;
    const ranges = isEarly ? value.ranges : rangesFrom(value.ranges, coldStart);
    const slot = chooseSlot(taken, ranges, hintedSlots(value, locations));
    if (slot === taken.length) taken.push([...ranges]);
    else if (isBehind(ranges, taken[slot])) taken[slot].push(...ranges);
    else taken[slot] = mergeRanges(taken[slot], ranges);
    locations[id] = FIRST_SLOT + slot;
    isStoredEarly[id] = isEarly ? 1 : 0;
  }
  return { count: taken.length, locations, isStoredEarly };
}

function findInSlot(pieces: readonly Piece[]): Piece | null {
  for (let index = 0; index < pieces.length; index++)
    if (pieces[index].location === IN_SLOT) return pieces[index];
  return null;
}

function hintedSlots(value: Value, locations: Int32Array): number[] {
  return value.hints
    .filter((hint) => hint >= 0 && locations[hint] !== -1)
    .map((hint) => locations[hint] - FIRST_SLOT);
}

function chooseSlot(
  taken: readonly (readonly number[])[],
  ranges: readonly number[],
  hinted: readonly number[],
): number {
  for (const slot of hinted) {
    if (!doOverlap(taken[slot], ranges)) return slot;
  }
  for (let slot = 0; slot < taken.length; slot++) {
    if (!doOverlap(taken[slot], ranges)) return slot;
  }
  return taken.length;
}

function rangesFrom(ranges: readonly number[], start: number): number[] {
  const rest: number[] = [];
  for (let index = 0; index < ranges.length; index += 2) {
    if (ranges[index + 1] > start) rest.push(Math.max(ranges[index], start), ranges[index + 1]);
  }
  return rest;
}

/** The index of the first range of `ranges` that ends after `position`. */
function firstEndingAfter(ranges: readonly number[], position: number): number {
  let low = 0;
  let high = ranges.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[2 * middle + 1] <= position) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** Whether ranges come after others, with a gap. */
function isBehind(ranges: readonly number[], others: readonly number[]): boolean {
  return ranges[0] > others[others.length - 1];
}

/** `few` is searched for in `many`. */
function doOverlap(many: readonly number[], few: readonly number[]): boolean {
  // Values come in the order of their definitions: mostly the last of many ranges tells.
  const start = few[0];
  if (start >= many[many.length - 1]) return false;
  if (start >= many[many.length - 2]) return true;
  for (let index = 0; index < few.length; index += 2) {
    const other = firstEndingAfter(many, few[index]);
    if (other < many.length && many[other] < few[index + 1]) return true;
  }
  return false;
}

/** Of ranges that do not overlap. */
function mergeRanges(left: readonly number[], right: readonly number[]): number[] {
  const merged: number[] = [];
  let leftIndex = 0;
  let rightIndex = 0;
  while (leftIndex < left.length || rightIndex < right.length) {
    const isLeft =
      rightIndex >= right.length || (leftIndex < left.length && left[leftIndex] < right[rightIndex]);
    const start = isLeft ? left[leftIndex] : right[rightIndex];
    const end = isLeft ? left[leftIndex + 1] : right[rightIndex + 1];
    if (isLeft) leftIndex += 2;
    else rightIndex += 2;
    if (merged.length > 0 && merged[merged.length - 1] === start) merged[merged.length - 1] = end;
    else merged.push(start, end);
  }
  return merged;
}
