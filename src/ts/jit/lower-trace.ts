/**
 * Optimized traces to low-level IR. A compiled trace is a function without parameters: values come to it by the words at State.JIT_VALUES, and leave it by
 * them at its end. Guards name the values that are live there, which are found where they happen to be if the guard fails.
 *
 *     trace:  if JIT_REENTRY, jump middle; inputs = load JIT_VALUES...; jump start
 *     start:  preamble; jump loop
 *     middle: parameters and imports = load JIT_VALUES...; jump loop
 *     loop:   operations; guard, else leave with its number; ...; jump loop
 */
import {
  LirConstant,
  LirFunction,
  NO_PART,
  type AddressPart,
  type GuardPart,
  type LirBlock,
  type LirExit,
  type LirOperand,
  type Part,
  type RegisterClass,
  type VirtualRegister,
} from '../backend/lir.js';
import { isCondition, type Condition, type LirOpName } from '../backend/lir-ops.js';
import { Place } from '../rlib/heap-layout.js';
import { TraceStatus } from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import { RETURN } from './code-region.js';
import { infoOf } from './optimizer/operations.js';
import {
  Box,
  type OptimizedOperation,
  type OptimizedTrace,
  type TraceEnd,
  type TraceOpName,
  type TraceValue,
} from './trace.js';
import { loadOps, statePart, storeOps, valuePart } from './value-places.js';

const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);
const ONE = new LirConstant('int', 1);
/** Arrays of so many bytes are allocated as instances are. */
const INLINE_ARRAY = 2048;
/** Array items have this displacement from their array. */
const ITEM_SHIFT = 2;

function int(value: number | bigint): LirConstant {
  return new LirConstant('int', value);
}

/** Code that is there already, which a trace enters at its end: what it expects, and where. */
export interface TraceTarget {
  readonly symbol: string;
  /** The first of its inputs is the value with this number. */
  readonly firstValue: number;
}

export interface LoweringFacts {
  /** The numbers of the first input among the values. */
  readonly firstValue: number;
  readonly hasBarriers: boolean;
  /** Offset of a function of the image. */
  offsetOf(symbol: string): number;
  /** The status of a guard. */
  guardStatus(operation: OptimizedOperation): number;
  /** Whether a guard is made to leave whatever its condition is: for tests of all that happens then. */
  alwaysLeaves(status: number): boolean;
  targetOf(end: TraceEnd & { kind: 'enter' | 'reenter' }): TraceTarget;
  /** Where the trace's flag is, relative to the heap base: see `Dependencies`. */
  validityPlace(): number;
}

export function lowerTrace(symbol: string, trace: OptimizedTrace, facts: LoweringFacts): LirFunction {
  return new TraceLowering(symbol, trace, facts).run();
}

class TraceLowering {
  private readonly out: LirFunction;
  private readonly registers: (VirtualRegister | undefined)[];
  /** Comparisons that only guards read: they are made where the guard branches. */
  private readonly comparisons: (OptimizedOperation | undefined)[];
  private readonly readAsValue: Uint8Array;
  private current: LirBlock;
  /** Objects made since the last point where the collector may have run: young for sure. */
  private readonly young = new Set<Box>();

  constructor(
    symbol: string,
    private readonly trace: OptimizedTrace,
    private readonly facts: LoweringFacts,
  ) {
    this.out = new LirFunction(symbol, 'int');
    this.current = this.out.newBlock(false);
    this.out.blocks.push(this.current);
    this.registers = new Array<VirtualRegister | undefined>(trace.boxCount).fill(undefined);
    this.comparisons = new Array<OptimizedOperation | undefined>(trace.boxCount).fill(undefined);
    this.readAsValue = findValues(trace);
  }

  run(): LirFunction {
    const { preamble, loop, loopEntry, imports, entrance, end } = this.trace;
    const reentry = entrance === null ? null : this.openReentry();
    const inputs = preamble.params.map(({ cls }, i) => {
      return this.emit(loadOps[cls], [NULL, ZERO], cls, valuePart(this.facts.firstValue + i));
    });
    const start = this.openLoop(preamble.params, inputs);
    preamble.operations.forEach((operation) => {
      this.operation(operation);
    });
    if (loop === null) this.end(end, start);
    else {
      const head = this.openLoop([...loop.params, ...imports], this.values([...loopEntry, ...imports]));
      if (reentry !== null) this.reenter(reentry, [...loop.params, ...imports], head);
      loop.operations.forEach((operation) => {
        this.operation(operation);
      });
      this.end(end, head);
    }
    return this.out;
  }

