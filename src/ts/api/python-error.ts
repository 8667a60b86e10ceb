/** Python exceptions in JavaScript. */
import { Request } from '../python/interop/wire.js';
import type { Interpreter } from './interpreter.js';
import { findHandler, type PyObject } from './py-object.js';

/** What Python tells of an exception. */
export interface ExceptionDescription {
  readonly interpreter: Interpreter;
  readonly exception: PyObject;
  readonly type: string;
  readonly message: string;
  /** Undefined if there is none. */
  readonly cause: unknown;
}

const descriptions = new WeakMap<PythonError, ExceptionDescription>();

/** An exception that Python code raised and did not catch. */
export class PythonError extends Error {
  /** The name of the exception's type: `ValueError`, `json.decoder.JSONDecodeError`. */
  readonly type: string;
  private text: string | null = null;

  /** @internal */
  constructor(description: ExceptionDescription) {
    const { message, cause } = description;
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PythonError';
    this.type = description.type;
    descriptions.set(this, description);
    // Made when they are asked for, V8's text, too: a program that catches many errors does not pay for it.
    const here: { stack?: string } = {};
    Error.captureStackTrace(here, PythonError);
    Object.defineProperties(this, {
      stack: {
        configurable: true,
        get: () => {
          const stack = here.stack ?? '';
          const frames = stack.indexOf('\n    at ');
          return `PythonError: ${this.traceback}${frames < 0 ? '' : stack.slice(frames + 1)}`;
        },
      },
      name: { enumerable: false },
      text: { enumerable: false },
    });
  }

  /** The traceback as Python prints it, chained exceptions included; ends with a line feed. */
  get traceback(): string {
    if (this.text === null) {
      const { interpreter, exception } = getDescription(this);
      const writer = interpreter.begin(Request.TRACEBACK);
      writer.u32(findHandler(exception)?.handle ?? 0);
      this.text = String(interpreter.ask(writer));
    }
    return this.text;
  }

  /** The exception object itself. */
  get value(): PyObject {
    return getDescription(this).exception;
  }
}

function getDescription(error: PythonError): ExceptionDescription {
  const description = descriptions.get(error);
  if (description === undefined) throw new TypeError('this PythonError was not made by the interpreter');
  return description;
}

/** The exception object behind an error, if it is of this interpreter. */
export function findException(interpreter: Interpreter, error: PythonError): PyObject | null {
  const description = descriptions.get(error);
  return description?.interpreter === interpreter ? description.exception : null;
}
