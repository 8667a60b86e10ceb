/** `property`. */
import { findAttribute, setAttribute } from '../interp/attributes.js';
import { call1, call2, callArgs } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { attributeError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { field, getset, method, staticmethod, typedef } from './typedef.js';
import type { OperationError } from './w-exception.js';
import { propertyType, W_Property } from './w-function.js';
import { newBool } from './w-int.js';
import { w_None } from './w-none.js';
import { intern } from './w-str.js';
import { W_Type } from './w-type.js';

const n_doc = intern('__doc__');
const n_isabstract = intern('__isabstractmethod__');

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

function orNull(w_obj: W_Root | null): W_Root | null {
  return w_obj === w_None ? null : w_obj;
}

function propertyNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Property(w_type instanceof W_Type ? w_type : propertyType);
}

function propertyInit(
  self: W_Property,
  w_get: W_Root | null,
  w_set: W_Root | null,
  w_delete: W_Root | null,
  w_doc: W_Root | null,
): W_Root {
  self.w_get = orNull(w_get);
  self.w_set = orNull(w_set);
  self.w_delete = orNull(w_delete);
  self.w_doc = null;
  self.docFromGetter = false;
  let w_text = orNull(w_doc);
  if (w_text === null && self.w_get !== null) {
    const w_getterDoc = findAttribute(self.w_get, n_doc);
    if (w_getterDoc !== null && w_getterDoc !== w_None) {
      w_text = w_getterDoc;
      self.docFromGetter = true;
    }
  }
  // An instance of a subclass has its own `__doc__`, in its dictionary.
  if (self.getType() !== propertyType) setAttribute(self, n_doc, orNone(w_text));
  else self.w_doc = w_text;
  return w_None;
}

function noAccessor(self: W_Property, w_obj: W_Root, what: string): OperationError {
  const type = w_obj.getType().qualname;
  const message =
    self.w_name === null
      ? `property of '${type}' object has no ${what}`
      : `property ${reprText(self.w_name)} of '${type}' object has no ${what}`;
  return attributeError(message, w_obj, intern(what));
}

function propertyGet(self: W_Property, w_obj: W_Root, _w_type: W_Root | null): W_Root {
  if (w_obj === w_None) return self;
  if (self.w_get === null) throw noAccessor(self, w_obj, 'getter');
  return call1(self.w_get, w_obj);
}

function propertySet(self: W_Property, w_obj: W_Root, w_value: W_Root): W_Root {
  if (self.w_set === null) throw noAccessor(self, w_obj, 'setter');
  call2(self.w_set, w_obj, w_value);
  return w_None;
}

function propertyDelete(self: W_Property, w_obj: W_Root): W_Root {
  if (self.w_delete === null) throw noAccessor(self, w_obj, 'deleter');
  call1(self.w_delete, w_obj);
  return w_None;
}

/** A copy with one accessor replaced, of the same class. */
function copyWith(
  self: W_Property,
  w_get: W_Root | null,
  w_set: W_Root | null,
  w_delete: W_Root | null,
): W_Root {
  const w_doc = self.docFromGetter && w_get !== null ? w_None : orNone(self.w_doc);
  const w_copy = callArgs(self.getType(), [orNone(w_get), orNone(w_set), orNone(w_delete), w_doc], null);
  if (w_copy instanceof W_Property) w_copy.w_name = self.w_name;
  return w_copy;
}

function propertyGetter(self: W_Property, w_function: W_Root): W_Root {
  return copyWith(self, w_function, self.w_set, self.w_delete);
}

function propertySetter(self: W_Property, w_function: W_Root): W_Root {
  return copyWith(self, self.w_get, w_function, self.w_delete);
}

function propertyDeleter(self: W_Property, w_function: W_Root): W_Root {
  return copyWith(self, self.w_get, self.w_set, w_function);
}

function propertySetName(self: W_Property, _w_owner: W_Root, w_name: W_Root): W_Root {
  self.w_name = w_name;
  return w_None;
}

function propertyFget(self: W_Property): W_Root {
  return orNone(self.w_get);
}

function propertyFset(self: W_Property): W_Root {
  return orNone(self.w_set);
}

function propertyFdel(self: W_Property): W_Root {
  return orNone(self.w_delete);
}

function propertyDoc(self: W_Property): W_Root {
  return orNone(self.w_doc);
}

function propertySetDoc(self: W_Property, w_doc: W_Root): void {
  self.w_doc = w_doc;
  self.docFromGetter = false;
}

function isAbstract(w_function: W_Root | null): boolean {
  if (w_function === null) return false;
  const w_flag = findAttribute(w_function, n_isabstract);
  return w_flag !== null && isTrue(w_flag);
}

function propertyIsAbstract(self: W_Property): W_Root {
  return newBool(isAbstract(self.w_get) || isAbstract(self.w_set) || isAbstract(self.w_delete));
}

export const propertyTypedef = typedef(
  propertyType,
  W_Property,
  {
    doc: "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring",
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', propertyNew),
    method('__init__', '($self, /, fget=None, fset=None, fdel=None, doc=None)', propertyInit),
    method('__get__', '($self, instance, owner=None, /)', propertyGet),
    method('__set__', '($self, instance, value, /)', propertySet),
    method('__delete__', '($self, instance, /)', propertyDelete),
    method('getter', '($self, fget, /)', propertyGetter),
    method('setter', '($self, fset, /)', propertySetter),
    method('deleter', '($self, fdel, /)', propertyDeleter),
    method('__set_name__', '($self, owner, name, /)', propertySetName),
    field('fget', propertyFget),
    field('fset', propertyFset),
    field('fdel', propertyFdel),
    getset('__doc__', propertyDoc, propertySetDoc),
    getset('__isabstractmethod__', propertyIsAbstract),
  ],
);
