/**
 * The JIT compiler of a VM. Machine code asks it when a loop is hot, and when a guard of compiled code failed; it traces, compiles, and says where
 * interpretation goes on.
 *
 *     hot loop     -> meta-interpreter, a trace -> optimizer -> machine code, entered from the loop's cell
 *     failed guard -> frames from resume data -> blackhole interpreter until a merge point; a guard that fails often: meta-interpreter, a bridge
 */
import { statePlaces } from './state-places.js';
import {
  CELL_MASK,
  CELL_SHIFT,
  CellPlace,
  FIRST_GUARD,
  FUNCTION_START,
  TraceStatus,
} from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import type { JitAccess } from '../native/vm.js';
import { Blackhole } from './blackhole.js';
import { CodeRegion, type InstalledGuard, type RegionOffset } from './code-region.js';
import { makeEntry, type Loop } from './entry-code.js';
import { newCounts, processTime, type JitCounts, type JitHooks, type TraceStart } from './events.js';
import { ExitFrame } from './exit-frame.js';
import { JitHeap, JitLimit, TraceTooLong } from './heap.js';
import { JitLibrary } from './library.js';
import { lowerTrace } from './lower-trace.js';
import { Machine } from './machine.js';
import { MetaInterpreter, type MergePolicy, type Outcome } from './meta-interpreter.js';
import type { JitSettings } from './parameters.js';
import type { PortalKey } from './inlining.js';
import { Tracing } from './tracing.js';
import type { Knowledge } from './optimizer/loop-plan.js';
import type { OptimizerOptions } from './optimizer/options.js';
import { optimizeTrace } from './optimizer/optimize-trace.js';
import { MergePointNames } from './merge-point-names.js';
import { takeSnapshot } from './frames.js';
import { planResume, type ResumePlan } from './resume-plan.js';
import { activate, readGuardValues, readLiveValues, rebuildFrames } from './resume.js';
import { Thunks } from './thunks.js';
import {
  TraceConstant,
  type Box,
  type LoopOrigin,
  type LoopWay,
  type ResumeData,
  type Trace,
  type TraceEnd,
} from './trace.js';
import { resolved, type LiveBox, type LiveValue } from './values.js';

interface Guard {
  readonly resume: ResumeData;
  readonly liveValues: readonly Box[];
  /** What follows from these two: made when it first fails. */
  plan: ResumePlan | null;
  readonly known: readonly Knowledge[];
  /** Its code; null until it is there. */
  installed: InstalledGuard | null;
  /** Since the last try to make a bridge. */
  failures: number;
  allFailures: number;
  /** How often a bridge was tried; `MAX_ATTEMPTS` where there is one. */
  attempts: number;
  /** The loop that it leaves, itself or by bridges, and how many those are. */
  readonly loop: Loop;
  readonly depth: number;
  /** Where the loop's imports are among the live values; null in its preamble. */
  readonly imports: readonly number[] | null;
}

/** After so many tries a guard gets no bridge. */
const MAX_ATTEMPTS = 3;
/** Bridges upon bridges: what differs each time would never come to an end. */
const MAX_DEPTH = 40;
/** A loop that is left so often by a guard without a bridge is slower than none. */
const MAX_FAILURES = 3000;
/** So many rounds that leave their loop are not compiled: a loop that does so each time has a straight trace. */
const MAX_LAST_ROUNDS = 3;
/** After so many traces that came to nothing a loop is left alone. */
const MAX_ABORTS = 5;

/** Where a trace has its inputs, and which loop it belongs to. */
interface TracePlace extends Pick<Guard, 'loop' | 'depth'> {
  readonly firstValue: number;
}

