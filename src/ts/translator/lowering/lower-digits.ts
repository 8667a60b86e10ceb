/**
 * Lowering of rlib's digits of big integers (`rlib/digit.ts`).
 *
 * Digits of 60 bits: four bits less than the machine's word, so that a few of them can be added before the carry is taken. With words of 53
 * bits digits are hosted's, of 26 bits, and products are words.
 */
import type { LirOperand } from '../../backend/lir.js';
import type { TranslationOptions } from '../options.js';
import { int, type GraphLowering } from './lower-graph.js';
import { type Lower, value, values } from './operands.js';

const HOSTED_BITS = 26;
const WIDE_BITS = 60;

export function digitBitsOf(options: TranslationOptions): number {
  return options.wordBits === 53 ? HOSTED_BITS : WIDE_BITS;
}

/** A prebuilt magnitude in digits of another width; least significant first, as it is given. */
export function regroupedDigits(hosted: readonly number[], width: number): bigint[] {
  const digits: bigint[] = [];
  let rest = hosted.reduceRight((high, digit) => (high << BigInt(HOSTED_BITS)) | BigInt(digit), 0n);
  for (; rest > 0n; rest >>= BigInt(width)) digits.push(BigInt.asUintN(width, rest));
  return digits;
}

function widthOf(l: GraphLowering): number {
  return digitBitsOf(l.program.options);
}

function low(l: GraphLowering, x: LirOperand): LirOperand {
  return l.emit('int_and', [x, int(2n ** BigInt(widthOf(l)) - 1n)], 'int');
}

/** x times what a word has more than a digit: then a product's higher word is its higher digit. */
function aligned(l: GraphLowering, x: LirOperand): LirOperand {
  return l.emit('int_shl', [x, int(64 - WIDE_BITS)], 'int');
}

export const digitBits: Lower = (l, operation) => {
  l.setResult(operation, int(widthOf(l)));
};

export const digitBase: Lower = (l, operation) => {
  l.setResult(operation, int(2n ** BigInt(widthOf(l))));
};

export const digitLow: Lower = (l, operation) => {
  l.setResult(operation, low(l, value(l, operation, 0)));
};

export const digitCarry: Lower = (l, operation) => {
  l.setResult(operation, l.emit('int_sar', [value(l, operation, 0), int(widthOf(l))], 'int'));
};

export const digitMulLow: Lower = (l, operation) => {
  l.setResult(operation, low(l, l.emit('int_mul', values(l, operation), 'int')));
};

export const digitMulHigh: Lower = (l, operation) => {
  const [a, b] = values(l, operation) as [LirOperand, LirOperand];
  if (widthOf(l) === WIDE_BITS) {
    l.setResult(operation, l.emit('uint_mul_high', [b, aligned(l, a)], 'int'));
    return;
  }
  const product = l.emit('int_mul', [a, b], 'int');
  l.setResult(operation, l.emit('int_sar', [product, int(HOSTED_BITS)], 'int'));
};

export const digitDiv: Lower = (l, operation) => {
  const [high, rest, divisor] = values(l, operation) as [LirOperand, LirOperand, LirOperand];
  if (widthOf(l) === WIDE_BITS) {
    const args = [high, aligned(l, rest), aligned(l, divisor)];
    l.setResult(operation, l.emit('uint_div_wide', args, 'int'));
    return;
  }
  const shifted = l.emit('int_shl', [high, int(HOSTED_BITS)], 'int');
  const dividend = l.emit('int_add', [shifted, rest], 'int');
  l.setResult(operation, l.emit('int_div', [dividend, divisor], 'int'));
};
