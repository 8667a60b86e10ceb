/** `complex`: constructor and methods. */
import { floatText, formatFloat, signBit } from '../../rlib/dtoa.js';
import { ovfAdd, ovfMul } from '../../rlib/int.js';
import { caught, Overflow } from '../../rlib/throwable.js';
import type { float } from '../../rlib/types.js';
import { toFloat } from '../interp/convert.js';
import { overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { callMethodDescriptor0, lookupSpecial } from '../interp/special.js';
import { call0 } from '../interp/call.js';
import { warn } from '../interp/warnings.js';
import { complexLength, complexPower, divideComplex, multiplyComplex } from './complex-arith.js';
import { floatHash } from './float.js';
import { decimalEnd, parseFloatRange } from './float-text.js';
import { intAsFloat, multiplyInts, addInts } from './int-arith.js';
import { compareIntFloat } from './int-compare.js';
import { asciiNumber, isAsciiSpace } from './int-text.js';
import { checkedNewType } from './new-type.js';
import { formatComplexObject } from './number-format.js';
import type { W_Root } from './root.js';
import { Slot } from './slots.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import { DeprecationWarningType } from './w-exception.js';
import {
  complexType,
  newComplex,
  newFloat,
  W_Complex,
  W_ComplexBase,
  W_ComplexUser,
  W_FloatBase,
} from './w-float.js';
import { newBool, newInt, W_IntBase } from './w-int.js';
import { w_None, w_NotImplemented } from './w-none.js';
import { intern, newAsciiStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple } from './w-tuple.js';
import { zeroDivisionError } from '../interp/errors.js';

const n_complex = intern('__complex__');

/** The result of `__complex__`, or null if the type has none. */
export function complexByMethod(w_obj: W_Root): W_ComplexBase | null {
  const w_method = lookupSpecial(w_obj, n_complex);
  if (w_method === null) return null;
  const w_result = call0(w_method);
  if (w_result instanceof W_Complex) return w_result;
  if (w_result instanceof W_ComplexBase) {
    warn(
      DeprecationWarningType,
      `__complex__ returned non-complex (type ${typeName(w_result)}).  The ability to return an instance of a strict subclass of complex is deprecated, and may not be supported in a future version of Python.`,
    );
    return w_result;
  }
  throw typeError(`__complex__ returned non-complex (type ${typeName(w_result)})`);
}

function isNumber(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  return w_type.findSlot(Slot.FLOAT) !== null || w_type.findSlot(Slot.INDEX) !== null;
}

function malformed(): W_ComplexBase {
  throw valueError('complex() arg is a malformed string');
}

function isSign(c: int8): boolean {
  return c === 43 || c === 45;
}

/** The end of a float (decimal, `inf`, `nan`) at `start`, or -1. */
function floatEnd(text: string, start: number, end: number): number {
  return -1;
}

function parseComplex(text: string): W_ComplexBase {
  return malformed();
}
