/** Python programs under a collector that collects all the time: they print what they print without. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');
const programs = path.join(root, 'test/python/programs');

/** A program with its output, or what went wrong. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Stress {
  /** Collect at every so many allocations. */
  readonly interval: number;
  /** Another image than the package's. */
  readonly image?: string | undefined;
  readonly seconds: number;
}

export function allPrograms(): string[] {
  const names = fs.readdirSync(programs, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.py')).sort();
}

function run(args: readonly string[], seconds: number, image: string | undefined): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      PYTHONIOENCODING: 'utf-8',
      ...(image === undefined ? {} : { TSPY_IMAGE: image }),
    };
    const child = spawn(process.execPath, [path.join(root, 'bin/pypy3.cjs'), ...args], {
      cwd: programs,
      env,
      timeout: seconds * 1000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
    child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    child.on('close', (status) => {
      resolve({ status, stdout, stderr });
    });
  });
}

/** Null where a program does under stress what it does without; else how it differs. */
export async function difference(
  program: string,
  { interval, image, seconds }: Stress,
): Promise<string | null> {
  const [plain, stressed] = await Promise.all([
    run([program], seconds, undefined),
    run(['--gc-stress', String(interval), '--gc-verify', program], seconds, image),
  ]);
  if (stressed.status !== plain.status)
    return `status ${String(stressed.status)}, not ${String(plain.status)}\n${stressed.stderr}`;
  if (stressed.stdout !== plain.stdout) return `other output\n${stressed.stdout}\n${stressed.stderr}`;
  return null;
}
