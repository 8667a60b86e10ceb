/** Programs from standard input: a terminal gets a prompt (module `code`), anything else is read and run. */
import { isTerminal } from '../host/lazy.js';
import type { Options } from '../python/modules/setup.js';
import { run, RunKind, RunTarget } from '../python/modules/run-main.js';

/** Runs standard input; the exit status. */
export function runReadline(options: Options): number {
  if (isTerminal(0) || options.interactive !== 0) {
    options.interactive = 1;
    return run(options, new RunTarget(RunKind.INTERACTIVE, ''));
  }
  return run(options, new RunTarget(RunKind.STDIN, ''));
}
