/**
 * The JIT compiler of a VM. Machine code asks it when a loop is hot, and when a guard of compiled code failed; it traces, compiles, and says where
 * interpretation goes on.
 *
 *     hot loop     -> meta-interpreter with recorder -> optimizer -> machine code, entered from the loop's cell
 *     failed guard -> frames from resume data -> meta-interpreter without recorder until a merge point; a guard that fails often: with one, a bridge
 */
import type { LirFunction } from '../backend/lir.js';
import { LirConstant, LirFunction as Lir, type AddressPart, type LirOperand } from '../backend/lir.js';
import { statePlaces } from './state-places.js';
import { CELL_MASK, CELL_SHIFT, CellPlace, FIRST_GUARD, TraceStatus } from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import { readPart } from '../native/image.js';
import type { JitAccess } from '../native/vm.js';
import { CodeRegion, RETURN, type InstalledGuard, type RegionOffset } from './code-region.js';
import { ExitFrame } from './exit-frame.js';
import { JitHeap, JitLimit, TraceTooLong } from './heap.js';
import { JitLibrary } from './library.js';
import { lowerTrace } from './lower-trace.js';
import { Machine } from './machine.js';
import { MetaInterpreter, type MergePolicy, type Outcome } from './meta-interpreter.js';
import type { JitSettings } from './parameters.js';
import { Recorder } from './recorder.js';
import type { OptimizerOptions } from './optimizer/options.js';
import { optimizeTrace } from './optimizer/optimize-trace.js';
import { activate, readGuardValues, readLiveValues, rebuildFrames } from './resume.js';
import {
  TraceConstant,
  type Box,
  type OptimizedTrace,
  type ResumeData,
  type Trace,
  type TraceEnd,
} from './trace.js';
import type { LiveBox, LiveValue } from './values.js';

/** A compiled loop, by the greens at its start. */
interface Loop {
  readonly driver: number;
  readonly greens: readonly LiveValue[];
  readonly symbol: string;
  readonly greenCount: number;
}

interface Guard {
  readonly resume: ResumeData;
  readonly classes: readonly Box['cls'][];
  /** Its code; null until it is there. */
  installed: InstalledGuard | null;
  failures: number;
  /** How often a bridge was tried; `MAX_ATTEMPTS` where there is one. */
  attempts: number;
}

/** What happened, for the summary. */
export interface JitCounts {
  loops: number;
  bridges: number;
  aborts: Map<string, number>;
  guardFailures: number;
  /** Milliseconds. */
  tracing: number;
  compiling: number;
}

export interface JitHooks {
  /** Makes the trace better; not given: the optimizer does. */
  readonly optimize?: (trace: Trace) => OptimizedTrace;
  /** Is told of each trace. */
  readonly onTrace?: (
    kind: 'loop' | 'bridge',
    name: string,
    recorded: Trace,
    optimized: OptimizedTrace,
  ) => void;
  /** Is told of each function that is compiled. */
  readonly onCode?: (lir: LirFunction, start: number, code: Uint8Array) => void;
  readonly onAbort?: (reason: string) => void;
  /** Faults of the compiler end the process; else they only end the trace. Not given: as TSPY_JIT_STRICT says. */
  readonly isStrict?: boolean;
}

const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);
/** After so many tries a guard gets no bridge. */
const MAX_ATTEMPTS = 3;
/** After so many traces that came to nothing a loop is left alone. */
const MAX_ABORTS = 5;

export class Jit implements MergePolicy {
  readonly counts: JitCounts = {
    loops: 0,
    bridges: 0,
    aborts: new Map(),
    guardFailures: 0,
    tracing: 0,
    compiling: 0,
  };
  private readonly library: JitLibrary;
  private readonly heap: JitHeap;
  private readonly machine: Machine;
  private readonly region: CodeRegion;
  private readonly exitFrame: ExitFrame;
  private readonly loops: Loop[] = [];
  private readonly guards: Guard[] = [];
  /** The newest entry code of each cell, by the cell's address. */
  private readonly entries = new Map<number, RegionOffset>();
  private readonly abortsOf = new Map<number, number>();
  /** The greens of the loop that is traced; null for a bridge. */
  private startGreens: { readonly driver: number; readonly greens: readonly LiveValue[] } | null = null;
  /** Portals that are not looked into. */
  private readonly leftOut = new Set<string>();
  private headersSeen = new Set<string>();
  private isTracing = false;
  private codeCount = 0;
  private readonly isStrict: boolean;

