/**
 * Improvements on the blocks: constant conditions and tuples, threaded jumps, copies of short exits, removal of
 * what cannot be reached and of instructions that do nothing.
 *
 * Invariants: lines stay visible to tracing (a NOP goes only if its line starts an instruction anyway);
 * conditional jumps are never threaded into JUMP_BACKWARD, so each loop passes one.
 */

import { Op } from '../interp/opcodes.js';
import type { Constant } from '../parser/ast.js';
import type { CodeConstant } from './code.js';
import { constantTruth } from './constants.js';
import {
  Block,
  copyInstruction,
  endsBlock,
  isHandlerSetup,
  isJump,
  listBlocks,
  noLocation,
  type Instruction,
} from './flow-graph.js';
import type { IndexTable } from './unit.js';

/** Implicit exits up to this length are copied into the blocks that jump to them. */
const maxCopiedExit = 4;

export function optimizeBlocks(entry: Block, consts: IndexTable<CodeConstant>): void {
  skipEmptyTargets(entry);
  for (const block of listBlocks(entry)) {
    simplifyBlock(block, consts);
    removeNops(block, -1);
  }
  // From the end, so that a block that just jumps to an exit becomes one before it is jumped to.
  for (const block of listBlocks(entry).reverse()) inlineExit(block);
  markReachable(entry);
  for (const block of listBlocks(entry)) if (block.predecessors === 0) block.instructions = [];
  let previous: Block | null = null;
  for (const block of listBlocks(entry)) {
    let previousLine = -1;
    if (previous?.last !== undefined && previous.fallsThrough) previousLine = previous.last.location.line;
    removeNops(block, previousLine);
    previous = block.instructions.length === 0 ? null : block;
  }
  dropEmptyBlocks(entry);
  removeJumpsToNext(entry);
}

/** The first block from here on that has instructions, for jumps to land in. */
function skipEmpty(block: Block): Block {
  let found = block;
  while (found.instructions.length === 0 && found.next !== null) found = found.next;
  return found;
}

export function skipEmptyTargets(entry: Block): void {
  for (const block of listBlocks(entry)) {
    for (const instruction of block.instructions) {
      if (instruction.target !== null) instruction.target = skipEmpty(instruction.target);
    }
  }
}

export function dropEmptyBlocks(entry: Block): void {
  skipEmptyTargets(entry);
  for (let block: Block | null = entry; block !== null; block = block.next) {
    while (block.next !== null && block.next.instructions.length === 0) block.next = block.next.next;
  }
}

function isConstantLoad(instruction: Instruction | undefined): instruction is Instruction {
  return instruction?.op === Op.LOAD_CONST;
}

function makeNop(instruction: Instruction): void {
  instruction.op = Op.NOP;
  instruction.arg = 0;
  instruction.target = null;
}

function simplifyBlock(block: Block, consts: IndexTable<CodeConstant>): void {
  const { instructions } = block;
  for (let index = 0; index < instructions.length; index++) {
    const instruction = instructions[index];
    if (instruction === undefined) break;
    const next = instructions[index + 1];
    switch (instruction.op) {
      case Op.LOAD_CONST:
        if (next !== undefined) foldCondition(instruction, next, instructions[index + 2], consts);
        break;
      case Op.PUSH_NULL:
        if (next?.op === Op.LOAD_GLOBAL && (next.arg & 1) === 0) {
          makeNop(instruction);
          next.arg |= 1;
        }
        break;
      case Op.BUILD_TUPLE:
        if (next?.op === Op.UNPACK_SEQUENCE && next.arg === instruction.arg && instruction.arg <= 3) {
          // Making a tuple only to unpack it is a reversal.
          makeNop(instruction);
          if (next.arg === 1) makeNop(next);
          else next.op = Op.SWAP;
        } else {
          foldTuple(instructions, index, consts);
        }
        break;
      case Op.SWAP:
        if (instruction.arg === 1) makeNop(instruction);
        break;
      case Op.JUMP_IF_FALSE_OR_POP:
      case Op.JUMP_IF_TRUE_OR_POP:
        if (threadShortCircuit(instruction)) index--;
        break;
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_NOT_NONE:
        if (threadJump(instruction, Op.JUMP)) index--;
        break;
      case Op.JUMP:
        if (threadJump(instruction, Op.JUMP) || threadBackward(instruction)) index--;
        break;
      default:
        break;
    }
  }
  simplifySwaps(instructions);
}

function getConstant(consts: IndexTable<CodeConstant>, index: number): CodeConstant {
  const constant = consts.items[index];
  if (constant === undefined) throw new Error(`no constant ${index}`);
  return constant;
}

