/** `__build_class__`: the class statement. */
import { sealList } from '../../rlib/array.js';
import { callArgs } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { findAttribute } from '../interp/attributes.js';
import { runtimeError, typeError, typeName } from '../interp/errors.js';
import { reprText } from '../interp/convert.js';
import { runFrame } from '../interp/eval.js';
import { setItem } from '../interp/items.js';
import { W_Frame } from '../interp/w-frame.js';
import { newDict, copyDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_DictBase } from '../objects/w-dict.js';
import { W_Cell, W_Function } from '../objects/w-function.js';
import { intern } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple, W_TupleBase } from '../objects/w-tuple.js';
import { typeType, W_Type } from '../objects/w-type.js';

const n_metaclass = intern('metaclass');
const n_prepare = intern('__prepare__');
const n_mro_entries = intern('__mro_entries__');
const n_orig_bases = intern('__orig_bases__');

/** `__build_class__(func, name, *bases, metaclass=None, **kwds)`. */
export function buildClass(w_function: W_Root, w_name: W_Root, w_given: W_Root, w_kwds: W_Root): W_Root {
  if (!(w_function instanceof W_Function)) throw typeError('__build_class__: func must be a function');
  if (!(w_name instanceof W_StrBase)) throw typeError('__build_class__: name is not a string');
  if (!(w_given instanceof W_TupleBase) || !(w_kwds instanceof W_DictBase))
    throw typeError('__build_class__: bad arguments');
  const w_bases = resolveBases(w_given);
  const w_keywords = copyDict(w_kwds);
  let w_meta = w_keywords.remove(n_metaclass);
  if (w_meta === null) {
    w_meta = w_bases.items.length === 0 ? typeType : (w_bases.items[0] as W_Root).getType();
  }
  if (w_meta instanceof W_Type) {
    let w_winner: W_Type = w_meta;
    for (const w_base of w_bases.items) w_winner = moreDerived(w_winner, w_base.getType());
    w_meta = w_winner;
  }
  const w_prepare = findAttribute(w_meta, n_prepare);
  const w_namespace = w_prepare === null ? newDict() : callWithDict(w_prepare, [w_name, w_bases], w_keywords);
  if (w_namespace.getType().findSlot(Slot.GETITEM) === null) {
    const owner = w_meta instanceof W_Type ? w_meta.name : '<metaclass>';
    throw typeError(`${owner}.__prepare__() must return a mapping, not ${typeName(w_namespace)}`);
  }
  const frame = new W_Frame(w_function.code, w_function.w_globals, w_function.w_builtins);
  const base = w_function.code.slotCount - w_function.closure.length;
  for (let i = 0; i < w_function.closure.length; i++) frame.slots[base + i] = w_function.closure[i] as W_Root;
  frame.w_locals = w_namespace;
  const w_cell = runFrame(frame);
  if (w_bases !== w_given) setItem(w_namespace, n_orig_bases, w_given);
  const w_class = callWithDict(w_meta, [w_name, w_bases, w_namespace], w_keywords);
  if (w_class instanceof W_Type && w_cell instanceof W_Cell) checkClassCell(w_cell, w_name, w_class);
  return w_class;
}

function moreDerived(w_a: W_Type, w_b: W_Type): W_Type {
  if (w_a.isSubtype(w_b)) return w_a;
  if (w_b.isSubtype(w_a)) return w_b;
  throw typeError(
    'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
  );
}

function checkClassCell(w_cell: W_Cell, w_name: W_StrBase, w_class: W_Type): void {
  if (w_cell.w_value === w_class) return;
  if (w_cell.w_value === null) {
    throw runtimeError(
      `__class__ not set defining ${reprText(w_name)} as ${reprText(w_class)}. Was __classcell__ propagated to type.__new__?`,
    );
  }
  throw typeError(
    `__class__ set to ${reprText(w_cell.w_value)} defining ${reprText(w_name)} as ${reprText(w_class)}`,
  );
}

/** Replaces bases that are not classes by what their `__mro_entries__` gives (PEP 560). */
function resolveBases(w_bases: W_TupleBase): W_TupleBase {
  const result: W_Root[] = [];
  let changed = false;
  for (const w_base of w_bases.items) {
    const w_entries = w_base instanceof W_Type ? null : findAttribute(w_base, n_mro_entries);
    if (w_entries === null) {
      result.push(w_base);
    } else {
      changed = true;
      const w_replacement = callArgs(w_entries, [w_bases], null);
      if (!(w_replacement instanceof W_TupleBase)) throw typeError('__mro_entries__ must return a tuple');
      for (const w_item of w_replacement.items) result.push(w_item);
    }
  }
  return changed ? newTuple(sealList(result)) : w_bases;
}
