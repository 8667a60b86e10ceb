/**
 * The operations of the low-level IR: one row each. Printer, verifier, LIR interpreter, register allocator and instruction selection derive
 * from this table.
 *
 *     name: row(signature, kind, meaning)
 *
 * signature   operand classes `->` result class; `x` stands for one class throughout the row; `...` takes any further operands of any
 *             class; `*` is a result of any class or none. A memory operation's address is its first two operands, `ref int`: the constant
 *             null for an address relative to the heap base, the constant 0 for no index.
 * kind        `pure`: same operands, same result. `load`, `store`: memory. `call`: other code runs, every register is lost, the collector may run
 *             and move objects. `slow`: registers are kept; a cold stub may run the collector, which updates references in registers too.
 *             `overflow`: pure, and sets the condition that the exit `overflow` tests. `guard`: the function may end here.
 * meaning     the reference function, on bigints (int: signed 64 bits; ref: 0..2**32-1) and numbers (float); null where the LIR interpreter
 *             itself supplies it: memory, calls, allocation.
 */
export type LirOpKind = 'pure' | 'load' | 'store' | 'call' | 'slow' | 'overflow' | 'guard';

type Value = bigint | number;

export interface LirOpRow {
  readonly signature: string;
  readonly kind: LirOpKind;
  readonly meaning: ((...values: never[]) => Value | boolean) | null;
}

function pure(signature: string, meaning: (...values: never[]) => Value | boolean): LirOpRow {
  return { signature, kind: 'pure', meaning };
}

function supplied(signature: string, kind: LirOpKind): LirOpRow {
  return { signature, kind, meaning: null };
}

function overflowing(exact: (a: bigint, b: bigint) => bigint): LirOpRow {
  return {
    signature: 'int int -> int',
    kind: 'overflow',
    meaning: (a: bigint, b: bigint) => word(exact(a, b)),
  };
}

