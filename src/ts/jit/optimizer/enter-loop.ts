/**
 * The end of a trace that comes to a loop's middle: compares the state with what the loop assumes (`loop-entrance.ts`), makes sure of
 * what is not known by guards, and brings what the loop's parameters get. What is no match enters the loop by its start, as anybody may;
 * so does what would not pass the guards in the run that recorded the trace, where its values tell that.
 *
 * Where the loop has taken an object apart, one that exists is read, if it is a value object: the loop goes on with a copy.
 */
import { NO_PART } from '../../backend/lir.js';
import type { Word } from '../words.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import {
  Box,
  TraceConstant,
  type LoopOrigin,
  type LoopWay,
  type TraceOpName,
  type TraceValue,
} from '../trace.js';
import { areBitsDifferent, bitsOfConstant, impliesBits, testOfBits, type Bits } from './bits.js';
import { isOwned, type Entry } from './heap.js';
import { implies, knowledgeOf, NOTHING, type Knowledge } from './loop-plan.js';
import type { EntranceEntry, EntranceNode, FixedNode } from './loop-entrance.js';
import { isShapeSame } from './virtual-fields.js';
import { infoOf } from './operations.js';
import type { Pass } from './pass.js';
import { isWithin, lowerBound, rangeOfConstant, upperBound } from './range.js';
import { HeaderPlace } from './virtual-objects.js';
import { bitsOf, is, isNull, Known, resolve, type Value, type Values } from './value.js';

/** What the jump into the loop brings for its parameters and imports; null where the state is not one of the loop's. */
export function enterLoop(
  pass: Pass,
  values: Values,
  way: LoopWay,
  args: readonly Value[],
): TraceValue[] | null {
  const before = pass.emitter.operations.length;
  const found = new LoopEntering(pass, values, way).run(args);
  // The loop's start asks for itself.
  if (found === null) pass.emitter.dropGuards(before);
  return found;
}

/** What lasts of what is known of a value. */
export function learn(
  values: Values,
  value: Value,
  { range, bits, known, typeId, itemsPlace }: Knowledge,
): void {
  // Not one of the arrays that a field keeps for itself: so it stays.
  if (itemsPlace === null) value.known |= known & Known.ORIGIN;
  if ((known & Known.NON_NULL) !== 0) values.setNonNull(value);
  if (typeId !== -1) values.setTypeId(value, typeId);
  if (value.cls === 'int') values.narrow(value, range);
  if (bits !== null) values.learnBits(value, bits);
}

/** At the start of a bridge: what the loop knows of its imports. */
export function startInLoop(pass: Pass, values: Values, { entrance, imports }: LoopOrigin): void {
  const valueOf = (node: FixedNode): Value =>
    node.kind === 'constant' ? values.constant(node.constant) : pass.boxes.valueOf(imports[node.index]);
  entrance.imports.forEach((knowledge, i) => {
    learn(values, pass.boxes.valueOf(imports[i]), knowledge);
  });
  for (const { base, displacement, size, place, node } of [...entrance.facts, ...entrance.unchanged]) {
    const object = valueOf(base);
    const value = valueOf(node);
    pass.heap.addCarried({ base: object, index: null, scale: 1, displacement, size, place }, value, null);
    if (value.cls === 'ref') pass.memory.noteOrigin(value, place, object);
  }
}

function isType({ displacement }: EntranceEntry): boolean {
  return displacement === HeaderPlace.TYPE;
}

class LoopEntering {
  /** Null until something tells: who comes from elsewhere finds them in the state. */
  private readonly imports: (Value | null)[];
  private readonly found = new Map<EntranceNode, Value>();
  private readonly nodeOf = new Map<Value, EntranceNode>();
  /** What has to be looked at when the code runs. */
  private readonly equal: [Value, Value][] = [];
  private known: [Value, Knowledge][] = [];
  private readonly carried = new Set<Entry>();
  /** Fields of objects that exist and that the loop has taken apart. */
  private apart: EntranceEntry[] = [];
  /** Of what was loaded at the end only. */
  private readonly loadedNow = new Map<Value, Word | null>();

