/**
 * Values as the optimizer sees them: what a box of the trace stands for, and all that is known of it.
 *
 * A trace is a straight line, so what is once known of a value holds from there on; knowledge is written into the value. A value that is found
 * to be another one (mostly a constant) is forwarded to it. The loop's pass starts from what the preamble knows and may be taken back: the
 * `Trail` keeps what a value was before a pass changed it.
 */
import type { MemoryPlace, RegisterClass } from '../../backend/lir.js';
import { NULL_REF, TraceConstant, type Box, type ResumeValue, type TraceValue } from '../trace.js';
import {
  areAllKnown,
  areBitsEqual,
  bitsOfConstant,
  bitsOfRange,
  impliesBits,
  isAnySet,
  meetBits,
  rangeOfBits,
  wordOfBits,
  type Bits,
} from './bits.js';
import type { Knowledge } from './loop-plan.js';
import type { OperationInfo } from './operations.js';
import { FULL, intersect, isSingle, rangeOfConstant, type Range } from './range.js';
import type { VirtualFields } from './virtual-fields.js';

export const enum Known {
  /** Of ints: not 0. */
  NON_NULL = 1,
  /** Made by this trace: it is none of the objects that values stood for before. */
  FRESH = 2,
  /** Between `activate` and `deactivate`. */
  ACTIVE = 4,
  /** If it is an array, `itemsPlace` tells the place of its items, or that it is the general one. */
  ORIGIN = 8,
}

/** What a guard has told of a value. */
export class ToldKnowledge implements Knowledge {
  constructor(
    readonly range: Range,
    readonly bits: Bits | null,
    readonly known: number,
    readonly typeId: number,
    readonly itemsPlace: MemoryPlace | null,
    /** All of the bits that `known` is from. */
    readonly from: number,
  ) {}
}

/** An operation and its operands; the second and third may be missing. */
export class Definition {
  constructor(
    readonly info: OperationInfo,
    readonly first: Value,
    readonly second: Value | null,
    readonly third: Value | null,
  ) {}
}

export class Value {
  forward: Value | null = null;
  /** What stands for it in code; null while it is virtual. */
  box: TraceValue | null = null;
  range: Range = FULL;
  /** Known bits, if there are others than those that the range tells. */
  bits: Bits | null = null;
  /** Bits of `Known`. */
  known = 0;
  /** -1: not known. */
  typeId = -1;
  itemsPlace: MemoryPlace | null = null;
  /** Of an array: the object whose field it was loaded from. */
  owner: Value | null = null;
  /** Of an array that the trace made. */
  length: Value | null = null;
  /** Of a type id: the object whose it is. */
  typeOf: Value | null = null;
  /** What it is while the object does not exist. */
  virtual: VirtualFields | null = null;
  /** The pure operation that gave it. */
  definition: Definition | null = null;
  /** It is being made, and what its fields refer to comes first. */
  isBeingMade = false;
  /** How resume data told it last. */
  resume: ResumeValue | null = null;
  /** What the last guard that met it knew of it. */
  told: ToldKnowledge | null = null;
  /** The guard that is being told tests it, so that its value there is known. */
  isFailing = false;
  /** Number of the guard that last met it. */
  guard = -1;

  constructor(
    readonly id: number,
    readonly cls: RegisterClass,
    readonly constant: TraceConstant | null,
    /** The pass in which it was made, or last changed. */
    public pass: number,
  ) {}
}

/** The value that stands for it now. */
export function resolve(value: Value): Value {
  let at = value;
  while (at.forward !== null) at = at.forward;
  return at;
}

/** All that is known of an int's bits. */
export function bitsOf({ range, bits }: { readonly range: Range; readonly bits: Bits | null }): Bits {
  const ofRange = bitsOfRange(range);
  return bits === null ? ofRange : meetBits(ofRange, bits);
}

export function is(value: Value, bit: Known): boolean {
  return (value.known & bit) !== 0;
}

