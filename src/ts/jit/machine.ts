/**
 * Calls of machine code by the meta-interpreter, and what it asks of the runtime and the collector: allocation, write barriers, constants.
 */
import { MemoryNumber } from '../rlib/collector.js';
import { State } from '../rlib/raw.js';
import type { RegisterClass } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import type { JitAccess } from '../native/vm.js';
import { TraceConstant } from './trace.js';
import { JitLimit, type JitHeap } from './heap.js';
import { KeptConstants } from './kept-constants.js';
import type { JitLibrary } from './library.js';
import type { LiveValue } from './values.js';
import type { Word } from './words.js';

const ENTRY_INTS = 6;
const ENTRY_FLOATS = 4;

/** A call that the entry's registers have no room for, or that is made by another convention. */
export interface CallThunks {
  /** Code that makes the call with arguments from State.JIT_VALUES: its offset from the start of the image's code. */
  thunk(kind: 'code' | 'c', params: readonly RegisterClass[], result: RegisterClass | null): number;
}

export class Machine {
  thunks: CallThunks | null = null;
  private readonly allocateInstance: number;
  private readonly newArrayOffset: number;
  private readonly rememberObject: number;
  private readonly collectYoung: number;
  readonly constants: KeptConstants;

  constructor(
    private readonly access: JitAccess,
    readonly heap: JitHeap,
    library: JitLibrary,
    collector: string,
  ) {
    const offset = (symbol: string): number => library.get(symbol).offset;
    this.allocateInstance = offset(`${collector}#allocateInstance`);
    this.newArrayOffset = offset('src/ts/runtime/arrays#newArray');
    this.rememberObject = offset(`${collector}#rememberObject`);
    this.collectYoung = offset(`${collector}#collectYoung`);
    const newHandle = offset('src/ts/runtime/handles#newHandle');
    const releaseHandle = offset('src/ts/runtime/handles#releaseHandle');
    this.constants = new KeptConstants(
      {
        make: (reference) => {
          const root = heap.newRoot(reference);
          const handle = this.callInts(newHandle, [reference]);
          heap.releaseRoots(root);
          return handle;
        },
        release: (handle) => {
          this.callInts(releaseHandle, [handle]);
        },
      },
      (reference) => {
        library.constantItems.delete(reference);
      },
    );
    heap.setNursery(this.callInts(offset(`${collector}#memoryNumber`), [MemoryNumber.NURSERY]));
  }

  /** What a value holds now: a word, a float, a reference. */
  held(value: LiveValue): Word {
    if (value.isConstant) return value.value;
    if (value.constant !== null) return value.constant.value;
    return value.cls === 'ref' ? this.heap.roots[value.held as number] : value.held;
  }

  reference(value: LiveValue): number {
    return this.held(value) as number;
  }

  /** Calls a function of ints by its offset; nothing may be pending afterwards. */
  private callInts(offset: number, args: readonly Word[]): number {
    args.forEach((arg, i) => {
      this.heap.setWord(State.ENTRY_INTS + 8 * i, arg);
    });
    this.access.enter(offset);
    if (this.heap.u32(State.EXCEPTION) !== 0) {
      // Only memory can be short here.
      this.heap.setU32(State.EXCEPTION, 0);
      throw new JitLimit('out of memory');
    }
    return Number(this.heap.word(State.ENTRY_RESULT));
  }

  /** Calls machine code with values; what it gives. An exception is left pending. */
  call(offset: number, args: readonly LiveValue[], result: RegisterClass | null): Word {
    const count = args.length;
    const classes = new Array<RegisterClass>(count);
    const words = new Array<Word>(count);
    for (let i = 0; i < count; i++) {
      classes[i] = args[i].cls;
      words[i] = this.held(args[i]);
    }
    return this.callWords(offset, classes, words, result);
  }

