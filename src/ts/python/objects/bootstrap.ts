/**
 * Completes the builtin types from their typedefs. Load time: runs once, when everything has been loaded.
 */
import { asendTypedef, asyncGeneratorTypedef, athrowTypedef } from '../interp/async-generator.js';
import { coroutineTypedef, coroutineWrapperTypedef, generatorTypedef } from '../interp/generator-types.js';
import {
  codeTypedef,
  frameTypedef,
  lineIteratorTypedef,
  positionsIteratorTypedef,
  tracebackTypedef,
} from '../interp/frame-types.js';
import { callableIteratorTypedef, sequenceIteratorTypedef } from './iterators.js';
import {
  objectTypedef,
  w_objectDelattr,
  w_objectGetattribute,
  w_objectInit,
  w_objectNew,
  w_objectSetattr,
} from './object.js';
import {
  builtinFunctionTypedef,
  classmethodDescriptorTypedef,
  getsetDescriptorTypedef,
  memberDescriptorTypedef,
  methodDescriptorTypedef,
  methodWrapperTypedef,
  wrapperDescriptorTypedef,
} from './builtin-function.js';
import {
  cellTypedef,
  classmethodTypedef,
  functionTypedef,
  methodTypedef,
  staticmethodTypedef,
} from './function.js';
import { moduleTypedef } from './module.js';
import { namespaceTypedef } from './namespace.js';
import { propertyTypedef } from './property.js';
import { numberTypedefs } from './number-typedefs.js';
import { containerTypedefs } from './container-typedefs.js';
import { dictDescriptor } from './instance-descriptors.js';
import { exceptionTypedefs } from './exceptions.js';
import { mergeBases } from './type-new.js';
import { BaseExceptionGroupType, ExceptionGroupType, ExceptionType } from './w-exception.js';
import { parseSignature } from './signature.js';
import { Slot } from './slots.js';
import { sliceTypedef } from './slice.js';
import { bytearrayIteratorTypedef, bytearrayTypedef } from './bytearray.js';
import { memoryviewIteratorTypedef, memoryviewTypedef } from './memoryview.js';
import { bytesIteratorTypedef, bytesTypedef } from './bytes.js';
import { strAsciiIteratorTypedef, strIteratorTypedef, strTypedef } from './str.js';
import { superTypedef } from './super.js';
import { typeTypedef } from './type.js';
import type { FunctionRow, Typedef } from './typedef.js';
import { BuiltinKind, makeBuiltinCode, W_Builtin, W_Field, W_GetSet } from './w-builtin.js';
import type { BuiltinCode } from './w-builtin.js';
import { w_None } from './w-none.js';
import { settle } from './late-constant.js';
import { intern, newStr } from './w-str.js';
import { objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

const typedefs: readonly Typedef[] = [
  objectTypedef,
  typeTypedef,
  superTypedef,
  sliceTypedef,
  strTypedef,
  strIteratorTypedef,
  strAsciiIteratorTypedef,
  bytesTypedef,
  bytesIteratorTypedef,
  memoryviewTypedef,
  memoryviewIteratorTypedef,
  bytearrayTypedef,
  bytearrayIteratorTypedef,
  sequenceIteratorTypedef,
  callableIteratorTypedef,
  functionTypedef,
  methodTypedef,
  cellTypedef,
  staticmethodTypedef,
  classmethodTypedef,
  propertyTypedef,
  builtinFunctionTypedef,
  methodWrapperTypedef,
  methodDescriptorTypedef,
  wrapperDescriptorTypedef,
  classmethodDescriptorTypedef,
  getsetDescriptorTypedef,
  memberDescriptorTypedef,
  moduleTypedef,
  namespaceTypedef,
  generatorTypedef,
  coroutineTypedef,
  coroutineWrapperTypedef,
  asyncGeneratorTypedef,
  asendTypedef,
  athrowTypedef,
  frameTypedef,
  tracebackTypedef,
  codeTypedef,
  lineIteratorTypedef,
  positionsIteratorTypedef,
  ...numberTypedefs,
  ...containerTypedefs,
];

/** A builtin function of a row, for a type (methods) or a module. */
export function makeBuiltin(
  row: FunctionRow,
  w_owner: W_Type | null,
  selfClass: Typedef['cls'] | null,
): W_Builtin {
  const isMethod = row.kind === 'method';
  const code: BuiltinCode = makeBuiltinCode(
    row.name,
    parseSignature(row.signature),
    row.doc,
    isMethod ? selfClass : null,
    row.fn,
  );
  if (w_owner !== null) {
    code.ownerName = w_owner.name;
    code.qualname = `${w_owner.name}.${row.name}`;
  }
  const special = row.name.startsWith('__') && wrapperNames.has(row.name);
  const kind =
    row.kind === 'classmethod'
      ? BuiltinKind.CLASSMETHOD
      : isMethod
        ? special
          ? BuiltinKind.WRAPPER
          : BuiltinKind.METHOD
        : BuiltinKind.FUNCTION;
  return new W_Builtin(code, kind, w_owner, null);
}

/** Special methods that CPython shows as plain method descriptors, not as slot wrappers. */
const notWrappers =
  '__reduce__ __reduce_ex__ __getstate__ __setstate__ __sizeof__ __format__ __dir__ __subclasshook__ __init_subclass__ ' +
  '__getnewargs__ __getnewargs_ex__ __class_getitem__ __copy__ __deepcopy__ __length_hint__ __reversed__ __missing__ ' +
  '__instancecheck__ __subclasscheck__ __subclasses__ __prepare__ __enter__ __exit__ __bytes__ __complex__ __round__ ' +
  '__trunc__ __floor__ __ceil__ __set_name__ __fspath__ __mro_entries__ __getformat__ __setformat__';
const plainNames = new Set(notWrappers.split(' '));
const wrapperNames = {
  has: (name: string): boolean => name.endsWith('__') && !plainNames.has(name),
};

/** Fills a type with the contents of its typedef. */
export function installTypedef(definition: Typedef): void {
  const { w_type, cls, options, rows } = definition;
  w_type.doc = options.doc ?? null;
  if (options.module !== undefined) w_type.module = options.module;
  w_type.acceptsSubclasses = options.subclassable ?? true;
  w_type.hasDict ||= options.hasDict ?? false;
  w_type.hasWeakref ||= options.weakrefable ?? false;
  w_type.instanceClass = cls;
  if (options.pattern === 'sequence') w_type.isSequence = true;
  if (options.pattern === 'mapping') w_type.isMapping = true;
  if (options.pattern === 'self') w_type.matchSelf = true;
  if (options.sameLayout === true) w_type.layoutBase = (w_type.bases[0] as W_Type).layoutBase;
  for (const row of rows) {
    const name = intern(row.name);
    switch (row.kind) {
      case 'getset':
        w_type.dict.set(
          name,
          new (row.isField ? W_Field : W_GetSet)(
            name,
            w_type,
            cls,
            row.getter as never,
            row.setter as never,
            row.deleter as never,
            row.doc,
          ),
        );
        break;
      case 'value':
        w_type.dict.set(name, row.w_value());
        break;
      default:
        w_type.dict.set(name, makeBuiltin(row, w_type, cls));
    }
  }
  const n_doc = intern('__doc__');
  if (!w_type.dict.has(n_doc))
    w_type.dict.set(n_doc, options.doc === undefined ? w_None : newStr(options.doc));
  if (options.unhashable === true) w_type.dict.set(intern('__hash__'), w_None);
  if (options.hasDict === true && !w_type.dict.has(intern('__dict__'))) {
    w_type.dict.set(intern('__dict__'), dictDescriptor(w_type));
  }
  w_type.modified();
}

let done = false;

/** Makes the builtin types whole. */
export function bootstrapTypes(): void {
  if (done) return;
  done = true;
  for (const definition of [...typedefs, ...exceptionTypedefs()]) installTypedef(definition);
  // The one builtin type with two bases.
  ExceptionGroupType.bases = [BaseExceptionGroupType, ExceptionType];
  mergeBases(ExceptionGroupType);
  ExceptionType.addSubclass(ExceptionGroupType);
  settle(w_objectGetattribute, objectType.findSlot(Slot.GETATTRIBUTE));
  settle(w_objectSetattr, objectType.findSlot(Slot.SETATTR));
  settle(w_objectDelattr, objectType.findSlot(Slot.DELATTR));
  settle(w_objectNew, objectType.findSlot(Slot.NEW));
  settle(w_objectInit, objectType.findSlot(Slot.INIT));
}
