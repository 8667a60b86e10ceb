// Unpacks the pure-Python standard library (CPython 3.11.3's Lib, from the devDependency pyodide) into lib/python3.11,
// with our own modules and replacements from src/py over it. Does nothing where the result is up to date.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const archive = path.join(root, 'node_modules/pyodide/python_stdlib.zip');
const target = path.join(root, 'lib/python3.11');
const overlay = path.join(root, 'src/py');

/** Number in .pyc files: our bytecode is not CPython's. Change it with the instruction set (interp/opcodes.ts). */
const MAGIC = 7411;

const listed = fs.existsSync(overlay)
  ? fs.readdirSync(overlay, { recursive: true, encoding: 'utf8' }).sort()
  : [];
const hash = crypto
  .createHash('sha256')
  .update(fs.readFileSync(archive))
  .update(fs.readFileSync(fileURLToPath(import.meta.url)));
for (const name of listed) {
  const file = path.join(overlay, name);
  if (fs.statSync(file).isFile()) hash.update(name).update(fs.readFileSync(file));
}
const stamp = hash.digest('hex');
const stampFile = path.join(target, '.stamp');
if (!fs.existsSync(stampFile) || fs.readFileSync(stampFile, 'utf8') !== stamp) {
  fs.rmSync(target, { recursive: true, force: true });
  const files = unzipSync(fs.readFileSync(archive));
  for (const [name, data] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const file = path.join(target, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    let content = Buffer.from(data);
    if (name === 'importlib/_bootstrap_external.py') {
      const text = content.toString('utf8').replace(/^MAGIC_NUMBER = \(\d+\)/m, `MAGIC_NUMBER = (${MAGIC})`);
      content = Buffer.from(text);
    }
    fs.writeFileSync(file, content);
  }
  for (const name of listed) {
    const file = path.join(overlay, name);
    if (!fs.statSync(file).isFile() || name === 'README.md') continue;
    fs.mkdirSync(path.dirname(path.join(target, name)), { recursive: true });
    fs.copyFileSync(file, path.join(target, name));
  }
  fs.writeFileSync(stampFile, stamp);
}
