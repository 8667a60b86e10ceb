/**
 * Leaves out operations whose results nobody reads: pure ones, loads of known places, elidable calls that raise nothing, and objects into which
 * there are only stores. Needed is what has effects, what that reads, and so on; a loop's parameter is needed if something needed reads it, and then
 * so is what jumps bring for it.
 */
import { Box, type OptimizedOperation, type TraceValue } from '../trace.js';
import { infoOf } from './operations.js';

function isRemovable({ op, part }: OptimizedOperation): boolean {
  switch (infoOf(op).kind) {
    case 'pure':
    case 'array':
      return true;
    case 'slow':
      return op === 'allocate';
    case 'load':
      return part.kind === 'address' && part.place !== undefined && part.place.change !== 'volatile';
    case 'call':
      return part.kind === 'trace-call' && part.isElidable && !part.canRaise;
    default:
      return false;
  }
}

function isAllocation(operation: OptimizedOperation | undefined): boolean {
  return operation !== undefined && (operation.op === 'allocate' || operation.op === 'allocate_array');
}

/** Boxes that are needed, and the operations that give them. */
export class Needs {
  private readonly isNeeded: Uint8Array;
  private readonly definitions: (OptimizedOperation | undefined)[] = [];
  /** What a loop's parameter gets, if the box is one. */
  private readonly incoming: (readonly TraceValue[] | undefined)[] = [];
  /** The stores into objects that the trace makes: needed if the object is. */
  private readonly stores: (OptimizedOperation[] | undefined)[] = [];
  private readonly work: Box[] = [];

  constructor(boxCount: number) {
    this.isNeeded = new Uint8Array(boxCount);
  }

  addDefinitions(operations: readonly OptimizedOperation[]): void {
    for (const operation of operations) {
      if (operation.result !== null) this.definitions[operation.result.id] = operation;
      const object = this.findMade(operation);
      if (object !== null) (this.stores[object.id] ??= []).push(operation);
    }
  }

  /** The object that the trace makes, and that the operation stores into. */
  private findMade({ op, args }: OptimizedOperation): Box | null {
    if (infoOf(op).kind !== 'store') return null;
    const [object] = args;
    return object instanceof Box && isAllocation(this.definitions[object.id]) ? object : null;
  }

  addParam(param: Box, values: readonly TraceValue[]): void {
    this.incoming[param.id] = values;
  }

  private needValue(value: TraceValue): void {
    if (!(value instanceof Box) || this.isNeeded[value.id] !== 0) return;
    this.isNeeded[value.id] = 1;
    this.work.push(value);
  }

  needAll(values: readonly TraceValue[]): void {
    for (const value of values) this.needValue(value);
  }

  needEffects(operations: readonly OptimizedOperation[]): void {
    for (const operation of operations)
      if (!isRemovable(operation) && this.findMade(operation) === null) this.needOperands(operation);
    this.finish();
  }

  private needOperands({ args, guard }: OptimizedOperation): void {
    for (const arg of args) this.needValue(arg);
    if (guard !== null) for (const box of guard.liveValues) this.needValue(box);
  }

  private finish(): void {
    for (let box = this.work.pop(); box !== undefined; box = this.work.pop()) {
      const definition = this.definitions[box.id];
      if (definition !== undefined) this.needOperands(definition);
      const values = this.incoming[box.id];
      if (values !== undefined) for (const value of values) this.needValue(value);
      for (const store of this.stores[box.id] ?? []) this.needOperands(store);
    }
  }

  isBoxNeeded(box: Box): boolean {
    return this.isNeeded[box.id] !== 0;
  }

  kept(operations: readonly OptimizedOperation[]): OptimizedOperation[] {
    return operations.filter((operation) => {
      const made = this.findMade(operation);
      if (made !== null) return this.isBoxNeeded(made);
      if (!isRemovable(operation)) return true;
      return operation.result !== null && this.isBoxNeeded(operation.result);
    });
  }
}
