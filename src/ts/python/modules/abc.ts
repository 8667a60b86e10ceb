/**
 * Module `_abc`: what `abc.ABCMeta` is made of. Each abstract base class remembers which classes were registered with it
 * and, weakly, which are known to be subclasses of it or not to be; the latter only until the next registration anywhere.
 */
import type { int } from '../../rlib/types.js';
import { WeakReference } from '../../rlib/object.js';
import { WeakTable } from '../../rlib/weak-table.js';
import { callMethod1, findAttribute, getAttribute, setAttribute } from '../interp/attributes.js';
import { call1 } from '../interp/call.js';
import { isInstanceOf, isSubclass } from '../interp/class-checks.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { newError, runtimeError, typeError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { iter, next } from '../interp/iteration.js';
import { checkedNewType } from '../objects/new-type.js';
import type { W_Root } from '../objects/root.js';
import { newFrozenset, newSet, setAdd } from '../objects/set.js';
import { func, moduledef, staticmethod, typedef } from '../objects/typedef.js';
import { AssertionErrorType } from '../objects/w-exception.js';
import { newBool, newInt, W_Bool, w_False, w_True } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import type { W_Set } from '../objects/w-set.js';
import { intern, internStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, typeType, W_Mapped, W_Type } from '../objects/w-type.js';

const abcDataType: W_Type = newBuiltinType('_abc_data', objectType);

/** Rises with each registration. */
class Counter {
  value: int = 0;
}

const counter = new Counter();

class W_AbcData extends W_Mapped {
  registry: WeakReference<W_Type>[] = [];
  cache: WeakTable = new WeakTable();
  negative: WeakTable = new WeakTable();
  negativeVersion: int = counter.value;
}

const n_impl = intern('_abc_impl');
const n_isabstractmethod = intern('__isabstractmethod__');
const n_abstractmethods = intern('__abstractmethods__');
const n_tpflags = intern('__abc_tpflags__');
const n_class = intern('__class__');
const n_subclasscheck = intern('__subclasscheck__');
const n_subclasshook = intern('__subclasshook__');
const n_subclasses = intern('__subclasses__');

const SEQUENCE: int = 1 << 5;
const MAPPING: int = 1 << 6;

function dataNew(w_type: W_Root): W_Root {
  return new W_AbcData(checkedNewType(w_type, abcDataType));
}

function dataOf(w_class: W_Root): W_AbcData {
  const w_data = w_class instanceof W_Type ? w_class.lookup(n_impl) : getAttribute(w_class, n_impl);
  if (!(w_data instanceof W_AbcData)) throw typeError('_abc_impl is set to a wrong type');
  return w_data;
}

function isAbstract(w_value: W_Root | null): boolean {
  if (w_value === null) return false;
  const w_mark = findAttribute(w_value, n_isabstractmethod);
  return w_mark !== null && isTrue(w_mark);
}

function getCacheToken(): W_Root {
  return newInt(counter.value);
}

/** Gives a class its data, its set of abstract methods, and what pattern matching takes it for. */
function abcInit(w_class: W_Root): W_Root {
  if (!(w_class instanceof W_Type)) throw typeError('_abc_init() argument must be a class');
  const names = newFrozenset();
  const dict = w_class.dict;
  for (let i = 0; i < dict.keys.length; i++) {
    const w_name = dict.keys[i] as W_StrBase | null;
    if (w_name !== null && isAbstract(dict.values[i] as W_Root | null)) setAdd(names, w_name);
  }
  for (const w_base of w_class.bases) {
    const w_inherited = findAttribute(w_base, n_abstractmethods);
    if (w_inherited === null) continue;
    const w_iterator = iter(w_inherited);
    for (;;) {
      const w_name = next(w_iterator);
      if (w_name === null) break;
      if (!(w_name instanceof W_StrBase)) throw typeError('names of abstract methods must be str');
      if (isAbstract(findAttribute(w_class, internStr(w_name)))) setAdd(names, w_name);
    }
  }
  setAttribute(w_class, n_abstractmethods, names);
  setAttribute(w_class, n_impl, new W_AbcData(abcDataType));
  const w_flags = dict.get(n_tpflags);
  if (w_flags !== null) {
    const flags = toWord(w_flags);
    if ((flags & (SEQUENCE | MAPPING)) === (SEQUENCE | MAPPING)) {
      throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
    }
    if ((flags & SEQUENCE) !== 0) w_class.isSequence = true;
    if ((flags & MAPPING) !== 0) w_class.isMapping = true;
    dict.remove(n_tpflags);
    w_class.modified();
  }
  return w_None;
}

/** A class registered with a sequence or mapping is one, and so are its subclasses. */
function markCollection(w_type: W_Type, w_like: W_Type): void {
  if (
    !w_type.isHeapType ||
    (w_type.isSequence === w_like.isSequence && w_type.isMapping === w_like.isMapping)
  )
    return;
  w_type.isSequence = w_like.isSequence;
  w_type.isMapping = w_like.isMapping;
  for (const w_subclass of w_type.liveSubclasses()) markCollection(w_subclass, w_like);
}

function abcRegister(w_class: W_Root, w_subclass: W_Root): W_Root {
  if (!(w_subclass instanceof W_Type)) throw typeError('Can only register classes');
  if (isSubclass(w_subclass, w_class)) return w_subclass;
  // After the test for a subclass: registering a class with itself does nothing.
  if (isSubclass(w_class, w_subclass)) throw runtimeError('Refusing to create an inheritance cycle');
  dataOf(w_class).registry.push(new WeakReference<W_Type>(w_subclass));
  counter.value++;
  if (w_class instanceof W_Type && (w_class.isSequence || w_class.isMapping))
    markCollection(w_subclass, w_class);
  return w_subclass;
}

