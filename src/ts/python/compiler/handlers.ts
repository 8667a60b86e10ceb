/**
 * Which handler is in force at each instruction, and how deep the stack is.
 *
 * Both come from one walk along the flow of control: the stack of open handlers is carried from block to block
 * (every way into a block brings the same one), and so is the depth. The set-up and POP_BLOCK pseudo operations
 * have no effect afterwards and become NOPs.
 */

import { Op } from '../interp/opcodes.js';
import {
  type Block,
  fallEffect,
  type Handler,
  type Instruction,
  isHandlerSetup,
  isJump,
  isPseudo,
  jumpEffect,
  Pseudo,
} from './flow-graph.js';

/** Persistent list of open handlers, innermost first. */
interface Open {
  readonly handler: Handler;
  readonly outer: Open | null;
}

/** Sets `handler` of every instruction and `startDepth` of every block; returns the greatest depth. */
export function placeHandlers(entry: Block): number {
  const work: [Block, Open | null][] = [];
  const enter = (block: Block, depth: number, open: Open | null): void => {
    if (block.startDepth >= 0) {
      if (block.startDepth !== depth)
        throw new Error(`stack depth ${depth} where ${block.startDepth} was expected`);
      return;
    }
    block.startDepth = depth;
    work.push([block, open]);
  };
  let deepest = 0;
  enter(entry, 0, null);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const [block] = item;
    let open = item[1];
    let depth = block.startDepth;
    for (const instruction of block.instructions) {
      const { op, target } = instruction;
      if (isHandlerSetup(op)) {
        if (target === null) throw new Error('handler without a target');
        const handler = makeHandler(op, target, depth);
        target.isHandler = true;
        const depthThere = handler.depth + (handler.pushesIndex ? 2 : 1);
        deepest = Math.max(deepest, depthThere);
        enter(target, depthThere, open);
        open = { handler, outer: open };
        continue;
      }
      if (op === Pseudo.POP_BLOCK) {
        if (open === null) throw new Error('no handler to close');
        open = open.outer;
        continue;
      }
      instruction.handler = open === null ? null : open.handler;
      if (isJump(op) && target !== null) enter(target, depth + jumpEffect(op, instruction.arg), open);
      depth += fallEffect(op, instruction.arg);
      if (depth < 0) throw new Error('stack underflow');
      deepest = Math.max(deepest, depth);
    }
    if (block.fallsThrough && block.next !== null) enter(block.next, depth, open);
  }
  return deepest;
}

function makeHandler(op: number, block: Block, depth: number): Handler {
  if (op === Pseudo.SETUP_WITH) return { block, depth: depth - 1, pushesIndex: true };
  return { block, depth, pushesIndex: op === Pseudo.SETUP_CLEANUP };
}

/** The pseudo operations have done their work. */
export function dropPseudoOperations(blocks: readonly Block[]): void {
  for (const block of blocks) for (const instruction of block.instructions) dropPseudo(instruction);
}

function dropPseudo(instruction: Instruction): void {
  if (!isPseudo(instruction.op)) return;
  instruction.op = Op.NOP;
  instruction.target = null;
}
