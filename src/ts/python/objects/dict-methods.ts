/** `dict`: its methods. Views are in `dict-views.ts`, iterators in `dict-iterators.ts`. */
import { StringBuilder } from '../../rlib/bytes.js';
import { setItem } from '../interp/items.js';
import { call0, call1 } from '../interp/call.js';
import { Comparison, equalsTrue } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { keyError, newError } from '../interp/errors.js';
import { lookupSpecial } from '../interp/special.js';
import { iter, next } from '../interp/iteration.js';
import { copyDict, dictMergeDict, dictUpdateFrom, newDict } from './dict.js';
import { emptyDictStorage, ObjectStorage, setDefault } from './dict-storages.js';
import { DictPart, W_DictIterator, W_DictReverseIterator } from './dict-iterators.js';
import { newDictView } from './dict-views.js';
import { genericAliasOf } from './generic-alias.js';
import { checkedNewType } from './new-type.js';
import type { ObjectTable } from './object-table.js';
import { enterRepr, leaveRepr } from './repr-guard.js';
import type { W_Root } from './root.js';
import { classmethod, method, staticmethod, typedef } from './typedef.js';
import { dictType, W_Dict, W_DictBase, W_DictUser } from './w-dict.js';
import { KeyErrorType } from './w-exception.js';
import { newBool, newInt } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { W_AnySet } from './w-set.js';
import { intern, newStr } from './w-str.js';
import { newPair } from './w-tuple.js';

const n_missing = intern('__missing__');

function dictNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  if (w_type === dictType) return new W_Dict(emptyDictStorage);
  return new W_DictUser(checkedNewType(w_type, dictType), emptyDictStorage);
}

function dictUpdate(self: W_DictBase, w_source: W_Root | null, w_kwargs: W_DictBase): W_Root {
  if (w_source !== null) dictUpdateFrom(self, w_source);
  if (w_kwargs.length() > 0) dictMergeDict(self, w_kwargs);
  return w_None;
}

function dictRepr(self: W_DictBase): W_Root {
  return newStr(dictText(self));
}

/** `dict.__repr__`. */
export function dictText(self: W_DictBase): string {
  if (self.length() === 0) return '{}';
  if (!enterRepr(self)) return '{...}';
  try {
    const text = new StringBuilder();
    // The reprs may change the dictionary, and its storage.
    for (let at = self.storage.next(0); at >= 0; at = self.storage.next(at + 1)) {
      const w_value = self.storage.valueAt(at);
      text.append(text.length() === 0 ? '{' : ', ');
      text.append(reprText(self.storage.keyAt(at)));
      text.append(': ');
      text.append(reprText(w_value));
    }
    text.append('}');
    return text.build();
  } finally {
    leaveRepr(self);
  }
}

function dictLen(self: W_DictBase): W_Root {
  return newInt(self.length());
}

function dictContains(self: W_DictBase, w_key: W_Root): W_Root {
  return newBool(self.get(w_key) !== null);
}

function dictGetitem(self: W_DictBase, w_key: W_Root): W_Root {
  const w_value = self.get(w_key);
  if (w_value !== null) return w_value;
  if (!(self instanceof W_Dict)) {
    const w_missing = lookupSpecial(self, n_missing);
    if (w_missing !== null) return call1(w_missing, w_key);
  }
  throw keyError(w_key);
}

function dictSetitem(self: W_DictBase, w_key: W_Root, w_value: W_Root): W_Root {
  self.set(w_key, w_value);
  return w_None;
}

function dictDelitem(self: W_DictBase, w_key: W_Root): W_Root {
  if (self.remove(w_key) === null) throw keyError(w_key);
  return w_None;
}

function dictIter(self: W_DictBase): W_Root {
  return new W_DictIterator(self, DictPart.KEYS);
}

function dictReversed(self: W_DictBase): W_Root {
  return new W_DictReverseIterator(self, DictPart.KEYS);
}

