/** Programs from standard input: a terminal gets a prompt (module `code`), anything else is read and run. */
import tty from 'node:tty';
import type { Options } from '../python/modules/setup.js';
import { run, RunKind, RunTarget } from '../python/modules/run-main.js';

/** Runs standard input; the exit status. */
export function runReadline(options: Options): number {
  if (tty.isatty(0) || options.interactive !== 0) {
    options.interactive = 1;
    return run(options, new RunTarget(RunKind.INTERACTIVE, ''));
  }
  return run(options, new RunTarget(RunKind.STDIN, ''));
}
