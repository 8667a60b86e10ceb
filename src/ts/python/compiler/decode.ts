/** Code read back: instructions with their arguments, handlers. For the disassembler and the verifier. */

import { Op } from '../interp/opcodes.js';
import type { CodeObject } from './code.js';

export interface DecodedInstruction {
  /** The unit of the operation itself, after its EXTENDED_ARGs. */
  readonly offset: number;
  /** The unit where its EXTENDED_ARGs start. */
  readonly start: number;
  readonly op: number;
  readonly arg: number;
}

export function decodeInstructions(code: Uint8Array): DecodedInstruction[] {
  const instructions: DecodedInstruction[] = [];
  let high = 0;
  let start = 0;
  for (let offset = 0; offset * 2 < code.length; offset++) {
    const op = code[offset * 2] ?? 0;
    const arg = ((high << 8) | (code[offset * 2 + 1] ?? 0)) >>> 0;
    if (op === Op.EXTENDED_ARG) {
      high = arg;
      continue;
    }
    instructions.push({ offset, start, op, arg });
    high = 0;
    start = offset + 1;
  }
  return instructions;
}

export interface HandlerEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  readonly pushesIndex: boolean;
}

export function decodeHandlers(code: CodeObject): HandlerEntry[] {
  const table = code.exceptiontable;
  const entries: HandlerEntry[] = [];
  let place = 0;
  const read = (): number => {
    let value = 0;
    for (;;) {
      const byte = table[place++] ?? 0;
      value = (value << 6) | (byte & 63);
      if ((byte & 64) === 0) return value;
    }
  };
  while (place < table.length) {
    const start = read();
    const length = read();
    const target = read();
    const packed = read();
    entries.push({ start, end: start + length, target, depth: packed >> 1, pushesIndex: (packed & 1) !== 0 });
  }
  return entries;
}
