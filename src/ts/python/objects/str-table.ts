/**
 * An ordered hash table from strings to objects: the dictionaries of types, modules and interned strings.
 *
 * Insertion order is kept in dense entries; an open-addressing index of 32-bit entry numbers finds them
 * (Hettinger's compact dict). Interned keys are found by identity, others by hash and bytes; no Python code runs.
 */
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items, truncateList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from './root.js';
import type { W_StrBase } from './w-str-base.js';

const FREE = -1;
const DELETED = -2;

export class StrTable {
  private index: Int32Items = emptyIndex;
  private mask: int = 0;
  private filled: int = 0;
  /** Entries in order; a deleted one has a null key. */
  readonly keys: (W_StrBase | null)[] = [];
  readonly values: (W_Root | null)[] = [];
  /** Live entries. */
  count: int = 0;
  /** Entries before this one are all deleted. */
  private first: int = 0;

  /** Number of the entry of a key, or -1. */
  findEntry(key: W_StrBase): int {
    return this.count === 0 ? -1 : this.search(key, key.hashCode());
  }

  private search(key: W_StrBase, hash: int): int {
    const mask = this.mask;
    const index = this.index;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    for (;;) {
      const entry = index[slot] as int;
      if (entry === FREE) return -1;
      if (entry >= 0) {
        const candidate = this.keys[entry] as W_StrBase;
        if (
          candidate === key ||
          (!(candidate.interned && key.interned) &&
            candidate.hashCode() === hash &&
            candidate.utf8() === key.utf8())
        ) {
          return entry;
        }
      }
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  get(key: W_StrBase): W_Root | null {
    const entry = this.findEntry(key);
    return entry < 0 ? null : (this.values[entry] as W_Root | null);
  }

  has(key: W_StrBase): boolean {
    return this.findEntry(key) >= 0;
  }

  set(key: W_StrBase, value: W_Root | null): void {
    const entry = this.findEntry(key);
    if (entry >= 0) this.values[entry] = value;
    else this.insert(key, value);
  }

  /** Adds a key that is not there. */
  private insert(key: W_StrBase, value: W_Root | null): void {
    if ((this.filled + 1) * 3 > (this.mask + 1) * 2 || this.keys.length > this.mask) this.rebuild();
    const mask = this.mask;
    const index = this.index;
    const hash = key.hashCode();
    let slot = hash & mask;
    let perturb = hash >>> 0;
    while ((index[slot] as int) >= 0) {
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
    if (index[slot] === FREE) this.filled++;
    index[slot] = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    this.count++;
  }

  /** Whether the key was there. */
  remove(key: W_StrBase): boolean {
    const entry = this.findEntry(key);
    if (entry < 0) return false;
    const hash = key.hashCode();
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
    return true;
  }

  /** Notes deleted entries at the start: taking from there stays cheap. */
  private trim(entry: int): void {
    const keys = this.keys;
    if (entry === this.first) while (this.first < keys.length && keys[this.first] === null) this.first++;
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
      if (this.first > length) this.first = length;
    }
    return length - 1;
  }

  /** Drops deleted entries and makes room for twice the live ones. */
  private rebuild(): void {
    let live = 0;
    for (let i = 0; i < this.keys.length; i++) {
      const key = this.keys[i] as W_StrBase | null;
      if (key !== null) {
        this.keys[live] = key;
        this.values[live] = this.values[i] as W_Root | null;
        live++;
      }
    }
    truncateList(this.keys, live);
    truncateList(this.values, live);
    this.first = 0;
    let size = 8;
    while (size * 2 < (live + 1) * 6) size *= 2;
    const index = newInt32Items(size);
    for (let i = 0; i < size; i++) index[i] = FREE;
    const mask = size - 1;
    for (let i = 0; i < live; i++) {
      const hash = (this.keys[i] as W_StrBase).hashCode();
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
