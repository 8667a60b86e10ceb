/** Module `_operator`: the operators as functions. The callable objects are in `operator-getters.ts`. */
import { bytesToString } from '../../rlib/bytes.js';
import { absolute, binary, BinaryOp, inplace, invert, negative, positive } from '../interp/arithmetic.js';
import { callWithDict } from '../interp/call-ops.js';
import { compare, Comparison, equalsTrue, isSame, isTrue } from '../interp/compare.js';
import { index } from '../interp/convert.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { contains, deleteItem, getItem, setItem } from '../interp/items.js';
import { iter, lengthHint, next } from '../interp/iteration.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { func, moduledef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { newBool, newInt, W_IntBase } from '../objects/w-int.js';
import { W_DictBase } from '../objects/w-dict.js';
import { w_None } from '../objects/w-none.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_TupleBase } from '../objects/w-tuple.js';
import {
  attrgetterType,
  attrgetterTypedef,
  itemgetterType,
  itemgetterTypedef,
  methodcallerType,
  methodcallerTypedef,
} from './operator-getters.js';

function operatorAdd(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.ADD, w_a, w_b);
}

function operatorIadd(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.ADD, w_a, w_b);
}

function operatorSub(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.SUBTRACT, w_a, w_b);
}

function operatorIsub(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.SUBTRACT, w_a, w_b);
}

function operatorMul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MULTIPLY, w_a, w_b);
}

function operatorImul(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MULTIPLY, w_a, w_b);
}

function operatorTruediv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.TRUE_DIVIDE, w_a, w_b);
}

function operatorItruediv(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.TRUE_DIVIDE, w_a, w_b);
}

function operatorFloordiv(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.FLOOR_DIVIDE, w_a, w_b);
}

function operatorIfloordiv(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.FLOOR_DIVIDE, w_a, w_b);
}

function operatorMod(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MODULO, w_a, w_b);
}

function operatorImod(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MODULO, w_a, w_b);
}

function operatorPow(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.POWER, w_a, w_b);
}

function operatorIpow(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.POWER, w_a, w_b);
}

function operatorLshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.LSHIFT, w_a, w_b);
}

function operatorIlshift(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.LSHIFT, w_a, w_b);
}

function operatorRshift(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.RSHIFT, w_a, w_b);
}

function operatorIrshift(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.RSHIFT, w_a, w_b);
}

function operatorAnd(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.AND, w_a, w_b);
}

function operatorIand(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.AND, w_a, w_b);
}

function operatorOr(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.OR, w_a, w_b);
}

function operatorIor(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.OR, w_a, w_b);
}

function operatorXor(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.XOR, w_a, w_b);
}

function operatorIxor(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.XOR, w_a, w_b);
}

function operatorMatmul(w_a: W_Root, w_b: W_Root): W_Root {
  return binary(BinaryOp.MATRIX_MULTIPLY, w_a, w_b);
}

function operatorImatmul(w_a: W_Root, w_b: W_Root): W_Root {
  return inplace(BinaryOp.MATRIX_MULTIPLY, w_a, w_b);
}

function operatorLt(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.LT, w_a, w_b);
}

function operatorLe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.LE, w_a, w_b);
}

function operatorEq(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.EQ, w_a, w_b);
}

function operatorNe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.NE, w_a, w_b);
}

function operatorGt(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.GT, w_a, w_b);
}

function operatorGe(w_a: W_Root, w_b: W_Root): W_Root {
  return compare(Comparison.GE, w_a, w_b);
}

function operatorTruth(w_a: W_Root): W_Root {
  return newBool(isTrue(w_a));
}

function operatorNot(w_a: W_Root): W_Root {
  return newBool(!isTrue(w_a));
}

function operatorIs(w_a: W_Root, w_b: W_Root): W_Root {
  return newBool(isSame(w_a, w_b));
}

function operatorIsNot(w_a: W_Root, w_b: W_Root): W_Root {
  return newBool(!isSame(w_a, w_b));
}

function operatorIndex(w_a: W_Root): W_Root {
  return index(w_a);
}

function isSequence(w_obj: W_Root): boolean {
  return w_obj.getType().findSlot(Slot.GETITEM) !== null && !(w_obj instanceof W_DictBase);
}

