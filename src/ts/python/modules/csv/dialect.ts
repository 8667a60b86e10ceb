/** `_csv.Dialect`: how records are written, and the registered dialects by name. */
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { findAttribute } from '../../interp/attributes.js';
import { isTrue } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import { newError, typeError, typeName } from '../../interp/errors.js';
import { newDict } from '../../objects/dict.js';
import { checkedNewType } from '../../objects/new-type.js';
import type { W_Root } from '../../objects/root.js';
import { func, getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import type { W_Dict, W_DictBase } from '../../objects/w-dict.js';
import { ExceptionType, OperationError, OverflowErrorType } from '../../objects/w-exception.js';
import { newBool, newInt, W_Int } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { w_None } from '../../objects/w-none.js';
import type { W_Str } from '../../objects/w-str.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import type { W_TupleBase } from '../../objects/w-tuple.js';
import type { W_Type } from '../../objects/w-type.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';

export const dialectType: W_Type = newBuiltinType('Dialect', objectType);
export const csvErrorType: W_Type = newBuiltinType('Error', ExceptionType);
csvErrorType.hasDict = true;
csvErrorType.module = '_csv';

export function csvError(message: string): OperationError {
  return newError(csvErrorType, message);
}

export const enum Quoting {
  MINIMAL,
  ALL,
  NONNUMERIC,
  NONE,
  COUNT,
}

export class W_Dialect extends W_Mapped {
  /** Characters as UTF-8; empty where there is none. */
  delimiter: string = ',';
  quotechar: string = '"';
  escapechar: string = '';
  lineterminator: string = '\r\n';
  quoting: Quoting = Quoting.MINIMAL;
  doublequote: boolean = true;
  skipinitialspace: boolean = false;
  strict: boolean = false;
}

/** Names of the settings, in the order of the constructor's parameters after `dialect`. */
const settingNames: W_Str[] = [];
const enum Setting {
  DELIMITER,
  DOUBLEQUOTE,
  ESCAPECHAR,
  LINETERMINATOR,
  QUOTECHAR,
  QUOTING,
  SKIPINITIALSPACE,
  STRICT,
  COUNT,
}
for (const name of [
  'delimiter',
  'doublequote',
  'escapechar',
  'lineterminator',
  'quotechar',
  'quoting',
  'skipinitialspace',
  'strict',
]) {
  settingNames.push(intern(name));
}

const n_dialect = intern('dialect');
const n_name = intern('name');

class Registry {
  private w_dict: W_Dict | null = null;

  /** The registered dialects by name. */
  dialects(): W_Dict {
    if (this.w_dict === null) this.w_dict = newDict();
    return this.w_dict;
  }
}

export const registry = new Registry();

export function getDialect(w_name: W_Root): W_Root {
  const w_dialect = registry.dialects().get(w_name);
  if (w_dialect === null) throw csvError('unknown dialect');
  return w_dialect;
}

function settingIndex(w_name: W_Root): int {
  if (w_name instanceof W_StrBase) {
    for (let i = 0; i < settingNames.length; i++)
      if ((settingNames[i] as W_Str).utf8() === w_name.utf8()) return i;
  }
  return -1;
}

/** One character of a setting as UTF-8. */
function character(name: string, w_value: W_Root, kind: string): string {
  if (!(w_value instanceof W_StrBase)) throw typeError(`"${name}" must be ${kind}, not ${typeName(w_value)}`);
  if (w_value.length() !== 1) throw typeError(`"${name}" must be a 1-character string`);
  return w_value.utf8();
}

function characterOrNone(name: string, w_value: W_Root | null, fallback: string): string {
  if (w_value === null) return fallback;
  return w_value === w_None ? '' : character(name, w_value, 'string or None');
}

function flag(w_value: W_Root | null, fallback: boolean): boolean {
  return w_value === null ? fallback : isTrue(w_value);
}

function quotingOf(w_value: W_Root | null): Quoting {
  if (w_value === null) return Quoting.MINIMAL;
  if (!(w_value instanceof W_Int)) throw typeError('"quoting" must be an integer');
  const value = w_value.value;
  switch (value) {
    case 0:
      return Quoting.MINIMAL;
    case 1:
      return Quoting.ALL;
    case 2:
      return Quoting.NONNUMERIC;
    case 3:
      return Quoting.NONE;
    default:
      throw typeError('bad "quoting" value');
  }
}

function lineTerminator(w_value: W_Root | null): string {
  if (w_value === null) return '\r\n';
  if (w_value === w_None) return '';
  if (!(w_value instanceof W_StrBase)) throw typeError('"lineterminator" must be a string');
  return w_value.utf8();
}

/** A dialect of a base (a dialect, an object with such attributes, or a name; null: none) and settings by name. */
export function makeDialect(w_type: W_Type, w_given: W_Root | null, settings: (W_Root | null)[]): W_Dialect {
  let w_base = w_given === w_None ? null : w_given;
  if (w_base instanceof W_StrBase) w_base = getDialect(w_base);
  let any = false;
  for (const w_setting of settings) any = any || w_setting !== null;
  if (w_base instanceof W_Dialect && w_base.getType() === dialectType && !any) return w_base;
  if (w_base !== null) {
    for (let i = 0; i < Setting.COUNT; i++) {
      if (settings[i] === null) settings[i] = findAttribute(w_base, settingNames[i] as W_Str);
    }
  }
  const w_dialect = new W_Dialect(w_type);
  const w_delimiter = settings[Setting.DELIMITER] as W_Root | null;
  if (w_delimiter !== null) w_dialect.delimiter = character('delimiter', w_delimiter, 'string');
  w_dialect.doublequote = flag(settings[Setting.DOUBLEQUOTE] as W_Root | null, true);
  w_dialect.escapechar = characterOrNone('escapechar', settings[Setting.ESCAPECHAR] as W_Root | null, '');
  w_dialect.lineterminator = lineTerminator(settings[Setting.LINETERMINATOR] as W_Root | null);
  const w_quotechar = settings[Setting.QUOTECHAR] as W_Root | null;
  w_dialect.quotechar = characterOrNone('quotechar', w_quotechar, '"');
  const w_quoting = settings[Setting.QUOTING] as W_Root | null;
  w_dialect.quoting = quotingOf(w_quoting);
  w_dialect.skipinitialspace = flag(settings[Setting.SKIPINITIALSPACE] as W_Root | null, false);
  w_dialect.strict = flag(settings[Setting.STRICT] as W_Root | null, false);
  if (settings[Setting.LINETERMINATOR] === w_None) throw typeError('lineterminator must be set');
  if (w_quotechar === w_None && w_quoting === null) w_dialect.quoting = Quoting.NONE;
  if (w_dialect.quoting !== Quoting.NONE && w_dialect.quotechar.length === 0) {
    throw typeError('quotechar must be set if quoting enabled');
  }
  return w_dialect;
}

/** The dialect of the arguments of `reader(iterable, dialect, **settings)` and the like. */
export function dialectOf(w_base: W_Root | null, w_kwargs: W_DictBase): W_Dialect {
  const settings: (W_Root | null)[] = [];
  for (let i = 0; i < Setting.COUNT; i++) settings.push(null);
  return makeDialect(dialectType, keywordSettings(settings, w_base, w_kwargs, false), settings);
}

/** Puts keyword arguments into settings; the result is the base, which may be one of them. */
function keywordSettings(
  settings: (W_Root | null)[],
  w_base: W_Root | null,
  w_kwargs: W_DictBase,
  skipName: boolean,
): W_Root | null {
  const storage = w_kwargs.storage;
  let w_result = w_base;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    const place = settingIndex(w_name);
    if (place >= 0) {
      settings[place] = storage.valueAt(at);
    } else if (w_name instanceof W_StrBase && w_name.utf8() === n_dialect.utf8()) {
      w_result = storage.valueAt(at);
    } else if (!skipName || !(w_name instanceof W_StrBase) || w_name.utf8() !== n_name.utf8()) {
      const shown = w_name instanceof W_StrBase ? w_name.utf8() : typeName(w_name);
      throw typeError(`'${shown}' is an invalid keyword argument for this function`);
    }
  }
  return w_result;
}

