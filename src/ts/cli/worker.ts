/** `pypy3`: the interpreter's thread. Runs what the command line asks for and ends with its exit status. */
import fs from 'node:fs';
import path from 'node:path';
import '../host/hosted.js';
import { libraryRoot } from '../host/library.js';
import { ask } from '../host/main-thread.js';
import { packageRoot } from '../host/package-root.js';
import { toUtf8 } from '../host/compiler-text.js';
import { run, RunKind, RunTarget } from '../python/modules/run-main.js';
import { applyEnvironment, parseCommandLine } from './options.js';
import { runReadline } from './repl.js';

const line = parseCommandLine(process.argv.slice(2));
const { target, options } = line;

function joined(parts: readonly string[]): string {
  return toUtf8(parts.join('\0'));
}

/** What `sys.path[0]` is: the script's folder, or the current one as ''. */
function firstPath(): string[] {
  if (options.safePath !== 0) return [];
  if (target.kind === 'file') {
    try {
      const real = fs.realpathSync(target.path);
      return [fs.statSync(real).isDirectory() ? real : path.dirname(real)];
    } catch {
      return [path.dirname(path.resolve(target.path))];
    }
  }
  return target.kind === 'module' ? [process.cwd()] : [''];
}

/** A script's path from the root, as CPython shows it: with `.` and `..` as they were given. */
function absolute(file: string): string {
  return path.isAbsolute(file) ? file : `${process.cwd()}/${file}`;
}

function main(): number {
  if (target.kind === 'print') {
    fs.writeSync(target.status === 0 ? 1 : 2, target.text);
    return target.status;
  }
  const pythonPath = applyEnvironment(line, process.env);
  options.argv = joined(line.argv);
  options.executable = toUtf8(path.join(packageRoot, 'bin/pypy3.mjs'));
  options.originalArgv = joined([path.join(packageRoot, 'bin/pypy3.mjs'), ...process.argv.slice(2)]);
  options.prefix = toUtf8(packageRoot);
  options.library = toUtf8(libraryRoot);
  options.path = joined([...firstPath(), ...pythonPath, libraryRoot]);
  options.warnOptions = joined([
    ...(options.ignoreEnvironment === 0
      ? (process.env.PYTHONWARNINGS ?? '').split(',').filter((w) => w !== '')
      : []),
    ...line.warnings,
  ]);
  options.xOptions = joined(line.implementation);
  switch (target.kind) {
    case 'command':
      return run(options, new RunTarget(RunKind.COMMAND, toUtf8(target.source)));
    case 'module':
      return run(options, new RunTarget(RunKind.MODULE, toUtf8(target.name)));
    case 'file':
      return run(options, new RunTarget(RunKind.FILE, toUtf8(absolute(target.path))));
    case 'stdin':
      return runReadline(options);
  }
}

const status = main();
if (status < 0) ask({ kind: 'die', signal: -status });
else process.exitCode = status;
