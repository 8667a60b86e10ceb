/**
 * Operators. Each binary operator is a row: its symbol and three slots. The general rule is the data model's
 * (reference manual, 3.3.8): the right operand goes first if its type is a subclass that overrides the reflected method.
 */
import { addFits, mulFits, subFits, wordMul } from '../../rlib/int.js';
import { addInts, multiplyInts, subtractInts } from '../objects/int-arith.js';
import { sequenceOperatorError } from '../objects/sequence-operators.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { W_Builtin } from '../objects/w-builtin.js';
import type { OperationError } from '../objects/w-exception.js';
import { W_Float } from '../objects/w-float.js';
import { newInt, W_Int } from '../objects/w-int.js';
import { w_NotImplemented } from '../objects/w-none.js';
import { concatStrs, W_Str } from '../objects/w-str.js';
import { typeError, typeName } from './errors.js';
import { numberOperator } from './number-operators.js';
import { callMethodDescriptor0, callMethodDescriptor1 } from './special.js';

export class BinaryOperator {
  constructor(
    readonly symbol: string,
    readonly forward: Slot,
    readonly reflected: Slot,
    readonly inplace: Slot,
  ) {}
}

/** In the order of the instructions BINARY_ADD ... and INPLACE_ADD ... */
export const binaryOperators: readonly BinaryOperator[] = [
  new BinaryOperator('+', Slot.ADD, Slot.RADD, Slot.IADD),
  new BinaryOperator('-', Slot.SUB, Slot.RSUB, Slot.ISUB),
  new BinaryOperator('*', Slot.MUL, Slot.RMUL, Slot.IMUL),
  new BinaryOperator('/', Slot.TRUEDIV, Slot.RTRUEDIV, Slot.ITRUEDIV),
  new BinaryOperator('//', Slot.FLOORDIV, Slot.RFLOORDIV, Slot.IFLOORDIV),
  new BinaryOperator('%', Slot.MOD, Slot.RMOD, Slot.IMOD),
  new BinaryOperator('** or pow()', Slot.POW, Slot.RPOW, Slot.IPOW),
  new BinaryOperator('<<', Slot.LSHIFT, Slot.RLSHIFT, Slot.ILSHIFT),
  new BinaryOperator('>>', Slot.RSHIFT, Slot.RRSHIFT, Slot.IRSHIFT),
  new BinaryOperator('&', Slot.AND, Slot.RAND, Slot.IAND),
  new BinaryOperator('|', Slot.OR, Slot.ROR, Slot.IOR),
  new BinaryOperator('^', Slot.XOR, Slot.RXOR, Slot.IXOR),
  new BinaryOperator('@', Slot.MATMUL, Slot.RMATMUL, Slot.IMATMUL),
];
const divmodOperator = new BinaryOperator('divmod()', Slot.DIVMOD, Slot.RDIVMOD, Slot.DIVMOD);

export const enum BinaryOp {
  ADD,
  SUBTRACT,
  MULTIPLY,
  TRUE_DIVIDE,
  FLOOR_DIVIDE,
  MODULO,
  POWER,
  LSHIFT,
  RSHIFT,
  AND,
  OR,
  XOR,
  MATRIX_MULTIPLY,
}

/** @elidable */
function operatorOf(op: BinaryOp): BinaryOperator {
  return binaryOperators[op] as BinaryOperator;
}

/** `a op b`, or w_NotImplemented if neither operand's type can. */
function tryBinary(operator: BinaryOperator, w_a: W_Root, w_b: W_Root): W_Root {
  const w_typeA = w_a.getType();
  const w_typeB = w_b.getType();
  const w_left = w_typeA.findSlot(operator.forward);
  const w_right = w_typeB === w_typeA ? null : w_typeB.findSlot(operator.reflected);
  let tryRight = w_right !== null;
  if (w_right !== null && w_right !== w_typeA.findSlot(operator.reflected) && w_typeB.isSubtype(w_typeA)) {
    tryRight = false;
    const w_result = callMethodDescriptor1(w_right, w_b, w_a);
    if (w_result !== w_NotImplemented) return w_result;
  }
  if (w_left !== null) {
    const w_result = callMethodDescriptor1(w_left, w_a, w_b);
    if (w_result !== w_NotImplemented) return w_result;
  }
  if (w_right !== null && tryRight) return callMethodDescriptor1(w_right, w_b, w_a);
  return w_NotImplemented;
}