export class Jit implements MergePolicy {
  readonly counts: JitCounts = newCounts();
  /** Tells where merge points are; to be asked while no machine code runs for the program. */
  readonly names: MergePointNames;
  private readonly library: JitLibrary;
  private readonly heap: JitHeap;
  private readonly machine: Machine;
  private readonly region: CodeRegion;
  private readonly exitFrame: ExitFrame;
  private readonly blackhole: Blackhole;
  private readonly loops = new Set<Loop>();
  private readonly guards: Guard[] = [];
  /** The loops of each cell, by the cell's place. */
  private readonly cells = new Map<number, Set<Loop>>();
  private entryCount = 0;
  /** The greens of loops that were given up. */
  private readonly abandoned = new Set<string>();
  private readonly abortsOf = new Map<number, number>();
  /** How many traces of a loop have left it instead of going round. */
  private readonly lastRounds = new Map<string, number>();
  /** The greens of the loop that is traced; null for a bridge. */
  private startGreens: { readonly driver: number; readonly greens: readonly TraceConstant[] } | null = null;
  /** Portals that are not looked into. */
  private readonly leftOut = new Set<string>();
  private headersSeen = new Set<string>();
  private isTracing = false;
  private codeCount = 0;
  private readonly isStrict: boolean;

  constructor(
    private readonly access: JitAccess,
    private settings: JitSettings,
    private readonly hooks: JitHooks = {},
  ) {
    this.isStrict = hooks.isStrict ?? (process.env.TSPY_JIT_STRICT ?? '') !== '';
    this.library = new JitLibrary(access.jitcode);
    this.heap = new JitHeap(access);
    this.machine = new Machine(access, this.heap, this.library, access.image.description.collector);
    this.exitFrame = new ExitFrame(access, this.heap);
    this.blackhole = new Blackhole(this.machine, this.library, this.exitFrame);
    this.region = new CodeRegion(
      access,
      this.heap,
      this.exitFrame,
      statePlaces,
      this.library.header.stubs,
      hooks.codeLimit,
    );
    this.machine.thunks = new Thunks(this.region);
    this.names = new MergePointNames(this.library, this.machine);
  }

  /** Other parameters, from the next loop or guard on. */
  configure(settings: JitSettings): void {
    this.settings = settings;
    if (!this.isTracing) this.setTracing(false);
  }

  /** Forgets all compiled loops. What runs goes on; its code stays. */
  releaseAll(): void {
    for (const cell of this.cells.keys()) this.setCell(cell + CellPlace.CODE, 0);
    for (const cell of this.abortsOf.keys()) this.setCell(cell + CellPlace.COUNT, 0);
    this.cells.clear();
    this.abandoned.clear();
    this.abortsOf.clear();
    this.lastRounds.clear();
    this.loops.clear();
  }

  /** How often each guard failed, by number; guards that never did are left out. */
  guardFailures(): Map<number, number> {
    const failed = this.guards.map(({ allFailures }, number) => [number, allFailures] as const);
    return new Map(failed.filter(([, failures]) => failures > 0));
  }

  /** Nothing becomes hot while a trace is recorded, nor what has a threshold below 0. */
  private setTracing(isTracing: boolean): void {
    const { threshold, function_threshold: functionThreshold } = this.settings;
    const used = (value: number): number => (isTracing || value < 0 ? Number.MAX_SAFE_INTEGER : value);
    this.isTracing = isTracing;
    this.heap.setWord(State.JIT_THRESHOLD, used(threshold));
    this.heap.setWord(State.JIT_FUNCTION_THRESHOLD, used(functionThreshold));
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
    return new MetaInterpreter(new Tracing(machine, library), this, {
      traceLimit: this.settings.trace_limit,
      unrollRecursion: this.settings.max_unroll_recursion,
    });
  }

  // Loops.