  /** Tells those who come to the loop's middle; the block that they go to. */
  private openReentry(): LirBlock {
    const isMiddle = this.emit('load_i64', [NULL, ZERO], 'int', statePart(State.JIT_REENTRY));
    const middle = this.out.newBlock(false);
    const start = this.out.newBlock(false);
    this.finish({
      kind: 'branch',
      condition: 'int_eq',
      left: isMiddle,
      right: ZERO,
      whenTrue: { target: start, args: [] },
      whenFalse: { target: middle, args: [] },
    });
    this.start(start);
    return middle;
  }

  private reenter(middle: LirBlock, params: readonly Box[], head: LirBlock): void {
    const { current } = this;
    this.start(middle);
    this.emitVoid('store_64', [NULL, ZERO, ZERO], statePart(State.JIT_REENTRY));
    const values = params.map(({ cls }, i) => this.emit(loadOps[cls], [NULL, ZERO], cls, valuePart(i)));
    this.finish({ kind: 'jump', to: { target: head, args: values } });
    this.current = current;
  }

  private openLoop(params: readonly Box[], args: LirOperand[]): LirBlock {
    const block = this.out.newBlock(false);
    for (const param of params) block.params.push(this.define(param));
    this.finish({ kind: 'jump', to: { target: block, args } });
    this.start(block);
    this.young.clear();
    return block;
  }

  // Building.

  private define(box: Box): VirtualRegister {
    const register = this.out.newRegister(box.cls, '');
    this.registers[box.id] = register;
    return register;
  }

  private start(block: LirBlock): void {
    this.out.blocks.push(block);
    this.current = block;
  }

  private finish(exit: LirExit): void {
    this.current.exit = exit;
  }

  private emit(op: LirOpName, args: LirOperand[], cls: RegisterClass, part: Part = NO_PART): VirtualRegister {
    const result = this.out.newRegister(cls, '');
    this.current.operations.push({ op, args, part, result, line: 0 });
    return result;
  }

  private emitVoid(op: LirOpName, args: LirOperand[], part: Part = NO_PART): void {
    this.current.operations.push({ op, args, part, result: null, line: 0 });
  }

  private emitInto(box: Box | null, op: LirOpName, args: LirOperand[], part: Part = NO_PART): void {
    const result = box === null ? null : this.define(box);
    this.current.operations.push({ op, args, part, result, line: 0 });
  }

  private value(value: TraceValue): LirOperand {
    if (!(value instanceof Box)) return value;
    const register = this.registers[value.id];
    if (register === undefined) throw new Error(`${this.out.symbol}: box ${value.id} has no value`);
    return register;
  }

  private values(values: readonly TraceValue[]): LirOperand[] {
    const operands: LirOperand[] = [];
    for (let i = 0; i < values.length; i++) operands.push(this.value(values[i]));
    return operands;
  }

  /** Leaves with a status unless a condition holds, or does not; `operands`: what the condition reads, then what is live. */
  private require(condition: GuardPart['condition'], operands: LirOperand[], status: number): void {
    this.emitVoid('guard', operands, { kind: 'guard', condition, expected: true, status });
  }

  private refuse(condition: GuardPart['condition'], operands: LirOperand[], status: number): void {
    this.emitVoid('guard', operands, { kind: 'guard', condition, expected: false, status });
  }

  // Operations.

  private operation(operation: OptimizedOperation): void {
    const { op, args, part, result } = operation;
    const info = infoOf(op);
    switch (info.kind) {
      case 'guard':
        this.guard(operation);
        return;
      case 'mark':
        return;
      case 'array':
        this.array(operation);
        return;
      case 'store':
        this.store(lirName(op), operation);
        return;
      case 'call':
        this.call(operation);
        return;
      case 'slow':
        if (part.kind !== 'allocation' || result === null) throw new Error(`${op} without a size`);
        this.emitInto(result, 'allocate', [], part);
        this.allocated(result);
        return;
      default: {
        const name = lirName(op);
        if (info.isTest && isCondition(name) && result !== null) {
          this.comparisons[result.id] = operation;
          if (this.readAsValue[result.id] === 0) return;
        }
        if (part.kind !== 'none' && part.kind !== 'address') throw new Error(`${op} with a part of its own`);
        this.emitInto(result, name, this.values(args), part);
      }
    }
  }

  private allocated(box: Box): void {
    this.young.clear();
    this.young.add(box);
    // Where there is no memory, the exception is pending.
    this.require('ref_ne', [this.value(box), NULL], TraceStatus.DONE);
  }

