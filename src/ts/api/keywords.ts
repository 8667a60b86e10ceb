/** Keyword arguments in a call from JavaScript: `f(1, kw({ epochs: 3 }))`; and floats that look like ints. */
import { argumentError, describeValue } from './check.js';

/** Keyword arguments; made by `kw`. */
export class Keywords {
  constructor(readonly values: Readonly<Record<string, unknown>>) {}
}

/** A number that becomes a `float` even if it is integral; made by `float`. */
export class Float {
  constructor(readonly value: number) {}
}

/**
 * Marks an object as the keyword arguments of a call of a Python function. It has to be the last argument.
 *
 * @throws TypeError if `values` is no plain object.
 */
export function kw(values: Readonly<Record<string, unknown>>): Keywords {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw argumentError('kw', 'values', 'an object', values);
  }
  return new Keywords({ ...values });
}

/**
 * Makes a number arrive in Python as a `float`: `2` alone is an `int` there.
 *
 * @throws TypeError if `value` is no number.
 */
export function float(value: number): Float {
  if (typeof value !== 'number') throw argumentError('float', 'value', 'a number', value);
  return new Float(value);
}

/** Positional and keyword arguments of a call. */
export interface CallArguments {
  readonly positional: readonly unknown[];
  readonly keywords: Readonly<Record<string, unknown>> | null;
}

/** Takes the arguments of a call apart. */
export function splitArguments(args: readonly unknown[]): CallArguments {
  const early = args.slice(0, -1).findIndex((arg) => arg instanceof Keywords);
  if (early >= 0) {
    throw new TypeError(
      `argument ${early + 1}: keyword arguments have to come last, not before ${describeValue(args[early + 1])}`,
    );
  }
  const last = args.at(-1);
  if (last instanceof Keywords) return { positional: args.slice(0, -1), keywords: last.values };
  return { positional: args, keywords: null };
}
