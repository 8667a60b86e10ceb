/**
 * Starting the interpreter: `sys` and `builtins`, then importlib (in Python, from the library), then what `site` and the
 * standard streams need.
 */
import { stdlibNames } from './stdlib-names.js';
import { newFrozenset, setAdd } from '../objects/set.js';
import { sealList } from '../../rlib/array.js';
import { splitString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { callMethod0, callMethod2, findAttribute, getAttribute } from '../interp/attributes.js';
import { systemError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getSysAttribute, resetState, setSysAttribute, state } from '../interp/sys-state.js';
import { resetCodecs } from '../objects/codec-registry.js';
import { newDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { newNamespace } from '../objects/namespace.js';
import { openStandardStream } from './io/standard-streams.js';
import { setInstanceAttribute } from '../objects/instance-dict.js';
import { newStructSequence } from '../objects/struct-sequence.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import type { W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { findFrozen, runFrozen, wantsFrozen } from './frozen.js';
import './load.js';
import type { Options } from './options.js';
import {
  builtinModuleNames,
  findBuiltinModule,
  makeBuiltinModule,
  refreshBuiltinModules,
} from './registry.js';
import { flagsType, maxsize, versionInfo } from './sys.js';
import { newStderrPrinter } from './stderr-printer.js';
import { writeDescriptor } from './posix/interruptible.js';

function strings(list: string): W_Root {
  const items: W_Root[] = [];
  if (list !== '') for (const part of splitString(list, '\0')) items.push(newStr(part));
  return newListOwning(items);
}

function set(name: string, w_value: W_Root): void {
  setSysAttribute(intern(name), w_value);
}

/** Fills in what of `sys` is the same in every process. */
function setupSys(): void {
  set('modules', state().w_modules);
  set('stderr', newStderrPrinter(2));
  set('meta_path', newListOwning([]));
  set('path_hooks', newListOwning([]));
  set('path_importer_cache', newDict());
  set('_home', w_None);
  set('version', newStr(VERSION_TEXT));
  set('version_info', versionInfo(3, 11, 3));
  set('pypy_version_info', versionInfo(7, 3, 17));
  set('pypy_translation_info', translationInfo());
  set('implementation', implementation());
  for (const name of hookNames) {
    const w_hook = getSysAttribute(intern(name));
    if (w_hook !== null) set(`__${name}__`, w_hook);
  }
  const names: W_Root[] = [];
  for (const name of builtinModuleNames()) names.push(newStr(name));
  set('builtin_module_names', newTuple(sealList(names)));
  const w_library = newFrozenset();
  for (const name of stdlibNames) setAdd(w_library, newStr(name));
  set('stdlib_module_names', w_library);
}

/** Fills in what of `sys` depends on the options and on the width of words, which hosted code and machine code do not share. */
function applyOptions(options: Options): void {
  const s = state();
  s.optimize = options.optimize;
  s.maxStrDigits = options.maxStrDigits;
  s.usesFrozen = wantsFrozen(options.xOptions);
  set('maxsize', maxsize());
  set('argv', strings(options.argv));
  set('orig_argv', strings(options.originalArgv));
  set('path', strings(options.path));
  set('warnoptions', strings(options.warnOptions));
  set('_xoptions', xOptionsDict(options.xOptions));
  set('executable', newStr(options.executable));
  set('_base_executable', newStr(options.executable));
  for (const name of prefixNames) set(name, newStr(options.prefix));
  set('dont_write_bytecode', newBool(options.dontWriteBytecode !== 0));
  set(
    'flags',
    newStructSequence(flagsType, [
      newInt(0),
      newInt(options.inspect),
      newInt(options.interactive),
      newInt(options.optimize),
      newInt(options.dontWriteBytecode),
      newInt(options.noUserSite),
      newInt(options.noSite),
      newInt(options.ignoreEnvironment),
      newInt(options.verbose),
      newInt(options.bytesWarning),
      newInt(options.quiet),
      newInt(0),
      newInt(options.isolated),
      newBool(options.devMode !== 0),
      newInt(options.utf8Mode),
      newInt(0),
      newBool(options.safePath !== 0),
      newInt(options.maxStrDigits),
    ]),
  );
}

/** Hooks whose first values are kept under a dunder name. */
const hookNames: string[] = ['displayhook', 'excepthook', 'unraisablehook', 'breakpointhook'];

const prefixNames: string[] = ['prefix', 'exec_prefix', 'base_prefix', 'base_exec_prefix'];

/** In the form that `platform` takes apart: version, build, date, time, compiler. */
const VERSION_TEXT = '3.11.3 (tspy-native 0.1.0, Nov 29 2026, 00:00:00)\n[PyPy 7.3.17 with TypeScript]';

function translationInfo(): W_Root {
  const w_dict = newDict();
  w_dict.set(newStr('translation.life'), newStr('hosted'));
  w_dict.set(newStr('translation.jit'), newBool(false));
  return w_dict;
}

function xOptionsDict(list: string): W_Root {
  const w_dict = newDict();
  if (list === '') return w_dict;
  for (const option of splitString(list, '\0')) {
    const equals = option.indexOf('=', 0);
    if (equals < 0) w_dict.set(newStr(option), newBool(true));
    else w_dict.set(newStr(option.slice(0, equals)), newStr(option.slice(equals + 1, option.length)));
  }
  return w_dict;
}

/** `sys.implementation`: a SimpleNamespace, made as a plain instance of that type. */
function implementation(): W_Root {
  const w_namespace = newNamespace();
  setInstanceAttribute(w_namespace, intern('name'), newStr('pypy'));
  setInstanceAttribute(w_namespace, intern('cache_tag'), newStr('pypy311'));
  setInstanceAttribute(w_namespace, intern('version'), versionInfo(7, 3, 17));
  setInstanceAttribute(w_namespace, intern('hexversion'), newInt(0x070311f0));
  setInstanceAttribute(w_namespace, intern('_multiarch'), newStr('x86_64-linux-gnu'));
  return w_namespace;
}

function addModule(name: string): W_Module {
  const w_module = makeBuiltinModule(findBuiltinModule(name));
  state().w_modules.setStr(newStr(name), w_module);
  return w_module;
}

/** Says on standard error what `-v` wants to know of the imports that importlib does not make. */
function trace(options: Options, text: string): void {
  if (options.verbose !== 0) writeDescriptor(2, `${text}\n`);
}

/** Sets the import system up; after this `import` works. */
function setupImport(w_sys: W_Module, options: Options): void {
  const name = '_frozen_importlib';
  const row = findFrozen(name);
  if (row === null) throw systemError(`${name} is not frozen`);
  const w_bootstrap = runFrozen(row);
  trace(options, `import ${name} # frozen`);
  state().w_importlib = w_bootstrap;
  state().w_import = state().w_builtinsDict.getStr(intern('__import__'));
  const w_imp = addModule('_imp');
  trace(options, 'import _imp # builtin');
  callMethod2(w_bootstrap, intern('_install'), w_sys, w_imp);
  // Those that come from here on know the folder of their sources.
  set('_stdlib_dir', newStr(options.library));
  callMethod0(w_bootstrap, intern('_install_external_importers'));
  trace(options, '# installing zipimport hook');
  const w_importer = getAttribute(importModule('zipimport'), intern('zipimporter'));
  callMethod2(getAttribute(w_sys, intern('path_hooks')), intern('insert'), newInt(0), w_importer);
  trace(options, '# installed zipimport hook');
}

const n_open: W_Str = intern('open');

/** Makes `open` a builtin: the one that is `io`'s. */
function setupOpen(): void {
  const w_open = findAttribute(importModule('io'), n_open);
  if (w_open === null) throw systemError('io has no open');
  state().w_builtinsDict.setStr(n_open, w_open);
}

/** Makes `sys.stdin`, `sys.stdout` and `sys.stderr`. */
function setupStreams(options: Options): void {
  const w_io = importModule('io');
  makeStream(w_io, 0, '<stdin>', 'r', 'strict', options);
  makeStream(w_io, 1, '<stdout>', 'w', 'strict', options);
  makeStream(w_io, 2, '<stderr>', 'w', 'backslashreplace', options);
}

function makeStream(
  w_io: W_Root,
  fd: int,
  name: string,
  mode: string,
  errors: string,
  options: Options,
): void {
  const w_stream = openStandardStream(w_io, fd, name, mode, errors, options.unbuffered !== 0);
  const attribute = name.slice(1, name.length - 1);
  set(attribute, w_stream);
  set(`__${attribute}__`, w_stream);
}

/** What a start does before there are streams. */
export function startWithoutStreams(options: Options): void {
  const w_sys = addModule('sys');
  addModule('builtins');
  setupSys();
  applyOptions(options);
  setupImport(w_sys, options);
  importModule('encodings');
  setupOpen();
}

/**
 * Goes on from what was made before the program was translated (`prestart.ts`), if there is such a state, and it is one that these options would
 * have led to: with `-v` each import is to be seen, with `-X frozen_modules=off` modules come from files. The library may lie in a folder whose name is
 * too long for the image (`movable-strings.ts`).
 */
function goOn(options: Options): boolean {
  const prebuilt = state().prebuilt;
  if (prebuilt === null) return false;
  const fits = options.verbose === 0 && wantsFrozen(options.xOptions) && prebuilt.library === options.library;
  if (!fits) {
    resetState();
    resetCodecs();
    return false;
  }
  applyOptions(options);
  // Asserts and docstrings, `sys.warnoptions`, what development mode adds: the code of modules asks for them.
  prebuilt.hasFiles =
    options.optimize === 0 &&
    options.warnOptions === '' &&
    options.bytesWarning === 0 &&
    options.devMode === 0;
  refreshBuiltinModules();
  return true;
}

/** Starts the interpreter. */
export function start(options: Options): void {
  if (!goOn(options)) startWithoutStreams(options);
  setupStreams(options);
}
