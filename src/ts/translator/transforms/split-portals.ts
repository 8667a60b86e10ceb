/**
 * Portals. A function with a JIT driver's merge point is an interpreter's loop. It is split there: the loop becomes a function of its own, the
 * portal, whose parameters are all that is alive at the merge point. The JIT enters and leaves interpretation only there.
 *
 *     before                                after
 *     f(x): a = ...                         f(x): a = ...; return f$portal(greens, reds, others)
 *           loop: merge_point               f$portal(greens, reds, others): derived = ...
 *                 ...                             loop: merge_point; ...
 *                 can_enter                             s = jit_enter; if s != 0: greens and reds are told anew, or the result
 *
 * The portal's start asks the JIT, too (`jit_enter_function`): functions become hot as loops do.
 *
 * Parameters are the driver's greens, its reds, and what else the loop reads of what came before it: that never changes in the loop. Values read from
 * `readonly` fields of others are no parameters; they are read again at the portal's start (`derived`), so that they are constants where greens are.
 */
import { Constant, exitLinks, NO_IMMEDIATE, Variable } from '../flow/graph.js';
import type { Block, Exit, Graph, Link, Operand, Operation, Portal } from '../flow/graph.js';
import { Graph as FlowGraph } from '../flow/graph.js';
import { FunctionModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import { aliases, copyExit, exitOf, removeUnreachable, type ExitParts } from './edit.js';

interface MergePoint {
  readonly block: Block;
  readonly index: number;
  readonly operation: Operation;
}

/** Splits a function that has a merge point and is no portal yet. `greenCount` tells how many of a driver's arguments are greens. */
export function splitPortal(graph: Graph, greenCount: (driver: Constant) => number): Portal | null {
  if (graph.portal !== null) return null;
  const merges = findOperations(graph, 'jit_merge_point');
  const [merge] = merges;
  if (merge === undefined) {
    if (findOperations(graph, 'jit_can_enter').length > 0)
      throw new Error(`${graph.fn.fullName}: canEnterJit without a merge point in the same function`);
    return null;
  }
  if (merges.length > 1) throw new Error(`${graph.fn.fullName}: more than one merge point`);
  const [driver] = merge.operation.args;
  if (!(driver instanceof Constant))
    throw new Error(`${graph.fn.fullName}: a JIT driver that is no constant`);
  const made = new PortalMaker(graph, merge).run();
  made.portal = { fn: made.fn, driver, greenCount: greenCount(driver) };
  return made.portal;
}

function findOperations(graph: Graph, name: Operation['name']): MergePoint[] {
  return graph.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index) =>
      operation.name === name ? [{ block, index, operation }] : [],
    ),
  );
}

class PortalMaker implements ExitParts {
  private readonly region: ReadonlySet<Block>;
  /** Where each variable of the graph is defined. */
  private readonly definitions = new Map<
    Variable,
    { readonly block: Block; readonly by: Operation | null }
  >();
  private readonly renamed = new Map<Variable, Operand>();
  private readonly blocks = new Map<Block, Block>();
  /** What the merge point is given, without the driver. */
  private readonly given: readonly Operand[];
  private readonly others: Variable[] = [];
  private readonly portal: Graph;
  private readonly entry: Block;
  private readonly loop: Block;

  constructor(
    private readonly graph: Graph,
    private readonly merge: MergePoint,
  ) {
    this.region = reachableFrom(merge.block);
    this.given = merge.operation.args.slice(1);
    for (const block of graph.blocks) {
      for (const param of block.params) this.definitions.set(param, { block, by: null });
      for (const by of block.operations)
        if (by.result !== null) this.definitions.set(by.result, { block, by });
      if (block.exit?.kind === 'may_raise') this.definitions.set(block.exit.exception, { block, by: null });
    }
    this.findOthers();
    this.portal = this.makeFunction();
    this.entry = this.portal.newBlock();
    this.loop = this.portal.newBlock();
    const types = this.portal.fn.params;
    this.entry.params = types.map(({ name, type }) => this.portal.newVariable(type, name));
    this.loop.params = types
      .slice(0, this.given.length)
      .map(({ name, type }) => this.portal.newVariable(type, name));
  }

  private makeFunction(): Graph {
    const { fn, position } = this.graph;
    const params = [...this.given, ...this.others].map((operand, i) => ({
      name: operand instanceof Variable ? operand.name : `arg${i}`,
      type: operand.type,
      defaultValue: null,
    }));
    const name = `${fn.name}$portal`;
    const { module, result, neverReturns, hints } = fn;
    const portal = new FunctionModel(
      'function',
      module,
      null,
      name,
      params,
      result,
      neverReturns,
      false,
      hints,
    );
    portal.graph = new FlowGraph(portal, position);
    return portal.graph;
  }

