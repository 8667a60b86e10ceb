/**
 * Random modules of low-level IR from a seed: they always end, and what they compute is the same on any machine that has the memory described
 * by `randomMemory`.
 *
 * Control flow is made structured (branches, loops that count down, switches), so definitions dominate uses and loops end. Functions call only
 * those made before them, and each keeps an estimate of its cost, so that a module's run stays short. Floats are stored only in an area of
 * their own, which is to be compared as floats: the bits of a NaN differ between machines.
 */
import {
  LirConstant,
  LirFunction,
  NO_PART,
  type AddressPart,
  type Edge,
  type LirBlock,
  type LirExit,
  type LirOperand,
  type Part,
  type RegisterClass,
  type VirtualRegister,
} from '../../src/ts/backend/lir.js';
import {
  isCondition,
  lirOpRow,
  lirOps,
  type Condition,
  type LirOpName,
} from '../../src/ts/backend/lir-ops.js';
import type { MachineOptions } from '../../src/ts/backend/simulated-machine.js';

export const randomMemory = {
  pendingException: -64,
  /** Ints of all widths. */
  ints: { start: 4096, size: 1024 },
  doubles: { start: 5120, size: 512 },
  singles: { start: 5632, size: 512 },
  /** Above all areas. */
  firstObject: 1024,
  bytesAbove: 1 << 20,
  bytesBelow: 4096,
} as const;

export const randomMachineOptions: MachineOptions = {
  heapBase: 0x10000n,
  bytesBelow: randomMemory.bytesBelow,
  bytesAbove: randomMemory.bytesAbove,
  state: { pendingException: randomMemory.pendingException },
  firstObject: randomMemory.firstObject,
  outOfMemory: 1n,
  deepest: 1000,
};

/** Objects have a header word, a ref at 8, and an int at 16. */
const OBJECT_SIZE = 3;
const REF_FIELD = 8;
const INT_FIELD = 16;

export const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);

/** Mulberry32. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  isLucky(chance: number): boolean {
    return this.next() < chance;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  int(): bigint {
    const shift = BigInt(this.pick([0, 3, 8, 16, 31, 32, 47, 63]));
    const base = this.pick([0n, 1n, -1n, 5n, 1n << shift, (1n << shift) - 1n, -(1n << shift)]);
    const noise = this.isLucky(0.3) ? BigInt(this.below(1 << 30)) * BigInt(this.below(1 << 30)) : 0n;
    return BigInt.asIntN(64, base + noise);
  }

  float(): number {
    return this.pick([0, -0, 1, -1.5, 1e10, -1e300, 0.1, 3, this.next() * 100 - 50]);
  }
}

/** Builds a function block by block; the blocks get their places when they are started. */
export class LirBuilder {
  readonly lir: LirFunction;
  block: LirBlock;
  private readonly cold: LirBlock[] = [];

  constructor(symbol: string, result: RegisterClass | null) {
    this.lir = new LirFunction(symbol, result);
    this.block = this.lir.newBlock(false);
    this.lir.blocks.push(this.block);
  }

  param(block: LirBlock, cls: RegisterClass): VirtualRegister {
    const param = this.lir.newRegister(cls, 'p');
    block.params.push(param);
    return param;
  }

  newBlock(...params: RegisterClass[]): LirBlock {
    const block = this.lir.newBlock(false);
    for (const cls of params) this.param(block, cls);
    return block;
  }

  newColdBlock(...params: RegisterClass[]): LirBlock {
    const block = this.lir.newBlock(true);
    for (const cls of params) this.param(block, cls);
    return block;
  }

  start(block: LirBlock): void {
    this.block = block;
    (block.isCold ? this.cold : this.lir.blocks).push(block);
  }

  exit(exit: LirExit): void {
    this.block.exit = exit;
  }

  jump(target: LirBlock, ...args: LirOperand[]): void {
    this.exit({ kind: 'jump', to: { target, args } });
  }

  emit(op: LirOpName, args: LirOperand[], part: Part = NO_PART): void {
    this.block.operations.push({ op, args, part, result: null, line: 0 });
  }

  value(op: LirOpName, cls: RegisterClass, args: LirOperand[], part: Part = NO_PART): VirtualRegister {
    const result = this.lir.newRegister(cls, 'v');
    this.block.operations.push({ op, args, part, result, line: 0 });
    return result;
  }

  finish(): LirFunction {
    this.lir.blocks.push(...this.cold);
    return this.lir;
  }
}

