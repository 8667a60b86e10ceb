/** What is computed with ranges holds for all values in them: random ranges around random values, boundary values among them. */
import assert from 'node:assert/strict';
import { lirOps, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import { foldConstants, tidyInt } from '../../src/ts/jit/optimizer/fold.js';
import { infoOf } from '../../src/ts/jit/optimizer/operations.js';
import {
  above,
  below,
  hull,
  intersect,
  isLess,
  isLessOrEqual,
  isWithin,
  range,
  rangeOfConstant,
  without,
  type Range,
} from '../../src/ts/jit/optimizer/range.js';
import {
  compareRanges,
  exactRange,
  findUnchanged,
  resultRange,
} from '../../src/ts/jit/optimizer/range-rules.js';
import { Values, type Value } from '../../src/ts/jit/optimizer/value.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import { Random } from '../backend/random-lir.js';

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);
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
edges.push(-(2n ** 53n), MAX, MIN, MAX - 1n, MIN + 1n, MAX - 5n, MIN + 5n, 2n ** 62n, -(2n ** 62n));

function contains(r: Range, value: bigint): boolean {
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

function show({ lower, lowerSlack, upper, upperSlack }: Range): string {
  return `${lower}(${lowerSlack})..${upper}(${upperSlack})`;
}

class Maker {
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

  value(value: bigint): Value {
    const made = this.values.fresh('int');
    made.range = this.rangeAround(value);
    return made;
  }
}

function compute(op: string, args: readonly bigint[]): bigint | null {
  const constants = args.map((arg) => new TraceConstant('int', tidyInt(arg)));
  const folded = foldConstants(infoOf(op as LirOpName), constants);
  return folded === null ? null : BigInt(folded.value);
}

describe('ranges', () => {
  it('hold what they are made of', () => {
    const maker = new Maker();
    for (let i = 0; i < 20000; i++) {
      const [a, b] = [maker.int(), maker.int()];
      const [ra, rb] = [maker.rangeAround(a), maker.rangeAround(b)];
      assert.ok(contains(ra, a) && contains(hull(ra, rb), a) && contains(hull(ra, rb), b));
      if (contains(rb, a)) assert.ok(contains(intersect(ra, rb), a));
      if (isWithin(ra, rb)) assert.ok(contains(rb, a));
      if (isLess(ra, rb)) assert.ok(a < b);
      if (isLessOrEqual(ra, rb)) assert.ok(a <= b);
      if (a < b)
        assert.ok(contains(below(rb), a) && contains(above(ra), b), `${a} ${b} ${show(ra)} ${show(rb)}`);
      if (a !== b) assert.ok(contains(without(ra, rangeOfConstant(tidyInt(b))), a));
    }
  });

  const intOps = Object.entries(lirOps)
    .filter(
      ([, { signature, kind }]) =>
        (kind === 'pure' || kind === 'overflow') && /^int( int)*( int)* -> int$/.test(signature),
    )
    .map(([name]) => name);

  for (const op of intOps) {
    it(`of ${op} hold its results`, () => {
      const maker = new Maker();
      const count = lirOps[op as LirOpName].signature.split('->')[0].trim().split(' ').length;
      for (let i = 0; i < 2000; i++) {
        const args = Array.from({ length: count }, () => maker.int());
        const result = compute(op, args);
        if (result === null) continue;
        const values = args.map((arg) => maker.value(arg));
        const isConstant = maker.random.isLucky(0.5) && count > 1;
        if (isConstant)
          values[count - 1] = maker.values.constant(new TraceConstant('int', tidyInt(args[count - 1])));
        const [first, second, third] = values;
        const told = `${args.join(' ')} in ${values.map((value) => show(value.range)).join(', ')}`;
        const r = resultRange(op as LirOpName, first, second ?? null, third ?? null);
        assert.ok(contains(r, result), `${op} of ${told} is ${result}, not in ${show(r)}`);
        if (second !== undefined) {
          const known = compareRanges(op as LirOpName, first.range, second.range);
          if (known !== null) assert.equal(BigInt(known), result, `${op} of ${told}`);
        }
        if (findUnchanged(op as LirOpName, first, second ?? null) === first)
          assert.equal(result, args[0], `${op} of ${told}`);
        if (op.endsWith('_ovf') && compute(op.replace('_ovf', '_fits'), args) === 1n)
          assert.ok(contains(exactRange(op as LirOpName, first, second), result), `${op} of ${told}`);
      }
    });
  }

  it('know one more than what is below something', () => {
    const i = below(range(-Infinity, Infinity));
    assert.equal(compareRanges('int_add_fits', i, range(1, 1)), 1);
    assert.equal(compareRanges('int_add_fits', i, range(2, 2)), null);
  });

  it('know what is not the smallest word', () => {
    const smallest = rangeOfConstant(MIN);
    assert.equal(compareRanges('int_ne', above(range(-Infinity, Infinity)), smallest), 1);
    assert.equal(compareRanges('int_ne', range(-Infinity, Infinity), smallest), null);
  });
});
