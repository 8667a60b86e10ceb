/** Code objects as readable text, for tests and debugging. */

import { compareNames, opNames } from '../interp/opcodes.js';
import type { CodeObject } from './code.js';
import { decodeHandlers, decodeInstructions } from './decode.js';
import { getOpInfo } from './flow-graph.js';
import { unparseConstant } from './unparse.js';

/** The listing of a code object and, below it, of those in its constants. */
export function disassemble(code: CodeObject): string {
  const instructions = decodeInstructions(code.code);
  const targets = new Set<number>();
  for (const { op, arg } of instructions) if (getOpInfo(op).arg === 'jump') targets.add(arg);
  const handlers = decodeHandlers(code);
  for (const { target } of handlers) targets.add(target);
  const lines = [`${code.qualname} (${code.filename}:${code.firstlineno}), stack ${code.stacksize}`];
  for (const { start, op, arg } of instructions) {
    const mark = targets.has(start) ? '>>' : '  ';
    const note = describeArgument(code, op, arg);
    const shown = getOpInfo(op).arg === 'none' ? '' : ` ${arg}${note === '' ? '' : ` (${note})`}`;
    lines.push(`${mark} ${String(start).padStart(5)} ${opNames[op] ?? '?'}${shown}`);
  }
  for (const { start, end, target, depth, pushesIndex } of handlers) {
    lines.push(`   handler ${start}..${end} -> ${target}, depth ${depth}${pushesIndex ? ', lasti' : ''}`);
  }
  const inner = code.consts.filter((constant) => constant.kind === 'code');
  return [lines.join('\n'), ...inner.map(disassemble)].join('\n\n');
}

function describeArgument(code: CodeObject, op: number, arg: number): string {
  switch (getOpInfo(op).arg) {
    case 'const': {
      const constant = code.consts[arg];
      if (constant === undefined) return '?';
      return constant.kind === 'code' ? `code ${constant.qualname}` : unparseConstant(constant);
    }
    case 'name':
      return code.names[opNames[op] === 'LOAD_GLOBAL' ? arg >> 1 : arg] ?? '?';
    case 'local':
    case 'free':
      return code.localsplusnames[arg] ?? '?';
    case 'compare':
      return compareNames[arg] ?? '?';
    case 'jump':
      return `to ${arg}`;
    default:
      return '';
  }
}