export function intConstant(value: number | bigint): LirConstant {
  return new LirConstant('int', value);
}

export function address(displacement: number, scale: AddressPart['scale'] = 1): AddressPart {
  return { kind: 'address', scale, displacement };
}

export function edge(target: LirBlock, ...args: LirOperand[]): Edge {
  return { target, args };
}

interface Made {
  readonly lir: LirFunction;
  readonly cost: number;
}

const special: readonly LirOpName[] = [
  'int_div',
  'int_mod',
  'uint_div_wide',
  'int_to_ref',
  'float_bits',
  'float_of_bits',
  'copy',
];
const simpleOps = (Object.keys(lirOps) as LirOpName[]).filter(
  (op) => lirOpRow(op).kind === 'pure' && lirOpRow(op).meaning !== null && !special.includes(op),
);
const conditions = simpleOps.filter((op): op is Condition => isCondition(op));
const classes: readonly RegisterClass[] = ['int', 'int', 'int', 'ref', 'float'];

/** How large the functions get. */
export interface RandomShape {
  readonly functions: number;
  readonly statements: number;
  readonly mostCost: number;
  /** Functions of ints may have guards. */
  readonly guards?: boolean;
}

/** The module's functions; the last one is to be called, with `randomArguments`. */
export function randomModule(seed: number, shape: RandomShape): LirFunction[] {
  const random = new Random(seed);
  const made: Made[] = [];
  for (let index = 0; index < shape.functions; index++) {
    made.push(new FunctionMaker(random, `f${index}`, made, shape).make());
  }
  return made.map(({ lir }) => lir);
}

export function randomArguments(random: Random, lir: LirFunction): (bigint | number)[] {
  return lir.entry.params.map(({ cls }) => {
    if (cls === 'float') return random.float();
    return cls === 'ref' ? BigInt(random.below(2) * random.below(1000)) : random.int();
  });
}

interface Scope {
  readonly values: Readonly<Record<RegisterClass, VirtualRegister[]>>;
  /** Refs that are not null. */
  readonly objects: VirtualRegister[];
}

class FunctionMaker {
  private readonly builder: LirBuilder;
  private scope: Scope = { values: { int: [], ref: [], float: [] }, objects: [] };
  private cost = 1;
  private repeat = 1;
  private depth = 0;
  private left: number;

  constructor(
    private readonly random: Random,
    symbol: string,
    private readonly callees: readonly Made[],
    private readonly shape: RandomShape,
  ) {
    this.builder = new LirBuilder(symbol, random.pick(['int', 'float', 'ref', null]));
    this.left = 1 + random.below(shape.statements);
  }

  make(): Made {
    const { builder, random } = this;
    const count = random.below(random.pick([1, 4, 12, 20]));
    for (let index = 0; index < count; index++) this.add(builder.param(builder.block, random.pick(classes)));
    while (this.left > 0) this.statement();
    this.finish();
    return { lir: builder.finish(), cost: this.cost };
  }

  private finish(): void {
    const { result } = this.builder.lir;
    if (result === null) {
      this.builder.exit({ kind: 'return', value: null });
      return;
    }
    let value = this.pick(result);
    if (result === 'int') value = this.mixed(value, this.scope.values.int, 'int_xor');
    if (result === 'float') value = this.mixed(value, this.scope.values.float, 'float_add');
    this.builder.exit({ kind: 'return', value });
  }

  /** Many values live to the end. */
  private mixed(value: LirOperand, values: readonly VirtualRegister[], op: LirOpName): LirOperand {
    let sum = value;
    for (const other of values) {
      if (this.random.isLucky(0.5)) sum = this.builder.value(op, value.cls, [sum, other]);
    }
    return sum;
  }

  private add(register: VirtualRegister): VirtualRegister {
    this.scope.values[register.cls].push(register);
    return register;
  }

  private pick(cls: RegisterClass): LirOperand {
    const known = this.scope.values[cls];
    if (known.length === 0 || this.random.isLucky(0.12)) return this.constant(cls);
    if (this.random.isLucky(0.5)) return known[Math.max(0, known.length - 1 - this.random.below(4))];
    return this.random.pick(known);
  }

  private constant(cls: RegisterClass): LirConstant {
    if (cls === 'ref') return NULL;
    return new LirConstant(cls, cls === 'int' ? this.random.int() : this.random.float());
  }

