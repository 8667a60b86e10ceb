/**
 * A machine for the interpreters of low-level IR: memory, tables of functions, and what operations mean on it.
 *
 * Memory is one block of bytes with the heap base inside it: the state block and whatever else has negative displacements lies below, objects
 * above. Ints and refs are bigints (ints signed), floats numbers. Code offsets are indices into a list of symbols; the addresses of C
 * functions are keys of a table.
 */
import { conditionOperands, type GuardPart, type LirConstant, type LirOperation, type Part } from './lir.js';
import { lirOpRow, word, type Condition } from './lir-ops.js';

export type MachineValue = bigint | number;

/** Where the state block keeps what operations and exits read, as displacements from the heap base. */
export interface StateLayout {
  /** A ref: null or the pending exception. */
  readonly pendingException: number;
}

export interface MachineOptions {
  /** What absolute addresses of the heap start at. */
  readonly heapBase: bigint;
  readonly bytesBelow: number;
  readonly bytesAbove: number;
  readonly state: StateLayout;
  /** The first object's ref. */
  readonly firstObject: number;
  /** What becomes the pending exception when there is no memory. */
  readonly outOfMemory: bigint;
  /** Calls that may be nested before the exit `stack` takes its overflow edge. */
  readonly deepest: number;
}

export type CFunction = (machine: SimulatedMachine, args: readonly MachineValue[]) => MachineValue | null;

/** The end of the process by the exit `trap`. */
export class LirTrap extends Error {
  constructor(readonly code: number) {
    super(`trap ${code}`);
  }
}

export class SimulatedMachine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly codeOffsets: string[] = [];
  readonly cFunctions = new Map<bigint, CFunction>();
  /** What guards told that did not hold: the status, and the values that were live. */
  readonly departures: MachineValue[][] = [];
  depth = 0;
  /** In units of 8 bytes. */
  private nextObject: number;

  constructor(readonly options: MachineOptions) {
    this.bytes = new Uint8Array(options.bytesBelow + options.bytesAbove);
    this.view = new DataView(this.bytes.buffer);
    this.nextObject = options.firstObject;
  }

  /** The index into `bytes` of an address relative to the heap base. */
  index(address: number, size: number): number {
    const { bytesBelow, bytesAbove } = this.options;
    if (address < -bytesBelow || address + size > bytesAbove) throw new Error(`no memory at ${address}`);
    return address + bytesBelow;
  }

  get isPending(): boolean {
    return this.view.getUint32(this.index(this.options.state.pendingException, 4), true) !== 0;
  }

  get isStackFull(): boolean {
    return this.depth > this.options.deepest;
  }

  allocate(size: number, typeId: number): bigint {
    const ref = this.nextObject;
    if (8 * (ref + size) > this.options.bytesAbove) {
      this.view.setUint32(
        this.index(this.options.state.pendingException, 4),
        Number(this.options.outOfMemory),
        true,
      );
      return 0n;
    }
    this.nextObject += size;
    const start = this.index(8 * ref, 8 * size);
    this.bytes.fill(0, start, start + 8 * size);
    this.view.setUint32(start, typeId, true);
    return BigInt(ref);
  }
}

export function constantValue({ cls, value }: LirConstant): MachineValue {
  return cls === 'float' ? Number(value) : word(BigInt(value));
}

/** Runs a guard: whether the function goes on. `hasOverflown` is what the operation before told. */
export function passGuard(
  machine: SimulatedMachine,
  part: GuardPart,
  args: readonly MachineValue[],
  hasOverflown: boolean,
): boolean {
  if (isTrue(machine, part, args, hasOverflown) === part.expected) return true;
  machine.departures.push([BigInt(part.status), ...args.slice(conditionOperands(part))]);
  return false;
}

function isTrue(
  machine: SimulatedMachine,
  { condition }: GuardPart,
  [left, right]: readonly MachineValue[],
  hasOverflown: boolean,
): boolean {
  switch (condition) {
    case 'overflow':
      return hasOverflown;
    case 'exception':
      return machine.isPending;
    default:
      return isHeld(condition, left, right);
  }
}

export function isHeld(condition: Condition, left: MachineValue, right: MachineValue): boolean {
  return meaningOf(condition)(left, right) === true;
}

export function isOverflow({ op }: LirOperation, [left, right]: readonly MachineValue[]): boolean {
  const fits = {
    int_add_ovf: 'int_add_fits',
    int_sub_ovf: 'int_sub_fits',
    int_mul_ovf: 'int_mul_fits',
  } as const;
  if (op !== 'int_add_ovf' && op !== 'int_sub_ovf' && op !== 'int_mul_ovf')
    throw new Error(`${op} sets no overflow`);
  return meaningOf(fits[op])(left, right) === false;
}

function meaningOf(op: LirOperation['op']): (...values: MachineValue[]) => MachineValue | boolean {
  const { meaning } = lirOpRow(op);
  if (meaning === null) throw new Error(`${op} has no meaning of its own`);
  // The table gives each function its own types of operands; the verifier has checked their classes.
  return meaning as (...values: MachineValue[]) => MachineValue | boolean;
}

