/**
 * The mechanics of making an SSA graph from structured source, free of TypeScript's syntax tree.
 *
 * The builder has a current block (null where control can't come) and an environment: what each source
 * variable (`Slot`) holds now. Leaving a block gives an `Edge`, which keeps the environment of its moment;
 * `join` merges edges into a new block and makes a parameter for each slot that differs. A loop's header gets
 * parameters for the slots that the loop assigns, found beforehand, so no block is ever reopened.
 *
 * Inside a try region `handler` collects the exceptional edges of all operations that can raise.
 */
import { Block, Constant, NO_IMMEDIATE } from '../flow/graph.js';
import type { Graph, Immediate, Link, Operand, Position } from '../flow/graph.js';
import { hasEffect, type OpName } from '../flow/ops.js';
import { ERROR, VOID, type FlowType } from '../flow/types.js';

/** A variable of the source. */
export interface Slot {
  readonly name: string;
  readonly type: FlowType;
}

export type Environment = ReadonlyMap<Slot, Operand>;

/** A way out of a block whose target is not known yet. */
export interface Edge {
  readonly link: Link;
  readonly environment: Environment;
}

/** Where exceptions of the current region go. */
export interface Handler {
  readonly edges: Edge[];
  /** Holds the exception. */
  readonly slot: Slot;
}

export interface LoopHeader {
  readonly block: Block;
  readonly slots: readonly Slot[];
}

/** The value of what broke a rule or can't be reached. */
export const ERROR_VALUE = new Constant(ERROR, null);
export const VOID_VALUE = new Constant(VOID, null);

const DANGLING = new Block(-1);

function danglingLink(): Link {
  return { target: DANGLING, args: [] };
}

export class GraphBuilder {
  block: Block | null;
  handler: Handler | null = null;
  position: Position;
  private slots = new Map<Slot, Operand>();
  private isShared = false;

  constructor(
    readonly graph: Graph,
    private readonly throwable: FlowType,
  ) {
    this.block = graph.newBlock();
    this.position = graph.position;
  }

  get isOpen(): boolean {
    return this.block !== null;
  }

  get environment(): Environment {
    this.isShared = true;
    return this.slots;
  }

  read(slot: Slot): Operand {
    return this.slots.get(slot) ?? ERROR_VALUE;
  }

  write(slot: Slot, value: Operand): void {
    this.own().set(slot, value);
  }

  forget(slot: Slot): void {
    this.own().delete(slot);
  }

  has(slot: Slot): boolean {
    return this.slots.has(slot);
  }

  private own(): Map<Slot, Operand> {
    if (this.isShared) {
      this.slots = new Map(this.slots);
      this.isShared = false;
    }
    return this.slots;
  }

  /** Appends an operation; `type` is that of its result, VOID if it has none. */
  emit(name: OpName, args: Operand[], type: FlowType, immediate: Immediate = NO_IMMEDIATE): Operand {
    if (this.block === null || type.kind === 'error' || args.some((arg) => arg.type.kind === 'error')) {
      return ERROR_VALUE;
    }
    const result = type.kind === 'void' ? null : this.graph.newVariable(type, '');
    this.block.operations.push({ name, args, immediate, result, position: this.position });
    if (this.handler !== null && hasEffect(name, 'raises')) this.splitForHandler(this.handler);
    return result ?? VOID_VALUE;
  }

  private splitForHandler(handler: Handler): void {
    if (this.block === null) return;
    const exception = this.graph.newVariable(this.throwable, 'exception');
    const exceptional = danglingLink();
    const next = this.graph.newBlock();
    this.block.exit = { kind: 'may_raise', normal: { target: next, args: [] }, exception, exceptional };
    handler.edges.push({
      link: exceptional,
      environment: new Map(this.environment).set(handler.slot, exception),
    });
    this.block = next;
  }

