/**
 * Where each value of a function lives: the first half of register allocation.
 *
 * Positions: each block has one for its start, one for each operation and one for its exit, 4 apart, along the allocator's order of blocks. At an
 * operation's position `p` its operands are read, at `p + 1` a call loses the registers, at `p + 2` the result is written, and at `p + 3` what
 * the next operation needs is made ready. Ranges are half-open. An operand's range ends at `p + 1`, so a result may share its register.
 *
 * Liveness is found value by value, walking from each use back to the definition (Boissinot et al., Computing liveness sets for SSA-form
 * programs, 2011): the cost is the size of the answer, whatever the order of blocks. A value's ranges are its parts of blocks, joined where one
 * begins where the one before ends; holes therefore begin and end at blocks' boundaries or last uses.
 */
import { analyzeControlFlow, exitOf, type ControlFlow } from './control-flow.js';
import {
  conditionOperands,
  exitOperands,
  type VirtualRegister,
  type GuardPart,
  type LirBlock,
  type LirExit,
  type LirFunction,
  type LirOperand,
  type LirOperation,
  type RegisterClass,
} from './lir.js';
import { lirOpRow } from './lir-ops.js';
import { argumentLocations, isGuardOperandFine, isRegister, type Target } from './registers.js';

export const STEP = 4;
/** Offsets from an operation's position. */
export const LOST = 1;
export const WRITTEN = 2;

/** Hints are values by their ids, or registers as `-1 - register`. */
const MOST_HINTS = 8;

export interface Value {
  readonly register: VirtualRegister;
  /** Block and position of the definition. */
  readonly block: number;
  readonly definition: number;
  /** Starts and ends in turn, ascending; empty if it is a parameter or the result of a call and nobody reads it. */
  readonly ranges: number[];
  /** Positions where it has to be in a register, ascending. */
  readonly uses: number[];
  readonly hints: number[];
  /** Block and end of the last use there, in turn; a block that is come back to may occur again. */
  readonly sites: number[];
}

export interface Safepoint {
  readonly position: number;
  readonly kind: 'call' | 'slow';
}

export interface Lifetimes {
  readonly flow: ControlFlow;
  /** By register id; only those defined in reachable blocks. */
  readonly values: readonly (Value | undefined)[];
  /** In the order of definitions. */
  readonly ordered: readonly Value[];
  /** Ids of the values that live into each block, its parameters apart. */
  readonly liveIn: readonly (readonly number[])[];
  /** The position where each block starts, and one more for the end. */
  readonly blockStart: Int32Array;
  /** The block of a position, by `position / STEP`. */
  readonly blockAt: Int32Array;
  readonly calls: readonly number[];
  readonly safepoints: readonly Safepoint[];
  /** By register: positions of the operations, other than calls, that overwrite it. */
  readonly clobbers: readonly (readonly number[])[];
}

export function buildLifetimes(lir: LirFunction, target: Target): Lifetimes {
  return new LifetimeBuilder(lir, target).build();
}

class LifetimeBuilder {
  private readonly flow: ControlFlow;
  private readonly values: (Value | undefined)[];
  private readonly ordered: Value[] = [];
  private readonly calls: number[] = [];
  private readonly safepoints: Safepoint[] = [];
  private readonly clobbers: number[][] = Array.from({ length: 32 }, () => []);
  private readonly blockStart: Int32Array;

  constructor(
    private readonly lir: LirFunction,
    private readonly target: Target,
  ) {
    this.flow = analyzeControlFlow(lir);
    this.values = new Array<Value | undefined>(lir.registerCount).fill(undefined);
    this.blockStart = numberBlocks(this.flow);
  }

  build(): Lifetimes {
    const { flow, blockStart, ordered, values, calls, safepoints, clobbers } = this;
    flow.blocks.forEach((block, index) => this.scanBlock(block, index));
    this.hintEntry();
    flow.blocks.forEach((block) => this.hintEdges(block));
    const liveIn = findRanges(this.lir, flow, blockStart, ordered);
    const blockAt = new Int32Array(blockStart[flow.blocks.length] / STEP + 1);
    flow.blocks.forEach((_, index) =>
      blockAt.fill(index, blockStart[index] / STEP, blockStart[index + 1] / STEP),
    );
    return { flow, values, ordered, liveIn, blockStart, blockAt, calls, safepoints, clobbers };
  }

