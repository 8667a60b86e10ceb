/**
 * The compiler's code before it has addresses: blocks of instructions, in source order, with jumps between them.
 *
 * Besides the operations of the bytecode there are pseudo operations that open and close the reach of an
 * exception handler; `handlers.ts` turns them into entries of the exception table. A block falls through
 * to `next` unless it ends with an instruction that leaves it.
 */

import { Op, opNames, opTable, type OpInfo } from '../interp/opcodes.js';
import type { Position } from '../parser/ast.js';

/** Operations that exist only between the compiler and the assembler. */
export const enum Pseudo {
  /** Until the matching POP_BLOCK an exception goes to the target with [exc] pushed. */
  SETUP_FINALLY = 256,
  /** The same, with [instruction index, exc] pushed. */
  SETUP_CLEANUP,
  /** As SETUP_CLEANUP, and the value on top (the result of `__enter__`) is dropped first. */
  SETUP_WITH,
  POP_BLOCK,
}

/** Where an instruction comes from; line -1 is "artificial": the assembler may give it a line. */
export interface Location {
  readonly line: number;
  readonly endLine: number;
  /** In UTF-8 bytes from 0; -1 is unknown. */
  readonly column: number;
  readonly endColumn: number;
}

export const noLocation: Location = { line: -1, endLine: -1, column: -1, endColumn: -1 };

export function locationOf(node: Position): Location {
  return {
    line: node.lineno,
    endLine: node.end_lineno,
    column: node.col_offset,
    endColumn: node.end_col_offset,
  };
}

export interface Instruction {
  op: number;
  arg: number;
  target: Block | null;
  location: Location;
  /** The handler in force here; set by `handlers.ts`. */
  handler: Handler | null;
}

/** A handler in force: where it is and what the stack looks like there. */
export interface Handler {
  readonly block: Block;
  readonly depth: number;
  readonly pushesIndex: boolean;
}

export class Block {
  instructions: Instruction[] = [];
  next: Block | null = null;
  predecessors = 0;
  /** Stack depth at the start; -1 until it is known. */
  startDepth = -1;
  isHandler = false;
  /** Address of the first instruction, in units. */
  offset = 0;

  get last(): Instruction | undefined {
    return this.instructions.at(-1);
  }

  /** Whether control may run off the end into `next`. */
  get fallsThrough(): boolean {
    const last = this.last;
    return last === undefined || !endsBlock(last.op);
  }

  /** Whether the block leaves the frame. */
  get leavesFrame(): boolean {
    const last = this.last;
    return last !== undefined && leavesFrame(last.op);
  }
}

export function makeInstruction(
  op: number,
  arg: number,
  target: Block | null,
  location: Location,
): Instruction {
  return { op, arg, target, location, handler: null };
}

export function copyInstruction(from: Instruction): Instruction {
  return { op: from.op, arg: from.arg, target: from.target, location: from.location, handler: from.handler };
}

export function isUnconditionalJump(op: number): boolean {
  return op === Op.JUMP || op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT;
}

export function leavesFrame(op: number): boolean {
  return op === Op.RETURN_VALUE || op === Op.RAISE_VARARGS || op === Op.RERAISE;
}

export function endsBlock(op: number): boolean {
  return isUnconditionalJump(op) || leavesFrame(op);
}

export function isPseudo(op: number): boolean {
  return op >= 256;
}

export function isHandlerSetup(op: number): boolean {
  return op === Pseudo.SETUP_FINALLY || op === Pseudo.SETUP_CLEANUP || op === Pseudo.SETUP_WITH;
}

/** Rows of the table by number. */
export const opInfos: readonly OpInfo[] = Object.values(opTable);

export function isJump(op: number): boolean {
  return !isPseudo(op) && getOpInfo(op).arg === 'jump';
}

export function getOpInfo(op: number): OpInfo {
  const info = opInfos[op];
  if (info === undefined) throw new Error(`no operation ${op}`);
  return info;
}

export function getOpName(op: number): string {
  const name = opNames[op];
  if (name === undefined) throw new Error(`no operation ${op}`);
  return name;
}

/** The change of stack depth when execution goes on to the next instruction. */
export function fallEffect(op: number, arg: number): number {
  if (isPseudo(op)) return 0;
  const effect = getOpInfo(op).effect;
  return typeof effect === 'number' ? effect : effect(arg);
}

/** The change of stack depth when execution goes to the target. */
export function jumpEffect(op: number, arg: number): number {
  return getOpInfo(op).jumpEffect ?? fallEffect(op, arg);
}

/** All blocks in order. */
export function listBlocks(entry: Block): Block[] {
  const blocks: Block[] = [];
  for (let block: Block | null = entry; block !== null; block = block.next) blocks.push(block);
  return blocks;
}
