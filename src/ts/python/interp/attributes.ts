/**
 * Attribute access: `obj.name`, assignment, deletion, with the caches of instructions.
 *
 * The default behaviour (object.__getattribute__ and friends) is here as functions; types that override
 * `__getattribute__` go through the slot.
 */
import { promote, weAreJitted } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import { caught } from '../../rlib/throwable.js';
import {
  getInstanceAttribute,
  setInstanceAttribute,
  deleteInstanceAttribute,
} from '../objects/instance-dict.js';
import { AttrKind, addAttribute } from '../objects/map.js';
import type { MapNode } from '../objects/map.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { BuiltinKind, W_Builtin, W_Member } from '../objects/w-builtin.js';
import { AttributeErrorType, OperationError } from '../objects/w-exception.js';
import { W_Function } from '../objects/w-function.js';
import { W_Module } from '../objects/w-module.js';
import { lookupStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_Instance, W_Type } from '../objects/w-type.js';
import type { TypeVersion } from '../objects/w-type.js';
import { w_objectGetattribute, w_objectSetattr, w_objectDelattr } from '../objects/object.js';
import { call0, call1, call2, call3 } from './call.js';
import { attributeError, newError, typeError, typeName } from './errors.js';
import { bindDescriptor, callMethodDescriptor1, callMethodDescriptor2, isPlainMethod } from './special.js';
import { AttributeCache, MethodCache } from './w-code.js';
import type { W_Code } from './w-code.js';

/** `obj.name`. */
export function getAttribute(w_obj: W_Root, w_name: W_Str): W_Root {
  const w_type = w_obj.getType();
  const w_getattribute = w_type.findSlot(Slot.GETATTRIBUTE);
  const w_getattr = w_type.findSlot(Slot.GETATTR);
  if (w_getattr === null) {
    if (w_getattribute === w_objectGetattribute.w_value) return genericGetAttribute(w_obj, w_name);
    return callMethodDescriptor1(w_getattribute as W_Root, w_obj, w_name);
  }
  try {
    if (w_getattribute === w_objectGetattribute.w_value) {
      const w_value = findGenericAttribute(w_obj, w_name);
      if (w_value !== null) return w_value;
    } else {
      return callMethodDescriptor1(w_getattribute as W_Root, w_obj, w_name);
    }
  } catch (e) {
    const error = caught(e);
    if (!(error instanceof OperationError && error.matches(AttributeErrorType))) throw error;
  }
  return callMethodDescriptor1(w_getattr, w_obj, w_name);
}

/** `obj.name`, or null where that raises AttributeError. */
export function findAttribute(w_obj: W_Root, w_name: W_Str): W_Root | null {
  const w_type = w_obj.getType();
  if (
    w_type.findSlot(Slot.GETATTR) === null &&
    w_type.findSlot(Slot.GETATTRIBUTE) === w_objectGetattribute.w_value
  ) {
    const w_descriptor = w_type.lookup(w_name);
    if (w_descriptor === null) return getInstanceAttribute(w_obj, w_name);
  }
  try {
    return getAttribute(w_obj, w_name);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(AttributeErrorType)) return null;
    throw error;
  }
}

/** Whether a descriptor is asked when an attribute is set or deleted, be it only to refuse. */
function interceptsStores(w_descriptor: W_Root): boolean {
  const w_type = w_descriptor.getType();
  return w_type.findSlot(Slot.SET) !== null || w_type.findSlot(Slot.DELETE) !== null;
}

/** Whether a descriptor takes precedence over the instance's own attributes: one that only takes values leaves it to them to be read. */
export function isDataDescriptor(w_descriptor: W_Root): boolean {
  return interceptsStores(w_descriptor) && w_descriptor.getType().findSlot(Slot.GET) !== null;
}

/** object.__getattribute__. */
export function genericGetAttribute(w_obj: W_Root, w_name: W_Str): W_Root {
  const w_value = findGenericAttribute(w_obj, w_name);
  if (w_value === null) throw noAttribute(w_obj, w_name);
  return w_value;
}