  constructor(
    private readonly access: JitAccess,
    private readonly settings: JitSettings,
    private readonly hooks: JitHooks = {},
  ) {
    this.isStrict = hooks.isStrict ?? (process.env.TSPY_JIT_STRICT ?? '') !== '';
    this.library = new JitLibrary(readPart(access.image.jitcode));
    this.heap = new JitHeap(access);
    this.machine = new Machine(access, this.heap, this.library, access.image.description.collector);
    this.exitFrame = new ExitFrame(access, this.heap);
    this.region = new CodeRegion(access, this.heap, this.exitFrame, statePlaces, this.library.header.stubs);
    this.machine.thunks = new Thunks(this.region);
  }

  /** Nothing becomes hot while a trace is recorded. */
  private setTracing(isTracing: boolean): void {
    const { threshold, function_threshold: functionThreshold } = this.settings;
    this.isTracing = isTracing;
    this.heap.setWord(State.JIT_THRESHOLD, isTracing ? Number.MAX_SAFE_INTEGER : threshold);
    this.heap.setWord(State.JIT_FUNCTION_THRESHOLD, isTracing ? Number.MAX_SAFE_INTEGER : functionThreshold);
  }

  private setCell(place: number, value: number): void {
    this.access.cells.setBigInt64(place, BigInt(value), true);
  }

  /** Machine code asks: see `runtime/jit.ts`. */
  serve(): void {
    const { heap } = this;
    const roots = heap.rootCount;
    const guard = Number(heap.word(State.JIT_GUARD));
    try {
      const status = guard === 0 ? this.traceLoop() : this.leaveGuard(guard);
      heap.setWord(State.JIT_STATUS, status);
    } finally {
      heap.releaseRoots(roots);
    }
  }

  private newMeta(): MetaInterpreter {
    const { machine, library } = this;
    return new MetaInterpreter(machine, library, this, {
      traceLimit: this.settings.trace_limit,
      unrollRecursion: this.settings.max_unroll_recursion,
    });
  }

  // Loops.

  private traceLoop(): TraceStatus {
    const { heap, library } = this;
    const driver = Number(heap.word(State.JIT_DRIVER));
    const counted = Number(heap.word(State.JIT_CELL)) - Number(heap.word(State.JIT_CELLS));
    this.setCell(counted + CellPlace.COUNT, 0);
    if (this.isTracing) return TraceStatus.NOTHING;
    const meta = this.newMeta();
    const portal = library.at(library.header.portals[driver].fn);
    const greenCount = library.header.portals[driver].greens.length;
    const boxes = readLiveValues(meta, portal.params);
    const inputs = boxes.slice(greenCount);
    let outcome: Outcome;
    try {
      const greens = boxes.slice(0, greenCount).map((green) => meta.promote(green));
      // Greens may have moved to become constants.
      const cell = cellOf(greens);
      this.startGreens = { driver, greens };
      this.headersSeen = new Set();
      meta.recorder = new Recorder(inputs);
      meta.push(portal, [...greens, ...inputs]);
      outcome = this.record(meta);
      const { recorder } = meta;
      if (recorder !== null) {
        const end = this.endOf(outcome);
        this.compileLoop(recorder.finish(end, meta.boxCount), { driver, greens, greenCount }, cell);
      } else this.noteAbort(cell);
    } finally {
      this.startGreens = null;
    }
    return this.tell(outcome);
  }

  /** Runs with the recorder; where that comes to a limit, without. */
  private record(meta: MetaInterpreter): Outcome {
    const started = performance.now();
    this.setTracing(true);
    try {
      return meta.run();
    } catch (error) {
      if (error instanceof TraceTooLong) this.leaveOut(meta.largestInlined());
      this.giveUp(error);
      meta.recorder = null;
    } finally {
      this.setTracing(false);
      this.counts.tracing += performance.now() - started;
    }
    return meta.run();
  }

