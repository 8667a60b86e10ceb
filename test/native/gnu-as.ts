/** The GNU assembler as an oracle: many instructions in one run, each in a slot of its own. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** No x86-64 instruction is longer than 15 bytes. */
const SLOT = 16;
const FILL = 0xcc;

export function hasGnuAs(): boolean {
  const { stdout, status } = spawnSync('as', ['--64', '--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('GNU') && spawnSync('objcopy', ['--version']).status === 0;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr.slice(0, 2000)}`);
}

/** The .text section of a source in Intel's syntax. */
export function assembleText(source: string): Uint8Array {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gnu-as-'));
  try {
    const [input, object, binary] = ['in.s', 'out.o', 'out.bin'].map((name) => path.join(folder, name));
    fs.writeFileSync(input, `.intel_syntax noprefix\n${source}\n`);
    run('as', ['--64', '-o', object, input]);
    run('objcopy', ['-O', 'binary', '-j', '.text', object, binary]);
    return fs.readFileSync(binary);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The bytes of each line, an instruction that does not end in 0xcc. */
export function assembleEach(lines: readonly string[]): Uint8Array[] {
  const text = assembleText(lines.map((line) => `${line}\n.balign ${SLOT}, ${FILL}`).join('\n'));
  return lines.map((_, index) => text.subarray(index * SLOT, index * SLOT + SLOT));
}

/** Whether a slot of `assembleEach` holds exactly these bytes. */
export function slotHolds(slot: Uint8Array, bytes: Uint8Array): boolean {
  return slot.every((byte, i) => byte === (i < bytes.length ? bytes[i] : FILL));
}
