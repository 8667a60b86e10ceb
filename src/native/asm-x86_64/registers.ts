/**
 * Registers and conditions of x86-64, numbered as instructions encode them (Intel SDM volume 2, section 3.1.1.1).
 * The byte registers are the low bytes only (spl, bpl, sil, dil with a REX prefix); ah, ch, dh, bh are not used.
 */

export const enum Reg {
  rax,
  rcx,
  rdx,
  rbx,
  rsp,
  rbp,
  rsi,
  rdi,
  r8,
  r9,
  r10,
  r11,
  r12,
  r13,
  r14,
  r15,
}

export const enum Xmm {
  xmm0,
  xmm1,
  xmm2,
  xmm3,
  xmm4,
  xmm5,
  xmm6,
  xmm7,
  xmm8,
  xmm9,
  xmm10,
  xmm11,
  xmm12,
  xmm13,
  xmm14,
  xmm15,
}

/** Operand widths in bits. */
export type Width = 8 | 16 | 32 | 64;

/** What an index register is multiplied by in an address. */
export type Scale = 1 | 2 | 4 | 8;

/** The low four bits of jcc, setcc and cmovcc (SDM volume 1, appendix B). Each even number's negation follows it. */
export const enum Condition {
  overflow,
  notOverflow,
  /** Unsigned less; also "carry". */
  below,
  aboveOrEqual,
  equal,
  notEqual,
  belowOrEqual,
  above,
  sign,
  notSign,
  /** After ucomisd: unordered. */
  parity,
  notParity,
  less,
  greaterOrEqual,
  lessOrEqual,
  greater,
}

export function negate(condition: Condition): Condition {
  return condition ^ 1;
}

/** The suffixes of jcc, setcc and cmovcc, by condition. */
export const conditionNames: readonly string[] = 'o no b ae e ne be a s ns p np l ge le g'.split(' ');

const byteNames = 'al cl dl bl spl bpl sil dil'.split(' ');
const wordNames = 'ax cx dx bx sp bp si di'.split(' ');

export function registerName(reg: Reg, width: Width): string {
  if (reg < 8) {
    if (width === 8) return byteNames[reg];
    return { 16: '', 32: 'e', 64: 'r' }[width] + wordNames[reg];
  }
  return `r${reg}${{ 8: 'b', 16: 'w', 32: 'd', 64: '' }[width]}`;
}

export function xmmName(xmm: Xmm): string {
  return `xmm${xmm}`;
}
