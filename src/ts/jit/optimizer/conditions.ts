/**
 * What follows from a condition that a guard has tested: constants, ranges, references that are not null, and the same of the operands that the
 * condition was computed from.
 */
import { isSymmetric, operandBits } from './bit-rules.js';
import { bitsWithout, NO_BITS_SET, type Bits } from './bits.js';
import { infoOf } from './operations.js';
import type { PureOperations } from './pure-operations.js';
import {
  above,
  addRanges,
  atLeast,
  atMost,
  below,
  BOOLEAN,
  isWithin,
  range,
  subtractRanges,
  without,
  type Range,
} from './range.js';
import { exactRange } from './range-rules.js';
import type { TraceOpName } from '../trace.js';
import { bitsOf, isNull, resolve, type Definition, type Value, type Values } from './value.js';

const opposites: Readonly<Record<string, TraceOpName>> = {
  int_eq: 'int_ne',
  int_ne: 'int_eq',
  int_lt: 'int_ge',
  int_le: 'int_gt',
  int_gt: 'int_le',
  int_ge: 'int_lt',
  uint_lt: 'uint_ge',
  uint_le: 'uint_gt',
  uint_gt: 'uint_le',
  uint_ge: 'uint_lt',
  ref_eq: 'ref_ne',
  ref_ne: 'ref_eq',
  float_eq: 'float_ne',
  float_ne: 'float_eq',
};

export class Conditions {
  constructor(
    private readonly values: Values,
    private readonly pure: PureOperations,
  ) {}

  /** From here on the int is not 0. */
  learnTrue(value: Value): void {
    const { definition } = value;
    if (isWithin(value.range, BOOLEAN)) this.values.forward(value, this.values.int(1));
    else if (value.range.lower === 0) this.values.narrow(value, range(1, Infinity));
    else this.values.setNonNull(value);
    if (definition !== null) this.learn(definition, definition.info.name, 'true');
    this.learnNot(value, NO_BITS_SET);
  }

  /** From here on the int is 0. */
  learnFalse(value: Value): void {
    const { definition } = value;
    this.values.forward(value, this.values.zero);
    if (definition === null) return;
    const { name } = definition.info;
    if (name === 'int_or') {
      // No bit is set in either.
      this.learnZero(definition.first);
      if (definition.second !== null) this.learnZero(definition.second);
      return;
    }
    this.learnOperands(definition, NO_BITS_SET);
    const opposite = opposites[name];
    if (opposite !== undefined) this.learn(definition, opposite, 'false');
  }

  private learnZero(given: Value): void {
    const value = resolve(given);
    if (value.constant === null) this.learnFalse(value);
  }

  private learnOne(given: Value): void {
    const value = resolve(given);
    if (value.constant === null && isWithin(value.range, BOOLEAN)) this.learnTrue(value);
  }

  /** The definition's operands are as the condition `name` tells. */
  private learn(definition: Definition, name: TraceOpName, truth: 'true' | 'false'): void {
    const { info, second } = definition;
    if (second === null) return;
    const a = resolve(definition.first);
    const b = resolve(second);
    const opposite = opposites[info.name];
    if (opposite !== undefined && a !== b)
      this.pure.record(
        infoOf(opposite),
        a,
        b,
        null,
        truth === 'true' ? this.values.zero : this.values.int(1),
      );
    switch (name) {
      case 'int_lt':
        return this.learnLess(a, b);
      case 'int_gt':
        return this.learnLess(b, a);
      case 'int_le':
        return this.learnLessOrEqual(a, b);
      case 'int_ge':
        return this.learnLessOrEqual(b, a);
      case 'uint_lt':
        return this.learnBelow(a, b, 1);
      case 'uint_gt':
        return this.learnBelow(b, a, 1);
      case 'uint_le':
        return this.learnBelow(a, b, 0);
      case 'uint_ge':
        return this.learnBelow(b, a, 0);
      case 'int_eq':
      case 'ref_eq':
        return this.learnEqual(a, b);
      case 'int_ne':
        this.learnUnequal(a, b);
        return this.learnUnequal(b, a);
      case 'ref_ne':
        if (isNull(b)) this.values.setNonNull(a);
        if (isNull(a)) this.values.setNonNull(b);
        return;
      case 'int_and':
        this.learnOne(a);
        return this.learnOne(b);
      case 'int_add_fits':
        return this.learnFits('int_add', a, b);
      case 'int_sub_fits':
        return this.learnFits('int_sub', a, b);
      case 'int_mul_fits':
        return this.learnFits('int_mul', a, b);
      default:
        return;
    }
  }

