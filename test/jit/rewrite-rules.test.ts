/** Each algebraic rule gives the same on both sides, for all pairs of boundary values and random ones. */
import assert from 'node:assert/strict';
import { foldConstants, tidyInt } from '../../src/ts/jit/optimizer/fold.js';
import { parseRule, type Pattern, type Rule } from '../../src/ts/jit/optimizer/rewriter.js';
import { ruleTexts } from '../../src/ts/jit/optimizer/rewrite-rules.js';
import { TraceConstant } from '../../src/ts/jit/trace.js';
import type { RegisterClass } from '../../src/ts/backend/lir.js';
import { lirOpRow, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import { Random } from '../backend/random-lir.js';

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);
const ints = [
  0n,
  1n,
  2n,
  -1n,
  -2n,
  7n,
  8n,
  31n,
  32n,
  48n,
  56n,
  63n,
  64n,
  255n,
  256n,
  MAX,
  MIN,
  MAX - 1n,
  MIN + 1n,
];
ints.push(
  ...[7n, 15n, 31n, 32n, 52n, 53n, 62n].flatMap((bits) => [1n << bits, (1n << bits) - 1n, -(1n << bits)]),
);
const floats = [0, -0, 1, -1, 0.5, -1.5, 1e300, -1e300, 2 ** 53, Infinity, -Infinity, NaN, 5e-324, 0.1];
const refs = [0n, 1n, 5n, 2n ** 32n - 1n];

/** The classes of a rule's names, by slot. */
function classesOf(rule: Rule): Map<number, RegisterClass> {
  const classes = new Map<number, RegisterClass>();
  const visit = (name: string, args: readonly Pattern[]): void => {
    const words = lirOpRow(name as LirOpName)
      .signature.split('->')[0]
      .trim()
      .split(' ');
    args.forEach((arg, i) => {
      if (arg.kind === 'operation') visit(arg.info.name, arg.args);
      else if (arg.kind === 'name')
        classes.set(arg.slot, words[i] === 'x' ? 'int' : (words[i] as RegisterClass));
    });
  };
  visit(rule.info.name, rule.args);
  return classes;
}

/** Null where an operation has no meaning for its operands. */
function evaluate(pattern: Pattern, names: ReadonlyMap<number, TraceConstant>): TraceConstant | null {
  if (pattern.kind === 'constant') return pattern.constant;
  if (pattern.kind === 'name') return names.get(pattern.slot) ?? null;
  const args = pattern.args.map((arg) => evaluate(arg, names));
  if (args.some((arg) => arg === null)) return null;
  return foldConstants(
    pattern.info,
    args.filter((arg) => arg !== null),
  );
}

function constantOf(cls: RegisterClass, value: bigint | number): TraceConstant {
  return new TraceConstant(cls, typeof value === 'bigint' ? tidyInt(value) : value);
}

function randomConstant(cls: RegisterClass, random: Random): TraceConstant {
  if (cls === 'float') return constantOf(cls, random.isLucky(0.6) ? random.pick(floats) : random.float());
  if (cls === 'ref') return constantOf(cls, random.pick(refs));
  return constantOf(cls, random.isLucky(0.6) ? random.pick(ints) : random.int());
}

describe('rewrite rules', () => {
  for (const rule of ruleTexts.map(parseRule)) {
    const { pattern, replacement, where } = rule.text;
    it(`${pattern} -> ${replacement}`, () => {
      const classes = classesOf(rule);
      const random = new Random(1);
      let compared = 0;
      for (let tries = 0; tries < 2500; tries++) {
        const names = new Map<number, TraceConstant>();
        for (const [slot, cls] of classes) names.set(slot, randomConstant(cls, random));
        const constants = [3, 4].map((slot) =>
          BigInt(classes.get(slot) === 'int' ? (names.get(slot)?.value ?? 0) : 0),
        );
        if (where !== undefined && !where({ c: constants[0], d: constants[1] })) continue;
        const before = evaluate({ kind: 'operation', info: rule.info, args: rule.args }, names);
        if (before === null) continue;
        const after = evaluate(rule.replacement, names);
        const given = [...names].map(([slot, { value }]) => `${'xyzcde'[slot]}=${value}`).join(' ');
        assert.ok(after !== null, `nothing for ${given}`);
        assert.equal(after.cls, before.cls);
        assert.ok(Object.is(after.value, before.value), `${before.value} became ${after.value} for ${given}`);
        compared++;
      }
      assert.ok(compared > 50, `compared ${compared} times`);
    });
  }
});
