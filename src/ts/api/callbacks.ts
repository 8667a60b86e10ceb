/** What Python code does with JavaScript objects, done: the requests of `HostRequest` in `wire.ts`. */
import { inspect } from 'node:util';
import { HostReply, HostRequest, Tag } from '../python/interop/wire.js';
import type { Interpreter } from './interpreter.js';
import type { MessageReader } from './message-reader.js';
import type { MessageWriter } from './message-writer.js';
import { findHandler } from './py-object.js';
import { findException, PythonError } from './python-error.js';
import { encodeObject, encodeValue } from './to-python.js';
import { Decoder } from './to-js.js';

type JsFunction = (this: unknown, ...args: unknown[]) => unknown;

/** A reply other than a value. */
class Failure {
  constructor(readonly reply: HostReply) {}
}

const missing = new Failure(HostReply.MISSING);
const outOfRange = new Failure(HostReply.RANGE);
const refused = new Failure(HostReply.REFUSED);

/** A value that goes to Python as the object it is. */
class ByNumber {
  constructor(readonly object: object) {}
}

export function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith('Maximum call stack');
}

/** Carries a request out; the reply, which the interpreter is to send. */
export function serveRequest(interpreter: Interpreter, reader: MessageReader): MessageWriter {
  let what = 'the value';
  try {
    const request: HostRequest = reader.byte();
    const target = interpreter.objects.get(reader.u32());
    const decoder = new Decoder(interpreter, reader);
    const result = request === HostRequest.CALL ? call(target, decoder) : operate(request, target, decoder);
    if (request === HostRequest.CALL) what = `the result of ${(target as JsFunction).name || 'the function'}`;
    const writer = interpreter.beginReply(result instanceof Failure ? result.reply : HostReply.VALUE);
    if (result instanceof ByNumber) encodeObject(interpreter, writer, result.object);
    else if (!(result instanceof Failure)) interpreter.write(writer, result, what);
    return writer;
  } catch (error) {
    return failedReply(interpreter, error);
  }
}

function failedReply(interpreter: Interpreter, error: unknown): MessageWriter {
  if (isStackOverflow(error)) return interpreter.beginReply(HostReply.STACK);
  if (error instanceof PythonError) {
    const exception = findException(interpreter, error);
    const handler = exception === null ? null : findHandler(exception);
    if (handler !== null) {
      const { handle } = handler;
      const writer = interpreter.beginReply(HostReply.PYTHON);
      writer.u32(handle);
      return writer;
    }
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  const writer = interpreter.beginReply(HostReply.THROWN);
  if (typeof error === 'object' && error !== null) encodeObject(interpreter, writer, error);
  else if (typeof error === 'symbol') writer.byte(Tag.NONE);
  else encodeValue(interpreter, writer, error, 'the thrown value');
  encodeValue(interpreter, writer, text, 'message');
  encodeValue(interpreter, writer, error instanceof Error ? error.name : null, 'name');
  encodeValue(interpreter, writer, error instanceof Error ? (error.stack ?? '') : null, 'stack');
  return writer;
}

function call(target: object, decoder: Decoder): unknown {
  const receiver = decoder.decode();
  const args: unknown[] = [];
  for (let count = decoder.reader.u32(); count > 0; count--) args.push(decoder.decode());
  return Reflect.apply(target as JsFunction, receiver === null ? undefined : receiver, args);
}

/** The operations on objects. What arguments they have tells `HostRequest`. */
function operate(request: Exclude<HostRequest, HostRequest.CALL>, target: object, decoder: Decoder): unknown {
  switch (request) {
    case HostRequest.GET_PROPERTY: {
      const key = propertyKey(decoder.decode());
      if (key === null || !(key in target)) return missing;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? new ByNumber(value) : value;
    }
    case HostRequest.SET_PROPERTY: {
      const key = propertyKey(decoder.decode());
      return key !== null && Reflect.set(target, key, decoder.decode()) ? null : refused;
    }
    case HostRequest.DELETE_PROPERTY: {
      const key = propertyKey(decoder.decode());
      if (key === null || !(key in target)) return missing;
      return Reflect.deleteProperty(target, key) ? null : refused;
    }
    case HostRequest.GET_ITEM:
      return getItem(target, decoder.decode());
    case HostRequest.SET_ITEM:
      return setItem(target, decoder.decode(), decoder.decode());
    case HostRequest.LENGTH:
      return findLength(target) ?? missing;
    case HostRequest.ITERATE: {
      const make: unknown = Reflect.get(target, Symbol.iterator);
      return typeof make === 'function' ? new ByNumber(make.call(target) as object) : missing;
    }
    case HostRequest.NEXT: {
      const result = (target as Iterator<unknown>).next();
      return result.done === true ? missing : result.value;
    }
    case HostRequest.REPR:
      return `<JavaScript ${inspect(target, { depth: 1, breakLength: Infinity })}>`;
    case HostRequest.STR:
      // What `String(target)` does is the object's own business.
      return Reflect.apply(String, undefined, [target]);
  }
}

/** The key of a property for a Python item or attribute. */
function propertyKey(key: unknown): string | number | null {
  return typeof key === 'string' || typeof key === 'number' ? key : null;
}

function findLength(target: object): number | null {
  for (const name of ['length', 'size']) {
    const length: unknown = Reflect.get(target, name);
    if (typeof length === 'number') return length;
  }
  return null;
}

function getItem(target: object, item: unknown): unknown {
  if (target instanceof Map) return target.has(item) ? target.get(item) : missing;
  const key = propertyKey(item);
  const length: unknown = Reflect.get(target, 'length');
  if (typeof key === 'number' && typeof length === 'number') {
    const index = key < 0 ? key + length : key;
    return index < 0 || index >= length ? outOfRange : Reflect.get(target, index);
  }
  return key === null || !(key in target) ? missing : Reflect.get(target, key);
}

function setItem(target: object, item: unknown, value: unknown): unknown {
  if (target instanceof Map) {
    target.set(item, value);
    return null;
  }
  const key = propertyKey(item);
  if (key === null) return missing;
  return Reflect.set(target, key, value) ? null : refused;
}
