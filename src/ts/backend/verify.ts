/**
 * Checks a function of low-level IR: the makers' side of the bargain, which the allocator and instruction selection rely on.
 *
 * Shape: blocks are in the layout once, with exits, hot ones before cold ones; nothing jumps to the entry. Classes: operands, results and parts
 * against the table of operations, arguments of edges against parameters. SSA: every register is defined once, and definitions dominate uses
 * (in blocks that can be reached). The problems come as sentences; a right function has none.
 */
import { analyzeControlFlow, dominates, findDominators, type ControlFlow } from './control-flow.js';
import {
  conditionOperands,
  exitEdges,
  exitOperands,
  VirtualRegister,
  type Edge,
  type LirBlock,
  type LirFunction,
  type LirOperand,
  type LirOperation,
  type RegisterClass,
} from './lir.js';
import { lirOpRow, type Condition, type LirOpName } from './lir-ops.js';
import { printExit, printOperand, printOperation } from './print.js';

export interface Signature {
  /** `x` for the row's one class. */
  readonly operands: readonly string[];
  readonly takesMore: boolean;
  /** A class, `x`, `*` for any class or none, or null. */
  readonly result: string | null;
}

const signatures = new Map<LirOpName, Signature>();

export function signatureOf(op: LirOpName): Signature {
  const known = signatures.get(op);
  if (known !== undefined) return known;
  const [left, right] = lirOpRow(op).signature.split('->');
  const words = left
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const operands = words.filter((word) => word !== '...');
  const result = right.trim();
  const made = { operands, takesMore: operands.length < words.length, result: result === '' ? null : result };
  signatures.set(op, made);
  return made;
}

/** Throws with all problems. */
export function checkFunction(lir: LirFunction): void {
  const problems = findProblems(lir);
  if (problems.length > 0) throw new Error(`${lir.symbol}:\n  ${problems.join('\n  ')}`);
}

export function findProblems(lir: LirFunction): string[] {
  const shape = new ShapeVerifier(lir).run();
  // Dominance has a meaning only where the blocks hang together.
  return shape.length > 0 ? shape : new DominanceVerifier(lir).run();
}

class ShapeVerifier {
  private readonly problems: string[] = [];
  private readonly placed = new Set<LirBlock>();
  private readonly defined = new Set<number>();
  private where = '';

  constructor(private readonly lir: LirFunction) {}

  run(): string[] {
    const { blocks } = this.lir;
    if (blocks.length === 0) return ['there are no blocks'];
    for (const block of blocks) this.place(block);
    if (blocks[0].isCold) this.report('the entry is cold');
    blocks.forEach((block, index) => {
      this.where = `block${block.id}`;
      if (index > 0 && blocks[index - 1].isCold && !block.isCold)
        this.report('it lies behind cold blocks and is not cold');
      this.block(block);
    });
    return this.problems;
  }

  private report(problem: string): void {
    this.problems.push(this.where === '' ? problem : `${this.where}: ${problem}`);
  }

  private place(block: LirBlock): void {
    if (this.placed.has(block)) this.report(`block${block.id} is in the layout twice`);
    if (block.id < 0 || block.id >= this.lir.blockCount)
      this.report(`block${block.id} is of another function`);
    this.placed.add(block);
  }

  private block(block: LirBlock): void {
    for (const param of block.params) this.define(param);
    block.operations.forEach((operation, i) => {
      this.operation(operation);
      const { part } = operation;
      const isTest = part.kind === 'guard' && part.condition === 'overflow';
      if (isTest && !setsOverflow(block.operations[i - 1]))
        this.report(`'${printOperation(operation)}' does not follow an operation that sets overflow`);
      if (operation.result !== null) this.define(operation.result);
    });
    this.exit(block);
  }

  private define(register: VirtualRegister): void {
    if (this.defined.has(register.id)) this.report(`${printOperand(register)} is defined twice`);
    if (register.id >= this.lir.registerCount)
      this.report(`${printOperand(register)} is of another function`);
    this.defined.add(register.id);
  }

  private operation(operation: LirOperation): void {
    const { op, args, result } = operation;
    const signature = signatureOf(op);
    const text = printOperation(operation);
    const count = signature.operands.length;
    if (args.length < count || (args.length > count && !signature.takesMore)) {
      this.report(`'${text}' has ${args.length} operands, not ${count}`);
      return;
    }
    const shared = signature.operands.includes('x') ? args[signature.operands.indexOf('x')].cls : null;
    signature.operands.forEach((expected, index) => {
      const cls = expected === 'x' ? shared : expected;
      if (args[index].cls !== cls)
        this.report(`operand ${index} of '${text}' is a ${args[index].cls}, not a ${cls}`);
    });
    this.result(signature.result === 'x' ? shared : signature.result, result, text);
    this.part(operation, text);
    this.guard(operation, text);
  }

  private result(expected: string | null, result: VirtualRegister | null, text: string): void {
    if (expected === '*') return;
    if ((result?.cls ?? null) === expected) return;
    this.report(`'${text}' should give ${expected === null ? 'nothing' : `a ${expected}`}`);
  }

