/** The checker's report: positions, paths, folders, load-time functions; and that the entry points are clean. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkProgram } from '../../src/ts/translator/check.js';
import { entryPoints } from '../../src/ts/translator/entry-points.js';
import { root } from './agreement.js';

const program = `import type { int } from './src/ts/rlib/types.js';
function bad(x: int): int {
  const a = x / 2;
  const b = x % a;
  return { b }.b;
}
function middle(x: int): int {
  return bad(x) + 1;
}
export function start(x: int): int {
  return middle(x);
}
export function tableEntry(x: int): boolean {
  return x == 1;
}
function makeTable(fn: (x: int) => boolean): Map<string, unknown> {
  return new Map(Object.entries({ fn }));
}
/** @loadTime */
export function loader(): RegExp {
  return /x/;
}
/** Made by load-time code, and called from nowhere else: still a value. */
function rowOf(x: int): int {
  return x % 2;
}
function makeRows(): unknown[] {
  return [rowOf];
}
export const table = makeTable(tableEntry);
export const rows = makeRows();
/** @hosted */
export class HostedOnly extends Error {}
export class Made {
  /** @loadTime */
  constructor(readonly size: int) {
    new Map();
  }
}
`;

describe('translator: checker', () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'check-rts-'));
    fs.mkdirSync(path.join(folder, 'src/ts'), { recursive: true });
    fs.cpSync(path.join(root, 'src/ts/rlib'), path.join(folder, 'src/ts/rlib'), { recursive: true });
    fs.copyFileSync(path.join(root, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    fs.writeFileSync(path.join(folder, 'program.ts'), program);
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  it('reports many errors with positions and the path that reaches them', async () => {
    const { report, summary } = await checkProgram({
      root: folder,
      entryPoints: [{ name: 'program', module: 'program', functions: ['start'] }],
      folders: [],
      isLive: false,
    });
    assert.equal(report.length, 2);
    assert.match(
      report[0] ?? '',
      /^program\.ts:3:13: integer-operator: .*\n {2}reached by bad <- middle <- start$/,
    );
    assert.match(report[1] ?? '', /^program\.ts:5:10: object-literal: /);
    assert.match(summary, /^2 errors; 3 functions of \d+ operations built and verified in /);
  });

  it('a folder brings all its functions but those of load time', async () => {
    const { report } = await checkProgram({
      root: folder,
      entryPoints: [],
      folders: ['program.ts'],
      isLive: false,
    });
    const found = report.map((line) => line.replace(/\n.*/, '').split(': ').slice(0, 2).join(': '));
    assert.deepEqual(found, [
      'program.ts:3:13: integer-operator',
      'program.ts:5:10: object-literal',
      'program.ts:14:10: equality',
      'program.ts:25:10: integer-operator',
    ]);
  });

  it('an entry point that does not exist is an error', async () => {
    const { report } = await checkProgram({
      root: folder,
      entryPoints: [{ name: 'program', module: 'program', functions: ['nowhere'] }],
      folders: [],
      isLive: false,
    });
    assert.match(report[0] ?? '', /entry-point: nowhere/);
  });

  it('the example language keeps the rules, loaded or not', async () => {
    for (const isLive of [false, true]) {
      const tiny = entryPoints.filter((one) => one.name === 'tiny');
      const { report } = await checkProgram({ root, entryPoints: tiny, folders: [], isLive });
      assert.deepEqual(report, []);
    }
  });
});
