/** Which registers of jitcode are read after each of its blocks: found when the image is made, since that takes longer than to trace a loop. */
import { exitEdges, exitOperands, VirtualRegister, type LirBlock, type LirOperand } from '../backend/lir.js';

/** The registers that are read after each block; parameters of the next blocks are not among them, their arguments neither. */
export function findLiveOut(blocks: readonly LirBlock[]): ReadonlySet<number>[] {
  const indexOf = new Map(blocks.map((block, i) => [block, i]));
  const liveOut = blocks.map(() => new Set<number>());
  const predecessors = blocks.map(() => new Set<number>());
  const definedIn = new Map<number, number>();
  blocks.forEach(({ params, operations, exit }, i) => {
    for (const { id } of params) definedIn.set(id, i);
    for (const { result } of operations) if (result !== null) definedIn.set(result.id, i);
    if (exit !== null)
      for (const { target } of exitEdges(exit)) predecessors[indexOf.get(target) ?? -1].add(i);
  });
  /** The value is alive at the start of a block. */
  const spread = (id: number, start: number): void => {
    const pending = [start];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (definedIn.get(id) === at) continue;
      for (const before of predecessors[at]) {
        if (liveOut[before].has(id)) continue;
        liveOut[before].add(id);
        pending.push(before);
      }
    }
  };
  blocks.forEach(({ operations, exit }, i) => {
    const read = (operand: LirOperand): void => {
      if (operand instanceof VirtualRegister && definedIn.get(operand.id) !== i) spread(operand.id, i);
    };
    for (const { args } of operations) args.forEach(read);
    if (exit === null) return;
    exitOperands(exit).forEach(read);
    for (const { args } of exitEdges(exit)) args.forEach(read);
  });
  return liveOut;
}
