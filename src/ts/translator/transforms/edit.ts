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
