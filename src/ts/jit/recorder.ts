/** A trace while it is recorded. */
import type { Knowledge } from './optimizer/loop-plan.js';
import {
  traceOpRow,
  type Box,
  type LoopOrigin,
  type Snapshot,
  type Trace,
  type TraceEnd,
  type TraceOperation,
  type TraceOpName,
  type TracePart,
  type TraceValue,
} from './trace.js';

export class Recorder {
  inputs: readonly Box[] = [];
  readonly operations: TraceOperation[] = [];

  record(
    op: TraceOpName,
    args: readonly TraceValue[],
    part: TracePart,
    result: Box | null,
    snapshot: Snapshot | null = null,
  ): void {
    if ((traceOpRow(op).kind === 'guard') !== (snapshot !== null))
      throw new Error(`${op} is recorded ${snapshot === null ? 'without' : 'with'} a snapshot`);
    this.operations.push({ op, args, part, result, snapshot });
  }

  finish(
    end: TraceEnd,
    boxCount: number,
    known: readonly Knowledge[] = [],
    origin: LoopOrigin | null = null,
  ): Trace {
    return { inputs: this.inputs, operations: this.operations, end, boxCount, known, origin };
  }
}
