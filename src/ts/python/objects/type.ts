/**
 * `type`: attribute access on classes and everything their objects show. Making classes: `type-new.ts`.
 */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { attributeName, isDataDescriptor } from '../interp/attributes.js';
import { isTrue } from '../interp/compare.js';
import { attributeError, typeError, typeName } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { callMethodDescriptor1, callMethodDescriptor2 } from '../interp/special.js';
import { recursiveIsInstance, recursiveIsSubclass } from '../interp/class-checks.js';
import { newDict } from './dict.js';
import { unionOf } from './generic-alias.js';
import { W_MappingProxy, TypeDictStorage } from './mapping-proxy.js';
import { qualifiedTypeName } from './object.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classDir } from './type-dir.js';
import { instantiateType } from './type-call.js';
import { setBases } from './type-bases.js';
import { computeMro, typeNew, typeInit, bestBase } from './type-new.js';
import { classmethod, field, getset, method, staticmethod, typedef } from './typedef.js';
import { W_Dict } from './w-dict.js';
import type { W_DictBase } from './w-dict.js';
import { W_Function, W_StaticMethod } from './w-function.js';
import { newBool, newInt } from './w-int.js';
import { newListOwning } from './w-list.js';
import { w_None } from './w-none.js';
import { intern, internStr, newStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple, W_TupleBase } from './w-tuple.js';
import { objectType, typeType, W_Type } from './w-type.js';
import { keywordNames } from './keyword-arguments.js';

const n_module = intern('__module__');
const n_doc = intern('__doc__');
const n_annotations = intern('__annotations__');
const n_abstractmethods = intern('__abstractmethods__');

/** The attribute of a class, or null: metatype's data descriptors, the class and its bases, the metatype. */
export function findTypeAttribute(w_type: W_Type, name: W_Str): W_Root | null {
  const w_metatype = w_type.getType();
  const w_metaAttribute = w_metatype.lookup(name);
  if (w_metaAttribute !== null && isDataDescriptor(w_metaAttribute)) {
    const w_get = w_metaAttribute.getType().findSlot(Slot.GET);
    if (w_get !== null) return callMethodDescriptor2(w_get, w_metaAttribute, w_type, w_metatype);
  }
  const w_own = w_type.lookup(name);
  if (w_own !== null) {
    if (w_own instanceof W_Function) return w_own;
    if (w_own instanceof W_StaticMethod && w_own.w_function !== null) return w_own.w_function;
    const w_get = w_own.getType().findSlot(Slot.GET);
    if (w_get === null) return w_own;
    return callMethodDescriptor2(w_get, w_own, w_None, w_type);
  }
  if (w_metaAttribute !== null) {
    const w_get = w_metaAttribute.getType().findSlot(Slot.GET);
    if (w_get === null) return w_metaAttribute;
    return callMethodDescriptor2(w_get, w_metaAttribute, w_type, w_metatype);
  }
  return null;
}

function typeGetattribute(self: W_Type, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  const w_value = findTypeAttribute(self, name);
  if (w_value !== null) return w_value;
  throw attributeError(`type object '${self.name}' has no attribute '${name.utf8()}'`, self, name);
}

function checkMutable(self: W_Type, name: W_StrBase): void {
  if (self.isImmutable)
    throw typeError(`cannot set '${name.utf8()}' attribute of immutable type '${self.name}'`);
}

function typeSetattr(self: W_Type, w_name: W_Root, w_value: W_Root): W_Root {
  const name = attributeName(w_name);
  checkMutable(self, name);
  const w_metaAttribute = self.getType().lookup(name);
  if (w_metaAttribute !== null) {
    const w_set = w_metaAttribute.getType().findSlot(Slot.SET);
    if (w_set !== null) {
      callMethodDescriptor2(w_set, w_metaAttribute, self, w_value);
      return w_None;
    }
  }
  self.dict.set(internStr(name), w_value);
  self.modified();
  return w_None;
}

