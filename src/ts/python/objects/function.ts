/** `function`, `method`, `cell`, `staticmethod`, `classmethod`, `property`. */
import { sealList } from '../../rlib/array.js';
import { identityHash } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import { callArgs } from '../interp/call.js';
import { callMethodDescriptor2 } from '../interp/special.js';
import { attributeName, findAttribute, getAttribute, genericGetAttribute } from '../interp/attributes.js';
import { compare, Comparison, isTrue } from '../interp/compare.js';
import { hash, reprText } from '../interp/convert.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { makeFunction, noDefaults } from '../interp/build.js';
import { W_Code } from '../interp/w-code.js';
import { setInstanceAttribute } from './instance-dict.js';
import { newDict } from './dict.js';
import { hexAddress } from './identity.js';
import { keywordNames } from './keyword-arguments.js';
import type { W_Root } from './root.js';
import { state } from '../interp/sys-state.js';
import { Slot } from './slots.js';
import { field, getset, method, staticmethod, typedef } from './typedef.js';
import { W_DictBase } from './w-dict.js';
import {
  cellType,
  classmethodType,
  functionType,
  methodType,
  staticmethodType,
  W_Cell,
  W_ClassMethod,
  W_Function,
  W_Method,
  W_StaticMethod,
} from './w-function.js';
import { newBool, newInt } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { intern, newStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple, W_TupleBase, newPair } from './w-tuple.js';
import { W_Type } from './w-type.js';
import { builtinNamed } from './iterators.js';

const n_name = intern('__name__');
const n_qualname = intern('__qualname__');
const n_doc = intern('__doc__');
const n_module = intern('__module__');
const n_dict = intern('__dict__');
const n_builtins = intern('__builtins__');
const n_isabstract = intern('__isabstractmethod__');
const n_annotations = intern('__annotations__');

function orNone(w_obj: W_Root | null): W_Root {
  return w_obj === null ? w_None : w_obj;
}

// ---- function

function functionNew(
  _w_type: W_Root,
  w_code: W_Root,
  w_globals: W_Root,
  w_name: W_Root | null,
  w_argdefs: W_Root | null,
  w_closure: W_Root | null,
): W_Root {
  if (!(w_code instanceof W_Code))
    throw typeError(`function() argument 'code' must be code, not ${typeName(w_code)}`);
  if (!(w_globals instanceof W_DictBase)) {
    throw typeError(`function() argument 'globals' must be dict, not ${typeName(w_globals)}`);
  }
  const hasName = w_name !== null && w_name !== w_None;
  if (hasName && !(w_name instanceof W_StrBase)) throw typeError('arg 3 (name) must be None or string');
  const hasDefaults = w_argdefs !== null && w_argdefs !== w_None;
  if (hasDefaults && !(w_argdefs instanceof W_TupleBase))
    throw typeError('arg 4 (defaults) must be None or tuple');
  const given = w_closure === null || w_closure === w_None ? 0 : closureLength(w_closure);
  if (!(w_closure instanceof W_TupleBase)) {
    if (w_code.freeCount > 0 || (w_closure !== null && w_closure !== w_None))
      throw typeError('arg 5 (closure) must be tuple');
  }
  if (given !== w_code.freeCount) {
    throw valueError(`${w_code.w_name.utf8()} requires closure of length ${w_code.freeCount}, not ${given}`);
  }
  const cells: W_Cell[] = [];
  if (w_closure instanceof W_TupleBase) {
    for (const w_cell of w_closure.items) {
      if (!(w_cell instanceof W_Cell))
        throw typeError(`arg 5 (closure) expected cell, found ${typeName(w_cell)}`);
      cells.push(w_cell);
    }
  }
  const defaults = w_argdefs instanceof W_TupleBase ? w_argdefs.items : noDefaults;
  const w_function = makeFunction(w_code, w_globals, builtinsOf(w_globals), defaults, sealList(cells));
  if (w_name instanceof W_StrBase) w_function.w_name = w_name;
  return w_function;
}

