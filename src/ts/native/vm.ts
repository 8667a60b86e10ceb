/**
 * A VM: an image in memory, with its heap and stack, entered from JavaScript.
 *
 *     region:   unmapped | state block | unmapped page | image's heap | dynamic heap ...
 *                        heap base - 4096 ^ heap base
 *
 * JavaScript holds objects as handles: a reference is good only until machine code runs again.
 */
import fs from 'node:fs';
import { packageRoot } from '../host/package-root.js';
import { HostError } from '../rlib/external.js';
import { BuiltinType, Place } from '../rlib/heap-layout.js';
import { CELL_MASK, CELL_SHIFT, CellPlace, FUNCTION_START, TraceStatus } from '../rlib/jit-layout.js';
import { HostFunction, State, STATE_SIZE } from '../rlib/raw.js';
import { decodeSymbols } from './symbol-table.js';
import type { Addon, Address, CodeSpace } from './addon.js';
import type {
  ClassDescription,
  ExternalDescription,
  FunctionDescription,
  Image,
  ValueKind,
  ImagePart,
} from './image.js';
import { readPart } from './image.js';
import { moveStrings } from './movable-strings.js';

export interface VmOptions {
  /** Bytes of the dynamic heap. */
  readonly heapSize: number;
  readonly stackSize: number;
  /** Collect at every so many allocations; 0: when memory is needed. */
  readonly stressInterval: number;
  /** Not given: the collector's own choice. */
  readonly collector?: CollectorOptions;
}

/** What a collector may be told; sizes in bytes. */
export interface CollectorOptions {
  readonly nurserySize?: number | undefined;
  /** A major collection starts when the old space has grown to so many hundredths of what the last one left, and to the least size. */
  readonly majorPercent?: number | undefined;
  readonly leastMajorSize?: number | undefined;
  /** How much of a major collection is done after a minor one, at least. */
  readonly incrementSize?: number | undefined;
  /** How far the size at which a major collection starts may rise at once, in hundredths of the one before. */
  readonly growthPercent?: number | undefined;
  /** Checks the heap at each collection. */
  readonly verify?: boolean | undefined;
  /** Nanoseconds: the time by which pauses are measured. Not given: the system's. */
  readonly clock?: (() => bigint) | undefined;
  /** Is called after each collection. */
  readonly onCollection?: ((event: CollectionEvent) => void) | undefined;
}

export const defaultOptions: VmOptions = {
  heapSize: 1 << 30,
  stackSize: 64 << 20,
  stressInterval: 0,
};

export const collectionKinds = ['minor', 'step', 'full'] as const;

/** A collection that has ended: how long it took in nanoseconds, bytes in use before and after it. */
export interface CollectionEvent {
  readonly kind: (typeof collectionKinds)[number];
  readonly time: number;
  readonly before: number;
  readonly after: number;
}

