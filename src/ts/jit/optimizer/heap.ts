/**
 * What the trace knows of memory, and the stores that it has put off.
 *
 * For each location that was read or written there is an entry: what it holds from the trace's point of view, and what memory holds. Where the
 * two differ the entry is dirty: its store is due when somebody else may look (a call that may read the place, a load that may meet it, the end), and
 * guards tell of it in their resume data. Storing back what memory holds makes an entry clean again: pushing and popping leaves nothing.
 *
 * Invariant: of entries that may be the same location at most one is dirty, and then the others are gone. Different places never meet. In one
 * place, locations differ by displacement, and objects by `areDistinct`. Items of arrays that a field keeps for itself (`MemoryPlace.items`) are a
 * place of their own, known by where the array came from; arrays of unknown origin may meet them.
 */
import type { AddressPart, MemoryPlace } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import type { CallEffects, PendingStore } from '../trace.js';
import type { Emitter } from './emitter.js';
import { areDistinct } from './range-rules.js';
import { is, Known, resolve, type Value, type Values } from './value.js';
import { constantAddress } from './virtual-fields.js';

/** Where an access goes. A constant index is part of the displacement. */
export interface Location {
  readonly base: Value;
  readonly index: Value | null;
  readonly scale: 1 | 2 | 4 | 8;
  readonly displacement: number;
  readonly size: number;
  readonly place: MemoryPlace;
}

export class Entry {
  /** What memory holds, if that is known. */
  memory: Value | null = null;
  isDirty = false;
  /** What it holds was read, and never written. */
  isLoaded = false;
  /** The operation that stores it. */
  op: LirOpName | null = null;
  /** The one that loads it, where that is known. */
  loadOp: LirOpName | null = null;
  /** Somebody asked for it. */
  wasRead = false;
  /** It got another value than it had at first. */
  wasStored = false;
  /** How resume data told its store last. */
  told: PendingStore | null = null;

  constructor(
    readonly at: Location,
    readonly state: PlaceState,
    public value: Value,
  ) {}
}

/** What is known of a place. */
class PlaceState {
  /** Entries without index, by displacement. */
  readonly fixed = new Map<number, Entry[]>();
  indexed: Entry[] = [];
  /** Places that its items are for those who know more of the array. */
  readonly special: PlaceState[] = [];
  general: PlaceState | null = null;
  /** A call may have written here. */
  wasClobbered = false;
  /** Of its entries, if all have the same; else 0, and -1 without entries. */
  size = -1;

  constructor(readonly place: MemoryPlace) {}
}

/** Entries of one location's bucket, and dirty entries in all: more are not worth the search. */
const BUCKET_LIMIT = 24;
const DIRTY_LIMIT = 100;

export class Heap {
  private readonly byId: (PlaceState | undefined)[] = [];
  private readonly states: PlaceState[] = [];
  /** In the order of their stores. */
  readonly dirty: Entry[] = [];
  /** Counts what the trace does to memory: between equal counts it can be run again. */
  effects = 0;

  constructor(
    private readonly values: Values,
    private readonly emitter: Emitter,
  ) {}

  private stateOf(place: MemoryPlace): PlaceState {
    let state = this.byId[place.id];
    if (state === undefined) {
      state = new PlaceState(place);
      this.byId[place.id] = state;
      this.states.push(state);
      if (place.general !== undefined) {
        state.general = this.stateOf(place.general);
        state.general.special.push(state);
      }
    }
    return state;
  }

  // Entries.

  find(at: Location): Entry | null {
    const entry = this.search(at);
    if (entry !== null) entry.wasRead = true;
    return entry;
  }

  private search(at: Location): Entry | null {
    const state = this.byId[at.place.id];
    if (state === undefined) return null;
    if (at.index === null) {
      const bucket = state.fixed.get(at.displacement);
      if (bucket === undefined) return null;
      for (let i = 0; i < bucket.length; i++) {
        const { size, base } = bucket[i].at;
        if (size === at.size && resolve(base) === at.base) return bucket[i];
      }
      return null;
    }
    for (let i = 0; i < state.indexed.length; i++) {
      const entry = state.indexed[i];
      const { base, index, scale, displacement, size } = entry.at;
      if (displacement !== at.displacement || size !== at.size || scale !== at.scale) continue;
      if (resolve(base) === at.base && index !== null && resolve(index) === at.index) return entry;
    }
    return null;
  }

  private add(at: Location, value: Value): Entry {
    const state = this.stateOf(at.place);
    const entry = new Entry(at, state, value);
    state.size = state.size === -1 || state.size === at.size ? at.size : 0;
    const bucket = this.bucketOf(entry);
    if (bucket.length >= BUCKET_LIMIT) this.drop(bucket[0]);
    bucket.push(entry);
    return entry;
  }

  private bucketOf({ at, state }: Entry): Entry[] {
    if (at.index !== null) return state.indexed;
    let bucket = state.fixed.get(at.displacement);
    if (bucket === undefined) {
      bucket = [];
      state.fixed.set(at.displacement, bucket);
    }
    return bucket;
  }

