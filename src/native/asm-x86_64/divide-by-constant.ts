/**
 * Division by a constant: the high half of a product with a scaled reciprocal, and shifts (Granlund and Montgomery 1994; Warren, Hacker's
 * Delight, 10-1). A division instruction takes 10 to 40 cycles, this 6.
 */
import { SCRATCH } from './abi.js';
import type { Assembler } from './assembler.js';
import { Op, Shift, Unary } from './encoding.js';
import { Reg } from './registers.js';

/** dividend / divisor is the high 64 bits of dividend * multiplier, shifted right, plus one if that is negative. */
export interface Reciprocal {
  /** Of 64 bits, signed: where its sign is not the divisor's, 2**64 is missing. */
  readonly multiplier: bigint;
  readonly shift: number;
}

/** Whether `emitDivision` can do it. */
export function hasReciprocal(divisor: bigint): boolean {
  return divisor < -1n ? divisor > -(2n ** 31n) : divisor > 1n && divisor < 2n ** 31n;
}

/** Warren's algorithm: the least shift for which the rounded reciprocal is exact enough for all dividends of 64 bits. */
export function reciprocalOf(divisor: bigint): Reciprocal {
  const magnitude = divisor < 0n ? -divisor : divisor;
  const limit = 2n ** 63n + (divisor < 0n ? 1n : 0n);
  const largest = limit - 1n - (limit % magnitude);
  let power = 64n;
  while (1n << power <= largest * (magnitude - ((1n << power) % magnitude))) power++;
  const scaled = ((1n << power) + magnitude - ((1n << power) % magnitude)) / magnitude;
  return { multiplier: BigInt.asIntN(64, divisor < 0n ? -scaled : scaled), shift: Number(power - 64n) };
}

/** Divides the scratch register, rounding towards zero: the quotient is left in rdx, the remainder, where asked for, in the scratch register. */
export function emitDivision(asm: Assembler, divisor: bigint, part: 'quotient' | 'remainder'): void {
  const { multiplier, shift } = reciprocalOf(divisor);
  const bits = BigInt.asUintN(64, multiplier);
  asm.movImm64(Reg.rax, Number(bits & 0xffffffffn), Number(bits >> 32n));
  asm.r(Unary.imul, 64, SCRATCH);
  if (divisor > 0n && multiplier < 0n) asm.rr(Op.add, 64, Reg.rdx, SCRATCH);
  if (divisor < 0n && multiplier > 0n) asm.rr(Op.sub, 64, Reg.rdx, SCRATCH);
  if (shift > 0) asm.shiftImmediate(Shift.sar, 64, Reg.rdx, shift);
  asm.rr(Op.mov, 64, Reg.rax, Reg.rdx);
  asm.shiftImmediate(Shift.shr, 64, Reg.rax, 63);
  asm.rr(Op.add, 64, Reg.rdx, Reg.rax);
  if (part === 'quotient') return;
  asm.imulRri(64, Reg.rax, Reg.rdx, Number(divisor));
  asm.rr(Op.sub, 64, SCRATCH, Reg.rax);
}
