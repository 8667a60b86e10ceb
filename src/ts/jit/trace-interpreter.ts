/**
 * Runs traces, optimized or not, on a simulated machine until they are left: the meaning that the optimizer has to keep.
 *
 * When a trace is left, what it gives is the interpreter's state: the frames' values, after the objects that were not made are made and the
 * stores that were put off are done. Objects have other addresses in an optimized run: who compares two runs compares the heaps' shape.
 */
import { NO_PART } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import {
  execute,
  isOverflow,
  type MachineValue,
  type SimulatedMachine,
} from '../backend/simulated-machine.js';
import {
  Box,
  type OptimizedOperation,
  type OptimizedPart,
  type OptimizedTrace,
  type ResumeValue,
  type Snapshot,
  type Trace,
  type TraceConstant,
  type TraceEnd,
  type TraceOperation,
  type TraceOpName,
  type TraceValue,
  type VirtualObject,
} from './trace.js';

export interface FrameState {
  readonly frame: object;
  readonly values: readonly MachineValue[];
}

export type TraceExit =
  /** By a guard. */
  | { readonly kind: 'guard'; readonly op: TraceOpName; readonly frames: readonly FrameState[] }
  | { readonly kind: 'end'; readonly end: TraceEnd; readonly values: readonly MachineValue[] }
  /** The loop has run as often as it may: at a jump. */
  | { readonly kind: 'jumps' };

export interface TraceRunOptions {
  readonly machine: SimulatedMachine;
  /** Does what a call does; null if it gives nothing. */
  readonly call: (symbol: string, args: readonly MachineValue[]) => MachineValue | null;
  /** Jumps after which the run ends. */
  readonly mostJumps: number;
  /** The answer to `guard_not_invalidated`. */
  readonly isInvalid: () => boolean;
}

export function runTrace(trace: Trace, inputs: readonly MachineValue[], options: TraceRunOptions): TraceExit {
  const run = new TraceRun(options);
  let values = inputs;
  for (let jumps = 0; ; jumps++) {
    run.setAll(trace.inputs, values);
    for (const operation of trace.operations) {
      if (run.step(operation)) continue;
      const frames = run.snapshotFrames(operation.snapshot);
      return { kind: 'guard', op: operation.op, frames };
    }
    values = run.endValues(trace.end);
    if (trace.end.kind !== 'jump') return { kind: 'end', end: trace.end, values };
    if (jumps === options.mostJumps) return { kind: 'jumps' };
  }
}

export function runOptimizedTrace(
  trace: OptimizedTrace,
  inputs: readonly MachineValue[],
  options: TraceRunOptions,
): TraceExit {
  const run = new TraceRun(options);
  const { preamble, loop, loopEntry, end } = trace;
  run.setAll(preamble.params, inputs);
  let exit = run.part(preamble);
  if (exit !== null) return exit;
  if (loop !== null)
    run.setAll(
      loop.params,
      loopEntry.map((value) => run.value(value)),
    );
  // The preamble is the first run; without a loop it is every run.
  for (let jumps = 0; ; jumps++) {
    if (loop !== null) {
      if (jumps === options.mostJumps) return { kind: 'jumps' };
      exit = run.part(loop);
      if (exit !== null) return exit;
    }
    const values = run.endValues(end);
    if (end.kind !== 'jump') return { kind: 'end', end, values };
    if (loop === null && jumps === options.mostJumps) return { kind: 'jumps' };
    run.setAll((loop ?? preamble).params, values);
    if (loop !== null) continue;
    exit = run.part(preamble);
    if (exit !== null) return exit;
  }
}

/** The values of one run; those who record a trace step through it. */
export class TraceRun {
  private readonly values: (MachineValue | undefined)[] = [];
  private didOverflow = false;

  constructor(private readonly options: TraceRunOptions) {}

  setAll(boxes: readonly Box[], values: readonly MachineValue[]): void {
    boxes.forEach((box, index) => (this.values[box.id] = values[index]));
  }

  value(value: TraceValue): MachineValue {
    if (!(value instanceof Box)) return constantValue(value);
    const found = this.values[value.id];
    if (found === undefined) throw new Error(`box ${value.id} has no value`);
    return found;
  }

  part({ operations }: OptimizedPart): TraceExit | null {
    for (const operation of operations)
      if (!this.step(operation))
        return { kind: 'guard', op: operation.op, frames: this.resumedFrames(operation) };
    return null;
  }

  endValues(end: TraceEnd): MachineValue[] {
    switch (end.kind) {
      case 'jump':
      case 'enter':
      case 'reenter':
        return end.args.map((arg) => this.value(arg));
      case 'return':
        return end.value === null ? [] : [this.value(end.value)];
      case 'raise':
        return [this.value(end.exception)];
    }
  }

