/**
 * What is reachable from the entry points: functions called directly, methods of classes that can have
 * instances, functions used as values, functions and classes found through prebuilt objects.
 *
 * With the live program, classes have instances if reachable code makes them or prebuilt objects are of them.
 * Without it every class of the program counts, and so does every function that module-level code mentions as a value in
 * modules whose constants are used.
 */
import ts from 'typescript';
import {
  Constant,
  Prebuilt,
  Unloaded,
  exitLinks,
  exitOperands,
  type Graph,
  type Operand,
  type Position,
} from '../flow/graph.js';
import { FunctionModel, type ClassModel, type GlobalModel } from '../flow/model.js';
import type { FlowType } from '../flow/types.js';
import type { JitDriver } from '../../rlib/jit.js';
import type { FrontEnd } from './front-end.js';
import type { Live } from './live.js';
import { isMarkedLoadTime } from './source.js';
import { Problem } from './types.js';

export class Reach {
  /** Each reachable function and what reaches it; null for entry points. */
  readonly reachedFrom = new Map<FunctionModel, FunctionModel | null>();
  /** Prebuilt objects and where each was first found. */
  readonly prebuilt = new Map<object, string>();
  private readonly pending: FunctionModel[] = [];
  /** The classes that can have instances. */
  readonly instances = new Set<ClassModel>();
  /** For each class, the methods that are called with it as the receiver's static class, and from where. */
  private readonly virtualReceivers = new Map<ClassModel, Map<string, FunctionModel>>();
  private readonly scannedModules = new Set<string>();

  constructor(private readonly frontEnd: FrontEnd) {}

  add(fn: FunctionModel, from: FunctionModel | null): void {
    if (fn.isAbstract || this.reachedFrom.has(fn)) return;
    this.reachedFrom.set(fn, from);
    this.pending.push(fn);
  }

  /** Builds all graphs that are reachable from what was added. */
  run(): void {
    for (let fn = this.pending.pop(); fn !== undefined; fn = this.pending.pop()) {
      this.scanGraph(this.frontEnd.graphOf(fn), fn);
    }
  }

  /** The functions that lead to `fn`, itself first. */
  pathTo(fn: FunctionModel): FunctionModel[] {
    const path: FunctionModel[] = [];
    for (let at: FunctionModel | null = fn; at !== null; at = this.reachedFrom.get(at) ?? null) {
      if (path.includes(at)) break;
      path.push(at);
    }
    return path;
  }

  private scanGraph(graph: Graph, fn: FunctionModel): void {
    for (const block of graph.blocks) {
      for (const { immediate, args, name, position } of block.operations) {
        if (immediate.kind === 'function') this.add(immediate.fn, fn);
        else if (immediate.kind === 'method')
          this.addVirtual(immediate.method.receiver, immediate.method.declaration, fn);
        else if (immediate.kind === 'class' && name === 'new') this.addInstance(immediate.cls);
        else if (immediate.kind === 'global') this.addVariable(immediate.global, fn, position);
        for (const arg of args) this.scanOperand(arg, fn, position);
        if (name === 'jit_merge_point') this.addLocation(args[0], fn);
      }
      if (block.exit === null) continue;
      for (const operand of exitOperands(block.exit)) this.scanOperand(operand, fn, graph.position);
      for (const link of exitLinks(block.exit))
        for (const arg of link.args) this.scanOperand(arg, fn, graph.position);
    }
  }

  private addLocation(driver: Operand | undefined, fn: FunctionModel): void {
    const { live } = this.frontEnd;
    if (live === null || !(driver instanceof Constant) || !(driver.value instanceof Prebuilt)) return;
    const location = locationFunction(driver.value, live);
    if (location !== null) this.add(location, fn);
  }

