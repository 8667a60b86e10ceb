/** The example language gives the same output in all lives, and the output that is expected. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { hostFunctions } from '../../examples/tiny/host-node.js';
import { Lives, root } from './agreement.js';
import { tinyFailures } from './tiny-failures.js';

const module = 'examples/tiny/interp';
const folder = path.join(root, 'examples/tiny/programs');

interface Run {
  readonly status: unknown;
  readonly output: readonly string[];
}

describe('examples: tiny', () => {
  let lives: Lives;
  before(async () => {
    lives = await Lives.load({ root, files: [`${module}.ts`] }, [{ module, name: 'runProgram' }]);
  });
  after(() => {
    lives.dispose();
  });

  function run(start: (source: string) => unknown, source: string): Run {
    const output: string[] = [];
    for (const [name, fn] of hostFunctions((line) => output.push(line))) lives.provide(name, fn);
    return { status: start(source), output };
  }

  function runInAllLives(source: string): Run {
    let hosted: Run | null = null;
    for (const [life, start] of lives.each(module, 'runProgram')) {
      const found = run(start, source);
      hosted ??= found;
      assert.deepEqual(found, hosted, life);
    }
    assert.ok(hosted !== null);
    return hosted;
  }

  for (const name of fs.readdirSync(folder)) {
    it(name, () => {
      const { status, output } = runInAllLives(fs.readFileSync(path.join(folder, name), 'latin1'));
      assert.equal(status, 0, output.join('\n'));
      assert.ok(output.length > 0);
    });
  }

  it('computes what it should', () => {
    const source = fs.readFileSync(path.join(folder, 'primes.tiny'), 'latin1');
    assert.deepEqual(runInAllLives(source).output, [
      '[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71]',
      'two [1, 2.5, x] 20',
    ]);
  });

  for (const [source, message] of tinyFailures) {
    it(message, () => {
      assert.deepEqual(runInAllLives(source), { status: 1, output: [message] });
    });
  }
});
