/** The benchmark runner: its tables, programs that fail or disagree, and its own command line. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const pypy3 = path.join(root, 'bin/pypy3.cjs');

function bench(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [path.join(root, 'lib/bench/main.js'), ...args], { encoding: 'utf8' });
}

describe('npm run bench', function () {
  this.timeout(120_000);
  let folder = '';

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
    fs.writeFileSync(path.join(folder, 'tiny.py'), 'print(sum(range(1000)))\n');
    fs.writeFileSync(path.join(folder, 'broken.py'), 'print(1)\nraise ValueError("not today")\n');
    fs.writeFileSync(path.join(folder, 'differs.py'), 'import os\nprint(os.getpid())\n');
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it('prints times, start-up and memory with ratios', () => {
    const { status, stdout, stderr } = bench(pypy3, '--programs', folder, '--rounds', '1', '--only', 'tiny');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\| tiny \| \d+\.\d\d \| \d+\.\d\d \| \d+\.\d\d \|$/m);
    assert.match(stdout, /^\| start-up \(`-c pass`\) \| \d/m);
    assert.match(stdout, /^\| empty program \| \d\d+\.\d \|/m);
  });

  it('shows what fails or prints something else as errors, and goes on', () => {
    const args = ['--only', 'broken', '--only', 'differs', '--rounds', '1'];
    const { status, stdout } = bench(pypy3, '--programs', folder, ...args);
    assert.equal(status, 1);
    assert.match(stdout, /^\| broken \| error: ValueError: not today \| error: ValueError: not today \|/m);
    assert.match(stdout, /^\| differs \| error: prints something else \| \d+\.\d\d \|/m);
  });

  it('names an interpreter that is missing, a program that is missing, a bad option', () => {
    assert.match(bench('no-such-python').stderr, /can't run the interpreter no-such-python/);
    assert.match(bench('--only', 'nothing').stderr, /no program nothing; there are bigints, closures/);
    assert.match(bench('--rounds', 'x').stderr, /--rounds needs a positive number, not x\nusage:/);
    assert.match(bench('--frequency').stderr, /unknown option --frequency/);
    assert.equal(bench('--frequency').status, 2);
  });
});
