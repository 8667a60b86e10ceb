/**
 * The root of all Python objects.
 *
 * Instances of user-defined classes keep attributes in a storage array described by a map (`map.ts`). Classes that
 * have one override the four map methods; all others have no attributes of their own.
 */
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import type { RawBuffer } from './raw-buffer.js';
import type { W_Type } from './w-type.js';

export abstract class W_Root {
  abstract getType(): W_Type;

  /** The map of an object that has one. */
  getMap(): MapNode | null {
    return null;
  }

  /** The values the map describes. */
  getStorage(): FixedArray<W_Root | null> {
    return noStorage;
  }

  /** Replaces map and storage; only on objects that have a map. */
  setMap(_map: MapNode, _storage: FixedArray<W_Root | null>): void {
    // Objects without a map are never given one.
  }

  /** The memory of an object that supports the buffer protocol; null for all others. */
  getBuffer(): RawBuffer | null {
    return null;
  }
}

/** Builtin iterators: `next` gives null at the end and after it. */
export abstract class W_Iterator extends W_Root {
  /** What tells loops over iterators apart, for the JIT: the type, or the code that makes the items. */
  loopKey(): W_Root {
    return this.getType();
  }

  abstract next(): W_Root | null;
}

export const noStorage: FixedArray<W_Root | null> = [];
