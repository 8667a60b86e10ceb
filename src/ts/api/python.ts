/** `Python`: what a Node program does with the interpreter. */
import path from 'node:path';
import { callMethod2 } from '../python/interp/attributes.js';
import { call1, call2 } from '../python/interp/call.js';
import { getSysAttribute, setSysAttribute, state } from '../python/interp/sys-state.js';
import { W_Code } from '../python/interp/w-code.js';
import { compileSource, runCode } from '../python/modules/builtins-compile.js';
import { newMain } from '../python/modules/run-main.js';
import { newModuleDict } from '../python/objects/dict-module.js';
import type { W_Root } from '../python/objects/root.js';
import type { W_DictBase } from '../python/objects/w-dict.js';
import { W_Dict } from '../python/objects/w-dict.js';
import { newInt } from '../python/objects/w-int.js';
import { newListOwning } from '../python/objects/w-list.js';
import { intern, newStr, W_StrUser } from '../python/objects/w-str.js';
import { W_StrBase } from '../python/objects/w-str-base.js';
import { fromUtf8, toUtf8 } from '../host/compiler-text.js';
import { argumentError, checkOptions, checkString, checkStrings } from './check.js';
import { ensureStarted, enterPython, getModuleAttribute } from './interpreter.js';
import type { PyObject } from './py-object.js';
import { toJs } from './to-js.js';
import { toPython } from './to-python.js';

/** How a `Python` is made. */
export interface PythonOptions {
  /** Folders where `import` looks first, before the standard library; relative to the current folder. */
  readonly path?: readonly string[];
  /** `sys.argv`. */
  readonly argv?: readonly string[];
  /** Gets what Python writes to `sys.stdout`, instead of the process's standard output. */
  readonly stdout?: (text: string) => void;
  /** Gets what Python writes to `sys.stderr`. */
  readonly stderr?: (text: string) => void;
}

export interface RunOptions {
  /** The name of the source in tracebacks; default `<string>`. */
  readonly filename?: string;
}

function checkFunction(where: string, argument: string, value: unknown): void {
  if (typeof value !== 'function') throw argumentError(where, argument, 'a function', value);
}

const optionChecks = { path: checkStrings, argv: checkStrings, stdout: checkFunction, stderr: checkFunction };
const runOptionChecks = { filename: checkString };

/**
 * A Python program in this thread: global variables of its own, in the thread's one interpreter. All `Python`s of a thread share modules,
 * `sys.path` and streams.
 */
export class Python {
  private w_globals: W_Dict | null;
  private globalsProxy: Record<string, unknown> | null = null;

  /**
   * Starts the thread's interpreter if it does not run yet.
   *
   * @throws TypeError that names the option, for an unknown or wrong one.
   */
  constructor(options: PythonOptions = {}) {
    checkOptions('new Python', 'options', options, optionChecks);
    ensureStarted();
    this.w_globals = enterPython(() => {
      configure(options);
      return makeGlobals();
    });
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
    this.execute(source, 'exec', options.filename ?? '<string>');
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
    this.getGlobals('import');
    return enterPython(() =>
      toJs(call1(getModuleAttribute('importlib', 'import_module'), newStr(toUtf8(name)))),
    ) as T;
  }

  /** The global variables, as properties: reading, setting, `delete`, `in`, `Object.keys`. */
  get globals(): Record<string, unknown> {
    this.globalsProxy ??= new Proxy<Record<string, unknown>>(
      {},
      new GlobalsHandler(() => this.getGlobals('globals')),
    );
    return this.globalsProxy;
  }

  /** Lets go of the global variables; this object can't be used any more. Others, and Python objects in use, are not affected. */
  dispose(): void {
    this.w_globals = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  private getGlobals(method: string): W_Dict {
    if (this.w_globals === null) throw new TypeError(`Python.${method}: this Python has been disposed of`);
    return this.w_globals;
  }

  private execute(source: string, mode: 'exec' | 'eval', filename: string): unknown {
    const w_globals = this.getGlobals(mode === 'exec' ? 'run' : 'eval');
    if (source.includes('\0')) {
      throw new TypeError(
        `Python.${mode === 'exec' ? 'run' : 'eval'}: source must not contain null characters`,
      );
    }
    return enterPython(() => {
      const w_code = compileSource(toUtf8(source), true, toUtf8(filename), mode, 0, state().optimize);
      if (!(w_code instanceof W_Code)) throw new TypeError('the compiler made no code');
      return toJs(runCode(w_code, w_globals, w_globals));
    });
  }
}

function configure(options: PythonOptions): void {
  const w_path = getSysAttribute(intern('path'));
  for (const [index, folder] of (options.path ?? []).entries()) {
    if (w_path !== null)
      callMethod2(w_path, intern('insert'), newInt(index), newStr(toUtf8(path.resolve(folder))));
  }
  if (options.argv !== undefined) {
    setSysAttribute(intern('argv'), newListOwning(options.argv.map((arg): W_Root => newStr(toUtf8(arg)))));
  }
  for (const name of ['stdout', 'stderr'] as const) {
    const write = options[name];
    if (write === undefined) continue;
    const w_class = getModuleAttribute('tspy_native', 'FunctionWriter');
    setSysAttribute(intern(name), call2(w_class, toPython(write, name), newStr(`<${name}>`)));
  }
}

/** The namespace of `__main__`, or another like it if that is taken. */
function makeGlobals(): W_Dict {
  const w_main = state().w_modules.getStr(newStr('__main__'));
  const w_dict = w_main === null ? newMain().w_dict : newModuleDict();
  if (!(w_dict instanceof W_Dict)) throw new TypeError('__main__ has no dictionary');
  if (w_main !== null) {
    const w_builtins = state().w_modules.getStr(newStr('builtins'));
    w_dict.setStr(intern('__name__'), newStr('__main__'));
    if (w_builtins !== null) w_dict.setStr(intern('__builtins__'), w_builtins);
  }
  return w_dict;
}

class GlobalsHandler implements ProxyHandler<Record<string, unknown>> {
  constructor(private readonly getDict: () => W_DictBase) {}

  private find(key: string | symbol): W_Root | null {
    return typeof key === 'symbol' ? null : this.getDict().getStr(intern(toUtf8(key)));
  }

  get(_target: object, key: string | symbol): unknown {
    const w_value = this.find(key);
    return w_value === null ? undefined : enterPython(() => toJs(w_value));
  }

  set(_target: object, key: string | symbol, value: unknown): boolean {
    if (typeof key === 'symbol') return false;
    enterPython(() => {
      this.getDict().setStr(intern(toUtf8(key)), toPython(value, `globals.${key}`));
    });
    return true;
  }

  has(_target: object, key: string | symbol): boolean {
    return this.find(key) !== null;
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === 'string' && this.find(key) !== null) this.getDict().remove(intern(toUtf8(key)));
    return true;
  }

  ownKeys(): string[] {
    const { storage } = this.getDict();
    const keys: string[] = [];
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      const w_key = storage.keyAt(at);
      if (w_key instanceof W_StrBase && !(w_key instanceof W_StrUser)) keys.push(fromUtf8(w_key.utf8));
    }
    return keys;
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (this.find(key) === null) return undefined;
    return { value: this.get(target, key), configurable: true, enumerable: true, writable: true };
  }
}
