/** Operations on any RTypeScript object: class tests with a class as a value, checked casts, identity. */
import type { int } from './types.js';
import { InternalError } from './throwable.js';

/** A class as a value; translated it is the range of type ids of the class and its subclasses. */
export type ClassRef<T> = abstract new (...args: never[]) => T;

const { isPrototypeOf } = Object.prototype;

/** `x instanceof cls`, where the class is a value (for which V8's `instanceof` takes twice as long as this). */
export function isInstance<T>(x: object | null, cls: ClassRef<T>): boolean {
  return isPrototypeOf.call(cls.prototype as object, x as object);
}

/** x as an instance of cls, which the caller knows it to be; an internal error if it is not. */
export function cast<T>(x: object | null, cls: ClassRef<T>): T {
  if (!(x instanceof cls)) throw new InternalError(`not a ${cls.name}: ${String(x?.constructor.name)}`);
  return x;
}

/** x, which the caller knows not to be null. */
export function notNull<T>(x: T | null): T {
  if (x === null) throw new InternalError('null where an object was expected');
  return x;
}

const identities = new WeakMap<object, number>();

export class IdentityCounter {
  /** The number that was given last. An image goes on from that of the program as it was loaded. */
  last: int = 0;
}

export const identityCounter = new IdentityCounter();

/** A number of the object's own that never changes; not its address. */
export function identityHash(x: object): int {
  let id = identities.get(x);
  if (id === undefined) {
    id = ++identityCounter.last;
    identities.set(x, id);
  }
  return id;
}

/** The number of an object that has been asked for it; else 0. @loadTime */
export function knownIdentity(x: object): int {
  return identities.get(x) ?? 0;
}

/** A reference that does not keep its object alive. */
export class WeakReference<T extends object> {
  private readonly reference: WeakRef<T>;

  constructor(target: T) {
    this.reference = new WeakRef(target);
  }

  get(): T | null {
    return this.reference.deref() ?? null;
  }
}

/** The condition, which hardly ever holds: machine code has what is behind it out of the way. */
export function unlikely(condition: boolean): boolean {
  return condition;
}
