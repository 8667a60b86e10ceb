/** Runs programs on the graph interpreter: joins front end, live program and interpreter. */
import type { FunctionModel } from './flow/model.js';
import { Interpreter, Raised, type InterpreterHost } from './flow/interp.js';
import { RLIB } from './frontend/intrinsics.js';
import { FrontEnd } from './frontend/front-end.js';
import type { Live } from './frontend/live.js';
import type { SourceOptions } from './frontend/source.js';

export class GraphProgram {
  readonly interpreter: Interpreter;

  private constructor(
    readonly frontEnd: FrontEnd,
    readonly live: Live,
    /** Another instance of the program, for hosted runs: module state and prebuilt objects are each life's own. */
    readonly other: Live,
  ) {
    const host: InterpreterHost = {
      read: (module, name) => live.read(module, name),
      classValue: (cls) => live.classValue(cls),
      classOf: (object) => live.classOf(object),
      findFunction: (value) => live.findFunction(value),
      functionValue: (fn) => live.functionValue(fn),
      graphOf: (fn) => this.checkedGraph(fn),
      throwableClass: live.classValue(frontEnd.throwable),
    };
    this.interpreter = new Interpreter(host);
  }

  static async load(options: SourceOptions): Promise<GraphProgram> {
    const frontEnd = await FrontEnd.fromProgram(options);
    if (frontEnd.live === null) throw new Error('the program was not loaded');
    return new GraphProgram(frontEnd, frontEnd.live, await frontEnd.loadProgram(options));
  }

  private checkedGraph(fn: FunctionModel): ReturnType<FrontEnd['graphOf']> {
    const { list } = this.frontEnd.diagnostics;
    const before = list.length;
    const graph = this.frontEnd.graphOf(fn);
    const error = list[before];
    if (error !== undefined) {
      throw new Error(`${error.position.file}:${error.position.line}: ${error.rule}: ${error.message}`);
    }
    return graph;
  }

  /** The program's own function, run by JavaScript on the instance for hosted runs. */
  hosted(module: string, name: string): (...args: unknown[]) => unknown {
    return this.other.read(module, name) as (...args: unknown[]) => unknown;
  }

  /** Binds a host function for both lives. */
  provide(name: string, implementation: unknown): void {
    for (const live of [this.live, this.other]) {
      const provide = live.read(`${RLIB}/external`, 'provide') as (
        name: string,
        implementation: unknown,
      ) => void;
      provide(name, implementation);
    }
  }

  /** Runs a function on graphs; the program's exceptions come out as its objects, as in a hosted run. */
  call(module: string, name: string, ...args: unknown[]): unknown {
    const fn = this.frontEnd.findFunction(module, name);
    if (fn === null) throw new Error(`${module}: no function ${name}`);
    try {
      return this.interpreter.call(fn, args);
    } catch (error) {
      throw error instanceof Raised ? error.value : error;
    }
  }
}