  run(): Graph {
    const { given } = this;
    this.others.forEach((other, i) => {
      this.renamed.set(other, this.paramAt(given.length + i));
    });
    given.forEach((operand, i) => {
      const param = this.loop.params[i];
      if (operand instanceof Variable && param !== undefined && !this.renamed.has(operand))
        this.renamed.set(operand, param);
    });
    this.makeDerived();
    const args = this.entry.params.slice(0, given.length);
    const operation: Operation = {
      ...this.merge.operation,
      name: 'jit_enter_function',
      args: this.merge.operation.args.slice(0, 1),
    };
    const after = this.enterJit(this.entry, operation, [...operation.args, ...args]);
    after.exit = { kind: 'jump', to: { target: this.loop, args } };
    this.copyRegion();
    removeUnreachable(this.portal);
    this.callPortal(this.portal.fn);
    return this.portal;
  }

  private paramAt(index: number): Variable {
    const param = this.entry.params[index];
    if (param === undefined) throw new Error('a portal without the parameter');
    return param;
  }

  /** Whether a variable is there before control comes to the merge point, each time anew. */
  private isBefore(variable: Variable): boolean {
    const { block } = this.merge;
    const definition = this.definitions.get(variable);
    if (definition?.block !== block) return !this.region.has(definition?.block ?? block);
    return false;
  }

  private isDefinedAtMerge(variable: Variable): boolean {
    const { block, index } = this.merge;
    const definition = this.definitions.get(variable);
    if (definition?.block !== block) return false;
    return definition.by === null
      ? block.params.includes(variable)
      : block.operations.indexOf(definition.by) < index;
  }

  /** Of what came before and is read in the loop: parameters, or derived from them. */
  private findOthers(): void {
    const declared = new Set<Operand>(this.given);
    const seen = new Set<Variable>();
    const need = (variable: Variable): void => {
      if (seen.has(variable) || declared.has(variable)) return;
      if (this.isDefinedAtMerge(variable))
        throw new Error(
          `${this.graph.fn.fullName}: ${variable.name} lives at the merge point, and is neither green nor red`,
        );
      if (!this.isBefore(variable)) return;
      seen.add(variable);
      const source = this.derivation(variable);
      if (source === null) this.others.push(variable);
      else for (const arg of source.args) if (arg instanceof Variable) need(arg);
    };
    const { block, index } = this.merge;
    for (const one of this.region) {
      const isFirst = one === block;
      for (const [i, operation] of one.operations.entries()) {
        if (isFirst && i <= index) {
          // Runs when control comes back; what it reads of the loop's own variables is no need of the merge point.
          for (const arg of operation.args) if (arg instanceof Variable && this.isBefore(arg)) need(arg);
        } else for (const arg of operation.args) if (arg instanceof Variable) need(arg);
      }
      for (const operand of operandsOf(exitOf(one))) if (operand instanceof Variable) need(operand);
    }
  }

  /** The read of a `readonly` field, or a change of type, that gives a variable. */
  private derivation(variable: Variable): Operation | null {
    const by = this.definitions.get(variable)?.by ?? null;
    if (by === null) return null;
    if (aliases.has(by.name)) return by;
    return by.immediate.kind === 'field' && by.name === 'getfield' && by.immediate.field.isReadonly
      ? by
      : null;
  }

  private makeDerived(): void {
    const make = (variable: Variable): Operand => {
      const index = this.given.indexOf(variable);
      if (index >= 0) return this.paramAt(index);
      const known = this.renamed.get(variable);
      if (known !== undefined) return known;
      const source = this.derivation(variable);
      if (source === null) throw new Error(`${variable.name} is not derived`);
      const result = this.portal.newVariable(variable.type, variable.name);
      const args = source.args.map((arg) => (arg instanceof Variable ? make(arg) : arg));
      this.entry.operations.push({ ...source, args, result });
      this.renamed.set(variable, result);
      return result;
    };
    const declared = new Set<Operand>(this.given);
    for (const block of this.region) {
      const read = [...block.operations.flatMap(({ args }) => args), ...operandsOf(exitOf(block))];
      for (const operand of read) {
        if (operand instanceof Variable && !declared.has(operand) && this.isBefore(operand)) make(operand);
      }
    }
  }

