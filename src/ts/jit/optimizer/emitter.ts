/**
 * What a pass gives, operation by operation. Operands that are virtual come to exist before the operation that needs them.
 */
import { NO_PART, type RegisterClass } from '../../backend/lir.js';
import { Box, type OptimizedOperation, type TracePart, type TraceOpName, type TraceValue } from '../trace.js';
import { resolve, type Value } from './value.js';

/** Numbers boxes; those of a pass that is taken back are used again. */
export class BoxMaker {
  constructor(public count: number) {}

  make(cls: RegisterClass): Box {
    return new Box(this.count++, cls);
  }
}

export class Emitter {
  readonly operations: OptimizedOperation[] = [];
  constructor(
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

  private operands(args: readonly Value[]): TraceValue[] {
    const operands: TraceValue[] = [];
    for (let i = 0; i < args.length; i++) operands.push(this.operand(args[i]));
    return operands;
  }

  emit(
    op: TraceOpName,
    args: readonly Value[],
    part: TracePart = NO_PART,
    result: Value | null = null,
  ): void {
    const operands = this.operands(args);
    this.operations.push({ op, args: operands, part, result: this.resultBox(result), guard: null });
  }

  emitGuard(
    op: TraceOpName,
    args: readonly Value[],
    guard: NonNullable<OptimizedOperation['guard']>,
    result: Value | null,
  ): void {
    const operands = this.operands(args);
    this.operations.push({ op, args: operands, part: NO_PART, result: this.resultBox(result), guard });
  }

  /** Takes back the guards behind so many operations. */
  dropGuards(from: number): void {
    const rest = this.operations.splice(from);
    for (const operation of rest) if (operation.guard === null) this.operations.push(operation);
  }

  private resultBox(result: Value | null): Box | null {
    if (result === null) return null;
    if (result.box === null) result.box = this.boxes.make(result.cls);
    if (!(result.box instanceof Box)) throw new Error('a result is a constant');
    return result.box;
  }
}
