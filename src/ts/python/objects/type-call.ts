/** Calling a type: `__new__`, then `__init__` if that gave an instance of the type. */
import type { FixedArray } from '../../rlib/array.js';
import { callArgs, prepend } from '../interp/call.js';
import { typeError, typeName } from '../interp/errors.js';
import { bindDescriptor, isPlainMethod } from '../interp/special.js';
import { allocateInstance, w_objectInit, w_objectNew } from './object.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { W_Builtin } from './w-builtin.js';
import { W_Function, W_StaticMethod } from './w-function.js';
import { w_None } from './w-none.js';
import type { W_Str } from './w-str.js';
import type { W_Type } from './w-type.js';
import { objectType, typeType } from './w-type.js';
import { callFunction } from '../interp/function-call.js';

/** `cls(*items)`, honouring a metaclass with its own `__call__`. */
export function callType(w_type: W_Type, items: FixedArray<W_Root>, names: FixedArray<W_Str> | null): W_Root {
  const w_metatype = w_type.w_metatype;
  if (w_metatype !== null && w_metatype !== typeType) {
    const w_call = w_metatype.findSlot(Slot.CALL);
    if (w_call !== null && w_call !== typeType.findSlot(Slot.CALL)) {
      if (isPlainMethod(w_call)) return callArgs(w_call, prepend(w_type, items), names);
      return callArgs(bindDescriptor(w_call, w_type), items, names);
    }
  }
  return instantiateType(w_type, items, names);
}

/** `type.__call__`. */
export function instantiateType(
  w_type: W_Type,
  items: FixedArray<W_Root>,
  names: FixedArray<W_Str> | null,
): W_Root {
  if (w_type === typeType && items.length === 1 && names === null) return (items[0] as W_Root).getType();
  const w_new = w_type.findSlot(Slot.NEW);
  if (w_new === null) throw typeError(`cannot create '${w_type.name}' instances`);
  const w_init = w_type.findSlot(Slot.INIT);
  if (
    w_new === w_objectNew.w_value &&
    w_init instanceof W_Function &&
    !w_type.isAbstract &&
    w_type.layoutBase === objectType
  ) {
    const w_obj = allocateInstance(w_type);
    checkInitResult(callFunction(w_init, prepend(w_obj, items), names));
    return w_obj;
  }
  const w_obj = callNew(w_new, w_type, items, names);
  const w_made = w_obj.getType();
  if (w_made !== w_type && !w_made.isSubtype(w_type)) return w_obj;
  const w_madeInit = w_made.findSlot(Slot.INIT);
  if (w_madeInit === null) return w_obj;
  if (w_madeInit === w_objectInit.w_value) {
    if (w_new !== w_objectNew.w_value) return w_obj;
  }
  if (isPlainMethod(w_madeInit)) checkInitResult(callArgs(w_madeInit, prepend(w_obj, items), names));
  else checkInitResult(callArgs(bindDescriptor(w_madeInit, w_obj), items, names));
  return w_obj;
}

function checkInitResult(w_result: W_Root): void {
  if (w_result !== w_None) throw typeError(`__init__() should return None, not '${typeName(w_result)}'`);
}

/** `__new__(cls, *items)`: found on the type, a static method as a rule. */
function callNew(
  w_new: W_Root,
  w_type: W_Type,
  items: FixedArray<W_Root>,
  names: FixedArray<W_Str> | null,
): W_Root {
  if (w_new instanceof W_Builtin) return callArgs(w_new, prepend(w_type, items), names);
  if (w_new instanceof W_StaticMethod && w_new.w_function !== null) {
    return callArgs(w_new.w_function, prepend(w_type, items), names);
  }
  const w_get = w_new.getType().findSlot(Slot.GET);
  if (w_get === null) return callArgs(w_new, prepend(w_type, items), names);
  return callArgs(callArgs(w_get, [w_new, w_None, w_type], null), prepend(w_type, items), names);
}
