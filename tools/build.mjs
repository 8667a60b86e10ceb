// Builds everything a clone needs: JavaScript and typings, the native addon, the standard library in lib/python3.11, the image of the
// translated interpreter.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function run(command, args) {
  const result = spawnSync(process.execPath, [path.join(root, command), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    console.error(`build: ${command} ${args.join(' ')} failed`);
    process.exit(result.status ?? 1);
  }
}

run('node_modules/typescript/bin/tsc', ['-p', '.']);
await import('./addon.mjs');
await import('./stdlib.mjs');
await import('./unicode-tables.mjs');
run('lib/src/ts/host/precompile.js', []);
await import('./image.mjs');
await import('./bundle.mjs');
