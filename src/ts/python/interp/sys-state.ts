/** The parts of module `sys` that the interpreter itself uses: its namespace, and `sys.modules`. */
import { newModuleDict } from '../objects/dict-module.js';
import { newDict } from '../objects/dict.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import type { W_Dict, W_DictBase } from '../objects/w-dict.js';

import type { W_Str } from '../objects/w-str.js';
import type { PrebuiltModules } from './prebuilt-modules.js';

export class InterpreterState {
  /** The namespaces of `sys` and `builtins`. */
  readonly w_sysDict: W_Dict = newModuleDict();
  readonly w_builtinsDict: W_Dict = newModuleDict();
  /** `sys.modules`, as the import system knows it even if the attribute is rebound. */
  w_modules: W_DictBase = newDict();
  /** Builtin modules made so far, whatever became of them in `sys.modules`. */
  readonly w_builtinModules: W_DictBase = newDict();
  /** Module `importlib._bootstrap`, once it runs. */
  w_importlib: W_Root | null = null;
  /** What importlib calls to import: `builtins.__import__` as it was at the start. */
  w_import: W_Root | null = null;
  /** The modules whose code has run already. */
  prebuilt: PrebuiltModules | null = null;
  /** The program is ending. */
  finalizing: boolean = false;
  /** Digits that int <-> str conversions may have; 0: any. */
  maxStrDigits: int = 4300;
  /** `-O`: 0, 1, 2. */
  optimize: int = 0;
  /** `-X frozen_modules`, and what a test wants instead: `FrozenOverride`. */
  usesFrozen: boolean = true;
  frozenOverride: int = 0;
}

let theState: InterpreterState | null = null;

/** The state of the interpreter. Made on first use: modules it needs load in a circle with this one. */
export function state(): InterpreterState {
  if (theState === null) theState = new InterpreterState();
  return theState;
}

/** Starts again with nothing of what the interpreter knows. */
export function resetState(): void {
  theState = new InterpreterState();
}

/** An attribute of module `sys`, or null. */
export function getSysAttribute(name: W_Str): W_Root | null {
  return state().w_sysDict.getStr(name);
}

/** Sets an attribute of module `sys`. */
export function setSysAttribute(name: W_Str, w_value: W_Root): void {
  state().w_sysDict.setStr(name, w_value);
}
