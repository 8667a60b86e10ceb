/**
 * The objects that traces have as constants: a handle keeps each alive as long as a trace needs it. Old objects stay where they are, so a constant is a reference.
 */
import { TraceConstant } from './trace.js';

interface Kept {
  readonly constant: TraceConstant;
  readonly handle: number;
  /** How many hold it. */
  uses: number;
}

/** What the runtime does for it. */
export interface Handles {
  make(reference: number): number;
  release(handle: number): void;
}

export class KeptConstants {
  private readonly kept = new Map<number, Kept>();
  /** Those that were asked for since they were last handed over. */
  private readonly fresh = new Set<Kept>();

  constructor(
    private readonly handles: Handles,
    /** An object is constant no more: its reference may soon be another object's. */
    private readonly onRelease: (reference: number) => void,
  ) {}

  /** The constant of an old object. */
  of(reference: number): TraceConstant {
    if (reference === 0) return new TraceConstant('ref', 0);
    let kept = this.kept.get(reference);
    if (kept === undefined) {
      kept = { constant: new TraceConstant('ref', reference), handle: this.handles.make(reference), uses: 0 };
      this.kept.set(reference, kept);
    }
    this.fresh.add(kept);
    return kept.constant;
  }

  /** Hands over those that were asked for: to be released by who holds them now. */
  take(): readonly number[] {
    const taken: number[] = [];
    for (const kept of this.fresh) {
      kept.uses++;
      taken.push(kept.constant.value as number);
    }
    this.fresh.clear();
    return taken;
  }

  /** Gives up those that were asked for and that nobody has taken. */
  dropFresh(): void {
    for (const kept of this.fresh) if (kept.uses === 0) this.forget(kept);
    this.fresh.clear();
  }

  /** Another holds them, too. */
  hold(references: readonly number[]): void {
    for (const reference of references) {
      const kept = this.kept.get(reference);
      if (kept === undefined) throw new Error('a constant is held that was released');
      kept.uses++;
    }
  }

  release(references: readonly number[]): void {
    for (const reference of references) {
      const kept = this.kept.get(reference);
      if (kept === undefined) throw new Error('a constant is released twice');
      if (--kept.uses === 0) this.forget(kept);
    }
  }

  private forget({ constant, handle }: Kept): void {
    const reference = constant.value as number;
    this.kept.delete(reference);
    this.handles.release(handle);
    this.onRelease(reference);
  }
}
