/** `object`: the methods every Python object inherits. */
import { identityHash } from '../../rlib/object.js';
import {
  genericDeleteAttribute,
  genericGetAttribute,
  genericSetAttribute,
  attributeName,
  findAttribute,
} from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { isSame, isTrue } from '../interp/compare.js';
import { repr, str, toWord } from '../interp/convert.js';
import { typeError, typeName } from '../interp/errors.js';
import { callMethodDescriptor1 } from '../interp/special.js';
import { hexAddress } from './identity.js';
import { LateConstant } from './late-constant.js';
import { newStorage, newTerminator, rebaseMap } from './map.js';
import { W_Root } from './root.js';
import { Slot } from './slots.js';
import { classmethod, getset, method, staticmethod, typedef } from './typedef.js';
import { typeDir } from './type-dir.js';
import { newInt, w_False, w_True } from './w-int.js';
import { newListOwning } from './w-list.js';
import { moduleType } from './w-module.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { intern, newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';
import { objectType, W_Instance, W_Type, watchInstance } from './w-type.js';
import type { W_DictBase } from './w-dict.js';
import { abstractMethodNames } from './type.js';
import { sameLayout } from './type-layout.js';
import { copyregReduce, objectState } from './object-reduce.js';

/** The slot wrappers of `object` itself, filled by `bootstrap.ts`: attribute access checks for them to go the direct way. */
export const w_objectGetattribute: LateConstant = new LateConstant();
export const w_objectSetattr: LateConstant = new LateConstant();
export const w_objectDelattr: LateConstant = new LateConstant();
export const w_objectNew: LateConstant = new LateConstant();
export const w_objectInit: LateConstant = new LateConstant();

/** `<module.Name object at 0x...>`. */
export function genericRepr(w_obj: W_Root): W_StrBase {
  const w_type = w_obj.getType();
  return newStr(`<${qualifiedTypeName(w_type)} object at ${hexAddress(w_obj)}>`);
}

const n_module = intern('__module__');

/** The name of a type with its module's, without `builtins.`. */
export function qualifiedTypeName(w_type: W_Type): string {
  if (!w_type.isHeapType)
    return w_type.module === 'builtins' ? w_type.qualname : `${w_type.module}.${w_type.qualname}`;
  const w_module = w_type.dict.get(n_module);
  if (w_module instanceof W_StrBase && w_module.utf8() !== 'builtins')
    return `${w_module.utf8()}.${w_type.qualname}`;
  return w_type.qualname;
}

/** A new instance of a user-defined class that inherits its layout from object. */
export function allocateInstance(w_type: W_Type): W_Instance {
  const map = w_type.getInstanceMap();
  const w_obj = new W_Instance(map, newStorage(map));
  watchInstance(w_obj, w_type);
  return w_obj;
}

function excessArguments(w_args: W_Root, w_kwargs: W_DictBase): boolean {
  return (w_args instanceof W_TupleBase && w_args.items.length > 0) || w_kwargs.length() > 0;
}

function objectNew(w_type: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (!(w_type instanceof W_Type)) {
    throw typeError(`object.__new__(X): X is not a type object (${typeName(w_type)})`);
  }
  if (excessArguments(w_args, w_kwargs)) {
    if (w_type.findSlot(Slot.NEW) !== w_objectNew.w_value) {
      throw typeError('object.__new__() takes exactly one argument (the type to instantiate)');
    }
    if (w_type.findSlot(Slot.INIT) === w_objectInit.w_value)
      throw typeError(`${w_type.name}() takes no arguments`);
  }
  if (w_type.isAbstract) throwAbstract(w_type);
  if (w_type.layoutBase !== objectType) {
    throw typeError(`object.__new__(${w_type.name}) is not safe, use ${w_type.layoutBase.name}.__new__()`);
  }
  return allocateInstance(w_type);
}

