/** Registers as our convention and System V use them, and the target as the register allocator sees it. */
import { isCondition, type LirOpName } from '../../ts/backend/lir-ops.js';
import { FLOAT_REGISTER, type Target } from '../../ts/backend/registers.js';
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
  uint_mul_high: divisionClobbers,
  uint_div_wide: divisionClobbers,
  int_shl: shiftClobbers,
  int_sar: shiftClobbers,
  int_shr: shiftClobbers,
  i32_shl: shiftClobbers,
  i32_sar: shiftClobbers,
  i32_shr: shiftClobbers,
};

/** Operations whose second operand may be that of an instruction in memory. */
const memoryOperands: ReadonlySet<LirOpName> = new Set<LirOpName>([
  'int_add',
  'int_sub',
  'int_mul',
  'int_add_ovf',
  'int_sub_ovf',
  'int_mul_ovf',
  'int_add_fits',
  'int_sub_fits',
  'int_mul_fits',
  'int_and',
  'int_or',
  'int_xor',
  'float_add',
  'float_sub',
  'float_mul',
  'float_div',
]);

const registerNames = [
  ...['rax', 'rcx', 'rdx', 'rbx', 'rsp', 'rbp', 'rsi', 'rdi'],
  ...Array.from({ length: 8 }, (_, i) => `r${i + 8}`),
  ...Array.from({ length: 16 }, (_, i) => `xmm${i}`),
];

/** For people: the name of a register by its place. */
export function registerName(register: number): string {
  return registerNames[register] ?? `register ${register}`;
}

export const target: Target = {
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
  ],
  floatRegisters: Array.from({ length: FLOAT_SCRATCH2 }, (_, i) => FLOAT_REGISTER + i),
  intArguments,
  floatArguments: floatArguments.map((xmm) => FLOAT_REGISTER + xmm),
  intResult: Reg.rax,
  floatResult: FLOAT_REGISTER,
  intScratch: SCRATCH2,
  floatScratch: FLOAT_REGISTER + FLOAT_SCRATCH2,
  clobbers: (op) => clobbersOf[op] ?? none,
  mayBeInMemory: (op, index) => index === 1 && (memoryOperands.has(op) || isCondition(op)),
  // Results are made in a scratch register where an operand is still needed.
  isReadLate: () => false,
};