  /** What made a trace too long is called from now on, and has code of its own. */
  private leaveOut(portal: { readonly driver: number; readonly greens: readonly LiveValue[] } | null): void {
    if (portal !== null) this.leftOut.add(keyOf(portal.driver, portal.greens));
  }

  /** See `MergePolicy`. */
  mayInline(driver: number, greens: readonly LiveValue[]): boolean {
    return this.leftOut.size === 0 || !this.leftOut.has(keyOf(driver, greens));
  }

  /** A trace comes to nothing: it met a limit, or the compiler a fault of its own. */
  private giveUp(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof JitLimit) && this.isStrict) throw error;
    const reason = `${error instanceof JitLimit ? '' : 'internal error: '}${error.message}`;
    this.counts.aborts.set(reason, (this.counts.aborts.get(reason) ?? 0) + 1);
    this.hooks.onAbort?.(reason);
  }

  private noteAbort(cell: number): void {
    const aborts = (this.abortsOf.get(cell) ?? 0) + 1;
    this.abortsOf.set(cell, aborts);
    if (aborts >= MAX_ABORTS) this.setCell(cell + CellPlace.COUNT, -Number.MAX_SAFE_INTEGER);
  }

  /** See `MergePolicy`. */
  endsAt(driver: number, greens: readonly LiveValue[]): boolean {
    if (this.startGreens !== null && this.isSame(this.startGreens, driver, greens)) return true;
    if (this.findLoop(driver, greens) !== null) return true;
    const key = keyOf(driver, greens);
    if (this.headersSeen.has(key)) throw new JitLimit('an inner loop is not compiled yet');
    this.headersSeen.add(key);
    return false;
  }

  private isSame(
    known: { readonly driver: number; readonly greens: readonly LiveValue[] },
    driver: number,
    greens: readonly LiveValue[],
  ): boolean {
    return (
      known.driver === driver && known.greens.every((green, i) => valueText(green) === valueText(greens[i]))
    );
  }

  private findLoop(driver: number, greens: readonly LiveValue[]): Loop | null {
    return this.loops.find((loop) => this.isSame(loop, driver, greens)) ?? null;
  }

  private endOf(outcome: Outcome): TraceEnd {
    if (outcome.kind === 'done') {
      return outcome.exception === null
        ? { kind: 'return', value: outcome.value }
        : { kind: 'raise', exception: outcome.exception };
    }
    const { driver, args } = outcome;
    const { library } = this;
    const count = library.header.portals[driver].greens.length;
    const greens = args.slice(0, count);
    const rest = args.slice(count);
    if (this.startGreens !== null && this.isSame(this.startGreens, driver, greens))
      return { kind: 'jump', args: rest };
    const target = this.findLoop(driver, greens);
    if (target === null) throw new Error('a trace ends where no loop is');
    return { kind: 'enter', target, args: rest };
  }

  // Compiling.

  private compileLoop(
    trace: Trace,
    start: { readonly driver: number; readonly greens: readonly LiveValue[]; readonly greenCount: number },
    cell: number,
  ): void {
    const { region } = this;
    const name = `loop ${this.codeCount++}`;
    const loop: Loop = { ...start, symbol: name };
    if (!this.compile('loop', name, trace, start.greenCount)) {
      this.noteAbort(cell);
      return;
    }
    this.loops.push(loop);
    const entry = region.install(makeEntry(`${name} entry`, loop, this.entries.get(cell) ?? null, region));
    this.entries.set(cell, entry.start);
    this.setCell(cell + CellPlace.CODE, region.imageOffset(entry.start));
    this.counts.loops++;
  }

  private compile(kind: 'loop' | 'bridge', name: string, trace: Trace, firstValue: number): boolean {
    const { region, library } = this;
    const started = performance.now();
    try {
      const optimized = this.hooks.optimize?.(trace) ?? optimizeTrace(trace, this.optimizerOptions());
      this.hooks.onTrace?.(kind, name, trace, optimized);
      const first = this.guards.length;
      const lir = lowerTrace(name, optimized, {
        firstValue,
        hasBarriers: library.header.hasBarriers,
        offsetOf: (symbol) => library.get(symbol).offset,
        guardStatus: ({ guard }) => {
          if (guard === null) throw new Error('a guard without resume data');
          const classes = guard.liveValues.map(({ cls }) => cls);
          const number = this.guards.push({
            resume: guard.resume,
            classes,
            installed: null,
            failures: 0,
            attempts: 0,
          });
          return number - 1 + FIRST_GUARD;
        },
        alwaysLeaves: (status) => this.settings.fail_guards > 0 && status % this.settings.fail_guards === 0,
        targetOf: ({ target }) => {
          const loop = target as Loop; // as `endOf` put it there
          return { symbol: loop.symbol, firstValue: loop.greenCount };
        },
      });
      const code = region.install(lir);
      for (let i = first; i < this.guards.length; i++)
        this.guards[i].installed = code.guards.get(i + FIRST_GUARD) ?? null;
      this.hooks.onCode?.(lir, code.start, region.bytes(code.start, code.size));
      return true;
    } catch (error) {
      this.giveUp(error);
      return false;
    } finally {
      this.counts.compiling += performance.now() - started;
    }
  }

  private optimizerOptions(): OptimizerOptions {
    const { heap, library, machine } = this;
    return {
      readConstant: (op, object, displacement) => {
        // Behind a guard that always fails there may be a null.
        if (object.value === 0) return null;
        const held = heap.load(op, Number(object.value) * 8 + displacement);
        if (op === 'load_ref') return heap.isYoung(Number(held)) ? null : machine.keptConstant(Number(held));
        return new TraceConstant(op === 'load_f64' || op === 'load_f32' ? 'float' : 'int', held);
      },
      dependOn: () => {
        throw new Error('quasi-immutable fields are not supported yet');
      },
      arrayLength: library.placeNamed('length'),
      peelsLoops: true,
      knowsFailures: this.settings.fail_guards === 0,
    };
  }

  // Guards.

  private leaveGuard(status: number): TraceStatus {
    const { heap, region } = this;
    const guard = this.guards[status - FIRST_GUARD];
    this.counts.guardFailures++;
    guard.failures++;
    const meta = this.newMeta();
    if (guard.installed === null) throw new Error('a guard without code fails');
    const live = readGuardValues(meta, this.exitFrame, guard.classes, guard.installed.places);
    const pending = heap.u32(State.EXCEPTION);
    heap.setWord(State.EXCEPTION, 0);
    const records =
      guard.failures >= this.settings.trace_eagerness && guard.attempts < MAX_ATTEMPTS && !this.isTracing;
    if (records) meta.recorder = new Recorder(live);
    if (pending !== 0) meta.startWithException(pending);
    rebuildFrames(meta, guard.resume, live);
    if (!records) return this.tell(meta.run());
    guard.attempts++;
    guard.failures = 0;
    activate(meta);
    this.headersSeen = new Set();
    const outcome = this.record(meta);
    const { recorder } = meta;
    if (recorder !== null) {
      guard.attempts = MAX_ATTEMPTS;
      const name = `bridge ${this.codeCount++}`;
      if (this.compile('bridge', name, recorder.finish(this.endOf(outcome), meta.boxCount), 0)) {
        region.patch(guard.installed, region.startOf(name));
        this.counts.bridges++;
      }
    }
    return this.tell(outcome);
  }

  // Back to the interpreter.

  private tell(outcome: Outcome): TraceStatus {
    const { heap } = this;
    if (outcome.kind === 'merge') {
      outcome.args.forEach((arg, i) => {
        this.putValue(i, arg);
      });
      return TraceStatus.CONTINUE;
    }
    if (outcome.exception !== null) heap.setWord(State.EXCEPTION, this.reference(outcome.exception));
    else if (outcome.value !== null) this.putValue(0, outcome.value);
    return TraceStatus.DONE;
  }

  private reference(value: LiveValue): number {
    return this.machine.reference(value);
  }

  private putValue(index: number, value: LiveValue): void {
    const { heap, machine } = this;
    const place = State.JIT_VALUES + 8 * index;
    if (value.cls === 'float') heap.setFloat(place, Number(machine.held(value)));
    else heap.setWord(place, machine.held(value));
  }
}