  private statement(): void {
    this.left--;
    this.cost += 3 * this.repeat;
    const { random } = this;
    if (this.shape.guards === true && this.builder.lir.result === 'int' && random.isLucky(0.25)) this.guard();
    const isDeep = this.depth > 3;
    const choice = random.below(isDeep ? 72 : 100);
    if (choice < 40) this.simple();
    else if (choice < 46) this.divide();
    else if (choice < 54) this.memory();
    else if (choice < 60) this.object();
    else if (choice < 62) this.odd();
    else if (choice < 72) this.call();
    else if (choice < 84) this.branch();
    else if (choice < 90) this.loop();
    else if (choice < 94) this.choose();
    else this.overflow();
  }

  private simple(): void {
    const op = this.random.pick(simpleOps);
    const [operands, result] = lirOpRow(op).signature.split('->');
    const args = operands
      .trim()
      .split(' ')
      .map((cls) => this.pick(cls as RegisterClass));
    this.add(this.builder.value(op, result.trim() as RegisterClass, args));
  }

  private divide(): void {
    const { builder } = this;
    const small = builder.value('int_and', 'int', [this.pick('int'), intConstant(255)]);
    const divisor = builder.value('int_add', 'int', [small, intConstant(1)]);
    this.add(builder.value(this.random.pick(['int_div', 'int_mod']), 'int', [this.pick('int'), divisor]));
    const known = intConstant(this.random.pick([2n, 3n, 7n, 10n, 641n, 1000000007n, -2n, -7n, -1000n]));
    this.add(builder.value(this.random.pick(['int_div', 'int_mod']), 'int', [this.pick('int'), known]));
    const sum = builder.value('int_add', 'int', [divisor, small]);
    this.add(builder.value('uint_div_wide', 'int', [small, this.pick('int'), sum]));
  }

  private odd(): void {
    const { builder, random } = this;
    const cls = random.pick(classes);
    this.add(builder.value('copy', cls, [this.pick(cls)]));
    const raw = builder.value('ref_to_int', 'int', [this.pick('ref')]);
    this.add(builder.value('int_to_ref', 'ref', [raw]));
    const whole = builder.value('float_from_int', 'float', [this.pick('int')]);
    this.add(builder.value('float_bits', 'int', [whole]));
    this.add(builder.value('float_of_bits', 'float', [intConstant(BigInt(random.below(1 << 30)) << 30n)]));
  }

  private memory(): void {
    const { builder, random } = this;
    const area = random.pick(['ints', 'ints', 'doubles', 'singles'] as const);
    const { start, size } = randomMemory[area];
    const scale = random.pick([1, 2, 4, 8] as const);
    const index = builder.value('int_and', 'int', [this.pick('int'), intConstant(7)]);
    const width = area === 'singles' ? 4 : 8;
    const unit = area === 'ints' ? 1 : width;
    const usable = scale >= unit ? scale : 1;
    const displacement = start + unit * random.below((size - 64 - 8) / unit);
    const place = [NULL, usable >= unit && scale >= unit ? index : ZERO];
    const part = address(displacement, usable);
    const [load, store] = this.accesses(area);
    const cls = area === 'ints' ? 'int' : 'float';
    if (random.isLucky(0.5)) builder.emit(store, [...place, this.pick(cls)], part);
    else this.add(builder.value(load, cls, place, part));
  }

  private accesses(area: 'ints' | 'doubles' | 'singles'): [LirOpName, LirOpName] {
    if (area === 'doubles') return ['load_f64', 'store_f64'];
    if (area === 'singles') return ['load_f32', 'store_f32'];
    return [
      this.random.pick([
        'load_i8',
        'load_u8',
        'load_i16',
        'load_u16',
        'load_i32',
        'load_u32',
        'load_i64',
      ] as const),
      this.random.pick(['store_8', 'store_16', 'store_32', 'store_64'] as const),
    ];
  }

  private object(): void {
    const { builder, random } = this;
    const { objects } = this.scope;
    if (objects.length === 0 || random.isLucky(0.4)) {
      const part = {
        kind: 'allocation',
        size: OBJECT_SIZE + random.below(2),
        typeId: 1 + random.below(100),
      } as const;
      objects.push(this.add(builder.value('allocate', 'ref', [], part)));
      return;
    }
    const object = random.pick(objects);
    const part = address(random.isLucky(0.5) ? REF_FIELD : INT_FIELD);
    const cls = part.displacement === REF_FIELD ? 'ref' : 'int';
    const [load, store] =
      cls === 'ref' ? (['load_ref', 'store_ref'] as const) : (['load_i64', 'store_64'] as const);
    if (random.isLucky(0.5)) builder.emit(store, [object, ZERO, this.pick(cls)], part);
    else this.add(builder.value(load, cls, [object, ZERO], part));
  }

