/**
 * The meta-interpreter: runs the interpreter's own functions, given as low-level IR, on the real heap. With a recorder it notes what it does as a trace;
 * without one it only runs on, to the next point where the interpreter proper can take over (what others call a blackhole interpreter).
 *
 * Values are constants of the trace or boxes. What depends on constants alone is computed and not recorded. Where the way depends on a box, a guard
 * is recorded. Calls of functions with a body are looked into while recording; all others are made in machine code, as the interpreter would make them.
 *
 * The pending exception, in machine code a word of the state block, is a variable here: an exception that is raised and handled within a trace
 * leaves no trace.
 */
import type { AddressPart, Edge, LirOperand, LirOperation, MemoryPlace, Part } from '../backend/lir.js';
import { LirConstant, NO_PART, VirtualRegister } from '../backend/lir.js';
import { lirOps, type LirOpName } from '../backend/lir-ops.js';
import { BuiltinType, ListPlace, Place } from '../rlib/heap-layout.js';
import { State } from '../rlib/raw.js';
import { MetaFrame, takeSnapshot } from './frames.js';
import { TraceTooLong, type JitHeap } from './heap.js';
import { intrinsics } from './intrinsics.js';
import type { JitFunction, JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import type { Recorder } from './recorder.js';
import {
  NULL_REF,
  TraceConstant,
  ZERO,
  type GuardName,
  type TraceCallPart,
  type TracePart,
} from './trace.js';
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

/** What the meta-interpreter asks while it records. */
export interface MergePolicy {
  /** Whether the trace ends at this merge point, where a loop goes round. */
  endsAt(driver: number, greens: readonly LiveValue[]): boolean;
  /** Whether a call of a portal with these greens may be looked into. */
  mayInline(driver: number, greens: readonly LiveValue[]): boolean;
}

/** A portal that a trace has looked into, and how many operations that took. */
interface InlinedPortal {
  readonly driver: number;
  readonly greens: readonly LiveValue[];
  operations: number;
}

const MAX_FRAMES = 150;

export class MetaInterpreter {
  readonly frames: MetaFrame[] = [];
  /** The pending exception. */
  exception: LiveValue | null = null;
  /** The last operation was a call in machine code that can raise; no guard has asked yet. */
  private isUnchecked = false;
  private nextBox = 0;
  readonly heap: JitHeap;

  constructor(
    readonly machine: Machine,
    readonly library: JitLibrary,
    private readonly policy: MergePolicy,
    private readonly limits: { readonly traceLimit: number; readonly unrollRecursion: number },
  ) {
    this.heap = machine.heap;
  }

  /** While there is one, what happens is recorded. */
  recorder: Recorder | null = null;

  get boxCount(): number {
    return this.nextBox;
  }

  /** A new box. */
  newBox(cls: LiveBox['cls'], held: Word): LiveBox {
    return new LiveBox(this.nextBox++, cls, cls === 'ref' ? this.heap.newRoot(held as number) : held);
  }

  private get top(): MetaFrame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('the meta-interpreter has no frame');
    return frame;
  }

  // Running.

  /** Enters a function that has a body. */
  push(fn: JitFunction, args: readonly LiveValue[]): void {
    const { body } = fn;
    if (body === null) throw new Error(`${fn.symbol} is not to be looked into`);
    const frame = new MetaFrame(fn, body);
    body.lir.entry.params.forEach(({ id }, i) => (frame.values[id] = args[i]));
    this.frames.push(frame);
  }

  run(): Outcome {
    for (;;) {
      const frame = this.top;
      const { operations } = frame.currentBlock;
      if (this.recorder !== null && this.recorder.operations.length > this.limits.traceLimit)
        throw new TraceTooLong();
      let outcome: Outcome | null;
      if (frame.operation < operations.length) {
        outcome = this.execute(frame, operations[frame.operation]);
      } else outcome = this.leaveBlock(frame);
      if (outcome !== null) return outcome;
    }
  }

  /** What an operand holds. */
  private value(frame: MetaFrame, operand: LirOperand): LiveValue {
    return operand instanceof VirtualRegister ? resolved(frame.values[operand.id]) : operand;
  }

  private setResult(frame: MetaFrame, { result }: LirOperation, value: LiveValue | null): void {
    if (result !== null && value !== null) frame.values[result.id] = value;
    frame.operation++;
  }

  private execute(frame: MetaFrame, operation: LirOperation): Outcome | null {
    const { op, part } = operation;
    const args = operation.args.map((arg) => this.value(frame, arg));
    switch (lirOps[op].kind) {
      case 'pure':
        if (op === 'code_offset') this.setResult(frame, operation, this.codeOffset(part));
        else this.setResult(frame, operation, this.pure(op, args));
        return null;
      case 'overflow':
        this.setResult(frame, operation, this.overflowing(op, args));
        return null;
      case 'load':
        this.setResult(frame, operation, this.loadOperation(op, args, part));
        return null;
      case 'store':
        this.storeOperation(op, args, part);
        frame.operation++;
        return null;
      case 'slow':
        this.setResult(frame, operation, this.allocate(op, part));
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

  record(op: LirOpName, args: readonly LiveValue[], part: TracePart, result: LiveBox | null): void {
    this.recorder?.record(op, args, part, result);
  }

  pure(op: LirOpName, args: readonly LiveValue[]): LiveValue {
    const held = evaluate(
      op,
      args.map((arg) => this.machine.held(arg)),
    );
    const cls = resultClass(op, args);
    if (args.every((arg) => arg instanceof TraceConstant)) return this.constant(cls, held);
    if (op === 'ref_eq' || op === 'ref_ne') {
      const known = knownComparison(args);
      if (known !== null) return intConstant(known === (op === 'ref_eq') ? 1 : 0);
    }
    const box = this.newBox(cls, held);
    this.record(op, args, NO_PART, box);
    return box;
  }

  private constant(cls: LiveBox['cls'], held: Word): TraceConstant {
    return cls === 'ref' ? this.machine.keptConstant(held as number) : new TraceConstant(cls, held);
  }

  private overflowing(op: LirOpName, args: readonly LiveValue[]): LiveValue {
    const [a, b] = args;
    const held = evaluate(
      op,
      args.map((arg) => this.machine.held(arg)),
    );
    if (a instanceof TraceConstant && b instanceof TraceConstant) return intConstant(held);
    const box = this.newBox('int', held);
    this.record(op, args, NO_PART, box);
    return box;
  }

  /** A guard at the top frame's position, from where interpretation would go on. */
  guard(op: GuardName, args: readonly LiveValue[], result: LiveBox | null = null): void {
    const { recorder } = this;
    if (recorder === null) return;
    recorder.record(op, args, NO_PART, result, takeSnapshot(this.frames, resolved));
  }

  /** The value as a constant, guarded. */
  promote(value: LiveValue): TraceConstant {
    const known = resolved(value);
    if (known instanceof TraceConstant) return known;
    const constant =
      known.cls === 'ref'
        ? this.machine.constantReference(known)
        : new TraceConstant(known.cls, this.machine.held(known));
    this.guard('guard_value', [known, constant]);
    known.constant = constant;
    return constant;
  }

  // Memory.

  private loadOperation(op: LirOpName, [base, index]: readonly LiveValue[], part: Part): LiveValue {
    if (part.kind !== 'address') throw new Error(`${op} without an address`);
    if (op === 'load_ref' && part.displacement === State.EXCEPTION && base === NULL_OPERAND(base))
      return this.exception ?? NULL_REF;
    return this.load(op, base, index, part);
  }

  private address(base: LiveValue, index: LiveValue, { scale, displacement }: AddressPart): number {
    return this.machine.reference(base) * 8 + Number(this.machine.held(index)) * scale + displacement;
  }

  load(op: LirOpName, base: LiveValue, index: LiveValue, given: AddressPart): LiveValue {
    const part = this.placed(base, given);
    const { place } = part;
    if (place?.name === 'type' && part.displacement === Place.TYPE) return this.typeOf(base, part);
    const distance = place?.change === 'immutable' ? distanceOf(base, index, part) : null;
    const known = distance === null ? null : (base as LiveBox).findKnown(distance);
    if (known !== null) return resolved(known);
    // Who asks for attention from outside is answered later: a trace that heeds it would never come back.
    const isIgnored = place?.change === 'volatile' && this.recorder !== null;
    const held = isIgnored ? 0 : this.heap.load(op, this.address(base, index, part));
    const cls = op === 'load_ref' ? 'ref' : op === 'load_f64' || op === 'load_f32' ? 'float' : 'int';
    const isFixed = place?.change === 'immutable';
    if (isFixed && base instanceof TraceConstant && index instanceof TraceConstant) {
      const constant =
        cls === 'ref'
          ? this.machine.constantReference(this.temporary(held as number))
          : new TraceConstant(cls, held);
      if (place.items !== undefined) this.library.constantItems.set(constant.value as number, place.items);
      return constant;
    }
    const box = this.newBox(cls, held);
    if (place?.items !== undefined) box.items = place.items;
    this.record(op, [base, index], part, box);
    if (base instanceof LiveBox) base.isNonNull = true;
    if (distance !== null) (base as LiveBox).setKnown(distance, box);
    return box;
  }

  /** A reference that may be young, held for the moment. */
  private temporary(reference: number): LiveValue {
    return reference === 0 ? NULL_REF : this.newBox('ref', reference);
  }

  /** With the place that the field has given the array's items. */
  private placed(base: LiveValue, part: AddressPart): AddressPart {
    if (part.displacement !== Place.ITEMS) return part;
    const items = base instanceof LiveBox ? base.items : this.library.constantItems.get(base.value as number);
    return items === null || items === undefined || !isItems(part.place, items)
      ? part
      : { ...part, place: items };
  }

  /** The type id of an object, a constant from here on. */
  private typeOf(object: LiveValue, part: AddressPart): LiveValue {
    if (object instanceof LiveBox && object.typeId >= 0) return intConstant(object.typeId);
    const typeId = this.heap.typeId(this.machine.reference(object));
    if (object instanceof LiveBox) {
      const box = this.newBox('int', typeId);
      this.record('load_u32', [object, ZERO], part, box);
      this.guard('guard_value', [box, intConstant(typeId)]);
      object.typeId = typeId;
      object.isNonNull = true;
    }
    return intConstant(typeId);
  }

  private storeOperation(op: LirOpName, [base, index, value]: readonly LiveValue[], part: Part): void {
    if (part.kind !== 'address') throw new Error(`${op} without an address`);
    if (op === 'store_ref' && part.displacement === State.EXCEPTION && base === NULL_OPERAND(base)) {
      this.exception = value instanceof TraceConstant && value.value === 0 ? null : value;
      return;
    }
    this.store(op, base, index, value, part);
  }

  store(op: LirOpName, base: LiveValue, index: LiveValue, value: LiveValue, given: AddressPart): void {
    const part = this.placed(base, given);
    if (op === 'store_ref') {
      this.machine.remember(this.machine.reference(base));
      this.heap.setU32(this.address(base, index, part), this.machine.reference(value));
    } else this.heap.store(op, this.address(base, index, part), this.machine.held(value));
    this.record(op, [base, index, value], part, null);
    if (base instanceof LiveBox) base.isNonNull = true;
    const distance = part.place?.change === 'immutable' ? distanceOf(base, index, part) : null;
    if (distance !== null) (base as LiveBox).setKnown(distance, value);
  }

  private allocate(op: LirOpName, part: Part): LiveValue {
    if (op !== 'allocate' || part.kind !== 'allocation') throw new Error(`${op} in jitcode`);
    return this.newInstance(part.size, part.typeId);
  }

  newInstance(size: number, typeId: number): LiveValue {
    const reference = this.machine.newInstance(size, typeId);
    if (reference === 0) return this.outOfMemory();
    const box = this.newBox('ref', reference);
    box.isNonNull = true;
    box.typeId = typeId;
    this.record('allocate', [], { kind: 'allocation', size, typeId }, box);
    return box;
  }

  newArray(typeId: number, length: LiveValue): LiveValue {
    const reference = this.machine.newArray(typeId, this.machine.held(length));
    if (reference === 0) return this.outOfMemory();
    const box = this.newBox('ref', reference);
    box.isNonNull = true;
    box.typeId = typeId;
    this.recorder?.record(
      'allocate_array',
      [intConstant(typeId), length],
      { kind: 'array', typeId, itemSize: itemSizes[typeId] ?? 4 },
      box,
    );
    box.setKnown(Place.LENGTH, length);
    return box;
  }

  newList(itemsType: number, capacity: LiveValue): LiveValue {
    const items = this.newArray(itemsType, capacity);
    if (this.exception !== null) return items;
    const list = this.newInstance(2, BuiltinType.LIST);
    if (this.exception !== null) return list;
    const place = this.library.placeNamed('list.items');
    this.store('store_ref', list, ZERO, items, {
      kind: 'address',
      scale: 1,
      displacement: ListPlace.ITEMS,
      place,
    });
    return list;
  }

  /** What an allocation gives that fails: a trace ends there. */
  private outOfMemory(): LiveValue {
    this.takeException();
    this.recorder = null;
    return NULL_REF;
  }

  /** An exception was pending where a guard failed; it is not any more. */
  startWithException(reference: number): void {
    const exception = this.newBox('ref', reference);
    exception.isNonNull = true;
    this.record('load_ref', [NULL_REF, ZERO], EXCEPTION, exception);
    this.recorder?.record('store_ref', [NULL_REF, ZERO, NULL_REF], EXCEPTION, null);
    this.exception = exception;
  }

  private takeException(): void {
    const reference = this.heap.u32(State.EXCEPTION);
    this.exception = reference === 0 ? null : this.newBox('ref', reference);
    this.heap.setWord(State.EXCEPTION, 0);
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
      const offset = this.promote(code);
      callee = this.library.findAt(Number(offset.value));
      if (callee === null) throw new Error(`no function at code offset ${String(offset.value)}`);
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
    if (this.recorder !== null && this.isInlined(callee, args)) {
      // What a portal derives from its greens, before its merge point, is constant, too.
      const greens = callee.portal < 0 ? 0 : this.library.header.portals[callee.portal].greens.length;
      const given = args.map((arg, i) => (i < greens ? this.promote(arg) : arg));
      frame.snapshot = null;
      this.push(callee, given);
      if (greens > 0) this.noteInlined(callee.portal, given.slice(0, greens));
    } else this.setResult(frame, operation, this.callMachine(callee, args, operation.result?.cls ?? null));
    return null;
  }

  private readonly inlined: InlinedPortal[] = [];

  private noteInlined(driver: number, greens: readonly LiveValue[]): void {
    const portal: InlinedPortal = { driver, greens, operations: -(this.recorder?.operations.length ?? 0) };
    this.inlined.push(portal);
    this.top.inlined = portal;
  }

  /** Of the portals that the trace has looked into, the one that took most operations. */
  largestInlined(): Pick<InlinedPortal, 'driver' | 'greens'> | null {
    let largest: InlinedPortal | null = null;
    for (const portal of this.inlined) {
      // Those not left yet count to the trace's end.
      const end = this.recorder?.operations.length ?? 0;
      if (portal.operations < 0) portal.operations += end;
      if (largest === null || portal.operations > largest.operations) largest = portal;
    }
    return largest;
  }

  private isInlined(callee: JitFunction, args: readonly LiveValue[]): boolean {
    if (callee.body === null || this.frames.length >= MAX_FRAMES) return false;
    if (callee.portal < 0) return true;
    // A portal that calls itself is unrolled some times.
    const count = this.library.header.portals[callee.portal].greens.length;
    const greens = args.slice(0, count).map((arg) => this.promote(arg));
    let same = 0;
    for (const frame of this.frames) {
      if (frame.fn !== callee) continue;
      // The registers of the merge point's greens, but for the first: that is where in the code it is.
      const registers = frame.body.mergeRegisters.slice(1, count);
      if (registers.every((id, i) => isEqual(greens[i + 1], frame.values[id] as LiveValue | undefined)))
        same++;
    }
    if (same >= this.limits.unrollRecursion) return false;
    return this.policy.mayInline(callee.portal, greens);
  }

  /** A call in machine code. */
  callMachine(callee: JitFunction, args: readonly LiveValue[], cls: LiveBox['cls'] | null): LiveValue | null {
    const isFoldable = callee.isElidable && args.every((arg) => arg instanceof TraceConstant);
    const held = this.machine.call(callee.offset, args, cls);
    const part: TraceCallPart = {
      kind: 'trace-call',
      symbol: callee.symbol,
      effects: callee.effects,
      isElidable: callee.isElidable,
      canRaise: callee.canRaise,
    };
    const result = cls === null ? null : this.newBox(cls, held);
    this.takeException();
    if (isFoldable && this.exception === null && result !== null) {
      return cls === 'ref' ? this.machine.constantReference(result) : new TraceConstant(result.cls, held);
    }
    this.record('call', args, part, result);
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
    const isFoldable = args.every((arg) => arg instanceof TraceConstant);
    if (isFoldable) return new TraceConstant(cls, held);
    const box = this.newBox(cls, held);
    this.record('call_c', [address, ...args], C_CALL, box);
    return box;
  }

  /** Leaves the top frame; its caller goes on behind the call. */
  pop(value: LiveValue | null): Outcome | null {
    const frame = this.frames.pop();
    if (frame === undefined) throw new Error('a return without a frame');
    if (frame.inlined !== null) frame.inlined.operations += this.recorder?.operations.length ?? 0;
    for (const object of frame.active) this.recorder?.record('deactivate', [object], NO_PART, null);
    const caller = this.frames.at(-1);
    if (caller === undefined) return { kind: 'done', value, exception: this.exception };
    const call = caller.currentBlock.operations[caller.operation];
    this.setResult(caller, call, value);
    return null;
  }

  // Exits.

  private goTo(frame: MetaFrame, { target, args }: Edge): void {
    const index = frame.body.indexOf.get(target);
    if (index === undefined) throw new Error('an edge out of the function');
    const values = args.map((arg) => this.value(frame, arg));
    target.params.forEach(({ id }, i) => (frame.values[id] = values[i]));
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
        const [a, b] = last.args.map((arg) => this.value(frame, arg));
        const didOverflow = overflows(last.op, this.machine.held(a), this.machine.held(b));
        const isKnown = a instanceof TraceConstant && b instanceof TraceConstant;
        if (!isKnown) this.guard(didOverflow ? 'guard_overflow' : 'guard_no_overflow', []);
        this.goTo(frame, didOverflow ? exit.overflow : exit.normal);
        return null;
      }
      case 'exception':
        this.checkException();
        this.goTo(frame, this.exception === null ? exit.normal : exit.pending);
        return null;
      case 'switch': {
        const { value } = this.promote(this.value(frame, exit.value));
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
    if (condition instanceof LiveBox) {
      this.guard(isTrue ? 'guard_true' : 'guard_false', [condition]);
      condition.constant = intConstant(isTrue ? 1 : 0);
    }
    return isTrue;
  }

  /** What a branch tells of its operands. */
  private learn(condition: LirOpName, left: LiveValue, right: LiveValue, isTrue: boolean): void {
    if (condition !== 'ref_eq' && condition !== 'ref_ne') return;
    if (!(left instanceof LiveBox) || !(right instanceof TraceConstant)) return;
    if ((condition === 'ref_eq') === isTrue) left.constant = right;
    else if (right.value === 0) left.isNonNull = true;
  }

  private checkException(): void {
    if (!this.isUnchecked) return;
    this.isUnchecked = false;
    if (this.exception === null) {
      this.guard('guard_no_exception', []);
      return;
    }
    if (!(this.exception instanceof LiveBox)) throw new Error('a constant exception of a call');
    const typeId = this.heap.typeId(this.machine.reference(this.exception));
    const exception = this.exception;
    exception.typeId = typeId;
    exception.isNonNull = true;
    this.guard('guard_exception', [intConstant(typeId)], exception);
  }

  // Portals.

  /** A portal's merge point; null to go on. */
  mergePoint(frame: MetaFrame, driver: number, args: readonly LiveValue[]): Outcome | null {
    const isOutermost = this.frames.length === 1;
    const isHeader = frame.hasBackEdge;
    frame.hasBackEdge = false;
    if (this.recorder === null) {
      if (isOutermost) return { kind: 'merge', driver, args, isHeader };
      return this.finishInMachine(frame, args);
    }
    const count = this.library.header.portals[driver].greens.length;
    const greens = args.slice(0, count).map((green) => this.promote(green));
    if (isHeader) {
      if (!isOutermost && !frame.takeFollow()) return this.finishInMachine(frame, args);
      if (isOutermost && this.policy.endsAt(driver, greens))
        return { kind: 'merge', driver, args: [...greens, ...args.slice(count)], isHeader };
    }
    if (frame.active.length === 0) {
      frame.active = args.slice(count).filter((arg) => arg instanceof LiveBox && arg.cls === 'ref');
      for (const object of frame.active) this.recorder.record('activate', [object], NO_PART, null);
    }
    this.recorder.record('debug_merge_point', [], { kind: 'merge-point', driver, greens }, null);
    return null;
  }

  /** A portal that was looked into goes on as a call: the rest of it from its merge point. */
  private finishInMachine(frame: MetaFrame, args: readonly LiveValue[]): Outcome | null {
    const { fn } = frame;
    const values = fn.params.map((_, i) => resolved(args[i]));
    return this.pop(this.callMachine(fn, values, fn.result));
  }
}

/** Of an access at a constant place of a box's object; else null. */
function distanceOf(base: LiveValue, index: LiveValue, { scale, displacement }: AddressPart): number | null {
  if (!(base instanceof LiveBox) || !(index instanceof TraceConstant)) return null;
  return Number(index.value) * scale + displacement;
}

/** The state block's word; raw memory to the optimizer. */
const EXCEPTION: AddressPart = { kind: 'address', scale: 1, displacement: State.EXCEPTION };

const C_CALL: TraceCallPart = {
  kind: 'trace-call',
  symbol: 'C',
  effects: { mayRead: () => false, mayWrite: () => false },
  isElidable: true,
  canRaise: false,
};

const itemSizes: Readonly<Record<number, 1 | 4 | 8>> = {
  [BuiltinType.STRING]: 1,
  [BuiltinType.BYTES]: 1,
  [BuiltinType.INT_WORDS]: 8,
  [BuiltinType.INT32S]: 4,
  [BuiltinType.FLOATS]: 8,
  [BuiltinType.REFERENCES]: 4,
  [BuiltinType.HALF_WORDS]: 4,
  [BuiltinType.WORDS]: 8,
};

/** The operand itself where it is the null that stands for an address without an object. */
function NULL_OPERAND(base: LiveValue): LiveValue | null {
  return base instanceof LirConstant && base.value === 0 ? base : null;
}

function isItems(place: MemoryPlace | undefined, items: MemoryPlace): boolean {
  return place === undefined || place === items.general;
}

function isEqual(a: LiveValue, known: LiveValue | undefined): boolean {
  if (known === undefined) return false;
  const b = resolved(known);
  return a === b || (a instanceof TraceConstant && b instanceof TraceConstant && a.value === b.value);
}

/** Whether two references are equal, where that needs no look; null if it does. */
function knownComparison([a, b]: readonly LiveValue[]): boolean | null {
  if (a === b) return true;
  const isNull = (value: LiveValue): boolean => value instanceof TraceConstant && value.value === 0;
  const isObject = (value: LiveValue): boolean => value instanceof LiveBox && value.isNonNull;
  return (isNull(a) && isObject(b)) || (isNull(b) && isObject(a)) ? false : null;
}

const resultClasses = new Map<LirOpName, LiveBox['cls'] | 'x'>();

function resultClass(op: LirOpName, [first]: readonly LiveValue[]): LiveBox['cls'] {
  let cls = resultClasses.get(op);
  if (cls === undefined) {
    const text = lirOps[op].signature.split('->')[1].trim();
    cls = text === 'int' || text === 'ref' || text === 'float' ? text : 'x';
    resultClasses.set(op, cls);
  }
  return cls === 'x' ? first.cls : cls;
}