  private copyRegion(): void {
    const { block: head, index } = this.merge;
    for (const block of this.region) this.blocks.set(block, this.portal.newBlock());
    // What comes before the merge point runs when control comes back, with variables of its own.
    const back = this.blockOf(head);
    const own = new Map<Variable, Operand>();
    const inBack = (operand: Operand): Operand =>
      operand instanceof Variable ? (own.get(operand) ?? this.operand(operand)) : operand;
    back.params = head.params.map((param) => {
      const copy = this.portal.newVariable(param.type, param.name);
      own.set(param, copy);
      return copy;
    });
    for (const operation of head.operations.slice(0, index)) {
      const { result } = operation;
      const copy = result === null ? null : this.portal.newVariable(result.type, result.name);
      back.operations.push({ ...operation, args: operation.args.map(inBack), result: copy });
      if (result !== null && copy !== null) own.set(result, copy);
    }
    back.exit = { kind: 'jump', to: { target: this.loop, args: this.given.map(inBack) } };
    const args = [...this.loop.params, ...this.others.map((other) => this.operand(other))];
    const [driver] = this.merge.operation.args;
    if (driver !== undefined) this.loop.operations.push({ ...this.merge.operation, args: [driver, ...args] });
    for (const block of this.region) {
      if (block === head) this.copyBlock(head, this.loop, index + 1);
      else {
        const copy = this.blockOf(block);
        copy.params = block.params.map((param) => this.define(param));
        this.copyBlock(block, copy, 0);
      }
    }
  }

  private copyBlock(block: Block, first: Block, start: number): void {
    let copy = first;
    for (const operation of block.operations.slice(start)) {
      const args = operation.args.map((arg) => this.operand(arg));
      if (operation.name === 'jit_can_enter') copy = this.enterJit(copy, operation, args);
      else {
        const result = operation.result === null ? null : this.define(operation.result);
        copy.operations.push({ ...operation, args, result });
      }
    }
    copy.exit = copyExit(exitOf(block), this);
  }

  /** The JIT may run from here on: then it says where interpretation goes on, or what it came to. */
  private enterJit(block: Block, operation: Operation, args: readonly Operand[]): Block {
    const { portal, loop } = this;
    const { position } = operation;
    const others = this.others.map((other) => this.operand(other));
    const status = portal.newVariable(flow.INT, 'status');
    block.operations.push({
      name: operation.name === 'jit_can_enter' ? 'jit_enter' : operation.name,
      args: [...args, ...others],
      immediate: NO_IMMEDIATE,
      result: status,
      position,
    });
    const after = portal.newBlock();
    const reload = portal.newBlock();
    const leave = portal.newBlock();
    const to = (target: Block): Link => ({ target, args: [] });
    block.exit = {
      kind: 'switch',
      value: status,
      cases: [
        { value: 0, to: to(after) },
        { value: 1, to: to(reload) },
      ],
      otherwise: to(leave),
    };
    const values = loop.params.map((param, i) => {
      const value = portal.newVariable(param.type, param.name);
      reload.operations.push({
        name: 'jit_value',
        args: [new Constant(flow.INT, i)],
        immediate: NO_IMMEDIATE,
        result: value,
        position,
      });
      return value;
    });
    reload.exit = { kind: 'jump', to: { target: loop, args: values } };
    const { result } = portal.fn;
    let value: Variable | null = null;
    if (result.kind !== 'void') {
      value = portal.newVariable(result, 'result');
      leave.operations.push({
        name: 'jit_value',
        args: [new Constant(flow.INT, 0)],
        immediate: NO_IMMEDIATE,
        result: value,
        position,
      });
    }
    leave.exit = { kind: 'return', value };
    return after;
  }

  private blockOf(block: Block): Block {
    const copy = this.blocks.get(block);
    if (copy === undefined) throw new Error('a link out of the loop');
    return copy;
  }

  define(variable: Variable): Variable {
    const known = this.renamed.get(variable);
    if (known instanceof Variable) return known;
    const copy = this.portal.newVariable(variable.type, variable.name);
    this.renamed.set(variable, copy);
    return copy;
  }

  operand(operand: Operand): Operand {
    if (!(operand instanceof Variable)) return operand;
    return this.renamed.get(operand) ?? this.define(operand);
  }

  link({ target, args }: Link): Link {
    return { target: this.blockOf(target), args: args.map((arg) => this.operand(arg)) };
  }

  /** In the original function the call takes the loop's place. */
  private callPortal(portal: FunctionModel): void {
    const { block, index, operation } = this.merge;
    const { position } = operation;
    const result = portal.result.kind === 'void' ? null : this.graph.newVariable(portal.result, 'result');
    block.operations = block.operations.slice(0, index);
    block.operations.push({
      name: 'call',
      args: [...this.given, ...this.others],
      immediate: { kind: 'function', fn: portal },
      result,
      position,
    });
    block.exit = { kind: 'return', value: result };
    removeUnreachable(this.graph);
  }
}

function reachableFrom(start: Block): Set<Block> {
  const reached = new Set<Block>([start]);
  for (const block of reached) for (const { target } of exitLinks(exitOf(block))) reached.add(target);
  return reached;
}

function operandsOf(exit: Exit): Operand[] {
  const operands = exitLinks(exit).flatMap(({ args }) => args);
  if (exit.kind === 'branch') operands.push(exit.condition);
  else if (exit.kind === 'switch' || exit.kind === 'raise') operands.push(exit.value);
  else if (exit.kind === 'return' && exit.value !== null) operands.push(exit.value);
  return operands;
}