  private call(): void {
    const { builder, random, shape } = this;
    const affordable = this.callees.filter(({ cost }) => this.cost + cost * this.repeat < shape.mostCost);
    if (affordable.length === 0) return;
    const { lir, cost } = random.pick(affordable);
    this.cost += cost * this.repeat;
    const args = lir.entry.params.map(({ cls }) => this.pick(cls));
    const part = { kind: 'symbol', symbol: lir.symbol } as const;
    const isIndirect = random.isLucky(0.3);
    const op = isIndirect ? 'call_code' : 'call';
    if (isIndirect) args.unshift(builder.value('code_offset', 'int', [], part));
    const usedPart = isIndirect ? NO_PART : part;
    if (lir.result === null) builder.emit(op, args, usedPart);
    else this.add(builder.value(op, lir.result, args, usedPart));
    if (random.isLucky(0.6)) this.exception();
  }

  /** Callers may find an exception pending: it is taken away. */
  private exception(): void {
    const { builder, random } = this;
    const pending = builder.newColdBlock();
    const joinClasses = this.someClasses(3);
    const normal = builder.newBlock(...joinClasses);
    builder.exit({
      kind: 'exception',
      pending: edge(pending),
      normal: edge(normal, ...joinClasses.map((cls) => this.pick(cls))),
    });
    builder.start(pending);
    const where = address(randomMemory.pendingException);
    builder.emit('store_ref', [NULL, ZERO, NULL], where);
    builder.jump(normal, ...joinClasses.map((cls) => this.pick(cls)));
    builder.start(normal);
    normal.params.forEach((param) => this.add(param));
    if (random.isLucky(0.3))
      builder.emit('store_ref', [NULL, ZERO, new LirConstant('ref', random.below(2))], where);
  }

  private someClasses(most: number): RegisterClass[] {
    return Array.from({ length: this.random.below(most + 1) }, () => this.random.pick(classes));
  }

  private arguments(block: LirBlock): LirOperand[] {
    return block.params.map(({ cls }) => this.pick(cls));
  }

  private anyBlock(...params: RegisterClass[]): LirBlock {
    return this.random.isLucky(0.25)
      ? this.builder.newColdBlock(...params)
      : this.builder.newBlock(...params);
  }

  /** Makes a block's statements in a scope of their own. */
  private inside(block: LirBlock, then: () => void): void {
    const outer = this.scope;
    const { int, ref, float } = outer.values;
    this.scope = { values: { int: [...int], ref: [...ref], float: [...float] }, objects: [...outer.objects] };
    this.depth++;
    this.builder.start(block);
    block.params.forEach((param) => this.add(param));
    for (let count = this.random.below(6); count > 0; count--) this.statement();
    then();
    this.depth--;
    this.scope = outer;
  }

  private join(block: LirBlock): void {
    this.builder.start(block);
    block.params.forEach((param) => this.add(param));
  }

  private branch(): void {
    const { builder, random } = this;
    const join = builder.newBlock(...this.someClasses(5));
    const then = this.anyBlock(...this.someClasses(2));
    const otherwise = random.isLucky(0.5) ? join : this.anyBlock(...this.someClasses(2));
    const condition = random.pick(conditions);
    const [operand] = lirOpRow(condition).signature.split(' ');
    builder.exit({
      kind: 'branch',
      condition,
      left: this.pick(operand as RegisterClass),
      right: this.pick(operand as RegisterClass),
      whenTrue: edge(then, ...this.arguments(then)),
      whenFalse: edge(otherwise, ...this.arguments(otherwise)),
    });
    const leave = (): void => builder.jump(join, ...this.arguments(join));
    this.inside(then, leave);
    if (otherwise !== join) this.inside(otherwise, leave);
    this.join(join);
  }

  private loop(): void {
    const { builder, random } = this;
    const times = 1 + random.below(4);
    if (this.cost + 60 * times * this.repeat > this.shape.mostCost) return;
    const header = builder.newBlock('int', ...this.someClasses(7));
    const [counter] = header.params;
    builder.jump(header, intConstant(times), ...this.arguments(header).slice(1));
    this.repeat *= times;
    if (random.isLucky(0.5)) this.testAtStart(header, counter);
    else this.testAtEnd(header, counter);
    this.repeat /= times;
  }