function dialectNew(w_type: W_Root, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  const w_class = checkedNewType(w_type, dialectType);
  const args = w_args.items;
  if (args.length > Setting.COUNT + 1) {
    throw typeError(`function takes at most ${Setting.COUNT + 1} arguments (${args.length} given)`);
  }
  const settings: (W_Root | null)[] = [];
  for (let i = 0; i < Setting.COUNT; i++) settings.push(i + 1 < args.length ? (args[i + 1] as W_Root) : null);
  const w_base = keywordSettings(settings, args.length > 0 ? (args[0] as W_Root) : null, w_kwargs, false);
  return makeDialect(w_class, w_base, settings);
}

function dialectReduce(self: W_Dialect, _w_args: W_Root): W_Root {
  throw typeError(`cannot pickle '${typeName(self)}' instances`);
}

function characterOf(text: string): W_Root {
  return text.length === 0 ? w_None : newStr(text);
}

function getDelimiter(self: W_Dialect): W_Root {
  return newStr(self.delimiter);
}

function getEscapechar(self: W_Dialect): W_Root {
  return characterOf(self.escapechar);
}

function getQuotechar(self: W_Dialect): W_Root {
  return characterOf(self.quotechar);
}

function getLineterminator(self: W_Dialect): W_Root {
  return newStr(self.lineterminator);
}

