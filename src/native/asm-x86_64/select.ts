/** Instruction selection: functions whose values have places, to x86-64 instructions. */
import type { AllocatedBlock, AllocatedExit, AllocatedFunction } from '../../ts/backend/allocated.js';
import type { GuardPart, LirOperation } from '../../ts/backend/lir.js';
import { conditionOperands, LirConstant } from '../../ts/backend/lir.js';
import type { Condition as LirCondition, LirOpName } from '../../ts/backend/lir-ops.js';
import { sequentializeMoves, type ArgumentLocation } from '../../ts/backend/parallel-moves.js';
import { FIRST_SLOT, FLOAT_REGISTER } from '../../ts/backend/registers.js';
import { stubSymbols, type StatePlaces } from '../../ts/backend/state-places.js';
import { FLOAT_SCRATCH, FLOAT_SCRATCH2, HEAP_BASE, SCRATCH, SCRATCH2, target } from './abi.js';
import type { Assembler } from './assembler.js';
import type { Label } from './code-buffer.js';
import {
  Op,
  Plain,
  Shift,
  Sse,
  Transfer,
  Unary,
  type IntegerOp,
  type ShiftOp,
  type SseOp,
} from './encoding.js';
import { emitDivision, hasReciprocal } from './divide-by-constant.js';
import { Condition, negate, Reg, type Scale } from './registers.js';
import {
  at,
  assignArguments,
  isInt32,
  isSlot,
  PlaceCode,
  type Location,
  type OperationInstruction,
} from './places.js';
import {
  extensions,
  fitTests,
  floatBinary,
  floatOrders,
  Form,
  formOf,
  intBinary,
  intConditions,
  loads,
  roundings,
  rowOf,
  shifts,
  stores,
} from './select-tables.js';

/** What selection asks of the image or trace that it works for. */
export interface CodeContext {
  readonly state: StatePlaces;
  /** The label of a function or stub. */
  labelOf(symbol: string): Label;
  /** Slots in words above the stack pointer at the return. */
  addStackMap(returnPosition: number, frameWords: number, slots: readonly number[]): void;
  /** Code from here on belongs to a function whose frame has so many words. */
  addFunction(position: number, symbol: string, frameWords: number): void;
  addLine(position: number, line: number): void;
  /**
   * The jump with which a guard leaves the function, by the place of its distance (it can be patched), and the places of what is live there. Places from
   * `FIRST_SLOT` on are words of the frame.
   */
  addGuard(position: number, status: number, places: readonly ArgumentLocation[]): void;
}

/** The stub that allocates where the fast path finds no room: size in bytes in r10, type id in r11; the reference comes back in r11. */
const ALLOCATE_STUB = stubSymbols.allocate;
/** The byte of an object's header that holds the collector's flags, and the flag of objects whose writes are to be recorded. */
const FLAGS_PLACE = 4;
const UNRECORDED_FLAG = 2;

export function selectFunction(asm: Assembler, context: CodeContext, fn: AllocatedFunction): void {
  new Selection(asm, context, fn).run();
}

interface Address {
  readonly base: Reg;
  readonly index: Reg | null;
  readonly scale: Scale;
  readonly displacement: number;
}

/** The condition that tells after a comparison, and whether "unordered" has to be told apart: it has to be ordered, or may be unordered. */
interface Test {
  readonly condition: Condition;
  readonly parity: 'none' | 'and' | 'or';
}

/** Where a guard goes that fails. */
interface Failure {
  readonly label: Label;
  readonly status: number;
  readonly places: readonly ArgumentLocation[];
}

/** What guards jump to: see `trace-exits.ts`. */
export const TRACE_EXIT = 'trace#exit';

class Selection extends PlaceCode {
  private readonly labels = new Map<number, Label>();
  private readonly slowPaths: (() => void)[] = [];
  private readonly failures: Failure[] = [];

  constructor(
    asm: Assembler,
    private readonly context: CodeContext,
    private readonly fn: AllocatedFunction,
  ) {
    super(asm, fn);
  }

  run(): void {
    const { asm, fn } = this;
    asm.alignCode(16);
    asm.bind(this.context.labelOf(fn.symbol));
    this.context.addFunction(asm.position, fn.symbol, this.frame / 8);
    if (this.frame > 0) asm.ri(Op.sub, 64, Reg.rsp, this.frame);
    for (const block of fn.blocks) this.labels.set(block.id, asm.newLabel());
    fn.blocks.forEach((block, i) => {
      this.selectBlock(block, fn.blocks[i + 1]?.id ?? -1);
    });
    for (const slowPath of this.slowPaths) slowPath();
    if (this.failures.length > 0) this.emitFailures();
    asm.flushConstants();
  }

