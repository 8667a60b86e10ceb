/** `builtin_function_or_method`, slot wrappers and the descriptors of builtin types. */
import type { OperationError } from './w-exception.js';
import { state } from '../interp/sys-state.js';
import { identityHash, isInstance } from '../../rlib/object.js';
import { attributeError, typeError, typeName } from '../interp/errors.js';
import { callPacked } from './function.js';
import { hexAddress } from './identity.js';
import { builtinNamed } from './iterators.js';
import { AttrKind, readAttribute, writeAttribute } from './map.js';
import { W_Root } from './root.js';
import { getset, method, typedef } from './typedef.js';
import {
  BuiltinKind,
  builtinFunctionType,
  classmethodDescriptorType,
  getsetDescriptorType,
  memberDescriptorType,
  methodDescriptorType,
  methodWrapperType,
  W_BoundBuiltin,
  W_Builtin,
  W_DataDescriptor,
  W_GetSet,
  W_Member,
  wrapperDescriptorType,
} from './w-builtin.js';
import type { W_DictBase } from './w-dict.js';
import { newBool, newInt } from './w-int.js';
import { W_Module } from './w-module.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { newStr } from './w-str.js';
import { newPair } from './w-tuple.js';
import { W_Type } from './w-type.js';

function builtinCall(self: W_Root, w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  return callPacked(self, w_args, w_kwargs);
}

function asBuiltin(self: W_Root): W_Builtin {
  if (self instanceof W_BoundBuiltin) return self.w_builtin;
  if (self instanceof W_Builtin) return self;
  throw typeError(`not a builtin function: ${typeName(self)}`);
}

function builtinName(self: W_Root): W_Root {
  return newStr(asBuiltin(self).code.name);
}

function builtinQualname(self: W_Root): W_Root {
  if (self instanceof W_BoundBuiltin && self.w_self instanceof W_Type) {
    return newStr(`${self.w_self.qualname}.${self.w_builtin.code.name}`);
  }
  if (self instanceof W_BoundBuiltin)
    return newStr(`${self.w_self.getType().qualname}.${self.w_builtin.code.name}`);
  return newStr(asBuiltin(self).code.qualname);
}

function builtinDoc(self: W_Root): W_Root {
  const doc = asBuiltin(self).code.doc;
  return doc === '' ? w_None : newStr(doc);
}

function builtinTextSignature(self: W_Root): W_Root {
  return newStr(asBuiltin(self).code.signature.text);
}

function builtinModule(self: W_Root): W_Root {
  const name = asBuiltin(self).moduleName;
  return name === null ? w_None : newStr(name);
}

function builtinSelf(self: W_Root): W_Root {
  if (self instanceof W_BoundBuiltin) return self.w_self;
  const w_builtin = asBuiltin(self);
  if (w_builtin.w_owner !== null) return w_builtin.w_owner;
  if (w_builtin.moduleName === null) return w_None;
  // A function of a module belongs to the module object, which is made when it is first imported.
  const w_module = state().w_builtinModules.getStr(newStr(w_builtin.moduleName));
  return w_module === null ? w_None : w_module;
}

function objclass(self: W_Root): W_Root {
  const w_owner = asBuiltin(self).w_owner;
  return w_owner === null ? w_None : w_owner;
}

function builtinRepr(self: W_Root): W_Root {
  const code = asBuiltin(self).code;
  const w_self = builtinSelf(self);
  if (w_self === w_None || w_self instanceof W_Module) return newStr(`<built-in function ${code.name}>`);
  return newStr(`<built-in method ${code.name} of ${typeName(w_self)} object at ${hexAddress(w_self)}>`);
}

function methodWrapperRepr(self: W_BoundBuiltin): W_Root {
  return newStr(
    `<method-wrapper '${self.w_builtin.code.name}' of ${typeName(self.w_self)} object at ${hexAddress(self.w_self)}>`,
  );
}

function boundEq(self: W_Root, w_other: W_Root): W_Root {
  if (self instanceof W_BoundBuiltin && w_other instanceof W_BoundBuiltin) {
    return newBool(self.w_builtin === w_other.w_builtin && self.w_self === w_other.w_self);
  }
  return self === w_other ? newBool(true) : w_NotImplemented;
}

function boundHash(self: W_Root): W_Root {
  if (self instanceof W_BoundBuiltin) {
    return newInt((identityHash(self.w_self) ^ (identityHash(self.w_builtin) * 31)) | 0);
  }
  return newInt(identityHash(self));
}

function builtinReduce(self: W_Root): W_Root {
  const w_self = builtinSelf(self);
  if (w_self === w_None || w_self instanceof W_Module) return builtinName(self);
  return newPair(builtinNamed('getattr'), newPair(w_self, builtinName(self)));
}

const sharedRows = [
  getset('__name__', builtinName),
  getset('__qualname__', builtinQualname),
  getset('__doc__', builtinDoc),
  getset('__text_signature__', builtinTextSignature),
];