/** `a op b`. */
export function binary(op: BinaryOp, w_a: W_Root, w_b: W_Root): W_Root {
  const w_number = numberOperator(op, w_a, w_b);
  if (w_number !== null) return w_number;
  const operator = operatorOf(op);
  const w_result = tryBinary(operator, w_a, w_b);
  if (w_result !== w_NotImplemented) return w_result;
  throw unsupported(operator, w_a, w_b, operator.symbol);
}

/** `a op= b`. */
export function inplace(op: BinaryOp, w_a: W_Root, w_b: W_Root): W_Root {
  const w_number = numberOperator(op, w_a, w_b);
  if (w_number !== null) return w_number;
  if (op === BinaryOp.ADD && w_a instanceof W_Str && w_b instanceof W_Str) return concatStrs(w_a, w_b);
  const operator = operatorOf(op);
  const w_method = w_a.getType().findSlot(operator.inplace);
  if (w_method !== null) {
    const w_result = callMethodDescriptor1(w_method, w_a, w_b);
    if (w_result !== w_NotImplemented) return w_result;
  }
  const w_result = tryBinary(operator, w_a, w_b);
  if (w_result !== w_NotImplemented) return w_result;
  throw unsupported(operator, w_a, w_b, op === BinaryOp.POWER ? '**=' : `${operator.symbol}=`);
}

function unsupported(operator: BinaryOperator, w_a: W_Root, w_b: W_Root, symbol: string): OperationError {
  const special = sequenceOperatorError(operator.forward, w_a, w_b);
  if (special !== null) return special;
  let hint = '';
  if (operator.forward === Slot.RSHIFT && w_a instanceof W_Builtin && w_a.code.name === 'print') {
    hint = '. Did you mean "print(<message>, file=<output_stream>)"?';
  }
  return typeError(
    `unsupported operand type(s) for ${symbol}: '${typeName(w_a)}' and '${typeName(w_b)}'${hint}`,
  );
}

export function add(w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_Int && w_b instanceof W_Int) {
    const a = w_a.value;
    const b = w_b.value;
    return addFits(a, b) ? newInt(a + b) : addInts(w_a, w_b);
  } else if (w_a instanceof W_Float && w_b instanceof W_Float) {
    return new W_Float(w_a.value + w_b.value);
  } else if (w_a instanceof W_Str && w_b instanceof W_Str) {
    return concatStrs(w_a, w_b);
  }
  return binary(BinaryOp.ADD, w_a, w_b);
}

export function subtract(w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_Int && w_b instanceof W_Int) {
    const a = w_a.value;
    const b = w_b.value;
    return subFits(a, b) ? newInt(a - b) : subtractInts(w_a, w_b);
  } else if (w_a instanceof W_Float && w_b instanceof W_Float) {
    return new W_Float(w_a.value - w_b.value);
  }
  return binary(BinaryOp.SUBTRACT, w_a, w_b);
}

export function multiply(w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_Int && w_b instanceof W_Int) {
    const a = w_a.value;
    const b = w_b.value;
    return mulFits(a, b) ? newInt(wordMul(a, b)) : multiplyInts(w_a, w_b);
  } else if (w_a instanceof W_Float && w_b instanceof W_Float) {
    return new W_Float(w_a.value * w_b.value);
  }
  return binary(BinaryOp.MULTIPLY, w_a, w_b);
}

/** `divmod(a, b)`. */
export function divmod(w_a: W_Root, w_b: W_Root): W_Root {
  const w_result = tryBinary(divmodOperator, w_a, w_b);
  if (w_result !== w_NotImplemented) return w_result;
  throw typeError(`unsupported operand type(s) for divmod(): '${typeName(w_a)}' and '${typeName(w_b)}'`);
}

function unary(w_a: W_Root, slot: Slot, symbol: string): W_Root {
  const w_method = w_a.getType().findSlot(slot);
  if (w_method === null) throw typeError(`bad operand type for ${symbol}: '${typeName(w_a)}'`);
  return callMethodDescriptor0(w_method, w_a);
}

export function negative(w_a: W_Root): W_Root {
  if (w_a instanceof W_Int) return newInt(0 - w_a.value);
  if (w_a instanceof W_Float) return new W_Float(-w_a.value);
  return unary(w_a, Slot.NEG, 'unary -');
}

export function positive(w_a: W_Root): W_Root {
  return unary(w_a, Slot.POS, 'unary +');
}

export function invert(w_a: W_Root): W_Root {
  return unary(w_a, Slot.INVERT, 'unary ~');
}

export function absolute(w_a: W_Root): W_Root {
  return unary(w_a, Slot.ABS, 'abs()');
}