  private emitFailures(): void {
    const { asm, context } = this;
    const exit = asm.newLabel();
    asm.bind(exit);
    asm.rm(Op.lea, 64, SCRATCH2, Reg.rsp, this.frame);
    asm.jmp(context.labelOf(TRACE_EXIT));
    for (const { label, status, places } of this.failures) {
      asm.bind(label);
      asm.movImm64(SCRATCH, status, 0);
      context.addGuard(asm.jmpPatchable(exit), status, places);
    }
  }

  private addLine(line: number): void {
    if (line !== 0) this.context.addLine(this.asm.position, line);
  }

  private labelOf(block: number): Label {
    const label = this.labels.get(block);
    if (label === undefined) throw new Error(`${this.fn.symbol}: no block ${block}`);
    return label;
  }

  private selectBlock(block: AllocatedBlock, next: number): void {
    this.asm.bind(this.labelOf(block.id));
    const { instructions } = block;
    for (let i = 0; i < instructions.length; i++) {
      const instruction = instructions[i];
      if (instruction.kind === 'moves') this.emitMoves(instruction.moves);
      else this.selectOperation(instruction);
    }
    this.selectExit(block.exit, next);
  }

  // Operations.

  private selectOperation(instruction: OperationInstruction): void {
    const { operation, args, result } = instruction;
    const { op } = operation;
    this.addLine(operation.line);
    if (operation.part.kind === 'guard') {
      this.selectGuard(operation.part, args);
      return;
    }
    switch (formOf(op)) {
      case Form.binary: {
        const row = rowOf(intBinary, op);
        this.selectBinary(row.op, row.commutes, op, args, result);
        return;
      }
      case Form.comparison:
        // The form tells.
        this.selectComparison(op as LirCondition, args, result);
        return;
      case Form.load:
        this.selectLoad(operation, args, result);
        return;
      case Form.store:
        this.selectStore(operation, args);
        return;
      case Form.shift: {
        const row = rowOf(shifts, op);
        this.selectShift(op, row.op, row.width, args, result);
        return;
      }
      case Form.extension: {
        const row = rowOf(extensions, op);
        const register = this.resultRegister(result);
        const source = this.intRegister(at(args, 0), SCRATCH);
        this.asm.rr(row.op, row.width, register, source);
        this.storeInt(result, register);
        return;
      }
      case Form.floatBinary: {
        const row = rowOf(floatBinary, op);
        this.selectFloatBinary(row.op, row.commutes, args, result);
        return;
      }
      case Form.rounding: {
        const register = this.floatResultRegister(result);
        const source = this.floatRegister(at(args, 0), FLOAT_SCRATCH);
        this.asm.xxi(Sse.roundsd, register, source, rowOf(roundings, op));
        this.storeFloat(result, register);
        return;
      }
      case Form.fitTest:
        this.loadInt(at(args, 0), SCRATCH);
        this.emitInt(rowOf(fitTests, op), SCRATCH, at(args, 1));
        this.setFlag(Condition.notOverflow, result);
        return;
      case Form.call:
        this.selectCall(instruction);
        return;
      case Form.allocation:
        this.selectAllocation(instruction);
        return;
      case Form.barrier:
        this.selectBarrier(instruction);
        return;
      case Form.other:
        this.selectOther(op, instruction);
    }
  }

