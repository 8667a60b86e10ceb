/**
 * The operations of flow graphs: one row each. Printer, verifier, graph interpreter and the front end's
 * checks derive from this table.
 *
 *     name: row(signature, effects, immediate, meaning)
 *
 * signature   operand types `->` result type. `T` stands for one type throughout the row; `...` takes any
 *             further operands; `ref` any reference; `any` any value; a result `*` is given where it is used.
 * effects     `pure`: same operands, same result, nothing else. Otherwise words of: `reads` and `writes` (memory
 *             that others see), `allocates`, `raises` (an RThrowable), `traps` (a broken promise of the program:
 *             null, bounds, range; checked builds stop with an internal error), `calls` (anything).
 * meaning     the reference function on hosted values; null where the graph interpreter itself supplies it
 *             (`flow/machine.ts`).
 *
 * Ints are JavaScript numbers here, safe integers, as in hosted runs; a translated word is wider.
 */
import {
  DIGIT_BASE,
  DIGIT_BITS,
  digitCarry,
  digitDiv,
  digitLow,
  digitMulHigh,
  digitMulLow,
} from '../../rlib/digit.js';
import type { Immediate } from './graph.js';

export type Effect = 'reads' | 'writes' | 'allocates' | 'raises' | 'traps' | 'calls';

export interface OpRow {
  readonly signature: string;
  readonly effects: ReadonlySet<Effect>;
  readonly immediate: Immediate['kind'];
  readonly meaning: ((...values: never[]) => unknown) | null;
}

/** A promise that the program broke: never caught by it. */
export class Trap extends Error {}

/** A condition that the machine raises as an RThrowable of the program. */
export class MachineCondition {
  constructor(readonly name: 'Overflow' | 'StackOverflow' | 'OutOfMemory') {}
}

const OVERFLOW = new MachineCondition('Overflow');

type RowWith<M> = OpRow & { readonly meaning: M };

function row<M extends OpRow['meaning']>(
  signature: string,
  effects: string,
  immediate: Immediate['kind'],
  meaning: M,
): RowWith<M> {
  const words = effects === 'pure' ? [] : effects.split(' ');
  // The words are literals of this file; the test of the table checks them.
  return { signature, effects: new Set(words as Effect[]), immediate, meaning };
}

function pure<M extends OpRow['meaning']>(signature: string, meaning: M): RowWith<M> {
  return row(signature, 'pure', 'none', meaning);
}

function plain<M extends OpRow['meaning']>(signature: string, effects: string, meaning: M): RowWith<M> {
  return row(signature, effects, 'none', meaning);
}

/** A result that must be a word; -0 becomes 0. */
function word(x: number): number {
  if (!Number.isSafeInteger(x)) throw new Trap(`int out of range: ${x}`);
  return x + 0;
}

function checkedWord(x: number): number {
  if (!Number.isSafeInteger(x)) throw OVERFLOW;
  return x + 0;
}

function nonZero(x: number): number {
  if (x === 0) throw new Trap('division by zero');
  return x;
}

function index(i: number, length: number): number {
  if (!Number.isInteger(i) || i < 0 || i >= length) throw new Trap(`index ${i} of ${length}`);
  return i;
}

function position(i: number): number {
  if (!Number.isInteger(i) || i < 0) throw new Trap(`negative position ${i}`);
  return i;
}

function range(start: number, end: number, length: number): void {
  if (start < 0 || end < start || end > length) throw new Trap(`range ${start}..${end} of ${length}`);
}

function item<T>(items: ArrayLike<T>, i: number): T {
  const value = items[index(i, items.length)];
  if (value === undefined) throw new Trap(`item ${i} was never set`);
  return value;
}

function size(n: number): number {
  if (!Number.isInteger(n) || n < 0) throw new Trap(`length ${n}`);
  if (n > 2 ** 30) throw new MachineCondition('OutOfMemory');
  return n;
}

const big = BigInt;
function bitwise(f: (a: bigint, b: bigint) => bigint): (a: number, b: number) => number {
  return (a, b) => Number(f(big(a), big(b)));
}

