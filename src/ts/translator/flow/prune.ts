/**
 * Removes block parameters that nothing reads: what the front end's joins carried for variables that are dead
 * there. Other operations stay, used or not.
 */
import { Constant, exitLinks, exitOperands } from './graph.js';
import type { Block, Graph, Link, Operand, Variable } from './graph.js';

export function pruneParameters(graph: Graph): void {
  const incoming = new Map<Block, Link[]>();
  const live = new Set<Variable>();
  const pending: Variable[] = [];
  const use = (operand: Operand): void => {
    if (operand instanceof Constant || live.has(operand)) return;
    live.add(operand);
    pending.push(operand);
  };
  const home = new Map<Variable, { readonly block: Block; readonly index: number }>();
  for (const block of graph.blocks) {
    block.params.forEach((param, index) => home.set(param, { block, index }));
    for (const operation of block.operations) operation.args.forEach(use);
    if (block.exit === null) continue;
    exitOperands(block.exit).forEach(use);
    for (const link of exitLinks(block.exit)) {
      const links = incoming.get(link.target) ?? [];
      links.push(link);
      incoming.set(link.target, links);
    }
  }
  for (let variable = pending.pop(); variable !== undefined; variable = pending.pop()) {
    const place = home.get(variable);
    if (place === undefined) continue;
    for (const link of incoming.get(place.block) ?? []) {
      const arg = link.args[place.index];
      if (arg !== undefined) use(arg);
    }
  }
  for (const [block, links] of incoming) {
    const kept = block.params.map((param) => live.has(param));
    if (kept.every((one) => one)) continue;
    block.params = block.params.filter((_, i) => kept[i] === true);
    for (const link of links) link.args = link.args.filter((_, i) => kept[i] === true);
  }
}
