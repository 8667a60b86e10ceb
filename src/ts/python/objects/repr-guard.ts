/** The containers whose repr is being made: one that contains itself shows `...` in its own place. */
import { truncateList } from '../../rlib/array.js';
import { isSame } from '../interp/compare.js';
import type { W_Root } from './root.js';

const active: W_Root[] = [];

/** Begins the repr of an object; false if it has begun already. */
export function enterRepr(w_obj: W_Root): boolean {
  for (let i = active.length - 1; i >= 0; i--) if (isSame(active[i] as W_Root, w_obj)) return false;
  active.push(w_obj);
  return true;
}

/** Ends the repr of an object, also where it failed. */
export function leaveRepr(w_obj: W_Root): void {
  for (let i = active.length - 1; i >= 0; i--) {
    if (active[i] === w_obj) {
      truncateList(active, i);
      return;
    }
  }
}
