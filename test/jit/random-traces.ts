/**
 * Random traces from a seed, recorded as the meta-interpreter does: each operation is run on a heap as it is noted, and guards are made of what
 * was found, so that a trace mostly runs through on the heap that it was recorded on, and leaves somewhere on others.
 */
import type { RegisterClass } from '../../src/ts/backend/lir.js';
import { NO_PART } from '../../src/ts/backend/lir.js';
import type { MachineValue, SimulatedMachine } from '../../src/ts/backend/simulated-machine.js';
import { TraceRun } from '../../src/ts/jit/trace-interpreter.js';
import { NamedFrame } from '../../src/ts/jit/trace-text.js';
import {
  Box,
  NULL_REF,
  TraceConstant,
  ZERO,
  type Snapshot,
  type Trace,
  type TraceEnd,
  type TraceOperation,
  type TraceOpName,
  type TracePart,
  type TraceValue,
} from '../../src/ts/jit/trace.js';
import type { Random } from '../backend/random-lir.js';
import {
  callFunction,
  CONTEXT_REF,
  fieldAddress,
  fields,
  functions,
  Heap,
  NODE_REF,
  place,
  sizeOf,
  Type,
  type Field,
} from './heap-model.js';

/** What a reference is known to be while recording; `root`: an Int, a Node or null. */
type Kind = 'int' | 'float' | 'Int' | 'node' | 'frame' | 'slots' | 'refs' | 'words' | 'root';

interface Typed {
  readonly value: TraceValue;
  readonly kind: Kind;
}

const classOf = (kind: Kind): RegisterClass => (kind === 'int' || kind === 'float' ? kind : 'ref');

/** The inputs of all random traces: frame, node, int, int, float, any object. */
export const inputKinds: readonly Kind[] = ['frame', 'node', 'int', 'int', 'float', 'root'];

export interface RandomTraceOptions {
  readonly length: number;
  readonly loops: boolean;
}

const unary: readonly TraceOpName[] = [
  'int_neg',
  'int_not',
  'int_sext8',
  'int_zext8',
  'int_sext16',
  'int_zext16',
  'int_sext32',
  'int_zext32',
  'int_clz',
];
const binary: readonly TraceOpName[] = [
  'int_add',
  'int_add',
  'int_sub',
  'int_sub',
  'int_mul',
  'int_and',
  'int_or',
  'int_xor',
  'int_shl',
  'int_sar',
  'int_shr',
  'int_add_fits',
  'int_sub_fits',
  'int_mul_fits',
];
const shifts: readonly TraceOpName[] = [
  'int_shl',
  'int_sar',
  'int_shr',
  'i32_shl',
  'i32_sar',
  'i32_shr',
  'i32_mul',
  'int_mul',
  'int_mod',
];
const places = [1n, 2n, 3n, 4n, 8n, 12n, 31n, 32n, 40n, 63n];
const masks = [1n, 2n, 3n, 7n, 8n, 255n, 256n, -2n, -8n, 0x7fffffffn, 0xfffffff0n, 2n ** 40n, -(2n ** 40n)];
const comparisons: readonly TraceOpName[] = [
  'int_eq',
  'int_ne',
  'int_lt',
  'int_lt',
  'int_le',
  'int_gt',
  'int_ge',
  'uint_lt',
  'uint_le',
  'uint_gt',
  'uint_ge',
];
const floats: readonly TraceOpName[] = ['float_add', 'float_sub', 'float_mul', 'float_div'];

export class RandomTrace {
  private readonly operations: TraceOperation[] = [];
  private readonly inputs: Box[];
  private boxCount = 0;
  private frames = 0;
  private readonly known: Typed[] = [];
  private readonly run: TraceRun;
  private readonly heap: Heap;
  private caller: Snapshot | null = null;
  /** Frames that the trace has made and not left. */
  private readonly inner: { frame: TraceValue; slots: TraceValue; back: TraceValue }[] = [];

  constructor(
    private readonly random: Random,
    machine: SimulatedMachine,
    inputs: readonly MachineValue[],
    private readonly options: RandomTraceOptions,
  ) {
    this.heap = new Heap(machine);
    this.run = new TraceRun({ machine, call: callFunction(this.heap), mostJumps: 0, isInvalid: () => false });
    this.inputs = inputKinds.map((kind) => this.box(classOf(kind)));
    this.run.setAll(this.inputs, inputs);
    this.inputs.forEach((box, i) => this.know(box, inputKinds[i]));
    this.know(new TraceConstant('ref', NODE_REF), 'node');
    this.know(new TraceConstant('int', 1), 'int');
    this.know(new TraceConstant('int', random.below(100)), 'int');
  }

