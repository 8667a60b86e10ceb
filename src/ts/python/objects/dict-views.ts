/** `dict.keys()`, `values()` and `items()`: live views; keys and items behave as sets. */
import { Comparison, equalsTrue } from '../interp/compare.js';
import type { int } from '../../rlib/types.js';
import { lengthOf } from '../interp/compare.js';
import { reprsJoined } from '../interp/convert.js';
import { contains } from '../interp/items.js';
import { iter, next } from '../interp/iteration.js';
import { DictPart, W_DictIterator, W_DictReverseIterator } from './dict-iterators.js';
import { W_MappingProxy } from './mapping-proxy.js';
import { enterRepr, leaveRepr } from './repr-guard.js';
import { W_Root } from './root.js';
import { newSet, setAdd, setContains } from './set.js';
import { getset, method, typedef } from './typedef.js';
import type { W_DictBase } from './w-dict.js';
import { newBool, newInt } from './w-int.js';
import { w_NotImplemented } from './w-none.js';
import { W_AnySet } from './w-set.js';
import { newStr } from './w-str.js';
import { W_TupleBase } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const dictKeysType: W_Type = newBuiltinType('dict_keys', objectType);
export const dictValuesType: W_Type = newBuiltinType('dict_values', objectType);
export const dictItemsType: W_Type = newBuiltinType('dict_items', objectType);

export abstract class W_DictView extends W_Root {
  constructor(readonly w_dict: W_DictBase) {
    super();
  }

  abstract readonly part: DictPart;
}

/** The two views that are sets. */
export abstract class W_DictSetView extends W_DictView {
  abstract has(w_item: W_Root): boolean;
}

export class W_DictKeys extends W_DictSetView {
  readonly part: DictPart = DictPart.KEYS;

  override getType(): W_Type {
    return dictKeysType;
  }

  override has(w_item: W_Root): boolean {
    return this.w_dict.get(w_item) !== null;
  }
}

export class W_DictItems extends W_DictSetView {
  readonly part: DictPart = DictPart.ITEMS;

  override getType(): W_Type {
    return dictItemsType;
  }

  override has(w_item: W_Root): boolean {
    if (!(w_item instanceof W_TupleBase) || w_item.items.length !== 2) return false;
    const w_value = this.w_dict.get(w_item.items[0] as W_Root);
    return w_value !== null && equalsTrue(w_value, w_item.items[1] as W_Root);
  }
}

export class W_DictValues extends W_DictView {
  readonly part: DictPart = DictPart.VALUES;

  override getType(): W_Type {
    return dictValuesType;
  }
}

/** A view of a dictionary. */
export function newDictView(w_dict: W_DictBase, part: DictPart): W_DictView {
  if (part === DictPart.KEYS) return new W_DictKeys(w_dict);
  return part === DictPart.ITEMS ? new W_DictItems(w_dict) : new W_DictValues(w_dict);
}

function viewLen(self: W_DictView): W_Root {
  return newInt(self.w_dict.length());
}

function viewIter(self: W_DictView): W_Root {
  return new W_DictIterator(self.w_dict, self.part);
}

function viewReversed(self: W_DictView): W_Root {
  return new W_DictReverseIterator(self.w_dict, self.part);
}

function viewRepr(self: W_DictView): W_Root {
  if (!enterRepr(self)) return newStr('...');
  try {
    const text = reprsJoined(new W_DictIterator(self.w_dict, self.part).rest());
    return newStr(`${self.getType().name}([${text}])`);
  } finally {
    leaveRepr(self);
  }
}

function viewMapping(self: W_DictView): W_Root {
  return new W_MappingProxy(self.w_dict);
}

function viewContains(self: W_DictSetView, w_item: W_Root): W_Root {
  return newBool(self.has(w_item));
}

/** The set of a view's items. */
function viewSet(w_view: W_Root): W_AnySet {
  const result = newSet();
  const w_iterator = iter(w_view);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    setAdd(result, w_item);
  }
}

function viewAnd(self: W_Root, w_other: W_Root): W_Root {
  // The reflected operator has the view on the right.
  let w_container: W_Root = self;
  let w_source = w_other;
  if (!(w_container instanceof W_DictSetView)) {
    w_container = w_other;
    w_source = self;
  }
  if (w_source instanceof W_DictSetView && w_container instanceof W_DictSetView) {
    if (w_source.w_dict.length() > w_container.w_dict.length()) {
      const w_swap = w_container;
      w_container = w_source;
      w_source = w_swap;
    }
  }
  const result = newSet();
  const w_iterator = iter(w_source);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    if (contains(w_container, w_item)) setAdd(result, w_item);
  }
}

function viewOr(self: W_Root, w_other: W_Root): W_Root {
  const result = viewSet(self);
  const w_iterator = iter(w_other);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    setAdd(result, w_item);
  }
}

