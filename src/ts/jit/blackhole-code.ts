/**
 * Jitcode made ready for the blackhole interpreter: each operation becomes a function that reads and writes the frame's registers, made when its block is first
 * reached. A program's guards fail in few places, each many times.
 *
 * Registers are an array of words: numbers and bigints as `words.ts` has them, references as numbers; constants lie behind them, so that operands are indices all
 * alike. The collector knows nothing of the array: around whatever may move objects, references are kept in roots (`KeptReferences`).
 */
import { jitIntrinsics } from '../backend/jit-symbols.js';
import {
  VirtualRegister,
  type AddressPart,
  type Edge,
  type LirExit,
  type LirOperand,
  type LirOperation,
} from '../backend/lir.js';
import { lirOps } from '../backend/lir-ops.js';
import { State } from '../rlib/raw.js';
import type { JitHeap } from './heap.js';
import type { FramePosition, JitBody, JitFunction, JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import { evaluate, evaluator, overflows, type Word } from './words.js';

/** What steps tell the interpreter. */
export interface BlackholeRun {
  /** What the frame gives that ends. */
  result: Word;
  /** The frame comes to its portal's merge point, with greens and reds. */
  mergePoint(args: readonly Word[]): void;
}

/** An operation; false: the frame ends with it. */
type Step = (registers: Word[], run: BlackholeRun) => boolean;

/** Gives the next block; null: the frame ends. */
type Exit = (registers: Word[], run: BlackholeRun) => BlackholeBlock | null;

export interface BlackholeBlock {
  /** One for each operation of the block. */
  readonly steps: readonly Step[];
  readonly exit: Exit;
}

/** The registers of a place that hold references. */
export class KeptReferences {
  constructor(
    private readonly heap: JitHeap,
    private readonly registers: readonly number[],
  ) {}

  /** Puts them into roots; the number of the first. */
  keep(registers: readonly Word[]): number {
    return this.heap.keep(registers, this.registers);
  }

  /** Reads them again, and gives up the roots. */
  restore(registers: Word[], first: number): void {
    this.heap.restore(registers, this.registers, first);
  }
}

export class BlackholeCode {
  private readonly blocks: (BlackholeBlock | undefined)[] = [];
  /** What is behind the registers; more with each block that is made. */
  private readonly constants: Word[] = [];
  /** Registers of frames that have ended. */
  private readonly free: Word[][] = [];
  private readonly kept = new Map<FramePosition, KeptReferences>();
  private readonly heap: JitHeap;

  constructor(
    readonly fn: JitFunction,
    private readonly body: JitBody,
    private readonly machine: Machine,
    private readonly library: JitLibrary,
  ) {
    this.heap = machine.heap;
  }

  /** For a new frame: what is in them is left from another. */
  takeRegisters(): Word[] {
    return this.free.pop() ?? new Array<Word>(this.body.registerCount).fill(0);
  }

  giveBack(registers: Word[]): void {
    this.free.push(registers);
  }

  /** To be called before a block is run: it may have been made after the registers. */
  complete(registers: Word[]): void {
    const { constants } = this;
    const { registerCount } = this.body;
    while (registers.length < registerCount + constants.length)
      registers.push(constants[registers.length - registerCount]);
  }

  block(index: number): BlackholeBlock {
    return (this.blocks[index] ??= this.makeBlock(index));
  }

  /** Where a call has its result; null if there is none. */
  resultOf(block: number, operation: number): number | null {
    return this.body.blocks[block].operations[operation].result?.id ?? null;
  }

  /** What has to be kept while a call is under way. */
  keptAt(call: FramePosition): KeptReferences {
    let kept = this.kept.get(call);
    if (kept === undefined) {
      kept = new KeptReferences(
        this.heap,
        call.live.filter((register) => this.body.classes[register] === 'ref'),
      );
      this.kept.set(call, kept);
    }
    return kept;
  }

  private makeBlock(index: number): BlackholeBlock {
    const { operations, exit } = this.body.blocks[index];
    if (exit === null) throw new Error('a block without an exit');
    return {
      steps: operations.map((operation, i) => this.makeStep(operation, index, i)),
      exit: this.makeExit(exit, operations.at(-1)),
    };
  }

  // Operands.

  private operand(operand: LirOperand): number {
    return operand instanceof VirtualRegister ? operand.id : this.newConstant(operand.value);
  }

  private newConstant(value: Word): number {
    return this.body.registerCount + this.constants.push(value) - 1;
  }

  /** Of a result; one that nobody reads goes where nothing is. */
  private target({ result }: LirOperation): number {
    return result === null ? this.newConstant(0) : result.id;
  }

  // Operations.

  private makeStep(operation: LirOperation, block: number, index: number): Step {
    const { op, part } = operation;
    switch (lirOps[op].kind) {
      case 'pure':
      case 'overflow':
        return this.pure(operation);
      case 'load':
        if (part.kind === 'address') return this.load(operation, part);
        break;
      case 'store':
        if (part.kind === 'address') return this.store(operation, part);
        break;
      case 'slow':
        if (op === 'allocate') return this.allocate(operation, block, index);
        break;
      case 'call':
        return this.call(operation, block, index);
    }
    throw new Error(`${op} in jitcode`);
  }

  private pure(operation: LirOperation): Step {
    const { op, args, part } = operation;
    const target = this.target(operation);
    if (op === 'code_offset') {
      if (part.kind !== 'symbol') throw new Error('code_offset without a symbol');
      return copy(this.newConstant(this.library.get(part.symbol).offset), target);
    }
    const operands = args.map((arg) => this.operand(arg));
    if (op === 'copy') return copy(operands[0], target);
    if (operands.length > 2) {
      return (registers) => {
        registers[target] = evaluate(
          op,
          operands.map((operand) => registers[operand]),
        );
        return true;
      };
    }
    const [a, b = a] = operands;
    const compute = evaluator(op);
    return (registers) => {
      registers[target] = compute(registers[a], registers[b]);
      return true;
    };
  }

  /** Where an access reaches. */
  private address(
    [base, index]: readonly LirOperand[],
    { scale, displacement }: AddressPart,
  ): (registers: readonly Word[]) => number {
    const object = this.operand(base);
    if (!(index instanceof VirtualRegister)) {
      const distance = Number(index.value) * scale + displacement;
      return (registers) => (registers[object] as number) * 8 + distance;
    }
    const { id } = index;
    return (registers) => (registers[object] as number) * 8 + Number(registers[id]) * scale + displacement;
  }

  private load(operation: LirOperation, part: AddressPart): Step {
    const target = this.target(operation);
    const address = this.address(operation.args, part);
    const load = this.heap.loader(operation.op);
    return (registers) => {
      registers[target] = load(address(registers));
      return true;
    };
  }

  private store({ op, args }: LirOperation, part: AddressPart): Step {
    const [base, , value] = args.map((arg) => this.operand(arg));
    const address = this.address(args, part);
    if (op === 'store_ref') {
      const { machine } = this;
      return (registers) => {
        machine.storeReference(registers[base] as number, address(registers), registers[value] as number);
        return true;
      };
    }
    const store = this.heap.storer(op);
    return (registers) => {
      store(address(registers), registers[value]);
      return true;
    };
  }

  private allocate(operation: LirOperation, block: number, index: number): Step {
    const { part } = operation;
    if (part.kind !== 'allocation') throw new Error('an allocation without a size');
    const { size, typeId } = part;
    const target = this.target(operation);
    const kept = this.keptAt(this.body.position(block, index, true));
    const { machine } = this;
    return (registers) => {
      const first = kept.keep(registers);
      const reference = machine.newInstance(size, typeId);
      kept.restore(registers, first);
      registers[target] = reference;
      return true;
    };
  }

  private call(operation: LirOperation, block: number, index: number): Step {
    const { op, part } = operation;
    if (op === 'call') {
      if (part.kind !== 'symbol') throw new Error('a call without a symbol');
      const step = this.intrinsic(part.symbol, operation);
      if (step !== null) return step;
    }
    const target = this.target(operation);
    const operands = operation.args.map((arg) => this.operand(arg));
    const call = this.machineCall(operation);
    const kept = this.keptAt(this.body.position(block, index, true));
    const count = operands.length;
    // One array for all calls: what is called has read it before it does anything.
    const args = new Array<Word>(count).fill(0);
    return (registers) => {
      for (let i = 0; i < count; i++) args[i] = registers[operands[i]];
      const first = kept.keep(registers);
      const result = call(args);
      kept.restore(registers, first);
      registers[target] = result;
      return true;
    };
  }

  private machineCall({ op, args, part, result }: LirOperation): (args: readonly Word[]) => Word {
    const { machine, library } = this;
    const cls = result?.cls ?? null;
    if (part.kind === 'symbol' && op === 'call') {
      const { offset, params } = library.get(part.symbol);
      return (given) => machine.callWords(offset, params, given, cls);
    }
    const classes = args.slice(1).map((arg) => arg.cls);
    if (op === 'call_c') return ([address, ...rest]) => machine.callWordsC(address, classes, rest, cls);
    return ([code, ...rest]) => {
      const callee = library.findAt(Number(code));
      if (callee === null) throw new Error(`no function at code offset ${code}`);
      return machine.callWords(callee.offset, callee.params, rest, cls);
    };
  }

  /** The JIT's marks mean nothing here, but for merge points. */
  private intrinsic(symbol: string, operation: LirOperation): Step | null {
    const operands = operation.args.map((arg) => this.operand(arg));
    const target = this.target(operation);
    switch (symbol) {
      case jitIntrinsics.promote:
        return copy(operands[0], target);
      case jitIntrinsics.isConstant:
      case jitIntrinsics.canEnter:
      case jitIntrinsics.followOnce:
        return copy(this.newConstant(0), target);
      case jitIntrinsics.mergePoint: {
        const [, ...greensAndReds] = operands;
        const args = new Array<Word>(greensAndReds.length).fill(0);
        return (registers, run) => {
          for (let i = 0; i < args.length; i++) args[i] = registers[greensAndReds[i]];
          run.mergePoint(args);
          return false;
        };
      }
      default:
        return null;
    }
  }

  // Exits.

  private makeExit(exit: LirExit, last: LirOperation | undefined): Exit {
    switch (exit.kind) {
      case 'jump':
        return this.edge(exit.to);
      case 'branch': {
        const left = this.operand(exit.left);
        const right = this.operand(exit.right);
        const compute = evaluator(exit.condition);
        return choose(
          (registers) => compute(registers[left], registers[right]) !== 0,
          this.edge(exit.whenTrue),
          this.edge(exit.whenFalse),
        );
      }
      case 'overflow': {
        if (last === undefined) throw new Error('an overflow of nothing');
        const { op } = last;
        const [a, b] = last.args.map((arg) => this.operand(arg));
        return choose(
          (registers) => overflows(op, registers[a], registers[b]),
          this.edge(exit.overflow),
          this.edge(exit.normal),
        );
      }
      case 'exception': {
        const { heap } = this;
        return choose(() => heap.u32(State.EXCEPTION) !== 0, this.edge(exit.pending), this.edge(exit.normal));
      }
      case 'switch': {
        const value = this.operand(exit.value);
        const edges = new Map<Word, Exit>(exit.cases.map((one) => [one.value, this.edge(one.to)]));
        const otherwise = this.edge(exit.otherwise);
        return (registers, run) => (edges.get(registers[value]) ?? otherwise)(registers, run);
      }
      case 'return': {
        const value = exit.value === null ? this.newConstant(0) : this.operand(exit.value);
        return (registers, run) => {
          run.result = registers[value];
          return null;
        };
      }
      case 'stack':
        return this.edge(exit.normal);
      case 'trap':
      case 'leave':
        return () => {
          throw new Error(`${this.fn.symbol}: a ${exit.kind} in the blackhole`);
        };
    }
  }

  private edge({ target, args }: Edge): Exit {
    const index = this.body.indexOf.get(target);
    if (index === undefined) throw new Error('an edge out of the function');
    const sources = args.map((arg) => this.operand(arg));
    const targets = target.params.map(({ id }) => id);
    if (targets.length === 0) return () => this.block(index);
    if (targets.length === 1) {
      const [source] = sources;
      const [to] = targets;
      return (registers) => {
        registers[to] = registers[source];
        return this.block(index);
      };
    }
    const count = targets.length;
    const values = new Array<Word>(count).fill(0);
    return (registers) => {
      // All are read before one is set: they may be each other's.
      for (let i = 0; i < count; i++) values[i] = registers[sources[i]];
      for (let i = 0; i < count; i++) registers[targets[i]] = values[i];
      return this.block(index);
    };
  }
}

function copy(from: number, to: number): Step {
  return (registers) => {
    registers[to] = registers[from];
    return true;
  };
}

function choose(holds: (registers: readonly Word[]) => boolean, whenTrue: Exit, whenFalse: Exit): Exit {
  return (registers, run) => (holds(registers) ? whenTrue : whenFalse)(registers, run);
}
