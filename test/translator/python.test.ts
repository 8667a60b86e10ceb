/**
 * The whole interpreter on the graph interpreter: it starts and runs Python programs with the same output as hosted.
 * RTS_ALL_PROGRAMS=1 runs the long ones too (ten minutes).
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from './agreement.js';
import type { Outcome, PythonProgram } from './python-worker.js';

const folder = path.join(root, 'test/python/programs');

const chosen = [
  'containers/containers.py',
  'containers/iteration_modules.py',
  'containers/small_modules.py',
  'language/async_generators.py',
  'language/tour.py',
  'modules/contextvars_module.py',
  'modules/hashes.py',
  'modules/json_strings.py',
  'modules/zlib_module.py',
  'numbers/random_sequences.py',
];

/** What the rest needs is small: an error that leaves a program, an exit, a traceback. */
const inline: readonly PythonProgram[] = [
  { name: 'an uncaught exception', source: 'def f(n):\n    return 1 // n\nf(0)\n' },
  {
    name: 'deep recursion',
    source: 'def f(n):\n    return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError as e:\n    print(e)\n',
  },
  {
    name: 'big numbers',
    source: 'print(3 ** 300 // 7 ** 50, 2 ** 62 + 2 ** 62, -(2 ** 63), hash(10 ** 30))\n',
  },
];

function programsToRun(): PythonProgram[] {
  const all = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'));
  const names = process.env.RTS_ALL_PROGRAMS === '1' ? all.sort() : chosen;
  const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'latin1');
  return [...inline, ...names.map((name) => ({ name, source: read(name) }))];
}

describe('translator: the interpreter on flow graphs', function () {
  this.timeout(900_000);
  const programs = programsToRun();
  const outcomes = new Map<string, Outcome>();

  before(async () => {
    const worker = new Worker(new URL('python-worker.js', import.meta.url), {
      workerData: { root, programs },
      resourceLimits: { stackSizeMb: 200, maxOldGenerationSizeMb: 3000 },
    });
    worker.on('message', (outcome: Outcome) => outcomes.set(outcome.name, outcome));
    await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  });

  it('starts', () => {
    assert.ok((outcomes.get('start')?.steps ?? 0) > 1_000_000);
  });
  for (const { name } of programs) {
    it(name, () => {
      const outcome = outcomes.get(name);
      assert.ok(outcome !== undefined && outcome.hosted !== '');
      assert.equal(outcome.graph, outcome.hosted);
    });
  }
});
