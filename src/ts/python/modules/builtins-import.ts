/**
 * `__import__`: a module that is loaded already is found here; everything else is importlib's (`_bootstrap.py`, in Python).
 */
import { cast, notNull } from '../../rlib/object.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { callMethod1, callMethod2, findAttribute, getAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { asOperationError, keyError, newError, typeError, typeName, valueError } from '../interp/errors.js';
import { isInitializing } from '../interp/import-ops.js';
import { state } from '../interp/sys-state.js';
import { warn } from '../interp/warnings.js';
import type { W_Root } from '../objects/root.js';
import type { Row } from '../objects/typedef.js';
import { func } from '../objects/typedef.js';
import { W_DictBase } from '../objects/w-dict.js';
import {
  allocateException,
  ImportErrorType,
  ImportWarningType,
  ModuleNotFoundErrorType,
  OperationError,
  W_ImportError,
} from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_Traceback } from '../objects/w-traceback.js';
import { newTuple } from '../objects/w-tuple.js';

const n_name = intern('__name__');
const n_package = intern('__package__');
const n_path = intern('__path__');
const n_spec = intern('__spec__');
const n_parent = intern('parent');
const n_find_and_load = intern('_find_and_load');
const n_handle_fromlist = intern('_handle_fromlist');
const n_lock_unlock = intern('_lock_unlock_module');

/** The frozen `importlib._bootstrap`, or an error before it runs. */
function importlib(): W_Root {
  const w_module = state().w_importlib;
  if (w_module === null) throw newError(ImportErrorType, 'the import system is not set up yet');
  return w_module;
}

/** The name from the root of what `__import__` is asked for. */
export function absoluteName(w_name: W_Root, w_globals: W_Root | null, w_level: W_Root | null): string {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`module name must be a string, not ${typeName(w_name)}`);
  const level = w_level === null ? 0 : toWord(w_level);
  if (level < 0) throw valueError('level must be >= 0');
  if (level > 0) return resolveName(w_name.utf8(), w_globals, level);
  if (w_name.utf8() === '') throw valueError('Empty module name');
  return w_name.utf8();
}

/** `__import__(name, globals, locals, fromlist, level)`. */
export function builtinImport(
  w_name: W_Root,
  w_globals: W_Root | null,
  _w_locals: W_Root | null,
  w_fromlist: W_Root | null,
  w_level: W_Root | null,
): W_Root {
  const absolute = absoluteName(w_name, w_globals, w_level);
  const w_module = loadModule(absolute);
  const hasFromlist = w_fromlist !== null && w_fromlist !== w_None && isTrue(w_fromlist);
  if (!hasFromlist) {
    const name = cast(w_name, W_StrBase).utf8();
    const dot = name.indexOf('.', 0);
    if (dot < 0) return w_module;
    if (name.length === absolute.length) return loadModule(name.slice(0, dot));
    // The part of the absolute name up to the first dot of the given one.
    const cut = name.length - dot;
    const top = absolute.slice(0, absolute.length - cut);
    const w_top = state().w_modules.getStr(newStr(top));
    if (w_top === null) throw keyError(newStr(`${top} not in sys.modules as expected`));
    return w_top;
  }
  if (findAttribute(w_module, n_path) === null) return w_module;
  const w_handle = getAttribute(importlib(), n_handle_fromlist);
  return callArgs(w_handle, [w_module, w_fromlist, importFunction()], null);
}

function loadModule(name: string): W_Root {
  const w_name = newStr(name);
  const w_known = state().w_modules.get(w_name);
  if (w_known !== null && w_known !== w_None) {
    if (isInitializing(w_known)) callMethod1(importlib(), n_lock_unlock, w_name);
    return w_known;
  }
  if (w_known === w_None) throw haltedImport(w_name);
  const prebuilt = state().prebuilt;
  const w_prebuilt = prebuilt === null ? null : prebuilt.take(name);
  if (w_prebuilt !== null) return w_prebuilt;
  try {
    return callMethod2(importlib(), n_find_and_load, w_name, importFunction());
  } catch (e) {
    const error = asOperationError(caught(e));
    removeImportFrames(error);
    throw error;
  }
}

