/** Running `pypy3`, and python3 beside it, for the tests of the command line. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');
export const pypy3 = path.join(root, 'bin/pypy3.cjs');

export interface Outcome {
  /** The exit status, or the name of the signal that ended the process. */
  readonly status: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function run(command: readonly string[], options: RunOptions): Outcome {
  const [file = '', ...args] = command;
  const { cwd, input = '', env = {} } = options;
  const result = spawnSync(file, args, {
    encoding: 'utf8',
    cwd,
    input,
    env: { ...process.env, ...env },
    timeout: 120_000,
  });
  return { status: result.signal ?? result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Ours. The program's own name, in messages, is `PYTHON`; prompts are python3's. */
export function runOurs(args: readonly string[], options: RunOptions = {}): Outcome {
  const { status, stdout, stderr } = run([process.execPath, pypy3, ...args], options);
  return {
    status,
    stdout,
    stderr: stderr
      .replaceAll(pypy3, 'PYTHON')
      .replaceAll('pypy3', 'PYTHON')
      .replaceAll('>>>> ', '>>> ')
      .replaceAll('.... ', '... '),
  };
}

function findPython(): string | null {
  const code =
    'import sys; print(sys.executable if sys.version_info[:2] == (3, 11) and sys.implementation.name == "cpython" else "")';
  for (const name of ['python3.11', 'python3']) {
    const result = spawnSync(name, ['-c', code], { encoding: 'utf8' });
    if (result.status === 0 && result.stdout.trim() !== '') return result.stdout.trim();
  }
  return null;
}

/** CPython 3.11, if the machine has it. */
export const python: string | null = findPython();

export function runPython(args: readonly string[], options: RunOptions = {}): Outcome {
  if (python === null) throw new Error('there is no CPython 3.11 to compare with');
  const { status, stdout, stderr } = run([python, ...args], options);
  return {
    status,
    stdout,
    stderr: stderr.replaceAll(python, 'PYTHON').replace("Try `python -h'", "Try `PYTHON -h'"),
  };
}
