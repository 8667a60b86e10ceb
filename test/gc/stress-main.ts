/**
 * `npm run test:gc-stress`: all Python programs of the tests with a collection at every so many allocations, and the heap checked at each.
 *
 *     npm run test:gc-stress -- [--interval N] [--gc incminimark|semispace] [PROGRAM...]
 *
 * With `--gc semispace` an image with that collector is translated first.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allPrograms, difference, root } from './stressed-programs.js';

const { values, positionals } = parseArgs({
  options: {
    interval: { type: 'string', default: '101' },
    gc: { type: 'string', default: 'incminimark' },
    seconds: { type: 'string', default: '600' },
  },
  allowPositionals: true,
});

/** An image with another collector than the package's. */
function translate(collector: string): string {
  const image = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-')), 'pypy3.image');
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'lib/src/ts/translator/translate-main.js'), '--gc', collector, '--to', image],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exit(2);
  return image;
}

const image = values.gc === 'incminimark' ? undefined : translate(values.gc);
const stress = { interval: Number(values.interval), image, seconds: Number(values.seconds) };
let failed = 0;
for (const program of positionals.length > 0 ? positionals : allPrograms()) {
  const started = performance.now();
  const found = await difference(program, stress);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${found === null ? 'ok    ' : 'FAILED'} ${program} (${seconds} s)`);
  if (found === null) continue;
  failed++;
  console.log(found);
}
if (image !== undefined) fs.rmSync(path.dirname(image), { recursive: true });
console.log(failed === 0 ? 'all as without stress' : `${failed} programs failed`);
process.exitCode = failed === 0 ? 0 : 1;
