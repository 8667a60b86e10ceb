/**
 * Prebuilt modules: their code ran when the interpreter was translated (`modules/prestart.ts`), and they lie in the image with all that they made.
 * To import one is to put it into `sys.modules`, and before that what it imports, in the order in which its code did.
 *
 * Where a program has changed what an import would have met (finders before importlib's own, another module under a name that the code imports),
 * the module's code runs, as it does for every other.
 */
import type { int } from '../../rlib/types.js';
import { W_DictBase } from '../objects/w-dict.js';
import { W_ListBase } from '../objects/w-list.js';
import { W_Module } from '../objects/w-module.js';
import type { W_Root } from '../objects/root.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { findAttribute, setAttribute } from './attributes.js';

/** The folder of the library, in the file names of what was made before it was known. */
export const LIBRARY_MARK = '<library>';

const n_file = intern('__file__');
const n_path = intern('__path__');
const n_spec = intern('__spec__');
const n_loader_state = intern('loader_state');
const n_filename = intern('filename');

export class PrebuiltModule {
  /** The names of what its code imports, in order. */
  readonly requires: string[] = [];
  /** Other names under which its code has put modules into `sys.modules`, and these. */
  readonly aliases: string[] = [];
  readonly aliased: W_Root[] = [];
  /** It has been imported. */
  isTaken: boolean = false;
  /** The last search that came by. */
  search: int = 0;

  constructor(
    readonly name: string,
    readonly w_module: W_Root,
  ) {}
}

export class PrebuiltModules {
  private searches: int = 0;

  constructor(
    private readonly w_modules: W_DictBase,
    private readonly rows: PrebuiltModule[],
    /** `sys.meta_path`, and the finders that it starts with while prebuilt modules are what it would find. */
    private readonly w_metaPath: W_ListBase,
    private readonly finders: W_Root[],
  ) {}

  /** Lets the modules that are in `sys.modules` from the start know where the library lies. */
  relocateTaken(library: string): void {
    for (const row of this.rows) if (row.isTaken) relocate(row.w_module, library);
  }

  /** Imports a prebuilt module; null where there is none of that name to be had. */
  take(name: string, library: string): W_Root | null {
    const row = this.find(name);
    if (row === null || row.isTaken || !this.hasItsFinders()) return null;
    this.searches++;
    if (!this.isWhole(row)) return null;
    this.enter(row, library);
    return row.w_module;
  }

  private find(name: string): PrebuiltModule | null {
    for (const row of this.rows) if (row.name === name) return row;
    return null;
  }

  private hasItsFinders(): boolean {
    const w_path = this.w_metaPath;
    if (w_path.length() < this.finders.length) return false;
    for (let i = 0; i < this.finders.length; i++)
      if (w_path.storage.get(i) !== this.finders[i]) return false;
    return true;
  }

  /** Whether a module and all that it imports are, or can become, what `sys.modules` has under their names. */
  private isWhole(row: PrebuiltModule): boolean {
    if (row.search === this.searches) return true;
    row.search = this.searches;
    const w_known = this.w_modules.getStr(newStr(row.name));
    if (row.isTaken ? w_known !== row.w_module : w_known !== null) return false;
    for (const name of row.requires) {
      const required = this.find(name);
      if (required === null || !this.isWhole(required)) return false;
    }
    return true;
  }

  private enter(row: PrebuiltModule, library: string): void {
    row.isTaken = true;
    const dot = row.name.lastIndexOf('.');
    const parent = dot < 0 ? null : this.find(row.name.slice(0, dot));
    if (parent !== null && !parent.isTaken) this.enter(parent, library);
    this.w_modules.setStr(newStr(row.name), row.w_module);
    relocate(row.w_module, library);
    for (const name of row.requires) {
      const required = this.find(name);
      if (required !== null && !required.isTaken) this.enter(required, library);
    }
    for (let i = 0; i < row.aliases.length; i++)
      this.w_modules.setStr(newStr(row.aliases[i] as string), row.aliased[i] as W_Root);
    if (parent !== null)
      setAttribute(parent.w_module, intern(row.name.slice(dot + 1, row.name.length)), row.w_module);
  }
}

/** Gives a module's file names the library's folder. */
function relocate(w_module: W_Root, library: string): void {
  if (!(w_module instanceof W_Module)) return;
  const w_file = relocated(w_module.w_dict.getStr(n_file), library);
  if (w_file !== null) w_module.w_dict.setStr(n_file, w_file);
  const w_path = w_module.w_dict.getStr(n_path);
  if (w_path instanceof W_ListBase) {
    for (let i = 0; i < w_path.length(); i++) {
      const w_folder = relocated(w_path.storage.get(i), library);
      if (w_folder !== null) w_path.storage.set(i, w_folder);
    }
  }
  const w_spec = w_module.w_dict.getStr(n_spec);
  const w_state = w_spec === null ? null : findAttribute(w_spec, n_loader_state);
  if (w_state === null) return;
  const w_filename = relocated(findAttribute(w_state, n_filename), library);
  if (w_filename !== null) setAttribute(w_state, n_filename, w_filename);
}

function relocated(w_text: W_Root | null, library: string): W_Root | null {
  if (!(w_text instanceof W_StrBase)) return null;
  const text = w_text.utf8();
  if (!text.startsWith(LIBRARY_MARK)) return null;
  return newStr(library + text.slice(LIBRARY_MARK.length, text.length));
}
