/**
 * One pass over a trace, forwards: each operation is left out, replaced, put off or emitted, by what is known when it is reached.
 *
 * A pass owns what it knows of memory and what it emits; what is known of values, and which pure operations there were, is shared by the
 * passes over one trace (`Shared`), since the loop's part may use all that the preamble has computed.
 */
import type { LirOpName } from '../../backend/lir-ops.js';
import type { Box, Trace, TraceOperation } from '../trace.js';
import { resultBits } from './bit-rules.js';
import { BoxValues } from './box-values.js';
import { Calls } from './calls.js';
import { Conditions } from './conditions.js';
import { ElidableCalls } from './elidable-calls.js';
import { Emitter, type BoxMaker } from './emitter.js';
import { Guards } from './guards.js';
import { Heap } from './heap.js';
import { MemoryOperations } from './memory-operations.js';
import { infoOf, type OperationInfo } from './operations.js';
import type { OptimizerOptions } from './options.js';
import { PureOperations } from './pure-operations.js';
import { PureTable } from './pure-table.js';
import { addRanges, multiplyRanges, subtractRanges } from './range.js';
import { exactRange } from './range-rules.js';
import { ResumeBuilder } from './resume-builder.js';
import { findInt, Known, type Value, Values } from './value.js';
import { constantAddress } from './virtual-fields.js';
import { HeaderPlace, LONGEST_VIRTUAL_ARRAY, VirtualObjects } from './virtual-objects.js';

/** What the passes over one trace share. */
export class Shared {
  readonly values = new Values();
  readonly table = new PureTable();
  readonly elidable = new ElidableCalls();

  constructor(
    readonly trace: Trace,
    readonly options: OptimizerOptions,
    readonly boxes: BoxMaker,
  ) {}
}

/** What loads the type id of an object. */
const LOAD_TYPE = infoOf('load_u32');

/** Whether results keep the trace's boxes, or get new ones. */
export type ResultBoxes = 'own' | 'new';

export class Pass {
  readonly values: Values;
  readonly emitter: Emitter;
  readonly heap: Heap;
  readonly virtuals: VirtualObjects;
  readonly guards: Guards;
  readonly pure: PureOperations;
  readonly memory: MemoryOperations;
  private readonly calls: Calls;
  readonly boxes: BoxValues;
  /** The operation being looked at, and its place in the trace. */
  private at = 0;

  constructor(
    readonly shared: Shared,
    private readonly resultBoxes: ResultBoxes,
  ) {
    const { values, boxes, options } = shared;
    this.values = values;
    this.virtuals = new VirtualObjects(
      values,
      () => this.emitter,
      () => this.heap,
    );
    this.emitter = new Emitter(boxes, (value) => this.virtuals.force(value));
    this.heap = new Heap(values, this.emitter);
    this.pure = new PureOperations(values, shared.table, this.emitter);
    this.boxes = new BoxValues(values, shared.trace.boxCount);
    const resume = new ResumeBuilder(values, this.boxes);
    const conditions = new Conditions(values, this.pure);
    this.guards = new Guards(
      values,
      this.heap,
      this.emitter,
      resume,
      conditions,
      shared.options.knowsFailures,
    );
    this.memory = new MemoryOperations(
      values,
      this.pure,
      this.heap,
      this.virtuals,
      this.emitter,
      this.guards,
      options,
      () => this.validateQuasi(),
    );
    this.calls = new Calls(values, this.heap, this.emitter, this.guards, shared.elidable);
  }

  private resultBox(operation: TraceOperation): Box | null {
    return this.resultBoxes === 'own' ? operation.result : null;
  }

  private define({ result }: TraceOperation, value: Value): void {
    if (result !== null) this.boxes.set(result, value);
  }

  run(): void {
    const { operations } = this.shared.trace;
    for (this.at = 0; this.at < operations.length; this.at++) this.operation(operations[this.at]);
  }

  private next(): TraceOperation | null {
    return this.shared.trace.operations[this.at + 1] ?? null;
  }

