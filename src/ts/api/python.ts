/** `Python`: what a Node program does with the interpreter. */
import path from 'node:path';
import { Request } from '../python/interop/wire.js';
import { argumentError, checkOptions, checkString, checkStrings } from './check.js';
import type { Life } from './engine.js';
import { findHostedReason, getEngineMaker } from './engines.js';
import { Interpreter } from './interpreter.js';
import type { MessageWriter } from './message-writer.js';
import { findHandler, type PyObject } from './py-object.js';

/** How a `Python` is made. */
export interface PythonOptions {
  /** Folders where `import` looks first, before the standard library; relative to the current folder. */
  readonly path?: readonly string[];
  /** `sys.argv`. */
  readonly argv?: readonly string[];
  /** What Python reads from `sys.stdin`: a text, or a function that gives the next piece, null at the end. Not given: the process's standard input. */
  readonly stdin?: string | (() => string | null);
  /** Gets what Python writes to `sys.stdout`, instead of the process's standard output. */
  readonly stdout?: (text: string) => void;
  /** Gets what Python writes to `sys.stderr`. */
  readonly stderr?: (text: string) => void;
  /** Runs the interpreter as JavaScript, not as machine code. All such `Python`s of a thread share one interpreter. */
  readonly hosted?: boolean;
  /** As `pypy3 --jit` takes it: `'off'`, or parameters such as `'threshold=500'` (translated; default: the JIT with its defaults). */
  readonly jit?: string;
  /** The most that Python objects may take, in megabytes (translated; default 1024). What does not fit is MemoryError. */
  readonly heapMegabytes?: number;
  /** The most that calls may take, in megabytes (translated; default 64). What goes deeper is RecursionError. */
  readonly stackMegabytes?: number;
}

/** How a `Python` runs; the numbers tell what one side keeps alive for the other. */
export interface PythonInfo {
  readonly life: Life;
  /** Why it runs hosted; null if it runs translated. */
  readonly reason: string | null;
  /** Python objects that JavaScript holds. */
  readonly pythonObjects: number;
  /** JavaScript objects that Python holds, or has held until a short time ago. */
  readonly javascriptObjects: number;
}

export interface RunOptions {
  /** The name of the source in tracebacks; default `<string>`. */
  readonly filename?: string;
}

function checkFunction(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'function') throw argumentError(where, argument, 'a function', value);
}

function checkInput(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'function' && typeof value !== 'string')
    throw argumentError(where, argument, 'a string or a function', value);
}

function checkBoolean(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'boolean') throw argumentError(where, argument, 'a boolean', value);
}

/** References have 32 bits; less does not hold the library. */
function checkHeap(where: string, argument: string, value: unknown): void {
  checkMegabytes(where, argument, value, 16, 3072);
}

function checkStack(where: string, argument: string, value: unknown): void {
  checkMegabytes(where, argument, value, 1, 3072);
}

function checkMegabytes(where: string, argument: string, value: unknown, least: number, most: number): void {
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw argumentError(where, argument, `a number from ${least} to ${most}`, value);
}

/** Whole pages, in bytes. */
function bytesOf(megabytes: number | undefined): number | undefined {
  return megabytes === undefined ? undefined : Math.ceil(megabytes * 256) * 4096;
}

const optionChecks = {
  path: checkStrings,
  argv: checkStrings,
  stdin: checkInput,
  stdout: checkFunction,
  stderr: checkFunction,
  hosted: checkBoolean,
  jit: checkString,
  heapMegabytes: checkHeap,
  stackMegabytes: checkStack,
};
const runOptionChecks = { filename: checkString };

/** The hosted interpreter of this thread. */
let hostedInterpreter: Interpreter | null = null;

function startInterpreter(life: Life, options: PythonOptions): Interpreter {
  const limits = {
    heapSize: bytesOf(options.heapMegabytes),
    stackSize: bytesOf(options.stackMegabytes),
    jit: options.jit,
  };
  if (life === 'translated') return new Interpreter(getEngineMaker(life), limits);
  hostedInterpreter ??= new Interpreter(getEngineMaker(life), limits);
  return hostedInterpreter;
}

/**
 * A Python program in this thread. Translated it has an interpreter of its own. Hosted it shares the thread's one interpreter with others: they
 * have global variables of their own, but the same modules, `sys.path` and streams.
 */
export class Python {
  private readonly interpreter: Interpreter;
  private readonly reason: string | null;
  /** Their proxy; null when they have been let go of. */
  private variables: PyObject | null;
  private globalsProxy: Record<string, unknown> | null = null;

  /**
   * Starts an interpreter.
   *
   * @throws TypeError that names the option, for an unknown or wrong one.
   */
  constructor(options: PythonOptions = {}) {
    checkOptions('new Python', 'options', options, optionChecks);
    this.reason = findHostedReason(options.hosted ?? false);
    this.interpreter = startInterpreter(this.reason === null ? 'translated' : 'hosted', options);
    configure(this.interpreter, options);
    this.variables = this.interpreter.ask(this.interpreter.begin(Request.NEW_GLOBALS)) as PyObject;
  }

  /** How it runs. */
  get info(): PythonInfo {
    const { life, proxies, objects } = this.interpreter;
    return {
      life,
      reason: this.reason,
      pythonObjects: proxies.count,
      javascriptObjects: objects.count,
    };
  }