function throwAbstract(w_type: W_Type): never {
  const names = abstractMethodNames(w_type);
  const plural = names.length === 1 ? 'method' : 'methods';
  let list = '';
  for (const name of names) list += (list === '' ? '' : ', ') + name;
  throw typeError(`Can't instantiate abstract class ${w_type.name} with abstract ${plural} ${list}`);
}

function objectInit(w_self: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (excessArguments(w_args, w_kwargs)) {
    const w_type = w_self.getType();
    if (w_type.findSlot(Slot.INIT) !== w_objectInit.w_value) {
      throw typeError('object.__init__() takes exactly one argument (the instance to initialize)');
    }
    if (w_type.findSlot(Slot.NEW) === w_objectNew.w_value) {
      throw typeError(`${w_type.name}.__init__() takes exactly one argument (the instance to initialize)`);
    }
  }
  return w_None;
}

function objectRepr(w_self: W_Root): W_Root {
  return genericRepr(w_self);
}

function objectStr(w_self: W_Root): W_Root {
  return repr(w_self);
}

function objectHash(w_self: W_Root): W_Root {
  return newInt(identityHash(w_self));
}

function objectEq(w_self: W_Root, w_other: W_Root): W_Root {
  // Only equality is known: difference is for the other operand to say.
  return isSame(w_self, w_other) ? w_True : w_NotImplemented;
}

function objectNe(w_self: W_Root, w_other: W_Root): W_Root {
  const w_eq = w_self.getType().findSlot(Slot.EQ);
  if (w_eq === null) return w_NotImplemented;
  const w_result = callMethodDescriptor1(w_eq, w_self, w_other);
  if (w_result === w_NotImplemented) return w_result;
  return isTrue(w_result) ? w_False : w_True;
}

function objectOrder(_w_self: W_Root, _w_other: W_Root): W_Root {
  return w_NotImplemented;
}

function objectFormat(w_self: W_Root, w_spec: W_Root): W_Root {
  if (!(w_spec instanceof W_StrBase)) {
    throw typeError(`__format__() argument must be str, not ${typeName(w_spec)}`);
  }
  if (w_spec.utf8() !== '')
    throw typeError(`unsupported format string passed to ${typeName(w_self)}.__format__`);
  return str(w_self);
}

function objectGetattribute(w_self: W_Root, w_name: W_Root): W_Root {
  return genericGetAttribute(w_self, attributeName(w_name));
}

function objectSetattr(w_self: W_Root, w_name: W_Root, w_value: W_Root): W_Root {
  if (w_self instanceof W_Type) throw typeError(`can't apply this __setattr__ to ${typeName(w_self)} object`);
  genericSetAttribute(w_self, attributeName(w_name), w_value);
  return w_None;
}

function objectDelattr(w_self: W_Root, w_name: W_Root): W_Root {
  if (w_self instanceof W_Type) throw typeError(`can't apply this __delattr__ to ${typeName(w_self)} object`);
  genericDeleteAttribute(w_self, attributeName(w_name));
  return w_None;
}

function objectGetClass(w_self: W_Root): W_Root {
  return w_self.getType();
}

/** `obj.__class__ = cls`: between classes whose instances look alike. */
function objectSetClass(w_self: W_Root, w_class: W_Root): void {
  if (!(w_class instanceof W_Type)) {
    throw typeError(`__class__ must be set to a class, not '${typeName(w_class)}' object`);
  }
  const w_old = w_self.getType();
  const modules = w_old.isSubtype(moduleType) && w_class.isSubtype(moduleType);
  if (!modules && (!w_old.isHeapType || !w_class.isHeapType)) {
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  }
  if (!sameLayout(w_old, w_class)) {
    throw typeError(`__class__ assignment: '${w_class.name}' object layout differs from '${w_old.name}'`);
  }
  if (w_self instanceof W_Type) {
    w_self.w_metatype = w_class;
    w_self.modified();
    return;
  }
  const map = w_self.getMap();
  if (map === null)
    throw typeError(`__class__ assignment: '${w_class.name}' object layout differs from '${w_old.name}'`);
  rebaseMap(w_self, map, map.devolved ? newTerminator(w_class, true) : w_class.getInstanceMap());
}

