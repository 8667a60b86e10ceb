/** Methods of Decimal that are one operation in a context. */
import { normalize, remainderNear, squareRoot } from './arithmetic.js';
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
import { argument, contextArgument } from './convert.js';
import type { W_Decimal } from './number.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { method } from '../../objects/typedef.js';

function decimalExp(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(exponential(context, self));
}

function decimalLn(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(naturalLogarithm(context, self));
}

function decimalLog10(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(decimalLogarithm(context, self));
}

function decimalNextMinus(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(nextMinus(context, self));
}

function decimalNextPlus(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(nextPlus(context, self));
}

function decimalNormalize(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(normalize(context, self));
}

function decimalSqrt(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(squareRoot(context, self));
}

function decimalLogb(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(logb(context, self));
}

function decimalLogicalInvert(self: W_Decimal, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(logicalInvert(context, self));
}

function decimalCompare(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(compareNumbers(context, self, argument(w_other)));
}

function decimalCompareSignal(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(compareSignal(context, self, argument(w_other)));
}

function decimalMax(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(maximum(context, self, argument(w_other)));
}

function decimalMaxMag(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(maximumMagnitude(context, self, argument(w_other)));
}

function decimalMin(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(minimum(context, self, argument(w_other)));
}

function decimalMinMag(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(minimumMagnitude(context, self, argument(w_other)));
}

function decimalNextToward(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(nextToward(context, self, argument(w_other)));
}

function decimalRemainderNear(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(remainderNear(context, self, argument(w_other)));
}

function decimalCompareTotal(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(compareTotal(context, self, argument(w_other)));
}

function decimalCompareTotalMag(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(compareTotalMagnitude(context, self, argument(w_other)));
}

function decimalLogicalAnd(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(logicalAnd(context, self, argument(w_other)));
}

function decimalLogicalOr(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(logicalOr(context, self, argument(w_other)));
}

function decimalLogicalXor(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(logicalXor(context, self, argument(w_other)));
}

function decimalRotate(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(rotate(context, self, argument(w_other)));
}

function decimalScaleb(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(scaleb(context, self, argument(w_other)));
}

function decimalShift(self: W_Decimal, w_other: W_Root, w_context: W_Root | null): W_Root {
  const context = contextArgument(w_context);
  return context.finish(shift(context, self, argument(w_other)));
}

export const operationRows: readonly Row[] = [
  method('exp', '($self, /, context=None)', decimalExp, 'e ** self, correctly rounded.'),
  method('ln', '($self, /, context=None)', decimalLn, 'The natural logarithm.'),
  method('log10', '($self, /, context=None)', decimalLog10, 'The logarithm to base ten.'),
  method('next_minus', '($self, /, context=None)', decimalNextMinus, 'The largest number that is smaller.'),
  method('next_plus', '($self, /, context=None)', decimalNextPlus, 'The smallest number that is larger.'),
  method('normalize', '($self, /, context=None)', decimalNormalize, 'The number without trailing zeros.'),
  method('sqrt', '($self, /, context=None)', decimalSqrt, 'The square root, correctly rounded.'),
  method('logb', '($self, /, context=None)', decimalLogb, 'The exponent of the leading digit.'),
  method(
    'logical_invert',
    '($self, /, context=None)',
    decimalLogicalInvert,
    'All digits of the precision inverted.',
  ),
  method('compare', '($self, /, other, context=None)', decimalCompare, '-1, 0 or 1, or NaN.'),
  method('compare_signal', '($self, /, other, context=None)', decimalCompareSignal, 'The same; NaNs signal.'),
  method('max', '($self, /, other, context=None)', decimalMax, 'The larger number.'),
  method('max_mag', '($self, /, other, context=None)', decimalMaxMag, 'The number of larger magnitude.'),
  method('min', '($self, /, other, context=None)', decimalMin, 'The smaller number.'),
  method('min_mag', '($self, /, other, context=None)', decimalMinMag, 'The number of smaller magnitude.'),
  method(
    'next_toward',
    '($self, /, other, context=None)',
    decimalNextToward,
    'The neighbour in the direction of the other.',
  ),
  method(
    'remainder_near',
    '($self, /, other, context=None)',
    decimalRemainderNear,
    'The remainder of the nearest quotient.',
  ),
  method(
    'compare_total',
    '($self, /, other, context=None)',
    decimalCompareTotal,
    'The order of representations.',
  ),
  method(
    'compare_total_mag',
    '($self, /, other, context=None)',
    decimalCompareTotalMag,
    'The order of representations without sign.',
  ),
  method('logical_and', '($self, /, other, context=None)', decimalLogicalAnd, 'Digitwise and.'),
  method('logical_or', '($self, /, other, context=None)', decimalLogicalOr, 'Digitwise or.'),
  method('logical_xor', '($self, /, other, context=None)', decimalLogicalXor, 'Digitwise exclusive or.'),
  method('rotate', '($self, /, other, context=None)', decimalRotate, 'The digits rotated.'),
  method('scaleb', '($self, /, other, context=None)', decimalScaleb, 'The exponent changed.'),
  method('shift', '($self, /, other, context=None)', decimalShift, 'The digits shifted.'),
];
