/**
 * The way into the middle of a compiled loop: what its code assumes each time around, as its plan had it (`loop-plan.ts`), for bridges that come back
 * to it. Such a bridge started in the loop, so what the loop takes from its preamble, its imports, is at hand.
 */
import type { MemoryPlace } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import {
  Box,
  type OptimizedOperation,
  type TraceConstant,
  type TraceValue,
  type VirtualObject,
} from '../trace.js';
import { loadOpOf, type Entry } from './heap.js';
import {
  knowledgeOf,
  NOTHING,
  type Knowledge,
  type LoopPlan,
  type PlanEntry,
  type PlanNode,
} from './loop-plan.js';
import { is, Known, resolve, type Value } from './value.js';

export interface EntranceField {
  /** The store that would put it there. */
  readonly op: LirOpName;
  readonly displacement: number;
  readonly size: number;
  /** What reads it of an object that exists; null if that can't be told. */
  readonly loadOp: LirOpName | null;
  readonly place: MemoryPlace | undefined;
  readonly node: EntranceNode;
}

/** A value that is the same each time: a constant, or an import, by its number. */
export type FixedNode =
  | { readonly kind: 'constant'; readonly constant: TraceConstant }
  | { readonly kind: 'import'; readonly index: number; readonly isActive: boolean };

/** A value of the state at the loop's start. */
export type EntranceNode =
  | FixedNode
  /** A parameter; its number is -1 if no code reads it. */
  | { readonly kind: 'param'; readonly index: number; readonly knowledge: Knowledge }
  | {
      readonly kind: 'virtual';
      readonly shape: VirtualObject['shape'];
      readonly isActive: boolean;
      readonly fields: EntranceField[];
    };

/** What memory holds, or where it is written later, what it would hold. */
export interface EntranceEntry {
  readonly base: EntranceNode;
  readonly displacement: number;
  readonly size: number;
  readonly place: MemoryPlace;
  /** What reads it; null if that can't be told. */
  readonly loadOp: LirOpName | null;
  readonly isDirty: boolean;
  readonly node: EntranceNode;
}

/** What a field of one import, or of a constant, holds as long as the loop runs. */
export interface EntranceFact extends EntranceEntry {
  readonly base: FixedNode;
  readonly node: FixedNode;
  /** The loop relies on it. */
  readonly isRead: boolean;
}

export interface LoopEntrance {
  readonly args: readonly EntranceNode[];
  readonly entries: readonly EntranceEntry[];
  readonly paramCount: number;
  /** What is known of the imports. */
  readonly imports: readonly Knowledge[];
  /** What immutable fields hold. */
  readonly facts: readonly EntranceFact[];
  /** What the loop reads of others, and nothing in it changes: so it is where a guard of the loop fails. */
  readonly unchanged: readonly EntranceFact[];
  /** All that the loop knows of its imports is told here, so that others will do of which the same holds. */
  readonly isOpen: boolean;
}

/** More values than these are not worth the way through memory. */
const MOST_VALUES = 120;

export class EntranceMaker {
  /** Values of the preamble that the loop reads, or that tell whether a state is the loop's. */
  readonly imports: Box[] = [];
  private readonly entries: readonly PlanEntry[];
  private readonly numbers = new Map<Box, number>();
  private readonly made = new Map<PlanNode, EntranceNode>();

  constructor(
    private readonly plan: LoopPlan,
    /** The entries that the loop's pass has looked at. */
    private readonly read: ReadonlySet<Entry>,
    /** A box's value in the preamble; null for those that the optimizer has made. */
    private readonly valueOf: (box: Box) => Value | null,
    /** Entries that were the same all the way round. */
    private readonly unchanged: ReadonlySet<Entry>,
  ) {
    this.entries = plan.entries.filter(({ entry, isDirty }) => isDirty || read.has(entry));
    const seen = new Set<PlanNode>();
    for (const { node } of plan.args) this.addInvariants(node, seen);
    for (const { entry, base, node } of this.entries) {
      this.addInvariants(node, seen);
      if (base === null) this.addImport(resolve(entry.at.base));
    }
    for (const entry of plan.lasting) {
      if (!read.has(entry)) continue;
      this.addImport(resolve(entry.at.base));
      this.addImport(resolve(entry.value));
    }
  }

