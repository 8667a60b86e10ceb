/** Names: globals through cells cached per code object, class and module bodies through their mapping. */
import { promote, weAreJitted } from '../../rlib/jit.js';
import type { int } from '../../rlib/types.js';
import { caught } from '../../rlib/throwable.js';
import { newDict } from '../objects/dict.js';
import { ModuleStorage } from '../objects/dict-module.js';
import type { W_Root } from '../objects/root.js';
import { W_Dict, W_DictBase } from '../objects/w-dict.js';
import {
  KeyErrorType,
  NameErrorType,
  OperationError,
  UnboundLocalErrorType,
} from '../objects/w-exception.js';
import type { W_GlobalCell } from '../objects/w-global-cell.js';
import { W_Cell } from '../objects/w-function.js';
import { intern } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { nameError, systemError, undefinedName } from './errors.js';
import { deleteItem, getItem, setItem } from './items.js';
import type { W_Code } from './w-code.js';
import { GlobalCache } from './w-code.js';
import type { W_Frame } from './w-frame.js';

/** LOAD_GLOBAL of names[index]. */
export function loadGlobal(frame: W_Frame, code: W_Code, index: int): W_Root {
  if (weAreJitted()) return loadGlobalTraced(frame, code.names[index] as W_Str);
  const caches = code.globalCaches;
  if (index < caches.length) {
    const cache = caches[index] as GlobalCache | null;
    if (cache !== null && cache.w_globals === frame.w_globals && cache.w_builtins === frame.w_builtins) {
      const w_value = cache.cell.w_value;
      if (w_value !== null) return w_value;
      const w_builtin = cache.builtin.w_value;
      if (w_builtin !== null) return w_builtin;
    }
  }
  return loadGlobalSlow(frame, code, index);
}

/** In traces namespaces are constants, and so are the cells of names, and what is in those that are hardly ever set. */
function loadGlobalTraced(frame: W_Frame, name: W_Str): W_Root {
  const cell = findCell(promote(frame.w_globals), name);
  const builtin = findCell(promote(frame.w_builtins), name);
  if (cell !== null && builtin !== null) {
    const w_value = cell.traced();
    if (w_value !== null) return w_value;
    const w_builtin = builtin.traced();
    if (w_builtin !== null) return w_builtin;
  }
  const w_found = findGlobal(frame, name);
  if (w_found === null) throw undefinedName(name);
  return w_found;
}

/** The cell of a name in a module's namespace: it stays, and is empty if the namespace gets another form. @elidable */
function findCell(w_namespace: W_DictBase, name: W_Str): W_GlobalCell | null {
  const storage = w_namespace.storage;
  return storage instanceof ModuleStorage ? storage.ensureCell(name) : null;
}

function loadGlobalSlow(frame: W_Frame, code: W_Code, index: int): W_Root {
  const name = code.names[index] as W_Str;
  const w_value = findGlobal(frame, name);
  if (w_value === null) throw undefinedName(name);
  const globals = frame.w_globals.storage;
  const builtins = frame.w_builtins.storage;
  if (globals instanceof ModuleStorage && builtins instanceof ModuleStorage) {
    while (code.globalCaches.length <= index) code.globalCaches.push(null);
    code.globalCaches[index] = new GlobalCache(
      frame.w_globals,
      frame.w_builtins,
      globals.ensureCell(name),
      builtins.ensureCell(name),
    );
  }
  return w_value;
}

/** A global or builtin, or null. */
function findGlobal(frame: W_Frame, name: W_Str): W_Root | null {
  const w_value = findInNamespace(frame.w_globals, name);
  return w_value !== null ? w_value : findInNamespace(frame.w_builtins, name);
}

/** Subclasses of dict as globals may have their own `__getitem__`. */
function findInNamespace(w_namespace: W_Root, name: W_Str): W_Root | null {
  if (w_namespace instanceof W_Dict) return w_namespace.storage.getStr(name);
  try {
    return getItem(w_namespace, name);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(KeyErrorType)) return null;
    throw error;
  }
}

function localsOf(frame: W_Frame, name: W_Str): W_Root {
  if (frame.w_locals === null) throw systemError(`no locals when storing '${name.utf8()}'`);
  return frame.w_locals;
}