  private learnLess(a: Value, b: Value): void {
    this.narrow(a, below(b.range));
    this.narrow(b, above(a.range));
  }

  private learnLessOrEqual(a: Value, b: Value): void {
    this.narrow(a, atMost(b.range));
    this.narrow(b, atLeast(a.range));
  }

  /** Unsigned: below what is not negative lies nothing that is. */
  private learnBelow(a: Value, b: Value, distance: 0 | 1): void {
    if (b.range.lower < 0) return;
    this.narrow(a, range(0, Infinity));
    if (distance === 1) this.learnLess(resolve(a), resolve(b));
    else this.learnLessOrEqual(resolve(a), resolve(b));
  }

  /** The later one becomes the earlier one. */
  learnEqual(a: Value, b: Value): void {
    if (a === b || (a.constant !== null && b.constant !== null)) return;
    if (a.virtual !== null || b.virtual !== null) return;
    const isFirst = a.constant !== null || (b.constant === null && a.id < b.id);
    const [later, earlier] = isFirst ? [b, a] : [a, b];
    if (earlier.cls === 'int') this.narrow(later, earlier.range);
    // Narrowing may have made a constant of the later one: then the earlier one is that.
    const one = resolve(later);
    const other = resolve(earlier);
    if (one.constant === null) this.values.forward(one, other);
    else if (other.constant === null) this.values.forward(other, one);
    for (const { cls, definition } of [later, earlier])
      if (cls === 'int' && definition !== null && resolve(later).constant !== null)
        this.learnOperands(definition, bitsOf(resolve(later)));
  }

  private learnUnequal(a: Value, b: Value): void {
    if (b.constant === null || a.constant !== null) return;
    this.narrow(a, without(a.range, b.range));
    if (a.cls === 'int') this.learnNot(a, bitsOf(b));
  }

  // Bits.

  /** The int is not the constant with these bits: if one bit is in question, it is the other one. */
  private learnNot(value: Value, other: Bits): void {
    const known = resolve(value);
    if (known.constant !== null) {
      if (value.definition !== null) this.learnOperands(value.definition, bitsOf(known));
      return;
    }
    const bits = known.bits === null ? null : bitsWithout(bitsOf(known), other);
    if (bits !== null) this.learnBits(known, bits);
  }

  private learnBits(value: Value, bits: Bits): void {
    const { definition } = value;
    if (this.values.learnBits(value, bits) && definition !== null)
      this.learnOperands(definition, bitsOf(resolve(value)));
  }

  /** What the bits of a result tell of the operands. */
  private learnOperands({ info, first, second }: Definition, bits: Bits): void {
    const a = resolve(first);
    const b = second === null ? null : resolve(second);
    if (a.constant === null) {
      const told = operandBits(info.name, bits, b);
      if (told !== null) this.learnBits(a, told);
    }
    if (b === null || b.constant !== null || !isSymmetric(info.name)) return;
    const told = operandBits(info.name, bits, resolve(a));
    if (told !== null) this.learnBits(b, told);
  }

  /** A sum or the like is exact. */
  private learnFits(name: TraceOpName, a: Value, b: Value): void {
    const plain = infoOf(name);
    const result = this.pure.findEqual(plain, a, b, null);
    if (result !== null) this.values.narrow(result, exactRange(name, a, b));
  }

  /** Narrows a value, and what it was computed from by adding a constant. */
  private narrow(given: Value, within: Range): void {
    const value = resolve(given);
    if (isWithin(value.range, within)) return;
    const { definition } = value;
    this.values.narrow(value, within);
    if (definition === null || definition.info.name !== 'int_add' || definition.second === null) return;
    const base = resolve(definition.first);
    const added = resolve(definition.second);
    if (base.constant !== null || added.constant === null) return;
    // If the sum may have wrapped, its range tells nothing.
    if (addRanges(base.range, added.range) === null) return;
    const before = subtractRanges(resolve(value).range, added.range);
    if (before !== null) this.narrow(base, before);
  }
}
