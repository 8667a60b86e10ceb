/** The import statement: through `builtins.__import__`, whose fast path is a module that is already there. */
import type { W_Root } from '../objects/root.js';
import { W_DictBase } from '../objects/w-dict.js';
import { AttributeErrorType, ImportErrorType, OperationError } from '../objects/w-exception.js';
import { W_Module } from '../objects/w-module.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { caught } from '../../rlib/throwable.js';
import { attributeName, callMethod0, findAttribute, getAttribute } from './attributes.js';
import { callArgs } from './call.js';
import { importError, newError, typeError, typeName } from './errors.js';
import { getItem, setItem } from './items.js';
import { collect } from './iteration.js';
import { isTrue } from './compare.js';
import { str } from './convert.js';
import { state } from './sys-state.js';
import type { W_Frame } from './w-frame.js';

const n_import = intern('__import__');
const n_name = intern('__name__');
const n_file = intern('__file__');
const n_all = intern('__all__');
const n_dict = intern('__dict__');
const n_keys = intern('keys');
const n_spec = intern('__spec__');
const n_initializing = intern('_initializing');

/** IMPORT_NAME. */
export function importName(frame: W_Frame, name: W_Str, w_level: W_Root, w_fromlist: W_Root): W_Root {
  const w_import = frame.w_builtins.getStr(n_import);
  if (w_import === null) throw newError(ImportErrorType, '__import__ not found');
  const w_locals = frame.w_locals === null ? w_None : frame.w_locals;
  return callArgs(w_import, [name, frame.w_globals, w_locals, w_fromlist, w_level], null);
}

/** IMPORT_FROM: an attribute, or a submodule that is being imported. */
export function importFrom(w_module: W_Root, name: W_Str): W_Root {
  const w_value = findAttribute(w_module, name);
  if (w_value !== null) return w_value;
  const w_moduleName = findAttribute(w_module, n_name);
  if (w_moduleName instanceof W_StrBase) {
    const w_submodule = state().w_modules.get(newStr(`${w_moduleName.utf8()}.${name.utf8()}`));
    if (w_submodule !== null) return w_submodule;
  }
  throw cannotImport(w_module, name, w_moduleName);
}

function cannotImport(w_module: W_Root, name: W_Str, w_moduleName: W_Root | null): OperationError {
  const known = w_moduleName instanceof W_StrBase ? w_moduleName.utf8() : '<unknown module name>';
  const w_path = findAttribute(w_module, n_file);
  const location = w_path instanceof W_StrBase ? w_path.utf8() : 'unknown location';
  const circular = isInitializing(w_module)
    ? `cannot import name '${name.utf8()}' from partially initialized module '${known}' (most likely due to a circular import) (${location})`
    : `cannot import name '${name.utf8()}' from '${known}' (${location})`;
  return importError(circular, newStr(known), w_path);
}

/** Whether a module's spec says that its code is still running. */
export function isInitializing(w_module: W_Root): boolean {
  const w_spec = findAttribute(w_module, n_spec);
  if (w_spec === null) return false;
  const w_flag = findAttribute(w_spec, n_initializing);
  return w_flag !== null && isTrue(w_flag);
}

/** IMPORT_STAR: the names in `__all__`, or all without a leading underscore. */
export function importStar(frame: W_Frame, w_module: W_Root): void {
  const w_all = findAttribute(w_module, n_all);
  let names = w_all === null ? null : collect(w_all);
  const fromDict = names === null;
  if (names === null) {
    const w_dict = w_module instanceof W_Module ? w_module.w_dict : findAttribute(w_module, n_dict);
    if (w_dict === null) {
      throw newError(ImportErrorType, 'from-import-* object has no __dict__ and no __all__');
    }
    names = collect(w_dict instanceof W_DictBase ? w_dict : callMethod0(w_dict, n_keys));
  }
  const w_locals = frame.w_locals === null ? frame.w_globals : frame.w_locals;
  for (const w_name of names) {
    if (!(w_name instanceof W_StrBase)) {
      const owner = str(getAttribute(w_module, n_name)).utf8();
      throw typeError(
        fromDict
          ? `Key in ${owner}.__dict__ must be str, not ${typeName(w_name)}`
          : `Item in ${owner}.__all__ must be str, not ${typeName(w_name)}`,
      );
    }
    if (!(fromDict && w_name.utf8().startsWith('_'))) {
      const name = attributeName(w_name);
      let w_value: W_Root;
      try {
        w_value =
          fromDict && w_module instanceof W_Module
            ? getItem(w_module.w_dict, name)
            : getAttribute(w_module, name);
      } catch (e) {
        const error = caught(e);
        if (error instanceof OperationError && error.matches(AttributeErrorType) && fromDict) continue;
        throw error;
      }
      setItem(w_locals, name, w_value);
    }
  }
}
