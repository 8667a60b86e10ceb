/** Contexts: precision, bounds, rounding, traps and flags; signals become exceptions here. */
import type { BigInteger } from '../../../rlib/bigint.js';
import { bigZero } from '../../../rlib/bigint.js';
import type { int } from '../../../rlib/types.js';
import { newErrorOf } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { newListOwning } from '../../objects/w-list.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';
import { exceptionOf, signals } from './signals.js';
import { newNan } from './number.js';
import type { W_Decimal } from './number.js';

export const contextType: W_Type = newBuiltinType('Context', objectType);
contextType.module = 'decimal';

/** Bounds of precision and exponents: what a word holds in both lives, with room for sums. */
export const MAX_PRECISION: int = 999999999999999;

export const enum Rounding {
  UP,
  DOWN,
  CEILING,
  FLOOR,
  HALF_UP,
  HALF_DOWN,
  HALF_EVEN,
  ZERO_FIVE_UP,
}

/** Conditions, as bits of flags and traps; the first five are one signal. */
export const enum Condition {
  INVALID_OPERATION = 1,
  CONVERSION_SYNTAX = 2,
  DIVISION_IMPOSSIBLE = 4,
  DIVISION_UNDEFINED = 8,
  INVALID_CONTEXT = 16,
  INVALID = 31,
  FLOAT_OPERATION = 32,
  DIVISION_BY_ZERO = 64,
  OVERFLOW = 128,
  UNDERFLOW = 256,
  SUBNORMAL = 512,
  INEXACT = 1024,
  ROUNDED = 2048,
  CLAMPED = 4096,
  ALL = 8191,
}

export class W_Context extends W_Mapped {
  precision: int = 28;
  rounding: Rounding = Rounding.HALF_EVEN;
  minExponent: int = -999999;
  maxExponent: int = 999999;
  capitals: int = 1;
  clamp: int = 0;
  flags: int = 0;
  traps: int = Condition.INVALID + Condition.DIVISION_BY_ZERO + Condition.OVERFLOW;
  /** One of the module's templates, which become current contexts only as copies. */
  isTemplate: boolean = false;
  /** Conditions met in the running operation. */
  private met: int = 0;

  constructor(w_type: W_Type) {
    super(w_type);
  }

  /** The smallest exponent of a subnormal number. */
  lowest(): int {
    return this.minExponent - this.precision + 1;
  }

  /** The largest exponent of a number with all its digits. */
  highest(): int {
    return this.maxExponent - this.precision + 1;
  }

  note(conditions: int): void {
    this.met |= conditions;
  }

  /** Conditions of the running operation, taken away: for operations made of others. */
  takeConditions(): int {
    const met = this.met;
    this.met = 0;
    return met;
  }

  /** Ends an operation: sets flags, and throws if a trap is set. */
  finish(w_result: W_Decimal): W_Decimal {
    this.raiseConditions();
    return w_result;
  }

  raiseConditions(): void {
    const met = this.met;
    if (met === 0) return;
    this.met = 0;
    this.flags |= met;
    const trapped = met & this.traps;
    if (trapped === 0) return;
    const items: W_Root[] = [];
    let w_first: W_Type | null = null;
    for (const signal of signals) {
      if ((trapped & signal.mask) === 0) continue;
      if (w_first === null) w_first = exceptionOf(signal);
    }
    for (const signal of signals)
      if (signal.mask === Condition.INVALID)
        for (const part of signal.parts) {
          if ((trapped & part.mask) !== 0) items.push(exceptionOf(part));
        }
    for (const signal of signals) {
      if (signal.mask !== Condition.INVALID && (trapped & signal.mask) !== 0) items.push(exceptionOf(signal));
    }
    throw newErrorOf(w_first as W_Type, newListOwning(items));
  }

  copyOf(w_type: W_Type): W_Context {
    const w_copy = new W_Context(w_type);
    w_copy.precision = this.precision;
    w_copy.rounding = this.rounding;
    w_copy.minExponent = this.minExponent;
    w_copy.maxExponent = this.maxExponent;
    w_copy.capitals = this.capitals;
    w_copy.clamp = this.clamp;
    w_copy.flags = this.flags;
    w_copy.traps = this.traps;
    return w_copy;
  }

  /** An invalid operation: a NaN, once the operation ends. */
  invalid(condition: int): W_Decimal {
    this.note(condition);
    const payload: BigInteger = bigZero;
    return newNan(0, payload);
  }
}

/** A context for intermediate steps: no traps, widest exponents. */
export function wideContext(precision: int): W_Context {
  const w_context = new W_Context(contextType);
  w_context.precision = precision;
  w_context.minExponent = -MAX_PRECISION;
  w_context.maxExponent = MAX_PRECISION;
  w_context.traps = 0;
  return w_context;
}
