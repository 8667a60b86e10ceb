/** Runs a function hosted and on graphs, and compares the outcomes. */
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

export async function loadSample(name: string): Promise<GraphProgram> {
  return GraphProgram.load({ root, files: [`${sampleModule(name)}.ts`] });
}

/** Both lives give the same outcome, which is returned. */
export function checkAgreement(
  program: GraphProgram,
  module: string,
  name: string,
  args: readonly unknown[],
): unknown {
  const expected = outcome(() => program.hosted(module, name)(...args));
  const actual = outcome(() => program.call(module, name, ...args));
  assert.deepEqual(actual, expected, `${name}(${args.map(String).join(', ')})`);
  return expected;
}