  private operation(operation: TraceOperation): void {
    const info = infoOf(operation.op);
    switch (info.kind) {
      case 'load':
        this.load(operation, info);
        return;
      case 'store':
        this.heap.effects++;
        this.store(operation, info);
        return;
      case 'guard': {
        const result = this.guards.guard(operation, this.argsOf(operation), this.resultBox(operation));
        if (result !== null) this.define(operation, result);
        return;
      }
      case 'pure':
        this.pureOperation(operation, info);
        return;
      case 'mark':
        this.mark(operation);
        return;
      case 'overflow':
        this.overflowing(operation, info);
        return;
      case 'call':
        this.heap.effects++;
        this.call(operation);
        return;
      case 'slow':
      case 'array':
        this.heap.effects++;
        this.slow(operation);
        return;
    }
  }

  private argsOf({ args }: TraceOperation): Value[] {
    const values: Value[] = [];
    for (let i = 0; i < args.length; i++) values.push(this.boxes.valueOf(args[i]));
    return values;
  }

  // Pure operations.

  private pureOperation(operation: TraceOperation, info: OperationInfo): void {
    const { args } = operation;
    if (args.length === 0 || info.name === 'absolute') {
      this.emitPlain(operation);
      return;
    }
    const first = this.boxes.valueOf(args[0]);
    const second = args.length > 1 ? this.boxes.valueOf(args[1]) : null;
    const third = args.length > 2 ? this.boxes.valueOf(args[2]) : null;
    this.define(operation, this.pure.apply(info, first, second, third, this.resultBox(operation)));
  }

  /** An operation of which nothing is known. */
  private emitPlain(operation: TraceOperation): void {
    const { op, part, result } = operation;
    const value = result === null ? null : this.values.fresh(result.cls);
    if (value !== null) value.box = this.resultBox(operation);
    this.emitter.emit(op, this.argsOf(operation), part, value);
    if (value !== null) this.define(operation, value);
  }

  /** Operations that may overflow come with the guard behind them. */
  private overflowing(operation: TraceOperation, info: OperationInfo): void {
    const first = this.boxes.valueOf(operation.args[0]);
    const second = this.boxes.valueOf(operation.args[1]);
    const box = this.resultBox(operation);
    const guard = this.next();
    const plain = infoOf(plainOf(info));
    if (guard === null || (guard.op !== 'guard_no_overflow' && guard.op !== 'guard_overflow')) {
      this.define(operation, this.pure.apply(plain, first, second, null, box));
      return;
    }
    this.at++;
    const expectsNone = guard.op === 'guard_no_overflow';
    if (expectsNone && this.cannotOverflow(info, first, second)) {
      this.define(operation, this.pure.exact(plain, first, second, box));
      return;
    }
    const result = this.values.fresh('int');
    result.box = box;
    this.emitter.emit(info.name, [first, second], operation.part, result);
    this.define(operation, result);
    this.guards.emit(guard, [], null);
    const fits = infoOf(fitsOf(info));
    if (!expectsNone) {
      this.pure.record(fits, first, second, null, this.values.zero);
      return;
    }
    this.pure.record(fits, first, second, null, this.values.int(1));
    this.pure.define(plain, first, second, null, result);
    this.values.narrow(result, exactRange(info.name, first, second));
    const bits = resultBits(info.name, first, second, null);
    if (bits !== null) this.values.learnBits(result, bits);
  }

  private cannotOverflow(info: OperationInfo, first: Value, second: Value): boolean {
    const { name } = info;
    const a = first.range;
    const b = second.range;
    const sum =
      name === 'int_add_ovf'
        ? addRanges(a, b)
        : name === 'int_sub_ovf'
          ? subtractRanges(a, b)
          : multiplyRanges(a, b);
    if (sum !== null) return true;
    const fits = infoOf(fitsOf(info));
    const known = this.pure.findEqual(fits, first, second, null);
    if (known !== null) return findInt(known) === 1;
    // Constants beyond what ranges tell.
    if (first.constant === null || second.constant === null) return false;
    return findInt(this.pure.apply(fits, first, second)) === 1;
  }

  // Memory.

