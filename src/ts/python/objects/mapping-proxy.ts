/** `mappingproxy`: a read-only view of a mapping; and the storage that shows a type's contents as a dictionary. */
import type { int } from '../../rlib/types.js';
import { unreachable } from '../../rlib/throwable.js';
import { W_Root } from './root.js';
import { ObjectStorage } from './dict-storages.js';
import { ObjectTable } from './object-table.js';
import { hash32 } from '../interp/convert.js';
import { DictStorage } from './w-dict.js';
import type { W_DictBase } from './w-dict.js';
import { W_StrBase } from './w-str-base.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const mappingProxyType: W_Type = newBuiltinType('mappingproxy', objectType);

export class W_MappingProxy extends W_Root {
  constructor(readonly w_mapping: W_Root) {
    super();
  }

  override getType(): W_Type {
    return mappingProxyType;
  }
}

/** A type's dictionary, seen through a mappingproxy: it is never written through this. */
export class TypeDictStorage extends DictStorage {
  constructor(private readonly w_type: W_Type) {
    super();
  }

  override length(): int {
    return this.w_type.dict.count;
  }

  override get(w_key: W_Root): W_Root | null {
    if (w_key instanceof W_StrBase) return this.w_type.dict.get(w_key);
    hash32(w_key);
    return null;
  }

  override getStr(key: W_StrBase): W_Root | null {
    return this.w_type.dict.get(key);
  }

  override set(_w_dict: W_DictBase, _w_key: W_Root, _w_value: W_Root): void {
    unreachable('a type is not written through its mappingproxy');
  }

  override setStr(_w_dict: W_DictBase, _key: W_StrBase, _w_value: W_Root): void {
    unreachable('a type is not written through its mappingproxy');
  }

  override remove(_w_dict: W_DictBase, _w_key: W_Root): W_Root | null {
    return unreachable('a type is not written through its mappingproxy');
  }

  override clear(_w_dict: W_DictBase): void {
    unreachable('a type is not written through its mappingproxy');
  }

  override next(position: int): int {
    const keys = this.w_type.dict.keys;
    for (let i = position; i < keys.length; i++) if (keys[i] !== null) return i;
    return -1;
  }

  override last(): int {
    const keys = this.w_type.dict.keys;
    for (let i = keys.length - 1; i >= 0; i--) if (keys[i] !== null) return i;
    return -1;
  }

  override keyAt(position: int): W_Root {
    return this.w_type.dict.keys[position] as W_StrBase;
  }

  override valueAt(position: int): W_Root {
    return this.w_type.dict.values[position] as W_Root;
  }

  override copy(): DictStorage {
    const table = new ObjectTable();
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      const w_key = this.keyAt(at);
      table.insert(w_key, hash32(w_key), this.valueAt(at));
    }
    return new ObjectStorage(table);
  }
}
