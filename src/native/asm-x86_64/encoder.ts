/**
 * How an instruction is put into bytes: prefixes, opcode, ModRM, SIB, displacement, immediate (SDM volume 2, chapter 2).
 *
 *     [66/F2/F3] [REX: W R X B] [0F [38/3A]] opcode  ModRM: mode reg rm  [SIB: scale index base]  [displacement] [immediate]
 *
 * The methods here take packed opcodes; which operation has which form is the assembler's business.
 */
import { AssemblerError, CodeBuffer, type Label } from './code-buffer.js';
import { Feature, type Code } from './encoding.js';
import { Reg, type Scale, type Width } from './registers.js';

/** The longest instruction is 15 bytes; each reserves this much once. */
const ROOM = 16;
/** REX bits. `REX` itself asks for the prefix without any of them, which makes spl, bpl, sil and dil nameable. */
const REX = 0x40;
const REX_W = 8;

export class InstructionEncoder extends CodeBuffer {
  /** @param features what the processor has: operations that need more are refused. */
  constructor(
    readonly features: Feature = Feature.none,
    capacity?: number,
  ) {
    super(capacity);
  }

  protected emitOpcode(code: Code, rex: number): void {
    this.reserve(ROOM);
    const bytes = this.bytes;
    let at = this.at;
    if (code > 0xffff) bytes[at++] = code >> 16;
    if (rex !== 0) bytes[at++] = REX | rex;
    const map = (code >> 8) & 0xff;
    if (map !== 0) {
      bytes[at++] = 0x0f;
      if (map !== 1) bytes[at++] = map === 2 ? 0x38 : 0x3a;
    }
    bytes[at++] = code;
    this.at = at;
  }

  /** Opcode and ModRM of two registers. */
  protected emitRegister(code: Code, rex: number, reg: number, rm: number): void {
    if ((reg | rm) >>> 0 > 15) throw badRegister(reg, rm);
    this.emitOpcode(code, rex | ((reg & 8) >> 1) | (rm >> 3));
    this.bytes[this.at++] = 0xc0 | ((reg & 7) << 3) | (rm & 7);
  }

  protected emitMemory(code: Code, rex: number, reg: number, base: Reg, displacement: number): void {
    if ((reg | base) >>> 0 > 15) throw badRegister(reg, base);
    checkDisplacement(displacement);
    this.emitOpcode(code, rex | ((reg & 8) >> 1) | (base >> 3));
    const low = base & 7;
    const mode = displacementMode(low, displacement);
    this.bytes[this.at++] = mode | ((reg & 7) << 3) | low;
    // rm = 4 means "SIB follows": rsp and r12 need one without an index.
    if (low === Reg.rsp) this.bytes[this.at++] = 0x24;
    this.emitDisplacement(mode, displacement);
  }

  protected emitIndexed(
    code: Code,
    rex: number,
    reg: number,
    base: Reg,
    index: Reg,
    scale: Scale,
    displacement: number,
  ): void {
    if ((reg | base | index) >>> 0 > 15) throw badRegister(reg, base, index);
    if (index === Reg.rsp) throw new AssemblerError('rsp cannot be an index');
    checkDisplacement(displacement);
    const scaleBits = scale === 1 ? 0 : scale === 2 ? 0x40 : scale === 4 ? 0x80 : scale === 8 ? 0xc0 : -1;
    if (scaleBits < 0) throw new AssemblerError(`scale ${scale} is not 1, 2, 4 or 8`);
    this.emitOpcode(code, rex | ((reg & 8) >> 1) | ((index & 8) >> 2) | (base >> 3));
    const low = base & 7;
    const mode = displacementMode(low, displacement);
    const bytes = this.bytes;
    bytes[this.at++] = mode | ((reg & 7) << 3) | 4;
    bytes[this.at++] = scaleBits | ((index & 7) << 3) | low;
    this.emitDisplacement(mode, displacement);
  }

  /** `trailing` counts the immediate's bytes after the displacement: rip is the end of the instruction. */
  protected emitLabel(code: Code, rex: number, reg: number, label: Label, trailing: number): void {
    if (reg >>> 0 > 15) throw badRegister(reg);
    this.findPosition(label);
    this.emitOpcode(code, rex | ((reg & 8) >> 1));
    this.bytes[this.at++] = ((reg & 7) << 3) | 5;
    this.emitDistance(label, this.at + 4 + trailing);
  }