/** The cell of greens, by its offset: the hash that machine code makes (`lower-jit.ts`), of which the low bits count. */
function cellOf(greens: readonly LiveValue[]): number {
  let hash = 0;
  for (const green of greens) {
    if (!(green instanceof TraceConstant) || green.cls === 'float') continue;
    hash = (Math.imul(hash, 0x1003f) + Number(BigInt.asIntN(32, BigInt(green.value)))) | 0;
  }
  return (hash & CELL_MASK) << CELL_SHIFT;
}

function keyOf(driver: number, greens: readonly LiveValue[]): string {
  return `${driver}: ${greens.map(valueText).join()}`;
}

function valueText(value: LiveValue): string {
  return value instanceof TraceConstant ? `${value.cls} ${String(value.value)}` : '?';
}

function valuePart(index: number): AddressPart {
  return { kind: 'address', scale: 1, displacement: (State.JIT_VALUES as number) + 8 * index };
}

const loadOps = { int: 'load_i64', ref: 'load_ref', float: 'load_f64' } as const;

/** The code that a cell has for a loop: enters it if the greens are the loop's, else tries the cell's next one. */
function makeEntry(symbol: string, loop: Loop, next: RegionOffset | null, region: CodeRegion): LirFunction {
  const out = new Lir(symbol, 'int');
  let current = out.newBlock(false);
  out.blocks.push(current);
  const other = out.newBlock(true);
  loop.greens.forEach((green, i) => {
    if (!(green instanceof TraceConstant)) throw new Error('a green that is no constant');
    const { cls } = green;
    const left = out.newRegister(cls, '');
    current.operations.push({
      op: loadOps[cls],
      args: [NULL, ZERO],
      part: valuePart(i),
      result: left,
      line: 0,
    });
    const same = out.newBlock(false);
    current.exit = {
      kind: 'branch',
      condition: cls === 'int' ? 'int_eq' : cls === 'ref' ? 'ref_eq' : 'float_eq',
      left,
      right: green,
      whenTrue: { target: same, args: [] },
      whenFalse: { target: other, args: [] },
    };
    out.blocks.push(same);
    current = same;
  });
  current.exit = { kind: 'leave', symbol: loop.symbol, status: TraceStatus.NOTHING };
  out.blocks.push(other);
  if (next === null) {
    other.exit = { kind: 'leave', symbol: RETURN, status: TraceStatus.NOTHING };
  } else {
    const result = out.newRegister('int', '');
    const code = new LirConstant('int', region.imageOffset(next));
    other.operations.push({ op: 'call_code', args: [code], part: { kind: 'none' }, result, line: 0 });
    other.exit = { kind: 'return', value: result };
  }
  return out;
}

/** Calls with arguments from memory, made once for each signature. */
class Thunks {
  private readonly known = new Map<string, number>();

  constructor(private readonly region: CodeRegion) {}

  thunk(kind: 'code' | 'c', params: readonly LiveBox['cls'][], result: LiveBox['cls'] | null): number {
    const name = `thunk ${kind} ${params.join(' ')} ${result ?? ''}`;
    let offset = this.known.get(name);
    if (offset === undefined) {
      const out = new Lir(name, result);
      const block = out.newBlock(false);
      out.blocks.push(block);
      const args: LirOperand[] = (['int', ...params] as const).map((cls, i) => {
        const register = out.newRegister(cls, '');
        block.operations.push({
          op: loadOps[cls],
          args: [NULL, ZERO],
          part: valuePart(i),
          result: register,
          line: 0,
        });
        return register;
      });
      const value = result === null ? null : out.newRegister(result, '');
      const op = kind === 'c' ? 'call_c' : 'call_code';
      block.operations.push({ op, args, part: { kind: 'none' }, result: value, line: 0 });
      block.exit = { kind: 'return', value };
      offset = this.region.imageOffset(this.region.install(out).start);
      this.known.set(name, offset);
    }
    return offset;
  }
}
