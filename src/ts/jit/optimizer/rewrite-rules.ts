/**
 * The algebraic rules: `[pattern, replacement]`, tried in this order.
 *
 *     x y z      any value; the same name twice, the same value
 *     c d e      constants
 *     0 -1 1.0   constants, floats with a point; `null`
 *     (op ...)   in a pattern: the result of that operation
 *
 * What each must satisfy: both sides give the same for all values for which the pattern's operations have a meaning and `where` holds; ints
 * wrap at 64 bits (a test tries boundary values and random ones). A replacement is smaller than its pattern, or nearer to the form that other rules
 * expect: constants to the right, sums instead of differences with a constant.
 */
export interface RuleText {
  readonly pattern: string;
  readonly replacement: string;
  /** Of the constants, by their names. */
  readonly where?: (constants: { readonly c: bigint; readonly d: bigint }) => boolean;
}

function rules(pairs: readonly (readonly [string, string])[]): RuleText[] {
  return pairs.map(([pattern, replacement]) => ({ pattern, replacement }));
}

function where(pattern: string, replacement: string, test: RuleText['where']): RuleText {
  return test === undefined ? { pattern, replacement } : { pattern, replacement, where: test };
}

/** Comparisons and their opposites. Those of floats other than equality have none: NaN is neither less nor not less. */
const opposites: readonly (readonly [string, string])[] = [
  ['int_eq', 'int_ne'],
  ['int_lt', 'int_ge'],
  ['int_le', 'int_gt'],
  ['uint_lt', 'uint_ge'],
  ['uint_le', 'uint_gt'],
  ['ref_eq', 'ref_ne'],
  ['float_eq', 'float_ne'],
];

const negations = opposites.flatMap(([one, other]) =>
  rules([
    [`int_eq (${one} x y) 0`, `${other} x y`],
    [`int_eq (${other} x y) 0`, `${one} x y`],
  ]),
);

function isPowerOfTwo(value: bigint): boolean {
  return value > 1n && (value & (value - 1n)) === 0n;
}

/** Two shifts are one if it does not shift everything out. */
const shiftPairs = ['int_shl', 'int_sar', 'int_shr'].map((shift) =>
  where(
    `${shift} (${shift} x c) d`,
    `${shift} x (int_add c d)`,
    ({ c, d }) => c >= 0n && d >= 0n && c + d < 64n,
  ),
);

const sizes = [8, 16, 32] as const;
const extensions = ['int_sext', 'int_zext'] as const;

/** The lowest bits are what a wider extension has not changed. */
const extensionPairs = sizes.flatMap((size) =>
  sizes
    .filter((inner) => inner >= size)
    .flatMap((inner) =>
      extensions.flatMap((outer) =>
        extensions.map((kind) => ({
          pattern: `${outer}${size} (${kind}${inner} x)`,
          replacement: `${outer}${size} x`,
        })),
      ),
    ),
);

function lowest(size: number): bigint {
  return (1n << BigInt(size)) - 1n;
}

/** The bits from the lowest to the highest that is set; all for a number below 0. */
function upToHighest(value: bigint): bigint {
  return value < 0n ? -1n : lowest(value.toString(2).length);
}

/** What is masked off needs not be computed. */
const maskedOperands: readonly RuleText[] = [
  where('int_and (int_or x c) d', 'int_and x d', ({ c, d }) => (c & d) === 0n),
  where('int_and (int_or x c) d', 'd', ({ c, d }) => (c & d) === d),
  where('int_and (int_xor x c) d', 'int_and x d', ({ c, d }) => (c & d) === 0n),
  where('int_and (int_add x c) d', 'int_and x d', ({ c, d }) => (c & upToHighest(d)) === 0n),
  ...sizes.flatMap((size) =>
    extensions.flatMap((extension) => [
      where(`int_and (${extension}${size} x) c`, 'int_and x c', ({ c }) => (c & ~lowest(size)) === 0n),
      where(
        `${extension}${size} (int_and x c)`,
        `${extension}${size} x`,
        ({ c }) => (~c & lowest(size)) === 0n,
      ),
    ]),
  ),
];

/** Operations on the low 32 bits, and what leaves those as they are. */
const lowOperands: readonly RuleText[] = ['i32_shl', 'i32_sar', 'i32_shr', 'i32_mul'].flatMap((op) => [
  ...rules([
    [`${op} (int_sext32 x) y`, `${op} x y`],
    [`${op} (int_zext32 x) y`, `${op} x y`],
  ]),
  where(`${op} (int_and x c) y`, `${op} x y`, ({ c }) => (~c & lowest(32)) === 0n),
]);

