/**
 * Functions whose values have places: what the register allocator gives to instruction selection.
 *
 * Places are numbers: int registers 0..15 (ints and references), float registers 16..31, stack slots of 8 bytes from 32 on; arguments that came
 * on the stack from 1000 on.
 */
import type { LirConstant, LirOperation, RegisterClass } from './lir.js';
import type { Condition } from './lir-ops.js';

export const FIRST_FLOAT = 16;
export const FIRST_SLOT = 32;
export const FIRST_INCOMING = 1000000;

export type Location = number;
export type ArgumentLocation = Location | LirConstant;

export interface Move {
  readonly from: ArgumentLocation;
  readonly to: Location;
  readonly cls: RegisterClass;
}

export type Instruction =
  | {
      readonly kind: 'operation';
      readonly operation: LirOperation;
      readonly args: readonly ArgumentLocation[];
      /** -1 if there is none. */
      readonly result: Location;
      /** For calls and `slow` operations: the places of references that live on after it. */
      readonly stackMap: readonly Location[] | null;
    }
  /** One after the other. */
  | { readonly kind: 'moves'; readonly moves: readonly Move[] };

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
  | { readonly kind: 'return'; readonly value: ArgumentLocation | null }
  | { readonly kind: 'trap'; readonly code: number };

export interface AllocatedBlock {
  readonly id: number;
  readonly isCold: boolean;
  readonly instructions: readonly Instruction[];
  readonly exit: AllocatedExit;
}

export interface AllocatedFunction {
  readonly symbol: string;
  readonly result: RegisterClass | null;
  readonly slotCount: number;
  /** In layout order. */
  readonly blocks: readonly AllocatedBlock[];
}