  /** Ends the block; where to is for a later `join`. */
  leave(): Edge[] {
    if (this.block === null) return [];
    const link = danglingLink();
    this.block.exit = { kind: 'jump', to: link };
    this.block = null;
    return [{ link, environment: this.environment }];
  }

  branch(condition: Operand): { whenTrue: Edge[]; whenFalse: Edge[] } {
    if (this.block === null) return { whenTrue: [], whenFalse: [] };
    const whenTrue = danglingLink();
    const whenFalse = danglingLink();
    this.block.exit = { kind: 'branch', condition, whenTrue, whenFalse };
    this.block = null;
    const environment = this.environment;
    return { whenTrue: [{ link: whenTrue, environment }], whenFalse: [{ link: whenFalse, environment }] };
  }

  /** One edge per case value, in order, and one for all others. */
  switchOn(value: Operand, cases: readonly number[]): { cases: Edge[]; otherwise: Edge[] } {
    if (this.block === null) return { cases: [], otherwise: [] };
    const environment = this.environment;
    const otherwise = danglingLink();
    const links = cases.map((one) => ({ value: one, to: danglingLink() }));
    this.block.exit = { kind: 'switch', value, cases: links, otherwise };
    this.block = null;
    return {
      cases: links.map((one) => ({ link: one.to, environment })),
      otherwise: [{ link: otherwise, environment }],
    };
  }

  raise(value: Operand): void {
    if (this.block === null) return;
    if (this.handler === null) {
      this.block.exit = { kind: 'raise', value, position: this.position };
      this.block = null;
      return;
    }
    this.write(this.handler.slot, value);
    this.handler.edges.push(...this.leave());
  }

  returnValue(value: Operand | null): void {
    if (this.block === null) return;
    this.block.exit = { kind: 'return', value };
    this.block = null;
  }

  unreachable(): void {
    if (this.block === null) return;
    this.block.exit = { kind: 'unreachable' };
    this.block = null;
  }

  /** Goes on where the edges meet; `always` are slots that get a parameter in any case. */
  join(edges: readonly Edge[], always: readonly Slot[] = []): void {
    const [first, ...others] = edges;
    if (first === undefined) {
      this.block = null;
      return;
    }
    const block = this.graph.newBlock();
    const merged = new Map<Slot, Operand>();
    for (const [slot, value] of first.environment) {
      if (!others.every((edge) => edge.environment.has(slot))) continue;
      if (!always.includes(slot) && others.every((edge) => isSame(edge.environment.get(slot), value))) {
        merged.set(slot, value);
        continue;
      }
      const param = this.graph.newVariable(slot.type, slot.name);
      block.params.push(param);
      merged.set(slot, param);
      for (const edge of edges) edge.link.args.push(edge.environment.get(slot) ?? ERROR_VALUE);
    }
    for (const edge of edges) edge.link.target = block;
    this.block = block;
    this.slots = merged;
    this.isShared = false;
  }

  /** Starts a loop's header; `assigned` are the slots that the loop may change. */
  startLoop(assigned: Iterable<Slot>): LoopHeader {
    const slots = [...assigned].filter((slot) => this.slots.has(slot));
    const block = this.graph.newBlock();
    const args = slots.map((slot) => this.read(slot));
    if (this.block !== null) this.block.exit = { kind: 'jump', to: { target: block, args } };
    this.block = block;
    for (const slot of slots) {
      const param = this.graph.newVariable(slot.type, slot.name);
      block.params.push(param);
      this.write(slot, param);
    }
    return { block, slots };
  }

  /** Sends edges back to a loop's header. */
  repeatLoop(header: LoopHeader, edges: readonly Edge[]): void {
    for (const { link, environment } of edges) {
      link.target = header.block;
      link.args = header.slots.map((slot) => environment.get(slot) ?? ERROR_VALUE);
    }
  }
}

function isSame(a: Operand | undefined, b: Operand): boolean {
  if (a === b) return true;
  return a instanceof Constant && b instanceof Constant && a.type === b.type && Object.is(a.value, b.value);
}
