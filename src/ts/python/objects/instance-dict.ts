/**
 * Attributes that objects have of their own: in the map of an instance, in the dictionary of a module or function.
 *
 * `__dict__` of an object with a map is a dictionary whose storage is that map, made when it is asked for and kept in
 * the map as a hidden attribute. Where maps do not fit (keys that are not strs, a replaced `__dict__`, very many names) the
 * object *devolves*: its attributes move to an ordinary storage of that dictionary.
 */
import type { int } from '../../rlib/types.js';
import { notNull } from '../../rlib/object.js';
import { emptyDictStorage, ObjectStorage, StrStorage } from './dict-storages.js';
import { ObjectTable } from './object-table.js';
import { AttrKind, newTerminator, readAttribute, rebaseMap, removeAttribute, writeAttribute } from './map.js';
import type { MapNode } from './map.js';
import { hash32 } from '../interp/convert.js';
import type { W_Root } from './root.js';
import { DictStorage, W_Dict, W_DictBase } from './w-dict.js';
import { W_Module } from './w-module.js';
import { intern, internStr, lookupStr, W_Str } from './w-str.js';
import type { W_StrBase } from './w-str-base.js';

const hiddenDict = intern('__dict__');

/** The own attribute of an object, or null. */
export function getInstanceAttribute(w_obj: W_Root, name: W_Str): W_Root | null {
  const map = w_obj.getMap();
  if (map === null) return null;
  if (w_obj instanceof W_Module) return w_obj.w_dict.getStr(name);
  if (map.devolved) return devolvedDict(w_obj, map).getStr(name);
  return readAttribute(w_obj, map, name, AttrKind.DICT);
}

/** Sets an own attribute; false if the object can't have it. */
export function setInstanceAttribute(w_obj: W_Root, name: W_Str, w_value: W_Root): boolean {
  const map = w_obj.getMap();
  if (map === null || !w_obj.getType().hasDict) return false;
  if (w_obj instanceof W_Module) {
    w_obj.w_dict.setStr(name, w_value);
    return true;
  }
  if (map.devolved) {
    devolvedDict(w_obj, map).setStr(name, w_value);
  } else {
    setMapped(w_obj, map, name, w_value);
  }
  return true;
}

/** Sets an attribute of an object that has them in its map. */
function setMapped(w_obj: W_Root, map: MapNode, w_name: W_Str, w_value: W_Root): void {
  const name = internStr(w_name);
  if (map.admits(name, AttrKind.DICT)) writeAttribute(w_obj, map, name, AttrKind.DICT, w_value);
  else devolve(w_obj).setStr(name, w_value);
}

/** Deletes an own attribute; false if it is not there. */
export function deleteInstanceAttribute(w_obj: W_Root, name: W_Str): boolean {
  const map = w_obj.getMap();
  if (map === null) return false;
  if (w_obj instanceof W_Module) return w_obj.w_dict.remove(name) !== null;
  if (map.devolved) return devolvedDict(w_obj, map).remove(name) !== null;
  return removeAttribute(w_obj, map, name, AttrKind.DICT);
}

function devolvedDict(w_obj: W_Root, map: MapNode): W_DictBase {
  const w_dict = readAttribute(w_obj, map, hiddenDict, AttrKind.HIDDEN);
  return w_dict instanceof W_DictBase ? w_dict : devolve(w_obj);
}

/** `obj.__dict__` of an object that has one. */
export function getDict(w_obj: W_Root): W_DictBase {
  if (w_obj instanceof W_Module) return w_obj.w_dict;
  const map = notNull(w_obj.getMap());
  const w_known = readAttribute(w_obj, map, hiddenDict, AttrKind.HIDDEN);
  if (w_known instanceof W_DictBase) return w_known;
  const w_dict = new W_Dict(new InstanceStorage(w_obj));
  writeAttribute(w_obj, map, hiddenDict, AttrKind.HIDDEN, w_dict);
  return w_dict;
}

