/** Register files to test the allocator with: one like x86-64, and one with hardly any registers. */
import type { LirOpName } from '../../src/ts/backend/lir-ops.js';
import type { Target } from '../../src/ts/backend/registers.js';

const RAX = 0;
const RCX = 1;
const RDX = 2;
const shifts: readonly LirOpName[] = ['int_shl', 'int_sar', 'int_shr', 'i32_shl', 'i32_sar', 'i32_shr'];

export const wideTarget: Target = {
  intRegisters: [0, 1, 2, 3, 6, 7, 5, 8, 9, 12, 13, 14],
  floatRegisters: [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
  intArguments: [7, 6, 2, 1, 8, 9],
  floatArguments: [16, 17, 18, 19, 20, 21, 22, 23],
  intResult: RAX,
  floatResult: 16,
  intScratch: 10,
  floatScratch: 30,
  clobbers(op) {
    if (op === 'int_div' || op === 'int_mod') return [RAX, RDX];
    return shifts.includes(op) ? [RCX] : [];
  },
  mayBeInMemory: (op, index) =>
    index === 1 && (op === 'int_add' || op === 'int_sub' || op === 'float_add' || op === 'int_lt'),
  isReadLate: (op, index) => index === 1 && (op === 'int_sub' || op === 'int_add_fits'),
};

export const narrowTarget: Target = {
  ...wideTarget,
  intRegisters: [0, 1, 2, 7, 6],
  floatRegisters: [16, 17, 18],
  intArguments: [7, 6],
  floatArguments: [17],
  mayBeInMemory: () => false,
};
