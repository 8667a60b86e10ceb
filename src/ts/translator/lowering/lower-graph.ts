/**
 * Flow graphs to low-level IR: blocks, edges, exceptions. What each operation becomes is told by the table in `operations.ts`.
 *
 * An operation that raises leaves its exception in the state block and goes to `raiseTarget`: the block's own handler where it ends in
 * `may_raise`, else the block that leaves the function with the exception pending.
 */
import { LirConstant, LirFunction, NO_PART } from '../../backend/lir.js';
import type {
  Edge,
  LirBlock,
  LirExit,
  LirOperand,
  MemoryPlace,
  Part,
  RegisterClass,
  VirtualRegister,
} from '../../backend/lir.js';
import type { Condition, LirOpName } from '../../backend/lir-ops.js';
import { Place } from '../../rlib/heap-layout.js';
import { State } from '../../rlib/raw.js';
import { exitLinks, exitOperands, Prebuilt, reversePostorder, Variable } from '../flow/graph.js';
import type { Block, Exit, Graph, Link, Operand, Operation, Constant } from '../flow/graph.js';
import { ClassModel, FunctionModel } from '../flow/model.js';
import { hasEffect } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { lowerOperation } from './operations.js';
import type { MachineCondition, Program } from './program.js';
import { removeDeadOperations } from './dead-operations.js';

/** A comparison whose value a branch may test directly. */
export interface Comparison {
  readonly condition: Condition;
  readonly left: LirOperand;
  readonly right: LirOperand;
  /** The value is the opposite. */
  readonly isNegated: boolean;
}

export function registerClass(type: FlowType): RegisterClass | null {
  switch (flow.representation(type)) {
    case 'int':
    case 'bool':
    case 'code':
    case 'class':
      return 'int';
    case 'float':
      return 'float';
    case 'reference':
    case 'null':
      return 'ref';
    default:
      return null;
  }
}

export const NULL = new LirConstant('ref', 0);
export const ZERO = new LirConstant('int', 0);

/** What becomes of the low-level IR: machine code, or what the meta-interpreter runs (without stack checks and write barriers). */
export type LoweringPurpose = 'machine' | 'jit';

export function lowerGraph(
  program: Program,
  graph: Graph,
  purpose: LoweringPurpose = 'machine',
): LirFunction {
  return new GraphLowering(program, graph, purpose).run();
}

export class GraphLowering {
  readonly out: LirFunction;
  private readonly blocks = new Map<Block, LirBlock>();
  private readonly values = new Map<Variable, LirOperand>();
  private readonly comparisons = new Map<Variable, Comparison>();
  private readonly cold: LirBlock[] = [];
  private current: LirBlock;
  private propagateBlock: LirBlock | null = null;
  /** Of the operation at hand, within a function. */
  private handler: LirBlock | null = null;
  private line = 0;

  constructor(
    readonly program: Program,
    private readonly graph: Graph,
    readonly purpose: LoweringPurpose,
  ) {
    this.out = new LirFunction(program.symbolOf(graph.fn), registerClass(graph.fn.result));
    this.current = this.out.newBlock(false);
  }

  run(): LirFunction {
    this.out.blocks.push(this.current);
    const { entry, position } = this.graph;
    this.line = this.program.places.numberOf(position);
    const [first] = this.out.blocks;
    first?.params.push(
      ...entry.params.map((param) => this.newValue(param)).filter((param) => param !== null),
    );
    const args = this.current.params.slice();
    if (this.purpose === 'machine' && this.callsOthers()) this.checkStack();
    const cold = findColdBlocks(this.graph);
    for (const block of this.graph.blocks) this.blocks.set(block, this.out.newBlock(cold.has(block)));
    // The graph's first block may be a loop's head; nothing jumps to the function's entry.
    this.jump(this.blocks.get(entry) ?? this.current, args);
    for (const block of reversePostorder(this.graph)) this.lowerBlock(block);
    this.out.blocks.push(...this.cold);
    removeDeadOperations(this.out);
    return this.out;
  }

  /** Whether stores of references tell the collector. */
  get hasBarriers(): boolean {
    return this.purpose === 'machine' && this.program.hasBarriers;
  }

  private callsOthers(): boolean {
    return this.graph.blocks.some((block) =>
      block.operations.some(({ name }) => hasEffect(name, 'calls') || hasEffect(name, 'raises')),
    );
  }

  private checkStack(): void {
    const overflow = this.newBlock(true);
    const normal = this.newBlock(false);
    this.finish({ kind: 'stack', overflow: edge(overflow), normal: edge(normal) });
    this.start(overflow);
    this.raise(new LirConstant('ref', this.program.machineCondition('theStackOverflow')));
    this.start(normal);
  }