  private selectOther(op: LirOpName, instruction: OperationInstruction): void {
    const { asm } = this;
    const { operation, args, result } = instruction;
    switch (op) {
      case 'int_neg':
      case 'int_not': {
        const register = this.resultRegister(result);
        this.loadInt(at(args, 0), register);
        asm.r(op === 'int_neg' ? Unary.neg : Unary.not, 64, register);
        this.storeInt(result, register);
        return;
      }
      case 'int_div':
      case 'int_mod': {
        const divisor = at(args, 1);
        if (divisor instanceof LirConstant && hasReciprocal(BigInt(divisor.value))) {
          this.loadInt(at(args, 0), SCRATCH);
          emitDivision(asm, BigInt(divisor.value), op === 'int_div' ? 'quotient' : 'remainder');
          this.storeInt(result, op === 'int_div' ? Reg.rdx : SCRATCH);
          return;
        }
        this.loadInt(divisor, SCRATCH);
        this.loadInt(at(args, 0), Reg.rax);
        asm.plain(Plain.cqo);
        asm.r(Unary.idiv, 64, SCRATCH);
        this.storeInt(result, op === 'int_div' ? Reg.rax : Reg.rdx);
        return;
      }
      case 'uint_mul_high':
        this.loadInt(at(args, 1), SCRATCH);
        this.loadInt(at(args, 0), Reg.rax);
        asm.r(Unary.mul, 64, SCRATCH);
        this.storeInt(result, Reg.rdx);
        return;
      case 'uint_div_wide':
        this.loadInt(at(args, 2), SCRATCH);
        this.loadInt(at(args, 1), SCRATCH2);
        this.loadInt(at(args, 0), Reg.rdx);
        asm.rr(Op.mov, 64, Reg.rax, SCRATCH2);
        asm.r(Unary.div, 64, SCRATCH);
        this.storeInt(result, Reg.rax);
        return;
      case 'i32_mul': {
        this.loadInt(at(args, 0), SCRATCH);
        const right = this.intRegister(at(args, 1), SCRATCH2);
        asm.rr(Op.imul, 32, SCRATCH, right);
        asm.rr(Op.movsxd, 64, SCRATCH, SCRATCH);
        this.storeInt(result, SCRATCH);
        return;
      }
      case 'int_clz': {
        // bsr leaves its result open for 0: then -1 stands for the place of the highest bit.
        const source = this.intRegister(at(args, 0), SCRATCH2);
        asm.rr(Op.bsr, 64, SCRATCH, source);
        asm.movImm64(SCRATCH2, -1, -1);
        asm.cmov(Condition.equal, 64, SCRATCH, SCRATCH2);
        asm.r(Unary.neg, 64, SCRATCH);
        asm.ri(Op.add, 64, SCRATCH, 63);
        this.storeInt(result, SCRATCH);
        return;
      }
      case 'int_select':
      case 'ref_select': {
        const condition = this.intRegister(at(args, 0), SCRATCH2);
        asm.rr(Op.test, 64, condition, condition);
        this.loadInt(at(args, 2), SCRATCH);
        const chosen = this.intRegister(at(args, 1), SCRATCH2);
        asm.cmov(Condition.notEqual, 64, SCRATCH, chosen);
        this.storeInt(result, SCRATCH);
        return;
      }
      case 'ref_to_int':
      case 'int_to_ref':
        this.emitIntMove(at(args, 0), result);
        return;
      case 'copy':
        if (operation.result?.cls === 'float') this.emitFloatMove(at(args, 0), result);
        else this.emitIntMove(at(args, 0), result);
        return;
      case 'absolute': {
        this.loadInt(at(args, 0), SCRATCH);
        asm.rr(Op.add, 64, SCRATCH, HEAP_BASE);
        this.storeInt(result, SCRATCH);
        return;
      }
      case 'stack_pointer': {
        const register = this.resultRegister(result);
        asm.rm(Op.lea, 64, register, Reg.rsp, this.frame);
        asm.rr(Op.sub, 64, register, HEAP_BASE);
        this.storeInt(result, register);
        return;
      }
      case 'code_offset': {
        if (operation.part.kind !== 'symbol') throw new Error('code_offset without a symbol');
        const register = this.resultRegister(result);
        asm.leaLabel(register, this.context.labelOf(operation.part.symbol));
        asm.rm(Op.sub, 64, register, HEAP_BASE, this.context.state.codeBase);
        this.storeInt(result, register);
        return;
      }
      default:
        this.selectFloatOther(op, args, result);
    }
  }

