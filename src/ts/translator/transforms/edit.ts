/** What transforms of flow graphs share: replacing operands, predecessors, removing what control can't reach. */
import {
  Constant,
  exitLinks,
  type Block,
  type Exit,
  type Graph,
  type Link,
  type Operand,
  type Variable,
} from '../flow/graph.js';
import type { OpName } from '../flow/ops.js';

/** What stands for variables that went away; chains are followed. */
export type Replacements = Map<Variable, Operand>;

export function replaced(operand: Operand, replacements: Replacements): Operand {
  let at = operand;
  for (;;) {
    const next = at instanceof Constant ? undefined : replacements.get(at);
    if (next === undefined) return at;
    at = next;
  }
}

/** Puts the replacements wherever their variables are read. */
export function replaceOperands(graph: Graph, replacements: Replacements): void {
  if (replacements.size === 0) return;
  const map = (operands: Operand[]): Operand[] => operands.map((one) => replaced(one, replacements));
  for (const block of graph.blocks) {
    for (const operation of block.operations) operation.args = map(operation.args);
    const { exit } = block;
    if (exit === null) continue;
    replaceExitOperand(exit, replacements);
    for (const link of exitLinks(exit)) link.args = map(link.args);
  }
}

export function replaceExitOperand(exit: Exit, replacements: Replacements): void {
  if (exit.kind === 'branch') exit.condition = replaced(exit.condition, replacements);
  else if (exit.kind === 'switch' || exit.kind === 'raise') exit.value = replaced(exit.value, replacements);
  else if (exit.kind === 'return' && exit.value !== null) exit.value = replaced(exit.value, replacements);
}

export function exitOf(block: Block): Exit {
  if (block.exit === null) throw new Error(`block ${block.id} has no exit`);
  return block.exit;
}

/** A link and the block that it leaves. */
export interface Incoming {
  readonly from: Block;
  readonly link: Link;
}

export function findIncoming(graph: Graph): Map<Block, Incoming[]> {
  const incoming = new Map<Block, Incoming[]>(graph.blocks.map((block) => [block, []]));
  for (const from of graph.blocks) {
    for (const link of exitLinks(exitOf(from))) incoming.get(link.target)?.push({ from, link });
  }
  return incoming;
}

export function removeUnreachable(graph: Graph): void {
  const reached = new Set<Block>([graph.entry]);
  for (const block of reached) for (const link of exitLinks(exitOf(block))) reached.add(link.target);
  if (reached.size === graph.blocks.length) return;
  const kept = graph.blocks.filter((block) => reached.has(block));
  graph.blocks.splice(0, graph.blocks.length, ...kept);
}

/** Operations whose result is the reference that they get. */
export const aliases: ReadonlySet<OpName> = new Set<OpName>(['narrow', 'cast', 'not_null']);

/** Whether control may come to a block again. */
export function hasLoop(graph: Graph): boolean {
  const open = new Set<Block>([graph.entry]);
  const done = new Set<Block>();
  const stack = [{ block: graph.entry, links: exitLinks(exitOf(graph.entry)) }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const link = top.links.pop();
    if (link === undefined) {
      open.delete(top.block);
      done.add(top.block);
      stack.pop();
    } else if (open.has(link.target)) return true;
    else if (!done.has(link.target)) {
      open.add(link.target);
      stack.push({ block: link.target, links: exitLinks(exitOf(link.target)) });
    }
  }
  return false;
}

/** What stands for the parts of an exit in a copy of its block. */
export interface ExitParts {
  operand(operand: Operand): Operand;
  define(variable: Variable): Variable;
  link(link: Link): Link;
}

export function copyExit(exit: Exit, parts: ExitParts): Exit {
  switch (exit.kind) {
    case 'jump':
      return { kind: 'jump', to: parts.link(exit.to) };
    case 'branch':
      return {
        kind: 'branch',
        condition: parts.operand(exit.condition),
        whenTrue: parts.link(exit.whenTrue),
        whenFalse: parts.link(exit.whenFalse),
      };
    case 'switch':
      return {
        kind: 'switch',
        value: parts.operand(exit.value),
        cases: exit.cases.map(({ value, to }) => ({ value, to: parts.link(to) })),
        otherwise: parts.link(exit.otherwise),
      };
    case 'may_raise':
      return {
        kind: 'may_raise',
        normal: parts.link(exit.normal),
        exception: parts.define(exit.exception),
        exceptional: parts.link(exit.exceptional),
      };
    case 'raise':
      return { kind: 'raise', value: parts.operand(exit.value), position: exit.position };
    case 'return':
      return { kind: 'return', value: exit.value === null ? null : parts.operand(exit.value) };
    case 'unreachable':
      return exit;
  }
}
