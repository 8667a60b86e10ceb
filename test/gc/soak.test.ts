/** Ten seconds of the soak test; `npm run soak -- --minutes 10` takes longer. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { MOST_GROWTH, soak } from './soak.js';

describe('Soak', function () {
  this.timeout(60_000);

  it('holds a steady size for ten seconds', async function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
    const { status, early, late, end, stderr } = await soak(10);
    assert.equal(status, 0, stderr);
    assert.match(end, /^end \d+ True True True$/m);
    assert.ok(early.used > 0);
    assert.ok(late.used < MOST_GROWTH * early.used, `${early.used} bytes in use, then ${late.used}`);
    assert.ok(
      late.committed < MOST_GROWTH * early.committed,
      `${early.committed} bytes, then ${late.committed}`,
    );
  });
});
