/** Where the interpreter's merge points are, as the JIT's logs tell it: `f /tmp/x.py:3 #12 LOAD_FAST`, the number a unit of the bytecode. */
import { intToString } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { lineOfInstruction } from './line-table.js';
import { opNames } from './opcodes.js';
import type { W_Code } from './w-code.js';

export function mergePointText(pc: int, code: W_Code): string {
  const op = opNames[(code.words[pc] as int) & 255] as string;
  const line = intToString(lineOfInstruction(code, pc));
  return `${code.w_qualname.utf8()} ${code.w_filename.utf8()}:${line} #${intToString(pc)} ${op}`;
}
