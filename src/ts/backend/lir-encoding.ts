/**
 * Functions of low-level IR as 32-bit words, for what is read long after it was made (jitcode in images).
 *
 *     function   count of registers, their classes (2 bits each), result class, constants, heads of blocks, bodies of blocks
 *     constants  count, then each: class, low word, high word
 *     head       is cold, count of params, registers
 *     body       count of operations, operations, exit
 *     operation  op, count of args | has a result, [result], args, part
 *     operand    2 * register's id, or 2 * index of a constant + 1
 *
 * Numbers of ops, symbols and places are those of the tables that go with the words (`EncodingTables`). Source lines are left out.
 */
import {
  LirConstant,
  LirFunction,
  NO_PART,
  VirtualRegister,
  type Edge,
  type LirBlock,
  type LirExit,
  type LirOperand,
  type LirOperation,
  type MemoryPlace,
  type Part,
  type RegisterClass,
} from './lir.js';
import type { Condition, LirOpName } from './lir-ops.js';

/** What the numbers in encoded functions mean. */
export interface EncodingTables {
  readonly ops: readonly LirOpName[];
  readonly symbolAt: (index: number) => string;
  readonly places: readonly MemoryPlace[];
}

const classes: readonly RegisterClass[] = ['int', 'ref', 'float'];
const enum PartKind {
  NONE,
  ADDRESS,
  PLACED_ADDRESS,
  SYMBOL,
  ALLOCATION,
}
const exitKinds = [
  'jump',
  'branch',
  'overflow',
  'exception',
  'stack',
  'switch',
  'return',
  'trap',
  'leave',
] as const satisfies readonly LirExit['kind'][];

const bits = new DataView(new ArrayBuffer(8));

export class LirEncoder {
  readonly words: number[] = [];
  private readonly opNumbers: ReadonlyMap<LirOpName, number>;

  constructor(
    ops: readonly LirOpName[],
    private readonly symbolNumber: (symbol: string) => number,
  ) {
    this.opNumbers = new Map(ops.map((op, i) => [op, i]));
  }

  /** Appends a function; where it starts. */
  add(lir: LirFunction): number {
    const start = this.words.length;
    const constants = new Map<string, number>();
    const list: LirConstant[] = [];
    const numberOf = (constant: LirConstant): number => {
      const key = `${constant.cls}${Object.is(constant.value, -0) ? '-0' : String(constant.value)}`;
      let number = constants.get(key);
      if (number === undefined) {
        number = list.push(constant) - 1;
        constants.set(key, number);
      }
      return number;
    };
    const body = new FunctionEncoder(lir, this.opNumbers, this.symbolNumber, numberOf).run();
    this.words.push(lir.registerCount, ...packClasses(lir));
    this.words.push(lir.result === null ? -1 : classes.indexOf(lir.result), list.length);
    for (const { cls, value } of list) {
      this.words.push(classes.indexOf(cls));
      if (cls === 'float') bits.setFloat64(0, Number(value), true);
      else bits.setBigInt64(0, BigInt(value), true);
      this.words.push(bits.getInt32(0, true), bits.getInt32(4, true));
    }
    this.words.push(lir.blocks.length);
    for (const word of body) this.words.push(word);
    return start;
  }
}

/** The classes of a function's registers, 16 in a word. */
function packClasses(lir: LirFunction): number[] {
  const packed = new Array<number>(Math.ceil(lir.registerCount / 16)).fill(0);
  const add = ({ id, cls }: VirtualRegister): void => {
    packed[id >> 4] |= classes.indexOf(cls) << ((id & 15) * 2);
  };
  for (const { params, operations } of lir.blocks) {
    params.forEach(add);
    for (const { result } of operations) if (result !== null) add(result);
  }
  return packed;
}

class FunctionEncoder {
  private readonly out: number[] = [];
  private readonly indexOf = new Map<LirBlock, number>();

