/** Module `_functools`: `reduce`, `cmp_to_key`, `partial`; the cache of `lru_cache` is in `lru-cache.ts`. */
import { joinObjects, sealList } from '../../rlib/array.js';
import { JitDriver } from '../../rlib/jit.js';
import { LoopKind } from '../interp/loop-kind.js';
import { call2, callArgs } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { compare, Comparison } from '../interp/compare.js';
import { reprText, str } from '../interp/convert.js';
import { typeError } from '../interp/errors.js';
import { iter, loopKey, next } from '../interp/iteration.js';
import { copyDict, newDict, dictMergeDict } from '../objects/dict.js';
import { isCallable } from '../objects/function.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { getDict, setDict } from '../objects/instance-dict.js';
import { checkedNewType } from '../objects/new-type.js';
import { qualifiedTypeName } from '../objects/object.js';
import { enterRepr, leaveRepr } from '../objects/repr-guard.js';
import { W_Root } from '../objects/root.js';
import {
  classmethod,
  func,
  getset,
  method,
  moduledef,
  staticmethod,
  typedef,
  value,
} from '../objects/typedef.js';
import { W_Dict, W_DictBase } from '../objects/w-dict.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { newTuple, W_Tuple, W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import { W_Function } from '../objects/w-function.js';
import type { W_Type } from '../objects/w-type.js';
import { lruCacheType, lruCacheTypedef } from './lru-cache.js';

// ---- reduce

function functoolsReduce(w_function: W_Root, w_iterable: W_Root, w_initial: W_Root | null): W_Root {
  const w_iterator = iter(w_iterable);
  const w_result = w_initial === null ? next(w_iterator) : w_initial;
  if (w_result === null) throw typeError('reduce() of empty iterable with no initial value');
  return reduceItems(w_function, w_iterator, w_result);
}

const reduceDriver = new JitDriver({
  name: 'reduce',
  greens: ['kind', 'key', 'code'],
  reds: ['w_iterator', 'w_result'],
});

function reduceItems(w_function: W_Root, w_iterator: W_Root, w_first: W_Root): W_Root {
  const key = loopKey(w_iterator);
  const code: W_Root = w_function instanceof W_Function ? w_function.code : w_function.getType();
  let w_result = w_first;
  for (;;) {
    reduceDriver.mergePoint(LoopKind.REDUCE, key, code, w_iterator, w_result);
    const w_item = next(w_iterator);
    if (w_item === null) return w_result;
    w_result = call2(w_function, w_result, w_item);
    reduceDriver.canEnterJit(LoopKind.REDUCE, key, code, w_iterator, w_result);
  }
}

// ---- cmp_to_key

export const keyType: W_Type = newBuiltinType('KeyWrapper', objectType);

/** Without an object: what `cmp_to_key` gives, which makes keys. */
class W_KeyWrapper extends W_Root {
  constructor(
    readonly w_compare: W_Root,
    public w_obj: W_Root | null,
  ) {
    super();
  }

  override getType(): W_Type {
    return keyType;
  }
}

function cmpToKey(w_compare: W_Root): W_Root {
  return new W_KeyWrapper(w_compare, null);
}

function keyCall(self: W_KeyWrapper, w_obj: W_Root): W_Root {
  return new W_KeyWrapper(self.w_compare, w_obj);
}

function keyCompare(self: W_KeyWrapper, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_KeyWrapper)) throw typeError('other argument must be K instance');
  if (self.w_obj === null || w_other.w_obj === null) throw typeError('object');
  return compare(op, call2(self.w_compare, self.w_obj, w_other.w_obj), newInt(0));
}

function keyEq(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.EQ);
}

function keyNe(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.NE);
}

function keyLt(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.LT);
}

function keyLe(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.LE);
}

function keyGt(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.GT);
}

function keyGe(self: W_KeyWrapper, w_other: W_Root): W_Root {
  return keyCompare(self, w_other, Comparison.GE);
}

function keyObj(self: W_KeyWrapper): W_Root {
  return self.w_obj === null ? w_None : self.w_obj;
}

function keySetObj(self: W_KeyWrapper, w_obj: W_Root): void {
  self.w_obj = w_obj;
}

// ---- partial

export const partialType: W_Type = newBuiltinType('partial', objectType);

export class W_Partial extends W_Mapped {
  constructor(
    w_type: W_Type,
    public w_function: W_Root,
    public w_args: W_TupleBase,
    public w_keywords: W_DictBase,
  ) {
    super(w_type);
  }
}

function partialNew(w_type: W_Root, w_given: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const w_class = checkedNewType(w_type, partialType);
  const given = w_given.items;
  if (given.length === 0) throw typeError("type 'partial' takes at least one argument");
  let w_function = given[0] as W_Root;
  if (!isCallable(w_function)) throw typeError('the first argument must be callable');
  const args: W_Root[] = [];
  let w_keywords: W_Dict = newDict();
  // A partial without attributes of its own is taken apart.
  if (w_function instanceof W_Partial && w_type === partialType && getDict(w_function).length() === 0) {
    for (const w_arg of w_function.w_args.items) args.push(w_arg);
    w_keywords = copyDict(w_function.w_keywords);
    w_function = w_function.w_function;
  }
  for (let i = 1; i < given.length; i++) args.push(given[i] as W_Root);
  dictMergeDict(w_keywords, w_kwargs);
  return new W_Partial(w_class, w_function, newTuple(sealList(args)), w_keywords);
}

