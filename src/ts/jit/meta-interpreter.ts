/**
 * The meta-interpreter: runs the interpreter's own functions, given as low-level IR, on the real heap, and records what it does as a trace.
 *
 * Values are constants of the trace or boxes. What depends on constants alone is computed and not recorded. Where the way depends on a box, a guard
 * is recorded. Calls of functions with a body are looked into; all others are made in machine code, as the interpreter would make them.
 *
 * The pending exception, in machine code a word of the state block, is a variable here: an exception that is raised and handled within a trace
 * leaves no trace.
 */
import type { Edge, LirOperand, LirOperation, Part } from '../backend/lir.js';
import { NO_PART } from '../backend/lir.js';
import { lirOps, type LirOpName } from '../backend/lir-ops.js';
import { MetaFrame } from './frames.js';
import { JitLimit, TraceTooLong } from './heap.js';
import { Inlining, type InliningPolicy, type PortalKey } from './inlining.js';
import { intrinsics } from './intrinsics.js';
import type { JitFunction, JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import { TraceConstant, type TraceCallPart } from './trace.js';
import { TracedMemory } from './traced-memory.js';
import type { Tracing } from './tracing.js';
import { intConstant, LiveBox, resolved, type LiveValue } from './values.js';
import { evaluate, overflows, type Word } from './words.js';

/** How a run of the meta-interpreter ends. */
export type Outcome =
  /** At a merge point of the outermost portal: greens and all else. `isHeader`: a loop goes round there. */
  | {
      readonly kind: 'merge';
      readonly driver: number;
      readonly args: readonly LiveValue[];
      readonly isHeader: boolean;
    }
  /** The outermost portal has returned, or raised. */
  | { readonly kind: 'done'; readonly value: LiveValue | null; readonly exception: LiveValue | null };

/** What the meta-interpreter asks. */
export interface MergePolicy extends InliningPolicy {
  /** Whether the trace ends at this merge point, where a loop goes round. */
  endsAt(driver: number, greens: readonly LiveValue[]): boolean;
}

export class MetaInterpreter {
  readonly memory: TracedMemory;
  private readonly inlining: Inlining;
  private readonly machine: Machine;
  private readonly library: JitLibrary;
  /** The last operation was a call in machine code that can raise; no guard has asked yet. */
  private isUnchecked = false;

  constructor(
    readonly tracing: Tracing,
    private readonly policy: MergePolicy,
    private readonly limits: { readonly traceLimit: number; readonly unrollRecursion: number },
  ) {
    this.machine = tracing.machine;
    this.library = tracing.library;
    this.memory = new TracedMemory(tracing);
    this.inlining = new Inlining(tracing, policy, limits.unrollRecursion);
  }

  /** Of the portals that the trace has looked into, the one that took most operations. */
  get largestInlined(): PortalKey | null {
    return this.inlining.findLargest();
  }

  private get top(): MetaFrame {
    const { frames } = this.tracing;
    if (frames.length === 0) throw new Error('the meta-interpreter has no frame');
    return frames[frames.length - 1];
  }

  // Running.

  /** Enters a function that has a body. */
  push(fn: JitFunction, args: readonly LiveValue[]): void {
    const { body } = fn;
    if (body === null) throw new Error(`${fn.symbol} is not to be looked into`);
    const frame = new MetaFrame(fn, body);
    const { params } = body.lir.entry;
    for (let i = 0; i < params.length; i++) frame.values[params[i].id] = args[i];
    this.tracing.frames.push(frame);
  }

  run(): Outcome {
    const { tracing } = this;
    for (;;) {
      if (tracing.recorder.operations.length > this.limits.traceLimit) throw new TraceTooLong();
      if (tracing.isMemoryShort) throw new JitLimit('out of memory');
      const frame = this.top;
      const { operations } = frame.currentBlock;
      let outcome: Outcome | null;
      if (frame.operation < operations.length) {
        outcome = this.execute(frame, operations[frame.operation]);
      } else outcome = this.leaveBlock(frame);
      if (outcome !== null) return outcome;
    }
  }

  /** What an operand holds. */
  private value(frame: MetaFrame, operand: LirOperand): LiveValue {
    return operand.isConstant ? operand : resolved(frame.values[operand.id]);
  }

  private operands(frame: MetaFrame, args: readonly LirOperand[]): LiveValue[] {
    const count = args.length;
    const values = new Array<LiveValue>(count);
    for (let i = 0; i < count; i++) values[i] = this.value(frame, args[i]);
    return values;
  }

  private setResult(frame: MetaFrame, { result }: LirOperation, value: LiveValue | null): void {
    if (result !== null && value !== null) frame.values[result.id] = value;
    frame.operation++;
  }

  private execute(frame: MetaFrame, operation: LirOperation): Outcome | null {
    const { op, part } = operation;
    const args = this.operands(frame, operation.args);
    switch (lirOps[op].kind) {
      case 'pure':
        if (op === 'code_offset') this.setResult(frame, operation, this.codeOffset(part));
        else this.setResult(frame, operation, this.pure(op, args));
        return null;
      case 'overflow':
        this.setResult(frame, operation, this.overflowing(op, args));
        return null;
      case 'load':
        this.setResult(frame, operation, this.memory.loadOperation(op, args, part));
        return null;
      case 'store':
        this.memory.storeOperation(op, args, part);
        frame.operation++;
        return null;
      case 'slow':
        this.setResult(frame, operation, this.memory.allocate(op, part));
        return null;
      case 'call':
        return this.callOperation(frame, operation, args);
      case 'guard':
        throw new Error(`${op} in jitcode`);
    }
  }

  private codeOffset(part: Part): LiveValue {
    if (part.kind !== 'symbol') throw new Error('code_offset without a symbol');
    return intConstant(this.library.get(part.symbol).offset);
  }

  // Values.

  private pure(op: LirOpName, args: readonly LiveValue[]): LiveValue {
    const { machine } = this;
    const count = args.length;
    const words = new Array<Word>(count);
    let isConstant = true;
    for (let i = 0; i < count; i++) {
      const arg = args[i];
      words[i] = machine.held(arg);
      if (!arg.isConstant) isConstant = false;
    }
    const held = evaluate(op, words);
    const cls = resultClass(op, args[0]);
    if (isConstant) return this.constant(cls, held);
    if (op === 'ref_eq' || op === 'ref_ne') {
      const known = knownComparison(args[0], args[1]);
      if (known !== null) return intConstant(known === (op === 'ref_eq') ? 1 : 0);
    }
    const box = this.tracing.newBox(cls, held);
    this.tracing.record(op, args, NO_PART, box);
    return box;
  }

  private constant(cls: LiveBox['cls'], held: Word): TraceConstant {
    return cls === 'ref' ? this.machine.constants.of(held as number) : new TraceConstant(cls, held);
  }

  private overflowing(op: LirOpName, args: readonly LiveValue[]): LiveValue {
    const a = args[0];
    const b = args[1];
    const held = evaluate(op, [this.machine.held(a), this.machine.held(b)]);
    if (a.isConstant && b.isConstant) return intConstant(held);
    const box = this.tracing.newBox('int', held);
    this.tracing.record(op, args, NO_PART, box);
    return box;
  }

  // Calls.

  private callOperation(
    frame: MetaFrame,
    operation: LirOperation,
    args: readonly LiveValue[],
  ): Outcome | null {
    const { op, part } = operation;
    if (op === 'call_c') {
      const [address, ...rest] = args;
      this.setResult(frame, operation, this.callC(address, rest, operation.result?.cls ?? null));
      return null;
    }
    let callee: JitFunction | null;
    let given = args;
    if (op === 'call_code') {
      const [code, ...rest] = args;
      const offset = Number(this.tracing.promoteInt(code));
      callee = this.library.findAt(offset);
      if (callee === null) throw new Error(`no function at code offset ${offset}`);
      given = rest.slice(0, callee.params.length);
    } else {
      if (part.kind !== 'symbol') throw new Error('a call without a symbol');
      const intrinsic = intrinsics.get(part.symbol);
      if (intrinsic !== undefined) {
        const done = intrinsic(this, frame, args);
        if (done === 'call') return this.callFunction(frame, operation, this.library.get(part.symbol), args);
        if (done !== null && 'kind' in done) return done;
        this.setResult(frame, operation, done);
        return null;
      }
      callee = this.library.get(part.symbol);
    }
    return this.callFunction(frame, operation, callee, given);
  }

  private callFunction(
    frame: MetaFrame,
    operation: LirOperation,
    callee: JitFunction,
    args: readonly LiveValue[],
  ): null {
    if (this.inlining.mayEnter(callee, args)) {
      // What a portal derives from its greens, before its merge point, is constant, too.
      const greens = callee.portal < 0 ? 0 : this.library.greenCount(callee.portal);
      const given = args.slice();
      for (let i = 0; i < greens; i++) given[i] = this.tracing.promote(given[i]);
      frame.snapshot = null;
      this.push(callee, given);
      if (greens > 0) this.inlining.enter(this.top, callee.portal, given.slice(0, greens));
    } else this.setResult(frame, operation, this.callMachine(callee, args, operation.result?.cls ?? null));
    return null;
  }

  /** A call in machine code. */
  callMachine(callee: JitFunction, args: readonly LiveValue[], cls: LiveBox['cls'] | null): LiveValue | null {
    const isFoldable = callee.isElidable && args.every((arg) => arg.isConstant);
    const held = this.machine.call(callee.offset, args, cls);
    const part: TraceCallPart = {
      kind: 'trace-call',
      symbol: callee.symbol,
      effects: callee.effects,
      isElidable: callee.isElidable,
      canRaise: callee.canRaise,
    };
    const result = cls === null ? null : this.tracing.newBox(cls, held);
    this.tracing.takeException();
    if (isFoldable && this.tracing.exception === null && result !== null) {
      return cls === 'ref' ? this.machine.constantReference(result) : new TraceConstant(result.cls, held);
    }
    this.tracing.record('call', args, part, result);
    this.memory.noteCall(callee.effects, callee.isElidable);
    this.isUnchecked = callee.canRaise;
    return result;
  }

  private callC(
    address: LiveValue,
    args: readonly LiveValue[],
    cls: LiveBox['cls'] | null,
  ): LiveValue | null {
    const held = this.machine.callC(this.machine.held(address), args, cls);
    if (cls === null) throw new Error('a C function without a result');
    const isFoldable = args.every((arg) => arg.isConstant);
    if (isFoldable) return new TraceConstant(cls, held);
    const box = this.tracing.newBox(cls, held);
    this.tracing.record('call_c', [address, ...args], C_CALL, box);
    return box;
  }

  /** Leaves the top frame; its caller goes on behind the call. */
  pop(value: LiveValue | null): Outcome | null {
    const frame = this.tracing.frames.pop();
    if (frame === undefined) throw new Error('a return without a frame');
    this.inlining.leave(frame);
    for (const object of frame.active) this.tracing.record('deactivate', [object], NO_PART, null);
    const caller = this.tracing.frames.at(-1);
    if (caller === undefined) return { kind: 'done', value, exception: this.tracing.exception };
    const call = caller.currentBlock.operations[caller.operation];
    this.setResult(caller, call, value);
    return null;
  }

  // Exits.

  private goTo(frame: MetaFrame, { target, args }: Edge): void {
    const index = frame.body.indexOf.get(target);
    if (index === undefined) throw new Error('an edge out of the function');
    const { params } = target;
    if (params.length > 0) {
      // All are read before one is set: they may be each other's.
      const values = this.operands(frame, args);
      for (let i = 0; i < params.length; i++) frame.values[params[i].id] = values[i];
    }
    frame.block = index;
    frame.operation = 0;
  }

  private leaveBlock(frame: MetaFrame): Outcome | null {
    const { exit } = frame.currentBlock;
    if (exit === null) throw new Error('a block without an exit');
    switch (exit.kind) {
      case 'jump':
        this.goTo(frame, exit.to);
        return null;
      case 'branch': {
        const left = this.value(frame, exit.left);
        const right = this.value(frame, exit.right);
        const isTrue = this.decide(this.pure(exit.condition, [left, right]));
        this.learn(exit.condition, left, right, isTrue);
        this.goTo(frame, isTrue ? exit.whenTrue : exit.whenFalse);
        return null;
      }
      case 'overflow': {
        const last = frame.currentBlock.operations.at(-1);
        if (last === undefined) throw new Error('an overflow of nothing');
        // Asked here, since interpretation may begin here: where a guard failed.
        const a = this.value(frame, last.args[0]);
        const b = this.value(frame, last.args[1]);
        const didOverflow = overflows(last.op, this.machine.held(a), this.machine.held(b));
        const isKnown = a.isConstant && b.isConstant;
        if (!isKnown) this.tracing.guard(didOverflow ? 'guard_overflow' : 'guard_no_overflow', []);
        this.goTo(frame, didOverflow ? exit.overflow : exit.normal);
        return null;
      }
      case 'exception':
        this.checkException();
        this.goTo(frame, this.tracing.exception === null ? exit.normal : exit.pending);
        return null;
      case 'switch': {
        const value = this.tracing.promoteInt(this.value(frame, exit.value));
        const chosen = exit.cases.find((one) => one.value === value)?.to ?? exit.otherwise;
        this.goTo(frame, chosen);
        return null;
      }
      case 'return':
        return this.pop(exit.value === null ? null : this.value(frame, exit.value));
      case 'stack':
        this.goTo(frame, exit.normal);
        return null;
      case 'trap':
      case 'leave':
        throw new Error(`${frame.fn.symbol}: a ${exit.kind} while tracing`);
    }
  }

  /** Which way a condition goes; guarded. */
  private decide(condition: LiveValue): boolean {
    const isTrue = this.machine.held(condition) !== 0;
    if (!condition.isConstant) {
      this.tracing.guard(isTrue ? 'guard_true' : 'guard_false', [condition]);
      condition.constant = intConstant(isTrue ? 1 : 0);
    }
    return isTrue;
  }

  /** What a branch tells of its operands. */
  private learn(condition: LirOpName, left: LiveValue, right: LiveValue, isTrue: boolean): void {
    if (condition !== 'ref_eq' && condition !== 'ref_ne') return;
    if (left.isConstant || !right.isConstant) return;
    if ((condition === 'ref_eq') === isTrue) left.constant = right;
    else if (right.value === 0) left.isNonNull = true;
  }

  private checkException(): void {
    if (!this.isUnchecked) return;
    this.isUnchecked = false;
    if (this.tracing.exception === null) {
      this.tracing.guard('guard_no_exception', []);
      return;
    }
    if (!(this.tracing.exception instanceof LiveBox)) throw new Error('a constant exception of a call');
    const typeId = this.tracing.heap.typeId(this.machine.reference(this.tracing.exception));
    const exception = this.tracing.exception;
    exception.typeId = typeId;
    exception.isNonNull = true;
    this.tracing.guard('guard_exception', [intConstant(typeId)], exception);
  }

  // Portals.

  /** A portal's merge point; null to go on. */
  mergePoint(frame: MetaFrame, driver: number, args: readonly LiveValue[]): Outcome | null {
    const isOutermost = this.tracing.frames.length === 1;
    const isHeader = frame.hasBackEdge;
    frame.hasBackEdge = false;
    const count = this.library.greenCount(driver);
    const greens = args.slice(0, count).map((green) => this.tracing.promote(green));
    if (isHeader) {
      if (!isOutermost && !frame.takeFollow()) return this.finishInMachine(frame, args);
      if (isOutermost && this.policy.endsAt(driver, greens))
        return { kind: 'merge', driver, args: [...greens, ...args.slice(count)], isHeader };
    }
    if (frame.active.length === 0) {
      frame.active = args.slice(count).filter((arg) => arg instanceof LiveBox && arg.cls === 'ref');
      for (const object of frame.active) this.tracing.record('activate', [object], NO_PART, null);
    }
    this.tracing.record('debug_merge_point', [], { kind: 'merge-point', driver, greens }, null);
    return null;
  }

  /** A portal that was looked into goes on as a call: the rest of it from its merge point. */
  private finishInMachine(frame: MetaFrame, args: readonly LiveValue[]): Outcome | null {
    const { fn } = frame;
    const values = fn.params.map((_, i) => resolved(args[i]));
    return this.pop(this.callMachine(fn, values, fn.result));
  }
}

const C_CALL: TraceCallPart = {
  kind: 'trace-call',
  symbol: 'C',
  effects: { mayRead: () => false, mayWrite: () => false },
  isElidable: true,
  canRaise: false,
};

/** Whether two references are equal, where that needs no look; null if it does. */
function knownComparison(a: LiveValue, b: LiveValue): boolean | null {
  if (a === b) return true;
  return (isNull(a) && isObject(b)) || (isNull(b) && isObject(a)) ? false : null;
}

function isNull(value: LiveValue): boolean {
  return value.isConstant && value.value === 0;
}

function isObject(value: LiveValue): boolean {
  return !value.isConstant && value.isNonNull;
}

const resultClasses = new Map<LirOpName, LiveBox['cls'] | 'x'>();

function resultClass(op: LirOpName, first: LiveValue): LiveBox['cls'] {
  let cls = resultClasses.get(op);
  if (cls === undefined) {
    const text = lirOps[op].signature.split('->')[1].trim();
    cls = text === 'int' || text === 'ref' || text === 'float' ? text : 'x';
    resultClasses.set(op, cls);
  }
  return cls === 'x' ? first.cls : cls;
}
