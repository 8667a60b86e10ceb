/**
 * The instructions as tables. An operation is a row: its name and the opcode of each operand form it has, written as the
 * manual prints it (mandatory prefix, escape bytes, opcode: `F2 0F 58` is 0xf20f58), so that a line can be checked against
 * the SDM, volume 2. The assembler takes rows as arguments; each class of row has one shape, which keeps its calls fast.
 *
 * Invariants: `Code` 0 means "no such form" (opcode 00 is an 8-bit form, and the 8-bit forms are not written down:
 * where an operation has one, its opcode is that of the wider form with bit 0 cleared).
 */
import type { Width } from './registers.js';

/** Mandatory prefix << 16 | opcode map << 8 | opcode. Maps: 0 one byte, 1 0F, 2 0F 38, 3 0F 3A. */
export type Code = number & { readonly flavour?: 'code' };

/** What a processor may lack; a set is the or of its members. */
export const enum Feature {
  none = 0,
  popcnt = 1,
  lzcnt = 2,
  /** tzcnt. */
  bmi1 = 4,
  /** shlx, sarx, shrx. */
  bmi2 = 8,
  /** roundsd, roundss. */
  sse41 = 16,
  all = 31,
}

/** Widths as a set: the numbers 8, 16, 32 and 64 are bits of their own. */
const allWidths = 8 | 16 | 32 | 64;
const wideWidths = 16 | 32 | 64;
const registerWidths = 32 | 64;

/** The packed form of an opcode as the manual prints it; 0 stays 0. */
export function packCode(printed: number): Code {
  const hex = printed.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const opcode = bytes[bytes.length - 1];
  const escape = bytes.lastIndexOf(0x0f, -2);
  if (escape < 0) return opcode;
  const map = bytes.length - escape === 2 ? 1 : bytes[escape + 1] === 0x38 ? 2 : 3;
  return ((escape > 0 ? bytes[0] : 0) << 16) | (map << 8) | opcode;
}

interface IntegerForms {
  readonly load?: number;
  readonly store?: number;
  readonly immediate?: number;
  readonly shortImmediate?: number;
  readonly digit?: number;
  readonly accumulator?: number;
  readonly plusRegister?: number;
  readonly widths?: number;
  readonly byteSource?: boolean;
  readonly memoryOnly?: boolean;
  readonly lockable?: boolean;
  readonly feature?: Feature;
}

/** An operation on a general register and a register, memory or immediate. */
export class IntegerOp {
  /** register <- register or memory. */
  readonly load: Code;
  /** register or memory <- register. */
  readonly store: Code;
  /** register or memory <- immediate of the operand's width, at most 32 bits. */
  readonly immediate: Code;
  /** register or memory <- sign-extended 8-bit immediate. */
  readonly shortImmediate: Code;
  /** What stands in ModRM.reg of the immediate forms. */
  readonly digit: number;
  /** Immediate form for rax without a ModRM byte. */
  readonly accumulator: Code;
  /** Immediate form for widths up to 32 whose opcode's low three bits are the register. */
  readonly plusRegister: Code;
  /** Set of legal widths. For the extending moves, the width of the result. */
  readonly widths: number;
  /** The source of the load form is a byte, whatever the width. */
  readonly byteSource: boolean;
  readonly memoryOnly: boolean;
  /** May carry the lock prefix when it writes memory. */
  readonly lockable: boolean;
  readonly feature: Feature;

  constructor(
    readonly name: string,
    forms: IntegerForms,
  ) {
    this.load = packCode(forms.load ?? 0);
    this.store = packCode(forms.store ?? 0);
    this.immediate = packCode(forms.immediate ?? 0);
    this.shortImmediate = packCode(forms.shortImmediate ?? 0);
    this.digit = forms.digit ?? 0;
    this.accumulator = packCode(forms.accumulator ?? 0);
    this.plusRegister = packCode(forms.plusRegister ?? 0);
    this.widths = forms.widths ?? allWidths;
    this.byteSource = forms.byteSource ?? false;
    this.memoryOnly = forms.memoryOnly ?? false;
    this.lockable = forms.lockable ?? false;
    this.feature = forms.feature ?? Feature.none;
  }
}

/** The eight operations whose opcodes differ in bits 3 to 5 only. */
function arithmetic(name: string, digit: number): IntegerOp {
  const first = digit * 8;
  return new IntegerOp(name, {
    load: first + 3,
    store: first + 1,
    immediate: 0x81,
    shortImmediate: 0x83,
    digit,
    accumulator: first + 5,
    lockable: name !== 'cmp',
  });
}

