/**
 * Lowering of the JIT's marks. In machine code: the counters of back edges, and entering compiled loops. For the meta-interpreter: calls of functions that
 * only it knows (`jit/intrinsics.ts`).
 *
 * Each back edge counts in a cell, which a hash of the greens finds; loops share cells at worst. A cell is a count and, once a loop was compiled,
 * its code (`rlib/jit-layout.ts`). Greens and reds go to and come from compiled code in the words at `State.JIT_VALUES`.
 */
import type { LirOperand, RegisterClass } from '../../backend/lir.js';
import { jitIntrinsics } from '../../backend/jit-symbols.js';
import { CELL_SHIFT, CELL_MASK, CellPlace, FIRST_GUARD, FUNCTION_START } from '../../rlib/jit-layout.js';
import { State } from '../../rlib/raw.js';
import { Constant, Prebuilt, type Operand, type Operation } from '../flow/graph.js';
import {
  address,
  edge,
  int,
  NULL,
  registerClass,
  stateAddress,
  ZERO,
  type GraphLowering,
} from './lower-graph.js';
import { callEntry } from './lower-calls.js';
import { alias, type Lower, operandAt, value } from './operands.js';

/** The number of the driver that an operation names. */
function driverIndex(l: GraphLowering, operation: Operation): number {
  const operand = operandAt(operation, 0);
  if (!(operand instanceof Constant) || !(operand.value instanceof Prebuilt))
    throw new Error('a JIT driver that is no constant');
  return l.program.driverIndex(operand.value.value);
}

function emitIntrinsic(l: GraphLowering, operation: Operation, symbol: string, args: LirOperand[]): void {
  const cls = operation.result === null ? null : registerClass(operation.result.type);
  const part = { kind: 'symbol', symbol } as const;
  if (cls === null) l.emitVoid('call', args, part);
  else l.setResult(operation, l.emit('call', args, cls, part));
}

export const promote: Lower = (l, operation) => {
  if (l.purpose === 'machine') alias(l, operation);
  else emitIntrinsic(l, operation, jitIntrinsics.promote, [value(l, operation, 0)]);
};

export const isConstant: Lower = (l, operation) => {
  if (l.purpose === 'machine') l.setResult(operation, ZERO);
  else emitIntrinsic(l, operation, jitIntrinsics.isConstant, [value(l, operation, 0)]);
};

export const isJitted: Lower = (l, operation) => {
  l.setResult(operation, int(l.purpose === 'machine' ? 0 : 1));
};

function valuesOf(l: GraphLowering, operands: readonly Operand[]): LirOperand[] {
  return operands.map((operand) => l.value(operand));
}

export const mergePoint: Lower = (l, operation) => {
  if (l.purpose === 'machine') return;
  emitIntrinsic(l, operation, jitIntrinsics.mergePoint, [
    int(driverIndex(l, operation)),
    ...valuesOf(l, operation.args.slice(1)),
  ]);
};

export const followOnce: Lower = (l, operation) => {
  if (l.purpose === 'jit') emitIntrinsic(l, operation, jitIntrinsics.followOnce, []);
};

const storeOps = { int: 'store_64', ref: 'store_ref', float: 'store_f64' } as const;
const loadOps = { int: 'load_i64', ref: 'load_ref', float: 'load_f64' } as const;

/** Counts, and enters compiled code; hot are counts from a threshold of the state block on. */
export function enter(threshold: State): Lower {
  return (l, operation) => {
    if (l.purpose === 'machine') enterMachine(l, operation, threshold);
    else if (operation.name === 'jit_enter_function') l.setResult(operation, ZERO);
    else emitIntrinsic(l, operation, jitIntrinsics.canEnter, [int(driverIndex(l, operation))]);
  };
}

