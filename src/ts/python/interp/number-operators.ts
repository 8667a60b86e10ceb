/**
 * Operators of exact ints (words) and floats, without looking up special methods. What is rare goes the general way:
 * null. Both ways call the same functions for anything that is more than one machine operation.
 */
import {
  addFits,
  floorDiv,
  floorMod,
  intToFloat,
  mulFits,
  subFits,
  wordAnd,
  wordMul,
  wordOr,
  wordShr,
  wordXor,
} from '../../rlib/int.js';
import type { float, int } from '../../rlib/types.js';
import { floorDivideFloats, moduloFloats, power } from '../objects/float-arith.js';
import {
  addInts,
  andInts,
  floorDivideInts,
  intOfBits,
  moduloInts,
  multiplyInts,
  orInts,
  powerInts,
  shiftLeft,
  shiftRight,
  subtractInts,
  xorInts,
} from '../objects/int-arith.js';
import type { W_Root } from '../objects/root.js';
import { newFloat, W_Float } from '../objects/w-float.js';
import type { W_IntBase } from '../objects/w-int.js';
import { newInt, W_Int, W_Long } from '../objects/w-int.js';
import { BinaryOp } from './arithmetic.js';

/** Ints up to here are exact floats. */
const MAX_EXACT: int = 9007199254740991;

function intOperator(op: BinaryOp, w_a: W_Int, w_b: W_Int): W_Root | null {
  const a = w_a.value;
  const b = w_b.value;
  switch (op) {
    case BinaryOp.ADD:
      return addFits(a, b) ? newInt(a + b) : addInts(w_a, w_b);
    case BinaryOp.SUBTRACT:
      return subFits(a, b) ? newInt(a - b) : subtractInts(w_a, w_b);
    case BinaryOp.MULTIPLY:
      return mulFits(a, b) ? newInt(wordMul(a, b)) : multiplyInts(w_a, w_b);
    case BinaryOp.FLOOR_DIVIDE:
      return b > 0 ? newInt(floorDiv(a, b)) : null;
    case BinaryOp.MODULO:
      return b > 0 ? newInt(floorMod(a, b)) : null;
    case BinaryOp.TRUE_DIVIDE:
      if (b === 0 || a > MAX_EXACT || a < -MAX_EXACT || b > MAX_EXACT || b < -MAX_EXACT) return null;
      return newFloat(intToFloat(a) / intToFloat(b));
    case BinaryOp.AND:
      return intOfBits(wordAnd(a, b));
    case BinaryOp.OR:
      return newInt(wordOr(a, b));
    case BinaryOp.XOR:
      return intOfBits(wordXor(a, b));
    case BinaryOp.LSHIFT:
      return b >= 0 ? shiftLeft(w_a, w_b) : null;
    case BinaryOp.RSHIFT:
      return b >= 0 ? newInt(wordShr(a, b)) : null;
    case BinaryOp.POWER:
      return b >= 0 ? powerInts(w_a, w_b) : null;
    default:
      return null;
  }
}

/** Of exact ints, one of which is no word. */
function longOperator(op: BinaryOp, w_a: W_IntBase, w_b: W_IntBase): W_Root | null {
  switch (op) {
    case BinaryOp.ADD:
      return addInts(w_a, w_b);
    case BinaryOp.SUBTRACT:
      return subtractInts(w_a, w_b);
    case BinaryOp.MULTIPLY:
      return multiplyInts(w_a, w_b);
    case BinaryOp.FLOOR_DIVIDE:
      return floorDivideInts(w_a, w_b);
    case BinaryOp.MODULO:
      return moduloInts(w_a, w_b);
    case BinaryOp.AND:
      return andInts(w_a, w_b);
    case BinaryOp.OR:
      return orInts(w_a, w_b);
    case BinaryOp.XOR:
      return xorInts(w_a, w_b);
    case BinaryOp.LSHIFT:
      return shiftLeft(w_a, w_b);
    case BinaryOp.RSHIFT:
      return shiftRight(w_a, w_b);
    default:
      return null;
  }
}

function floatOperator(op: BinaryOp, a: float, b: float): W_Root | null {
  switch (op) {
    case BinaryOp.ADD:
      return newFloat(a + b);
    case BinaryOp.SUBTRACT:
      return newFloat(a - b);
    case BinaryOp.MULTIPLY:
      return newFloat(a * b);
    case BinaryOp.TRUE_DIVIDE:
      return b === 0 ? null : newFloat(a / b);
    case BinaryOp.FLOOR_DIVIDE:
      return newFloat(floorDivideFloats(a, b));
    case BinaryOp.MODULO:
      return newFloat(moduloFloats(a, b));
    case BinaryOp.POWER:
      return power(a, b);
    default:
      return null;
  }
}

/** `a op b` if both are exact ints or exact floats and it is no special case; else null. */
export function numberOperator(op: BinaryOp, w_a: W_Root, w_b: W_Root): W_Root | null {
  if (w_a instanceof W_Int) {
    if (w_b instanceof W_Int) return intOperator(op, w_a, w_b);
    if (w_b instanceof W_Float) return floatOperator(op, intToFloat(w_a.value), w_b.value);
    if (w_b instanceof W_Long) return longOperator(op, w_a, w_b);
  } else if (w_a instanceof W_Float) {
    if (w_b instanceof W_Float) return floatOperator(op, w_a.value, w_b.value);
    if (w_b instanceof W_Int) return floatOperator(op, w_a.value, intToFloat(w_b.value));
  } else if (w_a instanceof W_Long && (w_b instanceof W_Long || w_b instanceof W_Int)) {
    return longOperator(op, w_a, w_b);
  }
  return null;
}
