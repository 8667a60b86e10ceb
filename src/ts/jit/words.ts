/**
 * 64-bit words in JavaScript: a number where it is a safe integer, else a bigint; each word has one form. The common cases stay clear of bigints, which
 * are slow; the others go by the meaning of the operation's row.
 */
import { lirOps, type LirOpName } from '../backend/lir-ops.js';

export type Word = number | bigint;

export function toWord(value: bigint): Word {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function isInt32(value: Word): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/** What a pure operation gives on values as the trace has them: words, references, floats. */
export function evaluate(op: LirOpName, args: readonly Word[]): Word {
  return evaluateQuickly(op, args[0], args.length > 1 ? args[1] : 0) ?? evaluateSlowly(op, args);
}

/** The same where bigints have no part in it, else null. The second operand is 0 where there is none. */
export function evaluateQuickly(op: LirOpName, a: Word, b: Word): number | null {
  return typeof a === 'number' && typeof b === 'number' ? (quick[op]?.(a, b) ?? null) : null;
}

/** What an operation of one or two operands does, ready to be called. */
export function evaluator(op: LirOpName): (a: Word, b: Word) => Word {
  const fast = quick[op];
  const isUnary = operandsOf(op).length === 1;
  return (a, b) => {
    if (fast !== undefined && typeof a === 'number' && typeof b === 'number') {
      const found = fast(a, b);
      if (found !== null) return found;
    }
    return evaluateSlowly(op, isUnary ? [a] : [a, b]);
  };
}

/** Operations on numbers that are safe integers or floats; null where the meaning has to be asked. A table, since a switch over names is slow until V8 has optimized it. */
const quick: Partial<Record<LirOpName, (a: number, b: number) => number | null>> = {
  int_add: (a, b) => safe(a + b),
  int_sub: (a, b) => safe(a - b),
  int_mul: (a, b) => safe(a * b),
  int_neg: (a) => safe(-a),
  int_add_fits: (a, b) => (Number.isSafeInteger(a + b) ? 1 : null),
  int_sub_fits: (a, b) => (Number.isSafeInteger(a - b) ? 1 : null),
  int_mul_fits: (a, b) => (Number.isSafeInteger(a * b) ? 1 : null),
  int_add_ovf: (a, b) => safe(a + b),
  int_sub_ovf: (a, b) => safe(a - b),
  int_mul_ovf: (a, b) => safe(a * b),
  int_eq: (a, b) => (a === b ? 1 : 0),
  ref_eq: (a, b) => (a === b ? 1 : 0),
  float_eq: (a, b) => (a === b ? 1 : 0),
  int_ne: (a, b) => (a !== b ? 1 : 0),
  ref_ne: (a, b) => (a !== b ? 1 : 0),
  float_ne: (a, b) => (a !== b ? 1 : 0),
  int_lt: (a, b) => (a < b ? 1 : 0),
  float_lt: (a, b) => (a < b ? 1 : 0),
  int_le: (a, b) => (a <= b ? 1 : 0),
  float_le: (a, b) => (a <= b ? 1 : 0),
  int_gt: (a, b) => (a > b ? 1 : 0),
  float_gt: (a, b) => (a > b ? 1 : 0),
  int_ge: (a, b) => (a >= b ? 1 : 0),
  float_ge: (a, b) => (a >= b ? 1 : 0),
  uint_le: (a, b) => (a >= 0 && b >= 0 ? (a <= b ? 1 : 0) : null),
  uint_lt: (a, b) => (a >= 0 && b >= 0 ? (a < b ? 1 : 0) : null),
  int_and: (a, b) => (isInt32(a) && isInt32(b) ? a & b : null),
  int_or: (a, b) => (isInt32(a) && isInt32(b) ? a | b : null),
  int_xor: (a, b) => (isInt32(a) && isInt32(b) ? a ^ b : null),
  uint_ge: (a, b) => (a >= 0 && b >= 0 ? (a >= b ? 1 : 0) : null),
  uint_gt: (a, b) => (a >= 0 && b >= 0 ? (a > b ? 1 : 0) : null),
  int_sext8: (a) => (isInt32(a) ? (a << 24) >> 24 : null),
  int_sext16: (a) => (isInt32(a) ? (a << 16) >> 16 : null),
  int_zext8: (a) => (isInt32(a) ? a & 0xff : null),
  int_zext16: (a) => (isInt32(a) ? a & 0xffff : null),
  int_sext32: (a) => (isInt32(a) ? a : null),
  int_zext32: (a) => (a >= 0 && a < 2 ** 32 ? a : null),
  int_shl: (a, b) => (b >= 0 && b < 32 ? safe(a * 2 ** b) : null),
  int_shr: (a, b) => (a >= 0 && b >= 0 && b < 32 ? Math.floor(a / 2 ** b) : null),
  int_sar: (a, b) => (b >= 0 && b < 32 ? Math.floor(a / 2 ** b) : null),
  i32_shl: (a, b) => (isInt32(a) && b >= 0 && b < 32 ? a << b : null),
  i32_sar: (a, b) => (isInt32(a) && b >= 0 && b < 32 ? a >> b : null),
  i32_shr: (a, b) => (isInt32(a) && b >= 0 && b < 32 ? a >>> b : null),
  float_add: (a, b) => a + b,
  float_sub: (a, b) => a - b,
  float_mul: (a, b) => a * b,
  float_div: (a, b) => a / b,
  float_neg: (a) => -a,
  float_abs: (a) => Math.abs(a),
  copy: (a) => a,
  ref_to_int: (a) => a,
  int_to_ref: (a) => a,
  float_from_int: (a) => a,
};

function safe(value: number): number | null {
  // -0 is no word.
  return Number.isSafeInteger(value) ? value + 0 : null;
}

/** Whether each operand of an operation is a float. */
const floatOperands = new Map<LirOpName, readonly boolean[]>();

function operandsOf(op: LirOpName): readonly boolean[] {
  let operands = floatOperands.get(op);
  if (operands === undefined) {
    const [params = ''] = lirOps[op].signature.split('->');
    operands = params
      .trim()
      .split(' ')
      .map((cls) => cls === 'float');
    floatOperands.set(op, operands);
  }
  return operands;
}

function evaluateSlowly(op: LirOpName, args: readonly Word[]): Word {
  const { meaning } = lirOps[op];
  if (meaning === null) throw new Error(`${op} has no meaning of its own`);
  const isFloat = operandsOf(op);
  const values = args.map((arg, i) => (isFloat[i] === true ? Number(arg) : BigInt(arg)));
  const result = (meaning as (...values: Word[]) => Word | boolean)(...values);
  if (typeof result === 'boolean') return result ? 1 : 0;
  return typeof result === 'bigint' ? toWord(result) : result;
}

/** Whether an operation of the `_ovf` family leaves the 64 bits. */
export function overflows(op: LirOpName, a: Word, b: Word): boolean {
  if (typeof a === 'number' && typeof b === 'number' && (quick[op]?.(a, b) ?? null) !== null) return false;
  const [x, y] = [BigInt(a), BigInt(b)];
  const exact = op === 'int_add_ovf' ? x + y : op === 'int_sub_ovf' ? x - y : x * y;
  return BigInt.asIntN(64, exact) !== exact;
}
