/** `set` and `frozenset`: making them; the methods are in `set-methods.ts`. */
import { hash32 } from '../interp/convert.js';
import { ObjectTable } from './object-table.js';
import type { W_Root } from './root.js';
import { W_Frozenset, W_Set } from './w-set.js';
import type { W_AnySet } from './w-set.js';

export function newSet(): W_Set {
  return new W_Set(new ObjectTable());
}

export function setAdd(w_set: W_AnySet, w_item: W_Root): void {
  w_set.table.set(w_item, hash32(w_item), null);
}

export function setContains(w_set: W_AnySet, w_item: W_Root): boolean {
  return w_set.table.findEntry(w_item, hash32(w_item)) >= 0;
}

/** The items in an array of their own. */
export function setKeys(w_set: W_AnySet): W_Root[] {
  const result: W_Root[] = [];
  const table = w_set.table;
  for (let at = table.next(0); at >= 0; at = table.next(at + 1)) result.push(table.keys[at] as W_Root);
  return result;
}

export function newFrozenset(): W_Frozenset {
  return new W_Frozenset(new ObjectTable());
}
