/** Numbers for objects by identity, in the order they are added. */
import { identityHash } from '../../rlib/object.js';
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from './root.js';

export class ObjectIds {
  private readonly objects: W_Root[] = [];
  private index: Int32Items = newInt32Items(16);

  private slotOf(w_obj: W_Root): int {
    const mask = this.index.length - 1;
    let slot = Math.imul(identityHash(w_obj), 0x01000193) & mask;
    for (;;) {
      const entry = this.index[slot] as int;
      if (entry === 0 || this.objects[entry - 1] === w_obj) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of an object, or -1. */
  find(w_obj: W_Root): int {
    return (this.index[this.slotOf(w_obj)] as int) - 1;
  }

  /** Gives an object that has none the next number. */
  add(w_obj: W_Root): void {
    this.objects.push(w_obj);
    if (this.objects.length * 2 > this.index.length) {
      this.index = newInt32Items(this.index.length * 2);
      for (let i = 0; i < this.objects.length; i++) {
        this.index[this.slotOf(this.objects[i] as W_Root)] = i + 1;
      }
    } else {
      this.index[this.slotOf(w_obj)] = this.objects.length;
    }
  }
}
