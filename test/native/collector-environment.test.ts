/** The environment of the collector: sizes, factors, the log. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseSize, vmOptions } from '../../src/ts/native/collector-environment.js';

describe('environment of the collector', () => {
  it('reads sizes', () => {
    const sizes = ['4096', '4K', '4KB', '1.5M', '2gb', '', '-1', 'much', '4T'].map(parseSize);
    assert.deepEqual(sizes, [4096, 4096, 4096, 1572864, 2 ** 31, undefined, undefined, undefined, undefined]);
  });

  it('reads all variables, and leaves out what makes no sense', () => {
    const { heapSize, collector } = vmOptions({
      PYPY_GC_MAX: '100MB',
      PYPY_GC_NURSERY: '1MB',
      PYPY_GC_MAJOR_COLLECT: '1.5',
      PYPY_GC_GROWTH: 'fast',
      PYPY_GC_MIN: '',
      PYPY_GC_INCREMENT_STEP: '256K',
      PYPY_GC_DEBUG: '2',
    });
    assert.equal(heapSize, 100 << 20);
    assert.equal(collector?.nurserySize, 1 << 20);
    assert.equal(collector?.majorPercent, 150);
    assert.equal(collector?.growthPercent, undefined);
    assert.equal(collector?.leastMajorSize, undefined);
    assert.equal(collector?.incrementSize, 256 << 10);
    assert.equal(collector?.verify, true);
    assert.equal(collector?.onCollection, undefined);
  });

  it('keeps the limit within what is possible', () => {
    assert.equal(vmOptions({ PYPY_GC_MAX: '1' }).heapSize, 16 << 20);
    assert.ok(vmOptions({ PYPY_GC_MAX: '100G' }).heapSize < 2 ** 32);
    assert.ok(vmOptions({}).heapSize >= 256 << 20);
  });

  it('lets what is given go before', () => {
    const { stressInterval, collector } = vmOptions(
      { PYPY_GC_DEBUG: '0', PYPY_GC_NURSERY: '1M' },
      { stressInterval: 5, collector: { verify: true } },
    );
    assert.equal(stressInterval, 5);
    assert.equal(collector?.verify, true);
    assert.equal(collector.nurserySize, 1 << 20);
  });

  it('writes a line for each collection where PYPYLOG asks for it', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-')), 'log');
    const log = vmOptions({ PYPYLOG: `gc,jit:${file}` }).collector?.onCollection;
    log?.({ kind: 'minor', time: 1_500_000, before: 3 << 20, after: 1 << 20 });
    assert.equal(fs.readFileSync(file, 'utf8'), '[gc-minor] 1.500 ms, 3.00 -> 1.00 MB\n');
    fs.rmSync(path.dirname(file), { recursive: true });
    assert.equal(vmOptions({ PYPYLOG: 'jit:-' }).collector?.onCollection, undefined);
  });
});