  constructor(
    private readonly pass: Pass,
    private readonly values: Values,
    private readonly way: LoopWay,
  ) {
    const { imports, entrance } = way;
    this.imports = entrance.imports.map((_, i) => (imports === null ? null : pass.boxes.valueOf(imports[i])));
  }

  run(args: readonly Value[]): TraceValue[] | null {
    const { entrance, imports } = this.way;
    const { heap, emitter } = this.pass;
    for (const entry of [...heap.dirty]) if (!isOwned(entry.at) || entry.at.index !== null) heap.flush(entry);
    if (!entrance.args.every((node, i) => this.fits(node, args[i]))) return null;
    const facts = imports === null ? entrance.facts.filter(({ isRead }) => isRead) : [];
    // What types objects have comes first: the rest is read where they have them.
    const entries = [...entrance.entries, ...facts].sort((a, b) => Number(isType(b)) - Number(isType(a)));
    const left = this.matchEntries(entries, (entry, base) => this.matchKnown(entry, base));
    if (
      left === null ||
      this.matchEntries(left, (entry, base) => this.matchLoaded(entry, base))?.length !== 0
    )
      return null;
    if (this.imports.includes(null)) return null;
    for (const [one, other] of this.equal) this.guardEqual(one, other);
    for (const [value, knowledge] of this.known) this.guardKnowledge(resolve(value), knowledge);
    for (const entry of [...heap.dirty]) if (!this.carried.has(entry)) heap.flush(entry);
    const params: TraceValue[] = [];
    for (const [node, value] of this.found) {
      if (node.kind !== 'param') continue;
      const operand = emitter.operand(value);
      if (node.index >= 0) params[node.index] = operand;
    }
    for (let i = 0; i < entrance.paramCount; i++)
      if (!(i in params)) throw new Error('a parameter of a loop gets nothing');
    return [...params, ...this.imports.flatMap((value) => (value === null ? [] : [emitter.operand(value)]))];
  }

  // Comparing, before anything is emitted.

  private fits(node: EntranceNode, given: Value): boolean {
    const value = resolve(given);
    switch (node.kind) {
      case 'constant':
        return this.isOrMayBe(value, this.values.constant(node.constant));
      case 'import': {
        if (is(value, Known.ACTIVE) !== node.isActive) return false;
        const expected = this.imports[node.index];
        if (expected !== null) return this.isOrMayBe(value, resolve(expected));
        this.imports[node.index] = value;
        return this.mayKnow(value, this.way.entrance.imports[node.index]);
      }
      case 'param':
        return this.fitsParam(node, value);
      case 'virtual':
        return this.fitsVirtual(node, value);
    }
  }

  private isOrMayBe(value: Value, expected: Value): boolean {
    if (value === expected) return true;
    if (value.constant !== null && expected.constant !== null) return false;
    if (value.virtual !== null || expected.virtual !== null || value.cls === 'float') return false;
    const now = this.heldNow(value);
    const expectedNow = this.heldNow(expected);
    if (now !== null && expectedNow !== null && now !== expectedNow) return false;
    this.equal.push([value, expected]);
    return true;
  }

  private fitsParam(node: EntranceNode & { kind: 'param' }, value: Value): boolean {
    const before = this.found.get(node);
    // Two places hold the same where the loop was made.
    if (before !== undefined) return this.isOrMayBe(value, resolve(before));
    this.found.set(node, value);
    return this.mayKnow(value, node.knowledge);
  }

  /** What a value holds in the run that recorded the trace; null if that is not known. */
  private heldNow(value: Value): Word | null {
    const { constant, box } = value;
    if (constant !== null) return constant.value;
    const loaded = this.loadedNow.get(value);
    if (loaded !== undefined) return loaded;
    return box instanceof Box ? this.pass.shared.options.heldNow(box) : null;
  }

  private loadNow(op: LirOpName, object: Value, displacement: number): Word | null {
    const held = this.heldNow(object);
    return held === null || held === 0 ? null : this.pass.shared.options.loadNow(op, held, displacement);
  }

