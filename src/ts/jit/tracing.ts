/**
 * What the parts of the meta-interpreter share: frames, the pending exception, boxes, and the trace that is recorded, if one is.
 */
import { NO_PART, type AddressPart } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import { State } from '../rlib/raw.js';
import { takeSnapshot, type MetaFrame } from './frames.js';
import type { JitHeap } from './heap.js';
import type { JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import { Recorder } from './recorder.js';
import {
  NULL_REF,
  ZERO,
  type GuardName,
  type TraceConstant,
  type TraceOpName,
  type TracePart,
} from './trace.js';
import { LiveBox, resolved, type LiveValue } from './values.js';
import type { Word } from './words.js';

export interface SeldomChanged {
  /** The load that gives it. */
  readonly op: LirOpName;
  readonly address: number;
  readonly value: Word;
}

export class Tracing {
  readonly frames: MetaFrame[] = [];
  /** The pending exception. */
  exception: LiveValue | null = null;
  readonly recorder = new Recorder();
  /** An allocation has failed: its exception is pending, and the trace ends. */
  isMemoryShort = false;
  /** Values of fields that change seldom, which the trace has as constants. */
  readonly reliedOn: SeldomChanged[] = [];
  readonly heap: JitHeap;
  private nextBox = 0;

  constructor(
    readonly machine: Machine,
    readonly library: JitLibrary,
  ) {
    this.heap = machine.heap;
  }

  get boxCount(): number {
    return this.nextBox;
  }

  newBox(cls: LiveBox['cls'], held: Word): LiveBox {
    return new LiveBox(this.nextBox++, cls, cls === 'ref' ? this.heap.newRoot(held as number) : held);
  }

  record(op: TraceOpName, args: readonly LiveValue[], part: TracePart, result: LiveBox | null): void {
    this.recorder.record(op, args, part, result);
  }

  /** A guard at the top frame's position, from where interpretation would go on. */
  guard(op: GuardName, args: readonly LiveValue[], result: LiveBox | null = null): void {
    this.recorder.record(op, args, NO_PART, result, takeSnapshot(this.frames, resolved));
  }

  /** The value as a constant, guarded. */
  promote(value: LiveValue): TraceConstant {
    const known = resolved(value);
    if (known.isConstant) return known;
    const constant = this.machine.constant(known);
    this.guard('guard_value', [known, constant]);
    known.constant = constant;
    return constant;
  }

  /** An int that the way depends on. */
  promoteInt(value: LiveValue): Word {
    return this.promote(value).value;
  }

  /** An exception was pending where a guard failed; it is not any more. */
  startWithException(reference: number): void {
    const exception = this.newBox('ref', reference);
    exception.isNonNull = true;
    this.record('load_ref', [NULL_REF, ZERO], EXCEPTION, exception);
    this.record('store_ref', [NULL_REF, ZERO, NULL_REF], EXCEPTION, null);
    this.exception = exception;
  }

  /** Takes what a call in machine code has left pending. */
  takeException(): void {
    const reference = this.heap.u32(State.EXCEPTION);
    this.exception = reference === 0 ? null : this.newBox('ref', reference);
    this.heap.setWord(State.EXCEPTION, 0);
  }
}

/** The state block's word; raw memory to the optimizer. */
const EXCEPTION: AddressPart = { kind: 'address', scale: 1, displacement: State.EXCEPTION };
