/** Calls: what they may read is written before, what they may write is forgotten behind; elidable ones are made once. */
import type { Box, TraceOperation } from '../trace.js';
import type { ElidableCalls } from './elidable-calls.js';
import type { Emitter } from './emitter.js';
import type { Guards } from './guards.js';
import { CallView, type Heap } from './heap.js';
import { resolve, type Value, type Values } from './value.js';

export interface CallOutcome {
  readonly result: Value | null;
  /** The guard behind the call is not needed. */
  readonly coversGuard: boolean;
}

export class Calls {
  constructor(
    private readonly values: Values,
    private readonly heap: Heap,
    private readonly emitter: Emitter,
    private readonly guards: Guards,
    private readonly elidable: ElidableCalls,
  ) {}

  call(
    operation: TraceOperation,
    args: readonly Value[],
    next: TraceOperation | null,
    box: Box | null,
  ): CallOutcome {
    const { op, part } = operation;
    if (part.kind !== 'trace-call') throw new Error(`${op} without its effects`);
    const { symbol, effects, isElidable, canRaise } = part;
    const isGuarded = next?.op === 'guard_no_exception';
    if (isElidable) {
      const made = this.elidable.find(symbol, args);
      if (made !== null)
        return { result: made.result === null ? null : resolve(made.result), coversGuard: isGuarded };
    }
    const view = new CallView(effects, args);
    // Arguments come to exist first: that needs memory, and what is put off may be of use for it.
    for (const arg of args) this.emitter.operand(arg);
    this.heap.prepareCall(view);
    const result = operation.result === null ? null : this.values.fresh(operation.result.cls);
    if (result !== null) result.box = box;
    this.emitter.emit(op, args, part, result);
    this.heap.finishCall(view);
    if (!isElidable) this.guards.isValid = false;
    if (isElidable && (isGuarded || !canRaise)) this.elidable.add(symbol, args, result);
    return { result, coversGuard: isGuarded && !canRaise };
  }
}