/** LOAD_NAME. */
export function loadName(frame: W_Frame, code: W_Code, index: int): W_Root {
  const name = code.names[index] as W_Str;
  if (frame.w_locals !== null && frame.w_locals !== frame.w_globals) {
    const w_local = findInNamespace(frame.w_locals, name);
    if (w_local !== null) return w_local;
  }
  return loadGlobal(frame, code, index);
}

/** The cell of a global name, as LOAD_GLOBAL of the same name remembers it, or null. */
function knownCell(frame: W_Frame, code: W_Code, index: int): W_GlobalCell | null {
  if (weAreJitted()) return findCell(promote(frame.w_globals), code.names[index] as W_Str);
  const cache = index < code.globalCaches.length ? (code.globalCaches[index] as GlobalCache | null) : null;
  return cache !== null && cache.w_globals === frame.w_globals ? cache.cell : null;
}

/** Sets a global variable if it has a value already. */
function replaceGlobal(frame: W_Frame, code: W_Code, index: int, w_value: W_Root): boolean {
  const cell = knownCell(frame, code, index);
  if (cell === null || cell.w_value === null) return false;
  cell.set(w_value);
  return true;
}

/** STORE_NAME. */
export function storeName(frame: W_Frame, code: W_Code, index: int, w_value: W_Root): void {
  if (frame.w_locals === frame.w_globals && replaceGlobal(frame, code, index, w_value)) return;
  const name = code.names[index] as W_Str;
  const w_locals = localsOf(frame, name);
  if (w_locals instanceof W_Dict) w_locals.setStr(name, w_value);
  else setItem(w_locals, name, w_value);
}

export function deleteName(frame: W_Frame, name: W_Str): void {
  deleteFrom(localsOf(frame, name), name);
}

function deleteFrom(w_namespace: W_Root, name: W_Str): void {
  if (w_namespace instanceof W_DictBase) {
    if (w_namespace.remove(name) === null) throw undefinedName(name);
    return;
  }
  try {
    deleteItem(w_namespace, name);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(KeyErrorType)) throw undefinedName(name);
    throw error;
  }
}

export function storeGlobal(frame: W_Frame, code: W_Code, index: int, w_value: W_Root): void {
  if (!replaceGlobal(frame, code, index, w_value))
    frame.w_globals.setStr(code.names[index] as W_Str, w_value);
}

export function deleteGlobal(frame: W_Frame, name: W_Str): void {
  deleteFrom(frame.w_globals, name);
}

/** LOAD_CLASSDEREF: from the class body's mapping, else from the cell; null if neither has it. */
export function loadClassDeref(frame: W_Frame, slot: int): W_Root | null {
  const name = frame.code.localsplusnames[slot] as W_Str;
  const w_local = findInNamespace(localsOf(frame, name), name);
  if (w_local !== null) return w_local;
  const cell = frame.slots[slot] as W_Root;
  return cell instanceof W_Cell ? cell.w_value : null;
}

/** SETUP_ANNOTATIONS. */
export function setupAnnotations(frame: W_Frame): void {
  const w_locals = localsOf(frame, n_annotations);
  if (w_locals instanceof W_DictBase) {
    if (w_locals.getStr(n_annotations) === null) w_locals.setStr(n_annotations, newDict());
  } else if (findInNamespace(w_locals, n_annotations) === null) {
    setItem(w_locals, n_annotations, newDict());
  }
}

const n_annotations = intern('__annotations__');

export function unboundLocal(name: W_Str): OperationError {
  return nameError(
    UnboundLocalErrorType,
    `cannot access local variable '${name.utf8()}' where it is not associated with a value`,
    name,
  );
}

export function unboundFree(frame: W_Frame, slot: int): OperationError {
  const code = frame.code;
  const name = code.localsplusnames[slot] as W_Str;
  if (slot < code.slotCount - code.freeCount) return unboundLocal(name);
  return nameError(
    NameErrorType,
    `cannot access free variable '${name.utf8()}' where it is not associated with a value in enclosing scope`,
    name,
  );
}
