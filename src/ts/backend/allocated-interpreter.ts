/**
 * Runs functions after register allocation, on registers and slots: shows whether the allocator kept what functions mean, without machine code.
 *
 * It is as hostile as a machine may be: calls lose every register, operations lose what the target says they overwrite and the scratch
 * registers, and at calls and allocations each reference that the stack map does not name is lost. What is lost can't be read.
 */
import type { AllocatedBlock, AllocatedExit, AllocatedFunction, AllocatedOperation } from './allocated.js';
import { LirConstant, type RegisterClass } from './lir.js';
import { lirOpRow } from './lir-ops.js';
import type { ArgumentLocation, Move } from './parallel-moves.js';
import {
  argumentLocations,
  FIRST_SLOT,
  INCOMING,
  isGuardOperandFine,
  isRegister,
  NOWHERE,
  type Target,
} from './registers.js';
import {
  constantValue,
  execute,
  isHeld,
  isOverflow,
  LirTrap,
  passGuard,
  type MachineValue,
  type SimulatedMachine,
} from './simulated-machine.js';

interface Cell {
  readonly cls: RegisterClass;
  readonly value: MachineValue;
}

export class AllocatedInterpreter {
  private readonly blocks = new Map<string, Map<number, AllocatedBlock>>();

  constructor(
    readonly machine: SimulatedMachine,
    readonly target: Target,
    private readonly functions: ReadonlyMap<string, AllocatedFunction>,
  ) {}

  readonly call = (symbol: string, args: readonly MachineValue[]): MachineValue | null => {
    const allocated = this.functions.get(symbol);
    if (allocated === undefined) throw new Error(`no function ${symbol}`);
    this.machine.depth++;
    const result = new Frame(this, allocated, this.blocksOf(allocated)).run(args);
    this.machine.depth--;
    return result;
  };

  private blocksOf(allocated: AllocatedFunction): Map<number, AllocatedBlock> {
    const known = this.blocks.get(allocated.symbol);
    if (known !== undefined) return known;
    const made = new Map(allocated.blocks.map((block) => [block.id, block]));
    this.blocks.set(allocated.symbol, made);
    return made;
  }
}

class Frame {
  private readonly cells = new Map<number, Cell>();
  private hasOverflown = false;

  constructor(
    private readonly interpreter: AllocatedInterpreter,
    private readonly allocated: AllocatedFunction,
    private readonly blocks: ReadonlyMap<number, AllocatedBlock>,
  ) {}

  run(args: readonly MachineValue[]): MachineValue | null {
    const { params } = this.allocated;
    argumentLocations(this.interpreter.target, params).forEach((location, index) => {
      this.cells.set(location, { cls: params[index], value: args[index] });
    });
    let block: AllocatedBlock = this.allocated.blocks[0];
    for (;;) {
      const left = this.runBlock(block);
      if (left !== null) return left;
      const { exit } = block;
      if (exit.kind === 'return') return exit.value === null ? null : this.read(exit.value).value;
      if (exit.kind === 'trap') throw new LirTrap(exit.code);
      if (exit.kind === 'leave') return BigInt(exit.status);
      block = this.block(this.chooseTarget(exit));
    }
  }

  private fail(problem: string): never {
    throw new Error(`${this.allocated.symbol}: ${problem}`);
  }

  private block(id: number): AllocatedBlock {
    return this.blocks.get(id) ?? this.fail(`no block ${id}`);
  }

  private read(location: ArgumentLocation): Cell {
    if (location instanceof LirConstant) return { cls: location.cls, value: constantValue(location) };
    return this.cells.get(location) ?? this.fail(`location ${location} holds nothing`);
  }

  private write(location: number, cell: Cell): void {
    const isFloat = cell.cls === 'float';
    const isWrongBank = isRegister(location) && isFloat !== location >= 16;
    if (
      location < 0 ||
      location >= INCOMING ||
      isWrongBank ||
      location >= FIRST_SLOT + this.allocated.slotCount
    ) {
      this.fail(`a ${cell.cls} is written to location ${location}`);
    }
    this.cells.set(location, cell);
  }

