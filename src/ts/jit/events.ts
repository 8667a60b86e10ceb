/** What the JIT compiler tells those who watch it: counts, and what happens. */
import type { LirFunction } from '../backend/lir.js';
import type { MergePointPart, OptimizedTrace, Trace } from './trace.js';

export interface JitCounts {
  loops: number;
  bridges: number;
  /** How many traces came to nothing, by the reason. */
  readonly aborts: Map<string, number>;
  /** Traces that relied on a field which has changed. */
  invalidated: number;
  /** Loops that were not used any more. */
  freed: number;
  guardFailures: number;
  /** Milliseconds from the start of the process until the first loop had its code; 0 while there is none. */
  firstLoop: number;
  /** Operations: those that were recorded, and those of compiled traces once optimized. */
  recorded: number;
  optimized: number;
  /** Of compiled traces. */
  guards: number;
  codeBytes: number;
  /** Milliseconds. */
  tracing: number;
  optimizing: number;
  /** All after the optimizer. */
  compiling: number;
}

/** Milliseconds since the process started. `performance` takes some to load. */
export function processTime(): number {
  return 1000 * process.uptime();
}

export function newCounts(): JitCounts {
  return {
    loops: 0,
    bridges: 0,
    aborts: new Map(),
    invalidated: 0,
    freed: 0,
    guardFailures: 0,
    firstLoop: 0,
    recorded: 0,
    optimized: 0,
    guards: 0,
    codeBytes: 0,
    tracing: 0,
    optimizing: 0,
    compiling: 0,
  };
}

/** The counts by name. */
export function* countRows(counts: JitCounts): Iterable<readonly [name: string, value: number]> {
  yield ['loops', counts.loops];
  yield ['bridges', counts.bridges];
  for (const [reason, count] of counts.aborts) yield [`abort: ${reason}`, count];
  yield ['invalidated', counts.invalidated];
  yield ['loops freed', counts.freed];
  yield ['guard failures', counts.guardFailures];
  yield ['guards', counts.guards];
  yield ['operations recorded', counts.recorded];
  yield ['operations optimized', counts.optimized];
  yield ['code bytes', counts.codeBytes];
  if (counts.loops > 0) yield ['ms until the first loop', counts.firstLoop];
  yield ['ms tracing', counts.tracing];
  yield ['ms optimizing', counts.optimizing];
  yield ['ms compiling', counts.compiling];
}

/** Where a trace starts: a loop at a merge point, a bridge at a guard. */
export type TraceStart = MergePointPart | { readonly kind: 'guard'; readonly number: number };

/** A trace that is about to be compiled. */
export interface CompiledTrace {
  readonly start: TraceStart;
  readonly name: string;
  readonly recorded: Trace;
  readonly optimized: OptimizedTrace;
  /** The number of its first guard; the others follow. */
  readonly firstGuard: number;
}

export interface JitHooks {
  /** Makes the trace better; not given: the optimizer does. */
  readonly optimize?: (trace: Trace) => OptimizedTrace;
  readonly onTracing?: (start: TraceStart, operations: number, milliseconds: number) => void;
  readonly onTrace?: (trace: CompiledTrace) => void;
  /** Is told of each function that is compiled, with its address. */
  readonly onCode?: (lir: LirFunction, address: number, code: Uint8Array) => void;
  readonly onAbort?: (reason: string, start: TraceStart) => void;
  /** Faults of the compiler end the process; else they only end the trace. Not given: as TSPY_JIT_STRICT says. */
  readonly isStrict?: boolean;
  /** For tests: after so many bytes of code no more traces are made. */
  readonly codeLimit?: number;
}
