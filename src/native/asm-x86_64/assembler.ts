/**
 * The x86-64 assembler: one method per operand form, operations as rows of the tables in `encoding.ts`.
 *
 * Names tell the operands, destination first: `r` general register, `x` xmm register, `m` memory, `i` immediate. Memory is
 * base + displacement; with `Indexed`, base + index * scale + displacement; with `Label`, a label relative to rip. Methods
 * take numbers only and allocate nothing. What cannot be encoded throws an `AssemblerError`; what has been emitted so far
 * is then good for nothing.
 */
import { AssemblerError, type Label, type Position } from './code-buffer.js';
import { byteRex, checkImmediate, checkWidth, InstructionEncoder, isByte, noForm } from './encoder.js';
import { rexOf, signedImmediate } from './encoder.js';
import { codeOfWidth, Feature, packCode, type Code } from './encoding.js';
import type { FreeShiftOp, IntegerOp, PlainOp, ShiftOp, SseOp, TransferOp, UnaryOp } from './encoding.js';
import type { Condition, Reg, Scale, Width, Xmm } from './registers.js';

const LOCK = 0xf0;
const allWidths = 8 | 16 | 32 | 64;
const wideWidths = 16 | 32 | 64;
const registerWidths = 32 | 64;
/** With the condition in the low four bits. */
const JCC = packCode(0x0f80);
const SETCC = packCode(0x0f90);
const CMOVCC = packCode(0x0f40);
/** With the register in the low three bits. */
const BSWAP = packCode(0x0fc8);
/** The operations of FF by ModRM.reg. */
const INDIRECT = packCode(0xff);
const CALL_DIGIT = 2;
const JMP_DIGIT = 4;
const PUSH_DIGIT = 6;

export class Assembler extends InstructionEncoder {
  // Integers: registers and memory

  rr(op: IntegerOp, width: Width, dst: Reg, src: Reg): void {
    checkWidth(op.name, op.widths, width);
    if (op.store !== 0) {
      const rex = rexOf(width) | byteRex(width, dst) | byteRex(width, src);
      this.emitRegister(codeOfWidth(op.store, width), rex, src, dst);
      return;
    }
    if (op.memoryOnly) throw noForm(op.name, 'register, register');
    if (op.feature !== Feature.none) this.checkFeature(op.name, op.feature);
    const rex = rexOf(width) | (op.byteSource ? byteRex(8, src) : 0);
    this.emitRegister(codeOfWidth(op.load, width), rex, dst, src);
  }

  rm(op: IntegerOp, width: Width, dst: Reg, base: Reg, displacement: number): void {
    const code = this.loadCode(op, width);
    this.emitMemory(code, rexOf(width) | byteRex(width, dst), dst, base, displacement);
  }

  rmIndexed(
    op: IntegerOp,
    width: Width,
    dst: Reg,
    base: Reg,
    index: Reg,
    scale: Scale,
    displacement: number,
  ): void {
    const code = this.loadCode(op, width);
    this.emitIndexed(code, rexOf(width) | byteRex(width, dst), dst, base, index, scale, displacement);
  }

  rmLabel(op: IntegerOp, width: Width, dst: Reg, label: Label): void {
    this.emitLabel(this.loadCode(op, width), rexOf(width) | byteRex(width, dst), dst, label, 0);
  }

  private loadCode(op: IntegerOp, width: Width): Code {
    checkWidth(op.name, op.widths, width);
    if (op.load === 0) throw noForm(op.name, 'register, memory');
    if (op.feature !== Feature.none) this.checkFeature(op.name, op.feature);
    return codeOfWidth(op.load, width);
  }

  mr(op: IntegerOp, width: Width, base: Reg, displacement: number, src: Reg): void {
    this.emitMemory(storeCode(op, width), rexOf(width) | byteRex(width, src), src, base, displacement);
  }

  mrIndexed(
    op: IntegerOp,
    width: Width,
    base: Reg,
    index: Reg,
    scale: Scale,
    displacement: number,
    src: Reg,
  ): void {
    const code = storeCode(op, width);
    this.emitIndexed(code, rexOf(width) | byteRex(width, src), src, base, index, scale, displacement);
  }

