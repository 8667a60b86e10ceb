/**
 * The hash table of dictionaries and sets whose keys may be anything: ordered entries with an index, as
 * `StrTable`, but keys are compared by Python's `==`.
 *
 * What is the same as in `StrTable` is repeated, not inherited: in a shared base class every access to the index and the entries
 * would see objects of two shapes.
 *
 * `__eq__` may run any Python code, this table's own methods included: `version` tells that the table changed, and a search then
 * starts over. Identical objects, exact strs and ints, and tuples of them, are compared without running code.
 */
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items, truncateList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { equalsTrue } from '../interp/compare.js';
import type { W_Root } from './root.js';
import { W_Int } from './w-int.js';
import { W_Str } from './w-str.js';
import { W_Tuple } from './w-tuple.js';

const FREE = -1;
const DELETED = -2;

/** A search that met a key which only `==` can compare. */
const UNSURE = -2;

const enum Likeness {
  DIFFERENT,
  SAME,
  UNSURE,
}

/** Whether two keys are equal, of those kinds whose comparison runs no code of Python's. */
function compareSimple(w_a: W_Root, w_b: W_Root): Likeness {
  if (w_a === w_b) return Likeness.SAME;
  if (w_a instanceof W_Int && w_b instanceof W_Int)
    return w_a.value === w_b.value ? Likeness.SAME : Likeness.DIFFERENT;
  if (w_a instanceof W_Str && w_b instanceof W_Str)
    return w_a.utf8() === w_b.utf8() ? Likeness.SAME : Likeness.DIFFERENT;
  if (w_a instanceof W_Tuple && w_b instanceof W_Tuple) {
    if (w_a.items.length !== w_b.items.length) return Likeness.DIFFERENT;
    for (let i = 0; i < w_a.items.length; i++) {
      const likeness = compareSimple(w_a.items[i] as W_Root, w_b.items[i] as W_Root);
      if (likeness !== Likeness.SAME) return likeness;
    }
    return Likeness.SAME;
  }
  return Likeness.UNSURE;
}

export class ObjectTable {
  private index: Int32Items = emptyIndex;
  private mask: int = 0;
  private filled: int = 0;
  keys: (W_Root | null)[] = [];
  values: (W_Root | null)[] = [];
  hashes: int[] = [];
  count: int = 0;
  /** Entries before this one are all deleted. */
  private first: int = 0;
  /** Changes whenever entries move or keys are added or removed. */
  private version: int = 0;

  /** The entry of a key with its 32-bit hash, or -1. */
  findEntry(w_key: W_Root, hash: int): int {
    if (this.count === 0) return -1;
    const entry = w_key instanceof W_Int ? this.findInt(w_key.value, hash) : this.findSimple(w_key, hash);
    return entry === UNSURE ? this.findEqual(w_key, hash) : entry;
  }

