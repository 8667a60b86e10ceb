/**
 * Starts the interpreter before it is translated, so that an image holds what every start makes alike (`sys`, importlib, the codecs, `io`), and modules of
 * the library for those programs that import them. `start` goes on from there. @loadTime
 */
import { cast } from '../../rlib/object.js';
import { bigToDecimal } from '../../rlib/bigint-text.js';
import { importModule } from '../interp/import-module.js';
import { collect } from '../interp/iteration.js';
import { ListStart, ModuleEffect, PrebuiltModule, PrebuiltModules } from '../interp/prebuilt-modules.js';
import { getSysAttribute, state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { makeBuiltin } from '../objects/bootstrap.js';
import { forgetCodecs } from '../objects/codec-registry.js';
import type { W_Root } from '../objects/root.js';
import { staticmethod } from '../objects/typedef.js';
import { W_DictBase } from '../objects/w-dict.js';
import { W_Int, W_Long } from '../objects/w-int.js';
import { W_ListBase } from '../objects/w-list.js';
import { W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { compileSource } from './builtins-compile.js';
import { absoluteName, builtinImport } from './builtins-import.js';
import { Options } from './options.js';
import { startWithoutStreams } from './setup.js';
import { forgetExitFunctions } from './small-modules.js';

/** What is imported ahead of programs. The code of these modules, and of those that they import, must not depend on the process that it runs in. */
const wanted: readonly string[] = [
  'os',
  '_sitebuiltins',
  'argparse',
  'ast',
  'base64',
  'bisect',
  'calendar',
  'collections',
  'contextlib',
  'copy',
  'csv',
  'dataclasses',
  'datetime',
  'enum',
  'fnmatch',
  'functools',
  'glob',
  'hashlib',
  'heapq',
  'importlib.machinery',
  'importlib.util',
  'inspect',
  'json',
  'logging',
  'numbers',
  'pathlib',
  'pickle',
  'pprint',
  'queue',
  'random',
  're',
  'runpy',
  'selectors',
  'shlex',
  'shutil',
  'socket',
  'string',
  'struct',
  'tempfile',
  'textwrap',
  'threading',
  'traceback',
  'types',
  'typing',
  'urllib.parse',
  'warnings',
  'weakref',
];

/** What of a module's code is run again when it is imported, as it depends on the process. */
const refreshes: ReadonlyMap<string, string> = new Map([
  ['logging', '_startTime = time.time()\natexit.register(shutdown)\n'],
  ['random', '_inst.seed()\n'],
]);

/** Python's paths, as `Options` has them. */
interface Folders {
  readonly prefix: string;
  readonly library: string;
}

type Names = Map<string, W_Root>;

interface Change {
  readonly w_dict: W_DictBase;
  readonly name: string;
  readonly w_old: W_Root | null;
  readonly w_new: W_Root | null;
}

/** What the import of a module has done. */
class Recording {
  readonly requires: string[] = [];
  readonly changes: Change[] = [];

  constructor(readonly name: string) {}
}

function namesOf(w_dict: W_DictBase): Names {
  const names: Names = new Map();
  const { storage } = w_dict;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    if (w_name instanceof W_StrBase) names.set(w_name.utf8(), storage.valueAt(at));
  }
  return names;
}

function setName(w_dict: W_DictBase, name: string, w_value: W_Root | null): void {
  if (w_value === null) w_dict.remove(intern(name));
  else w_dict.setStr(intern(name), w_value);
}

function findLoaded(name: string): W_Root | null {
  return state().w_modules.getStr(intern(name));
}

/** Takes down who imports what, and what becomes of the variables of modules whose code has run. */
class Recorder {
  /** In the order in which the imports ended. */
  readonly done: Recording[] = [];
  private readonly running: Recording[] = [];
  private readonly known = new Map<W_DictBase, Names>();
  private readonly names = new Set<string>();

  constructor() {
    for (const [name, w_module] of namesOf(state().w_modules)) {
      this.names.add(name);
      this.settle(w_module);
    }
  }

  private settle(w_module: W_Root | null): void {
    if (w_module instanceof W_Module) this.known.set(w_module.w_dict, namesOf(w_module.w_dict));
  }

  /** The module whose code runs. */
  get importer(): string | undefined {
    return this.running.at(-1)?.name;
  }

  require(name: string): void {
    const importer = this.running.at(-1);
    if (importer !== undefined && importer.name !== name && !importer.requires.includes(name))
      importer.requires.push(name);
  }

  /** Runs an import of a module that is not there yet. */
  record(name: string, run: () => W_Root): W_Root {
    const recording = new Recording(name);
    this.running.push(recording);
    this.names.add(name);
    try {
      const w_result = run();
      this.done.push(recording);
      this.collectChanges(recording);
      this.settle(findLoaded(name));
      return w_result;
    } finally {
      this.running.pop();
    }
  }

  private collectChanges({ changes }: Recording): void {
    const w_modules = state().w_modules;
    for (const [name, w_module] of namesOf(w_modules)) {
      if (this.names.has(name)) continue;
      this.names.add(name);
      changes.push({ w_dict: w_modules, name, w_old: null, w_new: w_module });
    }
    for (const [w_dict, before] of this.known) {
      const after = namesOf(w_dict);
      for (const name of new Set([...before.keys(), ...after.keys()])) {
        const w_old = before.get(name) ?? null;
        const w_new = after.get(name) ?? null;
        if (w_old !== w_new) changes.push({ w_dict, name, w_old, w_new });
      }
      this.known.set(w_dict, after);
    }
  }
}

let recorder: Recorder | null = null;

/** Whether a module's code runs that may ask for what depends on the process. */
export function isRefreshed(): boolean {
  return recorder !== null && refreshes.has(recorder.importer ?? '');
}

/** `__import__` while modules are prebuilt. */
function recordedImport(
  w_name: W_Root,
  w_globals: W_Root | null,
  w_locals: W_Root | null,
  w_fromlist: W_Root | null,
  w_level: W_Root | null,
): W_Root {
  if (recorder === null) throw new Error('prestart: an import that nobody records');
  const name = absoluteName(w_name, w_globals, w_level);
  recorder.require(name);
  const run = (): W_Root => builtinImport(w_name, w_globals, w_locals, w_fromlist, w_level);
  const w_result = findLoaded(name) === null ? recorder.record(name, run) : run();
  if (w_fromlist !== null && w_fromlist !== w_None)
    for (const w_item of collect(w_fromlist))
      if (w_item instanceof W_StrBase && findLoaded(`${name}.${w_item.utf8()}`) !== null)
        recorder.require(`${name}.${w_item.utf8()}`);
  return w_result;
}

const recordingRow = staticmethod(
  '__import__',
  '($module, /, name, globals=None, locals=None, fromlist=(), level=0)',
  recordedImport,
);

/** Imports the wanted modules with `recordedImport` in the place of `__import__`. */
function importWanted(): Recorder {
  const s = state();
  const n_import = intern('__import__');
  const { w_import } = s;
  if (w_import === null || recordingRow.kind !== 'staticmethod') throw new Error('prestart: no __import__');
  const w_recording = makeBuiltin(recordingRow, null, null);
  s.w_builtinsDict.setStr(n_import, w_recording);
  s.w_import = w_recording;
  const made = new Recorder();
  recorder = made;
  for (const name of wanted) importModule(name);
  recorder = null;
  s.w_builtinsDict.setStr(n_import, w_import);
  s.w_import = w_import;
  return made;
}

/** Whether a module comes from the library's folder: it knows where its compiled code is kept. */
function isFile(w_module: W_Root): boolean {
  return w_module instanceof W_Module && w_module.w_dict.getStr(intern('__cached__')) !== null;
}

function rowOf({ name, requires, changes }: Recording, owners: ReadonlyMap<string, string>): PrebuiltModule {
  const w_module = findLoaded(name);
  if (w_module === null) throw new Error(`prestart: ${name} is not in sys.modules`);
  const row = new PrebuiltModule(name, w_module, isFile(w_module));
  const dot = name.lastIndexOf('.');
  // What could not be imported is not there.
  for (const required of dot < 0 ? requires : [name.slice(0, dot), ...requires]) {
    if (findLoaded(required) !== null && !row.requires.includes(required))
      row.requires.push(owners.get(required) ?? required);
  }
  const refresh = refreshes.get(name);
  if (refresh !== undefined)
    row.w_refresh = cast(compileSource(refresh, true, `<${name}>`, 'exec', 0, 0), W_Code);
  for (const { w_dict, name: changed, w_new } of changes)
    row.effects.push(new ModuleEffect(w_dict, intern(changed), w_new));
  return row;
}

/** The rows of all modules. Those that were not there at first leave `sys.modules`, and what they have done to others is undone. */
function makeRows(first: ReadonlySet<string>, { done }: Recorder): PrebuiltModule[] {
  const { w_modules } = state();
  const owners = new Map<string, string>();
  for (const { name, changes } of done)
    for (const change of changes) if (change.w_dict === w_modules) owners.set(change.name, name);
  const rows: PrebuiltModule[] = [];
  for (const name of first) {
    const row = rowOf(new Recording(name), owners);
    row.isTaken = true;
    rows.push(row);
  }
  for (const recording of done) rows.push(rowOf(recording, owners));
  const changes = done.flatMap((recording) => recording.changes);
  for (const { w_dict, name, w_old } of changes.reverse()) setName(w_dict, name, w_old);
  for (const { name } of done) setName(w_modules, name, null);
  return rows;
}

/** Takes what was found since out of a dictionary that keeps what it finds. */
function forget(w_dict: W_Root | null, known: ReadonlySet<string>): void {
  if (!(w_dict instanceof W_DictBase)) throw new Error('prestart: what should keep things is not a dict');
  for (const name of namesOf(w_dict).keys()) if (!known.has(name)) setName(w_dict, name, null);
}

function listStart(name: string): ListStart {
  const w_list = getSysAttribute(intern(name));
  if (!(w_list instanceof W_ListBase)) throw new Error(`prestart: sys.${name} is not a list`);
  return new ListStart(intern(name), w_list);
}

/** Makes a big integer the int that machine code has for it, if that fits a word there: 63 bits and a sign. */
function narrow(w_long: W_Long): void {
  const value = BigInt(bigToDecimal(w_long.big));
  if (BigInt.asIntN(64, value) !== value) return;
  Object.setPrototypeOf(w_long, W_Int.prototype);
  Object.assign(w_long, { value });
}

/**
 * Looks at all objects for what is not the same in machine code: ints that fit its words, and strings with the package's folder, which will have
 * another text where the package lies elsewhere and must not have kept anything of this one.
 */
function adaptObjects(folder: string): void {
  const seen = new Set<object>();
  const pending: object[] = [state()];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next) || ArrayBuffer.isView(next)) continue;
    seen.add(next);
    if (next instanceof W_StrBase && next.utf8().includes(folder)) next.forgetText();
    if (next instanceof W_Long) narrow(next);
    for (const value of Object.values(next))
      if (typeof value === 'object' && value !== null) pending.push(value as object);
  }
}

/** Makes the state that starts go on from. `beforeImports` is called when the modules are there that each start makes. */
export function prestart({ prefix, library }: Folders, beforeImports: () => void): void {
  const options = new Options();
  options.prefix = prefix;
  options.library = library;
  options.path = library;
  options.dontWriteBytecode = 1;
  startWithoutStreams(options);
  const s = state();
  const first = new Set(namesOf(s.w_modules).keys());
  const encodings = findLoaded('encodings');
  const w_codecs = encodings instanceof W_Module ? encodings.w_dict.getStr(intern('_cache')) : null;
  if (!(w_codecs instanceof W_DictBase)) throw new Error('prestart: encodings has no _cache');
  const knownCodecs = new Set(namesOf(w_codecs).keys());
  beforeImports();
  const recorded = importWanted();
  forget(w_codecs, knownCodecs);
  forget(getSysAttribute(intern('path_importer_cache')), new Set());
  forgetCodecs();
  forgetExitFunctions();
  s.prebuilt = new PrebuiltModules(library, s.w_modules, makeRows(first, recorded), [
    listStart('meta_path'),
    listStart('path_hooks'),
  ]);
  adaptObjects(prefix);
}
