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
  charset: 'ascii',
  define: { 'import.meta.url': '__bundleUrl' },
  logLevel: 'warning',
});

// esbuild makes the variables of modules `var`s. V8 takes a `const` for a constant in optimized code: tests of classes, singletons and
// tables get cheap (loops run half as long again without).
const bundle = path.join(folder, 'worker.cjs');
const text = fs.readFileSync(bundle, 'utf8');
const assigned = new Map();
for (const [, before, name, operator] of text.matchAll(
  /(\+\+|--)?(?<![\w$.])([A-Za-z_$][\w$]*)\s*((?:[-+*/%&|^]|<<|>>>?|\*\*|\?\?|&&|\|\|)?=(?![=>])|\+\+|--)?/g,
)) {
  if (before !== undefined || operator !== undefined) assigned.set(name, (assigned.get(name) ?? 0) + 1);
}
fs.writeFileSync(
  bundle,
  text.replace(/^var ([\w$]+) = /gm, (declaration, name) =>
    assigned.get(name) === 1 ? `const ${name} = ` : declaration,
  ),
);

// What the cache holds is what this program makes V8 compile.
const program =
  'import argparse, dataclasses, json, re, typing\nre.compile("a+")\nexec("def f(x):\\n  return x + 1")\nf(1)\n';
const warmUp = spawnSync(process.execPath, [path.join(root, 'bin/pypy3.mjs'), '-'], {
  input: program,
  stdio: ['pipe', 'inherit', 'inherit'],
});
if (warmUp.status !== 0) {
  console.error('build: the bundled interpreter does not run');
  process.exit(1);
}
