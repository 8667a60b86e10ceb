/**
 * Calls. An argument list is an array of values, the last of which belong to keyword names if there are any:
 * `f(a, b, x=c)` is items `[a, b, c]` and names `[x]`.
 */
import type { FixedArray } from '../../rlib/array.js';
import { copyObjects, newFixedArray, sliceObjects } from '../../rlib/array.js';
import { promote } from '../../rlib/jit.js';
import { isInstance } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { callType } from '../objects/type-call.js';
import type { BuiltinCode, Scope } from '../objects/w-builtin.js';
import { BuiltinKind, W_BoundBuiltin, W_Builtin } from '../objects/w-builtin.js';
import { W_Function, W_Method } from '../objects/w-function.js';
import type { W_Str } from '../objects/w-str.js';
import { W_Type } from '../objects/w-type.js';
import { bindBuiltinArguments } from './bind-arguments.js';
import { typeError, typeName } from './errors.js';
import {
  callFunction,
  callFunction0,
  callFunction1,
  callFunction2,
  callFunction3,
  callFunctionRange,
} from './function-call.js';
import { bindDescriptor, isPlainMethod } from './special.js';

export type Names = FixedArray<W_Str>;

/** `f(*items)` with keyword names for the last items (null: none). */
export function callArgs(w_f: W_Root, items: FixedArray<W_Root>, names: Names | null): W_Root {
  if (w_f instanceof W_Function) return callFunction(w_f, items, names);
  if (w_f instanceof W_Builtin) {
    const w_builtin = promote(w_f);
    if (w_builtin.kind === BuiltinKind.CLASSMETHOD && !fitsDirectly(w_builtin.code, items, 0, items.length))
      throw typeError(`'classmethod_descriptor' object is not callable`);
    return callBuiltin(w_builtin, items, names);
  }
  if (w_f instanceof W_Method) return callArgs(w_f.w_function, prepend(w_f.w_self, items), names);
  if (w_f instanceof W_BoundBuiltin)
    return callBuiltin(promote(w_f.w_builtin), prepend(w_f.w_self, items), names);
  if (w_f instanceof W_Type) return callType(promote(w_f), items, names);
  const w_call = w_f.getType().findSlot(Slot.CALL);
  if (w_call === null) throw typeError(`'${typeName(w_f)}' object is not callable`);
  if (isPlainMethod(w_call)) return callArgs(w_call, prepend(w_f, items), names);
  return callArgs(bindDescriptor(w_call, w_f), items, names);
}

function callBuiltin(w_builtin: W_Builtin, items: FixedArray<W_Root>, names: Names | null): W_Root {
  const code = w_builtin.code;
  if (names === null && fitsDirectly(code, items, 0, items.length))
    return code.invokeRange(items, 0, items.length);
  return code.invoke(bindBuiltinArguments(code, items, names));
}

/** An array with one more item in front. */
export function prepend(w_first: W_Root, items: FixedArray<W_Root>): FixedArray<W_Root> {
  const count = promote(items.length);
  const result = newFixedArray<W_Root | null>(count + 1, null);
  result[0] = w_first;
  copyObjects(items, 0, result, 1, count);
  return result as FixedArray<W_Root>;
}

/** Whether positional arguments can be passed to a builtin as they are. */
export function fitsDirectly(code: BuiltinCode, items: Scope, start: int, count: int): boolean {
  const signature = code.signature;
  return (
    code.direct &&
    count >= signature.minimum &&
    count <= signature.positional &&
    (code.selfClass === null || isInstance(items[start] as W_Root, code.selfClass))
  );
}

/** Calls with `count` positional arguments that lie in an array (an operand stack) from `start` on. */
export function callRange(w_f: W_Root, items: Scope, start: int, count: int): W_Root {
  if (w_f instanceof W_Function) return callFunctionRange(w_f, items, start, count);
  if (w_f instanceof W_Builtin) {
    const code = promote(w_f).code;
    if (fitsDirectly(code, items, start, count)) return code.invokeRange(items, start, count);
  }
  // The stack's items are all set: a range of it is an array of objects.
  return callArgs(w_f, sliceObjects(items, start, start + count) as FixedArray<W_Root>, null);
}

export function callArgs1(w_f: W_Root, w_a: W_Root): W_Root {
  return callArgs(w_f, [w_a], null);
}

export function callArgs2(w_f: W_Root, w_a: W_Root, w_b: W_Root): W_Root {
  return callArgs(w_f, [w_a, w_b], null);
}

export function callArgs3(w_f: W_Root, w_a: W_Root, w_b: W_Root, w_c: W_Root): W_Root {
  return callArgs(w_f, [w_a, w_b, w_c], null);
}

export function call0(w_f: W_Root): W_Root {
  if (w_f instanceof W_Function) return callFunction0(w_f);
  return callArgs(w_f, noItems, null);
}

export function call1(w_f: W_Root, w_a: W_Root): W_Root {
  if (w_f instanceof W_Function) return callFunction1(w_f, w_a);
  return callArgs(w_f, [w_a], null);
}

export function call2(w_f: W_Root, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_f instanceof W_Function) return callFunction2(w_f, w_a, w_b);
  return callArgs(w_f, [w_a, w_b], null);
}

export function call3(w_f: W_Root, w_a: W_Root, w_b: W_Root, w_c: W_Root): W_Root {
  if (w_f instanceof W_Function) return callFunction3(w_f, w_a, w_b, w_c);
  return callArgs(w_f, [w_a, w_b, w_c], null);
}

const noItems: FixedArray<W_Root> = [];
