/**
 * Which objects there are, and which refer to which. What lies between two Python objects (the storage of an instance, the table of a dict)
 * counts as a part of the first; so do the cells of a module's variables.
 */
import { heapObjects, referentsOf } from '../../../rlib/collector.js';
import type { int } from '../../../rlib/types.js';
import { MapNode } from '../../objects/map.js';
import { W_Root } from '../../objects/root.js';
import { W_GlobalCell } from '../../objects/w-global-cell.js';
import { newListOwning } from '../../objects/w-list.js';
import { W_TupleBase } from '../../objects/w-tuple.js';

/** How many parts of an object may lie one in the other. */
const DEPTH: int = 6;

export function getObjects(_w_generation: W_Root | null): W_Root {
  const found: W_Root[] = [];
  for (const object of heapObjects()) {
    if (object instanceof W_Root && !(object instanceof W_GlobalCell)) found.push(object);
  }
  return newListOwning(found);
}

export function getReferents(w_objects: W_Root): W_Root {
  const found: W_Root[] = [];
  if (w_objects instanceof W_TupleBase) {
    for (const w_obj of w_objects.items) addReferents(w_obj, DEPTH, found);
  }
  return newListOwning(found);
}

function addReferents(object: object, depth: int, into: W_Root[]): void {
  for (const part of referentsOf(object)) {
    if (part instanceof W_Root && !(part instanceof W_GlobalCell)) into.push(part);
    // The shape of an instance is not its own; its class is.
    else if (part instanceof MapNode) into.push(part.w_type);
    else if (part !== null && depth > 0) addReferents(part, depth - 1, into);
  }
}

export function getReferrers(w_objects: W_Root): W_Root {
  const found: W_Root[] = [];
  if (!(w_objects instanceof W_TupleBase)) return newListOwning(found);
  for (const object of heapObjects()) {
    if (!(object instanceof W_Root) || object instanceof W_GlobalCell || object === w_objects) continue;
    if (refersToAny(object, w_objects, DEPTH)) found.push(object);
  }
  return newListOwning(found);
}

function refersToAny(object: object, w_targets: W_TupleBase, depth: int): boolean {
  for (const part of referentsOf(object)) {
    if (part instanceof W_Root && !(part instanceof W_GlobalCell)) {
      for (const w_target of w_targets.items) if (part === w_target) return true;
    } else if (part instanceof MapNode) {
      for (const w_target of w_targets.items) if (part.w_type === w_target) return true;
    } else if (part !== null && depth > 0 && refersToAny(part, w_targets, depth - 1)) return true;
  }
  return false;
}
