/**
 * The program as flow graphs see it: classes with fields and methods, functions, module variables, host
 * functions. Independent of TypeScript's own data structures; the front end makes these on demand.
 *
 * A class's members are made when first asked for (`members`), since classes refer to each other in cycles.
 */
import type { Constant, Graph } from './graph.js';
import type { FlowType, RefType } from './types.js';

export interface FieldModel {
  readonly name: string;
  readonly owner: ClassModel;
  readonly type: FlowType;
  readonly isReadonly: boolean;
  /** JSDoc tags: `quasiImmutable`. */
  readonly hints: ReadonlySet<string>;
}

export interface ParameterModel {
  readonly name: string;
  readonly type: FlowType;
  /** What a call that leaves the argument out passes. */
  readonly defaultValue: Constant | null;
}

export type FunctionKind = 'function' | 'method' | 'static' | 'constructor';

export class FunctionModel {
  constructor(
    readonly kind: FunctionKind,
    readonly module: string,
    readonly owner: ClassModel | null,
    /** Without the class's name. */
    readonly simpleName: string,
    /** Without `this`; a method has at least those of the method that it overrides. */
    readonly params: readonly ParameterModel[],
    readonly result: FlowType,
    readonly neverReturns: boolean,
    readonly isAbstract: boolean,
    /** JSDoc tags: `elidable`, `unrollSafe`, `dontLookInside`, `lookInsideIff`. */
    readonly hints: ReadonlySet<string>,
  ) {}

  /** Set once the front end has built it. */
  graph: Graph | null = null;

  /** `name` or `Class.name`: unique within its module. */
  get name(): string {
    return this.owner === null ? this.simpleName : `${this.owner.name}.${this.simpleName}`;
  }

  /** Unique within the program. */
  get fullName(): string {
    return `${this.module}#${this.name}`;
  }

  /** Whether its first argument is `this`. */
  get takesThis(): boolean {
    return this.kind === 'method' || this.kind === 'constructor';
  }

  /** Types of all arguments, `this` included. */
  get argumentTypes(): FlowType[] {
    const types = this.params.map((param) => param.type);
    return this.takesThis && this.owner !== null ? [this.owner.type, ...types] : types;
  }
}

export interface ClassMembers {
  /** Own fields in order of declaration. */
  readonly fields: ReadonlyMap<string, FieldModel>;
  /** Own methods, abstract ones included. */
  readonly methods: ReadonlyMap<string, FunctionModel>;
}

export class ClassModel {
  readonly type: RefType = { kind: 'ref', cls: this };
  readonly subclasses: ClassModel[] = [];
  private made: ClassMembers | null = null;

  constructor(
    readonly name: string,
    readonly module: string,
    readonly base: ClassModel | null,
    readonly isAbstract: boolean,
    private readonly makeMembers: () => ClassMembers,
  ) {
    base?.subclasses.push(this);
  }

  get fullName(): string {
    return `${this.module}#${this.name}`;
  }

  /** Makes the members now: what is wrong with them is reported then. */
  ensureMembers(): void {
    this.made ??= this.makeMembers();
  }

  get members(): ClassMembers {
    this.made ??= this.makeMembers();
    return this.made;
  }

  isSubclassOf(other: ClassModel): boolean {
    for (let cls: ClassModel | null = this; cls !== null; cls = cls.base) if (cls === other) return true;
    return false;
  }

  findField(name: string): FieldModel | null {
    for (let cls: ClassModel | null = this; cls !== null; cls = cls.base) {
      const field = cls.members.fields.get(name);
      if (field !== undefined) return field;
    }
    return null;
  }

  /** The method that instances of exactly this class have under the name. */
  findMethod(name: string): FunctionModel | null {
    for (let cls: ClassModel | null = this; cls !== null; cls = cls.base) {
      const method = cls.members.methods.get(name);
      if (method !== undefined) return method;
    }
    return null;
  }
}

/** The nearest class that both are or inherit from. */
export function commonBase(a: ClassModel, b: ClassModel): ClassModel | null {
  for (let cls: ClassModel | null = a; cls !== null; cls = cls.base) if (b.isSubclassOf(cls)) return cls;
  return null;
}

/** A module-level `let`. */
export interface GlobalModel {
  readonly module: string;
  readonly name: string;
  readonly type: FlowType;
}

/** A function of the host, by name. */
export interface ExternalModel {
  readonly name: string;
  readonly params: readonly FlowType[];
  readonly result: FlowType;
}

/** A virtual call's target: the method as the static class of the receiver has it. */
export interface MethodModel {
  readonly receiver: ClassModel;
  readonly declaration: FunctionModel;
}