export const builtinFunctionTypedef = typedef(
  builtinFunctionType,
  W_Root,
  { subclassable: false, weakrefable: true },
  [
    method('__call__', '($self, /, *args, **kwargs)', builtinCall),
    method('__repr__', '($self, /)', builtinRepr),
    method('__eq__', '($self, value, /)', boundEq),
    method('__hash__', '($self, /)', boundHash),
    method('__reduce__', '($self, /)', builtinReduce),
    getset('__module__', builtinModule),
    getset('__self__', builtinSelf),
    ...sharedRows,
  ],
);

export const methodWrapperTypedef = typedef(methodWrapperType, W_BoundBuiltin, { subclassable: false }, [
  method('__call__', '($self, /, *args, **kwargs)', builtinCall),
  method('__repr__', '($self, /)', methodWrapperRepr),
  method('__eq__', '($self, value, /)', boundEq),
  method('__hash__', '($self, /)', boundHash),
  method('__reduce__', '($self, /)', builtinReduce),
  getset('__self__', builtinSelf),
  getset('__objclass__', objclass),
  ...sharedRows,
]);

function descriptorGet(self: W_Builtin, w_obj: W_Root, w_type: W_Root | null): W_Root {
  if (self.kind === BuiltinKind.CLASSMETHOD) {
    const w_class = w_type === null || w_type === w_None ? w_obj.getType() : w_type;
    return new W_BoundBuiltin(self, w_class);
  }
  if (w_obj === w_None && !(w_type !== null && w_type === w_None.getType())) return self;
  const selfClass = self.code.selfClass;
  if (selfClass !== null && !isInstance(w_obj, selfClass)) {
    throw typeError(
      `descriptor '${self.code.name}' for '${self.code.ownerName}' objects doesn't apply to a '${typeName(w_obj)}' object`,
    );
  }
  return new W_BoundBuiltin(self, w_obj);
}

function descriptorRepr(self: W_Builtin): W_Root {
  const kind = self.kind === BuiltinKind.WRAPPER ? 'slot wrapper' : 'method';
  return newStr(`<${kind} '${self.code.name}' of '${self.code.ownerName}' objects>`);
}

function descriptorReduce(self: W_Builtin): W_Root {
  return newPair(builtinNamed('getattr'), newPair(objclass(self), builtinName(self)));
}

const descriptorRows = [
  method('__get__', '($self, instance, owner=None, /)', descriptorGet),
  method('__call__', '($self, /, *args, **kwargs)', builtinCall),
  method('__repr__', '($self, /)', descriptorRepr),
  method('__reduce__', '($self, /)', descriptorReduce),
  getset('__objclass__', objclass),
  ...sharedRows,
];

export const methodDescriptorTypedef = typedef(
  methodDescriptorType,
  W_Builtin,
  { subclassable: false },
  descriptorRows,
);
export const wrapperDescriptorTypedef = typedef(
  wrapperDescriptorType,
  W_Builtin,
  { subclassable: false },
  descriptorRows,
);
export const classmethodDescriptorTypedef = typedef(
  classmethodDescriptorType,
  W_Builtin,
  { subclassable: false },
  descriptorRows,
);

// ---- getset_descriptor and member_descriptor

function getsetCheck(self: W_GetSet, w_obj: W_Root): void {
  if (
    !w_obj.getType().isSubtype(self.w_owner) ||
    (self.selfClass !== null && !isInstance(w_obj, self.selfClass))
  ) {
    throw typeError(
      `descriptor '${self.w_name.utf8()}' for '${self.w_owner.name}' objects doesn't apply to a '${typeName(w_obj)}' object`,
    );
  }
}

function getsetGet(self: W_GetSet, w_obj: W_Root, w_type: W_Root | null): W_Root {
  if (w_obj === w_None && !(w_type !== null && w_type === w_None.getType())) return self;
  getsetCheck(self, w_obj);
  return self.getter(w_obj);
}

function getsetSet(self: W_GetSet, w_obj: W_Root, w_value: W_Root): W_Root {
  getsetCheck(self, w_obj);
  if (self.setter === null) {
    throw attributeError(
      `attribute '${self.w_name.utf8()}' of '${self.w_owner.name}' objects is not writable`,
      w_obj,
      self.w_name,
    );
  }
  self.setter(w_obj, w_value);
  return w_None;
}

function getsetDelete(self: W_GetSet, w_obj: W_Root): W_Root {
  getsetCheck(self, w_obj);
  if (self.deleter === null) {
    if (self.setter !== null) throw typeError(`cannot delete ${self.w_name.utf8()} attribute`);
    throw attributeError(
      `attribute '${self.w_name.utf8()}' of '${self.w_owner.name}' objects is not writable`,
      w_obj,
      self.w_name,
    );
  }
  self.deleter(w_obj);
  return w_None;
}

