/** Every program under `programs/` prints the same, and ends with the same status, as under CPython 3.11. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const programs = path.join(root, 'test/python/programs');

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[]): Outcome {
  const result = spawnSync(command, args, {
    cwd: programs,
    encoding: 'utf8',
    input: '',
    timeout: 120_000,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** CPython 3.11, if the machine has it. */
function findPython(): string | null {
  for (const name of ['python3.11', 'python3']) {
    const result = spawnSync(
      name,
      ['-c', 'import sys; print(sys.implementation.name, sys.version_info[:2])'],
      {
        encoding: 'utf8',
      },
    );
    if (result.status === 0 && result.stdout.trim() === 'cpython (3, 11)') return name;
  }
  return null;
}

const python = findPython();
const isHosted = !run(process.execPath, [path.join(root, 'bin/pypy3.cjs'), '--info']).stdout.includes(
  'translated',
);

describe('Python programs', function () {
  this.timeout(300_000);
  for (const name of fs.readdirSync(programs, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.py')) continue;
    it(name, function () {
      // Without CPython 3.11 there is nothing to compare with.
      if (python === null) this.skip();
      // Hosted, JavaScript's collector tells nothing while a program runs.
      if (isHosted && name.startsWith('collector')) this.skip();
      const expected = run(python, ['-B', name]);
      const actual = run(process.execPath, [path.join(root, 'bin/pypy3.cjs'), name]);
      assert.equal(actual.stdout, expected.stdout, actual.stderr);
      assert.equal(actual.status, expected.status, actual.stderr);
    });
  }
});
