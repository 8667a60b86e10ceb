/** The compiled standard library: its `.pyc` files, and the code of the modules that the interpreter has frozen. */
import fs from 'node:fs';
import path from 'node:path';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import { FrozenKind, frozenModules, type FrozenModule } from '../python/modules/frozen-table.js';
import { sipHash13 } from '../python/modules/siphash.js';
import { parse } from '../python/parser/parse.js';
import { provide } from '../rlib/external.js';
import { libraryRoot } from './library-root.js';
import { packageRoot } from './package-root.js';

/** The marshalled code of the frozen modules lies here, one file for each source. */
const frozenFolder = path.join(packageRoot, 'lib/frozen');

function compileLibraryFile(name: string, shownName: string): Buffer {
  const file = path.join(libraryRoot, name);
  const tree = parse(fs.readFileSync(file), { filename: file, mode: 'exec' });
  return Buffer.from(marshalCode(compileModule(tree, { filename: shownName, optimize: 0, flags: 0 })));
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

/** Tells whether what was compiled of a file of the library is newer than the file and the compiler. */
function upToDateTest(): (compiled: string, name: string) => boolean {
  const compiler = path.join(packageRoot, 'lib/src/ts/python');
  const compilerTime = Math.max(
    newest(path.join(compiler, 'compiler')),
    newest(path.join(compiler, 'parser')),
  );
  return (compiled, name) => {
    const time = fs.statSync(compiled, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return time > compilerTime && time > fs.statSync(path.join(libraryRoot, name)).mtimeMs;
  };
}

/** The file of a frozen module's source, below the library's folder. */
function frozenFile({ source, kind }: FrozenModule): string {
  return source.replaceAll('.', '/') + (kind === FrozenKind.PACKAGE ? '/__init__.py' : '.py');
}

/** Compiles the frozen modules, as `precompileLibrary` the others. */
export function precompileFrozen(): void {
  const isUpToDate = upToDateTest();
  fs.mkdirSync(frozenFolder, { recursive: true });
  for (const row of frozenModules) {
    const compiled = path.join(frozenFolder, row.source);
    const name = frozenFile(row);
    if (isUpToDate(compiled, name)) continue;
    fs.writeFileSync(compiled, compileLibraryFile(name, `<frozen ${row.source}>`));
  }
}

/** Compiles the modules of the library that have changed, or all if the compiler has; part of the build. */
export function precompileLibrary(): void {
  const isUpToDate = upToDateTest();
  for (const name of fs.readdirSync(libraryRoot, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.py')) continue;
    const file = path.join(libraryRoot, name);
    const compiled = path.join(
      path.dirname(file),
      '__pycache__',
      path.basename(name, '.py') + '.pypy311.pyc',
    );
    if (isUpToDate(compiled, name)) continue;
    const source = fs.readFileSync(file);
    const code = compileLibraryFile(name, file);
    fs.mkdirSync(path.dirname(compiled), { recursive: true });
    fs.writeFileSync(compiled, Buffer.concat([pycHeader(source), code]));
  }
}

provide('library.frozenCode', (source: string): string =>
  fs.readFileSync(path.join(frozenFolder, source), 'latin1'),
);
