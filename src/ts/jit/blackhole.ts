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
import { BlackholeCode, type BlackholeRun, type KeptReferences } from './blackhole-code.js';
import type { ExitFrame } from './exit-frame.js';
import type { JitHeap } from './heap.js';
import type { FramePosition, JitFunction, JitLibrary } from './library.js';
import type { Machine } from './machine.js';
import type { ResumePlan } from './resume-plan.js';
import type { Tracing } from './tracing.js';
import type { Word } from './words.js';

// Guards fail in programs that are young, before V8 has optimized any of this: no iterators, closures or growing arrays where each failure comes by.

/** An activation of a function: at an operation, or in a call, its references in roots. */
class BlackholeFrame {
  readonly registers: Word[];
  /** While it is in a call. */
  private kept: KeptReferences | null = null;
  private firstRoot = 0;

  constructor(
    readonly code: BlackholeCode,
    readonly position: FramePosition,
  ) {
    this.registers = code.takeRegisters();
  }

  suspend(): void {
    this.kept = this.code.keptAt(this.position);
    this.firstRoot = this.kept.keep(this.registers);
  }

  /** With what the call gives. */
  resume(result: Word): void {
    const { code, position, registers } = this;
    this.kept?.restore(registers, this.firstRoot);
    const target = code.resultOf(position.block, position.operation);
    if (target !== null) registers[target] = result;
  }
}

export class Blackhole {
  private readonly codes = new Map<JitFunction, BlackholeCode>();
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
    const { exitFrame, machine } = this;
    const { live, virtuals, table, stores, frames: planned } = plan;
    for (let i = 0; i < live.length; i++) table[i] = exitFrame.read(live[i], places[i]);
    if (virtuals.length > 0 && !this.makeObjects(plan, table)) return TraceStatus.DONE;
    for (let i = 0; i < stores.length; i++) {
      const { op, part, base, index, value } = stores[i];
      const object = table[base] as number;
      const address = object * 8 + Number(table[index]) * part.scale + part.displacement;
      machine.store(op, object, address, table[value]);
    }
    const frames: BlackholeFrame[] = [];
    for (let i = 0; i < planned.length; i++) {
      const { position, values } = planned[i];
      const { registers } = this.newFrame(frames, position);
      const written = position.live;
      for (let j = 0; j < written.length; j++) registers[written[j]] = table[values[j]];
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
    if (frames.length > 0) frames[frames.length - 1].suspend();
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
    const count = live.length;
    const pending = heap.newRoot(heap.u32(State.EXCEPTION));
    heap.setWord(State.EXCEPTION, 0);
    for (let i = 0; i < count; i++) if (live[i] === 'ref') heap.newRoot(table[i] as number);
    for (let i = 0; i < virtuals.length; i++) {
      const shape = virtuals[i];
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
    for (let i = 0; i < count; i++) if (live[i] === 'ref') table[i] = roots[root++];
    for (let i = 0; i < virtuals.length; i++) table[count + i] = roots[root++];
    heap.releaseRoots(pending);
    return true;
  }

  private codeOf(fn: JitFunction): BlackholeCode {
    let code = this.codes.get(fn);
    if (code === undefined) {
      const { body } = fn;
      if (body === null) throw new Error(`${fn.symbol} has no body`);
      code = new BlackholeCode(fn, body, this.machine, this.library);
      this.codes.set(fn, code);
    }
    return code;
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