  /** `findSimple` of an int, which need not be an object. */
  private findInt(value: int, hash: int): int {
    const mask = this.mask;
    const index = this.index;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    for (;;) {
      const entry = index[slot] as int;
      if (entry === FREE) return -1;
      if (entry >= 0 && this.hashes[entry] === hash) {
        const w_candidate = this.keys[entry] as W_Root;
        if (w_candidate instanceof W_Int) {
          if (w_candidate.value === value) return entry;
        } else if (!(w_candidate instanceof W_Str)) {
          return UNSURE;
        }
      }
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  /** `findEntry` as long as that runs no Python code, else UNSURE. It changes nothing, and traces know that. */
  private findSimple(w_key: W_Root, hash: int): int {
    const mask = this.mask;
    const index = this.index;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    for (;;) {
      const entry = index[slot] as int;
      if (entry === FREE) return -1;
      if (entry >= 0) {
        const w_candidate = this.keys[entry] as W_Root;
        if (w_candidate === w_key) return entry;
        if (this.hashes[entry] === hash) {
          const likeness = compareSimple(w_key, w_candidate);
          if (likeness === Likeness.UNSURE) return UNSURE;
          if (likeness === Likeness.SAME) return entry;
        }
      }
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  private findEqual(w_key: W_Root, hash: int): int {
    let slot = hash & this.mask;
    let perturb = hash >>> 0;
    for (;;) {
      const entry = this.index[slot] as int;
      if (entry === FREE) return -1;
      if (entry >= 0) {
        const w_candidate = this.keys[entry] as W_Root;
        if (w_candidate === w_key) return entry;
        if (this.hashes[entry] === hash) {
          const version = this.version;
          const equal = equalsTrue(w_candidate, w_key);
          if (this.version !== version) return this.findEntry(w_key, hash);
          if (equal) return entry;
        }
      }
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & this.mask;
    }
  }

  /** The entry of a key that is in the table, this very object: runs no Python code. */
  getEntryOf(w_key: W_Root, hash: int): int {
    let slot = hash & this.mask;
    let perturb = hash >>> 0;
    for (;;) {
      const entry = this.index[slot] as int;
      if (entry >= 0 && this.keys[entry] === w_key) return entry;
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & this.mask;
    }
  }

  /** Sets the value of a key, old or new. */
  set(w_key: W_Root, hash: int, w_value: W_Root | null): void {
    const entry = this.findEntry(w_key, hash);
    if (entry >= 0) this.values[entry] = w_value;
    else this.insert(w_key, hash, w_value);
  }

  /** Adds a key that is not there. */
  insert(w_key: W_Root, hash: int, w_value: W_Root | null): void {
    if ((this.filled + 1) * 3 > (this.mask + 1) * 2 || this.keys.length > this.mask) this.rebuild();
    const mask = this.mask;
    const index = this.index;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    while ((index[slot] as int) >= 0) {
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
    if (index[slot] === FREE) this.filled++;
    index[slot] = this.keys.length;
    this.keys.push(w_key);
    this.values.push(w_value);
    this.hashes.push(hash);
    this.count++;
    this.version++;
  }

  /** Removes a live entry. */
  removeEntry(entry: int): void {
    const hash = this.hashes[entry] as int;
    const mask = this.mask;
    const index = this.index;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    while (index[slot] !== entry) {
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
    index[slot] = DELETED;
    this.keys[entry] = null;
    this.values[entry] = null;
    this.trim(entry);
    this.count--;
    this.version++;
  }

  /** Notes deleted entries at the start: taking from there stays cheap. */
  private trim(entry: int): void {
    const keys = this.keys;
    if (entry === this.first) while (this.first < keys.length && keys[this.first] === null) this.first++;
  }

  clear(): void {
    this.index = emptyIndex;
    this.mask = 0;
    this.filled = 0;
    this.keys = [];
    this.values = [];
    this.hashes = [];
    this.first = 0;
    this.count = 0;
    this.version++;
  }

  /** The first live entry from `entry` on, or -1. */
  next(entry: int): int {
    const keys = this.keys;
    if (entry < keys.length && keys[entry] !== null) return entry;
    return this.nextLive(entry);
  }

  private nextLive(entry: int): int {
    const keys = this.keys;
    for (let i = entry < this.first ? this.first : entry; i < keys.length; i++)
      if (keys[i] !== null) return i;
    return -1;
  }

  /** The last live entry, or -1; forgets deleted ones after it, so that taking from the end stays cheap. */
  last(): int {
    const keys = this.keys;
    let length = keys.length;
    while (length > 0 && keys[length - 1] === null) length--;
    if (length < keys.length) {
      truncateList(keys, length);
      truncateList(this.values, length);
      truncateList(this.hashes, length);
      if (this.first > length) this.first = length;
    }
    return length - 1;
  }

  copy(): ObjectTable {
    const result = new ObjectTable();
    for (let i = 0; i < this.keys.length; i++) {
      const w_key = this.keys[i] as W_Root | null;
      if (w_key !== null) result.insert(w_key, this.hashes[i] as int, this.values[i] as W_Root | null);
    }
    return result;
  }

  private rebuild(): void {
    let live = 0;
    for (let i = 0; i < this.keys.length; i++) {
      const w_key = this.keys[i] as W_Root | null;
      if (w_key !== null) {
        this.keys[live] = w_key;
        this.values[live] = this.values[i] as W_Root | null;
        this.hashes[live] = this.hashes[i] as int;
        live++;
      }
    }
    truncateList(this.keys, live);
    truncateList(this.values, live);
    truncateList(this.hashes, live);
    this.first = 0;
    let size = 8;
    while (size * 2 < (live + 1) * 6) size *= 2;
    const index = newInt32Items(size);
    for (let i = 0; i < size; i++) index[i] = FREE;
    const mask = size - 1;
    for (let i = 0; i < live; i++) {
      const hash = this.hashes[i] as int;
      let slot = hash & mask;
      let perturb = hash >>> 0;
      while (index[slot] !== FREE) {
        perturb = perturb >>> 5;
        slot = (slot * 5 + perturb + 1) & mask;
      }
      index[slot] = i;
    }
    this.index = index;
    this.mask = mask;
    this.filled = live;
  }
}

const emptyIndex: Int32Items = newInt32Items(0);