  /**
   * Runs statements with this object's global variables.
   *
   * @param source Python source text.
   * @throws PythonError for an exception that the program does not catch, SyntaxError included.
   * @throws TypeError if `source` is no string.
   */
  run(source: string, options: RunOptions = {}): void {
    checkString('Python.run', 'source', source);
    checkOptions('Python.run', 'options', options, runOptionChecks);
    this.execute(source, 'run', options.filename ?? '<string>');
  }

  /**
   * The value of an expression.
   *
   * @param source a Python expression; spaces around it do not matter.
   * @throws PythonError for an exception, SyntaxError included.
   * @throws TypeError if `source` is no string.
   */
  eval<T = unknown>(source: string, options: RunOptions = {}): T {
    checkString('Python.eval', 'source', source);
    checkOptions('Python.eval', 'options', options, runOptionChecks);
    // What Python code makes of it is for the caller to know.
    return this.execute(source.trim(), 'eval', options.filename ?? '<string>') as T;
  }

  /**
   * Imports a module; of a dotted name the last one.
   *
   * @throws PythonError for an exception: ModuleNotFoundError if there is none.
   * @throws TypeError if `name` is no string, or empty.
   */
  import<T = PyObject>(name: string): T {
    checkString('Python.import', 'name', name);
    if (name === '') throw new TypeError('Python.import: name must not be empty');
    this.getVariables('import');
    const writer = this.interpreter.begin(Request.IMPORT);
    writer.text(name);
    return this.interpreter.ask(writer) as T;
  }

  /** The global variables, as properties: reading, setting, `delete`, `in`, `Object.keys`. */
  get globals(): Record<string, unknown> {
    this.globalsProxy ??= new Proxy<Record<string, unknown>>(
      {},
      new GlobalsHandler(this.interpreter, (request) => this.begin(request, 'globals')),
    );
    return this.globalsProxy;
  }

  /**
   * Lets go of the global variables; this object can't be used any more. Translated that ends the interpreter: exit functions run, and Python objects of
   * this `Python` can't be used any more either.
   *
   * @throws TypeError if called by a function that this interpreter has called.
   */
  dispose(): void {
    if (this.variables === null) return;
    if (this.interpreter.life === 'translated') this.interpreter.end();
    else this.variables[Symbol.dispose]();
    this.variables = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private getVariables(method: string): number {
    const handler = this.variables === null ? null : findHandler(this.variables);
    if (handler === null) throw new TypeError(`Python.${method}: this Python has been disposed of`);
    return handler.handle;
  }

  /** The start of a request about the global variables. */
  private begin(request: Request, method: string): MessageWriter {
    const handle = this.getVariables(method);
    const writer = this.interpreter.begin(request);
    writer.u32(handle);
    return writer;
  }

  private execute(source: string, method: 'run' | 'eval', filename: string): unknown {
    if (source.includes('\0')) {
      throw new TypeError(`Python.${method}: source must not contain null characters`);
    }
    const writer = this.begin(Request.EXECUTE, method);
    writer.u32(method === 'eval' ? 1 : 0);
    writer.text(source);
    writer.text(filename);
    return this.interpreter.ask(writer);
  }
}

function configure(interpreter: Interpreter, options: PythonOptions): void {
  const writer = interpreter.begin(Request.CONFIGURE);
  const folders = (options.path ?? []).map((folder) => path.resolve(folder));
  interpreter.write(writer, folders, 'path');
  interpreter.write(writer, options.argv === undefined ? null : [...options.argv], 'argv');
  interpreter.write(writer, inputFunction(options.stdin), 'stdin');
  interpreter.write(writer, options.stdout, 'stdout');
  interpreter.write(writer, options.stderr, 'stderr');
  interpreter.ask(writer);
}

/** A function that gives an input piece by piece. */
function inputFunction(input: PythonOptions['stdin']): (() => string | null) | undefined {
  if (typeof input !== 'string') return input;
  const pieces = [input];
  return () => pieces.pop() ?? null;
}

class GlobalsHandler implements ProxyHandler<Record<string, unknown>> {
  constructor(
    private readonly interpreter: Interpreter,
    /** The start of a request about the variables. */
    private readonly begin: (request: Request) => MessageWriter,
  ) {}

  /** Starts a request about one variable. */
  private beginNamed(request: Request, name: string): MessageWriter {
    const writer = this.begin(request);
    writer.text(name);
    return writer;
  }

  get(_target: object, key: string | symbol): unknown {
    return typeof key === 'symbol'
      ? undefined
      : this.interpreter.ask(this.beginNamed(Request.FIND_GLOBAL, key));
  }

  set(_target: object, key: string | symbol, value: unknown): boolean {
    if (typeof key === 'symbol') return false;
    const writer = this.beginNamed(Request.SET_GLOBAL, key);
    this.interpreter.write(writer, value, `globals.${key}`);
    this.interpreter.ask(writer);
    return true;
  }

  has(target: object, key: string | symbol): boolean {
    return this.get(target, key) !== undefined;
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === 'string') this.interpreter.ask(this.beginNamed(Request.REMOVE_GLOBAL, key));
    return true;
  }

  ownKeys(): string[] {
    return this.interpreter.ask(this.begin(Request.GLOBAL_NAMES)) as string[];
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    const value = this.get(target, key);
    return value === undefined ? undefined : { value, configurable: true, enumerable: true, writable: true };
  }
}
