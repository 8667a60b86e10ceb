/**
 * Arithmetic on constants at compile time, with the results Python would give at run time.
 *
 * An operation that would raise, or whose result would be large, is left to run time (`undefined`): code must
 * not grow, and compiling must not take long.
 */

import type { Constant, Node } from '../parser/ast.js';
import { boolConstant, constantTruth, intConstant } from './constants.js';

type BinaryName = Node<'BinOp'>['op']['type_'];
type UnaryName = Node<'UnaryOp'>['op']['type_'];

/** CPython's limits: bits of an int, items of a tuple, items in all with nested tuples, characters. */
const maxIntBits = 128;
const maxItems = 256;
const maxTotalItems = 1024;
const maxText = 4096;

function findInt(constant: Constant): bigint | undefined {
  if (constant.kind === 'int') return constant.value;
  if (constant.kind === 'True') return 1n;
  return constant.kind === 'False' ? 0n : undefined;
}

/** Int or float as a float; ints too large for one would raise. */
function findFloat(constant: Constant): number | undefined {
  if (constant.kind === 'float') return constant.value;
  const int = findInt(constant);
  if (int === undefined) return undefined;
  const float = Number(int);
  return Number.isFinite(float) ? float : undefined;
}

export function bitLength(value: bigint): number {
  return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

export function foldUnary(op: UnaryName, operand: Constant): Constant | undefined {
  if (op === 'Not') return boolConstant(!constantTruth(operand));
  const int = findInt(operand);
  if (int !== undefined) {
    if (op === 'Invert') return intConstant(~int);
    return intConstant(op === 'USub' ? -int : int);
  }
  if (op === 'Invert') return undefined;
  if (operand.kind === 'float') return op === 'USub' ? { kind: 'float', value: -operand.value } : operand;
  if (operand.kind === 'complex') {
    return op === 'USub' ? { kind: 'complex', real: -operand.real, imag: -operand.imag } : operand;
  }
  return undefined;
}

export function foldBinary(op: BinaryName, left: Constant, right: Constant): Constant | undefined {
  const leftInt = findInt(left);
  const rightInt = findInt(right);
  if (leftInt !== undefined && rightInt !== undefined) {
    const bothBool = left.kind !== 'int' && right.kind !== 'int';
    return foldInts(op, leftInt, rightInt, bothBool);
  }
  if (left.kind === 'complex' || right.kind === 'complex') return foldComplex(op, left, right);
  const leftFloat = findFloat(left);
  const rightFloat = findFloat(right);
  if (leftFloat !== undefined && rightFloat !== undefined) return foldFloats(op, leftFloat, rightFloat);
  if (op === 'Add') return concatenate(left, right);
  if (op === 'Mult') {
    if (leftInt !== undefined) return repeat(right, leftInt);
    if (rightInt !== undefined) return repeat(left, rightInt);
  }
  return undefined;
}

function floorDivide(left: bigint, right: bigint): bigint {
  const quotient = left / right;
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient;
}

function foldInts(op: BinaryName, left: bigint, right: bigint, bothBool: boolean): Constant | undefined {
  const bitwise = (value: bigint): Constant => (bothBool ? boolConstant(value !== 0n) : intConstant(value));
  switch (op) {
    case 'Add':
      return intConstant(left + right);
    case 'Sub':
      return intConstant(left - right);
    case 'Mult':
      if (left !== 0n && right !== 0n && bitLength(left) + bitLength(right) > maxIntBits) return undefined;
      return intConstant(left * right);
    case 'FloorDiv':
      return right === 0n ? undefined : intConstant(floorDivide(left, right));
    case 'Mod':
      return right === 0n ? undefined : intConstant(left - floorDivide(left, right) * right);
    case 'Div': {
      const value = right === 0n ? undefined : divideInts(left, right);
      return value === undefined ? undefined : { kind: 'float', value };
    }
    case 'Pow':
      return foldIntPower(left, right);
    case 'LShift':
      if (right < 0n) return undefined;
      if (left !== 0n && right !== 0n && right + BigInt(bitLength(left)) > BigInt(maxIntBits))
        return undefined;
      return intConstant(left === 0n ? 0n : left << right);
    case 'RShift':
      return right < 0n ? undefined : intConstant(left >> right);
    case 'BitOr':
      return bitwise(left | right);
    case 'BitXor':
      return bitwise(left ^ right);
    case 'BitAnd':
      return bitwise(left & right);
    case 'MatMult':
      return undefined;
  }
}

/** `left / right`, correctly rounded. */
function divideInts(left: bigint, right: bigint): number | undefined {
  const negative = left < 0n !== right < 0n;
  const numerator = left < 0n ? -left : left;
  const denominator = right < 0n ? -right : right;
  // 66 bits of quotient, the last of them sticky, round as the exact quotient does.
  const shift = Math.max(0, 66 - (bitLength(numerator) - bitLength(denominator)));
  if (shift > 1000) return undefined;
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  const sticky = scaled % denominator === 0n ? quotient : quotient | 1n;
  const value = Number(sticky) / 2 ** shift;
  if (!Number.isFinite(value)) return undefined;
  return negative ? -value : value;
}

function foldIntPower(base: bigint, exponent: bigint): Constant | undefined {
  if (exponent > 0n) {
    if (base !== 0n && BigInt(bitLength(base)) * exponent > BigInt(maxIntBits)) return undefined;
    return intConstant(base ** exponent);
  }
  if (exponent === 0n) return intConstant(1);
  return base === 0n ? undefined : foldFloats('Pow', Number(base), Number(exponent));
}

function floatModulo(left: number, right: number): number {
  const rest = left % right;
  if (rest === 0) return right < 0 ? -0 : 0;
  return rest < 0 !== right < 0 ? rest + right : rest;
}

function floatFloorDivide(left: number, right: number): number {
  const modulo = floatModulo(left, right);
  const quotient = (left - modulo) / right;
  if (quotient === 0) return left / right < 0 || Object.is(left / right, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function foldFloats(op: BinaryName, left: number, right: number): Constant | undefined {
  const value = floatResult(op, left, right);
  return value === undefined ? undefined : { kind: 'float', value };
}

function floatResult(op: BinaryName, left: number, right: number): number | undefined {
  switch (op) {
    case 'Add':
      return left + right;
    case 'Sub':
      return left - right;
    case 'Mult':
      return left * right;
    case 'Div':
      return right === 0 ? undefined : left / right;
    case 'Mod':
      return right === 0 ? undefined : floatModulo(left, right);
    case 'FloorDiv':
      return right === 0 ? undefined : floatFloorDivide(left, right);
    case 'Pow': {
      if (left === 0 && right < 0) return undefined;
      if (left < 0 && !Number.isInteger(right)) return undefined;
      // Other powers are libm's, whose last bit V8 need not share.
      const value = exactPower(left, right);
      return value !== undefined && Number.isFinite(value) ? value : undefined;
    }
    default:
      return undefined;
  }
}

/** Whole powers, correctly rounded, where the result is neither huge nor tiny. */
function exactPower(base: number, exponent: number): number | undefined {
  if (exponent === 0) return 1;
  if (exponent === 0.5 && base >= 0) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 1024 || !Number.isFinite(base)) return undefined;
  if (base === 0) return base ** exponent;
  let scale = 0;
  let mantissa = Math.abs(base);
  for (; !Number.isInteger(mantissa); scale--) mantissa *= 2;
  const sign = base < 0 && exponent % 2 !== 0 ? -1 : 1;
  const size = BigInt(Math.abs(exponent));
  const digits = BigInt(mantissa);
  const twos = bitLength(digits & -digits) - 1;
  const power = (digits >> BigInt(twos)) ** size;
  const binary = (scale + twos) * exponent;
  const extra = exponent > 0 ? 0 : bitLength(power) + 66;
  const quotient = extra === 0 ? power : ((1n << BigInt(extra)) / power) | 1n;
  const exact = power === 1n ? 1 : Number(quotient);
  const shift = power === 1n ? binary : binary - extra;
  const magnitude = Math.log2(exact) + shift;
  // Within the normal range scaling by a power of two is exact.
  if (Math.abs(magnitude) > 1022 || Math.abs(shift) > 1022) return undefined;
  return sign * exact * 2 ** shift;
}

function findComplex(constant: Constant): { real: number; imag: number } | undefined {
  if (constant.kind === 'complex') return constant;
  const real = findFloat(constant);
  return real === undefined ? undefined : { real, imag: 0 };
}

function foldComplex(op: BinaryName, left: Constant, right: Constant): Constant | undefined {
  const a = findComplex(left);
  const b = findComplex(right);
  if (a === undefined || b === undefined) return undefined;
  switch (op) {
    case 'Add':
      return { kind: 'complex', real: a.real + b.real, imag: a.imag + b.imag };
    case 'Sub':
      return { kind: 'complex', real: a.real - b.real, imag: a.imag - b.imag };
    case 'Mult':
      return {
        kind: 'complex',
        real: a.real * b.real - a.imag * b.imag,
        imag: a.real * b.imag + a.imag * b.real,
      };
    case 'Div':
      return divideComplex(a, b);
    default:
      return undefined;
  }
}

/** Smith's method, as CPython divides. */
function divideComplex(
  a: { real: number; imag: number },
  b: { real: number; imag: number },
): Constant | undefined {
  if (b.real === 0 && b.imag === 0) return undefined;
  if (Math.abs(b.real) >= Math.abs(b.imag)) {
    const ratio = b.imag / b.real;
    const scale = b.real + b.imag * ratio;
    return {
      kind: 'complex',
      real: (a.real + a.imag * ratio) / scale,
      imag: (a.imag - a.real * ratio) / scale,
    };
  }
  const ratio = b.real / b.imag;
  const scale = b.real * ratio + b.imag;
  return {
    kind: 'complex',
    real: (a.real * ratio + a.imag) / scale,
    imag: (a.imag * ratio - a.real) / scale,
  };
}

function concatenate(left: Constant, right: Constant): Constant | undefined {
  if (left.kind === 'str' && right.kind === 'str') {
    return hasPoints(left) || hasPoints(right) ? undefined : joinTexts(left.value, right.value);
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    return { kind: 'bytes', value: Uint8Array.from([...left.value, ...right.value]) };
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    return { kind: 'tuple', items: [...left.items, ...right.items] };
  }
  return undefined;
}

/** Whether the text alone does not tell the code points. */
function hasPoints(constant: Constant): boolean {
  return constant.kind === 'str' && constant.codePoints !== undefined;
}

/** Two lone surrogates must not become a pair: JavaScript's text could not tell it from one character. */
function joinTexts(left: string, right: string): Constant | undefined {
  const seam = left.charCodeAt(left.length - 1);
  const next = right.charCodeAt(0);
  if (seam >= 0xd800 && seam < 0xdc00 && next >= 0xdc00 && next < 0xe000) return undefined;
  return { kind: 'str', value: left + right };
}

function repeat(constant: Constant, count: bigint): Constant | undefined {
  if (hasPoints(constant)) return undefined;
  switch (constant.kind) {
    case 'str':
    case 'bytes': {
      const length = constant.kind === 'str' ? Array.from(constant.value).length : constant.value.length;
      if (length > 0 && (count < 0n || count > BigInt(Math.floor(maxText / length)))) return undefined;
      const times = length > 0 ? Number(count) : 0;
      if (constant.kind === 'str') return { kind: 'str', value: constant.value.repeat(times) };
      const value = new Uint8Array(length * times);
      for (let index = 0; index < times; index++) value.set(constant.value, index * length);
      return { kind: 'bytes', value };
    }
    case 'tuple': {
      const length = constant.items.length;
      if (length > 0) {
        if (count < 0n || count > BigInt(Math.floor(maxItems / length))) return undefined;
        if (count > 0n && countItems(constant) > maxTotalItems / Number(count)) return undefined;
      }
      const items: Constant[] = [];
      for (let index = 0; index < (length > 0 ? Number(count) : 0); index++) items.push(...constant.items);
      return { kind: 'tuple', items };
    }
    default:
      return undefined;
  }
}

function countItems(constant: Constant): number {
  if (constant.kind !== 'tuple') return 0;
  return constant.items.reduce((total, item) => total + countItems(item), constant.items.length);
}

/** `constant[index]` */
export function foldSubscript(constant: Constant, index: Constant): Constant | undefined {
  const place = findInt(index);
  if (place === undefined || hasPoints(constant)) return undefined;
  const pick = <T>(items: ArrayLike<T>): T | undefined => {
    const at = place < 0n ? place + BigInt(items.length) : place;
    return at >= 0n && at < BigInt(items.length) ? items[Number(at)] : undefined;
  };
  if (constant.kind === 'tuple') return pick(constant.items);
  if (constant.kind === 'str') {
    const value = pick(Array.from(constant.value));
    return value === undefined ? undefined : { kind: 'str', value };
  }
  if (constant.kind === 'bytes') {
    const value = pick(constant.value);
    return value === undefined ? undefined : intConstant(value);
  }
  return undefined;
}
