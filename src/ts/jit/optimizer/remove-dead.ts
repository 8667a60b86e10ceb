/**
 * Leaves out operations whose results nobody reads: pure ones, loads of known places, elidable calls that raise nothing, and objects into which
 * there are only stores. Needed is what has effects, what that reads, and so on; a loop's parameter is needed if something needed reads it, and then
 * so is what jumps bring for it.
 */
import { Box, type OptimizedOperation, type TraceValue } from '../trace.js';
import { infoOf, type OperationInfo } from './operations.js';

function isRemovable({ op, part }: OptimizedOperation, kind: OperationInfo['kind']): boolean {
  switch (kind) {
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

/** What decides whether an operation of a part stays. */
const enum Fate {
  /** It has effects. */
  STAYS,
  /** Whether its result is needed. */
  RESULT,
  /** Whether the object is needed that the trace makes and it stores into. */
  OBJECT,
}

/** A part's operations with what decides about them. */
export interface DecidedPart {
  readonly operations: readonly OptimizedOperation[];
  readonly fates: Uint8Array;
}

/** Boxes that are needed, and the operations that give them. */
export class Needs {
  private readonly isNeeded: Uint8Array;
  private readonly definitions: (OptimizedOperation | undefined)[];
  /** What a loop's parameter gets, if the box is one. */
  private readonly incoming = new Map<Box, readonly TraceValue[]>();
  /** The stores into objects that the trace makes: needed if the object is. */
  private readonly stores = new Map<Box, OptimizedOperation[]>();
  private readonly work: Box[] = [];

  constructor(boxCount: number) {
    this.isNeeded = new Uint8Array(boxCount);
    this.definitions = new Array<OptimizedOperation | undefined>(boxCount).fill(undefined);
  }

  addPart(operations: readonly OptimizedOperation[]): DecidedPart {
    const fates = new Uint8Array(operations.length);
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      if (operation.result !== null) this.definitions[operation.result.id] = operation;
      fates[i] = this.fateOf(operation);
    }
    return { operations, fates };
  }

  private fateOf(operation: OptimizedOperation): Fate {
    const { kind } = infoOf(operation.op);
    if (kind === 'guard' || kind === 'mark') return Fate.STAYS;
    if (kind !== 'store') return isRemovable(operation, kind) ? Fate.RESULT : Fate.STAYS;
    const [object] = operation.args;
    if (object.isConstant || !isAllocation(this.definitions[object.id])) return Fate.STAYS;
    const known = this.stores.get(object);
    if (known === undefined) this.stores.set(object, [operation]);
    else known.push(operation);
    return Fate.OBJECT;
  }

  addParam(param: Box, values: readonly TraceValue[]): void {
    this.incoming.set(param, values);
  }

  private needValue(value: TraceValue): void {
    if (value.isConstant || this.isNeeded[value.id] !== 0) return;
    this.isNeeded[value.id] = 1;
    this.work.push(value);
  }

  needAll(values: readonly TraceValue[]): void {
    for (let i = 0; i < values.length; i++) this.needValue(values[i]);
  }

  needEffects({ operations, fates }: DecidedPart): void {
    for (let i = 0; i < operations.length; i++) if (fates[i] === Fate.STAYS) this.needOperands(operations[i]);
    this.finish();
  }

  private needOperands({ args, guard }: OptimizedOperation): void {
    this.needAll(args);
    if (guard !== null) this.needAll(guard.liveValues);
  }

  private finish(): void {
    for (let box = this.work.pop(); box !== undefined; box = this.work.pop()) {
      const definition = this.definitions[box.id];
      if (definition !== undefined) this.needOperands(definition);
      const values = this.incoming.get(box);
      if (values !== undefined) this.needAll(values);
      for (const store of this.stores.get(box) ?? []) this.needOperands(store);
    }
  }

  isBoxNeeded(box: Box): boolean {
    return this.isNeeded[box.id] !== 0;
  }

  kept({ operations, fates }: DecidedPart): OptimizedOperation[] {
    const kept: OptimizedOperation[] = [];
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      if (fates[i] === Fate.STAYS || this.isRead(operation, fates[i])) kept.push(operation);
    }
    return kept;
  }

  private isRead({ args, result }: OptimizedOperation, fate: Fate): boolean {
    const box = fate === Fate.RESULT ? result : args[0];
    return box instanceof Box && this.isBoxNeeded(box);
  }
}
