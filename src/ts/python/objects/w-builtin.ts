/**
 * Builtin functions and methods: objects that call an RTypeScript function.
 *
 * `BuiltinCode` is the function with its signature; a subclass per number of parameters holds the reference.
 * `W_Builtin` is the Python object for it, in a module or a type; `W_BoundBuiltin` the same with `self`.
 * The subclasses repeat each other on purpose: each has a call site of its own per number of arguments, without a list or loop in
 * between, so that V8 (and the translator) see calls of known arity.
 * Binding of arguments that is more than counting is in `bind-arguments.ts`.
 */
import type { FixedArray } from '../../rlib/array.js';
import type { ClassRef } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';
import type { Signature } from './signature.js';
import type { W_Str } from './w-str.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const builtinFunctionType: W_Type = newBuiltinType('builtin_function_or_method', objectType);
export const methodDescriptorType: W_Type = newBuiltinType('method_descriptor', objectType);
export const wrapperDescriptorType: W_Type = newBuiltinType('wrapper_descriptor', objectType);
export const methodWrapperType: W_Type = newBuiltinType('method-wrapper', objectType);
export const classmethodDescriptorType: W_Type = newBuiltinType('classmethod_descriptor', objectType);
export const getsetDescriptorType: W_Type = newBuiltinType('getset_descriptor', objectType);
export const memberDescriptorType: W_Type = newBuiltinType('member_descriptor', objectType);

export type Scope = FixedArray<W_Root | null>;

export abstract class BuiltinCode {
  /** The name of the type this is a method of; empty for functions. */
  ownerName: string = '';
  /** The name with its type's, for messages. */
  qualname: string;
  /** Whether a call with a fitting number of positional arguments needs no binding. */
  readonly direct: boolean;

  constructor(
    readonly name: string,
    readonly signature: Signature,
    readonly doc: string,
    /** What `self` must be an instance of; null: anything. */
    readonly selfClass: ClassRef<W_Root> | null,
  ) {
    this.qualname = name;
    this.direct =
      !signature.hasVarargs && !signature.hasKwargs && signature.positional === signature.names.length;
  }

  abstract arity(): int;

  /** Calls the function with one value per parameter, null where it is missing. */
  abstract invoke(scope: Scope): W_Root;

  /** Calls the function with `count` values from `start` on for its first parameters, the rest missing. */
  abstract invokeRange(items: Scope, start: int, count: int): W_Root;
}

export class BuiltinCode0 extends BuiltinCode {
  readonly fn!: () => W_Root;

  override arity(): int {
    return 0;
  }

  override invoke(_scope: Scope): W_Root {
    return this.fn();
  }

  override invokeRange(_items: Scope, _start: int, _count: int): W_Root {
    return this.fn();
  }
}

export class BuiltinCode1 extends BuiltinCode {
  readonly fn!: (a: W_Root | null) => W_Root;

  override arity(): int {
    return 1;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(scope[0] as W_Root | null);
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(count > 0 ? (items[start + 0] as W_Root | null) : null);
  }
}

export class BuiltinCode2 extends BuiltinCode {
  readonly fn!: (a: W_Root | null, b: W_Root | null) => W_Root;

