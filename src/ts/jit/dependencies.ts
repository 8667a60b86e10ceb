/**
 * What compiled code relies on beyond its guards: values of quasi-immutable fields, which it has as constants. Each trace that does so has a flag, which
 * `guard_not_invalidated` reads, and which is set once such a field is stored into. Objects with such fields are marked, so that a store costs the test of a bit.
 */
import { GcBit, Place } from '../rlib/heap-layout.js';
import type { JitAccess } from '../native/vm.js';
import { JitLimit, type JitHeap } from './heap.js';

const MOST_FLAGS = 1 << 16;

/** A trace that relies on something. */
export class Validity {
  isValid = true;

  constructor(
    /** Of the flag: its place relative to the heap base. */
    readonly place: number,
    private readonly onInvalid: () => void,
  ) {}

  end(): void {
    if (!this.isValid) return;
    this.isValid = false;
    this.onInvalid();
  }
}

export class Dependencies {
  private flags: Uint32Array | null = null;
  /** Of the flags, relative to the heap base. */
  private start = 0;
  private used = 0;
  private readonly free: number[] = [];
  /** By the objects' references. */
  private readonly dependents = new Map<number, Set<Validity>>();

  constructor(
    private readonly access: JitAccess,
    private readonly heap: JitHeap,
  ) {}

  /** For a trace that is about to be compiled. `onInvalid` is called once, when something changes that it relies on. */
  newValidity(onInvalid: () => void): Validity {
    const flags = (this.flags ??= this.makeFlags());
    const index = this.free.pop() ?? this.used++;
    if (index >= MOST_FLAGS) throw new JitLimit('too many traces rely on fields that seldom change');
    flags[index] = 0;
    return new Validity(this.start + 4 * index, onInvalid);
  }

  private makeFlags(): Uint32Array {
    const { access } = this;
    const region = access.reserve(4 * MOST_FLAGS);
    this.start = region - access.base;
    return new Uint32Array(access.view(region, 4 * MOST_FLAGS));
  }

  /** The trace relies on fields of these objects. */
  add(validity: Validity, objects: Iterable<number>): void {
    for (const object of objects) {
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
      if (this.flags !== null) this.flags[(validity.place - this.start) / 4] = 1;
      validity.end();
    }
  }

  /** The trace is gone: nobody reads its flag any more. */
  drop(validity: Validity): void {
    for (const dependents of this.dependents.values()) dependents.delete(validity);
    this.free.push((validity.place - this.start) / 4);
  }
}
