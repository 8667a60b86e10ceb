// Translates the interpreter where the addon runs, unless the image is newer than all JavaScript and the frozen modules.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { findAddon } = await import('../lib/src/ts/native/addon.js');
const { builtImagePath } = await import('../lib/src/ts/native/image-path.js');

function timeOf(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When what the image is made of was last changed. */
function inputTime() {
  const frozen = path.join(root, 'lib/frozen');
  const files = [
    path.join(root, 'lib/.tsbuildinfo'),
    ...fs.readdirSync(frozen).map((name) => path.join(frozen, name)),
  ];
  return Math.max(...files.map(timeOf));
}

const { reason } = findAddon();
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(
    `image: there is no back end for ${process.platform}-${process.arch} yet, the interpreter runs hosted`,
  );
} else if (reason !== null) {
  console.log(`image: the addon does not load (${reason}), the interpreter runs hosted`);
} else if (timeOf(builtImagePath('pypy3')) <= inputTime()) {
  const result = spawnSync(process.execPath, [path.join(root, 'lib/src/ts/translator/translate-main.js')], {
    stdio: 'inherit',
  });
  if (result.status !== 0) {
    console.error('build: the translation failed');
    process.exit(1);
  }
}
