/**
 * Functions of the outside world, declared by RTypeScript and supplied by the host.
 *
 * `const write = external<(fd: int, data: string) => int>('posix.write')` declares; hosted, `provide` binds
 * the TypeScript function of that name before the first call. Translated, the name is looked up in the
 * table of C functions first. Arguments and results are ints, floats, booleans, byte strings, byte arrays.
 * An external that fails throws HostError with an errno.
 */
import { InternalError, RThrowable } from './throwable.js';
import type { int } from './types.js';

/** The operating system (or host service) refused. */
export class HostError extends RThrowable {
  constructor(
    readonly errno: int,
    /** The host's own words; used where errno is 0. */
    readonly message: string,
  ) {
    super();
  }
}

export type AnyFunction = (...args: never[]) => unknown;

const provided = new Map<string, AnyFunction>();

/** Declares a host function by name; its type is that of the returned function. */
export function external<F extends AnyFunction>(name: string): F {
  const call = (...args: never[]): unknown => {
    const target = provided.get(name);
    if (target === undefined) throw new InternalError(`external '${name}' is not provided by this host`);
    return target(...args);
  };
  // The declared type is the contract that `provide` is checked against by the tests.
  return call as unknown as F;
}

/**
 * Supplies (or replaces) a host function.
 * @loadTime
 */
export function provide(name: string, implementation: AnyFunction): void {
  provided.set(name, implementation);
}

/** @loadTime */
export function providedNames(): string[] {
  return [...provided.keys()];
}

/**
 * The host function of a name, if there is one.
 * @loadTime
 */
export function findProvided(name: string): AnyFunction | undefined {
  return provided.get(name);
}
