/**
 * Python objects in JavaScript: proxies. The same object always has the same proxy.
 *
 * Properties are attributes (missing ones are `undefined`), integer properties are items, calls call, `for (... of ...)` iterates, `String()` is `str()`.
 */
import { inspect } from 'node:util';
import { callArgs } from '../python/interp/call.js';
import { deleteAttribute, findAttribute, setAttribute } from '../python/interp/attributes.js';
import { repr, str } from '../python/interp/convert.js';
import { getItem, setItem } from '../python/interp/items.js';
import { iter, next } from '../python/interp/iteration.js';
import { isCallable } from '../python/objects/function.js';
import type { W_Root } from '../python/objects/root.js';
import { Slot } from '../python/objects/slots.js';
import { newInt } from '../python/objects/w-int.js';
import type { W_Str } from '../python/objects/w-str.js';
import { intern } from '../python/objects/w-str.js';
import { fromUtf8, toUtf8 } from '../host/compiler-text.js';
import { enterPython } from './interpreter.js';
import { splitArguments } from './keywords.js';
import { toJs } from './to-js.js';
import { toPython } from './to-python.js';

/** A Python object. Calls convert arguments and results; keyword arguments come last, made by `kw`. */
export interface PyObject {
  <T = PyObject>(...args: readonly unknown[]): T;
  readonly [Symbol.iterator]: () => IterableIterator<PyObject>;
  /** Lets go of the object; the proxy can't be used any more. */
  readonly [Symbol.dispose]: () => void;
  [name: string]: PyObject;
}

const proxies = new WeakMap<W_Root, PyObject>();
const handlers = new WeakMap<object, PyObjectHandler>();

/** The Python object behind a proxy, or null for other values. */
export function findTarget(value: object): W_Root | null {
  return handlers.get(value)?.target ?? null;
}

/** The proxy of an object. */
export function proxyOf(w_obj: W_Root): PyObject {
  let proxy = proxies.get(w_obj);
  if (proxy === undefined) {
    // A bound function can be called, and its own properties can be deleted: a proxy has to show those that can't.
    const target: object = isCallable(w_obj) ? emptyFunction.bind(null) : {};
    Reflect.deleteProperty(target, 'name');
    Reflect.deleteProperty(target, 'length');
    const handler = new PyObjectHandler(w_obj);
    // `util.inspect` looks behind the proxy.
    Reflect.defineProperty(target, inspect.custom, { value: () => handler.inspect(), configurable: true });
    // The traps are what makes it a PyObject.
    proxy = new Proxy(target, handler) as PyObject;
    proxies.set(w_obj, proxy);
    handlers.set(proxy, handler);
  }
  return proxy;
}

function emptyFunction(): void {}

const INDEX = /^(?:0|[1-9]\d{0,14})$/;

function attributeOf(name: string): W_Str {
  return intern(toUtf8(name));
}

class PyObjectHandler implements ProxyHandler<object> {
  private w_target: W_Root | null;

  constructor(w_target: W_Root) {
    this.w_target = w_target;
  }

  get target(): W_Root {
    if (this.w_target === null) throw new TypeError('this Python object has been disposed of');
    return this.w_target;
  }

  get(_target: object, key: string | symbol): unknown {
    if (typeof key === 'symbol') return this.symbolProperty(key);
    return enterPython(() => {
      if (INDEX.test(key) && this.target.getType().findSlot(Slot.GETITEM) !== null) {
        return toJs(getItem(this.target, newInt(Number(key))));
      }
      const w_value = findAttribute(this.target, attributeOf(key));
      if (w_value !== null) return toJs(w_value);
      return key === 'toString' ? () => enterPython(() => fromUtf8(str(this.target).utf8)) : undefined;
    });
  }

  inspect(): string {
    return this.w_target === null
      ? '<disposed Python object>'
      : enterPython(() => fromUtf8(repr(this.target).utf8));
  }

  private symbolProperty(key: symbol): unknown {
    switch (key) {
      case Symbol.iterator:
        return this.target.getType().findSlot(Slot.ITER) === null ? undefined : () => iterate(this.target);
      case Symbol.toPrimitive:
        return (hint: string) => {
          const text = enterPython(() => fromUtf8(str(this.target).utf8));
          return hint === 'number' ? Number(text) : text;
        };
      case Symbol.dispose:
        return () => {
          if (this.w_target !== null) proxies.delete(this.w_target);
          this.w_target = null;
        };
      case inspect.custom:
        return () => this.inspect();
      default:
        return undefined;
    }
  }

  set(_target: object, key: string | symbol, value: unknown): boolean {
    if (typeof key === 'symbol') return false;
    enterPython(() => {
      const w_value = toPython(value, `property ${key}`);
      if (INDEX.test(key) && this.target.getType().findSlot(Slot.SETITEM) !== null) {
        setItem(this.target, newInt(Number(key)), w_value);
      } else {
        setAttribute(this.target, attributeOf(key), w_value);
      }
    });
    return true;
  }

  has(_target: object, key: string | symbol): boolean {
    if (typeof key === 'symbol') return this.symbolProperty(key) !== undefined;
    return enterPython(() => findAttribute(this.target, attributeOf(key)) !== null);
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === 'symbol') return false;
    enterPython(() => {
      deleteAttribute(this.target, attributeOf(key));
    });
    return true;
  }

  apply(_target: object, _receiver: unknown, args: readonly unknown[]): unknown {
    return callObject(this.target, args);
  }

  /** `new` on a Python class is a call of it. */
  construct(_target: object, args: readonly unknown[]): object {
    const result = callObject(this.target, args);
    if (typeof result === 'object' && result !== null) return result;
    if (typeof result === 'function') return result;
    throw new TypeError('new: the result is no object; call the type without new');
  }
}

function callObject(w_function: W_Root, args: readonly unknown[]): unknown {
  const { positional, keywords } = splitArguments(args);
  return enterPython(() => {
    const items = positional.map((value, index) => toPython(value, `argument ${index + 1}`));
    if (keywords === null) return toJs(callArgs(w_function, items, null));
    const names: W_Str[] = [];
    for (const [name, value] of Object.entries(keywords)) {
      names.push(attributeOf(name));
      items.push(toPython(value, `keyword argument ${name}`));
    }
    return toJs(callArgs(w_function, items, names.length === 0 ? null : names));
  });
}

function* iterate(w_iterable: W_Root): Generator {
  const w_iterator = enterPython(() => iter(w_iterable));
  for (;;) {
    const step = enterPython(() => {
      const w_item = next(w_iterator);
      return w_item === null ? null : { value: toJs(w_item) };
    });
    if (step === null) return;
    yield step.value;
  }
}