  /** Whether a value is, or may be, what the loop takes it for. */
  private mayKnow(value: Value, knowledge: Knowledge): boolean {
    const found = knowledgeOf(value);
    if (implies(found, knowledge)) return true;
    // Only code can tell the rest.
    const isMarked = (knowledge.known & (Known.ACTIVE | Known.ORIGIN) & ~found.known) === 0;
    const isOrigin = (knowledge.known & Known.ORIGIN) === 0 || found.itemsPlace === knowledge.itemsPlace;
    const isType = knowledge.typeId === -1 || found.typeId === -1 || found.typeId === knowledge.typeId;
    const isContrary = knowledge.bits !== null && areBitsDifferent(bitsOf(value), knowledge.bits);
    if (!isMarked || !isOrigin || !isType || isContrary || !this.holdsNow(value, knowledge)) return false;
    this.known.push([value, knowledge]);
    return true;
  }

  private holdsNow(value: Value, { known, typeId, range, bits }: Knowledge): boolean {
    const now = this.heldNow(value);
    if (now === null) return true;
    if (now === 0 && (known & Known.NON_NULL) !== 0) return false;
    if (value.cls === 'int')
      return (
        isWithin(rangeOfConstant(now), range) && (bits === null || impliesBits(bitsOfConstant(now), bits))
      );
    return typeId === -1 || (this.loadNow('load_u32', value, HeaderPlace.TYPE) ?? typeId) === typeId;
  }

  private fitsVirtual(node: EntranceNode & { kind: 'virtual' }, value: Value): boolean {
    const { virtual } = value;
    const before = this.found.get(node);
    if (before !== undefined) return resolve(before) === value;
    if (virtual === null) return this.takeApart(node, value);
    if (!isShapeSame(virtual.shape, node.shape)) return false;
    if (is(value, Known.ACTIVE) !== node.isActive || this.nodeOf.has(value)) return false;
    this.found.set(node, value);
    this.nodeOf.set(value, node);
    for (const { op, displacement, size, node: field } of node.fields) {
      const held = virtual.find(displacement, size);
      if (held === undefined || (held !== null && held.op !== op)) return false;
      if (!this.fits(field, held?.value ?? this.zeroOf(op))) return false;
    }
    return virtual.fields.every(
      ({ op, part, value: held }) =>
        resolve(held) === this.zeroOf(op) ||
        node.fields.some(({ displacement }) => displacement === part.displacement),
    );
  }

  /** An object that exists where the loop has none: its fields are to be read. */
  private takeApart(node: EntranceNode & { kind: 'virtual' }, value: Value): boolean {
    const { shape, fields } = node;
    if (node.isActive || shape.kind !== 'instance' || isNull(value)) return false;
    if (!this.mayKnow(value, { ...NOTHING, known: Known.NON_NULL, typeId: shape.typeId })) return false;
    let size = 1;
    for (const { displacement, place, loadOp, node: field } of fields) {
      if (place?.isOfValueObject !== true || loadOp === null) return false;
      size++;
      this.apart.push({ base: node, displacement, size: 8, place, loadOp, isDirty: false, node: field });
    }
    if (size !== shape.size) return false;
    this.found.set(node, value);
    return true;
  }

  private zeroOf(op: LirOpName): Value {
    const cls = op === 'store_ref' ? 'ref' : op === 'store_f64' || op === 'store_f32' ? 'float' : 'int';
    return this.values.zeroOf(cls);
  }

  // Memory.

  /** Tries entries whose base is known, until no more are; those left, or null where one does not fit. */
  private matchEntries(
    entries: readonly EntranceEntry[],
    match: (entry: EntranceEntry, base: Value) => boolean | 'later',
  ): readonly EntranceEntry[] | null {
    let left = entries;
    for (let hasFound = true; hasFound;) {
      hasFound = false;
      const next: EntranceEntry[] = [];
      for (const entry of left) {
        const base = this.baseOf(entry.base);
        const matches = base === null ? 'later' : match(entry, base);
        if (matches === false) return null;
        if (matches === 'later') next.push(entry);
        else hasFound = true;
      }
      left = [...next, ...this.apart];
      this.apart = [];
    }
    return left;
  }

