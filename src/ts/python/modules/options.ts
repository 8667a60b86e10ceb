/** How the interpreter is started, and what it runs. */
import type { int } from '../../rlib/types.js';

/** How the interpreter is started; strings are UTF-8 bytes, lists separated by NUL. */
export class Options {
  argv: string = '';
  /** The command line as it was given. */
  originalArgv: string = '';
  executable: string = '';
  prefix: string = '';
  /** The folder of the standard library. */
  library: string = '';
  path: string = '';
  warnOptions: string = '';
  xOptions: string = '';
  inspect: int = 0;
  interactive: int = 0;
  optimize: int = 0;
  dontWriteBytecode: int = 0;
  noUserSite: int = 0;
  noSite: int = 0;
  ignoreEnvironment: int = 0;
  verbose: int = 0;
  bytesWarning: int = 0;
  quiet: int = 0;
  isolated: int = 0;
  devMode: int = 0;
  utf8Mode: int = 0;
  safePath: int = 0;
  unbuffered: int = 0;
  /** `-x`: the first line of the program's file is not Python. */
  skipFirstLine: boolean = false;
  maxStrDigits: int = 4300;
}

export const enum RunKind {
  COMMAND,
  MODULE,
  FILE,
  STDIN,
  INTERACTIVE,
}

/** What to run. */
export class RunTarget {
  constructor(
    readonly kind: RunKind,
    /** Source, module name or path. */
    readonly text: string,
  ) {}
}