  private selectFloatOther(op: LirOpName, args: readonly ArgumentLocation[], result: Location): void {
    const { asm } = this;
    switch (op) {
      case 'float_neg':
      case 'float_abs': {
        this.loadFloat(at(args, 0), FLOAT_SCRATCH);
        // The sign bit, as a mask of 128 bits.
        if (op === 'float_neg')
          asm.xmLabel(Sse.xorpd, FLOAT_SCRATCH, asm.constant128(0, 0x80000000, 0, 0x80000000));
        else asm.xmLabel(Sse.andpd, FLOAT_SCRATCH, asm.constant128(-1, 0x7fffffff, -1, 0x7fffffff));
        this.storeFloat(result, FLOAT_SCRATCH);
        return;
      }
      case 'float_sqrt': {
        const register = this.floatResultRegister(result);
        asm.xx(Sse.sqrtsd, register, this.floatRegister(at(args, 0), FLOAT_SCRATCH));
        this.storeFloat(result, register);
        return;
      }
      case 'float_single': {
        const register = this.floatResultRegister(result);
        asm.xx(Sse.cvtsd2ss, register, this.floatRegister(at(args, 0), FLOAT_SCRATCH));
        asm.xx(Sse.cvtss2sd, register, register);
        this.storeFloat(result, register);
        return;
      }
      case 'float_from_int': {
        const register = this.floatResultRegister(result);
        const source = this.intRegister(at(args, 0), SCRATCH);
        asm.xx(Sse.pxor, register, register);
        asm.xr(Transfer.cvtsi2sd, 64, register, source);
        this.storeFloat(result, register);
        return;
      }
      case 'float_to_int': {
        const register = this.resultRegister(result);
        asm.rx(Transfer.cvttsd2si, 64, register, this.floatRegister(at(args, 0), FLOAT_SCRATCH));
        this.storeInt(result, register);
        return;
      }
      case 'float_bits': {
        const register = this.resultRegister(result);
        asm.rx(Transfer.mov, 64, register, this.floatRegister(at(args, 0), FLOAT_SCRATCH));
        this.storeInt(result, register);
        return;
      }
      case 'float_of_bits': {
        const register = this.floatResultRegister(result);
        asm.xr(Transfer.mov, 64, register, this.intRegister(at(args, 0), SCRATCH));
        this.storeFloat(result, register);
        return;
      }
      default:
        throw new Error(`${op} has no instructions`);
    }
  }

  /** `op register, operand`. */
  private emitInt(op: IntegerOp, register: Reg, operand: ArgumentLocation): void {
    const { asm } = this;
    if (operand instanceof LirConstant && isInt32(operand.value)) {
      if (op === Op.imul) asm.imulRri(64, register, register, Number(operand.value));
      else asm.ri(op, 64, register, Number(operand.value));
    } else if (!(operand instanceof LirConstant) && isSlot(operand)) {
      asm.rm(op, 64, register, Reg.rsp, this.slotDisplacement(operand));
    } else asm.rr(op, 64, register, this.intRegister(operand, SCRATCH2));
  }

  private selectBinary(
    op: IntegerOp,
    commutes: boolean,
    name: LirOpName,
    args: readonly ArgumentLocation[],
    result: Location,
  ): void {
    const { asm } = this;
    const isSwapped = commutes && (at(args, 0) instanceof LirConstant || at(args, 1) === result);
    const left = at(args, isSwapped ? 1 : 0);
    const right = at(args, isSwapped ? 0 : 1);
    const isPlainAdd =
      name === 'int_add' && !isSlot(result) && result >= 0 && typeof left === 'number' && !isSlot(left);
    if (isPlainAdd && left !== result) {
      if (right instanceof LirConstant && isInt32(right.value)) {
        asm.rm(Op.lea, 64, result, left as Reg, Number(right.value));
        return;
      }
      if (typeof right === 'number' && !isSlot(right)) {
        asm.rmIndexed(Op.lea, 64, result, left as Reg, right, 1, 0);
        return;
      }
    }
    // The result's register may be the right operand's.
    const register = right === result ? SCRATCH : this.resultRegister(result);
    this.loadInt(left, register);
    const shift = name === 'int_mul' && right instanceof LirConstant ? shiftOf(right.value) : -1;
    if (shift >= 0) asm.shiftImmediate(Shift.shl, 64, register, shift);
    else this.emitInt(op, register, right);
    this.storeInt(result, register);
  }

  private selectShift(
    name: LirOpName,
    op: ShiftOp,
    width: 32 | 64,
    args: readonly ArgumentLocation[],
    result: Location,
  ): void {
    const { asm } = this;
    const count = at(args, 1);
    if (count instanceof LirConstant) {
      const register = this.resultRegister(result);
      this.loadInt(at(args, 0), register);
      const amount = Number(BigInt(count.value) & BigInt(width - 1));
      if (amount !== 0) asm.shiftImmediate(op, width, register, amount);
      this.finishShift(name, amount, register);
      this.storeInt(result, register);
      return;
    }
    this.loadInt(at(args, 0), SCRATCH);
    this.loadInt(count, Reg.rcx);
    asm.shiftByCl(op, width, SCRATCH);
    this.finishShift(name, -1, SCRATCH);
    this.storeInt(result, SCRATCH);
  }

  /** Results of 32 bits are extended. */
  private finishShift(name: LirOpName, amount: number, register: Reg): void {
    if (name === 'i32_shl' || name === 'i32_sar') this.asm.rr(Op.movsxd, 64, register, register);
    else if (name === 'i32_shr' && amount <= 0) this.asm.rr(Op.mov, 32, register, register);
  }

