/** The functions of an image as the JIT compiler sees them: read from the image's jitcode, each body when it is first looked into. */
import {
  exitEdges,
  exitOperands,
  VirtualRegister,
  type LirBlock,
  type LirFunction,
  type LirOperand,
  type MemoryPlace,
  type RegisterClass,
} from '../backend/lir.js';
import { jitIntrinsics } from '../backend/jit-symbols.js';
import { decodeLir, type EncodingTables } from '../backend/lir-encoding.js';
import {
  decodeJitcode,
  findSorted,
  FunctionColumn,
  FunctionFlag,
  type Jitcode,
  type JitcodeHeader,
} from './jitcode-format.js';
import type { CallEffects } from './trace.js';

const letterClasses: Readonly<Record<string, RegisterClass>> = { i: 'int', r: 'ref', f: 'float' };

interface DecodedBody {
  readonly lir: LirFunction;
  readonly liveOut: readonly Int32Array[];
}

export class JitFunction {
  private decoded: JitBody | null = null;
  readonly params: readonly RegisterClass[];
  readonly result: RegisterClass | null;

  constructor(
    readonly index: number,
    readonly symbol: string,
    /** Of its machine code, from the start of the image's. */
    readonly offset: number,
    private readonly flags: number,
    signature: string,
    readonly effects: CallEffects,
    private readonly decode: (() => DecodedBody) | null,
    /** The driver's number, if it is a portal. */
    readonly portal: number,
  ) {
    const [params = '', result = ''] = signature.split('>');
    this.params = Array.from(params, (letter) => letterClasses[letter]);
    this.result = letterClasses[result] ?? null;
  }

  get canRaise(): boolean {
    return (this.flags & FunctionFlag.CAN_RAISE) !== 0;
  }

  get isElidable(): boolean {
    return (this.flags & FunctionFlag.ELIDABLE) !== 0;
  }

  /** null if the function is not to be looked into. */
  get body(): JitBody | null {
    if (this.decoded === null && this.decode !== null) {
      const { lir, liveOut } = this.decode();
      this.decoded = new JitBody(this, lir, liveOut);
    }
    return this.decoded;
  }
}

/** A place in a function: before an operation, or before the block's exit. What is alive there are the registers whose values a snapshot holds. */
export interface FramePosition {
  readonly fn: JitFunction;
  readonly block: number;
  readonly operation: number;
  /** The operation is a call under way: its result is not there yet. */
  readonly isCall: boolean;
  readonly live: readonly number[];
}

export class JitBody {
  readonly blocks: readonly LirBlock[];
  readonly indexOf: ReadonlyMap<LirBlock, number>;
  readonly registerCount: number;
  private foundItems: ReadonlyMap<number, MemoryPlace> | null = null;
  private foundMergeRegisters: readonly number[] | null = null;
  private foundClasses: readonly RegisterClass[] | null = null;
  private readonly positions: (FramePosition | undefined)[][] = [];

  constructor(
    private readonly fn: JitFunction,
    readonly lir: LirFunction,
    /** The registers that are read after each block. */
    private readonly liveOut: readonly Int32Array[],
  ) {
    this.blocks = lir.blocks;
    this.indexOf = new Map(lir.blocks.map((block, i) => [block, i]));
    this.registerCount = lir.registerCount;
  }

  /** Of a portal: the registers that its merge point reads. */
  get mergeRegisters(): readonly number[] {
    this.foundMergeRegisters ??= findMergeRegisters(this.blocks);
    return this.foundMergeRegisters;
  }

  /** Registers that hold arrays whose items have a place of their own. */
  get itemsOf(): ReadonlyMap<number, MemoryPlace> {
    this.foundItems ??= findItems(this.blocks);
    return this.foundItems;
  }

  /** Of the registers. */
  get classes(): readonly RegisterClass[] {
    this.foundClasses ??= findClasses(this);
    return this.foundClasses;
  }

  position(block: number, operation: number, isCall: boolean): FramePosition {
    const known = (this.positions[block] ??= []);
    return (known[2 * operation + (isCall ? 1 : 0)] ??= {
      fn: this.fn,
      block,
      operation,
      isCall,
      live: this.findLive(block, operation, isCall),
    });
  }

  private findLive(block: number, operation: number, isCall: boolean): readonly number[] {
    const live = new Set(this.liveOut[block]);
    const { operations, exit } = this.blocks[block];
    const read = (operand: LirOperand): void => {
      if (operand instanceof VirtualRegister) live.add(operand.id);
    };
    if (exit !== null) {
      exitOperands(exit).forEach(read);
      for (const { args } of exitEdges(exit)) args.forEach(read);
      if (exit.kind === 'overflow' && operation === operations.length) operations.at(-1)?.args.forEach(read);
    }
    for (let i = operations.length - 1; i >= operation; i--) {
      const { args, result } = operations[i];
      if (result !== null) live.delete(result.id);
      if (isCall && i === operation) break;
      args.forEach(read);
    }
    return [...live].sort((a, b) => a - b);
  }
}

function findItems(blocks: readonly LirBlock[]): ReadonlyMap<number, MemoryPlace> {
  const found = new Map<number, MemoryPlace>();
  for (const { operations } of blocks) {
    for (const { part, result } of operations) {
      const items = part.kind === 'address' ? part.place?.items : undefined;
      if (result !== null && items !== undefined) found.set(result.id, items);
    }
  }
  return found;
}