  /** The status, if a guard leaves the function. */
  private runBlock(block: AllocatedBlock): bigint | null {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'moves') instruction.moves.forEach((move) => this.move(move));
      else if (!this.runOperation(instruction)) {
        const { part } = instruction.operation;
        return part.kind === 'guard' ? BigInt(part.status) : this.fail('an operation that is no guard fails');
      }
    }
    return null;
  }

  private move({ from, to, cls }: Move): void {
    const cell = this.read(from);
    if (cell.cls !== cls) this.fail(`a ${cell.cls} is moved as ${cls}`);
    this.write(to, cell);
  }

  /** Whether the function goes on. */
  private runOperation(instruction: AllocatedOperation): boolean {
    const { operation, args, result, stackMap } = instruction;
    const { kind } = lirOpRow(operation.op);
    const { machine, target, call } = this.interpreter;
    const cells = args.map((location) => this.read(location));
    const isElsewhere = args.some((arg, index) => this.isMisplaced(instruction, arg, index));
    if (kind !== 'call' && isElsewhere) this.fail(`an operand of ${operation.op} is in the wrong place`);
    cells.forEach(({ cls }, index) => {
      if (cls !== operation.args[index].cls) this.fail(`operand ${index} of ${operation.op} is a ${cls}`);
    });
    const values = cells.map((cell) => cell.value);
    const { part } = operation;
    if (part.kind === 'guard') return passGuard(machine, part, values, this.hasOverflown);
    const value = execute(machine, operation, values, call);
    this.lose([target.intScratch, target.floatScratch]);
    if (kind === 'call') this.lose(Array.from({ length: FIRST_SLOT }, (_, register) => register));
    else this.lose(target.clobbers(operation.op));
    if (stackMap !== null) this.collect(stackMap);
    if (kind === 'overflow') this.hasOverflown = isOverflow(operation, values);
    if (result === NOWHERE || operation.result === null) return true;
    if (value === null) this.fail(`${operation.op} gives nothing`);
    if (kind !== 'call' && !isRegister(result)) this.fail(`the result of ${operation.op} is in no register`);
    this.write(result, { cls: operation.result.cls, value });
    return true;
  }

  private isMisplaced(
    { operation, result }: AllocatedOperation,
    arg: ArgumentLocation,
    index: number,
  ): boolean {
    const { target } = this.interpreter;
    const { op } = operation;
    if (typeof arg !== 'number') return false;
    if (operation.part.kind === 'guard')
      return !isRegister(arg) && !isGuardOperandFine(target, operation.part, index);
    if (target.isReadLate(op, index) && arg === result) return true;
    return isRegister(arg) ? target.clobbers(op).includes(arg) : !target.mayBeInMemory(op, index);
  }

  private lose(registers: readonly number[]): void {
    for (const register of registers) this.cells.delete(register);
  }

  private collect(stackMap: readonly number[]): void {
    for (const location of stackMap) {
      if (this.read(location).cls !== 'ref')
        this.fail(`the stack map names location ${location}, which holds no reference`);
    }
    const named = new Set(stackMap);
    for (const [location, cell] of this.cells) {
      if (cell.cls === 'ref' && !named.has(location)) this.cells.delete(location);
    }
  }

  private chooseTarget(exit: Exclude<AllocatedExit, { kind: 'return' | 'trap' | 'leave' }>): number {
    const { machine } = this.interpreter;
    switch (exit.kind) {
      case 'jump':
        return exit.to;
      case 'branch':
        return isHeld(exit.condition, this.read(exit.left).value, this.read(exit.right).value)
          ? exit.whenTrue
          : exit.whenFalse;
      case 'overflow':
        return this.hasOverflown ? exit.overflow : exit.normal;
      case 'exception':
        return machine.isPending ? exit.pending : exit.normal;
      case 'stack':
        return machine.isStackFull ? exit.overflow : exit.normal;
      case 'switch': {
        const { value } = this.read(exit.value);
        return exit.cases.find((one) => BigInt(one.value) === value)?.to ?? exit.otherwise;
      }
    }
  }
}