function knownNegative(data: W_AbcData, w_class: W_Root): boolean {
  return data.negativeVersion === counter.value && data.negative.get(w_class) !== null;
}

function abcInstancecheck(w_class: W_Root, w_instance: W_Root): W_Root {
  const data = dataOf(w_class);
  const w_subclass = getAttribute(w_instance, n_class);
  if (data.cache.get(w_subclass) !== null) return w_True;
  const w_type = w_instance.getType();
  if (w_type === w_subclass) {
    if (knownNegative(data, w_subclass)) return w_False;
    return callMethod1(w_class, n_subclasscheck, w_subclass);
  }
  const w_result = callMethod1(w_class, n_subclasscheck, w_subclass);
  return isTrue(w_result) ? w_result : callMethod1(w_class, n_subclasscheck, w_type);
}

function abcSubclasscheck(w_class: W_Root, w_subclass: W_Root): W_Root {
  if (!isInstanceOf(w_subclass, typeType)) throw typeError('issubclass() arg 1 must be a class');
  const data = dataOf(w_class);
  if (data.cache.get(w_subclass) !== null) return w_True;
  if (data.negativeVersion < counter.value) {
    data.negative = new WeakTable();
    data.negativeVersion = counter.value;
  } else if (data.negative.get(w_subclass) !== null) {
    return w_False;
  }
  const w_hooked = callMethod1(w_class, n_subclasshook, w_subclass);
  if (w_hooked !== w_NotImplemented) {
    if (!(w_hooked instanceof W_Bool))
      throw newError(
        AssertionErrorType,
        '__subclasshook__ must return either False, True, or NotImplemented',
      );
    return remember(data, w_subclass, w_hooked === w_True);
  }
  if (w_subclass instanceof W_Type && w_class instanceof W_Type && w_subclass.isSubtype(w_class)) {
    return remember(data, w_subclass, true);
  }
  for (const reference of data.registry) {
    const w_registered = reference.get();
    if (w_registered !== null && isSubclass(w_subclass, w_registered))
      return remember(data, w_subclass, true);
  }
  const w_iterator = iter(call1(getAttribute(typeType, n_subclasses), w_class));
  for (;;) {
    const w_own = next(w_iterator);
    if (w_own === null) break;
    if (isSubclass(w_subclass, w_own)) return remember(data, w_subclass, true);
  }
  return remember(data, w_subclass, false);
}

function remember(data: W_AbcData, w_subclass: W_Root, positive: boolean): W_Root {
  const table = positive ? data.cache : data.negative;
  table.set(w_subclass, w_subclass);
  return newBool(positive);
}

function resetRegistry(w_class: W_Root): W_Root {
  dataOf(w_class).registry = [];
  return w_None;
}

function resetCaches(w_class: W_Root): W_Root {
  const data = dataOf(w_class);
  data.cache = new WeakTable();
  data.negative = new WeakTable();
  return w_None;
}

/** Adds references to the subclasses of a type, and their subclasses, that a table has. */
function dumpTable(w_type: W_Type, table: WeakTable, w_ref: W_Root, into: W_Set): void {
  if (table.get(w_type) !== null) setAdd(into, call1(w_ref, w_type));
  for (const w_subclass of w_type.liveSubclasses()) dumpTable(w_subclass, table, w_ref, into);
}

function getDump(w_class: W_Root): W_Root {
  const data = dataOf(w_class);
  const w_ref = getAttribute(importModule('_weakref'), intern('ref'));
  const registry = newSet();
  for (const reference of data.registry) {
    const w_registered = reference.get();
    if (w_registered !== null) setAdd(registry, call1(w_ref, w_registered));
  }
  const cache = newSet();
  const negative = newSet();
  dumpTable(objectType, data.cache, w_ref, cache);
  dumpTable(objectType, data.negative, w_ref, negative);
  return newTuple([registry, cache, negative, newInt(data.negativeVersion)]);
}

export const abcModule = moduledef(
  '_abc',
  'Module contains faster C implementation of abc.ABCMeta',
  [
    func(
      'get_cache_token',
      '($module, /)',
      getCacheToken,
      'Returns the current ABC cache token: it changes with each registration.',
    ),
    func('_abc_init', '($module, self, /)', abcInit, 'Gives a class what an abstract base class needs.'),
    func(
      '_abc_register',
      '($module, self, subclass, /)',
      abcRegister,
      'Makes a class a virtual subclass of an abstract base class.',
    ),
    func(
      '_abc_instancecheck',
      '($module, self, instance, /)',
      abcInstancecheck,
      'What ABCMeta.__instancecheck__ does.',
    ),
    func(
      '_abc_subclasscheck',
      '($module, self, subclass, /)',
      abcSubclasscheck,
      'What ABCMeta.__subclasscheck__ does.',
    ),
    func(
      '_get_dump',
      '($module, self, /)',
      getDump,
      'Registry, cache, negative cache and its version, for debugging.',
    ),
    func('_reset_registry', '($module, self, /)', resetRegistry, 'Empties the registry, for tests.'),
    func('_reset_caches', '($module, self, /)', resetCaches, 'Empties both caches, for tests.'),
  ],
  [
    typedef(abcDataType, W_AbcData, { module: '_abc', subclassable: false }, [
      staticmethod('__new__', '($type, /)', dataNew),
    ]),
  ],
);
