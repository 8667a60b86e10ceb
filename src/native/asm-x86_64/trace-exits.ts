/**
 * The way out of traces, written by hand. A guard that fails jumps with its number in r11 and the end of its frame in r10 to code that saves all that may be of use,
 * by the numbers of places (`backend/registers.ts`), and gives the frame up:
 *
 *     values + 8 * register        what the registers held; `values` is a displacement from the heap base
 *     frame + 8 * i                word i of the frame; `frame` is an address
 *
 * Where a bridge is there instead, code made for the guard brings what is live to where bridges expect it.
 */
import { LirConstant } from '../../ts/backend/lir.js';
import type { ArgumentLocation } from '../../ts/backend/parallel-moves.js';
import { FIRST_SLOT, FLOAT_REGISTER } from '../../ts/backend/registers.js';
import { HEAP_BASE, SCRATCH, SCRATCH2, target } from './abi.js';
import type { Assembler } from './assembler.js';
import type { Label } from './code-buffer.js';
import { Op, Plain, Sse } from './encoding.js';
import { isInt32 } from './places.js';
import { Condition, Reg } from './registers.js';

export function emitExit(asm: Assembler, values: number, frame: number): void {
  const next = asm.newLabel();
  const done = asm.newLabel();
  for (const register of target.intRegisters)
    asm.mr(Op.mov, 64, HEAP_BASE, values + 8 * register, register as Reg);
  for (const place of target.floatRegisters)
    asm.mx(Sse.movsd, HEAP_BASE, values + 8 * place, place - FLOAT_REGISTER);
  asm.movImm64(Reg.rdi, frame | 0, Math.floor(frame / 2 ** 32));
  asm.bind(next);
  asm.rr(Op.cmp, 64, Reg.rsp, SCRATCH2);
  asm.jcc(Condition.equal, done);
  asm.pop(Reg.rax);
  asm.mr(Op.mov, 64, Reg.rdi, 0, Reg.rax);
  asm.ri(Op.add, 64, Reg.rdi, 8);
  asm.jmp(next);
  asm.bind(done);
  asm.rr(Op.mov, 64, target.intResult as Reg, SCRATCH);
  asm.plain(Plain.ret);
}

/** What is live at a guard, and the size of the frame around it. */
export interface GuardPlaces {
  readonly places: readonly ArgumentLocation[];
  readonly frameWords: number;
}

/** Instead of the exit: brings the places' values to `values`, one after the other, gives the frame up and goes on. */
export function emitTransfer(
  asm: Assembler,
  { places, frameWords }: GuardPlaces,
  values: number,
  to: Label,
): void {
  places.forEach((place, i) => {
    emitStore(asm, place, values + 8 * i);
  });
  if (frameWords > 0) asm.ri(Op.add, 64, Reg.rsp, 8 * frameWords);
  asm.jmp(to);
}

const floatBits = new DataView(new ArrayBuffer(8));

function emitStore(asm: Assembler, place: ArgumentLocation, to: number): void {
  if (place instanceof LirConstant) {
    const { cls, value } = place;
    if (cls !== 'float' && isInt32(value)) {
      asm.mi(Op.mov, 64, HEAP_BASE, to, Number(value));
      return;
    }
    if (cls === 'float') floatBits.setFloat64(0, Number(value), true);
    else floatBits.setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true);
    asm.movImm64(SCRATCH, floatBits.getUint32(0, true), floatBits.getUint32(4, true));
    asm.mr(Op.mov, 64, HEAP_BASE, to, SCRATCH);
  } else if (place >= FIRST_SLOT) {
    asm.rm(Op.mov, 64, SCRATCH, Reg.rsp, 8 * (place - FIRST_SLOT));
    asm.mr(Op.mov, 64, HEAP_BASE, to, SCRATCH);
  } else if (place >= FLOAT_REGISTER) asm.mx(Sse.movsd, HEAP_BASE, to, place - FLOAT_REGISTER);
  else asm.mr(Op.mov, 64, HEAP_BASE, to, place as Reg);
}
