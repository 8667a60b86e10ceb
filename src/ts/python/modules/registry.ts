/**
 * Builtin modules by name. Functions and types of all modules are made when the program loads (they are the same for ever);
 * a module object with its namespace is made when it is first imported.
 */
import type { int } from '../../rlib/types.js';
import { state } from '../interp/sys-state.js';
import { installTypedef, makeBuiltin } from '../objects/bootstrap.js';
import { newModuleDict } from '../objects/dict-module.js';
import type { W_Root } from '../objects/root.js';
import type { ModuleDef } from '../objects/typedef.js';
import { W_Builtin } from '../objects/w-builtin.js';
import type { W_Dict } from '../objects/w-dict.js';
import { moduleType, W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { builtinModules } from './index.js';

/** A module's contents, ready to be copied into a namespace. */
class PreparedModule {
  readonly names: W_Str[] = [];
  readonly values: W_Root[] = [];

  constructor(
    readonly name: string,
    readonly doc: string,
    readonly setup: (() => void) | null,
    readonly refresh: (() => void) | null,
  ) {}
}

const prepared: PreparedModule[] = [];

/** Makes functions and types of a module; load time. */
function prepare(definition: ModuleDef): PreparedModule {
  const module = new PreparedModule(definition.name, definition.doc, definition.setup, definition.refresh);
  for (const row of definition.rows) {
    module.names.push(intern(row.name));
    if (row.kind === 'value') {
      module.values.push(row.w_value());
    } else if (row.kind === 'getset') {
      throw new Error(`module ${definition.name}: '${row.name}' can't be a getset`);
    } else {
      const w_function = makeBuiltin(row, null, null);
      module.values.push(new W_Builtin(w_function.code, w_function.kind, null, definition.name));
    }
  }
  for (const type of definition.typedefs) {
    installTypedef(type);
    const named = type.options.hidden !== true;
    if (named && (type.w_type.module !== 'builtins' || definition.name === 'builtins')) {
      module.names.push(intern(type.w_type.name));
      module.values.push(type.w_type);
    }
  }
  return module;
}

/** Prepares all modules; load time, after the types are whole. */
export function prepareModules(): void {
  if (prepared.length > 0) return;
  for (const definition of builtinModules) prepared.push(prepare(definition));
}

/** The number of a builtin module, or -1. */
export function findBuiltinModule(name: string): int {
  for (let i = 0; i < prepared.length; i++) if ((prepared[i] as PreparedModule).name === name) return i;
  return -1;
}

/** The names of all builtin modules. */
export function builtinModuleNames(): string[] {
  const names: string[] = [];
  for (const module of prepared) names.push(module.name);
  return names;
}

const n_name = intern('__name__');
const n_doc = intern('__doc__');
const n_package = intern('__package__');
const n_loader = intern('__loader__');
const n_spec = intern('__spec__');

/** Makes the module object of a builtin module. */
export function makeBuiltinModule(index: int): W_Module {
  const module = prepared[index] as PreparedModule;
  const s = state();
  let w_dict: W_Dict;
  if (module.name === 'sys') w_dict = s.w_sysDict;
  else if (module.name === 'builtins') w_dict = s.w_builtinsDict;
  else w_dict = newModuleDict();
  w_dict.setStr(n_name, newStr(module.name));
  w_dict.setStr(n_doc, module.doc === '' ? w_None : newStr(module.doc));
  w_dict.setStr(n_package, newStr(''));
  w_dict.setStr(n_loader, w_None);
  w_dict.setStr(n_spec, w_None);
  for (let i = 0; i < module.names.length; i++)
    w_dict.setStr(module.names[i] as W_Str, module.values[i] as W_Root);
  const w_module = new W_Module(moduleType, w_dict);
  s.w_builtinModules.setStr(newStr(module.name), w_module);
  if (module.setup !== null) module.setup();
  if (module.refresh !== null) module.refresh();
  return w_module;
}

/** Brings modules that were made earlier, elsewhere, up to date with the process. */
export function refreshBuiltinModules(): void {
  const w_made = state().w_builtinModules;
  for (const module of prepared)
    if (module.refresh !== null && w_made.getStr(newStr(module.name)) !== null) module.refresh();
}
