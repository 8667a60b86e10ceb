/** `super`. */
import { notNull } from '../../rlib/object.js';
import { attributeName, genericGetAttribute } from '../interp/attributes.js';
import { context } from '../interp/context.js';
import { runtimeError, typeError, typeName } from '../interp/errors.js';
import { callMethodDescriptor2 } from '../interp/special.js';
import { findAttribute } from '../interp/attributes.js';
import { LocalKind } from '../interp/opcodes.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { field, method, staticmethod, typedef } from './typedef.js';
import { superType, W_Cell, W_Function, W_Method, W_Super } from './w-function.js';
import { w_None } from './w-none.js';
import { intern, newStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_Type } from './w-type.js';

const n_class = intern('__class__');

/** `super(cls, obj)`, without arguments checked. */
export function superOf(w_class: W_Type, w_obj: W_Root): W_Super {
  const w_super = new W_Super(superType);
  w_super.w_thisClass = w_class;
  w_super.w_self = w_obj;
  w_super.w_selfClass = superCheck(w_class, w_obj);
  return w_super;
}

/** The type whose MRO is searched: obj's own, or obj where that is a subclass. */
function superCheck(w_class: W_Type, w_obj: W_Root): W_Type {
  if (w_obj instanceof W_Type && w_obj.isSubtype(w_class)) return w_obj;
  const w_type = w_obj.getType();
  if (w_type.isSubtype(w_class)) return w_type;
  const w_claimed = findAttribute(w_obj, n_class);
  if (w_claimed instanceof W_Type && w_claimed !== w_type && w_claimed.isSubtype(w_class)) return w_claimed;
  throw typeError('super(type, obj): obj must be an instance or subtype of type');
}

function superNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Super(w_type instanceof W_Type ? w_type : superType);
}

/** @unrollSafe */
function superInit(self: W_Super, w_class: W_Root | null, w_obj: W_Root | null): W_Root {
  let w_this = w_class;
  let w_target = w_obj;
  if (w_this === null) {
    const frame = context.topFrame;
    if (frame === null) throw runtimeError('super(): no current frame');
    const code = frame.code;
    if (code.argcount === 0) throw runtimeError('super(): no arguments');
    let w_first = frame.slots[0] as W_Root | null;
    // The first argument is in a cell if an inner function uses it.
    if (w_first instanceof W_Cell && (code.localspluskinds.charCodeAt(0) & LocalKind.CELL) !== 0)
      w_first = w_first.w_value;
    if (w_first === null) throw runtimeError('super(): arg[0] deleted');
    w_target = w_first;
    for (let i = code.slotCount - code.freeCount; i < code.slotCount; i++) {
      if ((code.localsplusnames[i] as W_Str).utf8() === '__class__') {
        const w_cell = frame.slots[i] as W_Root | null;
        if (!(w_cell instanceof W_Cell) || w_cell.w_value === null)
          throw runtimeError('super(): empty __class__ cell');
        w_this = w_cell.w_value;
      }
    }
    if (w_this === null) throw runtimeError('super(): __class__ cell not found');
    if (!(w_this instanceof W_Type))
      throw runtimeError(`super(): __class__ is not a type (${typeName(w_this)})`);
  }
  if (!(w_this instanceof W_Type))
    throw typeError(`super() argument 1 must be a type, not ${typeName(w_this)}`);
  if (w_target === w_None) w_target = null;
  self.w_thisClass = w_this;
  self.w_self = w_target;
  self.w_selfClass = w_target === null ? null : superCheck(w_this, w_target);
  return w_None;
}

function superGetattribute(self: W_Super, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  const w_selfClass = self.w_selfClass;
  const w_obj = self.w_self;
  if (w_selfClass !== null && w_obj !== null && name !== n_class) {
    const w_value = w_selfClass.lookupBehind(notNull(self.w_thisClass), name);
    if (w_value instanceof W_Function && w_obj !== w_selfClass && w_obj !== w_None)
      return new W_Method(w_value, w_obj);
    if (w_value !== null) {
      const w_get = w_value.getType().findSlot(Slot.GET);
      if (w_get === null) return w_value;
      return callMethodDescriptor2(w_get, w_value, w_obj === w_selfClass ? w_None : w_obj, w_selfClass);
    }
  }
  return genericGetAttribute(self, name);
}

function superGet(self: W_Super, w_obj: W_Root, _w_type: W_Root | null): W_Root {
  if (w_obj === w_None || self.w_self !== null || self.w_thisClass === null) return self;
  const w_bound = new W_Super(self.getType());
  w_bound.w_thisClass = self.w_thisClass;
  w_bound.w_self = w_obj;
  w_bound.w_selfClass = superCheck(self.w_thisClass, w_obj);
  return w_bound;
}

function superRepr(self: W_Super): W_Root {
  const name = self.w_thisClass === null ? 'NULL' : self.w_thisClass.name;
  if (self.w_selfClass === null) return newStr(`<super: <class '${name}'>, NULL>`);
  return newStr(`<super: <class '${name}'>, <${self.w_selfClass.name} object>>`);
}

function superThisclass(self: W_Super): W_Root {
  return self.w_thisClass === null ? w_None : self.w_thisClass;
}

function superSelf(self: W_Super): W_Root {
  return self.w_self === null ? w_None : self.w_self;
}

function superSelfClass(self: W_Super): W_Root {
  return self.w_selfClass === null ? w_None : self.w_selfClass;
}

export const superTypedef = typedef(
  superType,
  W_Super,
  {
    doc: 'super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)',
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', superNew),
    method('__init__', '($self, type=None, object=None, /)', superInit),
    method('__getattribute__', '($self, name, /)', superGetattribute),
    method('__get__', '($self, instance, owner=None, /)', superGet),
    method('__repr__', '($self, /)', superRepr),
    field('__thisclass__', superThisclass),
    field('__self__', superSelf),
    field('__self_class__', superSelfClass),
  ],
);