  private load(operation: TraceOperation, info: OperationInfo): void {
    const { args, part } = operation;
    if (part.kind !== 'address') {
      this.emitPlain(operation);
      return;
    }
    const base = this.boxes.valueOf(args[0]);
    const index = this.boxes.valueOf(args[1]);
    this.define(operation, this.memory.load(info, part, base, index, this.resultBox(operation)));
  }

  /** The guard that goes with a quasi-immutable field comes from the load's own snapshot, is the next operation, or repeats the last guard. */
  private validateQuasi(): boolean {
    // At the trace's end, where it is to come into a loop, there is no operation.
    const own = this.shared.trace.operations.at(this.at)?.snapshot ?? null;
    if (own === null && this.next()?.op === 'guard_not_invalidated') return true;
    return this.guards.validate(own);
  }

  /** The type id of an object that is not null. */
  loadType(object: Value): Value {
    const { typePlace } = this.shared.options;
    if (typePlace === null) throw new Error('nobody knows where types are');
    const part = constantAddress(HeaderPlace.TYPE, typePlace);
    return this.memory.load(LOAD_TYPE, part, object, this.values.zero, null);
  }

  private store({ args, part }: TraceOperation, info: OperationInfo): void {
    const base = this.boxes.valueOf(args[0]);
    const index = this.boxes.valueOf(args[1]);
    const value = this.boxes.valueOf(args[2]);
    if (part.kind !== 'address') throw new Error(`${info.name} without address`);
    if (part.place?.change === 'quasi') this.guards.isValid = false;
    this.memory.store(info, part, base, index, value);
  }

  private slow(operation: TraceOperation): void {
    const { op, part } = operation;
    switch (op) {
      case 'allocate': {
        if (part.kind !== 'allocation') throw new Error('allocate without size');
        const { size, typeId } = part;
        this.defineVirtual(operation, this.virtuals.allocate({ kind: 'instance', size, typeId }));
        return;
      }
      case 'allocate_array':
        this.allocateArray(operation);
        return;
      default:
        // Write barriers: who makes code of stores puts them there.
        return;
    }
  }

  private defineVirtual(operation: TraceOperation, value: Value): void {
    value.box = this.resultBox(operation);
    this.define(operation, value);
  }

  private allocateArray(operation: TraceOperation): void {
    const { part } = operation;
    if (part.kind !== 'array') throw new Error('allocate_array without its items');
    const { typeId, itemSize } = part;
    const length = this.boxes.valueOf(operation.args[1]);
    const count = findInt(length);
    if (count !== null && count >= 0 && count <= LONGEST_VIRTUAL_ARRAY) {
      const shape = { kind: 'array', typeId, itemSize, length: count } as const;
      this.defineVirtual(operation, this.virtuals.allocate(shape));
      return;
    }
    const result = this.values.fresh('ref');
    result.box = this.resultBox(operation);
    this.emitter.emit('allocate_array', this.argsOf(operation), part, result);
    result.known = Known.NON_NULL | Known.FRESH | Known.ORIGIN;
    result.typeId = typeId;
    result.length = length;
    this.define(operation, result);
  }

  // Calls.

  private call(operation: TraceOperation): void {
    const args = this.argsOf(operation);
    const { result, coversGuard } = this.calls.call(operation, args, this.next(), this.resultBox(operation));
    if (result !== null) this.define(operation, result);
    if (coversGuard) this.at++;
  }

  private mark(operation: TraceOperation): void {
    if (operation.op === 'debug_merge_point') {
      this.emitPlain(operation);
      return;
    }
    const object = this.boxes.valueOf(operation.args[0]);
    const known = operation.op === 'activate' ? object.known | Known.ACTIVE : object.known & ~Known.ACTIVE;
    this.values.setKnown(object, known);
  }
}

function plainOf({ name }: OperationInfo): LirOpName {
  return name === 'int_add_ovf' ? 'int_add' : name === 'int_sub_ovf' ? 'int_sub' : 'int_mul';
}

function fitsOf({ name }: OperationInfo): LirOpName {
  return name === 'int_add_ovf' ? 'int_add_fits' : name === 'int_sub_ovf' ? 'int_sub_fits' : 'int_mul_fits';
}