  private selectFloatBinary(
    op: SseOp,
    commutes: boolean,
    args: readonly ArgumentLocation[],
    result: Location,
  ): void {
    const { asm } = this;
    const isSwapped = commutes && at(args, 1) === result;
    const left = at(args, isSwapped ? 1 : 0);
    const right = at(args, isSwapped ? 0 : 1);
    const register = right === result ? FLOAT_SCRATCH : this.floatResultRegister(result);
    this.loadFloat(left, register);
    if (isSlot(right)) asm.xm(op, register, Reg.rsp, this.slotDisplacement(right));
    else asm.xx(op, register, this.floatRegister(right, FLOAT_SCRATCH2));
    this.storeFloat(result, register);
  }

  // Comparisons.

  /** Sets the flags. */
  private compare(op: LirCondition, left: ArgumentLocation, right: ArgumentLocation): Test {
    const { asm } = this;
    const condition = intConditions[op];
    if (condition === undefined) return this.compareFloats(op, left, right);
    const width = op === 'ref_eq' || op === 'ref_ne' ? 32 : 64;
    if (right instanceof LirConstant && isInt32(right.value)) {
      const value = Number(right.value);
      if (isSlot(left)) asm.mi(Op.cmp, width, Reg.rsp, this.slotDisplacement(left), value);
      else {
        const register = this.intRegister(left, SCRATCH);
        if (value === 0) asm.rr(Op.test, width, register, register);
        else asm.ri(Op.cmp, width, register, value);
      }
      return { condition, parity: 'none' };
    }
    const register = this.intRegister(left, SCRATCH);
    if (isSlot(right)) asm.rm(Op.cmp, width, register, Reg.rsp, this.slotDisplacement(right));
    else asm.rr(Op.cmp, width, register, this.intRegister(right, SCRATCH2));
    return { condition, parity: 'none' };
  }

  private compareFloats(op: LirCondition, left: ArgumentLocation, right: ArgumentLocation): Test {
    const { asm } = this;
    const order = floatOrders[op];
    if (order !== undefined) {
      const [a, b] = order.isSwapped ? [right, left] : [left, right];
      asm.xx(Sse.ucomisd, this.floatRegister(a, FLOAT_SCRATCH), this.floatRegister(b, FLOAT_SCRATCH2));
      return { condition: order.condition, parity: 'none' };
    }
    asm.xx(Sse.ucomisd, this.floatRegister(left, FLOAT_SCRATCH), this.floatRegister(right, FLOAT_SCRATCH2));
    if (op === 'float_eq') return { condition: Condition.equal, parity: 'and' };
    if (op === 'float_ne') return { condition: Condition.notEqual, parity: 'or' };
    throw new Error(`${op} has no condition`);
  }

  private selectGuard(part: GuardPart, args: readonly ArgumentLocation[]): void {
    const { asm } = this;
    const live = args.slice(conditionOperands(part));
    const { outgoing } = this;
    const places = outgoing === 0 ? live : live.map((place) => (isSlot(place) ? place + outgoing : place));
    const label = asm.newLabel();
    this.failures.push({ label, status: part.status, places });
    const { condition, parity } = this.test(part, args);
    if (parity === 'none') {
      asm.jcc(part.expected ? negate(condition) : condition, label);
      return;
    }
    const held = asm.newLabel();
    // Where one is no number, they are not equal.
    const isUnorderedTrue = parity === 'or';
    asm.jcc(Condition.parity, isUnorderedTrue === part.expected ? held : label);
    asm.jcc(part.expected ? negate(condition) : condition, label);
    asm.bind(held);
  }

  private test({ condition }: GuardPart, args: readonly ArgumentLocation[]): Test {
    switch (condition) {
      case 'overflow':
        return { condition: Condition.overflow, parity: 'none' };
      case 'exception':
        this.asm.mi(Op.cmp, 32, HEAP_BASE, this.context.state.exception, 0);
        return { condition: Condition.notEqual, parity: 'none' };
      default:
        return this.compare(condition, at(args, 0), at(args, 1));
    }
  }

  private selectComparison(op: LirCondition, args: readonly ArgumentLocation[], result: Location): void {
    const { asm } = this;
    const { condition, parity } = this.compare(op, at(args, 0), at(args, 1));
    if (parity !== 'none') {
      asm.setcc(parity === 'and' ? Condition.notParity : Condition.parity, SCRATCH2);
      asm.setcc(condition, SCRATCH);
      asm.rr(parity === 'and' ? Op.and : Op.or, 8, SCRATCH, SCRATCH2);
      asm.rr(Op.movzx8, 32, SCRATCH, SCRATCH);
      this.storeInt(result, SCRATCH);
      return;
    }
    this.setFlag(condition, result);
  }