function getQuoting(self: W_Dialect): W_Root {
  return newInt(self.quoting);
}

function getDoublequote(self: W_Dialect): W_Root {
  return newBool(self.doublequote);
}

function getSkipinitialspace(self: W_Dialect): W_Root {
  return newBool(self.skipinitialspace);
}

function getStrict(self: W_Dialect): W_Root {
  return newBool(self.strict);
}

export const dialectTypedef = typedef(dialectType, W_Dialect, { doc: 'CSV dialect', module: '_csv' }, [
  staticmethod('__new__', '($type, /, *args, **kwargs)', dialectNew),
  method('__reduce__', '($self, /, *args)', dialectReduce, 'raises an exception to avoid pickling'),
  method('__reduce_ex__', '($self, /, *args)', dialectReduce, 'raises an exception to avoid pickling'),
  getset('delimiter', getDelimiter),
  getset('doublequote', getDoublequote),
  getset('escapechar', getEscapechar),
  getset('lineterminator', getLineterminator),
  getset('quotechar', getQuotechar),
  getset('quoting', getQuoting),
  getset('skipinitialspace', getSkipinitialspace),
  getset('strict', getStrict),
]);

// ---- registered dialects

function checkCount(args: W_TupleBase, most: int): void {
  if (args.items.length === 0) throw typeError(' expected at least 1 argument, got 0');
  if (args.items.length > most)
    throw typeError(` expected at most ${most} arguments, got ${args.items.length}`);
}

/** The first argument, and the dialect that a second one and keywords describe. */
export class DialectArguments {
  readonly w_first: W_Root;
  readonly w_dialect: W_Dialect;

  constructor(w_args: W_TupleBase, w_kwargs: W_DictBase) {
    checkCount(w_args, 2);
    this.w_first = w_args.items[0] as W_Root;
    this.w_dialect = dialectOf(w_args.items.length > 1 ? (w_args.items[1] as W_Root) : null, w_kwargs);
  }
}

function registerDialect(w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  checkCount(w_args, 2);
  const w_name = w_args.items[0] as W_Root;
  if (!(w_name instanceof W_StrBase)) throw typeError('dialect name must be a string');
  registry.dialects().set(w_name, new DialectArguments(w_args, w_kwargs).w_dialect);
  return w_None;
}

function unregisterDialect(w_name: W_Root): W_Root {
  if (registry.dialects().remove(w_name) === null) throw csvError('unknown dialect');
  return w_None;
}

function listDialects(): W_Root {
  const names: W_Root[] = [];
  const storage = registry.dialects().storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) names.push(storage.keyAt(at));
  return newListOwning(names);
}

export class FieldLimit {
  /** The most characters of a field. */
  value: int = 131072;
}

export const fieldLimit = new FieldLimit();

function fieldSizeLimit(w_limit: W_Root | null): W_Root {
  const before = fieldLimit.value;
  if (w_limit !== null) {
    if (!(w_limit instanceof W_Int)) throw notLimit(w_limit);
    fieldLimit.value = w_limit.value;
  }
  return newInt(before);
}

/** What is wrong with a limit that is no small int. */
function notLimit(w_limit: W_Root): OperationError {
  if (w_limit.getType().name === 'int') {
    try {
      toWord(w_limit);
    } catch (e) {
      const error = caught(e);
      if (error instanceof OperationError && error.matches(OverflowErrorType)) {
        return newError(OverflowErrorType, 'Python int too large to convert to C long');
      }
      throw error;
    }
  }
  return typeError('limit must be an integer');
}

export const dialectRows = [
  func('register_dialect', '($module, /, *args, **kwargs)', registerDialect),
  func('unregister_dialect', '($module, /, name)', unregisterDialect),
  func('get_dialect', '($module, /, name)', getDialect),
  func('list_dialects', '($module, /)', listDialects),
  func('field_size_limit', '($module, /, new_limit=None)', fieldSizeLimit),
];
