/** The entry of the translated interpreter. */
import type { int } from '../../rlib/types.js';
import { Fields, unpackOptions, unpackTarget } from './packed-options.js';
import { run } from './run-main.js';

/** Runs what `pack` packed; the exit status, negative if a signal is to end the process. */
export function runPacked(packed: string): int {
  const fields = new Fields(packed);
  const options = unpackOptions(fields);
  return run(options, unpackTarget(fields));
}
