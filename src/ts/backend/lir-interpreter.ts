/** Runs low-level IR as it is: the meaning that the allocator and the machine code are compared with. */
import { exitOf } from './control-flow.js';
import {
  VirtualRegister,
  type Edge,
  type GuardPart,
  type LirBlock,
  type LirExit,
  type LirFunction,
  type LirOperand,
  type LirOperation,
} from './lir.js';
import { lirOpRow } from './lir-ops.js';
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

export class LirInterpreter {
  constructor(
    private readonly machine: SimulatedMachine,
    private readonly functions: ReadonlyMap<string, LirFunction>,
  ) {}

  readonly call = (symbol: string, args: readonly MachineValue[]): MachineValue | null => {
    const lir = this.functions.get(symbol);
    if (lir === undefined) throw new Error(`no function ${symbol}`);
    this.machine.depth++;
    const result = new Frame(this.machine, this.call, lir).run(args);
    this.machine.depth--;
    return result;
  };
}

class Frame {
  private readonly values: (MachineValue | undefined)[];
  private hasOverflown = false;

  constructor(
    private readonly machine: SimulatedMachine,
    private readonly call: LirInterpreter['call'],
    private readonly lir: LirFunction,
  ) {
    this.values = new Array<MachineValue | undefined>(lir.registerCount).fill(undefined);
  }

  run(args: readonly MachineValue[]): MachineValue | null {
    let block = this.lir.entry;
    if (args.length !== block.params.length) throw new Error(`${this.lir.symbol}: ${args.length} arguments`);
    this.setParams(block, args);
    for (;;) {
      for (const operation of block.operations) {
        if (operation.part.kind !== 'guard') this.execute(operation);
        else if (!this.pass(operation, operation.part)) return BigInt(operation.part.status);
      }
      const exit = exitOf(block);
      if (exit.kind === 'return') return exit.value === null ? null : this.value(exit.value);
      if (exit.kind === 'trap') throw new LirTrap(exit.code);
      if (exit.kind === 'leave') return BigInt(exit.status);
      const edge = this.chooseEdge(exit);
      this.setParams(
        edge.target,
        edge.args.map((operand) => this.value(operand)),
      );
      block = edge.target;
    }
  }

  private setParams({ params }: LirBlock, args: readonly MachineValue[]): void {
    params.forEach((param, index) => (this.values[param.id] = args[index]));
  }

  private value(operand: LirOperand): MachineValue {
    if (!(operand instanceof VirtualRegister)) return constantValue(operand);
    const value = this.values[operand.id];
    if (value === undefined)
      throw new Error(`${this.lir.symbol}: ${operand.name} (${operand.id}) has no value`);
    return value;
  }

  private pass({ args }: LirOperation, part: GuardPart): boolean {
    const values = args.map((operand) => this.value(operand));
    return passGuard(this.machine, part, values, this.hasOverflown);
  }

  private execute(operation: LirOperation): void {
    const args = operation.args.map((operand) => this.value(operand));
    if (lirOpRow(operation.op).kind === 'overflow') this.hasOverflown = isOverflow(operation, args);
    const value = execute(this.machine, operation, args, this.call);
    if (operation.result === null) return;
    if (value === null) throw new Error(`${this.lir.symbol}: ${operation.op} gives nothing`);
    this.values[operation.result.id] = value;
  }

  private chooseEdge(exit: Exclude<LirExit, { kind: 'return' | 'trap' | 'leave' }>): Edge {
    switch (exit.kind) {
      case 'jump':
        return exit.to;
      case 'branch':
        return isHeld(exit.condition, this.value(exit.left), this.value(exit.right))
          ? exit.whenTrue
          : exit.whenFalse;
      case 'overflow':
        return this.hasOverflown ? exit.overflow : exit.normal;
      case 'exception':
        return this.machine.isPending ? exit.pending : exit.normal;
      case 'stack':
        return this.machine.isStackFull ? exit.overflow : exit.normal;
      case 'switch': {
        const value = this.value(exit.value);
        return exit.cases.find((one) => BigInt(one.value) === value)?.to ?? exit.otherwise;
      }
    }
  }
}