function typeDelattr(self: W_Type, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  checkMutable(self, name);
  const w_metaAttribute = self.getType().lookup(name);
  if (w_metaAttribute !== null) {
    const w_delete = w_metaAttribute.getType().findSlot(Slot.DELETE);
    if (w_delete !== null) {
      callMethodDescriptor1(w_delete, w_metaAttribute, self);
      return w_None;
    }
  }
  if (!self.dict.remove(name)) {
    throw attributeError(`type object '${self.name}' has no attribute '${name.utf8()}'`, self, name);
  }
  self.modified();
  return w_None;
}

function typeCall(self: W_Type, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  const items: W_Root[] = [];
  if (w_args instanceof W_TupleBase) for (const w_item of w_args.items) items.push(w_item);
  const names = keywordNames(w_kwargs, items);
  return instantiateType(self, sealList(items), names);
}

function typeRepr(self: W_Type): W_Root {
  if (!self.isHeapType) return newStr(`<class '${qualifiedTypeName(self)}'>`);
  const w_module = self.dict.get(n_module);
  if (w_module instanceof W_StrBase && w_module.utf8() !== 'builtins') {
    return newStr(`<class '${w_module.utf8()}.${self.qualname}'>`);
  }
  return newStr(`<class '${self.name}'>`);
}

function typeGetName(self: W_Type): W_Root {
  return newStr(self.name);
}

function typeSetName(self: W_Type, w_value: W_Root): void {
  checkMutable(self, intern('__name__'));
  if (!(w_value instanceof W_StrBase)) {
    throw typeError(`can only assign string to ${self.name}.__name__, not '${typeName(w_value)}'`);
  }
  checkNoNull(w_value);
  self.name = w_value.utf8();
}

function checkNoNull(w_value: W_StrBase): void {
  if (w_value.utf8().indexOf('\0') >= 0) throw typeError('type name must not contain null characters');
}

function typeGetQualname(self: W_Type): W_Root {
  return newStr(self.qualname);
}

function typeSetQualname(self: W_Type, w_value: W_Root): void {
  checkMutable(self, intern('__qualname__'));
  if (!(w_value instanceof W_StrBase)) {
    throw typeError(`can only assign string to ${self.name}.__qualname__, not '${typeName(w_value)}'`);
  }
  self.qualname = w_value.utf8();
}

function typeGetModule(self: W_Type): W_Root {
  if (!self.isHeapType) return newStr(self.module);
  const w_module = self.dict.get(n_module);
  if (w_module === null) throw attributeError('__module__', self, n_module);
  return w_module;
}

function typeSetModule(self: W_Type, w_value: W_Root): void {
  checkMutable(self, n_module);
  self.dict.set(n_module, w_value);
  self.modified();
}

function typeGetBases(self: W_Type): W_Root {
  const items: W_Root[] = [];
  for (const w_base of self.bases) items.push(w_base);
  return newTuple(sealList(items));
}

function typeSetBases(self: W_Type, w_value: W_Root): void {
  checkMutable(self, intern('__bases__'));
  setBases(self, w_value);
}

function typeGetMro(self: W_Type): W_Root {
  const items: W_Root[] = [];
  for (const w_type of self.mro) items.push(w_type);
  return newTuple(sealList(items));
}

function typeMro(self: W_Type): W_Root {
  const items: W_Root[] = [];
  for (const w_type of computeMro(self, self.bases)) items.push(w_type);
  return newListOwning(items);
}

function typeGetBase(self: W_Type): W_Root {
  if (self === objectType) return w_None;
  return bestBase(self.bases);
}

function typeGetDict(self: W_Type): W_Root {
  return new W_MappingProxy(new W_Dict(new TypeDictStorage(self)));
}

function typeGetDoc(self: W_Type): W_Root {
  if (!self.isHeapType) return self.doc === null ? w_None : newStr(self.doc);
  const w_doc = self.dict.get(n_doc);
  if (w_doc === null) return w_None;
  const w_get = w_doc.getType().findSlot(Slot.GET);
  if (w_get !== null) return callMethodDescriptor2(w_get, w_doc, w_None, self);
  return w_doc;
}

