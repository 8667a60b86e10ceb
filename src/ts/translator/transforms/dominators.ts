/** The tree of immediate dominators of a flow graph, by intersection along a reverse postorder (Cooper, Harvey, Kennedy 2001). */
import { reversePostorder, type Block, type Graph } from '../flow/graph.js';
import { findIncoming } from './edit.js';

export interface DominatorTree {
  readonly root: Block;
  childrenOf(block: Block): readonly Block[];
}

/** All blocks must be reachable. */
export function findDominators(graph: Graph): DominatorTree {
  const order = reversePostorder(graph);
  const indexOf = new Map(order.map((block, i) => [block, i]));
  const incoming = findIncoming(graph);
  const dominator: number[] = order.map((_, i) => (i === 0 ? 0 : -1));
  const at = (i: number): number => dominator[i] ?? -1;
  const meet = (a: number, b: number): number => {
    let left = a;
    let right = b;
    while (left !== right) {
      if (left > right) left = at(left);
      else right = at(right);
    }
    return left;
  };
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (let i = 1; i < order.length; i++) {
      let found = -1;
      for (const { from } of incoming.get(order[i] ?? graph.entry) ?? []) {
        const p = indexOf.get(from) ?? -1;
        if (p < 0 || at(p) < 0) continue;
        found = found < 0 ? p : meet(p, found);
      }
      if (found === at(i)) continue;
      dominator[i] = found;
      isChanged = true;
    }
  }
  const children = new Map<Block, Block[]>(order.map((block) => [block, []]));
  order.forEach((block, i) => {
    const parent = order[at(i)];
    if (i > 0 && parent !== undefined) children.get(parent)?.push(block);
  });
  return { root: graph.entry, childrenOf: (block) => children.get(block) ?? [] };
}
