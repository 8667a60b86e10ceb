/** The example language gives the same output in all lives, and the output that is expected. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { hostFunctions } from '../../examples/tiny/host-node.js';
import { Lives, root } from './agreement.js';

const module = 'examples/tiny/interp';
const folder = path.join(root, 'examples/tiny/programs');

interface Run {
  readonly status: unknown;
  readonly output: readonly string[];
}

const failures: readonly (readonly [string, string])[] = [
  ['print 1 + "x"', 'error: int + string'],
  ['print missing', 'error: missing is not set'],
  ['fn f(a) { return a }\nprint f(1, 2)', 'error: f takes 1 arguments, not 2'],
  ['fn f(n) { return f(n + 1) }\nprint f(0)', 'error: too deep a recursion'],
  ['print [1, 2][2]', 'error: no item 2'],
  ['let 5 = 3', 'error: line 1: a name expected, not 5'],
  ['\n\nprint "open', 'error: line 3: a string without an end'],
  ['1 = 2', 'error: line 1: something that can be assigned to, before =, expected, not 2'],
  ['print 1 / 0', 'error: division by zero'],
  ['print 5()', 'error: a call of int'],
  ['while 1 {', 'error: line 1: } expected, not the end'],
];

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

  for (const [source, message] of failures) {
    it(message, () => {
      assert.deepEqual(runInAllLives(source), { status: 1, output: [message] });
    });
  }
});
