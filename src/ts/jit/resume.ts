/**
 * From a guard that failed back to the meta-interpreter's frames: reads the live values, makes the objects that the trace had kept virtual, does the stores that it
 * had put off.
 *
 * With a recorder, all of this is recorded, too: it is the start of a bridge.
 */
import { State } from '../rlib/raw.js';
import { NO_PART, type AddressPart } from '../backend/lir.js';
import type { ArgumentLocation } from '../backend/parallel-moves.js';
import type { ExitFrame } from './exit-frame.js';
import { MetaFrame } from './frames.js';
import type { FramePosition } from './library.js';
import type { MetaInterpreter } from './meta-interpreter.js';
import type { Tracing } from './tracing.js';
import { ZERO, type Box, type ResumeData, type ResumeValue, type VirtualObject } from './trace.js';
import { intConstant, LiveBox, type LiveValue } from './values.js';

/** The values at State.JIT_VALUES as boxes. References are safe from the collector from here on. */
export function readLiveValues(tracing: Tracing, classes: readonly Box['cls'][]): LiveBox[] {
  const { heap } = tracing;
  return classes.map((cls, i) => {
    const place = State.JIT_VALUES + 8 * i;
    if (cls === 'float') return tracing.newBox(cls, heap.float(place));
    return tracing.newBox(cls, cls === 'ref' ? heap.u32(place) : heap.word(place));
  });
}

/** What is live at a guard that has failed, by the places where its code had it. */
export function readGuardValues(
  tracing: Tracing,
  frame: ExitFrame,
  boxes: readonly Box[],
  places: readonly ArgumentLocation[],
): LiveBox[] {
  return boxes.map(({ cls }, i) => tracing.newBox(cls, frame.read(cls, places[i])));
}

/** False if memory is short: then an exception is pending, and the interpreter's frames are given up as by an allocation in compiled code. */
export function rebuildFrames(
  meta: MetaInterpreter,
  resume: ResumeData,
  live: readonly LiveBox[],
  numbers: ReadonlyMap<Box, number>,
): boolean {
  return new Builder(meta, resume, live, numbers).run();
}

class Builder {
  private readonly objects = new Map<VirtualObject, LiveValue>();

  constructor(
    private readonly meta: MetaInterpreter,
    private readonly resume: ResumeData,
    private readonly live: readonly LiveBox[],
    /** Where the boxes of the trace that was left are among the live values. */
    private readonly numbers: ReadonlyMap<Box, number>,
  ) {}

  run(): boolean {
    const { meta, resume } = this;
    const { exception } = meta.tracing;
    // Objects first, then what they hold: they may refer to each other.
    for (const virtual of resume.virtuals) {
      const { shape } = virtual;
      this.objects.set(
        virtual,
        shape.kind === 'instance'
          ? meta.memory.newInstance(shape.size, shape.typeId)
          : meta.memory.newArray(shape.typeId, intConstant(shape.length)),
      );
      if (meta.tracing.exception !== exception) return false;
    }
    for (const virtual of resume.virtuals) this.fill(virtual, this.objectOf(virtual));
    for (const { op, part, base, index, value } of resume.pending) {
      if (part.kind !== 'address') throw new Error('a pending store without an address');
      meta.memory.store(op, this.value(base), this.value(index), this.value(value), part);
    }
    for (const { frame, values } of resume.frames.slice().reverse())
      this.pushFrame(frame as FramePosition, values);
    return true;
  }

  private value(value: ResumeValue): LiveValue {
    switch (value.kind) {
      case 'constant':
        return value.constant;
      case 'live':
        return this.liveOf(value.box);
      case 'virtual':
        return this.objectOf(value.object);
    }
  }

  private liveOf(box: Box): LiveBox {
    const number = this.numbers.get(box);
    if (number === undefined) throw new Error('resume data name a value that is not live');
    return this.live[number];
  }

  private objectOf(virtual: VirtualObject): LiveValue {
    const object = this.objects.get(virtual);
    if (object === undefined) throw new Error('resume data name an object that is not there');
    return object;
  }

  private fill({ stores }: VirtualObject, object: LiveValue): void {
    for (const { op, displacement, value, place } of stores) {
      const part: AddressPart = {
        kind: 'address',
        scale: 1,
        displacement,
        ...(place === undefined ? {} : { place }),
      };
      this.meta.memory.store(op, object, ZERO, this.value(value), part);
    }
  }

  /** Positions are the meta-interpreter's own, which went through the trace unseen. */
  private pushFrame({ fn, block, operation, live }: FramePosition, values: readonly ResumeValue[]): void {
    const { body } = fn;
    if (body === null) throw new Error(`${fn.symbol} has no body`);
    const frame = new MetaFrame(fn, body);
    live.forEach((id, i) => {
      const value = this.value(values[i]);
      frame.values[id] = value;
      // An array that a field has given its place for items keeps it: the same memory must not have two names.
      const items = body.itemsOf.get(id);
      if (items !== undefined && value instanceof LiveBox) value.items = items;
    });
    frame.block = block;
    frame.operation = operation;
    this.meta.tracing.frames.push(frame);
  }
}

/** Marks a bridge's portals as active, as the trace that it starts from had them. */
export function activate({ frames, recorder }: Tracing): void {
  for (const frame of frames) {
    if (frame.fn.portal < 0) continue;
    frame.active = frame.body.mergeRegisters.flatMap((id) => {
      const value = frame.values[id] as LiveValue | undefined;
      return value instanceof LiveBox && value.cls === 'ref' ? [value] : [];
    });
    for (const object of frame.active) recorder?.record('activate', [object], NO_PART, null);
  }
}
