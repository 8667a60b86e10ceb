/**
 * The canonical strings: a hash set with open addressing. It does not keep alive what nobody else does, but for the names that the source itself knows.
 *
 *     hashes   | 0 | h | h | 0 |     of what was ever put into the slot since the last rebuild; 0: nothing
 *     kept     |   | s |   |   |     strings that stay
 *     others   |   |   | w |   |     weak references; those that are empty go with the next rebuild
 *
 * A string that has died may be made again: as nobody has the old one, there are never two.
 */
import type { FixedArray, Int32Items } from '../../rlib/array.js';
import { newFixedArray, newInt32Items } from '../../rlib/array.js';
import { WeakReference } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import type { W_StrBase } from './w-str-base.js';

const LEAST_SIZE: int = 8;

export class InternTable {
  private hashes: Int32Items = newInt32Items(LEAST_SIZE);
  private kept: FixedArray<W_StrBase | null> = newFixedArray<W_StrBase | null>(LEAST_SIZE, null);
  private others: FixedArray<WeakReference<W_StrBase> | null> =
    newFixedArray<WeakReference<W_StrBase> | null>(LEAST_SIZE, null);
  private filled: int = 0;

  /** The string of the same text, or null. */
  find(key: W_StrBase): W_StrBase | null {
    const slot = this.findSlot(key);
    return slot < 0 ? null : this.stringAt(slot);
  }

  /** Keeps a string, which is canonical, for good. */
  keep(w_str: W_StrBase): void {
    const slot = this.findSlot(w_str);
    if (slot >= 0) this.kept[slot] = w_str;
    else this.insert(w_str, w_str, null);
  }

  /** Adds a string whose text is not there. */
  add(w_str: W_StrBase): void {
    this.insert(w_str, null, new WeakReference<W_StrBase>(w_str));
  }

  private stringAt(slot: int): W_StrBase | null {
    const w_kept = this.kept[slot] as W_StrBase | null;
    if (w_kept !== null) return w_kept;
    const reference = this.others[slot] as WeakReference<W_StrBase> | null;
    return reference === null ? null : reference.get();
  }

  /** The slot of the string of the same text, or -1. */
  private findSlot(key: W_StrBase): int {
    const hash = key.hashCode();
    const hashes = this.hashes;
    const mask = hashes.length - 1;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    for (;;) {
      const candidate = hashes[slot] as int;
      if (candidate === 0) return -1;
      if (candidate === hash) {
        const w_str = this.stringAt(slot);
        if (w_str !== null && (w_str === key || w_str.utf8() === key.utf8())) return slot;
      }
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
  }

  private insert(key: W_StrBase, w_kept: W_StrBase | null, reference: WeakReference<W_StrBase> | null): void {
    if ((this.filled + 1) * 3 > this.hashes.length * 2) this.rebuild();
    this.put(key.hashCode(), w_kept, reference);
  }

  private put(hash: int, w_kept: W_StrBase | null, reference: WeakReference<W_StrBase> | null): void {
    const mask = this.hashes.length - 1;
    let slot = hash & mask;
    let perturb = hash >>> 0;
    while (this.hashes[slot] !== 0) {
      perturb = perturb >>> 5;
      slot = (slot * 5 + perturb + 1) & mask;
    }
    this.hashes[slot] = hash;
    this.kept[slot] = w_kept;
    this.others[slot] = reference;
    this.filled++;
  }

  /** Drops what has died and makes room for twice the rest. */
  private rebuild(): void {
    const hashes = this.hashes;
    const kept = this.kept;
    const others = this.others;
    let live = 0;
    for (let i = 0; i < hashes.length; i++) if (this.stringAt(i) !== null) live++;
    let size = LEAST_SIZE;
    while (size < (live + 1) * 3) size *= 2;
    this.hashes = newInt32Items(size);
    this.kept = newFixedArray<W_StrBase | null>(size, null);
    this.others = newFixedArray<WeakReference<W_StrBase> | null>(size, null);
    this.filled = 0;
    for (let i = 0; i < hashes.length; i++) {
      const w_kept = kept[i] as W_StrBase | null;
      const reference = others[i] as WeakReference<W_StrBase> | null;
      if (w_kept !== null || (reference !== null && reference.get() !== null))
        this.put(hashes[i] as int, w_kept, reference);
    }
  }
}
