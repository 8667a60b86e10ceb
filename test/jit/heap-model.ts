/**
 * The heap that traces of tests run on: a few types of objects, places for their fields, functions that calls reach, and the heap as text, in which
 * objects are numbered as they are met, so that equal texts mean equal heaps up to addresses.
 */
import type { AddressPart, MemoryPlace } from '../../src/ts/backend/lir.js';
import type { LirOpName } from '../../src/ts/backend/lir-ops.js';
import { SimulatedMachine, type MachineValue } from '../../src/ts/backend/simulated-machine.js';
import { allocateArray } from '../../src/ts/jit/trace-interpreter.js';
import { NamedEffects, TraceParser } from '../../src/ts/jit/trace-text.js';
import { TraceConstant, type TraceCallPart } from '../../src/ts/jit/trace.js';
import type { OptimizerOptions } from '../../src/ts/jit/optimizer/options.js';
import { defaultOptions } from '../../src/ts/jit/optimizer/options.js';
import type { Random } from '../backend/random-lir.js';

export const enum Type {
  REFS = 6,
  WORDS = 8,
  INT = 20,
  NODE = 21,
  FRAME = 22,
  CONTEXT = 23,
  ERROR = 24,
}

export const placesText = `
place type immutable
place length immutable
place references[] mutable
place words[] mutable
place Frame.slots[] owned general references[]
place Int.value immutable
place Node.next mutable
place Node.data mutable
place Node.count mutable
place Node.weight mutable
place Node.flag mutable
place Frame.slots immutable items Frame.slots[]
place Frame.sp owned
place Frame.back mutable
place Context.top mutable
place Context.version quasi
place Context.signal volatile
`;

export const parser = new TraceParser();
for (const line of placesText.trim().split('\n')) parser.declare(line);

export function place(name: string): MemoryPlace {
  return parser.place(name);
}

export interface Field {
  readonly place: string;
  readonly displacement: number;
  readonly load: LirOpName;
  readonly store: LirOpName;
}

function field(name: string, displacement: number, load: LirOpName, store: LirOpName): Field {
  return { place: name, displacement, load, store };
}

export const fields = {
  type: field('type', 0, 'load_u32', 'store_32'),
  length: field('length', 8, 'load_u32', 'store_32'),
  value: field('Int.value', 8, 'load_i64', 'store_64'),
  next: field('Node.next', 8, 'load_ref', 'store_ref'),
  data: field('Node.data', 12, 'load_ref', 'store_ref'),
  count: field('Node.count', 16, 'load_i64', 'store_64'),
  weight: field('Node.weight', 24, 'load_f64', 'store_f64'),
  flag: field('Node.flag', 32, 'load_u8', 'store_8'),
  slots: field('Frame.slots', 8, 'load_ref', 'store_ref'),
  back: field('Frame.back', 12, 'load_ref', 'store_ref'),
  sp: field('Frame.sp', 16, 'load_u32', 'store_32'),
  top: field('Context.top', 8, 'load_ref', 'store_ref'),
  signal: field('Context.signal', 12, 'load_u32', 'store_32'),
  version: field('Context.version', 16, 'load_i64', 'store_64'),
} as const;

const layouts: Readonly<Record<number, { readonly size: number; readonly fields: readonly Field[] }>> = {
  [Type.INT]: { size: 2, fields: [fields.value] },
  [Type.NODE]: { size: 5, fields: [fields.next, fields.data, fields.count, fields.weight, fields.flag] },
  [Type.FRAME]: { size: 3, fields: [fields.slots, fields.back, fields.sp] },
  [Type.CONTEXT]: { size: 3, fields: [fields.top, fields.signal, fields.version] },
  [Type.ERROR]: { size: 2, fields: [] },
};

export function sizeOf(type: Type): number {
  return layouts[type].size;
}

export function fieldAddress({ place: name, displacement }: Field): AddressPart {
  return { kind: 'address', scale: 1, displacement, place: place(name) };
}

const PENDING = -64;
export const CONTEXT_REF = 64;
export const NODE_REF = 72;
const FIRST_OBJECT = 128;

export function newMachine(): SimulatedMachine {
  return new SimulatedMachine({
    heapBase: 0x10000n,
    bytesBelow: 128,
    bytesAbove: 1 << 19,
    state: { pendingException: PENDING },
    firstObject: FIRST_OBJECT,
    outOfMemory: 1n,
    deepest: 100,
  });
}

/** Fields by name of objects in a machine. */
export class Heap {
  /** How often the function `tick` has been called, and at which call it answers. */
  ticks = 0;
  ticksAt = Infinity;

  constructor(readonly machine: SimulatedMachine) {}

  private at(ref: MachineValue, displacement: number): number {
    return this.machine.index(8 * Number(ref) + displacement, 8);
  }