/** Whether two dictionaries have the same keys with equal values. */
export function dictEquals(w_a: W_DictBase, w_b: W_DictBase): boolean {
  if (w_a.length() !== w_b.length()) return false;
  for (let at = w_a.storage.next(0); at >= 0; at = w_a.storage.next(at + 1)) {
    const w_value = w_a.storage.valueAt(at);
    const w_other = w_b.get(w_a.storage.keyAt(at));
    if (w_other === null || !equalsTrue(w_value, w_other)) return false;
  }
  return true;
}

function dictCompare(self: W_DictBase, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  return newBool(dictEquals(self, w_other) === (op === Comparison.EQ));
}

function dictEq(self: W_DictBase, w_other: W_Root): W_Root {
  return dictCompare(self, w_other, Comparison.EQ);
}

function dictNe(self: W_DictBase, w_other: W_Root): W_Root {
  return dictCompare(self, w_other, Comparison.NE);
}

function noOrder(_self: W_DictBase, _w_other: W_Root): W_Root {
  return w_NotImplemented;
}

function dictOr(self: W_DictBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  const w_result = copyDict(self);
  dictUpdateFrom(w_result, w_other);
  return w_result;
}

function dictRor(self: W_DictBase, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  const w_result = copyDict(w_other);
  dictUpdateFrom(w_result, self);
  return w_result;
}

function dictIor(self: W_DictBase, w_other: W_Root): W_Root {
  dictUpdateFrom(self, w_other);
  return self;
}

function dictGet(self: W_DictBase, w_key: W_Root, w_default: W_Root | null): W_Root {
  const w_value = self.get(w_key);
  if (w_value !== null) return w_value;
  return w_default === null ? w_None : w_default;
}

function dictSetdefault(self: W_DictBase, w_key: W_Root, w_default: W_Root | null): W_Root {
  return setDefault(self, w_key, w_default === null ? w_None : w_default);
}

function dictPop(self: W_DictBase, w_key: W_Root, w_default: W_Root | null): W_Root {
  const w_value = self.length() === 0 ? null : self.remove(w_key);
  if (w_value !== null) return w_value;
  if (w_default === null) throw keyError(w_key);
  return w_default;
}

function dictPopitem(self: W_DictBase): W_Root {
  const at = self.storage.last();
  if (at < 0) throw newError(KeyErrorType, 'popitem(): dictionary is empty');
  const w_key = self.storage.keyAt(at);
  const w_value = self.storage.valueAt(at);
  self.remove(w_key);
  return newPair(w_key, w_value);
}

function dictClear(self: W_DictBase): W_Root {
  self.clear();
  return w_None;
}

function dictCopy(self: W_DictBase): W_Root {
  return copyDict(self);
}

function dictKeys(self: W_DictBase): W_Root {
  return newDictView(self, DictPart.KEYS);
}

function dictValues(self: W_DictBase): W_Root {
  return newDictView(self, DictPart.VALUES);
}

function dictItems(self: W_DictBase): W_Root {
  return newDictView(self, DictPart.ITEMS);
}

function dictFromkeys(w_type: W_Root, w_iterable: W_Root, w_value: W_Root | null): W_Root {
  const w_fill = w_value === null ? w_None : w_value;
  const w_result = w_type === dictType ? newDict() : call0(w_type);
  if (w_result instanceof W_Dict) {
    if (w_iterable instanceof W_AnySet) {
      return fillFrom(w_result, w_iterable.table, w_fill);
    }
    if (w_iterable instanceof W_Dict && w_iterable.storage instanceof ObjectStorage) {
      return fillFrom(w_result, w_iterable.storage.table, w_fill);
    }
    const w_keys = iter(w_iterable);
    for (;;) {
      const w_key = next(w_keys);
      if (w_key === null) return w_result;
      w_result.set(w_key, w_fill);
    }
  }
  const w_iterator = iter(w_iterable);
  for (;;) {
    const w_key = next(w_iterator);
    if (w_key === null) return w_result;
    setItem(w_result, w_key, w_fill);
  }
}

