/**
 * What compiled code relies on beyond its guards: values of quasi-immutable fields, which it has as constants. Each trace that does so has a flag, which
 * `guard_not_invalidated` reads, and which is set once such a field is stored into. Objects with such fields are marked, so that a store costs the test of a bit.
 */
import { GcBit, Place } from '../rlib/heap-layout.js';
import type { Flag, FlagTable } from './flag-table.js';
import type { JitHeap } from './heap.js';

/** Of a trace that relies on something. */
export class Validity {
  /** The objects with the fields, by reference. */
  readonly objects = new Set<number>();

  constructor(
    readonly flag: Flag,
    /** Is called when the first of the fields changes. */
    readonly onInvalid: () => void,
  ) {}
}

export class Dependencies {
  /** By the objects' references. */
  private readonly dependents = new Map<number, Set<Validity>>();

  constructor(
    private readonly heap: JitHeap,
    private readonly flags: FlagTable,
  ) {}

  newValidity(onInvalid: () => void): Validity {
    return new Validity(this.flags.make(), onInvalid);
  }

  /** The trace relies on fields of these objects. */
  add(validity: Validity, objects: Iterable<number>): void {
    for (const object of objects) {
      validity.objects.add(object);
      const known = this.dependents.get(object);
      if (known === undefined) {
        this.dependents.set(object, new Set([validity]));
        this.mark(object);
      } else known.add(validity);
    }
  }

  private mark(object: number): void {
    const place = object * 8 + Place.GC_BITS;
    this.heap.setU32(place, (this.heap.u32(place) | GcBit.WATCHED) >>> 0);
  }

  /** A field of the object was stored into. */
  changed(object: number): void {
    const dependents = this.dependents.get(object);
    if (dependents === undefined) return;
    this.dependents.delete(object);
    for (const validity of dependents) {
      if (this.flags.isSet(validity.flag)) continue;
      this.flags.set(validity.flag, 1);
      validity.onInvalid();
    }
  }

  /** The trace is gone: nobody reads its flag any more. */
  drop(validity: Validity): void {
    for (const object of validity.objects) {
      const dependents = this.dependents.get(object);
      dependents?.delete(validity);
      if (dependents?.size === 0) this.dependents.delete(object);
    }
    this.flags.release(validity.flag);
  }
}
