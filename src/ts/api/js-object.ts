/**
 * JavaScript objects in Python: what has no Python counterpart of its own (functions, class instances) is wrapped, keeps its identity, and is
 * unwrapped when it comes back.
 *
 * Attributes are properties, items are those of arrays, maps and objects, `for` goes over iterables, calls call. A method taken as
 * an attribute stays bound to its object. What JavaScript throws arrives as `tspy_native.JavaScriptError`.
 */
import { inspect } from 'node:util';
import { RThrowable, theStackOverflow } from '../rlib/throwable.js';
import { getAttribute } from '../python/interp/attributes.js';
import { attributeError, indexError, keyError, stopIteration, typeError } from '../python/interp/errors.js';
import { importModule } from '../python/interp/import-module.js';
import { callArgs } from '../python/interp/call.js';
import { W_Iterator, W_Root } from '../python/objects/root.js';
import type { Typedef } from '../python/objects/typedef.js';
import { method, typedef } from '../python/objects/typedef.js';
import { W_BaseException, OperationError } from '../python/objects/w-exception.js';
import type { W_DictBase } from '../python/objects/w-dict.js';
import { newBool, newInt } from '../python/objects/w-int.js';
import { w_None, w_NotImplemented } from '../python/objects/w-none.js';
import { intern, newStr } from '../python/objects/w-str.js';
import { W_StrBase } from '../python/objects/w-str-base.js';
import type { W_Tuple } from '../python/objects/w-tuple.js';
import { newBuiltinType, objectType } from '../python/objects/w-type.js';
import type { W_Type } from '../python/objects/w-type.js';
import { fromUtf8, toUtf8 } from '../host/compiler-text.js';
import { getException, PythonError } from './python-error.js';
import { toJs } from './to-js.js';
import { toPython } from './to-python.js';

export const jsObjectType: W_Type = newBuiltinType('JavaScriptObject', objectType);
export const jsFunctionType: W_Type = newBuiltinType('JavaScriptFunction', jsObjectType);
const jsIteratorType: W_Type = newBuiltinType('JavaScriptIterator', objectType);

export type JsFunction = (this: unknown, ...args: unknown[]) => unknown;

export class W_JsObject extends W_Root {
  constructor(readonly target: object) {
    super();
  }

  override getType(): W_Type {
    return jsObjectType;
  }
}

export class W_JsFunction extends W_JsObject {
  constructor(
    override readonly target: JsFunction,
    /** What `this` is in calls. */
    readonly receiver: unknown,
  ) {
    super(target);
  }

  override getType(): W_Type {
    return jsFunctionType;
  }
}

class W_JsIterator extends W_Iterator {
  constructor(readonly iterator: Iterator<unknown>) {
    super();
  }

  override getType(): W_Type {
    return jsIteratorType;
  }

  override next(): W_Root | null {
    return fromJavaScript(() => {
      const result = this.iterator.next();
      return result.done === true ? null : toPython(result.value, 'the next item');
    });
  }
}

const wrappers = new WeakMap<object, W_JsObject>();

/** The Python object for a JavaScript object; always the same one. */
export function wrapJsObject(target: object): W_JsObject {
  let w_wrapper = wrappers.get(target);
  if (w_wrapper === undefined) {
    w_wrapper = isFunction(target) ? new W_JsFunction(target, undefined) : new W_JsObject(target);
    wrappers.set(target, w_wrapper);
  }
  return w_wrapper;
}

function isFunction(value: unknown): value is JsFunction {
  return typeof value === 'function';
}

/** Runs JavaScript code on behalf of Python; what it throws becomes a Python exception. */
export function fromJavaScript<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw toThrowable(error);
  }
}

function toThrowable(error: unknown): RThrowable {
  if (error instanceof RThrowable) return error;
  if (error instanceof PythonError) return new OperationError(getException(error));
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) return theStackOverflow;
  const w_class = getAttribute(importModule('tspy_native'), intern('JavaScriptError'));
  const text = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  const w_exception = callArgs(
    w_class,
    [
      newStr(toUtf8(text)),
      typeof error === 'object' && error !== null ? wrapJsObject(error) : toPython(error, 'the thrown value'),
      error instanceof Error ? newStr(toUtf8(error.name)) : w_None,
      error instanceof Error ? newStr(toUtf8(error.stack ?? '')) : w_None,
    ],
    null,
  );
  if (!(w_exception instanceof W_BaseException))
    throw typeError('tspy_native.JavaScriptError is no exception type');
  return new OperationError(w_exception);
}

/** The key of a property for a Python item or attribute. */
function propertyKey(w_key: W_Root): string | number | null {
  const key = toJs(w_key);
  return typeof key === 'string' || typeof key === 'number' ? key : null;
}

function jsGetattr(self: W_JsObject, w_name: W_Root): W_Root {
  const key = propertyKey(w_name);
  return fromJavaScript(() => {
    if (key === null || !(key in self.target)) throw noProperty(self, w_name);
    const value: unknown = Reflect.get(self.target, key);
    if (isFunction(value)) return new W_JsFunction(value, self.target);
    return toPython(value, `property ${key}`);
  });
}

function noProperty(self: W_JsObject, w_name: W_Root): OperationError {
  if (!(w_name instanceof W_StrBase)) return typeError('attribute name must be string');
  return attributeError(`'${self.getType().name}' object has no attribute '${w_name.utf8}'`, self, w_name);
}

function jsSetattr(self: W_JsObject, w_name: W_Root, w_value: W_Root): W_Root {
  const key = propertyKey(w_name);
  const value = toJs(w_value);
  return fromJavaScript(() => {
    if (key === null || !Reflect.set(self.target, key, value)) throw typeError("the property can't be set");
    return w_None;
  });
}

