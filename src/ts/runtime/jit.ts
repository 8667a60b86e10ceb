/** Where machine code asks the JIT compiler: a loop is hot, or compiled code was left by a guard. */
import { hostCall, HostFunction, loadWord, State, storeWord } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** The back edge that counts in a cell is hot; greens and reds are at State.JIT_VALUES. Gives a `TraceStatus`. */
export function startTracing(driver: int, cell: int): int {
  storeWord(State.JIT_GUARD, 0);
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