  private addInvariants(node: PlanNode, seen: Set<PlanNode>): void {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'invariant') this.addImport(resolve(node.source));
    for (const field of node.fields) this.addInvariants(field.node, seen);
  }

  private addImport({ box }: Value): void {
    if (box instanceof Box) this.addBox(box);
  }

  private addBox(box: Box): void {
    if (!this.numbers.has(box)) this.numbers.set(box, this.imports.push(box) - 1);
  }

  /** Adds what the loop's code reads of the preamble's values. */
  addReads(
    before: readonly Box[],
    operations: readonly OptimizedOperation[],
    jump: readonly TraceValue[],
  ): void {
    const isImport = new Set(before);
    const read = (value: TraceValue): void => {
      if (value instanceof Box && isImport.has(value)) this.addBox(value);
    };
    for (const { args, guard } of operations) {
      args.forEach(read);
      guard?.liveValues.forEach(read);
    }
    jump.forEach(read);
  }

  /** null where the state is too large. `params`: the plan's parameters that code reads. */
  make(params: readonly PlanNode[], isComplete: boolean): LoopEntrance | null {
    if (params.length + this.imports.length > MOST_VALUES) return null;
    const index = new Map(params.map((node, i) => [node, i]));
    const args = this.plan.args.map(({ node }) => this.node(node, index));
    const entries = this.entries.map(({ entry, base, node, isDirty }): EntranceEntry => {
      const { displacement, size, place } = entry.at;
      return {
        base: base === null ? this.fixed(resolve(entry.at.base)) : this.node(base, index),
        displacement,
        size,
        place,
        loadOp: entry.loadOp,
        isDirty,
        node: this.node(node, index),
      };
    });
    const values = this.imports.map((box) => this.preambleValue(box));
    return {
      args,
      entries,
      paramCount: params.length,
      imports: values.map((value) => (value === null ? NOTHING : knowledgeOf(value))),
      facts: this.facts(this.plan.lasting),
      unchanged: this.facts(
        this.entries.flatMap(({ entry, base }) =>
          base === null && this.unchanged.has(entry) ? [entry] : [],
        ),
      ),
      isOpen: isComplete && values.every((value) => value !== null && isPlain(value)),
    };
  }

  private preambleValue(box: Box): Value | null {
    const value = this.valueOf(box);
    const known = value === null ? null : resolve(value);
    return known?.box === box ? known : null;
  }

  private facts(entries: readonly Entry[]): EntranceFact[] {
    const facts: EntranceFact[] = [];
    for (const entry of entries) {
      const { displacement, size, place, index } = entry.at;
      const base = this.findFixed(resolve(entry.at.base));
      const node = this.findFixed(resolve(entry.value));
      if (base === null || node === null || index !== null) continue;
      const isRead = this.read.has(entry);
      const { loadOp } = entry;
      facts.push({ base, displacement, size, place, loadOp, isDirty: false, node, isRead });
    }
    return facts;
  }

  private node(node: PlanNode, index: ReadonlyMap<PlanNode, number>): EntranceNode {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    const made = this.makeNode(node, index);
    this.made.set(node, made);
    // Objects may refer to each other in a circle.
    if (made.kind === 'virtual')
      for (const { op, part, size, node: field } of node.fields)
        made.fields.push({
          op,
          displacement: part.displacement,
          size,
          loadOp: loadOpOf(resolve(field.source), size),
          place: part.place,
          node: this.node(field, index),
        });
    return made;
  }

  private makeNode(node: PlanNode, index: ReadonlyMap<PlanNode, number>): EntranceNode {
    const source = resolve(node.source);
    switch (node.kind) {
      case 'constant':
      case 'invariant':
        return this.fixed(source);
      case 'param':
        return { kind: 'param', index: index.get(node) ?? -1, knowledge: node.knowledge };
      case 'virtual':
        if (source.virtual === null) throw new Error('a virtual object exists');
        return {
          kind: 'virtual',
          shape: source.virtual.shape,
          isActive: is(source, Known.ACTIVE),
          fields: [],
        };
    }
  }

  /** What is the same each time. */
  private fixed(value: Value): FixedNode {
    const node = this.findFixed(value);
    if (node === null) throw new Error('an invariant is no import');
    return node;
  }

  private findFixed(value: Value): FixedNode | null {
    if (value.constant !== null) return { kind: 'constant', constant: value.constant };
    const index = value.box instanceof Box ? this.numbers.get(value.box) : undefined;
    return index === undefined ? null : { kind: 'import', index, isActive: is(value, Known.ACTIVE) };
  }
}

/** Whether nothing is known of a value but what `Knowledge` tells. */
function isPlain(value: Value): boolean {
  return value.definition === null && value.length === null && !is(value, Known.FRESH);
}

/** Guards that tell where the imports are among their live values: a bridge finds them there. */
export function withImports(
  operations: readonly OptimizedOperation[],
  imports: readonly Box[],
): OptimizedOperation[] {
  type Guard = NonNullable<OptimizedOperation['guard']>;
  const made = new Map<Guard, Guard>();
  const extended = (guard: Guard): Guard => {
    let found = made.get(guard);
    if (found === undefined) {
      const liveValues = [...guard.liveValues];
      const places = imports.map((box) => {
        const at = liveValues.indexOf(box);
        return at === -1 ? liveValues.push(box) - 1 : at;
      });
      found = { resume: guard.resume, liveValues, known: guard.known, imports: places };
      made.set(guard, found);
    }
    return found;
  };
  return operations.map((operation) => {
    const { op, args, part, result, guard } = operation;
    return guard === null ? operation : { op, args, part, result, guard: extended(guard) };
  });
}
