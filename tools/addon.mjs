// Builds the N-API addon into build/Release, if its sources are newer. Without a compiler (or without Node's headers) there is
// no addon, and everything runs hosted: that is said, and is no error. Sources that do not compile are one.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const product = path.join(root, 'build/Release/tspy_native.node');

function isUpToDate() {
  if (!fs.existsSync(product)) return false;
  const built = fs.statSync(product).mtimeMs;
  const sources = fs.readdirSync(path.join(root, 'src/native'), { recursive: true, encoding: 'utf8' });
  return [
    'binding.gyp',
    ...sources.filter((name) => /\.(cc|h)$/.test(name)).map((name) => `src/native/${name}`),
  ].every((name) => fs.statSync(path.join(root, name)).mtimeMs < built);
}

/** The first of node-gyp's tools that is not here. Windows' compiler has no fixed name: node-gyp itself looks for it. */
function findMissingTool() {
  if (process.platform === 'win32') return undefined;
  const tools = [process.env.CXX ?? 'c++', 'make', process.env.PYTHON ?? 'python3'];
  return tools.find(
    (tool) => spawnSync(tool.split(' ')[0], ['--version'], { stdio: 'ignore' }).error !== undefined,
  );
}

/** Through npm, which hands node-gyp its configuration: a proxy, or where Node's headers are. */
function nodeGyp(command) {
  const result = spawnSync('npm', ['exec', '--no', '--', 'node-gyp', command, '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}`.trim() };
}

function build() {
  const missing = findMissingTool();
  if (missing !== undefined) return `${missing} is missing`;
  const configured = nodeGyp('configure');
  if (!configured.ok) {
    const lines = [...configured.output.matchAll(/^gyp ERR! stack (?! *at )(.*)$/gm)].map(([, line]) => line);
    return `node-gyp configure: ${lines.join(' ')}`;
  }
  const built = nodeGyp('build');
  if (!built.ok) {
    console.error(built.output);
    console.error('build: the native addon does not compile');
    process.exit(1);
  }
  // make leaves a product alone that would not change.
  const now = new Date();
  fs.utimesSync(product, now, now);
  return undefined;
}

if (!isUpToDate()) {
  const reason = build();
  if (reason !== undefined) console.log(`build: no native addon (${reason}): hosted mode remains`);
}
