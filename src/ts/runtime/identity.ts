/** Identity and weak references. */
import { allocateInstance } from '../gc/collector.js';
import { BuiltinType, IDENTITY_SHIFT, Place, WeakPlace } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import { identityCounter } from '../rlib/object.js';
import { addressOf, loadU32, objectAt, storeU32 } from '../rlib/raw.js';
import { theOutOfMemory } from '../rlib/throwable.js';
import type { FixedArray } from '../rlib/array.js';
import { newFixedArray } from '../rlib/array.js';
import type { int } from '../rlib/types.js';

/** A number of the object's own, kept in its header. */
export function identityHash(object: object): int {
  const place = addressOf(object) + Place.GC_BITS;
  const bits = loadU32(place);
  const known = bits >>> IDENTITY_SHIFT;
  if (known !== 0) return known;
  // The numbers can't be given twice: the header has room for so many.
  if (identityCounter.last >= 0x07ffffff) throw theOutOfMemory;
  const identity = ++identityCounter.last;
  storeU32(place, bits + identity * (1 << IDENTITY_SHIFT));
  return identity;
}

const WEAK_SIZE: int = 16;

export function newWeakReference(target: object): object {
  const weak = objectAt<object>(allocateInstance(WEAK_SIZE, BuiltinType.WEAK_REFERENCE));
  storeU32(addressOf(weak) + WeakPlace.TARGET, wordShr(addressOf(target), 3));
  return weak;
}

export function weakTarget(weak: object): object | null {
  return objectAt<object | null>(loadU32(addressOf(weak) + WeakPlace.TARGET) * 8);
}

/** One key of a weak table with its value. */
class WeakEntry {
  constructor(
    readonly key: object,
    readonly hash: int,
    public value: object,
    public next: WeakEntry | null,
  ) {}
}

/** Chains by identity; entries whose keys have died go when the table grows. */
export class WeakTableData {
  count: int = 0;
  /** It is among the tables to be purged. */
  isKnown: boolean = false;
  buckets: FixedArray<WeakEntry | null> = newFixedArray<WeakEntry | null>(8, null);
}

/** Weak references to the tables that may have entries. */
let tables: object[] = [];

export function newWeakTable(): WeakTableData {
  return new WeakTableData();
}

function findEntry(table: WeakTableData, key: object): WeakEntry | null {
  const hash = identityHash(key);
  let entry = table.buckets[hash & (table.buckets.length - 1)] as WeakEntry | null;
  while (entry !== null && entry.hash !== hash) entry = entry.next;
  return entry;
}

export function weakTableGet(table: WeakTableData, key: object): object | null {
  const entry = findEntry(table, key);
  return entry === null ? null : entry.value;
}

export function weakTableSet(table: WeakTableData, key: object, value: object): void {
  const entry = findEntry(table, key);
  if (entry !== null) {
    entry.value = value;
    return;
  }
  if (!table.isKnown) {
    table.isKnown = true;
    tables.push(newWeakReference(table));
  }
  if (table.count >= table.buckets.length) rebuild(table);
  const hash = identityHash(key);
  link(table, new WeakEntry(newWeakReference(key), hash, value, null));
}

function link(table: WeakTableData, entry: WeakEntry): void {
  const index = entry.hash & (table.buckets.length - 1);
  entry.next = table.buckets[index] as WeakEntry | null;
  table.buckets[index] = entry;
  table.count++;
}

function rebuild(table: WeakTableData): void {
  const old = table.buckets;
  table.buckets = newFixedArray<WeakEntry | null>(old.length * 2, null);
  table.count = 0;
  for (let i = 0; i < old.length; i++) {
    let entry = old[i] as WeakEntry | null;
    while (entry !== null) {
      const next: WeakEntry | null = entry.next;
      if (weakTarget(entry.key) !== null) link(table, entry);
      entry = next;
    }
  }
}

/** Drops the entries whose keys have died; whether there were any. */
export function purgeWeakTables(): boolean {
  const kept: object[] = [];
  let found = false;
  for (let i = 0; i < tables.length; i++) {
    const weak = tables[i] as object;
    const table = weakTarget(weak);
    if (table instanceof WeakTableData) {
      kept.push(weak);
      if (purge(table)) found = true;
    }
  }
  tables = kept;
  return found;
}

function purge(table: WeakTableData): boolean {
  const before = table.count;
  for (let i = 0; i < table.buckets.length; i++) {
    let entry = table.buckets[i] as WeakEntry | null;
    let previous: WeakEntry | null = null;
    while (entry !== null) {
      const next: WeakEntry | null = entry.next;
      if (weakTarget(entry.key) !== null) previous = entry;
      else {
        if (previous === null) table.buckets[i] = next;
        else previous.next = next;
        table.count--;
      }
      entry = next;
    }
  }
  return table.count < before;
}