  mrLabel(op: IntegerOp, width: Width, label: Label, src: Reg): void {
    this.emitLabel(storeCode(op, width), rexOf(width) | byteRex(width, src), src, label, 0);
  }

  /** `lock op [base + displacement], src`. */
  lockMr(op: IntegerOp, width: Width, base: Reg, displacement: number, src: Reg): void {
    this.emitLock(op);
    this.mr(op, width, base, displacement, src);
  }

  lockMrIndexed(
    op: IntegerOp,
    width: Width,
    base: Reg,
    index: Reg,
    scale: Scale,
    displacement: number,
    src: Reg,
  ): void {
    this.emitLock(op);
    this.mrIndexed(op, width, base, index, scale, displacement, src);
  }

  private emitLock(op: IntegerOp): void {
    if (!op.lockable) throw new AssemblerError(`${op.name} cannot be locked`);
    this.emitByte(LOCK);
  }

  // Integers: immediates

  /** `op dst, immediate`, in the shortest form. The immediate may be signed or unsigned; 64 bits sign-extend 32. */
  ri(op: IntegerOp, width: Width, dst: Reg, immediate: number): void {
    this.checkImmediateForm(op, width, immediate);
    const value = signedImmediate(width, immediate);
    const rex = rexOf(width) | byteRex(width, dst);
    if (op.plusRegister !== 0 && width !== 64) {
      this.emitPlusRegister(width === 8 ? op.plusRegister & ~8 : op.plusRegister, width, rex, dst);
      this.emitImmediate(immediateSize(width), value);
    } else if (op.shortImmediate !== 0 && width !== 8 && isByte(value)) {
      this.emitRegister(codeOfWidth(op.shortImmediate, width), rex, op.digit, dst);
      this.emitImmediate(1, value);
    } else if (op.accumulator !== 0 && dst === 0) {
      this.emitOpcode(codeOfWidth(op.accumulator, width), rex);
      this.emitImmediate(immediateSize(width), value);
    } else {
      this.emitRegister(codeOfWidth(op.immediate, width), rex, op.digit, dst);
      this.emitImmediate(immediateSize(width), value);
    }
  }

  mi(op: IntegerOp, width: Width, base: Reg, displacement: number, immediate: number): void {
    const code = this.immediateCode(op, width, immediate);
    this.emitMemory(code, rexOf(width), op.digit, base, displacement);
    this.emitImmediate(memoryImmediateSize(op, code, width), immediate);
  }

  miIndexed(
    op: IntegerOp,
    width: Width,
    base: Reg,
    index: Reg,
    scale: Scale,
    displacement: number,
    immediate: number,
  ): void {
    const code = this.immediateCode(op, width, immediate);
    this.emitIndexed(code, rexOf(width), op.digit, base, index, scale, displacement);
    this.emitImmediate(memoryImmediateSize(op, code, width), immediate);
  }

  miLabel(op: IntegerOp, width: Width, label: Label, immediate: number): void {
    const code = this.immediateCode(op, width, immediate);
    const size = memoryImmediateSize(op, code, width);
    this.emitLabel(code, rexOf(width), op.digit, label, size);
    this.emitImmediate(size, immediate);
  }

  private checkImmediateForm(op: IntegerOp, width: Width, immediate: number): void {
    checkWidth(op.name, op.widths, width);
    if (op.immediate === 0) throw noForm(op.name, 'with immediate');
    checkImmediate(op.name, width, immediate);
  }

  private immediateCode(op: IntegerOp, width: Width, immediate: number): Code {
    this.checkImmediateForm(op, width, immediate);
    const short = op.shortImmediate !== 0 && width !== 8 && isByte(signedImmediate(width, immediate));
    return codeOfWidth(short ? op.shortImmediate : op.immediate, width);
  }

  /** `imul dst, src, immediate`. */
  imulRri(width: Width, dst: Reg, src: Reg, immediate: number): void {
    checkWidth('imul', wideWidths, width);
    checkImmediate('imul', width, immediate);
    const value = signedImmediate(width, immediate);
    this.emitRegister(codeOfWidth(isByte(value) ? 0x6b : 0x69, width), rexOf(width), dst, src);
    this.emitImmediate(isByte(value) ? 1 : immediateSize(width), value);
  }

