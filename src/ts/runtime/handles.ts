/** Objects that the host holds: it knows them by number, and the collector by this table. */
import type { int } from '../rlib/types.js';
import { newArray } from './arrays.js';

const objects: (object | null)[] = [];
/** Numbers that were released. */
const unused: int[] = [];

export function newHandle(object: object): int {
  if (unused.length > 0) {
    const handle = unused.pop() as int;
    objects[handle] = object;
    return handle;
  }
  objects.push(object);
  return objects.length - 1;
}

export function handleObject(handle: int): object | null {
  return objects[handle] as object | null;
}

export function releaseHandle(handle: int): void {
  objects[handle] = null;
  unused.push(handle);
}

/** A new array of a type, as a handle. */
export function newArrayHandle(typeId: int, length: int): int {
  return newHandle(newArray(typeId, length));
}