export function noAttribute(w_obj: W_Root, w_name: W_StrBase): OperationError {
  return attributeError(`'${typeName(w_obj)}' object has no attribute '${w_name.utf8()}'`, w_obj, w_name);
}

/** object.__getattribute__, but null where there is no such attribute. */
export function findGenericAttribute(w_obj: W_Root, w_name: W_Str): W_Root | null {
  const w_descriptor = w_obj.getType().lookup(w_name);
  if (w_descriptor === null) return getInstanceAttribute(w_obj, w_name);
  if (w_descriptor instanceof W_Function) {
    const w_own = getInstanceAttribute(w_obj, w_name);
    return w_own !== null ? w_own : bindDescriptor(w_descriptor, w_obj);
  }
  if (isDataDescriptor(w_descriptor)) return bindDescriptor(w_descriptor, w_obj);
  const w_own = getInstanceAttribute(w_obj, w_name);
  if (w_own !== null) return w_own;
  return bindDescriptor(w_descriptor, w_obj);
}

/** `obj.name = value`. */
export function setAttribute(w_obj: W_Root, w_name: W_Str, w_value: W_Root): void {
  const w_setattr = w_obj.getType().findSlot(Slot.SETATTR);
  if (w_setattr === w_objectSetattr.w_value) genericSetAttribute(w_obj, w_name, w_value);
  else callMethodDescriptor2(w_setattr as W_Root, w_obj, w_name, w_value);
}

/** object.__setattr__. */
export function genericSetAttribute(w_obj: W_Root, w_name: W_Str, w_value: W_Root): void {
  const w_descriptor = w_obj.getType().lookup(w_name);
  if (w_descriptor !== null) {
    const w_set = w_descriptor.getType().findSlot(Slot.SET);
    if (w_set !== null) {
      callMethodDescriptor2(w_set, w_descriptor, w_obj, w_value);
      return;
    }
    if (interceptsStores(w_descriptor)) throw newError(AttributeErrorType, '__set__');
  }
  if (!setInstanceAttribute(w_obj, w_name, w_value)) {
    if (w_descriptor === null) throw noAttribute(w_obj, w_name);
    throw readOnly(w_obj, w_name);
  }
}

function readOnly(w_obj: W_Root, w_name: W_Str): OperationError {
  return attributeError(
    `'${typeName(w_obj)}' object attribute '${w_name.utf8()}' is read-only`,
    w_obj,
    w_name,
  );
}

/** `del obj.name`. */
export function deleteAttribute(w_obj: W_Root, w_name: W_Str): void {
  const w_delattr = w_obj.getType().findSlot(Slot.DELATTR);
  if (w_delattr === w_objectDelattr.w_value) genericDeleteAttribute(w_obj, w_name);
  else callMethodDescriptor1(w_delattr as W_Root, w_obj, w_name);
}

/** object.__delattr__. */
export function genericDeleteAttribute(w_obj: W_Root, w_name: W_Str): void {
  const w_descriptor = w_obj.getType().lookup(w_name);
  if (w_descriptor !== null) {
    const w_delete = w_descriptor.getType().findSlot(Slot.DELETE);
    if (w_delete !== null) {
      callMethodDescriptor1(w_delete, w_descriptor, w_obj);
      return;
    }
    if (interceptsStores(w_descriptor)) throw newError(AttributeErrorType, '__delete__');
  }
  if (!deleteInstanceAttribute(w_obj, w_name)) {
    if (w_descriptor === null) throw noAttribute(w_obj, w_name);
    throw readOnly(w_obj, w_name);
  }
}

/** The name argument of getattr and the like: a str, the canonical one if there is one. */
export function attributeName(w_name: W_Root): W_Str {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`attribute name must be string, not '${typeName(w_name)}'`);
  return lookupStr(w_name);
}

/** `obj.name(...)` for the interpreter's own use. */
export function callMethod0(w_obj: W_Root, w_name: W_Str): W_Root {
  return call0(getAttribute(w_obj, w_name));
}

export function callMethod1(w_obj: W_Root, w_name: W_Str, w_a: W_Root): W_Root {
  return call1(getAttribute(w_obj, w_name), w_a);
}

