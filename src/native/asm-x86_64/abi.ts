/** Registers as our convention and System V use them, and the target as the register allocator sees it. */
import type { LirOpName } from '../../ts/backend/lir-ops.js';
import { Reg } from './registers.js';

/** The heap's base, as long as machine code runs. */
export const HEAP_BASE = Reg.r15;

/** Scratch registers of instruction selection: never allocated. */
export const SCRATCH = Reg.r11;
export const SCRATCH2 = Reg.r10;
export const FLOAT_SCRATCH = 15;
export const FLOAT_SCRATCH2 = 14;

/** Arguments, in System V's order. */
export const intArguments: readonly number[] = [Reg.rdi, Reg.rsi, Reg.rdx, Reg.rcx, Reg.r8, Reg.r9];
export const floatArguments: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

const divisionClobbers: readonly number[] = [Reg.rax, Reg.rdx];
const shiftClobbers: readonly number[] = [Reg.rcx];
const none: readonly number[] = [];

const clobbersOf: Partial<Record<LirOpName, readonly number[]>> = {
  int_div: divisionClobbers,
  int_mod: divisionClobbers,
  int_shl: shiftClobbers,
  int_sar: shiftClobbers,
  int_shr: shiftClobbers,
  i32_shl: shiftClobbers,
  i32_sar: shiftClobbers,
  i32_shr: shiftClobbers,
};

export const target = {
  intRegisters: [
    Reg.rax,
    Reg.rcx,
    Reg.rdx,
    Reg.rbx,
    Reg.rsi,
    Reg.rdi,
    Reg.rbp,
    Reg.r8,
    Reg.r9,
    Reg.r12,
    Reg.r13,
    Reg.r14,
  ] as readonly number[],
  /** Places of float registers. */
  floatRegisters: Array.from({ length: 14 }, (_, i) => 16 + i) as readonly number[],
  intArguments,
  floatArguments: floatArguments.map((xmm) => 16 + xmm) as readonly number[],
  intResult: Reg.rax as number,
  floatResult: 16,
  clobbers: (op: LirOpName): readonly number[] => clobbersOf[op] ?? none,
};
