/**
 * Traces: what the meta-interpreter records, and what the optimizer makes of it.
 *
 * A trace is a straight line of operations in SSA form: those of the low-level IR (`backend/lir-ops.ts`, with the same meaning) and a few
 * of its own, `traceOps`. Where the interpreter chose a way, the trace has a guard: code that leaves the trace if the choice would be another now. A guard
 * carries a snapshot: what the interpreter's frames held at that point, so that it can go on there.
 *
 *     [i0, r1]                                     inputs
 *     r2 = load_ref r1, 0  .16  W_Frame.slots      an access of memory names its place
 *     i3 = load_u32 r2, 0  .0   type               the type id of an object is an immutable field
 *     guard_value i3, 57    <- snapshot
 *     i4 = int_add i0, 1
 *     jump i4, r1
 *
 * References in constants never change: the objects are old, and old objects do not move.
 */
import { LirConstant, type MemoryPlace, type Part, type RegisterClass } from '../backend/lir.js';
import type { Knowledge } from './optimizer/loop-plan.js';
import type { LoopEntrance } from './optimizer/loop-entrance.js';
import { lirOps, type LirOpName, type LirOpRow } from '../backend/lir-ops.js';

/** A value that the trace computes; the same object wherever it is used. */
export class Box {
  readonly isConstant = false;

  constructor(
    /** Unique in its trace. */
    readonly id: number,
    readonly cls: RegisterClass,
  ) {}
}

/** As in low-level IR: ints are bigint where a double can't tell them; references as in machine code: 0 is null. */
export const TraceConstant = LirConstant;
export type TraceConstant = LirConstant;

export type TraceValue = Box | TraceConstant;

export const NULL_REF = new TraceConstant('ref', 0);
export const ZERO = new TraceConstant('int', 0);

function row(signature: string, kind: TraceOpRow['kind']): TraceOpRow {
  return { signature, kind };
}

export interface TraceOpRow {
  /** As in `lir-ops.ts`. */
  readonly signature: string;
  readonly kind: LirOpRow['kind'] | 'guard' | 'mark' | 'array';
}

/** The operations that only traces have. */
export const traceOps = {
  /** Leaves the trace unless the int is not 0, or is 0. */
  guard_true: row('int -> ', 'guard'),
  guard_false: row('int -> ', 'guard'),
  /** Unless the value is the constant. */
  guard_value: row('x x -> ', 'guard'),
  /** The operation before it is one of the `_ovf` family: unless it did not overflow, or did. */
  guard_no_overflow: row('-> ', 'guard'),
  guard_overflow: row('-> ', 'guard'),
  /** Comes right after a call: unless it left no exception pending. */
  guard_no_exception: row('-> ', 'guard'),
  /** Comes right after a call: unless an exception is pending whose type id is the constant; takes it, so that none is pending. */
  guard_exception: row('int -> ref', 'guard'),
  /** Unless the loop still holds: a quasi-immutable field that it relies on has changed. */
  guard_not_invalidated: row('-> ', 'guard'),

  /** A new array: type id, a constant; length. Its items are zero. The header and the length are set. The part is an `ArrayPart`. */
  allocate_array: row('int int -> ref', 'array'),

  /** From here on, or no longer, the object is active: its owned places are written by this trace alone (`MemoryPlace`). */
  activate: row('ref -> ', 'mark'),
  deactivate: row('ref -> ', 'mark'),
  /** A merge point of the interpreter, for people: the part tells the greens, or where they are. */
  debug_merge_point: row('-> ', 'mark'),
} as const satisfies Record<string, TraceOpRow>;

export type GuardName = {
  [Name in keyof typeof traceOps]: Name extends `guard_${string}` ? Name : never;
}[keyof typeof traceOps];

export type TraceOpName = LirOpName | keyof typeof traceOps;

export function traceOpRow(name: TraceOpName): TraceOpRow {
  return name in traceOps ? traceOps[name as keyof typeof traceOps] : lirOps[name as LirOpName];
}

/** Of allocations of arrays. */
export interface ArrayPart {
  readonly kind: 'array';
  readonly typeId: number;
  /** Bytes of an item. */
  readonly itemSize: 1 | 4 | 8;
}

/** What a call may do to memory: of the places whose number is asked for. */
export interface CallEffects {
  mayRead(place: MemoryPlace): boolean;
  mayWrite(place: MemoryPlace): boolean;
}

/** Of the operations `call` (a function of the image, by symbol), `call_code` and `call_c`. */
export interface TraceCallPart {
  readonly kind: 'trace-call';
  /** For people, and for `call` what is called. */
  readonly symbol: string;
  readonly effects: CallEffects;
  /** Same arguments, same result, nothing else: may be left out if nobody reads the result, and a second call with the same arguments, too. */
  readonly isElidable: boolean;
  readonly canRaise: boolean;
}

export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
}

/** Of `debug_merge_point`: where in its program the interpreter was. */
export interface MergePointPart {
  readonly kind: 'merge-point';
  readonly driver: number;
  readonly greens: readonly TraceConstant[];
}

export type TracePart = Part | ArrayPart | TraceCallPart | TextPart | MergePointPart;

