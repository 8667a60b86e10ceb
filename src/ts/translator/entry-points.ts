/** The functions from which programs start: what `check:rts` checks and the translator translates. */

export interface EntryPoint {
  /** The program's name. */
  readonly name: string;
  /** Below the repository's root, without extension. */
  readonly module: string;
  readonly functions: readonly string[];
}

export const entryPoints: readonly EntryPoint[] = [
  { name: 'pypy3', module: 'src/ts/python/modules/run-packed', functions: ['runPacked'] },
  { name: 'tiny', module: 'examples/tiny/interp', functions: ['runProgram'] },
];