  /** Forgets an entry; its store, if it is due, comes first. */
  private drop(entry: Entry): void {
    if (entry.isDirty) this.flush(entry);
    const bucket = this.bucketOf(entry);
    const at = bucket.indexOf(entry);
    if (at !== -1) bucket.splice(at, 1);
  }

  /** What a load that was emitted has given. */
  addLoaded(at: Location, value: Value, op: LirOpName): void {
    const entry = this.add(at, value);
    entry.loadOp = op;
    entry.memory = value;
    entry.isLoaded = true;
  }

  /** What a store that was emitted has put there; the location is one that no other entry may be. */
  addStored(at: Location, value: Value): void {
    const found = this.find(at);
    const entry = found ?? this.add(at, value);
    entry.value = value;
    entry.memory = value;
    entry.isLoaded = false;
    entry.wasStored = true;
    entry.loadOp ??= loadOpOf(value, at.size);
  }

  /** An entry that a loop starts with. */
  addCarried(at: Location, value: Value, op: LirOpName | null): Entry {
    const entry = this.add(at, value);
    entry.loadOp = loadOpOf(value, at.size);
    entry.op = op;
    if (op === null) entry.memory = value;
    else this.makeDirty(entry);
    return entry;
  }

  // Loads and stores.

  /** Before a load that memory has to answer: what may be its location is written there. */
  prepareLoad(at: Location): void {
    const { dirty } = this;
    if (dirty.length === 0) return;
    const state = this.stateOf(at.place);
    let met: Entry[] | null = null;
    for (let i = 0; i < dirty.length; i++) {
      const entry = dirty[i];
      const other = entry.state;
      // Most are of other places.
      if (other !== state && other.general !== state && state.general !== other) continue;
      if (!this.mayMeet(entry, at)) continue;
      if (met === null) met = [entry];
      else met.push(entry);
    }
    if (met !== null) for (const entry of met) this.flush(entry);
  }

  store(at: Location, value: Value, op: LirOpName): void {
    const found = this.find(at);
    if (found !== null && resolve(found.value) === value && found.isDirty) return;
    if (found !== null && found.memory !== null && resolve(found.memory) === value) {
      found.value = value;
      this.makeClean(found);
      return;
    }
    this.dropOthers(at, found);
    const entry = found ?? this.add(at, value);
    entry.value = value;
    entry.op = op;
    entry.loadOp ??= loadOpOf(value, at.size);
    entry.isLoaded = false;
    entry.wasStored = true;
    this.values.changes++;
    if (!entry.isDirty) this.makeDirty(entry);
  }

  /** A store that was emitted: other entries that may be its location are gone. */
  dropOthers(at: Location, except: Entry | null): void {
    const state = this.stateOf(at.place);
    this.dropMeeting(state, at, except);
    const isUnknown = !is(at.base, Known.ORIGIN);
    if (isUnknown && state.special.length > 0)
      for (const special of state.special) this.dropMeeting(special, at, except);
    if (state.general !== null) this.dropMeeting(state.general, at, except);
  }

  private dropMeeting(state: PlaceState, at: Location, except: Entry | null): void {
    if (at.index === null && state.size === at.size)
      this.dropFrom(state.fixed.get(at.displacement), at, except);
    else if (at.index === null) {
      for (let low = at.displacement - 7; low < at.displacement + at.size; low++)
        this.dropFrom(state.fixed.get(low), at, except);
    } else if (state.fixed.size > 0)
      for (const bucket of state.fixed.values()) this.dropFrom(bucket, at, except);
    this.dropFrom(state.indexed, at, except);
  }

  private dropFrom(bucket: Entry[] | undefined, at: Location, except: Entry | null): void {
    if (bucket === undefined || bucket.length === 0) return;
    for (let i = bucket.length - 1; i >= 0; i--) {
      const entry = bucket[i];
      if (entry !== except && this.mayMeet(entry, at)) this.drop(entry);
    }
  }

  /** Whether an entry's location may be another one's. */
  private mayMeet(entry: Entry, at: Location): boolean {
    const one = entry.at;
    if (one.place !== at.place && !this.mayBeSamePlace(one, at)) return false;
    const isIndexSame =
      one.index === null
        ? at.index === null
        : at.index !== null && one.scale === at.scale && resolve(one.index) === at.index;
    if (isIndexSame) {
      const isApart =
        one.displacement + one.size <= at.displacement || at.displacement + at.size <= one.displacement;
      // With an index the objects must be the same one for displacements to tell.
      if (isApart && (one.index === null || resolve(one.base) === at.base)) return false;
    }
    const base = resolve(one.base);
    return base === at.base || !areDistinct(base, at.base);
  }

  /** Items that one knows by the field of the array, the other does not. */
  private mayBeSamePlace(one: Location, other: Location): boolean {
    if (one.place.general === other.place) return !is(other.base, Known.ORIGIN);
    if (other.place.general === one.place) return !is(resolve(one.base), Known.ORIGIN);
    return false;
  }

