/** Module `_collections`: `defaultdict`, the field descriptor of named tuples, counting; `deque` and `OrderedDict` have files of their own. */
import { callMethod0, getAttribute } from '../interp/attributes.js';
import { add } from '../interp/arithmetic.js';
import { call0, call2 } from '../interp/call.js';
import { reprText, toWord } from '../interp/convert.js';
import { attributeError, indexError, keyError, typeError, typeName } from '../interp/errors.js';
import { setItem } from '../interp/items.js';
import { iter, next } from '../interp/iteration.js';
import { reduceRow } from '../objects/common-rows.js';
import { dictMergeDict, dictUpdateFrom } from '../objects/dict.js';
import { emptyDictStorage } from '../objects/dict-storages.js';
import { dictText } from '../objects/dict-methods.js';
import { isCallable } from '../objects/function.js';
import { checkedNewType } from '../objects/new-type.js';
import { enterRepr, leaveRepr } from '../objects/repr-guard.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { func, getset, method, moduledef, staticmethod, typedef, value } from '../objects/typedef.js';
import { dictType, W_DictBase, W_DictUser } from '../objects/w-dict.js';
import { newInt } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { newPair, newTuple, W_TupleBase, w_emptyTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import {
  dequeIteratorType,
  dequeIteratorTypedef,
  dequeReverseIteratorType,
  dequeReverseIteratorTypedef,
  dequeType,
  dequeTypedef,
} from './deque.js';
import { orderedDictType, orderedDictTypedef } from './ordered-dict.js';
import type { int } from '../../rlib/types.js';

// ---- defaultdict

export const defaultdictType: W_Type = newBuiltinType('defaultdict', dictType);

export class W_DefaultDict extends W_DictUser {
  w_factory: W_Root = w_None;
}

function defaultdictNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_DefaultDict(checkedNewType(w_type, defaultdictType), emptyDictStorage);
}

function defaultdictInit(self: W_DefaultDict, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const args = w_args.items;
  let w_factory: W_Root = w_None;
  if (args.length > 0) {
    w_factory = args[0] as W_Root;
    if (w_factory !== w_None && !isCallable(w_factory))
      throw typeError('first argument must be callable or None');
  }
  if (args.length > 2) throw typeError(`dict expected at most 1 argument, got ${args.length - 1}`);
  self.w_factory = w_factory;
  if (args.length === 2) dictUpdateFrom(self, args[1] as W_Root);
  dictMergeDict(self, w_kwargs);
  return w_None;
}

function defaultdictMissing(self: W_DefaultDict, w_key: W_Root): W_Root {
  if (self.w_factory === w_None) throw keyError(w_key);
  const w_value = call0(self.w_factory);
  setItem(self, w_key, w_value);
  return w_value;
}

function defaultdictRepr(self: W_DefaultDict): W_Root {
  let factory = '...';
  if (enterRepr(self.w_factory)) {
    try {
      factory = reprText(self.w_factory);
    } finally {
      leaveRepr(self.w_factory);
    }
  }
  return newStr(`${typeName(self)}(${factory}, ${dictText(self)})`);
}

function defaultdictCopy(self: W_DefaultDict): W_Root {
  return call2(self.getType(), self.w_factory, self);
}

const n_items = intern('items');

function defaultdictReduce(self: W_DefaultDict): W_Root {
  const w_args = self.w_factory === w_None ? w_emptyTuple : newTuple([self.w_factory]);
  return newTuple([self.getType(), w_args, w_None, w_None, iter(callMethod0(self, n_items))]);
}

function merged(w_of: W_DefaultDict, w_first: W_Root, w_second: W_Root): W_Root {
  const w_result = call2(w_of.getType(), w_of.w_factory, w_first);
  if (w_result instanceof W_DictBase) dictUpdateFrom(w_result, w_second);
  return w_result;
}

function defaultdictOr(self: W_DefaultDict, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  return merged(self, self, w_other);
}

function defaultdictRor(self: W_DefaultDict, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_DictBase)) return w_NotImplemented;
  return merged(self, w_other, self);
}

function defaultdictFactory(self: W_DefaultDict): W_Root {
  return self.w_factory;
}

function defaultdictSetFactory(self: W_DefaultDict, w_factory: W_Root): void {
  self.w_factory = w_factory;
}

const defaultdictTypedef = typedef(
  defaultdictType,
  W_DefaultDict,
  {
    module: 'collections',
    pattern: 'mapping',
    unhashable: true,
    doc: 'defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', defaultdictNew),
    method('__init__', '($self, /, *args, **kwargs)', defaultdictInit),
    method(
      '__missing__',
      '($self, key, /)',
      defaultdictMissing,
      '__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n',
    ),
    method('__repr__', '($self, /)', defaultdictRepr),
    method('copy', '($self, /)', defaultdictCopy, 'D.copy() -> a shallow copy of D.'),
    method('__copy__', '($self, /)', defaultdictCopy, 'D.copy() -> a shallow copy of D.'),
    reduceRow(defaultdictReduce),
    method('__or__', '($self, value, /)', defaultdictOr),
    method('__ror__', '($self, value, /)', defaultdictRor),
    getset(
      'default_factory',
      defaultdictFactory,
      defaultdictSetFactory,
      null,
      'Factory for default value called by __missing__().',
    ),
  ],
);

