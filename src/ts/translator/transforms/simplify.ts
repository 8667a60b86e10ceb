/**
 * Control flow made simpler: branches on constants become jumps, parameters that always get the same value go, a block goes on with the one that
 * it alone jumps to, operations whose results nobody reads are removed.
 */
import {
  Constant,
  exitLinks,
  exitOperands,
  type Block,
  type Graph,
  type Operand,
  type Variable,
} from '../flow/graph.js';
import { opRow } from '../flow/ops.js';
import { pruneParameters } from '../flow/prune.js';
import { isSameRepresentation } from '../flow/types.js';
import {
  exitOf,
  findIncoming,
  removeUnreachable,
  replaced,
  replaceOperands,
  type Replacements,
} from './edit.js';

export function simplify(graph: Graph): void {
  foldBranches(graph);
  removeUnreachable(graph);
  removeSameParameters(graph);
  mergeBlocks(graph);
  removeUnread(graph);
  pruneParameters(graph);
}

function foldBranches(graph: Graph): void {
  for (const block of graph.blocks) {
    const exit = exitOf(block);
    if (exit.kind === 'branch' && exit.condition instanceof Constant) {
      block.exit = { kind: 'jump', to: exit.condition.value === true ? exit.whenTrue : exit.whenFalse };
    } else if (exit.kind === 'switch' && exit.value instanceof Constant) {
      const { value } = exit.value;
      block.exit = { kind: 'jump', to: exit.cases.find((one) => one.value === value)?.to ?? exit.otherwise };
    }
  }
}

/** Parameters for which all links give one value, or the parameter itself. */
function removeSameParameters(graph: Graph): void {
  const incoming = findIncoming(graph);
  // Those exist on their edge only.
  const exceptions = new Set<Operand>();
  for (const { exit } of graph.blocks) if (exit?.kind === 'may_raise') exceptions.add(exit.exception);
  const replacements: Replacements = new Map();
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const block of graph.blocks) {
      if (block === graph.entry) continue;
      const links = incoming.get(block) ?? [];
      const kept = block.params.map((param, i) => {
        const value = sameValue(
          param,
          links.map(({ link }) => link.args[i]),
          replacements,
        );
        if (value === null || exceptions.has(value) || !isReplaceable(param, value)) return true;
        replacements.set(param, value);
        return false;
      });
      if (kept.every((one) => one)) continue;
      isChanged = true;
      block.params = block.params.filter((_, i) => kept[i] === true);
      for (const { link } of links) link.args = link.args.filter((_, i) => kept[i] === true);
    }
  }
  replaceOperands(graph, replacements);
}

function sameValue(
  param: Variable,
  args: readonly (Operand | undefined)[],
  replacements: Replacements,
): Operand | null {
  let found: Operand | null = null;
  for (const arg of args) {
    if (arg === undefined) return null;
    const value = replaced(arg, replacements);
    if (value === param || isSameOperand(value, found)) continue;
    if (found !== null) return null;
    found = value;
  }
  return found;
}

export function isSameOperand(a: Operand, b: Operand | null): boolean {
  if (a === b) return true;
  return a instanceof Constant && b instanceof Constant && a.type === b.type && Object.is(a.value, b.value);
}

/** The bits must be the same, and the type say no less. */
function isReplaceable(param: Variable, value: Operand): boolean {
  return value.type.kind !== 'null' && isSameRepresentation(param.type, value.type);
}

/** Appends blocks to those that alone lead to them. */
function mergeBlocks(graph: Graph): void {
  const incoming = findIncoming(graph);
  const merged = new Set<Block>();
  const replacements: Replacements = new Map();
  for (const block of graph.blocks) {
    if (merged.has(block)) continue;
    for (let exit = exitOf(block); exit.kind === 'jump'; exit = exitOf(block)) {
      const { target, args } = exit.to;
      if (target === block || target === graph.entry || incoming.get(target)?.length !== 1) break;
      if (!target.params.every((param, i) => isReplaceable(param, args[i] ?? param))) break;
      target.params.forEach((param, i) => {
        const arg = args[i];
        if (arg !== undefined) replacements.set(param, arg);
      });
      block.operations.push(...target.operations);
      block.exit = target.exit;
      merged.add(target);
    }
  }
  if (merged.size === 0) return;
  graph.blocks.splice(0, graph.blocks.length, ...graph.blocks.filter((block) => !merged.has(block)));
  replaceOperands(graph, replacements);
}

/** Whether an operation does nothing but give its result, as long as the program keeps its promises. */
function isRemovable(name: Parameters<typeof opRow>[0]): boolean {
  if (name === 'new') return true;
  if (name.startsWith('raw_')) return false;
  for (const effect of opRow(name).effects) if (effect !== 'reads' && effect !== 'traps') return false;
  return name !== 'assert' && name !== 'trap';
}

function removeUnread(graph: Graph): void {
  const read = new Set<Operand>();
  const pending: Operand[] = [];
  const makers = new Map<Variable, { readonly args: readonly Operand[] }>();
  const use = (operand: Operand): void => {
    if (read.has(operand)) return;
    read.add(operand);
    pending.push(operand);
  };
  for (const block of graph.blocks) {
    const exit = exitOf(block);
    block.operations.forEach((operation, i) => {
      const raises = exit.kind === 'may_raise' && i === block.operations.length - 1;
      if (!raises && operation.result !== null && isRemovable(operation.name))
        makers.set(operation.result, operation);
      else operation.args.forEach(use);
    });
    exitOperands(exit).forEach(use);
    for (const link of exitLinks(exit)) link.args.forEach(use);
  }
  for (let operand = pending.pop(); operand !== undefined; operand = pending.pop()) {
    if (!(operand instanceof Constant)) makers.get(operand)?.args.forEach(use);
  }
  for (const block of graph.blocks) {
    block.operations = block.operations.filter(
      ({ result }) => result === null || !makers.has(result) || read.has(result),
    );
  }
}