function closureLength(w_closure: W_Root): int {
  return w_closure instanceof W_TupleBase ? w_closure.items.length : 0;
}

/** The builtins that code with these globals sees. */
export function builtinsOf(w_globals: W_DictBase): W_DictBase {
  const w_builtins = w_globals.getStr(n_builtins);
  if (w_builtins instanceof W_DictBase) return w_builtins;
  if (w_builtins !== null) {
    const w_dict = findAttribute(w_builtins, n_dict);
    if (w_dict instanceof W_DictBase) return w_dict;
  }
  return state().w_builtinsDict;
}

function functionGet(self: W_Function, w_obj: W_Root, _w_type: W_Root | null): W_Root {
  return w_obj === w_None ? self : new W_Method(self, w_obj);
}

function functionCall(self: W_Function, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  return callPacked(self, w_args, w_kwargs);
}

/** Calls with `*args` and `**kwargs` as a builtin got them. */
export function callPacked(w_f: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  const items: W_Root[] = [];
  if (w_args instanceof W_TupleBase) for (const w_item of w_args.items) items.push(w_item);
  const names = keywordNames(w_kwargs, items);
  return callArgs(w_f, sealList(items), names);
}

function functionRepr(self: W_Function): W_Root {
  return newStr(`<function ${self.w_qualname.utf8()} at ${hexAddress(self)}>`);
}

function functionGetName(self: W_Function): W_Root {
  return self.w_name;
}

function functionSetName(self: W_Function, w_value: W_Root): void {
  if (!(w_value instanceof W_StrBase)) throw typeError('__name__ must be set to a string object');
  self.w_name = w_value;
}

function functionGetQualname(self: W_Function): W_Root {
  return self.w_qualname;
}

function functionSetQualname(self: W_Function, w_value: W_Root): void {
  if (!(w_value instanceof W_StrBase)) throw typeError('__qualname__ must be set to a string object');
  self.w_qualname = w_value;
}

function functionGetCode(self: W_Function): W_Root {
  return self.code;
}

function functionSetCode(self: W_Function, w_value: W_Root): void {
  if (!(w_value instanceof W_Code)) throw typeError('__code__ must be set to a code object');
  if (w_value.freeCount !== self.closure.length) {
    throw valueError(
      `${self.w_name.utf8()}() requires a code object with ${self.closure.length} free vars, not ${w_value.freeCount}`,
    );
  }
  self.code = w_value;
}

function functionGetDefaults(self: W_Function): W_Root {
  return self.defaults.length === 0 ? w_None : newTuple(self.defaults);
}

function functionSetDefaults(self: W_Function, w_value: W_Root): void {
  if (w_value === w_None) self.defaults = [];
  else if (w_value instanceof W_TupleBase) self.defaults = w_value.items;
  else throw typeError('__defaults__ must be set to a tuple object');
}

function functionDelDefaults(self: W_Function): void {
  self.defaults = [];
}

function functionGetKwdefaults(self: W_Function): W_Root {
  return orNone(self.w_kwdefaults);
}

function functionSetKwdefaults(self: W_Function, w_value: W_Root): void {
  if (w_value === w_None) self.w_kwdefaults = null;
  else if (w_value instanceof W_DictBase) self.w_kwdefaults = w_value;
  else throw typeError('__kwdefaults__ must be set to a dict object');
}

function functionDelKwdefaults(self: W_Function): void {
  self.w_kwdefaults = null;
}

function functionGetGlobals(self: W_Function): W_Root {
  return self.w_globals;
}

function functionGetBuiltins(self: W_Function): W_Root {
  return self.w_builtins;
}

function functionGetClosure(self: W_Function): W_Root {
  if (self.closure.length === 0) return w_None;
  const cells: W_Root[] = [];
  for (const cell of self.closure) cells.push(cell);
  return newTuple(sealList(cells));
}

function functionGetDoc(self: W_Function): W_Root {
  return orNone(self.w_doc);
}

function functionSetDoc(self: W_Function, w_value: W_Root): void {
  self.w_doc = w_value;
}

