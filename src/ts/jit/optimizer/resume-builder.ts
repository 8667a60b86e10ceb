/**
 * Resume data: how the interpreter's frames, the objects that do not exist, and the stores that were put off come from the values that are live
 * at a guard.
 *
 * Values are numbered outermost frame first, so that the callers that snapshots share mostly get the same numbers again, and then share what was
 * told of them before. All of it is made of few objects that are compared by identity.
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
import { isZero } from './virtual-objects.js';

export type Guard = ResumableGuard;
type FrameData = ResumeData['frames'][number];

const liveValues: ResumeValue[] = [];
const virtualValues: ResumeValue[] = [];

function indexed(table: ResumeValue[], kind: 'live' | 'virtual', index: number): ResumeValue {
  let value = table[index];
  if (value === undefined) {
    value = { kind, index };
    table[index] = value;
  }
  return value;
}

const NONE: readonly Value[] = [];
const NO_VIRTUALS: readonly VirtualObject[] = [];
const NO_STORES: readonly PendingStore[] = [];

/** Guards have numbers of their own, so that a value knows whether this one has met it. */
let guardCount = 0;

export class ResumeBuilder {
  private guard = 0;
  private live: Box[] = [];
  private known: Knowledge[] = [];
  private virtuals: Value[] = [];
  private readonly frames = new Map<Snapshot, FrameData>();
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
    this.guard = ++guardCount;
    this.live = [];
    this.known = [];
    this.virtuals = [];
    const frames: FrameData[] = [];
    this.addFrames(snapshot, frames);
    const pending = dirty.length === 0 ? NO_STORES : dirty.map((entry) => this.pendingStore(entry));
    const virtuals = this.virtualObjects();
    const guard = {
      resume: { frames, virtuals, pending },
      liveValues: this.live,
      known: this.known,
      imports: null,
    };
    this.last = guard;
    this.lastSnapshot = snapshot;
    this.lastChanges = this.values.changes;
    return guard;
  }

  private addFrames(innermost: Snapshot, frames: FrameData[]): void {
    const chain: Snapshot[] = [];
    for (let at: Snapshot | null = innermost; at !== null; at = at.caller) chain.push(at);
    for (let i = chain.length - 1; i >= 0; i--) frames[i] = this.frame(chain[i]);
  }

  private frame(snapshot: Snapshot): FrameData {
    const { values, frame } = snapshot;
    const known = this.frames.get(snapshot);
    const told: ResumeValue[] = [];
    let isSame = known !== undefined;
    for (let i = 0; i < values.length; i++) {
      const value = this.tell(this.valueOf(values[i]));
      told.push(value);
      if (isSame && known?.values[i] !== value) isSame = false;
    }
    if (isSame && known !== undefined) return known;
    const made = { frame, values: told };
    this.frames.set(snapshot, made);
    return made;
  }

  private tell(given: Value): ResumeValue {
    let value = resolve(given);
    if (this.failing.length > 0 && this.failing.includes(value)) value = this.failed;
    if (value.constant !== null) {
      value.resume ??= { kind: 'constant', constant: value.constant };
      return value.resume;
    }
    const isVirtual = value.virtual !== null;
    if (value.guard !== this.guard) {
      value.guard = this.guard;
      if (isVirtual) {
        value.guardIndex = this.virtuals.length;
        this.virtuals.push(value);
      } else {
        value.guardIndex = this.live.length;
        if (!(value.box instanceof Box)) throw new Error('a live value has no box');
        this.live.push(value.box);
        this.known.push(knowledgeOf(value));
      }
    }
    return isVirtual
      ? indexed(virtualValues, 'virtual', value.guardIndex)
      : indexed(liveValues, 'live', value.guardIndex);
  }

  private pendingStore({ at, value, op }: Entry): PendingStore {
    if (op === null) throw new Error('a dirty entry without its store');
    return {
      op,
      part: addressOf(at),
      base: this.tell(at.base),
      index: this.tell(at.index ?? this.values.zero),
      value: this.tell(value),
    };
  }

  /** Telling of one may meet others, which come to the end of the list. */
  private virtualObjects(): readonly VirtualObject[] {
    if (this.virtuals.length === 0) return NO_VIRTUALS;
    const objects: VirtualObject[] = [];
    for (let i = 0; i < this.virtuals.length; i++) {
      const { virtual } = this.virtuals[i];
      if (virtual === null) continue;
      const stores: VirtualStore[] = [];
      for (const { op, part, value } of virtual.fields) {
        const held = resolve(value);
        if (isZero(held)) continue;
        stores.push({ op, displacement: part.displacement, place: part.place, value: this.tell(held) });
      }
      objects.push({ shape: virtual.shape, stores });
    }
    return objects;
  }
}
