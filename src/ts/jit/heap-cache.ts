/**
 * What the meta-interpreter knows of memory that can change: what it has read and written, until something may have changed it. A load that finds its answer here is not
 * recorded, nor are the guards on what it would have given: the optimizer would drop both, after working on them.
 */
import type { AddressPart, MemoryPlace } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import type { CallEffects } from './trace.js';
import type { LiveBox, LiveValue } from './values.js';
import type { Word } from './words.js';

/** An object: a box, or the reference of a constant. Two of them may be the same object. */
type Base = LiveBox | Word;

interface KnownValue {
  /** The load that gives it. */
  readonly op: LirOpName;
  readonly value: LiveValue;
}

/** Stores after which a load gives what was stored; others cut it. */
const loadsOfStores: Readonly<Partial<Record<LirOpName, LirOpName>>> = {
  store_64: 'load_i64',
  store_ref: 'load_ref',
  store_f64: 'load_f64',
};

/** Loads whose places are never reached with another size: of bytes, eight may be read at once. */
const loadsOfItems: ReadonlySet<LirOpName> = new Set<LirOpName>(['load_ref', 'load_f64']);

export class HeapCache {
  /** By the distance from the object's start. */
  private readonly known = new Map<MemoryPlace, Map<Base, Map<number, KnownValue>>>();

  find(op: LirOpName, object: LiveValue, index: LiveValue, part: AddressPart): LiveValue | null {
    const { place } = part;
    if (place === undefined || !isCached(op, place)) return null;
    const distance = constantDistance(index, part);
    if (distance === null) return null;
    const found = this.known.get(place)?.get(baseOf(object))?.get(distance);
    return found?.op === op ? found.value : null;
  }

  noteLoad(op: LirOpName, object: LiveValue, index: LiveValue, part: AddressPart, value: LiveValue): void {
    const { place } = part;
    if (place === undefined || !isCached(op, place)) return;
    const distance = constantDistance(index, part);
    if (distance === null) return;
    this.valuesOf(place, baseOf(object)).set(distance, { op, value });
  }

  private valuesOf(place: MemoryPlace, base: Base): Map<number, KnownValue> {
    let bases = this.known.get(place);
    if (bases === undefined) {
      bases = new Map<Base, Map<number, KnownValue>>();
      this.known.set(place, bases);
    }
    let values = bases.get(base);
    if (values === undefined) {
      values = new Map<number, KnownValue>();
      bases.set(base, values);
    }
    return values;
  }

  noteStore(op: LirOpName, object: LiveValue, index: LiveValue, part: AddressPart, value: LiveValue): void {
    const { place } = part;
    if (place === undefined) {
      // Raw memory, of which nothing is known.
      this.known.clear();
      return;
    }
    if (place.isItems === true) this.forgetOtherNames(place);
    const distance = constantDistance(index, part);
    if (distance === null) {
      this.known.delete(place);
      return;
    }
    // Any of them may be this object. At another distance is another value: accesses of a place have one size.
    this.known.get(place)?.forEach((values) => values.delete(distance));
    const load = loadsOfStores[op];
    // Who reads an array from a field that makes its items special is told so: the array that was stored does not know it.
    if (load !== undefined && place.items === undefined) this.noteLoad(load, object, index, part, value);
  }

  noteCall(effects: CallEffects): void {
    this.known.forEach((_, place) => {
      if (effects.mayWrite(place)) this.known.delete(place);
    });
  }

  /** Items have one place for those who know the array's field, and another for all others. */
  private forgetOtherNames(items: MemoryPlace): void {
    this.known.forEach((_, place) => {
      if (place.general === items || place === items.general) this.known.delete(place);
    });
  }
}

function baseOf(object: LiveValue): Base {
  return object.isConstant ? object.value : object;
}

function isCached(op: LirOpName, { change, isItems }: MemoryPlace): boolean {
  if (change === 'immutable' || change === 'volatile') return false;
  return isItems !== true || loadsOfItems.has(op);
}

/** Of an access, from the object's start; null where the index is not constant. */
export function constantDistance(index: LiveValue, { scale, displacement }: AddressPart): number | null {
  return index.isConstant ? Number(index.value) * scale + displacement : null;
}