/** Adds the keys of a table, whose hashes are known, with one value. */
function fillFrom(w_dict: W_Dict, source: ObjectTable, w_fill: W_Root): W_Root {
  if (w_dict.storage === emptyDictStorage) {
    const table = source.copy();
    for (let at = table.next(0); at >= 0; at = table.next(at + 1)) table.values[at] = w_fill;
    if (table.count > 0) w_dict.storage = new ObjectStorage(table);
    return w_dict;
  }
  for (let at = source.next(0); at >= 0; at = source.next(at + 1))
    w_dict.set(source.keys[at] as W_Root, w_fill);
  return w_dict;
}

function dictSizeof(self: W_DictBase): W_Root {
  return newInt(64 + self.length() * 32);
}

function dictClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

export const dictTypedef = typedef(
  dictType,
  W_DictBase,
  {
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    pattern: 'mapping',
    unhashable: true,
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', dictNew),
    method('__init__', '($self, iterable=(), /, **kwargs)', dictUpdate),
    method('__repr__', '($self, /)', dictRepr),
    method('__len__', '($self, /)', dictLen),
    method(
      '__contains__',
      '($self, key, /)',
      dictContains,
      'True if the dictionary has the specified key, else False.',
    ),
    method('__getitem__', '($self, key, /)', dictGetitem, 'x.__getitem__(y) <==> x[y]'),
    method('__setitem__', '($self, key, value, /)', dictSetitem),
    method('__delitem__', '($self, key, /)', dictDelitem),
    method('__iter__', '($self, /)', dictIter),
    method('__reversed__', '($self, /)', dictReversed, 'Return a reverse iterator over the dict keys.'),
    method('__eq__', '($self, value, /)', dictEq),
    method('__ne__', '($self, value, /)', dictNe),
    method('__lt__', '($self, value, /)', noOrder),
    method('__le__', '($self, value, /)', noOrder),
    method('__gt__', '($self, value, /)', noOrder),
    method('__ge__', '($self, value, /)', noOrder),
    method('__or__', '($self, value, /)', dictOr),
    method('__ror__', '($self, value, /)', dictRor),
    method('__ior__', '($self, value, /)', dictIor),
    method(
      'get',
      '($self, key, default=None, /)',
      dictGet,
      'Return the value for key if key is in the dictionary, else default.',
    ),
    method(
      'setdefault',
      '($self, key, default=None, /)',
      dictSetdefault,
      'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    ),
    method(
      'pop',
      '($self, key, default=<unrepresentable>, /)',
      dictPop,
      'D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    ),
    method(
      'popitem',
      '($self, /)',
      dictPopitem,
      'Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\nRaises KeyError if the dict is empty.',
    ),
    method('keys', '($self, /)', dictKeys, "D.keys() -> a set-like object providing a view on D's keys"),
    method('values', '($self, /)', dictValues, "D.values() -> an object providing a view on D's values"),
    method('items', '($self, /)', dictItems, "D.items() -> a set-like object providing a view on D's items"),
    method(
      'update',
      '($self, iterable=(), /, **kwargs)',
      dictUpdate,
      'D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\nIf E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\nIf E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\nIn either case, this is followed by: for k in F:  D[k] = F[k]',
    ),
    method('clear', '($self, /)', dictClear, 'D.clear() -> None.  Remove all items from D.'),
    method('copy', '($self, /)', dictCopy, 'D.copy() -> a shallow copy of D'),
    classmethod(
      'fromkeys',
      '($type, iterable, value=None, /)',
      dictFromkeys,
      'Create a new dictionary with keys from iterable and values set to value.',
    ),
    method('__sizeof__', '($self, /)', dictSizeof, 'D.__sizeof__() -> size of D in memory, in bytes'),
    classmethod('__class_getitem__', '($type, object, /)', dictClassGetitem, 'See PEP 585'),
  ],
);
