/**
 * What known bits tell of operations: bits of the result, that it is one of the operands, or how a comparison ends. And backwards, for guards: what
 * the bits of a result tell of an operand.
 *
 * Most values have no bits but those that their ranges tell, and what ranges tell of sums is in their ranges: nothing is computed for those.
 */
import {
  addBits,
  andBits,
  andOperandBits,
  areBitsDifferent,
  joinBits,
  keepsAll,
  lowestBits,
  multiplyBits,
  negateBits,
  notBits,
  orBits,
  orOperandBits,
  shiftBitsLeft,
  shiftBitsRight,
  shiftBitsRightUnsigned,
  shiftedLeftOperandBits,
  shiftedRightOperandBits,
  signExtendBits,
  subtractBits,
  trailingZerosOf,
  xorBits,
  zeroExtendBits,
  type Bits,
} from './bits.js';
import type { TraceOpName } from '../trace.js';
import { bitsOf, findInt, type Value } from './value.js';

type Transfer = (first: Value, second: Value, third: Value) => Bits | null;

/** The count of a shift by a constant, which is taken modulo the size of the word; else null. */
function findCount(value: Value, size: 32 | 64): number | null {
  const count = findInt(value);
  return count === null ? null : count & (size - 1);
}

function shift(by: (bits: Bits, count: number) => Bits): Transfer {
  return (first, second) => {
    const count = findCount(second, 64);
    return count === null ? null : by(bitsOf(first), count);
  };
}

/** Of the low 32 bits, extended before and behind. */
function shift32(
  extend: (bits: Bits, size: number) => Bits,
  by: (bits: Bits, count: number) => Bits,
): Transfer {
  return (first, second) => {
    const count = findCount(second, 32);
    return count === null ? null : extend(by(extend(bitsOf(first), 32), count), 32);
  };
}

function extension(by: (bits: Bits, size: number) => Bits, size: number): Transfer {
  return (first) => by(bitsOf(first), size);
}

const add: Transfer = (first, second) =>
  first.bits === null && second.bits === null ? null : addBits(bitsOf(first), bitsOf(second), 0);

const subtract: Transfer = (first, second) =>
  first.bits === null && second.bits === null ? null : subtractBits(bitsOf(first), bitsOf(second));

const multiply: Transfer = (first, second) =>
  first.bits === null && second.bits === null && second.constant === null
    ? null
    : multiplyBits(bitsOf(first), bitsOf(second));

const transfers: Partial<Record<TraceOpName, Transfer>> = {
  int_and: (first, second) => andBits(bitsOf(first), bitsOf(second)),
  int_or: (first, second) => orBits(bitsOf(first), bitsOf(second)),
  int_xor: (first, second) => xorBits(bitsOf(first), bitsOf(second)),
  int_not: (first) => notBits(bitsOf(first)),
  int_add: add,
  int_add_ovf: add,
  int_sub: subtract,
  int_sub_ovf: subtract,
  int_neg: (first) => (first.bits === null ? null : negateBits(bitsOf(first))),
  int_mul: multiply,
  int_mul_ovf: multiply,
  // What is subtracted from the dividend is a multiple of the divisor.
  int_mod: (first, second) => {
    if (second.constant === null) return null;
    const count = trailingZerosOf(bitsOf(second));
    return count === 0 || count === 64 ? null : lowestBits(bitsOf(first), count);
  },
  int_shl: shift(shiftBitsLeft),
  int_sar: shift(shiftBitsRight),
  int_shr: shift(shiftBitsRightUnsigned),
  int_sext8: extension(signExtendBits, 8),
  int_sext16: extension(signExtendBits, 16),
  int_sext32: extension(signExtendBits, 32),
  int_zext8: extension(zeroExtendBits, 8),
  int_zext16: extension(zeroExtendBits, 16),
  int_zext32: extension(zeroExtendBits, 32),
  i32_shl: shift32(signExtendBits, shiftBitsLeft),
  i32_sar: shift32(signExtendBits, shiftBitsRight),
  i32_shr: shift32(zeroExtendBits, shiftBitsRightUnsigned),
  i32_mul: (first, second) => {
    const product = multiply(first, second, second);
    return product === null ? null : signExtendBits(product, 32);
  },
  int_select: (_, second, third) =>
    second.bits === null && third.bits === null && second.constant === null
      ? null
      : joinBits(bitsOf(second), bitsOf(third)),
};

/** Of the result of a pure operation that gives an int; null: nothing that its range does not tell. */
export function resultBits(
  name: TraceOpName,
  first: Value,
  second: Value | null,
  third: Value | null,
): Bits | null {
  const transfer = transfers[name];
  return transfer === undefined ? null : transfer(first, second ?? first, third ?? first);
}

/** 0 or 1, or null if the bits don't tell. */
export function compareBits(name: TraceOpName, first: Value, second: Value): 0 | 1 | null {
  if ((name !== 'int_eq' && name !== 'int_ne') || (first.bits === null && second.bits === null)) return null;
  if (!areBitsDifferent(bitsOf(first), bitsOf(second))) return null;
  return name === 'int_eq' ? 0 : 1;
}

/** The operand that `&` or `|` gives unchanged, or null. */
export function findUnchangedByBits(name: TraceOpName, first: Value, second: Value | null): Value | null {
  if (second === null || (name !== 'int_and' && name !== 'int_or')) return null;
  const a = name === 'int_and' ? bitsOf(first) : notBits(bitsOf(first));
  const b = name === 'int_and' ? bitsOf(second) : notBits(bitsOf(second));
  return keepsAll(a, b) ? first : keepsAll(b, a) ? second : null;
}

/** Of an operand, where the result has the bits; `other` is the other operand. Null where they tell nothing. */
export function operandBits(name: TraceOpName, result: Bits, other: Value | null): Bits | null {
  switch (name) {
    case 'int_not':
      return notBits(result);
    case 'int_sext8':
    case 'int_zext8':
      return lowestBits(result, 8);
    case 'int_sext16':
    case 'int_zext16':
      return lowestBits(result, 16);
    case 'int_sext32':
    case 'int_zext32':
      return lowestBits(result, 32);
  }
  if (other === null) return null;
  switch (name) {
    case 'int_and':
      return andOperandBits(result, bitsOf(other));
    case 'int_or':
      return orOperandBits(result, bitsOf(other));
    case 'int_xor':
      return xorBits(result, bitsOf(other));
    case 'int_add':
      return subtractBits(result, bitsOf(other));
    case 'int_shl': {
      const count = findCount(other, 64);
      return count === null ? null : shiftedLeftOperandBits(result, count);
    }
    case 'int_sar':
    case 'int_shr': {
      const count = findCount(other, 64);
      return count === null ? null : shiftedRightOperandBits(result, count);
    }
    default:
      return null;
  }
}

/** Whether the second operand is told something, too, as the first is. */
export function isSymmetric(name: TraceOpName): boolean {
  return name === 'int_and' || name === 'int_or' || name === 'int_xor' || name === 'int_add';
}
