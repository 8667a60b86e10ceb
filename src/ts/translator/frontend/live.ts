/**
 * The live program: its emitted JavaScript, imported into this process as an instance of its own, whose objects
 * are the image's prebuilt objects. Maps functions and classes that are values back to their models.
 */
import { register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { Constant, Prebuilt } from '../flow/graph.js';
import { ClassModel, type FunctionModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { RLIB } from './intrinsics.js';
import { bindingsKey } from './live-hooks.js';
import type { Models } from './models.js';
import { Problem } from './types.js';

type ReadBinding = (name: string) => unknown;

let areHooksRegistered = false;
let instances = 0;

function bindings(): Map<string, ReadBinding> {
  const key = Symbol.for(bindingsKey);
  const holder = globalThis as Record<symbol, Map<string, ReadBinding> | undefined>;
  return (holder[key] ??= new Map<string, ReadBinding>());
}

export class Live {
  private readonly functions = new Map<unknown, FunctionModel>();
  private readonly classes = new Map<unknown, ClassModel>();
  private readonly classValues = new Map<ClassModel, unknown>();

  private constructor(
    private readonly models: Models,
    private readonly query: string,
  ) {}

  /** Imports the modules (`src/ts/...` names) and what they import. Their JavaScript must be up to date. */
  static async load(models: Models, modules: readonly string[]): Promise<Live> {
    if (!areHooksRegistered) {
      areHooksRegistered = true;
      register('./live-hooks.js', import.meta.url);
      bindings();
    }
    const live = new Live(models, String(++instances));
    for (const module of modules) await import(live.url(module));
    live.collect();
    return live;
  }

  private url(module: string): string {
    return `${pathToFileURL(path.join(this.models.source.root, 'lib', `${module}.js`)).href}?rts=${this.query}`;
  }

  /** Whether the running program has loaded the module. */
  isLoaded(module: string): boolean {
    return bindings().has(this.url(module));
  }

  /** A top-level binding's present value. */
  read(module: string, name: string): unknown {
    const reader = bindings().get(this.url(module));
    if (reader === undefined) throw new Error(`module ${module} is not loaded`);
    return reader(name);
  }

  private collect(): void {
    const { source } = this.models;
    for (const file of source.files) {
      const module = source.moduleName(file);
      if (!this.isLoaded(module)) continue;
      for (const statement of file.statements) {
        if (
          ts.isFunctionDeclaration(statement) &&
          statement.body !== undefined &&
          statement.name !== undefined
        ) {
          this.pending.set(this.read(module, statement.name.text), statement);
        } else if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
          this.collectClass(this.read(module, statement.name.text), statement);
        }
      }
    }
  }

  /** Functions by value whose models were not asked for yet. */
  private readonly pending = new Map<unknown, ts.FunctionDeclaration | ts.MethodDeclaration>();
  private readonly pendingClasses = new Map<unknown, ts.ClassDeclaration>();

  private collectClass(value: unknown, node: ts.ClassDeclaration): void {
    if (typeof value !== 'function') return;
    this.pendingClasses.set(value, node);
    for (const member of node.members) {
      if (!ts.isMethodDeclaration(member) || member.body === undefined || !ts.isIdentifier(member.name))
        continue;
      const isStatic =
        ts.getModifiers(member)?.some((one) => one.kind === ts.SyntaxKind.StaticKeyword) === true;
      const holder: unknown = isStatic ? value : value.prototype;
      const method = Object.getOwnPropertyDescriptor(holder, member.name.text)?.value as unknown;
      if (method !== undefined) this.pending.set(method, member);
    }
  }

  findFunction(value: unknown): FunctionModel | null {
    const known = this.functions.get(value);
    if (known !== undefined) return known;
    const node = this.pending.get(value);
    if (node === undefined) return null;
    const fn = this.models.functionOf(node);
    this.functions.set(value, fn);
    return fn;
  }

  findClass(value: unknown): ClassModel | null {
    const known = this.classes.get(value);
    if (known !== undefined) return known;
    const node = this.pendingClasses.get(value);
    const cls = node === undefined ? null : this.models.ensureClass(node);
    if (!(cls instanceof ClassModel)) return null;
    this.classes.set(value, cls);
    this.classValues.set(cls, value);
    return cls;
  }

  /** The class as JavaScript has it. */
  classValue(cls: ClassModel): abstract new () => object {
    const value = this.classValues.get(cls) ?? this.read(cls.module, cls.name);
    if (typeof value !== 'function') throw new Error(`${cls.fullName} is not a class`);
    this.classValues.set(cls, value);
    return value as unknown as abstract new () => object;
  }

  /** An object of a class whose constructor takes no arguments. */
  newInstance(cls: ClassModel): object {
    return new (this.classValue(cls) as new () => object)();
  }

  identityOf(object: object): number {
    const knownIdentity = this.read(`${RLIB}/object`, 'knownIdentity') as (x: object) => number;
    return knownIdentity(object);
  }

  classOf(object: object): ClassModel | null {
    return this.findClass(object.constructor);
  }

  functionValue(fn: FunctionModel): unknown {
    if (fn.owner === null) return this.read(fn.module, fn.simpleName);
    const cls = this.classValue(fn.owner) as unknown as Record<string, unknown> & {
      prototype: Record<string, unknown>;
    };
    return fn.kind === 'static' ? cls[fn.simpleName] : cls.prototype[fn.simpleName];
  }

  /** The value that `path` names after loading, as a constant of its declared type. */
  constant(module: string, namePath: readonly string[], type: FlowType): Constant | Problem {
    const [first = '', ...rest] = namePath;
    let value: unknown;
    try {
      value = this.read(module, first);
      for (const name of rest) value = (value as Record<string, unknown>)[name];
    } catch (error) {
      return new Problem('prebuilt', `can't be read after loading: ${String(error)}`);
    }
    return this.wrap(value, type, `${module}#${namePath.join('.')}`);
  }

  wrap(value: unknown, type: FlowType, origin: string): Constant | Problem {
    const mismatch = (): Problem => new Problem('prebuilt', `${origin} is not ${flow.typeToString(type)}`);
    if (value === null) return flow.isNullable(type) ? new Constant(type, null) : mismatch();
    switch (typeof value) {
      case 'number':
        if (type.kind === 'int')
          return Number.isSafeInteger(value) ? new Constant(type, value + 0) : mismatch();
        return type.kind === 'float' ? new Constant(type, value) : mismatch();
      case 'boolean':
        return type.kind === 'bool' ? new Constant(type, value) : mismatch();
      case 'string':
        return flow.isAssignable(flow.STRING, type) ? new Constant(flow.STRING, value) : mismatch();
      case 'function':
        return this.wrapFunction(value, type, origin);
      case 'object':
        return flow.representation(type) === 'reference' ? this.wrapObject(value, type, origin) : mismatch();
      default:
        return mismatch();
    }
  }

  private wrapFunction(value: object, type: FlowType, origin: string): Constant | Problem {
    if (type.kind === 'classref') {
      const cls = this.findClass(value);
      return cls === null
        ? new Problem('prebuilt', `${origin} is not a class of the program`)
        : new Constant(type, cls);
    }
    const fn = this.findFunction(value);
    if (fn === null) return new Problem('prebuilt', `${origin} is not a top-level function`);
    const own = flow.functionOf(fn.argumentTypes, fn.result);
    if (flow.isAssignable(own, type)) return new Constant(own, fn);
    return new Problem(
      'prebuilt',
      `${origin}: ${fn.name} is ${flow.typeToString(own)}, not ${flow.typeToString(type)}`,
    );
  }

  private wrapObject(value: object, type: FlowType, origin: string): Constant | Problem {
    if (type.kind !== 'ref') return new Constant(type, new Prebuilt(origin, value));
    const cls = this.classOf(value);
    if (cls === null || (type.cls !== null && !cls.isSubclassOf(type.cls))) {
      if (type.cls === null && (Array.isArray(value) || ArrayBuffer.isView(value))) {
        return new Constant(type, new Prebuilt(origin, value));
      }
      return new Problem('prebuilt', `${origin} is not ${flow.typeToString(type)}`);
    }
    return new Constant(cls.type, new Prebuilt(origin, value));
  }
}
