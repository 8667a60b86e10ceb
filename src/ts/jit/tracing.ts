/**
 * What the parts of the meta-interpreter share: frames, the pending exception, boxes, and the trace that is recorded, if one is.
 */
import { NO_PART, type AddressPart } from '../backend/lir.js';
import { State } from '../rlib/raw.js';
import { takeSnapshot, type MetaFrame } from './frames.js';
import type { JitHeap } from './heap.js';
import type { JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import type { Recorder } from './recorder.js';
import { NULL_REF, TraceConstant, ZERO, type GuardName, type TraceOpName, type TracePart } from './trace.js';
import { LiveBox, resolved, type LiveValue } from './values.js';
import type { Word } from './words.js';

export class Tracing {
  readonly frames: MetaFrame[] = [];
  /** The pending exception. */
  exception: LiveValue | null = null;
  /** While there is one, what happens is recorded. */
  recorder: Recorder | null = null;
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
    this.recorder?.record(op, args, part, result);
  }

  /** A guard at the top frame's position, from where interpretation would go on. */
  guard(op: GuardName, args: readonly LiveValue[], result: LiveBox | null = null): void {
    const { recorder } = this;
    if (recorder === null) return;
    recorder.record(op, args, NO_PART, result, takeSnapshot(this.frames, resolved));
  }

  /** What the program promotes. Without a recorder nobody needs a constant, and to make one of a reference may take a collection. */
  promote(value: LiveValue): LiveValue {
    return this.recorder === null ? resolved(value) : this.fix(value);
  }

  /** The value as a constant, guarded if a trace is recorded. */
  fix(value: LiveValue): TraceConstant {
    const known = resolved(value);
    if (known instanceof TraceConstant) return known;
    const constant =
      known.cls === 'ref'
        ? this.machine.constantReference(known)
        : new TraceConstant(known.cls, this.machine.held(known));
    this.guard('guard_value', [known, constant]);
    known.constant = constant;
    return constant;
  }

  /** An int that the way depends on. */
  promoteInt(value: LiveValue): Word {
    return this.machine.held(this.promote(value));
  }

  /** A reference as a constant if it is worth it. */
  constantReference(value: LiveValue): LiveValue {
    return this.recorder === null ? value : this.machine.constantReference(value);
  }

  /** An exception was pending where a guard failed; it is not any more. */
  startWithException(reference: number): void {
    const exception = this.newBox('ref', reference);
    exception.isNonNull = true;
    this.record('load_ref', [NULL_REF, ZERO], EXCEPTION, exception);
    this.recorder?.record('store_ref', [NULL_REF, ZERO, NULL_REF], EXCEPTION, null);
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