/**
 * What the interpreter's frames hold: the innermost one, and behind it its callers, which many snapshots share. `frame` tells the meta-interpreter
 * which function and where; values of registers that nobody will read are left out.
 */
export interface Snapshot {
  readonly frame: object;
  readonly values: readonly TraceValue[];
  readonly caller: Snapshot | null;
}

export interface TraceOperation {
  readonly op: TraceOpName;
  readonly args: readonly TraceValue[];
  readonly part: TracePart;
  readonly result: Box | null;
  /** Of guards only. */
  readonly snapshot: Snapshot | null;
}

export type TraceEnd =
  /** Back to the start of this trace, with new inputs. */
  | { readonly kind: 'jump'; readonly args: readonly TraceValue[] }
  /** On to a loop that is compiled already: `target` tells which; `way`: how to get behind its preamble. */
  | {
      readonly kind: 'enter';
      readonly target: object;
      readonly args: readonly TraceValue[];
      readonly way: LoopWay | null;
    }
  /** The same, behind the loop's preamble: its parameters, then its imports. The optimizer's. */
  | { readonly kind: 'reenter'; readonly target: object; readonly args: readonly TraceValue[] }
  /** The function whose loop it is returns, or raises. */
  | { readonly kind: 'return'; readonly value: TraceValue | null }
  | { readonly kind: 'raise'; readonly exception: TraceValue };

/** The loop that a bridge starts in. */
export interface LoopOrigin {
  readonly entrance: LoopEntrance;
  /** The trace's inputs that are the loop's imports. */
  readonly imports: readonly Box[];
}

export interface LoopWay {
  readonly entrance: LoopEntrance;
  /** As of `LoopOrigin`; null for a trace that did not start in the loop. */
  readonly imports: readonly Box[] | null;
  /** Of the trace's end. */
  readonly snapshot: Snapshot;
}

export interface Trace {
  readonly inputs: readonly Box[];
  readonly operations: readonly TraceOperation[];
  readonly end: TraceEnd;
  /** One more than the largest id of a box. */
  readonly boxCount: number;
  /** Of a bridge: what is known of its first inputs. */
  readonly known: readonly Knowledge[];
  readonly origin: LoopOrigin | null;
}

// What the optimizer gives.

/** An object that exists only if its guard fails: what the trace would have made, had it been needed. */
export interface VirtualObject {
  /** Of an instance: what `allocate` would get. Of an array: its type, and its constant length. */
  readonly shape:
    | { readonly kind: 'instance'; readonly size: number; readonly typeId: number }
    | {
        readonly kind: 'array';
        readonly typeId: number;
        readonly itemSize: 1 | 4 | 8;
        readonly length: number;
      };
  /** What its fields and items hold; those not given are zero. */
  readonly stores: readonly VirtualStore[];
}

export interface VirtualStore {
  readonly op: LirOpName;
  /** Bytes from the object's start. */
  readonly displacement: number;
  readonly place: MemoryPlace | undefined;
  readonly value: ResumeValue;
}

export type ResumeValue =
  | { readonly kind: 'constant'; readonly constant: TraceConstant }
  /** One of the guard's `liveValues`. */
  | { readonly kind: 'live'; readonly box: Box }
  /** One of `virtuals`. */
  | { readonly kind: 'virtual'; readonly object: VirtualObject };

/** A store that the trace has put off, and that is due if it is left here. */
export interface PendingStore {
  readonly op: LirOpName;
  readonly part: Part;
  readonly base: ResumeValue;
  readonly index: ResumeValue;
  readonly value: ResumeValue;
}

/** How the interpreter's state comes from the values that are live at a guard. */
export interface ResumeData {
  /** Innermost first. */
  readonly frames: readonly { readonly frame: object; readonly values: readonly ResumeValue[] }[];
  readonly virtuals: readonly VirtualObject[];
  readonly pending: readonly PendingStore[];
}

export interface ResumableGuard {
  readonly resume: ResumeData;
  readonly liveValues: readonly Box[];
  /** What is known of the live values there: for bridges. Those that come after are imports. */
  readonly known: readonly Knowledge[];
  /** Of a loop's guards, and those of its bridges: where its imports are among the live values; else null. */
  readonly imports: readonly number[] | null;
}

export interface OptimizedOperation {
  readonly op: TraceOpName;
  readonly args: readonly TraceValue[];
  readonly part: TracePart;
  readonly result: Box | null;
  readonly guard: ResumableGuard | null;
}

/** A straight line of code; every value is defined in it, by its parameters, or by the part before it. */
export interface OptimizedPart {
  readonly params: readonly Box[];
  readonly operations: readonly OptimizedOperation[];
}

export interface OptimizedTrace {
  /** Once at the start. */
  readonly preamble: OptimizedPart;
  /** Then this, for ever; null where the trace does not come back to its start with what the loop would need: then `end` tells where the preamble goes. */
  readonly loop: OptimizedPart | null;
  /** What the preamble gives the loop's parameters. */
  readonly loopEntry: readonly TraceValue[];
  /** Values of the preamble that the loop reads; only known where the loop has an entrance. */
  readonly imports: readonly Box[];
  readonly entrance: LoopEntrance | null;
  /** A jump's arguments are the loop's parameters, or without a loop the trace's inputs. */
  readonly end: TraceEnd;
  readonly boxCount: number;
}