/** A constant that is tested at once. */
function foldCondition(
  load: Instruction,
  next: Instruction,
  afterNext: Instruction | undefined,
  consts: IndexTable<CodeConstant>,
): void {
  const constant = getConstant(consts, load.arg);
  if (constant.kind === 'code') return;
  const truth = constantTruth(constant);
  switch (next.op) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
      makeNop(load);
      if (truth === (next.op === Op.POP_JUMP_IF_TRUE)) next.op = Op.JUMP;
      else makeNop(next);
      break;
    case Op.JUMP_IF_FALSE_OR_POP:
    case Op.JUMP_IF_TRUE_OR_POP:
      if (truth === (next.op === Op.JUMP_IF_TRUE_OR_POP)) {
        next.op = Op.JUMP;
      } else {
        makeNop(load);
        makeNop(next);
      }
      break;
    case Op.IS_OP: {
      if (constant.kind !== 'None' || afterNext === undefined) break;
      if (afterNext.op !== Op.POP_JUMP_IF_FALSE && afterNext.op !== Op.POP_JUMP_IF_TRUE) break;
      const jumpsIfNone = (afterNext.op === Op.POP_JUMP_IF_TRUE) === (next.arg === 0);
      makeNop(load);
      makeNop(next);
      afterNext.op = jumpsIfNone ? Op.POP_JUMP_IF_NONE : Op.POP_JUMP_IF_NOT_NONE;
      break;
    }
    default:
      break;
  }
}

function foldTuple(
  instructions: readonly Instruction[],
  index: number,
  consts: IndexTable<CodeConstant>,
): void {
  const build = instructions[index];
  if (build === undefined || build.arg > index) return;
  const loads = instructions.slice(index - build.arg, index);
  const items: Constant[] = [];
  for (const load of loads) {
    if (!isConstantLoad(load)) return;
    const constant = getConstant(consts, load.arg);
    if (constant.kind === 'code') return;
    items.push(constant);
  }
  for (const load of loads) makeNop(load);
  build.op = Op.LOAD_CONST;
  build.arg = consts.ensure({ kind: 'tuple', items });
}

function firstOf(block: Block | null): Instruction | undefined {
  return block?.instructions[0];
}

/** Lands where the jump at the target goes; keeps the line structure. */
function threadJump(instruction: Instruction, through: Op): boolean {
  const target = firstOf(instruction.target);
  if (target?.op !== through || target.target === null) return false;
  if (target.location.line !== instruction.location.line) return false;
  if (target.target === instruction.target) return false;
  instruction.target = target.target;
  return true;
}

function threadBackward(instruction: Instruction): boolean {
  if (!threadJump(instruction, Op.JUMP_BACKWARD)) return false;
  instruction.op = Op.JUMP_BACKWARD;
  return true;
}

/** `a and b or c`: the outcome of one test decides the next. */
function threadShortCircuit(instruction: Instruction): boolean {
  const target = firstOf(instruction.target);
  if (target === undefined || instruction.target === null) return false;
  const sign = instruction.op === Op.JUMP_IF_TRUE_OR_POP;
  switch (target.op) {
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
      if ((target.op === Op.POP_JUMP_IF_TRUE) === sign) {
        if (target.location.line !== instruction.location.line) return false;
        instruction.target = target.target;
        instruction.op = target.op;
        return true;
      }
      if (instruction.target.next === null || instruction.target.instructions.length !== 1) return false;
      instruction.op = sign ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE;
      instruction.target = skipEmpty(instruction.target.next);
      return true;
    case Op.JUMP:
      return threadJump(instruction, Op.JUMP);
    case Op.JUMP_IF_FALSE_OR_POP:
    case Op.JUMP_IF_TRUE_OR_POP:
      if ((target.op === Op.JUMP_IF_TRUE_OR_POP) === sign) return threadJump(instruction, target.op);
      if (instruction.target.next === null || instruction.target.instructions.length !== 1) return false;
      instruction.op = sign ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE;
      instruction.target = skipEmpty(instruction.target.next);
      return true;
    default:
      return false;
  }
}

function isSwappable(instruction: Instruction | undefined): instruction is Instruction {
  return instruction?.op === Op.STORE_FAST || instruction?.op === Op.POP_TOP;
}

/**
 * A swap before two plain stores to different variables is done by exchanging the stores; a reversal of
 * three before three stores likewise.
 */
function simplifySwaps(instructions: Instruction[]): void {
  for (let index = instructions.length - 1; index >= 0; index--) {
    const swap = instructions[index];
    if (swap?.op !== Op.SWAP) continue;
    const stores: Instruction[] = [];
    for (let place = index + 1; stores.length < swap.arg; place++) {
      const candidate = instructions[place];
      if (candidate?.op === Op.NOP) continue;
      if (!isSwappable(candidate)) break;
      stores.push(candidate);
    }
    const first = stores[0];
    const last = stores[swap.arg - 1];
    if (first === undefined || last === undefined) continue;
    if (stores.some((store) => store.location.line !== first.location.line)) continue;
    if (storesTwice(stores)) continue;
    makeNop(swap);
    const { op, arg, location } = first;
    Object.assign(first, { op: last.op, arg: last.arg, location: last.location });
    Object.assign(last, { op, arg, location });
  }
}

