/**
 * What a pass gives, operation by operation. Operands that are virtual come to exist before the operation that needs them.
 *
 * Write barriers are put here, before stores of references that had one in the trace: not where the object was made, or got a barrier, since
 * the collector could last have run.
 */
import { NO_PART, type AddressPart, type RegisterClass } from '../../backend/lir.js';
import { Box, type OptimizedOperation, type TracePart, type TraceOpName, type TraceValue } from '../trace.js';
import { findInt, is, isNull, Known, resolve, type Value, type Values } from './value.js';

/** Where arrays' items begin. */
export const ITEMS_PLACE = 16;

export type Barrier = 'none' | 'object' | 'item';

/** Numbers boxes; those of a pass that is taken back are used again. */
export class BoxMaker {
  constructor(public count: number) {}

  make(cls: RegisterClass): Box {
    return new Box(this.count++, cls);
  }
}

export class Emitter {
  readonly operations: OptimizedOperation[] = [];
  /** How often the collector may have run. */
  collections = 0;

  constructor(
    private readonly values: Values,
    private readonly boxes: BoxMaker,
    /** Makes a virtual object exist. */
    private readonly force: (value: Value) => void,
  ) {}

  /** What stands for the value in code. */
  operand(given: Value): TraceValue {
    const value = resolve(given);
    if (value.virtual !== null) this.force(value);
    const { box } = value;
    if (box === null) throw new Error('a value has no box');
    return box;
  }

  emit(
    op: TraceOpName,
    args: readonly Value[],
    part: TracePart = NO_PART,
    result: Value | null = null,
  ): void {
    const operands = args.map((arg) => this.operand(arg));
    this.push(op, operands, part, result);
  }

  private push(op: TraceOpName, args: readonly TraceValue[], part: TracePart, result: Value | null): void {
    this.operations.push({ op, args, part, result: this.resultBox(result), guard: null });
  }

  emitGuard(
    op: TraceOpName,
    args: readonly Value[],
    guard: NonNullable<OptimizedOperation['guard']>,
    result: Value | null,
  ): void {
    const operands = args.map((arg) => this.operand(arg));
    this.operations.push({ op, args: operands, part: NO_PART, result: this.resultBox(result), guard });
  }

  private resultBox(result: Value | null): Box | null {
    if (result === null) return null;
    if (result.box === null) result.box = this.boxes.make(result.cls);
    if (!(result.box instanceof Box)) throw new Error('a result is a constant');
    return result.box;
  }

  /** Operations after which objects may be elsewhere, and no longer be young. */
  mayCollect(): void {
    this.collections++;
  }

  /** A store; its barrier goes right before it, when its value exists. */
  emitStore(op: TraceOpName, args: readonly Value[], part: AddressPart, barrier: Barrier): void {
    for (const arg of args) this.operand(arg);
    if (barrier !== 'none') this.emitBarrier(args, part, barrier);
    this.emit(op, args, part);
  }

  private emitBarrier(args: readonly Value[], part: AddressPart, barrier: Barrier): void {
    const object = resolve(args[0]);
    if (isNull(resolve(args[2]))) return;
    if (is(object, Known.FRESH) && object.madeAt === this.collections) return;
    if (object.recordedAt === this.collections) return;
    const index = barrier === 'item' ? this.findItem(resolve(args[1]), part) : null;
    if (index !== null) {
      this.emit('write_barrier_item', [object, index]);
      return;
    }
    this.emit('write_barrier', [object]);
    this.values.setRecorded(object, this.collections);
  }

  /** The index of the item of an array of references that an address reaches; null: it can't be told without computing. */
  private findItem(index: Value, { scale, displacement }: AddressPart): Value | null {
    const offset = findInt(index);
    if (offset !== null) return this.values.int((offset * scale + displacement - ITEMS_PLACE) / 4);
    return scale === 4 && displacement === ITEMS_PLACE ? index : null;
  }
}
