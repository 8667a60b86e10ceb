/**
 * Storages of dictionaries for ordinary use: empty, all keys exact strs, any keys. A storage replaces itself in the
 * dictionary when a key comes that it can't hold.
 */
import { sliceObjects, type FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { unreachable } from '../../rlib/throwable.js';
import { hash32 } from '../interp/convert.js';
import { ObjectTable } from './object-table.js';
import type { W_Root } from './root.js';
import { StrTable } from './str-table.js';
import { DictStorage, W_Dict } from './w-dict.js';
import type { W_DictBase } from './w-dict.js';
import { W_Str } from './w-str.js';
import type { W_StrBase } from './w-str-base.js';

/** No entries yet; shared by all empty dictionaries. */
class EmptyStorage extends DictStorage {
  override length(): int {
    return 0;
  }

  override get(w_key: W_Root): W_Root | null {
    // An unhashable key is an error even here.
    if (!(w_key instanceof W_Str)) hash32(w_key);
    return null;
  }

  override getStr(_key: W_StrBase): W_Root | null {
    return null;
  }

  override set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    const storage = w_key instanceof W_Str ? new StrStorage() : new ObjectStorage(new ObjectTable());
    storage.set(w_dict, w_key, w_value);
    w_dict.storage = storage;
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    this.set(w_dict, key, w_value);
  }

  override remove(_w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    return this.get(w_key);
  }

  override clear(_w_dict: W_DictBase): void {
    // Already empty.
  }

  override next(_position: int): int {
    return -1;
  }

  override last(): int {
    return -1;
  }

  override keyAt(_position: int): W_Root {
    return unreachable('an empty dict has no keys');
  }

  override valueAt(_position: int): W_Root {
    return unreachable('an empty dict has no values');
  }

  override copy(): DictStorage {
    return this;
  }
}

export const emptyDictStorage: DictStorage = new EmptyStorage();

/** All keys are exact strs. */
export class StrStorage extends DictStorage {
  private readonly table: StrTable = new StrTable();

  override length(): int {
    return this.table.count;
  }

  add(key: W_Str, w_value: W_Root): void {
    this.table.set(key, w_value);
  }

  override get(w_key: W_Root): W_Root | null {
    if (w_key instanceof W_Str) return this.table.get(w_key);
    return this.generalGet(w_key);
  }

  /** A key of another type may equal a str by its own `__eq__`. */
  private generalGet(w_key: W_Root): W_Root | null {
    return this.toObjects().get(w_key);
  }

  override getStr(key: W_StrBase): W_Root | null {
    if (key instanceof W_Str) return this.table.get(key);
    return this.generalGet(key);
  }

  override set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_Str) {
      this.table.set(w_key, w_value);
    } else {
      const general = this.toObjects();
      w_dict.storage = general;
      general.set(w_dict, w_key, w_value);
    }
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    this.set(w_dict, key, w_value);
  }

  override remove(w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    if (!(w_key instanceof W_Str)) {
      const general = this.toObjects();
      w_dict.storage = general;
      return general.remove(w_dict, w_key);
    }
    const w_value = this.table.get(w_key);
    if (w_value !== null) this.table.remove(w_key);
    return w_value;
  }

  override clear(w_dict: W_DictBase): void {
    w_dict.storage = emptyDictStorage;
  }

  override next(position: int): int {
    return this.table.next(position);
  }

  override last(): int {
    return this.table.last();
  }

  override keyAt(position: int): W_Root {
    return this.table.keys[position] as W_StrBase;
  }

  override valueAt(position: int): W_Root {
    return this.table.values[position] as W_Root;
  }

  override copy(): DictStorage {
    const result = new StrStorage();
    const keys = this.table.keys;
    const values = this.table.values;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as W_StrBase | null;
      if (key !== null) result.table.set(key, values[i] as W_Root);
    }
    return result;
  }

  toObjects(): ObjectStorage {
    const table = new ObjectTable();
    const keys = this.table.keys;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as W_StrBase | null;
      if (key !== null) table.insert(key, key.hashCode(), this.table.values[i] as W_Root);
    }
    return new ObjectStorage(table);
  }
}

/**
 * The keywords of a call, as they came: names, which are few, and values. It never changes, so that traces of calls know all of it; a change makes
 * an ordinary storage.
 */
export class KeywordStorage extends DictStorage {
  constructor(
    /** @immutableItems */
    readonly names: FixedArray<W_Str>,
    /** @immutableItems */
    readonly values: FixedArray<W_Root>,
  ) {
    super();
  }

  override length(): int {
    return this.names.length;
  }

  override get(w_key: W_Root): W_Root | null {
    return w_key instanceof W_Str ? this.find(w_key) : this.toStrings().get(w_key);
  }

