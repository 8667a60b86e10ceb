/** From a command line to what the interpreter is started with. */
import fs from 'node:fs';
import path from 'node:path';
import { isTerminal } from '../host/lazy.js';
import { libraryRoot } from '../host/library-root.js';
import { packageRoot } from '../host/package-root.js';
import { toUtf8 } from '../host/compiler-text.js';
import { RunKind, RunTarget, type Options } from '../python/modules/options.js';
import { applyEnvironment, type CommandLine, type Target } from './options.js';

/** A target that is a program. */
type ProgramTarget = Exclude<Target, { readonly kind: 'print' } | { readonly kind: 'info' }>;

export interface Prepared {
  readonly options: Options;
  readonly target: RunTarget;
}

/** Whether a program is typed in, line by line. */
export function isInteractive({ target, options }: CommandLine): boolean {
  return options.interactive !== 0 || (target.kind === 'stdin' && isTerminal(0));
}

function joined(parts: readonly string[]): string {
  return toUtf8(parts.join('\0'));
}

/** What `sys.path[0]` is: the script's folder, or the current one as ''. */
function firstPath(target: ProgramTarget, options: Options): string[] {
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

export function prepare(line: CommandLine, target: ProgramTarget): Prepared {
  const { options } = line;
  const pythonPath = applyEnvironment(line, process.env);
  options.argv = joined(line.argv);
  options.executable = toUtf8(path.join(packageRoot, 'bin/pypy3.cjs'));
  options.originalArgv = joined([path.join(packageRoot, 'bin/pypy3.cjs'), ...process.argv.slice(2)]);
  options.prefix = toUtf8(packageRoot);
  options.library = toUtf8(libraryRoot);
  options.path = joined([...firstPath(target, options), ...pythonPath, libraryRoot]);
  options.warnOptions = joined([
    ...(options.ignoreEnvironment === 0
      ? (process.env.PYTHONWARNINGS ?? '').split(',').filter((w) => w !== '')
      : []),
    ...line.warnings,
  ]);
  options.xOptions = joined(line.implementation);
  switch (target.kind) {
    case 'command':
      return { options, target: new RunTarget(RunKind.COMMAND, toUtf8(target.source)) };
    case 'module':
      return { options, target: new RunTarget(RunKind.MODULE, toUtf8(target.name)) };
    case 'file':
      return { options, target: new RunTarget(RunKind.FILE, toUtf8(absolute(target.path))) };
    case 'stdin':
      if (!isInteractive(line)) return { options, target: new RunTarget(RunKind.STDIN, '') };
      options.interactive = 1;
      return { options, target: new RunTarget(RunKind.INTERACTIVE, '') };
  }
}