  /** The shortest move of the 64-bit number with these halves. Flags stay. */
  movImm64(dst: Reg, low: number, high: number): void {
    const lowBits = low | 0;
    const highBits = high | 0;
    if (highBits === 0) {
      this.emitPlusRegister(0xb8, 32, 0, dst);
      this.emitInt32(lowBits);
    } else if (highBits === -1 && lowBits < 0) {
      this.emitRegister(0xc7, rexOf(64), 0, dst);
      this.emitInt32(lowBits);
    } else this.movAbsolute(dst, lowBits, highBits);
  }

  /** `movImm64` of a number that is an integer JavaScript can hold exactly. */
  movImm(dst: Reg, value: number): void {
    if (!Number.isSafeInteger(value)) throw new AssemblerError(`mov: ${value} is not a safe integer`);
    this.movImm64(dst, value | 0, Math.floor(value / 2 ** 32));
  }

  /** The ten-byte move, whatever the number; returns where its eight bytes are, for patching. */
  movAbsolute(dst: Reg, low: number, high: number): Position {
    this.emitPlusRegister(0xb8, 64, rexOf(64), dst);
    const field = this.at;
    this.emitInt32(low);
    this.emitInt32(high);
    return field;
  }

  // Integers: one operand, shifts

  r(op: UnaryOp, width: Width, reg: Reg): void {
    checkWidth(op.name, allWidths, width);
    this.emitRegister(codeOfWidth(op.code, width), rexOf(width) | byteRex(width, reg), op.digit, reg);
  }

  m(op: UnaryOp, width: Width, base: Reg, displacement: number): void {
    checkWidth(op.name, allWidths, width);
    this.emitMemory(codeOfWidth(op.code, width), rexOf(width), op.digit, base, displacement);
  }

  mIndexed(op: UnaryOp, width: Width, base: Reg, index: Reg, scale: Scale, displacement: number): void {
    checkWidth(op.name, allWidths, width);
    this.emitIndexed(codeOfWidth(op.code, width), rexOf(width), op.digit, base, index, scale, displacement);
  }

  /** Shifts by `count`, 0 to width - 1. */
  shiftImmediate(op: ShiftOp, width: Width, reg: Reg, count: number): void {
    checkWidth(op.name, allWidths, width);
    if (!(count >= 0 && count < width) || count !== (count | 0))
      throw new AssemblerError(`${op.name} of ${width} bits by ${count}`);
    const code = codeOfWidth(count === 1 ? 0xd1 : 0xc1, width);
    this.emitRegister(code, rexOf(width) | byteRex(width, reg), op.digit, reg);
    if (count !== 1) this.emitImmediate(1, count);
  }

  /** Shifts by cl modulo 32, or modulo 64 for 64 bits. */
  shiftByCl(op: ShiftOp, width: Width, reg: Reg): void {
    checkWidth(op.name, allWidths, width);
    this.emitRegister(codeOfWidth(0xd3, width), rexOf(width) | byteRex(width, reg), op.digit, reg);
  }

  /** The BMI2 shifts: any registers, and the flags stay. */
  shiftFree(op: FreeShiftOp, width: Width, dst: Reg, src: Reg, count: Reg): void {
    checkWidth(op.name, registerWidths, width);
    this.checkFeature(op.name, Feature.bmi2);
    this.emitVexRegister(op.prefix, width, 0xf7, dst, src, count);
  }

  bswap(width: Width, reg: Reg): void {
    checkWidth('bswap', registerWidths, width);
    this.emitPlusRegister(BSWAP, width, rexOf(width), reg);
  }

  setcc(condition: Condition, dst: Reg): void {
    this.emitRegister(conditional(SETCC, condition), byteRex(8, dst), 0, dst);
  }

  cmov(condition: Condition, width: Width, dst: Reg, src: Reg): void {
    checkWidth('cmov', wideWidths, width);
    this.emitRegister(codeOfWidth(conditional(CMOVCC, condition), width), rexOf(width), dst, src);
  }

  cmovMemory(condition: Condition, width: Width, dst: Reg, base: Reg, displacement: number): void {
    checkWidth('cmov', wideWidths, width);
    const code = codeOfWidth(conditional(CMOVCC, condition), width);
    this.emitMemory(code, rexOf(width), dst, base, displacement);
  }

  // Stack