  /** An opcode with the register in its low three bits. */
  protected emitPlusRegister(code: Code, width: Width, rex: number, reg: Reg): void {
    if (reg >>> 0 > 15) throw badRegister(reg);
    this.emitOpcode((width === 16 ? code | 0x660000 : code) | (reg & 7), rex | (reg >> 3));
  }

  /** A VEX-encoded instruction of map 0F 38, 128 bits or scalar: reg, rm and a third register, `vvvv`. */
  protected emitVexRegister(
    prefix: number,
    width: Width,
    opcode: number,
    reg: Reg,
    rm: Reg,
    third: Reg,
  ): void {
    if ((reg | rm | third) >>> 0 > 15) throw badRegister(reg, rm, third);
    this.reserve(ROOM);
    const bytes = this.bytes;
    bytes[this.at++] = 0xc4;
    // R, X and B are inverted.
    bytes[this.at++] = ((~reg & 8) << 4) | 0x40 | ((~rm & 8) << 2) | 2;
    bytes[this.at++] = (rexOf(width) << 4) | ((~third & 15) << 3) | prefix;
    bytes[this.at++] = opcode;
    bytes[this.at++] = 0xc0 | ((reg & 7) << 3) | (rm & 7);
  }

  protected emitDisplacement(mode: number, displacement: number): void {
    if (mode === 0x40) this.bytes[this.at++] = displacement;
    else if (mode === 0x80) this.emitInt32(displacement);
  }

  protected emitImmediate(size: number, immediate: number): void {
    if (size === 1) this.bytes[this.at++] = immediate;
    else if (size === 4) this.emitInt32(immediate);
    else {
      this.bytes[this.at++] = immediate;
      this.bytes[this.at++] = immediate >> 8;
    }
  }

  protected checkFeature(name: string, feature: Feature): void {
    if ((feature & ~this.features) !== 0)
      throw new AssemblerError(`${name} is not among the processor's features`);
  }
}

/** The bits of ModRM.mode for a displacement: none, 8 or 32 bits. rbp and r13 have no form without. */
function displacementMode(low: number, displacement: number): number {
  if (displacement === 0 && low !== Reg.rbp) return 0;
  return displacement >= -128 && displacement <= 127 ? 0x40 : 0x80;
}

function checkDisplacement(displacement: number): void {
  if (displacement !== (displacement | 0))
    throw new AssemblerError(`displacement ${displacement} does not fit 32 bits`);
}

function badRegister(...registers: readonly number[]): AssemblerError {
  return new AssemblerError(`no such register among ${registers.join(', ')}`);
}

export function rexOf(width: Width): number {
  return width === 64 ? REX_W : 0;
}

/** The REX prefix that an 8-bit operand needs to be spl, bpl, sil or dil and not ah, ch, dh or bh. */
export function byteRex(width: Width, reg: Reg): number {
  return width === 8 && reg > 3 ? REX : 0;
}

export function checkWidth(name: string, widths: number, width: Width): void {
  // Legal widths are bits of a set; a number of two bits is none of them.
  if ((widths & width) === 0 || (width & (width - 1)) !== 0)
    throw new AssemblerError(`${name} has no width of ${width}`);
}

/** An immediate may be meant as signed or as unsigned; as 64 bits it is sign-extended from 32. */
export function checkImmediate(name: string, width: Width, immediate: number): void {
  if (!fits(width, immediate))
    throw new AssemblerError(`${name}: immediate ${immediate} does not fit ${width} bits`);
}

function fits(width: Width, immediate: number): boolean {
  if (immediate === (immediate | 0)) {
    if (width >= 32) return true;
    return width === 8
      ? immediate >= -0x80 && immediate <= 0xff
      : immediate >= -0x8000 && immediate <= 0xffff;
  }
  return width === 32 && immediate === immediate >>> 0;
}

/** An immediate that `checkImmediate` let through, as the signed number of its width. */
export function signedImmediate(width: Width, immediate: number): number {
  return width === 8 ? (immediate << 24) >> 24 : width === 16 ? (immediate << 16) >> 16 : immediate | 0;
}

export function isByte(value: number): boolean {
  return value >= -128 && value <= 127;
}

export function noForm(name: string, form: string): AssemblerError {
  return new AssemblerError(`${name} has no form ${form}`);
}
