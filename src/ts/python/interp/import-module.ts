/** Importing a module for the interpreter's own use. */
import type { W_Root } from '../objects/root.js';
import { ModuleNotFoundErrorType } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { callArgs } from './call.js';
import { newError } from './errors.js';
import { state } from './sys-state.js';

const n_import = intern('__import__');
const s_star = intern('*');

/** The module of a dotted name. */
export function importModule(name: string): W_Root {
  const w_name = newStr(name);
  const w_known = state().w_modules.getStr(w_name);
  if (w_known !== null && w_known !== w_None) return w_known;
  const w_import = state().w_builtinsDict.getStr(n_import);
  if (w_import === null) throw newError(ModuleNotFoundErrorType, `No module named '${name}'`);
  return callArgs(w_import, [w_name, w_None, w_None, newTuple([s_star]), newInt(0)], null);
}
