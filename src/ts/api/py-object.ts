/**
 * Python objects in JavaScript: proxies. The same object always has the same proxy, as long as someone holds it; when JavaScript's collector has taken
 * it, Python is told.
 *
 * Properties are attributes (missing ones are `undefined`), integer properties are items, calls call, `for (... of ...)` iterates, `String()` is `str()`.
 */
import { inspect } from 'node:util';
import { Request } from '../python/interop/wire.js';
import type { Interpreter } from './interpreter.js';
import { splitArguments } from './keywords.js';
import type { MessageWriter } from './message-writer.js';

/** A Python object. Calls convert arguments and results; keyword arguments come last, made by `kw`. */
export interface PyObject {
  <T = PyObject>(...args: readonly unknown[]): T;
  readonly [Symbol.iterator]: () => IterableIterator<PyObject>;
  /** Lets go of the object; the proxy can't be used any more. */
  readonly [Symbol.dispose]: () => void;
  [name: string]: PyObject;
}

/** What is known of a proxy, without keeping it alive. */
class ProxyEntry {
  /** How many times Python has handed the object out since the proxy was made. */
  count = 1;
  reference: WeakRef<PyObject> | null = null;

  constructor(readonly handle: number) {}
}

const handlers = new WeakMap<object, PyObjectHandler>();

/** What is behind a proxy; null for other values. */
export function findHandler(value: object): PyObjectHandler | null {
  return handlers.get(value) ?? null;
}

/** The proxies of an interpreter's objects. */
export class PyProxies {
  private readonly entries = new Map<number, ProxyEntry>();
  private released: ProxyEntry[] = [];
  private readonly registry = new FinalizationRegistry<ProxyEntry>((entry) => {
    this.release(entry);
  });

  constructor(private readonly interpreter: Interpreter) {}

  /** How many objects JavaScript holds. */
  get count(): number {
    return this.entries.size;
  }

  get hasReleased(): boolean {
    return this.released.length > 0;
  }

  /** The proxy of an object that Python has handed out. */
  receive(handle: number, isCallable: boolean): PyObject {
    const known = this.entries.get(handle);
    const proxy = known?.reference?.deref();
    if (known !== undefined && proxy !== undefined) {
      known.count++;
      return proxy;
    }
    return this.make(handle, isCallable);
  }

  private make(handle: number, isCallable: boolean): PyObject {
    const entry = new ProxyEntry(handle);
    // A bound function can be called, and its own properties can be deleted: a proxy has to show those that can't.
    const target: object = isCallable ? emptyFunction.bind(null) : {};
    Reflect.deleteProperty(target, 'name');
    Reflect.deleteProperty(target, 'length');
    const handler = new PyObjectHandler(this.interpreter, entry);
    // `util.inspect` looks behind the proxy.
    Reflect.defineProperty(target, inspect.custom, { value: () => handler.inspect(), configurable: true });
    // The traps are what makes it a PyObject.
    const proxy = new Proxy(target, handler) as PyObject;
    entry.reference = new WeakRef(proxy);
    this.entries.set(handle, entry);
    this.registry.register(proxy, entry, entry);
    handlers.set(proxy, handler);
    return proxy;
  }

  /** Gives an object back that nobody holds any more. */
  private release(entry: ProxyEntry): void {
    // Its number may have been handed out again, for another proxy.
    if (this.entries.get(entry.handle) === entry) this.entries.delete(entry.handle);
    this.released.push(entry);
  }

  dispose(entry: ProxyEntry): void {
    this.registry.unregister(entry);
    this.release(entry);
  }

  /** Writes what has been given back since the last time. */
  writeReleased(writer: MessageWriter): void {
    writer.u32(this.released.length);
    for (const { handle, count } of this.released) {
      writer.u32(handle);
      writer.u32(count);
    }
    this.released = [];
  }
}

function emptyFunction(): void {}

const INDEX = /^(?:0|[1-9]\d{0,8})$/;

class PyObjectHandler implements ProxyHandler<object> {
  private isDisposed = false;

