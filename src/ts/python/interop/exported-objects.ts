/**
 * Python objects that JavaScript holds, by number. An object has one number as long as JavaScript knows it. How often the number was handed out is
 * counted here and there: JavaScript gives a number back with its count, and if more have been handed out meanwhile the object stays.
 */
import { WeakTable } from '../../rlib/weak-table.js';
import type { int } from '../../rlib/types.js';
import { systemError } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';

class Export {
  count: int = 0;

  constructor(
    readonly handle: int,
    readonly w_object: W_Root,
  ) {}
}

/** An object's number, in the weak table; -1 if it has none any more. */
class HandleOf {
  handle: int = -1;
}

const exported: (Export | null)[] = [];
const unused: int[] = [];
const handles: WeakTable = new WeakTable();

/** The number of an object, handed out once more. */
export function exportObject(w_object: W_Root): int {
  const known = findHandle(w_object);
  if (known.handle < 0) {
    if (unused.length > 0) known.handle = unused.pop() as int;
    else {
      known.handle = exported.length;
      exported.push(null);
    }
    exported[known.handle] = new Export(known.handle, w_object);
  }
  const entry = exported[known.handle] as Export;
  entry.count++;
  return known.handle;
}

function findHandle(w_object: W_Root): HandleOf {
  const known = handles.get(w_object);
  if (known instanceof HandleOf) return known;
  const fresh = new HandleOf();
  handles.set(w_object, fresh);
  return fresh;
}

/** The object of a number. */
export function exportedObject(handle: int): W_Root {
  const entry = handle < exported.length ? (exported[handle] as Export | null) : null;
  if (entry === null) throw systemError('JavaScript refers to an object that it has released');
  return entry.w_object;
}

/** Takes back a number that has been handed out so many times. */
export function releaseObject(handle: int, count: int): void {
  const entry = handle < exported.length ? (exported[handle] as Export | null) : null;
  if (entry === null) return;
  entry.count -= count;
  if (entry.count > 0) return;
  exported[handle] = null;
  unused.push(handle);
  findHandle(entry.w_object).handle = -1;
}