export const Op = {
  add: arithmetic('add', 0),
  or: arithmetic('or', 1),
  adc: arithmetic('adc', 2),
  sbb: arithmetic('sbb', 3),
  and: arithmetic('and', 4),
  sub: arithmetic('sub', 5),
  xor: arithmetic('xor', 6),
  cmp: arithmetic('cmp', 7),
  mov: new IntegerOp('mov', { load: 0x8b, store: 0x89, immediate: 0xc7, plusRegister: 0xb8 }),
  test: new IntegerOp('test', { store: 0x85, immediate: 0xf7, accumulator: 0xa9 }),
  xchg: new IntegerOp('xchg', { store: 0x87, lockable: true }),
  cmpxchg: new IntegerOp('cmpxchg', { store: 0x0fb1, lockable: true }),
  xadd: new IntegerOp('xadd', { store: 0x0fc1, lockable: true }),
  imul: new IntegerOp('imul', { load: 0x0faf, widths: wideWidths }),
  lea: new IntegerOp('lea', { load: 0x8d, widths: wideWidths, memoryOnly: true }),
  movzx8: new IntegerOp('movzx', { load: 0x0fb6, widths: wideWidths, byteSource: true }),
  movzx16: new IntegerOp('movzx', { load: 0x0fb7, widths: registerWidths }),
  movsx8: new IntegerOp('movsx', { load: 0x0fbe, widths: wideWidths, byteSource: true }),
  movsx16: new IntegerOp('movsx', { load: 0x0fbf, widths: registerWidths }),
  movsxd: new IntegerOp('movsxd', { load: 0x63, widths: 64 }),
  bsf: new IntegerOp('bsf', { load: 0x0fbc, widths: wideWidths }),
  bsr: new IntegerOp('bsr', { load: 0x0fbd, widths: wideWidths }),
  popcnt: new IntegerOp('popcnt', { load: 0xf30fb8, widths: registerWidths, feature: Feature.popcnt }),
  tzcnt: new IntegerOp('tzcnt', { load: 0xf30fbc, widths: registerWidths, feature: Feature.bmi1 }),
  lzcnt: new IntegerOp('lzcnt', { load: 0xf30fbd, widths: registerWidths, feature: Feature.lzcnt }),
} as const;

/** An operation on one register or memory operand; `digit` stands in ModRM.reg. */
export class UnaryOp {
  constructor(
    readonly name: string,
    readonly code: Code,
    readonly digit: number,
    readonly lockable: boolean,
  ) {}
}

export const Unary = {
  not: new UnaryOp('not', 0xf7, 2, true),
  neg: new UnaryOp('neg', 0xf7, 3, true),
  /** rdx:rax <- rax * operand; imul is its signed brother. */
  mul: new UnaryOp('mul', 0xf7, 4, false),
  imul: new UnaryOp('imul', 0xf7, 5, false),
  div: new UnaryOp('div', 0xf7, 6, false),
  idiv: new UnaryOp('idiv', 0xf7, 7, false),
  inc: new UnaryOp('inc', 0xff, 0, true),
  dec: new UnaryOp('dec', 0xff, 1, true),
} as const;

/** A shift or rotation: D1 by one, C1 by an immediate, D3 by cl. */
export class ShiftOp {
  constructor(
    readonly name: string,
    readonly digit: number,
  ) {}
}

export const Shift = {
  rol: new ShiftOp('rol', 0),
  ror: new ShiftOp('ror', 1),
  shl: new ShiftOp('shl', 4),
  shr: new ShiftOp('shr', 5),
  sar: new ShiftOp('sar', 7),
} as const;

/** A BMI2 shift by any register that leaves the flags alone: VEX.LZ.pp.0F38 F7. */
export class FreeShiftOp {
  constructor(
    readonly name: string,
    /** VEX.pp, the mandatory prefix: 1 for 66, 2 for F3, 3 for F2. */
    readonly prefix: number,
  ) {}
}

export const FreeShift = {
  shlx: new FreeShiftOp('shlx', 1),
  sarx: new FreeShiftOp('sarx', 2),
  shrx: new FreeShiftOp('shrx', 3),
} as const;

interface SseForms {
  readonly load?: number;
  readonly store?: number;
  readonly selector?: boolean;
  readonly feature?: Feature;
}

/** An operation on an xmm register and an xmm register or memory. */
export class SseOp {
  /** xmm <- xmm or memory. */
  readonly load: Code;
  /** memory <- xmm. */
  readonly store: Code;
  /** An immediate byte follows (`xxi`). */
  readonly selector: boolean;
  readonly feature: Feature;

  constructor(
    readonly name: string,
    /** Bits of memory that the operation reads or writes. */
    readonly memoryWidth: 32 | 64 | 128,
    forms: SseForms,
  ) {
    this.load = packCode(forms.load ?? 0);
    this.store = packCode(forms.store ?? 0);
    this.selector = forms.selector ?? false;
    this.feature = forms.feature ?? Feature.none;
  }
}