  private traceLoop(): TraceStatus {
    const { heap, library } = this;
    const asked = Number(heap.word(State.JIT_DRIVER));
    const isFunction = asked >= FUNCTION_START;
    const driver = isFunction ? asked - FUNCTION_START : asked;
    const counted = Number(heap.word(State.JIT_CELL)) - Number(heap.word(State.JIT_CELLS));
    this.setCell(counted + CellPlace.COUNT, 0);
    if (this.isTracing || this.region.isFull) return TraceStatus.NOTHING;
    const meta = this.newMeta();
    const { tracing } = meta;
    const portal = library.at(library.header.portals[driver].fn);
    const greenCount = library.greenCount(driver);
    const boxes = readLiveValues(tracing, portal.params);
    const inputs = boxes.slice(greenCount);
    let outcome: Outcome | null;
    try {
      const greens = boxes.slice(0, greenCount).map((green) => this.machine.constant(green));
      // Greens may have moved to become constants.
      const cell = cellOf(greens);
      if (this.abandoned.has(keyOf(driver, greens))) return TraceStatus.NOTHING;
      this.startGreens = { driver, greens };
      this.headersSeen = new Set();
      tracing.recorder.inputs = inputs;
      meta.push(portal, [...greens, ...inputs]);
      const start: TraceStart = { kind: 'merge-point', driver, greens };
      outcome = this.record(meta, start);
      if (outcome === null) this.noteAbort(cell);
      else if (outcome.kind === 'done' && !isFunction && this.mayRoundsDiffer(driver, greens)) {
        // The next rounds are asked again.
        this.setCell(counted + CellPlace.COUNT, this.settings.threshold - 1);
      } else {
        const end = this.endOf(outcome, tracing, null);
        this.compileLoop(tracing.recorder.finish(end, tracing.boxCount), start, greenCount, cell);
      }
    } catch (error) {
      // Memory is short before anything has run: the interpreter goes on as if nobody had asked.
      if (error instanceof JitLimit && tracing.frames.length === 0) return TraceStatus.NOTHING;
      throw error;
    } finally {
      this.startGreens = null;
    }
    return outcome === null ? this.blackhole.takeOver(tracing) : this.tell(outcome);
  }

  /** Runs with the recorder; null where that comes to a limit: the blackhole takes over. */
  private record(meta: MetaInterpreter, start: TraceStart): Outcome | null {
    const started = processTime();
    const { recorder } = meta.tracing;
    this.setTracing(true);
    try {
      return meta.run();
    } catch (error) {
      if (error instanceof TraceTooLong) this.leaveOut(meta.largestInlined);
      this.giveUp(error, start);
      return null;
    } finally {
      this.setTracing(false);
      const time = processTime() - started;
      const operations = recorder.operations.length;
      this.counts.tracing += time;
      this.counts.recorded += operations;
      this.hooks.onTracing?.(start, operations, time);
    }
  }

  /** What made a trace too long is called from now on, and has code of its own. */
  private leaveOut(portal: PortalKey | null): void {
    if (portal !== null) this.leftOut.add(keyOf(portal.driver, portal.greens));
  }

  /** See `MergePolicy`. */
  mayInline(driver: number, greens: readonly LiveValue[]): boolean {
    return this.leftOut.size === 0 || !this.leftOut.has(keyOf(driver, greens));
  }

  /** A trace comes to nothing: it met a limit, or the compiler a fault of its own. */
  private giveUp(error: unknown, start: TraceStart): void {
    if (!(error instanceof Error)) throw error;
    if (!(error instanceof JitLimit) && this.isStrict) throw error;
    const reason = `${error instanceof JitLimit ? '' : 'internal error: '}${error.message}`;
    this.counts.aborts.set(reason, (this.counts.aborts.get(reason) ?? 0) + 1);
    this.hooks.onAbort?.(reason, start);
  }

  /** Whether another round of a loop should be looked at, where this one has left the loop: most rounds don't. */
  private mayRoundsDiffer(driver: number, greens: readonly TraceConstant[]): boolean {
    const key = keyOf(driver, greens);
    const rounds = (this.lastRounds.get(key) ?? 0) + 1;
    this.lastRounds.set(key, rounds);
    return rounds <= MAX_LAST_ROUNDS;
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
    known: { readonly driver: number; readonly greens: readonly TraceConstant[] },
    driver: number,
    greens: readonly LiveValue[],
  ): boolean {
    return known.driver === driver && known.greens.every((green, i) => isSameConstant(green, greens[i]));
  }

  private findLoop(driver: number, greens: readonly LiveValue[]): Loop | null {
    for (const loop of this.loops) if (this.isSame(loop, driver, greens)) return loop;
    return null;
  }

  private endOf(outcome: Outcome, tracing: Tracing, origin: LoopOrigin | null): TraceEnd {
    if (outcome.kind === 'done') {
      return outcome.exception === null
        ? { kind: 'return', value: outcome.value }
        : { kind: 'raise', exception: outcome.exception };
    }
    const { driver, args } = outcome;
    const { library } = this;
    const count = library.greenCount(driver);
    const greens = args.slice(0, count);
    const rest = args.slice(count);
    if (this.startGreens !== null && this.isSame(this.startGreens, driver, greens))
      return { kind: 'jump', args: rest };
    const target = this.findLoop(driver, greens);
    if (target === null) throw new Error('a trace ends where no loop is');
    return { kind: 'enter', target, args: rest, way: findWay(target, tracing, origin) };
  }