function partialCall(self: W_Partial, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const items = joinObjects(self.w_args.items, w_args.items);
  if (self.w_keywords.length() === 0 && w_kwargs.length() === 0)
    return callArgs(self.w_function, items, null);
  if (w_kwargs.length() === 0) return callWithDict(self.w_function, items, self.w_keywords);
  const w_merged = copyDict(self.w_keywords);
  dictMergeDict(w_merged, w_kwargs);
  return callWithDict(self.w_function, items, w_merged);
}

function partialRepr(self: W_Partial): W_Root {
  if (!enterRepr(self)) return newStr('...');
  try {
    const w_type = self.getType();
    let text = `${w_type.isHeapType ? w_type.name : qualifiedTypeName(w_type)}(${reprText(self.w_function)}`;
    for (const w_arg of self.w_args.items) text += `, ${reprText(w_arg)}`;
    for (let at = self.w_keywords.storage.next(0); at >= 0; at = self.w_keywords.storage.next(at + 1)) {
      const w_name = self.w_keywords.storage.keyAt(at);
      const w_value = self.w_keywords.storage.valueAt(at);
      text += `, ${str(w_name).utf8()}=${reprText(w_value)}`;
    }
    return newStr(text + ')');
  } finally {
    leaveRepr(self);
  }
}

function partialFunc(self: W_Partial): W_Root {
  return self.w_function;
}

function partialArgs(self: W_Partial): W_Root {
  return self.w_args;
}

function partialKeywords(self: W_Partial): W_Root {
  return self.w_keywords;
}

function partialReduce(self: W_Partial): W_Root {
  const w_dict = getDict(self);
  const w_state = w_dict.length() === 0 ? w_None : w_dict;
  return newTuple([
    self.getType(),
    newTuple([self.w_function]),
    newTuple([self.w_function, self.w_args, self.w_keywords, w_state]),
  ]);
}

function partialSetstate(self: W_Partial, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase) || w_state.items.length !== 4)
    throw typeError('invalid partial state');
  const w_function = w_state.items[0] as W_Root;
  const w_args = w_state.items[1] as W_Root;
  const w_keywords = w_state.items[2] as W_Root;
  const w_dict = w_state.items[3] as W_Root;
  if (!isCallable(w_function) || !(w_args instanceof W_TupleBase)) throw typeError('invalid partial state');
  if (w_keywords !== w_None && !(w_keywords instanceof W_DictBase)) throw typeError('invalid partial state');
  self.w_function = w_function;
  self.w_args = w_args instanceof W_Tuple ? w_args : newTuple(w_args.items);
  if (w_keywords instanceof W_DictBase)
    self.w_keywords = w_keywords instanceof W_Dict ? w_keywords : copyDict(w_keywords);
  else self.w_keywords = newDict();
  setDict(self, w_dict instanceof W_DictBase ? w_dict : newDict());
  return w_None;
}

function partialClassGetitem(w_type: W_Root, w_args: W_Root): W_Root {
  return genericAliasOf(w_type, w_args);
}

const keyTypedef = typedef(
  keyType,
  W_KeyWrapper,
  { module: 'functools', subclassable: false, unhashable: true },
  [
    method('__call__', '($self, obj)', keyCall),
    method('__eq__', '($self, value, /)', keyEq),
    method('__ne__', '($self, value, /)', keyNe),
    method('__lt__', '($self, value, /)', keyLt),
    method('__le__', '($self, value, /)', keyLe),
    method('__gt__', '($self, value, /)', keyGt),
    method('__ge__', '($self, value, /)', keyGe),
    getset('obj', keyObj, keySetObj, null, 'Value wrapped by a key function.'),
  ],
);

const partialTypedef = typedef(
  partialType,
  W_Partial,
  {
    module: 'functools',
    hasDict: true,
    weakrefable: true,
    doc: 'partial(func, *args, **keywords) - new function with partial application\n    of the given arguments and keywords.\n',
  },
  [
    staticmethod('__new__', '($type, /, *args, **kwargs)', partialNew),
    method('__call__', '($self, /, *args, **kwargs)', partialCall),
    method('__repr__', '($self, /)', partialRepr),
    getset('func', partialFunc, null, null, 'function object to use in future partial calls'),
    getset('args', partialArgs, null, null, 'tuple of arguments to future partial calls'),
    getset(
      'keywords',
      partialKeywords,
      null,
      null,
      'dictionary of keyword arguments to future partial calls',
    ),
    method('__reduce__', '($self, /)', partialReduce),
    method('__setstate__', '($self, state, /)', partialSetstate),
    classmethod('__class_getitem__', '($type, object, /)', partialClassGetitem, 'See PEP 585'),
  ],
);

export const functoolsModule = moduledef(
  '_functools',
  'Tools that operate on functions.',
  [
    func(
      'reduce',
      '($module, function, iterable, initial=<unrepresentable>, /)',
      functoolsReduce,
      'reduce(function, iterable[, initial]) -> value\n\nApply a function of two arguments cumulatively to the items of a sequence\nor iterable, from left to right, so as to reduce the iterable to a single\nvalue.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\nof the iterable in the calculation, and serves as a default when the\niterable is empty.',
    ),
    func(
      'cmp_to_key',
      '($module, mycmp)',
      cmpToKey,
      'Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.',
    ),
    value('partial', () => partialType),
    value('_lru_cache_wrapper', () => lruCacheType),
  ],
  [keyTypedef, partialTypedef, lruCacheTypedef],
);
