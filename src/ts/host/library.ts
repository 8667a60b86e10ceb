/** Where the standard library is, and the modules of it that run before `import` works. */
import fs from 'node:fs';
import path from 'node:path';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import { sipHash13 } from '../python/modules/siphash.js';
import { parse } from '../python/parser/parse.js';
import { provide } from '../rlib/external.js';
import { libraryRoot } from './library-root.js';
import { packageRoot } from './package-root.js';

/** Compiled forms of the modules that `import` itself needs lie here. */
const bootFolder = path.join(packageRoot, 'lib/boot');

function compileLibraryFile(name: string, shownName: string): Buffer {
  const file = path.join(libraryRoot, name);
  const tree = parse(fs.readFileSync(file), { filename: file, mode: 'exec' });
  return Buffer.from(marshalCode(compileModule(tree, { filename: shownName, optimize: 0, flags: 0 })));
}

function compileBoot(name: string): Buffer {
  return compileLibraryFile(name, `<frozen ${name.replace(/\.py$/, '').replaceAll('/', '.')}>`);
}

/** Writes the compiled boot modules; part of the build. */
export function precompileBoot(): void {
  fs.mkdirSync(bootFolder, { recursive: true });
  for (const name of ['importlib/_bootstrap.py', 'importlib/_bootstrap_external.py']) {
    fs.writeFileSync(path.join(bootFolder, name.replaceAll('/', '.')), compileBoot(name));
  }
}

/** Newest change of the files below a folder. */
function newest(folder: string): number {
  const times = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => fs.statSync(path.join(folder, name)).mtimeMs);
  return Math.max(...times);
}

/** The start of a `.pyc` that holds whatever its source is (PEP 552): npm does not keep the times of files. */
function pycHeader(source: Buffer): Buffer {
  const bootstrap = fs.readFileSync(path.join(libraryRoot, 'importlib/_bootstrap_external.py'), 'utf8');
  const magic = /^MAGIC_NUMBER = \((\d+)\)/m.exec(bootstrap);
  if (magic === null)
    throw new Error('importlib/_bootstrap_external.py has no MAGIC_NUMBER: run tools/stdlib.mjs');
  const header = Buffer.alloc(16);
  header.writeUInt16LE(Number(magic[1]), 0);
  header.write('\r\n', 2);
  header.writeUInt32LE(1, 4);
  header.write(sipHash13(header.readUInt32LE(0), source.toString('latin1')), 8, 'latin1');
  return header;
}

/** Compiles the modules of the library that have changed, or all if the compiler has; part of the build. */
export function precompileLibrary(): void {
  const compiler = path.join(packageRoot, 'lib/src/ts/python');
  const compilerTime = Math.max(
    newest(path.join(compiler, 'compiler')),
    newest(path.join(compiler, 'parser')),
  );
  for (const name of fs.readdirSync(libraryRoot, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.py')) continue;
    const file = path.join(libraryRoot, name);
    const compiled = path.join(
      path.dirname(file),
      '__pycache__',
      path.basename(name, '.py') + '.pypy311.pyc',
    );
    const time = fs.statSync(compiled, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (time > compilerTime && time > fs.statSync(file).mtimeMs) continue;
    const source = fs.readFileSync(file);
    const code = compileLibraryFile(name, file);
    fs.mkdirSync(path.dirname(compiled), { recursive: true });
    fs.writeFileSync(compiled, Buffer.concat([pycHeader(source), code]));
  }
}

provide('library.bootModule', (name: string): string => {
  const compiled = path.join(bootFolder, name.replaceAll('/', '.'));
  const data = fs.existsSync(compiled) ? fs.readFileSync(compiled) : compileBoot(name);
  return data.toString('latin1');
});