  override arity(): int {
    return 2;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(scope[0] as W_Root | null, scope[1] as W_Root | null);
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode3 extends BuiltinCode {
  readonly fn!: (a: W_Root | null, b: W_Root | null, c: W_Root | null) => W_Root;

  override arity(): int {
    return 3;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(scope[0] as W_Root | null, scope[1] as W_Root | null, scope[2] as W_Root | null);
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode4 extends BuiltinCode {
  readonly fn!: (a: W_Root | null, b: W_Root | null, c: W_Root | null, d: W_Root | null) => W_Root;

  override arity(): int {
    return 4;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode5 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 5;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode6 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
    f: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 6;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
      scope[5] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
      count > 5 ? (items[start + 5] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode7 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
    f: W_Root | null,
    g: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 7;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
      scope[5] as W_Root | null,
      scope[6] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
      count > 5 ? (items[start + 5] as W_Root | null) : null,
      count > 6 ? (items[start + 6] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode8 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
    f: W_Root | null,
    g: W_Root | null,
    h: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 8;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
      scope[5] as W_Root | null,
      scope[6] as W_Root | null,
      scope[7] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
      count > 5 ? (items[start + 5] as W_Root | null) : null,
      count > 6 ? (items[start + 6] as W_Root | null) : null,
      count > 7 ? (items[start + 7] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode9 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
    f: W_Root | null,
    g: W_Root | null,
    h: W_Root | null,
    i: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 9;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
      scope[5] as W_Root | null,
      scope[6] as W_Root | null,
      scope[7] as W_Root | null,
      scope[8] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
      count > 5 ? (items[start + 5] as W_Root | null) : null,
      count > 6 ? (items[start + 6] as W_Root | null) : null,
      count > 7 ? (items[start + 7] as W_Root | null) : null,
      count > 8 ? (items[start + 8] as W_Root | null) : null,
    );
  }
}

export class BuiltinCode10 extends BuiltinCode {
  readonly fn!: (
    a: W_Root | null,
    b: W_Root | null,
    c: W_Root | null,
    d: W_Root | null,
    e: W_Root | null,
    f: W_Root | null,
    g: W_Root | null,
    h: W_Root | null,
    i: W_Root | null,
    j: W_Root | null,
  ) => W_Root;

  override arity(): int {
    return 10;
  }

  override invoke(scope: Scope): W_Root {
    return this.fn(
      scope[0] as W_Root | null,
      scope[1] as W_Root | null,
      scope[2] as W_Root | null,
      scope[3] as W_Root | null,
      scope[4] as W_Root | null,
      scope[5] as W_Root | null,
      scope[6] as W_Root | null,
      scope[7] as W_Root | null,
      scope[8] as W_Root | null,
      scope[9] as W_Root | null,
    );
  }

  override invokeRange(items: Scope, start: int, count: int): W_Root {
    return this.fn(
      count > 0 ? (items[start + 0] as W_Root | null) : null,
      count > 1 ? (items[start + 1] as W_Root | null) : null,
      count > 2 ? (items[start + 2] as W_Root | null) : null,
      count > 3 ? (items[start + 3] as W_Root | null) : null,
      count > 4 ? (items[start + 4] as W_Root | null) : null,
      count > 5 ? (items[start + 5] as W_Root | null) : null,
      count > 6 ? (items[start + 6] as W_Root | null) : null,
      count > 7 ? (items[start + 7] as W_Root | null) : null,
      count > 8 ? (items[start + 8] as W_Root | null) : null,
      count > 9 ? (items[start + 9] as W_Root | null) : null,
    );
  }
}

/** A function of any number of parameters up to nine; load time only. */
export type Implementation = (...args: never[]) => W_Root;

const codeClasses = [
  BuiltinCode0,
  BuiltinCode1,
  BuiltinCode2,
  BuiltinCode3,
  BuiltinCode4,
  BuiltinCode5,
  BuiltinCode6,
  BuiltinCode7,
  BuiltinCode8,
  BuiltinCode9,
  BuiltinCode10,
];

/**
 * The code object for an implementing function.
 * @loadTime
 */
export function makeBuiltinCode(
  name: string,
  signature: Signature,
  doc: string,
  selfClass: ClassRef<W_Root> | null,
  fn: Implementation,
): BuiltinCode {
  const arity = signature.arity();
  if (fn.length > arity) {
    throw new Error(`builtin ${name}${signature.text} has ${fn.length} parameters in ${fn.name}`);
  }
  const codeClass = codeClasses[arity];
  if (codeClass === undefined) throw new Error(`builtin ${name} has too many parameters: ${arity}`);
  const code = new codeClass(name, signature, doc, selfClass);
  // A method's own parameter types are narrower than W_Root: selfClass is checked by each call.
  (code as unknown as { fn: unknown }).fn = fn;
  return code;
}

/** How a builtin function is attached: decides its Python type and what binding does. */
export const enum BuiltinKind {
  /** In a module; or a static method such as `__new__`. */
  FUNCTION,
  METHOD,
  /** A special method of a builtin type. */
  WRAPPER,
  CLASSMETHOD,
}

export class W_Builtin extends W_Root {
  constructor(
    readonly code: BuiltinCode,
    readonly kind: BuiltinKind,
    /** The module of a function, the type of a method or of a static `__new__`. */
    readonly w_owner: W_Root | null,
    readonly moduleName: string | null,
  ) {
    super();
  }

  override getType(): W_Type {
    switch (this.kind) {
      case BuiltinKind.METHOD:
        return methodDescriptorType;
      case BuiltinKind.WRAPPER:
        return wrapperDescriptorType;
      case BuiltinKind.CLASSMETHOD:
        return classmethodDescriptorType;
      default:
        return builtinFunctionType;
    }
  }
}

export class W_BoundBuiltin extends W_Root {
  constructor(
    readonly w_builtin: W_Builtin,
    readonly w_self: W_Root,
  ) {
    super();
  }

  override getType(): W_Type {
    return this.w_builtin.kind === BuiltinKind.WRAPPER ? methodWrapperType : builtinFunctionType;
  }
}

export type Getter = (w_self: W_Root) => W_Root;
export type Setter = (w_self: W_Root, w_value: W_Root) => void;
export type Deleter = (w_self: W_Root) => void;

/** An attribute of a builtin type with functions to get, set and delete it. */
/** A descriptor of data that knows its name and type. */
export abstract class W_DataDescriptor extends W_Root {
  constructor(
    readonly w_name: W_Str,
    readonly w_owner: W_Type,
  ) {
    super();
  }
}

export class W_GetSet extends W_DataDescriptor {
  constructor(
    w_name: W_Str,
    w_owner: W_Type,
    readonly selfClass: ClassRef<W_Root> | null,
    readonly getter: Getter,
    readonly setter: Setter | null,
    readonly deleter: Deleter | null,
    readonly doc: string | null,
  ) {
    super(w_name, w_owner);
  }

  override getType(): W_Type {
    return getsetDescriptorType;
  }
}

/** The descriptor of a field of a builtin type. */
export class W_Field extends W_GetSet {
  override getType(): W_Type {
    return memberDescriptorType;
  }
}

/** The descriptor of a name in `__slots__`. */
export class W_Member extends W_DataDescriptor {
  constructor(
    w_name: W_Str,
    w_owner: W_Type,
    /** The name under which maps know the slot: unique to the class. */
    readonly w_key: W_Str,
  ) {
    super(w_name, w_owner);
  }

  override getType(): W_Type {
    return memberDescriptorType;
  }
}
