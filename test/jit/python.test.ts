/**
 * Python programs print the same traced at the first opportunity, with guards that fail without cause, and under a collector that runs all the time, as
 * with `--jit off`. `npm run test:jit` (TSPY_JIT_ALL=1) runs the programs of `test/python`, too, and more ways of failing.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { root } from '../translator/agreement.js';

const folder = path.join(root, 'test/jit/programs');
const otherFolder = path.join(root, 'test/python/programs');
const isThorough = (process.env.TSPY_JIT_ALL ?? '') !== '';
const eager = 'threshold=3,trace_eagerness=2';

const few: readonly (readonly string[])[] = [
  ['--jit', eager],
  ['--jit', `${eager},fail_guards=3`],
  ['--gc-stress', '1009', '--gc-verify', '--jit', eager],
];
const more: readonly (readonly string[])[] = [
  ['--jit', `${eager},fail_guards=1`],
  ['--jit', `${eager},fail_guards=7`],
  ['--gc-stress', '7', '--gc-verify', '--jit', eager],
];

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(root, 'bin/pypy3.cjs'), ...args],
    {
      cwd,
      encoding: 'utf8',
      input: '',
      timeout: 600_000,
      // A fault of the compiler ends the program.
      env: { ...process.env, PYTHONIOENCODING: 'utf-8', TSPY_JIT_STRICT: '1' },
    },
  );
  return { status, stdout, stderr };
}

function listPrograms(from: string): string[] {
  const names = fs.readdirSync(from, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.py')).sort();
}

describe('JIT: Python programs', function () {
  this.timeout(1_300_000);
  const plain = new Map<string, Outcome>();

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
  });

  function check(cwd: string, name: string, options: readonly string[]): void {
    const key = path.join(cwd, name);
    const expected = plain.get(key) ?? run(cwd, ['--jit', 'off', name]);
    plain.set(key, expected);
    const { status, stdout, stderr } = run(cwd, [...options, name]);
    assert.equal(stdout, expected.stdout, stderr);
    assert.equal(status, expected.status, stderr);
  }

  for (const name of listPrograms(folder)) {
    for (const options of isThorough ? [...few, ...more] : few) {
      it(`${name} ${options.join(' ')}`, () => {
        check(folder, name, options);
      });
    }
  }

  if (!isThorough) return;
  for (const name of listPrograms(otherFolder)) {
    it(`${name} --jit ${eager}`, () => {
      check(otherFolder, name, ['--jit', eager]);
    });
  }
});
