/** Node as Tiny's host. */
import type { AnyFunction } from '../../src/ts/rlib/external.js';

/** The host functions by name; `print` takes each line. */
export function hostFunctions(print: (line: string) => void): ReadonlyMap<string, AnyFunction> {
  return new Map<string, AnyFunction>([
    ['tiny.print', print],
    [
      'tiny.formatFloat',
      (x: number) => (Number.isInteger(x) && Math.abs(x) < 1e16 ? x.toFixed(1) : String(x)),
    ],
    ['tiny.parseFloat', (text: string) => Number(text)],
  ]);
}
