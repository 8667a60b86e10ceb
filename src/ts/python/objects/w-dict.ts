/**
 * `dict`: an ordered mapping whose entries live in a storage chosen by its keys (see `dict-*.ts`): none yet, strings,
 * any objects, a module's cells, or the map of an instance.
 */
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { W_StrBase } from './w-str-base.js';
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const dictType: W_Type = newBuiltinType('dict', objectType);

/**
 * Entries have positions that grow in insertion order: `next(p)` gives the first live position from p on, or -1.
 * Methods that may have to change the kind of storage get the dictionary.
 */
export abstract class DictStorage {
  abstract length(): int;
  /** May run Python code (`__hash__`, `__eq__`); null if the key is missing. */
  abstract get(w_key: W_Root): W_Root | null;
  /** As `get` for a str; runs no Python code unless there are keys with their own `__eq__`. */
  abstract getStr(key: W_StrBase): W_Root | null;
  abstract set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void;
  abstract setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void;
  /** The value removed, or null if the key is missing. */
  abstract remove(w_dict: W_DictBase, w_key: W_Root): W_Root | null;
  abstract clear(w_dict: W_DictBase): void;
  abstract next(position: int): int;
  /** The last live position, or -1. */
  abstract last(): int;
  abstract keyAt(position: int): W_Root;
  abstract valueAt(position: int): W_Root;
  abstract copy(): DictStorage;
}

export abstract class W_DictBase extends W_Root {
  constructor(public storage: DictStorage) {
    super();
  }

  length(): int {
    return this.storage.length();
  }

  get(w_key: W_Root): W_Root | null {
    return this.storage.get(w_key);
  }

  getStr(key: W_StrBase): W_Root | null {
    return this.storage.getStr(key);
  }

  set(w_key: W_Root, w_value: W_Root): void {
    this.storage.set(this, w_key, w_value);
  }

  setStr(key: W_StrBase, w_value: W_Root): void {
    this.storage.setStr(this, key, w_value);
  }

  remove(w_key: W_Root): W_Root | null {
    return this.storage.remove(this, w_key);
  }

  clear(): void {
    this.storage.clear(this);
  }
}

export class W_Dict extends W_DictBase {
  override getType(): W_Type {
    return dictType;
  }
}

/** An instance of a user-defined subclass. */
export class W_DictUser extends W_DictBase {
  private map: MapNode;
  private mapped: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, storage: DictStorage) {
    super(storage);
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
