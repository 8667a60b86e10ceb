/** Comparison, truth and identity. */
import { isSameFloat } from '../../rlib/float.js';
import { intToFloat } from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_Float } from '../objects/w-float.js';
import { newBool, W_Bool, w_False, W_Int, w_True } from '../objects/w-int.js';
import { w_None, w_NotImplemented } from '../objects/w-none.js';
import { W_Str } from '../objects/w-str.js';
import { OverflowErrorType } from '../objects/w-exception.js';
import { indexWord } from './convert.js';
import { typeError, typeName, valueError } from './errors.js';
import { compareNames } from './opcodes.js';
import { callMethodDescriptor1, callSpecial0 } from './special.js';

export const enum Comparison {
  LT,
  LE,
  EQ,
  NE,
  GT,
  GE,
}

/** The comparison with its operands exchanged: `a < b` is `b > a`. */
function mirrored(op: Comparison): Comparison {
  switch (op) {
    case Comparison.LT:
      return Comparison.GT;
    case Comparison.LE:
      return Comparison.GE;
    case Comparison.GT:
      return Comparison.LT;
    case Comparison.GE:
      return Comparison.LE;
    default:
      return op;
  }
}

/** Whether `order` (negative, 0, positive) satisfies a comparison. */
export function orderSatisfies(op: Comparison, order: int): boolean {
  switch (op) {
    case Comparison.LT:
      return order < 0;
    case Comparison.LE:
      return order <= 0;
    case Comparison.EQ:
      return order === 0;
    case Comparison.NE:
      return order !== 0;
    case Comparison.GT:
      return order > 0;
    case Comparison.GE:
      return order >= 0;
  }
}

function compareWords(op: Comparison, a: int, b: int): W_Root {
  switch (op) {
    case Comparison.LT:
      return newBool(a < b);
    case Comparison.LE:
      return newBool(a <= b);
    case Comparison.EQ:
      return newBool(a === b);
    case Comparison.NE:
      return newBool(a !== b);
    case Comparison.GT:
      return newBool(a > b);
    case Comparison.GE:
      return newBool(a >= b);
  }
}

function compareFloats(op: Comparison, a: float, b: float): W_Root {
  switch (op) {
    case Comparison.LT:
      return newBool(a < b);
    case Comparison.LE:
      return newBool(a <= b);
    case Comparison.EQ:
      return newBool(a === b);
    case Comparison.NE:
      return newBool(a !== b);
    case Comparison.GT:
      return newBool(a > b);
    case Comparison.GE:
      return newBool(a >= b);
  }
}

/** `a op b`. */
export function compare(op: Comparison, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_Int && w_b instanceof W_Int) return compareWords(op, w_a.value, w_b.value);
  if (w_a instanceof W_Float && w_b instanceof W_Float) return compareFloats(op, w_a.value, w_b.value);
  if (w_a instanceof W_Str && w_b instanceof W_Str) {
    if (op === Comparison.EQ) return newBool(w_a.sameText(w_b));
    if (op === Comparison.NE) return newBool(!w_a.sameText(w_b));
  }
  return compareSlow(op, w_a, w_b);
}

/** Ints up to here are exact floats. */
const MAX_EXACT: int = 9007199254740991;

/** Whether an int is exact as a float. */
function isExactFloat(value: int): boolean {
  return value <= MAX_EXACT && value >= -MAX_EXACT;
}

function compareSlow(op: Comparison, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_Float && w_b instanceof W_Int && isExactFloat(w_b.value)) {
    return compareFloats(op, w_a.value, intToFloat(w_b.value));
  }
  if (w_a instanceof W_Int && w_b instanceof W_Float && isExactFloat(w_a.value)) {
    return compareFloats(op, intToFloat(w_a.value), w_b.value);
  }
  const w_typeA = w_a.getType();
  const w_typeB = w_b.getType();
  const slot = Slot.LT + op;
  const reflected = Slot.LT + mirrored(op);
  let tryRight = true;
  if (w_typeA !== w_typeB && w_typeB.isSubtype(w_typeA)) {
    tryRight = false;
    const w_method = w_typeB.findSlot(reflected);
    if (w_method !== null) {
      const w_result = callMethodDescriptor1(w_method, w_b, w_a);
      if (w_result !== w_NotImplemented) return w_result;
    }
  }
  const w_left = w_typeA.findSlot(slot);
  if (w_left !== null) {
    const w_result = callMethodDescriptor1(w_left, w_a, w_b);
    if (w_result !== w_NotImplemented) return w_result;
  }
  if (tryRight) {
    const w_right = w_typeB.findSlot(reflected);
    if (w_right !== null) {
      const w_result = callMethodDescriptor1(w_right, w_b, w_a);
      if (w_result !== w_NotImplemented) return w_result;
    }
  }
  if (op === Comparison.EQ) return newBool(w_a === w_b);
  if (op === Comparison.NE) return newBool(w_a !== w_b);
  throw typeError(
    `'${compareNames[op] as string}' not supported between instances of '${typeName(w_a)}' and '${typeName(w_b)}'`,
  );
}

/** `a is b or a == b`, as containers compare. */
export function equalsTrue(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a === w_b) return true;
  if (w_a instanceof W_Int && w_b instanceof W_Int) return w_a.value === w_b.value;
  // A NaN is equal to itself here, and list storages box it anew.
  if (w_a instanceof W_Float && w_b instanceof W_Float)
    return w_a.value === w_b.value || isSameFloat(w_a.value, w_b.value);
  return isTrue(compare(Comparison.EQ, w_a, w_b));
}

/** `a is b`: numbers and strings compare as objects; None and the like are one object. */
export function isSame(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a === w_b) return true;
  // Equal small values may be boxed anew by list storages: identity of exact ints and floats is by value (as in PyPy).
  if (w_a instanceof W_Int) return w_b instanceof W_Int && w_a.value === w_b.value;
  if (w_a instanceof W_Float) return w_b instanceof W_Float && isSameFloat(w_a.value, w_b.value);
  return false;
}

/** The truth of an object. */
export function isTrue(w_obj: W_Root): boolean {
  if (w_obj === w_True) return true;
  if (w_obj === w_False || w_obj === w_None) return false;
  if (w_obj instanceof W_Int) return w_obj.value !== 0;
  if (w_obj instanceof W_Str) return w_obj.utf8().length !== 0;
  return isTrueSlow(w_obj);
}

function isTrueSlow(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  if (w_type.findSlot(Slot.BOOL) !== null) {
    const w_result = callSpecial0(w_obj, Slot.BOOL);
    if (w_result instanceof W_Bool) return w_result.value;
    throw typeError(`__bool__ should return bool, returned ${typeName(w_result)}`);
  }
  if (w_type.findSlot(Slot.LEN) !== null) return lengthOf(w_obj) !== 0;
  return true;
}

/** `len(obj)`. */
export function lengthOf(w_obj: W_Root): int {
  if (w_obj.getType().findSlot(Slot.LEN) === null) {
    throw typeError(`object of type '${typeName(w_obj)}' has no len()`);
  }
  return checkedLength(callSpecial0(w_obj, Slot.LEN));
}

/** The value of what `__len__` returned. */
export function checkedLength(w_result: W_Root): int {
  const length = w_result instanceof W_Int ? w_result.value : indexWord(w_result, OverflowErrorType);
  if (length < 0) throw valueError('__len__() should return >= 0');
  return length;
}