  private setFlag(condition: Condition, result: Location): void {
    this.asm.setcc(condition, SCRATCH);
    const register = this.resultRegister(result);
    this.asm.rr(Op.movzx8, 32, register, SCRATCH);
    this.storeInt(result, register);
  }

  // Memory.

  /** The address of a memory operation. r10 may hold part of it; r11 stays free. */
  private address(operation: LirOperation, args: readonly ArgumentLocation[]): Address {
    const { asm } = this;
    const { part } = operation;
    if (part.kind !== 'address') throw new Error(`${operation.op} without an address`);
    const base = at(args, 0);
    const index = at(args, 1);
    let { displacement } = part;
    let indexRegister: Reg | null = null;
    let indexSlot: Location = -1;
    if (index instanceof LirConstant) displacement += Number(index.value) * part.scale;
    else if (isSlot(index)) indexSlot = index;
    else indexRegister = index;
    if (base instanceof LirConstant) {
      displacement += Number(base.value) * 8;
      if (indexSlot >= 0) {
        this.loadInt(indexSlot, SCRATCH2);
        indexRegister = SCRATCH2;
      }
      return this.checkedAddress(HEAP_BASE, indexRegister, part.scale, displacement);
    }
    if (indexRegister === null && indexSlot < 0) {
      return this.checkedAddress(HEAP_BASE, this.intRegister(base, SCRATCH2), 8, displacement);
    }
    const reference = this.intRegister(base, SCRATCH2);
    asm.rmIndexed(Op.lea, 64, SCRATCH2, HEAP_BASE, reference, 8, 0);
    if (indexSlot >= 0) {
      this.loadInt(indexSlot, SCRATCH);
      asm.rmIndexed(Op.lea, 64, SCRATCH2, SCRATCH2, SCRATCH, part.scale, 0);
      return this.checkedAddress(SCRATCH2, null, 1, displacement);
    }
    return this.checkedAddress(SCRATCH2, indexRegister, part.scale, displacement);
  }

  private checkedAddress(base: Reg, index: Reg | null, scale: Scale, displacement: number): Address {
    if (!isInt32(displacement)) throw new Error(`${this.fn.symbol}: an address beyond 2 GB`);
    return { base, index, scale, displacement };
  }

  private selectLoad(operation: LirOperation, args: readonly ArgumentLocation[], result: Location): void {
    const { asm } = this;
    const { base, index, scale, displacement } = this.address(operation, args);
    const row = loads[operation.op];
    if (row !== undefined) {
      const register = this.resultRegister(result);
      if (index === null) asm.rm(row.op, row.width, register, base, displacement);
      else asm.rmIndexed(row.op, row.width, register, base, index, scale, displacement);
      this.storeInt(result, register);
      return;
    }
    const op = operation.op === 'load_f64' ? Sse.movsd : Sse.cvtss2sd;
    const register = this.floatResultRegister(result);
    if (index === null) asm.xm(op, register, base, displacement);
    else asm.xmIndexed(op, register, base, index, scale, displacement);
    this.storeFloat(result, register);
  }

  private selectStore(operation: LirOperation, args: readonly ArgumentLocation[]): void {
    const { asm } = this;
    const { base, index, scale, displacement } = this.address(operation, args);
    const value = at(args, 2);
    const width = stores[operation.op];
    if (width === undefined) {
      let register = this.floatRegister(value, FLOAT_SCRATCH);
      let op: SseOp = Sse.movsd;
      if (operation.op === 'store_f32') {
        asm.xx(Sse.cvtsd2ss, FLOAT_SCRATCH, register);
        register = FLOAT_SCRATCH;
        op = Sse.movss;
      }
      if (index === null) asm.mx(op, base, displacement, register);
      else asm.mxIndexed(op, base, index, scale, displacement, register);
      return;
    }
    if (value instanceof LirConstant && isInt32(value.value)) {
      const immediate =
        width === 8 || width === 16 ? Number(value.value) & (2 ** width - 1) : Number(value.value);
      if (index === null) asm.mi(Op.mov, width, base, displacement, immediate);
      else asm.miIndexed(Op.mov, width, base, index, scale, displacement, immediate);
      return;
    }
    const register = this.intRegister(value, SCRATCH);
    if (index === null) asm.mr(Op.mov, width, base, displacement, register);
    else asm.mrIndexed(Op.mov, width, base, index, scale, displacement, register);
  }

