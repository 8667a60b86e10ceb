/** The code caches that bundles leave behind: each is good for the runs that follow. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { loadBundle } from '../../src/ts/host/bundle.js';
import { pypy3, root } from './run.js';

const folder = path.join(root, 'lib/bundle');

function caches(): string[] {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.cache'));
}

describe('pypy3: code caches', function () {
  let known = new Set<string>();
  const left = (): string[] => caches().filter((name) => !known.has(name));
  before(() => {
    known = new Set(caches());
  });
  after(() => {
    for (const name of left()) fs.rmSync(path.join(folder, name));
  });

  /** Node with an option that nobody else uses, so that there are no caches yet; with its second loop the JIT sets flags of V8's. */
  function run(): void {
    const program = 'for i in range(50): pass\nfor j in range(50): pass';
    const args = ['--title=code-cache', pypy3, '--jit', 'threshold=5', '-c', program];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  }

  it('are accepted by the next run, whatever flags V8 was given meanwhile', function () {
    if (loadBundle('jit') === null) this.skip();
    run();
    const files = left();
    assert.deepEqual(files.map((name) => name.replace(/-.*/, '')).sort(), ['jit', 'translated']);
    // What is rejected is written again, as another file.
    const numbers = (): number[] => files.map((name) => fs.statSync(path.join(folder, name)).ino);
    const first = numbers();
    run();
    assert.deepEqual(numbers(), first);
    assert.deepEqual(left(), files);
  });
});
