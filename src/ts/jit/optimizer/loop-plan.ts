/**
 * What a loop starts with: a plan of the state at the end of the preamble, as the loop's pass assumes it each time around.
 *
 * The state is what the jump's arguments, and the entries of memory that are carried along, refer to. Each value in it has a node:
 *
 *     constant     the same constant each time
 *     invariant    the same value of the preamble each time: the loop uses it directly
 *     virtual      an object that does not exist; its fields have nodes
 *     param        another value each time, of which something is known: a parameter of the loop
 *
 * A first plan assumes as much as the preamble shows. If the loop's pass ends with another state, `Decisions` notes what not to assume, and the
 * next plan is made by them. References, which decisions are about, are known by the objects that hold them at the preamble's end: an argument's
 * own object, a field of a virtual object, an entry of memory.
 */
import type { AddressPart, MemoryPlace } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import { impliesBits, widenBits, type Bits } from './bits.js';
import { isOwned, type Entry, type Heap } from './heap.js';
import { FULL, hull, isWithin, widen, type Range } from './range.js';
import { bitsOf, Known, resolve, type Value, type Values } from './value.js';
import { VirtualFields } from './virtual-fields.js';
import { HeaderPlace } from './virtual-objects.js';

/** What is assumed of a parameter. */
export interface Knowledge {
  readonly range: Range;
  /** Known bits, if there are others than those that the range tells. */
  readonly bits: Bits | null;
  /** Of the bits of `Known`: non-null, active, origin. */
  readonly known: number;
  readonly typeId: number;
  readonly itemsPlace: MemoryPlace | null;
}

export const NOTHING: Knowledge = { range: FULL, bits: null, known: 0, typeId: -1, itemsPlace: null };
export const CARRIED_BITS = Known.NON_NULL | Known.ACTIVE | Known.ORIGIN;

export function knowledgeOf(value: Value): Knowledge {
  const { range, bits, known, typeId, itemsPlace } = value;
  return { range, bits, known: known & CARRIED_BITS, typeId, itemsPlace };
}

export function implies(found: Knowledge, assumed: Knowledge): boolean {
  return (
    isWithin(found.range, assumed.range) &&
    (assumed.bits === null || impliesBits(bitsOf(found), assumed.bits)) &&
    (found.known & assumed.known) === assumed.known &&
    (assumed.typeId === -1 || found.typeId === assumed.typeId) &&
    ((assumed.known & Known.ORIGIN) === 0 || found.itemsPlace === assumed.itemsPlace)
  );
}

/** What both tell; of ranges that grow, the bounds that grow are given up, and of bits those above one that changes. */
export function weaken(assumed: Knowledge, found: Knowledge): Knowledge {
  const isSameOrigin = assumed.itemsPlace === found.itemsPlace;
  const known = assumed.known & found.known & (isSameOrigin ? CARRIED_BITS : ~Known.ORIGIN);
  return {
    range: isWithin(found.range, assumed.range) ? assumed.range : widen(assumed.range, found.range),
    bits: assumed.bits === null ? null : widenBits(assumed.bits, bitsOf(found)),
    known,
    typeId: assumed.typeId === found.typeId ? assumed.typeId : -1,
    itemsPlace: isSameOrigin ? assumed.itemsPlace : null,
  };
}

interface FieldNode {
  readonly op: LirOpName;
  readonly part: AddressPart;
  readonly size: number;
  readonly reference: object;
  readonly node: PlanNode;
}

export class PlanNode {
  fields: FieldNode[] = [];
  /** What stands for it in the loop's pass, and what the pass ends with in its place. */
  start: Value | null = null;
  end: Value | null = null;

  constructor(
    readonly kind: 'constant' | 'invariant' | 'virtual' | 'param',
    /** At the preamble's end. */
    readonly source: Value,
    readonly knowledge: Knowledge,
    /** What decisions about the parameter are known by. */
    readonly key: object,
  ) {}
}

export interface PlanArgument {
  readonly reference: object;
  readonly node: PlanNode;
}

export interface PlanEntry {
  /** In the preamble's memory. */
  readonly entry: Entry;
  readonly base: PlanNode | null;
  readonly node: PlanNode;
  readonly isDirty: boolean;
}

