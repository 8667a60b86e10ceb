/**
 * Calls replaced by what the called function does. Functions come here callees first, so that what is copied is finished; those that call
 * themselves, that loop, or that are large stay calls, and so do calls from where an exception is certain.
 */
import type { Variable } from '../flow/graph.js';
import {
  Constant,
  type Block,
  type Exit,
  type Graph,
  type Link,
  type Operand,
  type Operation,
} from '../flow/graph.js';
import type { FunctionModel } from '../flow/model.js';
import { NO_IMMEDIATE } from '../flow/graph.js';
import { hasEffect, type OpName } from '../flow/ops.js';
import { isAssignable } from '../flow/types.js';
import { copyExit, exitOf, hasLoop, type ExitParts } from './edit.js';

/** Operations that a function may have to be copied. */
const MAX_COST = 10;
/** Operations that a function may grow to by copies, beyond its own. */
const MAX_GROWTH = 4000;

/** Operations without code. */
const free: ReadonlySet<OpName> = new Set<OpName>([
  'narrow',
  'cast',
  'cast_to',
  'not_null',
  'unlikely',
  'assert',
  'jit_promote',
  'jit_is_constant',
  'jit_active',
]);

/** Operations that must stay in the function where the source has them. */
const bound: ReadonlySet<OpName> = new Set<OpName>([
  'raw_stack_pointer',
  'raw_host_call',
  'jit_merge_point',
  'jit_can_enter',
]);

/** What a function tells the JIT as a whole: as part of another it would be lost. */
const wholes = ['elidable', 'dontLookInside'] as const;

/** What copying a function costs; infinite where it is not worth it, or must not be copied. */
export function inliningCost(graph: Graph): number {
  if (wholes.some((hint) => graph.fn.hints.has(hint))) return Infinity;
  let cost = 0;
  for (const block of graph.blocks) {
    for (const { name, immediate } of block.operations) {
      if (bound.has(name)) return Infinity;
      if (immediate.kind === 'function' && immediate.fn === graph.fn) return Infinity;
      if (!free.has(name)) cost++;
    }
    const exit = exitOf(block);
    if (exit.kind !== 'jump' && exit.kind !== 'return') cost++;
    if (exit.kind === 'may_raise') cost += 2;
  }
  return cost > MAX_COST || hasLoop(graph) ? Infinity : cost;
}

/** Inlines what is worth it; `findCallee` gives the finished graph of a function that may be copied. */
export function inlineCalls(graph: Graph, findCallee: (fn: FunctionModel) => Graph | null): void {
  let growth = 0;
  // Copies are at the end of the list: what they call has been looked at when they were finished.
  for (const block of graph.blocks.slice()) {
    for (let at: Block | null = block; at !== null && growth < MAX_GROWTH;) {
      at = inlineFirst(graph, at, (fn) => {
        const callee = findCallee(fn);
        if (callee !== null) growth += callee.blocks.reduce((sum, one) => sum + one.operations.length, 0);
        return callee;
      });
    }
  }
}

/** Inlines a block's first call that can be; the block that goes on behind it, null if there was none. */
function inlineFirst(
  graph: Graph,
  block: Block,
  findCallee: (fn: FunctionModel) => Graph | null,
): Block | null {
  const exit = exitOf(block);
  if (exit.kind === 'raise' || exit.kind === 'unreachable') return null;
  for (const [i, operation] of block.operations.entries()) {
    if (operation.name !== 'call' || operation.immediate.kind !== 'function') continue;
    const callee = findCallee(operation.immediate.fn);
    if (callee === null) continue;
    const isLast = i === block.operations.length - 1;
    const after = graph.newBlock();
    after.operations = block.operations.slice(i + 1);
    after.exit = exit;
    let handler: Block | null = null;
    if (isLast && exit.kind === 'may_raise') {
      after.exit = { kind: 'jump', to: exit.normal };
      handler = graph.newBlock();
      handler.params = [exit.exception];
      handler.exit = { kind: 'jump', to: exit.exceptional };
    }
    if (operation.result !== null) after.params = [operation.result];
    block.operations = block.operations.slice(0, i);
    const entry = new Copier(graph, callee, operation, after, handler).run();
    block.exit = { kind: 'jump', to: { target: entry, args: operation.args } };
    return after;
  }
  return null;
}

class Copier implements ExitParts {
  private readonly variables = new Map<Variable, Variable>();
  private readonly blocks = new Map<Block, Block>();

  constructor(
    private readonly graph: Graph,
    private readonly callee: Graph,
    private readonly call: Operation,
    private readonly after: Block,
    private readonly handler: Block | null,
  ) {}

  /** The copy's first block. */
  run(): Block {
    for (const block of this.callee.blocks) this.blocks.set(block, this.graph.newBlock());
    for (const block of this.callee.blocks) {
      const copy = this.blockOf(block);
      copy.params = block.params.map((param) => this.define(param));
      this.copyBlock(block, copy);
    }
    return this.blockOf(this.callee.entry);
  }

  private blockOf(block: Block): Block {
    const copy = this.blocks.get(block);
    if (copy === undefined) throw new Error('a link out of its graph');
    return copy;
  }

  define(variable: Variable): Variable {
    let copy = this.variables.get(variable);
    if (copy === undefined) {
      copy = this.graph.newVariable(variable.type, variable.name);
      this.variables.set(variable, copy);
    }
    return copy;
  }

  operand(operand: Operand): Operand {
    return operand instanceof Constant ? operand : this.define(operand);
  }

  link({ target, args }: Link): Link {
    return { target: this.blockOf(target), args: args.map((arg) => this.operand(arg)) };
  }

  private copyBlock(block: Block, first: Block): void {
    let copy = first;
    const exit = exitOf(block);
    const last = block.operations.length - 1;
    for (const [i, { name, args, immediate, result, position }] of block.operations.entries()) {
      copy.operations.push({
        name,
        args: args.map((arg) => this.operand(arg)),
        immediate,
        result: result === null ? null : this.define(result),
        position,
      });
      const isHandled = i === last && exit.kind === 'may_raise';
      if (this.handler === null || isHandled || !hasEffect(name, 'raises')) continue;
      // What the callee let pass is for the caller's handler.
      const next = this.graph.newBlock();
      copy.exit = this.toHandler(this.handler, next);
      copy = next;
    }
    copy.exit = this.copyExit(copy, exit);
  }

  private toHandler(handler: Block, next: Block): Exit {
    const [param] = handler.params;
    if (param === undefined) throw new Error('a handler without an exception');
    const exception = this.graph.newVariable(param.type, param.name);
    return {
      kind: 'may_raise',
      normal: { target: next, args: [] },
      exception,
      exceptional: { target: handler, args: [exception] },
    };
  }

  private copyExit(copy: Block, exit: Exit): Exit {
    if (exit.kind === 'return')
      return { kind: 'jump', to: { target: this.after, args: this.result(copy, exit.value) } };
    if (exit.kind === 'raise' && this.handler !== null)
      return { kind: 'jump', to: { target: this.handler, args: [this.operand(exit.value)] } };
    return copyExit(exit, this);
  }

  /** What is returned, at the type that the call has: generics are erased in the callee. */
  private result(copy: Block, value: Operand | null): Operand[] {
    const { result, position } = this.call;
    if (result === null || value === null) return [];
    const given = this.operand(value);
    if (isAssignable(given.type, result.type)) return [given];
    const narrowed = this.graph.newVariable(result.type, result.name);
    copy.operations.push({
      name: 'narrow',
      args: [given],
      immediate: NO_IMMEDIATE,
      result: narrowed,
      position,
    });
    return [narrowed];
  }
}
