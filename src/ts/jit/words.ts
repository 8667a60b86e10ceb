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
  const [a, b] = args;
  if (typeof a === 'number' && (b === undefined || typeof b === 'number')) {
    const quick = evaluateNumbers(op, a, b ?? 0);
    if (quick !== null) return quick;
  }
  return evaluateSlowly(op, args);
}

/** null where the meaning has to be asked. */
function evaluateNumbers(op: LirOpName, a: number, b: number): number | null {
  switch (op) {
    case 'int_add':
      return safe(a + b);
    case 'int_sub':
      return safe(a - b);
    case 'int_mul':
      return safe(a * b);
    case 'int_neg':
      return safe(-a);
    case 'int_add_fits':
      return Number.isSafeInteger(a + b) ? 1 : null;
    case 'int_sub_fits':
      return Number.isSafeInteger(a - b) ? 1 : null;
    case 'int_mul_fits':
      return Number.isSafeInteger(a * b) ? 1 : null;
    case 'int_add_ovf':
      return safe(a + b);
    case 'int_sub_ovf':
      return safe(a - b);
    case 'int_mul_ovf':
      return safe(a * b);
    case 'int_eq':
    case 'ref_eq':
    case 'float_eq':
      return a === b ? 1 : 0;
    case 'int_ne':
    case 'ref_ne':
    case 'float_ne':
      return a !== b ? 1 : 0;
    case 'int_lt':
    case 'float_lt':
      return a < b ? 1 : 0;
    case 'int_le':
    case 'float_le':
      return a <= b ? 1 : 0;
    case 'int_gt':
    case 'float_gt':
      return a > b ? 1 : 0;
    case 'int_ge':
    case 'float_ge':
      return a >= b ? 1 : 0;
    case 'uint_le':
      return a >= 0 && b >= 0 ? (a <= b ? 1 : 0) : null;
    case 'uint_lt':
      return a >= 0 && b >= 0 ? (a < b ? 1 : 0) : null;
    case 'int_and':
      return isInt32(a) && isInt32(b) ? a & b : null;
    case 'int_or':
      return isInt32(a) && isInt32(b) ? a | b : null;
    case 'int_xor':
      return isInt32(a) && isInt32(b) ? a ^ b : null;
    case 'int_sext32':
      return isInt32(a) ? a : null;
    case 'int_zext32':
      return a >= 0 && a < 2 ** 32 ? a : null;
    case 'int_sar':
    case 'i32_sar':
      return isInt32(a) && b >= 0 && b < 32 ? a >> b : null;
    case 'i32_shr':
      return isInt32(a) && b >= 0 && b < 32 ? a >>> b : null;
    case 'float_add':
      return a + b;
    case 'float_sub':
      return a - b;
    case 'float_mul':
      return a * b;
    case 'float_div':
      return a / b;
    case 'copy':
    case 'ref_to_int':
    case 'int_to_ref':
    case 'float_from_int':
      return a;
    default:
      return null;
  }
}

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
  const [x, y] = [BigInt(a), BigInt(b)];
  const exact = op === 'int_add_ovf' ? x + y : op === 'int_sub_ovf' ? x - y : x * y;
  return BigInt.asIntN(64, exact) !== exact;
}