function operatorConcat(w_a: W_Root, w_b: W_Root): W_Root {
  if (!isSequence(w_a)) throw typeError(`'${typeName(w_a)}' object can't be concatenated`);
  return binary(BinaryOp.ADD, w_a, w_b);
}

function operatorIconcat(w_a: W_Root, w_b: W_Root): W_Root {
  if (!isSequence(w_a)) throw typeError(`'${typeName(w_a)}' object can't be concatenated`);
  return inplace(BinaryOp.ADD, w_a, w_b);
}

function operatorContains(w_container: W_Root, w_item: W_Root): W_Root {
  return newBool(contains(w_container, w_item));
}

function operatorCountOf(w_iterable: W_Root, w_item: W_Root): W_Root {
  const w_iterator = iter(w_iterable);
  let count = 0;
  for (;;) {
    const w_next = next(w_iterator);
    if (w_next === null) return newInt(count);
    if (equalsTrue(w_next, w_item)) count++;
  }
}

function operatorIndexOf(w_iterable: W_Root, w_item: W_Root): W_Root {
  const w_iterator = iter(w_iterable);
  for (let i = 0; ; i++) {
    const w_next = next(w_iterator);
    if (w_next === null) throw valueError('sequence.index(x): x not in sequence');
    if (equalsTrue(w_next, w_item)) return newInt(i);
  }
}

function operatorGetitem(w_obj: W_Root, w_key: W_Root): W_Root {
  return getItem(w_obj, w_key);
}

function operatorSetitem(w_obj: W_Root, w_key: W_Root, w_value: W_Root): W_Root {
  setItem(w_obj, w_key, w_value);
  return w_None;
}

function operatorDelitem(w_obj: W_Root, w_key: W_Root): W_Root {
  deleteItem(w_obj, w_key);
  return w_None;
}

function operatorLengthHint(w_obj: W_Root, w_default: W_Root | null): W_Root {
  if (w_default !== null && !(w_default instanceof W_IntBase)) {
    throw typeError(`'${typeName(w_default)}' object cannot be interpreted as an integer`);
  }
  return newInt(lengthHint(w_obj, w_default === null ? 0 : w_default.toWord()));
}

function operatorCall(w_obj: W_Root, w_args: W_TupleBase, w_kwargs: W_DictBase): W_Root {
  return callWithDict(w_obj, w_args.items, w_kwargs);
}

/** Compares in a time that depends on the lengths only. */
function operatorCompareDigest(w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_StrBase && w_b instanceof W_StrBase) {
    if (!w_a.isAscii() || !w_b.isAscii()) {
      throw typeError('comparing strings with non-ASCII characters is not supported');
    }
    return newBool(sameBytes(w_a.utf8(), w_b.utf8()));
  }
  return newBool(sameBytes(digestBytes(w_a, w_b, w_a), digestBytes(w_a, w_b, w_b)));
}

function digestBytes(w_a: W_Root, w_b: W_Root, w_obj: W_Root): string {
  if (w_obj instanceof W_BytesBase) return w_obj.value;
  if (w_obj instanceof W_BytearrayBase) return bytesToString(w_obj.data, 0, w_obj.length);
  throw typeError(
    `unsupported operand types(s) or combination of types: '${typeName(w_a)}' and '${typeName(w_b)}'`,
  );
}