  constructor(
    private readonly lir: LirFunction,
    private readonly opNumbers: ReadonlyMap<LirOpName, number>,
    private readonly symbolNumber: (symbol: string) => number,
    private readonly constantNumber: (constant: LirConstant) => number,
  ) {
    lir.blocks.forEach((block, i) => this.indexOf.set(block, i));
  }

  run(): number[] {
    for (const { isCold, params } of this.lir.blocks)
      this.out.push(isCold ? 1 : 0, params.length, ...params.map(({ id }) => id));
    for (const block of this.lir.blocks) this.body(block);
    return this.out;
  }

  private body({ operations, exit }: LirBlock): void {
    this.out.push(operations.length);
    operations.forEach((operation) => {
      this.operation(operation);
    });
    if (exit === null) throw new Error(`${this.lir.symbol}: a block without an exit`);
    this.exit(exit);
  }

  private number(op: LirOpName): number {
    const number = this.opNumbers.get(op);
    if (number === undefined) throw new Error(`${op} is not in the table`);
    return number;
  }

  private operand(operand: LirOperand): void {
    this.out.push(operand instanceof VirtualRegister ? 2 * operand.id : 2 * this.constantNumber(operand) + 1);
  }

  private operation({ op, args, part, result }: LirOperation): void {
    this.out.push(this.number(op), 2 * args.length + (result === null ? 0 : 1));
    if (result !== null) this.out.push(result.id);
    args.forEach((arg) => {
      this.operand(arg);
    });
    switch (part.kind) {
      case 'none':
        this.out.push(PartKind.NONE);
        return;
      case 'address':
        this.out.push(part.place === undefined ? PartKind.ADDRESS : PartKind.PLACED_ADDRESS);
        this.out.push(part.scale, part.displacement);
        if (part.place !== undefined) this.out.push(part.place.id);
        return;
      case 'symbol':
        this.out.push(PartKind.SYMBOL, this.symbolNumber(part.symbol));
        return;
      case 'allocation':
        this.out.push(PartKind.ALLOCATION, part.size, part.typeId);
        return;
      case 'guard':
        throw new Error(`${this.lir.symbol}: a guard, which only traces have`);
    }
  }

  private edge({ target, args }: Edge): void {
    const index = this.indexOf.get(target);
    if (index === undefined) throw new Error(`${this.lir.symbol}: an edge to a block without a place`);
    this.out.push(index);
    args.forEach((arg) => {
      this.operand(arg);
    });
  }

  private exit(exit: LirExit): void {
    this.out.push(exitKinds.indexOf(exit.kind));
    switch (exit.kind) {
      case 'jump':
        this.edge(exit.to);
        return;
      case 'branch':
        this.out.push(this.number(exit.condition));
        this.operand(exit.left);
        this.operand(exit.right);
        this.edge(exit.whenTrue);
        this.edge(exit.whenFalse);
        return;
      case 'overflow':
      case 'stack':
        this.edge(exit.overflow);
        this.edge(exit.normal);
        return;
      case 'exception':
        this.edge(exit.pending);
        this.edge(exit.normal);
        return;
      case 'switch':
        this.operand(exit.value);
        this.out.push(exit.cases.length);
        for (const { value, to } of exit.cases) {
          this.out.push(value);
          this.edge(to);
        }
        this.edge(exit.otherwise);
        return;
      case 'return':
        this.out.push(exit.value === null ? 0 : 1);
        if (exit.value !== null) this.operand(exit.value);
        return;
      case 'trap':
        this.out.push(exit.code);
        return;
      case 'leave':
        this.out.push(this.symbolNumber(exit.symbol), exit.status);
    }
  }
}

export function decodeLir(
  words: Int32Array,
  start: number,
  symbol: string,
  tables: EncodingTables,
): LirFunction {
  return new FunctionDecoder(words, start, symbol, tables).run();
}

class FunctionDecoder {
  private readonly registers: VirtualRegister[] = [];
  private readonly constants: LirConstant[] = [];
  private readonly blocks: LirBlock[] = [];

  constructor(
    private readonly words: Int32Array,
    private at: number,
    private readonly symbol: string,
    private readonly tables: EncodingTables,
  ) {}

