/** Module `math`: floats as numbers with mantissa and exponent, rounding, classes. */
import { scaleByTwo } from '../../../rlib/bigint-float.js';
import { copySign, leadingExponent } from '../../../rlib/float.js';
import { nextUp } from '../../../rlib/float-parts.js';
import { pow } from '../../../rlib/libm.js';
import { ieeeRemainder } from '../../../rlib/special-functions.js';
import type { float } from '../../../rlib/types.js';
import { call0 } from '../../interp/call.js';
import { toFloat } from '../../interp/convert.js';
import { typeError, typeName, valueError } from '../../interp/errors.js';
import { lookupSpecial } from '../../interp/special.js';
import { floatToIntObject } from '../../objects/float-arith.js';
import { intSign } from '../../objects/int-arith.js';
import type { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { index } from '../../interp/convert.js';
import type { Row } from '../../objects/typedef.js';
import { func } from '../../objects/typedef.js';
import { newFloat, W_Float } from '../../objects/w-float.js';
import { newBool, newInt, W_IntBase } from '../../objects/w-int.js';
import { intern } from '../../objects/w-str.js';
import { newTuple } from '../../objects/w-tuple.js';
import { domainError, rangeError } from './elementary.js';

const n_ceil = intern('__ceil__');
const n_floor = intern('__floor__');
const n_trunc = intern('__trunc__');

function mathCeil(w_x: W_Root): W_Root {
  if (!(w_x instanceof W_Float)) {
    const w_method = lookupSpecial(w_x, n_ceil);
    if (w_method !== null) return call0(w_method);
  }
  return floatToIntObject(Math.ceil(toFloat(w_x)));
}

function mathFloor(w_x: W_Root): W_Root {
  if (!(w_x instanceof W_Float)) {
    const w_method = lookupSpecial(w_x, n_floor);
    if (w_method !== null) return call0(w_method);
  }
  return floatToIntObject(Math.floor(toFloat(w_x)));
}

function mathTrunc(w_x: W_Root): W_Root {
  if (w_x instanceof W_Float) return floatToIntObject(w_x.value);
  const w_method = lookupSpecial(w_x, n_trunc);
  if (w_method === null) throw typeError(`type ${typeName(w_x)} doesn't define __trunc__ method`);
  return call0(w_method);
}

function mathCopysign(w_x: W_Root, w_y: W_Root): W_Root {
  const x = toFloat(w_x);
  return newFloat(copySign(x, toFloat(w_y)));
}

function mathFmod(w_x: W_Root, w_y: W_Root): W_Root {
  const x = toFloat(w_x);
  const y = toFloat(w_y);
  if (x - x === 0 && y - y !== 0 && y === y) return newFloat(x);
  const result = x % y;
  if (result !== result && x === x && y === y) throw domainError();
  return newFloat(result);
}

function mathFrexp(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  if (x === 0 || x - x !== 0) return newTuple([newFloat(x), newInt(0)]);
  const exponent = leadingExponent(x) + 1;
  return newTuple([newFloat(scaleByTwo(x, -exponent)), newInt(exponent)]);
}

function mathLdexp(w_x: W_Root, w_i: W_Root): W_Root {
  const x = toFloat(w_x);
  if (!(w_i instanceof W_IntBase) && w_i.getType().findSlot(Slot.INDEX) === null) {
    throw typeError('Expected an int as second argument to ldexp.');
  }
  const w_exponent = index(w_i);
  if (x === 0 || x - x !== 0) return newFloat(x);
  let exponent = 0;
  if (w_exponent.isWord()) {
    const word = w_exponent.toWord();
    exponent = word > 4000 ? 4000 : word < -4000 ? -4000 : word;
  } else {
    exponent = intSign(w_exponent) * 4000;
  }
  const result = scaleByTwo(x, exponent);
  if (result - result !== 0) throw rangeError();
  return newFloat(result);
}

function mathModf(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  if (x !== x) return newTuple([newFloat(x), newFloat(x)]);
  if (x - x !== 0) return newTuple([newFloat(copySign(0.0, x)), newFloat(x)]);
  const whole = Math.trunc(x);
  return newTuple([newFloat(copySign(x - whole, x)), newFloat(whole)]);
}

function mathNextafter(w_x: W_Root, w_y: W_Root): W_Root {
  const x = toFloat(w_x);
  const y = toFloat(w_y);
  if (x !== x || y !== y) return newFloat(NaN);
  if (x === y) return newFloat(y);
  return newFloat(x < y ? stepUp(x) : -stepUp(-x));
}

/** The next float upwards, of an infinity too. */
function stepUp(x: float): float {
  return x === -Infinity ? -Number.MAX_VALUE : nextUp(x);
}

function mathUlp(w_x: W_Root): W_Root {
  const x = Math.abs(toFloat(w_x));
  if (x - x !== 0) return newFloat(x);
  const above = nextUp(x);
  return newFloat(above === Infinity ? x + nextUp(-x) : above - x);
}

/** A power of a non-finite number or to a non-finite power, by the C standard (annex F). */
function specialPower(x: float, y: float): float {
  if (y === 0 || x === 1) return 1.0;
  if (x !== x || y !== y) return NaN;
  if (y - y !== 0) {
    const size = Math.abs(x);
    if (size === 1) return 1.0;
    return y > 0 === size > 1 ? Infinity : 0.0;
  }
  const odd = Math.abs(y % 2) === 1;
  if (y > 0) return odd ? x : Math.abs(x);
  return odd ? copySign(0.0, x) : 0.0;
}

function mathPow(w_x: W_Root, w_y: W_Root): W_Root {
  const x = toFloat(w_x);
  const y = toFloat(w_y);
  if (x - x !== 0 || y - y !== 0) return newFloat(specialPower(x, y));
  const result = pow(x, y);
  if (result !== result) throw domainError();
  if (result - result !== 0) {
    if (x === 0) throw domainError();
    throw rangeError();
  }
  return newFloat(result);
}

function mathRemainder(w_x: W_Root, w_y: W_Root): W_Root {
  const x = toFloat(w_x);
  const y = toFloat(w_y);
  if (x !== x || y !== y) return newFloat(x + y);
  if (x - x !== 0 || y === 0) throw domainError();
  if (y - y !== 0) return newFloat(x);
  return newFloat(ieeeRemainder(x, y));
}

function mathIsclose(w_a: W_Root, w_b: W_Root, w_relative: W_Root | null, w_absolute: W_Root | null): W_Root {
  const a = toFloat(w_a);
  const b = toFloat(w_b);
  const relative = w_relative === null ? 1e-9 : toFloat(w_relative);
  const absolute = w_absolute === null ? 0.0 : toFloat(w_absolute);
  if (relative < 0 || absolute < 0) throw valueError('tolerances must be non-negative');
  if (a === b) return newBool(true);
  if (a - a !== 0 || b - b !== 0) return newBool(false);
  const difference = Math.abs(b - a);
  return newBool(
    difference <= Math.abs(relative * b) || difference <= Math.abs(relative * a) || difference <= absolute,
  );
}

function mathIsfinite(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return newBool(x - x === 0);
}

function mathIsinf(w_x: W_Root): W_Root {
  return newBool(Math.abs(toFloat(w_x)) === Infinity);
}

function mathIsnan(w_x: W_Root): W_Root {
  const x = toFloat(w_x);
  return newBool(x !== x);
}

export const floatRows: readonly Row[] = [
  func(
    'ceil',
    '($module, x, /)',
    mathCeil,
    'Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.',
  ),
  func(
    'copysign',
    '($module, x, y, /)',
    mathCopysign,
    'Return a float with the magnitude (absolute value) of x but the sign of y.',
  ),
  func(
    'floor',
    '($module, x, /)',
    mathFloor,
    'Return the floor of x as an Integral.\n\nThis is the largest integer <= x.',
  ),
  func(
    'fmod',
    '($module, x, y, /)',
    mathFmod,
    'Return fmod(x, y), according to platform C.\n\nx % y may differ.',
  ),
  func('frexp', '($module, x, /)', mathFrexp, 'Return the mantissa and exponent of x, as pair (m, e).'),
  func(
    'isclose',
    '($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)',
    mathIsclose,
    'Determine whether two floating point numbers are close in value.',
  ),
  func(
    'isfinite',
    '($module, x, /)',
    mathIsfinite,
    'Return True if x is neither an infinity nor a NaN, and False otherwise.',
  ),
  func(
    'isinf',
    '($module, x, /)',
    mathIsinf,
    'Return True if x is a positive or negative infinity, and False otherwise.',
  ),
  func(
    'isnan',
    '($module, x, /)',
    mathIsnan,
    'Return True if x is a NaN (not a number), and False otherwise.',
  ),
  func(
    'ldexp',
    '($module, x, i, /)',
    mathLdexp,
    'Return x * (2**i).\n\nThis is essentially the inverse of frexp().',
  ),
  func(
    'modf',
    '($module, x, /)',
    mathModf,
    'Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.',
  ),
  func(
    'nextafter',
    '($module, x, y, /)',
    mathNextafter,
    'Return the next floating-point value after x towards y.',
  ),
  func('pow', '($module, x, y, /)', mathPow, 'Return x**y (x to the power of y).'),
  func(
    'remainder',
    '($module, x, y, /)',
    mathRemainder,
    'Difference between x and the closest integer multiple of y.',
  ),
  func('trunc', '($module, x, /)', mathTrunc, 'Truncates the Real x to the nearest Integral toward 0.'),
  func('ulp', '($module, x, /)', mathUlp, 'Return the value of the least significant bit of the float x.'),
];