  private lowerBlock(block: Block): void {
    const start = this.blocks.get(block);
    if (start === undefined) throw new Error('a block out of its graph');
    start.params.push(...block.params.map((param) => this.newValue(param)).filter((one) => one !== null));
    this.start(start);
    const { exit } = block;
    if (exit === null) throw new Error('a block without an exit');
    this.handler = null;
    const last = block.operations.length - 1;
    for (const [i, operation] of block.operations.entries()) {
      if (i === last && exit.kind === 'may_raise') this.handler = this.newBlock(true);
      this.line = this.program.places.numberOf(operation.position);
      if (i === last && exit.kind === 'branch' && this.lowerClassTest(operation, exit)) return;
      lowerOperation(this, operation);
    }
    this.lowerExit(exit);
  }

  private lowerExit(exit: Exit): void {
    switch (exit.kind) {
      case 'jump':
        this.finish({ kind: 'jump', to: this.edge(exit.to) });
        return;
      case 'branch':
        this.lowerBranch(exit.condition, this.edge(exit.whenTrue), this.edge(exit.whenFalse));
        return;
      case 'switch':
        this.finish({
          kind: 'switch',
          value: this.value(exit.value),
          cases: exit.cases.map((one) => ({ value: one.value, to: this.edge(one.to) })),
          otherwise: this.edge(exit.otherwise),
        });
        return;
      case 'may_raise': {
        const { handler } = this;
        this.finish({ kind: 'jump', to: this.edge(exit.normal) });
        if (handler === null) return;
        this.start(handler);
        const exception = this.emit('load_ref', [NULL, ZERO], 'ref', stateAddress(State.EXCEPTION));
        this.emitVoid('store_ref', [NULL, ZERO, NULL], stateAddress(State.EXCEPTION));
        this.values.set(exit.exception, exception);
        this.finish({ kind: 'jump', to: this.edge(exit.exceptional) });
        this.handler = null;
        return;
      }
      case 'return': {
        const cls = this.out.result;
        const value = exit.value === null || cls === null ? null : this.valueAs(exit.value, cls);
        this.finish({ kind: 'return', value });
        return;
      }
      case 'raise':
        this.handler = null;
        this.line = this.program.places.numberOf(exit.position);
        this.raise(this.value(exit.value));
        return;
      case 'unreachable':
        this.trap('unreachable code');
        return;
    }
  }

  private lowerBranch(condition: Operand, whenTrue: Edge, whenFalse: Edge): void {
    const known = condition instanceof Variable ? this.comparisons.get(condition) : undefined;
    if (known !== undefined) {
      this.branch(known, whenTrue, whenFalse);
      return;
    }
    this.branch(
      { condition: 'int_ne', left: this.value(condition), right: ZERO, isNegated: false },
      whenTrue,
      whenFalse,
    );
  }

  private branch(test: Comparison, whenTrue: Edge, whenFalse: Edge): void {
    const { condition, left, right, isNegated } = test;
    if (left instanceof LirConstant && right instanceof LirConstant && left.cls === 'int') {
      // Whether this is a trace: nothing else is left to be known here.
      const isEqual = left.value === right.value;
      if (condition === 'int_eq' || condition === 'int_ne') {
        this.finish({
          kind: 'jump',
          to: ((condition === 'int_eq') === isEqual) !== isNegated ? whenTrue : whenFalse,
        });
        return;
      }
    }
    this.finish({
      kind: 'branch',
      condition,
      left,
      right,
      whenTrue: isNegated ? whenFalse : whenTrue,
      whenFalse: isNegated ? whenTrue : whenFalse,
    });
  }

  /** `instanceof` that only the branch after it reads needs no value. */
  private lowerClassTest(operation: Operation, exit: Exit & { kind: 'branch' }): boolean {
    if (operation.name !== 'instanceof' || operation.result !== exit.condition) return false;
    if (operation.immediate.kind !== 'class' || this.isRead(operation.result)) return false;
    const object = this.value(operation.args[0] as Operand);
    const isObject = this.newBlock(false);
    const whenFalse = this.edge(exit.whenFalse);
    this.finish({
      kind: 'branch',
      condition: 'ref_eq',
      left: object,
      right: NULL,
      whenTrue: whenFalse,
      whenFalse: edge(isObject),
    });
    this.start(isObject);
    const test = this.classComparison(object, operation.immediate.cls);
    this.branch(test, this.edge(exit.whenTrue), this.edge(exit.whenFalse));
    return true;
  }

