/**
 * Random Python programs print traced at the first opportunity what CPython prints (`--jit off`, where there is none). `PYTHON_SEED=n` runs one program
 * and, where it differs, makes it smaller and shows it; `PYTHON_SEEDS` tells how many are run, `PYTHON_FIRST_SEED` from which on.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { python } from '../cli/run.js';
import { root } from '../translator/agreement.js';
import { RandomPython } from './random-python.js';
import { reducePython } from './reduce-python.js';

const eager = 'threshold=3,function_threshold=5,trace_eagerness=2';
/** One seed of so many runs with the thresholds of the second kind. */
const PATIENT_EVERY = 5;
const patient = 'trace_eagerness=10';

const oneSeed = process.env.PYTHON_SEED;
const firstSeed = Number(process.env.PYTHON_FIRST_SEED ?? 0);
const seeds = Number(process.env.PYTHON_SEEDS ?? 6);
/** Programs that no longer do what they once showed: a field that seldom changes, read where a trace comes into a loop. */
const telling = [3035];

interface Outcome {
  /** With the signal, or what else has ended it. */
  readonly lines: readonly string[];
  readonly stderr: string;
}

function run(command: readonly string[]): Outcome {
  const [program, ...args] = command;
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    input: '',
    timeout: 300_000,
    maxBuffer: 1 << 26,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', TSPY_JIT_STRICT: '1' },
  });
  return { lines: [...stdout.split('\n'), `ends with ${signal ?? String(status)}`], stderr };
}

const pypy3 = [process.execPath, path.join(root, 'bin/pypy3.cjs')];

function runExpected(file: string): Outcome {
  return run(python === null ? [...pypy3, '--jit', 'off', file] : [python, '-S', file]);
}

/** What differs first, or null. */
function findDifference(file: string, parameters: string): string | null {
  const expected = runExpected(file).lines;
  const { lines, stderr } = run([...pypy3, '--jit', parameters, file]);
  const at = expected.findIndex((line, i) => line !== lines[i]);
  if (at < 0) return null;
  return `line ${at + 1} is\n${lines[at]}\nwhere it should be\n${expected[at]}\n${stderr}`;
}

describe('JIT: random Python programs', function () {
  this.timeout(3_600_000);
  let folder = '';

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'random-python-'));
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  function write(source: string): string {
    const file = path.join(folder, 'program.py');
    fs.writeFileSync(file, source);
    return file;
  }

  const chosen =
    oneSeed === undefined
      ? [...telling, ...Array.from({ length: seeds }, (_, i) => firstSeed + i)]
      : [Number(oneSeed)];
  for (const seed of chosen) {
    for (const parameters of seed % PATIENT_EVERY === 0 ? [eager, patient] : [eager])
      it(`seed ${seed} --jit ${parameters}`, () => {
        const source = new RandomPython(seed).program();
        const difference = findDifference(write(source), parameters);
        if (difference === null) return;
        if (oneSeed !== undefined)
          console.log(reducePython(source, (text) => findDifference(write(text), parameters) !== null));
        assert.fail(`PYTHON_SEED=${seed}: ${difference}`);
      });
  }
});
