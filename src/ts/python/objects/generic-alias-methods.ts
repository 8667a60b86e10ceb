/** `types.GenericAlias`: `list[int]` and its like. Attributes other than its own are those of the origin. */
import { type FixedArray, sealList } from '../../rlib/array.js';
import {
  attributeName,
  callMethod0,
  genericGetAttribute,
  getAttribute,
  setAttribute,
} from '../interp/attributes.js';
import { callWithDict } from '../interp/call-ops.js';
import { equalsTrue } from '../interp/compare.js';
import { hash32 } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { caught } from '../../rlib/throwable.js';
import { unionOf } from './generic-alias.js';
import { builtinNamed, iteratorRows } from './iterators.js';
import { checkedNewType } from './new-type.js';
import { W_Iterator } from './root.js';
import type { W_Root } from './root.js';
import { classDir } from './type-dir.js';
import { argumentText, collectParameters, substitute } from './type-parameters.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import type { W_DictBase } from './w-dict.js';
import { AttributeErrorType, OperationError, TypeErrorType } from './w-exception.js';
import { newBool, newInt } from './w-int.js';
import { newListOwning } from './w-list.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { intern, newStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { newPair, newTuple, tupleType, W_TupleBase, w_emptyTuple } from './w-tuple.js';
import { newBuiltinType, objectType, W_Type } from './w-type.js';
import { genericAliasType, W_GenericAlias } from './w-union.js';

export const genericAliasIteratorType: W_Type = newBuiltinType('generic_alias_iterator', objectType);

/** Attributes of the alias itself. */
const ownNames: FixedArray<W_Str> = [
  intern('__class__'),
  intern('__bases__'),
  intern('__origin__'),
  intern('__args__'),
  intern('__unpacked__'),
  intern('__parameters__'),
  intern('__typing_unpacked_tuple_args__'),
  intern('__mro_entries__'),
  intern('__reduce_ex__'),
  intern('__reduce__'),
  intern('__copy__'),
  intern('__deepcopy__'),
];
const n_origClass = intern('__orig_class__');
const n_dir = intern('__dir__');

function aliasNew(w_type: W_Root, w_origin: W_Root, w_args: W_Root): W_Root {
  const w_class = checkedNewType(w_type, genericAliasType);
  return new W_GenericAlias(
    w_class,
    w_origin,
    w_args instanceof W_TupleBase ? w_args : newTuple([w_args]),
    false,
  );
}

function aliasRepr(self: W_GenericAlias): W_Root {
  let text = '';
  for (const w_arg of self.args.items) text += (text === '' ? '' : ', ') + argumentText(w_arg);
  if (self.args.items.length === 0) text = '()';
  return newStr(`${self.starred ? '*' : ''}${argumentText(self.w_origin)}[${text}]`);
}

function parametersOf(self: W_GenericAlias): W_TupleBase {
  let w_parameters = self.w_parameters;
  if (w_parameters === null) {
    w_parameters = collectParameters(self.args.items);
    self.w_parameters = w_parameters;
  }
  return w_parameters instanceof W_TupleBase ? w_parameters : w_emptyTuple;
}

function aliasParameters(self: W_GenericAlias): W_Root {
  return parametersOf(self);
}

function aliasGetitem(self: W_GenericAlias, w_item: W_Root): W_Root {
  const args = substitute(self, self.args.items, parametersOf(self), w_item);
  return new W_GenericAlias(genericAliasType, self.w_origin, newTuple(sealList(args)), self.starred);
}

function aliasMroEntries(self: W_GenericAlias, _w_bases: W_Root): W_Root {
  return newTuple([self.w_origin]);
}

function aliasGetattribute(self: W_GenericAlias, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  for (let i = 0; i < ownNames.length; i++) if (ownNames[i] === name) return genericGetAttribute(self, name);
  return getAttribute(self.w_origin, name);
}

function aliasCall(self: W_GenericAlias, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const w_obj = callWithDict(self.w_origin, w_args.items, w_kwargs);
  try {
    setAttribute(w_obj, n_origClass, self);
  } catch (e) {
    const error = caught(e);
    if (!(error instanceof OperationError)) throw error;
    if (!error.matches(AttributeErrorType) && !error.matches(TypeErrorType)) throw error;
  }
  return w_obj;
}

function isEqual(self: W_GenericAlias, w_other: W_GenericAlias): boolean {
  return (
    self.starred === w_other.starred &&
    equalsTrue(self.w_origin, w_other.w_origin) &&
    equalsTrue(self.args, w_other.args)
  );
}

function aliasEq(self: W_GenericAlias, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_GenericAlias)) return w_NotImplemented;
  return newBool(isEqual(self, w_other));
}

