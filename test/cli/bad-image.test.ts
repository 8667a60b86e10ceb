/** Images and addons that can't be used: one clear line, and the program runs hosted. */
import { strict as assert } from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import { imagePath } from '../../src/ts/native/image-path.js';
import { runOurs } from './run.js';

/** Places in the header of an image file. */
const HASH = 8;
const PLATFORM = 16;

interface BadImage {
  readonly what: string;
  /** The file's contents; null for none. */
  readonly make: (good: Buffer) => Buffer | null;
  /** What the line says after the file's name. */
  readonly says: string;
}

function changed(good: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(good);
  change(bytes);
  return bytes;
}

const platform = `${process.platform}-${process.arch}`;

const badImages: readonly BadImage[] = [
  { what: 'none', make: () => null, says: 'is missing' },
  { what: 'an empty file', make: () => Buffer.alloc(0), says: 'is truncated' },
  { what: 'a part of the header', make: (good) => good.subarray(0, 20), says: 'is truncated' },
  { what: 'a half', make: (good) => good.subarray(0, good.length >> 1), says: 'is truncated' },
  { what: 'all but a byte', make: (good) => good.subarray(0, -1), says: 'is truncated' },
  { what: 'more than all', make: (good) => Buffer.concat([good, good]), says: 'is longer than it says' },
  { what: 'text', make: () => Buffer.from('#!/bin/sh\n'.repeat(100)), says: 'is not an image' },
  {
    what: 'one for another platform',
    make: (good) => changed(good, (bytes) => bytes.write('plan9-mips\0\0\0', PLATFORM)),
    says: `is for plan9-mips, not for ${platform}`,
  },
  {
    what: 'one with other tables',
    make: (good) => changed(good, (bytes) => bytes.writeUInt8(bytes.readUInt8(HASH) ^ 1, HASH)),
    says: 'is stale: it was built by another version of tspy-native',
  },
  {
    what: 'one that calls what is not there',
    make: (good) => changed(good, (bytes) => bytes.write('signal.nxet', bytes.indexOf('signal.next'))),
    says: "is stale: it calls 'signal.nxet', which this host does not have",
  },
];

describe('pypy3: images and addons that are wrong', function () {
  this.timeout(120_000);
  let folder = '';
  before(function () {
    if (findAddon().addon === null || !fs.existsSync(imagePath('pypy3'))) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-image-'));
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  const program = ['-c', 'import sys; print(sys.argv); sys.exit(3)', 'a'];

  function check(env: Readonly<Record<string, string>>, reason: string | RegExp): void {
    const { stderr, ...outcome } = runOurs(program, { env });
    assert.deepEqual(outcome, { status: 3, stdout: "['-c', 'a']\n" });
    // The program's name is PYTHON in what `runOurs` gives.
    const line = /^PYTHON: runs hosted: (.*)\n$/.exec(stderr)?.[1];
    if (typeof reason === 'string') assert.equal(line, reason, stderr);
    else assert.match(line ?? '', reason, stderr);
  }

  badImages.forEach(({ what, make, says }, i) => {
    it(`${what}: ${says}`, () => {
      const file = path.join(folder, `${i}.image`);
      const bytes = make(fs.readFileSync(imagePath('pypy3')));
      if (bytes !== null) fs.writeFileSync(file, bytes);
      check({ TSPY_IMAGE: file }, `image ${file} ${says}`);
    });
  });

  it('a good one elsewhere runs', () => {
    const file = path.join(folder, 'good.image');
    fs.copyFileSync(imagePath('pypy3'), file);
    const expected = { status: 3, stdout: "['-c', 'a']\n", stderr: '' };
    assert.deepEqual(runOurs(program, { env: { TSPY_IMAGE: file } }), expected);
  });

  it('no addon', () => {
    check({ TSPY_NATIVE_PREBUILD: folder }, /^No native build was found for platform=\w+ arch=\w+/);
  });

  it('nothing is said where hosted mode was asked for', () => {
    const env = { TSPY_IMAGE: path.join(folder, 'none') };
    const expected = { status: 3, stdout: "['-c', 'a']\n", stderr: '' };
    assert.deepEqual(runOurs(['--hosted', ...program], { env }), expected);
    assert.deepEqual(runOurs(program, { env: { ...env, TSPY_HOSTED: '1' } }), expected);
  });

  it('--info tells why', () => {
    const file = path.join(folder, 'none');
    const life = (args: readonly string[], env: Readonly<Record<string, string>>): string | undefined =>
      /^life: (.*) \(Node/m.exec(runOurs([...args, '--info'], { env }).stdout)?.[1];
    assert.equal(life([], {}), 'translated');
    assert.equal(life([], { TSPY_IMAGE: file }), `hosted: image ${file} is missing`);
    assert.equal(life(['--hosted'], { TSPY_IMAGE: file }), 'hosted: asked for');
    assert.match(life([], { TSPY_NATIVE_PREBUILD: folder }) ?? '', /^hosted: No native build was found/);
  });
});
