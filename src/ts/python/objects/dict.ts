/** `dict`: making and updating dictionaries; the methods are in `dict-methods.ts`. */
import { callMethod0, findAttribute } from '../interp/attributes.js';
import { runtimeError, typeError, valueError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { collect, iter, next } from '../interp/iteration.js';
import { emptyDictStorage } from './dict-storages.js';
import type { W_Root } from './root.js';
import { dictType, W_Dict, W_DictBase } from './w-dict.js';
import { intern } from './w-str.js';
import { Slot } from './slots.js';

export function newDict(): W_Dict {
  return new W_Dict(emptyDictStorage);
}

const n_keys = intern('keys');

/** Adds the entries of a mapping (something with `keys`), or pairs, to a dictionary. */
export function dictUpdateFrom(w_dict: W_DictBase, w_source: W_Root): void {
  if (
    w_source instanceof W_DictBase &&
    w_source.getType().findSlot(Slot.ITER) === dictType.findSlot(Slot.ITER)
  ) {
    dictMergeDict(w_dict, w_source);
    return;
  }
  if (findAttribute(w_source, n_keys) === null) {
    dictMergePairs(w_dict, w_source);
    return;
  }
  const w_keys = iter(callMethod0(w_source, n_keys));
  for (;;) {
    const w_key = next(w_keys);
    if (w_key === null) return;
    w_dict.set(w_key, getItem(w_source, w_key));
  }
}

/** Adds the entries of another dictionary. */
export function dictMergeDict(w_dict: W_DictBase, w_source: W_DictBase): void {
  if (w_source === w_dict) return;
  if (w_dict.length() === 0 && w_dict.storage === emptyDictStorage) {
    w_dict.storage = w_source.storage.copy();
    return;
  }
  const storage = w_source.storage;
  const size = storage.length();
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    w_dict.set(storage.keyAt(at), storage.valueAt(at));
    if (w_source.length() !== size) throw runtimeError('dict mutated during update');
  }
}

/** Adds pairs (key, value) of an iterable. */
export function dictMergePairs(w_dict: W_DictBase, w_pairs: W_Root): void {
  const w_iterator = iter(w_pairs);
  for (let i = 0; ; i++) {
    const w_pair = next(w_iterator);
    if (w_pair === null) return;
    if (w_pair.getType().findSlot(Slot.ITER) === null && w_pair.getType().findSlot(Slot.GETITEM) === null) {
      throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
    }
    const items = collect(w_pair);
    if (items.length !== 2) {
      throw valueError(`dictionary update sequence element #${i} has length ${items.length}; 2 is required`);
    }
    w_dict.set(items[0] as W_Root, items[1] as W_Root);
  }
}

/** A dictionary with the same entries. */
export function copyDict(w_dict: W_DictBase): W_Dict {
  return new W_Dict(w_dict.storage.copy());
}
