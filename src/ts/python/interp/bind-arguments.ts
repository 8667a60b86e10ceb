/**
 * Matching arguments with parameters, for Python functions and for builtins, with CPython's error messages.
 */
import type { FixedArray } from '../../rlib/array.js';
import { newFixedArray, sliceObjects } from '../../rlib/array.js';
import { promote } from '../../rlib/jit.js';
import { isInstance } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import { keywordDict } from '../objects/dict-storages.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import type { BuiltinCode, Scope } from '../objects/w-builtin.js';
import type { W_Function } from '../objects/w-function.js';
import type { W_Str } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { W_Type } from '../objects/w-type.js';
import { typeError, typeName } from './errors.js';
import { CodeFlag } from './opcodes.js';
import type { OperationError } from '../objects/w-exception.js';

type Names = FixedArray<W_Str>;

/** Keyword arguments that no parameter takes. */
class ExtraKeywords {
  private readonly names: FixedArray<W_Str | null>;
  private readonly values: FixedArray<W_Root | null>;
  private count: int = 0;

  constructor(most: int) {
    this.names = newFixedArray<W_Str | null>(most, null);
    this.values = newFixedArray<W_Root | null>(most, null);
  }

  add(name: W_Str, w_value: W_Root): void {
    this.names[this.count] = name;
    this.values[this.count++] = w_value;
  }

  toDict(): W_Root {
    return keywordDict(this.names, this.values, promote(this.count));
  }
}

/**
 * Fills the locals of a frame of `w_function` from `count` items from `start` on, the last of which have `names`.
 * @unrollSafe
 */
export function bindArguments(
  w_function: W_Function,
  slots: Scope,
  items: Scope,
  start: int,
  count: int,
  names: Names | null,
): void {
  const code = w_function.code;
  const argcount = code.argcount;
  const kwonly = code.kwonlyargcount;
  const named = argcount + kwonly;
  const keywordCount = names === null ? 0 : names.length;
  const given = count - keywordCount;
  const hasVarargs = (code.flags & CodeFlag.VARARGS) !== 0;
  const hasKwargs = (code.flags & CodeFlag.VARKEYWORDS) !== 0;
  const copied = given < argcount ? given : argcount;
  for (let i = 0; i < copied; i++) slots[i] = items[start + i] as W_Root;
  if (hasVarargs) slots[named] = tupleOfRange(items, start + copied, given - copied);
  const extra = hasKwargs ? new ExtraKeywords(keywordCount) : null;
  if (names !== null) {
    for (let k = 0; k < keywordCount; k++) {
      const w_name = names[k] as W_Str;
      const w_value = items[start + given + k] as W_Root;
      const parameter = findParameter(code.localsplusnames, w_name, code.posonlyargcount, named);
      if (parameter >= 0) {
        if (slots[parameter] !== null) throw multipleValues(w_function, w_name);
        slots[parameter] = w_value;
      } else if (extra !== null) {
        extra.add(w_name, w_value);
      } else {
        throw unexpectedKeyword(w_function, names, w_name);
      }
    }
  }
  if (extra !== null) slots[hasVarargs ? named + 1 : named] = extra.toDict();
  if (given > argcount && !hasVarargs) throw tooManyPositional(w_function, given, slots);
  const defaults = w_function.defaults;
  if (given < argcount) {
    const firstDefault = argcount - defaults.length;
    let missing = 0;
    for (let i = given; i < firstDefault; i++) if (slots[i] === null) missing++;
    if (missing > 0) throw missingArguments(w_function, slots, 0, firstDefault, 'positional');
    for (let i = given > firstDefault ? given : firstDefault; i < argcount; i++) {
      if (slots[i] === null) slots[i] = defaults[i - firstDefault] as W_Root;
    }
  }
  if (kwonly > 0) {
    const w_kwdefaults = w_function.w_kwdefaults;
    let missing = 0;
    for (let i = argcount; i < named; i++) {
      if (slots[i] === null) {
        const w_default =
          w_kwdefaults === null ? null : w_kwdefaults.getStr(code.localsplusnames[i] as W_Str);
        if (w_default === null) missing++;
        else slots[i] = w_default;
      }
    }
    if (missing > 0) throw missingArguments(w_function, slots, argcount, named, 'keyword-only');
  }
}

function tupleOfRange(items: Scope, start: int, count: int): W_Root {
  if (count <= 0) return newTuple([]);
  return newTuple(sliceObjects(items, start, start + count) as FixedArray<W_Root>);
}

