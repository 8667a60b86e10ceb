/**
 * The code that is written by hand: into machine code from C, out of it to the host, and the slow path of allocations.
 *
 * Stacks: C and JavaScript run on Node's stack, machine code on the VM's. The entry frame on the VM's stack holds, from the stack pointer up, the
 * place where machine code had left to the host before (0 for the outermost entry), and the former entry's frame.
 */
import { ENTRY_FRAME_WORDS, stubSymbols } from '../../ts/backend/state-places.js';
import { floatArguments, HEAP_BASE, intArguments, SCRATCH, SCRATCH2 } from './abi.js';
import type { Assembler } from './assembler.js';
import { Op, Plain, Shift, Sse } from './encoding.js';
import { Condition, Reg } from './registers.js';
import type { CodeContext } from './select.js';

/** Registers that C functions keep for their callers. */
const calleeSaved: readonly Reg[] = [Reg.rbx, Reg.rbp, Reg.r12, Reg.r13, Reg.r14, Reg.r15];
const FLOAT_ENTRY_ARGUMENTS = 4;

export interface StubContext extends CodeContext {
  /** The function that allocates an instance: of size and type id, it gives an address. */
  readonly allocateInstance: string;
  /** The function that is told the address of an object before references are stored into it, and the index of an item or -1. */
  readonly rememberObject: string | null;
}

export function emitStubs(asm: Assembler, context: StubContext): void {
  emitEntry(asm, context);
  emitHostCall(asm, context);
  emitAllocation(asm, context);
  if (context.rememberObject !== null) emitWriteBarrier(asm, context, context.rememberObject);
}

function startStub(asm: Assembler, context: StubContext, symbol: string, frameWords: number): void {
  asm.bind(context.labelOf(symbol));
  context.addFunction(asm.position, symbol, frameWords);
}

function emitEntry(asm: Assembler, context: StubContext): void {
  const { state } = context;
  const isNested = asm.newLabel();
  const ready = asm.newLabel();
  asm.alignCode(16);
  startStub(asm, context, stubSymbols.enter, ENTRY_FRAME_WORDS);
  for (const register of calleeSaved) asm.push(register);
  asm.rr(Op.mov, 64, HEAP_BASE, Reg.rdi);
  // With this the stack pointer is a multiple of 16, as calls of C want it.
  asm.pushMemory(HEAP_BASE, state.hostStack);
  asm.mr(Op.mov, 64, HEAP_BASE, state.hostStack, Reg.rsp);
  asm.rm(Op.mov, 64, Reg.rax, HEAP_BASE, state.vmStack);
  asm.rr(Op.test, 64, Reg.rax, Reg.rax);
  asm.jcc(Condition.notEqual, isNested);
  asm.rm(Op.mov, 64, Reg.rcx, HEAP_BASE, state.stackTop);
  asm.jmp(ready);
  asm.bind(isNested);
  asm.rmIndexed(Op.lea, 64, Reg.rcx, HEAP_BASE, Reg.rax, 1, 0);
  asm.ri(Op.and, 64, Reg.rcx, -16);
  asm.bind(ready);
  asm.ri(Op.sub, 64, Reg.rcx, 16);
  asm.mr(Op.mov, 64, Reg.rcx, 0, Reg.rax);
  asm.rm(Op.mov, 64, Reg.rax, HEAP_BASE, state.entryFrame);
  asm.mr(Op.mov, 64, Reg.rcx, 8, Reg.rax);
  asm.mr(Op.mov, 64, HEAP_BASE, state.entryFrame, Reg.rcx);
  asm.rr(Op.mov, 64, Reg.rsp, Reg.rcx);
  intArguments.forEach((register, i) => {
    asm.rm(Op.mov, 64, register, HEAP_BASE, state.entryInts + 8 * i);
  });
  for (let i = 0; i < FLOAT_ENTRY_ARGUMENTS; i++) {
    asm.xm(Sse.movsd, floatArguments[i] ?? 0, HEAP_BASE, state.entryFloats + 8 * i);
  }
  asm.rm(Op.mov, 64, SCRATCH, HEAP_BASE, state.entryCode);
  asm.rm(Op.add, 64, SCRATCH, HEAP_BASE, state.codeBase);
  asm.callReg(SCRATCH);
  context.addStackMap(asm.position, ENTRY_FRAME_WORDS, []);
  asm.bind(context.labelOf(LEAVE));
  asm.mr(Op.mov, 64, HEAP_BASE, state.entryResult, Reg.rax);
  asm.mx(Sse.movsd, HEAP_BASE, state.entryFloatResult, 0);
  asm.rm(Op.mov, 64, Reg.rax, Reg.rsp, 0);
  asm.mr(Op.mov, 64, HEAP_BASE, state.vmStack, Reg.rax);
  asm.rm(Op.mov, 64, Reg.rax, Reg.rsp, 8);
  asm.mr(Op.mov, 64, HEAP_BASE, state.entryFrame, Reg.rax);
  asm.rm(Op.mov, 64, Reg.rsp, HEAP_BASE, state.hostStack);
  asm.popMemory(HEAP_BASE, state.hostStack);
  for (const register of [...calleeSaved].reverse()) asm.pop(register);
  asm.plain(Plain.ret);
}

/** Inside the entry: the stack pointer is that of the entry frame. */
const LEAVE = 'stub#leave';

