/** Drivers of the library and of builtin types: each gives a text of all that it computed. */
import {
  isSameFloat,
  copySign,
  doubleFromBits,
  highBits,
  leadingExponent,
  lowBits,
} from '../../../src/ts/rlib/float.js';
import {
  bigAdd,
  bigAnd,
  bigBitLength,
  bigCompare,
  bigFitsWord,
  bigFloorDivMod,
  bigFromInt,
  bigMul,
  bigNegate,
  bigOr,
  bigPow,
  bigShl,
  bigShr,
  bigSub,
  bigToFloat,
  bigToWord,
  bigTruncDivMod,
  bigXor,
  type BigInteger,
} from '../../../src/ts/rlib/bigint.js';
import { bigFromText, bigToDecimal, bigToRadixBits } from '../../../src/ts/rlib/bigint-text.js';
import { bigFrexp, bigTrueDivide } from '../../../src/ts/rlib/bigint-float.js';
import { bigPowMod } from '../../../src/ts/rlib/bigint-power.js';
import { floatText, formatFloat } from '../../../src/ts/rlib/dtoa.js';
import { nextUp } from '../../../src/ts/rlib/float-parts.js';
import { floorMod, mul32 } from '../../../src/ts/rlib/int.js';
import type { int } from '../../../src/ts/rlib/types.js';
import { add, divmod, multiply, subtract } from '../../../src/ts/python/interp/arithmetic.js';
import { repr } from '../../../src/ts/python/interp/convert.js';
import { contains, deleteItem, getItem, setItem } from '../../../src/ts/python/interp/items.js';
import { newDict } from '../../../src/ts/python/objects/dict.js';
import { floatFromHex, floatToHex, parseFloatRange } from '../../../src/ts/python/objects/float-text.js';
import type { W_Root } from '../../../src/ts/python/objects/root.js';
import { isIdentifier } from '../../../src/ts/python/objects/str-identifier.js';
import { lowerOf } from '../../../src/ts/python/objects/str-case.js';
import { reprOfText } from '../../../src/ts/python/objects/str-repr.js';
import { countCodePoints, hashBytes } from '../../../src/ts/python/objects/w-str-base.js';
import { newFloat } from '../../../src/ts/python/objects/w-float.js';
import { newInt } from '../../../src/ts/python/objects/w-int.js';
import { newListOwning } from '../../../src/ts/python/objects/w-list.js';
import { newStr } from '../../../src/ts/python/objects/w-str.js';
import { newPair } from '../../../src/ts/python/objects/w-tuple.js';

function bigOf(text: string): BigInteger {
  if (text.startsWith('-')) return bigNegate(bigFromText(text.slice(1), 10));
  return bigFromText(text, 10);
}

/** Two decimal numbers, the second not 0; a small count. */
export function bigArithmetic(left: string, right: string, count: int): string {
  const a = bigOf(left);
  const b = bigOf(right);
  const floor = bigFloorDivMod(a, b);
  const trunc = bigTruncDivMod(a, b);
  let text = `${bigToDecimal(bigAdd(a, b))} ${bigToDecimal(bigSub(a, b))} ${bigToDecimal(bigMul(a, b))} `;
  text += `${bigToDecimal(floor.quotient)} ${bigToDecimal(floor.remainder)} `;
  text += `${bigToDecimal(trunc.quotient)} ${bigToDecimal(trunc.remainder)} `;
  text += `${bigToDecimal(bigAnd(a, b))} ${bigToDecimal(bigOr(a, b))} ${bigToDecimal(bigXor(a, b))} `;
  text += `${bigToDecimal(bigShl(a, count))} ${bigToDecimal(bigShr(a, count))} ${bigToDecimal(bigPow(b, count & 7))} `;
  text += `${bigCompare(a, b)} ${bigBitLength(a)} ${bigToRadixBits(b, 4)} ${bigFitsWord(a) ? bigToWord(a) : 0} `;
  text += `${floatText(bigToFloat(a))} ${floatText(bigTrueDivide(a, b))} ${bigFrexp(b).exponent} ${floatText(bigFrexp(b).fraction)}`;
  const modulus = b.sign < 0 ? bigNegate(b) : b;
  const base = bigFloorDivMod(a, modulus).remainder;
  return `${text} ${bigToDecimal(bigPowMod(base, bigFromInt(count), modulus))}`;
}

