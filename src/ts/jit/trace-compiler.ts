/**
 * Makes code of traces: optimized, lowered, installed, with the guards by which it is left; and takes it away again.
 */
import { FIRST_GUARD } from '../rlib/jit-layout.js';
import type { CodeRegion, InstalledGuard } from './code-region.js';
import type { InstalledTrace, Loop } from './compiled-loops.js';
import type { Dependencies, Validity } from './dependencies.js';
import { processTime, type JitCounts, type JitHooks, type TraceStart } from './events.js';
import type { FlagTable } from './flag-table.js';
import { JitLimit, type JitHeap } from './heap.js';
import type { JitLibrary } from './library.js';
import { lowerTrace } from './lower-trace.js';
import type { Machine } from './machine.js';
import type { Knowledge } from './optimizer/loop-plan.js';
import { optimizeTrace } from './optimizer/optimize-trace.js';
import type { OptimizerOptions } from './optimizer/options.js';
import type { JitSettings } from './parameters.js';
import type { ResumePlan } from './resume-plan.js';
import { TraceConstant, type Box, type ResumeData, type Trace } from './trace.js';
import type { SeldomChanged } from './tracing.js';
import { LiveBox } from './values.js';

export interface Guard {
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
export const MAX_ATTEMPTS = 3;
/** Bridges upon bridges: what differs each time would never come to an end. */
const MAX_DEPTH = 40;

/** Where a trace has its inputs, and which loop it belongs to. */
export interface TracePlace extends Pick<Guard, 'loop' | 'depth'> {
  readonly firstValue: number;
  /** What it has taken for constants that may change, and what happens when that does. */
  readonly reliedOn: readonly SeldomChanged[];
  onInvalid(): void;
}

/** What a trace compiler works with. */
export interface TraceCompilerParts {
  readonly heap: JitHeap;
  readonly library: JitLibrary;
  readonly machine: Machine;
  readonly region: CodeRegion;
  readonly flags: FlagTable;
  readonly dependencies: Dependencies;
  readonly counts: JitCounts;
  readonly hooks: JitHooks;
}

export class TraceCompiler {
  /** By their numbers; null: of a trace that was freed. */
  private readonly guards: (Guard | null)[] = [];

  constructor(
    private readonly parts: TraceCompilerParts,
    /** A trace comes to nothing. */
    private readonly giveUp: (error: unknown, start: TraceStart) => void,
  ) {}

  /** The guard that a status of compiled code tells. */
  guard(status: number): Guard {
    const guard = this.guards[status - FIRST_GUARD];
    if (guard === null) throw new Error('a guard fails that was freed');
    return guard;
  }

  /** How often each guard failed, by number; guards that never did are left out. */
  failures(): Map<number, number> {
    const failed = this.guards.map((guard, number) => [number, guard?.allFailures ?? 0] as const);
    return new Map(failed.filter(([, failures]) => failures > 0));
  }

  /** null where it comes to nothing. */
  compile(
    start: TraceStart,
    name: string,
    trace: Trace,
    place: TracePlace,
    settings: JitSettings,
  ): InstalledTrace | null {
    const { firstValue, loop, depth } = place;
    const { region, library, machine, flags, dependencies, counts, hooks } = this.parts;
    const began = processTime();
    let optimizedAt = began;
    const first = this.guards.length;
    const reliesOn = new Set<number>();
    const late: { validity: Validity | null } = { validity: null };
    try {
      this.checkReliedOn(place.reliedOn);
      const optimized =
        hooks.optimize?.(trace) ?? optimizeTrace(trace, this.optimizerOptions(trace, settings, reliesOn));
      optimizedAt = processTime();
      hooks.onTrace?.({ start, name, recorded: trace, optimized, firstGuard: first });
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
        alwaysLeaves: (status) => settings.fail_guards > 0 && status % settings.fail_guards === 0,
        targetOf: ({ target }) => {
          const { symbol, greenCount } = target as Loop; // as `endOf` put it there
          return { symbol, firstValue: greenCount };
        },
        validityPlace: () => {
          late.validity ??= dependencies.newValidity(place.onInvalid);
          return flags.place(late.validity.flag);
        },
      });
      const code = region.install(lir);
      for (let i = first; i < this.guards.length; i++) {
        const guard = this.guards[i];
        if (guard !== null) guard.installed = code.guards.get(i + FIRST_GUARD) ?? null;
      }
      const { validity } = late;
      if (validity !== null) dependencies.add(validity, reliesOn);
      if (optimized.entrance !== null) loop.entrance = optimized.entrance;
      counts.codeBytes += code.size;
      counts.guards += this.guards.length - first;
      hooks.onCode?.(lir, region.address(code.start), region.bytes(code.start, code.size));
      const { end } = optimized;
      return {
        code,
        transfer: null,
        firstGuard: first,
        endGuard: this.guards.length,
        validity,
        constants: machine.constants.take(),
        target: end.kind === 'enter' || end.kind === 'reenter' ? (end.target as Loop) : null,
      };
    } catch (error) {
      if (late.validity !== null) dependencies.drop(late.validity);
      this.giveUp(error, start);
      return null;
    } finally {
      counts.optimizing += optimizedAt - began;
      counts.compiling += processTime() - optimizedAt;
    }
  }

  /** What a trace has as constants is still so: it may have changed later in the trace itself. */
  private checkReliedOn(reliedOn: readonly SeldomChanged[]): void {
    for (const { op, address, value } of reliedOn) {
      if (!Object.is(this.parts.heap.load(op, address), value))
        throw new JitLimit('a field has changed that the trace relies on');
    }
  }

  /** `reliesOn` gets the objects with fields that change seldom. */
  private optimizerOptions(
    { operations }: Trace,
    settings: JitSettings,
    reliesOn: Set<number>,
  ): OptimizerOptions {
    const { heap, library, machine } = this.parts;
    return {
      readConstant: (op, object, displacement) => {
        const held = heap.load(op, Number(object.value) * 8 + displacement);
        if (op === 'load_ref') return heap.isYoung(Number(held)) ? null : machine.constants.of(Number(held));
        return new TraceConstant(op === 'load_f64' || op === 'load_f32' ? 'float' : 'int', held);
      },
      dependOn: (object) => {
        reliesOn.add(Number(object.value));
      },
      arrayLength: library.placeNamed('length'),
      typePlace: library.placeNamed('type'),
      peelsLoops: operations.length <= settings.disable_unrolling,
      knowsFailures: settings.fail_guards === 0,
      heldNow: (box) => (box instanceof LiveBox ? machine.held(box) : null),
      loadNow: (op, object, displacement) => heap.load(op, Number(object) * 8 + displacement),
    };
  }

  /** Frees all that belongs to a trace. */
  free({ code, transfer, firstGuard, endGuard, validity, constants }: InstalledTrace): void {
    const { region, dependencies, machine } = this.parts;
    region.uninstall(code);
    if (transfer !== null) region.release(transfer);
    this.guards.fill(null, firstGuard, endGuard);
    if (validity !== null) dependencies.drop(validity);
    machine.constants.release(constants);
  }
}
