/**
 * Resume data: how the interpreter's frames, the objects that do not exist, and the stores that were put off come from the values that are live
 * at a guard.
 *
 * From guard to guard little changes, so what was told of a frame, an object or a store is told again by the same object if all in it is the same:
 * telling compares, and makes something new only where it differs.
 */
import {
  Box,
  type PendingStore,
  type ResumableGuard,
  type ResumeData,
  type ResumeValue,
  type Snapshot,
  type VirtualObject,
  type VirtualStore,
} from '../trace.js';
import type { BoxValues } from './box-values.js';
import { addressOf, type Entry } from './heap.js';
import { CARRIED_BITS, type Knowledge } from './loop-plan.js';
import { resolve, ToldKnowledge, type Value, type Values } from './value.js';
import type { VirtualField } from './virtual-fields.js';
import { isZero } from './virtual-objects.js';

export type Guard = ResumableGuard;
type FrameData = ResumeData['frames'][number];

const NO_VIRTUALS: readonly VirtualObject[] = [];
const NO_STORES: readonly PendingStore[] = [];

/** A frame as the last guard has told it. */
class ToldFrame {
  data: FrameData | null = null;
  /** Its values that exist; null if some of them don't: then all of it has to be looked at each time. */
  live: readonly Value[] | null = null;

  constructor(
    readonly snapshot: Snapshot,
    readonly caller: ToldFrame | null,
  ) {}
}

/** Guards have numbers of their own, so that a value knows whether this one has met it. */
let guardCount = 0;

export class ResumeBuilder {
  private guard = 0;
  private live: Box[] = [];
  private known: Knowledge[] = [];
  private virtuals: VirtualObject[] = [];
  /** The innermost frame of the last guard. */
  private innermost: ToldFrame | null = null;
  /** Objects that are being told, and those that refer to themselves by others. */
  private readonly telling = new Set<Value>();
  private readonly circles = new Set<Value>();
  private mustRestart = false;
  private last: Guard | null = null;
  private lastSnapshot: Snapshot | null = null;
  private lastChanges = -1;
  private lastFailing: Value | null = null;
  /** What the conditions that the guard tests are where it fails. */
  private failed: Value;
  private readonly zero: ResumeValue;

  constructor(
    private readonly values: Values,
    private readonly boxes: BoxValues,
  ) {
    this.failed = values.zero;
    this.zero = this.tell(values.zero);
  }

  /** `failing`: conditions of which one knows what they are where the guard fails; `failed` is what. */
  build(snapshot: Snapshot, dirty: readonly Entry[], failing: readonly Value[], failed: Value): Guard {
    const isSame = this.lastSnapshot === snapshot && this.lastChanges === this.values.changes;
    if (this.last !== null && isSame && failing.length === 0 && this.lastFailing === null) return this.last;
    this.failed = failed;
    for (const value of failing) value.isFailing = true;
    this.lastFailing = failing[0] ?? null;
    let guard: Guard;
    do guard = this.tellState(snapshot, dirty);
    while (this.mustRestart);
    for (const value of failing) value.isFailing = false;
    this.last = guard;
    this.lastSnapshot = snapshot;
    this.lastChanges = this.values.changes;
    return guard;
  }

  private tellState(snapshot: Snapshot, dirty: readonly Entry[]): Guard {
    this.mustRestart = false;
    this.guard = ++guardCount;
    this.live = [];
    this.known = [];
    this.virtuals = [];
    const frames: FrameData[] = [];
    this.innermost = this.frameOf(snapshot);
    for (let at: ToldFrame | null = this.innermost; at !== null; at = at.caller) frames.push(this.frame(at));
    let pending = NO_STORES;
    if (dirty.length > 0) {
      const stores: PendingStore[] = [];
      for (let i = 0; i < dirty.length; i++) stores.push(this.pendingStore(dirty[i]));
      pending = stores;
    }
    const virtuals = this.virtuals.length === 0 ? NO_VIRTUALS : this.virtuals;
    return {
      resume: { frames, virtuals, pending },
      liveValues: this.live,
      known: this.known,
      imports: null,
    };
  }

  /** Mostly the innermost frame is new, and its callers are those of the last guard. */
  private frameOf(snapshot: Snapshot): ToldFrame {
    for (let at = this.innermost; at !== null; at = at.caller) if (at.snapshot === snapshot) return at;
    const { caller } = snapshot;
    return new ToldFrame(snapshot, caller === null ? null : this.frameOf(caller));
  }

  private frame(told: ToldFrame): FrameData {
    const { data, live } = told;
    if (data !== null && live !== null && this.meetAll(live)) return data;
    const values = this.tellAll(told, data?.values ?? null);
    if (data !== null && values === data.values) return data;
    const made = { frame: told.snapshot.frame, values };
    told.data = made;
    return made;
  }

  /** Whether the values are what they were when they were told, so that nothing is to be told again. */
  private meetAll(live: readonly Value[]): boolean {
    for (let i = 0; i < live.length; i++) {
      const value = live[i];
      if (value.forward !== null || value.isFailing) return false;
      this.meet(value);
    }
    return true;
  }

