/**
 * Starting the interpreter: `sys` and `builtins`, then importlib (in Python, from the library), then what `site` and the
 * standard streams need.
 */
import { stdlibNames } from './stdlib-names.js';
import { newFrozenset, setAdd } from '../objects/set.js';
import { sealList } from '../../rlib/array.js';
import { splitString } from '../../rlib/bytes.js';
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import { callMethod0, callMethod2, findAttribute } from '../interp/attributes.js';
import { systemError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { getSysAttribute, setSysAttribute, state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { newModuleDict } from '../objects/dict-module.js';
import { newDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { newNamespace } from '../objects/namespace.js';
import { openStandardStream } from './io/standard-streams.js';
import { setInstanceAttribute } from '../objects/instance-dict.js';
import { newStructSequence } from '../objects/struct-sequence.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { moduleType, W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { runCode } from './builtins-compile.js';
import './load.js';
import type { Options } from './options.js';
import { builtinModuleNames, findBuiltinModule, makeBuiltinModule } from './registry.js';
import { flagsType, maxsize, versionInfo } from './sys.js';
import { unmarshal } from './marshal-load.js';

/** The marshalled code of a module of the library that can't be imported yet. */
const hostBootModule = external<(name: string) => string>('library.bootModule');

function strings(list: string): W_Root {
  const items: W_Root[] = [];
  if (list !== '') for (const part of splitString(list, '\0')) items.push(newStr(part));
  return newListOwning(items);
}

function set(name: string, w_value: W_Root): void {
  setSysAttribute(intern(name), w_value);
}

/** Fills in what of `sys` depends on the options. */
function setupSys(options: Options): void {
  const s = state();
  s.optimize = options.optimize;
  s.maxStrDigits = options.maxStrDigits;
  set('modules', s.w_modules);
  set('argv', strings(options.argv));
  set('orig_argv', strings(options.originalArgv));
  set('path', strings(options.path));
  set('meta_path', newListOwning([]));
  set('path_hooks', newListOwning([]));
  set('path_importer_cache', newDict());
  set('warnoptions', strings(options.warnOptions));
  set('_xoptions', xOptionsDict(options.xOptions));
  set('executable', newStr(options.executable));
  set('_base_executable', newStr(options.executable));
  for (const name of prefixNames) set(name, newStr(options.prefix));
  set('_home', w_None);
  set('_stdlib_dir', newStr(options.library));
  set('dont_write_bytecode', newBool(options.dontWriteBytecode !== 0));
  set('maxsize', maxsize());
  set('version', newStr(VERSION_TEXT));
  set('version_info', versionInfo(3, 11, 3));
  set('pypy_version_info', versionInfo(7, 3, 17));
  set('pypy_translation_info', translationInfo());
  set('implementation', implementation());
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

/** Hooks whose first values are kept under a dunder name. */
const hookNames: string[] = ['displayhook', 'excepthook', 'unraisablehook', 'breakpointhook'];

const prefixNames: string[] = ['prefix', 'exec_prefix', 'base_prefix', 'base_exec_prefix'];

const VERSION_TEXT = '3.11.3 (tspy-native 0.1.0)\n[PyPy 7.3.17 compatible, TypeScript]';

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

/** Runs a module of importlib under its frozen name. */
function bootModule(file: string, name: string): W_Module {
  const w_code = unmarshal(hostBootModule(file));
  if (!(w_code instanceof W_Code)) throw systemError(`${file}: not a module`);
  const w_dict = newModuleDict();
  w_dict.setStr(intern('__name__'), newStr(name));
  w_dict.setStr(intern('__builtins__'), builtinsOfState());
  w_dict.setStr(intern('__doc__'), w_None);
  w_dict.setStr(intern('__package__'), newStr(''));
  w_dict.setStr(intern('__loader__'), w_None);
  w_dict.setStr(intern('__spec__'), w_None);
  const w_module = new W_Module(moduleType, w_dict);
  state().w_modules.setStr(newStr(name), w_module);
  runCode(w_code, w_dict, w_dict);
  return w_module;
}

function builtinsOfState(): W_Root {
  const w_module = state().w_modules.getStr(newStr('builtins'));
  return w_module === null ? w_None : w_module;
}

/** Sets the import system up; after this `import` works. */
function setupImport(): void {
  const w_bootstrap = bootModule('importlib/_bootstrap.py', '_frozen_importlib');
  state().w_importlib = w_bootstrap;
  const w_sys = state().w_modules.getStr(newStr('sys'));
  const w_imp = state().w_modules.getStr(newStr('_imp'));
  if (w_sys === null || w_imp === null) throw systemError('sys and _imp are missing');
  callMethod2(w_bootstrap, intern('_install'), w_sys, w_imp);
  bootModule('importlib/_bootstrap_external.py', '_frozen_importlib_external');
  callMethod0(w_bootstrap, intern('_install_external_importers'));
}

const n_open: W_Str = intern('open');

/** Makes `sys.stdin`, `sys.stdout` and `sys.stderr`. */
function setupStreams(options: Options): void {
  const w_io = importModule('io');
  const w_open = findAttribute(w_io, n_open);
  if (w_open === null) throw systemError('io has no open');
  state().w_builtinsDict.setStr(n_open, w_open);
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

/** Starts the interpreter. */
export function start(options: Options): void {
  addModule('sys');
  addModule('builtins');
  addModule('_imp');
  setupSys(options);
  setupImport();
  importModule('encodings');
  setupStreams(options);
}
