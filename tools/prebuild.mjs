// Fills prebuilds/PLATFORM-ARCH, which the published package carries: the addon, made by prebuildify from a copy of its sources (it removes what
// node-gyp built before), and beside it the image of the interpreter.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { builtImagePath, prebuiltImagePath } = await import('../lib/src/ts/native/image-path.js');
const { checkImage } = await import('../lib/src/ts/native/image-file.js');

/** The addon's sources where prebuildify may build. */
function copySources(folder) {
  for (const name of ['package.json', 'binding.gyp']) {
    fs.copyFileSync(path.join(root, name), path.join(folder, name));
  }
  fs.mkdirSync(path.join(folder, 'src'));
  fs.cpSync(path.join(root, 'src/native'), path.join(folder, 'src/native'), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
}

function prebuildAddon() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-prebuild-'));
  try {
    copySources(folder);
    const options = ['--napi', '--strip', '--quiet', '--target', process.versions.node, '--out', root];
    // Through npm, which hands node-gyp its configuration: a proxy, or where Node's headers are.
    const result = spawnSync('npm', ['exec', '--no', '--', 'prebuildify', ...options], {
      cwd: folder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (result.status !== 0) throw new Error('prebuildify failed');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const image = builtImagePath('pypy3');
checkImage(image);
fs.rmSync(path.dirname(prebuiltImagePath('pypy3')), { recursive: true, force: true });
prebuildAddon();
fs.copyFileSync(image, prebuiltImagePath('pypy3'));