function typeSetDoc(self: W_Type, w_value: W_Root): void {
  checkMutable(self, n_doc);
  self.dict.set(n_doc, w_value);
  self.modified();
}

function typeGetTextSignature(self: W_Type): W_Root {
  return self.textSignature === null ? w_None : newStr(self.textSignature);
}

function typeGetAnnotations(self: W_Type): W_Root {
  if (!self.isHeapType) {
    throw attributeError(
      `type object '${self.name}' has no attribute '__annotations__'`,
      self,
      n_annotations,
    );
  }
  let w_annotations = self.dict.get(n_annotations);
  if (w_annotations === null) {
    w_annotations = newDict();
    self.dict.set(n_annotations, w_annotations);
    self.modified();
  } else {
    const w_get = w_annotations.getType().findSlot(Slot.GET);
    if (w_get !== null) return callMethodDescriptor2(w_get, w_annotations, w_None, self);
  }
  return w_annotations;
}

function typeSetAnnotations(self: W_Type, w_value: W_Root): void {
  checkMutable(self, n_annotations);
  self.dict.set(n_annotations, w_value);
  self.modified();
}

function typeDelAnnotations(self: W_Type): void {
  checkMutable(self, n_annotations);
  if (!self.dict.remove(n_annotations)) throw attributeError('__annotations__', self, n_annotations);
  self.modified();
}

function typeGetAbstract(self: W_Type): W_Root {
  const w_names = self === typeType ? null : self.dict.get(n_abstractmethods);
  if (w_names === null) throw attributeError('__abstractmethods__', self, n_abstractmethods);
  return w_names;
}

function typeSetAbstract(self: W_Type, w_value: W_Root): void {
  checkMutable(self, n_abstractmethods);
  const abstract = isTrue(w_value);
  self.dict.set(n_abstractmethods, w_value);
  self.modified();
  self.isAbstract = abstract;
}

function typeDelAbstract(self: W_Type): void {
  if (!self.dict.remove(n_abstractmethods))
    throw attributeError('__abstractmethods__', self, n_abstractmethods);
  self.modified();
  self.isAbstract = false;
}

/** The sorted names of a class's abstract methods, for messages. */
export function abstractMethodNames(w_type: W_Type): FixedArray<string> {
  const names: string[] = [];
  for (const w_name of collect(typeGetAbstract(w_type)))
    if (w_name instanceof W_StrBase) names.push(w_name.utf8());
  // Few names: insertion sort.
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as string;
    let j = i;
    while (j > 0 && (names[j - 1] as string) > name) {
      names[j] = names[j - 1] as string;
      j--;
    }
    names[j] = name;
  }
  return sealList(names);
}

/** `__flags__`: the bits that the library looks at. */
function typeGetFlags(self: W_Type): W_Root {
  let flags = 1 << 12;
  if (self.isHeapType) flags |= 1 << 9;
  if (self.acceptsSubclasses) flags |= 1 << 10;
  if (self.isImmutable) flags |= 1 << 8;
  if (self.isAbstract) flags |= 1 << 20;
  if (self.isSequence) flags |= 1 << 5;
  if (self.isMapping) flags |= 1 << 6;
  if (self.isSubtype(typeType)) flags |= 1 << 31;
  return newInt(flags >>> 0);
}

function typeSubclasses(self: W_Type): W_Root {
  const items: W_Root[] = [];
  for (const w_type of self.liveSubclasses()) items.push(w_type);
  return newListOwning(items);
}

function typeInstancecheck(self: W_Type, w_obj: W_Root): W_Root {
  return newBool(recursiveIsInstance(w_obj, self));
}

function typeSubclasscheck(self: W_Type, w_class: W_Root): W_Root {
  return newBool(recursiveIsSubclass(w_class, self));
}

