/**
 * Module `_contextvars`. The values of a context are a dict that is never changed once it is there: setting a variable
 * replaces the context's dict by a changed copy, so that `copy_context` shares it.
 */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { callArgs } from '../interp/call.js';
import { callMethod0 } from '../interp/attributes.js';
import { compare, Comparison } from '../interp/compare.js';
import { reprText } from '../interp/convert.js';
import { keyError, newErrorOf, runtimeError, typeError, valueError } from '../interp/errors.js';
import { iter } from '../interp/iteration.js';
import { copyDict, newDict } from '../objects/dict.js';
import { genericAliasOf } from '../objects/generic-alias.js';
import { hexAddress } from '../objects/identity.js';
import { keywordNames } from '../objects/keyword-arguments.js';
import { W_Root } from '../objects/root.js';
import {
  classmethod,
  func,
  getset,
  method,
  moduledef,
  staticmethod,
  typedef,
  value,
} from '../objects/typedef.js';
import { W_DictBase } from '../objects/w-dict.js';
import { LookupErrorType } from '../objects/w-exception.js';
import { newBool, newInt } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

const variableType: W_Type = newBuiltinType('ContextVar', objectType);
const contextType: W_Type = newBuiltinType('Context', objectType);
const tokenType: W_Type = newBuiltinType('Token', objectType);
const missingType: W_Type = newBuiltinType('Token.MISSING', objectType);

const n_keys = intern('keys');
const n_values = intern('values');
const n_items = intern('items');

class W_Variable extends W_Root {
  constructor(
    readonly w_name: W_StrBase,
    readonly w_default: W_Root | null,
  ) {
    super();
  }

  override getType(): W_Type {
    return variableType;
  }
}

class W_Context extends W_Root {
  entered: boolean = false;
  /** The context that was current before this one was entered. */
  previous: W_Context | null = null;

  constructor(public values: W_DictBase | null) {
    super();
  }

  override getType(): W_Type {
    return contextType;
  }

  get(w_variable: W_Root): W_Root | null {
    return this.values === null ? null : this.values.get(w_variable);
  }

  set(w_variable: W_Root, w_value: W_Root): void {
    const values = this.values === null ? newDict() : copyDict(this.values);
    values.set(w_variable, w_value);
    this.values = values;
  }

  remove(w_variable: W_Root): void {
    if (this.values === null) return;
    const values = copyDict(this.values);
    values.remove(w_variable);
    this.values = values;
  }

  dict(): W_DictBase {
    return this.values === null ? newDict() : this.values;
  }
}

class W_Token extends W_Root {
  used: boolean = false;

  constructor(
    readonly context: W_Context,
    readonly variable: W_Variable,
    readonly w_old: W_Root | null,
  ) {
    super();
  }

  override getType(): W_Type {
    return tokenType;
  }
}

class W_Missing extends W_Root {
  override getType(): W_Type {
    return missingType;
  }
}

const w_missing = new W_Missing();

class CurrentContext {
  context: W_Context | null = null;
}

const current = new CurrentContext();

function currentContext(): W_Context {
  if (current.context === null) current.context = new W_Context(null);
  return current.context;
}

// ---- ContextVar

function variableNew(_w_type: W_Root, w_name: W_Root, w_default: W_Root | null): W_Root {
  if (!(w_name instanceof W_StrBase)) throw typeError('context variable name must be a str');
  return new W_Variable(w_name, w_default);
}

function variableGet(self: W_Variable, w_default: W_Root | null): W_Root {
  const w_value = currentContext().get(self);
  if (w_value !== null) return w_value;
  if (w_default !== null) return w_default;
  if (self.w_default !== null) return self.w_default;
  throw newErrorOf(LookupErrorType, self);
}

function variableSet(self: W_Variable, w_value: W_Root): W_Root {
  const context = currentContext();
  const token = new W_Token(context, self, context.get(self));
  context.set(self, w_value);
  return token;
}

function variableReset(self: W_Variable, w_token: W_Root): W_Root {
  if (!(w_token instanceof W_Token))
    throw typeError(`expected an instance of Token, got ${reprText(w_token)}`);
  if (w_token.used) throw runtimeError(`${reprText(w_token)} has already been used once`);
  if (w_token.variable !== self)
    throw valueError(`${reprText(w_token)} was created by a different ContextVar`);
  const context = currentContext();
  if (w_token.context !== context)
    throw valueError(`${reprText(w_token)} was created in a different Context`);
  w_token.used = true;
  if (w_token.w_old === null) context.remove(self);
  else context.set(self, w_token.w_old);
  return w_None;
}

function variableName(self: W_Variable): W_Root {
  return self.w_name;
}

function variableRepr(self: W_Variable): W_Root {
  const fallback = self.w_default === null ? '' : ` default=${reprText(self.w_default)}`;
  return newStr(`<ContextVar name=${reprText(self.w_name)}${fallback} at ${hexAddress(self)}>`);
}

// ---- Token

function tokenNew(_w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  throw runtimeError('Tokens can only be created by ContextVars');
}

function tokenVariable(self: W_Token): W_Root {
  return self.variable;
}

function tokenOld(self: W_Token): W_Root {
  return self.w_old === null ? w_missing : self.w_old;
}

function tokenRepr(self: W_Token): W_Root {
  return newStr(`<Token${self.used ? ' used' : ''} var=${reprText(self.variable)} at ${hexAddress(self)}>`);
}