/** What plans may not assume. */
export class Decisions {
  /** References that are parameters of their own. */
  readonly general = new Set<object>();
  /** Virtual objects that exist when the loop starts. */
  readonly forced = new Set<Value>();
  /** Entries that are not carried along. */
  readonly dropped = new Set<Entry>();
  /**
   * Value objects that exist at the preamble's end, and in whose place the loop has objects that do not: by the key of their parameter, an object with the
   * same fields that does not exist, either.
   */
  readonly apart = new Map<object, Value>();
  /** What is assumed of parameters, where it is less than the preamble shows. */
  readonly weakened = new Map<object, Knowledge>();
}

/** An end of more entries is not worth the parameters. */
const MOST_ENTRIES = 200;

export class LoopPlan {
  readonly args: PlanArgument[] = [];
  readonly entries: PlanEntry[] = [];
  readonly params: PlanNode[] = [];
  /** Entries whose location and value are the preamble's for good. */
  readonly lasting: Entry[] = [];
  private readonly nodes = new Map<Value, PlanNode>();

  constructor(
    private readonly values: Values,
    private readonly decisions: Decisions,
    /** Values of inputs that come back unchanged. */
    private readonly stable: ReadonlySet<Value>,
  ) {}

  /** From the jump's arguments and the memory at the preamble's end; `references` stand for the arguments. */
  build(args: readonly Value[], references: readonly object[], heap: Heap): void {
    const { dropped, forced } = this.decisions;
    for (const entry of dropped) if (entry.isDirty) this.forceAll(resolve(entry.value));
    for (const value of [...forced]) this.forceAll(value);
    args.forEach((arg, i) =>
      this.args.push({ reference: references[i], node: this.node(arg, references[i]) }),
    );
    const carried: Entry[] = [];
    heap.forEach((entry) => {
      if (dropped.has(entry) || carried.length >= MOST_ENTRIES) return;
      if (entry.isDirty || this.mayLast(entry, heap)) carried.push(entry);
    });
    // Values first, all of them: bases are known by the nodes that values have, and those are mostly values of dirty entries.
    carried.sort((a, b) => Number(b.isDirty) - Number(a.isDirty));
    const nodes = carried.map((entry) => {
      const value = resolve(entry.value);
      // What an object holds that is another one each time is another value each time.
      const isBaseParam = this.nodes.get(resolve(entry.at.base))?.kind === 'param';
      const isStable = entry.isLoaded && !isBaseParam;
      return this.node(value, entry, isStable ? 'stable' : 'unknown');
    });
    carried.forEach((entry, i) => {
      const base = this.nodes.get(resolve(entry.at.base)) ?? null;
      const hasParam = base !== null && base.kind === 'param';
      if (
        entry.at.place.change === 'immutable' &&
        !hasParam &&
        nodes[i].kind !== 'param' &&
        nodes[i].kind !== 'virtual'
      )
        this.lasting.push(entry);
      else this.entries.push({ entry, base: hasParam ? base : null, node: nodes[i], isDirty: entry.isDirty });
    });
  }

  /** Clean entries of places that calls write to are gone before the loop comes to them. */
  private mayLast(entry: Entry, heap: Heap): boolean {
    const { index, displacement, base, place } = entry.at;
    if (index !== null) return false;
    // What type an object has is known of the object itself.
    if (place.change === 'immutable' && displacement === HeaderPlace.TYPE && resolve(base).typeId !== -1)
      return false;
    return entry.at.place.change === 'immutable' || isOwned(entry.at) || !heap.wasClobbered(entry);
  }

  /** An object that exists refers to none that do not. */
  private forceAll(value: Value): void {
    const { forced } = this.decisions;
    if (value.virtual === null) return;
    const work = [value];
    for (let object = work.pop(); object !== undefined; object = work.pop()) {
      forced.add(object);
      for (const field of object.virtual?.fields ?? []) {
        const held = resolve(field.value);
        if (held.virtual !== null && !forced.has(held)) work.push(held);
      }
    }
  }

