/**
 * Warnings issued by the interpreter: by module `warnings`, if the program has loaded it. Before that nothing listens, as
 * the default filters would drop what start-up code can cause.
 */
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import type { W_Type } from '../objects/w-type.js';
import { findAttribute } from './attributes.js';
import { callArgs } from './call.js';
import { state } from './sys-state.js';

const n_warnings = intern('warnings');
const n_warn = intern('warn');
const n_warn_explicit = intern('warn_explicit');

/** A function of module `warnings`, or null. */
function findFunction(name: W_Str): W_Root | null {
  const w_module = state().w_modules.getStr(n_warnings);
  return w_module === null || w_module === w_None ? null : findAttribute(w_module, name);
}

/** Issues a warning at the running Python code; an error filter makes it an exception. */
export function warn(w_category: W_Type, message: string): void {
  warnAt(w_category, message, 1);
}

/** The same `level` frames up: 1 is the running Python function. */
export function warnAt(w_category: W_Root, message: string, level: int): void {
  const w_warn = findFunction(n_warn);
  if (w_warn !== null) callArgs(w_warn, [newStr(message), w_category, newInt(level)], null);
}

/** A warning about a place in a file. */
export function warnExplicit(w_category: W_Type, message: string, filename: string, line: int): void {
  const w_warn = findFunction(n_warn_explicit);
  if (w_warn !== null) callArgs(w_warn, [newStr(message), w_category, newStr(filename), newInt(line)], null);
}