/** Index of a parameter that may be given by keyword, or -1. @unrollSafe */
function findParameter(names: FixedArray<W_Str>, w_name: W_Str, from: int, to: int): int {
  for (let i = from; i < to; i++) if (names[i] === w_name) return i;
  const text = w_name.utf8();
  for (let i = from; i < to; i++) if ((names[i] as W_Str).utf8() === text) return i;
  return -1;
}

function multipleValues(w_function: W_Function, w_name: W_Str): OperationError {
  return typeError(`${w_function.w_qualname.utf8()}() got multiple values for argument '${w_name.utf8()}'`);
}

function unexpectedKeyword(w_function: W_Function, names: Names, w_name: W_Str): OperationError {
  const code = w_function.code;
  let positionalOnly = '';
  for (let i = 0; i < code.posonlyargcount; i++) {
    const parameter = code.localsplusnames[i] as W_Str;
    if (findParameter(names, parameter, 0, names.length) >= 0) {
      positionalOnly += (positionalOnly === '' ? '' : ', ') + parameter.utf8();
    }
  }
  const qualname = w_function.w_qualname.utf8();
  if (positionalOnly !== '') {
    return typeError(
      `${qualname}() got some positional-only arguments passed as keyword arguments: '${positionalOnly}'`,
    );
  }
  return typeError(`${qualname}() got an unexpected keyword argument '${w_name.utf8()}'`);
}

function tooManyPositional(w_function: W_Function, given: int, slots: Scope): OperationError {
  const code = w_function.code;
  const argcount = code.argcount;
  const defaultCount = w_function.defaults.length;
  let keywordOnlyGiven = 0;
  for (let i = argcount; i < argcount + code.kwonlyargcount; i++) if (slots[i] !== null) keywordOnlyGiven++;
  const plural = defaultCount > 0 || argcount !== 1;
  const takes = defaultCount > 0 ? `from ${argcount - defaultCount} to ${argcount}` : `${argcount}`;
  const alsoKeywords =
    keywordOnlyGiven === 0
      ? ''
      : ` positional argument${given !== 1 ? 's' : ''} (and ${keywordOnlyGiven} keyword-only argument${
          keywordOnlyGiven !== 1 ? 's' : ''
        })`;
  return typeError(
    `${w_function.w_qualname.utf8()}() takes ${takes} positional argument${plural ? 's' : ''} but ${given}${alsoKeywords} ${
      given === 1 && keywordOnlyGiven === 0 ? 'was' : 'were'
    } given`,
  );
}

function missingArguments(
  w_function: W_Function,
  slots: Scope,
  from: int,
  to: int,
  kind: string,
): OperationError {
  const names = w_function.code.localsplusnames;
  const missing: string[] = [];
  for (let i = from; i < to; i++) {
    const isMissing =
      slots[i] === null &&
      (kind === 'positional' ||
        w_function.w_kwdefaults === null ||
        w_function.w_kwdefaults.getStr(names[i] as W_Str) === null);
    if (isMissing) missing.push(`'${(names[i] as W_Str).utf8()}'`);
  }
  const count = missing.length;
  let list = missing[0] as string;
  for (let i = 1; i < count; i++) {
    const last = i === count - 1;
    list += (last ? (count > 2 ? ', and ' : ' and ') : ', ') + (missing[i] as string);
  }
  return typeError(
    `${w_function.w_qualname.utf8()}() missing ${count} required ${kind} argument${count === 1 ? '' : 's'}: ${list}`,
  );
}

/**
 * One value per parameter of a builtin, null where an optional one is missing; the words are those of CPython's
 * argument clinic.
 * @unrollSafe
 */
