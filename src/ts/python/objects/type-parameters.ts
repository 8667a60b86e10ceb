/**
 * Type variables of `list[T]` and `X | T`: finding them, and putting arguments in their places. What is a type variable tells
 * of itself: it has `__typing_subst__` (module `typing`).
 */
import { findAttribute } from '../interp/attributes.js';
import { call1, call2 } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import type { int } from '../../rlib/types.js';
import { type FixedArray, sealList } from '../../rlib/array.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { w_Ellipsis, w_None } from './w-none.js';
import { intern } from './w-str.js';
import { newTuple, W_TupleBase } from './w-tuple.js';
import { W_Type } from './w-type.js';
import { W_StrBase } from './w-str-base.js';

const n_subst = intern('__typing_subst__');
const n_prepare = intern('__typing_prepare_subst__');
const n_parameters = intern('__parameters__');
const n_unpackedVariable = intern('__typing_is_unpacked_typevartuple__');
const n_unpackedArgs = intern('__typing_unpacked_tuple_args__');
const n_origin = intern('__origin__');
const n_args = intern('__args__');
const n_qualname = intern('__qualname__');
const n_module = intern('__module__');

function indexOf(items: FixedArray<W_Root>, w_item: W_Root): int {
  for (let i = 0; i < items.length; i++) if (items[i] === w_item) return i;
  return -1;
}

function includes(items: W_Root[], w_item: W_Root): boolean {
  for (const w_other of items) if (w_other === w_item) return true;
  return false;
}

/** The tuple of type variables in arguments, each once, in order. */
export function collectParameters(args: FixedArray<W_Root>): W_TupleBase {
  const result: W_Root[] = [];
  for (const w_arg of args) {
    // A class's own `__parameters__` are not those of an argument.
    if (w_arg instanceof W_Type) continue;
    if (findAttribute(w_arg, n_subst) !== null) {
      if (!includes(result, w_arg)) result.push(w_arg);
      continue;
    }
    const w_inner = findAttribute(w_arg, n_parameters);
    if (w_inner instanceof W_TupleBase) {
      for (const w_parameter of w_inner.items) if (!includes(result, w_parameter)) result.push(w_parameter);
    }
  }
  return newTuple(sealList(result));
}

/** The subscript as a list of arguments: `*tuple[X, Y]` gives its parts. */
function unpackSubscript(w_item: W_Root): W_TupleBase {
  const given: FixedArray<W_Root> = w_item instanceof W_TupleBase ? w_item.items : [w_item];
  const result: W_Root[] = [];
  for (const w_arg of given) {
    const w_parts = w_arg instanceof W_Type ? null : findAttribute(w_arg, n_unpackedArgs);
    if (w_parts instanceof W_TupleBase && !endsWithEllipsis(w_parts)) {
      for (const w_part of w_parts.items) result.push(w_part);
    } else {
      result.push(w_arg);
    }
  }
  return newTuple(sealList(result));
}

function endsWithEllipsis(w_tuple: W_TupleBase): boolean {
  const items = w_tuple.items;
  return items.length > 0 && items[items.length - 1] === w_Ellipsis;
}

/** The arguments of `w_self` with the type variables replaced by the subscript. */
export function substitute(
  w_self: W_Root,
  args: FixedArray<W_Root>,
  w_parameters: W_TupleBase,
  w_item: W_Root,
): W_Root[] {
  const parameters = w_parameters.items;
  if (parameters.length === 0) throw typeError(`${reprText(w_self)} is not a generic class`);
  let w_given: W_Root = unpackSubscript(w_item);
  for (const w_parameter of parameters) {
    const w_prepare = findAttribute(w_parameter, n_prepare);
    if (w_prepare !== null && w_prepare !== w_None) w_given = call2(w_prepare, w_self, w_given);
  }
  const given: FixedArray<W_Root> = w_given instanceof W_TupleBase ? w_given.items : [w_given];
  if (given.length !== parameters.length) {
    const much = given.length > parameters.length ? 'many' : 'few';
    throw typeError(
      `Too ${much} arguments for ${reprText(w_self)}; actual ${given.length}, expected ${parameters.length}`,
    );
  }
  const result: W_Root[] = [];
  for (const w_arg of args) {
    if (w_arg instanceof W_Type) {
      result.push(w_arg);
      continue;
    }
    const w_unpack = findAttribute(w_arg, n_unpackedVariable);
    const w_subst = findAttribute(w_arg, n_subst);
    const w_new =
      w_subst === null
        ? substituteInner(w_arg, parameters, given)
        : call1(w_subst, given[indexOf(parameters, w_arg)] as W_Root);
    if (w_unpack !== null && isTrue(w_unpack) && w_new instanceof W_TupleBase) {
      for (const w_part of w_new.items) result.push(w_part);
    } else {
      result.push(w_new);
    }
  }
  return result;
}

/** An argument that has type variables itself, subscripted by what replaces them. */
function substituteInner(w_arg: W_Root, parameters: FixedArray<W_Root>, given: FixedArray<W_Root>): W_Root {
  const w_inner = findAttribute(w_arg, n_parameters);
  if (!(w_inner instanceof W_TupleBase) || w_inner.items.length === 0) return w_arg;
  const subscript: W_Root[] = [];
  for (const w_parameter of w_inner.items) {
    const at = indexOf(parameters, w_parameter);
    const w_value = at < 0 ? w_parameter : (given[at] as W_Root);
    // A variable for several types is one that can be iterated.
    if (at >= 0 && w_value instanceof W_TupleBase && w_parameter.getType().findSlot(Slot.ITER) !== null) {
      for (const w_part of w_value.items) subscript.push(w_part);
    } else {
      subscript.push(w_value);
    }
  }
  return getItem(w_arg, newTuple(sealList(subscript)));
}

/** How reprs show an argument: classes by their qualified name, `...` for Ellipsis. */
export function argumentText(w_arg: W_Root): string {
  if (w_arg === w_Ellipsis) return '...';
  if (findAttribute(w_arg, n_origin) !== null && findAttribute(w_arg, n_args) !== null)
    return reprText(w_arg);
  const w_qualname = findAttribute(w_arg, n_qualname);
  const w_module = findAttribute(w_arg, n_module);
  if (!(w_qualname instanceof W_StrBase) || w_module === null || w_module === w_None) return reprText(w_arg);
  if (!(w_module instanceof W_StrBase)) return reprText(w_arg);
  return w_module.utf8() === 'builtins' ? w_qualname.utf8() : `${w_module.utf8()}.${w_qualname.utf8()}`;
}