  private array({ args: [, length], part, result }: OptimizedOperation): void {
    if (part.kind !== 'array' || result === null) throw new Error('an allocation of an array without a type');
    const { typeId, itemSize } = part;
    const bytes = length instanceof Box ? Infinity : Place.ITEMS + Number(length.value) * itemSize;
    if (bytes > INLINE_ARRAY) {
      const code = int(this.facts.offsetOf('src/ts/runtime/arrays#newArray'));
      this.emitInto(result, 'call_code', [code, int(typeId), this.value(length)]);
      this.allocated(result);
      return;
    }
    this.emitInto(result, 'allocate', [], { kind: 'allocation', size: (bytes + 7) >> 3, typeId });
    this.allocated(result);
    this.emitVoid('store_32', [this.value(result), ZERO, this.value(length)], statePart(Place.LENGTH));
  }

  private store(op: LirOpName, { args, part }: OptimizedOperation): void {
    if (part.kind !== 'address') throw new Error(`${op} without an address`);
    const [base, index, value] = args;
    if (op === 'store_ref') this.barrier(base, index, value, part);
    this.emitVoid(op, this.values(args), part);
  }

  private barrier(base: TraceValue, index: TraceValue, value: TraceValue, part: AddressPart): void {
    if (!this.facts.hasBarriers || !(value instanceof Box)) return;
    if (base instanceof Box ? this.young.has(base) : base.value === 0) return;
    if (part.place?.isItems !== true) {
      this.emitVoid('write_barrier', [this.value(base)]);
      return;
    }
    const extra = (part.displacement - Place.ITEMS) >> ITEM_SHIFT;
    let item: LirOperand = this.value(index);
    if (!(index instanceof Box)) item = int((Number(index.value) * part.scale) / 4 + extra);
    else if (extra !== 0) item = this.emit('int_add', [item, int(extra)], 'int');
    this.emitVoid('write_barrier_item', [this.value(base), item]);
  }

  private call({ op, args, part, result }: OptimizedOperation): void {
    if (part.kind !== 'trace-call') throw new Error(`${op} of nothing`);
    if (op !== 'call_c') this.young.clear();
    if (op !== 'call') this.emitInto(result, lirName(op), this.values(args));
    else this.emitInto(result, 'call_code', [int(this.facts.offsetOf(part.symbol)), ...this.values(args)]);
  }

  // Guards.

  private guard(operation: OptimizedOperation): void {
    const { op } = operation;
    const status = this.facts.guardStatus(operation);
    const isForced = this.facts.alwaysLeaves(status);
    // Between an operation and the test of its overflow nothing may come.
    const comesAfter = op === 'guard_no_overflow' || op === 'guard_overflow';
    if (isForced && !comesAfter) this.leaveAnyway(operation);
    this.guardCondition(operation, status);
    if (isForced && comesAfter) this.leaveAnyway(operation);
  }

  /** Leaves by a condition that always holds, and that nobody can know to hold; by a number of its own. */
  private leaveAnyway(operation: OptimizedOperation): void {
    const live = (operation.guard?.liveValues ?? []).map((box) => this.valueAnyway(box));
    const cells = this.emit('load_i64', [NULL, ZERO], 'int', statePart(State.JIT_CELLS));
    this.require('int_eq', [cells, ZERO, ...live], this.facts.guardStatus(operation));
  }

  /** A comparison that only its guard reads is made for this. */
  private valueAnyway(box: Box): LirOperand {
    const comparison = this.registers[box.id] === undefined ? this.comparisons[box.id] : undefined;
    if (comparison === undefined) return this.value(box);
    return this.emit(lirName(comparison.op), this.values(comparison.args), 'int');
  }

  private guardCondition(operation: OptimizedOperation, status: number): void {
    const { op, args, result, guard } = operation;
    if (guard === null) throw new Error(`${op} without resume data`);
    switch (op) {
      case 'guard_true':
      case 'guard_false':
        this.condition(args[0], op === 'guard_true', guard.liveValues, status);
        return;
      case 'guard_value':
        this.guardValue(args[0], args[1], this.values(guard.liveValues), status);
        return;
      case 'guard_no_overflow':
        this.refuse('overflow', this.values(guard.liveValues), status);
        return;
      case 'guard_overflow':
        this.require('overflow', this.values(guard.liveValues), status);
        return;
      case 'guard_no_exception':
        this.refuse('exception', this.values(guard.liveValues), status);
        return;
      case 'guard_exception': {
        if (result === null) throw new Error('guard_exception without a result');
        const live = this.values(guard.liveValues);
        this.emitInto(result, 'load_ref', [NULL, ZERO], statePart(State.EXCEPTION));
        this.require('ref_ne', [this.value(result), NULL, ...live], status);
        const typeId = this.emit('load_u32', [this.value(result), ZERO], 'int', statePart(Place.TYPE));
        // A second way out has a number of its own.
        const other = this.facts.guardStatus(operation);
        this.require('int_eq', [typeId, this.value(args[0]), ...live], other);
        this.emitVoid('store_ref', [NULL, ZERO, NULL], statePart(State.EXCEPTION));
        return;
      }
      case 'guard_not_invalidated': {
        // In a register: flags are too far away for an address.
        const at = this.emit('copy', [int(this.facts.validityPlace())], 'int');
        const isInvalid = this.emit('load_u32', [NULL, at], 'int', statePart(0));
        this.require('int_eq', [isInvalid, ZERO, ...this.values(guard.liveValues)], status);
        return;
      }
      default:
        throw new Error(`${op} has no code`);
    }
  }

