/**
 * `node lib/bench/pauses.js [ROUNDS]`: how long the collector's pauses are on a heap of 500 MB, in CPU time. `minor` are collections of the
 * nursery alone, `step` those with a part of a major collection.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-'));
const log = path.join(folder, 'log');
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'bin/pypy3.cjs'), path.join(root, 'bench/pauses.py'), process.argv[2] ?? '80'],
  { stdio: 'inherit', env: { ...process.env, PYPYLOG: `gc:${log}`, TSPY_GC_CLOCK: 'cpu' } },
);
const times = new Map<string, number[]>();
for (const line of fs.readFileSync(log, 'utf8').split('\n')) {
  const match = /^\[gc-(\w+)\] ([\d.]+) ms/.exec(line);
  const [, kind = '', time = ''] = match ?? [];
  if (kind !== '') times.set(kind, [...(times.get(kind) ?? []), Number(time)]);
}
fs.rmSync(folder, { recursive: true });
for (const [kind, list] of times) {
  list.sort((a, b) => a - b);
  const at = (share: number): string => (list[Math.floor(list.length * share)] ?? NaN).toFixed(2);
  const longest = (list.at(-1) ?? NaN).toFixed(2);
  console.log(
    `${kind.padEnd(6)} ${String(list.length).padStart(6)} collections; ms: median ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${longest}`,
  );
}
process.exitCode = status ?? 1;