/** An exception of the program that reached the entry. */
export class MachineException extends Error {
  constructor(
    readonly className: string,
    readonly fields: Readonly<Record<string, unknown>>,
  ) {
    super(
      `${className} ${JSON.stringify(fields, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
    );
  }
}

/** Counts from which on loops, and functions, are hot. */
export interface JitThresholds {
  readonly loop: number;
  readonly function: number;
}

/** What the JIT compiler gets of a VM. */
export interface JitAccess {
  readonly addon: Addon;
  readonly image: Image;
  /** `Image.jitcode`, of which the system reads what is looked at. */
  readonly jitcode: Uint8Array;
  readonly base: Address;
  readonly codeStart: Address;
  /** From the start of the state block on: an address relative to the heap base is at `address + STATE_SIZE`. */
  readonly memory: DataView;
  /** The cells of counters, which State.JIT_CELLS tells. */
  readonly cells: DataView;
  /** Memory of the VM's that is ready to use. */
  reserve(size: number): Address;
  codeSpace(size: number): CodeSpace;
  view(address: Address, size: number): ArrayBuffer;
  /** Runs code, by its offset from the start of the image's code, with the arguments in the state block. An exception stays pending. */
  enter(offset: number): void;
}

/** What the runtime is asked for, by full name. */
const runtime = {
  newArrayHandle: 'src/ts/runtime/handles#newArrayHandle',
  handleObject: 'src/ts/runtime/handles#handleObject',
  releaseHandle: 'src/ts/runtime/handles#releaseHandle',
};

const PAGE = 4096;
/** Room below the limit for C functions' callers and the collector. */
const STACK_RESERVE = 256 << 10;
const NULL_PAGE = 4096;
/** The cells of the JIT's counters. */
const CELLS_SIZE = (CELL_MASK + 1) << CELL_SHIFT;
/** A threshold that no counter comes to. */
const NEVER = 2n ** 62n;
/** Bytes of the region that JavaScript sees at first: half of what V8 takes without collecting when the next buffer is made. */
const FIRST_VIEW = 16 << 20;
/** Bytes of new objects for which there is memory from the start: as much as a start makes. */
const FIRST_MEMORY = 1 << 20;
/** As much of the stack as a start needs. */
const FIRST_STACK = 64 << 10;
/** In place of a handle: null. */
const NO_HANDLE = -1;

type HostValue = number | boolean | string | Uint8Array | Float64Array | Int32Array | undefined | null;
export type HostFunctionTable = (name: string) => ((...args: never[]) => unknown) | undefined;

/** The VMs of this thread whose machine code runs: each was entered by a host call of the one before. The last makes the host calls. */
const running: Vm[] = [];

function serveRunning(id: number): void {
  const vm = running.at(-1);
  if (vm === undefined) throw new Error('a host call while no machine code runs');
  vm.serve(id);
}

export class Vm {
  /** What `dispose` gives back. */
  private readonly regions: Address[] = [];
  private isDisposed = false;
  private readonly base: Address;
  private readonly region: Address;
  private readonly regionSize: number;
  /**
   * The region's start, or all of it once something beyond is asked for: V8 counts what is seen as memory of its own, and collects when much comes at
   * once.
   */
  private memory: DataView;
  private bytes: Uint8Array;
  private readonly codeStart: Address;
  private readonly cells: Address;
  private knownCellsView: DataView | null = null;
  private readonly keptViews: ArrayBuffer[] = [];
  private readonly clock: () => bigint;
  private readonly onCollection: ((event: CollectionEvent) => void) | null;
  private jit: (() => void) | null = null;
  private kept: Uint8Array = new Uint8Array(0);
  /** The host functions that have been called, by number. */
  private readonly implementations: (ReturnType<HostFunctionTable> | undefined)[] = [];

  constructor(
    private readonly addon: Addon,
    private readonly image: Image,
    private readonly hostFunctions: HostFunctionTable,
    options: VmOptions = defaultOptions,
  ) {
    const { description, code, heap } = image;
    const heapStart = roundUp(NULL_PAGE + heap.size, PAGE);
    const heapEnd = heapStart + options.heapSize;
    this.regionSize = STATE_SIZE + heapEnd;
    this.region = this.reserve(this.regionSize);
    this.base = this.region + STATE_SIZE;
    addon.commit(this.region, STATE_SIZE);
    addon.commit(this.base + NULL_PAGE, heapEnd - NULL_PAGE);
    const buffer = addon.view(this.region, Math.min(this.regionSize, FIRST_VIEW));
    this.memory = new DataView(buffer);
    this.bytes = new Uint8Array(buffer);
    this.place(heap, this.base + NULL_PAGE);
    this.populate(NULL_PAGE, description.lateStart);
    this.populate(description.staticEnd, Math.min(heapEnd, heapStart + FIRST_MEMORY));
    this.moveStrings(packageRoot);
    this.codeStart = this.placeCode(code);
    const stack = this.reserve(options.stackSize + PAGE);
    addon.commit(stack + PAGE, options.stackSize);
    addon.populate(stack + PAGE + options.stackSize - FIRST_STACK, FIRST_STACK);
    this.setWord(State.CODE_BASE, this.codeStart);
    this.setWord(State.STACK_TOP, stack + PAGE + options.stackSize);
    this.setWord(State.STACK_LIMIT, stack + PAGE + STACK_RESERVE);
    this.setWord(State.HEAP_START, heapStart);
    this.setWord(State.HEAP_END, heapEnd);
    this.setWord(State.TYPE_TABLE, description.typeTable);
    this.setWord(State.STACK_MAPS, description.stackMaps);
    this.setWord(State.TYPE_COUNT, description.typeCount);
    const {
      nurserySize,
      majorPercent,
      leastMajorSize,
      incrementSize,
      growthPercent,
      verify,
      onCollection,
      clock,
    } = options.collector ?? {};
    this.onCollection = onCollection ?? null;
    this.clock = clock ?? (() => process.hrtime.bigint());
    this.setWord(State.TICKER, description.data.ticker ?? 0);
    this.setWord(State.GC_GROWTH, growthPercent ?? 0);
    this.setWord(State.GC_LOG, onCollection === undefined ? 0 : 1);
    this.setWord(State.GC_STRESS, options.stressInterval);
    this.setWord(State.GC_NURSERY, nurserySize ?? 0);
    this.setWord(State.GC_MAJOR, majorPercent ?? 0);
    this.setWord(State.GC_MINIMUM, leastMajorSize ?? 0);
    this.setWord(State.GC_INCREMENT, incrementSize ?? 0);
    this.setWord(State.GC_VERIFY, verify === true ? 1 : 0);
    this.setWord(State.STATIC_START, description.staticStart);
    this.setWord(State.STATIC_END, description.staticEnd);
    this.cells = this.reserve(CELLS_SIZE);
    addon.commit(this.cells, CELLS_SIZE);
    this.setWord(State.JIT_CELLS, this.cells - this.base);
    this.setWord(State.JIT_THRESHOLD, NEVER);
    this.setWord(State.JIT_FUNCTION_THRESHOLD, NEVER);
    addon.setHostCall(serveRunning);
    this.setWord(State.HOST_CALL, addon.hostCallAddress());
    for (const [name, slot] of Object.entries(description.cFunctions)) {
      const address = addon.symbol(null, name);
      if (address === 0) throw new Error(`the C function ${name} is not there`);
      this.setWord(slot, address);
    }
    this.reportCrashes(heapEnd);
    if ((process.env.TSPY_PERF_MAP ?? '') !== '') this.writePerfMap();
    this.enter(`${description.collector}#startHeap`, []);
  }

  /** Puts a part of the image into committed memory: mapped where it lies in a file. What is written there stays in this process. */
  private place(part: ImagePart, address: Address): void {
    if (part.kind === 'file')
      this.addon.mapImage(part.file, part.offset, roundUp(part.size, PAGE), address, 'data');
    else new Uint8Array(this.viewOf(address, part.size)).set(part.bytes);
  }

  /** Has memory of the heap ready, which costs less than to touch it page by page. */
  private populate(start: number, end: number): void {
    const first = start - (start % PAGE);
    this.addon.populate(this.base + first, roundUp(end, PAGE) - first);
  }

  /** Lets the image's strings know that the package lies in this folder. */
  private moveStrings(folder: string): void {
    const { heap, description } = this.image;
    this.reach(this.at(NULL_PAGE + heap.size));
    moveStrings(
      new DataView(this.bytes.buffer, STATE_SIZE),
      description.movable,
      Buffer.from(folder, 'utf8').toString('latin1'),
    );
  }

  /** Puts a part of the image into memory of its own. */
  private placeApart(part: ImagePart): Address {
    const size = roundUp(part.size, PAGE);
    const address = this.reserve(size);
    this.addon.commit(address, size);
    this.place(part, address);
    return address;
  }

  private viewOfPart(part: ImagePart): Uint8Array {
    return new Uint8Array(this.viewOf(this.placeApart(part), part.size));
  }

  private placeCode(part: ImagePart): Address {
    const size = roundUp(part.size, PAGE);
    if (part.kind === 'file') {
      const run = this.reserve(size);
      this.addon.mapImage(part.file, part.offset, size, run, 'code');
      this.addon.populate(run, size);
      return run;
    }
    const space = this.addon.codeSpace(size);
    this.regions.push(space.writeAddress, space.run);
    new Uint8Array(space.write).set(part.bytes);
    this.addon.flush(space.run, part.size);
    return space.run;
  }

  private viewOf(address: Address, size: number): ArrayBuffer {
    const buffer = this.addon.view(address, size);
    this.keptViews.push(buffer);
    return buffer;
  }

  /** For Linux's perf: the functions of the machine code, in the file where it looks for them. */
  private writePerfMap(): void {
    const { functions } = decodeSymbols(readPart(this.image.symbols));
    const lines = functions.map(({ offset, name }, i) => {
      const end = functions[i + 1]?.offset ?? this.image.code.size;
      return `${(this.codeStart + offset).toString(16)} ${(end - offset).toString(16)} ${name}\n`;
    });
    fs.appendFileSync(`/tmp/perf-${process.pid}.map`, lines.join(''));
  }

  private reserve(size: number): Address {
    const region = this.addon.reserve(size, PAGE);
    this.regions.push(region);
    return region;
  }

  /** Gives all memory back; the VM can't be entered any more. */
  dispose(): void {
    if (this.isDisposed) return;
    if (running.includes(this)) throw new Error('a VM that runs cannot be disposed of');
    this.isDisposed = true;
    for (const region of this.regions) this.addon.release(region);
  }

  private reportCrashes(heapEnd: number): void {
    const { code, symbols } = this.image;
    this.addon.crashReport({
      table: this.placeApart(symbols),
      tableSize: symbols.size,
      codeStart: this.codeStart,
      codeEnd: this.codeStart + code.size,
      heapStart: this.base - STATE_SIZE,
      heapEnd: this.base + heapEnd,
      heapBase: this.base,
      hostStack: this.base + State.HOST_STACK,
    });
  }

  /** Calls a function of the image; its arguments and result are simple values. Throws MachineException for its exceptions. */
  call(name: string, args: readonly unknown[]): unknown {
    const fn = this.find(name);
    const handles: number[] = [];
    try {
      const values = fn.params.map((kind, i): number | bigint | boolean => {
        const value = args[i];
        if (isNumeric(kind)) return value as number | bigint | boolean;
        if (value === null) return NO_HANDLE;
        const handle = this.newObject(kind, value);
        handles.push(handle);
        return handle;
      });
      // Nothing is allocated from here on until the function runs.
      const resolved = values.map((value, i) => {
        if (isNumeric(fn.params[i] ?? 'void')) return value;
        return value === NO_HANDLE ? 0 : this.enterRaw(this.find(runtime.handleObject), [value]);
      });
      this.run(fn, resolved);
      return copied(this.result(fn.result));
    } finally {
      for (const handle of handles) this.enter(runtime.releaseHandle, [handle]);
    }
  }

  /** The heap, for who reads and writes what `bytesFunction` and `dataPlace` tell. */
  get heapBytes(): Uint8Array {
    this.reach(this.regionSize);
    return this.bytes;
  }

  /**
   * A function of ints that gives an array of bytes, to be called often: without handles or copies. What it gives is where in `heapBytes` the array's items
   * begin; they stay there until machine code runs again.
   */
  bytesFunction(name: string): (...args: number[]) => number {
    const { offset } = this.find(name);
    return (...args) => {
      if (this.isDisposed) throw new Error('the VM has been disposed of');
      args.forEach((value, i) => {
        this.setSmallWord(State.ENTRY_INTS + 8 * i, value);
      });
      this.setSmallWord(State.ENTRY_CODE, offset);
      this.enterCode();
      this.throwPending();
      return this.at(this.u32(State.ENTRY_RESULT) * 8 + Place.ITEMS);
    };
  }

  /**
   * From now on back edges and functions are hot that were passed so often: then a JIT compiler is made, and asked as `HostFunction.JIT` tells. As long as it
   * is not worth that, loops are asked about again when they have gone on; they are told by their cells.
   */
  startJit(
    thresholds: JitThresholds,
    make: (access: JitAccess) => () => void,
    isWorthIt: (cell: number) => boolean = () => true,
  ): void {
    this.setJitThresholds(thresholds);
    this.jit = () => {
      const cell = Number(this.word(State.JIT_CELL)) - (this.cells - this.base);
      if (!isWorthIt(cell)) {
        this.postpone(cell);
        return;
      }
      this.jit = make(this.jitAccess());
      this.jit();
    };
  }

  /** Answers that there is no code, and sets the count of the cell that asks back by an eighth. */
  private postpone(cell: number): void {
    const isFunction = this.u32(State.JIT_DRIVER) >= FUNCTION_START;
    const threshold = this.word(isFunction ? State.JIT_FUNCTION_THRESHOLD : State.JIT_THRESHOLD);
    this.cellsView.setBigInt64(cell + CellPlace.COUNT, threshold - threshold / 8n, true);
    this.setWord(State.JIT_STATUS, TraceStatus.NOTHING);
  }

  /** What is below 0 is never hot. */
  setJitThresholds({ loop, function: called }: JitThresholds): void {
    this.setWord(State.JIT_THRESHOLD, loop < 0 ? NEVER : loop);
    this.setWord(State.JIT_FUNCTION_THRESHOLD, called < 0 ? NEVER : called);
  }

  /** The module of its collector. */
  get collector(): string {
    return this.image.description.collector;
  }

  private get cellsView(): DataView {
    return (this.knownCellsView ??= new DataView(this.viewOf(this.cells, CELLS_SIZE)));
  }

  private jitAccess(): JitAccess {
    this.reach(this.regionSize);
    return {
      addon: this.addon,
      image: this.image,
      jitcode: this.viewOfPart(this.image.jitcode),
      base: this.base,
      codeStart: this.codeStart,
      memory: this.memory,
      cells: this.cellsView,
      reserve: (size) => {
        const region = this.reserve(size);
        this.addon.commit(region, size);
        return region;
      },
      codeSpace: (size) => {
        const space = this.addon.codeSpace(size);
        this.regions.push(space.writeAddress, space.run);
        return space;
      },
      view: (address, size) => this.viewOf(address, size),
      enter: (offset) => {
        this.memory.setBigInt64(this.at(State.ENTRY_CODE), BigInt(offset), true);
        this.enterCode();
      },
    };
  }

  /** Where shared data is in `heapBytes`. */
  dataPlace(name: string): number {
    return this.at(this.findData(name));
  }

  /** The absolute address of shared data. */
  dataAddress(name: string): Address {
    return this.base + this.findData(name);
  }

  private findData(name: string): number {
    const address = this.image.description.data[name];
    if (address === undefined) throw new Error(`the image has no data ${name}`);
    return address;
  }

  private find(name: string): FunctionDescription {
    const fn = this.image.description.functions[name];
    if (fn === undefined) throw new Error(`the image has no function ${name}`);
    return fn;
  }

  private enter(name: string, args: readonly (number | bigint | boolean)[]): number {
    return this.enterRaw(this.find(name), args);
  }

  private enterRaw(fn: FunctionDescription, args: readonly (number | bigint | boolean)[]): number {
    this.run(fn, args);
    return Number(this.word(State.ENTRY_RESULT));
  }

  private run(fn: FunctionDescription, args: readonly (number | bigint | boolean)[]): void {
    if (this.isDisposed) throw new Error('the VM has been disposed of');
    let ints = 0;
    let floats = 0;
    fn.params.forEach((kind, i) => {
      const value = args[i] ?? 0;
      if (kind === 'float')
        this.memory.setFloat64(this.at(State.ENTRY_FLOATS + 8 * floats++), Number(value), true);
      else this.setWord(State.ENTRY_INTS + 8 * ints++, typeof value === 'bigint' ? value : Number(value));
    });
    if (ints > 6 || floats > 4) throw new Error('an entry with more arguments than the state block holds');
    this.setWord(State.ENTRY_CODE, fn.offset);
    this.enterCode();
    this.throwPending();
  }

  private throwPending(): void {
    const exception = this.u32(State.EXCEPTION);
    if (exception === 0) return;
    this.setWord(State.EXCEPTION, 0);
    throw this.exceptionOf(exception * 8);
  }

  private enterCode(): void {
    running.push(this);
    try {
      this.addon.enter(this.codeStart + this.image.description.enter, this.base);
    } finally {
      running.pop();
    }
  }

  private exceptionOf(address: number): MachineException {
    this.reach(this.regionSize);
    const cls: ClassDescription | undefined = this.image.description.classes[this.u32(address + Place.TYPE)];
    const fields: Record<string, unknown> = {};
    for (const { name, offset, kind } of cls?.fields ?? [])
      fields[name] = copied(this.read(address + offset, kind, false));
    return new MachineException(cls?.name ?? 'an exception', fields);
  }

  private result(kind: ValueKind): unknown {
    if (kind === 'void') return undefined;
    if (kind === 'float') return this.memory.getFloat64(this.at(State.ENTRY_FLOAT_RESULT), true);
    return this.read(State.ENTRY_RESULT, kind, true);
  }

  /** A value in memory; `isWide` where a boolean or reference takes a word. */
  private read(address: number, kind: ValueKind, isWide: boolean): unknown {
    switch (kind) {
      case 'int': {
        const value = this.word(address);
        return Number.isSafeInteger(Number(value)) ? Number(value) : value;
      }
      case 'float':
        return this.memory.getFloat64(this.at(address), true);
      case 'bool':
        return (isWide ? this.u32(address) : this.bytes[this.at(address)]) !== 0;
      case 'void':
        return undefined;
      default: {
        const reference = this.u32(address);
        return reference === 0 ? null : this.objectValue(reference * 8, kind);
      }
    }
  }

  private objectValue(address: number, kind: ValueKind): unknown {
    const start = this.at(address + Place.ITEMS);
    this.reach(start);
    const length = this.u32(address + Place.LENGTH);
    this.reach(start + length * itemSize(kind));
    switch (kind) {
      case 'string':
        return Buffer.from(this.bytes.buffer, start, length).toString('latin1');
      case 'bytes':
        return this.bytes.subarray(start, start + length);
      case 'floats':
        return new Float64Array(this.bytes.buffer, start, length);
      case 'int32s':
        return new Int32Array(this.bytes.buffer, start, length);
      case 'ints':
        return Float64Array.from(new BigInt64Array(this.bytes.buffer, start, length), Number);
      default:
        return { address };
    }
  }

  /** A new object with the contents of a value; its handle. */
  private newObject(kind: ValueKind, value: unknown): number {
    if (kind === 'string') {
      const text = String(value);
      const handle = this.enter(runtime.newArrayHandle, [BuiltinType.STRING, text.length]);
      const address = this.enter(runtime.handleObject, [handle]) * 8;
      this.reach(this.at(address + Place.ITEMS) + text.length);
      // Buffer counts in 31 bits.
      const place = Buffer.from(this.bytes.buffer, this.at(address + Place.ITEMS), text.length);
      place.write(text, 'latin1');
      return handle;
    }
    if (kind === 'bytes' && value instanceof Uint8Array) {
      const handle = this.enter(runtime.newArrayHandle, [BuiltinType.BYTES, value.length]);
      const address = this.enter(runtime.handleObject, [handle]) * 8;
      this.reach(this.at(address + Place.ITEMS) + value.length);
      this.bytes.set(value, this.at(address + Place.ITEMS));
      return handle;
    }
    throw new Error(`a ${kind} can't be made from JavaScript`);
  }

  // Host functions.

  /** Answers the machine code that runs: for the addon's host call. */
  serve(id: number): void {
    if (id === HostFunction.FETCH) {
      const place = this.at(Number(this.word(State.HOST_ARGUMENTS)));
      this.reach(place + this.kept.length);
      this.bytes.set(this.kept, place);
      this.kept = new Uint8Array(0);
      this.setWord(State.HOST_STATUS, 0);
      return;
    }
    if (id === HostFunction.CLOCK) {
      this.setWord(State.CLOCK, this.clock());
      return;
    }
    if (id === HostFunction.GIVE_BACK) {
      this.giveBack();
      return;
    }
    if (id === HostFunction.LOG) {
      this.onCollection?.(this.collection());
      return;
    }
    if (id === HostFunction.JIT) {
      if (this.jit === null) throw new Error('machine code asks the JIT compiler, and there is none');
      this.jit();
      return;
    }
    const external = this.image.description.externals[id - HostFunction.FIRST_EXTERNAL];
    if (external === undefined) throw new Error(`no host function ${id}`);
    const implementation = (this.implementations[id] ??= this.hostFunctions(external.name));
    if (implementation === undefined)
      throw new Error(`external '${external.name}' is not provided by this host`);
    this.setWord(State.HOST_STATUS, 0);
    try {
      const result = (implementation as (...args: unknown[]) => HostValue)(...this.arguments(external));
      this.answer(external, result);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      this.keep(Buffer.from(error.message, 'latin1'), error.message.length);
      this.setWord(State.HOST_ERRNO, error.errno);
      this.setWord(State.HOST_STATUS, 1);
    }
  }

  /** Makes free memory cost nothing until it is touched again. */
  private giveBack(): void {
    const start = this.base + Number(this.word(State.RELEASE_START));
    const size = Number(this.word(State.RELEASE_SIZE));
    this.addon.decommit(start, size);
    this.addon.commit(start, size);
  }

  private collection(): CollectionEvent {
    return {
      kind: collectionKinds[this.u32(State.LOG_KIND)] ?? 'full',
      time: Number(this.word(State.LOG_TIME)),
      before: Number(this.word(State.LOG_BEFORE)),
      after: Number(this.word(State.LOG_AFTER)),
    };
  }

  private arguments({ params }: ExternalDescription): unknown[] {
    return params.map((kind, i) => this.read(State.HOST_ARGUMENTS + 8 * i, kind, true));
  }

  private keep(bytes: Uint8Array, length: number): void {
    this.kept = bytes;
    this.setWord(State.HOST_LENGTH, length);
  }

  private answer({ name, result: kind }: ExternalDescription, result: HostValue): void {
    switch (kind) {
      case 'void':
        return;
      case 'int':
      case 'bool':
        this.setWord(State.HOST_ARGUMENTS, Number(result));
        return;
      case 'float':
        this.memory.setFloat64(this.at(State.HOST_ARGUMENTS), Number(result), true);
        return;
      case 'string':
        this.keep(Buffer.from(String(result), 'latin1'), String(result).length);
        return;
      case 'ints': {
        if (!(result instanceof Float64Array)) break;
        const words = BigInt64Array.from(result, (item) => BigInt(item));
        this.keep(new Uint8Array(words.buffer), words.length);
        return;
      }
      default: {
        if (!ArrayBuffer.isView(result)) break;
        this.keep(new Uint8Array(result.buffer, result.byteOffset, result.byteLength), result.length);
        return;
      }
    }
    throw new Error(`external '${name}' gave no ${kind}`);
  }

  // Memory.

  /** Sees to it that JavaScript sees the region up to here. */
  private reach(end: number): void {
    if (end <= this.bytes.length) return;
    const buffer = this.addon.view(this.region, this.regionSize);
    this.memory = new DataView(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  private at(address: number): number {
    return address + STATE_SIZE;
  }

  private setWord(address: number, value: number | bigint): void {
    this.memory.setBigInt64(this.at(address), BigInt(value), true);
  }

  /** As `setWord` for a number from 0 to 2^31 - 1. */
  private setSmallWord(address: number, value: number): void {
    this.memory.setInt32(this.at(address), value, true);
    this.memory.setInt32(this.at(address) + 4, 0, true);
  }

  private word(address: number): bigint {
    return this.memory.getBigInt64(this.at(address), true);
  }

  private u32(address: number): number {
    return this.memory.getUint32(this.at(address), true);
  }
}

/** Bytes of an item of an array. */
function itemSize(kind: ValueKind): number {
  switch (kind) {
    case 'string':
    case 'bytes':
      return 1;
    case 'int32s':
      return 4;
    case 'ints':
    case 'floats':
      return 8;
    default:
      return 0;
  }
}

function isNumeric(kind: ValueKind): boolean {
  return kind === 'int' || kind === 'float' || kind === 'bool';
}

/** A value that does not change with the heap. */
function copied(value: unknown): unknown {
  return value instanceof Uint8Array || value instanceof Float64Array || value instanceof Int32Array
    ? value.slice()
    : value;
}

function roundUp(size: number, unit: number): number {
  return Math.ceil(size / unit) * unit;
}