function functionDelDoc(self: W_Function): void {
  self.w_doc = w_None;
}

function functionGetModule(self: W_Function): W_Root {
  return orNone(self.w_module);
}

function functionSetModule(self: W_Function, w_value: W_Root): void {
  self.w_module = w_value;
}

function functionDelModule(self: W_Function): void {
  self.w_module = w_None;
}

function functionGetAnnotations(self: W_Function): W_Root {
  if (self.w_annotations === null) self.w_annotations = newDict();
  return self.w_annotations;
}

function functionSetAnnotations(self: W_Function, w_value: W_Root): void {
  if (w_value === w_None) self.w_annotations = null;
  else if (w_value instanceof W_DictBase) self.w_annotations = w_value;
  else throw typeError('__annotations__ must be set to a dict object');
}

function functionDelAnnotations(self: W_Function): void {
  self.w_annotations = null;
}

export const functionTypedef = typedef(
  functionType,
  W_Function,
  {
    doc: 'Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables',
    subclassable: false,
    hasDict: true,
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, code, globals, name=None, argdefs=None, closure=None)', functionNew),
    method('__get__', '($self, instance, owner=None, /)', functionGet),
    method('__call__', '($self, /, *args, **kwargs)', functionCall),
    method('__repr__', '($self, /)', functionRepr),
    getset('__name__', functionGetName, functionSetName),
    getset('__qualname__', functionGetQualname, functionSetQualname),
    getset('__code__', functionGetCode, functionSetCode),
    getset('__defaults__', functionGetDefaults, functionSetDefaults, functionDelDefaults),
    getset('__kwdefaults__', functionGetKwdefaults, functionSetKwdefaults, functionDelKwdefaults),
    field('__globals__', functionGetGlobals),
    field('__builtins__', functionGetBuiltins),
    field('__closure__', functionGetClosure),
    getset('__doc__', functionGetDoc, functionSetDoc, functionDelDoc),
    getset('__module__', functionGetModule, functionSetModule, functionDelModule),
    getset('__annotations__', functionGetAnnotations, functionSetAnnotations, functionDelAnnotations),
  ],
);

// ---- method

function methodNew(_w_type: W_Root, w_function: W_Root, w_self: W_Root): W_Root {
  if (!isCallable(w_function)) throw typeError('first argument must be callable');
  if (w_self === w_None) throw typeError('self must not be None');
  return new W_Method(w_function, w_self);
}

export function isCallable(w_obj: W_Root): boolean {
  return w_obj.getType().findSlot(Slot.CALL) !== null;
}

function methodCall(self: W_Method, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  return callPacked(self, w_args, w_kwargs);
}

function methodGetattribute(self: W_Method, w_name: W_Root): W_Root {
  const name = attributeName(w_name);
  if (methodType.lookup(name) !== null) return genericGetAttribute(self, name);
  return getAttribute(self.w_function, name);
}

function methodGet(self: W_Method, _w_instance: W_Root, _w_owner: W_Root | null): W_Root {
  return self;
}

function methodRepr(self: W_Method): W_Root {
  const w_found = findAttribute(self.w_function, n_qualname);
  const w_name = w_found === null ? findAttribute(self.w_function, n_name) : w_found;
  const name = w_name instanceof W_StrBase ? w_name.utf8() : '?';
  return newStr(`<bound method ${name} of ${reprText(self.w_self)}>`);
}

function methodEq(self: W_Method, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Method)) return w_NotImplemented;
  return newBool(
    self.w_self === w_other.w_self && isTrue(compare(Comparison.EQ, self.w_function, w_other.w_function)),
  );
}

function methodHash(self: W_Method): W_Root {
  const w_a = hash(newInt(identityHash(self.w_self)));
  const w_b = hash(self.w_function);
  return newInt((w_a.toWord() ^ (w_b.isWord() ? w_b.toWord() : 0)) | 0);
}

function methodGetFunc(self: W_Method): W_Root {
  return self.w_function;
}