function isCount(value: bigint): boolean {
  return value >= 0n && value < 64n;
}

/** Shifts there and back clear bits; known bits tell whether there are any. */
const shiftsBack: readonly RuleText[] = [
  where('int_shr (int_shl x c) c', 'int_and x (int_shr -1 c)', ({ c }) => isCount(c)),
  where('int_shl (int_shr x c) c', 'int_and x (int_shl -1 c)', ({ c }) => isCount(c)),
  where('int_shl (int_sar x c) c', 'int_and x (int_shl -1 c)', ({ c }) => isCount(c)),
];

export const ruleTexts: readonly RuleText[] = [
  ...rules([
    ['copy x', 'x'],

    // Sums. `x - c` becomes `x + -c`, so that chains of them meet.
    ['int_add x 0', 'x'],
    ['int_add (int_add x c) d', 'int_add x (int_add c d)'],
    ['int_add (int_sub c x) d', 'int_sub (int_add c d) x'],
    ['int_add (int_sub x y) y', 'x'],
    ['int_add x (int_sub y x)', 'y'],
    ['int_add x (int_neg y)', 'int_sub x y'],
    ['int_add (int_neg x) y', 'int_sub y x'],
    ['int_sub x x', '0'],
    ['int_sub x c', 'int_add x (int_neg c)'],
    ['int_sub 0 x', 'int_neg x'],
    ['int_sub (int_add x y) y', 'x'],
    ['int_sub (int_add x y) x', 'y'],
    ['int_sub x (int_add x y)', 'int_neg y'],
    ['int_sub (int_add x c) (int_add y c)', 'int_sub x y'],
    ['int_sub c (int_add x d)', 'int_sub (int_sub c d) x'],
    ['int_sub c (int_sub d x)', 'int_add x (int_sub c d)'],
    ['int_sub x (int_sub x y)', 'y'],
    ['int_sub (int_sub x y) x', 'int_neg y'],
    ['int_sub x (int_neg y)', 'int_add x y'],
    ['int_neg (int_neg x)', 'x'],
    ['int_neg (int_sub x y)', 'int_sub y x'],

    // Products.
    ['int_mul x 0', '0'],
    ['int_mul x 1', 'x'],
    ['int_mul x -1', 'int_neg x'],
    ['int_mul (int_mul x c) d', 'int_mul x (int_mul c d)'],
  ]),
  where('int_mul x c', 'int_shl x (int_sub 63 (int_clz c))', ({ c }) => isPowerOfTwo(c)),
  ...rules([
    ['int_div x 1', 'x'],
    ['int_div x -1', 'int_neg x'],
    ['int_mod x 1', '0'],
    ['int_sub x (int_mul (int_div x c) c)', 'int_mod x c'],

    // Whether the exact result is a word.
    ['int_add_fits x 0', '1'],
    ['int_sub_fits x 0', '1'],
    ['int_sub_fits x x', '1'],
    ['int_mul_fits x 0', '1'],
    ['int_mul_fits x 1', '1'],

    // Bits.
    ['int_and x 0', '0'],
    ['int_and x -1', 'x'],
    ['int_and x x', 'x'],
    ['int_and (int_and x c) d', 'int_and x (int_and c d)'],
    ['int_or x 0', 'x'],
    ['int_or x -1', '-1'],
    ['int_or x x', 'x'],
    ['int_or (int_or x c) d', 'int_or x (int_or c d)'],
    ['int_xor x 0', 'x'],
    ['int_xor x x', '0'],
    ['int_xor x -1', 'int_not x'],
    ['int_xor (int_xor x c) d', 'int_xor x (int_xor c d)'],
    ['int_xor (int_xor x y) y', 'x'],
    ['int_not (int_not x)', 'x'],
    ['int_shl x 0', 'x'],
    ['int_shl 0 x', '0'],
    ['int_sar x 0', 'x'],
    ['int_sar 0 x', '0'],
    ['int_shr x 0', 'x'],
    ['int_shr 0 x', '0'],
    ['int_sar (int_shl x 56) 56', 'int_sext8 x'],
    ['int_sar (int_shl x 48) 48', 'int_sext16 x'],
    ['int_sar (int_shl x 32) 32', 'int_sext32 x'],
    ['int_shr (int_shl x 32) 32', 'int_zext32 x'],
    ['i32_shl x 0', 'int_sext32 x'],
    ['i32_sar x 0', 'int_sext32 x'],
    ['i32_shr x 0', 'int_zext32 x'],
    ['i32_mul x 0', '0'],
    ['i32_mul x 1', 'int_sext32 x'],
  ]),
  ...shiftPairs,
  ...extensionPairs,
  ...maskedOperands,
  ...shiftsBack,
  ...lowOperands,
  ...rules([
    ['i32_mul x (int_sext32 y)', 'i32_mul x y'],
    ['i32_mul x (int_zext32 y)', 'i32_mul x y'],
  ]),
  ...rules([
    // Comparisons.
    ['int_eq x x', '1'],
    ['int_ne x x', '0'],
    ['int_lt x x', '0'],
    ['int_le x x', '1'],
    ['int_gt x x', '0'],
    ['int_ge x x', '1'],
    ['uint_lt x x', '0'],
    ['uint_le x x', '1'],
    ['uint_gt x x', '0'],
    ['uint_ge x x', '1'],
    ['ref_eq x x', '1'],
    ['ref_ne x x', '0'],
    ['uint_lt x 0', '0'],
    ['uint_ge x 0', '1'],
    ['uint_lt x 1', 'int_eq x 0'],
    ['uint_ge x 1', 'int_ne x 0'],
    ['uint_le x 0', 'int_eq x 0'],
    ['uint_gt x 0', 'int_ne x 0'],
    ['int_eq (int_add x c) d', 'int_eq x (int_sub d c)'],
    ['int_ne (int_add x c) d', 'int_ne x (int_sub d c)'],
    ['int_eq (int_sub x y) 0', 'int_eq x y'],
    ['int_ne (int_sub x y) 0', 'int_ne x y'],
    ['int_eq (int_xor x y) 0', 'int_eq x y'],
    ['int_ne (int_xor x y) 0', 'int_ne x y'],
    ['int_eq (int_xor x c) d', 'int_eq x (int_xor c d)'],
    ['int_ne (int_xor x c) d', 'int_ne x (int_xor c d)'],
    ['int_eq x (int_sub x y)', 'int_eq y 0'],
    ['int_ne x (int_sub x y)', 'int_ne y 0'],
    ['int_eq (int_neg x) c', 'int_eq x (int_neg c)'],
    ['int_ne (int_neg x) c', 'int_ne x (int_neg c)'],
    ['int_eq (ref_to_int x) 0', 'ref_eq x null'],
    ['int_ne (ref_to_int x) 0', 'ref_ne x null'],
  ]),
  // The sign of an exclusive or with a constant.
  where('int_lt (int_xor x c) 0', 'int_lt x 0', ({ c }) => c >= 0n),
  where('int_lt (int_xor x c) 0', 'int_ge x 0', ({ c }) => c < 0n),
  where('int_ge (int_xor x c) 0', 'int_ge x 0', ({ c }) => c >= 0n),
  where('int_ge (int_xor x c) 0', 'int_lt x 0', ({ c }) => c < 0n),
  ...negations,
  ...rules([
    // Choices.
    ['int_select x y y', 'y'],
    ['int_select 0 x y', 'y'],
    ['int_select x 1 0', 'int_ne x 0'],
    ['int_select x 0 1', 'int_eq x 0'],
    ['ref_select x y y', 'y'],
    ['ref_select 0 x y', 'y'],
  ]),
  where('int_select c x y', 'x', ({ c }) => c !== 0n),
  where('ref_select c x y', 'x', ({ c }) => c !== 0n),
  ...rules([
    // The same bits in another class.
    ['int_to_ref (ref_to_int x)', 'x'],
    ['ref_to_int (int_to_ref x)', 'x'],
    ['float_of_bits (float_bits x)', 'x'],
    ['float_bits (float_of_bits x)', 'x'],

    // Doubles: only what holds for zeros of both signs, infinities and NaN.
    ['float_neg (float_neg x)', 'x'],
    ['float_abs (float_neg x)', 'float_abs x'],
    ['float_abs (float_abs x)', 'float_abs x'],
    ['float_add x -0.0', 'x'],
    ['float_sub x 0.0', 'x'],
    ['float_mul x 1.0', 'x'],
    ['float_mul x 2.0', 'float_add x x'],
    ['float_div x 1.0', 'x'],
    ['float_add x (float_neg y)', 'float_sub x y'],
    ['float_sub x (float_neg y)', 'float_add x y'],
    ['float_single (float_single x)', 'float_single x'],
    ['float_floor (float_floor x)', 'float_floor x'],
    ['float_ceil (float_ceil x)', 'float_ceil x'],
    ['float_trunc (float_trunc x)', 'float_trunc x'],
  ]),
];