function enterMachine(l: GraphLowering, operation: Operation, threshold: State): void {
  const driver = driverIndex(l, operation);
  const values = valuesOf(l, operation.args.slice(1));
  const place = cellPlace(l, values.slice(0, l.program.portals[driver]?.greenCount ?? 0));
  const code = l.emit('load_i64', [NULL, place], 'int', address(CellPlace.CODE));
  const count = l.newBlock(false);
  const run = l.newBlock(false);
  const hot = l.newBlock(true);
  const guard = l.newBlock(true);
  const after = l.newBlock(false);
  const status = l.out.newRegister('int', 'status');
  after.params.push(status);
  l.finish({
    kind: 'branch',
    condition: 'int_ne',
    left: code,
    right: ZERO,
    whenTrue: edge(run),
    whenFalse: edge(count),
  });
  l.start(count);
  const before = l.emit('load_i64', [NULL, place], 'int', address(CellPlace.COUNT));
  const more = l.emit('int_add', [before, int(1)], 'int');
  l.emitVoid('store_64', [NULL, place, more], address(CellPlace.COUNT));
  const limit = l.emit('load_i64', [NULL, ZERO], 'int', stateAddress(threshold));
  l.finish({
    kind: 'branch',
    condition: 'int_ge',
    left: more,
    right: limit,
    whenTrue: edge(hot),
    whenFalse: { target: after, args: [ZERO] },
  });
  l.start(hot);
  storeValues(l, values);
  const start = driver + (operation.name === 'jit_enter_function' ? FUNCTION_START : 0);
  l.jump(after, [callEntry(l, 'startTracing', [int(start), place], 'int')]);
  l.start(run);
  storeValues(l, values);
  const left = l.emit('call_code', [code], 'int');
  // Nothing: another loop shares the cell.
  const entered = l.newBlock(false);
  l.finish({
    kind: 'branch',
    condition: 'int_eq',
    left,
    right: ZERO,
    whenTrue: edge(count),
    whenFalse: edge(entered),
  });
  l.start(entered);
  l.finish({
    kind: 'branch',
    condition: 'int_ge',
    left,
    right: int(FIRST_GUARD),
    whenTrue: edge(guard),
    whenFalse: { target: after, args: [left] },
  });
  l.start(guard);
  l.jump(after, [callEntry(l, 'leaveTrace', [left], 'int')]);
  l.start(after);
  l.setResult(operation, status);
  l.checkException();
}

/** The cell of greens, as an address. The hash need not be good, but equal for equal greens as long as old objects do not move. */
function cellPlace(l: GraphLowering, greens: readonly LirOperand[]): LirOperand {
  let hash: LirOperand = ZERO;
  for (const green of greens) {
    if (green.cls === 'float') continue;
    const word = green.cls === 'ref' ? l.emit('ref_to_int', [green], 'int') : green;
    hash = l.emit('int_add', [l.emit('int_mul', [hash, int(0x1003f)], 'int'), word], 'int');
  }
  const index = l.emit('int_and', [hash, int(CELL_MASK)], 'int');
  const offset = l.emit('int_shl', [index, int(CELL_SHIFT)], 'int');
  return l.emit(
    'int_add',
    [offset, l.emit('load_i64', [NULL, ZERO], 'int', stateAddress(State.JIT_CELLS))],
    'int',
  );
}

function valueAddress(index: number): ReturnType<typeof address> {
  return address((State.JIT_VALUES as number) + 8 * index);
}

function storeValues(l: GraphLowering, values: readonly LirOperand[]): void {
  values.forEach((stored, i) => {
    l.emitVoid(storeOps[stored.cls], [NULL, ZERO, stored], valueAddress(i));
  });
}

export const jitValue: Lower = (l, operation) => {
  const operand = operandAt(operation, 0);
  if (!(operand instanceof Constant) || operation.result === null)
    throw new Error('jit_value without a number');
  const cls: RegisterClass | null = registerClass(operation.result.type);
  if (cls === null) throw new Error('jit_value of a type without values');
  l.setResult(operation, l.emit(loadOps[cls], [NULL, ZERO], cls, valueAddress(Number(operand.value))));
};
