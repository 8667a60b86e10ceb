/**
 * Making classes: `type(name, bases, namespace)`, metaclass choice, method resolution order (C3), `__slots__`,
 * `__set_name__`, `__init_subclass__`, `__classcell__`.
 */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { findAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { callWithDict } from '../interp/call-ops.js';
import { context } from '../interp/context.js';
import { asOperationError, runtimeError, typeError, typeName, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { bindDescriptor, lookupSpecial } from '../interp/special.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import type { OperationError } from './w-exception.js';
import { isIdentifier } from './str-identifier.js';
import { reprText } from '../interp/convert.js';
import type { W_Root } from './root.js';
import { addHiddenRows } from './instance-descriptors.js';
import { Slot } from './slots.js';
import { superOf } from './super.js';
import { W_Member } from './w-builtin.js';
import { W_DictBase } from './w-dict.js';
import {
  classmethodType,
  staticmethodType,
  W_Cell,
  W_ClassMethod,
  W_Function,
  W_StaticMethod,
} from './w-function.js';
import { w_None } from './w-none.js';
import { intern, internStr, internText } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';
import { objectType, typeType, W_Type } from './w-type.js';

const n_module = intern('__module__');
const n_qualname = intern('__qualname__');
const n_name = intern('__name__');
const n_doc = intern('__doc__');
const n_slots = intern('__slots__');
const n_classcell = intern('__classcell__');
const n_new = intern('__new__');
const n_init_subclass = intern('__init_subclass__');
const n_class_getitem = intern('__class_getitem__');
const n_set_name = intern('__set_name__');
const n_mro = intern('mro');
const n_mro_entries = intern('__mro_entries__');
const n_hash = intern('__hash__');
const n_eq = intern('__eq__');

/** `type.__new__`. */
export function typeNew(w_metatype: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (!(w_metatype instanceof W_Type)) {
    throw typeError(`type.__new__(X): X is not a type object (${typeName(w_metatype)})`);
  }
  const items: FixedArray<W_Root> = w_args instanceof W_TupleBase ? w_args.items : [];
  if (items.length !== 3) {
    if (items.length === 1 && w_metatype === typeType) {
      if (w_kwargs.length() > 0) throw typeError('type() takes 1 or 3 arguments');
      return (items[0] as W_Root).getType();
    }
    if (w_metatype === typeType) throw typeError('type() takes 1 or 3 arguments');
    throw typeError(`type.__new__() takes exactly 3 arguments (${items.length} given)`);
  }
  const w_name = items[0] as W_Root;
  const w_bases = items[1] as W_Root;
  const w_namespace = items[2] as W_Root;
  if (!(w_name instanceof W_StrBase)) {
    throw typeError(`type.__new__() argument 1 must be str, not ${typeName(w_name)}`);
  }
  if (!(w_bases instanceof W_TupleBase)) {
    throw typeError(`type.__new__() argument 2 must be tuple, not ${typeName(w_bases)}`);
  }
  if (!(w_namespace instanceof W_DictBase)) {
    throw typeError(`type.__new__() argument 3 must be dict, not ${typeName(w_namespace)}`);
  }
  const given: W_Type[] = [];
  for (const w_base of w_bases.items) {
    if (!(w_base instanceof W_Type)) {
      if (findAttribute(w_base, n_mro_entries) !== null) {
        throw typeError("type() doesn't support MRO entry resolution; use types.new_class()");
      }
      throw typeError('bases must be types');
    }
    given.push(w_base);
  }
  const bases = sealList(given);
  const w_winner = winningMetatype(w_metatype, bases);
  if (w_winner !== w_metatype) {
    const w_winnerNew = w_winner.findSlot(Slot.NEW);
    if (w_winnerNew !== null && w_winnerNew !== typeType.findSlot(Slot.NEW)) {
      const w_callable = findAttribute(w_winner, n_new);
      if (w_callable !== null)
        return callWithDict(w_callable, [w_winner, w_name, w_bases, w_namespace], w_kwargs);
    }
  }
  if (w_name.utf8().indexOf('\0') >= 0) throw valueError('type name must not contain null characters');
  return createClass(w_winner, w_name.utf8(), bases, w_namespace, w_kwargs);
}

/** `type.__init__`: only counts its arguments. */
export function typeInit(_w_self: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  const count = w_args instanceof W_TupleBase ? w_args.items.length : 0;
  if (w_kwargs.length() > 0 && count === 1) throw typeError('type.__init__() takes no keyword arguments');
  if (count !== 1 && count !== 3) throw typeError('type.__init__() takes 1 or 3 arguments');
  return w_None;
}

/** The most derived of the metatypes of the bases and the given one. */
export function winningMetatype(w_metatype: W_Type, bases: FixedArray<W_Type>): W_Type {
  let w_winner = w_metatype;
  for (const w_base of bases) {
    const w_candidate = w_base.getType();
    if (!w_winner.isSubtype(w_candidate)) {
      if (!w_candidate.isSubtype(w_winner)) {
        throw typeError(
          'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
        );
      }
      w_winner = w_candidate;
    }
  }
  return w_winner;
}

/** The base that decides the layout; an error if bases' layouts can't be combined. */
export function bestBase(bases: FixedArray<W_Type>): W_Type {
  let w_best: W_Type | null = null;
  for (const w_base of bases) {
    if (w_best === null) {
      w_best = w_base;
    } else if (w_base.layoutBase !== w_best.layoutBase) {
      if (w_base.layoutBase.isSubtype(w_best.layoutBase)) w_best = w_base;
      else if (!w_best.layoutBase.isSubtype(w_base.layoutBase)) {
        throw typeError('multiple bases have instance lay-out conflict');
      }
    } else {
      const w_slots = slotBase(w_base);
      const w_bestSlots = slotBase(w_best);
      if (w_slots !== null && (w_bestSlots === null || !w_bestSlots.isSubtype(w_slots))) {
        if (w_bestSlots !== null && !w_slots.isSubtype(w_bestSlots)) {
          throw typeError('multiple bases have instance lay-out conflict');
        }
        w_best = w_base;
      }
    }
  }
  return w_best === null ? objectType : w_best;
}

/** The nearest class, itself or a base, that adds non-empty `__slots__`. */
function slotBase(w_type: W_Type): W_Type | null {
  for (const w_base of w_type.mro) {
    const members = w_base.slotMembers;
    if (members !== null && members.length > 0) return w_base;
  }
  return null;
}

function createClass(
  w_metatype: W_Type,
  name: string,
  givenBases: FixedArray<W_Type>,
  w_namespace: W_DictBase,
  w_kwargs: W_DictBase,
): W_Root {
  const bases: FixedArray<W_Type> = givenBases.length === 0 ? [objectType] : givenBases;
  for (const w_base of bases) {
    if (!w_base.acceptsSubclasses) throw typeError(`type '${w_base.name}' is not an acceptable base type`);
  }
  const w_best = bestBase(bases);
  const w_type = new W_Type(name, w_metatype, null);
  w_type.isHeapType = true;
  w_type.isImmutable = false;
  w_type.bases = bases;
  w_type.layoutBase = w_best.layoutBase;
  w_type.exceptionLayout = w_best.exceptionLayout;
  w_type.matchSelf = w_best.matchSelf;
  for (const w_base of bases) {
    if (w_base.hasDict) w_type.hasDict = true;
    if (w_base.hasWeakref) w_type.hasWeakref = true;
    if (w_base.isSequence) w_type.isSequence = true;
    if (w_base.isMapping) w_type.isMapping = true;
    if (w_base.matchSelf) w_type.matchSelf = true;
  }
  const storage = w_namespace.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_key = storage.keyAt(at);
    if (w_key instanceof W_StrBase) w_type.dict.set(internStr(w_key), storage.valueAt(at));
  }
  takeQualname(w_type);
  if (w_type.dict.get(n_module) === null) {
    const frame = context.topFrame;
    const w_module = frame === null ? null : frame.w_globals.getStr(n_name);
    if (w_module !== null) w_type.dict.set(n_module, w_module);
  }
  const w_cell = w_type.dict.get(n_classcell);
  if (w_cell !== null) {
    if (!(w_cell instanceof W_Cell)) {
      throw typeError(`type.__new__() argument 3 ('__classcell__') must be a cell, not ${typeName(w_cell)}`);
    }
    w_type.dict.remove(n_classcell);
  }
  addSlots(w_type, w_best);
  if (w_type.dict.get(n_doc) === null) w_type.dict.set(n_doc, w_None);
  wrapSpecials(w_type);
  if (w_type.dict.has(n_eq) && !w_type.dict.has(n_hash)) w_type.dict.set(n_hash, w_None);
  mergeBases(w_type);
  for (const w_base of bases) w_base.addSubclass(w_type);
  if (w_cell instanceof W_Cell) w_cell.w_value = w_type;
  callSetNames(w_type);
  callInitSubclass(w_type, w_kwargs);
  return w_type;
}

function takeQualname(w_type: W_Type): void {
  const w_qualname = w_type.dict.get(n_qualname);
  if (w_qualname === null) return;
  if (!(w_qualname instanceof W_StrBase))
    throw typeError(`type __qualname__ must be a str, not ${typeName(w_qualname)}`);
  w_type.qualname = w_qualname.utf8();
  w_type.dict.remove(n_qualname);
}

/** `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods, undecorated. */
function wrapSpecials(w_type: W_Type): void {
  const w_new = w_type.dict.get(n_new);
  if (w_new instanceof W_Function) {
    const w_static = new W_StaticMethod(staticmethodType);
    w_static.w_function = w_new;
    w_type.dict.set(n_new, w_static);
  }
  wrapClassMethod(w_type, n_init_subclass);
  wrapClassMethod(w_type, n_class_getitem);
}

function wrapClassMethod(w_type: W_Type, name: W_Str): void {
  const w_function = w_type.dict.get(name);
  if (w_function instanceof W_Function) {
    const w_wrapped = new W_ClassMethod(classmethodType);
    w_wrapped.w_function = w_function;
    w_type.dict.set(name, w_wrapped);
  }
}

/** Adds the descriptors that `__slots__` asks for, and `__dict__` and `__weakref__` where instances get them. */
function addSlots(w_type: W_Type, w_best: W_Type): void {
  const w_slots = w_type.dict.get(n_slots);
  if (w_slots === null) {
    const addsDict = !w_type.hasDict;
    const addsWeakref = !w_type.hasWeakref;
    w_type.hasDict = true;
    w_type.hasWeakref = true;
    addHiddenRows(w_type, addsDict, addsWeakref);
    return;
  }
  const items: FixedArray<W_Root> = w_slots instanceof W_StrBase ? [w_slots] : collect(w_slots);
  const members: W_StrBase[] = [];
  let wantsDict = false;
  let wantsWeakref = false;
  if (items.length > 0 && !supportsSlots(w_best)) {
    throw typeError(`nonempty __slots__ not supported for subtype of '${w_best.name}'`);
  }
  for (const w_item of items) {
    if (!(w_item instanceof W_StrBase))
      throw typeError(`__slots__ items must be strings, not '${typeName(w_item)}'`);
    if (!isIdentifier(w_item)) throw typeError('__slots__ must be identifiers');
    if (w_item.utf8() === '__dict__') {
      if (w_type.hasDict || wantsDict) throw typeError('__dict__ slot disallowed: we already got one');
      wantsDict = true;
    } else if (w_item.utf8() === '__weakref__') {
      if (w_type.hasWeakref || wantsWeakref)
        throw typeError('__weakref__ slot disallowed: we already got one');
      wantsWeakref = true;
    } else {
      const name = internStr(mangle(w_type.name, w_item));
      if (w_type.dict.has(name) && name !== n_qualname && name !== n_classcell) {
        throw valueError(`${reprText(w_item)} in __slots__ conflicts with class variable`);
      }
      members.push(name);
    }
  }
  sortNames(members);
  for (const name of members) {
    // Every class's slot is its own, even under a name that a base uses too.
    const key = internText(`${name.utf8()} of ${w_type.name} ${slotCounter.next()}`);
    w_type.dict.set(name, new W_Member(internStr(name), w_type, key));
  }
  w_type.slotMembers = members;
  if (wantsDict) w_type.hasDict = true;
  if (wantsWeakref) w_type.hasWeakref = true;
  addHiddenRows(w_type, wantsDict, wantsWeakref);
}

class Counter {
  private last: int = 0;

  next(): int {
    return ++this.last;
  }
}

const slotCounter = new Counter();

/** Values of variable size (int, bytes, tuple) have no room for slots, as in CPython. */
function supportsSlots(w_best: W_Type): boolean {
  return !w_best.layoutBase.isVariableSize;
}

/** Private names in a class: `__x` becomes `_Class__x`. */
function mangle(className: string, w_name: W_StrBase): W_StrBase {
  const name = w_name.utf8();
  if (!name.startsWith('__') || name.endsWith('__') || name.indexOf('.', 0) >= 0) return w_name;
  let start = 0;
  while (start < className.length && className.charCodeAt(start) === 95) start++;
  if (start === className.length) return w_name;
  return internText(`_${className.slice(start, className.length)}${name}`);
}

function sortNames(names: W_StrBase[]): void {
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as W_StrBase;
    let j = i;
    while (j > 0 && (names[j - 1] as W_StrBase).utf8() > name.utf8()) {
      names[j] = names[j - 1] as W_StrBase;
      j--;
    }
    names[j] = name;
  }
}

