/**
 * Runs one process and measures it: wall-clock time, and peak memory.
 *
 * Node tells the peak memory of itself only, not of its children, and nothing shall have to be installed. So the child's high-water mark
 * (Linux: VmHWM, which the kernel keeps) or its present size (elsewhere: `ps`) is read every few milliseconds while it runs.
 *
 * Our own interpreter is asked for the JIT's summary too. It is written when the process ends, so it costs the program nothing.
 */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readSummary, type JitSummary } from './jit-summary.js';

/** An interpreter: a command and its first arguments. */
export interface Interpreter {
  readonly name: string;
  readonly kind: 'ours' | 'other';
  readonly command: readonly string[];
  readonly version: string;
}

export interface Measurement {
  readonly seconds: number;
  /** Largest resident size seen. */
  readonly peakBytes: number;
  readonly stdout: string;
  /** Of others than ours empty. */
  readonly jit: JitSummary;
  /** Why the program did not end well; null if it did. */
  readonly error: string | null;
}

const SAMPLE_MILLISECONDS = 5;
const PS_SAMPLE_MILLISECONDS = 50;

const hasProc = fs.existsSync('/proc/self/status');

function residentBytes(pid: number): number {
  try {
    if (hasProc) {
      const match = /^VmHWM:\s*(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
      return match === null ? 0 : Number(match[1]) * 1024;
    }
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    // It has ended between two samples.
    return 0;
  }
}

/** The line of a traceback that names the error. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/** Runs an interpreter with arguments; stops it after `limitSeconds`. */
export async function measure(
  interpreter: Interpreter,
  args: readonly string[],
  limitSeconds: number,
): Promise<Measurement> {
  if (interpreter.kind === 'other') {
    return { ...(await runProcess(interpreter, args, limitSeconds, process.env)), jit: new Map() };
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const log = path.join(folder, 'log');
  try {
    const env = { ...process.env, PYPYLOG: `jit-summary:${log}` };
    const run = await runProcess(interpreter, args, limitSeconds, env);
    return { ...run, jit: readSummary(fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '') };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function runProcess(
  interpreter: Interpreter,
  args: readonly string[],
  limitSeconds: number,
  env: NodeJS.ProcessEnv,
): Promise<Omit<Measurement, 'jit'>> {
  return new Promise((answer) => {
    const [command = '', ...first] = interpreter.command;
    const start = performance.now();
    const child = spawn(command, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let peakBytes = 0;
    let stdout = '';
    let stderr = '';
    let tooLong = false;
    const sample = (): void => {
      if (child.pid !== undefined) peakBytes = Math.max(peakBytes, residentBytes(child.pid));
    };
    const sampler = setInterval(sample, hasProc ? SAMPLE_MILLISECONDS : PS_SAMPLE_MILLISECONDS);
    const limit = setTimeout(() => {
      tooLong = true;
      child.kill('SIGKILL');
    }, limitSeconds * 1000);
    const end = (error: string | null): void => {
      clearInterval(sampler);
      clearTimeout(limit);
      answer({ seconds: (performance.now() - start) / 1000, peakBytes, stdout, error });
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => {
      end(error.message);
    });
    child.on('close', (status, signal) => {
      if (tooLong) end(`longer than ${limitSeconds} s`);
      else if (status === 0) end(null);
      else end(lastLine(stderr) || (signal === null ? `exit status ${status}` : `ended by ${signal}`));
    });
  });
}
