/** Imports go only where `src/ts/layers.ts` lets them. Type-only imports count too; tests and examples are free. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { layers, type Layer } from '../src/ts/layers.js';

const root = path.resolve(import.meta.dirname, '../..');

function isBelow(module: string, folder: string): boolean {
  return module === folder || module.startsWith(`${folder}/`);
}

/** The layer whose folder is the longest prefix. */
function findLayer(module: string): Layer | null {
  let best: Layer | null = null;
  for (const layer of layers) {
    if (isBelow(module, layer.folder) && layer.folder.length > (best?.folder.length ?? 0)) best = layer;
  }
  return best;
}

function mayImport(layer: Layer, imported: string): boolean {
  return [layer.folder, ...layer.mayImport].some((folder) => isBelow(imported, folder));
}

function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')));
}

/** The project's own modules that a text imports, by path below the root without extension. */
export function importedModules(file: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, ''));
}

function breaches(file: string, text: string): string[] {
  const layer = findLayer(file.replace(/\.ts$/, ''));
  if (layer === null) return [];
  return importedModules(file, text)
    .filter((imported) => !mayImport(layer, imported))
    .map(
      (imported) =>
        `${file} imports ${imported}: ${layer.folder} may import ${layer.mayImport.join(', ') || 'nothing'}`,
    );
}

describe('layers', () => {
  it('imports go where they may', () => {
    const found = ['src/ts', 'src/native']
      .flatMap(sourceFiles)
      .flatMap((file) => breaches(file, fs.readFileSync(path.join(root, file), 'utf8')));
    assert.deepEqual(found, []);
  });

  it('a breach is found', () => {
    const text =
      "import type { Graph } from '../translator/flow/graph.js';\nexport * from './int.js';\nimport fs from 'node:fs';\n";
    assert.equal(breaches('src/ts/rlib/example.ts', text).length, 1);
    assert.deepEqual(breaches('src/ts/translator/example.ts', "import '../rlib/int.js';"), []);
    assert.equal(
      breaches('src/ts/python/compiler/example.ts', "import { Op } from '../interp/eval.js';").length,
      1,
    );
    assert.deepEqual(
      breaches('src/ts/python/compiler/example.ts', "import { Op } from '../interp/opcodes.js';"),
      [],
    );
  });

  it('layers name folders that are layers', () => {
    for (const { mayImport: allowed } of layers) {
      for (const folder of allowed)
        assert.ok(
          layers.some((one) => isBelow(folder, one.folder) || isBelow(one.folder, folder)),
          folder,
        );
    }
  });
});
