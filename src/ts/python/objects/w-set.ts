/** `set` and `frozenset`: the keys of an `ObjectTable`. */
import type { ObjectTable } from './object-table.js';
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const setType: W_Type = newBuiltinType('set', objectType);
export const frozensetType: W_Type = newBuiltinType('frozenset', objectType);

/** Base of both, and of their subclasses. */
export abstract class W_AnySet extends W_Root {
  constructor(public table: ObjectTable) {
    super();
  }

  length(): int {
    return this.table.count;
  }
}

export abstract class W_SetBase extends W_AnySet {}

export class W_Set extends W_SetBase {
  override getType(): W_Type {
    return setType;
  }
}

/** An instance of a user-defined subclass. */
export class W_SetUser extends W_SetBase {
  private map: MapNode;
  private mapped: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, table: ObjectTable) {
    super(table);
    this.map = w_type.getInstanceMap();
    this.mapped = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.mapped;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.mapped = storage;
  }
}

export abstract class W_FrozensetBase extends W_AnySet {
  /** Cached hash; null until computed. */
  w_hash: W_Root | null = null;
}

export class W_Frozenset extends W_FrozensetBase {
  override getType(): W_Type {
    return frozensetType;
  }
}

/** An instance of a user-defined subclass. */
export class W_FrozensetUser extends W_FrozensetBase {
  private map: MapNode;
  private mapped: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, table: ObjectTable) {
    super(table);
    this.map = w_type.getInstanceMap();
    this.mapped = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.mapped;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.mapped = storage;
  }
}
