/** Values of the meta-interpreter: a trace's boxes with what they hold in this run. */
import type { MemoryPlace, RegisterClass } from '../backend/lir.js';
import type { Knowledge } from './optimizer/loop-plan.js';
import { Known } from './optimizer/value.js';
import { Box, TraceConstant, type TraceValue } from './trace.js';
import type { Word } from './words.js';

export class LiveBox extends Box {
  /** Once a guard has made sure of it. */
  constant: TraceConstant | null = null;
  isNonNull = false;
  /** Of the object, where a guard has made sure of it; -1: unknown. */
  typeId = -1;
  /** What its immutable fields and items hold, by their distance from the object's start. */
  private known: Map<number, LiveValue> | null = null;
  /** Of an array that was read from a field which makes its items special. */
  items: MemoryPlace | null = null;

  constructor(
    id: number,
    cls: RegisterClass,
    /** A word, a float; of a reference the number of the root that holds it (`JitHeap.roots`). */
    readonly held: Word,
  ) {
    super(id, cls);
  }

  /** What a guard's trace knew of it. */
  learn({ known, typeId }: Knowledge): void {
    if (this.cls !== 'ref') return;
    this.typeId = typeId;
    this.isNonNull = typeId !== -1 || (known & Known.NON_NULL) !== 0;
  }

  findKnown(distance: number): LiveValue | null {
    return this.known?.get(distance) ?? null;
  }

  setKnown(distance: number, value: LiveValue): void {
    this.known ??= new Map();
    this.known.set(distance, value);
  }
}

/** What the meta-interpreter's registers hold. */
export type LiveValue = LiveBox | TraceConstant;

/** The constant that a value is known to be, or the value. */
export function resolved(value: LiveValue): LiveValue {
  return value.isConstant ? value : (value.constant ?? value);
}

export function intConstant(value: Word): TraceConstant {
  return new TraceConstant('int', value);
}

export function isLive(value: TraceValue): value is LiveValue {
  return value instanceof TraceConstant || value instanceof LiveBox;
}