/** `obj.__dict__ = dict`. */
export function setDict(w_obj: W_Root, w_dict: W_DictBase): void {
  const map = notNull(w_obj.getMap());
  const w_old = readAttribute(w_obj, map, hiddenDict, AttrKind.HIDDEN);
  // The old dictionary, if anybody has it, keeps what was in it.
  if (w_old instanceof W_DictBase && w_old.storage instanceof InstanceStorage)
    w_old.storage = w_old.storage.copy();
  if (w_dict.storage instanceof InstanceStorage) devolve(w_dict.storage.w_obj);
  if (!map.devolved) rebaseMap(w_obj, map, newTerminator(map.w_type, true));
  writeAttribute(w_obj, notNull(w_obj.getMap()), hiddenDict, AttrKind.HIDDEN, w_dict);
}

/** Moves the attributes of an object from its map into its dictionary. */
function devolve(w_obj: W_Root): W_DictBase {
  const w_dict = getDict(w_obj);
  const map = notNull(w_obj.getMap());
  if (map.devolved) return w_dict;
  const copy = w_dict.storage.copy();
  rebaseMap(w_obj, map, newTerminator(map.w_type, true));
  w_dict.storage = copy;
  return w_dict;
}

/** Entries are the attributes in an object's map; a position is a storage index. */
class InstanceStorage extends DictStorage {
  constructor(readonly w_obj: W_Root) {
    super();
  }

  private map(): MapNode {
    return notNull(this.w_obj.getMap());
  }

  override length(): int {
    return this.map().countKind(AttrKind.DICT);
  }

  override get(w_key: W_Root): W_Root | null {
    if (w_key instanceof W_Str) return this.getStr(w_key);
    return this.copyObjects().get(w_key);
  }

  override getStr(key: W_StrBase): W_Root | null {
    if (!(key instanceof W_Str)) return this.copyObjects().get(key);
    return readAttribute(this.w_obj, this.map(), lookupStr(key), AttrKind.DICT);
  }

  override set(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root): void {
    if (w_key instanceof W_Str) {
      this.setStr(w_dict, w_key, w_value);
    } else {
      hash32(w_key);
      devolve(this.w_obj).set(w_key, w_value);
    }
  }

  override setStr(w_dict: W_DictBase, key: W_StrBase, w_value: W_Root): void {
    if (!(key instanceof W_Str)) {
      this.set(w_dict, key, w_value);
      return;
    }
    setMapped(this.w_obj, this.map(), key, w_value);
  }

  override remove(_w_dict: W_DictBase, w_key: W_Root): W_Root | null {
    const w_value = this.get(w_key);
    if (w_value !== null && w_key instanceof W_Str) {
      removeAttribute(this.w_obj, this.map(), lookupStr(w_key), AttrKind.DICT);
    }
    return w_value;
  }

  override clear(w_dict: W_DictBase): void {
    devolve(this.w_obj);
    w_dict.storage = emptyDictStorage;
  }

  /** The node of the first attribute at a storage index of at least `position`; null if there is none. */
  private nodeFrom(position: int): MapNode | null {
    let node: MapNode | null = this.map();
    let found: MapNode | null = null;
    while (node !== null && node.size - 1 >= position) {
      if (node.kind === AttrKind.DICT && node.name !== null) found = node;
      node = node.back;
    }
    return found;
  }

  override next(position: int): int {
    const node = this.nodeFrom(position);
    return node === null ? -1 : node.size - 1;
  }

  override last(): int {
    let node: MapNode | null = this.map();
    while (node !== null) {
      if (node.kind === AttrKind.DICT && node.name !== null) return node.size - 1;
      node = node.back;
    }
    return -1;
  }

  override keyAt(position: int): W_Root {
    return notNull(notNull(this.nodeFrom(position)).name);
  }

  override valueAt(position: int): W_Root {
    return this.w_obj.getStorage()[position] as W_Root;
  }

  override copy(): DictStorage {
    if (this.length() === 0) return emptyDictStorage;
    const result = new StrStorage();
    const w_holder = new W_Dict(result);
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      result.set(w_holder, this.keyAt(at), this.valueAt(at));
    }
    return result;
  }

  private copyObjects(): ObjectStorage {
    const table = new ObjectTable();
    for (let at = this.next(0); at >= 0; at = this.next(at + 1)) {
      const w_key = this.keyAt(at);
      table.insert(w_key, hash32(w_key), this.valueAt(at));
    }
    return new ObjectStorage(table);
  }
}
