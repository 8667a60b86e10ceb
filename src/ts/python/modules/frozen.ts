/**
 * Frozen modules: modules of the library whose code is part of the interpreter, so that importing them reads no files. importlib's
 * FrozenImporter finds them through `_imp`; `frozen-table.ts` lists them.
 *
 * The host has their marshalled code, compiled by the build. Hosted, it is read when a module is first asked for; a program that is to be translated
 * is given the code objects when it is loaded (`freezeModules`), and so they lie in the image.
 */
import { external } from '../../rlib/external.js';
import { splitString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { systemError } from '../interp/errors.js';
import { state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { newModuleDict } from '../objects/dict-module.js';
import { newListOwning } from '../objects/w-list.js';
import { moduleType, W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { runCode } from './builtins-compile.js';
import { FrozenKind, type FrozenModule, frozenModules } from './frozen-table.js';
import { unmarshal } from './marshal-load.js';

/** The marshalled code of a module of the library, by the `source` of its row. */
const hostFrozenCode = external<(source: string) => string>('library.frozenCode');

/** What `_imp._override_frozen_modules_for_tests` sets. */
export const enum FrozenOverride {
  OFF = -1,
  NONE = 0,
  ON = 1,
}

/** The code of the rows of the table. */
const codes: (W_Code | null)[] = makeCodes();

function makeCodes(): (W_Code | null)[] {
  return frozenModules.map(() => null);
}

/** Gives all rows their code. @loadTime */
export function freezeModules(): void {
  frozenModules.forEach((row) => frozenCode(row));
}

/** The frozen module of a name that may be used now, or null. */
export function findFrozen(name: string): FrozenModule | null {
  for (const row of frozenModules) if (row.name === name) return isInUse(row) ? row : null;
  return null;
}

export function frozenNames(): string[] {
  const names: string[] = [];
  for (const row of frozenModules) if (isInUse(row)) names.push(row.name);
  return names;
}

function isInUse(row: FrozenModule): boolean {
  if (row.kind === FrozenKind.ESSENTIAL) return true;
  const s = state();
  return s.frozenOverride === FrozenOverride.NONE ? s.usesFrozen : s.frozenOverride === FrozenOverride.ON;
}

/** What `-X frozen_modules` says: the first one counts. `options` are separated by NUL. */
export function wantsFrozen(options: string): boolean {
  for (const option of splitString(options, '\0'))
    if (option === 'frozen_modules' || option.startsWith('frozen_modules='))
      return option !== 'frozen_modules=off';
  return true;
}

/** The code of a frozen module; rows of one source share it. */
export function frozenCode(row: FrozenModule): W_Code {
  const source = row.source;
  let index: int = 0;
  while ((frozenModules[index] as FrozenModule).source !== source) index++;
  const known = codes[index] as W_Code | null;
  if (known !== null) return known;
  const w_code = unmarshal(hostFrozenCode(source));
  if (!(w_code instanceof W_Code)) throw systemError(`${source}: not a module`);
  codes[index] = w_code;
  return w_code;
}

/** Runs a frozen module without the import system, which fixes up later what is missing of the module's attributes. */
export function runFrozen(row: FrozenModule): W_Module {
  const w_dict = newModuleDict();
  w_dict.setStr(intern('__name__'), newStr(row.name));
  w_dict.setStr(intern('__doc__'), w_None);
  w_dict.setStr(intern('__package__'), w_None);
  w_dict.setStr(intern('__loader__'), w_None);
  w_dict.setStr(intern('__spec__'), w_None);
  if (row.kind === FrozenKind.PACKAGE) w_dict.setStr(intern('__path__'), newListOwning([]));
  const w_builtins = state().w_modules.getStr(newStr('builtins'));
  w_dict.setStr(intern('__builtins__'), w_builtins === null ? w_None : w_builtins);
  const w_module = new W_Module(moduleType, w_dict);
  state().w_modules.setStr(newStr(row.name), w_module);
  runCode(frozenCode(row), w_dict, w_dict);
  w_dict.setStr(intern('__origname__'), newStr(row.source));
  return w_module;
}