function emitHostCall(asm: Assembler, context: StubContext): void {
  const { state } = context;
  const failed = asm.newLabel();
  asm.alignCode(16);
  startStub(asm, context, stubSymbols.hostCall, 0);
  asm.rr(Op.mov, 64, Reg.rax, Reg.rsp);
  asm.rr(Op.sub, 64, Reg.rax, HEAP_BASE);
  asm.mr(Op.mov, 64, HEAP_BASE, state.vmStack, Reg.rax);
  asm.rm(Op.mov, 64, Reg.rsp, HEAP_BASE, state.hostStack);
  asm.rm(Op.mov, 64, Reg.rax, HEAP_BASE, state.hostCall);
  asm.callReg(Reg.rax);
  asm.rm(Op.mov, 64, Reg.rcx, HEAP_BASE, state.vmStack);
  asm.rr(Op.test, 64, Reg.rax, Reg.rax);
  asm.jcc(Condition.notEqual, failed);
  asm.rmIndexed(Op.lea, 64, Reg.rsp, HEAP_BASE, Reg.rcx, 1, 0);
  asm.rm(Op.mov, 64, Reg.rax, HEAP_BASE, state.hostStatus);
  asm.plain(Plain.ret);
  // JavaScript failed: the frames up to the entry are given up, which the addon then tells its caller.
  asm.bind(failed);
  asm.rm(Op.mov, 64, Reg.rsp, HEAP_BASE, state.entryFrame);
  asm.jmp(context.labelOf(LEAVE));
}

const INTS = 16;
const FLOATS = 14;
/** The saved registers, and one word so that the stack pointer is a multiple of 16 at the call. */
const SAVED_WORDS = INTS + FLOATS + 1;

/** Saves all registers: int register n lies n + 1 words below the return address, where stack maps of allocations look for it. */
function emitAllocation(asm: Assembler, context: StubContext): void {
  asm.alignCode(16);
  startStub(asm, context, stubSymbols.allocate, SAVED_WORDS);
  saveRegisters(asm);
  asm.rr(Op.mov, 64, Reg.rdi, SCRATCH2);
  asm.rr(Op.mov, 64, Reg.rsi, SCRATCH);
  asm.call(context.labelOf(context.allocateInstance));
  context.addStackMap(asm.position, SAVED_WORDS, []);
  asm.rr(Op.mov, 64, SCRATCH, Reg.rax);
  asm.shiftImmediate(Shift.shr, 64, SCRATCH, 3);
  restoreRegisters(asm);
  asm.plain(Plain.ret);
}

/** Of arrays of references: where the state of the cards is, and what says that a store marks a card and that is all. */
const CARDS_PLACE = 12;
const CARDS_LISTED = 2;
/** Cards have 512 bytes, items 4; an array's items start at 16. */
const CARD_SHIFT = 7;
const FIRST_ITEM = 4;

/** The object's reference is in r11; of a store of an item the index in r10. */
function emitWriteBarrier(asm: Assembler, context: StubContext, rememberObject: string): void {
  const remember = asm.newLabel();
  asm.alignCode(16);
  startStub(asm, context, stubSymbols.itemWriteBarrier, 0);
  asm.miIndexed(Op.cmp, 32, HEAP_BASE, SCRATCH, 8, CARDS_PLACE, CARDS_LISTED);
  asm.jcc(Condition.notEqual, remember);
  asm.rmIndexed(Op.lea, 64, SCRATCH2, SCRATCH2, SCRATCH, 2, FIRST_ITEM);
  asm.shiftImmediate(Shift.shr, 64, SCRATCH2, CARD_SHIFT);
  asm.rm(Op.add, 64, SCRATCH2, HEAP_BASE, context.state.cards);
  asm.miIndexed(Op.mov, 8, HEAP_BASE, SCRATCH2, 1, 0, 1);
  asm.plain(Plain.ret);
  asm.alignCode(16);
  startStub(asm, context, stubSymbols.writeBarrier, SAVED_WORDS);
  asm.ri(Op.mov, 64, SCRATCH2, -1);
  asm.bind(remember);
  saveRegisters(asm);
  asm.rr(Op.mov, 64, Reg.rdi, SCRATCH);
  asm.shiftImmediate(Shift.shl, 64, Reg.rdi, 3);
  asm.rr(Op.mov, 64, Reg.rsi, SCRATCH2);
  asm.call(context.labelOf(rememberObject));
  context.addStackMap(asm.position, SAVED_WORDS, []);
  restoreRegisters(asm);
  asm.plain(Plain.ret);
}

function saveRegisters(asm: Assembler): void {
  const size = 8 * SAVED_WORDS;
  asm.rm(Op.lea, 64, Reg.rsp, Reg.rsp, -size);
  for (let i = 0; i < INTS; i++) if (isSaved(i)) asm.mr(Op.mov, 64, Reg.rsp, size - 8 * (i + 1), i);
  for (let i = 0; i < FLOATS; i++) asm.mx(Sse.movsd, Reg.rsp, 8 * (i + 1), i);
}

function restoreRegisters(asm: Assembler): void {
  const size = 8 * SAVED_WORDS;
  for (let i = 0; i < INTS; i++) if (isSaved(i)) asm.rm(Op.mov, 64, i, Reg.rsp, size - 8 * (i + 1));
  for (let i = 0; i < FLOATS; i++) asm.xm(Sse.movsd, i, Reg.rsp, 8 * (i + 1));
  asm.rm(Op.lea, 64, Reg.rsp, Reg.rsp, size);
}

function isSaved(register: Reg): boolean {
  return register !== Reg.rsp && register !== HEAP_BASE && register !== SCRATCH && register !== SCRATCH2;
}
