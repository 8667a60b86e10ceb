/** How long the program stood still: a histogram of pauses, and what the host's log is told of each. */
import type { IntArray } from '../rlib/array.js';
import { newIntArray } from '../rlib/array.js';
import { MemoryNumber, PAUSE_CLASSES } from '../rlib/collector.js';
import { hostCall, HostFunction, loadWord, State, storeWord } from '../rlib/raw.js';
import { tellProgram } from './finalizers.js';
import type { int } from '../rlib/types.js';

/** What a collection has done: one of the old space's parts, or all. */
export const enum CollectionKind {
  MINOR,
  STEP,
  FULL,
}

/** A sixteenth of a millisecond. */
const SHORTEST: int = 62500;

const pauses: IntArray = newIntArray(PAUSE_CLASSES);
let total: int = 0;
let longest: int = 0;
let start: int = 0;
let peak: int = 0;
let steps: int = 0;
let stepTime: int = 0;
/** The program wants to know of each collection. */
let isTold: boolean = false;

export function setTold(told: boolean): void {
  isTold = told;
}

export function startPause(): void {
  hostCall(HostFunction.CLOCK);
  start = loadWord(State.CLOCK);
}

/** Bytes in use before and after. */
export function endPause(kind: CollectionKind, before: int, after: int): void {
  hostCall(HostFunction.CLOCK);
  const time = loadWord(State.CLOCK) - start;
  total += time;
  if (time > longest) longest = time;
  if (after > peak) peak = after;
  let index = 0;
  let limit = SHORTEST;
  while (time >= limit && index < PAUSE_CLASSES - 1) {
    index++;
    limit *= 2;
  }
  pauses[index] = (pauses[index] as int) + 1;
  if (kind !== CollectionKind.MINOR) {
    steps++;
    stepTime += time;
  }
  if (isTold) tellProgram();
  if (loadWord(State.GC_LOG) === 0) return;
  storeWord(State.LOG_KIND, kind);
  storeWord(State.LOG_TIME, time);
  storeWord(State.LOG_BEFORE, before);
  storeWord(State.LOG_AFTER, after);
  hostCall(HostFunction.LOG);
}

/** Those of the numbers that are about pauses, and what was used after collections; 0 for others. */
export function pauseNumber(which: int): int {
  if (which === MemoryNumber.PEAK) return peak;
  if (which === MemoryNumber.STEPS) return steps;
  if (which === MemoryNumber.STEP_TIME) return stepTime;
  if (which === MemoryNumber.PAUSE_TOTAL) return total;
  if (which === MemoryNumber.PAUSE_LONGEST) return longest;
  if (which < MemoryNumber.PAUSES) return 0;
  return pauses[which - MemoryNumber.PAUSES] as int;
}
