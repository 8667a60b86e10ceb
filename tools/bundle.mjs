// Bundles the interpreter's thread into lib/bundle/worker.cjs and lets it run once, which leaves V8's code cache beside it
// (src/ts/cli/start.ts). Starting from one file with its code is three times as fast as from four hundred modules.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'lib/bundle');

fs.rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: [path.join(root, 'lib/src/ts/cli/worker.js')],
  outfile: path.join(folder, 'worker.cjs'),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  define: { 'import.meta.url': '__bundleUrl' },
  logLevel: 'warning',
});

// What the cache holds is what this program makes V8 compile.
const program = 'import argparse, dataclasses, json, re, typing\nre.compile("a+")\nexec("def f(x):\\n  return x + 1")\nf(1)\n';
const warmUp = spawnSync(process.execPath, [path.join(root, 'bin/pypy3.mjs'), '-'], { input: program, stdio: ['pipe', 'inherit', 'inherit'] });
if (warmUp.status !== 0) {
  console.error('build: the bundled interpreter does not run');
  process.exit(1);
}