function jsDelattr(self: W_JsObject, w_name: W_Root): W_Root {
  const key = propertyKey(w_name);
  return fromJavaScript(() => {
    if (key === null || !(key in self.target)) throw noProperty(self, w_name);
    if (!Reflect.deleteProperty(self.target, key)) throw typeError("the property can't be deleted");
    return w_None;
  });
}

function jsGetitem(self: W_JsObject, w_key: W_Root): W_Root {
  const { target } = self;
  return fromJavaScript(() => {
    if (target instanceof Map) {
      const key = toJs(w_key);
      if (!target.has(key)) throw keyError(w_key);
      return toPython(target.get(key), 'the item');
    }
    const key = propertyKey(w_key);
    const length: unknown = Reflect.get(target, 'length');
    if (typeof key === 'number' && typeof length === 'number') {
      const index = key < 0 ? key + length : key;
      if (index < 0 || index >= length) throw indexError('index out of range');
      return toPython(Reflect.get(target, index), `item ${key}`);
    }
    if (key === null || !(key in target)) throw keyError(w_key);
    return toPython(Reflect.get(target, key), `item ${key}`);
  });
}

function jsSetitem(self: W_JsObject, w_key: W_Root, w_value: W_Root): W_Root {
  const { target } = self;
  const key = toJs(w_key);
  const value = toJs(w_value);
  return fromJavaScript(() => {
    if (target instanceof Map) target.set(key, value);
    else if (typeof key !== 'string' && typeof key !== 'number')
      throw typeError('keys of a JavaScript object are str or int');
    else if (!Reflect.set(target, key, value)) throw typeError("the property can't be set");
    return w_None;
  });
}

function jsLen(self: W_JsObject): W_Root {
  return fromJavaScript(() => {
    for (const name of ['length', 'size']) {
      const length: unknown = Reflect.get(self.target, name);
      if (typeof length === 'number') return newInt(length);
    }
    throw typeError(`object of type '${self.getType().name}' has no len()`);
  });
}

function jsBool(_self: W_JsObject): W_Root {
  return newBool(true);
}

function jsIter(self: W_JsObject): W_Root {
  return fromJavaScript(() => {
    const make: unknown = Reflect.get(self.target, Symbol.iterator);
    if (!isFunction(make)) throw typeError(`'${self.getType().name}' object is not iterable`);
    return new W_JsIterator(make.call(self.target) as Iterator<unknown>);
  });
}

function jsRepr(self: W_JsObject): W_Root {
  return fromJavaScript(() =>
    newStr(toUtf8(`<JavaScript ${inspect(self.target, { depth: 1, breakLength: Infinity })}>`)),
  );
}

function jsStr(self: W_JsObject): W_Root {
  // What `String(target)` does is the object's own business.
  return fromJavaScript(() => newStr(toUtf8(Reflect.apply(String, undefined, [self.target]))));
}

function jsEq(self: W_JsObject, w_other: W_Root): W_Root {
  return w_other instanceof W_JsObject ? newBool(self.target === w_other.target) : w_NotImplemented;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function jsHash(self: W_JsObject): W_Root {
  let identity = identities.get(self.target);
  if (identity === undefined) {
    identity = ++lastIdentity;
    identities.set(self.target, identity);
  }
  return newInt(identity);
}

function jsCall(self: W_JsFunction, w_args: W_Tuple, w_kwargs: W_DictBase): W_Root {
  const args = w_args.items.map((w_arg) => toJs(w_arg));
  if (w_kwargs.length() > 0) {
    const keywords: Record<string, unknown> = {};
    const { storage } = w_kwargs;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      const w_name = storage.keyAt(at);
      if (w_name instanceof W_StrBase) keywords[fromUtf8(w_name.utf8)] = toJs(storage.valueAt(at));
    }
    args.push(keywords);
  }
  return fromJavaScript(() => {
    const result: unknown = self.target.apply(self.receiver, args);
    return toPython(result, `the result of ${self.target.name || 'the function'}`);
  });
}

const rows = [
  method('__getattr__', '($self, name, /)', jsGetattr),
  method('__setattr__', '($self, name, value, /)', jsSetattr),
  method('__delattr__', '($self, name, /)', jsDelattr),
  method('__getitem__', '($self, key, /)', jsGetitem),
  method('__setitem__', '($self, key, value, /)', jsSetitem),
  method('__len__', '($self, /)', jsLen),
  method('__bool__', '($self, /)', jsBool),
  method('__iter__', '($self, /)', jsIter),
  method('__repr__', '($self, /)', jsRepr),
  method('__str__', '($self, /)', jsStr),
  method('__eq__', '($self, other, /)', jsEq),
  method('__hash__', '($self, /)', jsHash),
];

const options = { module: 'tspy_native', subclassable: false };

/** The contents of the types; installed when the interpreter starts. */
export const jsTypedefs: readonly Typedef[] = [
  typedef(jsObjectType, W_JsObject, { ...options, doc: 'An object of JavaScript.' }, rows),
  typedef(
    jsFunctionType,
    W_JsFunction,
    { ...options, doc: 'A function of JavaScript; keyword arguments come last, as an object.' },
    [method('__call__', '($self, /, *args, **kwargs)', jsCall)],
  ),
  typedef(jsIteratorType, W_JsIterator, options, [
    method('__iter__', '($self, /)', (self: W_JsIterator) => self),
    method('__next__', '($self, /)', (self: W_JsIterator) => {
      const w_item = self.next();
      if (w_item === null) throw stopIteration(null);
      return w_item;
    }),
  ]),
];
