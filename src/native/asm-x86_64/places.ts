/**
 * The places of a function's values in machine code: its frame, and moves between registers, slots and constants.
 *
 * A frame, from the stack pointer up: arguments of calls that go on the stack, then the slots; its size makes the stack pointer a multiple of 16.
 * r10, r11, xmm14 and xmm15 hold operands that lie in slots or are constants. A result that belongs into a slot is made in r11 or xmm15.
 */
import type { AllocatedFunction, Instruction } from '../../ts/backend/allocated.js';
import { lirOpRow } from '../../ts/backend/lir-ops.js';
import type { RegisterClass } from '../../ts/backend/lir.js';
import { LirConstant } from '../../ts/backend/lir.js';
import { type ArgumentLocation, type Move } from '../../ts/backend/parallel-moves.js';
import { FIRST_SLOT, FLOAT_REGISTER, INCOMING } from '../../ts/backend/registers.js';
import { FLOAT_SCRATCH, intArguments, floatArguments, SCRATCH } from './abi.js';
import type { Assembler } from './assembler.js';
import { Op, Sse } from './encoding.js';
import { Reg } from './registers.js';

/** A register, a slot, or an argument on the stack; negative for a result that nobody reads. */
export type Location = number;
export type OperationInstruction = Extract<Instruction, { kind: 'operation' }>;

export function isSlot(place: ArgumentLocation): place is Location {
  return typeof place === 'number' && place >= FIRST_SLOT;
}

export function isInt32(value: number | bigint): boolean {
  return value >= -0x80000000 && value <= 0x7fffffff;
}

/** An operand that must be there. */
export function at(args: readonly ArgumentLocation[], i: number): ArgumentLocation {
  const arg = args[i];
  if (arg === undefined) throw new Error(`operand ${i} is missing`);
  return arg;
}

/** Moves for the arguments of a call, and the words that go on the stack. */
export function assignArguments(instruction: OperationInstruction): {
  moves: Move[];
  stackWords: number;
  stack: Move[];
} {
  const { operation, args } = instruction;
  const moves: Move[] = [];
  const stack: Move[] = [];
  let ints = 0;
  let floats = 0;
  // The slow paths of these have ways of their own.
  if (lirOpRow(operation.op).kind === 'slow') return { moves, stack, stackWords: 0 };
  operation.args.forEach((operand, i) => {
    const from = at(args, i);
    if (i === 0 && (operation.op === 'call_code' || operation.op === 'call_c')) {
      moves.push({ from, to: SCRATCH, cls: 'int' });
      return;
    }
    const register = operand.cls === 'float' ? floatArguments[floats++] : intArguments[ints++];
    if (register === undefined) stack.push({ from, to: stack.length, cls: operand.cls });
    else
      moves.push({
        from,
        to: operand.cls === 'float' ? FLOAT_REGISTER + register : register,
        cls: operand.cls,
      });
  });
  return { moves, stack, stackWords: stack.length };
}

export class PlaceCode {
  protected readonly frame: number;
  /** Words at the bottom of the frame for arguments of calls. */
  protected readonly outgoing: number;

  constructor(
    protected readonly asm: Assembler,
    fn: AllocatedFunction,
  ) {
    let outgoing = 0;
    let makesCalls = false;
    for (const block of fn.blocks) {
      for (const instruction of block.instructions) {
        if (instruction.kind !== 'operation' || instruction.stackMap === null) continue;
        makesCalls = true;
        outgoing = Math.max(outgoing, assignArguments(instruction).stackWords);
      }
    }
    this.outgoing = outgoing;
    const words = outgoing + fn.slotCount;
    // At entry the stack pointer is 8 above a multiple of 16.
    this.frame = makesCalls || words > 0 ? 8 * (words + ((words + 1) % 2)) : 0;
  }

  protected slotDisplacement(place: Location): number {
    if (place >= INCOMING) return this.frame + 8 + 8 * (place - INCOMING);
    return 8 * (this.outgoing + place - FIRST_SLOT);
  }

