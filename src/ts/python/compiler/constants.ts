/**
 * Constants: their identity in `co_consts`, their truth, their Python type.
 *
 * Two constants share an entry only if they are indistinguishable at run time: `1`, `1.0` and `True` are
 * three constants, so are `0.0` and `-0.0`. `constantKey` spells this out as text.
 */

import type { Constant } from '../parser/ast.js';
import type { CodeConstant, CodeObject } from './code.js';

export const noneConstant: Constant = { kind: 'None' };
export const trueConstant: Constant = { kind: 'True' };
export const falseConstant: Constant = { kind: 'False' };

export function stringConstant(value: string): Constant {
  return { kind: 'str', value };
}

export function intConstant(value: number | bigint): Constant {
  return { kind: 'int', value: BigInt(value) };
}

export function boolConstant(value: boolean): Constant {
  return value ? trueConstant : falseConstant;
}

export function stringTuple(values: readonly string[]): Constant {
  return { kind: 'tuple', items: values.map(stringConstant) };
}

const codeKeys = new WeakMap<CodeObject, string>();

function bytesKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Code objects are equal by content: a `finally` body is compiled twice, the lambdas in it are kept once. */
function codeKey(code: CodeObject): string {
  let key = codeKeys.get(code);
  if (key === undefined) {
    const numbers = [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags, code.firstlineno];
    const texts = [code.name, ...code.names, '', ...code.localsplusnames];
    const tables = [code.code, code.linetable, code.exceptiontable, code.localspluskinds];
    const consts = code.consts.map(constantKey);
    key = `o${numbers.join(',')};${texts.join(',')};${tables.map(bytesKey).join(';')};${consts.join(';')}`;
    codeKeys.set(code, key);
  }
  return key;
}

function floatKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A text that is equal for constants which may share an entry of `co_consts`. */
export function constantKey(constant: CodeConstant): string {
  switch (constant.kind) {
    case 'None':
    case 'True':
    case 'False':
    case 'Ellipsis':
      return constant.kind;
    case 'int':
      return `i${constant.value}`;
    case 'float':
      return `f${floatKey(constant.value)}`;
    case 'complex':
      return `c${floatKey(constant.real)},${floatKey(constant.imag)}`;
    case 'str':
      if (constant.codePoints !== undefined) return `p${constant.codePoints.join(',')}`;
      return `s${constant.value.length}:${constant.value}`;
    case 'bytes':
      return `b${constant.value.length}:${constant.value.join(',')}`;
    case 'tuple':
      return `(${constant.items.map(constantKey).join(';')})`;
    case 'frozenset':
      return `{${constant.items.map(constantKey).sort().join(';')}}`;
    case 'code':
      return codeKey(constant);
  }
}

/** A text that is equal for constants that compare equal: `0`, `False`, `0.0` and `0j` are one. */
export function equalityKey(constant: Constant): string {
  switch (constant.kind) {
    case 'True':
      return 'i1';
    case 'False':
      return 'i0';
    case 'float':
      return Number.isInteger(constant.value) ? `i${BigInt(constant.value)}` : constantKey(constant);
    case 'complex':
      return constant.imag === 0
        ? equalityKey({ kind: 'float', value: constant.real })
        : constantKey(constant);
    default:
      return constantKey(constant);
  }
}

/** `bool(constant)`. */
export function constantTruth(constant: Constant): boolean {
  switch (constant.kind) {
    case 'None':
    case 'False':
      return false;
    case 'True':
    case 'Ellipsis':
      return true;
    case 'int':
      return constant.value !== 0n;
    case 'float':
      return constant.value !== 0;
    case 'complex':
      return constant.real !== 0 || constant.imag !== 0;
    case 'str':
    case 'bytes':
      return constant.value.length > 0;
    case 'tuple':
    case 'frozenset':
      return constant.items.length > 0;
  }
}

const typeNames: Readonly<Record<Constant['kind'], string>> = {
  None: 'NoneType',
  True: 'bool',
  False: 'bool',
  Ellipsis: 'ellipsis',
  int: 'int',
  float: 'float',
  complex: 'complex',
  str: 'str',
  bytes: 'bytes',
  tuple: 'tuple',
  frozenset: 'frozenset',
};

/** `type(constant).__name__`. */
export function constantTypeName(constant: Constant): string {
  return typeNames[constant.kind];
}
