/**
 * Calling functions written in Python: a new frame, arguments into its locals, run.
 *
 * Calls with exactly the positional parameters of a plain function copy them and run; everything else goes through
 * `bindArguments`.
 */
import type { FixedArray } from '../../rlib/array.js';
import { promote } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import type { Scope } from '../objects/w-builtin.js';
import type { W_Function } from '../objects/w-function.js';
import type { W_Str } from '../objects/w-str.js';
import { bindArguments } from './bind-arguments.js';
import { runFrame } from './eval.js';
import { CodeFlag } from './opcodes.js';
import { W_Frame } from './w-frame.js';

const GENERATOR_FLAGS = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;

/** Traces rely on the code, not on the function object. @unrollSafe */
function newFrame(w_function: W_Function): W_Frame {
  const frame = new W_Frame(promote(w_function.code), w_function.w_globals, w_function.w_builtins);
  if ((w_function.code.flags & GENERATOR_FLAGS) !== 0) {
    frame.w_functionName = w_function.w_name;
    frame.w_functionQualname = w_function.w_qualname;
  }
  const closure = w_function.closure;
  const count = promote(closure.length);
  if (count > 0) {
    const base = w_function.code.slotCount - count;
    for (let i = 0; i < count; i++) frame.slots[base + i] = closure[i] as W_Root;
  }
  return frame;
}

export function callFunction(
  w_function: W_Function,
  items: FixedArray<W_Root>,
  names: FixedArray<W_Str> | null,
): W_Root {
  if (names === null) return callFunctionRange(w_function, items, 0, items.length);
  const frame = newFrame(w_function);
  bindArguments(w_function, frame.slots, items, 0, items.length, names);
  return runFrame(frame);
}

/** @unrollSafe */
export function callFunctionRange(w_function: W_Function, items: Scope, start: int, count: int): W_Root {
  const frame = newFrame(w_function);
  const code = w_function.code;
  const slots = frame.slots;
  if (code.isPlain && count === code.argcount) {
    for (let i = 0; i < count; i++) slots[i] = items[start + i] as W_Root;
  } else {
    bindArguments(w_function, slots, items, start, count, null);
  }
  return runFrame(frame);
}

export function callFunction0(w_function: W_Function): W_Root {
  const frame = newFrame(w_function);
  const code = w_function.code;
  if (!(code.isPlain && code.argcount === 0)) bindArguments(w_function, frame.slots, [], 0, 0, null);
  return runFrame(frame);
}

export function callFunction1(w_function: W_Function, w_a: W_Root): W_Root {
  const frame = newFrame(w_function);
  const code = w_function.code;
  if (code.isPlain && code.argcount === 1) frame.slots[0] = w_a;
  else bindArguments(w_function, frame.slots, [w_a], 0, 1, null);
  return runFrame(frame);
}

export function callFunction2(w_function: W_Function, w_a: W_Root, w_b: W_Root): W_Root {
  const frame = newFrame(w_function);
  const code = w_function.code;
  const slots = frame.slots;
  if (code.isPlain && code.argcount === 2) {
    slots[0] = w_a;
    slots[1] = w_b;
  } else {
    bindArguments(w_function, slots, [w_a, w_b], 0, 2, null);
  }
  return runFrame(frame);
}

export function callFunction3(w_function: W_Function, w_a: W_Root, w_b: W_Root, w_c: W_Root): W_Root {
  const frame = newFrame(w_function);
  const code = w_function.code;
  const slots = frame.slots;
  if (code.isPlain && code.argcount === 3) {
    slots[0] = w_a;
    slots[1] = w_b;
    slots[2] = w_c;
  } else {
    bindArguments(w_function, slots, [w_a, w_b, w_c], 0, 3, null);
  }
  return runFrame(frame);
}
