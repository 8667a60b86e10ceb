/**
 * Executes flow graphs directly on JavaScript values: slow and simple, the oracle for all that is made from
 * graphs. It works on the live program's objects; module-level `let` starts from the value after loading.
 *
 * Exceptions of the program travel as `Raised`; broken promises (`Trap`) and faults of the tool pass through.
 */
import { ClassModel, FunctionModel, type GlobalModel } from './model.js';
import { Prebuilt, Unloaded, Variable } from './graph.js';
import type { Block, ExitOf, Graph, Link, Operand, Operation } from './graph.js';
import { conditionOf, machine, type LiveProgram } from './machine.js';
import { MachineCondition, Trap, opRow } from './ops.js';
import { printOperation } from './print.js';

/** An exception of the program on its way to a handler. */
export class Raised {
  constructor(readonly value: object) {}
}

export interface InterpreterHost extends LiveProgram {
  graphOf(fn: FunctionModel): Graph;
  findFunction(value: unknown): FunctionModel | null;
  functionValue(fn: FunctionModel): unknown;
  readonly throwableClass: abstract new () => object;
}

const conditions = {
  Overflow: 'theOverflow',
  StackOverflow: 'theStackOverflow',
  OutOfMemory: 'theOutOfMemory',
} as const;

/** Values of variables by their numbers. */
type Frame = unknown[];

export class Interpreter {
  private readonly globals = new Map<GlobalModel, unknown>();
  /** Operations executed. */
  steps = 0;

  constructor(
    private readonly host: InterpreterHost,
    /** Stops a run that does not end. */
    public stepLimit = 50_000_000,
  ) {}

  /** Calls a function; a method's first argument is its object. Throws `Raised` for the program's exceptions. */
  call(fn: FunctionModel, args: readonly unknown[]): unknown {
    const graph = this.host.graphOf(fn);
    const frame: Frame = [];
    this.bind(frame, graph.entry, args);
    let block: Block = graph.entry;
    for (;;) {
      const exit = this.runBlock(block, frame);
      if (exit.kind === 'return') return exit.value === null ? undefined : this.value(exit.value, frame);
      if (exit.kind === 'raise') throw new Raised(this.value(exit.value, frame) as object);
      if (exit.kind === 'unreachable')
        throw new Trap(`${fn.fullName}: control came to what can't be reached`);
      const link = this.nextLink(exit, frame);
      // All arguments are read before any parameter is written.
      const values = link.args.map((arg) => this.value(arg, frame));
      this.bind(frame, link.target, values);
      block = link.target;
    }
  }

  private bind(frame: Frame, block: Block, values: readonly unknown[]): void {
    if (values.length !== block.params.length)
      throw new Trap(`block ${block.id}: ${values.length} arguments`);
    for (const [i, param] of block.params.entries()) frame[param.id] = values[i];
  }

  private runBlock(block: Block, frame: Frame): NonNullable<Block['exit']> {
    const { exit, operations } = block;
    if (exit === null) throw new Trap(`block ${block.id} has no exit`);
    this.steps += operations.length + 1;
    if (this.steps > this.stepLimit) throw new Error(`more than ${this.stepLimit} steps`);
    const last = exit.kind === 'may_raise' ? operations.length - 1 : -1;
    for (const [i, operation] of operations.entries()) {
      if (i !== last || exit.kind !== 'may_raise') {
        this.run(operation, frame);
        continue;
      }
      try {
        this.run(operation, frame);
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        frame[exit.exception.id] = error.value;
        return { kind: 'jump', to: exit.exceptional };
      }
    }
    return exit;
  }

  private nextLink(exit: ExitOf<'jump' | 'branch' | 'switch' | 'may_raise'>, frame: Frame): Link {
    switch (exit.kind) {
      case 'jump':
        return exit.to;
      case 'branch':
        return this.value(exit.condition, frame) === true ? exit.whenTrue : exit.whenFalse;
      case 'switch': {
        const value = this.value(exit.value, frame);
        return exit.cases.find((one) => one.value === value)?.to ?? exit.otherwise;
      }
      case 'may_raise':
        return exit.normal;
    }
  }