export function isNull(value: Value): boolean {
  return value.constant !== null && value.constant.value === 0 && value.cls === 'ref';
}

export function isNonNull(value: Value): boolean {
  return is(value, Known.NON_NULL) || value.virtual !== null;
}

/** The number of a constant int that a double tells, else null. */
export function findInt(value: Value): number | null {
  const { constant } = value;
  return constant !== null && constant.cls === 'int' && typeof constant.value === 'number'
    ? constant.value
    : null;
}

/** Ints are numbers where a double tells them, references always; 0 has no sign. */
function normalized(constant: TraceConstant): TraceConstant {
  const { cls, value } = constant;
  if (cls === 'float' || typeof value === 'number') return constant;
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? new TraceConstant(cls, Number(value)) : constant;
}

/** Constants are of all passes: what one learns of them is always taken back. */
const NO_PASS = -1;

interface Saved {
  readonly value: Value;
  readonly pass: number;
  readonly forward: Value | null;
  readonly range: Range;
  readonly bits: Bits | null;
  readonly known: number;
  readonly typeId: number;
  readonly itemsPlace: MemoryPlace | null;
  readonly owner: Value | null;
}

/** Makes all values of a trace, and is the one to change what is known of them. */
export class Values {
  pass = 0;
  /** Counts whatever changes how a snapshot is told: for those who would tell it again. */
  changes = 0;
  private count = 0;
  private saved: Saved[] = [];
  private readonly ints = new Map<number | bigint, Value>();
  private readonly refs = new Map<number | bigint, Value>();
  private readonly floats = new Map<number | bigint, Value>();
  private readonly minusZero: Value;
  readonly null: Value;
  readonly zero: Value;
  private readonly zeroFloat: Value;

  constructor() {
    this.minusZero = this.newConstant(new TraceConstant('float', -0));
    this.null = this.constant(NULL_REF);
    this.zero = this.int(0);
    this.zeroFloat = this.constant(new TraceConstant('float', 0));
  }

  fresh(cls: RegisterClass): Value {
    return new Value(this.count++, cls, null, this.pass);
  }

  ofBox(box: Box): Value {
    const value = this.fresh(box.cls);
    value.box = box;
    return value;
  }

  zeroOf(cls: RegisterClass): Value {
    return cls === 'int' ? this.zero : cls === 'ref' ? this.null : this.zeroFloat;
  }

  int(value: number): Value {
    return this.ints.get(value) ?? this.constant(new TraceConstant('int', value));
  }

  constant(given: TraceConstant): Value {
    const { cls, value } = given;
    if (typeof value === 'number' && cls !== 'float') {
      const known = (cls === 'int' ? this.ints : this.refs).get(value);
      if (known !== undefined) return known;
    }
    return this.ensureConstant(normalized(given));
  }

  private ensureConstant(constant: TraceConstant): Value {
    const { cls, value } = constant;
    if (cls === 'float' && Object.is(value, -0)) return this.minusZero;
    const table = cls === 'int' ? this.ints : cls === 'ref' ? this.refs : this.floats;
    let found = table.get(value);
    if (found === undefined) {
      found = this.newConstant(constant);
      table.set(value, found);
    }
    return found;
  }

  private newConstant(constant: TraceConstant): Value {
    const value = new Value(this.count++, constant.cls, constant, NO_PASS);
    value.box = constant;
    if (constant.cls === 'int') {
      value.range = rangeOfConstant(constant.value);
      // Not all words are one that ranges tell.
      if (value.range.lower !== value.range.upper) value.bits = bitsOfConstant(constant.value);
    } else if (constant.cls === 'ref' && constant.value !== 0) value.known = Known.NON_NULL;
    return value;
  }

  // What becomes known.

