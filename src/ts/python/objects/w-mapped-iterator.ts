/**
 * Builtin iterators that can be inherited from. A subclass may define its own `__next__`; `next` then goes there, through
 * a function that `iteration-types.ts` supplies, since classes are made before the code that calls Python.
 *
 * A StopIteration raised by a function that the iterator calls ends the iteration, as it does in CPython.
 */
import type { FixedArray } from '../../rlib/array.js';
import { caught } from '../../rlib/throwable.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { OperationError, StopIterationType } from './w-exception.js';
import { watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

/** Calls the `__next__` of a subclass; null at the end. */
export class NextHook {
  call: (w_iterator: W_Root, w_next: W_Root) => W_Root | null = noCall;
}

function noCall(_w_iterator: W_Root, _w_next: W_Root): W_Root | null {
  return null;
}

export const nextHook: NextHook = new NextHook();

export abstract class W_MappedIterator extends W_Iterator {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type) {
    super();
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }

  override next(): W_Root | null {
    const w_type = this.map.w_type;
    if (w_type.isHeapType) {
      const w_next = w_type.findSlot(Slot.NEXT);
      if (w_next !== null && w_next !== w_type.layoutBase.findSlot(Slot.NEXT))
        return nextHook.call(this, w_next);
    }
    try {
      return this.step();
    } catch (e) {
      const error = caught(e);
      if (error instanceof OperationError && error.matches(StopIterationType)) return null;
      throw error;
    }
  }

  /** The next item as the builtin type gives it; null at the end. */
  abstract step(): W_Root | null;
}