  constructor(
    readonly interpreter: Interpreter,
    private readonly entry: ProxyEntry,
  ) {}

  get handle(): number {
    if (this.isDisposed) throw new TypeError('this Python object has been disposed of');
    return this.entry.handle;
  }

  /** The start of a request about the object. */
  private begin(request: Request): MessageWriter {
    const { handle, interpreter } = this;
    const writer = interpreter.begin(request);
    writer.u32(handle);
    return writer;
  }

  private ask(request: Request): unknown {
    return this.interpreter.ask(this.begin(request));
  }

  private askNamed(request: Request, name: string): unknown {
    const writer = this.begin(request);
    writer.text(name);
    return this.interpreter.ask(writer);
  }

  get(_target: object, key: string | symbol): unknown {
    if (typeof key === 'symbol') return this.symbolProperty(key);
    const value = this.find(key);
    return value === undefined && key === 'toString' ? () => this.ask(Request.STR) : value;
  }

  private find(key: string): unknown {
    if (!INDEX.test(key)) return this.askNamed(Request.FIND_ATTRIBUTE, key);
    const writer = this.begin(Request.FIND_ITEM);
    writer.u32(Number(key));
    writer.text(key);
    return this.interpreter.ask(writer);
  }

  inspect(): string {
    return this.isDisposed ? '<disposed Python object>' : String(this.ask(Request.REPR));
  }

  private symbolProperty(key: symbol): unknown {
    switch (key) {
      case Symbol.iterator:
        return this.ask(Request.IS_ITERABLE) === true ? () => this.iterate() : undefined;
      case Symbol.toPrimitive:
        return (hint: string) => {
          const text = String(this.ask(Request.STR));
          return hint === 'number' ? Number(text) : text;
        };
      case Symbol.dispose:
        return () => {
          if (!this.isDisposed) this.interpreter.proxies.dispose(this.entry);
          this.isDisposed = true;
        };
      case inspect.custom:
        return () => this.inspect();
      default:
        return undefined;
    }
  }

  private *iterate(): Generator {
    const iterator = this.ask(Request.ITERATE) as object;
    const handler = findHandler(iterator);
    if (handler === null) return;
    for (;;) {
      const item = handler.ask(Request.NEXT);
      if (item === undefined) return;
      yield item;
    }
  }

  set(_target: object, key: string | symbol, value: unknown): boolean {
    if (typeof key === 'symbol') return false;
    const isIndex = INDEX.test(key);
    const writer = this.begin(isIndex ? Request.SET_ITEM : Request.SET_ATTRIBUTE);
    if (isIndex) writer.u32(Number(key));
    writer.text(key);
    this.interpreter.write(writer, value, `property ${key}`);
    this.interpreter.ask(writer);
    return true;
  }

  has(_target: object, key: string | symbol): boolean {
    if (typeof key === 'symbol') return this.symbolProperty(key) !== undefined;
    return this.askNamed(Request.HAS_ATTRIBUTE, key) === true;
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === 'symbol') return false;
    this.askNamed(Request.DELETE_ATTRIBUTE, key);
    return true;
  }

  apply(_target: object, _receiver: unknown, args: readonly unknown[]): unknown {
    return this.call(args);
  }

  /** `new` on a Python class is a call of it. */
  construct(_target: object, args: readonly unknown[]): object {
    const result = this.call(args);
    if (typeof result === 'object' && result !== null) return result;
    if (typeof result === 'function') return result;
    throw new TypeError('new: the result is no object; call the type without new');
  }

  private call(args: readonly unknown[]): unknown {
    const { positional, keywords } = splitArguments(args);
    const { interpreter } = this;
    const writer = this.begin(Request.CALL);
    const named = keywords === null ? [] : Object.entries(keywords);
    writer.u32(positional.length);
    writer.u32(named.length);
    for (let i = 0; i < positional.length; i++) {
      interpreter.write(writer, positional[i], `argument ${i + 1}`);
    }
    for (const [name, value] of named) {
      writer.text(name);
      interpreter.write(writer, value, `keyword argument ${name}`);
    }
    return interpreter.ask(writer);
  }
}
