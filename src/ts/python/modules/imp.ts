/** Module `_imp`: what importlib's bootstrap needs: builtin modules, frozen ones, locks, source hashes. */
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { asOperationError, importError, runtimeError, typeError, typeName } from '../interp/errors.js';
import { getAttribute } from '../interp/attributes.js';
import { state } from '../interp/sys-state.js';
import { W_Code } from '../interp/w-code.js';
import { findBytes, getBytes } from '../objects/buffer.js';
import { newMemoryView } from '../objects/memoryview.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { newBytes } from '../objects/w-bytes.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { intern, internStr, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newTuple } from '../objects/w-tuple.js';
import { reprText, toWord } from '../interp/convert.js';
import { findFrozen, frozenCode, frozenNames, runFrozen } from './frozen.js';
import { FrozenKind, type FrozenModule } from './frozen-table.js';
import { marshalObject } from './marshal-dump.js';
import { unmarshal } from './marshal-load.js';
import { findBuiltinModule, makeBuiltinModule } from './registry.js';
import { sipHash13 } from './siphash.js';

const n_name = intern('name');
/** Of the marshal format that `find_frozen` gives: that of `.pyc` files. */
const MARSHAL_VERSION: int = 4;

function isBuiltin(w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`is_builtin() argument must be str, not ${typeName(w_name)}`);
  return newInt(findBuiltinModule(w_name.utf8()) >= 0 ? 1 : 0);
}

function createBuiltin(w_spec: W_Root): W_Root {
  const w_name = getAttribute(w_spec, n_name);
  if (!(w_name instanceof W_StrBase)) throw typeError('name must be string');
  const w_known = state().w_builtinModules.getStr(w_name);
  if (w_known !== null) return w_known;
  const index = findBuiltinModule(w_name.utf8());
  if (index < 0) throw importError(`no built-in module named ${w_name.utf8()}`, w_name, null);
  return makeBuiltinModule(index);
}

function execBuiltin(_w_module: W_Root): W_Root {
  return newInt(0);
}

/** A module's name; `argument` is how the message calls it. */
function frozenName(w_name: W_Root, argument: string): string {
  if (w_name instanceof W_StrBase) return w_name.utf8();
  throw typeError(`${argument} must be str, not ${w_name === w_None ? 'None' : typeName(w_name)}`);
}

function getFrozen(w_name: W_Root, argument: string): FrozenModule {
  const row = findFrozen(frozenName(w_name, argument));
  if (row === null) throw importError(`No such frozen object named ${reprText(w_name)}`, w_name, null);
  return row;
}

function isFrozen(w_name: W_Root): W_Root {
  return newBool(findFrozen(frozenName(w_name, 'is_frozen() argument')) !== null);
}

function isFrozenPackage(w_name: W_Root): W_Root {
  return newBool(getFrozen(w_name, 'is_frozen_package() argument').kind === FrozenKind.PACKAGE);
}

/** Marshalled code or None, whether it is a package, the name of the module in the library. */
function frozenInfo(w_name: W_Root, w_withdata: W_Root | null): W_Root {
  const row = findFrozen(frozenName(w_name, 'find_frozen() argument 1'));
  if (row === null) return w_None;
  const wantsData = w_withdata !== null && isTrue(w_withdata);
  const w_data = wantsData
    ? newMemoryView(newBytes(marshalObject(frozenCode(row), MARSHAL_VERSION)))
    : w_None;
  return newTuple([w_data, newBool(row.kind === FrozenKind.PACKAGE), newStr(row.source)]);
}

function initFrozen(w_name: W_Root): W_Root {
  const row = findFrozen(frozenName(w_name, 'init_frozen() argument'));
  return row === null ? w_None : runFrozen(row);
}

/** The code of a frozen module, or what marshalled data holds in its place. */
function getFrozenObject(w_name: W_Root, w_data: W_Root | null): W_Root {
  if (w_data === null || w_data === w_None)
    return frozenCode(getFrozen(w_name, 'get_frozen_object() argument 1'));
  frozenName(w_name, 'get_frozen_object() argument 1');
  const data = findBytes(w_data);
  if (data === null) throw typeError(`get_frozen_object() argument 2 must be bytes, not ${typeName(w_data)}`);
  const w_object = unmarshalFrozen(w_name, data);
  if (!(w_object instanceof W_Code))
    throw typeError(`frozen object ${reprText(w_name)} is not a code object`);
  return w_object;
}