  forward(value: Value, to: Value): void {
    if (value === to) return;
    this.save(value);
    this.changes++;
    value.forward = to;
    // What is known of one is now known of the other.
    if (to.constant === null && to.cls === 'int') {
      this.narrow(to, value.range);
      if (value.bits !== null) this.learnBits(to, value.bits);
    }
    if (to.cls === 'ref') {
      if (is(value, Known.NON_NULL)) this.setNonNull(to);
      if (value.typeId !== -1 && to.typeId === -1) this.setTypeId(to, value.typeId);
      if (is(value, Known.ACTIVE)) this.setKnown(to, to.known | Known.ACTIVE);
      if (is(value, Known.ORIGIN) && !is(to, Known.ORIGIN)) this.setItems(to, value.itemsPlace, value.owner);
    }
    if (value.typeOf !== null && to.constant !== null)
      this.setTypeId(resolve(value.typeOf), Number(to.constant.value));
  }

  /** An int lies in the range, too; it may turn out to be a constant. */
  narrow(given: Value, within: Range): void {
    const value = resolve(given);
    if (value.constant !== null) return;
    let narrowed = intersect(value.range, within);
    if (narrowed === value.range) return;
    if (value.bits !== null) {
      const all = meetBits(bitsOfRange(narrowed), value.bits);
      if (areAllKnown(all)) {
        this.forwardToWord(value, all);
        return;
      }
      narrowed = intersect(narrowed, rangeOfBits(all));
    }
    if (isSingle(narrowed)) {
      // 0 is added to make 0 of -0.
      this.forward(value, this.int(narrowed.lower + 0));
      return;
    }
    this.save(value);
    value.range = narrowed;
  }

  /** An int has the bits, too; it may turn out to be a constant. False if they were known. */
  learnBits(given: Value, learned: Bits): boolean {
    const value = resolve(given);
    if (value.constant !== null) return false;
    const before = bitsOf(value);
    if (impliesBits(before, learned)) return false;
    const all = meetBits(before, learned);
    if (areAllKnown(all)) {
      this.forwardToWord(value, all);
      return true;
    }
    this.save(value);
    value.bits = all;
    if (isAnySet(all)) value.known |= Known.NON_NULL;
    this.narrow(value, rangeOfBits(all));
    if (value.forward === null && areBitsEqual(all, bitsOfRange(value.range))) value.bits = null;
    return true;
  }

  private forwardToWord(value: Value, bits: Bits): void {
    this.forward(value, this.constant(new TraceConstant('int', wordOfBits(bits))));
  }

  setNonNull(value: Value): void {
    if (!is(value, Known.NON_NULL) && value.constant === null)
      this.setKnown(value, value.known | Known.NON_NULL);
  }

  setKnown(value: Value, known: number): void {
    if (value.known === known) return;
    this.save(value);
    value.known = known;
  }

  setTypeId(value: Value, typeId: number): void {
    if (value.typeId === typeId) return;
    this.save(value);
    value.typeId = typeId;
    if (value.constant === null) value.known |= Known.NON_NULL;
  }

  setItems(value: Value, place: MemoryPlace | null, owner: Value | null): void {
    if (is(value, Known.ORIGIN) && value.itemsPlace === place && value.owner === owner) return;
    this.save(value);
    value.known |= Known.ORIGIN;
    value.itemsPlace = place;
    value.owner = owner;
  }

  // Taking a pass back.

  startPass(): void {
    this.pass++;
    this.saved = [];
  }

  private save(value: Value): void {
    if (value.pass === this.pass) return;
    const { pass, forward, range, bits, known, typeId, itemsPlace, owner } = value;
    this.saved.push({ value, pass, forward, range, bits, known, typeId, itemsPlace, owner });
    value.pass = this.pass;
  }

  undoPass(): void {
    for (const one of this.saved) {
      const { value } = one;
      value.pass = one.pass;
      value.forward = one.forward;
      value.range = one.range;
      value.bits = one.bits;
      value.known = one.known;
      value.typeId = one.typeId;
      value.itemsPlace = one.itemsPlace;
      value.owner = one.owner;
    }
    this.saved = [];
  }
}
