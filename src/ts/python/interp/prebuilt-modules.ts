/**
 * Prebuilt modules: their code ran when the interpreter was translated (`modules/prestart.ts`), and they lie in the image with all that they made.
 * To import one is to put it into `sys.modules`, and what it imports before it.
 *
 * Where a program has changed what an import would have met (finders or hooks before importlib's own, a module of the same name in an earlier folder of
 * `sys.path`, another module under a name that the code imports), the module's code runs, as it does for every other.
 */
import { HostError } from '../../rlib/external.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { runCode } from '../modules/builtins-compile.js';
import { hostStat } from '../modules/posix/externals.js';
import type { W_Root } from '../objects/root.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { W_ListBase } from '../objects/w-list.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_Str } from '../objects/w-str.js';
import { W_Module } from '../objects/w-module.js';
import { getSysAttribute } from './sys-state.js';
import type { W_Code } from './w-code.js';

/** A variable of another module that a module's code sets; null: deletes. */
export class ModuleEffect {
  constructor(
    readonly w_dict: W_DictBase,
    readonly w_name: W_Str,
    readonly w_value: W_Root | null,
  ) {}
}

export class PrebuiltModule {
  /** The names of its package and of what its code imports. */
  readonly requires: string[] = [];
  readonly effects: ModuleEffect[] = [];
  /** Code to be run in the module's namespace when it is imported: what depends on the process. */
  w_refresh: W_Code | null = null;
  /** It has been imported. */
  isTaken: boolean = false;
  /** The last search that came by. */
  search: int = 0;

  constructor(
    readonly name: string,
    readonly w_module: W_Root,
    /** It comes from the library's folder: what depends on the options of a start, or comes earlier on `sys.path`, has a say. */
    readonly isFile: boolean,
  ) {}
}

/** A list of module `sys` that has to begin with certain items. */
export class ListStart {
  private readonly items: W_Root[] = [];

  constructor(
    readonly name: W_Str,
    readonly w_list: W_ListBase,
  ) {
    for (let i = 0; i < w_list.length(); i++) this.items.push(w_list.storage.get(i));
  }

  isUnchanged(): boolean {
    const w_list = this.w_list;
    if (getSysAttribute(this.name) !== w_list || w_list.length() < this.items.length) return false;
    for (let i = 0; i < this.items.length; i++) if (w_list.storage.get(i) !== this.items[i]) return false;
    return true;
  }
}

export class PrebuiltModules {
  /** Whether options are such that the code of the library's modules would do again what it did. */
  hasFiles: boolean = false;
  private searches: int = 0;

  constructor(
    /** The library's folder. */
    readonly library: string,
    private readonly w_modules: W_DictBase,
    /** In the order in which their code ended, which is that of `sys.modules`. @placedLast */
    private readonly rows: PrebuiltModule[],
    private readonly lists: ListStart[],
  ) {}

  /** Imports a prebuilt module; null where there is none of that name to be had. */
  take(name: string): W_Root | null {
    const row = this.find(name);
    if (row === null || row.isTaken) return null;
    for (const list of this.lists) if (!list.isUnchanged()) return null;
    this.searches++;
    if (!this.isWhole(row)) return null;
    this.enterFound();
    return row.w_module;
  }

  private find(name: string): PrebuiltModule | null {
    for (const row of this.rows) if (row.name === name) return row;
    return null;
  }

  /** Whether a module and all that it imports are, or can become, what `sys.modules` has under their names. */
  private isWhole(row: PrebuiltModule): boolean {
    if (row.search === this.searches) return true;
    row.search = this.searches;
    const w_known = this.w_modules.getStr(newStr(row.name));
    if (row.isTaken) return w_known === row.w_module;
    if (w_known !== null) return false;
    if (row.isFile) {
      if (!this.hasFiles) return false;
      // A module of a package is looked for in the package's folder.
      if (row.name.indexOf('.', 0) < 0 && !comesFirst(row.name, this.library)) return false;
    }
    for (const name of row.requires) {
      const required = this.find(name);
      if (required === null || !this.isWhole(required)) return false;
    }
    return true;
  }

  /** Puts what `isWhole` has come by into `sys.modules`, in the order in which the code of modules ended. */
  private enterFound(): void {
    const entered: PrebuiltModule[] = [];
    for (const row of this.rows) {
      if (row.search === this.searches && !row.isTaken) {
        row.isTaken = true;
        this.w_modules.setStr(newStr(row.name), row.w_module);
        for (const effect of row.effects) {
          if (effect.w_value !== null) effect.w_dict.setStr(effect.w_name, effect.w_value);
          else effect.w_dict.remove(effect.w_name);
        }
        entered.push(row);
      }
    }
    for (const row of entered) {
      const w_code = row.w_refresh;
      const w_module = row.w_module;
      if (w_code !== null && w_module instanceof W_Module) runCode(w_code, w_module.w_dict, w_module.w_dict);
    }
  }
}

/** Whether no folder before the library's on `sys.path` has a module of the name. */
function comesFirst(name: string, library: string): boolean {
  const w_path = getSysAttribute(intern('path'));
  if (!(w_path instanceof W_ListBase)) return false;
  for (let i = 0; i < w_path.length(); i++) {
    const w_folder = w_path.storage.get(i);
    if (!(w_folder instanceof W_StrBase)) return false;
    const folder = w_folder.utf8();
    if (folder === library) return true;
    if (isInArchive(folder)) return false;
    const start = folder === '' ? name : `${folder}/${name}`;
    for (const ending of moduleEndings) if (kindOf(start + ending) === FILE) return false;
  }
  return false;
}

/** Whether a path is that of an archive, or of a folder within one, which may hold anything. */
function isInArchive(path: string): boolean {
  let rest = path;
  while (rest !== '') {
    const kind = kindOf(rest);
    if (kind !== NOTHING) return kind === FILE;
    const slash = rest.lastIndexOf('/');
    rest = slash < 0 ? '' : rest.slice(0, slash);
  }
  return false;
}

/** What makes a file a module of a name, or a package. */
const moduleEndings: string[] = ['.py', '.pyc', '/__init__.py', '/__init__.pyc'];

/** The type of a file in its mode, of a regular file, and what stands for none. */
const TYPE_MASK: int = 0xf000;
const FILE: int = 0x8000;
const NOTHING: int = 0;

function kindOf(path: string): int {
  try {
    return (hostStat(path, true)[0] as int) & TYPE_MASK;
  } catch (e) {
    const error = caught(e);
    if (error instanceof HostError) return NOTHING;
    throw error;
  }
}
