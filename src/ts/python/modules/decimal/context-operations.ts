/** Methods of Context that are one operation on numbers. */
import {
  absolute,
  add,
  divide,
  divideInteger,
  minus,
  multiply,
  normalize,
  plus,
  remainder,
  remainderNear,
  squareRoot,
  subtract,
} from './arithmetic.js';
import {
  compareNumbers,
  compareSignal,
  compareTotal,
  compareTotalMagnitude,
  logb,
  logicalAnd,
  logicalInvert,
  logicalOr,
  logicalXor,
  maximum,
  maximumMagnitude,
  minimum,
  minimumMagnitude,
  nextMinus,
  nextPlus,
  nextToward,
  rotate,
  scaleb,
  shift,
} from './compare.js';
import { decimalLogarithm, exponential, naturalLogarithm } from './transcendental.js';
import { argument } from './convert.js';
import type { W_Context } from './context.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { method } from '../../objects/typedef.js';

function contextExp(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(exponential(self, argument(w_x)));
}

function contextLn(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(naturalLogarithm(self, argument(w_x)));
}

function contextLog10(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(decimalLogarithm(self, argument(w_x)));
}

function contextNextMinus(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(nextMinus(self, argument(w_x)));
}

function contextNextPlus(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(nextPlus(self, argument(w_x)));
}

function contextNormalize(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(normalize(self, argument(w_x)));
}

function contextSqrt(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(squareRoot(self, argument(w_x)));
}

function contextLogb(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(logb(self, argument(w_x)));
}

function contextLogicalInvert(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(logicalInvert(self, argument(w_x)));
}

function contextPlus(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(plus(self, argument(w_x)));
}

function contextMinus(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(minus(self, argument(w_x)));
}

function contextAbs(self: W_Context, w_x: W_Root): W_Root {
  return self.finish(absolute(self, argument(w_x)));
}

function contextCompare(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(compareNumbers(self, a, argument(w_y)));
}

function contextCompareSignal(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(compareSignal(self, a, argument(w_y)));
}

function contextMax(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(maximum(self, a, argument(w_y)));
}

function contextMaxMag(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(maximumMagnitude(self, a, argument(w_y)));
}

function contextMin(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(minimum(self, a, argument(w_y)));
}

function contextMinMag(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(minimumMagnitude(self, a, argument(w_y)));
}

function contextNextToward(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(nextToward(self, a, argument(w_y)));
}

function contextRemainderNear(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(remainderNear(self, a, argument(w_y)));
}

function contextCompareTotal(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(compareTotal(self, a, argument(w_y)));
}

function contextCompareTotalMag(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(compareTotalMagnitude(self, a, argument(w_y)));
}

function contextLogicalAnd(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(logicalAnd(self, a, argument(w_y)));
}

function contextLogicalOr(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(logicalOr(self, a, argument(w_y)));
}

function contextLogicalXor(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(logicalXor(self, a, argument(w_y)));
}

function contextRotate(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(rotate(self, a, argument(w_y)));
}

function contextScaleb(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(scaleb(self, a, argument(w_y)));
}

function contextShift(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(shift(self, a, argument(w_y)));
}

function contextAdd(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(add(self, a, argument(w_y)));
}

function contextSubtract(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(subtract(self, a, argument(w_y)));
}

function contextMultiply(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(multiply(self, a, argument(w_y)));
}

function contextDivide(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(divide(self, a, argument(w_y)));
}

function contextDivideInt(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(divideInteger(self, a, argument(w_y)));
}

function contextRemainder(self: W_Context, w_x: W_Root, w_y: W_Root): W_Root {
  const a = argument(w_x);
  return self.finish(remainder(self, a, argument(w_y)));
}

export const contextOperationRows: readonly Row[] = [
  method('exp', '($self, x, /)', contextExp, 'e ** self, correctly rounded.'),
  method('ln', '($self, x, /)', contextLn, 'The natural logarithm.'),
  method('log10', '($self, x, /)', contextLog10, 'The logarithm to base ten.'),
  method('next_minus', '($self, x, /)', contextNextMinus, 'The largest number that is smaller.'),
  method('next_plus', '($self, x, /)', contextNextPlus, 'The smallest number that is larger.'),
  method('normalize', '($self, x, /)', contextNormalize, 'The number without trailing zeros.'),
  method('sqrt', '($self, x, /)', contextSqrt, 'The square root, correctly rounded.'),
  method('logb', '($self, x, /)', contextLogb, 'The exponent of the leading digit.'),
  method('logical_invert', '($self, x, /)', contextLogicalInvert, 'All digits of the precision inverted.'),
  method('plus', '($self, x, /)', contextPlus, 'Unary plus.'),
  method('minus', '($self, x, /)', contextMinus, 'Unary minus.'),
  method('abs', '($self, x, /)', contextAbs, 'The absolute value.'),
  method('compare', '($self, x, y, /)', contextCompare, '-1, 0 or 1, or NaN.'),
  method('compare_signal', '($self, x, y, /)', contextCompareSignal, 'The same; NaNs signal.'),
  method('max', '($self, x, y, /)', contextMax, 'The larger number.'),
  method('max_mag', '($self, x, y, /)', contextMaxMag, 'The number of larger magnitude.'),
  method('min', '($self, x, y, /)', contextMin, 'The smaller number.'),
  method('min_mag', '($self, x, y, /)', contextMinMag, 'The number of smaller magnitude.'),
  method(
    'next_toward',
    '($self, x, y, /)',
    contextNextToward,
    'The neighbour in the direction of the other.',
  ),
  method(
    'remainder_near',
    '($self, x, y, /)',
    contextRemainderNear,
    'The remainder of the nearest quotient.',
  ),
  method('compare_total', '($self, x, y, /)', contextCompareTotal, 'The order of representations.'),
  method(
    'compare_total_mag',
    '($self, x, y, /)',
    contextCompareTotalMag,
    'The order of representations without sign.',
  ),
  method('logical_and', '($self, x, y, /)', contextLogicalAnd, 'Digitwise and.'),
  method('logical_or', '($self, x, y, /)', contextLogicalOr, 'Digitwise or.'),
  method('logical_xor', '($self, x, y, /)', contextLogicalXor, 'Digitwise exclusive or.'),
  method('rotate', '($self, x, y, /)', contextRotate, 'The digits rotated.'),
  method('scaleb', '($self, x, y, /)', contextScaleb, 'The exponent changed.'),
  method('shift', '($self, x, y, /)', contextShift, 'The digits shifted.'),
  method('add', '($self, x, y, /)', contextAdd, 'The sum.'),
  method('subtract', '($self, x, y, /)', contextSubtract, 'The difference.'),
  method('multiply', '($self, x, y, /)', contextMultiply, 'The product.'),
  method('divide', '($self, x, y, /)', contextDivide, 'The quotient.'),
  method('divide_int', '($self, x, y, /)', contextDivideInt, 'The integer part of the quotient.'),
  method('remainder', '($self, x, y, /)', contextRemainder, 'The remainder.'),
];
