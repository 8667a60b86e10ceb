/**
 * The tables from which builtin types get their contents. A row is made by `method`, `getset`, ...; `typedef` ties
 * the rows to a type; `bootstrap.ts` fills the types in once all modules are loaded. All of it is load time.
 */
import type { ClassRef } from '../../rlib/object.js';
import type { W_Root } from './root.js';
import type { Implementation } from './w-builtin.js';
import type { W_Type } from './w-type.js';

/* Rows keep functions of narrower types than they declare: the class of `self` is checked before each call. */
type SelfFunction = (self: never) => W_Root;
type SelfSetter = (self: never, w_value: W_Root) => void;
type SelfDeleter = (self: never) => void;

export interface FunctionRow {
  readonly kind: 'method' | 'classmethod' | 'staticmethod';
  readonly name: string;
  readonly signature: string;
  readonly fn: Implementation;
  readonly doc: string;
}

export type Row =
  | FunctionRow
  | {
      readonly kind: 'getset';
      readonly name: string;
      readonly getter: SelfFunction;
      readonly setter: SelfSetter | null;
      readonly deleter: SelfDeleter | null;
      readonly doc: string;
      /** It stands for a field: its descriptor is a `member_descriptor`. */
      readonly isField: boolean;
    }
  | { readonly kind: 'value'; readonly name: string; readonly w_value: () => W_Root };

/** A method; `signature` begins with `$self`. A name like `__add__` makes a slot wrapper. */
export function method(name: string, signature: string, fn: Implementation, doc = ''): Row {
  return { kind: 'method', name, signature, fn, doc };
}

/** A class method; `signature` begins with `$type`. */
export function classmethod(name: string, signature: string, fn: Implementation, doc = ''): Row {
  return { kind: 'classmethod', name, signature, fn, doc };
}

/** A static method; for `__new__`, `signature` begins with `$type`. */
export function staticmethod(name: string, signature: string, fn: Implementation, doc = ''): Row {
  return { kind: 'staticmethod', name, signature, fn, doc };
}

/** An attribute computed by functions. */
export function getset(
  name: string,
  getter: SelfFunction,
  setter: SelfSetter | null = null,
  deleter: SelfDeleter | null = null,
  doc = '',
): Row {
  return { kind: 'getset', name, getter, setter, deleter, doc, isField: false };
}

/** A field that programs can read. */
export function field(name: string, getter: SelfFunction, doc = ''): Row {
  return { kind: 'getset', name, getter, setter: null, deleter: null, doc, isField: true };
}

/** A plain value, made when the type is filled. */
export function value(name: string, w_value: () => W_Root): Row {
  return { kind: 'value', name, w_value };
}

export interface TypedefOptions {
  readonly doc?: string;
  readonly module?: string;
  /** Its name is none of its module's. Default false. */
  readonly hidden?: boolean;
  /** May be inherited from; default true. */
  readonly subclassable?: boolean;
  /** Instances have `__dict__`; can be referred to weakly. Default false. */
  readonly hasDict?: boolean;
  readonly weakrefable?: boolean;
  /** Pattern matching treats instances as a sequence or mapping; a positional class pattern is the subject. */
  readonly pattern?: 'sequence' | 'mapping' | 'self';
  /** `__hash__` is None. */
  readonly unhashable?: boolean;
  /** Shares its base's instance layout (bool, exception types). */
  readonly sameLayout?: boolean;
}

export interface Typedef {
  readonly w_type: W_Type;
  readonly cls: ClassRef<W_Root>;
  readonly options: TypedefOptions;
  readonly rows: readonly Row[];
}

/** The contents of a builtin type whose instances are of class `cls`. */
export function typedef(
  w_type: W_Type,
  cls: ClassRef<W_Root>,
  options: TypedefOptions,
  rows: readonly Row[],
): Typedef {
  return { w_type, cls, options, rows };
}

/** A builtin module: functions, values and types by name. */
export interface ModuleDef {
  readonly name: string;
  readonly doc: string;
  readonly rows: readonly Row[];
  readonly typedefs: readonly Typedef[];
  /** Runs when the module is first imported, for contents that depend on the state of the program. */
  readonly setup: (() => void) | null;
  /** Reads what the module shows of the process: after `setup`, and at the start of a process that has the module from an image. */
  readonly refresh: (() => void) | null;
}

/** A function of a module. */
export function func(name: string, signature: string, fn: Implementation, doc = ''): Row {
  return { kind: 'staticmethod', name, signature, fn, doc };
}

export function moduledef(
  name: string,
  doc: string,
  rows: readonly Row[],
  typedefs: readonly Typedef[] = [],
  setup: (() => void) | null = null,
  refresh: (() => void) | null = null,
): ModuleDef {
  return { name, doc, rows, typedefs, setup, refresh };
}