  // Calls.

  private selectCall(instruction: OperationInstruction): void {
    const { asm, context } = this;
    const { operation, result, stackMap } = instruction;
    const { moves, stack } = assignArguments(instruction);
    for (const { from, to, cls } of stack) {
      if (cls === 'float') asm.mx(Sse.movsd, Reg.rsp, 8 * to, this.floatRegister(from, FLOAT_SCRATCH));
      else asm.mr(Op.mov, 64, Reg.rsp, 8 * to, this.intRegister(from, SCRATCH));
    }
    this.emitMoves(sequentializeMoves(moves, SCRATCH2, FLOAT_REGISTER + FLOAT_SCRATCH2));
    switch (operation.op) {
      case 'call':
        if (operation.part.kind !== 'symbol') throw new Error('a call without a symbol');
        asm.call(context.labelOf(operation.part.symbol));
        break;
      case 'call_code':
        asm.rm(Op.add, 64, SCRATCH, HEAP_BASE, context.state.codeBase);
        asm.callReg(SCRATCH);
        break;
      default:
        if (stack.length > 0) throw new Error('a C function with arguments on the stack');
        // C code runs on Node's stack and keeps rbx.
        asm.rr(Op.mov, 64, Reg.rbx, Reg.rsp);
        asm.rm(Op.mov, 64, Reg.rsp, HEAP_BASE, context.state.hostStack);
        asm.callReg(SCRATCH);
        asm.rr(Op.mov, 64, Reg.rsp, Reg.rbx);
    }
    if (operation.op !== 'call_c') this.addStackMap(stackMap ?? []);
    if (operation.result === null || result < 0) return;
    if (operation.result.cls === 'float') this.storeFloat(result, target.floatResult - FLOAT_REGISTER);
    else this.storeInt(result, target.intResult);
  }

  /** At the position of the return address. */
  private addStackMap(places: readonly Location[]): void {
    const slots = places.map((place) =>
      // The allocation stub saves registers below the return address.
      place < FLOAT_REGISTER ? -(place + 2) : this.outgoing + place - FIRST_SLOT,
    );
    this.context.addStackMap(this.asm.position, this.frame / 8, slots);
  }

  private selectAllocation(instruction: OperationInstruction): void {
    const { asm, context } = this;
    const { operation, result, stackMap } = instruction;
    if (operation.part.kind !== 'allocation') throw new Error('allocate without a size');
    const { size, typeId } = operation.part;
    const slow = asm.newLabel();
    const done = asm.newLabel();
    asm.rm(Op.mov, 32, SCRATCH, HEAP_BASE, context.state.free);
    asm.rm(Op.lea, 32, SCRATCH2, SCRATCH, size);
    asm.rm(Op.cmp, 32, SCRATCH2, HEAP_BASE, context.state.limit);
    asm.jcc(Condition.above, slow);
    asm.mr(Op.mov, 32, HEAP_BASE, context.state.free, SCRATCH2);
    asm.miIndexed(Op.mov, 32, HEAP_BASE, SCRATCH, 8, 0, typeId);
    asm.bind(done);
    this.storeInt(result, SCRATCH);
    this.slowPaths.push(() => {
      asm.bind(slow);
      this.addLine(operation.line);
      asm.movImm64(SCRATCH2, size * 8, 0);
      asm.movImm64(SCRATCH, typeId, 0);
      asm.call(context.labelOf(ALLOCATE_STUB));
      this.addStackMap(stackMap ?? []);
      asm.jmp(done);
    });
  }

  private selectBarrier({ operation, args, stackMap }: OperationInstruction): void {
    const { asm, context } = this;
    const slow = asm.newLabel();
    const done = asm.newLabel();
    const object = this.intRegister(at(args, 0), SCRATCH);
    asm.miIndexed(Op.test, 8, HEAP_BASE, object, 8, FLAGS_PLACE, UNRECORDED_FLAG);
    asm.jcc(Condition.notEqual, slow);
    asm.bind(done);
    this.slowPaths.push(() => {
      asm.bind(slow);
      this.addLine(operation.line);
      if (operation.op === 'write_barrier_item') this.loadInt(at(args, 1), SCRATCH2);
      this.loadInt(object, SCRATCH);
      asm.call(
        context.labelOf(
          operation.op === 'write_barrier' ? stubSymbols.writeBarrier : stubSymbols.itemWriteBarrier,
        ),
      );
      this.addStackMap(stackMap ?? []);
      asm.jmp(done);
    });
  }

  // Exits.

