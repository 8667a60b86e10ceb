/** The frozen modules: those that a start imports, and those that CPython freezes. `frozen.ts` tells what that means. */

export const enum FrozenKind {
  /** Importing needs it: found even where `-X frozen_modules=off`. */
  ESSENTIAL,
  MODULE,
  PACKAGE,
}

export class FrozenModule {
  constructor(
    readonly name: string,
    readonly kind: FrozenKind,
    /** The module of the library whose code it is: what CPython calls `origname`. */
    readonly source: string,
  ) {}
}

function essential(name: string, source: string): FrozenModule {
  return new FrozenModule(name, FrozenKind.ESSENTIAL, source);
}

function plain(name: string): FrozenModule {
  return new FrozenModule(name, FrozenKind.MODULE, name);
}

function pack(name: string): FrozenModule {
  return new FrozenModule(name, FrozenKind.PACKAGE, name);
}

export const frozenModules: readonly FrozenModule[] = [
  essential('_frozen_importlib', 'importlib._bootstrap'),
  essential('_frozen_importlib_external', 'importlib._bootstrap_external'),
  essential('zipimport', 'zipimport'),
  plain('abc'),
  plain('codecs'),
  plain('io'),
  plain('_collections_abc'),
  plain('_sitebuiltins'),
  plain('genericpath'),
  plain('ntpath'),
  plain('posixpath'),
  new FrozenModule('os.path', FrozenKind.MODULE, 'posixpath'),
  plain('os'),
  plain('site'),
  plain('stat'),
  plain('importlib.util'),
  plain('importlib.machinery'),
  plain('runpy'),
  // CPython reads these from files. Each start needs them.
  pack('encodings'),
  plain('encodings.aliases'),
  plain('encodings.utf_8'),
  // For tests of frozen modules.
  plain('__hello__'),
  pack('__phello__'),
  plain('__phello__.spam'),
];
