/**
 * Loop peeling: the trace is optimized twice. The first pass is the preamble; the second starts with the state that the first has ended with, as a
 * plan describes it, and is the loop, if it ends with a state that the plan allows. If not, the plan is made more general, and the
 * second pass is done again; the last plan assumes nothing and fits always.
 *
 * The loop may use what the preamble has computed, since it is always run before: what does not change is in the preamble only.
 */
import type { LirOpName } from '../../backend/lir-ops.js';
import {
  Box,
  type OptimizedOperation,
  type OptimizedTrace,
  type Trace,
  type TraceValue,
  type VirtualObject,
} from '../trace.js';
import { fuseOverflow } from './fuse-overflow.js';
import { isOwned, loadOpOf, type Entry } from './heap.js';
import { EntranceMaker, withImports } from './loop-entrance.js';
import {
  Decisions,
  generalized,
  implies,
  knowledgeOf,
  LoopPlan,
  NOTHING,
  weaken,
  type PlanNode,
} from './loop-plan.js';
import { infoOf } from './operations.js';
import { FULL } from './range.js';
import { Needs } from './remove-dead.js';
import { Pass, type Shared } from './pass.js';
import { is, Known, resolve, type Value } from './value.js';
import { isShapeSame, type VirtualField } from './virtual-fields.js';

const MOST_ATTEMPTS = 8;
/** From this attempt on, ranges and bits of parameters are not assumed. */
const WITHOUT_RANGES = 4;

/** The loop of a trace whose first pass has been run and ends in a jump with these arguments. */
export function peelLoop(
  trace: Trace,
  shared: Shared,
  preamble: Pass,
  args: readonly Value[],
  inputs: readonly Value[],
): OptimizedTrace {
  return new LoopPeeler(trace, shared, preamble, args, inputs).run();
}

/** What was found where the loop's end was compared with its plan. */
interface Match {
  readonly reference: object;
  readonly node: PlanNode;
  readonly value: Value;
}

interface ApartField extends Omit<VirtualField, 'value'> {
  /** What reads it. */
  readonly loadOp: LirOpName;
}

/** A value object to be taken apart. */
interface WantedApart {
  /** Of the parameter that it is now. */
  readonly key: object;
  readonly source: Value;
  readonly shape: VirtualObject['shape'];
  readonly fields: readonly ApartField[];
}

class LoopPeeler {
  private readonly decisions = new Decisions();
  private readonly references: readonly object[];
  private readonly stable = new Set<Value>();
  private attempt = 0;
  /** The plan's entries as the loop's pass has them, and those that it has looked at. */
  private readonly carried = new Map<Entry, Entry>();
  private readonly read = new Set<Entry>();
  /** Those of them that nothing in the loop changes. */
  private readonly unchanged = new Set<Entry>();
  private hasFailed = false;
  private readonly wanted: WantedApart[] = [];

  constructor(
    private readonly trace: Trace,
    private readonly shared: Shared,
    private readonly preamble: Pass,
    private readonly args: readonly Value[],
    inputs: readonly Value[],
  ) {
    this.references = args.map(() => ({}));
    inputs.forEach((input, i) => {
      if (resolve(input) === resolve(args[i])) this.stable.add(resolve(input));
    });
  }

  run(): OptimizedTrace {
    // What is put off beyond the loop's start is what only the trace can see.
    for (const entry of [...this.preamble.heap.dirty])
      if (!isOwned(entry.at) || entry.at.index !== null) this.preamble.heap.flush(entry);
    const { values, table, elidable, boxes } = this.shared;
    for (this.attempt = 1; ; this.attempt++) {
      this.takeApart();
      const marks = { table: table.mark, elidable: elidable.mark, boxes: boxes.count };
      if (this.attempt === MOST_ATTEMPTS) this.assumeNothing();
      values.startPass();
      this.carried.clear();
      this.read.clear();
      this.unchanged.clear();
      table.seal();
      elidable.seal();
      const plan = new LoopPlan(values, this.decisions, this.stable);
      plan.build(this.args, this.references, this.preamble.heap);
      const loop = this.startLoop(plan);
      loop.run();
      for (const [planned, carried] of this.carried) if (carried.wasRead) this.read.add(planned);
      this.hasFailed = false;
      const jump = this.finishLoop(plan, loop);
      for (const { entry, isDirty } of plan.entries) {
        const carried = this.carried.get(entry);
        if (carried === undefined || isDirty || carried.wasStored || entry.at.index !== null) continue;
        if (loop.heap.find({ ...carried.at, base: resolve(carried.at.base) }) === carried)
          this.unchanged.add(entry);
      }
      values.undoPass();
      if (!this.hasFailed) return this.finish(plan, loop, jump);
      if (this.attempt > MOST_ATTEMPTS) throw new Error('a loop that assumes nothing does not fit');
      table.rollback(marks.table);
      elidable.rollback(marks.elidable);
      boxes.count = marks.boxes;
    }
  }

