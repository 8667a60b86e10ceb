/**
 * The layers as data: who may import whom. `test/layers.test.ts` keeps it.
 * A layer is a folder (or module) below the repository's root; the longest matching prefix decides.
 */
export interface Layer {
  readonly folder: string;
  /** RTypeScript: translated to machine code. The rest is host code, run by V8. */
  readonly rts: boolean;
  readonly mayImport: readonly string[];
}

export const layers: readonly Layer[] = [
  { folder: 'src/ts/rlib', rts: true, mayImport: [] },
  { folder: 'src/ts/gc', rts: true, mayImport: ['src/ts/rlib', 'src/ts/runtime/types'] },
  { folder: 'src/ts/runtime', rts: true, mayImport: ['src/ts/rlib', 'src/ts/gc'] },
  {
    folder: 'src/ts/python/interp',
    rts: true,
    mayImport: ['src/ts/rlib', 'src/ts/python/objects', 'src/ts/python/modules'],
  },
  { folder: 'src/ts/python/objects', rts: true, mayImport: ['src/ts/rlib', 'src/ts/python/interp'] },
  {
    folder: 'src/ts/python/modules',
    rts: true,
    mayImport: ['src/ts/rlib', 'src/ts/python/interp', 'src/ts/python/objects', 'src/ts/python/parser/ast'],
  },
  {
    folder: 'src/ts/python/interop',
    rts: true,
    mayImport: ['src/ts/rlib', 'src/ts/python/interp', 'src/ts/python/objects', 'src/ts/python/modules'],
  },
  { folder: 'src/ts/python/parser', rts: false, mayImport: [] },
  {
    folder: 'src/ts/python/compiler',
    rts: false,
    mayImport: ['src/ts/python/parser', 'src/ts/python/interp/opcodes'],
  },
  { folder: 'src/ts/layers', rts: false, mayImport: [] },
  {
    folder: 'src/ts/translator',
    rts: false,
    mayImport: [
      'src/ts/rlib',
      'src/ts/runtime',
      'src/ts/backend',
      'src/ts/native',
      'src/ts/jit/jitcode-format',
      'src/ts/jit/live-registers',
      'src/ts/jit/state-places',
      'src/ts/layers',
      'src/native',
    ],
  },
  { folder: 'src/ts/backend', rts: false, mayImport: [] },
  { folder: 'src/native/asm-x86_64', rts: false, mayImport: ['src/ts/backend'] },
  {
    folder: 'src/ts/native',
    rts: false,
    mayImport: ['src/ts/host/package-root', 'src/ts/rlib', 'src/ts/runtime'],
  },
  {
    folder: 'src/ts/jit',
    rts: false,
    mayImport: ['src/ts/rlib', 'src/ts/backend', 'src/ts/native', 'src/native', 'src/ts/host/bundle'],
  },
  {
    folder: 'src/ts/host',
    rts: false,
    mayImport: ['src/ts/rlib', 'src/ts/python', 'src/ts/jit/parameters'],
  },
  {
    folder: 'src/ts/api',
    rts: false,
    mayImport: ['src/ts/rlib', 'src/ts/python', 'src/ts/host', 'src/ts/native', 'src/ts/jit'],
  },
  {
    folder: 'src/ts/cli',
    rts: false,
    mayImport: [
      'src/ts/api',
      'src/ts/rlib',
      'src/ts/python',
      'src/ts/host',
      'src/ts/native',
      'src/ts/jit',
      'src/ts/translator',
      'src/native',
    ],
  },
];
