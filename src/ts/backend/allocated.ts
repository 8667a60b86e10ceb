/** Functions after register allocation: what instruction selection reads. Locations are numbered as `registers.ts` says. */
import type { LirOperation, RegisterClass } from './lir.js';
import type { Condition } from './lir-ops.js';
import type { ArgumentLocation, Move } from './parallel-moves.js';

export interface AllocatedFunction {
  readonly symbol: string;
  readonly result: RegisterClass | null;
  /** Classes of the parameters; where they arrive is told by `argumentLocations`, and the entry's first moves take them from there. */
  readonly params: readonly RegisterClass[];
  readonly slotCount: number;
  /** In layout order, cold ones last; the first is the entry. Unreachable blocks are gone. */
  readonly blocks: readonly AllocatedBlock[];
}

export interface AllocatedBlock {
  /** Those of the LIR's blocks, and further ones from its `blockCount` on for blocks put into edges. */
  readonly id: number;
  readonly isCold: boolean;
  readonly instructions: readonly Instruction[];
  readonly exit: AllocatedExit;
}

export type Instruction = AllocatedOperation | AllocatedMoves;

export interface AllocatedOperation {
  readonly kind: 'operation';
  readonly operation: LirOperation;
  readonly args: readonly ArgumentLocation[];
  /** `NOWHERE` if there is none or, after calls, nobody reads it. A register; after calls also a slot. */
  readonly result: number;
  /**
   * For kinds `call` and `slow`: the locations, ascending, that hold references the rest of the function reads (the result apart). Only slots for
   * calls; registers too for `slow`, where one reference may be in a register and a slot: both are listed.
   */
  readonly stackMap: readonly number[] | null;
}

/** To be made one after the other. */
export interface AllocatedMoves {
  readonly kind: 'moves';
  readonly moves: readonly Move[];
}

/** Moves that belong to edges are in the blocks already. */
export type AllocatedExit =
  | { readonly kind: 'jump'; readonly to: number }
  | {
      readonly kind: 'branch';
      readonly condition: Condition;
      readonly left: ArgumentLocation;
      readonly right: ArgumentLocation;
      readonly whenTrue: number;
      readonly whenFalse: number;
    }
  | { readonly kind: 'overflow'; readonly overflow: number; readonly normal: number }
  | { readonly kind: 'exception'; readonly pending: number; readonly normal: number }
  | { readonly kind: 'stack'; readonly overflow: number; readonly normal: number }
  | {
      readonly kind: 'switch';
      readonly value: ArgumentLocation;
      readonly cases: readonly { readonly value: number; readonly to: number }[];
      readonly otherwise: number;
    }
  /** The value may be anywhere. */
  | { readonly kind: 'return'; readonly value: ArgumentLocation | null }
  | { readonly kind: 'trap'; readonly code: number; readonly line: number }
  | { readonly kind: 'leave'; readonly symbol: string; readonly status: number };
