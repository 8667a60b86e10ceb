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
  FIELD_CHANGED,
  FIRST_GUARD,
  FUNCTION_START,
  HOT_LOOP,
  TraceStatus,
} from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import type { JitAccess } from '../native/vm.js';
import { Blackhole } from './blackhole.js';
import { Dependencies } from './dependencies.js';
import { CodeRegion, type InstalledGuard } from './code-region.js';
import { cellOf, CompiledLoops, isSame, keyOf, type Loop } from './compiled-loops.js';
import { newCounts, processTime, type JitCounts, type JitHooks, type TraceStart } from './events.js';
import { FlagTable } from './flag-table.js';
import { ExitFrame } from './exit-frame.js';
import { JitHeap, JitLimit, TraceTooLong } from './heap.js';
import { JitLibrary } from './library.js';
import { Machine } from './machine.js';
import { MetaInterpreter, type MergePolicy, type Outcome } from './meta-interpreter.js';
import type { JitSettings } from './parameters.js';
import type { PortalKey } from './inlining.js';
import { MAX_ATTEMPTS, TraceCompiler, type Guard } from './trace-compiler.js';
import { Tracing, type SeldomChanged } from './tracing.js';
import { MergePointNames } from './merge-point-names.js';
import { takeSnapshot } from './frames.js';
import { planResume, type ResumePlan } from './resume-plan.js';
import { activate, readGuardValues, readLiveValues, rebuildFrames } from './resume.js';
import { Thunks } from './thunks.js';
import type { TraceConstant } from './trace.js';
import { type LoopOrigin, type LoopWay, type Trace, type TraceEnd } from './trace.js';
import type { LiveBox } from './values.js';
import { resolved, type LiveValue } from './values.js';

/** A loop that is left so often by a guard without a bridge is slower than none. */
const MAX_FAILURES = 3000;
/** So many rounds that leave their loop are not compiled: a loop that does so each time has a straight trace. */
const MAX_LAST_ROUNDS = 3;
/** After so many traces that came to nothing a loop is left alone. */
const MAX_ABORTS = 5;
/** Where there is no room, it is looked for loops that are not used any more each time so many were refused. */
const REFUSALS = 16;

