/**
 * `collections.OrderedDict`. All dictionaries keep the order of insertion; this one adds `move_to_end`, `popitem(last)`,
 * equality that minds the order, and methods that go through `__setitem__` and the like of subclasses.
 *
 * Moving a key to the end is cheap; moving one to the front takes time in proportion to the size.
 */
import { StringBuilder } from '../../rlib/bytes.js';
import { call0, call1 } from '../interp/call.js';
import { callMethod0, findAttribute, getAttribute } from '../interp/attributes.js';
import { Comparison, equalsTrue, isTrue } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { keyError, newError, valueError } from '../interp/errors.js';
import { deleteItem, getItem, setItem } from '../interp/items.js';
import { collect, iter, next } from '../interp/iteration.js';
import { lookupSpecial } from '../interp/special.js';
import { dictMergeDict } from '../objects/dict.js';
import { DictPart, W_DictReverseIterator } from '../objects/dict-iterators.js';
import { dictEquals } from '../objects/dict-methods.js';
import { emptyDictStorage } from '../objects/dict-storages.js';
import { objectState } from '../objects/object-reduce.js';
import { checkedNewType } from '../objects/new-type.js';
import { enterRepr, leaveRepr } from '../objects/repr-guard.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { classmethod, method, staticmethod, typedef } from '../objects/typedef.js';
import { dictType, W_DictBase, W_DictUser } from '../objects/w-dict.js';
import { KeyErrorType } from '../objects/w-exception.js';
import { newBool, W_Int } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { intern, newStr, W_Str } from '../objects/w-str.js';
import { newPair, newTuple, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

export const orderedDictType: W_Type = newBuiltinType('OrderedDict', dictType);

export class W_OrderedDict extends W_DictUser {}

const n_keys = intern('keys');
const n_items = intern('items');
const n_missing = intern('__missing__');

function orderedNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_OrderedDict(checkedNewType(w_type, orderedDictType), emptyDictStorage);
}

/** Whether assignments can go to the table directly. */
function isPlain(self: W_DictBase): boolean {
  return self.getType() === orderedDictType;
}

function assign(self: W_DictBase, w_key: W_Root, w_value: W_Root): void {
  if (isPlain(self)) self.set(w_key, w_value);
  else setItem(self, w_key, w_value);
}

function orderedUpdate(self: W_OrderedDict, w_source: W_Root | null, w_kwargs: W_DictBase): W_Root {
  if (w_source !== null) updateFrom(self, w_source);
  const storage = w_kwargs.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1))
    assign(self, storage.keyAt(at), storage.valueAt(at));
  return w_None;
}

function updateFrom(self: W_OrderedDict, w_source: W_Root): void {
  if (
    w_source instanceof W_DictBase &&
    w_source.getType().findSlot(Slot.ITER) === dictType.findSlot(Slot.ITER)
  ) {
    if (isPlain(self)) {
      dictMergeDict(self, w_source);
      return;
    }
    const storage = w_source.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1))
      setItem(self, storage.keyAt(at), storage.valueAt(at));
    return;
  }
  if (findAttribute(w_source, n_keys) !== null) {
    const w_keys = iter(callMethod0(w_source, n_keys));
    for (;;) {
      const w_key = next(w_keys);
      if (w_key === null) return;
      assign(self, w_key, getItem(w_source, w_key));
    }
  }
  const w_items = findAttribute(w_source, n_items);
  const w_pairs = iter(w_items === null ? w_source : call0(w_items));
  for (;;) {
    const w_pair = next(w_pairs);
    if (w_pair === null) return;
    const items = collect(w_pair);
    if (items.length !== 2) {
      throw valueError(
        items.length < 2
          ? `need more than ${items.length} value${items.length === 1 ? '' : 's'} to unpack`
          : 'too many values to unpack (expected 2)',
      );
    }
    assign(self, items[0] as W_Root, items[1] as W_Root);
  }
}

