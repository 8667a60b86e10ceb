/** `types.UnionType`: `int | str`. */
import { isInstanceOf, isSubclass } from '../interp/class-checks.js';
import { binary, BinaryOp } from '../interp/arithmetic.js';
import { hash } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { unionOf } from './generic-alias.js';
import type { W_Root } from './root.js';
import { newFrozenset, setAdd, setContains } from './set.js';
import { argumentText, collectParameters, substitute } from './type-parameters.js';
import { getset, method, typedef } from './typedef.js';
import { newBool } from './w-int.js';
import { noneType, w_NotImplemented } from './w-none.js';
import type { W_Frozenset } from './w-set.js';
import { newStr } from './w-str.js';
import { W_TupleBase, w_emptyTuple } from './w-tuple.js';
import { unionType, W_GenericAlias, W_UnionType } from './w-union.js';

function unionRepr(self: W_UnionType): W_Root {
  let text = '';
  for (const w_arg of self.args.items) {
    text += (text === '' ? '' : ' | ') + (w_arg === noneType ? 'None' : argumentText(w_arg));
  }
  return newStr(text);
}

/** The members as a set: their order does not count. */
function memberSet(self: W_UnionType): W_Frozenset {
  const result = newFrozenset();
  for (const w_arg of self.args.items) setAdd(result, w_arg);
  return result;
}

function isEqual(self: W_UnionType, w_other: W_UnionType): boolean {
  const members = memberSet(self);
  const others = memberSet(w_other);
  if (members.length() !== others.length()) return false;
  for (const w_arg of w_other.args.items) if (!setContains(members, w_arg)) return false;
  return true;
}

function unionEq(self: W_UnionType, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_UnionType)) return w_NotImplemented;
  return newBool(isEqual(self, w_other));
}

function unionNe(self: W_UnionType, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_UnionType)) return w_NotImplemented;
  return newBool(!isEqual(self, w_other));
}

function unionHash(self: W_UnionType): W_Root {
  return hash(memberSet(self));
}

function unionOr(self: W_Root, w_other: W_Root): W_Root {
  return unionOf(self, w_other);
}

function unionRor(self: W_Root, w_other: W_Root): W_Root {
  return unionOf(w_other, self);
}

function checkPlain(self: W_UnionType, name: string): void {
  for (const w_arg of self.args.items) {
    if (w_arg instanceof W_GenericAlias)
      throw typeError(`${name}() argument 2 cannot be a parameterized generic`);
  }
}

function unionInstancecheck(self: W_UnionType, w_obj: W_Root): W_Root {
  checkPlain(self, 'isinstance');
  for (const w_arg of self.args.items) if (isInstanceOf(w_obj, w_arg)) return newBool(true);
  return newBool(false);
}

function unionSubclasscheck(self: W_UnionType, w_class: W_Root): W_Root {
  checkPlain(self, 'issubclass');
  for (const w_arg of self.args.items) if (isSubclass(w_class, w_arg)) return newBool(true);
  return newBool(false);
}

function parametersOf(self: W_UnionType): W_TupleBase {
  let w_parameters = self.w_parameters;
  if (w_parameters === null) {
    w_parameters = collectParameters(self.args.items);
    self.w_parameters = w_parameters;
  }
  return w_parameters instanceof W_TupleBase ? w_parameters : w_emptyTuple;
}

function unionParameters(self: W_UnionType): W_Root {
  return parametersOf(self);
}

function unionGetitem(self: W_UnionType, w_item: W_Root): W_Root {
  const args = substitute(self, self.args.items, parametersOf(self), w_item);
  let w_result = args[0] as W_Root;
  for (let i = 1; i < args.length; i++) w_result = binary(BinaryOp.OR, w_result, args[i] as W_Root);
  return w_result;
}

function unionArgs(self: W_UnionType): W_Root {
  return self.args;
}

export const unionTypedef = typedef(
  unionType,
  W_UnionType,
  { module: 'types', subclassable: false, doc: 'Represent a PEP 604 union type\n\nE.g. for int | str' },
  [
    method('__repr__', '($self, /)', unionRepr),
    method('__eq__', '($self, value, /)', unionEq),
    method('__ne__', '($self, value, /)', unionNe),
    method('__hash__', '($self, /)', unionHash),
    method('__or__', '($self, value, /)', unionOr),
    method('__ror__', '($self, value, /)', unionRor),
    method('__getitem__', '($self, key, /)', unionGetitem),
    method('__instancecheck__', '($self, instance, /)', unionInstancecheck),
    method('__subclasscheck__', '($self, cls, /)', unionSubclasscheck),
    getset('__args__', unionArgs),
    getset('__parameters__', unionParameters, null, null, 'Type variables in the types.UnionType.'),
  ],
);
