/** `pypy3` hosted, and the prompt: the interpreter's thread. Runs what the command line asks for and ends with its exit status. */
import '../host/hosted.js';
import { ask } from '../host/main-thread.js';
import { run } from '../python/modules/run-main.js';
import { parseCommandLine } from './options.js';
import { prepare } from './prepare.js';

const line = parseCommandLine(process.argv.slice(2));
if (line.target.kind !== 'print' && line.target.kind !== 'info') {
  const { options, target } = prepare(line, line.target);
  const status = run(options, target);
  if (status < 0) ask({ kind: 'die', signal: -status });
  else process.exitCode = status;
}