function orderedRepr(self: W_OrderedDict): W_Root {
  const name = self.getType().name;
  if (self.length() === 0) return newStr(`${name}()`);
  if (!enterRepr(self)) return newStr('...');
  try {
    const text = new StringBuilder();
    const w_pairs = isPlain(self) ? null : iter(callMethod0(self, n_items));
    if (w_pairs !== null) {
      for (;;) {
        const w_pair = next(w_pairs);
        if (w_pair === null) break;
        if (text.length() > 0) text.append(', ');
        text.append(reprText(w_pair));
      }
    } else {
      for (let at = self.storage.next(0); at >= 0; at = self.storage.next(at + 1)) {
        const w_value = self.storage.valueAt(at);
        if (text.length() > 0) text.append(', ');
        text.append(`(${reprText(self.storage.keyAt(at))}, ${reprText(w_value)})`);
      }
    }
    return newStr(`${name}([${text.build()}])`);
  } finally {
    leaveRepr(self);
  }
}

/** Whether the keys of two dictionaries come in the same order. */
function sameOrder(w_a: W_DictBase, w_b: W_DictBase): boolean {
  let b = w_b.storage.next(0);
  for (let a = w_a.storage.next(0); a >= 0; a = w_a.storage.next(a + 1)) {
    if (b < 0 || !equalsTrue(w_a.storage.keyAt(a), w_b.storage.keyAt(b))) return false;
    b = w_b.storage.next(b + 1);
  }
  return b < 0;
}

function orderedCompare(self: W_OrderedDict, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  const equal =
    dictEquals(self, w_other) && (!(w_other instanceof W_OrderedDict) || sameOrder(self, w_other));
  return newBool(equal === (op === Comparison.EQ));
}

function orderedEq(self: W_OrderedDict, w_other: W_Root): W_Root {
  return orderedCompare(self, w_other, Comparison.EQ);
}

function orderedNe(self: W_OrderedDict, w_other: W_Root): W_Root {
  return orderedCompare(self, w_other, Comparison.NE);
}

function orderedMoveToEnd(self: W_OrderedDict, w_key: W_Root, w_last: W_Root | null): W_Root {
  const w_value = self.get(w_key);
  if (w_value === null) throw keyError(w_key);
  const last = w_last === null || isTrue(w_last);
  const first = self.storage.next(0);
  // The key that is there stays, not the equal one given.
  const w_own = w_key instanceof W_Str || w_key instanceof W_Int ? w_key : ownKey(self, w_key);
  if (last) {
    self.remove(w_key);
    self.set(w_own, w_value);
  } else if (!equalsTrue(self.storage.keyAt(first), w_own)) {
    const old = self.storage.copy();
    self.clear();
    self.set(w_own, w_value);
    for (let at = old.next(0); at >= 0; at = old.next(at + 1)) {
      const w_each = old.keyAt(at);
      if (!equalsTrue(w_each, w_own)) self.set(w_each, old.valueAt(at));
    }
  }
  return w_None;
}

function ownKey(self: W_DictBase, w_key: W_Root): W_Root {
  const storage = self.storage;
  const last = storage.last();
  if (last >= 0 && storage.keyAt(last) === w_key) return w_key;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_each = storage.keyAt(at);
    if (w_each === w_key || equalsTrue(w_each, w_key)) return w_each;
  }
  return w_key;
}

function orderedPopitem(self: W_OrderedDict, w_last: W_Root | null): W_Root {
  const last = w_last === null || isTrue(w_last);
  const at = last ? self.storage.last() : self.storage.next(0);
  if (at < 0) throw newError(KeyErrorType, 'dictionary is empty');
  const w_key = self.storage.keyAt(at);
  const w_value = self.storage.valueAt(at);
  self.remove(w_key);
  return newPair(w_key, w_value);
}

function orderedPop(self: W_OrderedDict, w_key: W_Root, w_default: W_Root | null): W_Root {
  if (isPlain(self)) {
    const w_removed = self.remove(w_key);
    if (w_removed !== null) return w_removed;
  } else if (self.get(w_key) !== null) {
    const w_value = getItem(self, w_key);
    deleteItem(self, w_key);
    return w_value;
  } else if (w_default === null) {
    const w_missing = lookupSpecial(self, n_missing);
    if (w_missing !== null) return call1(w_missing, w_key);
  }
  if (w_default === null) throw keyError(w_key);
  return w_default;
}

