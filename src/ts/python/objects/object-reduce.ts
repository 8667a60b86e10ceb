/** How objects are taken apart for `pickle` and `copy`: by protocol 2 here, by `copyreg` for the older ones. */
import type { int } from '../../rlib/types.js';
import {
  attributeName,
  callMethod0,
  callMethod1,
  callMethod2,
  findAttribute,
  getAttribute,
} from '../interp/attributes.js';
import { call0 } from '../interp/call.js';
import { typeError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { collect, iter } from '../interp/iteration.js';
import { newDict } from './dict.js';
import { getDict } from './instance-dict.js';
import { AttrKind } from './map.js';
import type { W_Root } from './root.js';
import { W_DictBase } from './w-dict.js';
import { newInt } from './w-int.js';
import { W_ListBase } from './w-list.js';
import { w_None } from './w-none.js';
import { intern } from './w-str.js';
import { newPair, newTuple, prependTuple, W_TupleBase, w_emptyTuple } from './w-tuple.js';
import { objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

const n_reduce_ex = intern('_reduce_ex');
const n_slotnames = intern('_slotnames');
const n_newobj = intern('__newobj__');
const n_newobj_ex = intern('__newobj_ex__');
const n_getnewargs_ex = intern('__getnewargs_ex__');
const n_getnewargs = intern('__getnewargs__');
const n_getstate = intern('__getstate__');
const n_items = intern('items');

/** `object.__reduce_ex__(protocol)`. */
export function copyregReduce(w_obj: W_Root, protocol: int): W_Root {
  const w_copyreg = importModule('copyreg');
  if (protocol < 2) return callMethod2(w_copyreg, n_reduce_ex, w_obj, newInt(protocol));
  const w_type = w_obj.getType();
  let w_args: W_TupleBase = w_emptyTuple;
  let w_kwargs: W_Root | null = null;
  let hasArgs = true;
  const w_getnewargsEx = findAttribute(w_obj, n_getnewargs_ex);
  const w_getnewargs = w_getnewargsEx === null ? findAttribute(w_obj, n_getnewargs) : null;
  if (w_getnewargsEx !== null) {
    const w_pair = call0(w_getnewargsEx);
    if (!(w_pair instanceof W_TupleBase) || w_pair.items.length !== 2) {
      throw typeError(`__getnewargs_ex__ should return a tuple, not '${w_pair.getType().name}'`);
    }
    w_args = checkedTuple(
      w_pair.items[0] as W_Root,
      'first item of the tuple returned by __getnewargs_ex__ must be a tuple',
    );
    w_kwargs = w_pair.items[1] as W_Root;
    if (!(w_kwargs instanceof W_DictBase)) {
      throw typeError(
        `second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${w_kwargs.getType().name}'`,
      );
    }
  } else if (w_getnewargs !== null) {
    const w_result = call0(w_getnewargs);
    w_args = checkedTuple(w_result, `__getnewargs__ should return a tuple, not '${w_result.getType().name}'`);
  } else {
    hasArgs = false;
  }
  const w_state = stateOf(
    w_obj,
    !hasArgs && !(w_obj instanceof W_ListBase) && !(w_obj instanceof W_DictBase),
  );
  const w_listItems = w_obj instanceof W_ListBase ? iter(w_obj) : w_None;
  const w_dictItems = w_obj instanceof W_DictBase ? iter(callMethod0(w_obj, n_items)) : w_None;
  if (w_kwargs instanceof W_DictBase && w_kwargs.length() > 0) {
    return newTuple([
      getAttribute(w_copyreg, n_newobj_ex),
      newTuple([w_type, w_args, w_kwargs]),
      w_state,
      w_listItems,
      w_dictItems,
    ]);
  }
  return newTuple([
    getAttribute(w_copyreg, n_newobj),
    prependTuple(w_type, w_args),
    w_state,
    w_listItems,
    w_dictItems,
  ]);
}

function checkedTuple(w_obj: W_Root, message: string): W_TupleBase {
  if (w_obj instanceof W_TupleBase) return w_obj;
  throw typeError(message);
}

function stateOf(w_obj: W_Root, required: boolean): W_Root {
  const w_own = w_obj.getType().lookup(n_getstate);
  if (w_own !== null && w_own !== objectType.dict.get(n_getstate)) return callMethod0(w_obj, n_getstate);
  return objectState(w_obj, required);
}

/** `object.__getstate__()`: the dictionary, or (dictionary, slots). */
export function objectState(w_obj: W_Root, required: boolean): W_Root {
  const w_type = w_obj.getType();
  if (required && isOpaque(w_type)) throw typeError(`cannot pickle '${w_type.name}' object`);
  const map = w_obj.getMap();
  const hasAttributes = map !== null && w_type.hasDict && getDictLength(w_obj) > 0;
  const w_dict: W_Root = hasAttributes ? getDict(w_obj) : w_None;
  if (map === null || map.countKind(AttrKind.SLOT) === 0) return w_dict;
  const w_slots = newDict();
  const w_names = callMethod1(importModule('copyreg'), n_slotnames, w_type);
  for (const w_name of collect(w_names)) {
    const w_value = findAttribute(w_obj, attributeName(w_name));
    if (w_value !== null) w_slots.set(w_name, w_value);
  }
  return w_slots.length() === 0 ? w_dict : newPair(w_dict, w_slots);
}

function getDictLength(w_obj: W_Root): int {
  return getDict(w_obj).length();
}

/** Whether instances hold data that neither `__dict__` nor slots show. */
function isOpaque(w_type: W_Type): boolean {
  for (const w_class of w_type.mro) if (!w_class.isHeapType) return w_class !== objectType;
  return false;
}