function sameBytes(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length && i < b.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

const rows: readonly Row[] = [
  func('add', '($module, a, b, /)', operatorAdd, 'Same as a + b.'),
  func('iadd', '($module, a, b, /)', operatorIadd, 'Same as a += b.'),
  func('sub', '($module, a, b, /)', operatorSub, 'Same as a - b.'),
  func('isub', '($module, a, b, /)', operatorIsub, 'Same as a -= b.'),
  func('mul', '($module, a, b, /)', operatorMul, 'Same as a * b.'),
  func('imul', '($module, a, b, /)', operatorImul, 'Same as a *= b.'),
  func('truediv', '($module, a, b, /)', operatorTruediv, 'Same as a / b.'),
  func('itruediv', '($module, a, b, /)', operatorItruediv, 'Same as a /= b.'),
  func('floordiv', '($module, a, b, /)', operatorFloordiv, 'Same as a // b.'),
  func('ifloordiv', '($module, a, b, /)', operatorIfloordiv, 'Same as a //= b.'),
  func('mod', '($module, a, b, /)', operatorMod, 'Same as a % b.'),
  func('imod', '($module, a, b, /)', operatorImod, 'Same as a %= b.'),
  func('pow', '($module, a, b, /)', operatorPow, 'Same as a ** b.'),
  func('ipow', '($module, a, b, /)', operatorIpow, 'Same as a **= b.'),
  func('lshift', '($module, a, b, /)', operatorLshift, 'Same as a << b.'),
  func('ilshift', '($module, a, b, /)', operatorIlshift, 'Same as a <<= b.'),
  func('rshift', '($module, a, b, /)', operatorRshift, 'Same as a >> b.'),
  func('irshift', '($module, a, b, /)', operatorIrshift, 'Same as a >>= b.'),
  func('and_', '($module, a, b, /)', operatorAnd, 'Same as a & b.'),
  func('iand', '($module, a, b, /)', operatorIand, 'Same as a &= b.'),
  func('or_', '($module, a, b, /)', operatorOr, 'Same as a | b.'),
  func('ior', '($module, a, b, /)', operatorIor, 'Same as a |= b.'),
  func('xor', '($module, a, b, /)', operatorXor, 'Same as a ^ b.'),
  func('ixor', '($module, a, b, /)', operatorIxor, 'Same as a ^= b.'),
  func('matmul', '($module, a, b, /)', operatorMatmul, 'Same as a @ b.'),
  func('imatmul', '($module, a, b, /)', operatorImatmul, 'Same as a @= b.'),
  func('lt', '($module, a, b, /)', operatorLt, 'Same as a < b.'),
  func('le', '($module, a, b, /)', operatorLe, 'Same as a <= b.'),
  func('eq', '($module, a, b, /)', operatorEq, 'Same as a == b.'),
  func('ne', '($module, a, b, /)', operatorNe, 'Same as a != b.'),
  func('gt', '($module, a, b, /)', operatorGt, 'Same as a > b.'),
  func('ge', '($module, a, b, /)', operatorGe, 'Same as a >= b.'),
  func('neg', '($module, a, /)', negative, 'Same as -a.'),
  func('pos', '($module, a, /)', positive, 'Same as +a.'),
  func('abs', '($module, a, /)', absolute, 'Same as abs(a).'),
  func('inv', '($module, a, /)', invert, 'Same as ~a.'),
  func('invert', '($module, a, /)', invert, 'Same as ~a.'),
  func('truth', '($module, a, /)', operatorTruth, 'Return True if a is true, False otherwise.'),
  func('not_', '($module, a, /)', operatorNot, 'Same as not a.'),
  func('is_', '($module, a, b, /)', operatorIs, 'Same as a is b.'),
  func('is_not', '($module, a, b, /)', operatorIsNot, 'Same as a is not b.'),
  func('index', '($module, a, /)', operatorIndex, 'Same as a.__index__()'),
  func('concat', '($module, a, b, /)', operatorConcat, 'Same as a + b, for a and b sequences.'),
  func('iconcat', '($module, a, b, /)', operatorIconcat, 'Same as a += b, for a and b sequences.'),
  func('contains', '($module, a, b, /)', operatorContains, 'Same as b in a (note reversed operands).'),
  func(
    'countOf',
    '($module, a, b, /)',
    operatorCountOf,
    'Return the number of items in a which are, or which equal, b.',
  ),
  func('indexOf', '($module, a, b, /)', operatorIndexOf, 'Return the first index of b in a.'),
  func('getitem', '($module, a, b, /)', operatorGetitem, 'Same as a[b].'),
  func('setitem', '($module, a, b, c, /)', operatorSetitem, 'Same as a[b] = c.'),
  func('delitem', '($module, a, b, /)', operatorDelitem, 'Same as del a[b].'),
  func(
    'length_hint',
    '($module, obj, default=0, /)',
    operatorLengthHint,
    'Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.',
  ),
  func('call', '($module, obj, /, *args, **kwargs)', operatorCall, 'Same as obj(*args, **kwargs).'),
  func(
    '_compare_digest',
    '($module, a, b, /)',
    operatorCompareDigest,
    "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.",
  ),
  value('itemgetter', () => itemgetterType),
  value('attrgetter', () => attrgetterType),
  value('methodcaller', () => methodcallerType),
];

export const operatorModule = moduledef('_operator', 'Operator interface.', rows, [
  itemgetterTypedef,
  attrgetterTypedef,
  methodcallerTypedef,
]);