  push(reg: Reg): void {
    this.emitPlusRegister(0x50, 64, 0, reg);
  }

  pop(reg: Reg): void {
    this.emitPlusRegister(0x58, 64, 0, reg);
  }

  /** Pushes the sign-extended immediate as 64 bits. */
  pushImmediate(immediate: number): void {
    checkImmediate('push', 64, immediate);
    this.emitOpcode(isByte(immediate) ? 0x6a : 0x68, 0);
    this.emitImmediate(isByte(immediate) ? 1 : 4, immediate);
  }

  pushMemory(base: Reg, displacement: number): void {
    this.emitMemory(INDIRECT, 0, PUSH_DIGIT, base, displacement);
  }

  popMemory(base: Reg, displacement: number): void {
    this.emitMemory(0x8f, 0, 0, base, displacement);
  }

  plain(op: PlainOp): void {
    this.emitBytes(op.bytes);
  }

  /** Returns and takes `count` bytes of arguments from the stack. */
  retPop(count: number): void {
    if (count >>> 0 !== count || count > 0xffff) throw new AssemblerError(`ret ${count}`);
    this.emitOpcode(0xc2, 0);
    this.emitImmediate(2, count);
  }

  // Control flow

  /** Short when the label is bound and near, else with 32 bits. */
  jmp(label: Label): void {
    if (this.isNear(label)) this.jmpShort(label);
    else this.emitBranch(0xe9, label);
  }

  jcc(condition: Condition, label: Label): void {
    if (this.isNear(label)) this.jccShort(condition, label);
    else this.emitBranch(conditional(JCC, condition), label);
  }

  /** The two-byte form, for a label that its user knows to be near; throws, at `finish` the latest, if it is not. */
  jmpShort(label: Label): void {
    this.emitOpcode(0xeb, 0);
    this.emitShortDistance(label);
  }

  jccShort(condition: Condition, label: Label): void {
    this.emitOpcode(conditional(0x70, condition), 0);
    this.emitShortDistance(label);
  }

  call(label: Label): void {
    this.emitBranch(0xe8, label);
  }

  /**
   * Forms whose 32-bit distance is a multiple of four bytes from the start, so that one aligned store retargets them while
   * they may run (`patch.ts`). Return where the distance is. The start of the code must be aligned likewise.
   */
  jmpPatchable(label: Label): Position {
    this.alignField(1);
    this.emitBranch(0xe9, label);
    return this.at - 4;
  }

  jccPatchable(condition: Condition, label: Label): Position {
    this.alignField(2);
    this.emitBranch(conditional(JCC, condition), label);
    return this.at - 4;
  }

  callPatchable(label: Label): Position {
    this.alignField(1);
    this.emitBranch(0xe8, label);
    return this.at - 4;
  }

  /** A five-byte nop within an aligned eight-byte word, for `writeJump`; returns where it is. */
  nopPatchable(): Position {
    if ((this.at & 7) > 3) this.alignCode(8);
    this.emitNops(5);
    return this.at - 5;
  }

  /** Nops such that a field `before` bytes from here is a multiple of four from the start. */
  private alignField(before: number): void {
    this.emitNops(-(this.at + before) & 3);
  }

  private emitBranch(code: Code, label: Label): void {
    this.emitOpcode(code, 0);
    this.emitDistance(label, this.at + 4);
  }

  private isNear(label: Label): boolean {
    const position = this.findPosition(label);
    return position !== null && isByte(position - (this.at + 2));
  }

  callReg(reg: Reg): void {
    this.emitRegister(INDIRECT, 0, CALL_DIGIT, reg);
  }

  callMemory(base: Reg, displacement: number): void {
    this.emitMemory(INDIRECT, 0, CALL_DIGIT, base, displacement);
  }

  callIndexed(base: Reg, index: Reg, scale: Scale, displacement: number): void {
    this.emitIndexed(INDIRECT, 0, CALL_DIGIT, base, index, scale, displacement);
  }

  /** Calls the address that the eight bytes at `label` hold. */
  callThrough(label: Label): void {
    this.emitLabel(INDIRECT, 0, CALL_DIGIT, label, 0);
  }

  jmpReg(reg: Reg): void {
    this.emitRegister(INDIRECT, 0, JMP_DIGIT, reg);
  }