  override getStr(key: W_StrBase): W_Root | null {
    return this.get(key);
  }

  /** @unrollSafe */
  private find(key: W_Str): W_Root | null {
    const names = this.names;
    for (let i = 0; i < names.length; i++) {
      if (key.sameText(names[i] as W_Str)) return this.values[i] as W_Root;
    }
    return null;
  }

  override set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    w_dict.storage = this.toStrings();
    w_dict.set(w_key, w_value);
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    this.set(w_dict, key, w_value);
  }

  override remove(w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    w_dict.storage = this.toStrings();
    return w_dict.remove(w_key);
  }

  override clear(w_dict: W_DictBase): void {
    w_dict.storage = emptyDictStorage;
  }

  override next(position: int): int {
    return position < this.names.length ? position : -1;
  }

  override last(): int {
    return this.names.length - 1;
  }

  override keyAt(position: int): W_Root {
    return this.names[position] as W_Root;
  }

  override valueAt(position: int): W_Root {
    return this.values[position] as W_Root;
  }

  override copy(): DictStorage {
    return this;
  }

  toStrings(): StrStorage {
    const result = new StrStorage();
    for (let i = 0; i < this.names.length; i++) result.add(this.names[i] as W_Str, this.values[i] as W_Root);
    return result;
  }
}

/** More keywords than these are better off in a hash table. */
const MAX_KEYWORDS: int = 8;

/** A dictionary of the first `count` of some keywords. */
export function keywordDict(
  names: FixedArray<W_Str | null>,
  values: FixedArray<W_Root | null>,
  count: int,
): W_Dict {
  if (count === 0) return new W_Dict(emptyDictStorage);
  const storage = new KeywordStorage(
    sliceObjects(names, 0, count) as FixedArray<W_Str>,
    sliceObjects(values, 0, count) as FixedArray<W_Root>,
  );
  return new W_Dict(count > MAX_KEYWORDS ? storage.toStrings() : storage);
}

/** Keys of any kind. */
export class ObjectStorage extends DictStorage {
  constructor(readonly table: ObjectTable) {
    super();
  }

  override length(): int {
    return this.table.count;
  }

  override get(w_key: W_Root): W_Root | null {
    const entry = this.table.findEntry(w_key, hash32(w_key));
    return entry < 0 ? null : (this.table.values[entry] as W_Root | null);
  }

  override getStr(key: W_StrBase): W_Root | null {
    return this.get(key);
  }

  override set(_w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    this.table.set(w_key, hash32(w_key), w_value);
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    this.set(w_dict, key, w_value);
  }

  override remove(_w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    const entry = this.table.findEntry(w_key, hash32(w_key));
    if (entry < 0) return null;
    const w_value = this.table.values[entry] as W_Root | null;
    this.table.removeEntry(entry);
    return w_value;
  }

  override clear(w_dict: W_DictBase): void {
    // Searches under way must see the change.
    this.table.clear();
    w_dict.storage = emptyDictStorage;
  }

  override next(position: int): int {
    return this.table.next(position);
  }

  override last(): int {
    return this.table.last();
  }

  override keyAt(position: int): W_Root {
    return this.table.keys[position] as W_Root;
  }

  override valueAt(position: int): W_Root {
    return this.table.values[position] as W_Root;
  }

  override copy(): DictStorage {
    return new ObjectStorage(this.table.copy());
  }
}

/** `dict.setdefault`: the key is hashed and looked for once. */
export function setDefault(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): W_Root {
  const given = w_dict.storage;
  if (!(w_key instanceof W_Str)) {
    const storage = given instanceof KeywordStorage ? given.toStrings() : given;
    if (storage === emptyDictStorage || storage instanceof StrStorage) {
      const hash = hash32(w_key);
      const general =
        storage instanceof StrStorage ? storage.toObjects() : new ObjectStorage(new ObjectTable());
      return insertDefault(w_dict, general, w_key, hash, w_value);
    }
    if (storage instanceof ObjectStorage)
      return insertDefault(w_dict, storage, w_key, hash32(w_key), w_value);
  }
  const w_known = w_dict.get(w_key);
  if (w_known !== null) return w_known;
  w_dict.set(w_key, w_value);
  return w_value;
}

function insertDefault(
  w_dict: W_DictBase,
  storage: ObjectStorage,
  w_key: W_Root,
  hash: int,
  w_value: W_Root,
): W_Root {
  const entry = storage.table.findEntry(w_key, hash);
  if (entry >= 0) return storage.table.values[entry] as W_Root;
  storage.table.insert(w_key, hash, w_value);
  w_dict.storage = storage;
  return w_value;
}