// ---- fields of named tuples

export const tuplegetterType: W_Type = newBuiltinType('_tuplegetter', objectType);

class W_TupleGetter extends W_Mapped {
  constructor(
    w_type: W_Type,
    readonly index: int,
    public w_doc: W_Root,
  ) {
    super(w_type);
  }
}

function tuplegetterNew(w_type: W_Root, w_index: W_Root, w_doc: W_Root): W_Root {
  return new W_TupleGetter(checkedNewType(w_type, tuplegetterType), toWord(w_index), w_doc);
}

function tuplegetterGet(self: W_TupleGetter, w_obj: W_Root, _w_type: W_Root | null): W_Root {
  if (w_obj === w_None) return self;
  if (!(w_obj instanceof W_TupleBase)) {
    throw typeError(
      `descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeName(w_obj)}' object`,
    );
  }
  if (self.index < 0 || self.index >= w_obj.items.length) throw indexError('tuple index out of range');
  return w_obj.items[self.index] as W_Root;
}

const n_field = intern('field');

function tuplegetterSet(_self: W_TupleGetter, w_obj: W_Root, _w_value: W_Root): W_Root {
  throw attributeError("can't set attribute", w_obj, n_field);
}

function tuplegetterDelete(_self: W_TupleGetter, w_obj: W_Root): W_Root {
  throw attributeError("can't delete attribute", w_obj, n_field);
}

function tuplegetterReduce(self: W_TupleGetter): W_Root {
  return newPair(self.getType(), newPair(newInt(self.index), self.w_doc));
}

function tuplegetterRepr(self: W_TupleGetter): W_Root {
  return newStr(`_tuplegetter(${self.index}, ${reprText(self.w_doc)})`);
}

function tuplegetterDoc(self: W_TupleGetter): W_Root {
  return self.w_doc;
}

function tuplegetterSetDoc(self: W_TupleGetter, w_doc: W_Root): void {
  self.w_doc = w_doc;
}

const tuplegetterTypedef = typedef(
  tuplegetterType,
  W_TupleGetter,
  { module: 'collections', subclassable: false },
  [
    staticmethod('__new__', '($type, index, doc, /)', tuplegetterNew),
    method('__get__', '($self, instance, owner=None, /)', tuplegetterGet),
    method('__set__', '($self, instance, value, /)', tuplegetterSet),
    method('__delete__', '($self, instance, /)', tuplegetterDelete),
    method('__reduce__', '($self, /)', tuplegetterReduce),
    method('__repr__', '($self, /)', tuplegetterRepr),
    getset('__doc__', tuplegetterDoc, tuplegetterSetDoc),
  ],
);

// ---- counting

const n_get = intern('get');

/** `_count_elements(mapping, iterable)`: adds the number of each item. */
function countElements(w_mapping: W_Root, w_iterable: W_Root): W_Root {
  const w_iterator = iter(w_iterable);
  const w_type = w_mapping.getType();
  const plain =
    w_mapping instanceof W_DictBase &&
    w_type.lookup(n_get) === dictType.lookup(n_get) &&
    w_type.findSlot(Slot.SETITEM) === dictType.findSlot(Slot.SETITEM);
  const w_get = plain ? null : getAttribute(w_mapping, n_get);
  const w_one = newInt(1);
  const w_zero = newInt(0);
  for (;;) {
    const w_item = next(w_iterator);
    if (w_item === null) return w_None;
    if (plain && w_mapping instanceof W_DictBase) {
      const w_count = w_mapping.get(w_item);
      w_mapping.set(w_item, w_count === null ? w_one : add(w_count, w_one));
    } else if (w_get !== null) {
      setItem(w_mapping, w_item, add(call2(w_get, w_item, w_zero), w_one));
    }
  }
}

export const collectionsModule = moduledef(
  '_collections',
  'High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n',
  [
    func(
      '_count_elements',
      '($module, mapping, iterable, /)',
      countElements,
      'Count elements in the iterable, updating the mapping',
    ),
    value('deque', () => dequeType),
    value('_deque_iterator', () => dequeIteratorType),
    value('_deque_reverse_iterator', () => dequeReverseIteratorType),
    value('defaultdict', () => defaultdictType),
    value('OrderedDict', () => orderedDictType),
    value('_tuplegetter', () => tuplegetterType),
  ],
  [
    dequeTypedef,
    dequeIteratorTypedef,
    dequeReverseIteratorTypedef,
    defaultdictTypedef,
    orderedDictTypedef,
    tuplegetterTypedef,
  ],
);