  private selectExit(exit: AllocatedExit, next: number): void {
    const { asm } = this;
    switch (exit.kind) {
      case 'jump':
        this.jump(exit.to, next);
        return;
      case 'branch': {
        const { condition, parity } = this.compare(exit.condition, exit.left, exit.right);
        if (parity === 'and') {
          asm.jcc(Condition.parity, this.labelOf(exit.whenFalse));
          this.branch(condition, exit.whenTrue, exit.whenFalse, next);
        } else if (parity === 'or') {
          asm.jcc(Condition.parity, this.labelOf(exit.whenTrue));
          this.branch(condition, exit.whenTrue, exit.whenFalse, next);
        } else this.branch(condition, exit.whenTrue, exit.whenFalse, next);
        return;
      }
      case 'overflow':
        this.branch(Condition.overflow, exit.overflow, exit.normal, next);
        return;
      case 'exception':
        asm.mi(Op.cmp, 32, HEAP_BASE, this.context.state.exception, 0);
        this.branch(Condition.notEqual, exit.pending, exit.normal, next);
        return;
      case 'stack':
        asm.rm(Op.cmp, 64, Reg.rsp, HEAP_BASE, this.context.state.stackLimit);
        this.branch(Condition.below, exit.overflow, exit.normal, next);
        return;
      case 'switch':
        this.selectSwitch(exit, next);
        return;
      case 'return':
        if (exit.value !== null) {
          if (this.fn.result === 'float') this.loadFloat(exit.value, target.floatResult - FLOAT_REGISTER);
          else this.loadInt(exit.value, target.intResult);
        }
        if (this.frame > 0) asm.ri(Op.add, 64, Reg.rsp, this.frame);
        asm.plain(Plain.ret);
        return;
      case 'leave':
        if (this.frame > 0) asm.ri(Op.add, 64, Reg.rsp, this.frame);
        asm.movImm64(target.intResult, exit.status, 0);
        asm.jmp(this.context.labelOf(exit.symbol));
        return;
      case 'trap':
        this.addLine(exit.line);
        // The crash report finds the reason in this register.
        asm.movImm64(SCRATCH, exit.code, 0);
        asm.plain(Plain.ud2);
    }
  }

  private jump(to: number, next: number): void {
    if (to !== next) this.asm.jmp(this.labelOf(to));
  }

  private branch(condition: Condition, whenTrue: number, whenFalse: number, next: number): void {
    if (whenTrue === next) {
      this.asm.jcc(negate(condition), this.labelOf(whenFalse));
      return;
    }
    this.asm.jcc(condition, this.labelOf(whenTrue));
    this.jump(whenFalse, next);
  }

  /** A table where the cases are dense, comparisons otherwise. */
  private selectSwitch(exit: Extract<AllocatedExit, { kind: 'switch' }>, next: number): void {
    const { asm } = this;
    const numbers = exit.cases.map((one) => one.value);
    const low = Math.min(...numbers);
    const span = Math.max(...numbers) - low + 1;
    if (numbers.length < 4 || span > numbers.length * 4) {
      const register = this.intRegister(exit.value, SCRATCH);
      for (const { value, to } of exit.cases) {
        asm.ri(Op.cmp, 64, register, value);
        asm.jcc(Condition.equal, this.labelOf(to));
      }
      this.jump(exit.otherwise, next);
      return;
    }
    const table = asm.newLabel();
    this.loadInt(exit.value, SCRATCH);
    if (low !== 0) asm.ri(Op.sub, 64, SCRATCH, low);
    asm.ri(Op.cmp, 64, SCRATCH, span - 1);
    asm.jcc(Condition.above, this.labelOf(exit.otherwise));
    asm.leaLabel(SCRATCH2, table);
    asm.rmIndexed(Op.movsxd, 64, SCRATCH, SCRATCH2, SCRATCH, 4, 0);
    asm.rr(Op.add, 64, SCRATCH, SCRATCH2);
    asm.jmpReg(SCRATCH);
    const targets = new Map(exit.cases.map((one) => [one.value, one.to]));
    const labels: Label[] = [];
    for (let i = 0; i < span; i++) labels.push(this.labelOf(targets.get(low + i) ?? exit.otherwise));
    this.slowPaths.push(() => {
      asm.emitJumpTable(table, labels);
    });
  }
}

/** n, where a value is 2 to the power of n; else -1. A shift takes a cycle, a multiplication three. */
function shiftOf(value: number | bigint): number {
  const bits = BigInt(value);
  return bits > 0n && (bits & (bits - 1n)) === 0n ? bits.toString(2).length - 1 : -1;
}