  /** The items of an array get another place: what is known of them is forgotten. */
  forgetItems(array: Value): void {
    for (const state of this.states) {
      if (state.place.change === 'immutable') continue;
      for (const bucket of [...state.fixed.values(), state.indexed])
        for (let i = bucket.length - 1; i >= 0; i--)
          if (resolve(bucket[i].at.base) === array) this.drop(bucket[i]);
    }
  }

  // Stores that are put off.

  private makeDirty(entry: Entry): void {
    if (this.dirty.length >= DIRTY_LIMIT) this.flush(this.dirty[0]);
    entry.isDirty = true;
    this.dirty.push(entry);
  }

  private makeClean(entry: Entry): void {
    if (!entry.isDirty) return;
    entry.isDirty = false;
    this.values.changes++;
    this.dirty.splice(this.dirty.indexOf(entry), 1);
  }

  flush(entry: Entry): void {
    const { op, at } = entry;
    if (op === null) throw new Error('a dirty entry without its store');
    this.makeClean(entry);
    entry.memory = entry.value;
    this.emitStore(at, entry.value, op);
  }

  emitStore(at: Location, value: Value, op: LirOpName): void {
    const args = [at.base, at.index ?? this.values.zero, value];
    this.emitter.emit(op, args, addressOf(at));
  }

  flushAll(): void {
    for (const entry of [...this.dirty]) this.flush(entry);
  }

  // Calls.

  /** Before a call: what it may read or write is written. */
  prepareCall(call: CallView): void {
    if (this.dirty.length === 0) return;
    for (const entry of [...this.dirty])
      if (call.mayRead(entry.at.place) || call.mayWriteAt(entry.at)) this.flush(entry);
  }

  /** After a call: what it may have written is forgotten. */
  finishCall(call: CallView): void {
    for (const state of this.states) {
      const { place, fixed } = state;
      if (place.change === 'immutable' || (fixed.size === 0 && state.indexed.length === 0)) continue;
      if (!call.mayWrite(place)) continue;
      state.wasClobbered = true;
      if (place.change !== 'owned') {
        fixed.clear();
        state.indexed = [];
        continue;
      }
      for (const [displacement, bucket] of fixed) {
        const kept = bucket.filter(({ at }) => !call.mayWriteAt(at));
        if (kept.length === 0) fixed.delete(displacement);
        else fixed.set(displacement, kept);
      }
      state.indexed = state.indexed.filter(({ at }) => !call.mayWriteAt(at));
    }
  }

  // For loops.

  forEach(visit: (entry: Entry) => void): void {
    for (const { fixed, indexed } of this.states) {
      for (const bucket of fixed.values()) for (const entry of bucket) visit(entry);
      for (const entry of indexed) visit(entry);
    }
  }

  wasClobbered(entry: Entry): boolean {
    return entry.state.wasClobbered;
  }
}

/**
 * What a call may do. Owned places of active objects are written by the trace alone, and by functions that it gives the object, or the array that a
 * field of it keeps. Such an array may be known by its general place where it is given by itself.
 */
export class CallView {
  private readonly given: MemoryPlace[] = [];

  constructor(
    private readonly effects: CallEffects,
    private readonly args: readonly Value[],
  ) {
    for (const { itemsPlace } of args) if (itemsPlace !== null) this.given.push(itemsPlace);
  }

  private isGiven(place: MemoryPlace): boolean {
    return this.given.length > 0 && this.given.includes(place);
  }

  mayRead(place: MemoryPlace): boolean {
    if (this.effects.mayRead(place)) return true;
    return place.general !== undefined && this.isGiven(place) && this.effects.mayRead(place.general);
  }

  mayWrite(place: MemoryPlace): boolean {
    if (this.effects.mayWrite(place)) return true;
    return place.general !== undefined && this.isGiven(place) && this.effects.mayWrite(place.general);
  }

  mayWriteAt({ place, base }: Location): boolean {
    if (!this.mayWrite(place)) return false;
    if (place.change !== 'owned') return true;
    const object = resolve(base);
    const owner = findOwner(object, place);
    if (owner === null || !is(owner, Known.ACTIVE)) return true;
    return this.args.includes(object) || this.args.includes(owner);
  }
}

/** What loads a whole value; of parts of words that can't be told. */
export function loadOpOf({ cls }: Value, size: number): LirOpName | null {
  if (cls === 'ref') return 'load_ref';
  if (size !== 8) return null;
  return cls === 'float' ? 'load_f64' : 'load_i64';
}

/** Whose owned place it is. */
function findOwner(object: Value, place: MemoryPlace): Value | null {
  if (place.general === undefined) return object;
  return object.owner === null ? null : resolve(object.owner);
}

/** Whether only the trace writes there now. */
export function isOwned({ place, base }: Location): boolean {
  if (place.change !== 'owned') return false;
  const owner = findOwner(resolve(base), place);
  return owner !== null && is(owner, Known.ACTIVE);
}

export function addressOf({ index, scale, displacement, place }: Location): AddressPart {
  return index === null
    ? constantAddress(displacement, place)
    : { kind: 'address', scale, displacement, place };
}
