/**
 * Traces as text, and back (what the optimizer gives is only printed).
 *
 *     place Frame.slots immutable items Frame.slots[]           a place of memory
 *     place Frame.slots[] owned general references[]
 *     [i0, r1]                                                  inputs; class letter and id, as low-level IR prints registers
 *     r2 = load_ref r1, 0 [Frame.slots + 16]                    an address: place, displacement, and `+ index*4` if there is an index
 *     i3 = call r2 @length(reads list; writes -) elidable       `*`: all places; `raises`
 *     r4 = allocate 3 words of type 17
 *     r5 = allocate_array 6, 4 items of 4 bytes
 *     debug_merge_point 'f file.py:3'                           where the interpreted program is
 *     guard_true i3 {inner: i0, r2 <- outer: r1}                frames with their values, innermost first
 *     jump i3, r2
 */
import type { AddressPart, MemoryPlace, RegisterClass } from '../backend/lir.js';
import { NO_PART } from '../backend/lir.js';
import type { FramePosition } from './library.js';
import {
  Box,
  TraceConstant,
  traceOpRow,
  type CallEffects,
  type MergePointPart,
  type OptimizedOperation,
  type OptimizedPart,
  type OptimizedTrace,
  type ResumeData,
  type ResumeValue,
  type Snapshot,
  type Trace,
  type TraceEnd,
  type TraceOperation,
  type TraceOpName,
  type TracePart,
  type TraceValue,
} from './trace.js';

const letters = { int: 'i', ref: 'r', float: 'f' } as const;
const classes: Readonly<Record<string, RegisterClass>> = { i: 'int', r: 'ref', f: 'float' };

/** Frames of traces that are read from text. */
export class NamedFrame {
  constructor(readonly name: string) {}
}

/** Effects of calls that are read from text; null: all places. */
export class NamedEffects implements CallEffects {
  constructor(
    readonly reads: ReadonlySet<string> | null,
    readonly writes: ReadonlySet<string> | null,
  ) {}

  mayRead({ name }: MemoryPlace): boolean {
    return this.reads === null || this.reads.has(name);
  }

  mayWrite({ name }: MemoryPlace): boolean {
    return this.writes === null || this.writes.has(name);
  }
}

// Printing.

/** What else a trace's text may tell. */
export interface TraceNotes {
  /** Where in the interpreted program a merge point is. Not given: its greens. */
  readonly locate?: (part: MergePointPart) => string;
  /** The number of an optimized trace's first guard; those behind it follow. */
  readonly firstGuard?: number;
}

export function printGreens({ greens }: MergePointPart): string {
  return greens.map(({ value }) => String(value)).join(' ');
}

export function printValue(value: TraceValue): string {
  if (value instanceof Box) return `${letters[value.cls]}${value.id}`;
  if (value.cls === 'ref') return Number(value.value) === 0 ? 'null' : `ref ${value.value}`;
  if (value.cls === 'int') return String(value.value);
  return Object.is(value.value, -0) ? 'float -0' : `float ${value.value}`;
}

function printValues(values: readonly TraceValue[]): string {
  return values.map(printValue).join(', ');
}

function printAddress({ place, displacement, scale }: AddressPart, hasIndex: boolean): string {
  return `[${place?.name ?? 'raw'} + ${displacement}${hasIndex ? ` + index*${scale}` : ''}]`;
}

function printNames(names: ReadonlySet<string> | null): string {
  if (names === null) return '*';
  return names.size === 0 ? '-' : [...names].join(' ');
}

function printPart(part: TracePart, hasIndex: boolean, { locate = printGreens }: TraceNotes): string {
  switch (part.kind) {
    case 'none':
      return '';
    case 'address':
      return ` ${printAddress(part, hasIndex)}`;
    case 'symbol':
      return ` @${part.symbol}`;
    case 'allocation':
      return ` ${part.size} words of type ${part.typeId}`;
    case 'array':
      return ` items of ${part.itemSize} bytes`;
    case 'guard':
      throw new Error('a trace has guards of its own');
    case 'text':
      return ` '${part.text}'`;
    case 'merge-point':
      return ` '${locate(part)}'`;
    case 'trace-call': {
      const { symbol, effects, isElidable, canRaise } = part;
      const told =
        effects instanceof NamedEffects
          ? `(reads ${printNames(effects.reads)}; writes ${printNames(effects.writes)})`
          : '';
      return ` @${symbol}${told}${isElidable ? ' elidable' : ''}${canRaise ? ' raises' : ''}`;
    }
  }
}