/** The low 64 bits as a signed word. */
export function word(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function low32(value: bigint): bigint {
  return BigInt.asIntN(32, value);
}

function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function binary(exact: (a: bigint, b: bigint) => bigint): LirOpRow {
  return pure('int int -> int', (a: bigint, b: bigint) => word(exact(a, b)));
}

function fits(exact: (a: bigint, b: bigint) => bigint): LirOpRow {
  return pure('int int -> int', (a: bigint, b: bigint) => word(exact(a, b)) === exact(a, b));
}

const view = new DataView(new ArrayBuffer(8));

function bitsOf(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigInt64(0);
}

function floatOf(bits: bigint): number {
  view.setBigInt64(0, bits);
  return view.getFloat64(0);
}

function toWord(value: number): bigint {
  // What cvttsd2si gives for what does not fit.
  if (!(value > -9223372036854777856 && value < 9223372036854775808)) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

function leadingZeros(value: bigint): bigint {
  return BigInt(64 - (value === 0n ? 0 : unsigned(value).toString(2).length));
}

/** Folding tries any values: where the quotient has more than 64 bits, and the machine would trap, it is 0. */
function divideWide(high: bigint, low: bigint, divisor: bigint): bigint {
  if (unsigned(divisor) <= unsigned(high)) return 0n;
  return word(((unsigned(high) << 64n) | unsigned(low)) / unsigned(divisor));
}

/** Comparisons: usable as operations that give 0 or 1 and as conditions of branches. */
const comparisons = {
  int_eq: pure('int int -> int', (a: bigint, b: bigint) => a === b),
  int_ne: pure('int int -> int', (a: bigint, b: bigint) => a !== b),
  int_lt: pure('int int -> int', (a: bigint, b: bigint) => a < b),
  int_le: pure('int int -> int', (a: bigint, b: bigint) => a <= b),
  int_gt: pure('int int -> int', (a: bigint, b: bigint) => a > b),
  int_ge: pure('int int -> int', (a: bigint, b: bigint) => a >= b),
  uint_lt: pure('int int -> int', (a: bigint, b: bigint) => unsigned(a) < unsigned(b)),
  uint_le: pure('int int -> int', (a: bigint, b: bigint) => unsigned(a) <= unsigned(b)),
  uint_gt: pure('int int -> int', (a: bigint, b: bigint) => unsigned(a) > unsigned(b)),
  uint_ge: pure('int int -> int', (a: bigint, b: bigint) => unsigned(a) >= unsigned(b)),
  ref_eq: pure('ref ref -> int', (a: bigint, b: bigint) => a === b),
  ref_ne: pure('ref ref -> int', (a: bigint, b: bigint) => a !== b),
  float_eq: pure('float float -> int', (a: number, b: number) => a === b),
  float_ne: pure('float float -> int', (a: number, b: number) => a !== b),
  float_lt: pure('float float -> int', (a: number, b: number) => a < b),
  float_le: pure('float float -> int', (a: number, b: number) => a <= b),
  float_gt: pure('float float -> int', (a: number, b: number) => a > b),
  float_ge: pure('float float -> int', (a: number, b: number) => a >= b),
} as const satisfies Record<string, LirOpRow>;

export type Condition = keyof typeof comparisons;

export function isCondition(name: LirOpName): name is Condition {
  return name in comparisons;
}

export const lirOps = {
  ...comparisons,

  // Ints of 64 bits; results wrap.
  int_add: binary((a, b) => a + b),
  int_sub: binary((a, b) => a - b),
  int_mul: binary((a, b) => a * b),
  int_neg: pure('int -> int', (a: bigint) => word(-a)),
  int_add_ovf: overflowing((a, b) => a + b),
  int_sub_ovf: overflowing((a, b) => a - b),
  int_mul_ovf: overflowing((a, b) => a * b),
  /** Whether the exact result is a word. */
  int_add_fits: fits((a, b) => a + b),
  int_sub_fits: fits((a, b) => a - b),
  int_mul_fits: fits((a, b) => a * b),
  /** Rounded towards zero; the divisor is not 0, and not -1 where the dividend is the smallest word. */
  int_div: binary((a, b) => a / b),
  int_mod: binary((a, b) => a % b),
  /** The high 64 of the 128 bits of the product of unsigned operands. */
  uint_mul_high: binary((a, b) => (unsigned(a) * unsigned(b)) >> 64n),
  /** 128 bits, the high ones first, divided by 64, all unsigned; the divisor is greater than the high ones. */
  uint_div_wide: pure('int int int -> int', divideWide),
  int_and: binary((a, b) => a & b),
  int_or: binary((a, b) => a | b),
  int_xor: binary((a, b) => a ^ b),
  int_not: pure('int -> int', (a: bigint) => ~a),
  /** Counts of 64-bit shifts are taken modulo 64. */
  int_shl: binary((a, b) => a << (b & 63n)),
  int_sar: binary((a, b) => a >> (b & 63n)),
  int_shr: binary((a, b) => unsigned(a) >> (b & 63n)),
  /** Leading zero bits of the 64; 64 for 0. */
  int_clz: pure('int -> int', leadingZeros),
  int_sext8: pure('int -> int', (a: bigint) => BigInt.asIntN(8, a)),
  int_sext16: pure('int -> int', (a: bigint) => BigInt.asIntN(16, a)),
  int_sext32: pure('int -> int', low32),
  int_zext8: pure('int -> int', (a: bigint) => BigInt.asUintN(8, a)),
  int_zext16: pure('int -> int', (a: bigint) => BigInt.asUintN(16, a)),
  int_zext32: pure('int -> int', (a: bigint) => BigInt.asUintN(32, a)),
  // The low 32 bits of the operands, results sign-extended; counts modulo 32.
  i32_shl: binary((a, b) => low32(a << (b & 31n))),
  i32_sar: binary((a, b) => low32(a) >> (b & 31n)),
  /** The result is zero-extended: JavaScript's `>>>`. */
  i32_shr: binary((a, b) => BigInt.asUintN(32, a) >> (b & 31n)),
  i32_mul: binary((a, b) => low32(a * b)),
  /** left if the first operand is not 0, else right. */
  int_select: pure('int int int -> int', (c: bigint, a: bigint, b: bigint) => (c !== 0n ? a : b)),
  ref_select: pure('int ref ref -> ref', (c: bigint, a: bigint, b: bigint) => (c !== 0n ? a : b)),

  // The same bits in another class.
  ref_to_int: pure('ref -> int', (a: bigint) => a),
  /** The operand is 0..2**32-1. */
  int_to_ref: pure('int -> ref', (a: bigint) => a),
  copy: pure('x -> x', (a: Value) => a),

  // Doubles.
  float_add: pure('float float -> float', (a: number, b: number) => a + b),
  float_sub: pure('float float -> float', (a: number, b: number) => a - b),
  float_mul: pure('float float -> float', (a: number, b: number) => a * b),
  float_div: pure('float float -> float', (a: number, b: number) => a / b),
  float_neg: pure('float -> float', (a: number) => -a),
  float_abs: pure('float -> float', (a: number) => Math.abs(a)),
  float_sqrt: pure('float -> float', (a: number) => Math.sqrt(a)),
  float_floor: pure('float -> float', (a: number) => Math.floor(a)),
  float_ceil: pure('float -> float', (a: number) => Math.ceil(a)),
  float_trunc: pure('float -> float', (a: number) => Math.trunc(a)),
  /** Rounded to a single and back. */
  float_single: pure('float -> float', (a: number) => Math.fround(a)),
  float_from_int: pure('int -> float', (a: bigint) => Number(a)),
  /** Rounded towards zero; the smallest word for what does not fit. */
  float_to_int: pure('float -> int', toWord),
  float_bits: pure('float -> int', bitsOf),
  float_of_bits: pure('int -> float', floatOf),

  // Memory: address, then the value of a store.
  load_i8: supplied('ref int -> int', 'load'),
  load_u8: supplied('ref int -> int', 'load'),
  load_i16: supplied('ref int -> int', 'load'),
  load_u16: supplied('ref int -> int', 'load'),
  load_i32: supplied('ref int -> int', 'load'),
  load_u32: supplied('ref int -> int', 'load'),
  load_i64: supplied('ref int -> int', 'load'),
  load_ref: supplied('ref int -> ref', 'load'),
  load_f32: supplied('ref int -> float', 'load'),
  load_f64: supplied('ref int -> float', 'load'),
  store_8: supplied('ref int int -> ', 'store'),
  store_16: supplied('ref int int -> ', 'store'),
  store_32: supplied('ref int int -> ', 'store'),
  store_64: supplied('ref int int -> ', 'store'),
  store_ref: supplied('ref int ref -> ', 'store'),
  store_f32: supplied('ref int float -> ', 'store'),
  store_f64: supplied('ref int float -> ', 'store'),
  /** The absolute address of an address relative to the heap base. */
  absolute: supplied('int -> int', 'pure'),

  // Calls.
  call: supplied('... -> *', 'call'),
  /** The first operand is a code offset: the callee's address relative to the start of the image's code. */
  call_code: supplied('int ... -> *', 'call'),
  /** A C function by its absolute address, by the platform's C convention, on Node's stack. It can't run the collector. */
  call_c: supplied('int ... -> *', 'call'),
  /** The offset of a function's code. */
  code_offset: supplied('-> int', 'pure'),
  /** The address of this function's return address, relative to the heap base. */
  stack_pointer: supplied('-> int', 'load'),

  /** A new object of fixed size, header set, the rest zero; the pending exception and null if there is no memory. */
  allocate: supplied('-> ref', 'slow'),
  /** References are about to be stored into the object: tells the collector if it wants to know. */
  write_barrier: supplied('ref -> ', 'slow'),
  /** The same for an item of an array of references, by its index. */
  write_barrier_item: supplied('ref int -> ', 'slow'),

  /**
   * Leaves the function with the part's status unless the part's condition is what is expected. Behind the condition's operands come those that are of use to
   * who goes on from there: they may lie anywhere, and their places are told (`CodeContext.addGuard`).
   */
  guard: supplied('... -> ', 'guard'),
} as const satisfies Record<string, LirOpRow>;

export type LirOpName = keyof typeof lirOps;

export function lirOpRow(name: LirOpName): LirOpRow {
  return lirOps[name];
}
