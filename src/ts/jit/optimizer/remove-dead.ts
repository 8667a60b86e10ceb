/**
 * Leaves out operations whose results nobody reads: pure ones, loads of known places, elidable calls that raise nothing. Needed is what has
 * effects, what that reads, and so on; a loop's parameter is needed if something needed reads it, and then so is what jumps bring for it.
 */
import { Box, type OptimizedOperation, type TraceEnd, type TraceValue } from '../trace.js';
import { infoOf } from './operations.js';

export function isRemovable({ op, part }: OptimizedOperation): boolean {
  switch (infoOf(op).kind) {
    case 'pure':
      return true;
    case 'load':
      return part.kind === 'address' && part.place !== undefined && part.place.change !== 'volatile';
    case 'call':
      return part.kind === 'trace-call' && part.isElidable && !part.canRaise;
    default:
      return false;
  }
}

/** Boxes that are needed, and the operations that give them. */
export class Needs {
  private readonly isNeeded: Uint8Array;
  private readonly definitions: (OptimizedOperation | undefined)[] = [];
  /** What a loop's parameter gets, if the box is one. */
  private readonly incoming: (readonly TraceValue[] | undefined)[] = [];
  private readonly work: Box[] = [];

  constructor(boxCount: number) {
    this.isNeeded = new Uint8Array(boxCount);
  }

  addDefinitions(operations: readonly OptimizedOperation[]): void {
    for (const operation of operations)
      if (operation.result !== null) this.definitions[operation.result.id] = operation;
  }

  addParam(param: Box, values: readonly TraceValue[]): void {
    this.incoming[param.id] = values;
  }

  needValue(value: TraceValue): void {
    if (!(value instanceof Box) || this.isNeeded[value.id] !== 0) return;
    this.isNeeded[value.id] = 1;
    this.work.push(value);
  }

  needEnd(end: TraceEnd): void {
    switch (end.kind) {
      case 'jump':
      case 'enter':
        end.args.forEach((arg) => this.needValue(arg));
        return;
      case 'return':
        if (end.value !== null) this.needValue(end.value);
        return;
      case 'raise':
        this.needValue(end.exception);
    }
  }

  needEffects(operations: readonly OptimizedOperation[]): void {
    for (const operation of operations) if (!isRemovable(operation)) this.needOperands(operation);
    this.finish();
  }

  private needOperands({ args, guard }: OptimizedOperation): void {
    for (const arg of args) this.needValue(arg);
    if (guard !== null) for (const box of guard.liveValues) this.needValue(box);
  }

  finish(): void {
    for (let box = this.work.pop(); box !== undefined; box = this.work.pop()) {
      const definition = this.definitions[box.id];
      if (definition !== undefined) this.needOperands(definition);
      const values = this.incoming[box.id];
      if (values !== undefined) for (const value of values) this.needValue(value);
    }
  }

  isBoxNeeded(box: Box): boolean {
    return this.isNeeded[box.id] !== 0;
  }

  kept(operations: readonly OptimizedOperation[]): OptimizedOperation[] {
    return operations.filter(
      (operation) =>
        !isRemovable(operation) || (operation.result !== null && this.isBoxNeeded(operation.result)),
    );
  }
}