export function bindBuiltinArguments(
  code: BuiltinCode,
  items: FixedArray<W_Root>,
  names: Names | null,
): Scope {
  const signature = code.signature;
  const selfCount = signature.selfCount;
  const keywordCount = names === null ? 0 : names.length;
  const given = items.length - keywordCount;
  checkSelf(code, items, given);
  const named = signature.names.length;
  const scope = newFixedArray<W_Root | null>(code.arity(), null);
  const copied = given < signature.positional ? given : signature.positional;
  for (let i = 0; i < copied; i++) scope[i] = items[i] as W_Root;
  if (signature.hasVarargs) scope[named] = tupleOfRange(items, copied, given - copied);
  else if (given > signature.positional) throw wrongCount(code, given - selfCount, keywordCount);
  const extra = signature.hasKwargs ? new ExtraKeywords(keywordCount) : null;
  if (names !== null) {
    for (let k = 0; k < keywordCount; k++) {
      const w_name = names[k] as W_Str;
      const w_value = items[given + k] as W_Root;
      const parameter = findParameter(signature.names, w_name, signature.positionalOnly, named);
      if (parameter >= 0) {
        if (scope[parameter] !== null) {
          throw typeError(
            `argument for ${shownName(code)}() given by name ('${w_name.utf8()}') and position (${parameter + 1 - selfCount})`,
          );
        }
        scope[parameter] = w_value;
      } else if (extra !== null) {
        extra.add(w_name, w_value);
      } else if (signature.positionalOnly === named) {
        if (code.name === '__new__' && given > 0 && hasOwnInit(code, items[0] as W_Root)) continue;
        throw typeError(`${shownQualname(code)}() takes no keyword arguments`);
      } else {
        throw typeError(`'${w_name.utf8()}' is an invalid keyword argument for ${shownName(code)}()`);
      }
    }
  }
  if (extra !== null) scope[signature.hasVarargs ? named + 1 : named] = extra.toDict();
  for (let i = given < signature.positional ? given : signature.positional; i < named; i++) {
    if (scope[i] === null && signature.required[i] === true) {
      if (i < signature.positionalOnly) throw wrongCount(code, given - selfCount, keywordCount);
      throw typeError(
        i < signature.positional
          ? `${shownName(code)}() missing required argument '${(signature.names[i] as W_Str).utf8()}' (pos ${i + 1 - selfCount})`
          : `${shownName(code)}() missing required keyword-only argument: '${(signature.names[i] as W_Str).utf8()}'`,
      );
    }
  }
  return scope;
}

function checkSelf(code: BuiltinCode, items: FixedArray<W_Root>, given: int): void {
  const selfClass = code.selfClass;
  if (selfClass === null || code.signature.selfCount === 0) return;
  if (given === 0) throw typeError(`unbound method ${code.qualname}() needs an argument`);
  const w_self = items[0] as W_Root;
  if (!isInstance(w_self, selfClass)) {
    throw typeError(
      `descriptor '${code.name}' for '${code.ownerName}' objects doesn't apply to a '${typeName(w_self)}' object`,
    );
  }
}

function wrongCount(code: BuiltinCode, given: int, keywords: int): OperationError {
  const signature = code.signature;
  const minimum = signature.minimum - signature.selfCount;
  const maximum = signature.positional - signature.selfCount;
  if (maximum === 0 && minimum === 0) {
    return typeError(`${shownQualname(code)}() takes no arguments (${given} given)`);
  }
  if (
    maximum === 1 &&
    minimum === 1 &&
    signature.positionalOnly === signature.names.length &&
    !makesInstance(code)
  ) {
    return typeError(`${code.qualname}() takes exactly one argument (${given} given)`);
  }
  if (signature.positionalOnly < signature.names.length) {
    const total = given + keywords;
    const range = minimum === maximum ? 'exactly' : given < minimum ? 'at least' : 'at most';
    const count = given < minimum ? minimum : maximum;
    return typeError(
      `${shownName(code)}() takes ${range} ${count} positional argument${count === 1 ? '' : 's'} (${total} given)`,
    );
  }
  const range = minimum === maximum ? '' : given < minimum ? 'at least ' : 'at most ';
  const count = given < minimum ? minimum : maximum;
  return typeError(
    `${shownName(code)} expected ${range}${count} argument${count === 1 ? '' : 's'}, got ${given}`,
  );
}

/** Whether a function is called as its type: the messages then name the type. */
function makesInstance(code: BuiltinCode): boolean {
  return code.ownerName !== '' && (code.name === '__new__' || code.name === '__init__');
}

function shownName(code: BuiltinCode): string {
  return makesInstance(code) ? code.ownerName : code.name;
}

function shownQualname(code: BuiltinCode): string {
  return makesInstance(code) ? code.ownerName : code.qualname;
}

/** Whether a class has another `__init__` than the builtin base: it may have use for the keywords. */
function hasOwnInit(code: BuiltinCode, w_class: W_Root): boolean {
  if (!(w_class instanceof W_Type) || w_class.name === code.ownerName) return false;
  for (const w_base of w_class.mro) {
    if (!w_base.isHeapType) return w_class.findSlot(Slot.INIT) !== w_base.findSlot(Slot.INIT);
  }
  return false;
}
