/** The class argument of `__new__` of builtin types. */
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { W_Type } from './w-type.js';

/** The first argument of `base.__new__`, which must be `base` or a subclass with the same layout. */
export function checkedNewType(w_type: W_Root, w_base: W_Type): W_Type {
  if (w_type === w_base) return w_base;
  if (!(w_type instanceof W_Type)) {
    throw typeError(`${w_base.name}.__new__(X): X is not a type object (${typeName(w_type)})`);
  }
  if (!w_type.isSubtype(w_base)) {
    throw typeError(
      `${w_base.name}.__new__(${w_type.name}): ${w_type.name} is not a subtype of ${w_base.name}`,
    );
  }
  const w_layout = w_type.layoutBase;
  if (w_layout !== w_base && !w_layout.isHeapType) {
    throw typeError(`${w_base.name}.__new__(${w_type.name}) is not safe, use ${w_layout.name}.__new__()`);
  }
  return w_type;
}
