/**
 * The blackhole interpreter: runs the interpreter's own functions, given as low-level IR, from where a trace was left, or given up, to the next point where the
 * interpreter proper can take over: a merge point of the outermost portal, or its end.
 *
 * It knows words only. The meta-interpreter could do the same, with its boxes, in ten times the time; and a guard fails `trace_eagerness` times before it has a bridge.
 */
import { TraceStatus } from '../rlib/jit-layout.js';
import { State } from '../rlib/raw.js';
import type { ArgumentLocation } from '../backend/parallel-moves.js';
import type { RegisterClass } from '../backend/lir.js';
import { BlackholeCode, type BlackholeRun } from './blackhole-code.js';
import type { ExitFrame } from './exit-frame.js';
import type { JitHeap } from './heap.js';
import type { FramePosition, JitFunction, JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import type { ResumePlan } from './resume-plan.js';
import type { Tracing } from './tracing.js';
import type { Word } from './words.js';

/** An activation of a function: at an operation, or in a call, its references in roots. */
class BlackholeFrame {
  readonly registers: Word[];
  private firstRoot = 0;

  constructor(
    readonly code: BlackholeCode,
    readonly position: FramePosition,
  ) {
    this.registers = code.takeRegisters();
  }

  suspend(): void {
    this.firstRoot = this.code.keptAt(this.position).keep(this.registers);
  }

  /** With what the call gives. */
  resume(result: Word): void {
    const { code, position, registers } = this;
    code.keptAt(position).restore(registers, this.firstRoot);
    const target = code.resultOf(position.block, position.operation);
    if (target !== null) registers[target] = result;
  }
}

export class Blackhole {
  /** By the functions' indices. */
  private readonly codes: (BlackholeCode | undefined)[] = [];
  private readonly heap: JitHeap;

  constructor(
    private readonly machine: Machine,
    private readonly library: JitLibrary,
    private readonly exitFrame: ExitFrame,
  ) {
    this.heap = machine.heap;
  }

  /** From a guard that has failed; `places`: where its code has what is live. An exception may be pending. */
  leaveGuard(plan: ResumePlan, places: readonly ArgumentLocation[]): TraceStatus {
    const table = plan.live.map((cls, i) => this.exitFrame.read(cls, places[i]));
    if (plan.virtuals.length > 0 && !this.makeObjects(plan, table)) return TraceStatus.DONE;
    for (const { value } of plan.constants) table.push(value);
    for (const { op, part, base, index, value } of plan.stores) {
      const object = table[base] as number;
      const address = object * 8 + Number(table[index]) * part.scale + part.displacement;
      this.machine.store(op, object, address, table[value]);
    }
    const frames: BlackholeFrame[] = [];
    for (const { position, values } of plan.frames) {
      const frame = this.newFrame(frames, position);
      const { registers } = frame;
      const { live } = position;
      for (let i = 0; i < live.length; i++) registers[live[i]] = table[values[i]];
    }
    return this.run(frames);
  }

  /** From where the meta-interpreter has given up. */
  takeOver({ frames: given, exception }: Tracing): TraceStatus {
    const { heap, machine } = this;
    if (exception !== null) heap.setWord(State.EXCEPTION, machine.reference(exception));
    const frames: BlackholeFrame[] = [];
    given.forEach((frame, i) => {
      const position = frame.position(i < given.length - 1);
      const { registers } = this.newFrame(frames, position);
      for (const register of position.live) registers[register] = machine.held(frame.values[register]);
    });
    return this.run(frames);
  }

  /** A frame above others, the last of which has called it. */
  private newFrame(frames: BlackholeFrame[], position: FramePosition): BlackholeFrame {
    frames.at(-1)?.suspend();
    const frame = new BlackholeFrame(this.codeOf(position.fn), position);
    frames.push(frame);
    return frame;
  }

  /**
   * Adds the virtual objects to the table of values, which the collector may move meanwhile. False if memory is short: then an exception is pending, and the
   * interpreter's frames are given up as by an allocation in compiled code.
   */
  private makeObjects({ live, virtuals }: ResumePlan, table: Word[]): boolean {
    const { heap, machine } = this;
    const isReference = (cls: RegisterClass): boolean => cls === 'ref';
    const first = heap.rootCount;
    const pending = heap.newRoot(heap.u32(State.EXCEPTION));
    heap.setWord(State.EXCEPTION, 0);
    live.forEach((cls, i) => {
      if (isReference(cls)) heap.newRoot(table[i] as number);
    });
    for (const shape of virtuals) {
      const reference =
        shape.kind === 'instance'
          ? machine.newInstance(shape.size, shape.typeId)
          : machine.newArray(shape.typeId, shape.length);
      if (reference === 0) return false;
      heap.newRoot(reference);
    }
    const { roots } = heap;
    heap.setWord(State.EXCEPTION, roots[pending]);
    let root = pending + 1;
    live.forEach((cls, i) => {
      if (isReference(cls)) table[i] = roots[root++];
    });
    for (const _ of virtuals) table.push(roots[root++]);
    heap.releaseRoots(first);
    return true;
  }

  private codeOf(fn: JitFunction): BlackholeCode {
    const { body } = fn;
    if (body === null) throw new Error(`${fn.symbol} has no body`);
    return (this.codes[fn.index] ??= new BlackholeCode(fn, body, this.machine, this.library));
  }

  /** Outermost first. */
  private run(frames: BlackholeFrame[]): TraceStatus {
    const { machine } = this;
    let frame = frames[frames.length - 1];
    let isMerged = false;
    const run: BlackholeRun = {
      result: 0,
      mergePoint: (args) => {
        const { params, offset, result } = frame.code.fn;
        isMerged = frames.length === 1;
        if (!isMerged) run.result = machine.callWords(offset, params, args, result);
        else {
          for (let i = 0; i < params.length; i++) this.putValue(i, params[i], args[i]);
        }
      },
    };
    let { operation } = frame.position;
    for (;;) {
      runFrame(frame, operation, run);
      const { code, registers } = frame;
      code.giveBack(registers);
      if (isMerged) return TraceStatus.CONTINUE;
      frames.pop();
      if (frames.length === 0) return this.finish(code.fn, run.result);
      frame = frames[frames.length - 1];
      frame.resume(run.result);
      operation = frame.position.operation + 1;
    }
  }

  private finish({ result: cls }: JitFunction, result: Word): TraceStatus {
    if (cls !== null && this.heap.u32(State.EXCEPTION) === 0) this.putValue(0, cls, result);
    return TraceStatus.DONE;
  }

  private putValue(index: number, cls: RegisterClass, value: Word): void {
    const place = State.JIT_VALUES + 8 * index;
    if (cls === 'float') this.heap.setFloat(place, value as number);
    else this.heap.setWord(place, value);
  }
}

/** Runs a frame to its end. */
function runFrame({ code, registers, position }: BlackholeFrame, start: number, run: BlackholeRun): void {
  let block = code.block(position.block);
  let operation = start;
  for (;;) {
    code.complete(registers);
    const { steps } = block;
    for (; operation < steps.length; operation++) if (!steps[operation](registers, run)) return;
    const next = block.exit(registers, run);
    if (next === null) return;
    block = next;
    operation = 0;
  }
}
