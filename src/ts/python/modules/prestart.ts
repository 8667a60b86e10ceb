/**
 * Starts the interpreter before it is translated, so that an image holds what every start makes alike: `sys`, importlib, the codecs, `io`; and, for
 * programs that import them, the modules that `site` needs. `start` goes on from there. @loadTime
 */
import { collect } from '../interp/iteration.js';
import { importModule } from '../interp/import-module.js';
import { LIBRARY_MARK, PrebuiltModule, PrebuiltModules } from '../interp/prebuilt-modules.js';
import { getSysAttribute, state } from '../interp/sys-state.js';
import { makeBuiltin } from '../objects/bootstrap.js';
import type { W_Root } from '../objects/root.js';
import { staticmethod } from '../objects/typedef.js';
import { W_ListBase } from '../objects/w-list.js';
import { W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { absoluteName, builtinImport } from './builtins-import.js';
import { Options } from './options.js';
import { startWithoutStreams } from './setup.js';

/** What is imported ahead of programs. The code of these modules, and of those that they import, must not depend on the process that it runs in. */
const wanted: readonly string[] = ['os', '_sitebuiltins'];

/** Finders that come before all others and whose modules nothing else can take the place of: `BuiltinImporter`, `FrozenImporter`. */
const FIRST_FINDERS = 2;

/** What modules import, in order, by the importing module's name. */
const imports = new Map<string, string[]>();

/** The modules whose code is running. */
const running: string[] = [];

/** Who has put a module into `sys.modules` under another name. */
const aliases = new Map<string, string>();

function loadedNames(): string[] {
  const names: string[] = [];
  const { storage } = state().w_modules;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    if (w_name instanceof W_StrBase) names.push(w_name.utf8());
  }
  return names;
}

function findLoaded(name: string): W_Root | null {
  return state().w_modules.getStr(intern(name));
}

function takeDown(name: string): void {
  const importer = running.at(-1);
  if (importer === undefined) return;
  const list = imports.get(importer);
  if (list?.includes(name) === false) list.push(name);
}

/** `__import__`, taking down who imports what. */
function recordedImport(
  w_name: W_Root,
  w_globals: W_Root | null,
  w_locals: W_Root | null,
  w_fromlist: W_Root | null,
  w_level: W_Root | null,
): W_Root {
  const name = absoluteName(w_name, w_globals, w_level);
  takeDown(name);
  const isNew = findLoaded(name) === null;
  const before = new Set(loadedNames());
  if (isNew) {
    imports.set(name, []);
    running.push(name);
  }
  try {
    const w_result = builtinImport(w_name, w_globals, w_locals, w_fromlist, w_level);
    if (isNew)
      for (const one of loadedNames())
        if (!before.has(one) && !imports.has(one) && !aliases.has(one)) aliases.set(one, name);
    return w_result;
  } finally {
    if (isNew) running.pop();
    if (w_fromlist !== null && w_fromlist !== w_None)
      for (const w_item of collect(w_fromlist))
        if (w_item instanceof W_StrBase && findLoaded(`${name}.${w_item.utf8()}`) !== null)
          takeDown(`${name}.${w_item.utf8()}`);
  }
}

const recordingRow = staticmethod(
  '__import__',
  '($module, /, name, globals=None, locals=None, fromlist=(), level=0)',
  recordedImport,
);

/** Imports the wanted modules with `recordedImport` in the place of `__import__`. */
function importWanted(): void {
  const s = state();
  const n_import = intern('__import__');
  const w_import = s.w_import;
  if (w_import === null || recordingRow.kind !== 'staticmethod') throw new Error('prestart: no __import__');
  const w_recording = makeBuiltin(recordingRow, null, null);
  s.w_builtinsDict.setStr(n_import, w_recording);
  s.w_import = w_recording;
  for (const name of wanted) importModule(name);
  s.w_builtinsDict.setStr(n_import, w_import);
  s.w_import = w_import;
}

/** The rows of all modules; those that are not there from the start leave `sys.modules`, and submodules their packages. */
function makeRows(first: ReadonlySet<string>): PrebuiltModule[] {
  const rows: PrebuiltModule[] = [];
  for (const name of loadedNames()) {
    const w_module = findLoaded(name);
    const alias = aliases.get(name);
    if (w_module === null || alias !== undefined) continue;
    const row = new PrebuiltModule(name, w_module);
    row.isTaken = first.has(name);
    // What could not be imported is not there.
    for (const imported of imports.get(name) ?? [])
      if (findLoaded(imported) !== null) row.requires.push(aliases.get(imported) ?? imported);
    for (const [other, owner] of aliases) {
      const w_other = findLoaded(other);
      if (owner !== name || w_other === null) continue;
      row.aliases.push(other);
      row.aliased.push(w_other);
    }
    rows.push(row);
  }
  for (const name of loadedNames()) {
    if (first.has(name)) continue;
    state().w_modules.remove(intern(name));
    const dot = name.lastIndexOf('.');
    const w_parent = rows.find((row) => row.name === name.slice(0, Math.max(dot, 0)))?.w_module;
    if (w_parent instanceof W_Module && imports.has(name)) w_parent.w_dict.remove(intern(name.slice(dot + 1)));
  }
  return rows;
}

/** Makes the state that starts go on from. */
export function prestart(): void {
  const options = new Options();
  options.library = LIBRARY_MARK;
  startWithoutStreams(options);
  const s = state();
  const first = new Set(loadedNames());
  importWanted();
  const w_metaPath = getSysAttribute(intern('meta_path'));
  if (!(w_metaPath instanceof W_ListBase)) throw new Error('prestart: sys.meta_path is not a list');
  const finders: W_Root[] = [];
  for (let i = 0; i < FIRST_FINDERS; i++) finders.push(w_metaPath.storage.get(i));
  s.prebuilt = new PrebuiltModules(s.w_modules, makeRows(first), w_metaPath, finders);
}
