/**
 * What the register allocator knows of a target, and how places are numbered.
 *
 *     0..15      general registers (ints and refs), by the machine's numbers
 *     16..31     float registers: 16 is the machine's float register 0
 *     32..       stack slots of 8 bytes: 32 + i is slot i
 *     1000000..  arguments that the caller left on the stack, 8 bytes each: INCOMING + i
 */
import { conditionOperands, type GuardPart, type RegisterClass } from './lir.js';
import type { Condition, LirOpName } from './lir-ops.js';

export const FLOAT_REGISTER = 16;
export const FIRST_SLOT = 32;
export const INCOMING = 1_000_000;
/** A result nobody reads. */
export const NOWHERE = -1;

export interface Target {
  /** Those that may be allocated, the preferred ones first. */
  readonly intRegisters: readonly number[];
  readonly floatRegisters: readonly number[];
  /** Where arguments of ints and refs arrive, then those of floats; further ones of either class lie on the stack. */
  readonly intArguments: readonly number[];
  readonly floatArguments: readonly number[];
  readonly intResult: number;
  readonly floatResult: number;
  /** Not allocated; breaks cycles of moves. Instruction selection needs further ones for itself, so that it can move from slot to slot. */
  readonly intScratch: number;
  readonly floatScratch: number;
  /**
   * Allocatable registers that the code of an operation (not of kind `call`, which loses all) overwrites besides its result. Its operands are
   * never in them, its result may be.
   */
  clobbers(op: LirOpName): readonly number[];
  /** Whether an operand may lie in a stack slot. Operands of calls always may. */
  mayBeInMemory(op: LirOpName, index: number): boolean;
  /** Whether the operation writes its result before it has read the operand, so that they need different registers; it is never in a slot. */
  isReadLate(op: LirOpName, index: number): boolean;
}

/** Whether an operand of a guard may lie in a stack slot. */
export function isGuardOperandFine(target: Target, part: GuardPart, index: number): boolean {
  if (index >= conditionOperands(part)) return true;
  // All conditions with operands are comparisons.
  return target.mayBeInMemory(part.condition as Condition, index);
}

export function isRegister(location: number): boolean {
  return location >= 0 && location < FIRST_SLOT;
}

export function isSlot(location: number): boolean {
  return location >= FIRST_SLOT && location < INCOMING;
}

/** Where the arguments of a call arrive, by their classes. */
export function argumentLocations(target: Target, classes: readonly RegisterClass[]): number[] {
  let ints = 0;
  let floats = 0;
  let onStack = 0;
  return classes.map((cls) => {
    const registers = cls === 'float' ? target.floatArguments : target.intArguments;
    const index = cls === 'float' ? floats++ : ints++;
    return index < registers.length ? registers[index] : INCOMING + onStack++;
  });
}