/** Runs another function of the interpreter's kind, by its symbol. */
export type CallSymbol = (symbol: string, args: readonly MachineValue[]) => MachineValue | null;

export function execute(
  machine: SimulatedMachine,
  operation: LirOperation,
  args: readonly MachineValue[],
  callSymbol: CallSymbol,
): MachineValue | null {
  const { op, part } = operation;
  const { kind, meaning } = lirOpRow(op);
  if (meaning !== null) {
    const value = meaningOf(op)(...args);
    return typeof value === 'boolean' ? BigInt(value) : value;
  }
  switch (op) {
    case 'call':
      return callSymbol(symbolOf(part), args);
    case 'call_code':
      return callSymbol(machine.codeOffsets[Number(args[0])], args.slice(1));
    case 'call_c':
      return callC(machine, args);
    case 'code_offset':
      return BigInt(machine.codeOffsets.indexOf(symbolOf(part)));
    case 'stack_pointer':
      return BigInt(-16 * machine.depth);
    case 'allocate':
      if (part.kind !== 'allocation') throw new Error('allocate without size');
      return machine.allocate(part.size, part.typeId);
    case 'write_barrier':
    case 'write_barrier_item':
      // Nothing is collected here.
      return null;
    case 'absolute':
      return word(BigInt(args[0]) + machine.options.heapBase);
    default:
      if (kind === 'load') return load(machine, op, addressOf(part, args));
      store(machine, op, addressOf(part, args), args[2]);
      return null;
  }
}

function symbolOf(part: Part): string {
  if (part.kind !== 'symbol') throw new Error('a symbol is missing');
  return part.symbol;
}

function callC(machine: SimulatedMachine, [address, ...args]: readonly MachineValue[]): MachineValue | null {
  const target = machine.cFunctions.get(BigInt(address));
  if (target === undefined) throw new Error(`no C function at ${address}`);
  return target(machine, args);
}

function addressOf(part: Part, [base, index]: readonly MachineValue[]): number {
  if (part.kind !== 'address') throw new Error('an address is missing');
  return Number(word(8n * BigInt(base) + BigInt(index) * BigInt(part.scale) + BigInt(part.displacement)));
}

interface Access {
  readonly size: number;
  readonly read?: (view: DataView, index: number) => MachineValue;
  readonly write?: (view: DataView, index: number, value: MachineValue) => void;
}

const accesses: Partial<Record<LirOperation['op'], Access>> = {
  load_i8: { size: 1, read: (view, index) => BigInt(view.getInt8(index)) },
  load_u8: { size: 1, read: (view, index) => BigInt(view.getUint8(index)) },
  load_i16: { size: 2, read: (view, index) => BigInt(view.getInt16(index, true)) },
  load_u16: { size: 2, read: (view, index) => BigInt(view.getUint16(index, true)) },
  load_i32: { size: 4, read: (view, index) => BigInt(view.getInt32(index, true)) },
  load_u32: { size: 4, read: (view, index) => BigInt(view.getUint32(index, true)) },
  load_i64: { size: 8, read: (view, index) => view.getBigInt64(index, true) },
  load_ref: { size: 4, read: (view, index) => BigInt(view.getUint32(index, true)) },
  load_f32: { size: 4, read: (view, index) => view.getFloat32(index, true) },
  load_f64: { size: 8, read: (view, index) => view.getFloat64(index, true) },
  store_8: { size: 1, write: (view, index, value) => view.setUint8(index, lowBits(value, 8)) },
  store_16: { size: 2, write: (view, index, value) => view.setUint16(index, lowBits(value, 16), true) },
  store_32: { size: 4, write: (view, index, value) => view.setUint32(index, lowBits(value, 32), true) },
  store_64: { size: 8, write: (view, index, value) => view.setBigInt64(index, BigInt(value), true) },
  store_ref: { size: 4, write: (view, index, value) => view.setUint32(index, lowBits(value, 32), true) },
  store_f32: { size: 4, write: (view, index, value) => view.setFloat32(index, Number(value), true) },
  store_f64: { size: 8, write: (view, index, value) => view.setFloat64(index, Number(value), true) },
};

function lowBits(value: MachineValue, bits: number): number {
  return Number(BigInt.asUintN(bits, BigInt(value)));
}

function load(machine: SimulatedMachine, op: LirOperation['op'], address: number): MachineValue {
  const access = accesses[op];
  if (access?.read === undefined) throw new Error(`${op} is no load`);
  return access.read(machine.view, machine.index(address, access.size));
}

function store(
  machine: SimulatedMachine,
  op: LirOperation['op'],
  address: number,
  value: MachineValue,
): void {
  const access = accesses[op];
  if (access?.write === undefined) throw new Error(`${op} is no store`);
  access.write(machine.view, machine.index(address, access.size), value);
}