export const Sse = {
  movsd: new SseOp('movsd', 64, { load: 0xf20f10, store: 0xf20f11 }),
  movss: new SseOp('movss', 32, { load: 0xf30f10, store: 0xf30f11 }),
  /** Clears the upper half, register to register too, which movsd does not. */
  movq: new SseOp('movq', 64, { load: 0xf30f7e, store: 0x660fd6 }),
  movaps: new SseOp('movaps', 128, { load: 0x0f28, store: 0x0f29 }),
  movups: new SseOp('movups', 128, { load: 0x0f10, store: 0x0f11 }),
  addsd: new SseOp('addsd', 64, { load: 0xf20f58 }),
  mulsd: new SseOp('mulsd', 64, { load: 0xf20f59 }),
  subsd: new SseOp('subsd', 64, { load: 0xf20f5c }),
  minsd: new SseOp('minsd', 64, { load: 0xf20f5d }),
  divsd: new SseOp('divsd', 64, { load: 0xf20f5e }),
  maxsd: new SseOp('maxsd', 64, { load: 0xf20f5f }),
  sqrtsd: new SseOp('sqrtsd', 64, { load: 0xf20f51 }),
  ucomisd: new SseOp('ucomisd', 64, { load: 0x660f2e }),
  comisd: new SseOp('comisd', 64, { load: 0x660f2f }),
  andpd: new SseOp('andpd', 128, { load: 0x660f54 }),
  andnpd: new SseOp('andnpd', 128, { load: 0x660f55 }),
  orpd: new SseOp('orpd', 128, { load: 0x660f56 }),
  xorpd: new SseOp('xorpd', 128, { load: 0x660f57 }),
  pxor: new SseOp('pxor', 128, { load: 0x660fef }),
  cvtsd2ss: new SseOp('cvtsd2ss', 64, { load: 0xf20f5a }),
  cvtss2sd: new SseOp('cvtss2sd', 32, { load: 0xf30f5a }),
  roundsd: new SseOp('roundsd', 64, { load: 0x660f3a0b, selector: true, feature: Feature.sse41 }),
} as const;

interface TransferForms {
  readonly toXmm?: number;
  readonly fromXmm?: number;
  readonly storeXmm?: number;
}

/** An operation between a general register (32 or 64 bits) and an xmm register. */
export class TransferOp {
  /** xmm (ModRM.reg) <- general. */
  readonly toXmm: Code;
  /** general (ModRM.reg) <- xmm. */
  readonly fromXmm: Code;
  /** general <- xmm (ModRM.reg). */
  readonly storeXmm: Code;

  constructor(
    readonly name: string,
    forms: TransferForms,
  ) {
    this.toXmm = packCode(forms.toXmm ?? 0);
    this.fromXmm = packCode(forms.fromXmm ?? 0);
    this.storeXmm = packCode(forms.storeXmm ?? 0);
  }
}

export const Transfer = {
  /** movd and movq: the bits as they are. */
  mov: new TransferOp('mov', { toXmm: 0x660f6e, storeXmm: 0x660f7e }),
  cvtsi2sd: new TransferOp('cvtsi2sd', { toXmm: 0xf20f2a }),
  cvtsi2ss: new TransferOp('cvtsi2ss', { toXmm: 0xf30f2a }),
  cvttsd2si: new TransferOp('cvttsd2si', { fromXmm: 0xf20f2c }),
  cvtsd2si: new TransferOp('cvtsd2si', { fromXmm: 0xf20f2d }),
} as const;

/** An instruction without operands: its bytes. */
export class PlainOp {
  constructor(
    readonly name: string,
    readonly bytes: readonly number[],
  ) {}
}

export const Plain = {
  ret: new PlainOp('ret', [0xc3]),
  cdq: new PlainOp('cdq', [0x99]),
  cqo: new PlainOp('cqo', [0x48, 0x99]),
  ud2: new PlainOp('ud2', [0x0f, 0x0b]),
  int3: new PlainOp('int3', [0xcc]),
  nop: new PlainOp('nop', [0x90]),
  pause: new PlainOp('pause', [0xf3, 0x90]),
  mfence: new PlainOp('mfence', [0x0f, 0xae, 0xf0]),
  cld: new PlainOp('cld', [0xfc]),
  leave: new PlainOp('leave', [0xc9]),
  repMovsb: new PlainOp('rep movsb', [0xf3, 0xa4]),
  repMovsq: new PlainOp('rep movsq', [0xf3, 0x48, 0xa5]),
  repStosb: new PlainOp('rep stosb', [0xf3, 0xaa]),
  repStosq: new PlainOp('rep stosq', [0xf3, 0x48, 0xab]),
} as const;

/** Recommended multi-byte nops, by length - 1 (SDM volume 2, NOP). */
export const nops: readonly (readonly number[])[] = [
  [0x90],
  [0x66, 0x90],
  [0x0f, 0x1f, 0x00],
  [0x0f, 0x1f, 0x40, 0x00],
  [0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00],
  [0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00],
  [0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
  [0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00],
];

/** The opcode for a width: 8 bits clear bit 0, 16 bits take the operand-size prefix. */
export function codeOfWidth(code: Code, width: Width): Code {
  if (width === 8) return code & ~1;
  return width === 16 ? code | 0x660000 : code;
}