  /** `before` if it is the same. */
  private tellAll(told: ToldFrame, before: readonly ResumeValue[] | null): readonly ResumeValue[] {
    const { values } = told.snapshot;
    let made: ResumeValue[] | null = before === null ? [] : null;
    let live: Value[] | null = [];
    for (let i = 0; i < values.length; i++) {
      const value = this.boxes.valueOf(values[i]);
      if (value.virtual !== null || value.isFailing) live = null;
      else if (live !== null && value.constant === null) live.push(value);
      const one = this.tell(value);
      if (made === null && before?.[i] !== one) made = before?.slice(0, i) ?? [];
      made?.push(one);
    }
    told.live = live;
    return made ?? before ?? [];
  }

  private tell(given: Value): ResumeValue {
    let value = resolve(given);
    if (value.isFailing) value = this.failed;
    if (value.constant !== null) return (value.resume ??= { kind: 'constant', constant: value.constant });
    if (value.virtual !== null) {
      const isNew = value.guard !== this.guard;
      value.guard = this.guard;
      return isNew ? this.tellVirtual(value, value.virtual.fields) : this.met(value);
    }
    const box = this.meet(value);
    const { resume } = value;
    return resume?.kind === 'live' && resume.box === box ? resume : (value.resume = { kind: 'live', box });
  }

  /** A value that exists is one of the guard's live values, once. */
  private meet(value: Value): Box {
    const { box } = value;
    if (!(box instanceof Box)) throw new Error('a live value has no box');
    if (value.guard !== this.guard) {
      value.guard = this.guard;
      this.live.push(box);
      this.known.push(this.knowledge(value));
    }
    return box;
  }

  private knowledge(value: Value): Knowledge {
    const { told, range, bits, known, typeId, itemsPlace } = value;
    const isSame =
      told !== null &&
      told.range === range &&
      told.bits === bits &&
      told.typeId === typeId &&
      told.from === known &&
      told.itemsPlace === itemsPlace;
    if (isSame) return told;
    return (value.told = new ToldKnowledge(range, bits, known & CARRIED_BITS, typeId, itemsPlace, known));
  }

  // Objects that do not exist.

  private tellVirtual(value: Value, fields: readonly VirtualField[]): ResumeValue {
    const { resume } = value;
    // Others may refer to it before all of it is told: then it can't be decided at the end whether it is what was told before.
    const before = resume?.kind === 'virtual' && !this.circles.has(value) ? resume : null;
    const place = this.virtuals.push(before?.object ?? NOTHING_YET) - 1;
    if (before === null) {
      const made = newVirtual(value);
      value.resume = made;
      made.object.stores = this.tellFields(value, fields, null);
      this.virtuals[place] = made.object;
      return made;
    }
    const stores = this.tellFields(value, fields, before.object.stores);
    if (stores === before.object.stores) return before;
    const changed = newVirtual(value);
    changed.object.stores = stores;
    value.resume = changed;
    this.virtuals[place] = changed.object;
    return changed;
  }

  /** `before` if it is the same. */
  private tellFields(
    object: Value,
    fields: readonly VirtualField[],
    before: readonly VirtualStore[] | null,
  ): readonly VirtualStore[] {
    let made: VirtualStore[] | null = before === null ? [] : null;
    let count = 0;
    this.telling.add(object);
    for (let i = 0; i < fields.length; i++) {
      const { op, part, value: held } = fields[i];
      const field = resolve(held);
      if (isZero(field)) continue;
      const value = this.tell(field);
      const old = before?.[count];
      const isSame = old?.value === value && old.op === op && old.displacement === part.displacement;
      if (!isSame) made ??= before === null ? [] : before.slice(0, count);
      made?.push(isSame ? old : { op, displacement: part.displacement, place: part.place, value });
      count++;
    }
    this.telling.delete(object);
    return made ?? (before?.length === count ? before : (before ?? []).slice(0, count));
  }

  /** An object that this guard has met. */
  private met(value: Value): ResumeValue {
    if (value.resume === null) throw new Error('an object was met and not told');
    if (this.telling.has(value) && !this.circles.has(value)) {
      this.circles.add(value);
      this.mustRestart = true;
    }
    return value.resume;
  }

  // Stores that were put off.

  private pendingStore(entry: Entry): PendingStore {
    const { at, op } = entry;
    if (op === null) throw new Error('a dirty entry without its store');
    const before = entry.told;
    const base = this.tell(at.base);
    const index = at.index === null ? this.zero : this.tell(at.index);
    const value = this.tell(entry.value);
    if (before?.base === base && before.index === index && before.value === value && before.op === op)
      return before;
    return (entry.told = { op, part: before?.part ?? addressOf(at), base, index, value });
  }
}

const NOTHING_YET: VirtualObject = { shape: { kind: 'instance', size: 0, typeId: 0 }, stores: [] };

interface NewVirtual {
  readonly kind: 'virtual';
  readonly object: { readonly shape: VirtualObject['shape']; stores: readonly VirtualStore[] };
}

function newVirtual({ virtual }: Value): NewVirtual {
  if (virtual === null) throw new Error('a virtual object exists');
  return { kind: 'virtual', object: { shape: virtual.shape, stores: [] } };
}