  // Compiling.

  private compileLoop(
    trace: Trace,
    start: TraceStart & { readonly kind: 'merge-point' },
    greenCount: number,
    cell: number,
  ): void {
    const name = `loop ${this.codeCount++}`;
    const { driver, greens } = start;
    const loop: Loop = { driver, greens, greenCount, symbol: name, entrance: null };
    if (!this.compile(start, name, trace, { firstValue: greenCount, loop, depth: 0 })) {
      this.noteAbort(cell);
      return;
    }
    this.loops.add(loop);
    const known = this.cells.get(cell);
    if (known === undefined) this.cells.set(cell, new Set([loop]));
    else known.add(loop);
    this.installEntries(cell);
    if (this.counts.loops++ === 0) this.counts.firstLoop = processTime();
  }

  /** The code of a cell: its loops' entries, one behind the other. */
  private installEntries(cell: number): void {
    const { region } = this;
    let next: RegionOffset | null = null;
    for (const loop of this.cells.get(cell) ?? [])
      next = region.install(makeEntry(`entry ${this.entryCount++}`, loop, next, region)).start;
    this.setCell(cell + CellPlace.CODE, next === null ? 0 : region.imageOffset(next));
  }

  /** From now on the loop is interpreted. Bridges of others may still enter it. */
  private abandon(loop: Loop): void {
    if (!this.loops.delete(loop)) return;
    this.abandoned.add(keyOf(loop.driver, loop.greens));
    const cell = cellOf(loop.greens);
    this.cells.get(cell)?.delete(loop);
    this.installEntries(cell);
  }

  private compile(start: TraceStart, name: string, trace: Trace, place: TracePlace): boolean {
    const { firstValue, loop, depth } = place;
    const { region, library, counts } = this;
    const began = processTime();
    let optimizedAt = began;
    const first = this.guards.length;
    try {
      const optimized = this.hooks.optimize?.(trace) ?? optimizeTrace(trace, this.optimizerOptions());
      optimizedAt = processTime();
      this.hooks.onTrace?.({ start, name, recorded: trace, optimized, firstGuard: first });
      counts.optimized += optimized.preamble.operations.length + (optimized.loop?.operations.length ?? 0);
      const lir = lowerTrace(name, optimized, {
        firstValue,
        hasBarriers: library.header.hasBarriers,
        offsetOf: (symbol) => library.get(symbol).offset,
        guardStatus: ({ guard }) => {
          if (guard === null) throw new Error('a guard without resume data');
          const number = this.guards.push({
            resume: guard.resume,
            liveValues: guard.liveValues,
            plan: null,
            known: guard.known,
            installed: null,
            failures: 0,
            allFailures: 0,
            attempts: depth < MAX_DEPTH ? 0 : MAX_ATTEMPTS,
            loop,
            depth,
            imports: guard.imports,
          });
          return number - 1 + FIRST_GUARD;
        },
        alwaysLeaves: (status) => this.settings.fail_guards > 0 && status % this.settings.fail_guards === 0,
        targetOf: ({ target }) => {
          const { symbol, greenCount } = target as Loop; // as `endOf` put it there
          return { symbol, firstValue: greenCount };
        },
      });
      const code = region.install(lir);
      for (let i = first; i < this.guards.length; i++)
        this.guards[i].installed = code.guards.get(i + FIRST_GUARD) ?? null;
      if (optimized.entrance !== null) loop.entrance = optimized.entrance;
      counts.codeBytes += code.size;
      counts.guards += this.guards.length - first;
      this.hooks.onCode?.(lir, region.address(code.start), region.bytes(code.start, code.size));
      return true;
    } catch (error) {
      this.giveUp(error, start);
      return false;
    } finally {
      counts.optimizing += optimizedAt - began;
      counts.compiling += processTime() - optimizedAt;
    }
  }