/** Whether a traceback entry is of importlib's own code. */
function isImportFrame(traceback: W_Traceback): boolean {
  const filename = traceback.frame.code.w_filename.utf8();
  return (
    filename === '<frozen importlib._bootstrap>' || filename === '<frozen importlib._bootstrap_external>'
  );
}

/**
 * Takes importlib's frames out of a traceback: all of them for ImportError, else those that lead to the module's code
 * (they end with a call of `_call_with_frames_removed`).
 */
function removeImportFrames(error: OperationError): void {
  const always = error.matches(ImportErrorType);
  const kept: W_Traceback[] = [];
  let chunk: W_Traceback[] = [];
  let traceback = error.w_exception.w_traceback;
  while (traceback !== null) {
    if (isImportFrame(traceback)) {
      chunk.push(traceback);
      if (always || traceback.frame.code.w_name.utf8() === '_call_with_frames_removed') chunk = [];
    } else {
      for (const entry of chunk) kept.push(entry);
      chunk = [];
      kept.push(traceback);
    }
    traceback = traceback.w_next;
  }
  for (const entry of chunk) kept.push(entry);
  let w_next: W_Traceback | null = null;
  for (let i = kept.length - 1; i >= 0; i--) {
    const entry = kept[i] as W_Traceback;
    entry.w_next = w_next;
    w_next = entry;
  }
  error.w_exception.w_traceback = w_next;
}

function importFunction(): W_Root {
  return notNull(state().w_import);
}

function haltedImport(w_name: W_StrBase): OperationError {
  const w_exception = allocateException(ModuleNotFoundErrorType);
  const w_message = newStr(`import of ${w_name.utf8()} halted; None in sys.modules`);
  w_exception.w_args = newTuple([w_message]);
  if (w_exception instanceof W_ImportError) {
    w_exception.w_msg = w_message;
    w_exception.w_name = w_name;
  }
  return new OperationError(w_exception);
}

/** The absolute name of a relative import. */
function resolveName(name: string, w_globals: W_Root | null, level: int): string {
  if (w_globals === null || w_globals === w_None) throw keyError(newStr("'__name__' not in globals"));
  if (!(w_globals instanceof W_DictBase)) throw typeError('globals must be a dict');
  let base = packageOf(w_globals);
  if (base === '') throw newError(ImportErrorType, 'attempted relative import with no known parent package');
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) throw newError(ImportErrorType, 'attempted relative import beyond top-level package');
    base = base.slice(0, dot);
  }
  return name === '' ? base : `${base}.${name}`;
}

function packageOf(w_globals: W_DictBase): string {
  const w_package = w_globals.getStr(n_package);
  const w_spec = w_globals.getStr(n_spec);
  if (w_package !== null && w_package !== w_None) {
    if (!(w_package instanceof W_StrBase)) throw typeError('package must be a string');
    return w_package.utf8();
  }
  if (w_spec !== null && w_spec !== w_None) {
    const w_parent = getAttribute(w_spec, n_parent);
    if (!(w_parent instanceof W_StrBase)) throw typeError('__spec__.parent must be a string');
    return w_parent.utf8();
  }
  warn(
    ImportWarningType,
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
  );
  const w_name = w_globals.getStr(n_name);
  if (w_name === null) throw keyError(newStr("'__name__' not in globals"));
  if (!(w_name instanceof W_StrBase)) throw typeError('__name__ must be a string');
  if (w_globals.getStr(n_path) !== null) return w_name.utf8();
  const dot = w_name.utf8().lastIndexOf('.');
  return dot < 0 ? '' : w_name.utf8().slice(0, dot);
}

export const importRows: Row[] = [
  func(
    '__import__',
    '($module, /, name, globals=None, locals=None, fromlist=(), level=0)',
    builtinImport,
    'Import a module.',
  ),
];