export function callMethod2(w_obj: W_Root, w_name: W_Str, w_a: W_Root, w_b: W_Root): W_Root {
  return call2(getAttribute(w_obj, w_name), w_a, w_b);
}

export function callMethod3(w_obj: W_Root, w_name: W_Str, w_a: W_Root, w_b: W_Root, w_c: W_Root): W_Root {
  return call3(getAttribute(w_obj, w_name), w_a, w_b, w_c);
}

/** LOAD_ATTR: `obj.name` through the cache of the instruction at `pc`. */
export function loadAttribute(code: W_Code, pc: int, w_obj: W_Root, w_name: W_Str): W_Root {
  if (w_obj instanceof W_Instance) {
    if (weAreJitted() && !promote(w_obj.map).w_type.changesOften) return loadTraced(w_obj, w_name);
    const cache = findCache(code, pc, w_obj.map);
    if (cache !== null) {
      if (cache.index < 0) return bindDescriptor(cache.w_descriptor as W_Root, w_obj);
      const w_value = w_obj.storage[cache.index] as W_Root | null;
      if (w_value !== null) return w_value;
    }
    return loadAndCache(code, pc, w_obj, w_name, false) as W_Root;
  }
  return getAttribute(w_obj, w_name);
}

/** In traces maps are constants, which tell at once where an attribute is. */
function loadTraced(w_obj: W_Instance, w_name: W_Str): W_Root {
  const map = promote(w_obj.map);
  const found = findShape(map, promote(map.w_type.version), w_name);
  if (found === null) return getAttribute(w_obj, w_name);
  if (found.index < 0) return bindDescriptor(found.w_descriptor as W_Root, w_obj);
  const w_value = w_obj.storage[found.index] as W_Root | null;
  return w_value === null ? getAttribute(w_obj, w_name) : w_value;
}

/**
 * What a look-up of a name finds in objects with a map, as long as their type's version stays; null where only the look-up itself can tell.
 * @elidable
 */
function findShape(map: MapNode, version: TypeVersion, w_name: W_Str): AttributeCache | null {
  const w_type = map.w_type;
  if (map.devolved || !hasGenericGet(w_type)) return null;
  const w_descriptor = w_type.lookup(w_name);
  if (w_descriptor !== null && isDataDescriptor(w_descriptor)) {
    if (!(w_descriptor instanceof W_Member)) return new AttributeCache(map, version, -1, w_descriptor, null);
    const slotIndex = map.find(w_descriptor.w_key, AttrKind.SLOT);
    return slotIndex < 0 ? null : new AttributeCache(map, version, slotIndex, null, null);
  }
  const index = map.find(w_name, AttrKind.DICT);
  if (index >= 0) return new AttributeCache(map, version, index, null, null);
  return w_descriptor === null ? null : new AttributeCache(map, version, -1, w_descriptor, null);
}

/** More maps than this at one instruction: the oldest is forgotten. */
const MAX_CHAIN: int = 4;

/** What the instruction at `pc` remembers of objects with this map. */
function findCache(code: W_Code, pc: int, map: MapNode): AttributeCache | null {
  const caches = code.attributeCaches;
  if (pc >= caches.length) return null;
  let cache = caches[pc] as AttributeCache | null;
  while (cache !== null) {
    if (cache.map === map) return cache.version === map.w_type.version ? cache : null;
    cache = cache.next;
  }
  return null;
}

function storeCache(code: W_Code, pc: int, cache: AttributeCache): void {
  const caches = code.attributeCaches;
  while (caches.length <= pc) caches.push(null);
  cache.next = shortened(caches[pc] as AttributeCache | null, cache.map, MAX_CHAIN - 1);
  caches[pc] = cache;
}

/** The first `count` entries of a chain, without the one of a map. */
function shortened(chain: AttributeCache | null, map: MapNode, count: int): AttributeCache | null {
  if (chain === null || count === 0) return null;
  if (chain.map === map) return chain.next;
  chain.next = shortened(chain.next, map, count - 1);
  return chain;
}