  /** Whether the run goes on. */
  step({ op, args, part, result }: TraceOperation | OptimizedOperation): boolean {
    const operands = args.map((arg) => this.value(arg));
    switch (op) {
      case 'guard_true':
        return operands[0] !== 0n;
      case 'guard_false':
        return operands[0] === 0n;
      case 'guard_value':
        return Object.is(operands[0], operands[1]);
      case 'guard_no_overflow':
        return !this.didOverflow;
      case 'guard_overflow':
        return this.didOverflow;
      case 'guard_no_exception':
        return !this.options.machine.isPending;
      case 'guard_exception':
        return this.takeException(operands[0], result);
      case 'guard_not_invalidated':
        return !this.options.isInvalid();
      case 'activate':
      case 'deactivate':
      case 'debug_merge_point':
        return true;
      case 'allocate_array':
        if (part.kind === 'array' && result !== null)
          this.values[result.id] = allocateArray(
            this.options.machine,
            part.typeId,
            part.itemSize,
            Number(operands[1]),
          );
        return true;
      default:
        break;
    }
    const lowOp: LirOpName = op;
    if (lowOp === 'int_add_ovf' || lowOp === 'int_sub_ovf' || lowOp === 'int_mul_ovf')
      this.didOverflow = isOverflow({ op: lowOp, args: [], part: NO_PART, result: null, line: 0 }, operands);
    const value =
      part.kind === 'trace-call'
        ? this.options.call(part.symbol, operands)
        : this.execute(lowOp, part, operands);
    if (result === null) return true;
    if (value === null) throw new Error(`${op} gives nothing`);
    this.values[result.id] = value;
    return true;
  }

  private execute(
    op: LirOpName,
    part: TraceOperation['part'],
    operands: MachineValue[],
  ): MachineValue | null {
    if (
      part.kind === 'array' ||
      part.kind === 'text' ||
      part.kind === 'merge-point' ||
      part.kind === 'trace-call'
    )
      throw new Error(`${op} with a part of kind ${part.kind}`);
    const operation = { op, args: [], part, result: null, line: 0 };
    return execute(this.options.machine, operation, operands, this.options.call);
  }

  private takeException(typeId: MachineValue, result: Box | null): boolean {
    const { machine } = this.options;
    const at = machine.index(machine.options.state.pendingException, 4);
    const exception = machine.view.getUint32(at, true);
    if (exception === 0 || machine.view.getUint32(machine.index(8 * exception, 4), true) !== Number(typeId))
      return false;
    machine.view.setUint32(at, 0, true);
    if (result !== null) this.values[result.id] = BigInt(exception);
    return true;
  }

  snapshotFrames(snapshot: Snapshot | null): FrameState[] {
    const frames: FrameState[] = [];
    for (let at = snapshot; at !== null; at = at.caller)
      frames.push({ frame: at.frame, values: at.values.map((value) => this.value(value)) });
    return frames;
  }

  /** Makes what was not made, does what was put off, and tells the frames. */
  private resumedFrames({ guard }: OptimizedOperation): FrameState[] {
    if (guard === null) throw new Error('a guard without resume data');
    const { resume } = guard;
    const { machine } = this.options;
    const objects = new Map<VirtualObject, MachineValue>();
    for (const object of resume.virtuals) {
      const { shape } = object;
      const made =
        shape.kind === 'instance'
          ? machine.allocate(shape.size, shape.typeId)
          : allocateArray(machine, shape.typeId, shape.itemSize, shape.length);
      objects.set(object, made);
    }
    const objectOf = (object: VirtualObject): MachineValue => {
      const made = objects.get(object);
      if (made === undefined) throw new Error('resume data name an object that is not there');
      return made;
    };
    const value = (one: ResumeValue): MachineValue => {
      if (one.kind === 'constant') return constantValue(one.constant);
      return one.kind === 'live' ? this.value(one.box) : objectOf(one.object);
    };
    for (const object of resume.virtuals)
      for (const { op, displacement, value: stored } of object.stores)
        this.execute(op, { kind: 'address', scale: 1, displacement }, [objectOf(object), 0n, value(stored)]);
    for (const { op, part, base, index, value: stored } of resume.pending)
      this.execute(op, part, [value(base), value(index), value(stored)]);
    return resume.frames.map(({ frame, values }) => ({ frame, values: values.map(value) }));
  }
}

function constantValue({ cls, value }: TraceConstant): MachineValue {
  return cls === 'float' ? Number(value) : BigInt.asIntN(64, BigInt(value));
}

const ITEMS_PLACE = 16;
const LENGTH_PLACE = 8;

/** Header and length are set, items are zero. */
export function allocateArray(
  machine: SimulatedMachine,
  typeId: number,
  itemSize: number,
  length: number,
): bigint {
  const words = Math.ceil((ITEMS_PLACE + itemSize * length) / 8);
  const array = machine.allocate(words, typeId);
  machine.view.setUint32(machine.index(8 * Number(array) + LENGTH_PLACE, 4), length, true);
  return array;
}