function aliasNe(self: W_GenericAlias, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_GenericAlias)) return w_NotImplemented;
  return newBool(!isEqual(self, w_other));
}

function aliasHash(self: W_GenericAlias): W_Root {
  return newInt(hash32(self.w_origin) ^ hash32(self.args));
}

function aliasInstancecheck(_self: W_GenericAlias, _w_obj: W_Root): W_Root {
  throw typeError('isinstance() argument 2 cannot be a parameterized generic');
}

function aliasSubclasscheck(_self: W_GenericAlias, _w_class: W_Root): W_Root {
  throw typeError('issubclass() argument 2 cannot be a parameterized generic');
}

function aliasReduce(self: W_GenericAlias): W_Root {
  if (self.starred) {
    const w_plain = new W_GenericAlias(genericAliasType, self.w_origin, self.args, false);
    return newPair(builtinNamed('next'), newTuple([new W_AliasIterator(w_plain)]));
  }
  return newPair(self.getType(), newPair(self.w_origin, self.args));
}

function aliasOr(self: W_Root, w_other: W_Root): W_Root {
  return unionOf(self, w_other);
}

function aliasRor(self: W_Root, w_other: W_Root): W_Root {
  return unionOf(w_other, self);
}

function aliasDir(self: W_GenericAlias): W_Root {
  const w_origin = self.w_origin;
  const inherited = w_origin instanceof W_Type ? classDir(w_origin) : collect(callMethod0(w_origin, n_dir));
  const names: W_Root[] = [];
  for (const w_name of inherited) names.push(w_name);
  for (const w_own of ownNames) {
    let known = false;
    for (const w_name of names) if (equalsTrue(w_name, w_own)) known = true;
    if (!known) names.push(w_own);
  }
  return newListOwning(names);
}

function aliasOrigin(self: W_GenericAlias): W_Root {
  return self.w_origin;
}

function aliasArgs(self: W_GenericAlias): W_Root {
  return self.args;
}

function aliasUnpacked(self: W_GenericAlias): W_Root {
  return newBool(self.starred);
}

function aliasUnpackedArgs(self: W_GenericAlias): W_Root {
  return self.starred && self.w_origin === tupleType ? self.args : w_None;
}

// ---- `*tuple[int]`

class W_AliasIterator extends W_Iterator {
  constructor(public w_alias: W_GenericAlias | null) {
    super();
  }

  override getType(): W_Type {
    return genericAliasIteratorType;
  }

  override next(): W_Root | null {
    const w_alias = this.w_alias;
    if (w_alias === null) return null;
    this.w_alias = null;
    return new W_GenericAlias(genericAliasType, w_alias.w_origin, w_alias.args, true);
  }
}

function aliasIter(self: W_GenericAlias): W_Root {
  return new W_AliasIterator(self);
}

function iteratorReduce(self: W_AliasIterator): W_Root {
  return newPair(builtinNamed('iter'), newTuple([self.w_alias === null ? w_emptyTuple : self.w_alias]));
}

export const genericAliasTypedef = typedef(
  genericAliasType,
  W_GenericAlias,
  {
    module: 'types',
    weakrefable: true,
    doc: 'Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).',
  },
  [
    staticmethod('__new__', '($type, origin, args, /)', aliasNew),
    method('__repr__', '($self, /)', aliasRepr),
    method('__getitem__', '($self, key, /)', aliasGetitem),
    method('__mro_entries__', '($self, bases, /)', aliasMroEntries),
    method('__getattribute__', '($self, name, /)', aliasGetattribute),
    method('__call__', '($self, /, *args, **kwargs)', aliasCall),
    method('__eq__', '($self, value, /)', aliasEq),
    method('__ne__', '($self, value, /)', aliasNe),
    method('__hash__', '($self, /)', aliasHash),
    method('__or__', '($self, value, /)', aliasOr),
    method('__ror__', '($self, value, /)', aliasRor),
    method('__iter__', '($self, /)', aliasIter),
    method('__instancecheck__', '($self, instance, /)', aliasInstancecheck),
    method('__subclasscheck__', '($self, cls, /)', aliasSubclasscheck),
    method('__reduce__', '($self, /)', aliasReduce),
    method('__dir__', '($self, /)', aliasDir),
    getset('__origin__', aliasOrigin),
    getset('__args__', aliasArgs),
    getset('__parameters__', aliasParameters, null, null, 'Type variables in the GenericAlias.'),
    getset('__unpacked__', aliasUnpacked),
    getset('__typing_unpacked_tuple_args__', aliasUnpackedArgs),
  ],
);

export const genericAliasIteratorTypedef = typedef(
  genericAliasIteratorType,
  W_AliasIterator,
  { subclassable: false },
  [...iteratorRows, method('__reduce__', '($self, /)', iteratorReduce)],
);