const ordered = {
  eq: <T>(a: T, b: T): boolean => a === b,
  ne: <T>(a: T, b: T): boolean => a !== b,
  lt: <T>(a: T, b: T): boolean => a < b,
  le: <T>(a: T, b: T): boolean => a <= b,
  gt: <T>(a: T, b: T): boolean => a > b,
  ge: <T>(a: T, b: T): boolean => a >= b,
};

function trunc(a: number, b: number): bigint {
  return big(a) / big(nonZero(b));
}

function floorQuotient(a: number, b: number): number {
  const quotient = trunc(a, b);
  return word(Number(quotient * big(b) !== big(a) && a < 0 !== b < 0 ? quotient - 1n : quotient));
}

const word53 = 2n ** 53n;

function shiftLeft(a: number, n: number): number {
  if (a === 0) return 0;
  if (n >= 64) throw OVERFLOW;
  const result = big(a) << big(position(n));
  if (result >= word53 || result <= -word53) throw OVERFLOW;
  return Number(result);
}

function toWord(x: number): number {
  return word(Math.trunc(x));
}

function doubleBytes(x: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(x);
  return bytes;
}

function machineOnly(): never {
  throw new Trap('raw memory exists in machine code only');
}

export const ops = {
  // Ints.
  int_add: plain('int int -> int', 'traps', (a: number, b: number) => word(a + b)),
  int_sub: plain('int int -> int', 'traps', (a: number, b: number) => word(a - b)),
  int_mul: plain('int int -> int', 'traps', (a: number, b: number) => word(a * b)),
  int_neg: plain('int -> int', 'traps', (a: number) => word(-a)),
  int_add_ovf: plain('int int -> int', 'raises', (a: number, b: number) => checkedWord(a + b)),
  int_sub_ovf: plain('int int -> int', 'raises', (a: number, b: number) => checkedWord(a - b)),
  int_mul_ovf: plain('int int -> int', 'raises', (a: number, b: number) => checkedWord(a * b)),
  int_shl_ovf: plain('int int -> int', 'raises', shiftLeft),
  int_add_fits: pure('int int -> bool', (a: number, b: number) => Number.isSafeInteger(a + b)),
  int_sub_fits: pure('int int -> bool', (a: number, b: number) => Number.isSafeInteger(a - b)),
  int_mul_fits: pure('int int -> bool', (a: number, b: number) => Number.isSafeInteger(a * b)),
  int_shl_fits: pure(
    'int int -> bool',
    (a: number, n: number) => a === 0 || (n < 64 && Number.isSafeInteger(a * 2 ** n)),
  ),
  int_floor_div: plain('int int -> int', 'traps', floorQuotient),
  int_floor_mod: plain('int int -> int', 'traps', (a: number, b: number) =>
    Number(((big(a) % big(nonZero(b))) + big(b)) % big(b)),
  ),
  int_trunc_div: plain('int int -> int', 'traps', (a: number, b: number) => word(Number(trunc(a, b)))),
  int_trunc_mod: plain('int int -> int', 'traps', (a: number, b: number) => Number(big(a) % big(nonZero(b)))),
  int_eq: pure('int int -> bool', ordered.eq),
  int_ne: pure('int int -> bool', ordered.ne),
  int_lt: pure('int int -> bool', ordered.lt),
  int_le: pure('int int -> bool', ordered.le),
  int_gt: pure('int int -> bool', ordered.gt),
  int_ge: pure('int int -> bool', ordered.ge),
  int32_and: pure('int int -> int', (a: number, b: number) => a & b),
  int32_or: pure('int int -> int', (a: number, b: number) => a | b),
  int32_xor: pure('int int -> int', (a: number, b: number) => a ^ b),
  int32_not: pure('int -> int', (a: number) => ~a),
  int32_shl: pure('int int -> int', (a: number, b: number) => a << b),
  int32_shr: pure('int int -> int', (a: number, b: number) => a >> b),
  int32_ushr: pure('int int -> int', (a: number, b: number) => a >>> b),
  int32_mul: pure('int int -> int', Math.imul),
  int32_clz: pure('int -> int', Math.clz32),
  word_and: pure(
    'int int -> int',
    bitwise((a, b) => a & b),
  ),
  word_or: pure(
    'int int -> int',
    bitwise((a, b) => a | b),
  ),
  word_xor: pure(
    'int int -> int',
    bitwise((a, b) => a ^ b),
  ),
  word_shr: pure('int int -> int', (a: number, n: number) => Number(big(a) >> big(position(n)))),
  word_bits: pure('-> int', () => 53),
  word_max: pure('-> int', () => Number.MAX_SAFE_INTEGER),
  word_min: pure('-> int', () => -Number.MAX_SAFE_INTEGER),
  // Digits of big integers (`rlib/digit.ts`).
  digit_bits: pure('-> int', () => DIGIT_BITS),
  digit_base: pure('-> int', () => DIGIT_BASE),
  digit_low: pure('int -> int', digitLow),
  digit_carry: pure('int -> int', digitCarry),
  digit_mul_low: pure('int int -> int', digitMulLow),
  digit_mul_high: pure('int int -> int', digitMulHigh),
  digit_div: pure('int int int -> int', digitDiv),
  int_bit_length: pure('int -> int', (a: number) => (a === 0 ? 0 : Math.abs(a).toString(2).length)),
  int_to_float: pure('int -> float', (a: number) => a + 0),
  int_to_string: plain('int -> string', 'allocates raises', (a: number) => a.toString()),

  // Floats.
  float_add: pure('float float -> float', (a: number, b: number) => a + b),
  float_sub: pure('float float -> float', (a: number, b: number) => a - b),
  float_mul: pure('float float -> float', (a: number, b: number) => a * b),
  float_div: pure('float float -> float', (a: number, b: number) => a / b),
  float_mod: pure('float float -> float', (a: number, b: number) => a % b),
  float_neg: pure('float -> float', (a: number) => -a),
  float_eq: pure('float float -> bool', ordered.eq),
  float_ne: pure('float float -> bool', ordered.ne),
  float_lt: pure('float float -> bool', ordered.lt),
  float_le: pure('float float -> bool', ordered.le),
  float_gt: pure('float float -> bool', ordered.gt),
  float_ge: pure('float float -> bool', ordered.ge),
  float_to_int: plain('float -> int', 'traps', toWord),
  float_fits_word: pure('float -> bool', (x: number) => Math.abs(x) <= Number.MAX_SAFE_INTEGER),
  float_is_nan: pure('float -> bool', Number.isNaN),
  float_is_finite: pure('float -> bool', Number.isFinite),
  float_is_integer: pure('float -> bool', Number.isInteger),
  float_abs: pure('float -> float', Math.abs),
  float_floor: pure('float -> float', Math.floor),
  float_ceil: pure('float -> float', Math.ceil),
  float_trunc: pure('float -> float', Math.trunc),
  float_round: pure('float -> float', Math.round),
  float_sign: pure('float -> float', Math.sign),
  float_sqrt: pure('float -> float', Math.sqrt),
  float_cbrt: pure('float -> float', Math.cbrt),
  float_exp: pure('float -> float', Math.exp),
  float_expm1: pure('float -> float', Math.expm1),
  float_log: pure('float -> float', Math.log),
  float_log1p: pure('float -> float', Math.log1p),
  float_log2: pure('float -> float', Math.log2),
  float_log10: pure('float -> float', Math.log10),
  float_sin: pure('float -> float', Math.sin),
  float_cos: pure('float -> float', Math.cos),
  float_tan: pure('float -> float', Math.tan),
  float_asin: pure('float -> float', Math.asin),
  float_acos: pure('float -> float', Math.acos),
  float_atan: pure('float -> float', Math.atan),
  float_sinh: pure('float -> float', Math.sinh),
  float_cosh: pure('float -> float', Math.cosh),
  float_tanh: pure('float -> float', Math.tanh),
  float_asinh: pure('float -> float', Math.asinh),
  float_acosh: pure('float -> float', Math.acosh),
  float_atanh: pure('float -> float', Math.atanh),
  float_fround: pure('float -> float', Math.fround),
  float_atan2: pure('float float -> float', Math.atan2),
  float_pow: pure('float float -> float', Math.pow),
  float_hypot: pure('float float -> float', Math.hypot),
  float_min: pure('float float -> float', Math.min),
  float_max: pure('float float -> float', Math.max),

  /** Sign, exponent and high part of the mantissa: 32 bits, unsigned; then the low 32. */
  float_high_bits: pure('float -> int', (x: number) => doubleBytes(x).readUInt32LE(4)),
  float_low_bits: pure('float -> int', (x: number) => doubleBytes(x).readUInt32LE(0)),
  float_from_bits: pure('int int -> float', (high: number, low: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(high, 4);
    bytes.writeUInt32LE(low, 0);
    return bytes.readDoubleLE(0);
  }),
  float_from_bytes: plain('string int -> float', 'traps', (s: string, at: number) => {
    range(at, at + 8, s.length);
    return Buffer.from(s, 'latin1').readDoubleLE(at);
  }),
  float_to_bytes: plain('float -> string', 'allocates raises', (x: number) =>
    doubleBytes(x).toString('latin1'),
  ),
  single_from_bytes: plain('string int -> float', 'traps', (s: string, at: number) => {
    range(at, at + 4, s.length);
    return Buffer.from(s, 'latin1').readFloatLE(at);
  }),
  single_to_bytes: plain('float -> string', 'allocates raises', (x: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(x);
    return bytes.toString('latin1');
  }),

  // Booleans.
  bool_not: pure('bool -> bool', (a: boolean) => !a),
  /** The same; a branch on it has a cold side. */
  unlikely: pure('bool -> bool', (a: boolean) => a),
  bool_eq: pure('bool bool -> bool', ordered.eq),
  bool_ne: pure('bool bool -> bool', ordered.ne),

  // References. Identity of objects, functions and classes; null equals null.
  ref_eq: pure('any any -> bool', ordered.eq),
  ref_ne: pure('any any -> bool', ordered.ne),
  /** The same reference at a more precise static type that the program has tested for: no code. */
  narrow: pure('ref -> *', (x: unknown) => x),
  /** As `narrow`, not tested: checked builds trap if it is not so. */
  cast: row('ref -> *', 'traps', 'class', null),
  cast_to: plain('ref classref -> *', 'traps', null),
  not_null: plain('any -> *', 'traps', (x: unknown) => {
    if (x === null) throw new Trap('null where an object was expected');
    return x;
  }),
  instanceof: row('ref -> bool', 'pure', 'class', null),
  is_instance: plain('ref classref -> bool', 'pure', null),
  identity_hash: plain('ref -> int', 'reads allocates', null),
  weak_new: plain('ref -> *', 'allocates raises', null),
  weak_get: plain('ref -> *', 'reads', null),
  /** Tables from objects to objects that do not keep their keys alive. */
  weak_table_new: plain('-> *', 'allocates raises', null),
  weak_table_get: plain('ref ref -> *', 'reads', null),
  weak_table_set: plain('ref ref ref -> void', 'writes allocates raises', null),
  weak_tables_purge: plain('-> bool', 'writes allocates raises', null),
  finalizers_known: plain('-> bool', 'reads', null),
  finalizer_register: plain('ref -> void', 'writes allocates raises', null),
  finalizer_ignore: plain('ref -> void', 'writes', null),
  finalizer_next: plain('-> *', 'reads writes', null),
  /** What a program asks of its collector. */
  gc_collect: plain('-> void', 'writes allocates raises', null),
  gc_step: plain('-> bool', 'writes allocates raises', null),
  gc_automatic: plain('bool -> void', 'writes', null),
  gc_tell: plain('bool -> void', 'writes', null),
  gc_number: plain('int -> int', 'reads', null),
  gc_objects: plain('-> *', 'reads allocates raises', null),
  gc_referents: plain('ref -> *', 'reads allocates raises', null),

  // Objects and module state.
  /** An object whose fields are not set yet; its constructor is called next. */
  new: row('-> *', 'allocates raises', 'class', null),
  getfield: row('ref -> *', 'reads traps', 'field', null),
  setfield: row('ref any -> void', 'writes traps', 'field', null),
  /** A field of the object that compiled code may rely on has been set. */
  field_changed: plain('ref -> void', 'writes', null),
  getglobal: row('-> *', 'reads', 'global', null),
  setglobal: row('any -> void', 'writes', 'global', null),

  // Calls. The first operand of a method is its object.
  call: row('... -> *', 'calls raises', 'function', null),
  call_virtual: row('ref ... -> *', 'calls raises traps', 'method', null),
  /** The first operand is the function. */
  call_indirect: row('any ... -> *', 'calls raises traps', 'none', null),
  call_external: row('... -> *', 'calls raises', 'external', null),

  // Lists.
  list_of: plain('... -> *', 'allocates raises', (...items: never[]) => items),
  /** An empty list with room for some items. */
  list_new: plain('int -> *', 'allocates raises traps', (room: number) => {
    size(room);
    return [];
  }),
  list_length: plain('list<T> -> int', 'reads traps', (items: unknown[]) => items.length),
  list_get: plain('list<T> int -> T', 'reads traps', item),
  list_set: plain('list<T> int T -> void', 'writes traps', (items: unknown[], i: number, value: unknown) => {
    items[index(i, items.length)] = value;
  }),
  list_push: plain(
    'list<T> T -> void',
    'reads writes allocates raises traps',
    (items: unknown[], x: unknown) => {
      items.push(x);
    },
  ),
  list_pop: plain('list<T> -> T', 'reads writes traps', (items: unknown[]) => {
    if (items.length === 0) throw new Trap('pop of an empty list');
    return items.pop();
  }),
  list_truncate: plain('list<T> int -> void', 'reads writes traps', (items: unknown[], length: number) => {
    range(0, length, items.length);
    items.length = length;
  }),

  list_to_fixed: plain('list<T> -> fixed<T>', 'reads allocates raises traps', (items: unknown[]) =>
    items.slice(),
  ),

  // Arrays of fixed length.
  fixed_of: plain('... -> *', 'allocates raises', (...items: never[]) => items),
  fixed_new: plain('int T -> fixed<T>', 'allocates raises traps', (length: number, fill: unknown) =>
    new Array<unknown>(size(length)).fill(fill),
  ),
  fixed_length: plain('fixed<T> -> int', 'traps', (items: unknown[]) => items.length),
  fixed_get: plain('fixed<T> int -> T', 'reads traps', item),
  fixed_set: plain(
    'fixed<T> int T -> void',
    'writes traps',
    (items: unknown[], i: number, value: unknown) => {
      items[index(i, items.length)] = value;
    },
  ),
  fixed_slice: plain(
    'fixed<T> int int -> fixed<T>',
    'reads allocates raises traps',
    (items: unknown[], start: number, end: number) => {
      range(start, end, items.length);
      return items.slice(start, end);
    },
  ),
  fixed_copy: plain(
    'fixed<T> int fixed<T> int int -> void',
    'reads writes traps',
    (source: unknown[], from: number, target: unknown[], to: number, count: number) => {
      range(from, from + count, source.length);
      range(to, to + count, target.length);
      source.slice(from, from + count).forEach((value, i) => (target[to + i] = value));
    },
  ),
  bytes_new: plain(
    'int -> bytes',
    'allocates raises traps',
    (length: number) => new Uint8Array(size(length)),
  ),
  bytes_length: plain('bytes -> int', 'traps', (items: Uint8Array) => items.length),
  bytes_get: plain('bytes int -> int', 'reads traps', item),
  bytes_set: plain('bytes int int -> void', 'writes traps', (items: Uint8Array, i: number, value: number) => {
    items[index(i, items.length)] = value;
  }),
  bytes_copy: plain(
    'bytes int bytes int int -> void',
    'reads writes traps',
    (source: Uint8Array, from: number, target: Uint8Array, to: number, count: number) => {
      range(from, from + count, source.length);
      range(to, to + count, target.length);
      target.set(source.subarray(from, from + count), to);
    },
  ),
  bytes_to_string: plain(
    'bytes int int -> string',
    'reads allocates raises traps',
    (bytes: Uint8Array, start: number, end: number) => {
      range(start, end, bytes.length);
      return Buffer.from(bytes.subarray(start, end)).toString('latin1');
    },
  ),
  ints_new: plain(
    'int -> ints',
    'allocates raises traps',
    (length: number) => new Float64Array(size(length)),
  ),
  ints_length: plain('ints -> int', 'traps', (items: Float64Array) => items.length),
  ints_get: plain('ints int -> int', 'reads traps', item),
  ints_set: plain('ints int int -> void', 'writes traps', (items: Float64Array, i: number, value: number) => {
    items[index(i, items.length)] = value;
  }),
  int32s_new: plain(
    'int -> int32s',
    'allocates raises traps',
    (length: number) => new Int32Array(size(length)),
  ),
  int32s_length: plain('int32s -> int', 'traps', (items: Int32Array) => items.length),
  int32s_get: plain('int32s int -> int', 'reads traps', item),
  int32s_set: plain(
    'int32s int int -> void',
    'writes traps',
    (items: Int32Array, i: number, value: number) => {
      items[index(i, items.length)] = value;
    },
  ),
  floats_new: plain(
    'int -> floats',
    'allocates raises traps',
    (length: number) => new Float64Array(size(length)),
  ),
  floats_length: plain('floats -> int', 'traps', (items: Float64Array) => items.length),
  floats_get: plain('floats int -> float', 'reads traps', item),
  floats_set: plain(
    'floats int float -> void',
    'writes traps',
    (items: Float64Array, i: number, value: number) => {
      items[index(i, items.length)] = value;
    },
  ),

  // Byte strings. Positions are not negative; those beyond the end mean the end, as in JavaScript.
  str_length: plain('string -> int', 'traps', (s: string) => s.length),
  str_char_code: plain('string int -> int', 'traps', (s: string, i: number) =>
    s.charCodeAt(index(i, s.length)),
  ),
  str_slice: plain(
    'string int int -> string',
    'allocates raises traps',
    (s: string, start: number, end: number) => s.slice(position(start), position(end)),
  ),
  str_index_of: plain('string string int -> int', 'traps', (s: string, part: string, from: number) =>
    s.indexOf(part, position(from)),
  ),
  str_last_index_of: plain('string string -> int', 'traps', (s: string, part: string) => s.lastIndexOf(part)),
  str_starts_with: plain('string string -> bool', 'traps', (s: string, part: string) => s.startsWith(part)),
  str_ends_with: plain('string string -> bool', 'traps', (s: string, part: string) => s.endsWith(part)),
  str_concat: plain('string string -> string', 'allocates raises traps', (a: string, b: string) => a + b),
  /** By value; null equals null only. */
  str_eq: pure('string string -> bool', ordered.eq),
  str_ne: pure('string string -> bool', ordered.ne),
  str_lt: plain('string string -> bool', 'traps', ordered.lt),
  str_le: plain('string string -> bool', 'traps', ordered.le),
  str_gt: plain('string string -> bool', 'traps', ordered.gt),
  str_ge: plain('string string -> bool', 'traps', ordered.ge),
  str_compare: plain('string string -> int', 'traps', (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)),
  str_from_char_code: plain('int -> string', 'allocates raises traps', (c: number) =>
    String.fromCharCode(index(c, 256)),
  ),
  str_join: plain(
    'list<T> string -> string',
    'reads allocates raises traps',
    (parts: string[], separator: string) => parts.join(separator),
  ),
  str_repeat: plain('string int -> string', 'allocates raises traps', (s: string, count: number) =>
    s.repeat(size(count)),
  ),
  str_split: plain('string string -> *', 'allocates raises traps', (s: string, separator: string) => {
    if (separator === '') throw new Trap('split at an empty separator');
    return s.split(separator);
  }),
  str_copy_to_bytes: plain(
    'string bytes int -> void',
    'writes traps',
    (s: string, bytes: Uint8Array, at: number) => {
      range(at, at + s.length, bytes.length);
      bytes.set(Buffer.from(s, 'latin1'), at);
    },
  ),
  builder_new: plain('-> *', 'allocates raises', null),
  builder_append: plain('ref string -> void', 'reads writes allocates raises traps', null),
  builder_append_byte: plain('ref int -> void', 'reads writes allocates raises traps', null),
  builder_append_range: plain('ref string int int -> void', 'reads writes allocates raises traps', null),
  builder_append_code_point: plain('ref int -> void', 'reads writes allocates raises traps', null),
  builder_length: plain('ref -> int', 'reads traps', null),
  builder_build: plain('ref -> string', 'reads allocates raises traps', null),

  // Raw memory, for the collector and the runtime: in machine code only. An address is in bytes, relative to the heap base.
  raw_load_u8: row('int -> int', 'reads traps', 'none', machineOnly),
  raw_load_i16: row('int -> int', 'reads traps', 'none', machineOnly),
  raw_load_u32: row('int -> int', 'reads traps', 'none', machineOnly),
  raw_load_word: row('int -> int', 'reads traps', 'none', machineOnly),
  raw_store_u8: row('int int -> void', 'writes traps', 'none', machineOnly),
  raw_store_u32: row('int int -> void', 'writes traps', 'none', machineOnly),
  raw_store_word: row('int int -> void', 'writes traps', 'none', machineOnly),
  raw_float_of_word: row('int -> float', 'pure', 'none', machineOnly),
  raw_word_of_float: row('float -> int', 'pure', 'none', machineOnly),
  raw_copy: row('int int int -> void', 'reads writes traps', 'none', machineOnly),
  raw_clear: row('int int -> void', 'writes traps', 'none', machineOnly),
  raw_address: row('any -> int', 'pure', 'none', machineOnly),
  raw_object: row('int -> *', 'pure', 'none', machineOnly),
  raw_stack_pointer: row('-> int', 'reads', 'none', machineOnly),
  raw_heap_base: row('-> int', 'pure', 'none', machineOnly),
  /** The name of a C function, a literal, then words. */
  raw_call_c: row('string ... -> int', 'reads writes', 'none', machineOnly),
  raw_host_call: row('int -> int', 'reads writes', 'none', machineOnly),

  // The program's promises to itself.
  assert: plain('bool string -> void', 'traps', (condition: boolean, message: string) => {
    if (!condition) throw new Trap(message);
  }),
  trap: plain('string -> void', 'traps', (message: string) => {
    throw new Trap(message);
  }),

  // Marks for the tracing JIT; in a plain run they do nothing.
  jit_promote: pure('T -> T', (x: unknown) => x),
  jit_is_constant: pure('any -> bool', () => false),
  jit_active: pure('-> bool', () => false),
  /** The driver, then its greens and reds. */
  jit_merge_point: plain('ref ... -> void', 'calls', () => undefined),
  jit_follow_once: plain('ref -> void', 'calls', () => undefined),
  jit_can_enter: plain('ref ... -> void', 'calls', () => undefined),
  /**
   * What becomes of `jit_can_enter` in a portal (`transforms/split-portals.ts`): 0 if nothing happened, 1 if the loop goes on with new greens and
   * reds, else the portal's result is there. `jit_value` reads them, by number.
   */
  jit_enter: plain('ref ... -> int', 'calls raises', () => 0),
  jit_enter_function: plain('ref ... -> int', 'calls raises', () => 0),
  jit_value: row('int -> *', 'reads', 'none', machineOnly),
} as const satisfies Record<string, OpRow>;

export type OpName = keyof typeof ops;

export function opRow(name: OpName): OpRow {
  return ops[name];
}

export function hasEffect(name: OpName, effect: Effect): boolean {
  return opRow(name).effects.has(effect);
}

/** The operations whose meaning the graph interpreter supplies. */
export type MachineOp = {
  [Name in OpName]: (typeof ops)[Name]['meaning'] extends null ? Name : never;
}[OpName];