/** Computes the MRO from the bases, by the metatype's own `mro` if it has one, for this class and its subclasses. */
export function mergeBases(w_type: W_Type): void {
  const w_metatype = w_type.getType();
  const w_mro = w_metatype.lookup(n_mro);
  if (w_metatype === typeType || w_mro === null || w_mro === typeType.dict.get(n_mro)) {
    w_type.mro = computeMro(w_type, w_type.bases);
  } else {
    const result: W_Type[] = [];
    for (const w_item of collect(call1OfDescriptor(w_mro, w_type))) {
      if (!(w_item instanceof W_Type)) throw typeError(`mro() returned a non-class ('${typeName(w_item)}')`);
      if (!w_type.layoutBase.isSubtype(w_item.layoutBase)) {
        throw typeError(`mro() returned base with unsuitable layout ('${w_item.name}')`);
      }
      result.push(w_item);
    }
    w_type.mro = sealList(result);
  }
  w_type.modified();
  for (const w_subclass of w_type.liveSubclasses()) mergeBases(w_subclass);
}

function call1OfDescriptor(w_descriptor: W_Root, w_type: W_Type): W_Root {
  return callArgs(bindDescriptor(w_descriptor, w_type), [], null);
}

/** C3 linearization (Barrett et al. 1996). */
export function computeMro(w_type: W_Type, bases: FixedArray<W_Type>): FixedArray<W_Type> {
  const result: W_Type[] = [w_type];
  if (bases.length === 1) {
    for (const w_base of (bases[0] as W_Type).mro) result.push(w_base);
    return sealList(result);
  }
  for (let i = 0; i < bases.length; i++) {
    for (let j = 0; j < i; j++) {
      if (bases[i] === bases[j]) throw typeError(`duplicate base class ${(bases[i] as W_Type).name}`);
    }
  }
  const sequences: FixedArray<W_Type>[] = [];
  const positions: int[] = [];
  for (const w_base of bases) {
    sequences.push(w_base.mro);
    positions.push(0);
  }
  sequences.push(bases);
  positions.push(0);
  for (;;) {
    let w_next: W_Type | null = null;
    let remaining = false;
    for (let i = 0; i < sequences.length && w_next === null; i++) {
      const sequence = sequences[i] as FixedArray<W_Type>;
      const position = positions[i] as int;
      if (position < sequence.length) {
        remaining = true;
        const w_candidate = sequence[position] as W_Type;
        if (!inTail(w_candidate, sequences, positions)) w_next = w_candidate;
      }
    }
    if (!remaining) return sealList(result);
    if (w_next === null) throw inconsistentMro(sequences, positions);
    result.push(w_next);
    for (let i = 0; i < sequences.length; i++) {
      const position = positions[i] as int;
      const sequence = sequences[i] as FixedArray<W_Type>;
      if (position < sequence.length && sequence[position] === w_next) positions[i] = position + 1;
    }
  }
}

