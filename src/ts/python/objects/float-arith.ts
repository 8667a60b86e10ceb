/** Arithmetic of floats where it differs from the machine's. */
import { bigFromFloat } from '../../rlib/bigint.js';
import { copySign } from '../../rlib/float.js';
import { pow } from '../../rlib/libm.js';
import { fitsWord, floatToInt } from '../../rlib/int.js';
import type { float } from '../../rlib/types.js';
import { overflowError, valueError, zeroDivisionError } from '../interp/errors.js';
import { complexPower } from './complex-arith.js';
import { newLong } from './int-ops.js';
import type { W_Root } from './root.js';
import { allocateException, OperationError, OverflowErrorType } from './w-exception.js';
import { newComplex, newFloat } from './w-float.js';
import { newInt } from './w-int.js';
import type { W_IntBase } from './w-int.js';
import { newStr } from './w-str.js';
import { newTuple } from './w-tuple.js';

/** The int of a float, truncated towards zero. */
export function floatToIntObject(value: float): W_IntBase {
  if (Math.abs(value) < 9007199254740992.0 && fitsWord(value)) return newInt(floatToInt(value));
  if (value !== value) throw valueError('cannot convert float NaN to integer');
  if (value - value !== 0) throw overflowError('cannot convert float infinity to integer');
  return newLong(bigFromFloat(value));
}

/** OverflowError with the C library's errno and text. */
export function rangeError(): OperationError {
  const w_exception = allocateException(OverflowErrorType);
  w_exception.w_args = newTuple([newInt(34), newStr('Numerical result out of range')]);
  return new OperationError(w_exception);
}

export function divideFloats(a: float, b: float): float {
  if (b === 0) throw zeroDivisionError('float division by zero');
  return a / b;
}

/** a modulo b with the sign of b; b is not 0. */
function modulo(a: float, b: float): float {
  const rest = a % b;
  if (rest === 0) return copySign(0.0, b);
  return rest < 0 !== b < 0 ? rest + b : rest;
}

export function moduloFloats(a: float, b: float): float {
  if (b === 0) throw zeroDivisionError('float modulo');
  return modulo(a, b);
}

/** The quotient that goes with the remainder of `modulo`: an integral float. */
function floorQuotient(a: float, b: float): float {
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) quotient -= 1;
  if (quotient === 0) return copySign(0.0, a / b);
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

export function floorDivideFloats(a: float, b: float): float {
  if (b === 0) throw zeroDivisionError('float floor division by zero');
  return floorQuotient(a, b);
}

export function divmodFloats(a: float, b: float): W_Root {
  if (b === 0) throw zeroDivisionError('float divmod()');
  return newTuple([newFloat(floorQuotient(a, b)), newFloat(modulo(a, b))]);
}

function isOddInteger(x: float): boolean {
  return Math.abs(x % 2) === 1;
}

/** a ** b where C's pow gives a float; NaN for a negative number to a broken power. */
export function powerFloats(a: float, b: float): float {
  if (b === 0 || a === 1) return 1.0;
  if (a !== a || b !== b) return NaN;
  if (b === Infinity || b === -Infinity) {
    const magnitude = Math.abs(a);
    if (magnitude === 1) return 1.0;
    return b > 0 === magnitude > 1 ? Infinity : 0.0;
  }
  if (a - a !== 0) {
    const odd = isOddInteger(b);
    if (b > 0) return odd ? a : Math.abs(a);
    return odd ? copySign(0.0, a) : 0.0;
  }
  if (a === 0) {
    if (b < 0) throw zeroDivisionError('0.0 cannot be raised to a negative power');
    return isOddInteger(b) ? a : 0.0;
  }
  const result = pow(a, b);
  if (result === Infinity || result === -Infinity) throw rangeError();
  return result;
}

/** a ** b; a complex for a negative number to a broken power. */
export function power(a: float, b: float): W_Root {
  if (a < 0 && a - a === 0 && b - b === 0 && Math.floor(b) !== b)
    return complexPower(newComplex(a, 0.0), newComplex(b, 0.0));
  return newFloat(powerFloats(a, b));
}