/** A double by its halves. */
export function floatTexts(high: int, low: int): string {
  const x = doubleFromBits(high, low);
  // JavaScript does not keep a NaN's bits.
  if (x !== x) return floatText(x);
  const shortest = floatText(x);
  const back = parseFloatRange(shortest, 0, shortest.length).value;
  let text = `${shortest} ${isSameFloat(back, x) ? 'same' : 'other'} ${isSameFloat(x, -x) ? 'sameSign' : 'signed'} `;
  text += `${highBits(x)} ${lowBits(x)} ${floatText(copySign(1.5, x))} ${floatText(nextUp(x))}`;
  if (x - x !== 0) return text;
  if (x !== 0) text += ` ${leadingExponent(x)}`;
  const hex = floatToHex(x);
  text += ` ${formatFloat(x, 'e', 5, 0)} ${formatFloat(x, 'g', 12, 1)} ${hex}`;
  return isSameFloat(floatFromHex(hex), x) ? text : `${text} lost`;
}

/** A linear congruential generator of 32 bits. */
class Random {
  constructor(private state: int) {}

  below(n: int): int {
    this.state = (mul32(this.state, 1664525) + 1013904223) | 0;
    return floorMod((this.state >>> 8) & 0xffff, n);
  }
}

function randomObject(random: Random): W_Root {
  switch (random.below(5)) {
    case 0:
      return newInt(random.below(20) - 5);
    case 1:
      return newFloat(0.5);
    case 2:
      return newStr(`k${random.below(12)}`);
    case 3:
      return newPair(newInt(random.below(3)), newStr('p'));
    default:
      return newInt(random.below(1000) * 1000003);
  }
}

/** Sets, deletes and lookups in a dict; its storage changes on the way. */
export function dictOperations(seed: int, steps: int): string {
  const random = new Random(seed);
  const w_dict = newDict();
  let text = '';
  for (let i = 0; i < steps; i++) {
    const w_key = i < 10 ? newStr(`s${random.below(8)}`) : randomObject(random);
    const action = random.below(4);
    if (action === 0 && contains(w_dict, w_key)) {
      deleteItem(w_dict, w_key);
      text += '-';
    } else if (action === 1 && contains(w_dict, w_key)) {
      text += `=${repr(getItem(w_dict, w_key)).utf8()}`;
    } else {
      setItem(w_dict, w_key, newInt(i));
      text += '+';
    }
  }
  return `${text} ${w_dict.length()} ${repr(w_dict).utf8()}`;
}

/** Lists that change from ints to other objects. */
export function listOperations(seed: int, steps: int): string {
  const random = new Random(seed);
  let w_list: W_Root = newListOwning([]);
  for (let i = 0; i < steps; i++) {
    const w_item = 2 * i < steps ? newInt(i) : randomObject(random);
    w_list = add(w_list, newListOwning([w_item]));
    if (random.below(4) === 0) deleteItem(w_list, newInt(random.below(2) - 1));
  }
  return repr(multiply(w_list, newInt(2))).utf8();
}

/** Arithmetic of Python's ints and floats; words that overflow become big. */
export function numbers(a: int, b: int): string {
  const w_a = newInt(a);
  const w_b = newInt(b);
  const w_product = multiply(multiply(w_a, w_b), w_a);
  let text = `${repr(add(w_a, w_b)).utf8()} ${repr(subtract(w_product, w_b)).utf8()}`;
  if (b !== 0) text += ` ${repr(divmod(w_product, w_b)).utf8()} ${repr(divmod(newFloat(2.5), w_b)).utf8()}`;
  return text;
}

export function texts(text: string): string {
  const w_text = newStr(text);
  return `${reprOfText(text)} ${lowerOf(text)} ${countCodePoints(text)} ${hashBytes(text)} ${isIdentifier(w_text) ? 1 : 0} ${w_text.length()}`;
}
