/**
 * The shape of a function's control flow: the order in which the register allocator looks at its blocks, predecessors, loops.
 *
 * The order is a reverse postorder in which loops stay together (exits of a loop are visited first, so they come last), with the cold blocks
 * moved to its end. A block whose forward predecessors are all cold counts as cold; so a hot block is reached from the entry by hot blocks
 * alone, its dominators are hot, and dominators come first in the order as a whole. Unreachable blocks are not in it.
 *
 * Blocks are named by their index in the order. Loops are the natural ones; what an irreducible graph repeats otherwise counts as no loop, which
 * only costs speed.
 */
import { exitEdges, type Edge, type LirBlock, type LirFunction } from './lir.js';
import { lirOpRow } from './lir-ops.js';

export interface ControlFlow {
  readonly blocks: readonly LirBlock[];
  /** By block id; -1 for an unreachable one. */
  readonly indexOf: Int32Array;
  /** One entry for each edge, so one block may occur twice. */
  readonly predecessors: readonly (readonly number[])[];
  readonly edges: readonly (readonly Edge[])[];
  /** Blocks from this index on are cold. */
  readonly firstCold: number;
  readonly loops: Loops;
}

/** By index in the order; -1 for none. */
export interface Loops {
  /** How many loops a block is in. */
  readonly depth: Int32Array;
  /** The header of the innermost loop around a block. */
  readonly header: Int32Array;
  /** For a header: the header of the next loop outwards. */
  readonly outer: Int32Array;
  /** For a header: 1 if a hot block of the loop calls. */
  readonly calls: Uint8Array;
}

export function exitOf(block: LirBlock): NonNullable<LirBlock['exit']> {
  if (block.exit === null) throw new Error(`block ${block.id} has no exit`);
  return block.exit;
}

export function analyzeControlFlow(lir: LirFunction): ControlFlow {
  /** By the ids of the blocks that are reached. */
  const edgesOf = new Array<Edge[]>(lir.blockCount);
  const first = orderBlocks(lir, (block) => {
    const edges = exitEdges(exitOf(block));
    edgesOf[block.id] = edges;
    return edges.map((edge) => edge.target);
  });
  const firstLoops = findLoops(first, findPredecessors(lir, first, edgesOf));
  const indexOf = indexBlocks(lir, first);
  const depthOf = (block: LirBlock): number => firstLoops.depth[indexOf[block.id]];
  const together = orderBlocks(lir, (block) => {
    const targets = edgesOf[block.id].map((edge) => edge.target).reverse();
    return targets.length < 2 ? targets : targets.sort((a, b) => depthOf(a) - depthOf(b));
  });
  const cold = spreadColdness(lir, together, findPredecessors(lir, together, edgesOf));
  const hot = together.filter((block) => cold[block.id] === 0);
  const blocks = [...hot, ...together.filter((block) => cold[block.id] === 1)];
  const predecessors = findPredecessors(lir, blocks, edgesOf);
  return {
    blocks,
    indexOf: indexBlocks(lir, blocks),
    predecessors,
    edges: blocks.map((block) => edgesOf[block.id]),
    firstCold: hot.length,
    loops: findLoops(blocks, predecessors),
  };
}

function indexBlocks(lir: LirFunction, order: readonly LirBlock[]): Int32Array {
  const indexOf = new Int32Array(lir.blockCount).fill(-1);
  order.forEach((block, index) => (indexOf[block.id] = index));
  return indexOf;
}

/** Reverse postorder; what is visited first comes last. */
function orderBlocks(lir: LirFunction, successors: (block: LirBlock) => LirBlock[]): LirBlock[] {
  const seen = new Uint8Array(lir.blockCount);
  const postorder: LirBlock[] = [];
  const stack = [{ block: lir.entry, targets: successors(lir.entry), next: 0 }];
  seen[lir.entry.id] = 1;
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next === top.targets.length) {
      postorder.push(top.block);
      stack.pop();
      continue;
    }
    const target = top.targets[top.next++];
    if (seen[target.id] === 1) continue;
    seen[target.id] = 1;
    stack.push({ block: target, targets: successors(target), next: 0 });
  }
  return postorder.reverse();
}

function findPredecessors(
  lir: LirFunction,
  order: readonly LirBlock[],
  edgesOf: readonly (readonly Edge[])[],
): number[][] {
  const indexOf = indexBlocks(lir, order);
  const predecessors: number[][] = order.map(() => []);
  order.forEach((block, index) => {
    for (const edge of edgesOf[block.id]) predecessors[indexOf[edge.target.id]].push(index);
  });
  return predecessors;
}

function spreadColdness(
  lir: LirFunction,
  order: readonly LirBlock[],
  predecessors: readonly (readonly number[])[],
): Uint8Array {
  const cold = new Uint8Array(lir.blockCount);
  order.forEach((block, index) => {
    const forward = predecessors[index].filter((from) => from < index);
    const isReachedCold = index > 0 && forward.every((from) => cold[order[from].id] === 1);
    if (index > 0 && (block.isCold || isReachedCold)) cold[block.id] = 1;
  });
  return cold;
}

/** Natural loops: an edge to a block that dominates its source closes one; outer headers come first in the order. */
function findLoops(order: readonly LirBlock[], predecessors: readonly (readonly number[])[]): Loops {
  const dominators = findDominators(predecessors);
  const count = order.length;
  const loops = {
    depth: new Int32Array(count),
    header: new Int32Array(count).fill(-1),
    outer: new Int32Array(count).fill(-1),
    calls: new Uint8Array(count),
  };
  const seenFor = new Int32Array(count).fill(-1);
  for (let header = 0; header < count; header++) {
    const work = predecessors[header].filter((from) => from >= header && dominates(dominators, header, from));
    if (work.length === 0) continue;
    loops.outer[header] = loops.header[header];
    seenFor[header] = header;
    markLoopBlock(loops, order, header, header);
    for (let from = work.pop(); from !== undefined; from = work.pop()) {
      if (seenFor[from] === header) continue;
      seenFor[from] = header;
      markLoopBlock(loops, order, header, from);
      work.push(...predecessors[from]);
    }
  }
  return loops;
}

function markLoopBlock(loops: Loops, order: readonly LirBlock[], header: number, block: number): void {
  loops.depth[block]++;
  loops.header[block] = header;
  const { isCold, operations } = order[block];
  if (!isCold && operations.some(({ op }) => lirOpRow(op).kind === 'call')) loops.calls[header] = 1;
}

/**
 * Immediate dominators, by index in an order in which dominators come first; the entry's is itself. Cooper, Harvey, Kennedy: A simple, fast
 * dominance algorithm (2001).
 */
export function findDominators(predecessors: readonly (readonly number[])[]): Int32Array {
  const dominators = new Int32Array(predecessors.length).fill(-1);
  dominators[0] = 0;
  let hasChanged = true;
  while (hasChanged) {
    hasChanged = false;
    for (let block = 1; block < predecessors.length; block++) {
      let common = -1;
      for (const from of predecessors[block]) {
        if (dominators[from] === -1) continue;
        common = common === -1 ? from : meet(dominators, common, from);
      }
      if (common === dominators[block]) continue;
      dominators[block] = common;
      hasChanged = true;
    }
  }
  return dominators;
}

function meet(dominators: Int32Array, left: number, right: number): number {
  while (left !== right) {
    if (left > right) left = dominators[left];
    else right = dominators[right];
  }
  return left;
}

export function dominates(dominators: Int32Array, above: number, below: number): boolean {
  while (below > above) below = dominators[below];
  return below === above;
}
