/** The calls with keyword names, `*args` and `**kwargs`. */
import { type FixedArray, joinObjects, sealList, sliceObjects } from '../../rlib/array.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { dictUpdateFrom, newDict } from '../objects/dict.js';
import { emptyDictStorage, KeywordStorage } from '../objects/dict-storages.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import type { Scope } from '../objects/w-builtin.js';
import type { DictStorage } from '../objects/w-dict.js';
import { W_Dict, W_DictBase } from '../objects/w-dict.js';
import { AttributeErrorType, OperationError } from '../objects/w-exception.js';
import { intern, internStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_Tuple, W_TupleBase } from '../objects/w-tuple.js';
import { callArgs } from './call.js';
import { callMethod0, findAttribute } from './attributes.js';
import { str } from './convert.js';
import { typeError, typeName } from './errors.js';
import { getItem } from './items.js';
import { collect, iter, next } from './iteration.js';

/** CALL_KW: the last of `count` items from `start` on have names. */
export function callWithNames(w_f: W_Root, slots: Scope, start: int, count: int, w_names: W_Root): W_Root {
  const items = sliceObjects(slots, start, start + count) as FixedArray<W_Root>;
  return callArgs(w_f, items, namesOf(w_names));
}

/** The keyword names in a constant tuple of interned strs. */
function namesOf(w_names: W_Root): FixedArray<W_Str> | null {
  if (!(w_names instanceof W_Tuple) || w_names.items.length === 0) return null;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the compiler makes these tuples
  return w_names.items as FixedArray<W_Root> as FixedArray<W_Str>;
}

/** CALL_FUNCTION_EX: `f(*args, **kwargs)`. */
export function callEx(w_f: W_Root, w_args: W_Root, w_kwargs: W_Root | null): W_Root {
  if (!(w_args instanceof W_TupleBase) && !isIterable(w_args)) {
    throw typeError(`${callableName(w_f)} argument after * must be an iterable, not ${typeName(w_args)}`);
  }
  const items = w_args instanceof W_TupleBase ? w_args.items : collect(w_args);
  if (w_kwargs === null) return callArgs(w_f, items, null);
  return callWithDict(w_f, items, w_kwargs);
}

function isIterable(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  return w_type.findSlot(Slot.ITER) !== null || w_type.findSlot(Slot.GETITEM) !== null;
}

/** `f(*items, **kwargs)` for a mapping of keyword arguments. */
export function callWithDict(w_f: W_Root, items: FixedArray<W_Root>, w_kwargs: W_Root): W_Root {
  let w_dict: W_DictBase;
  if (w_kwargs instanceof W_DictBase) {
    w_dict = w_kwargs;
  } else {
    w_dict = newDict();
    dictMerge(w_dict, w_kwargs, w_f);
  }
  if (w_dict.length() === 0) return callArgs(w_f, items, null);
  const storage = w_dict.storage;
  if (storage instanceof KeywordStorage)
    return callArgs(w_f, joinObjects(items, storage.values), storage.names);
  return callWithStorage(w_f, items, storage);
}

function callWithStorage(w_f: W_Root, items: FixedArray<W_Root>, storage: DictStorage): W_Root {
  const all: W_Root[] = [];
  for (const w_item of items) all.push(w_item);
  const names: W_Str[] = [];
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    if (!(w_name instanceof W_StrBase)) throw typeError('keywords must be strings');
    names.push(internStr(w_name));
    all.push(storage.valueAt(at));
  }
  return callArgs(w_f, sealList(all), sealList(names));
}

/** DICT_UPDATE: `{**mapping}`. */
export function dictUpdate(w_dict: W_Root, w_mapping: W_Root): void {
  if (!(w_dict instanceof W_DictBase)) return;
  try {
    if (!(w_mapping instanceof W_DictBase) && findAttribute(w_mapping, n_keys) === null) {
      throw typeError(`'${typeName(w_mapping)}' object is not a mapping`);
    }
    dictUpdateFrom(w_dict, w_mapping);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(AttributeErrorType)) {
      throw typeError(`'${typeName(w_mapping)}' object is not a mapping`);
    }
    throw error;
  }
}

const n_keys = intern('keys');

/** DICT_MERGE: the `**mapping` of a call. */
export function dictMerge(w_dict: W_Root, w_mapping: W_Root, w_callable: W_Root): void {
  if (!(w_dict instanceof W_DictBase)) return;
  if (
    w_mapping instanceof W_Dict &&
    w_mapping.storage instanceof KeywordStorage &&
    w_dict.storage === emptyDictStorage
  )
    w_dict.storage = w_mapping.storage;
  else mergeEach(w_dict, w_mapping, w_callable);
}

function mergeEach(w_dict: W_DictBase, w_mapping: W_Root, w_callable: W_Root): void {
  if (w_mapping instanceof W_Dict) {
    const storage = w_mapping.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      mergeOne(w_dict, storage.keyAt(at), storage.valueAt(at), w_callable);
    }
    return;
  }
  if (!(w_mapping instanceof W_DictBase) && findAttribute(w_mapping, n_keys) === null) {
    throw typeError(
      `${callableName(w_callable)} argument after ** must be a mapping, not ${typeName(w_mapping)}`,
    );
  }
  const w_keys = iter(callMethod0(w_mapping, n_keys));
  for (;;) {
    const w_key = next(w_keys);
    if (w_key === null) return;
    mergeOne(w_dict, w_key, getItem(w_mapping, w_key), w_callable);
  }
}

function mergeOne(w_dict: W_DictBase, w_key: W_Root, w_value: W_Root, w_callable: W_Root): void {
  if (!(w_key instanceof W_StrBase)) throw typeError(`${callableName(w_callable)} keywords must be strings`);
  if (w_dict.get(w_key) !== null) {
    throw typeError(`${callableName(w_callable)} got multiple values for keyword argument '${w_key.utf8()}'`);
  }
  w_dict.set(w_key, w_value);
}

const n_qualname = intern('__qualname__');
const n_module = intern('__module__');

/** How messages about a call name the callable: `module.name()`, or its str. */
export function callableName(w_f: W_Root): string {
  const w_qualname = findAttribute(w_f, n_qualname);
  if (!(w_qualname instanceof W_StrBase)) return str(w_f).utf8();
  const w_module = findAttribute(w_f, n_module);
  if (w_module instanceof W_StrBase && w_module.utf8() !== 'builtins') {
    return `${w_module.utf8()}.${w_qualname.utf8()}()`;
  }
  return `${w_qualname.utf8()}()`;
}
