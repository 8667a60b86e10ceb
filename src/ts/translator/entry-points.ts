/** The functions from which programs start: what `check:rts` checks and the translator translates. */

export interface EntryPoint {
  /** The program's name. */
  readonly name: string;
  /** Below the repository's root, without extension. */
  readonly module: string;
  readonly functions: readonly string[];
  /** Functions of other modules from which it may start, too. */
  readonly others?: readonly { readonly module: string; readonly functions: readonly string[] }[];
  /** Modules that are no part of the program: loaded after it, they complete what it has loaded, before its objects are written into the image. */
  readonly completedBy?: readonly string[];
  /** Arrays of bytes and of 32-bit items that the host shares: module, then the names that lead to the array. */
  readonly data?: Readonly<Record<string, readonly string[]>>;
}

export const entryPoints: readonly EntryPoint[] = [
  {
    name: 'pypy3',
    module: 'src/ts/python/modules/run-packed',
    functions: ['runPacked'],
    others: [{ module: 'src/ts/python/interop/entry', functions: ['enterRequest'] }],
    completedBy: ['src/ts/host/freeze'],
    data: {
      ticker: ['src/ts/python/interp/context', 'context', 'ticker'],
      mailbox: ['src/ts/python/interop/mailbox', 'mailbox'],
    },
  },
  { name: 'tiny', module: 'examples/tiny/interp', functions: ['runProgram'] },
];

/** All modules of a program from which it may start, with their functions. */
export function startingModules(entry: EntryPoint): readonly Pick<EntryPoint, 'module' | 'functions'>[] {
  return [entry, ...(entry.others ?? [])];
}