function unmarshalFrozen(w_name: W_Root, data: string): W_Root {
  try {
    return unmarshal(data);
  } catch (e) {
    asOperationError(caught(e));
    throw importError(`Frozen object named ${reprText(w_name)} is invalid`, w_name, null);
  }
}

function frozenModuleNames(): W_Root {
  const names: W_Root[] = [];
  for (const name of frozenNames()) names.push(newStr(name));
  return newListOwning(names);
}

function overrideFrozen(w_override: W_Root): W_Root {
  state().frozenOverride = toWord(w_override);
  return w_None;
}

/** Depth of the import lock, which the one thread holds or not. */
class ImportLock {
  depth: int = 0;
}

const lock = new ImportLock();

function lockHeld(): W_Root {
  return newBool(lock.depth > 0);
}

function acquireLock(): W_Root {
  lock.depth++;
  return w_None;
}

function releaseLock(): W_Root {
  if (lock.depth === 0) throw runtimeError('not holding the import lock');
  lock.depth--;
  return w_None;
}

function extensionSuffixes(): W_Root {
  return newListOwning([]);
}

/** Changes the file name of a code object and those nested in it, where it is the old one. */
function fixFilename(w_code: W_Root, w_path: W_Root): W_Root {
  if (!(w_code instanceof W_Code) || !(w_path instanceof W_StrBase)) {
    throw typeError('_fix_co_filename() needs a code object and a string');
  }
  if (w_code.w_filename.utf8() !== w_path.utf8()) renameCode(w_code, w_code.w_filename.utf8(), w_path);
  return w_None;
}

function renameCode(code: W_Code, old: string, w_path: W_StrBase): void {
  if (code.w_filename.utf8() !== old) return;
  code.w_filename = internStr(w_path);
  for (const w_const of code.consts) if (w_const instanceof W_Code) renameCode(w_const, old, w_path);
}

/** The hash in hash-based .pyc files: SipHash-1-3 of the source, 8 bytes. */
function sourceHash(w_key: W_Root, w_source: W_Root): W_Root {
  return newBytes(sipHash13(toWord(w_key), getBytes(w_source)));
}

export const impModule = moduledef(
  '_imp',
  '(Extremely) low-level import machinery bits as used by importlib.',
  [
    func(
      'is_builtin',
      '($module, name, /)',
      isBuiltin,
      'Returns True if the module name corresponds to a built-in module.',
    ),
    func('create_builtin', '($module, spec, /)', createBuiltin, 'Create an extension module.'),
    func('exec_builtin', '($module, mod, /)', execBuiltin, 'Initialize a built-in module.'),
    func(
      'is_frozen',
      '($module, name, /)',
      isFrozen,
      'Returns True if the module name corresponds to a frozen module.',
    ),
    func(
      'find_frozen',
      '($module, name, /, *, withdata=False)',
      frozenInfo,
      'Return info about the corresponding frozen module (if there is one) or None.',
    ),
    func('init_frozen', '($module, name, /)', initFrozen, 'Initializes a frozen module.'),
    func(
      'get_frozen_object',
      '($module, name, data=None, /)',
      getFrozenObject,
      'Create a code object for a frozen module.',
    ),
    func(
      'is_frozen_package',
      '($module, name, /)',
      isFrozenPackage,
      'Returns True if the module name is of a frozen package.',
    ),
    func(
      '_frozen_module_names',
      '($module, /)',
      frozenModuleNames,
      'Returns the list of available frozen modules.',
    ),
    func(
      'lock_held',
      '($module, /)',
      lockHeld,
      'Return True if the import lock is currently held, else False.',
    ),
    func(
      'acquire_lock',
      '($module, /)',
      acquireLock,
      "Acquires the interpreter's import lock for the current thread.",
    ),
    func('release_lock', '($module, /)', releaseLock, "Release the interpreter's import lock."),
    func(
      'extension_suffixes',
      '($module, /)',
      extensionSuffixes,
      'Returns the list of file suffixes used to identify extension modules.',
    ),
    func(
      '_fix_co_filename',
      '($module, code, path, /)',
      fixFilename,
      'Changes code.co_filename to specify the passed-in file path.',
    ),
    func('source_hash', '($module, key, source)', sourceHash),
    func(
      '_override_frozen_modules_for_tests',
      '($module, override, /)',
      overrideFrozen,
      '(internal-only) Override PyConfig.use_frozen_modules.',
    ),
    value('check_hash_based_pycs', () => newStr('default')),
  ],
);