  private condition(value: TraceValue, isTrue: boolean, boxes: readonly Box[], status: number): void {
    const comparison = value instanceof Box ? this.comparisons[value.id] : undefined;
    // What a comparison was is known where the guard fails.
    const failed = isTrue ? ZERO : ONE;
    // The operation is a comparison: it was put there.
    const condition = comparison === undefined ? 'int_ne' : (comparison.op as Condition);
    const operands = comparison === undefined ? [this.value(value), ZERO] : this.values(comparison.args);
    for (let i = 0; i < boxes.length; i++)
      operands.push(boxes[i] === value && comparison !== undefined ? failed : this.value(boxes[i]));
    if (isTrue) this.require(condition, operands, status);
    else this.refuse(condition, operands, status);
  }

  private guardValue(value: TraceValue, expected: TraceValue, live: LirOperand[], status: number): void {
    const [left, right] = this.values([value, expected]);
    if (left.cls === 'ref') this.require('ref_eq', [left, right, ...live], status);
    else if (left.cls === 'int') this.require('int_eq', [left, right, ...live], status);
    else {
      const bits = this.emit('float_bits', [right], 'int');
      this.require('int_eq', [this.emit('float_bits', [left], 'int'), bits, ...live], status);
    }
  }

  // The end.

  private end(end: TraceEnd, head: LirBlock): void {
    switch (end.kind) {
      case 'jump':
        this.finish({
          kind: 'jump',
          to: { target: head, args: this.values([...end.args, ...this.trace.imports]) },
        });
        return;
      case 'reenter':
        this.storeValues(end.args, 0);
        this.emitVoid('store_64', [NULL, ZERO, ONE], statePart(State.JIT_REENTRY));
        this.finish({ kind: 'leave', symbol: this.facts.targetOf(end).symbol, status: TraceStatus.NOTHING });
        return;
      case 'enter': {
        const { symbol, firstValue } = this.facts.targetOf(end);
        this.storeValues(end.args, firstValue);
        this.finish({ kind: 'leave', symbol, status: TraceStatus.NOTHING });
        return;
      }
      case 'return':
        if (end.value !== null) this.storeValues([end.value], 0);
        this.finish({ kind: 'leave', symbol: RETURN, status: TraceStatus.DONE });
        return;
      case 'raise':
        this.emitVoid('store_ref', [NULL, ZERO, this.value(end.exception)], statePart(State.EXCEPTION));
        this.finish({ kind: 'leave', symbol: RETURN, status: TraceStatus.DONE });
    }
  }

  private storeValues(values: readonly TraceValue[], first: number): void {
    values.forEach((value, i) => {
      this.emitVoid(storeOps[value.cls], [NULL, ZERO, this.value(value)], valuePart(first + i));
    });
  }
}

/** Of an operation that is none of the traces' own, as its kind tells. */
function lirName(op: TraceOpName): LirOpName {
  return op as LirOpName;
}

/** Boxes that something other than their own guards reads: they must be values in registers. */
function findValues({ preamble, loop, loopEntry, imports, end, boxCount }: OptimizedTrace): Uint8Array {
  const read = new Uint8Array(boxCount);
  const add = (value: TraceValue): void => {
    if (value instanceof Box) read[value.id] = 1;
  };
  const addOperation = ({ op, args, guard }: OptimizedOperation): void => {
    const tested = op === 'guard_true' || op === 'guard_false' ? args[0] : null;
    if (tested === null) for (let i = 0; i < args.length; i++) add(args[i]);
    if (guard === null) return;
    const { liveValues } = guard;
    for (let i = 0; i < liveValues.length; i++) if (liveValues[i] !== tested) read[liveValues[i].id] = 1;
  };
  preamble.operations.forEach(addOperation);
  loop?.operations.forEach(addOperation);
  loopEntry.forEach(add);
  imports.forEach(add);
  if (end.kind === 'jump' || end.kind === 'enter' || end.kind === 'reenter') end.args.forEach(add);
  else if (end.kind === 'raise') add(end.exception);
  else if (end.value !== null) add(end.value);
  return read;
}
