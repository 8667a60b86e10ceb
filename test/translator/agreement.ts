/** Runs a function hosted and on graphs, each on its own instance of the program, and compares the outcomes. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { GraphProgram } from '../../src/ts/translator/run.js';

export const root = path.resolve(import.meta.dirname, '../../..');

export function sampleModule(name: string): string {
  return `test/translator/samples/${name}`;
}

/** A value, or the class and fields of what was thrown. */
export function outcome(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof Error || typeof error !== 'object' || error === null) throw error;
    return { thrown: error.constructor.name, fields: { ...error } };
  }
}

export interface Pair {
  readonly module: string;
  readonly hosted: GraphProgram;
  readonly graphs: GraphProgram;
}

/** Two instances, so that module state and prebuilt objects are each life's own. */
export async function loadPair(name: string): Promise<Pair> {
  const module = sampleModule(name);
  const options = { root, files: [`${module}.ts`] };
  const hosted = await GraphProgram.load(options);
  const graphs = await GraphProgram.load(options);
  return { module, hosted, graphs };
}

export function checkAgreement(pair: Pair, name: string, args: readonly unknown[]): unknown {
  const expected = outcome(() => pair.hosted.hosted(pair.module, name)(...args));
  const actual = outcome(() => pair.graphs.call(pair.module, name, ...args));
  assert.deepEqual(actual, expected, `${name}(${args.map(String).join(', ')})`);
  return expected;
}