  jmpMemory(base: Reg, displacement: number): void {
    this.emitMemory(INDIRECT, 0, JMP_DIGIT, base, displacement);
  }

  jmpIndexed(base: Reg, index: Reg, scale: Scale, displacement: number): void {
    this.emitIndexed(INDIRECT, 0, JMP_DIGIT, base, index, scale, displacement);
  }

  jmpThrough(label: Label): void {
    this.emitLabel(INDIRECT, 0, JMP_DIGIT, label, 0);
  }

  leaLabel(dst: Reg, label: Label): void {
    this.emitLabel(0x8d, rexOf(64), dst, label, 0);
  }

  // Floats

  xx(op: SseOp, dst: Xmm, src: Xmm): void {
    this.emitRegister(this.sseLoad(op), 0, dst, src);
  }

  /** With a selector byte, as roundsd has. */
  xxi(op: SseOp, dst: Xmm, src: Xmm, selector: number): void {
    if (!op.selector || (selector & 0xff) !== selector)
      throw new AssemblerError(`${op.name} with selector ${selector}`);
    this.checkFeature(op.name, op.feature);
    this.emitRegister(op.load, 0, dst, src);
    this.emitImmediate(1, selector);
  }

  xm(op: SseOp, dst: Xmm, base: Reg, displacement: number): void {
    this.emitMemory(this.sseLoad(op), 0, dst, base, displacement);
  }

  xmIndexed(op: SseOp, dst: Xmm, base: Reg, index: Reg, scale: Scale, displacement: number): void {
    this.emitIndexed(this.sseLoad(op), 0, dst, base, index, scale, displacement);
  }

  xmLabel(op: SseOp, dst: Xmm, label: Label): void {
    this.emitLabel(this.sseLoad(op), 0, dst, label, 0);
  }

  private sseLoad(op: SseOp): Code {
    if (op.selector) throw new AssemblerError(`${op.name} needs a selector`);
    return op.load;
  }

  mx(op: SseOp, base: Reg, displacement: number, src: Xmm): void {
    this.emitMemory(sseStore(op), 0, src, base, displacement);
  }

  mxIndexed(op: SseOp, base: Reg, index: Reg, scale: Scale, displacement: number, src: Xmm): void {
    this.emitIndexed(sseStore(op), 0, src, base, index, scale, displacement);
  }

  mxLabel(op: SseOp, label: Label, src: Xmm): void {
    this.emitLabel(sseStore(op), 0, src, label, 0);
  }

  /** xmm <- general register; `width` is the general register's. */
  xr(op: TransferOp, width: Width, dst: Xmm, src: Reg): void {
    checkWidth(op.name, registerWidths, width);
    if (op.toXmm === 0) throw noForm(op.name, 'xmm, register');
    this.emitRegister(op.toXmm, rexOf(width), dst, src);
  }

  /** General register <- xmm. */
  rx(op: TransferOp, width: Width, dst: Reg, src: Xmm): void {
    checkWidth(op.name, registerWidths, width);
    if (op.storeXmm !== 0) this.emitRegister(op.storeXmm, rexOf(width), src, dst);
    else if (op.fromXmm !== 0) this.emitRegister(op.fromXmm, rexOf(width), dst, src);
    else throw noForm(op.name, 'register, xmm');
  }
}

function storeCode(op: IntegerOp, width: Width): Code {
  checkWidth(op.name, op.widths, width);
  if (op.store === 0) throw noForm(op.name, 'memory, register');
  return codeOfWidth(op.store, width);
}

function sseStore(op: SseOp): Code {
  if (op.store === 0) throw noForm(op.name, 'memory, xmm');
  return op.store;
}

function conditional(code: Code, condition: Condition): Code {
  if (condition >>> 0 > 15) throw new AssemblerError(`no condition ${condition}`);
  return code | condition;
}

/** Bytes of a full immediate. */
function immediateSize(width: Width): number {
  return width === 64 ? 4 : width >> 3;
}

/** Bytes of the immediate that belongs to an opcode `immediateCode` chose. */
function memoryImmediateSize(op: IntegerOp, code: Code, width: Width): number {
  return width !== 8 && (code & 0xff) === op.shortImmediate ? 1 : immediateSize(width);
}
