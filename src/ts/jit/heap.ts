/**
 * The VM's memory as the meta-interpreter reads and writes it. References are held in roots, which the collector visits and updates, since any call of machine code
 * may move objects. A reference that becomes a constant is made old first: old objects do not move; and a handle keeps it alive.
 */
import type { LirOpName } from '../backend/lir-ops.js';
import { GcBit, Place } from '../rlib/heap-layout.js';
import { State, STATE_SIZE } from '../rlib/raw.js';
import type { JitAccess } from '../native/vm.js';
import type { Word } from './words.js';

const ROOTS = 1 << 16;
const TWO_32 = 2 ** 32;

/** The JIT compiler has come to a limit of its own; what it does is given up. */
export class JitLimit extends Error {
  readonly isLimit: boolean = true;
}

export class TraceTooLong extends JitLimit {
  readonly isTooLong: boolean = true;

  constructor() {
    super('the trace is too long');
  }
}

export function readWord(memory: DataView, at: number): Word {
  const high = memory.getInt32(at + 4, true);
  if (high >= -0x200000 && high < 0x1fffff) return high * TWO_32 + memory.getUint32(at, true);
  const value = memory.getBigInt64(at, true);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

export function writeWord(memory: DataView, at: number, value: Word): void {
  if (typeof value === 'bigint') {
    memory.setBigInt64(at, value, true);
    return;
  }
  const high = Math.floor(value / TWO_32);
  memory.setInt32(at + 4, high, true);
  memory.setUint32(at, value - high * TWO_32, true);
}

/** The low bits of a word, as a number that a view takes modulo 2**bits. */
function low(value: Word, bits: number): number {
  return typeof value === 'number' ? value : Number(BigInt.asUintN(bits, value));
}

type Load = (memory: DataView, at: number) => Word;
type Store = (memory: DataView, at: number, value: Word) => void;

const loads: Readonly<Partial<Record<LirOpName, Load>>> = {
  load_i8: (memory, at) => memory.getInt8(at),
  load_u8: (memory, at) => memory.getUint8(at),
  load_i16: (memory, at) => memory.getInt16(at, true),
  load_u16: (memory, at) => memory.getUint16(at, true),
  load_i32: (memory, at) => memory.getInt32(at, true),
  load_u32: (memory, at) => memory.getUint32(at, true),
  load_ref: (memory, at) => memory.getUint32(at, true),
  load_i64: readWord,
  load_f32: (memory, at) => memory.getFloat32(at, true),
  load_f64: (memory, at) => memory.getFloat64(at, true),
};

const stores: Readonly<Partial<Record<LirOpName, Store>>> = {
  store_8: (memory, at, value) => {
    memory.setUint8(at, low(value, 8));
  },
  store_16: (memory, at, value) => {
    memory.setUint16(at, low(value, 16), true);
  },
  store_32: (memory, at, value) => {
    memory.setUint32(at, low(value, 32), true);
  },
  store_ref: (memory, at, value) => {
    memory.setUint32(at, value as number, true);
  },
  store_64: writeWord,
  store_f32: (memory, at, value) => {
    memory.setFloat32(at, value as number, true);
  },
  store_f64: (memory, at, value) => {
    memory.setFloat64(at, value as number, true);
  },
};

function loadOf(op: LirOpName): Load {
  const load = loads[op];
  if (load === undefined) throw new Error(`${op} is no load`);
  return load;
}

function storeOf(op: LirOpName): Store {
  const store = stores[op];
  if (store === undefined) throw new Error(`${op} is no store`);
  return store;
}

export class JitHeap {
  readonly roots: Uint32Array;
  private count = 0;
  private readonly memory: DataView;
  private nurseryStart = 0;
  private nurseryEnd = 0;

  constructor(access: JitAccess) {
    this.memory = access.memory;
    const region = access.reserve(4 * ROOTS);
    this.roots = new Uint32Array(access.view(region, 4 * ROOTS));
    this.setWord(State.JIT_ROOTS, region - access.base);
    this.setWord(State.JIT_ROOT_COUNT, 0);
  }

  /** Objects in this range are young. */
  setNursery(size: number): void {
    this.nurseryStart = Number(this.word(State.HEAP_START));
    this.nurseryEnd = this.nurseryStart + size;
  }

  isYoung(reference: number): boolean {
    const address = reference * 8;
    return address >= this.nurseryStart && address < this.nurseryEnd;
  }

  // Roots.

  /** A root for a reference; good until `releaseRoots`. */
  newRoot(reference: number): number {
    if (this.count === ROOTS) throw new JitLimit('too many references');
    this.roots[this.count] = reference;
    this.setRootCount(this.count + 1);
    return this.count - 1;
  }

  /** Roots for the references in some registers; the number of the first. */
  keep(registers: readonly Word[], kept: readonly number[]): number {
    const first = this.count;
    const length = kept.length;
    if (first + length > ROOTS) throw new JitLimit('too many references');
    const { roots } = this;
    for (let i = 0; i < length; i++) roots[first + i] = registers[kept[i]] as number;
    this.setRootCount(first + length);
    return first;
  }

  /** Reads them again, and gives up the roots. */
  restore(registers: Word[], kept: readonly number[], first: number): void {
    const { roots } = this;
    for (let i = 0; i < kept.length; i++) registers[kept[i]] = roots[first + i];
    this.setRootCount(first);
  }

  get rootCount(): number {
    return this.count;
  }

  /** Gives up the roots from a number on. */
  releaseRoots(count: number): void {
    this.setRootCount(count);
  }

  private setRootCount(count: number): void {
    this.count = count;
    this.memory.setInt32(State.JIT_ROOT_COUNT + STATE_SIZE, count, true);
  }

  // Memory, by addresses relative to the heap base.

  word(address: number): Word {
    return readWord(this.memory, address + STATE_SIZE);
  }

  setWord(address: number, value: Word): void {
    writeWord(this.memory, address + STATE_SIZE, value);
  }

  u32(address: number): number {
    return this.memory.getUint32(address + STATE_SIZE, true);
  }

  setU32(address: number, value: number): void {
    this.memory.setUint32(address + STATE_SIZE, value, true);
  }

  float(address: number): number {
    return this.memory.getFloat64(address + STATE_SIZE, true);
  }

  setFloat(address: number, value: number): void {
    this.memory.setFloat64(address + STATE_SIZE, value, true);
  }

  /** UTF-8 bytes as text. */
  text(address: number, length: number): string {
    const { buffer, byteOffset } = this.memory;
    return Buffer.from(buffer, byteOffset + address + STATE_SIZE, length).toString('utf8');
  }

  /** By a load of low-level IR: a word, a float or a reference. */
  load(op: LirOpName, address: number): Word {
    checkMapped(address);
    return loadOf(op)(this.memory, address + STATE_SIZE);
  }

  store(op: LirOpName, address: number, value: Word): void {
    checkMapped(address);
    storeOf(op)(this.memory, address + STATE_SIZE, value);
  }

  /** `load` with its operation, for those who do it often. */
  loader(op: LirOpName): (address: number) => Word {
    const load = loadOf(op);
    const { memory } = this;
    return (address) => {
      checkMapped(address);
      return load(memory, address + STATE_SIZE);
    };
  }

  storer(op: LirOpName): (address: number, value: Word) => void {
    const store = storeOf(op);
    const { memory } = this;
    return (address, value) => {
      checkMapped(address);
      store(memory, address + STATE_SIZE, value);
    };
  }

  typeId(reference: number): number {
    checkMapped(reference * 8);
    return this.u32(reference * 8 + Place.TYPE);
  }

  /** Whether a store of a reference into the object has to be told to the collector. */
  isUnrecorded(reference: number): boolean {
    return (this.u32(reference * 8 + Place.GC_BITS) & GcBit.UNRECORDED) !== 0;
  }
}

/** The page that null's fields would be in is not mapped: touching it would end the process without a word. */
const NULL_PAGE = 4096;

function checkMapped(address: number): void {
  if (address >= 0 && address < NULL_PAGE) throw new Error('the meta-interpreter reads through null');
}
