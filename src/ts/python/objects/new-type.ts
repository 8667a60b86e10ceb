/** The class argument of `__new__` of builtin types. */
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { W_DictBase } from './w-dict.js';
import { intern } from './w-str.js';
import { W_TupleBase } from './w-tuple.js';
import { W_Type } from './w-type.js';

const n_new = intern('__new__');

/** The type whose `__new__` knows how to make an instance: the first one in the resolution order without one written in Python. */
function makingType(w_type: W_Type): W_Type {
  for (const w_class of w_type.mro) {
    const w_definer = w_class.lookupWhere(n_new);
    if (w_definer !== null && !w_definer.isHeapType) return w_class;
  }
  return w_type;
}

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
  const w_maker = makingType(w_type);
  if (w_maker !== w_base && w_maker.lookup(n_new) !== w_base.lookup(n_new)) {
    throw typeError(`${w_base.name}.__new__(${w_type.name}) is not safe, use ${w_maker.name}.__new__()`);
  }
  return w_type;
}

/** The one optional argument of `base(...)`: keywords are left to subclasses with an `__init__` of their own. */
export function onlyArgument(
  w_type: W_Type,
  w_base: W_Type,
  w_args: W_Root,
  w_kwargs: W_Root,
): W_Root | null {
  checkNoKeywords(w_type, w_base, w_kwargs);
  const args = w_args instanceof W_TupleBase ? w_args.items : [];
  if (args.length > 1) throw typeError(`${w_base.name} expected at most 1 argument, got ${args.length}`);
  return args.length === 0 ? null : (args[0] as W_Root);
}

/** Refuses keyword arguments, unless a subclass has use for them in its `__init__`. */
export function checkNoKeywords(w_type: W_Root, w_base: W_Type, w_kwargs: W_Root): void {
  if (!(w_kwargs instanceof W_DictBase) || w_kwargs.length() === 0) return;
  if (!(w_type instanceof W_Type) || w_type.findSlot(Slot.INIT) === w_base.findSlot(Slot.INIT)) {
    throw typeError(`${w_base.name}() takes no keyword arguments`);
  }
}
