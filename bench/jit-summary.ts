/** What our JIT tells of itself at the end of a process: section `jit-summary` of PYPYLOG. */
import { readJitLog } from '../src/ts/jit/log-reader.js';

/** The summary's rows by name; empty where no loop was hot. */
export type JitSummary = ReadonlyMap<string, number>;

export function readSummary(log: string): JitSummary {
  const rows = new Map<string, number>();
  for (const line of readJitLog(log).summary.split('\n')) {
    const [, name, value] = /^(.+): +([\d.]+)$/.exec(line) ?? [];
    if (name !== undefined) rows.set(name, Number(value));
  }
  return rows;
}