  make(): Trace {
    const [frame] = this.inputs;
    this.emit('activate', [frame]);
    this.frameSlots(frame);
    while (this.operations.length < this.options.length) this.step();
    if (this.random.isLucky(0.5)) this.tick();
    while (this.inner.length > 0) this.leave();
    if (this.options.loops) this.tick();
    const { inputs, operations, boxCount } = this;
    return { inputs, operations, end: this.end(), boxCount, known: [], origin: null };
  }

  /** A guard that fails when the test wants it to, and shows much of the state. */
  private tick(): void {
    const tick = functions.find(({ part }) => part.symbol === 'tick');
    if (tick === undefined) return;
    const isTime = this.emit('call', [], tick.part, 'int');
    const values = this.known.slice(-12).map(({ value }) => value);
    const frame = new NamedFrame(`g${this.frames++}`);
    const snapshot = { frame, values: [...values, ...this.inputs], caller: this.caller };
    this.operations.push({ op: 'guard_false', args: [isTime], part: NO_PART, result: null, snapshot });
  }

  private end(): TraceEnd {
    if (!this.options.loops) return { kind: 'return', value: this.pick('node') };
    const args = this.inputs.map((box, i) => {
      if (i === 0 || this.random.isLucky(0.3)) return box;
      return this.pick(inputKinds[i]);
    });
    return { kind: 'jump', args };
  }

  // Building blocks.

  private box(cls: RegisterClass): Box {
    return new Box(this.boxCount++, cls);
  }

  private know(value: TraceValue, kind: Kind): TraceValue {
    this.known.push({ value, kind });
    return value;
  }

  private actual(value: TraceValue): MachineValue {
    return this.run.value(value);
  }

  private emit(
    op: TraceOpName,
    args: TraceValue[],
    part: TracePart = NO_PART,
    kind: Kind | null = null,
  ): TraceValue {
    const result = kind === null ? null : this.box(classOf(kind));
    const operation = { op, args, part, result, snapshot: null };
    this.operations.push(operation);
    if (!this.run.step(operation)) throw new Error(`${op} leaves`);
    return result ?? ZERO;
  }

  private value(op: TraceOpName, args: TraceValue[], kind: Kind, part: TracePart = NO_PART): TraceValue {
    return this.know(this.emit(op, args, part, kind), kind);
  }

  private guard(op: TraceOpName, args: TraceValue[], result: Box | null = null): void {
    const values = Array.from({ length: this.random.below(5) }, () => this.random.pick(this.known).value);
    const snapshot = { frame: new NamedFrame(`g${this.frames++}`), values, caller: this.caller };
    const operation = { op, args, part: NO_PART, result, snapshot };
    this.operations.push(operation);
    if (!this.run.step(operation)) throw new Error(`${op} leaves`);
  }

  private guardTruth(condition: TraceValue): void {
    this.guard(this.actual(condition) === 0n ? 'guard_false' : 'guard_true', [condition]);
  }

  /** A value of the kind: one of the latest, more often than not. */
  private pick(kind: Kind): TraceValue {
    const fitting = this.known.filter(
      (one) => one.kind === kind || (kind === 'root' && (one.kind === 'node' || one.kind === 'Int')),
    );
    if (kind === 'int' && this.random.isLucky(0.15))
      return new TraceConstant('int', Number(this.random.pick([0n, 1n, 2n, -1n, 8n, 100n, 255n])));
    if (kind === 'float' && this.random.isLucky(0.15)) return new TraceConstant('float', this.random.float());
    if (fitting.length === 0) return this.makeOne(kind);
    const latest = fitting.slice(-4);
    return this.random.pick(this.random.isLucky(0.6) ? latest : fitting).value;
  }

  private makeOne(kind: Kind): TraceValue {
    switch (kind) {
      case 'Int':
      case 'root':
        return this.newInt();
      case 'words':
        return this.newArray('words');
      default:
        return this.newArray('refs');
    }
  }

  private load(object: TraceValue, { load }: Field, field: Field, kind: Kind): TraceValue {
    return this.value(load, [object, ZERO], kind, fieldAddress(field));
  }

