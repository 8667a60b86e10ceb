/** `types.SimpleNamespace`. */
import { compare, Comparison } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { getDict, setInstanceAttribute } from './instance-dict.js';
import type { W_Root } from './root.js';
import { method, staticmethod, typedef } from './typedef.js';
import type { W_DictBase } from './w-dict.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { internStr, newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple, w_emptyTuple } from './w-tuple.js';
import { newBuiltinType, objectType, W_Mapped, W_Type } from './w-type.js';

export const namespaceType: W_Type = newBuiltinType('SimpleNamespace', objectType);

export class W_Namespace extends W_Mapped {}

export function newNamespace(): W_Namespace {
  return new W_Namespace(namespaceType);
}

function namespaceNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Namespace(w_type instanceof W_Type ? w_type : namespaceType);
}

function namespaceInit(self: W_Namespace, w_kwargs: W_DictBase): W_Root {
  const storage = w_kwargs.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    if (!(w_name instanceof W_StrBase)) throw typeError('keywords must be strings');
    setInstanceAttribute(self, internStr(w_name), storage.valueAt(at));
  }
  return w_None;
}

/** Namespaces whose repr is being made. */
const active: W_Root[] = [];

function namespaceRepr(self: W_Namespace): W_Root {
  const name = self.getType() === namespaceType ? 'namespace' : self.getType().name;
  for (const w_other of active) if (w_other === self) return newStr(`${name}(...)`);
  active.push(self);
  try {
    const storage = getDict(self).storage;
    let text = '';
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      const w_name = storage.keyAt(at);
      if (w_name instanceof W_StrBase && w_name.utf8() !== '') {
        text += `${text === '' ? '' : ', '}${w_name.utf8()}=${reprText(storage.valueAt(at))}`;
      }
    }
    return newStr(`${name}(${text})`);
  } finally {
    active.pop();
  }
}

function namespaceEq(self: W_Namespace, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Namespace)) return w_NotImplemented;
  return compare(Comparison.EQ, getDict(self), getDict(w_other));
}

function namespaceNe(self: W_Namespace, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Namespace)) return w_NotImplemented;
  return compare(Comparison.NE, getDict(self), getDict(w_other));
}

function namespaceReduce(self: W_Namespace): W_Root {
  return newTuple([self.getType(), w_emptyTuple, getDict(self)]);
}

export const namespaceTypedef = typedef(
  namespaceType,
  W_Namespace,
  {
    doc: 'A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)',
    module: 'types',
    hasDict: true,
    unhashable: true,
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', namespaceNew),
    method('__init__', '($self, /, **kwargs)', namespaceInit),
    method('__repr__', '($self, /)', namespaceRepr),
    method('__eq__', '($self, value, /)', namespaceEq),
    method('__ne__', '($self, value, /)', namespaceNe),
    method('__reduce__', '($self, /)', namespaceReduce),
  ],
);