  private part({ op, part }: LirOperation, text: string): void {
    const expected = expectedPart(op);
    if (part.kind !== expected) this.report(`'${text}' has a part of kind ${part.kind}, not ${expected}`);
  }

  private guard({ args, part }: LirOperation, text: string): void {
    if (part.kind !== 'guard' || conditionOperands(part) === 0) return;
    // All other conditions are comparisons.
    const expected = signatureOf(part.condition as Condition).operands;
    const classes = args.slice(0, expected.length).map(({ cls }) => cls);
    if (classes.join() !== expected.join())
      this.report(`'${text}' reads ${classes.join(' ')}, not ${expected.join(' ')}`);
  }

  private exit(block: LirBlock): void {
    const { exit } = block;
    if (exit === null) {
      this.report('it has no exit');
      return;
    }
    const text = printExit(exit);
    for (const edge of exitEdges(exit)) this.edge(edge);
    const classes = exitOperands(exit).map((operand) => operand.cls);
    const expected = this.exitClasses(exit.kind === 'branch' ? exit.condition : null, exit.kind);
    if (classes.join() !== expected.join())
      this.report(`'${text}' reads ${classes.join(' ')}, not ${expected.join(' ')}`);
    if (exit.kind === 'overflow' && !setsOverflow(block.operations.at(-1))) {
      this.report(`'${text}' does not follow an operation that sets overflow`);
    }
    if (exit.kind === 'switch' && new Set(exit.cases.map(({ value }) => value)).size < exit.cases.length) {
      this.report(`'${text}' has a case twice`);
    }
  }

  private exitClasses(condition: LirOpName | null, kind: string): readonly string[] {
    if (condition !== null) return signatureOf(condition).operands;
    if (kind === 'switch') return ['int'];
    return kind === 'return' && this.lir.result !== null ? [this.lir.result] : [];
  }

  private edge({ target, args }: Edge): void {
    if (!this.placed.has(target))
      this.report(`it leads to block${target.id}, which has no place in the layout`);
    if (target === this.lir.entry) this.report('it leads to the entry');
    if (args.length !== target.params.length) {
      this.report(`it gives block${target.id} ${args.length} arguments, not ${target.params.length}`);
      return;
    }
    target.params.forEach((param, index) => this.argument(param, args[index], target));
  }

  private argument(param: VirtualRegister, { cls }: { readonly cls: RegisterClass }, target: LirBlock): void {
    if (cls !== param.cls) this.report(`it gives ${printOperand(param)} of block${target.id} a ${cls}`);
  }
}

function setsOverflow(operation: LirOperation | undefined): boolean {
  return operation !== undefined && lirOpRow(operation.op).kind === 'overflow';
}

function expectedPart(op: LirOpName): LirOperation['part']['kind'] {
  if (op === 'call' || op === 'code_offset') return 'symbol';
  if (op === 'allocate') return 'allocation';
  if (op === 'guard') return 'guard';
  const { kind } = lirOpRow(op);
  const hasAddress = (kind === 'load' || kind === 'store') && signatureOf(op).operands[0] === 'ref';
  return hasAddress ? 'address' : 'none';
}

class DominanceVerifier {
  private readonly problems: string[] = [];
  private readonly flow: ControlFlow;
  private readonly dominators: Int32Array;
  /** The block, by its index, that defines a register; -1 for none. */
  private readonly definedIn: Int32Array;

  constructor(private readonly lir: LirFunction) {
    this.flow = analyzeControlFlow(lir);
    this.dominators = findDominators(this.flow.predecessors);
    this.definedIn = new Int32Array(lir.registerCount).fill(-1);
  }

  run(): string[] {
    this.flow.blocks.forEach(({ params, operations }, index) => {
      for (const { id } of params) this.definedIn[id] = index;
      for (const { result } of operations) if (result !== null) this.definedIn[result.id] = index;
    });
    this.flow.blocks.forEach((block, index) => this.block(block, index));
    return this.problems;
  }

  private block(block: LirBlock, index: number): void {
    const seen = new Set(block.params.map(({ id }) => id));
    for (const operation of block.operations) {
      for (const operand of operation.args) this.use(operand, index, seen, () => printOperation(operation));
      if (operation.result !== null) seen.add(operation.result.id);
    }
    const { exit } = block;
    if (exit === null) return;
    const operands = [...exitOperands(exit), ...exitEdges(exit).flatMap((edge) => edge.args)];
    for (const operand of operands) this.use(operand, index, seen, () => printExit(exit));
  }

  private use(operand: LirOperand, block: number, seen: ReadonlySet<number>, text: () => string): void {
    if (!(operand instanceof VirtualRegister) || seen.has(operand.id)) return;
    const definition = operand.id < this.definedIn.length ? this.definedIn[operand.id] : -1;
    const isBefore =
      definition !== -1 && definition !== block && dominates(this.dominators, definition, block);
    if (isBefore) return;
    const { id } = this.flow.blocks[block];
    this.problems.push(
      `block${id}: '${text()}' reads ${printOperand(operand)}, whose definition does not dominate it`,
    );
  }
}
