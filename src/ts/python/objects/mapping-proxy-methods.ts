/** The methods of `mappingproxy`: all pass on to the mapping. */
import { callMethod0, getAttribute } from '../interp/attributes.js';
import { binary, BinaryOp } from '../interp/arithmetic.js';
import { callArgs } from '../interp/call.js';
import { compare, Comparison, lengthOf } from '../interp/compare.js';
import { hash, reprText, str } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import { contains, getItem } from '../interp/items.js';
import { iter } from '../interp/iteration.js';
import { callSpecial0 } from '../interp/special.js';
import { genericAliasOf } from './generic-alias.js';
import { mappingProxyType, W_MappingProxy } from './mapping-proxy.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { newBool, newInt } from './w-int.js';
import { W_ListBase } from './w-list.js';
import { w_None } from './w-none.js';
import { intern, newStr } from './w-str.js';
import { W_TupleBase } from './w-tuple.js';

const n_get = intern('get');
const n_keys = intern('keys');
const n_values = intern('values');
const n_items = intern('items');
const n_copy = intern('copy');

function proxyNew(_w_type: W_Root, w_mapping: W_Root): W_Root {
  if (
    w_mapping.getType().findSlot(Slot.GETITEM) === null ||
    w_mapping instanceof W_ListBase ||
    w_mapping instanceof W_TupleBase
  ) {
    throw typeError(`mappingproxy() argument must be a mapping, not ${typeName(w_mapping)}`);
  }
  return new W_MappingProxy(w_mapping);
}

function proxyLen(self: W_MappingProxy): W_Root {
  return newInt(lengthOf(self.w_mapping));
}

function proxyGetitem(self: W_MappingProxy, w_key: W_Root): W_Root {
  return getItem(self.w_mapping, w_key);
}

function proxyContains(self: W_MappingProxy, w_key: W_Root): W_Root {
  return newBool(contains(self.w_mapping, w_key));
}

function proxyIter(self: W_MappingProxy): W_Root {
  return iter(self.w_mapping);
}

function proxyReversed(self: W_MappingProxy): W_Root {
  if (self.w_mapping.getType().findSlot(Slot.REVERSED) === null) {
    throw typeError(`'${typeName(self.w_mapping)}' object is not reversible`);
  }
  return callSpecial0(self.w_mapping, Slot.REVERSED);
}

function proxyRepr(self: W_MappingProxy): W_Root {
  return newStr(`mappingproxy(${reprText(self.w_mapping)})`);
}

function proxyStr(self: W_MappingProxy): W_Root {
  return str(self.w_mapping);
}

function proxyHash(self: W_MappingProxy): W_Root {
  return hash(self.w_mapping);
}

function proxyCompare(self: W_MappingProxy, w_other: W_Root, op: Comparison): W_Root {
  return compare(op, self.w_mapping, w_other);
}

function proxyEq(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.EQ);
}

function proxyNe(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.NE);
}

function proxyLt(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.LT);
}

function proxyLe(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.LE);
}

function proxyGt(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.GT);
}

function proxyGe(self: W_MappingProxy, w_other: W_Root): W_Root {
  return proxyCompare(self, w_other, Comparison.GE);
}

function mappingOf(w_obj: W_Root): W_Root {
  return w_obj instanceof W_MappingProxy ? w_obj.w_mapping : w_obj;
}

function proxyOr(self: W_Root, w_other: W_Root): W_Root {
  return binary(BinaryOp.OR, mappingOf(self), mappingOf(w_other));
}

function proxyRor(self: W_Root, w_other: W_Root): W_Root {
  return binary(BinaryOp.OR, mappingOf(w_other), mappingOf(self));
}

function proxyIor(self: W_MappingProxy, _w_other: W_Root): W_Root {
  throw typeError(`'|=' is not supported by ${typeName(self)}; use '|' instead`);
}

function proxyGet(self: W_MappingProxy, w_key: W_Root, w_default: W_Root | null): W_Root {
  return callArgs(
    getAttribute(self.w_mapping, n_get),
    [w_key, w_default === null ? w_None : w_default],
    null,
  );
}

function proxyKeys(self: W_MappingProxy): W_Root {
  return callMethod0(self.w_mapping, n_keys);
}

function proxyValues(self: W_MappingProxy): W_Root {
  return callMethod0(self.w_mapping, n_values);
}

function proxyItems(self: W_MappingProxy): W_Root {
  return callMethod0(self.w_mapping, n_items);
}

function proxyCopy(self: W_MappingProxy): W_Root {
  return callMethod0(self.w_mapping, n_copy);
}

function proxyClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

export const mappingProxyTypedef = typedef(
  mappingProxyType,
  W_MappingProxy,
  { subclassable: false, pattern: 'mapping' },
  [
    staticmethod('__new__', '($type, mapping)', proxyNew),
    method('__len__', '($self, /)', proxyLen),
    method('__getitem__', '($self, key, /)', proxyGetitem),
    method('__contains__', '($self, key, /)', proxyContains),
    method('__iter__', '($self, /)', proxyIter),
    method('__reversed__', '($self, /)', proxyReversed, 'D.__reversed__() -> reverse iterator'),
    method('__repr__', '($self, /)', proxyRepr),
    method('__str__', '($self, /)', proxyStr),
    method('__hash__', '($self, /)', proxyHash),
    method('__eq__', '($self, value, /)', proxyEq),
    method('__ne__', '($self, value, /)', proxyNe),
    method('__lt__', '($self, value, /)', proxyLt),
    method('__le__', '($self, value, /)', proxyLe),
    method('__gt__', '($self, value, /)', proxyGt),
    method('__ge__', '($self, value, /)', proxyGe),
    method('__or__', '($self, value, /)', proxyOr),
    method('__ror__', '($self, value, /)', proxyRor),
    method('__ior__', '($self, value, /)', proxyIor),
    method(
      'get',
      '($self, key, default=None, /)',
      proxyGet,
      'Return the value for key if key is in the mapping, else default.',
    ),
    method('keys', '($self, /)', proxyKeys, "D.keys() -> a set-like object providing a view on D's keys"),
    method('values', '($self, /)', proxyValues, "D.values() -> an object providing a view on D's values"),
    method('items', '($self, /)', proxyItems, "D.items() -> a set-like object providing a view on D's items"),
    method('copy', '($self, /)', proxyCopy, 'D.copy() -> a shallow copy of D'),
    classmethod('__class_getitem__', '($type, object, /)', proxyClassGetitem, 'See PEP 585'),
  ],
);