function printHead(
  { op, args, part, result }: TraceOperation | OptimizedOperation,
  notes: TraceNotes,
): string {
  const target = result === null ? '' : `${printValue(result)} = `;
  const operands = args.length === 0 ? '' : ` ${printValues(args)}`;
  const hasIndex = part.kind === 'address' && !isZero(args[1]);
  return `${target}${op}${operands}${printPart(part, hasIndex, notes)}`;
}

function isZero(value: TraceValue): boolean {
  return value instanceof TraceConstant && Number(value.value) === 0;
}

function frameName(frame: object): string {
  if (frame instanceof NamedFrame) return frame.name;
  // The meta-interpreter's positions: a function's name, without its module.
  return 'fn' in frame ? (frame as FramePosition).fn.symbol.replace(/^.*#/, '') : 'frame';
}

function printSnapshot(snapshot: Snapshot): string {
  const frames: string[] = [];
  for (let at: Snapshot | null = snapshot; at !== null; at = at.caller)
    frames.push(`${frameName(at.frame)}: ${printValues(at.values)}`);
  return ` {${frames.join(' <- ')}}`;
}

export function printEnd(end: TraceEnd): string {
  switch (end.kind) {
    case 'jump':
      return `jump ${printValues(end.args)}`.trimEnd();
    case 'enter':
    case 'reenter':
      return `${end.kind} ${printValues(end.args)}`.trimEnd();
    case 'return':
      return end.value === null ? 'return' : `return ${printValue(end.value)}`;
    case 'raise':
      return `raise ${printValue(end.exception)}`;
  }
}

export function printTrace({ inputs, operations, end }: Trace, notes: TraceNotes = {}): string {
  const lines = operations.map((operation) => {
    const { snapshot } = operation;
    return printHead(operation, notes) + (snapshot === null ? '' : printSnapshot(snapshot));
  });
  return [`[${printValues(inputs)}]`, ...lines, printEnd(end), ''].join('\n');
}

/** Whether guards show their resume data. */
export type GuardDetail = 'plain' | 'resume';

export function printGuard({ resume }: NonNullable<OptimizedOperation['guard']>): string {
  const value = (one: ResumeValue): string => {
    if (one.kind === 'constant') return printValue(one.constant);
    return one.kind === 'live' ? printValue(one.box) : `v${resume.virtuals.indexOf(one.object)}`;
  };
  const frames = resume.frames
    .map(({ frame, values }) => `${frameName(frame)}: ${values.map(value).join(', ')}`)
    .join(' <- ');
  const virtuals = resume.virtuals.map((virtual, index) => `v${index} = ${printVirtual(virtual, value)}`);
  const pending = resume.pending.map((store) => {
    const index = store.index.kind === 'constant' ? '' : ` ${value(store.index)}`;
    const address = store.part.kind === 'address' ? printAddress(store.part, index !== '') : '';
    return `${value(store.base)}${index} ${address} = ${value(store.value)}`;
  });
  return ` {${[frames, ...virtuals, ...pending].join('; ')}}`;
}

function printVirtual(
  { shape, stores }: ResumeData['virtuals'][number],
  value: (one: ResumeValue) => string,
): string {
  const size = shape.kind === 'array' ? `${shape.length} items` : `${shape.size} words`;
  const fields = stores.map((store) => `+${store.displacement} ${value(store.value)}`).join(', ');
  return `${size} of type ${shape.typeId} (${fields})`;
}

class OptimizedPrinter {
  private guardCount = 0;

  constructor(
    private readonly detail: GuardDetail,
    private readonly notes: TraceNotes,
  ) {}

  operations({ operations }: OptimizedPart): string[] {
    return operations.map((operation) => `  ${printHead(operation, this.notes)}${this.guard(operation)}`);
  }

  private guard({ guard }: OptimizedOperation): string {
    if (guard === null) return '';
    const { firstGuard } = this.notes;
    const name = firstGuard === undefined ? '' : ` <guard ${firstGuard + this.guardCount++}>`;
    return name + (this.detail === 'plain' ? '' : printGuard(guard));
  }
}

export function printOptimized(
  trace: OptimizedTrace,
  detail: GuardDetail = 'plain',
  notes: TraceNotes = {},
): string {
  const { preamble, loop, loopEntry, end } = trace;
  const printer = new OptimizedPrinter(detail, notes);
  const lines = [`preamble [${printValues(preamble.params)}]:`, ...printer.operations(preamble)];
  if (loop !== null) {
    const entry = loop.params.map((param, index) => `${printValue(param)} = ${printValue(loopEntry[index])}`);
    lines.push(`loop [${entry.join(', ')}]:`, ...printer.operations(loop));
  }
  return [...lines, `  ${printEnd(end)}`, ''].join('\n');
}

// Parsing.

/** Reads traces; places that have been declared stay. */
export class TraceParser {
  readonly places = new Map<string, MemoryPlace>();
  private readonly frames = new Map<string, NamedFrame>();
  private boxes = new Map<string, Box>();
  /** Snapshots of callers, by their text. */
  private snapshots = new Map<string, Snapshot>();
  private boxCount = 0;

  place(name: string): MemoryPlace {
    const place = this.places.get(name);
    if (place === undefined) throw new Error(`no place ${name}`);
    return place;
  }

  declare(line: string): void {
    const [, name, change, ...hints] = line.split(' ');
    const hint = (key: string): MemoryPlace | undefined => {
      const at = hints.indexOf(key);
      return at === -1 ? undefined : this.place(hints[at + 1]);
    };
    const items = hint('items');
    const general = hint('general');
    this.places.set(name, {
      id: this.places.size,
      name,
      // The text says one of these.
      change: change as MemoryPlace['change'],
      ...(items === undefined ? {} : { items }),
      ...(general === undefined ? {} : { general }),
    });
  }

  parse(text: string): Trace {
    this.boxes = new Map();
    this.snapshots = new Map();
    this.boxCount = 0;
    let inputs: Box[] = [];
    const operations: TraceOperation[] = [];
    for (const line of text.split('\n').map((one) => one.trim())) {
      if (line === '' || line.startsWith('#')) continue;
      if (line.startsWith('place ')) this.declare(line);
      else if (line.startsWith('[')) inputs = this.parseInputs(line);
      else {
        const end = this.parseEnd(line);
        if (end !== null)
          return { inputs, operations, end, boxCount: this.boxCount, known: [], origin: null };
        operations.push(this.parseOperation(line));
      }
    }
    throw new Error('a trace without end');
  }

  private parseInputs(line: string): Box[] {
    return [...line.matchAll(/[irf]\d+/g)].map(([name]) => this.define(name));
  }

  private define(name: string): Box {
    const box = new Box(Number(name.slice(1)), classes[name[0]]);
    this.boxes.set(name, box);
    this.boxCount = Math.max(this.boxCount, box.id + 1);
    return box;
  }

  private parseValue(text: string): TraceValue {
    if (text === 'null') return new TraceConstant('ref', 0);
    const [kind, number] = text.split(' ');
    if (kind === 'ref') return new TraceConstant('ref', Number(number));
    if (kind === 'float') return new TraceConstant('float', Number(number));
    if (/^-?\d+$/.test(text)) {
      const value = Number(text);
      return new TraceConstant('int', Number.isSafeInteger(value) ? value : BigInt(text));
    }
    const box = this.boxes.get(text);
    if (box === undefined) throw new Error(`no value '${text}'`);
    return box;
  }

  private parseValues(text: string): TraceValue[] {
    return text.trim() === '' ? [] : text.split(',').map((one) => this.parseValue(one.trim()));
  }

  private parseEnd(line: string): TraceEnd | null {
    const [kind] = line.split(' ');
    const values = line.slice(kind.length).trim();
    switch (kind) {
      case 'jump':
        return { kind, args: this.parseValues(values) };
      case 'enter':
        return { kind, target: {}, args: this.parseValues(values), back: null };
      case 'return':
        return { kind, value: values === '' ? null : this.parseValue(values) };
      case 'raise':
        return { kind, exception: this.parseValue(values) };
      default:
        return null;
    }
  }

  private parseOperation(line: string): TraceOperation {
    const match =
      /^(?:([irf]\d+) = )?(\w+)(.*?)(?: (\[.*?(?:\[\])?[^[\]]*\]|@.*?|'.*'|\d+ words of type \d+|items of \d bytes))?(?: \{(.*)\})?$/.exec(
        line,
      );
    if (match === null) throw new Error(`what is '${line}'?`);
    const [, target, name, args, part, snapshot] = match;
    // `traceOpRow` finds it, or does not.
    const op = name as TraceOpName;
    if (traceOpRow(op) === undefined) throw new Error(`no operation '${name}'`);
    const operands = this.parseValues(args);
    return {
      op,
      args: operands,
      part: part === undefined ? NO_PART : this.parsePart(part, operands),
      snapshot: snapshot === undefined ? null : this.parseSnapshot(snapshot),
      result: target === undefined ? null : this.define(target),
    };
  }

  private parsePart(text: string, args: readonly TraceValue[]): TracePart {
    const words = text.split(' ');
    if (text.startsWith('[')) return this.parseAddress(text.slice(1, -1));
    if (text.startsWith('@')) return this.parseCall(text.slice(1));
    if (text.startsWith("'")) return { kind: 'text', text: text.slice(1, -1) };
    if (text.startsWith('items')) {
      const [type] = args;
      if (!(type instanceof TraceConstant)) throw new Error('an array whose type is no constant');
      // The text says 1, 4 or 8.
      return { kind: 'array', typeId: Number(type.value), itemSize: Number(words[2]) as 1 | 4 | 8 };
    }
    return { kind: 'allocation', size: Number(words[0]), typeId: Number(words[4]) };
  }

  private parseAddress(text: string): AddressPart {
    const match = /^(.*) \+ (-?\d+)(?: \+ index\*(\d))?$/.exec(text);
    if (match === null) throw new Error(`no address: '${text}'`);
    const [, place, displacement, scale] = match;
    return {
      kind: 'address',
      // The text says 1, 2, 4 or 8.
      scale: (scale === undefined ? 1 : Number(scale)) as 1 | 2 | 4 | 8,
      displacement: Number(displacement),
      ...(place === 'raw' ? {} : { place: this.place(place) }),
    };
  }

  private parseCall(text: string): TracePart {
    const match = /^([\w.]+)(?:\(reads (.*); writes (.*)\))?((?: elidable)?)((?: raises)?)$/.exec(text);
    if (match === null) throw new Error(`no call: '${text}'`);
    const [, symbol, reads, writes, elidable, raises] = match;
    const names = (list: string | undefined): ReadonlySet<string> | null => {
      if (list === '*') return null;
      return new Set(list === undefined || list === '-' ? [] : list.split(' '));
    };
    return {
      kind: 'trace-call',
      symbol,
      effects: new NamedEffects(names(reads), names(writes)),
      isElidable: elidable !== '',
      canRaise: raises !== '',
    };
  }

  private parseSnapshot(text: string): Snapshot {
    const known = this.snapshots.get(text);
    if (known !== undefined) return known;
    const split = text.indexOf(' <- ');
    const [own, rest] = split === -1 ? [text, null] : [text.slice(0, split), text.slice(split + 4)];
    const colon = own.indexOf(':');
    const name = own.slice(0, colon);
    let frame = this.frames.get(name);
    if (frame === undefined) {
      frame = new NamedFrame(name);
      this.frames.set(name, frame);
    }
    const caller = rest === null ? null : this.parseSnapshot(rest);
    const made = { frame, values: this.parseValues(own.slice(colon + 1)), caller };
    this.snapshots.set(text, made);
    return made;
  }
}