  private baseOf(node: EntranceNode): Value | null {
    switch (node.kind) {
      case 'constant':
        return this.values.constant(node.constant);
      case 'import': {
        const value = this.imports[node.index];
        return value === null ? null : resolve(value);
      }
      default: {
        const value = this.found.get(node);
        return value === undefined ? null : resolve(value);
      }
    }
  }

  private matchKnown(expected: EntranceEntry, base: Value): boolean | 'later' {
    const { displacement, size, place, node } = expected;
    const entry = this.pass.heap.find({ base, index: null, scale: 1, displacement, size, place });
    if (entry === null) return 'later';
    // What the loop takes for written is written.
    if (expected.isDirty && entry.isDirty) this.carried.add(entry);
    return this.fits(node, entry.value);
  }

  private matchLoaded(entry: EntranceEntry, base: Value): boolean {
    const matches = this.matchKnown(entry, base);
    if (matches !== 'later') return matches;
    const { loadOp, displacement, place, node } = entry;
    if (loadOp === null) return false;
    this.ensureKnown(base);
    const part = { kind: 'address', scale: 1, displacement, place } as const;
    const value = this.pass.memory.load(infoOf(loadOp), part, base, this.values.zero, null);
    if (value.box instanceof Box) this.loadedNow.set(value, this.loadNow(loadOp, base, displacement));
    return this.fits(node, value);
  }

  // Making sure.

  /** Before anything is read from an object: null, or an object of another type, may not have the field. */
  private ensureKnown(object: Value): void {
    const isAbout = (value: Value): boolean => {
      const known = resolve(value);
      return known === object || (known.typeOf !== null && resolve(known.typeOf) === object);
    };
    const due = this.known.filter(([value]) => isAbout(value));
    this.known = this.known.filter(([value]) => !isAbout(value));
    for (const [value, knowledge] of due) this.guardKnowledge(resolve(value), knowledge);
  }

  private guard(op: TraceOpName, args: readonly Value[]): void {
    this.pass.guards.guard(
      { op, args: [], part: NO_PART, result: null, snapshot: this.way.snapshot },
      args,
      null,
    );
  }

  private guardTrue(op: LirOpName, first: Value, second: Value): void {
    this.guard('guard_true', [this.pass.pure.named(op, first, second)]);
  }

  private guardEqual(given: Value, expected: Value): void {
    const one = resolve(given);
    const other = resolve(expected);
    if (one === other) return;
    if (other.constant !== null) this.guard('guard_value', [one, other]);
    else this.guardTrue(one.cls === 'ref' ? 'ref_eq' : 'int_eq', one, other);
  }

  private guardBits(value: Value, bits: Bits): void {
    if (impliesBits(bitsOf(value), bits)) return;
    const { mask, value: expected } = testOfBits(bits);
    const masked = this.pass.pure.named('int_and', value, this.int(mask));
    if (masked !== this.int(expected)) this.guard('guard_value', [masked, this.int(expected)]);
  }

  private int(value: number | bigint): Value {
    return this.values.constant(new TraceConstant('int', value));
  }

  private guardKnowledge(given: Value, { known, typeId, range, bits }: Knowledge): void {
    if (bits !== null) this.guardBits(given, bits);
    const value = resolve(given);
    if ((known & Known.NON_NULL) !== 0 && !is(value, Known.NON_NULL) && value.virtual === null)
      this.guardTrue(
        value.cls === 'ref' ? 'ref_ne' : 'int_ne',
        value,
        value.cls === 'ref' ? this.values.null : this.values.zero,
      );
    if (typeId !== -1 && value.typeId === -1) {
      const type = this.pass.loadType(value);
      this.guard('guard_value', [type, this.values.int(typeId)]);
    }
    if (value.cls !== 'int' || isWithin(value.range, range)) return;
    this.guardTrue('int_ge', value, this.int(lowerBound(range)));
    this.guardTrue('int_le', value, this.int(upperBound(range)));
  }
}
