/**
 * The one interpreter of this thread: started when it is first needed, entered from JavaScript, ended with the process.
 *
 * `enterPython` is the border: Python exceptions leave as `PythonError`, and the interpreter is left as it was found. Depth of recursion is
 * bound by the stack that the caller has left: where it ends, Python code gets RecursionError.
 */
import path from 'node:path';
import { RThrowable, caught } from '../rlib/throwable.js';
import { getAttribute } from '../python/interp/attributes.js';
import { callMethod0 } from '../python/interp/attributes.js';
import { context } from '../python/interp/context.js';
import { asOperationError } from '../python/interp/errors.js';
import { importModule } from '../python/interp/import-module.js';
import { getSysAttribute } from '../python/interp/sys-state.js';
import { finish } from '../python/modules/run-main.js';
import { Options } from '../python/modules/options.js';
import { start } from '../python/modules/setup.js';
import { installTypedef } from '../python/objects/bootstrap.js';
import { w_None } from '../python/objects/w-none.js';
import { intern } from '../python/objects/w-str.js';
import { toUtf8 } from '../host/compiler-text.js';
import { libraryRoot } from '../host/library-root.js';
import { packageRoot } from '../host/package-root.js';
import { jsTypedefs } from './js-object.js';
import { PythonError } from './python-error.js';

let started = false;

/** Starts the interpreter unless it runs already. */
export function ensureStarted(): void {
  if (started) return;
  started = true;
  for (const definition of jsTypedefs) installTypedef(definition);
  const options = new Options();
  options.executable = toUtf8(path.join(packageRoot, 'bin/pypy3.mjs'));
  options.prefix = toUtf8(packageRoot);
  options.library = toUtf8(libraryRoot);
  options.path = options.library;
  enterPython(() => {
    start(options);
    importModule('site');
  });
  process.once('exit', () => {
    finish(0);
  });
}

let level = 0;

/**
 * Runs interpreter code on behalf of JavaScript.
 *
 * @throws PythonError for a Python exception; whatever else `call` throws.
 */
export function enterPython<T>(call: () => T): T {
  const { depth, topFrame, handled } = context;
  const handledException = handled.w_exception;
  level++;
  try {
    return call();
  } catch (e) {
    context.depth = depth;
    context.topFrame = topFrame;
    context.handled = handled;
    handled.w_exception = handledException;
    throw toError(e);
  } finally {
    level--;
    if (level === 0) flushOutput();
  }
}

/** What JavaScript is thrown for something that left the interpreter. */
function toError(e: unknown): unknown {
  if (!(e instanceof RThrowable) && !(e instanceof RangeError)) return e;
  return new PythonError(asOperationError(caught(e)).w_exception);
}

/** What Python has printed appears before what JavaScript prints next. */
function flushOutput(): void {
  for (const name of ['stdout', 'stderr']) {
    const w_stream = getSysAttribute(intern(name));
    if (w_stream === null || w_stream === w_None) continue;
    try {
      callMethod0(w_stream, intern('flush'));
    } catch (e) {
      // A stream that can't be flushed is reported when the process ends.
      asOperationError(caught(e));
    }
  }
}

/** An attribute of a module, which is imported if need be. */
export function getModuleAttribute(module: string, name: string): ReturnType<typeof getAttribute> {
  return getAttribute(importModule(module), intern(name));
}