  /** Reads the fields of value objects that the loop has taken apart at its end. */
  private takeApart(): void {
    const { memory, heap, virtuals } = this.preamble;
    for (const { key, source, shape, fields } of this.wanted) {
      const copy = virtuals.allocate(shape);
      this.decisions.apart.set(key, copy);
      for (const { op, loadOp, part, size } of fields) {
        const value = memory.load(infoOf(loadOp), part, source, this.shared.values.zero, null);
        copy.virtual?.fields.push({ op, part, size, value });
        // The loop is not to know the object besides what has taken its place.
        const { displacement, place } = part;
        if (place === undefined) continue;
        const entry = heap.find({ base: source, index: null, scale: 1, displacement, size, place });
        if (entry !== null) this.decisions.dropped.add(entry);
      }
    }
    this.wanted.length = 0;
  }

  /** Whether an object that exists at the preamble's end may be taken apart, as the one is that the loop has in its place. */
  private wantApart({ key, source: given }: PlanNode, { virtual }: Value): boolean {
    const source = resolve(given);
    if (virtual === null || virtual.shape.kind !== 'instance' || this.attempt >= MOST_ATTEMPTS) return false;
    if (this.decisions.apart.has(key) || this.wanted.some((one) => one.key === key)) return false;
    if (source.virtual !== null || source.typeId !== virtual.typeId) return false;
    const fields: ApartField[] = [];
    for (const { op, part, size, value } of virtual.fields) {
      const loadOp = loadOpOf(resolve(value), size);
      if (part.place?.isOfValueObject !== true || loadOp === null) return false;
      fields.push({ op, loadOp, part, size });
    }
    if (fields.length + 1 !== virtual.shape.size) return false;
    this.wanted.push({ key, source, shape: virtual.shape, fields });
    return true;
  }

  private assumeNothing(): void {
    const { general, forced, dropped, apart, weakened } = this.decisions;
    apart.clear();
    for (const reference of this.references) {
      general.add(reference);
      weakened.set(reference, NOTHING);
    }
    for (const arg of this.args) if (resolve(arg).virtual !== null) forced.add(resolve(arg));
    this.preamble.heap.forEach((entry) => dropped.add(entry));
  }

  private startLoop(plan: LoopPlan): Pass {
    const { values, boxes } = this.shared;
    const loop = new Pass(this.shared, 'new');
    plan.start(({ source }) => values.ofBox(boxes.make(source.cls)));
    this.trace.inputs.forEach((box, i) => {
      const { start } = plan.args[i].node;
      if (start !== null) loop.boxes.set(box, start);
    });
    for (const entry of plan.lasting) {
      const { at, value } = entry;
      this.carried.set(entry, loop.heap.addCarried({ ...at, base: resolve(at.base) }, resolve(value), null));
    }
    for (const { entry, base, node, isDirty } of plan.entries) {
      const at = { ...entry.at, base: resolve(base?.start ?? entry.at.base) };
      if (node.start !== null)
        this.carried.set(entry, loop.heap.addCarried(at, node.start, isDirty ? entry.op : null));
    }
    return loop;
  }

  // The loop's end.

  /** Compares the end with the plan; gives what the jump brings for the plan's parameters. */
  private finishLoop(plan: LoopPlan, loop: Pass): TraceValue[] {
    const { end } = this.trace;
    if (end.kind !== 'jump') throw new Error('only jumps make loops');
    const args = end.args.map((arg) => loop.boxes.valueOf(arg));
    for (const entry of [...loop.heap.dirty])
      if (!isOwned(entry.at) || entry.at.index !== null) loop.heap.flush(entry);
    // Bases of entries may be parameters: arguments come first.
    plan.args.forEach(({ node }, i) => this.noteEnds(node, args[i], loop, new Set()));
    const found = this.findEntries(plan, loop);
    const matches: Match[] = [];
    plan.args.forEach(({ reference, node }, i) => matches.push({ reference, node, value: args[i] }));
    plan.entries.forEach((entry, i) => {
      const { value } = found[i] ?? {};
      if (value !== undefined) matches.push({ reference: entry.entry, node: entry.node, value });
    });
    this.forceParams(matches, loop);
    for (const node of plan.params) node.end = null;
    this.compareAll(matches);
    if (this.hasFailed) return [];
    return plan.params.map((node) => loop.emitter.operand(node.end ?? node.source));
  }