function findClasses({ blocks, registerCount }: JitBody): readonly RegisterClass[] {
  const classes = new Array<RegisterClass>(registerCount).fill('int');
  for (const { params, operations } of blocks) {
    for (const { id, cls } of params) classes[id] = cls;
    for (const { result } of operations) if (result !== null) classes[result.id] = result.cls;
  }
  return classes;
}

function findMergeRegisters(blocks: readonly LirBlock[]): readonly number[] {
  for (const { operations } of blocks) {
    for (const { args, part } of operations) {
      if (part.kind === 'symbol' && part.symbol === jitIntrinsics.mergePoint)
        return args.flatMap((arg) => (arg instanceof VirtualRegister ? [arg.id] : []));
    }
  }
  return [];
}

/** Two sets of places in the image's table. */
class BitEffects implements CallEffects {
  constructor(
    private readonly table: Uint32Array,
    private readonly reads: number,
    private readonly writes: number,
  ) {}

  mayRead(place: MemoryPlace): boolean {
    return has(this.table, this.reads, place);
  }

  mayWrite(place: MemoryPlace): boolean {
    return has(this.table, this.writes, place);
  }
}

/** Of items that a field makes special, the general place counts, too: who does not know the field names that. */
function has(table: Uint32Array, set: number, { id, general }: MemoryPlace): boolean {
  if (((table[set + (id >> 5)] >>> (id & 31)) & 1) === 1) return true;
  return general !== undefined && has(table, set, general);
}

export class JitLibrary {
  readonly header: JitcodeHeader;
  readonly places: readonly MemoryPlace[];
  /** Of constant arrays: the place that a field has given their items. */
  readonly constantItems = new Map<number, MemoryPlace>();
  private readonly jitcode: Jitcode;
  private readonly tables: EncodingTables;
  /** By index; made when they are asked for. */
  private readonly functions: (JitFunction | undefined)[] = [];
  private readonly bySymbol = new Map<string, JitFunction | null>();
  private readonly byName = new Map<string, MemoryPlace>();

  constructor(bytes: Uint8Array) {
    this.jitcode = decodeJitcode(bytes);
    const { header, symbols } = this.jitcode;
    this.header = header;
    this.places = makePlaces(header);
    this.tables = { ops: header.ops, symbolAt: (index) => symbols.at(index), places: this.places };
  }

  private column(index: number, column: FunctionColumn): number {
    return this.jitcode.functions[index * FunctionColumn.COUNT + column];
  }

  /** A function by its index. */
  at(index: number): JitFunction {
    return (this.functions[index] ??= this.make(index));
  }

  private make(index: number): JitFunction {
    const { header, symbols, effects } = this.jitcode;
    const symbol = symbols.at(index);
    const start = this.column(index, FunctionColumn.BODY);
    const set = this.column(index, FunctionColumn.EFFECTS) * 2 * header.setWords;
    return new JitFunction(
      index,
      symbol,
      this.column(index, FunctionColumn.OFFSET),
      this.column(index, FunctionColumn.FLAGS),
      header.signatures[this.column(index, FunctionColumn.SIGNATURE)],
      new BitEffects(effects, set, set + header.setWords),
      start < 0 ? null : () => this.decode(index, symbol),
      header.portals.findIndex(({ fn }) => fn === index),
    );
  }

  private decode(index: number, symbol: string): DecodedBody {
    const { words } = this.jitcode;
    const lir = decodeLir(words, this.column(index, FunctionColumn.BODY), symbol, this.tables);
    let at = this.column(index, FunctionColumn.LIVE_OUT);
    const liveOut = lir.blocks.map(() => {
      const start = at + 1;
      at = start + words[at];
      return words.subarray(start, at);
    });
    return { lir, liveOut };
  }

  find(symbol: string): JitFunction | null {
    let fn = this.bySymbol.get(symbol);
    if (fn === undefined) {
      const index = this.jitcode.symbols.find(symbol);
      fn = index === null || index >= this.header.functionCount ? null : this.at(index);
      this.bySymbol.set(symbol, fn);
    }
    return fn;
  }

  get(symbol: string): JitFunction {
    const fn = this.find(symbol);
    if (fn === null) throw new Error(`the image has no function ${symbol}`);
    return fn;
  }

  /** Of a portal's parameters the first are greens. */
  greenCount(driver: number): number {
    return this.header.portals[driver].greens.length;
  }

  placeNamed(name: string): MemoryPlace {
    const place = this.byName.get(name) ?? this.places.find((one) => one.name === name);
    if (place === undefined) throw new Error(`the image has no place ${name}`);
    this.byName.set(name, place);
    return place;
  }

  findAt(offset: number): JitFunction | null {
    const index = findSorted(this.header.functionCount, offset, (i) => this.column(i, FunctionColumn.OFFSET));
    return index === null ? null : this.at(index);
  }
}

/** Places refer to each other; those referred to may come later. */
function makePlaces({ places }: JitcodeHeader): MemoryPlace[] {
  const made: {
    id: number;
    name: string;
    change: MemoryPlace['change'];
    isOfValueObject?: boolean;
    isItems: boolean;
    items?: MemoryPlace;
    general?: MemoryPlace;
  }[] = places.map(({ name, change, isOfValueObject = false, isItems = false }, id) => ({
    id,
    name,
    change,
    isOfValueObject,
    isItems,
  }));
  places.forEach(({ items, general }, i) => {
    if (items !== undefined) made[i].items = made[items];
    if (general !== undefined) made[i].general = made[general];
  });
  return made;
}