function typePrepare(_w_metatype: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return newDict();
}

function typeDirMethod(self: W_Type): W_Root {
  const items: W_Root[] = [];
  for (const w_name of classDir(self)) items.push(w_name);
  return newListOwning(items);
}

function typeOr(w_a: W_Root, w_b: W_Root): W_Root {
  return unionOf(w_a, w_b);
}

function typeRor(w_a: W_Root, w_b: W_Root): W_Root {
  return unionOf(w_b, w_a);
}

function typeSizeof(_self: W_Type): W_Root {
  return newInt(1064);
}

function typeGetBasicsize(_self: W_Type): W_Root {
  return newInt(16);
}

function typeGetItemsize(_self: W_Type): W_Root {
  return newInt(0);
}

function typeGetDictoffset(self: W_Type): W_Root {
  return newInt(self.hasDict ? 16 : 0);
}

function typeGetWeakrefoffset(self: W_Type): W_Root {
  return newInt(self.hasWeakref ? 24 : 0);
}

export const typeTypedef = typedef(
  typeType,
  W_Type,
  {
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    hasDict: true,
    weakrefable: true,
  },
  [
    staticmethod(
      '__new__',
      '($type, *args, **kwargs)',
      typeNew,
      'Create and return a new object.  See help(type) for accurate signature.',
    ),
    method(
      '__init__',
      '($self, /, *args, **kwargs)',
      typeInit,
      'Initialize self.  See help(type(self)) for accurate signature.',
    ),
    method('__call__', '($self, /, *args, **kwargs)', typeCall, 'Call self as a function.'),
    method('__getattribute__', '($self, name, /)', typeGetattribute, 'Return getattr(self, name).'),
    method('__setattr__', '($self, name, value, /)', typeSetattr, 'Implement setattr(self, name, value).'),
    method('__delattr__', '($self, name, /)', typeDelattr, 'Implement delattr(self, name).'),
    method('__repr__', '($self, /)', typeRepr, 'Return repr(self).'),
    method('__dir__', '($self, /)', typeDirMethod, 'Specialized __dir__ implementation for types.'),
    method('__sizeof__', '($self, /)', typeSizeof, 'Return memory consumption of the type object.'),
    method(
      '__instancecheck__',
      '($self, instance, /)',
      typeInstancecheck,
      'Check if an object is an instance.',
    ),
    method('__subclasscheck__', '($self, subclass, /)', typeSubclasscheck, 'Check if a class is a subclass.'),
    method('__subclasses__', '($self, /)', typeSubclasses, 'Return a list of immediate subclasses.'),
    method('__or__', '($self, value, /)', typeOr, 'Return self|value.'),
    method('__ror__', '($self, value, /)', typeRor, 'Return value|self.'),
    method('mro', '($self, /)', typeMro, "Return a type's method resolution order."),
    classmethod(
      '__prepare__',
      '($type, /, *args, **kwargs)',
      typePrepare,
      '__prepare__() -> dict\nused to create the namespace for the class statement',
    ),
    getset('__name__', typeGetName, typeSetName),
    getset('__qualname__', typeGetQualname, typeSetQualname),
    getset('__module__', typeGetModule, typeSetModule),
    getset('__bases__', typeGetBases, typeSetBases),
    field('__base__', typeGetBase),
    field('__mro__', typeGetMro),
    getset('__dict__', typeGetDict),
    getset('__doc__', typeGetDoc, typeSetDoc),
    getset('__text_signature__', typeGetTextSignature),
    getset('__annotations__', typeGetAnnotations, typeSetAnnotations, typeDelAnnotations),
    getset('__abstractmethods__', typeGetAbstract, typeSetAbstract, typeDelAbstract),
    field('__flags__', typeGetFlags),
    field('__basicsize__', typeGetBasicsize),
    field('__itemsize__', typeGetItemsize),
    field('__dictoffset__', typeGetDictoffset),
    field('__weakrefoffset__', typeGetWeakrefoffset),
  ],
);