function methodGetSelf(self: W_Method): W_Root {
  return self.w_self;
}

function methodGetDoc(self: W_Method): W_Root {
  return orNone(findAttribute(self.w_function, n_doc));
}

function methodReduce(self: W_Method): W_Root {
  return newPair(builtinNamed('getattr'), newPair(self.w_self, getAttribute(self.w_function, n_name)));
}

export const methodTypedef = typedef(
  methodType,
  W_Method,
  {
    doc: 'Create a bound instance method object.',
    subclassable: false,
    weakrefable: true,
  },
  [
    staticmethod('__new__', '($type, function, instance, /)', methodNew),
    method('__call__', '($self, /, *args, **kwargs)', methodCall),
    method('__getattribute__', '($self, name, /)', methodGetattribute),
    method('__get__', '($self, instance, owner=None, /)', methodGet),
    method('__repr__', '($self, /)', methodRepr),
    method('__eq__', '($self, value, /)', methodEq),
    method('__hash__', '($self, /)', methodHash),
    method('__reduce__', '($self, /)', methodReduce),
    field('__func__', methodGetFunc),
    field('__self__', methodGetSelf),
    getset('__doc__', methodGetDoc),
  ],
);

// ---- cell

function cellNew(_w_type: W_Root, w_contents: W_Root | null): W_Root {
  return new W_Cell(w_contents);
}

function cellGet(self: W_Cell): W_Root {
  if (self.w_value === null) throw valueError('Cell is empty');
  return self.w_value;
}

function cellSet(self: W_Cell, w_value: W_Root): void {
  self.w_value = w_value;
}

function cellDel(self: W_Cell): void {
  self.w_value = null;
}

function cellRepr(self: W_Cell): W_Root {
  if (self.w_value === null) return newStr(`<cell at ${hexAddress(self)}: empty>`);
  return newStr(
    `<cell at ${hexAddress(self)}: ${typeName(self.w_value)} object at ${hexAddress(self.w_value)}>`,
  );
}

function cellCompare(self: W_Cell, w_other: W_Root, op: Comparison): W_Root {
  if (!(w_other instanceof W_Cell)) return w_NotImplemented;
  if (self.w_value !== null && w_other.w_value !== null) return compare(op, self.w_value, w_other.w_value);
  // An empty cell is less than any other.
  return compare(op, newInt(self.w_value === null ? 0 : 1), newInt(w_other.w_value === null ? 0 : 1));
}

function cellEq(self: W_Cell, w_other: W_Root): W_Root {
  return cellCompare(self, w_other, Comparison.EQ);
}

function cellLt(self: W_Cell, w_other: W_Root): W_Root {
  return cellCompare(self, w_other, Comparison.LT);
}

function cellLe(self: W_Cell, w_other: W_Root): W_Root {
  return cellCompare(self, w_other, Comparison.LE);
}

function cellGt(self: W_Cell, w_other: W_Root): W_Root {
  return cellCompare(self, w_other, Comparison.GT);
}

function cellGe(self: W_Cell, w_other: W_Root): W_Root {
  return cellCompare(self, w_other, Comparison.GE);
}

export const cellTypedef = typedef(
  cellType,
  W_Cell,
  {
    doc: 'Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty.',
    subclassable: false,
    unhashable: true,
  },
  [
    staticmethod('__new__', '($type, contents=None, /)', cellNew),
    method('__repr__', '($self, /)', cellRepr),
    method('__eq__', '($self, value, /)', cellEq),
    method('__lt__', '($self, value, /)', cellLt),
    method('__le__', '($self, value, /)', cellLe),
    method('__gt__', '($self, value, /)', cellGt),
    method('__ge__', '($self, value, /)', cellGe),
    getset('cell_contents', cellGet, cellSet, cellDel),
  ],
);

// ---- staticmethod and classmethod

/** Names that wrappers take over from the function they wrap. */
const wrappedNames: W_Str[] = [n_module, n_name, n_qualname, n_doc, n_annotations];

