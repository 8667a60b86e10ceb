/** `list[int]` and `X | Y`. */
import { sealList } from '../../rlib/array.js';
import { equalsTrue } from '../interp/compare.js';
import type { W_Root } from './root.js';
import { noneType, w_None, w_NotImplemented } from './w-none.js';
import { newTuple, W_TupleBase } from './w-tuple.js';
import { W_Type } from './w-type.js';
import { genericAliasType, W_GenericAlias, W_UnionType } from './w-union.js';

/** `origin[args]`: the subscript as given, a tuple for several. */
export function genericAliasOf(w_origin: W_Root, w_args: W_Root): W_Root {
  return new W_GenericAlias(
    genericAliasType,
    w_origin,
    w_args instanceof W_TupleBase ? w_args : newTuple([w_args]),
    false,
  );
}

function isUnionable(w_obj: W_Root): boolean {
  return (
    w_obj === w_None ||
    w_obj instanceof W_Type ||
    w_obj instanceof W_GenericAlias ||
    w_obj instanceof W_UnionType
  );
}

function addMembers(members: W_Root[], w_obj: W_Root): void {
  if (w_obj instanceof W_UnionType) {
    for (const w_item of w_obj.args.items) addMembers(members, w_item);
    return;
  }
  const w_member = w_obj === w_None ? noneType : w_obj;
  for (const w_known of members) {
    if (w_known === w_member) return;
    if (
      w_known instanceof W_GenericAlias &&
      w_member instanceof W_GenericAlias &&
      equalsTrue(w_known, w_member)
    )
      return;
  }
  members.push(w_member);
}

/** `a | b` of types, or NotImplemented. */
export function unionOf(w_a: W_Root, w_b: W_Root): W_Root {
  if (!isUnionable(w_a) || !isUnionable(w_b)) return w_NotImplemented;
  const members: W_Root[] = [];
  addMembers(members, w_a);
  addMembers(members, w_b);
  if (members.length === 1) return members[0] as W_Root;
  return new W_UnionType(newTuple(sealList(members)));
}
