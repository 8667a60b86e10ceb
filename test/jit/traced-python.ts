/** The log of optimized traces that a Python program leaves. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../translator/agreement.js';

export interface TracedRun {
  readonly stdout: string;
  readonly log: string;
}

export function runTracedPython(source: string, parameters: string): TracedRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tspy-'));
  try {
    const program = path.join(folder, 'program.py');
    const log = path.join(folder, 'log');
    fs.writeFileSync(program, source);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(root, 'bin/pypy3.cjs'), '--jit', parameters, program],
      { encoding: 'utf8', env: { ...process.env, PYPYLOG: `jit-log-opt:${log}`, TSPY_JIT_STRICT: '1' } },
    );
    assert.equal(status, 0, stderr);
    return { stdout, log: fs.readFileSync(log, 'utf8') };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
