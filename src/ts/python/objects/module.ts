/** `module`: module objects and their attributes. */
import { attributeName, findAttribute, findGenericAttribute } from '../interp/attributes.js';
import { call1, callArgs } from '../interp/call.js';
import { isInitializing } from '../interp/import-ops.js';
import { state } from '../interp/sys-state.js';
import { attributeError, typeError, typeName } from '../interp/errors.js';
import { newModuleDict } from './dict-module.js';
import { newDict } from './dict.js';
import type { W_Root } from './root.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import { newListOwning } from './w-list.js';
import { moduleType, W_Module } from './w-module.js';
import { w_None } from './w-none.js';
import { intern, newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_Type } from './w-type.js';
import { collect } from '../interp/iteration.js';

const n_name = intern('__name__');
const n_doc = intern('__doc__');
const n_package = intern('__package__');
const n_loader = intern('__loader__');
const n_spec = intern('__spec__');
const n_getattr = intern('__getattr__');
const n_dir = intern('__dir__');
const n_annotations = intern('__annotations__');
const n_module_repr = intern('_module_repr');

function moduleNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_Module(w_type instanceof W_Type ? w_type : moduleType, newModuleDict());
}

function moduleInit(self: W_Module, w_name: W_Root, w_doc: W_Root | null): W_Root {
  if (!(w_name instanceof W_StrBase)) {
    throw typeError(`module() argument 'name' must be str, not ${typeName(w_name)}`);
  }
  const w_dict = self.w_dict;
  w_dict.setStr(n_name, w_name);
  w_dict.setStr(n_doc, w_doc === null ? w_None : w_doc);
  w_dict.setStr(n_package, w_None);
  w_dict.setStr(n_loader, w_None);
  w_dict.setStr(n_spec, w_None);
  return w_None;
}

function moduleGetattribute(self: W_Module, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  const w_value = findGenericAttribute(self, name);
  if (w_value !== null) return w_value;
  const w_getattr = self.w_dict.getStr(n_getattr);
  if (w_getattr !== null) return call1(w_getattr, w_name);
  const w_module = self.w_dict.getStr(n_name);
  if (!(w_module instanceof W_StrBase)) {
    throw attributeError(`module has no attribute '${name.utf8()}'`, self, name);
  }
  if (isInitializing(self)) {
    throw attributeError(
      `partially initialized module '${w_module.utf8()}' has no attribute '${name.utf8()}' (most likely due to a circular import)`,
      self,
      name,
    );
  }
  throw attributeError(`module '${w_module.utf8()}' has no attribute '${name.utf8()}'`, self, name);
}

function moduleRepr(self: W_Module): W_Root {
  const w_importlib = state().w_importlib;
  if (w_importlib !== null) {
    const w_repr = findAttribute(w_importlib, n_module_repr);
    if (w_repr !== null) return call1(w_repr, self);
  }
  const w_name = self.w_dict.getStr(n_name);
  return newStr(`<module '${w_name instanceof W_StrBase ? w_name.utf8() : '?'}' (built-in)>`);
}

function moduleDir(self: W_Module): W_Root {
  const w_dir = self.w_dict.getStr(n_dir);
  if (w_dir !== null) return callArgs(w_dir, [], null);
  const names: W_Root[] = [];
  for (const w_name of collect(self.w_dict)) names.push(w_name);
  return newListOwning(names);
}

function moduleDict(self: W_Module): W_Root {
  return self.w_dict;
}

function moduleAnnotations(self: W_Module): W_Root {
  let w_annotations = self.w_dict.getStr(n_annotations);
  if (w_annotations === null) {
    w_annotations = newDict();
    self.w_dict.setStr(n_annotations, w_annotations);
  }
  return w_annotations;
}

function moduleSetAnnotations(self: W_Module, w_value: W_Root): void {
  self.w_dict.setStr(n_annotations, w_value);
}

function moduleDelAnnotations(self: W_Module): void {
  if (self.w_dict.remove(n_annotations) === null)
    throw attributeError('__annotations__', self, n_annotations);
}

export const moduleTypedef = typedef(
  moduleType,
  W_Module,
  {
    doc: 'Create a module object.\n\nThe name must be a string; the optional docstring can have any type.',
    hasDict: true,
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', moduleNew),
    method('__init__', '($self, name, doc=None)', moduleInit),
    method('__getattribute__', '($self, name, /)', moduleGetattribute),
    method('__repr__', '($self, /)', moduleRepr),
    method('__dir__', '($self, /)', moduleDir),
    getset('__dict__', moduleDict),
    getset('__annotations__', moduleAnnotations, moduleSetAnnotations, moduleDelAnnotations),
  ],
);
