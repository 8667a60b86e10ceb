/** Subscripts and membership. */
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_Dict } from '../objects/w-dict.js';
import { W_Int } from '../objects/w-int.js';
import { W_List } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { W_Tuple } from '../objects/w-tuple.js';
import { W_Type } from '../objects/w-type.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { callMethod1 } from './attributes.js';
import { equalsTrue, isTrue } from './compare.js';
import { keyError, typeError, typeName } from './errors.js';
import { iter, next } from './iteration.js';
import { callMethodDescriptor1, callMethodDescriptor2 } from './special.js';

/** `obj[key]`. */
export function getItem(w_obj: W_Root, w_key: W_Root): W_Root {
  if (w_key instanceof W_Int) {
    const index = w_key.value;
    if (w_obj instanceof W_List) {
      const storage = w_obj.storage;
      if (index >= 0 && index < storage.length()) return storage.get(index);
    } else if (w_obj instanceof W_Tuple) {
      if (index >= 0 && index < w_obj.items.length) return w_obj.items[index] as W_Root;
    }
  }
  if (w_obj instanceof W_Dict) {
    const w_value = w_obj.storage.get(w_key);
    if (w_value === null) throw keyError(w_key);
    return w_value;
  }
  const w_method = w_obj.getType().findSlot(Slot.GETITEM);
  if (w_method !== null) return callMethodDescriptor1(w_method, w_obj, w_key);
  if (w_obj instanceof W_Type) {
    const w_classGetitem = w_obj.lookup(n_class_getitem);
    if (w_classGetitem !== null) return callMethod1(w_obj, n_class_getitem, w_key);
    if (w_obj.name === 'type' && !w_obj.isHeapType) return genericAliasOf(w_obj, w_key);
    throw typeError(`type '${w_obj.name}' is not subscriptable`);
  }
  throw typeError(`'${typeName(w_obj)}' object is not subscriptable`);
}

const n_class_getitem = intern('__class_getitem__');

/** `obj[key] = value`. */
export function setItem(w_obj: W_Root, w_key: W_Root, w_value: W_Root): void {
  if (w_obj instanceof W_List && w_key instanceof W_Int) {
    const index = w_key.value;
    if (index >= 0 && index < w_obj.storage.length()) {
      w_obj.set(index, w_value);
      return;
    }
  } else if (w_obj instanceof W_Dict) {
    w_obj.set(w_key, w_value);
    return;
  }
  const w_method = w_obj.getType().findSlot(Slot.SETITEM);
  if (w_method === null) throw typeError(`'${typeName(w_obj)}' object does not support item assignment`);
  callMethodDescriptor2(w_method, w_obj, w_key, w_value);
}

/** `del obj[key]`. */
export function deleteItem(w_obj: W_Root, w_key: W_Root): void {
  const w_method = w_obj.getType().findSlot(Slot.DELITEM);
  if (w_method === null) {
    throw typeError(`'${typeName(w_obj)}' object doesn't support item deletion`);
  }
  callMethodDescriptor1(w_method, w_obj, w_key);
}

/** `item in obj`. */
export function contains(w_obj: W_Root, w_item: W_Root): boolean {
  if (w_obj instanceof W_Dict) return w_obj.storage.get(w_item) !== null;
  const w_method = w_obj.getType().findSlot(Slot.CONTAINS);
  if (w_method === w_None) throw typeError(`'${typeName(w_obj)}' object is not a container`);
  if (w_method !== null) return isTrue(callMethodDescriptor1(w_method, w_obj, w_item));
  if (w_obj.getType().findSlot(Slot.ITER) === null && w_obj.getType().findSlot(Slot.GETITEM) === null) {
    throw typeError(`argument of type '${typeName(w_obj)}' is not iterable`);
  }
  return meets(w_obj, w_item);
}

/** Whether iteration comes across an item. */
function meets(w_obj: W_Root, w_item: W_Root): boolean {
  const w_iterator = iter(w_obj);
  for (;;) {
    const w_next = next(w_iterator);
    if (w_next === null) return false;
    if (equalsTrue(w_next, w_item)) return true;
  }
}
