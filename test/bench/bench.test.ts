/** The benchmark runner: its tables, programs that fail or disagree, its own command line, and the driver for times after warm-up. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSummary } from '../../bench/jit-summary.js';
import { jitTable } from '../../bench/jit-table.js';
import { OptionError, parseOptions } from '../../bench/options.js';

const root = path.resolve(import.meta.dirname, '../../..');
const pypy3 = path.join(root, 'bin/pypy3.cjs');

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const bench = (...args: string[]): ReturnType<typeof run> =>
  run(path.join(root, 'lib/bench/main.js'), ...args);

function program(work: string): string {
  return `def main():\n${work.replace(/^/gm, '    ')}\n\n\nif __name__ == "__main__":\n    main()\n`;
}

describe('npm run bench', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
    const changing = `import itertools\n\nnumbers = itertools.count()\n\n\n${program('print(next(numbers))')}`;
    const hot = 'total = 0\nfor i in range(5000):\n    total += i\nprint(total)';
    fs.writeFileSync(path.join(folder, 'hot.py'), program(hot));
    fs.writeFileSync(path.join(folder, 'tiny.py'), program('print(sum(range(1000)))'));
    fs.writeFileSync(path.join(folder, 'broken.py'), program('print(1)\nraise ValueError("not today")'));
    fs.writeFileSync(path.join(folder, 'differs.py'), program('import os\nprint(os.getpid())'));
    fs.writeFileSync(path.join(folder, 'changes.py'), changing);
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const warm = (name: string): ReturnType<typeof run> =>
    run(pypy3, path.join(root, 'bench/warm.py'), path.join(folder, `${name}.py`), '0.01', '2');

  it('prints times, start-up and memory with ratios', () => {
    const args = ['--programs', folder, '--rounds', '1', '--only', 'tiny', '--times', 'process'];
    const { status, stdout, stderr } = bench(pypy3, ...args);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\| tiny \| \d+\.\d\d \| \d+\.\d\d \| \d+\.\d\d \|$/m);
    assert.match(stdout, /^\| start-up \(`-c pass`\) \| \d/m);
    assert.match(stdout, /^\| empty program \| \d\d+\.\d \|/m);
    assert.doesNotMatch(stdout, /warm-up/);
  });

  it("prints times after warm-up and the JIT's own time; interpreters may have arguments", () => {
    const args = [
      '--programs',
      folder,
      '--rounds',
      '1',
      '--only',
      'hot',
      '--times',
      'warm',
      '--warm-up',
      '0.01',
    ];
    const { status, stdout, stderr } = bench('ours --jit off', ...args);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^\| seconds after warm-up \| ours \| ours --jit off \| ours \/ ours --jit off \|$/m,
    );
    assert.match(stdout, /^\| hot \| \d+\.\d{3} \| \d+\.\d{3} \| \d+\.\d\d \|$/m);
    assert.match(stdout, /^\| our JIT with warm-up \| first loop after, ms \|.*\n.*\n\| hot \| [1-9]\d* \|/m);
    assert.doesNotMatch(stdout, /start-up/);
  });

  it('shows what fails or prints something else as errors, and goes on', () => {
    const args = ['--only', 'broken', '--only', 'differs', '--rounds', '1', '--warm-up', '0.01'];
    const { status, stdout } = bench(pypy3, '--programs', folder, ...args);
    assert.equal(status, 1);
    const [whole = '', warmedUp = ''] = stdout.split('seconds after warm-up');
    for (const tables of [whole, warmedUp]) {
      assert.match(tables, /^\| broken \| error: ValueError: not today \| error: ValueError: not today \|/m);
      assert.match(tables, /^\| differs \| error: prints something else \| \d+\.\d+ \|/m);
    }
  });

  it('the driver prints seconds of rounds and what a round prints as JSON', () => {
    const { status, stdout, stderr } = warm('tiny');
    assert.equal(status, 0, stderr);
    const { warm_up, measured, output } = JSON.parse(stdout) as Record<string, unknown>; // checked below
    for (const rounds of [warm_up, measured]) {
      assert.ok(Array.isArray(rounds) && rounds.length >= 2);
      assert.ok(rounds.every((seconds) => typeof seconds === 'number' && seconds > 0));
    }
    assert.equal(output, '499500\n');
  });

  it('the driver does not accept rounds that print different things', () => {
    const { status, stderr } = warm('changes');
    assert.equal(status, 1);
    assert.equal(stderr, 'a later round prints something else\n');
  });

  it('names an interpreter that is missing, a program that is missing, a bad option', () => {
    assert.match(bench('no-such-python').stderr, /can't run the interpreter no-such-python/);
    assert.match(bench('--only', 'nothing').stderr, /no program nothing; there are bigints, closures/);
    assert.match(bench('--frequency').stderr, /unknown option --frequency\nusage:/);
    assert.equal(bench('--frequency').status, 2);
  });
});

describe('options of npm run bench', () => {
  it('have defaults', () => {
    const { interpreters, times, rounds, warmUpSeconds } = parseOptions([]);
    assert.deepEqual(
      { interpreters, times: [...times], rounds, warmUpSeconds },
      { interpreters: ['python3'], times: ['process', 'warm'], rounds: 3, warmUpSeconds: 3 },
    );
  });

  it('are read in any order among interpreters', () => {
    const options = parseOptions([
      'pypy3',
      '--times',
      'warm',
      'ours --jit off',
      '--only',
      'a',
      '--only',
      'b',
    ]);
    assert.deepEqual(options.interpreters, ['pypy3', 'ours --jit off']);
    assert.deepEqual([...options.times], ['warm']);
    assert.deepEqual(options.only, ['a', 'b']);
  });

  it('are checked', () => {
    const check = (args: readonly string[], message: RegExp): void => {
      assert.throws(() => parseOptions(args), { constructor: OptionError, message });
    };
    check(['--rounds', 'x'], /^--rounds needs a positive number, not x\nusage:/);
    check(['--rounds', '1.5'], /^--rounds needs a whole number, not 1.5\n/);
    check(['--warm-up', '-1'], /^--warm-up needs a positive number, not -1\n/);
    check(['--times', 'cold'], /^--times needs process, warm or both, not cold\n/);
    check(['--limit'], /^--limit needs a value\n/);
  });
});

describe("bench: the JIT's summary", () => {
  const log = `[1] {jit-summary
loops:                                  2
bridges:                                1
abort: trace too long:                  3
abort: hopeless:                        1
ms until the first loop:                81.250
ms tracing:                             10.500
ms optimizing:                          20.250
ms compiling:                           4.000
[2] jit-summary}
`;

  it('is read from the log', () => {
    const summary = readSummary(log);
    assert.equal(summary.get('loops'), 2);
    assert.equal(summary.get('abort: trace too long'), 3);
    assert.equal(summary.get('ms tracing'), 10.5);
    assert.equal(readSummary('').size, 0);
  });

  it('becomes a row; programs without hot loops have none', () => {
    const text = jitTable('JIT', [
      { program: 'some', summary: readSummary(log) },
      { program: 'none', summary: readSummary('') },
    ]);
    assert.deepEqual(text.split('\n').slice(2), ['| some | 81 | 11 | 20 | 31 | 4 | 2 | 1 | 4 |']);
  });
});
