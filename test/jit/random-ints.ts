/** Ints at the boundaries of what ranges and bits tell, and random ones, with what may be known of them. */
import { lirOps, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import { Bits, bitsOfConstant } from '../../src/ts/jit/optimizer/bits.js';
import { foldConstants, tidyInt } from '../../src/ts/jit/optimizer/fold.js';
import { infoOf } from '../../src/ts/jit/optimizer/operations.js';
import { hull, rangeOfConstant, type Range } from '../../src/ts/jit/optimizer/range.js';
import { resolve, Values, type Value } from '../../src/ts/jit/optimizer/value.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import { Random } from '../backend/random-lir.js';

export const MAX = 2n ** 63n - 1n;
export const MIN = -(2n ** 63n);
const edges = [
  0n,
  1n,
  -1n,
  2n,
  127n,
  255n,
  -128n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n - 1n,
  2n ** 53n,
  1n - 2n ** 53n,
];
edges.push(
  MAX - 2n ** 40n,
  MIN + 2n ** 40n,
  -(2n ** 53n),
  MAX,
  MIN,
  MAX - 1n,
  MIN + 1n,
  MAX - 5n,
  MIN + 5n,
  2n ** 62n,
  -(2n ** 62n),
);

export function contains(r: Range, value: bigint): boolean {
  const lower =
    r.lower === -Infinity
      ? MIN + BigInt(r.lowerSlack)
      : r.lower === Infinity
        ? MAX - BigInt(r.lowerSlack)
        : BigInt(r.lower);
  const upper =
    r.upper === Infinity
      ? MAX - BigInt(r.upperSlack)
      : r.upper === -Infinity
        ? MIN + BigInt(r.upperSlack)
        : BigInt(r.upper);
  return lower <= value && value <= upper;
}

export function show({ lower, lowerSlack, upper, upperSlack }: Range): string {
  return `${lower}(${lowerSlack})..${upper}(${upperSlack})`;
}

/** Makes ints, with ranges and bits that they have. */
export class Maker {
  readonly random = new Random(42);
  readonly values = new Values();

  int(): bigint {
    return this.random.isLucky(0.5) ? this.random.pick(edges) : this.random.int();
  }

  /** A range with the value in it. */
  rangeAround(value: bigint): Range {
    let r = rangeOfConstant(tidyInt(value));
    for (let i = this.random.below(3); i > 0; i--) r = hull(r, rangeOfConstant(tidyInt(this.int())));
    return r;
  }

  /** Some of the value's bits: at any places, or from the lowest on. */
  bitsOf(value: bigint): Bits {
    const { high, low, knownHigh, knownLow } = bitsOfConstant(tidyInt(value));
    const mask = this.random.isLucky(0.5) ? this.random.int() : (1n << BigInt(this.random.below(65))) - 1n;
    const known = bitsOfConstant(tidyInt(BigInt.asIntN(64, this.random.isLucky(0.2) ? ~mask : mask)));
    return new Bits(high & known.high, low & known.low, knownHigh & known.high, knownLow & known.low);
  }

  /** A value of which something is known; a constant if that is all. */
  value(value: bigint): Value {
    const made = this.values.fresh('int');
    this.values.narrow(made, this.rangeAround(value));
    if (this.random.isLucky(0.7)) this.values.learnBits(made, this.bitsOf(value));
    if (this.random.isLucky(0.3)) this.values.narrow(made, this.rangeAround(value));
    return resolve(made);
  }
}

/** Null where the operation has no meaning for its operands. */
export function compute(op: string, args: readonly bigint[]): bigint | null {
  const constants = args.map((arg) => new TraceConstant('int', tidyInt(arg)));
  const folded = foldConstants(infoOf(op as LirOpName), constants);
  return folded === null ? null : BigInt(folded.value);
}

/** All operations that take ints and give one. */
export const intOps = Object.entries(lirOps)
  .filter(
    ([, { signature, kind }]) =>
      (kind === 'pure' || kind === 'overflow') && /^int( int)*( int)* -> int$/.test(signature),
  )
  .map(([name]) => name);
