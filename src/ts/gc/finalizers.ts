/**
 * Finalization, for all collectors: which of the registered objects that have died are handed out, and when.
 *
 * Each registered object has a record (`BuiltinType.FINALIZER`) that only this module refers to. Records are in one of three chains: young
 * (registered since the last collection, the last first), registered and ready (the first first).
 *
 * When all that is alive is known, dead objects are looked at in the order of their registration. What one of them refers to is kept; an object
 * kept so by another one is not ready, it stays registered. One that turns out to reach itself is ready all the same.
 *
 * The collector tells what to do with functions: `keepAt` keeps the object that a place refers to and updates the place, `keepReferences` what
 * an object refers to, `keepAll` what those reach. Objects are looked at where they were before the collection; `keepAt` gives their new place.
 */
import { FinalizerPlace, GcBit, Place } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import { loadU32, loadWord, State, storeU32 } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** Addresses of records; 0 where there is none. */
let young: int = 0;
let first: int = 0;
let last: int = 0;
let firstReady: int = 0;
let lastReady: int = 0;

/** A new record, which is in no chain. */
export function addFinalizer(record: int): void {
  storeU32(record + FinalizerPlace.NEXT, wordShr(young, 3));
  young = record;
}

/** The address of an object that is ready, which is so no more; 0 if there is none. */
export function takeReady(): int {
  if (firstReady === 0) return 0;
  const target = loadU32(firstReady + FinalizerPlace.TARGET) * 8;
  firstReady = nextOf(firstReady);
  if (firstReady === 0) lastReady = 0;
  return target;
}

function nextOf(record: int): int {
  return loadU32(record + FinalizerPlace.NEXT) * 8;
}

/** Where an object is after it was kept. */
function kept(address: int, keepAt: (place: int) => void): int {
  storeU32(State.GC_PLACE, wordShr(address, 3));
  keepAt(State.GC_PLACE);
  return loadU32(State.GC_PLACE) * 8;
}

/** The record, kept, with its object's new address. */
function keptRecord(record: int, target: int, keepAt: (place: int) => void): int {
  const moved = kept(record, keepAt);
  storeU32(moved + FinalizerPlace.TARGET, wordShr(target, 3));
  storeU32(moved + FinalizerPlace.NEXT, 0);
  return moved;
}

function register(record: int): void {
  if (first === 0) first = record;
  else storeU32(last + FinalizerPlace.NEXT, wordShr(record, 3));
  last = record;
}

function makeReady(record: int): void {
  if (firstReady === 0) firstReady = record;
  else storeU32(lastReady + FinalizerPlace.NEXT, wordShr(record, 3));
  lastReady = record;
}

/** The young records, the oldest first. */
function takeYoung(): int {
  const chain = reversed(young);
  young = 0;
  return chain;
}

function isFinalized(target: int): boolean {
  let bits = loadU32(target + Place.GC_BITS);
  if ((bits & GcBit.FORWARDED) !== 0) bits = loadU32(loadU32(target + Place.TYPE) * 8 + Place.GC_BITS);
  return (bits & GcBit.NOT_FINALIZED) === 0;
}

/** Keeps the objects of young records, and registers them: whether they are dead is for a collection of everything. */
export function keepYoungFinalizers(keepAt: (place: int) => void): void {
  let record = takeYoung();
  while (record !== 0) {
    const next = nextOf(record);
    const target = loadU32(record + FinalizerPlace.TARGET) * 8;
    if (isFinalized(target)) register(keptRecord(record, kept(target, keepAt), keepAt));
    record = next;
  }
}

/** Keeps what is ready: it belongs to the roots. */
export function keepReady(keepAt: (place: int) => void): void {
  let record = firstReady;
  firstReady = 0;
  lastReady = 0;
  while (record !== 0) {
    const next = nextOf(record);
    const target = kept(loadU32(record + FinalizerPlace.TARGET) * 8, keepAt);
    makeReady(keptRecord(record, target, keepAt));
    record = next;
  }
}

/** Sorts the registered objects when all that is alive is known. */
export function sortFinalizers(
  isKept: (address: int) => boolean,
  keepAt: (place: int) => void,
  keepReferences: (address: int) => void,
  keepAll: () => void,
): void {
  let record = takeRegistered();
  // The dead ones that no other keeps, the last first.
  let candidates = 0;
  while (record !== 0) {
    const next = nextOf(record);
    const target = loadU32(record + FinalizerPlace.TARGET) * 8;
    if (isFinalized(target)) {
      if (isKept(target)) register(keptRecord(record, kept(target, keepAt), keepAt));
      else {
        keepReferences(target);
        keepAll();
        storeU32(record + FinalizerPlace.IS_CYCLIC, isKept(target) ? 1 : 0);
        storeU32(record + FinalizerPlace.NEXT, wordShr(candidates, 3));
        candidates = record;
      }
    }
    record = next;
  }
  settle(reversed(candidates), isKept, keepAt);
  keepAll();
  if (firstReady !== 0) tellProgram();
}

/** All registered records as one chain. */
function takeRegistered(): int {
  let record = takeYoung();
  while (record !== 0) {
    const next = nextOf(record);
    storeU32(record + FinalizerPlace.NEXT, 0);
    register(record);
    record = next;
  }
  const all = first;
  first = 0;
  last = 0;
  return all;
}

function reversed(chain: int): int {
  let result = 0;
  let record = chain;
  while (record !== 0) {
    const next = nextOf(record);
    storeU32(record + FinalizerPlace.NEXT, wordShr(result, 3));
    result = record;
    record = next;
  }
  return result;
}

/** Candidates that were kept after all have to wait, unless it was for their own sake. */
function settle(candidates: int, isKept: (address: int) => boolean, keepAt: (place: int) => void): void {
  let record = candidates;
  while (record !== 0) {
    const next = nextOf(record);
    const target = loadU32(record + FinalizerPlace.TARGET) * 8;
    const isReady = loadU32(record + FinalizerPlace.IS_CYCLIC) !== 0 || !isKept(target);
    const moved = keptRecord(record, kept(target, keepAt), keepAt);
    if (isReady) makeReady(moved);
    else register(moved);
    record = next;
  }
}

/** The interpreter is to look, between two instructions, what has changed. */
export function tellProgram(): void {
  const ticker = loadWord(State.TICKER);
  if (ticker !== 0) storeU32(ticker, 1);
}
