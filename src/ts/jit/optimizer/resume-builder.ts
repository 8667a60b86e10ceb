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
  type TraceValue,
  type VirtualObject,
  type VirtualStore,
} from '../trace.js';
import { addressOf, type Entry } from './heap.js';
import { knowledgeOf, type Knowledge } from './loop-plan.js';
import { resolve, type Value, type Values } from './value.js';
import type { VirtualField } from './virtual-fields.js';
import { isZero } from './virtual-objects.js';

export type Guard = ResumableGuard;
type FrameData = ResumeData['frames'][number];

const NONE: readonly Value[] = [];
const NO_VIRTUALS: readonly VirtualObject[] = [];
const NO_STORES: readonly PendingStore[] = [];

/** Guards have numbers of their own, so that a value knows whether this one has met it. */
let guardCount = 0;

export class ResumeBuilder {
  private guard = 0;
  private live: Box[] = [];
  private known: Knowledge[] = [];
  private virtuals: VirtualObject[] = [];
  private readonly frames = new Map<Snapshot, FrameData>();
  private readonly stores = new Map<Entry, PendingStore>();
  /** Objects that are being told, and those that refer to themselves by others. */
  private readonly telling = new Set<Value>();
  private readonly circles = new Set<Value>();
  private mustRestart = false;
  private last: Guard | null = null;
  private lastSnapshot: Snapshot | null = null;
  private lastChanges = -1;
  private lastFailing: Value | null = null;
  /** Conditions that the guard tests, and what they are where it fails. */
  private failing: readonly Value[] = NONE;
  private failed: Value;

  constructor(
    private readonly values: Values,
    private readonly valueOf: (value: TraceValue) => Value,
  ) {
    this.failed = values.zero;
  }

  /** `failing`: conditions of which one knows what they are where the guard fails; `failed` is what. */
  build(snapshot: Snapshot, dirty: readonly Entry[], failing: readonly Value[], failed: Value): Guard {
    const isSame = this.lastSnapshot === snapshot && this.lastChanges === this.values.changes;
    if (this.last !== null && isSame && failing.length === 0 && this.lastFailing === null) return this.last;
    this.failing = failing;
    this.failed = failed;
    this.lastFailing = failing[0] ?? null;
    let guard: Guard;
    do guard = this.tellState(snapshot, dirty);
    while (this.mustRestart);
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
    for (let at: Snapshot | null = snapshot; at !== null; at = at.caller) frames.push(this.frame(at));
    const pending = dirty.length === 0 ? NO_STORES : dirty.map((entry) => this.pendingStore(entry));
    const virtuals = this.virtuals.length === 0 ? NO_VIRTUALS : this.virtuals;
    return {
      resume: { frames, virtuals, pending },
      liveValues: this.live,
      known: this.known,
      imports: null,
    };
  }

  private frame(snapshot: Snapshot): FrameData {
    const { values, frame } = snapshot;
    const before = this.frames.get(snapshot);
    const told = this.tellAll(values, before?.values ?? null);
    if (before !== undefined && told === before.values) return before;
    const made = { frame, values: told };
    this.frames.set(snapshot, made);
    return made;
  }

  /** `before` if it is the same. */
  private tellAll(
    values: readonly TraceValue[],
    before: readonly ResumeValue[] | null,
  ): readonly ResumeValue[] {
    let made: ResumeValue[] | null = null;
    for (let i = 0; i < values.length; i++) {
      const told = this.tell(this.valueOf(values[i]));
      if (made !== null) made.push(told);
      else if (before === null || before[i] !== told) {
        made = before === null ? [] : before.slice(0, i);
        made.push(told);
      }
    }
    return made ?? before ?? [];
  }

  private tell(given: Value): ResumeValue {
    let value = resolve(given);
    if (this.failing.length > 0 && this.failing.includes(value)) value = this.failed;
    if (value.constant !== null) return (value.resume ??= { kind: 'constant', constant: value.constant });
    const isNew = value.guard !== this.guard;
    value.guard = this.guard;
    if (value.virtual !== null)
      return isNew ? this.tellVirtual(value, value.virtual.fields) : this.met(value);
    const { box } = value;
    if (!(box instanceof Box)) throw new Error('a live value has no box');
    if (isNew) {
      this.live.push(box);
      this.known.push(this.knowledge(value));
    }
    const { resume } = value;
    return resume?.kind === 'live' && resume.box === box ? resume : (value.resume = { kind: 'live', box });
  }

  private knowledge(value: Value): Knowledge {
    const { told } = value;
    const isSame =
      told !== null &&
      told.range === value.range &&
      told.typeId === value.typeId &&
      told.from === value.known &&
      told.itemsPlace === value.itemsPlace;
    if (isSame) return told;
    const made = { ...knowledgeOf(value), from: value.known };
    value.told = made;
    return made;
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
    for (const { op, part, value: held } of fields) {
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
    const before = this.stores.get(entry);
    const base = this.tell(at.base);
    const index = this.tell(at.index ?? this.values.zero);
    const value = this.tell(entry.value);
    if (before?.base === base && before.index === index && before.value === value && before.op === op)
      return before;
    const made = { op, part: before?.part ?? addressOf(at), base, index, value };
    this.stores.set(entry, made);
    return made;
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