  private value(operand: Operand, frame: Frame): unknown {
    if (operand instanceof Variable) {
      const value = frame[operand.id];
      if (value === undefined) throw new Error(`variable ${operand.name}_${operand.id} has no value`);
      return value;
    }
    const { value } = operand;
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Prebuilt) return value.value;
    if (value instanceof FunctionModel) return this.host.functionValue(value);
    if (value instanceof ClassModel) return this.host.classValue(value);
    if (value instanceof Unloaded) throw new Error(`${value.origin}: the program is not loaded`);
    return value;
  }

  private run(operation: Operation, frame: Frame): void {
    const args = operation.args.map((arg) => this.value(arg, frame));
    let result: unknown;
    try {
      result = this.perform(operation, args);
    } catch (error) {
      throw this.translate(error, operation);
    }
    if (operation.result !== null) {
      if (result === undefined) throw new Trap(`no result: ${printOperation(operation)}`);
      frame[operation.result.id] = result;
    }
  }

  /** Conditions of the machine become exceptions of the program; traps get a position. */
  private translate(error: unknown, operation: Operation): unknown {
    const condition = conditionOf(error);
    if (condition instanceof MachineCondition) {
      return new Raised(this.host.read('src/ts/rlib/throwable', conditions[condition.name]) as object);
    }
    if (typeof error === 'object' && error !== null && error instanceof this.host.throwableClass)
      return new Raised(error);
    if (error instanceof Trap && !error.message.includes(' at ')) {
      const { file, line } = operation.position;
      error.message = `${error.message} at ${file}:${line}: ${operation.name}`;
    }
    return error;
  }

  private perform(operation: Operation, args: readonly unknown[]): unknown {
    const { name, immediate } = operation;
    switch (name) {
      case 'call':
        if (immediate.kind !== 'function') break;
        return this.call(immediate.fn, args);
      case 'call_virtual':
        if (immediate.kind !== 'method') break;
        return this.callVirtual(immediate.method.declaration.simpleName, args);
      case 'call_indirect': {
        const [callee, ...rest] = args;
        const fn = this.host.findFunction(callee);
        if (fn === null) throw new Trap('a call of what is not a function of the program');
        return this.call(fn, rest);
      }
      case 'call_external': {
        if (immediate.kind !== 'external') break;
        return this.callExternal(immediate.external.name, args);
      }
      case 'getglobal':
        if (immediate.kind !== 'global') break;
        return this.readGlobal(immediate.global);
      case 'setglobal':
        if (immediate.kind !== 'global') break;
        return void this.globals.set(immediate.global, args[0]);
      default: {
        const { meaning } = opRow(name);
        if (meaning !== null) return (meaning as (...values: unknown[]) => unknown)(...args);
        return machine[name as keyof typeof machine](this.host, args, operation);
      }
    }
    throw new Error(`${name} has the wrong immediate`);
  }

  private callVirtual(name: string, args: readonly unknown[]): unknown {
    const [receiver] = args;
    if (typeof receiver !== 'object' || receiver === null)
      throw new Trap('null where an object was expected');
    const method = this.host.classOf(receiver)?.findMethod(name) ?? null;
    if (method === null) throw new Trap(`no method ${name}`);
    const missing = method.params.slice(args.length - 1).map(() => null);
    return this.call(method, [...args, ...missing].slice(0, method.params.length + 1));
  }

  private callExternal(name: string, args: readonly unknown[]): unknown {
    const external = this.host.read('src/ts/rlib/external', 'external') as (
      name: string,
    ) => (...args: unknown[]) => unknown;
    return external(name)(...args);
  }

  private readGlobal(global: GlobalModel): unknown {
    if (!this.globals.has(global)) this.globals.set(global, this.host.read(global.module, global.name));
    return this.globals.get(global);
  }
}