  /** Whether anything but the branch of its block reads a condition. */
  private isRead(variable: Variable): boolean {
    this.readCounts ??= countReads(this.graph);
    return (this.readCounts.get(variable) ?? 0) > 1;
  }

  private readCounts: Map<Variable, number> | null = null;

  /** Of an object's type id. */
  get typeIdAddress(): Part {
    return address(Place.TYPE, 1, this.program.memory.typeId);
  }

  /** The test whether an object, not null, is of a class. */
  classComparison(object: LirOperand, cls: ClassModel): Comparison {
    const { typeId, lastSubclass } = this.program.layout.classLayout(this.program.standIn(cls) ?? cls);
    const id = this.emit('load_u32', [object, ZERO], 'int', this.typeIdAddress);
    if (typeId === lastSubclass)
      return { condition: 'int_eq', left: id, right: int(typeId), isNegated: false };
    const distance = this.emit('int_sub', [id, int(typeId)], 'int');
    return { condition: 'uint_le', left: distance, right: int(lastSubclass - typeId), isNegated: false };
  }

  // Building.

  newBlock(isCold: boolean): LirBlock {
    return this.out.newBlock(isCold);
  }

  /** Goes on in a block, which gets its place in the layout. */
  start(block: LirBlock): void {
    (block.isCold ? this.cold : this.out.blocks).push(block);
    this.current = block;
  }

  finish(exit: LirExit): void {
    if (this.current.exit !== null) throw new Error(`${this.out.symbol}: a block with two exits`);
    this.current.exit = exit;
  }

  /** Ends the process where control comes here. */
  trap(reason: string): void {
    this.finish({ kind: 'trap', code: this.program.places.reasonNumber(reason), line: this.line });
  }

  jump(target: LirBlock, args: LirOperand[]): void {
    this.finish({ kind: 'jump', to: { target, args } });
  }

  emit(op: LirOpName, args: LirOperand[], cls: RegisterClass, part: Part = NO_PART): VirtualRegister {
    const result = this.out.newRegister(cls, '');
    this.current.operations.push({ op, args, part, result, line: this.line });
    return result;
  }

  emitVoid(op: LirOpName, args: LirOperand[], part: Part = NO_PART): void {
    this.current.operations.push({ op, args, part, result: null, line: this.line });
  }

  /** Where an operation that raised goes, with the exception in the state block. */
  get raiseTarget(): LirBlock {
    return this.handler ?? this.propagate;
  }

  /** Leaves the function with the exception pending. */
  private get propagate(): LirBlock {
    if (this.propagateBlock === null) {
      const block = this.newBlock(true);
      const { result } = this.out;
      block.exit = { kind: 'return', value: result === null ? null : new LirConstant(result, 0) };
      this.cold.push(block);
      this.propagateBlock = block;
    }
    return this.propagateBlock;
  }

  raise(exception: LirOperand): void {
    this.emitVoid('store_ref', [NULL, ZERO, exception], stateAddress(State.EXCEPTION));
    this.jump(this.raiseTarget, []);
  }

  /** A cold block that raises one of the machine's conditions. */
  raiseBlock(name: MachineCondition): LirBlock {
    const block = this.newBlock(true);
    this.within(block, () => {
      this.raise(new LirConstant('ref', this.program.machineCondition(name)));
    });
    return block;
  }

  /** Fills another block, and comes back to the current one. */
  within(block: LirBlock, fill: () => void): void {
    const before = this.current;
    this.start(block);
    fill();
    this.current = before;
  }

  /** After a call: goes on where no exception is pending. */
  checkException(): void {
    const normal = this.newBlock(false);
    this.finish({ kind: 'exception', pending: edge(this.raiseTarget), normal: edge(normal) });
    this.start(normal);
  }

  /** Goes on where a reference is not null, which it is where the call that gave it raised. */
  checkNull(value: LirOperand): void {
    const normal = this.newBlock(false);
    this.finish({
      kind: 'branch',
      condition: 'ref_eq',
      left: value,
      right: NULL,
      whenTrue: edge(this.raiseTarget),
      whenFalse: edge(normal),
    });
    this.start(normal);
  }

  // Values.

  private newValue(variable: Variable): VirtualRegister | null {
    const cls = registerClass(variable.type);
    if (cls === null) return null;
    const register = this.out.newRegister(cls, variable.name);
    this.values.set(variable, register);
    return register;
  }

  setResult(operation: Operation, value: LirOperand | null): void {
    if (operation.result !== null && value !== null) this.values.set(operation.result, value);
  }