  private node(given: Value, reference: object, hint: 'stable' | 'unknown' = 'unknown'): PlanNode {
    const value = resolve(given);
    if (this.decisions.general.has(reference))
      return this.virtualNode(this.decisions.apart.get(reference)) ?? this.newParam(value, reference);
    if (value.constant !== null) return new PlanNode('constant', value, NOTHING, reference);
    const known = this.nodes.get(value);
    if (known !== undefined) return known;
    const virtual = this.virtualNode(value) ?? this.virtualNode(this.decisions.apart.get(value));
    if (virtual !== null) return virtual;
    let node: PlanNode;
    if (value.virtual === null && (this.stable.has(value) || hint === 'stable'))
      node = new PlanNode('invariant', value, NOTHING, value);
    else node = this.newParam(value, value);
    this.nodes.set(value, node);
    return node;
  }

  private virtualNode(value: Value | undefined): PlanNode | null {
    if (value === undefined || value.virtual === null || this.decisions.forced.has(value)) return null;
    const known = this.nodes.get(value);
    if (known !== undefined) return known;
    const node = new PlanNode('virtual', value, knowledgeOf(value), value);
    this.nodes.set(value, node);
    this.addFields(node, value.virtual);
    return node;
  }

  private addFields(node: PlanNode, { fields }: VirtualFields): void {
    for (const field of fields) {
      const { op, part, size, value } = field;
      // What a variable is set to on this way is no constant where another way comes round the loop.
      const held = resolve(value);
      const isVariable = part.place?.isOfValueObject === true && held.constant !== null;
      const fieldNode = isVariable ? this.newParam(held, field, NOTHING) : this.node(value, field);
      node.fields.push({ op, part, size, reference: field, node: fieldNode });
    }
  }

  private newParam(value: Value, key: object, knowledge = knowledgeOf(value)): PlanNode {
    const node = new PlanNode('param', value, this.decisions.weakened.get(key) ?? knowledge, key);
    this.params.push(node);
    return node;
  }

  // The loop's start.

  /** Gives all nodes the values that the loop's pass starts with. */
  start(newParam: (node: PlanNode) => Value): void {
    for (const { node } of this.args) this.startNode(node, newParam);
    for (const { node } of this.entries) this.startNode(node, newParam);
  }

  private startNode(node: PlanNode, newParam: (node: PlanNode) => Value): Value {
    if (node.start !== null) return node.start;
    const { kind, source, knowledge } = node;
    if (kind === 'constant' || kind === 'invariant') {
      node.start = source;
      return source;
    }
    if (kind === 'param') {
      const value = newParam(node);
      node.start = value;
      value.known = knowledge.known;
      value.typeId = knowledge.typeId;
      value.itemsPlace = knowledge.itemsPlace;
      this.values.narrow(value, knowledge.range);
      if (knowledge.bits !== null) this.values.learnBits(value, knowledge.bits);
      return value;
    }
    const value = this.values.fresh('ref');
    node.start = value;
    value.known = source.known;
    value.typeId = source.typeId;
    value.length = source.length;
    if (source.virtual === null) throw new Error('a virtual object exists');
    const virtual = new VirtualFields(source.virtual.shape);
    value.virtual = virtual;
    for (const { op, part, size, node: field } of node.fields)
      virtual.fields.push({ op, part, size, value: this.startNode(field, newParam) });
    value.itemsPlace = source.itemsPlace;
    value.owner = source.owner === null ? null : this.startOf(source.owner);
    return value;
  }

  /** What stands for a value of the preamble's end. */
  private startOf(given: Value): Value | null {
    const value = resolve(given);
    const node = this.nodes.get(value);
    if (node === undefined) return value.virtual === null ? value : null;
    return node.kind === 'param' ? null : (node.start ?? null);
  }
}

/** What a reference that is no longer taken as constant or invariant is known to be. */
export function generalized(assumed: Value, found: Value): Knowledge {
  const one = knowledgeOf(assumed);
  const other = knowledgeOf(found);
  const range = hull(one.range, other.range);
  // Equal bounds would make a constant of it again.
  // Where a constant was assumed, both may have the same lowest bits: multiples of 4 are counted by 4.
  const bits = assumed.constant === null ? one.bits : widenBits(bitsOf(one), bitsOf(other));
  return weaken({ ...one, range: widen(one.range, range), bits }, other);
}
