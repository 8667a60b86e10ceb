/** Removes pure operations and loads whose results nothing reads: lowering makes values that a branch then tests directly. */
import { exitEdges, exitOperands, VirtualRegister } from '../../backend/lir.js';
import type { LirFunction, LirOperand, LirOperation } from '../../backend/lir.js';
import { lirOpRow } from '../../backend/lir-ops.js';

export function removeDeadOperations(fn: LirFunction): void {
  const definitions = new Map<VirtualRegister, LirOperation>();
  const live = new Set<VirtualRegister>();
  const pending: VirtualRegister[] = [];
  const read = (operand: LirOperand): void => {
    if (!(operand instanceof VirtualRegister) || live.has(operand)) return;
    live.add(operand);
    pending.push(operand);
  };
  for (const { operations, exit } of fn.blocks) {
    for (const operation of operations) {
      if (operation.result !== null) definitions.set(operation.result, operation);
      if (!isRemovable(operation)) operation.args.forEach(read);
    }
    if (exit === null) continue;
    exitOperands(exit).forEach(read);
    for (const { args } of exitEdges(exit)) args.forEach(read);
    if (exit.kind === 'overflow') operations.at(-1)?.args.forEach(read);
  }
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    definitions.get(next)?.args.forEach(read);
  }
  for (const block of fn.blocks) {
    const kept = block.operations.filter(
      (one) => !isRemovable(one) || (one.result !== null && live.has(one.result)),
    );
    block.operations.splice(0, block.operations.length, ...kept);
  }
}

function isRemovable({ op, result }: LirOperation): boolean {
  const { kind } = lirOpRow(op);
  return (kind === 'pure' || kind === 'load') && result !== null;
}