/** Whether plain attribute look-up describes a type's instances: no `__getattr__`, no own `__getattribute__`. */
function hasGenericGet(w_type: W_Type): boolean {
  return (
    w_type.findSlot(Slot.GETATTR) === null &&
    w_type.findSlot(Slot.GETATTRIBUTE) === w_objectGetattribute.w_value
  );
}

/**
 * Looks an attribute of an instance up and remembers where it was. With `forMethod`, null means: a plain method,
 * now cached, that the caller should call with the object first.
 */
function loadAndCache(
  code: W_Code,
  pc: int,
  w_obj: W_Instance,
  w_name: W_Str,
  forMethod: boolean,
): W_Root | null {
  const map = w_obj.map;
  const w_type = w_obj.getType();
  if (w_type !== map.w_type || map.devolved || !hasGenericGet(w_type)) return getAttribute(w_obj, w_name);
  const version = w_type.version;
  const w_descriptor = w_type.lookup(w_name);
  if (w_descriptor !== null) {
    if (isDataDescriptor(w_descriptor)) {
      if (w_descriptor instanceof W_Member) {
        const slotIndex = map.find(w_descriptor.w_key, AttrKind.SLOT);
        if (slotIndex >= 0 && w_obj.storage[slotIndex] !== null) {
          storeCache(code, pc, new AttributeCache(map, version, slotIndex, null, null));
        }
      } else if (!forMethod) {
        storeCache(code, pc, new AttributeCache(map, version, -1, w_descriptor, null));
      }
      return bindDescriptor(w_descriptor, w_obj);
    }
  }
  const index = map.find(w_name, AttrKind.DICT);
  if (index >= 0) {
    storeCache(code, pc, new AttributeCache(map, version, index, null, null));
    return w_obj.storage[index] as W_Root;
  }
  if (w_descriptor === null) throw noAttribute(w_obj, w_name);
  if (forMethod) {
    if (!isPlainMethod(w_descriptor)) return bindDescriptor(w_descriptor, w_obj);
    storeCache(code, pc, new AttributeCache(map, version, -1, w_descriptor, null));
    return null;
  }
  storeCache(code, pc, new AttributeCache(map, version, -1, w_descriptor, null));
  return bindDescriptor(w_descriptor, w_obj);
}

/**
 * LOAD_METHOD: the plain method to call with the object first, or null if `obj.name` is to be called as it is;
 * the caller then gets that from `loadAttribute`.
 * @unrollSafe
 */
export function loadMethod(code: W_Code, pc: int, w_obj: W_Root, w_name: W_Str): W_Root | null {
  if (w_obj instanceof W_Instance) {
    if (weAreJitted() && !promote(w_obj.map).w_type.changesOften) {
      const map = promote(w_obj.map);
      const found = findShape(map, promote(map.w_type.version), w_name);
      if (found === null || found.index >= 0) return null;
      const w_method = found.w_descriptor;
      return w_method !== null && isPlainMethod(w_method) ? w_method : null;
    }
    const map = w_obj.map;
    let cache = findCache(code, pc, map);
    if (cache !== null) {
      const w_descriptor = cache.w_descriptor;
      return w_descriptor !== null && isPlainMethod(w_descriptor) ? w_descriptor : null;
    }
    if (w_obj.getType() !== map.w_type || map.devolved || !hasGenericGet(map.w_type)) return null;
    const w_descriptor = map.w_type.lookup(w_name);
    if (w_descriptor === null || !isPlainMethod(w_descriptor)) return null;
    if (map.find(w_name, AttrKind.DICT) >= 0) return null;
    cache = new AttributeCache(map, map.w_type.version, -1, w_descriptor, null);
    storeCache(code, pc, cache);
    return w_descriptor;
  }
  const w_type = w_obj.getType();
  if (w_type.isHeapType || w_obj instanceof W_Type) return null;
  if (weAreJitted()) {
    if (!hasGenericGet(w_type) || w_obj.getMap() !== null) return null;
    const w_found = w_type.lookup(w_name);
    return w_found instanceof W_Builtin && w_found.kind === BuiltinKind.METHOD ? w_found : null;
  }
  const caches = code.methodCaches;
  if (pc < caches.length) {
    const cache = caches[pc] as MethodCache | null;
    if (cache !== null && cache.w_type === w_type && cache.version === w_type.version) return cache.w_method;
  }
  if (!hasGenericGet(w_type)) return null;
  const w_descriptor = w_type.lookup(w_name);
  if (
    w_descriptor instanceof W_Builtin &&
    w_descriptor.kind === BuiltinKind.METHOD &&
    w_obj.getMap() === null
  ) {
    while (caches.length <= pc) caches.push(null);
    caches[pc] = new MethodCache(w_type, w_type.version, w_descriptor);
    return w_descriptor;
  }
  return null;
}