function orderedSetdefault(self: W_OrderedDict, w_key: W_Root, w_default: W_Root | null): W_Root {
  const w_value = self.get(w_key);
  if (w_value !== null) return isPlain(self) ? w_value : getItem(self, w_key);
  const w_new = w_default === null ? w_None : w_default;
  assign(self, w_key, w_new);
  return w_new;
}

function orderedCopy(self: W_OrderedDict): W_Root {
  if (isPlain(self)) return new W_OrderedDict(orderedDictType, self.storage.copy());
  const w_copy = call0(self.getType());
  for (let at = self.storage.next(0); at >= 0; at = self.storage.next(at + 1)) {
    const w_key = self.storage.keyAt(at);
    setItem(w_copy, w_key, getItem(self, w_key));
  }
  return w_copy;
}

function orderedReversed(self: W_OrderedDict): W_Root {
  return new W_DictReverseIterator(self, DictPart.KEYS);
}

const n_update = intern('update');

function merged(w_class: W_Root, w_first: W_Root, w_second: W_Root): W_Root {
  const w_result = call1(w_class, w_first);
  call1(getAttribute(w_result, n_update), w_second);
  return w_result;
}

function orderedOr(self: W_OrderedDict, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  return merged(self.getType(), self, w_other);
}

function orderedRor(self: W_OrderedDict, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  return merged(self.getType(), w_other, self);
}

function orderedIor(self: W_OrderedDict, w_other: W_Root): W_Root {
  updateFrom(self, w_other);
  return self;
}

function orderedReduce(self: W_OrderedDict): W_Root {
  const w_state = objectState(self, false);
  const w_items = iter(callMethod0(self, n_items));
  return newTuple([self.getType(), w_emptyTuple, w_state, w_None, w_items]);
}

function orderedFromkeys(w_type: W_Root, w_iterable: W_Root, w_value: W_Root | null): W_Root {
  const w_result = call0(w_type);
  const w_iterator = iter(w_iterable);
  for (;;) {
    const w_key = next(w_iterator);
    if (w_key === null) return w_result;
    setItem(w_result, w_key, w_value === null ? w_None : w_value);
  }
}

export const orderedDictTypedef = typedef(
  orderedDictType,
  W_OrderedDict,
  {
    module: 'collections',
    hasDict: true,
    weakrefable: true,
    unhashable: true,
    pattern: 'mapping',
    doc: 'Dictionary that remembers insertion order',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', orderedNew),
    method('__init__', '($self, iterable=(), /, **kwargs)', orderedUpdate),
    method('__repr__', '($self, /)', orderedRepr),
    method('__eq__', '($self, value, /)', orderedEq),
    method('__ne__', '($self, value, /)', orderedNe),
    method('__or__', '($self, value, /)', orderedOr),
    method('__ror__', '($self, value, /)', orderedRor),
    method('__ior__', '($self, value, /)', orderedIor),
    method('__reversed__', '($self, /)', orderedReversed, 'od.__reversed__() <==> reversed(od)'),
    method(
      'move_to_end',
      '($self, /, key, last=True)',
      orderedMoveToEnd,
      'Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.',
    ),
    method(
      'popitem',
      '($self, /, last=True)',
      orderedPopitem,
      'Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if false.',
    ),
    method(
      'pop',
      '($self, /, key, default=<unrepresentable>)',
      orderedPop,
      'od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a KeyError.',
    ),
    method(
      'setdefault',
      '($self, /, key, default=None)',
      orderedSetdefault,
      'Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, else default.',
    ),
    method('update', '($self, iterable=(), /, **kwargs)', orderedUpdate),
    method('copy', '($self, /)', orderedCopy, 'od.copy() -> a shallow copy of od'),
    method('__reduce__', '($self, /)', orderedReduce, 'Return state information for pickling'),
    classmethod(
      'fromkeys',
      '($type, /, iterable, value=None)',
      orderedFromkeys,
      'Create a new ordered dictionary with keys from iterable and values set to value.',
    ),
  ],
);
