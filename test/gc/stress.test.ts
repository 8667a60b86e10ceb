/**
 * A few programs under `--gc-stress` and `--gc-verify`: one of each kind, so that it takes less than a minute. `npm run test:gc-stress` runs
 * all of them, with both collectors.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { difference, root } from './stressed-programs.js';

const subset = [
  'collector/finalizers.py',
  'collector/generators.py',
  'collector/weak.py',
  'containers/containers.py',
  'language/tour.py',
  'library/json_tour.py',
];

describe('Python programs under stress', function () {
  this.timeout(120_000);

  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
  });

  for (const program of subset) {
    it(program, async () => {
      assert.equal(await difference(program, { interval: 997, seconds: 100 }), null);
    });
  }

  it('takes no interval that is not a number', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'bin/pypy3.cjs'), '--gc-stress', 'often', '-c', 'pass'],
      { encoding: 'utf8' },
    );
    assert.equal(status, 2);
    assert.match(stderr, /--gc-stress/);
  });
});