function storesTwice(stores: readonly Instruction[]): boolean {
  const targets = stores.filter((store) => store.op === Op.STORE_FAST).map((store) => store.arg);
  return new Set(targets).size !== targets.length;
}

/** Drops NOPs whose line is that of a neighbour, or that have none. */
export function removeNops(block: Block, lineBefore: number): void {
  let previousLine = lineBefore;
  const kept: Instruction[] = [];
  const { instructions } = block;
  instructions.forEach((instruction, index) => {
    const { line } = instruction.location;
    if (instruction.op === Op.NOP) {
      if (line < 0 || line === previousLine) return;
      const next = instructions[index + 1];
      if (next !== undefined) {
        if (next.location.line < 0) next.location = instruction.location;
        if (next.location.line === line) return;
      } else {
        const following = block.next === null ? undefined : skipEmpty(block.next).instructions[0];
        if (following !== undefined && following.location.line === line) return;
      }
    }
    kept.push(instruction);
    previousLine = line;
  });
  block.instructions = kept;
}

function inlineExit(block: Block): void {
  const { last } = block;
  if (last === undefined || last.op !== Op.JUMP || last.target === null) return;
  const { target } = last;
  if (!isExitWithoutLine(target) || target.instructions.length > maxCopiedExit) return;
  if (last.location.line < 0) block.instructions.pop();
  else makeNop(last);
  block.instructions.push(...target.instructions.map(copyInstruction));
}

/** Counts how often each block is entered. */
export function markReachable(entry: Block): void {
  for (const block of listBlocks(entry)) block.predecessors = 0;
  entry.predecessors = 1;
  const work = [entry];
  const seen = new Set<Block>(work);
  const enter = (block: Block): void => {
    block.predecessors++;
    if (seen.has(block)) return;
    seen.add(block);
    work.push(block);
  };
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    if (block.next !== null && block.fallsThrough) enter(block.next);
    for (const { op, target } of block.instructions) {
      if (target !== null && (isJump(op) || isHandlerSetup(op))) enter(target);
    }
  }
}

/** A forward jump to the next block is nothing but its line. */
export function removeJumpsToNext(entry: Block): void {
  for (const block of listBlocks(entry)) {
    const { last } = block;
    if (last?.op !== Op.JUMP || last.target !== block.next || block.next === null) continue;
    makeNop(last);
    removeNops(block, -1);
  }
  dropEmptyBlocks(entry);
}

/**
 * Gives each instruction a line. Exits without a line that several jumps lead to are copied, so that each
 * `return None` shows the line it comes from.
 */
export function settleLines(entry: Block, firstLine: number): void {
  copySharedExits(entry);
  propagateLines(entry);
  let line = firstLine;
  for (const { last, instructions } of listBlocks(entry)) {
    if (last === undefined) continue;
    if (last.location.line >= 0) {
      ({ line } = last.location);
    } else if (last.op === Op.RETURN_VALUE) {
      for (const instruction of instructions)
        instruction.location = { line, endLine: line, column: -1, endColumn: -1 };
    }
  }
}

function isExitWithoutLine(block: Block): boolean {
  return block.leavesFrame && block.instructions.every((instruction) => instruction.location.line < 0);
}

function copySharedExits(entry: Block): void {
  dropEmptyBlocks(entry);
  for (const block of listBlocks(entry).reverse()) {
    const { last } = block;
    if (last === undefined || !isJump(last.op) || last.target === null) continue;
    const { target } = last;
    if (!isExitWithoutLine(target) || target.predecessors < 2) continue;
    const copy = new Block();
    copy.instructions = target.instructions.map(copyInstruction);
    const [first] = copy.instructions;
    if (first !== undefined) first.location = last.location;
    last.target = copy;
    target.predecessors--;
    copy.predecessors = 1;
    copy.next = target.next;
    target.next = copy;
  }
  for (const block of listBlocks(entry)) {
    const first = firstOf(block.next);
    if (block.last === undefined || !block.fallsThrough || block.next === null || first === undefined)
      continue;
    if (isExitWithoutLine(block.next)) first.location = block.last.location;
  }
}

function propagateLines(entry: Block): void {
  for (const block of listBlocks(entry)) {
    let location = noLocation;
    for (const instruction of block.instructions) {
      if (instruction.location.line < 0) instruction.location = location;
      else location = instruction.location;
    }
    const { last } = block;
    if (last === undefined) continue;
    const hand = (to: Block | null): void => {
      const first = firstOf(to);
      if (to?.predecessors === 1 && first !== undefined && first.location.line < 0) first.location = location;
    };
    if (!endsBlock(last.op)) hand(block.next);
    if (isJump(last.op)) hand(last.target);
  }
}
