/**
 * The front end: source (and, if loaded, the live program) in; verified flow graphs and diagnostics out.
 * Graphs are made when first asked for.
 */
import ts from 'typescript';
import type { Graph } from '../flow/graph.js';
import { ClassModel, type FunctionModel } from '../flow/model.js';
import { verifyGraph } from '../flow/verify.js';
import { Diagnostics } from './diagnostics.js';
import { Live } from './live.js';
import { lowerFunction } from './lower-function.js';
import type { LoweringHost } from './lowering.js';
import { RLIB } from './intrinsics.js';
import { Models } from './models.js';
import type { RuleName } from './rules.js';
import { Source, type SourceOptions } from './source.js';

/** rlib's modules that the toolchain itself refers to. */
const SUPPORT = ['throwable', 'object', 'bytes', 'external'].map((name) => `${RLIB}/${name}.ts`);

export class FrontEnd implements LoweringHost {
  readonly diagnostics = new Diagnostics();
  readonly models: Models;
  readonly throwable: ClassModel;
  live: Live | null = null;
  private current: FunctionModel | null = null;

  private constructor(readonly source: Source) {
    this.models = new Models(source, (node, rule, message) => this.report(node, rule, message));
    const throwable = source.findTopLevel(`${RLIB}/throwable`, 'RThrowable');
    const cls =
      throwable !== null && ts.isClassDeclaration(throwable) ? this.models.ensureClass(throwable) : null;
    if (!(cls instanceof ClassModel)) throw new Error(`${RLIB}/throwable.ts does not declare RThrowable`);
    this.throwable = cls;
  }

  /** Reads the source only: constants of module level have types but no values. */
  static fromSource(options: SourceOptions): FrontEnd {
    const files = [...options.files, ...SUPPORT];
    return new FrontEnd(Source.load({ ...options, files }));
  }

  /** Reads the source and imports the emitted JavaScript of its modules. */
  static async fromProgram(options: SourceOptions): Promise<FrontEnd> {
    const frontEnd = FrontEnd.fromSource(options);
    frontEnd.live = await frontEnd.loadProgram(options);
    return frontEnd;
  }

  /** Imports one more instance of the program. */
  async loadProgram(options: SourceOptions): Promise<Live> {
    const modules = [...options.files, ...SUPPORT].map((file) => file.replace(/\.ts$/, ''));
    return Live.load(this.models, [...modules, ...(options.completedBy ?? [])]);
  }

  report(node: ts.Node, rule: RuleName, message: string): void {
    this.diagnostics.report({ position: this.source.position(node), rule, message, fn: this.current });
  }

  /** A top-level function, or a method as `Class.name`. */
  findFunction(module: string, name: string): FunctionModel | null {
    const [first = '', member] = name.split('.');
    const declaration = this.source.findTopLevel(module, first);
    if (declaration === null) return null;
    if (member === undefined)
      return ts.isFunctionDeclaration(declaration) ? this.models.functionOf(declaration) : null;
    if (!ts.isClassDeclaration(declaration)) return null;
    if (member === 'constructor') {
      const cls = this.models.ensureClass(declaration);
      return cls instanceof ClassModel ? this.models.findConstructor(cls) : null;
    }
    const method = declaration.members.find(
      (one): one is ts.MethodDeclaration =>
        ts.isMethodDeclaration(one) && one.name.getText() === member && one.body !== undefined,
    );
    return method === undefined ? null : this.models.functionOf(method);
  }

  getFunction(module: string, name: string): FunctionModel {
    const fn = this.findFunction(module, name);
    if (fn === null) throw new Error(`${module}.ts: there is no function ${name}`);
    return fn;
  }

  graphOf(fn: FunctionModel): Graph {
    if (fn.graph !== null) return fn.graph;
    const outer = this.current;
    this.current = fn;
    const errors = this.diagnostics.list.length;
    try {
      fn.graph = lowerFunction(this, fn);
    } finally {
      this.current = outer;
    }
    // A graph with a reported error has holes; only whole ones are verified.
    if (this.diagnostics.list.length === errors) this.verify(fn, fn.graph);
    return fn.graph;
  }

  private verify(fn: FunctionModel, graph: Graph): void {
    for (const problem of verifyGraph(graph)) {
      this.diagnostics.report({ position: graph.position, rule: 'internal', message: problem, fn });
    }
  }
}
