/** Lowering of what only the collectors and the runtime use: raw memory, the host, traps. */
import type { LirOperand } from '../../backend/lir.js';
import type { LirOpName } from '../../backend/lir-ops.js';
import { stubSymbols } from '../../backend/state-places.js';
import { address, int, NULL, ZERO } from './lower-graph.js';
import { calledName } from './runtime-calls.js';
import type { GraphLowering } from './lower-graph.js';
import { constantText, type Lower, operandAt, value, values, loadClass } from './operands.js';

export function rawLoad(op: LirOpName): Lower {
  return (l, operation) => {
    l.setResult(operation, l.emit(op, [NULL, value(l, operation, 0)], loadClass(op), address(0)));
  };
}

export function rawStore(op: LirOpName): Lower {
  return (l, operation) => {
    l.emitVoid(op, [NULL, value(l, operation, 0), value(l, operation, 1)], address(0));
  };
}

/** A call of a C function that moves memory: its arguments are absolute addresses and a count. */
function callMemory(l: GraphLowering, name: string, args: LirOperand[]): void {
  const slot = l.emit('load_i64', [NULL, ZERO], 'int', address(l.program.cSlot(name)));
  l.emitVoid('call_c', [slot, ...args]);
}

export const rawCopy: Lower = (l, operation) => {
  const [from, to, count] = values(l, operation) as [LirOperand, LirOperand, LirOperand];
  const target = l.emit('absolute', [to], 'int');
  callMemory(l, 'memmove', [target, l.emit('absolute', [from], 'int'), count]);
};

export const rawClear: Lower = (l, operation) => {
  const [start, words] = values(l, operation) as [LirOperand, LirOperand];
  const count = l.emit('int_shl', [words, int(3)], 'int');
  callMemory(l, 'memset', [l.emit('absolute', [start], 'int'), ZERO, count]);
};

export const rawAddress: Lower = (l, operation) => {
  const object = l.valueAs(operandAt(operation, 0), 'ref');
  const reference = l.emit('ref_to_int', [object], 'int');
  l.setResult(operation, l.emit('int_shl', [reference, int(3)], 'int'));
};

export const rawObject: Lower = (l, operation) => {
  const reference = l.emit('int_shr', [value(l, operation, 0), int(3)], 'int');
  l.setResult(operation, l.emit('int_to_ref', [reference], 'ref'));
};

export const heapBase: Lower = (l, operation) => {
  l.setResult(operation, l.emit('absolute', [ZERO], 'int'));
};

export const callC: Lower = (l, operation) => {
  const slot = l.emit('load_i64', [NULL, ZERO], 'int', address(l.program.cSlot(calledName(operation))));
  const args = operation.args.slice(1).map((arg) => l.value(arg));
  l.setResult(operation, l.emit('call_c', [slot, ...args], 'int'));
};

export const hostCall: Lower = (l, operation) => {
  l.setResult(
    operation,
    l.emit('call', values(l, operation), 'int', { kind: 'symbol', symbol: stubSymbols.hostCall }),
  );
};

export const trap: Lower = (l, operation) => {
  l.trap(`unreachable code: ${constantText(operation.args[0])}`);
  l.start(l.newBlock(true));
};
