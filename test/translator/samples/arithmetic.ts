/** Arithmetic at its edges. Every function is total for the arguments that the test gives. */
import {
  MAX_WORD,
  addFits,
  bitLength,
  fitsWord,
  floatToInt,
  floorDiv,
  floorMod,
  intMax,
  intMin,
  intToFloat,
  mul32,
  mulFits,
  ovfAdd,
  ovfMul,
  ovfShl,
  ovfSub,
  shlFits,
  subFits,
  truncDiv,
  truncMod,
  wordAnd,
  wordMul,
  wordOr,
  wordShr,
  wordXor,
} from '../../../src/ts/rlib/int.js';
import type { float, int } from '../../../src/ts/rlib/types.js';

export function add(a: int, b: int): int {
  return ovfAdd(a, b);
}

export function sub(a: int, b: int): int {
  return ovfSub(a, b);
}

export function mul(a: int, b: int): int {
  return ovfMul(a, b);
}

export function shl(a: int, b: int): int {
  return ovfShl(a, b & 63);
}

export function shr(a: int, b: int): int {
  return wordShr(a, b & 63);
}

export function divisions(a: int, b: int): string {
  if (b === 0) return 'zero';
  return `${floorDiv(a, b)} ${floorMod(a, b)} ${truncDiv(a, b)} ${truncMod(a, b)}`;
}

/** Powers of two, and what lies beside them. */
export function constantDivisions(a: int): string {
  const near = `${floorDiv(a, 8)} ${floorMod(a, 8)} ${floorDiv(a, 1)} ${floorMod(a, 4294967296)} ${floorDiv(a, -8)} ${floorMod(a, -4)}`;
  const beside = `${floorDiv(a, 1125899906842625)} ${floorMod(a, 1125899906842623)} ${floorDiv(a, MAX_WORD)}`;
  return `${near} ${beside} ${floorMod(a, MAX_WORD)} ${truncDiv(a, 8)} ${truncMod(a, 8)}`;
}

export function words(a: int, b: int): string {
  return `${wordAnd(a, b)} ${wordOr(a, b)} ${wordXor(a, b)} ${bitLength(a)} ${intMin(a, b)} ${intMax(a, b)}`;
}

export function bits(a: int, b: int): string {
  return `${a & b} ${a | b} ${a ^ b} ${~a} ${a << b} ${a >> b} ${a >>> b} ${mul32(a, b)} ${Math.imul(a, b)} ${Math.clz32(a)}`;
}

export function compare(a: int, b: int): string {
  let text = a < b ? '<' : '';
  if (a <= b) text += 'l';
  if (a > b) text += '>';
  if (a >= b) text += 'g';
  if (a === b) text += '=';
  if (a !== b) text += '!';
  return text;
}

/** Whether results are words; where they are, the operations that do not ask. */
export function fits(a: int, b: int): string {
  const n = b & 63;
  let text = addFits(a, b) ? `${a + b} ` : 'no ';
  text += subFits(a, b) ? `${a - b} ` : 'no ';
  text += mulFits(a, b) ? `${wordMul(a, b)} ` : 'no ';
  return text + (shlFits(a, n) ? `${ovfShl(a, n)}` : 'no');
}

export function negate(a: int): string {
  const n = -a;
  return `${n} ${+0} ${1 / intToFloat(n) < 0 ? 'neg' : 'pos'}`;
}

export function floats(x: float, y: float): float {
  return (x + y) * (x - y) - x / y + (x % y) + -x;
}

export function floatCompare(x: float, y: float): string {
  let text = x < y ? '<' : '';
  if (x <= y) text += 'l';
  if (x > y) text += '>';
  if (x >= y) text += 'g';
  if (x === y) text += '=';
  if (x !== y) text += '!';
  if (Number.isNaN(x)) text += 'nan';
  return text + (Number.isFinite(y) ? 'f' : 'i');
}

export function maths(x: float, y: float): float {
  return (
    Math.floor(x) +
    Math.ceil(y) * 2 +
    Math.trunc(x) +
    Math.sqrt(Math.abs(y)) +
    Math.min(x, y) -
    Math.max(x, 1) +
    Math.PI
  );
}

export function convert(x: float): string {
  if (!fitsWord(x)) return 'too large';
  const i = floatToInt(x);
  return `${i} ${intToFloat(i) === Math.trunc(x) ? 'same' : 'other'} ${i === MAX_WORD ? 'max' : ''}`;
}

export function literals(a: int, x: float): float {
  const half = 0.5;
  let count = 0;
  let sum: float = 0;
  count += 0x10 + 1_000;
  sum += 1e3 + half * 2 + x;
  return a === 1e3 ? sum : sum - intToFloat(count + a * -1);
}