  private optimizerOptions(): OptimizerOptions {
    const { heap, library, machine } = this;
    return {
      readConstant: (op, object, displacement) => {
        const held = heap.load(op, Number(object.value) * 8 + displacement);
        if (op === 'load_ref') return heap.isYoung(Number(held)) ? null : machine.keptConstant(Number(held));
        return new TraceConstant(op === 'load_f64' || op === 'load_f32' ? 'float' : 'int', held);
      },
      dependOn: () => {
        throw new Error('quasi-immutable fields are not supported yet');
      },
      arrayLength: library.placeNamed('length'),
      typePlace: library.placeNamed('type'),
      peelsLoops: true,
      knowsFailures: this.settings.fail_guards === 0,
    };
  }

  // Guards.

  private leaveGuard(status: number): TraceStatus {
    const guard = this.guards[status - FIRST_GUARD];
    this.counts.guardFailures++;
    guard.failures++;
    guard.allFailures++;
    const { installed } = guard;
    if (installed === null) throw new Error('a guard without code fails');
    guard.plan ??= planResume(guard.resume, guard.liveValues);
    const isBridgeDue = guard.failures >= this.settings.trace_eagerness && guard.attempts < MAX_ATTEMPTS;
    if (!isBridgeDue || this.isTracing || this.region.isFull) {
      if (guard.attempts === MAX_ATTEMPTS && guard.failures >= MAX_FAILURES) this.abandon(guard.loop);
      return this.blackhole.leaveGuard(guard.plan, installed.places);
    }
    return this.traceBridge(guard, guard.plan, installed, status);
  }

  private traceBridge(
    guard: Guard,
    plan: ResumePlan,
    installed: InstalledGuard,
    status: number,
  ): TraceStatus {
    const { heap, region } = this;
    const meta = this.newMeta();
    const { tracing } = meta;
    const live = readGuardValues(tracing, this.exitFrame, plan.live, installed.places);
    tracing.recorder.inputs = live;
    guard.known.forEach((known, i) => {
      live[i].learn(known);
    });
    const pending = heap.u32(State.EXCEPTION);
    heap.setWord(State.EXCEPTION, 0);
    if (pending !== 0) tracing.startWithException(pending);
    if (!rebuildFrames(meta, plan, live))
      return this.tell({ kind: 'done', value: null, exception: tracing.exception });
    guard.attempts++;
    guard.failures = 0;
    activate(tracing);
    this.headersSeen = new Set();
    const start: TraceStart = { kind: 'guard', number: status - FIRST_GUARD };
    const outcome = this.record(meta, start);
    if (outcome === null) return this.blackhole.takeOver(tracing);
    guard.attempts = MAX_ATTEMPTS;
    const name = `bridge ${this.codeCount++}`;
    const origin = originOf(guard, live);
    const end = this.endOf(outcome, tracing, origin);
    const trace = tracing.recorder.finish(end, tracing.boxCount, guard.known, origin);
    const place = { firstValue: 0, loop: guard.loop, depth: guard.depth + 1 };
    if (this.compile(start, name, trace, place)) {
      region.patch(installed, region.startOf(name));
      this.counts.bridges++;
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

function isSameConstant(a: TraceConstant, b: LiveValue): boolean {
  return b instanceof TraceConstant && a.cls === b.cls && a.value === b.value;
}

function valueText(value: LiveValue): string {
  return value instanceof TraceConstant ? `${value.cls} ${String(value.value)}` : '?';
}

/** Where in a loop a bridge starts that can find back into it. */
function originOf({ loop, imports }: Guard, live: readonly LiveBox[]): LoopOrigin | null {
  const { entrance } = loop;
  if (entrance === null || imports === null) return null;
  return { entrance, imports: imports.map((at) => live[at]) };
}

/** How a trace gets behind a loop's preamble. */
function findWay({ entrance }: Loop, { frames }: Tracing, origin: LoopOrigin | null): LoopWay | null {
  if (entrance === null) return null;
  const imports = origin?.entrance === entrance ? origin.imports : null;
  if (imports === null && !entrance.isOpen) return null;
  return { entrance, imports, snapshot: takeSnapshot(frames, resolved) };
}