  typeOf(ref: MachineValue): number {
    return this.machine.view.getUint32(this.at(ref, 0), true);
  }

  length(ref: MachineValue): number {
    return this.machine.view.getUint32(this.at(ref, 8), true);
  }

  getRef(ref: MachineValue, { displacement }: Field): bigint {
    return BigInt(this.machine.view.getUint32(this.at(ref, displacement), true));
  }

  setRef(ref: MachineValue, { displacement }: Field, value: MachineValue): void {
    this.machine.view.setUint32(this.at(ref, displacement), Number(value), true);
  }

  getInt(ref: MachineValue, { displacement }: Field): bigint {
    return this.machine.view.getBigInt64(this.at(ref, displacement), true);
  }

  setInt(ref: MachineValue, { displacement }: Field, value: bigint): void {
    this.machine.view.setBigInt64(this.at(ref, displacement), value, true);
  }

  item(ref: MachineValue, index: number): bigint {
    return BigInt(this.machine.view.getUint32(this.at(ref, 16 + 4 * index), true));
  }

  setItem(ref: MachineValue, index: number, value: MachineValue): void {
    this.machine.view.setUint32(this.at(ref, 16 + 4 * index), Number(value), true);
  }

  newObject(type: Type): bigint {
    return this.machine.allocate(sizeOf(type), type);
  }

  newInt(value: bigint): bigint {
    const ref = this.newObject(Type.INT);
    this.setInt(ref, fields.value, value);
    return ref;
  }

  /** The objects that can be reached, numbered as they are met. */
  text(roots: readonly MachineValue[]): string {
    const numbers = new Map<bigint, number>();
    const lines: string[] = [];
    const work: bigint[] = [];
    const name = (ref: bigint): string => {
      if (ref === 0n) return 'null';
      let number = numbers.get(ref);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(ref, number);
        work.push(ref);
      }
      return `#${number}`;
    };
    lines.push(roots.map((root) => name(BigInt(root))).join(' '));
    for (let i = 0; i < work.length; i++) lines.push(`#${i} ${this.objectText(work[i], name)}`);
    return lines.join('\n');
  }

  private objectText(ref: bigint, name: (ref: bigint) => string): string {
    const type = this.typeOf(ref);
    if (type === Type.REFS) {
      const items = Array.from({ length: this.length(ref) }, (_, i) => name(this.item(ref, i)));
      return `refs[${items.join(' ')}]`;
    }
    if (type === Type.WORDS) {
      const items = Array.from({ length: this.length(ref) }, (_, i) =>
        this.machine.view.getBigInt64(this.at(ref, 16 + 8 * i), true),
      );
      return `words[${items.join(' ')}]`;
    }
    const layout = layouts[type];
    if (layout === undefined) throw new Error(`object ${ref} has type ${type}`);
    const texts = layout.fields.map((one) => {
      const view = this.machine.view;
      const at = this.at(ref, one.displacement);
      switch (one.load) {
        case 'load_ref':
          return name(BigInt(view.getUint32(at, true)));
        case 'load_f64':
          return String(view.getFloat64(at, true));
        case 'load_u8':
          return String(view.getUint8(at));
        case 'load_u32':
          return String(view.getUint32(at, true));
        default:
          return String(view.getBigInt64(at, true));
      }
    });
    return `${type}(${texts.join(' ')})`;
  }
}

/** The same heap for the same seed: a context, frames with slots, nodes in lists and circles. Gives the refs of the frame and of nodes. */
export function fillHeap(machine: SimulatedMachine, random: Random): { frame: bigint; nodes: bigint[] } {
  const heap = new Heap(machine);
  machine.view.setUint32(machine.index(8 * CONTEXT_REF, 4), Type.CONTEXT, true);
  machine.view.setUint32(machine.index(8 * NODE_REF, 4), Type.NODE, true);
  const nodes = [BigInt(NODE_REF)];
  for (let i = 0; i < 5; i++) nodes.push(heap.newObject(Type.NODE));
  const root = (): bigint => {
    const choice = random.below(4);
    if (choice === 0) return 0n;
    return choice === 1 ? random.pick(nodes) : heap.newInt(random.int());
  };
  for (const node of nodes) {
    heap.setRef(node, fields.next, random.isLucky(0.8) ? random.pick(nodes) : 0n);
    heap.setRef(node, fields.data, root());
    heap.setInt(node, fields.count, random.isLucky(0.5) ? BigInt(random.below(20)) : random.int());
    machine.view.setFloat64(machine.index(8 * Number(node) + 24, 8), random.float(), true);
    machine.view.setUint8(machine.index(8 * Number(node) + 32, 1), random.below(256));
  }
  const newFrame = (back: bigint): bigint => {
    const slots = allocateArray(machine, Type.REFS, 4, 6);
    for (let i = 0; i < 6; i++) heap.setItem(slots, i, root());
    const frame = heap.newObject(Type.FRAME);
    heap.setRef(frame, fields.slots, slots);
    heap.setRef(frame, fields.back, back);
    return frame;
  };
  const frame = newFrame(newFrame(0n));
  heap.setRef(CONTEXT_REF, fields.top, frame);
  heap.setInt(CONTEXT_REF, fields.version, 7n);
  return { frame, nodes };
}

