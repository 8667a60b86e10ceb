/** What the optimizer asks of those who know the heap. */
import type { MemoryPlace } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import type { Box, TraceConstant } from '../trace.js';
import type { Word } from '../words.js';

export interface OptimizerOptions {
  /** What a load would give now: of an immutable or quasi-immutable field or item of an object that is known. Null: not to be taken as a constant. */
  readConstant(op: LirOpName, object: TraceConstant, displacement: number): TraceConstant | null;
  /** The trace relies on a quasi-immutable field's value: `guard_not_invalidated` is to fail once it changes. */
  dependOn(object: TraceConstant, displacement: number, place: MemoryPlace): void;
  /** What a box of the trace holds at the trace's end, in the run that recorded it: a word, a reference; null: not known. */
  heldNow(box: Box): Word | null;
  /** What a load from an object, told by its reference, gives then. */
  loadNow(op: LirOpName, object: Word, displacement: number): Word | null;
  /** Of arrays and strings. */
  readonly arrayLength: MemoryPlace | null;
  /** Of the type ids in objects' headers. */
  readonly typePlace: MemoryPlace | null;
  /** Loops are peeled: the loop's part relies on what its first run has shown. */
  readonly peelsLoops: boolean;
  /** Where a guard fails, what it tests is known. Not so where guards are made to fail, for tests. */
  readonly knowsFailures: boolean;
}

export const defaultOptions: OptimizerOptions = {
  readConstant: () => null,
  dependOn: () => undefined,
  heldNow: () => null,
  loadNow: () => null,
  arrayLength: null,
  typePlace: null,
  peelsLoops: true,
  knowsFailures: true,
};