  private back(header: LirBlock, counter: VirtualRegister): LirOperand[] {
    const less = this.builder.value('int_sub', 'int', [counter, intConstant(1)]);
    const carried = header.params.slice(1);
    // Parameters that change places make cycles of moves.
    const rotated = carried.map(({ cls }, index) => {
      const next = carried[(index + 1) % carried.length];
      return next.cls === cls && this.random.isLucky(0.6) ? next : this.pick(cls);
    });
    return [less, ...rotated];
  }

  private testAtStart(header: LirBlock, counter: VirtualRegister): void {
    const { builder } = this;
    this.join(header);
    const body = this.anyBlock();
    const exit = builder.newBlock(...this.someClasses(2));
    builder.exit({
      kind: 'branch',
      condition: 'int_gt',
      left: counter,
      right: ZERO,
      whenTrue: edge(body),
      whenFalse: edge(exit, ...this.arguments(exit)),
    });
    this.inside(body, () => builder.jump(header, ...this.back(header, counter)));
    this.join(exit);
  }

  private testAtEnd(header: LirBlock, counter: VirtualRegister): void {
    const { builder } = this;
    const exit = builder.newBlock(...this.someClasses(2));
    this.inside(header, () => {
      const [less, ...carried] = this.back(header, counter);
      builder.exit({
        kind: 'branch',
        condition: 'int_gt',
        left: less,
        right: ZERO,
        whenTrue: edge(header, less, ...carried),
        whenFalse: edge(exit, ...this.arguments(exit)),
      });
    });
    this.join(exit);
  }

  private choose(): void {
    const { builder, random } = this;
    const join = builder.newBlock(...this.someClasses(4));
    const blocks = Array.from({ length: 1 + random.below(6) }, () =>
      random.isLucky(0.3) ? join : this.anyBlock(...this.someClasses(2)),
    );
    const value = builder.value('int_and', 'int', [this.pick('int'), intConstant(7)]);
    const [first, ...others] = blocks;
    builder.exit({
      kind: 'switch',
      value,
      cases: others.map((target, index) => ({ value: index, to: edge(target, ...this.arguments(target)) })),
      otherwise: edge(first, ...this.arguments(first)),
    });
    for (const block of blocks) {
      if (block !== join) this.inside(block, () => builder.jump(join, ...this.arguments(join)));
    }
    if (!builder.lir.blocks.includes(join)) this.join(join);
  }

  private guard(): void {
    const { builder, random } = this;
    const live = Array.from({ length: random.below(12) }, () => this.pick(random.pick(classes)));
    const status = 16 + random.below(100);
    const expected = random.isLucky(0.7);
    const choice = random.below(4);
    if (choice === 0) {
      builder.emit('guard', live, { kind: 'guard', condition: 'exception', expected: false, status });
    } else if (choice === 1) {
      const op = random.pick(['int_add_ovf', 'int_sub_ovf', 'int_mul_ovf'] as const);
      const result = builder.value(op, 'int', [this.pick('int'), this.pick('int')]);
      builder.emit('guard', [...live, result], { kind: 'guard', condition: 'overflow', expected, status });
      this.add(result);
    } else {
      const condition = random.pick(conditions);
      const [cls] = lirOpRow(condition).signature.split(' ');
      const compared = [this.pick(cls as RegisterClass), this.pick(cls as RegisterClass)];
      builder.emit('guard', [...compared, ...live], { kind: 'guard', condition, expected, status });
    }
  }

  private overflow(): void {
    const { builder, random } = this;
    const op = random.pick(['int_add_ovf', 'int_sub_ovf', 'int_mul_ovf'] as const);
    const result = builder.value(op, 'int', [this.pick('int'), this.pick('int')]);
    const join = builder.newBlock('int', ...this.someClasses(3));
    const cold = this.anyBlock(...this.someClasses(2));
    const [, ...rest] = this.arguments(join);
    builder.exit({
      kind: 'overflow',
      overflow: edge(cold, ...this.arguments(cold)),
      normal: edge(join, result, ...rest),
    });
    this.inside(cold, () => builder.jump(join, ...this.arguments(join)));
    this.join(join);
  }
}
