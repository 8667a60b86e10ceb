/** What machine code and the JIT compiler agree on. */
import type { int } from './types.js';

/** Cells of counters, found by a hash of the greens: 2^12 of 16 bytes. */
export const CELL_SHIFT: int = 4;
export const CELL_MASK: int = 0xfff;

export const enum CellPlace {
  COUNT = 0,
  /** Where compiled code starts, relative to the image's code; 0 if there is none. */
  CODE = 8,
}

/** What compiled code gives back. From `FIRST_GUARD` on it is the number of a guard that failed. */
export const enum TraceStatus {
  /** Its greens are not those at hand. */
  NOTHING = 0,
  /** Interpretation goes on at the merge point with the greens and reds at State.JIT_VALUES. */
  CONTINUE = 1,
  /** The portal is done: its result is there, or an exception is pending. */
  DONE = 2,
}
export const FIRST_GUARD: int = 16;

/** At State.JIT_GUARD where no guard has failed. */
export const HOT_LOOP: int = 0;
export const FIELD_CHANGED: int = -1;

/** Added to the driver at State.JIT_DRIVER where a function starts and no loop goes round. */
export const FUNCTION_START: int = 0x10000;

/** Words at State.JIT_VALUES. */
export const VALUE_COUNT: int = 384;
