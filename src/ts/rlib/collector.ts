/** What a program may ask of its collector. Hosted it is JavaScript's, which is asked what it tells. */
import type { FixedArray } from './array.js';
import type { int } from './types.js';

/** Numbers about the heap; sizes in bytes, times in nanoseconds. */
export const enum MemoryNumber {
  /** Objects, dead ones that are not yet swept included. */
  USED,
  /** What the heap may hold at most; 0 if nobody knows. */
  LIMIT,
  /** Most that was ever used after a collection. */
  PEAK,
  /** Address space that holds memory: used, free, and the collector's own. */
  COMMITTED,
  NURSERY,
  MINOR_COLLECTIONS,
  MAJOR_COLLECTIONS,
  /** The part of a major collection that is under way: 0 idle, 1 marking, 2 sweeping. */
  PHASE,
  /** All pauses together, and the longest. */
  PAUSE_TOTAL,
  PAUSE_LONGEST,
  /** Pauses with a part of a major collection, or all of one: how many, and how long together. */
  STEPS,
  STEP_TIME,
  /** Pauses by their length: below 1/16 ms, and so on by powers of two; PAUSE_CLASSES of them. */
  PAUSES,
}

export const PAUSE_CLASSES: int = 16;

/** Frees all that is dead. */
export function collectAll(): void {
  // Hosted there is nobody to tell.
}

/** Does a part of a major collection, and begins one if none is under way; whether it has ended with this part. */
export function collectStep(): boolean {
  return true;
}

/** Whether major collections start of themselves; without memory they do anyway. */
export function setAutomaticCollection(_isAutomatic: boolean): void {
  // JavaScript's collector can't be stopped.
}

/** Whether the interpreter's ticker is set after each collection, not only when there is something to do. */
export function tellOfCollections(_isTold: boolean): void {
  // JavaScript's collector tells nobody.
}

export function memoryNumber(which: MemoryNumber): int {
  return which === MemoryNumber.USED ? process.memoryUsage().heapUsed : 0;
}

/** Every object of the heap that is alive, then nulls; nothing where the heap can't be walked through. */
export function heapObjects(): FixedArray<object | null> {
  return [];
}

/** What an object refers to directly, of any kind, then nulls. */
export function referentsOf(x: object): FixedArray<object | null> {
  const values: unknown[] = Object.values(x);
  return values.filter((value): value is object => value instanceof Object && !(value instanceof Function));
}

/** Drops the entries of weak tables whose keys have died; whether there were any. */
export function purgeWeakTables(): boolean {
  return false;
}