  /** What parameters are at the end, as far as one reference tells; they exist there. */
  private noteEnds(node: PlanNode, given: Value, loop: Pass, seen: Set<PlanNode>): void {
    const value = resolve(given);
    if (node.kind === 'param') {
      if (this.wantApart(node, value)) this.hasFailed = true;
      node.end ??= value;
      loop.emitter.operand(value);
    }
    if (node.kind !== 'virtual' || value.virtual === null || seen.has(node)) return;
    seen.add(node);
    for (const { part, size, node: field } of node.fields) {
      const held = value.virtual.find(part.displacement, size);
      if (held !== null && held !== undefined) this.noteEnds(field, held.value, loop, seen);
    }
  }

  /** The loop's entries at its end, for those of the plan; what is dirty and not carried along is written. */
  private findEntries(plan: LoopPlan, loop: Pass): (Entry | null)[] {
    const found: (Entry | null)[] = plan.entries.map(() => null);
    let left = plan.entries.map((_, i) => i);
    // Bases that are parameters may be values of other entries.
    for (let before = -1; left.length !== before;) {
      before = left.length;
      left = left.filter((i) => {
        const { entry, base, node } = plan.entries[i];
        const end = base === null ? resolve(entry.at.base) : base.end;
        if (end === null) return true;
        const known = loop.heap.find({ ...entry.at, base: resolve(end) });
        const isLost = known === null || (entry.isDirty && !isOwned(known.at));
        if (isLost) this.drop(entry);
        else {
          found[i] = known;
          this.noteEnds(node, known.value, loop, new Set());
        }
        return false;
      });
    }
    for (const i of left) this.drop(plan.entries[i].entry);
    const carried = new Set<Entry>();
    found.forEach((one, i) => {
      if (one !== null && plan.entries[i].isDirty) carried.add(one);
    });
    for (const entry of [...loop.heap.dirty]) if (!carried.has(entry)) loop.heap.flush(entry);
    return found;
  }

  private drop(entry: Entry): void {
    this.hasFailed = true;
    this.decisions.dropped.add(entry);
  }

  /** What is a parameter exists at the loop's end. */
  private forceParams(matches: readonly Match[], loop: Pass): void {
    const seen = new Set<PlanNode>();
    const work = [...matches];
    for (let match = work.pop(); match !== undefined; match = work.pop()) {
      const { node } = match;
      const value = resolve(match.value);
      if (node.kind === 'param') loop.emitter.operand(value);
      if (node.kind !== 'virtual' || value.virtual === null || seen.has(node)) continue;
      seen.add(node);
      for (const { part, size, reference, node: field } of node.fields) {
        const held = value.virtual.find(part.displacement, size);
        if (held !== null && held !== undefined) work.push({ reference, node: field, value: held.value });
      }
    }
  }

  private compareAll(matches: readonly Match[]): void {
    /** Which node an object at the end stands for: different nodes are different objects. */
    const nodeOf = new Map<Value, PlanNode>();
    const work = [...matches].reverse();
    for (let match = work.pop(); match !== undefined; match = work.pop()) {
      const value = resolve(match.value);
      const { node, reference } = match;
      switch (node.kind) {
        case 'constant':
        case 'invariant':
          if (value !== resolve(node.source)) this.generalize(reference, node, value);
          break;
        case 'param':
          this.compareParam(match, value);
          break;
        case 'virtual':
          this.compareVirtual(match, value, nodeOf, work);
      }
    }
  }

  private generalize(reference: object, { source }: PlanNode, value: Value): void {
    this.hasFailed = true;
    const { general, weakened, forced } = this.decisions;
    general.add(reference);
    weakened.set(reference, generalized(resolve(source), value));
    if (source.virtual !== null) forced.add(source);
  }

  private compareParam({ node, reference }: Match, value: Value): void {
    if (node.end !== null && resolve(node.end) !== value) {
      // Two places that held the same no longer do.
      this.generalize(reference, node, value);
      return;
    }
    node.end = value;
    const { knowledge } = node;
    const found = knowledgeOf(value);
    if (implies(found, knowledge)) return;
    this.hasFailed = true;
    const weaker = weaken(knowledge, found);
    this.decisions.weakened.set(
      node.key,
      this.attempt < WITHOUT_RANGES ? weaker : { ...weaker, range: FULL, bits: null },
    );
  }