export interface TestFunction {
  readonly part: TraceCallPart;
  readonly params: readonly ('int' | 'node' | 'items')[];
  readonly result: 'int' | 'node' | 'root' | null;
  readonly run: (heap: Heap, args: readonly MachineValue[]) => MachineValue | null;
}

function testFunction(
  symbol: string,
  effects: readonly [string | null, string | null],
  flags: string,
  params: TestFunction['params'],
  result: TestFunction['result'],
  run: TestFunction['run'],
): TestFunction {
  const [reads, writes] = effects.map((names) =>
    names === null ? null : new Set(names.split(' ').filter((name) => name !== '')),
  );
  const part: TraceCallPart = {
    kind: 'trace-call',
    symbol,
    effects: new NamedEffects(reads, writes),
    isElidable: flags.includes('elidable'),
    canRaise: flags.includes('raises'),
  };
  return { part, params, result, run };
}

/** A number of what can be reached. */
function hash(text: string): bigint {
  let value = 7;
  for (const char of text) value = (Math.imul(value, 31) + char.charCodeAt(0)) | 0;
  return BigInt(value);
}

export const functions: readonly TestFunction[] = [
  testFunction('bump', ['Node.count', 'Node.count'], '', ['node'], 'int', (heap, [node]) => {
    const count = BigInt.asIntN(64, heap.getInt(node, fields.count) + 1n);
    heap.setInt(node, fields.count, count);
    return count;
  }),
  // Sees everything, so that nothing that is due may be missing.
  testFunction('observe', [null, ''], '', ['node'], 'int', (heap, [node]) =>
    hash(heap.text([BigInt(CONTEXT_REF), node])),
  ),
  testFunction(
    'shuffle',
    ['Node.next Node.data', 'Node.next Node.data'],
    '',
    ['node', 'int'],
    'node',
    (heap, [node, n]) => {
      const next = heap.getRef(node, fields.next);
      const data = heap.getRef(node, fields.data);
      heap.setRef(node, fields.next, BigInt(n) % 2n === 0n ? node : next);
      if (next !== 0n) heap.setRef(next, fields.data, data);
      return node;
    },
  ),
  testFunction('dataOf', ['Node.data', ''], '', ['node'], 'root', (heap, [node]) =>
    heap.getRef(node, fields.data),
  ),
  testFunction('mix', ['', ''], 'elidable', ['int', 'int'], 'int', (_heap, [a, b]) =>
    BigInt.asIntN(64, BigInt(a) * 31n + BigInt(b)),
  ),
  testFunction('odd', ['', ''], 'raises', ['int'], 'int', (heap, [a]) => {
    if (BigInt(a) % 3n === 0n)
      heap.machine.view.setUint32(heap.machine.index(PENDING, 4), Number(heap.newObject(Type.ERROR)), true);
    return BigInt(a) / 2n;
  }),
  testFunction('swapItems', ['references[]', 'references[]'], '', ['items'], null, (heap, [items]) => {
    const first = heap.item(items, 0);
    heap.setItem(items, 0, heap.item(items, 1));
    heap.setItem(items, 1, first);
    return null;
  }),
  testFunction('tick', ['', ''], '', [], 'int', (heap) => (++heap.ticks >= heap.ticksAt ? 1n : 0n)),
  testFunction('invalidate', ['', 'Context.version'], '', [], null, () => null),
];

export function callFunction(heap: Heap) {
  return (symbol: string, args: readonly MachineValue[]): MachineValue | null => {
    const found = functions.find(({ part }) => part.symbol === symbol);
    if (found === undefined) throw new Error(`no function ${symbol}`);
    return found.run(heap, args);
  };
}

/** Reads constants in the heap as it is now. */
export function optionsFor(machine: SimulatedMachine): OptimizerOptions {
  const heap = new Heap(machine);
  return {
    ...defaultOptions,
    arrayLength: place('length'),
    readConstant: (op, object, displacement) => {
      if (displacement === 0) return new TraceConstant('int', heap.typeOf(object.value));
      const found = Object.values(fields).find(
        (one) => one.displacement === displacement && one.load === op && one.place === 'Context.version',
      );
      if (found === undefined || heap.typeOf(object.value) !== Type.CONTEXT) return null;
      return new TraceConstant('int', Number(heap.getInt(object.value, found)));
    },
  };
}
