/** Without an image that fits, or without the addon, the API runs hosted and tells why. */
import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';

describe('API: images and addons that are wrong', function () {
  this.timeout(120_000);
  let folder = '';
  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-api-image-'));
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  function info(env: Readonly<Record<string, string>>): unknown {
    const of = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `
      await import(${of('../../src/ts/api/engine-modules.js')});
      const { Python } = await import(${of('../../src/ts/api/index.js')});
      const { life, reason } = new Python().info;
      console.log(JSON.stringify({ life, reason }));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    assert.equal(stderr, '');
    return JSON.parse(stdout) as unknown;
  }

  it('none', () => {
    const file = path.join(folder, 'none');
    assert.deepEqual(info({ TSPY_IMAGE: file }), { life: 'hosted', reason: `image ${file} is missing` });
  });

  it('one that calls what is not there', () => {
    const file = path.join(folder, 'stale');
    const bytes = fs.readFileSync(imagePath('pypy3'));
    bytes.write('signal.nxet', bytes.indexOf('signal.next'));
    fs.writeFileSync(file, bytes);
    const reason = `image ${file} is stale: it calls 'signal.nxet', which this host does not have`;
    assert.deepEqual(info({ TSPY_IMAGE: file }), { life: 'hosted', reason });
  });

  it('no addon', () => {
    const { life, reason } = info({ TSPY_NATIVE_PREBUILD: folder }) as { life: string; reason: string };
    assert.equal(life, 'hosted');
    assert.match(reason, /^No native build was found/);
  });
});