  callWords(
    offset: number,
    classes: readonly RegisterClass[],
    args: readonly Word[],
    result: RegisterClass | null,
  ): Word {
    const { heap } = this;
    const count = classes.length;
    let floats = 0;
    for (let i = 0; i < count; i++) if (classes[i] === 'float') floats++;
    if (count - floats > ENTRY_INTS || floats > ENTRY_FLOATS)
      return this.callThunk('code', offset, classes, args, result);
    floats = 0;
    let ints = 0;
    for (let i = 0; i < count; i++) {
      if (classes[i] === 'float') heap.setFloat(State.ENTRY_FLOATS + 8 * floats++, args[i] as number);
      else heap.setWord(State.ENTRY_INTS + 8 * ints++, args[i]);
    }
    this.access.enter(offset);
    return this.result(result);
  }

  /** Calls a C function by its absolute address. */
  callC(address: Word, args: readonly LiveValue[], result: RegisterClass | null): Word {
    return this.callWordsC(
      address,
      args.map(({ cls }) => cls),
      args.map((arg) => this.held(arg)),
      result,
    );
  }

  callWordsC(
    address: Word,
    classes: readonly RegisterClass[],
    args: readonly Word[],
    result: RegisterClass | null,
  ): Word {
    return this.callThunk('c', address, classes, args, result);
  }

  private callThunk(
    kind: 'code' | 'c',
    code: Word,
    classes: readonly RegisterClass[],
    args: readonly Word[],
    result: RegisterClass | null,
  ): Word {
    if (this.thunks === null) throw new JitLimit('a call with too many arguments');
    const thunk = this.thunks.thunk(kind, classes, result);
    this.heap.setWord(State.JIT_VALUES, code);
    args.forEach((arg, i) => {
      const place = State.JIT_VALUES + 8 * (i + 1);
      if (classes[i] === 'float') this.heap.setFloat(place, arg as number);
      else this.heap.setWord(place, arg);
    });
    this.access.enter(thunk);
    return this.result(result);
  }

  private result(cls: RegisterClass | null): Word {
    if (cls === 'float') return this.heap.float(State.ENTRY_FLOAT_RESULT);
    return cls === 'ref' ? this.heap.u32(State.ENTRY_RESULT) : this.heap.word(State.ENTRY_RESULT);
  }

  /** A new instance, its fields zero: its reference, or 0 and an exception pending. */
  newInstance(size: number, typeId: number): number {
    return this.allocate(this.allocateInstance, size * 8, typeId) / 8;
  }

  newArray(typeId: number, length: Word): number {
    return this.allocate(this.newArrayOffset, typeId, length);
  }

  private allocate(offset: number, first: Word, second: Word): number {
    const { heap } = this;
    heap.setWord(State.ENTRY_INTS, first);
    heap.setWord(State.ENTRY_INTS + 8, second);
    this.access.enter(offset);
    return heap.u32(State.EXCEPTION) === 0 ? Number(heap.word(State.ENTRY_RESULT)) : 0;
  }

  /** What a store of low-level IR does, to a base and an address in its object. */
  store(op: LirOpName, base: number, address: number, value: Word): void {
    if (op === 'store_ref') this.storeReference(base, address, value as number);
    else this.heap.store(op, address, value);
  }

  storeReference(base: number, address: number, value: number): void {
    this.remember(base);
    this.heap.setU32(address, value);
  }

  /**
   * Tells the collector that references are about to be stored into an object. What it calls makes no calls itself, so an exception may be pending: guards that
   * found one have put stores off, too.
   */
  private remember(reference: number): void {
    if (reference === 0 || !this.heap.isUnrecorded(reference)) return;
    this.heap.setWord(State.ENTRY_INTS, reference * 8);
    this.heap.setWord(State.ENTRY_INTS + 8, -1);
    this.access.enter(this.rememberObject);
  }

  /** What a value holds, as a constant. */
  constant(value: LiveValue): TraceConstant {
    return value.cls === 'ref'
      ? this.constantReference(value)
      : new TraceConstant(value.cls, this.held(value));
  }

  /** A reference as a constant: an old object that stays. */
  constantReference(value: LiveValue): TraceConstant {
    if (value instanceof TraceConstant) return value;
    if (this.reference(value) === 0) return new TraceConstant('ref', 0);
    if (this.heap.isYoung(this.reference(value))) this.callInts(this.collectYoung, []);
    const reference = this.reference(value);
    if (this.heap.isYoung(reference)) throw new JitLimit('an object stays young');
    return this.constants.of(reference);
  }
}
