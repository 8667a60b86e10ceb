/**
 * Calling special methods: what a type has under a name, called with the object as `self`.
 *
 * Functions and builtin methods, which is nearly always what is found, are called without making a bound method.
 */
import { isInstance } from '../../rlib/object.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { BuiltinCode1, BuiltinCode2, BuiltinKind, W_Builtin } from '../objects/w-builtin.js';
import { propertyType, W_Function, W_Method, W_Property } from '../objects/w-function.js';
import { w_None } from '../objects/w-none.js';
import type { W_StrBase } from '../objects/w-str-base.js';
import { call0, call1, call2, callArgs1, callArgs2, callArgs3 } from './call.js';
import { unreachable } from '../../rlib/throwable.js';
import { callFunction1, callFunction2, callFunction3 } from './function-call.js';

/** Whether calling the descriptor with the object first is the same as binding and then calling. */
export function isPlainMethod(w_descriptor: W_Root): boolean {
  if (w_descriptor instanceof W_Function) return true;
  return (
    w_descriptor instanceof W_Builtin &&
    (w_descriptor.kind === BuiltinKind.METHOD || w_descriptor.kind === BuiltinKind.WRAPPER)
  );
}

/** What `w_descriptor`, found on the type of `w_obj`, gives as an attribute of it. */
export function bindDescriptor(w_descriptor: W_Root, w_obj: W_Root): W_Root {
  if (w_descriptor instanceof W_Function && w_obj !== w_None) return new W_Method(w_descriptor, w_obj);
  if (
    w_descriptor instanceof W_Property &&
    w_descriptor.w_get !== null &&
    w_descriptor.getType() === propertyType &&
    w_obj !== w_None
  ) {
    return call1(w_descriptor.w_get, w_obj);
  }
  const w_type = w_descriptor.getType();
  const w_get = w_type.findSlot(Slot.GET);
  if (w_get === null) return w_descriptor;
  return callMethodDescriptor2(w_get, w_descriptor, w_obj, w_obj.getType());
}

/** `type(obj).method(obj)`. */
export function callMethodDescriptor0(w_descriptor: W_Root, w_obj: W_Root): W_Root {
  if (w_descriptor instanceof W_Function) return callFunction1(w_descriptor, w_obj);
  if (w_descriptor instanceof W_Builtin && isPlainMethod(w_descriptor)) {
    const code = w_descriptor.code;
    if (
      code instanceof BuiltinCode1 &&
      code.direct &&
      (code.selfClass === null || isInstance(w_obj, code.selfClass))
    ) {
      return code.fn(w_obj);
    }
    return callArgs1(w_descriptor, w_obj);
  }
  return call0(bindDescriptor(w_descriptor, w_obj));
}

/** `type(obj).method(obj, a)`. */
export function callMethodDescriptor1(w_descriptor: W_Root, w_obj: W_Root, w_a: W_Root): W_Root {
  if (w_descriptor instanceof W_Function) return callFunction2(w_descriptor, w_obj, w_a);
  if (w_descriptor instanceof W_Builtin && isPlainMethod(w_descriptor)) {
    const code = w_descriptor.code;
    if (
      code instanceof BuiltinCode2 &&
      code.direct &&
      (code.selfClass === null || isInstance(w_obj, code.selfClass))
    ) {
      return code.fn(w_obj, w_a);
    }
    return callArgs2(w_descriptor, w_obj, w_a);
  }
  return call1(bindDescriptor(w_descriptor, w_obj), w_a);
}

/** `type(obj).method(obj, a, b)`. */
export function callMethodDescriptor2(w_descriptor: W_Root, w_obj: W_Root, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_descriptor instanceof W_Function) return callFunction3(w_descriptor, w_obj, w_a, w_b);
  if (isPlainMethod(w_descriptor)) return callArgs3(w_descriptor, w_obj, w_a, w_b);
  return call2(bindDescriptor(w_descriptor, w_obj), w_a, w_b);
}

/** A special method that the type is known to have. */
export function callSpecial0(w_obj: W_Root, slot: Slot): W_Root {
  const w_method = w_obj.getType().findSlot(slot);
  if (w_method === null) return unreachable(`special method ${slot} is missing`);
  return callMethodDescriptor0(w_method, w_obj);
}

/** The bound method of a name found on the type, as implicit special-method look-up does; null if there is none. */
export function lookupSpecial(w_obj: W_Root, w_name: W_StrBase): W_Root | null {
  const w_descriptor = w_obj.getType().lookup(w_name);
  return w_descriptor === null ? null : bindDescriptor(w_descriptor, w_obj);
}
