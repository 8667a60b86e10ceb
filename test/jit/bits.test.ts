/** Known bits: exhaustively for three bits at several places of the word against all words that have them; with ranges, for random words. */
import assert from 'node:assert/strict';
import { lirOps, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import {
  compareBits,
  findUnchangedByBits,
  isSymmetric,
  operandBits,
  resultBits,
} from '../../src/ts/jit/optimizer/bit-rules.js';
import {
  areAllKnown,
  areBitsDifferent,
  areBitsEqual,
  Bits,
  bitsOfConstant,
  bitsOfRange,
  bitsWithout,
  impliesBits,
  joinBits,
  meetBits,
  rangeOfBits,
  testOfBits,
  widenBits,
  wordOfBits,
} from '../../src/ts/jit/optimizer/bits.js';
import { tidyInt } from '../../src/ts/jit/optimizer/fold.js';
import { bitsOf, resolve, Values, type Value } from '../../src/ts/jit/optimizer/value.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import { Random } from '../backend/random-lir.js';
import { compute, contains, intOps, Maker, show } from './random-ints.js';

function word(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function constantBits(value: bigint): Bits {
  return bitsOfConstant(tidyInt(word(value)));
}

function makeBits(value: bigint, known: bigint): Bits {
  const { high: knownHigh, low: knownLow } = constantBits(known);
  const { high, low } = constantBits(value & known);
  return new Bits(high, low, knownHigh, knownLow);
}

function has(bits: Bits, value: bigint): boolean {
  return impliesBits(constantBits(value), bits);
}

function text({ high, low, knownHigh, knownLow }: Bits): string {
  const digit = (i: number): string => {
    const [half, known] = i < 32 ? [low, knownLow] : [high, knownHigh];
    return ((known >>> (i & 31)) & 1) === 0 ? '?' : String((half >>> (i & 31)) & 1);
  };
  return Array.from({ length: 64 }, (_, i) => digit(63 - i)).join('');
}

interface Known {
  readonly bits: Bits;
  readonly members: readonly bigint[];
  /** All words that have the bits are members. */
  readonly isComplete: boolean;
}

/** Three bits. */
const LOWEST = 7n;

/** Each of some bits 0, 1 or not known, at a place of the word; around them the bits of `rest`, or none that are known. */
function allKnown(place: number, rest: bigint, restIsKnown: boolean): Known[] {
  const at = BigInt(place);
  const around = ~(LOWEST << at);
  const random = new Random(7);
  const made: Known[] = [];
  for (let known = 0n; known <= LOWEST; known++)
    for (let value = 0n; value <= LOWEST; value++) {
      if ((value & ~known) !== 0n) continue;
      const members: bigint[] = [];
      for (let member = 0n; member <= LOWEST; member++) {
        if ((member & known) !== value) continue;
        const others = restIsKnown ? [rest] : [0n, -1n, random.int()];
        for (const other of others) members.push(word((member << at) | (other & around)));
      }
      const bits = restIsKnown
        ? makeBits((value << at) | (rest & around), (known << at) | around)
        : makeBits(value << at, known << at);
      made.push({ bits, members, isComplete: restIsKnown });
    }
  return made;
}

const placings: (readonly [number, bigint, boolean])[] = [
  [0, 0n, true],
  [0, -1n, true],
  [0, 0n, false],
  [30, 0n, true],
  [29, 0x5555555555555555n, true],
  [60, 0n, true],
  [60, -1n, true],
  [30, 0n, false],
  [60, 0n, false],
];

const values = new Values();

function valueOf(bits: Bits): Value {
  const value = values.fresh('int');
  value.bits = bits;
  return value;
}

/** Operations whose known bits are all that can be known. */
const exactOps = new Set(
  'int_and int_or int_xor int_not int_add int_sub int_neg int_shl int_sar int_shr int_sext8 int_sext32 int_zext8 int_zext32'.split(
    ' ',
  ),
);
const shifts = new Set(['int_shl', 'int_sar', 'int_shr', 'i32_shl', 'i32_sar', 'i32_shr']);
const counts = [0, 1, 2, 5, 28, 30, 31, 32, 33, 34, 47, 59, 60, 62, 63, 64, -1];

/** Calls back with each choice of members. */
function choose(
  operands: readonly Known[],
  visit: (args: readonly bigint[]) => void,
  args: readonly bigint[] = [],
): void {
  if (args.length === operands.length) visit(args);
  else for (const member of operands[args.length].members) choose(operands, visit, [...args, member]);
}

function check(op: string, operands: readonly Known[], given: readonly Value[]): void {
  const [first, second, third] = given;
  const found = resultBits(op as LirOpName, first, second ?? null, third ?? null);
  const isExact = exactOps.has(op) && operands.every(({ isComplete }) => isComplete);
  if (found === null && !isExact) return;
  const told = `${op} ${operands.map(({ bits }) => text(bits)).join(' ')}`;
  let all: Bits | null = null;
  choose(operands, (args) => {
    const result = compute(op, args);
    if (result === null) return;
    const bits = constantBits(result);
    if (found !== null && !impliesBits(bits, found)) assert.fail(`${told}: ${text(found)} is not ${result}`);
    all = all === null ? bits : joinBits(all, bits);
  });
  if (isExact && all !== null) assert.equal(found === null ? '' : text(found), text(all), told);
}

function plain(operands: readonly Known[]): Value[] {
  return operands.map(({ bits }) => valueOf(bits));
}

function constant(value: bigint): Known {
  return { bits: constantBits(value), members: [word(value)], isComplete: true };
}

describe('known bits', () => {
  const lists = placings.map((placing) => allKnown(...placing));
  const patterns = allKnown(0, 0n, true);

  for (const op of intOps.filter((name) => arity(name) < 3)) {
    it(`of ${op} hold for all words`, () => {
      for (const list of lists)
        for (const one of list)
          if (shifts.has(op))
            for (const count of counts)
              check(op, [one, constant(BigInt(count))], [valueOf(one.bits), values.int(count)]);
          else if (arity(op) === 1) check(op, [one], plain([one]));
          else for (const other of list) check(op, [one, other], plain([one, other]));
    });
  }

  it('of results tell operands', () => {
    const random = new Random(3);
    for (const op of intOps.filter((name) => arity(name) < 3))
      for (const list of lists)
        for (const one of list)
          for (const count of shifts.has(op) ? counts : [null]) {
            const other = count === null ? random.pick(list) : constant(BigInt(count));
            choose([one, other], ([a, b]) => {
              const result = compute(op, arity(op) === 1 ? [a] : [a, b]);
              if (result === null) return;
              const bits = makeBits(result, random.int());
              const second = count === null ? valueOf(other.bits) : values.int(count);
              const told = operandBits(op as LirOpName, bits, arity(op) === 1 ? null : second);
              if (told !== null)
                assert.ok(has(told, a), `${op} ${a} ${b} is ${text(bits)}, but ${text(told)}`);
              if (arity(op) === 1 || !isSymmetric(op as LirOpName)) return;
              const toldOther = operandBits(op as LirOpName, bits, valueOf(one.bits));
              if (toldOther !== null) assert.ok(has(toldOther, b), `${op} ${a} ${b}`);
            });
          }
  });

  it('are those of both, or of one or the other', () => {
    for (const list of lists)
      for (const a of list)
        for (const b of list) {
          const both = meetBits(a.bits, b.bits);
          const either = joinBits(a.bits, b.bits);
          const wide = widenBits(a.bits, b.bits);
          for (const member of [...a.members, ...b.members]) {
            assert.ok(has(either, member));
            if (wide !== null) assert.ok(has(wide, member));
            const isBoth = has(a.bits, member) && has(b.bits, member);
            if (isBoth) assert.ok(has(both, member) && !areBitsDifferent(a.bits, b.bits));
          }
          const isImplied = a.members.every((member) => has(b.bits, member));
          assert.equal(impliesBits(a.bits, b.bits), isImplied);
          if (impliesBits(b.bits, a.bits))
            assert.ok(wide !== null ? areBitsEqual(wide, a.bits) : !isAnyKnown(a.bits));
        }
    for (const a of patterns)
      for (const b of patterns)
        if (areBitsDifferent(a.bits, b.bits))
          assert.ok(!a.members.some((member) => b.members.includes(member)));
  });

  it('are the other one where one of two words is out', () => {
    for (const list of lists)
      for (const { bits, members, isComplete } of list)
        for (const other of list.flatMap((one) => one.members)) {
          const left = bitsWithout(bits, constantBits(other));
          const others = members.filter((member) => member !== other);
          if (left !== null) assert.ok(others.every((member) => has(left, member)) && areAllKnown(left));
          if (isComplete && members.length === 2 && others.length === 1) assert.ok(left !== null);
        }
  });

  it('widen by giving up what is above a change', () => {
    const [eight, twelve] = [constantBits(8n), constantBits(12n)];
    assert.equal(text(widenBits(eight, twelve) ?? makeBits(0n, 0n)), `${'?'.repeat(62)}00`);
    assert.equal(widenBits(eight, constantBits(9n)), null);
    const high = widenBits(constantBits(3n), constantBits(3n + 2n ** 40n));
    assert.equal(text(high ?? makeBits(0n, 0n)), `${'?'.repeat(24)}${'0'.repeat(38)}11`);
  });

  it('and ranges tell each other', () => {
    const maker = new Maker();
    for (let i = 0; i < 20000; i++) {
      const a = maker.int();
      const range = maker.rangeAround(a);
      const bits = maker.bitsOf(a);
      assert.ok(
        has(bits, a) && has(bitsOfRange(range), a),
        `${a} ${show(range)} ${text(bitsOfRange(range))}`,
      );
      assert.ok(contains(rangeOfBits(bits), a), `${a} ${text(bits)} ${show(rangeOfBits(bits))}`);
      const { mask, value } = testOfBits(bits);
      assert.equal(a & BigInt(mask), BigInt(value));
      assert.equal(BigInt(wordOfBits(constantBits(a))), a);
    }
  });

  it('and ranges hold whatever is learned in which order', () => {
    const maker = new Maker();
    for (let i = 0; i < 20000; i++) {
      const a = maker.int();
      const made = maker.values.fresh('int');
      maker.values.startPass();
      for (let steps = maker.random.below(6); steps >= 0; steps--) {
        if (maker.random.isLucky(0.5)) maker.values.narrow(made, maker.rangeAround(a));
        else maker.values.learnBits(made, maker.bitsOf(a));
        const value = resolve(made);
        if (value.constant !== null) assert.equal(BigInt(value.constant.value), a);
        assert.ok(contains(value.range, a) && has(bitsOf(value), a), `${a} ${show(value.range)}`);
      }
      maker.values.undoPass();
      assert.ok(made.bits === null && made.forward === null);
    }
  });

  for (const op of intOps) {
    it(`and ranges tell of ${op}`, () => {
      const maker = new Maker();
      for (let i = 0; i < 3000; i++) {
        const args = Array.from({ length: arity(op) }, () => maker.int());
        const result = compute(op, args);
        if (result === null) continue;
        const operands = args.map((arg) => maker.value(arg));
        if (maker.random.isLucky(0.5))
          operands[operands.length - 1] = maker.values.constant(
            new TraceConstant('int', tidyInt(args[args.length - 1])),
          );
        const [first, second, third] = operands;
        const bits = resultBits(op as LirOpName, first, second ?? null, third ?? null);
        const told = `${op} of ${args.join(' ')} with ${operands.map((value) => text(bitsOf(value))).join(' ')}`;
        if (bits !== null) assert.ok(has(bits, result), `${told} is ${result}, not ${text(bits)}`);
        const unchanged = findUnchangedByBits(op as LirOpName, first, second ?? null);
        if (unchanged !== null) assert.equal(result, args[operands.indexOf(unchanged)], told);
        const truth = second === undefined ? null : compareBits(op as LirOpName, first, second);
        if (truth !== null) assert.equal(BigInt(truth), result, told);
      }
    });
  }
});

function arity(op: string): number {
  return lirOps[op as LirOpName].signature.split('->')[0].trim().split(' ').length;
}

function isAnyKnown({ knownHigh, knownLow }: Bits): boolean {
  return (knownHigh | knownLow) !== 0;
}
