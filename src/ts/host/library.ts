/** Where the standard library is, and the modules of it that run before `import` works. */
import fs from 'node:fs';
import path from 'node:path';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import { parse } from '../python/parser/parse.js';
import { provide } from '../rlib/external.js';
import { packageRoot } from './package-root.js';

export const libraryRoot = path.join(packageRoot, 'lib/python3.11');

/** Compiled forms of the modules that `import` itself needs lie here. */
const bootFolder = path.join(packageRoot, 'lib/boot');

function compileBoot(name: string): Buffer {
  const file = path.join(libraryRoot, name);
  const tree = parse(fs.readFileSync(file), { filename: file, mode: 'exec' });
  const code = compileModule(tree, { filename: `<frozen ${name.replace(/\.py$/, '').replaceAll('/', '.')}>`, optimize: 0, flags: 0 });
  return Buffer.from(marshalCode(code));
}

/** Writes the compiled boot modules; part of the build. */
export function precompileBoot(): void {
  fs.mkdirSync(bootFolder, { recursive: true });
  for (const name of ['importlib/_bootstrap.py', 'importlib/_bootstrap_external.py']) {
    fs.writeFileSync(path.join(bootFolder, name.replaceAll('/', '.')), compileBoot(name));
  }
}

provide('library.bootModule', (name: string): string => {
  const compiled = path.join(bootFolder, name.replaceAll('/', '.'));
  const data = fs.existsSync(compiled) ? fs.readFileSync(compiled) : compileBoot(name);
  return data.toString('latin1');
});