  private store(object: TraceValue, field: Field, value: TraceValue): void {
    if (field.store === 'store_ref') this.emit('write_barrier', [object]);
    this.emit(field.store, [object, ZERO, value], fieldAddress(field));
  }

  // Steps.

  private step(): void {
    const { random } = this;
    const steps: (readonly [number, () => void])[] = [
      [8, () => this.arithmetic()],
      [4, () => this.compareAndGuard()],
      [3, () => this.bits()],
      [2, () => this.overflow()],
      [2, () => this.addIfFits()],
      [1, () => this.floatArithmetic()],
      [4, () => this.loadField()],
      [5, () => this.storeField()],
      [3, () => this.newInt()],
      [2, () => this.newNode()],
      [2, () => this.newArray(random.pick(['refs', 'words']))],
      [5, () => this.arrayAccess()],
      [8, () => this.slotAccess()],
      [3, () => this.openRoot()],
      [2, () => this.compareReferences()],
      [3, () => this.call()],
      [1, () => (this.inner.length < 3 ? this.enter() : this.leave())],
      [1, () => (this.inner.length > 0 ? this.leave() : this.enter())],
      [1, () => this.context()],
    ];
    let at = random.below(steps.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, act] of steps) {
      at -= weight;
      if (at >= 0) continue;
      act();
      return;
    }
  }

  private arithmetic(): void {
    const { random } = this;
    if (random.isLucky(0.2)) this.value(random.pick(unary), [this.pick('int')], 'int');
    else this.value(random.pick(binary), [this.pick('int'), this.pick('int')], 'int');
  }

  private compareAndGuard(): void {
    const condition = this.value(this.random.pick(comparisons), [this.pick('int'), this.pick('int')], 'int');
    if (this.random.isLucky(0.8)) this.guardTruth(condition);
    if (this.random.isLucky(0.1)) {
      const value = this.pick('int');
      if (value instanceof Box) this.guard('guard_value', [value, constantOf(this.actual(value))]);
    }
  }

  /** Masks and shifts by constants, and guards on some of the bits. */
  private bits(): void {
    const { random } = this;
    const value = random.isLucky(0.3)
      ? this.value(random.pick(shifts), [this.pick('int'), constantOf(random.pick(places))], 'int')
      : this.pick('int');
    const op = random.isLucky(0.7) ? 'int_and' : random.pick(['int_or', 'int_xor'] as const);
    const masked = this.value(op, [value, constantOf(random.pick(masks))], 'int');
    if (random.isLucky(0.3) || !(masked instanceof Box)) return;
    const actual = constantOf(this.actual(masked));
    switch (random.below(3)) {
      case 0:
        return this.guard('guard_value', [masked, actual]);
      case 1:
        return this.guardTruth(masked);
      default:
        return this.guardTruth(
          this.value(random.pick(['int_eq', 'int_ne'] as const), [masked, actual], 'int'),
        );
    }
  }

  private overflow(): void {
    const op = this.random.pick(['int_add_ovf', 'int_sub_ovf', 'int_mul_ovf'] as const);
    const [a, b] = [this.pick('int'), this.pick('int')];
    const plain = {
      int_add_ovf: 'int_add_fits',
      int_sub_ovf: 'int_sub_fits',
      int_mul_ovf: 'int_mul_fits',
    } as const;
    const fits = this.emit(plain[op], [a, b], NO_PART, 'int');
    const result = this.emit(op, [a, b], NO_PART, 'int');
    const didFit = this.actual(fits) === 1n;
    // The check's result must not stay, or it would tell the optimizer.
    this.operations.splice(this.operations.length - 2, 1);
    this.guard(didFit ? 'guard_no_overflow' : 'guard_overflow', []);
    if (didFit) this.know(result, 'int');
  }

  /** As interpreters do it: the test, the sum (or the sum behind it), a second test, and a guard of one or both. */
  private addIfFits(): void {
    const { random } = this;
    const sum = random.pick(['int_add', 'int_sub', 'int_mul'] as const);
    const args = [this.pick('int'), this.pick('int')];
    const fits = this.emit(`${sum}_fits`, args, NO_PART, 'int');
    const isEarly = random.isLucky(0.6);
    let condition = fits;
    if (isEarly) {
      const early = this.value(sum, args, 'int');
      const other = this.emit('int_ne', [early, this.pick('int')], NO_PART, 'int');
      if (random.isLucky(0.5)) condition = this.emit('int_and', [fits, other], NO_PART, 'int');
    }
    this.guardTruth(condition);
    this.value(sum, args, 'int');
  }

  private floatArithmetic(): void {
    const { random } = this;
    if (random.isLucky(0.3)) this.value('float_from_int', [this.pick('int')], 'float');
    else this.value(random.pick(floats), [this.pick('float'), this.pick('float')], 'float');
    if (random.isLucky(0.2)) this.value('float_lt', [this.pick('float'), this.pick('float')], 'int');
  }

  private loadField(): void {
    const node = this.pick('node');
    switch (this.random.below(5)) {
      case 0:
        this.asNode(this.emit('load_ref', [node, ZERO], fieldAddress(fields.next), 'node'));
        return;
      case 1:
        this.load(node, fields.data, fields.data, 'root');
        return;
      case 2:
        this.load(node, fields.count, fields.count, 'int');
        return;
      case 3:
        this.load(node, fields.weight, fields.weight, 'float');
        return;
      default:
        this.load(node, fields.flag, fields.flag, 'int');
    }
  }

  /** A reference to a node or null. */
  private asNode(value: TraceValue): void {
    const isNull = this.emit('ref_eq', [value, NULL_REF], NO_PART, 'int');
    this.guardTruth(isNull);
    this.know(value, this.actual(value) === 0n ? 'root' : 'node');
  }

  private storeField(): void {
    const node = this.pick('node');
    switch (this.random.below(5)) {
      case 0:
        return this.store(node, fields.next, this.pick('node'));
      case 1:
        return this.store(node, fields.data, this.pick('root'));
      case 2:
        return this.store(node, fields.count, this.pick('int'));
      case 3:
        return this.store(node, fields.weight, this.pick('float'));
      default:
        return this.store(node, fields.flag, this.pick('int'));
    }
  }

  private newInt(): TraceValue {
    const int = this.emit(
      'allocate',
      [],
      { kind: 'allocation', size: sizeOf(Type.INT), typeId: Type.INT },
      'Int',
    );
    this.store(int, fields.value, this.pick('int'));
    return this.know(int, 'Int');
  }

  private newNode(): void {
    const part = { kind: 'allocation', size: sizeOf(Type.NODE), typeId: Type.NODE } as const;
    const node = this.value('allocate', [], 'node', part);
    if (this.random.isLucky(0.5)) this.store(node, fields.next, this.pick('node'));
    if (this.random.isLucky(0.5)) this.store(node, fields.count, this.pick('int'));
    if (this.random.isLucky(0.3)) this.store(node, fields.data, this.pick('root'));
  }

  private newArray(kind: 'refs' | 'words'): TraceValue {
    const type = kind === 'refs' ? Type.REFS : Type.WORDS;
    const length = this.random.pick([2, 3, 5, 70]);
    const part = { kind: 'array', typeId: type, itemSize: kind === 'refs' ? 4 : 8 } as const;
    return this.value('allocate_array', [constantOf(BigInt(type)), constantOf(BigInt(length))], kind, part);
  }

  private arrayAccess(): void {
    const { random } = this;
    const isRefs = random.isLucky(0.5);
    const array = this.pick(isRefs ? 'refs' : 'words');
    const scale = isRefs ? 4 : 8;
    const part = {
      kind: 'address',
      scale,
      displacement: 16,
      place: place(isRefs ? 'references[]' : 'words[]'),
    } as const;
    const length = this.heap.length(this.actual(array));
    let index: TraceValue = constantOf(BigInt(random.below(2)));
    if (random.isLucky(0.4)) {
      const size = this.emit('load_u32', [array, ZERO], fieldAddress(fields.length), 'int');
      const found = this.known.filter(({ value, kind }) => {
        if (kind !== 'int') return false;
        const actual = BigInt(this.actual(value));
        return actual >= 0n && actual < BigInt(length);
      });
      if (found.length > 0) index = random.pick(found).value;
      this.guardTruth(this.emit('uint_lt', [index, size], NO_PART, 'int'));
    }
    if (random.isLucky(0.5)) {
      this.value(isRefs ? 'load_ref' : 'load_i64', [array, index], isRefs ? 'root' : 'int', part);
      return;
    }
    if (isRefs) this.emit('write_barrier_item', [array, index]);
    this.emit(isRefs ? 'store_ref' : 'store_64', [array, index, this.pick(isRefs ? 'root' : 'int')], part);
  }

  private frameSlots(frame: TraceValue): TraceValue {
    return this.emit('load_ref', [frame, ZERO], fieldAddress(fields.slots), 'slots');
  }

  /** Of the frame that runs. */
  private slotAccess(): void {
    const { random } = this;
    const frame = this.inner.at(-1)?.frame ?? this.inputs[0];
    const slots = this.frameSlots(frame);
    const part = { kind: 'address', scale: 4, displacement: 16, place: place('references[]') } as const;
    const index = constantOf(BigInt(random.below(6)));
    switch (random.below(5)) {
      case 0:
      case 1:
        this.value('load_ref', [slots, index], 'root', part);
        return;
      case 2:
      case 3:
        this.emit('write_barrier_item', [slots, index]);
        this.emit('store_ref', [slots, index, this.pick('root')], part);
        return;
      default:
        this.store(frame, fields.sp, constantOf(BigInt(random.below(6))));
    }
  }

  /** Finds out what a root is. */
  private openRoot(): void {
    const root = this.pick('root');
    const actual = this.actual(root);
    const isNull = this.emit('ref_eq', [root, NULL_REF], NO_PART, 'int');
    this.guardTruth(isNull);
    if (actual === 0n) return;
    const type = this.emit('load_u32', [root, ZERO], fieldAddress(fields.type), 'int');
    this.guard('guard_value', [type, constantOf(BigInt(this.heap.typeOf(actual)))]);
    if (this.heap.typeOf(actual) === Type.INT) {
      this.load(root, fields.value, fields.value, 'int');
      this.know(root, 'Int');
    } else this.know(root, 'node');
  }

  private compareReferences(): void {
    const op = this.random.pick(['ref_eq', 'ref_ne'] as const);
    const condition = this.value(op, [this.pick('root'), this.pick('root')], 'int');
    if (this.random.isLucky(0.6)) this.guardTruth(condition);
  }

  private call(): void {
    const { part, params, result } = this.random.pick(functions.filter((one) => one.part.symbol !== 'tick'));
    const args = params.map((param) =>
      param === 'items'
        ? this.random.isLucky(0.5)
          ? this.pick('refs')
          : this.frameSlots(this.inner.at(-1)?.frame ?? this.inputs[0])
        : this.pick(param),
    );
    const value = this.emit('call', args, part, result);
    if (part.canRaise) {
      const { machine } = this.heap;
      if (machine.isPending) {
        this.guard('guard_exception', [constantOf(BigInt(Type.ERROR))], this.box('ref'));
        return;
      }
      this.guard('guard_no_exception', []);
    }
    if (result !== null) this.know(value, result);
  }

  // Calls that are traced: frames of their own.

  private enter(): void {
    const context = new TraceConstant('ref', CONTEXT_REF);
    const back = this.emit('load_ref', [context, ZERO], fieldAddress(fields.top), 'frame');
    const array = { kind: 'array', typeId: Type.REFS, itemSize: 4 } as const;
    const slots = this.emit(
      'allocate_array',
      [constantOf(BigInt(Type.REFS)), constantOf(6n)],
      array,
      'slots',
    );
    const part = { kind: 'allocation', size: sizeOf(Type.FRAME), typeId: Type.FRAME } as const;
    const frame = this.emit('allocate', [], part, 'frame');
    this.store(frame, fields.slots, slots);
    this.store(frame, fields.back, back);
    this.emit('activate', [frame]);
    this.store(context, fields.top, frame);
    this.inner.push({ frame, slots, back });
    const values = [this.random.pick(this.known).value, this.random.pick(this.known).value];
    this.caller = { frame: new NamedFrame(`c${this.frames++}`), values, caller: this.caller };
  }

  private leave(): void {
    const left = this.inner.pop();
    if (left === undefined) return;
    const { frame, back } = left;
    this.caller = this.caller?.caller ?? null;
    this.emit('deactivate', [frame]);
    this.store(new TraceConstant('ref', CONTEXT_REF), fields.top, back);
  }

  private context(): void {
    const context = new TraceConstant('ref', CONTEXT_REF);
    if (this.random.isLucky(0.5)) {
      this.load(context, fields.version, fields.version, 'int');
      this.guard('guard_not_invalidated', []);
    } else this.load(context, fields.signal, fields.signal, 'int');
  }
}

function constantOf(value: MachineValue): TraceConstant {
  if (typeof value === 'number') return new TraceConstant('float', value);
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER);
  return new TraceConstant('int', isSafe ? Number(value) : value);
}
