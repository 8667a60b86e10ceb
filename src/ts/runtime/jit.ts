/** Where machine code asks the JIT compiler: a loop is hot, or compiled code was left by a guard. */
import { GcBit, Place } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import { FIELD_CHANGED, HOT_LOOP } from '../rlib/jit-layout.js';
import { addressOf, hostCall, HostFunction, loadU32, loadWord, State, storeWord } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** The back edge that counts in a cell is hot; greens and reds are at State.JIT_VALUES. Gives a `TraceStatus`. */
export function startTracing(driver: int, cell: int): int {
  storeWord(State.JIT_GUARD, HOT_LOOP);
  storeWord(State.JIT_DRIVER, driver);
  storeWord(State.JIT_CELL, cell);
  hostCall(HostFunction.JIT);
  return loadWord(State.JIT_STATUS);
}

/** A guard failed; the values that are live there are at State.JIT_VALUES. Gives a `TraceStatus`. */
export function leaveTrace(guard: int): int {
  storeWord(State.JIT_GUARD, guard);
  hostCall(HostFunction.JIT);
  return loadWord(State.JIT_STATUS);
}

/** A field that is `@quasiImmutable` was stored into. @dontLookInside */
export function fieldChanged(object: object): void {
  const address = addressOf(object);
  if ((loadU32(address + Place.GC_BITS) & GcBit.WATCHED) === 0) return;
  storeWord(State.JIT_GUARD, FIELD_CHANGED);
  storeWord(State.JIT_VALUES, wordShr(address, 3));
  hostCall(HostFunction.JIT);
}