function copyWrappedAttributes(w_wrapper: W_Root, w_function: W_Root): void {
  for (const name of wrappedNames) {
    const w_value = findAttribute(w_function, name);
    if (w_value !== null) setInstanceAttribute(w_wrapper, name, w_value);
  }
}

function isAbstractFunction(w_function: W_Root | null): W_Root {
  if (w_function === null) return newBool(false);
  const w_flag = findAttribute(w_function, n_isabstract);
  return newBool(w_flag !== null && isTrue(w_flag));
}

function staticmethodNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_StaticMethod(w_type instanceof W_Type ? w_type : staticmethodType);
}

function staticmethodInit(self: W_StaticMethod, w_function: W_Root): W_Root {
  self.w_function = w_function;
  copyWrappedAttributes(self, w_function);
  return w_None;
}

function staticmethodGet(self: W_StaticMethod, _w_instance: W_Root, _w_owner: W_Root | null): W_Root {
  return staticmethodFunction(self);
}

function staticmethodFunction(self: W_StaticMethod): W_Root {
  return orNone(self.w_function);
}

function staticmethodCall(self: W_StaticMethod, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  return callPacked(orNone(self.w_function), w_args, w_kwargs);
}

function staticmethodRepr(self: W_StaticMethod): W_Root {
  return newStr(`<staticmethod(${reprText(orNone(self.w_function))})>`);
}

function staticmethodIsAbstract(self: W_StaticMethod): W_Root {
  return isAbstractFunction(self.w_function);
}

export const staticmethodTypedef = typedef(
  staticmethodType,
  W_StaticMethod,
  {
    doc: 'staticmethod(function) -> method\n\nConvert a function to be a static method.',
    hasDict: true,
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', staticmethodNew),
    method('__init__', '($self, function, /)', staticmethodInit),
    method('__get__', '($self, instance, owner=None, /)', staticmethodGet),
    method('__call__', '($self, /, *args, **kwargs)', staticmethodCall),
    method('__repr__', '($self, /)', staticmethodRepr),
    field('__func__', staticmethodFunction),
    field('__wrapped__', staticmethodFunction),
    getset('__isabstractmethod__', staticmethodIsAbstract),
  ],
);

function classmethodNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_ClassMethod(w_type instanceof W_Type ? w_type : classmethodType);
}

function classmethodInit(self: W_ClassMethod, w_function: W_Root): W_Root {
  self.w_function = w_function;
  copyWrappedAttributes(self, w_function);
  return w_None;
}

function classmethodGet(self: W_ClassMethod, w_obj: W_Root, w_type: W_Root | null): W_Root {
  const w_function = orNone(self.w_function);
  const w_class = w_type === null || w_type === w_None ? w_obj.getType() : w_type;
  if (w_function instanceof W_Function) return new W_Method(w_function, w_class);
  // A descriptor inside is bound to the class (until 3.13).
  const w_get = w_function.getType().findSlot(Slot.GET);
  if (w_get !== null) return callMethodDescriptor2(w_get, w_function, w_class, w_class);
  return new W_Method(w_function, w_class);
}

function classmethodFunc(self: W_ClassMethod): W_Root {
  return orNone(self.w_function);
}

function classmethodRepr(self: W_ClassMethod): W_Root {
  return newStr(`<classmethod(${reprText(orNone(self.w_function))})>`);
}

function classmethodIsAbstract(self: W_ClassMethod): W_Root {
  return isAbstractFunction(self.w_function);
}

export const classmethodTypedef = typedef(
  classmethodType,
  W_ClassMethod,
  {
    doc: 'classmethod(function) -> method\n\nConvert a function to be a class method.',
    hasDict: true,
  },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', classmethodNew),
    method('__init__', '($self, function, /)', classmethodInit),
    method('__get__', '($self, instance, owner=None, /)', classmethodGet),
    method('__repr__', '($self, /)', classmethodRepr),
    field('__func__', classmethodFunc),
    field('__wrapped__', classmethodFunc),
    getset('__isabstractmethod__', classmethodIsAbstract),
  ],
);
