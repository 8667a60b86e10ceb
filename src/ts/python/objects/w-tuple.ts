/** `tuple`. */
import { W_Root } from './root.js';
import { type FixedArray, sealList } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const tupleType: W_Type = newBuiltinType('tuple', objectType);

export abstract class W_TupleBase extends W_Root {
  constructor(
    /** @immutableItems */
    readonly items: FixedArray<W_Root>,
  ) {
    super();
  }
}

export class W_Tuple extends W_TupleBase {
  override getType(): W_Type {
    return tupleType;
  }
}

/** An instance of a user-defined subclass. */
export class W_TupleUser extends W_TupleBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, items: FixedArray<W_Root>) {
    super(items);
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
}

export const w_emptyTuple: W_Tuple = new W_Tuple([]);

/** A tuple of the items; the array is the tuple's from now on. */
export function newTuple(items: FixedArray<W_Root>): W_Tuple {
  return items.length === 0 ? w_emptyTuple : new W_Tuple(items);
}

export function newPair(w_first: W_Root, w_second: W_Root): W_Tuple {
  return new W_Tuple([w_first, w_second]);
}

/** A tuple with one more item in front. */
export function prependTuple(w_first: W_Root, w_rest: W_TupleBase): W_Tuple {
  const items: W_Root[] = [w_first];
  for (const w_item of w_rest.items) items.push(w_item);
  return newTuple(sealList(items));
}