function viewSub(self: W_Root, w_other: W_Root): W_Root {
  const result = newSet();
  const excluded = w_other instanceof W_AnySet ? w_other : viewSet(w_other);
  const w_iterator = iter(self);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return result;
    if (!setContains(excluded, w_item)) setAdd(result, w_item);
  }
}

function viewXor(self: W_Root, w_other: W_Root): W_Root {
  const left = viewSet(self);
  const right = viewSet(w_other);
  const result = newSet();
  addMissing(result, left, right);
  addMissing(result, right, left);
  return result;
}

function addMissing(result: W_AnySet, from: W_AnySet, other: W_AnySet): void {
  const table = from.table;
  for (let at = table.next(0); at >= 0; at = table.next(at + 1)) {
    const w_item = table.keys[at] as W_Root;
    if (!setContains(other, w_item)) setAdd(result, w_item);
  }
}

function viewRor(self: W_Root, w_other: W_Root): W_Root {
  return viewOr(w_other, self);
}

function viewRsub(self: W_Root, w_other: W_Root): W_Root {
  return viewSub(w_other, self);
}

function viewRxor(self: W_Root, w_other: W_Root): W_Root {
  return viewXor(w_other, self);
}

/** Whether `w_container` has all items of `w_items`. */
function hasAll(w_container: W_Root, w_items: W_Root): boolean {
  const w_iterator = iter(w_items);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return true;
    if (!contains(w_container, w_item)) return false;
  }
}

function viewCompare(self: W_DictView, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_AnySet) && !(w_other instanceof W_DictSetView)) return w_NotImplemented;
  const size: int = self.w_dict.length();
  const other = lengthOf(w_other);
  switch (op) {
    case Comparison.EQ:
      return newBool(size === other && hasAll(w_other, self));
    case Comparison.NE:
      return newBool(!(size === other && hasAll(w_other, self)));
    case Comparison.LT:
      return newBool(size < other && hasAll(w_other, self));
    case Comparison.LE:
      return newBool(size <= other && hasAll(w_other, self));
    case Comparison.GT:
      return newBool(size > other && hasAll(self, w_other));
    case Comparison.GE:
      return newBool(size >= other && hasAll(self, w_other));
  }
  return w_NotImplemented;
}

function viewEq(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.EQ);
}

function viewNe(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.NE);
}

function viewLt(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.LT);
}

function viewLe(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.LE);
}

function viewGt(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.GT);
}

function viewGe(self: W_DictView, w_other: W_Root): W_Root {
  return viewCompare(self, w_other, Comparison.GE);
}

function viewIsdisjoint(self: W_DictSetView, w_other: W_Root): W_Root {
  if (self === w_other) return newBool(self.w_dict.length() === 0);
  const w_iterator = iter(w_other);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return newBool(true);
    if (self.has(w_item)) return newBool(false);
  }
}

const viewRows = [
  method('__len__', '($self, /)', viewLen),
  method('__iter__', '($self, /)', viewIter),
  method('__reversed__', '($self, /)', viewReversed, 'Return a reverse iterator over the view.'),
  method('__repr__', '($self, /)', viewRepr),
  getset('mapping', viewMapping, null, null, 'dictionary that this view refers to'),
];

const setRows = [
  ...viewRows,
  method('__contains__', '($self, key, /)', viewContains),
  method('__and__', '($self, value, /)', viewAnd),
  method('__rand__', '($self, value, /)', viewAnd),
  method('__or__', '($self, value, /)', viewOr),
  method('__ror__', '($self, value, /)', viewRor),
  method('__sub__', '($self, value, /)', viewSub),
  method('__rsub__', '($self, value, /)', viewRsub),
  method('__xor__', '($self, value, /)', viewXor),
  method('__rxor__', '($self, value, /)', viewRxor),
  method('__eq__', '($self, value, /)', viewEq),
  method('__ne__', '($self, value, /)', viewNe),
  method('__lt__', '($self, value, /)', viewLt),
  method('__le__', '($self, value, /)', viewLe),
  method('__gt__', '($self, value, /)', viewGt),
  method('__ge__', '($self, value, /)', viewGe),
  method(
    'isdisjoint',
    '($self, other, /)',
    viewIsdisjoint,
    'Return True if the view and the given iterable have a null intersection.',
  ),
];

export const dictKeysTypedef = typedef(
  dictKeysType,
  W_DictKeys,
  { subclassable: false, unhashable: true },
  setRows,
);
export const dictItemsTypedef = typedef(
  dictItemsType,
  W_DictItems,
  { subclassable: false, unhashable: true },
  setRows,
);
export const dictValuesTypedef = typedef(dictValuesType, W_DictValues, { subclassable: false }, viewRows);