  /** A result of which a branch may take the comparison. */
  setComparison(operation: Operation, comparison: Comparison): void {
    const { condition, left, right, isNegated } = comparison;
    let value = this.emit(condition, [left, right], 'int');
    if (isNegated) value = this.emit('int_xor', [value, int(1)], 'int');
    this.setResult(operation, value);
    if (operation.result !== null) this.comparisons.set(operation.result, comparison);
  }

  findComparison(operand: Operand): Comparison | null {
    return operand instanceof Variable ? (this.comparisons.get(operand) ?? null) : null;
  }

  value(operand: Operand): LirOperand {
    if (operand instanceof Variable) {
      const value = this.values.get(operand);
      if (value === undefined)
        throw new Error(`${this.out.symbol}: ${operand.name}_${operand.id} has no value`);
      return value;
    }
    return this.constant(operand);
  }

  /** A value where one of a class of registers is expected: null may be of another. */
  valueAs(operand: Operand, cls: RegisterClass): LirOperand {
    const value = this.value(operand);
    if (value.cls === cls) return value;
    if (value instanceof LirConstant && value.value === 0) return new LirConstant(cls, 0);
    if (cls === 'int' && value.cls === 'ref') return this.emit('ref_to_int', [value], 'int');
    if (cls === 'ref' && value.cls === 'int') return this.emit('int_to_ref', [value], 'ref');
    throw new Error(`${this.out.symbol}: a ${value.cls} where a ${cls} is expected`);
  }

  private constant({ type, value }: Constant): LirOperand {
    if (value instanceof FunctionModel) {
      const symbol = this.program.symbolOf(value);
      return this.emit('code_offset', [], 'int', { kind: 'symbol', symbol });
    }
    if (value instanceof ClassModel) {
      return int(this.program.layout.classLayout(this.program.standIn(value) ?? value).typeId);
    }
    if (value instanceof Prebuilt) {
      return new LirConstant('ref', this.program.constant(value.value, type, value.origin));
    }
    if (typeof value === 'string')
      return new LirConstant('ref', this.program.constant(value, type, 'a literal'));
    if (typeof value === 'boolean') return int(value ? 1 : 0);
    if (typeof value === 'number')
      return type.kind === 'float' ? new LirConstant('float', value) : new LirConstant('int', value + 0);
    if (value === null) {
      const cls = registerClass(type) ?? 'ref';
      return new LirConstant(cls, 0);
    }
    throw new Error(`${this.out.symbol}: a constant that has no form in machine code`);
  }

  private edge(link: Link): Edge {
    const target = this.blocks.get(link.target);
    if (target === undefined) throw new Error('an edge out of the graph');
    const args: LirOperand[] = [];
    link.target.params.forEach((param, i) => {
      const cls = registerClass(param.type);
      const arg = link.args[i];
      if (cls !== null && arg !== undefined) args.push(this.valueAs(arg, cls));
    });
    return { target, args };
  }
}

export function edge(target: LirBlock): Edge {
  return { target, args: [] };
}

export function int(value: number | bigint): LirConstant {
  return new LirConstant('int', value);
}

/** Of an access of raw memory, or with its place. */
export function address(displacement: number, scale: 1 | 2 | 4 | 8 = 1, place?: MemoryPlace): Part {
  return place === undefined
    ? { kind: 'address', scale, displacement }
    : { kind: 'address', scale, displacement, place };
}

export function stateAddress(place: State): Part {
  return address(place);
}

function countReads(graph: Graph): Map<Variable, number> {
  const counts = new Map<Variable, number>();
  const read = (operand: Operand): void => {
    if (operand instanceof Variable) counts.set(operand, (counts.get(operand) ?? 0) + 1);
  };
  for (const { operations, exit } of graph.blocks) {
    for (const { args } of operations) args.forEach(read);
    if (exit === null) continue;
    exitOperands(exit).forEach(read);
    for (const link of exitLinks(exit)) link.args.forEach(read);
  }
  return counts;
}

/** Blocks that only unlikely conditions lead to. */
function findColdBlocks(graph: Graph): Set<Block> {
  const ways = new Map<Block, number>();
  for (const block of graph.blocks)
    for (const { target } of linksOf(block)) ways.set(target, (ways.get(target) ?? 0) + 1);
  const cold = new Set<Block>();
  for (const { operations, exit } of graph.blocks) {
    if (exit?.kind !== 'branch') continue;
    const isUnlikely = operations.some(
      ({ name, result }) => name === 'unlikely' && result === exit.condition,
    );
    if (isUnlikely && ways.get(exit.whenTrue.target) === 1) cold.add(exit.whenTrue.target);
  }
  return cold;
}

function linksOf(block: Block): Link[] {
  return block.exit === null ? [] : exitLinks(block.exit);
}
