/** The start of a bridge: from a guard that failed back to the meta-interpreter's frames. `blackhole.ts` does the same where no bridge is made. */
import { State } from '../rlib/raw.js';
import { NO_PART } from '../backend/lir.js';
import type { ArgumentLocation } from '../backend/parallel-moves.js';
import type { ExitFrame } from './exit-frame.js';
import { MetaFrame } from './frames.js';
import type { FramePosition } from './library.js';
import type { MetaInterpreter } from './meta-interpreter.js';
import type { Tracing } from './tracing.js';
import type { ResumePlan } from './resume-plan.js';
import type { Box } from './trace.js';
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
  classes: readonly Box['cls'][],
  places: readonly ArgumentLocation[],
): LiveBox[] {
  return classes.map((cls, i) => tracing.newBox(cls, frame.read(cls, places[i])));
}

/**
 * The meta-interpreter's frames at the guard: makes the objects that the trace had kept virtual, does the stores that it had put off. All of this is recorded.
 * False if memory is short: then an exception is pending, and the interpreter's frames are given up as by an allocation in compiled code.
 */
export function rebuildFrames(meta: MetaInterpreter, plan: ResumePlan, live: readonly LiveBox[]): boolean {
  const { memory, tracing } = meta;
  const { exception } = tracing;
  const table: LiveValue[] = [...live];
  // Objects first, then what they hold: they may refer to each other.
  for (const shape of plan.virtuals) {
    table.push(
      shape.kind === 'instance'
        ? memory.newInstance(shape.size, shape.typeId)
        : memory.newArray(shape.typeId, intConstant(shape.length)),
    );
    if (tracing.exception !== exception) return false;
  }
  table.push(...plan.constants);
  for (const { op, part, base, index, value } of plan.stores)
    memory.store(op, table[base], table[index], table[value], part);
  for (const { position, values } of plan.frames) {
    tracing.frames.push(
      makeFrame(
        position,
        values.map((value) => table[value]),
      ),
    );
  }
  return true;
}

function makeFrame({ fn, block, operation, live }: FramePosition, values: readonly LiveValue[]): MetaFrame {
  const { body } = fn;
  if (body === null) throw new Error(`${fn.symbol} has no body`);
  const frame = new MetaFrame(fn, body);
  live.forEach((id, i) => {
    const value = values[i];
    frame.values[id] = value;
    // An array that a field has given its place for items keeps it: the same memory must not have two names.
    const items = body.itemsOf.get(id);
    if (items !== undefined && value instanceof LiveBox) value.items = items;
  });
  frame.block = block;
  frame.operation = operation;
  return frame;
}

/** Marks a bridge's portals as active, as the trace that it starts from had them. */
export function activate(tracing: Tracing): void {
  for (const frame of tracing.frames) {
    if (frame.fn.portal < 0) continue;
    frame.active = frame.body.mergeRegisters.flatMap((id) => {
      const value = frame.values[id] as LiveValue | undefined;
      return value instanceof LiveBox && value.cls === 'ref' ? [value] : [];
    });
    for (const object of frame.active) tracing.record('activate', [object], NO_PART, null);
  }
}
