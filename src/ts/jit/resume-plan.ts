/**
 * How the interpreter's state comes from the values that are live at a guard, in a form that is made once for a guard that fails and followed each time: values are
 * numbers in a table, which has the live values first, then the objects that were virtual, then constants.
 */
import type { AddressPart, RegisterClass } from '../backend/lir.js';
import type { LirOpName } from '../backend/lir-ops.js';
import type { FramePosition } from './library.js';
import {
  ZERO,
  type Box,
  type ResumeData,
  type ResumeValue,
  type TraceConstant,
  type VirtualObject,
} from './trace.js';
import type { Word } from './words.js';

export interface ResumePlan {
  readonly live: readonly RegisterClass[];
  readonly virtuals: readonly VirtualObject['shape'][];
  readonly constants: readonly TraceConstant[];
  /** The table itself, for one failure after the other: constants are in their places. */
  readonly table: Word[];
  /** What virtual objects hold, then what the trace has put off, in its order. */
  readonly stores: readonly PlannedStore[];
  /** Outermost first. */
  readonly frames: readonly PlannedFrame[];
}

/** Base, index and value are numbers in the table. */
export interface PlannedStore {
  readonly op: LirOpName;
  readonly part: AddressPart;
  readonly base: number;
  readonly index: number;
  readonly value: number;
}

export interface PlannedFrame {
  readonly position: FramePosition;
  /** Of the position's live registers, in their order. */
  readonly values: readonly number[];
}

/** Positions are the meta-interpreter's own, which went through the trace unseen. */
export function planResume(
  { frames, virtuals, pending }: ResumeData,
  liveValues: readonly Box[],
): ResumePlan {
  const made = [...liveValues, ...virtuals];
  const numbers = new Map<object, number>(made.map((value, i) => [value, i]));
  const constants: TraceConstant[] = [];
  const numberOfConstant = (constant: TraceConstant): number => {
    let number = numbers.get(constant);
    if (number === undefined) {
      number = made.length + constants.push(constant) - 1;
      numbers.set(constant, number);
    }
    return number;
  };
  const numberOf = (value: ResumeValue): number => {
    if (value.kind === 'constant') return numberOfConstant(value.constant);
    const number = numbers.get(value.kind === 'live' ? value.box : value.object);
    if (number === undefined) throw new Error('resume data name a value that is not live');
    return number;
  };
  const zero = numberOfConstant(ZERO);
  const fill = ({ stores }: VirtualObject, number: number): PlannedStore[] =>
    stores.map(({ op, displacement, place, value }) => ({
      op,
      part: {
        kind: 'address',
        scale: 1,
        displacement,
        ...(place === undefined ? {} : { place }),
      },
      base: number,
      index: zero,
      value: numberOf(value),
    }));
  const putOff = pending.map(({ op, part, base, index, value }): PlannedStore => {
    if (part.kind !== 'address') throw new Error('a pending store without an address');
    return { op, part, base: numberOf(base), index: numberOf(index), value: numberOf(value) };
  });
  const stores = [...virtuals.flatMap((virtual, i) => fill(virtual, liveValues.length + i)), ...putOff];
  const planned = frames.map(({ frame, values }) => ({
    position: frame as FramePosition,
    values: values.map(numberOf),
  }));
  return {
    live: liveValues.map(({ cls }) => cls),
    virtuals: virtuals.map(({ shape }) => shape),
    constants,
    table: [...made.map(() => 0), ...constants.map(({ value }) => value)],
    stores,
    frames: planned.reverse(),
  };
}
