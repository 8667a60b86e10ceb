/** Python exceptions in JavaScript. */
import { caught } from '../rlib/throwable.js';
import { findAttribute, getAttribute } from '../python/interp/attributes.js';
import { callArgs } from '../python/interp/call.js';
import { str } from '../python/interp/convert.js';
import { asOperationError } from '../python/interp/errors.js';
import { importModule } from '../python/interp/import-module.js';
import { collect } from '../python/interp/iteration.js';
import { W_BaseException } from '../python/objects/w-exception.js';
import { intern } from '../python/objects/w-str.js';
import { W_StrBase } from '../python/objects/w-str-base.js';
import type { W_Type } from '../python/objects/w-type.js';
import { fromUtf8 } from '../host/compiler-text.js';
import { W_JsObject } from './js-object.js';
import type { PyObject } from './py-object.js';
import { proxyOf } from './py-object.js';

/** The name of a type as tracebacks show it: with its module, unless that is `builtins` or `__main__`. */
function typeNameOf(w_type: W_Type): string {
  const w_module = findAttribute(w_type, intern('__module__'));
  const module = w_module instanceof W_StrBase ? w_module.utf8 : 'builtins';
  const name =
    module === 'builtins' || module === '__main__' ? w_type.qualname : `${module}.${w_type.qualname}`;
  return fromUtf8(name);
}

function messageOf(w_exception: W_BaseException): string {
  try {
    return fromUtf8(str(w_exception).utf8);
  } catch (e) {
    asOperationError(caught(e));
    return '<exception str() failed>';
  }
}

function formatTraceback(w_exception: W_BaseException): string {
  try {
    const w_format = getAttribute(importModule('traceback'), intern('format_exception'));
    const lines = collect(callArgs(w_format, [w_exception], null));
    return lines.map((w_line) => fromUtf8(str(w_line).utf8)).join('');
  } catch (e) {
    asOperationError(caught(e));
    return `${typeNameOf(w_exception.getType())}: ${messageOf(w_exception)}\n`;
  }
}

/** What led to an exception: what a JavaScript function threw, or the exception's `__cause__` or `__context__`. */
function causeOf(w_exception: W_BaseException): unknown {
  const w_error = findAttribute(w_exception, intern('error'));
  if (w_error instanceof W_JsObject) return w_error.target;
  if (w_exception.w_cause instanceof W_BaseException) return new PythonError(w_exception.w_cause);
  if (w_exception.w_context !== null && !w_exception.suppressContext)
    return new PythonError(w_exception.w_context);
  return undefined;
}

/** Python exceptions by the JavaScript error that stands for them. */
const exceptions = new WeakMap<PythonError, W_BaseException>();

/** An exception that Python code raised and did not catch. */
export class PythonError extends Error {
  /** The name of the exception's type: `ValueError`, `json.decoder.JSONDecodeError`. */
  readonly type: string;
  private text: string | null = null;

  /** @internal */
  constructor(w_exception: W_BaseException) {
    const cause = causeOf(w_exception);
    super(messageOf(w_exception), cause === undefined ? undefined : { cause });
    this.name = 'PythonError';
    this.type = typeNameOf(w_exception.getType());
    exceptions.set(this, w_exception);
    // Made when it is asked for: a program that catches many errors does not pay for it.
    const javascriptStack = this.stack ?? '';
    Object.defineProperties(this, {
      stack: {
        configurable: true,
        get: () => {
          const frames = javascriptStack.indexOf('\n    at ');
          return `PythonError: ${this.traceback}${frames < 0 ? '' : javascriptStack.slice(frames + 1)}`;
        },
      },
      name: { enumerable: false },
      text: { enumerable: false },
    });
  }

  /** The traceback as Python prints it, chained exceptions included; ends with a line feed. */
  get traceback(): string {
    this.text ??= formatTraceback(getException(this));
    return this.text;
  }

  /** The exception object itself. */
  get value(): PyObject {
    return proxyOf(getException(this));
  }
}

/** The Python exception behind an error. */
export function getException(error: PythonError): W_BaseException {
  const w_exception = exceptions.get(error);
  if (w_exception === undefined) throw new TypeError('this PythonError was not made by the interpreter');
  return w_exception;
}