function missingRepr(_self: W_Missing): W_Root {
  return newStr('<Token.MISSING>');
}

// ---- Context

function contextNew(_w_type: W_Root): W_Root {
  return new W_Context(null);
}

function checkKey(w_key: W_Root): W_Variable {
  if (!(w_key instanceof W_Variable))
    throw typeError(`a ContextVar key was expected, got ${reprText(w_key)}`);
  return w_key;
}

function contextGetItem(self: W_Context, w_key: W_Root): W_Root {
  const w_value = self.get(checkKey(w_key));
  if (w_value === null) throw keyError(w_key);
  return w_value;
}

function contextContains(self: W_Context, w_key: W_Root): W_Root {
  return newBool(self.get(checkKey(w_key)) !== null);
}

function contextGet(self: W_Context, w_key: W_Root, w_default: W_Root | null): W_Root {
  const w_value = self.get(checkKey(w_key));
  if (w_value !== null) return w_value;
  return w_default === null ? w_None : w_default;
}

function contextLength(self: W_Context): W_Root {
  return newInt(self.values === null ? 0 : self.values.length());
}

function contextIter(self: W_Context): W_Root {
  return iter(self.dict());
}

function contextKeys(self: W_Context): W_Root {
  return iter(callMethod0(self.dict(), n_keys));
}

function contextValues(self: W_Context): W_Root {
  return iter(callMethod0(self.dict(), n_values));
}

function contextItems(self: W_Context): W_Root {
  return iter(callMethod0(self.dict(), n_items));
}

function contextCopy(self: W_Context): W_Root {
  return new W_Context(self.values);
}

function contextEquals(self: W_Context, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Context)) return w_NotImplemented;
  return compare(Comparison.EQ, self.dict(), w_other.dict());
}

function contextDiffers(self: W_Context, w_other: W_Root): W_Root {
  if (!(w_other instanceof W_Context)) return w_NotImplemented;
  return compare(Comparison.NE, self.dict(), w_other.dict());
}

function contextRun(self: W_Context, w_args: W_Root, w_kwargs: W_Root): W_Root {
  const given: FixedArray<W_Root> = w_args instanceof W_TupleBase ? w_args.items : [];
  if (given.length === 0) throw typeError('run() missing 1 required positional argument');
  const items: W_Root[] = [];
  for (let i = 1; i < given.length; i++) items.push(given[i] as W_Root);
  const names = w_kwargs instanceof W_DictBase ? keywordNames(w_kwargs, items) : null;
  if (self.entered) throw runtimeError(`cannot enter context: ${reprText(self)} is already entered`);
  self.previous = currentContext();
  self.entered = true;
  current.context = self;
  try {
    return callArgs(given[0] as W_Root, sealList(items), names);
  } finally {
    current.context = self.previous;
    self.previous = null;
    self.entered = false;
  }
}

function copyContext(): W_Root {
  return new W_Context(currentContext().values);
}

function classGetItem(w_type: W_Root, w_item: W_Root): W_Root {
  return genericAliasOf(w_type, w_item);
}

export const contextvarsModule = moduledef(
  '_contextvars',
  'Context Variables',
  [
    func('copy_context', '($module, /)', copyContext),
    value('ContextVar', () => variableType),
    value('Context', () => contextType),
    value('Token', () => tokenType),
  ],
  [
    typedef(missingType, W_Missing, { subclassable: false }, [method('__repr__', '($self, /)', missingRepr)]),
    typedef(variableType, W_Variable, { module: '_contextvars', subclassable: false }, [
      staticmethod('__new__', '($type, name, /, *, default=None)', variableNew),
      method('get', '($self, default=None, /)', variableGet),
      method('set', '($self, value, /)', variableSet),
      method('reset', '($self, token, /)', variableReset),
      method('__repr__', '($self, /)', variableRepr),
      classmethod('__class_getitem__', '($type, item, /)', classGetItem),
      getset('name', variableName),
    ]),
    typedef(tokenType, W_Token, { module: '_contextvars', subclassable: false, unhashable: true }, [
      staticmethod('__new__', '($type, /, *args, **kwargs)', tokenNew),
      method('__repr__', '($self, /)', tokenRepr),
      classmethod('__class_getitem__', '($type, item, /)', classGetItem),
      getset('var', tokenVariable),
      getset('old_value', tokenOld),
      value('MISSING', () => w_missing),
    ]),
    typedef(
      contextType,
      W_Context,
      { module: '_contextvars', subclassable: false, weakrefable: true, unhashable: true },
      [
        staticmethod('__new__', '($type, /)', contextNew),
        method('__getitem__', '($self, key, /)', contextGetItem),
        method('__contains__', '($self, key, /)', contextContains),
        method('__len__', '($self, /)', contextLength),
        method('__iter__', '($self, /)', contextIter),
        method('__eq__', '($self, value, /)', contextEquals),
        method('__ne__', '($self, value, /)', contextDiffers),
        method('get', '($self, key, default=None, /)', contextGet),
        method('keys', '($self, /)', contextKeys),
        method('values', '($self, /)', contextValues),
        method('items', '($self, /)', contextItems),
        method('copy', '($self, /)', contextCopy),
        method('run', '($self, /, *args, **kwargs)', contextRun),
      ],
    ),
  ],
);