export class Jit implements MergePolicy {
  readonly counts: JitCounts = newCounts();
  /** Tells where merge points are; to be asked while no machine code runs for the program. */
  readonly names: MergePointNames;
  private readonly library: JitLibrary;
  private readonly heap: JitHeap;
  private readonly machine: Machine;
  private readonly region: CodeRegion;
  private readonly dependencies: Dependencies;
  private readonly exitFrame: ExitFrame;
  private readonly blackhole: Blackhole;
  private readonly loops: CompiledLoops;
  private readonly compiler: TraceCompiler;
  /** Requests of machine code under way, one within the other. */
  private depth = 0;
  /** How often a loop was hot while there was no room for its code. */
  private refusals = 0;
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
    const flags = new FlagTable(access);
    this.dependencies = new Dependencies(this.heap, flags);
    const { heap, library, machine, region, dependencies, counts } = this;
    this.compiler = new TraceCompiler(
      { heap, library, machine, region, flags, dependencies, counts, hooks },
      (error, start) => {
        this.giveUp(error, start);
      },
    );
    this.loops = new CompiledLoops(access, region, flags, (trace) => {
      this.compiler.free(trace);
    });
    this.machine.thunks = new Thunks(this.region);
    this.names = new MergePointNames(this.library, this.machine);
  }

  /** Other parameters, from the next loop or guard on. */
  configure(settings: JitSettings): void {
    this.settings = settings;
    if (!this.isTracing) this.setTracing(false);
  }

  /** Forgets all compiled loops. What runs goes on; its code stays until it is done. */
  releaseAll(): void {
    for (const cell of this.abortsOf.keys()) this.setCell(cell + CellPlace.COUNT, 0);
    this.abandoned.clear();
    this.abortsOf.clear();
    this.lastRounds.clear();
    this.loops.forgetAll();
  }

  /** See `TraceCompiler`. */
  guardFailures(): Map<number, number> {
    return this.compiler.failures();
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
    if (guard === FIELD_CHANGED) {
      this.dependencies.changed(Number(heap.word(State.JIT_VALUES)));
      return;
    }
    this.depth++;
    try {
      const status = guard === HOT_LOOP ? this.traceLoop() : this.leaveGuard(guard);
      heap.setWord(State.JIT_STATUS, status);
    } finally {
      this.depth--;
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
    if (this.isTracing) return TraceStatus.NOTHING;
    const meta = this.newMeta();
    const { tracing } = meta;
    const portal = library.at(library.header.portals[driver].fn);
    const greenCount = library.greenCount(driver);
    const boxes = readLiveValues(tracing, portal.params);
    const inputs = boxes.slice(greenCount);
    let outcome: Outcome | null;
    try {
      this.cleanUp();
      if (this.region.isFull && !this.makeRoom()) return TraceStatus.NOTHING;
      const greens = boxes.slice(0, greenCount).map((green) => this.machine.constant(green));
      // Greens may have moved to become constants.
      const cell = cellOf(greens);
      const place = { driver, greens };
      if (this.abandoned.has(keyOf(place))) return TraceStatus.NOTHING;
      this.startGreens = place;
      this.headersSeen = new Set();
      tracing.recorder.inputs = inputs;
      this.decayCounters();
      meta.push(portal, [...greens, ...inputs]);
      const start: TraceStart = { kind: 'merge-point', driver, greens };
      outcome = this.record(meta, start);
      if (outcome === null) this.noteAbort(cell);
      else if (outcome.kind === 'done' && !isFunction && this.mayRoundsDiffer(driver, greens)) {
        // The next rounds are asked again.
        this.setCell(counted + CellPlace.COUNT, this.settings.threshold - 1);
      } else {
        const end = this.endOf(outcome, tracing, null);
        const trace = tracing.recorder.finish(end, tracing.boxCount);
        this.compileLoop(trace, start, greenCount, tracing.reliedOn);
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
    if (portal !== null) this.leftOut.add(keyOf(portal));
  }

  /** See `MergePolicy`. */
  mayInline(driver: number, greens: readonly LiveValue[]): boolean {
    if (this.settings.inlining === 0) return false;
    return this.leftOut.size === 0 || !this.leftOut.has(keyOf({ driver, greens }));
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
    const key = keyOf({ driver, greens });
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
    if (this.startGreens !== null && isSame(this.startGreens, driver, greens)) return true;
    if (this.loops.find({ driver, greens }) !== null) return true;
    const key = keyOf({ driver, greens });
    if (this.headersSeen.has(key)) throw new JitLimit('an inner loop is not compiled yet');
    this.headersSeen.add(key);
    return false;
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
    if (this.startGreens !== null && isSame(this.startGreens, driver, greens))
      return { kind: 'jump', args: rest };
    const target = this.loops.find({ driver, greens });
    if (target === null) throw new Error('a trace ends where no loop is');
    return { kind: 'enter', target, args: rest, way: findWay(target, tracing, origin) };
  }

  // Compiling.

  private compileLoop(
    trace: Trace,
    start: TraceStart & { readonly kind: 'merge-point' },
    greenCount: number,
    reliedOn: readonly SeldomChanged[],
  ): void {
    const name = `loop ${this.codeCount++}`;
    const loop = this.loops.make(start, name, greenCount);
    const onInvalid = (): void => {
      this.counts.invalidated++;
      this.loops.forget(loop);
    };
    const place = { firstValue: greenCount, loop, depth: 0, reliedOn, onInvalid };
    const installed = this.compiler.compile(start, name, trace, place, this.settings);
    if (installed === null) {
      this.loops.discard(loop);
      this.noteAbort(cellOf(start.greens));
      return;
    }
    loop.traces.push(installed);
    this.loops.add(loop);
    if (this.counts.loops++ === 0) this.counts.firstLoop = processTime();
    this.freeOldLoops();
  }

  /** From now on the loop is interpreted. */
  private abandon(loop: Loop): void {
    if (!this.loops.forget(loop)) return;
    this.abandoned.add(keyOf(loop));
    // No other object may come to stand where its greens are.
    const references = loop.greens.filter(({ cls }) => cls === 'ref').map((green) => this.reference(green));
    this.machine.constants.hold(references.filter((reference) => reference !== 0));
  }

  // The life of loops.

  /** Counts of loops that are not hot yet fade with each one that is traced: what is hot is what runs often now. */
  private decayCounters(): void {
    const { decay } = this.settings;
    if (decay <= 0) return;
    const { cells } = this.access;
    const kept = 1 - Math.min(decay, 1000) / 1000;
    for (let place = 0; place <= CELL_MASK << CELL_SHIFT; place += 1 << CELL_SHIFT) {
      const count = cells.getInt32(place + CellPlace.COUNT, true);
      if (count > 0) this.setCell(place + CellPlace.COUNT, Math.floor(count * kept));
    }
  }

  /** Constants that were asked for and came to nothing are given up where nothing else is under way. */
  private cleanUp(): void {
    if (this.depth === 1) this.machine.constants.dropFresh();
  }

  private freeOldLoops(): void {
    const { loop_longevity: longevity } = this.settings;
    const interval = Math.max(1, Math.floor(Math.sqrt(longevity)));
    if (longevity > 0 && this.loops.age % interval === 0) this.freeLoops(longevity);
  }

  /** No room is left for code: frees all loops that were not used since this was last done. Whether there is room now. */
  private makeRoom(): boolean {
    if (this.refusals++ % REFUSALS !== 0) return false;
    this.freeLoops(0);
    return !this.region.isFull;
  }

  private freeLoops(longevity: number): void {
    // What an outer request does may rely on any loop.
    if (this.depth !== 1) return;
    const { access, heap, loops } = this;
    const from = access.base + Number(heap.word(State.VM_STACK));
    const returns = this.region.returnsOnStack(from, Number(heap.word(State.STACK_TOP)));
    this.counts.freed += loops.collect(longevity, returns);
  }

  // Guards.

  private leaveGuard(status: number): TraceStatus {
    const guard = this.compiler.guard(status);
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
    if (pending === 0) this.cleanUp();
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
    const place = {
      firstValue: 0,
      loop: guard.loop,
      depth: guard.depth + 1,
      reliedOn: tracing.reliedOn,
      onInvalid: () => {
        this.counts.invalidated++;
      },
    };
    const bridge = this.compiler.compile(start, name, trace, place, this.settings);
    if (bridge !== null) {
      bridge.transfer = region.patch(installed, bridge.code.start);
      guard.loop.traces.push(bridge);
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