  private next(): number {
    return this.words[this.at++];
  }

  run(): LirFunction {
    const count = this.next();
    const packed = this.at;
    this.at += Math.ceil(count / 16);
    const lir = new LirFunction(this.symbol, classes[this.next()] ?? null);
    for (let i = 0; i < count; i++) {
      const cls = classes[(this.words[packed + (i >> 4)] >> ((i & 15) * 2)) & 3];
      this.registers.push(lir.newRegister(cls, ''));
    }
    for (let n = this.next(); n > 0; n--) this.constants.push(this.constant());
    for (let n = this.next(); n > 0; n--) {
      const block = lir.newBlock(this.next() === 1);
      for (let params = this.next(); params > 0; params--) block.params.push(this.registers[this.next()]);
      this.blocks.push(block);
      lir.blocks.push(block);
    }
    for (const block of this.blocks) {
      for (let n = this.next(); n > 0; n--) block.operations.push(this.operation());
      block.exit = this.exit();
    }
    return lir;
  }

  private constant(): LirConstant {
    const cls = classes[this.next()];
    bits.setInt32(0, this.next(), true);
    bits.setInt32(4, this.next(), true);
    if (cls === 'float') return new LirConstant(cls, bits.getFloat64(0, true));
    const value = bits.getBigInt64(0, true);
    const small = Number(value);
    return new LirConstant(cls, Number.isSafeInteger(small) ? small : value);
  }

  private operand(): LirOperand {
    const word = this.next();
    return (word & 1) === 0 ? this.registers[word >> 1] : this.constants[word >> 1];
  }

  private operation(): LirOperation {
    const op = this.tables.ops[this.next()];
    const shape = this.next();
    const result = (shape & 1) === 0 ? null : this.registers[this.next()];
    const args: LirOperand[] = [];
    for (let n = shape >> 1; n > 0; n--) args.push(this.operand());
    return { op, args, part: this.part(), result, line: 0 };
  }

  private part(): Part {
    const kind: PartKind = this.next();
    switch (kind) {
      case PartKind.NONE:
        return NO_PART;
      case PartKind.ADDRESS:
      case PartKind.PLACED_ADDRESS: {
        const scale = this.next() as 1 | 2 | 4 | 8; // as it was encoded
        const displacement = this.next();
        if (kind === PartKind.ADDRESS) return { kind: 'address', scale, displacement };
        return { kind: 'address', scale, displacement, place: this.tables.places[this.next()] };
      }
      case PartKind.SYMBOL:
        return { kind: 'symbol', symbol: this.tables.symbolAt(this.next()) };
      case PartKind.ALLOCATION:
        return { kind: 'allocation', size: this.next(), typeId: this.next() };
    }
  }

  private edge(): Edge {
    const target = this.blocks[this.next()];
    return { target, args: target.params.map(() => this.operand()) };
  }

  private exit(): LirExit {
    const kind = exitKinds[this.next()];
    switch (kind) {
      case 'jump':
        return { kind, to: this.edge() };
      case 'branch': {
        const condition = this.tables.ops[this.next()] as Condition; // as it was encoded
        const left = this.operand();
        const right = this.operand();
        return { kind, condition, left, right, whenTrue: this.edge(), whenFalse: this.edge() };
      }
      case 'overflow':
      case 'stack':
        return { kind, overflow: this.edge(), normal: this.edge() };
      case 'exception':
        return { kind, pending: this.edge(), normal: this.edge() };
      case 'switch': {
        const value = this.operand();
        const cases: { value: number; to: Edge }[] = [];
        for (let n = this.next(); n > 0; n--) cases.push({ value: this.next(), to: this.edge() });
        return { kind, value, cases, otherwise: this.edge() };
      }
      case 'return':
        return { kind, value: this.next() === 0 ? null : this.operand() };
      case 'trap':
        return { kind, code: this.next(), line: 0 };
      case 'leave':
        return { kind, symbol: this.tables.symbolAt(this.next()), status: this.next() };
    }
  }
}
