/** What is computed with ranges holds for all values in them: random ranges around random values, boundary values among them. */
import assert from 'node:assert/strict';
import { lirOps, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import { tidyInt } from '../../src/ts/jit/optimizer/fold.js';
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
} from '../../src/ts/jit/optimizer/range.js';
import {
  compareRanges,
  exactRange,
  findUnchanged,
  resultRange,
} from '../../src/ts/jit/optimizer/range-rules.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import { compute, contains, intOps, Maker, MIN, show } from './random-ints.js';

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
