/** The soak test: a program that allocates in all ways (`soak.py`) holds a steady size. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './stressed-programs.js';

export interface Soak {
  readonly status: number | null;
  /** Most bytes in use, and most that had memory behind them, in the first fifth of the rounds, and in the rest. */
  readonly early: Peak;
  readonly late: Peak;
  /** The last lines. */
  readonly end: string;
  readonly stderr: string;
}

interface Peak {
  used: number;
  committed: number;
}

/** How much more than at the beginning a program that only replaces what it keeps may take. */
export const MOST_GROWTH = 1.5;

export function soak(seconds: number): Promise<Soak> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'bin/pypy3.cjs'), path.join(root, 'test/gc/soak.py'), String(seconds)],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const early: Peak = { used: 0, committed: 0 };
    const late: Peak = { used: 0, committed: 0 };
    let end = '';
    let stderr = '';
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [word, time, used, committed] = line.split(' ');
        if (word !== 'round') {
          end += `${line}\n`;
          continue;
        }
        const peak = Number(time) < seconds / 5 ? early : late;
        peak.used = Math.max(peak.used, Number(used));
        peak.committed = Math.max(peak.committed, Number(committed));
      }
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    child.on('close', (status) => {
      resolve({ status, early, late, end, stderr });
    });
  });
}