const n_dict = intern('__dict__');

function objectDir(w_self: W_Root): W_Root {
  const names = typeDir(w_self.getType(), findAttribute(w_self, n_dict));
  const result: W_Root[] = [];
  for (const w_name of names) result.push(w_name);
  return newListOwning(result);
}

function objectSizeof(w_self: W_Root): W_Root {
  const map = w_self.getMap();
  return newInt(map === null ? 32 : 32 + 8 * map.size);
}

function objectReduce(w_self: W_Root): W_Root {
  return copyregReduce(w_self, 0);
}

const n_reduce = intern('__reduce__');

function objectReduceEx(w_self: W_Root, w_protocol: W_Root): W_Root {
  const w_type = w_self.getType();
  const w_own = w_type.lookup(n_reduce);
  if (w_own !== null && w_own !== objectType.dict.get(n_reduce)) {
    const w_bound = findAttribute(w_self, n_reduce);
    if (w_bound !== null) return callArgs(w_bound, [], null);
  }
  return copyregReduce(w_self, toWord(w_protocol));
}

function objectGetstate(w_self: W_Root): W_Root {
  return objectState(w_self, false);
}

function objectSubclasshook(_w_type: W_Root, _w_class: W_Root): W_Root {
  return w_NotImplemented;
}

function objectInitSubclass(_w_type: W_Root): W_Root {
  return w_None;
}

export const objectTypedef = typedef(
  objectType,
  W_Root,
  {
    doc: 'The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n',
  },
  [
    staticmethod(
      '__new__',
      '($type, *args, **kwargs)',
      objectNew,
      'Create and return a new object.  See help(type) for accurate signature.',
    ),
    method(
      '__init__',
      '($self, /, *args, **kwargs)',
      objectInit,
      'Initialize self.  See help(type(self)) for accurate signature.',
    ),
    method('__repr__', '($self, /)', objectRepr, 'Return repr(self).'),
    method('__str__', '($self, /)', objectStr, 'Return str(self).'),
    method('__hash__', '($self, /)', objectHash, 'Return hash(self).'),
    method('__eq__', '($self, value, /)', objectEq, 'Return self==value.'),
    method('__ne__', '($self, value, /)', objectNe, 'Return self!=value.'),
    method('__lt__', '($self, value, /)', objectOrder, 'Return self<value.'),
    method('__le__', '($self, value, /)', objectOrder, 'Return self<=value.'),
    method('__gt__', '($self, value, /)', objectOrder, 'Return self>value.'),
    method('__ge__', '($self, value, /)', objectOrder, 'Return self>=value.'),
    method('__getattribute__', '($self, name, /)', objectGetattribute, 'Return getattr(self, name).'),
    method('__setattr__', '($self, name, value, /)', objectSetattr, 'Implement setattr(self, name, value).'),
    method('__delattr__', '($self, name, /)', objectDelattr, 'Implement delattr(self, name).'),
    method('__format__', '($self, format_spec, /)', objectFormat, 'Default object formatter.'),
    method('__dir__', '($self, /)', objectDir, 'Default dir() implementation.'),
    method('__sizeof__', '($self, /)', objectSizeof, 'Size of object in memory, in bytes.'),
    method('__reduce__', '($self, /)', objectReduce, 'Helper for pickle.'),
    method('__reduce_ex__', '($self, protocol, /)', objectReduceEx, 'Helper for pickle.'),
    method('__getstate__', '($self, /)', objectGetstate, 'Helper for pickle.'),
    classmethod(
      '__subclasshook__',
      '($type, subclass, /)',
      objectSubclasshook,
      'Abstract classes can override this to customize issubclass().',
    ),
    classmethod(
      '__init_subclass__',
      '($type, /)',
      objectInitSubclass,
      'This method is called when a class is subclassed.',
    ),
    getset('__class__', objectGetClass, objectSetClass),
  ],
);