function inTail(w_type: W_Type, sequences: FixedArray<W_Type>[], positions: int[]): boolean {
  for (let i = 0; i < sequences.length; i++) {
    const sequence = sequences[i] as FixedArray<W_Type>;
    for (let j = (positions[i] as int) + 1; j < sequence.length; j++) if (sequence[j] === w_type) return true;
  }
  return false;
}

function inconsistentMro(sequences: FixedArray<W_Type>[], positions: int[]): OperationError {
  const seen: W_Type[] = [];
  let names = '';
  for (let i = 0; i < sequences.length; i++) {
    const sequence = sequences[i] as FixedArray<W_Type>;
    const position = positions[i] as int;
    if (position < sequence.length) {
      const w_head = sequence[position] as W_Type;
      let known = false;
      for (const w_other of seen) if (w_other === w_head) known = true;
      if (!known) {
        seen.push(w_head);
        names += (names === '' ? '' : ', ') + w_head.name;
      }
    }
  }
  return typeError(`Cannot create a consistent method resolution\norder (MRO) for bases ${names}`);
}

/** `__set_name__` of every attribute that has one. */
function callSetNames(w_type: W_Type): void {
  const names: W_StrBase[] = [];
  const values: W_Root[] = [];
  for (let i = 0; i < w_type.dict.keys.length; i++) {
    const name = w_type.dict.keys[i] as W_StrBase | null;
    const w_value = w_type.dict.values[i] as W_Root | null;
    if (name !== null && w_value !== null) {
      names.push(name);
      values.push(w_value);
    }
  }
  for (let i = 0; i < names.length; i++) {
    const w_value = values[i] as W_Root;
    const w_setName = lookupSpecial(w_value, n_set_name);
    if (w_setName !== null) {
      try {
        callArgs(w_setName, [w_type, names[i] as W_StrBase], null);
      } catch (e) {
        const cause = asOperationError(caught(e)).w_exception;
        const error = runtimeError(
          `Error calling __set_name__ on '${typeName(w_value)}' instance ${reprText(names[i] as W_StrBase)} in '${w_type.name}'`,
        );
        error.w_exception.w_cause = cause;
        error.w_exception.w_context = cause;
        error.w_exception.suppressContext = true;
        throw error;
      }
    }
  }
}

function callInitSubclass(w_type: W_Type, w_kwargs: W_DictBase): void {
  const w_super = superOf(w_type, w_type);
  const w_method = findAttribute(w_super, n_init_subclass);
  if (w_method !== null) callWithDict(w_method, [], w_kwargs);
}