/** STORE_ATTR through the cache of the instruction at `pc`. */
export function storeAttribute(code: W_Code, pc: int, w_obj: W_Root, w_name: W_Str, w_value: W_Root): void {
  if (w_obj instanceof W_Instance && !(w_obj instanceof W_Module)) {
    if (weAreJitted() && !promote(w_obj.map).w_type.changesOften) {
      storeTraced(w_obj, w_name, w_value);
      return;
    }
    const map = w_obj.map;
    const cache = findCache(code, pc, map);
    if (cache !== null) {
      if (cache.nextMap !== null) addAttribute(w_obj, cache.nextMap, w_value);
      else w_obj.storage[cache.index] = w_value;
      return;
    }
    const w_type = w_obj.getType();
    if (w_type === map.w_type && !map.devolved && w_type.findSlot(Slot.SETATTR) === w_objectSetattr.w_value) {
      const w_descriptor = w_type.lookup(w_name);
      if (w_descriptor instanceof W_Member) {
        const slotIndex = map.find(w_descriptor.w_key, AttrKind.SLOT);
        if (slotIndex >= 0)
          storeCache(code, pc, new AttributeCache(map, w_type.version, slotIndex, null, null));
      } else if (w_type.hasDict && (w_descriptor === null || !interceptsStores(w_descriptor))) {
        const index = map.find(w_name, AttrKind.DICT);
        const isKept = map.size < 63 && map.admits(w_name, AttrKind.DICT);
        if (index >= 0 || isKept) {
          const nextMap = index >= 0 ? null : map.extend(w_name, AttrKind.DICT);
          storeCache(code, pc, new AttributeCache(map, w_type.version, index, null, nextMap));
        }
      }
    }
  }
  setAttribute(w_obj, w_name, w_value);
}

function storeTraced(w_obj: W_Instance, w_name: W_Str, w_value: W_Root): void {
  const map = promote(w_obj.map);
  const place = findStorePlace(map, promote(map.w_type.version), w_name);
  if (place === null) setAttribute(w_obj, w_name, w_value);
  else if (place.nextMap !== null) addAttribute(w_obj, place.nextMap, w_value);
  else w_obj.storage[place.index] = w_value;
}

/**
 * Where objects with a map keep an attribute that is set, or which map they get with it; null where only setting it can tell.
 * @elidable
 */
function findStorePlace(map: MapNode, version: TypeVersion, w_name: W_Str): AttributeCache | null {
  const w_type = map.w_type;
  if (map.devolved || w_type.findSlot(Slot.SETATTR) !== w_objectSetattr.w_value) return null;
  const w_descriptor = w_type.lookup(w_name);
  if (w_descriptor instanceof W_Member) {
    const slotIndex = map.find(w_descriptor.w_key, AttrKind.SLOT);
    const nextMap = slotIndex < 0 ? map.extend(w_descriptor.w_key, AttrKind.SLOT) : null;
    return new AttributeCache(map, version, slotIndex, null, nextMap);
  }
  if (!w_type.hasDict) return null;
  if (w_descriptor !== null && interceptsStores(w_descriptor)) return null;
  const index = map.find(w_name, AttrKind.DICT);
  if (index >= 0) return new AttributeCache(map, version, index, null, null);
  if (map.size >= 63 || !map.admits(w_name, AttrKind.DICT)) return null;
  return new AttributeCache(map, version, index, null, map.extend(w_name, AttrKind.DICT));
}
