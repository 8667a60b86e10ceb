/** Warnings issued by the interpreter: through module `warnings` as `_warnings.warn` does. */
import type { int } from '../../rlib/types.js';
import { newInt } from '../objects/w-int.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Type } from '../objects/w-type.js';
import { findAttribute } from './attributes.js';
import { call3 } from './call.js';
import { state } from './sys-state.js';

const n_warnings = intern('_warnings');
const n_warn = intern('warn');

/** Issues a warning at the running Python code; an error filter makes it an exception. */
export function warn(w_category: W_Type, message: string): void {
  warnAt(w_category, message, 1);
}

/** The same `level` frames up. */
export function warnAt(w_category: W_Type, message: string, level: int): void {
  const w_module = state().w_modules.getStr(n_warnings);
  if (w_module === null) return;
  const w_warn = findAttribute(w_module, n_warn);
  if (w_warn !== null) call3(w_warn, newStr(message), w_category, newInt(level));
}
