/** Tiny's bytecode: pairs of operation and argument, one stack machine. */
import type { FixedArray, Int32Items } from '../../src/ts/rlib/array.js';
import type { int } from '../../src/ts/rlib/types.js';
import type { W_Root } from './objects.js';

export const enum Op {
  /** Pushes constant `arg`. */
  CONSTANT = 0,
  /** Pushes local `arg`. */
  LOAD_LOCAL,
  STORE_LOCAL,
  LOAD_GLOBAL,
  STORE_GLOBAL,
  POP,
  /** Binary operations; `arg` is a Binary. */
  BINARY,
  NEGATE,
  NOT,
  /** `arg` is a position, in pairs. */
  JUMP,
  JUMP_IF_FALSE,
  /** Jumps and keeps the value if it is false (true); pops it otherwise. */
  JUMP_IF_FALSE_OR_POP,
  JUMP_IF_TRUE_OR_POP,
  /** Jumps backwards: the end of a loop. */
  JUMP_BACK,
  /** Calls with `arg` arguments; the function is below them. */
  CALL,
  RETURN,
  /** Makes a list of `arg` values. */
  LIST,
  INDEX,
  STORE_INDEX,
  /** Prints `arg` values. */
  PRINT,
}

export const enum Binary {
  ADD = 0,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  REMAINDER,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_EQUAL,
}

/** A compiled function, or the program's main part. */
export class Code {
  constructor(
    readonly name: string,
    readonly parameterCount: int,
    readonly localCount: int,
    readonly stackSize: int,
    /** Operation, argument, operation, argument, ... */
    readonly words: Int32Items,
    readonly constants: FixedArray<W_Root>,
  ) {}
}