function getsetRepr(self: W_GetSet): W_Root {
  return newStr(`<attribute '${self.w_name.utf8()}' of '${self.w_owner.name}' objects>`);
}

function getsetName(self: W_GetSet): W_Root {
  return self.w_name;
}

function getsetQualname(self: W_GetSet): W_Root {
  return newStr(`${self.w_owner.qualname}.${self.w_name.utf8()}`);
}

function getsetOwner(self: W_GetSet): W_Root {
  return self.w_owner;
}

function getsetDoc(self: W_GetSet): W_Root {
  return self.doc === null || self.doc === '' ? w_None : newStr(self.doc);
}

export const getsetDescriptorTypedef = typedef(getsetDescriptorType, W_GetSet, { subclassable: false }, [
  method('__get__', '($self, instance, owner=None, /)', getsetGet),
  method('__set__', '($self, instance, value, /)', getsetSet),
  method('__delete__', '($self, instance, /)', getsetDelete),
  method('__repr__', '($self, /)', getsetRepr),
  getset('__name__', getsetName),
  getset('__qualname__', getsetQualname),
  getset('__objclass__', getsetOwner),
  getset('__doc__', getsetDoc),
]);

function memberCheck(self: W_DataDescriptor, w_obj: W_Root): void {
  if (!w_obj.getType().isSubtype(self.w_owner)) {
    throw typeError(
      `descriptor '${self.w_name.utf8()}' for '${self.w_owner.name}' objects doesn't apply to a '${typeName(w_obj)}' object`,
    );
  }
}

function memberGet(self: W_DataDescriptor, w_obj: W_Root, w_type: W_Root | null): W_Root {
  if (self instanceof W_GetSet) return getsetGet(self, w_obj, w_type);
  return self instanceof W_Member ? slotGet(self, w_obj) : w_None;
}

function slotGet(self: W_Member, w_obj: W_Root): W_Root {
  if (w_obj === w_None) return self;
  memberCheck(self, w_obj);
  const map = w_obj.getMap();
  const w_value = map === null ? null : readAttribute(w_obj, map, self.w_key, AttrKind.SLOT);
  if (w_value === null)
    throw attributeError(
      `'${typeName(w_obj)}' object has no attribute '${self.w_name.utf8()}'`,
      w_obj,
      self.w_name,
    );
  return w_value;
}

function readonlyField(self: W_DataDescriptor, w_obj: W_Root): OperationError {
  return attributeError('readonly attribute', w_obj, self.w_name);
}

function memberSet(self: W_DataDescriptor, w_obj: W_Root, w_value: W_Root): W_Root {
  memberCheck(self, w_obj);
  if (!(self instanceof W_Member)) throw readonlyField(self, w_obj);
  const map = w_obj.getMap();
  if (map !== null) writeAttribute(w_obj, map, self.w_key, AttrKind.SLOT, w_value);
  return w_None;
}

function memberDelete(self: W_DataDescriptor, w_obj: W_Root): W_Root {
  memberCheck(self, w_obj);
  if (!(self instanceof W_Member)) throw readonlyField(self, w_obj);
  const map = w_obj.getMap();
  const index = map === null ? -1 : map.find(self.w_key, AttrKind.SLOT);
  if (index < 0 || w_obj.getStorage()[index] === null) {
    throw attributeError(self.w_name.utf8(), w_obj, self.w_name);
  }
  w_obj.getStorage()[index] = null;
  return w_None;
}

function memberRepr(self: W_DataDescriptor): W_Root {
  return newStr(`<member '${self.w_name.utf8()}' of '${self.w_owner.name}' objects>`);
}

function memberName(self: W_DataDescriptor): W_Root {
  return self.w_name;
}

function memberQualname(self: W_DataDescriptor): W_Root {
  return newStr(`${self.w_owner.qualname}.${self.w_name.utf8()}`);
}

function memberOwner(self: W_DataDescriptor): W_Root {
  return self.w_owner;
}

function memberDoc(self: W_DataDescriptor): W_Root {
  return self instanceof W_GetSet ? getsetDoc(self) : w_None;
}

function memberReduce(self: W_DataDescriptor): W_Root {
  return newPair(builtinNamed('getattr'), newPair(self.w_owner, self.w_name));
}

export const memberDescriptorTypedef = typedef(
  memberDescriptorType,
  W_DataDescriptor,
  { subclassable: false },
  [
    method('__get__', '($self, instance, owner=None, /)', memberGet),
    method('__set__', '($self, instance, value, /)', memberSet),
    method('__delete__', '($self, instance, /)', memberDelete),
    method('__repr__', '($self, /)', memberRepr),
    method('__reduce__', '($self, /)', memberReduce),
    getset('__name__', memberName),
    getset('__qualname__', memberQualname),
    getset('__objclass__', memberOwner),
    getset('__doc__', memberDoc),
  ],
);
