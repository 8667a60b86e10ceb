/**
 * Operations that ask whether a result is a word: overflow checks, shifts, floats that fit.
 *
 * Words are symmetric (-max to max), so that negation is safe: the smallest of the 64-bit integers counts as overflow. With words of 53 bits
 * the processor's check comes first, the range after it.
 */
import { LirConstant, type LirBlock, type LirOperand } from '../../backend/lir.js';
import type { Condition, LirOpName } from '../../backend/lir-ops.js';
import type { Operation } from '../flow/graph.js';
import { edge, int, ZERO, type GraphLowering } from './lower-graph.js';

type Lower = (l: GraphLowering, operation: Operation) => void;

const SMALLEST = -(2n ** 63n);

function maxWord(l: GraphLowering): bigint {
  return 2n ** BigInt(l.program.options.wordBits) - 1n;
}

export const wordBits: Lower = (l, operation) => {
  l.setResult(operation, int(l.program.options.wordBits));
};

export const wordMax: Lower = (l, operation) => {
  l.setResult(operation, int(maxWord(l)));
};

export const wordMin: Lower = (l, operation) => {
  l.setResult(operation, int(-maxWord(l)));
};

/** Whether a 64-bit integer is a word, as an int. */
function inRange(l: GraphLowering, result: LirOperand): LirOperand {
  if (l.program.options.wordBits === 63) return l.emit('int_ne', [result, int(SMALLEST)], 'int');
  const distance = l.emit('int_add', [result, int(maxWord(l))], 'int');
  return l.emit('uint_le', [distance, int(2n * maxWord(l))], 'int');
}

/** Goes on where a 64-bit integer is a word. */
export function requireRange(l: GraphLowering, result: LirOperand, overflow: LirBlock): void {
  const normal = l.newBlock(false);
  const outside = edge(overflow);
  const inside = edge(normal);
  if (l.program.options.wordBits === 63) {
    const right = int(SMALLEST);
    l.finish({
      kind: 'branch',
      condition: 'int_eq',
      left: result,
      right,
      whenTrue: outside,
      whenFalse: inside,
    });
  } else {
    const left = l.emit('int_add', [result, int(maxWord(l))], 'int');
    const right = int(2n * maxWord(l));
    l.finish({ kind: 'branch', condition: 'uint_le', left, right, whenTrue: inside, whenFalse: outside });
  }
  l.start(normal);
}

function operands(l: GraphLowering, operation: Operation): LirOperand[] {
  return operation.args.map((arg) => l.value(arg));
}

export function overflowing(op: LirOpName): Lower {
  return (l, operation) => {
    const overflow = l.raiseBlock('theOverflow');
    const result = l.emit(op, operands(l, operation), 'int');
    const fits = l.newBlock(false);
    l.finish({ kind: 'overflow', overflow: edge(overflow), normal: edge(fits) });
    l.start(fits);
    requireRange(l, result, overflow);
    l.setResult(operation, result);
  };
}

export function fitting(test: LirOpName, op: LirOpName): Lower {
  return (l, operation) => {
    const fits = l.emit(test, operands(l, operation), 'int');
    const result = l.emit(op, operands(l, operation), 'int');
    l.setResult(operation, l.emit('int_and', [fits, inRange(l, result)], 'int'));
  };
}

/** Whether a << n is a word: shifting back gives a. Counts from 63 on fit 0 only. */
function shift(l: GraphLowering, operation: Operation): { fits: LirOperand; result: LirOperand } {
  const [a, n] = operands(l, operation) as [LirOperand, LirOperand];
  const isSmall = l.emit('int_lt', [n, int(63)], 'int');
  const count = l.emit('int_select', [isSmall, n, int(63)], 'int');
  const result = l.emit('int_shl', [a, count], 'int');
  const back = l.emit('int_sar', [result, count], 'int');
  const isSame = l.emit('int_eq', [back, a], 'int');
  return { fits: l.emit('int_and', [isSame, inRange(l, result)], 'int'), result };
}

export const shiftFits: Lower = (l, operation) => {
  l.setResult(operation, shift(l, operation).fits);
};

export const shiftLeft: Lower = (l, operation) => {
  const overflow = l.raiseBlock('theOverflow');
  const { fits, result } = shift(l, operation);
  const normal = l.newBlock(false);
  l.finish({
    kind: 'branch',
    condition: 'int_eq',
    left: fits,
    right: ZERO,
    whenTrue: edge(overflow),
    whenFalse: edge(normal),
  });
  l.start(normal);
  l.setResult(operation, result);
};

/** Whether an integral float is a word. */
export const floatFitsWord: Lower = (l, operation) => {
  const [x] = operands(l, operation) as [LirOperand];
  const left = l.emit('float_abs', [x], 'float');
  const { condition, limit } = wordLimit(l);
  l.setComparison(operation, { condition, left, right: limit, isNegated: false });
};

/** How the magnitude of an integral float that is a word compares. 2^63 is the first double beyond the words of machine code. */
export function wordLimit(l: GraphLowering): { readonly condition: Condition; readonly limit: LirConstant } {
  return l.program.options.wordBits === 53
    ? { condition: 'float_le', limit: new LirConstant('float', Number.MAX_SAFE_INTEGER) }
    : { condition: 'float_lt', limit: new LirConstant('float', 2 ** 63) };
}