  private scanOperand(operand: Operand, fn: FunctionModel, position: Position): void {
    if (!(operand instanceof Constant)) return;
    const { value } = operand;
    if (value instanceof FunctionModel) this.add(value, fn);
    else if (value instanceof Prebuilt) this.addPrebuilt(value, operand.type, fn, position);
    else if (value instanceof Unloaded) this.scanModule(value.origin.replace(/#.*/, ''), fn);
  }

  /** What a variable of a module holds once the program is loaded. */
  private addVariable({ module, name, type }: GlobalModel, fn: FunctionModel, position: Position): void {
    const { live } = this.frontEnd;
    if (live === null) return;
    const content = live.constant(module, [name], type);
    if (content instanceof Constant) this.scanOperand(content, fn, position);
  }

  private addVirtual(receiver: ClassModel, declaration: FunctionModel, from: FunctionModel): void {
    const method = receiver.findMethod(declaration.simpleName) ?? declaration;
    this.add(method, from);
    // Overrides below the receiver; the same declaration may be called through several receivers.
    for (const cls of subclassesOf(receiver)) {
      if (this.frontEnd.live !== null && !this.instances.has(cls)) continue;
      const override = cls.findMethod(declaration.simpleName);
      if (override !== null) this.add(override, from);
    }
    const calls = this.virtualReceivers.get(receiver) ?? new Map<string, FunctionModel>();
    calls.set(declaration.simpleName, from);
    this.virtualReceivers.set(receiver, calls);
  }

  /** Notes that objects of a class can exist. */
  addInstance(cls: ClassModel): void {
    if (this.instances.has(cls)) return;
    this.instances.add(cls);
    cls.ensureMembers();
    for (let base: ClassModel | null = cls; base !== null; base = base.base) {
      for (const [name, caller] of this.virtualReceivers.get(base) ?? []) {
        const method = cls.findMethod(name);
        if (method !== null) this.add(method, caller);
      }
    }
  }

  /** Follows a prebuilt object's fields and items as far as their types are RTypeScript's. */
  private addPrebuilt(root: Prebuilt, rootType: FlowType, fn: FunctionModel, position: Position): void {
    const { live } = this.frontEnd;
    if (live === null || root.value === undefined) return;
    const pending: [object, FlowType, string][] = [[root.value, rootType, root.origin]];
    const follow = (value: unknown, type: FlowType, origin: string): void => {
      if (value === null || value === undefined || (typeof value !== 'object' && typeof value !== 'function'))
        return;
      const constant = live.wrap(value, type, origin);
      if (constant instanceof Problem) {
        this.frontEnd.diagnostics.report({ position, rule: constant.rule, message: constant.message, fn });
      } else if (constant.value instanceof FunctionModel) this.add(constant.value, fn);
      else if (constant.value instanceof Prebuilt) pending.push([value, constant.type, origin]);
    };
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [object, type, origin] = next;
      if (this.prebuilt.has(object)) continue;
      this.prebuilt.set(object, origin);
      if (type.kind === 'list' || type.kind === 'fixed') {
        if (Array.isArray(object)) object.forEach((item, i) => follow(item, type.item, `${origin}[${i}]`));
        continue;
      }
      const cls = live.classOf(object);
      if (cls === null) continue;
      this.addInstance(cls);
      for (let at: ClassModel | null = cls; at !== null; at = at.base) {
        for (const field of at.members.fields.values()) {
          if (field.type.kind !== 'error')
            follow((object as Record<string, unknown>)[field.name], field.type, `${origin}.${field.name}`);
        }
      }
    }
  }

  /** Without the live program: functions that a module's load-time code mentions as values. */
  private scanModule(module: string, from: FunctionModel): void {
    if (this.scannedModules.has(module)) return;
    this.scannedModules.add(module);
    const { source, models } = this.frontEnd;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
      if (ts.isIdentifier(node) && !isCallee(node) && !isDeclarationName(node)) {
        const declaration = source.findSymbol(node)?.valueDeclaration;
        if (
          declaration !== undefined &&
          ts.isFunctionDeclaration(declaration) &&
          declaration.body !== undefined &&
          !isMarkedLoadTime(declaration) &&
          !source.isLibrary(declaration)
        ) {
          this.add(models.functionOf(declaration), from);
        }
      }
      ts.forEachChild(node, visit);
    };
    for (const statement of source.findModule(module)?.statements ?? []) {
      if (ts.isVariableStatement(statement) || ts.isExpressionStatement(statement)) visit(statement);
    }
  }
}

/** The function that tells where a JIT driver's greens are, if it names one. */
export function locationFunction({ value }: Prebuilt, live: Live): FunctionModel | null {
  // The program's own class is not the one that is loaded here.
  const spec = (value as Partial<JitDriver> | undefined)?.spec;
  return spec?.location === undefined ? null : live.findFunction(spec.location);
}

function isCallee(node: ts.Identifier): boolean {
  return (
    (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) && node.parent.expression === node
  );
}

function isDeclarationName(node: ts.Identifier): boolean {
  return ts.isVariableDeclaration(node.parent) && node.parent.name === node;
}

function* subclassesOf(cls: ClassModel): Iterable<ClassModel> {
  for (const subclass of cls.subclasses) {
    yield subclass;
    yield* subclassesOf(subclass);
  }
}