  private compareVirtual(match: Match, value: Value, nodeOf: Map<Value, PlanNode>, work: Match[]): void {
    const { node } = match;
    const { source } = node;
    const isSame =
      value.virtual !== null &&
      source.virtual !== null &&
      isShapeSame(value.virtual.shape, source.virtual.shape) &&
      is(value, Known.ACTIVE) === is(source, Known.ACTIVE) &&
      (node.end === null || resolve(node.end) === value) &&
      (nodeOf.get(value) ?? node) === node;
    if (!isSame) {
      this.hasFailed = true;
      this.decisions.forced.add(source);
      const other = nodeOf.get(value);
      if (other !== undefined) this.decisions.forced.add(other.source);
      return;
    }
    if (node.end !== null) return;
    node.end = value;
    nodeOf.set(value, node);
    this.compareFields(node, value, work);
  }

  private compareFields(node: PlanNode, value: Value, work: Match[]): void {
    const { source } = node;
    if (value.virtual === null || source.virtual === null) return;
    for (const { part, size, op, reference, node: field } of node.fields) {
      const held = value.virtual.find(part.displacement, size);
      if (held === undefined || (held !== null && held.op !== op)) this.force(source);
      else work.push({ reference, node: field, value: held?.value ?? this.zeroOf(field) });
    }
    for (const { part, size, op, value: held } of value.virtual.fields) {
      if (node.fields.some((one) => one.part.displacement === part.displacement)) continue;
      // It was zero before, which the preamble's object can say, too.
      const zero = this.zeroOf({ source: resolve(held) });
      if (resolve(held) === zero) continue;
      const field: VirtualField = { op, part, size, value: zero };
      if (source.virtual.find(part.displacement, size) !== null) this.force(source);
      else source.virtual.fields.push(field);
      this.hasFailed = true;
    }
  }

  private force(source: Value): void {
    this.hasFailed = true;
    this.decisions.forced.add(source);
  }

  private zeroOf({ source }: { readonly source: Value }): Value {
    return this.shared.values.zeroOf(source.cls);
  }

  // The result.

  private finish(plan: LoopPlan, loop: Pass, jump: readonly TraceValue[]): OptimizedTrace {
    const { boxes } = this.shared;
    const { heap, emitter } = this.preamble;
    const carried = new Set<Entry>();
    for (const one of plan.entries) if (one.isDirty) carried.add(one.entry);
    for (const entry of [...heap.dirty]) if (!carried.has(entry)) heap.flush(entry);
    const entry = plan.params.map(({ source }) => emitter.operand(source));
    const params = plan.params.map(({ start }) => boxOf(start));
    const needs = new Needs(boxes.count);
    const preamblePart = needs.addPart(emitter.operations);
    const loopPart = needs.addPart(loop.emitter.operations);
    params.forEach((param, i) => needs.addParam(param, [entry[i], jump[i]]));
    const valueOf = (box: Box): Value | null => this.preamble.boxes.find(box);
    const maker = new EntranceMaker(plan, this.read, valueOf, this.unchanged);
    needs.needAll(maker.imports);
    needs.needEffects(loopPart);
    needs.needEffects(preamblePart);
    const used = params.map((param) => needs.isBoxNeeded(param));
    const kept = needs.kept(preamblePart);
    const keptOfLoop = needs.kept(loopPart);
    const loopEntry = entry.filter((_, i) => used[i]);
    const args = jump.filter((_, i) => used[i]);
    maker.addReads(boxesOf(this.trace.inputs, kept), keptOfLoop, args);
    const entrance = maker.make(
      plan.params.filter((_, i) => used[i]),
      !this.shared.table.usedSealed && !this.shared.elidable.usedSealed,
    );
    const imports = entrance === null ? [] : maker.imports;
    const [before, after] = fuseOverflow(
      [kept, entrance === null ? keptOfLoop : withImports(keptOfLoop, imports)],
      [...loopEntry, ...args],
      boxes.count,
    );
    return {
      preamble: { params: this.trace.inputs, operations: before },
      loop: { params: params.filter((_, i) => used[i]), operations: after },
      loopEntry,
      imports,
      entrance,
      end: { kind: 'jump', args },
      boxCount: boxes.count,
    };
  }
}

/** What a part defines. */
function boxesOf(params: readonly Box[], operations: readonly OptimizedOperation[]): Box[] {
  return [...params, ...operations.flatMap(({ result }) => (result === null ? [] : [result]))];
}

function boxOf(value: Value | null): Box {
  if (value === null || !(value.box instanceof Box)) throw new Error('a parameter has no box');
  return value.box;
}
