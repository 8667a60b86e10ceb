/**
 * Guards: left out where they are known to hold; else noted with their resume data, which tell of the state before the guard's own
 * knowledge, and then what they tell of values is learned.
 *
 * A guard that is known to fail stays as it is: nobody gets behind it.
 */
import type { Box, Snapshot, TraceOperation } from '../trace.js';
import type { Conditions } from './conditions.js';
import type { Emitter } from './emitter.js';
import type { Heap } from './heap.js';
import { BOOLEAN, isWithin } from './range.js';
import type { ResumeBuilder } from './resume-builder.js';
import { findInt, is, Known, resolve, type Value, type Values } from './value.js';

export class Guards {
  /** No call since the last `guard_not_invalidated` may have changed a field that the trace relies on. */
  isValid = false;
  /** No guard was met that is known to fail. Behind one nothing is run, and constants need not be what the trace takes them for. */
  isPassable = true;
  /** The conditions of the guard under way. */
  private readonly failing: Value[] = [];
  private lastSnapshot: Snapshot | null = null;
  /** How many operations there were behind the last snapshot's guard. */
  private lastAt = -1;

  constructor(
    private readonly values: Values,
    private readonly heap: Heap,
    private readonly emitter: Emitter,
    private readonly resume: ResumeBuilder,
    private readonly conditions: Conditions,
    private readonly knowsFailures: boolean,
  ) {}

  /** A guard that has one value, or a value and a constant. */
  guard(operation: TraceOperation, args: readonly Value[], resultBox: Box | null): Value | null {
    switch (operation.op) {
      case 'guard_true':
        this.guardTruth(operation, args[0], 'true');
        return null;
      case 'guard_false':
        this.guardTruth(operation, args[0], 'false');
        return null;
      case 'guard_value':
        this.guardValue(operation, args[0], args[1]);
        return null;
      case 'guard_not_invalidated':
        if (!this.isValid) this.emit(operation, args, null);
        this.isValid = true;
        return null;
      case 'guard_exception':
        return this.guardException(operation, args, resultBox);
      default:
        this.emit(operation, args, null);
        return null;
    }
  }

  private guardTruth(operation: TraceOperation, value: Value, expected: 'true' | 'false'): void {
    const { lower, upper } = value.range;
    const isKnown =
      expected === 'true' ? lower > 0 || upper < 0 || is(value, Known.NON_NULL) : findInt(value) === 0;
    if (isKnown) return;
    // Where the guard fails, a truth value is the other one.
    const tellsFailure =
      this.knowsFailures &&
      value.constant === null &&
      (expected === 'true' || isWithin(value.range, BOOLEAN));
    if (tellsFailure) this.failing.push(value);
    if (!this.split(operation, value, expected)) this.emit(operation, [value], null, expected);
    if (tellsFailure) this.failing.pop();
    if (value.constant !== null) {
      this.isPassable = false;
      return;
    }
    if (expected === 'true') this.conditions.learnTrue(value);
    else this.conditions.learnFalse(value);
  }

  /** Two conditions that must both hold, or both not, are two guards: each goes with its comparison. */
  private split(operation: TraceOperation, { definition }: Value, expected: 'true' | 'false'): boolean {
    if (definition === null || definition.second === null) return false;
    if (definition.info.name !== (expected === 'true' ? 'int_and' : 'int_or')) return false;
    const first = resolve(definition.first);
    if (!isWithin(first.range, BOOLEAN) || !isWithin(resolve(definition.second).range, BOOLEAN)) return false;
    this.guardTruth(operation, first, expected);
    this.guardTruth(operation, resolve(definition.second), expected);
    return true;
  }

  private guardValue(operation: TraceOperation, value: Value, constant: Value): void {
    if (value === constant) return;
    this.emit(operation, [value, constant], null);
    if (value.constant !== null || value.virtual !== null) {
      this.isPassable = false;
      return;
    }
    const { definition } = value;
    if (value.cls === 'int' && definition !== null && findInt(constant) === 0)
      this.conditions.learnFalse(value);
    else if (value.cls === 'int') this.learnInt(value, constant);
    else this.values.forward(value, constant);
  }

  private learnInt(value: Value, constant: Value): void {
    const { definition } = value;
    if (definition !== null && findInt(constant) === 1) this.conditions.learnTrue(value);
    this.conditions.learnEqual(resolve(value), constant);
  }

  private guardException(operation: TraceOperation, args: readonly Value[], resultBox: Box | null): Value {
    const result = this.values.fresh('ref');
    result.box = resultBox;
    this.emit(operation, args, result);
    result.known |= Known.NON_NULL;
    const typeId = findInt(args[0]);
    if (typeId !== null) result.typeId = typeId;
    return result;
  }

  emit(
    operation: TraceOperation,
    args: readonly Value[],
    result: Value | null,
    expected: 'true' | 'false' | null = null,
  ): void {
    const { op, snapshot } = operation;
    if (snapshot === null) throw new Error(`${op} without snapshot`);
    // What it tests comes to exist before its resume data tell what exists.
    for (let i = 0; i < args.length; i++) this.emitter.operand(args[i]);
    const failed = expected === 'false' ? this.values.int(1) : this.values.zero;
    const guard = this.resume.build(snapshot, this.heap.dirty, this.failing, failed);
    this.emitter.emitGuard(op, args, guard, result);
    this.lastSnapshot = snapshot;
    this.lastAt = this.heap.effects;
  }

  /** Before a quasi-immutable field is taken as a constant: whether the trace is told of changes from here on. */
  validate(snapshot: Snapshot | null): boolean {
    if (this.isValid) return true;
    const from = snapshot ?? (this.lastAt === this.heap.effects ? this.lastSnapshot : null);
    if (from === null) return false;
    const guard = this.resume.build(from, this.heap.dirty, [], this.values.zero);
    this.emitter.emitGuard('guard_not_invalidated', [], guard, null);
    this.isValid = true;
    return true;
  }
}