  private scanBlock(block: LirBlock, index: number): void {
    let position = this.blockStart[index];
    for (const param of block.params) this.define(param, index, position);
    const { operations } = block;
    for (let i = 0; i < operations.length; i++) {
      position += STEP;
      this.scanOperation(operations[i], index, position);
    }
    this.scanExit(exitOf(block), index, position + STEP);
  }

  private define(register: VirtualRegister, block: number, definition: number): Value {
    const value: Value = { register, block, definition, ranges: [], uses: [], hints: [], sites: [] };
    this.values[register.id] = value;
    this.ordered.push(value);
    return value;
  }

  private scanOperation(operation: LirOperation, block: number, position: number): void {
    const { op, args, result } = operation;
    const { kind } = lirOpRow(op);
    if (kind === 'call' || kind === 'slow') this.safepoints.push({ position, kind });
    if (kind === 'call') {
      this.scanCall(operation, block, position);
      return;
    }
    if (operation.part.kind === 'guard') {
      this.scanGuard(operation, operation.part, block, position);
      return;
    }
    for (const register of this.target.clobbers(op)) this.clobbers[register].push(position);
    for (let index = 0; index < args.length; index++) {
      const value = this.read(args[index], block, position + LOST);
      if (value === null) continue;
      const isReadLate = this.target.isReadLate(op, index);
      const isSlotFine = !isReadLate && this.target.mayBeInMemory(op, index) && !this.isInTightLoop(block);
      if (!isSlotFine) value.uses.push(position);
      if (!isReadLate) continue;
      addSite(value, block, position + WRITTEN + 1);
      value.uses.push(position + WRITTEN);
    }
    if (result === null) return;
    const value = this.define(result, block, position + WRITTEN);
    value.uses.push(position + WRITTEN);
    addSite(value, block, position + WRITTEN + 1);
    if (args.length > 0) this.hintBoth(value, args[0]);
  }

  private scanGuard({ args }: LirOperation, part: GuardPart, block: number, position: number): void {
    const compared = conditionOperands(part);
    for (let index = 0; index < args.length; index++) {
      const value = this.read(args[index], block, position + LOST);
      if (value === null || index >= compared) continue;
      if (!isGuardOperandFine(this.target, part, index) || this.isInTightLoop(block))
        value.uses.push(position);
    }
  }

  private scanCall({ op, args, result }: LirOperation, block: number, position: number): void {
    this.calls.push(position);
    for (const operand of args) this.read(operand, block, position + LOST);
    const passed = op === 'call' ? args : args.slice(1);
    const places = argumentLocations(
      this.target,
      passed.map((operand) => operand.cls),
    );
    passed.forEach((operand, index) => this.hintRegister(operand, places[index]));
    if (result === null) return;
    const value = this.define(result, block, position + WRITTEN);
    addHint(value, -1 - this.resultRegister(result.cls));
  }

  private scanExit(exit: LirExit, block: number, position: number): void {
    exitOperands(exit).forEach((operand, index) => {
      const value = this.read(operand, block, position + LOST);
      if (value === null) return;
      if (exit.kind === 'return') {
        addHint(value, -1 - this.resultRegister(operand.cls));
        return;
      }
      const isSlotFine = exit.kind === 'branch' && this.target.mayBeInMemory(exit.condition, index);
      if (!isSlotFine || this.isInTightLoop(block)) value.uses.push(position);
    });
    for (const edge of this.flow.edges[block]) {
      for (const operand of edge.args) this.read(operand, block, position + STEP);
    }
  }

  private read(operand: LirOperand, block: number, end: number): Value | null {
    if (operand.isConstant) return null;
    const value = this.values[operand.id];
    if (value === undefined)
      throw new Error(`${this.lir.symbol}: ${operand.name} (${operand.id}) is read before it is defined`);
    addSite(value, block, end);
    return value;
  }

  /** In a loop without calls a register pays off even for what the target could read from memory. */
  private isInTightLoop(block: number): boolean {
    const header = this.flow.loops.header[block];
    return header !== -1 && this.flow.loops.calls[header] === 0;
  }

  private resultRegister(cls: RegisterClass): number {
    return cls === 'float' ? this.target.floatResult : this.target.intResult;
  }