  protected emitMoves(moves: readonly Move[]): void {
    for (const { from, to, cls } of moves) this.emitMove(from, to, cls);
  }

  protected emitMove(from: ArgumentLocation, to: Location, cls: RegisterClass): void {
    if (cls === 'float') this.emitFloatMove(from, to);
    else this.emitIntMove(from, to);
  }

  protected emitIntMove(from: ArgumentLocation, to: Location): void {
    const { asm } = this;
    if (!isSlot(to)) {
      this.loadInt(from, to);
      return;
    }
    const displacement = this.slotDisplacement(to);
    if (from instanceof LirConstant && isInt32(from.value)) {
      asm.mi(Op.mov, 64, Reg.rsp, displacement, Number(from.value));
      return;
    }
    const register = this.intRegister(from, SCRATCH);
    asm.mr(Op.mov, 64, Reg.rsp, displacement, register);
  }

  /** Puts an int or reference into a register; flags stay. */
  protected loadInt(from: ArgumentLocation, register: Reg): void {
    const { asm } = this;
    if (from instanceof LirConstant) {
      if (typeof from.value === 'number') {
        asm.movImm(register, from.value);
        return;
      }
      const value = BigInt.asUintN(64, from.value);
      asm.movImm64(register, Number(value & 0xffffffffn), Number(value >> 32n));
    } else if (isSlot(from)) asm.rm(Op.mov, 64, register, Reg.rsp, this.slotDisplacement(from));
    else if (from !== (register as number)) asm.rr(Op.mov, 64, register, from);
  }

  protected emitFloatMove(from: ArgumentLocation, to: Location): void {
    const { asm } = this;
    if (!isSlot(to)) {
      this.loadFloat(from, to - FLOAT_REGISTER);
      return;
    }
    const register = this.floatRegister(from, FLOAT_SCRATCH);
    asm.mx(Sse.movsd, Reg.rsp, this.slotDisplacement(to), register);
  }

  protected loadFloat(from: ArgumentLocation, register: number): void {
    const { asm } = this;
    if (from instanceof LirConstant) {
      const value = Number(from.value);
      if (Object.is(value, 0)) asm.xx(Sse.xorpd, register, register);
      else asm.xmLabel(Sse.movsd, register, asm.constantFloat(value));
    } else if (isSlot(from)) asm.xm(Sse.movsd, register, Reg.rsp, this.slotDisplacement(from));
    else if (from - FLOAT_REGISTER !== register) asm.xx(Sse.movaps, register, from - FLOAT_REGISTER);
  }

  /** The register that holds an operand, or the scratch register after a load. */
  protected intRegister(from: ArgumentLocation, scratch: Reg): Reg {
    if (!(from instanceof LirConstant) && !isSlot(from)) return from;
    this.loadInt(from, scratch);
    return scratch;
  }

  protected floatRegister(from: ArgumentLocation, scratch: number): number {
    if (!(from instanceof LirConstant) && !isSlot(from)) return from - FLOAT_REGISTER;
    this.loadFloat(from, scratch);
    return scratch;
  }

  /** Where an int result is made. */
  protected resultRegister(result: Location): Reg {
    return isSlot(result) || result < 0 ? SCRATCH : result;
  }

  protected floatResultRegister(result: Location): number {
    return isSlot(result) || result < 0 ? FLOAT_SCRATCH : result - FLOAT_REGISTER;
  }

  /** Brings an int result from the register where it was made to its place. */
  protected storeInt(result: Location, register: Reg): void {
    if (result < 0) return;
    if (isSlot(result)) this.asm.mr(Op.mov, 64, Reg.rsp, this.slotDisplacement(result), register);
    else if (result !== (register as number)) this.asm.rr(Op.mov, 64, result, register);
  }

  protected storeFloat(result: Location, register: number): void {
    if (result < 0) return;
    if (isSlot(result)) this.asm.mx(Sse.movsd, Reg.rsp, this.slotDisplacement(result), register);
    else if (result - FLOAT_REGISTER !== register) this.asm.xx(Sse.movaps, result - FLOAT_REGISTER, register);
  }
}