  private hintRegister(operand: LirOperand, location: number): void {
    if (operand.isConstant || !isRegister(location)) return;
    const value = this.values[operand.id];
    if (value !== undefined) addHint(value, -1 - location);
  }

  private hintBoth(value: Value, operand: LirOperand): void {
    if (operand.isConstant) return;
    const other = this.values[operand.id];
    if (other === undefined || (other.register.cls === 'float') !== (value.register.cls === 'float')) return;
    addHint(value, operand.id);
    addHint(other, value.register.id);
  }

  private hintEntry(): void {
    const { params } = this.lir.entry;
    const places = argumentLocations(
      this.target,
      params.map((param) => param.cls),
    );
    params.forEach((param, index) => this.hintRegister(param, places[index]));
  }

  private hintEdges(block: LirBlock): void {
    for (const { target, args } of this.flow.edges[this.flow.indexOf[block.id]]) {
      target.params.forEach((param, index) => {
        const value = this.values[param.id];
        if (value !== undefined) this.hintBoth(value, args[index]);
      });
    }
  }
}

/** Operations come in order, so that the last use in a block tells enough. */
function addSite({ sites }: Value, block: number, end: number): void {
  const last = sites.length - 1;
  if (last === -1 || sites[last - 1] !== block) sites.push(block, end);
  else if (end > sites[last]) sites[last] = end;
}

function addHint(value: Value, hint: number): void {
  if (value.hints.length < MOST_HINTS && !value.hints.includes(hint)) value.hints.push(hint);
}

function numberBlocks(flow: ControlFlow): Int32Array {
  const blockStart = new Int32Array(flow.blocks.length + 1);
  flow.blocks.forEach((block, index) => {
    blockStart[index + 1] = blockStart[index] + (block.operations.length + 2) * STEP;
  });
  return blockStart;
}

/** Fills in the values' ranges; gives what lives into each block. */
function findRanges(
  lir: LirFunction,
  flow: ControlFlow,
  blockStart: Int32Array,
  ordered: readonly Value[],
): number[][] {
  const liveIn: number[][] = flow.blocks.map(() => []);
  /** Where the value at hand ends in a block; valid where `touchedFor` names the value. */
  const end = new Int32Array(flow.blocks.length);
  const touchedFor = new Int32Array(flow.blocks.length).fill(-1);
  const { predecessors } = flow;
  const touched: number[] = [];
  const work: number[] = [];
  const touch = (value: Value, number: number, block: number, position: number): void => {
    if (touchedFor[block] === number) {
      if (position > end[block]) end[block] = position;
      return;
    }
    touchedFor[block] = number;
    end[block] = position;
    touched.push(block);
    if (block === value.block) return;
    if (block === 0) throw new Error(`${lir.symbol}: ${value.register.name} lives into the entry`);
    liveIn[block].push(value.register.id);
    work.push(block);
  };
  for (let number = 0; number < ordered.length; number++) {
    const value = ordered[number];
    const last = lastInBlock(value);
    if (last !== -1) {
      value.ranges.push(value.definition, last);
      continue;
    }
    touched.length = 0;
    const { sites } = value;
    for (let index = 0; index < sites.length; index += 2) {
      touch(value, number, sites[index], sites[index + 1]);
      for (let block = work.pop(); block !== undefined; block = work.pop()) {
        for (const from of predecessors[block]) touch(value, number, from, blockStart[from + 1]);
      }
    }
    if (touched.length > 1) touched.sort((a, b) => a - b);
    for (const block of touched) {
      addRange(value.ranges, block === value.block ? value.definition : blockStart[block], end[block]);
    }
  }
  return liveIn;
}

/** Where a value ends that lives in its block only; else -1. Most do, and those of traces nearly all. */
function lastInBlock({ block, sites }: Value): number {
  let last = -1;
  for (let index = 0; index < sites.length; index += 2) {
    if (sites[index] !== block) return -1;
    if (sites[index + 1] > last) last = sites[index + 1];
  }
  return last;
}

function addRange(ranges: number[], start: number, end: number): void {
  if (ranges.length > 0 && ranges[ranges.length - 1] === start) ranges[ranges.length - 1] = end;
  else ranges.push(start, end);
}
