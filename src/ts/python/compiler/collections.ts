/**
 * Displays: tuples, lists, sets, dictionaries, with unpacking; and unpacking targets.
 *
 * Small ones are piled up on the stack and built at once; large ones, and those with `*`, grow piece by piece.
 */

import { Op } from '../interp/opcodes.js';
import type { Constant, Expr, Node } from '../parser/ast.js';
import { stackGuideline, type Compiler } from './compiler.js';
import { compileExpression, compileExpressions, getItem } from './expressions.js';

interface Growth {
  readonly build: Op;
  readonly add: Op;
  readonly extend: Op;
  readonly result: 'tuple' | 'list' | 'set';
}

const tupleGrowth: Growth = {
  build: Op.BUILD_LIST,
  add: Op.LIST_APPEND,
  extend: Op.LIST_EXTEND,
  result: 'tuple',
};
const listGrowth: Growth = { ...tupleGrowth, result: 'list' };
const setGrowth: Growth = { build: Op.BUILD_SET, add: Op.SET_ADD, extend: Op.SET_UPDATE, result: 'set' };

/** The constants of expressions that all are constants. */
export function findConstants(expressions: readonly (Expr | null)[]): Constant[] | undefined {
  const constants: Constant[] = [];
  for (const expression of expressions) {
    if (expression?.type_ !== 'Constant') return undefined;
    constants.push(expression.value);
  }
  return constants;
}

/** Positional arguments of a call as one tuple; `pushed` of them are on the stack already. */
export function compileArgumentTuple(c: Compiler, elements: readonly Expr[], pushed: number): void {
  compileElements(c, elements, pushed, tupleGrowth);
}

export function compileSet(c: Compiler, expression: Node<'Set'>): void {
  compileElements(c, expression.elts, 0, setGrowth);
}

export function compileSequence(c: Compiler, expression: Node<'List' | 'Tuple'>): void {
  if (expression.ctx.type_ === 'Load') {
    compileElements(c, expression.elts, 0, expression.type_ === 'List' ? listGrowth : tupleGrowth);
    return;
  }
  if (expression.ctx.type_ === 'Store') compileUnpacking(c, expression.elts);
  else compileExpressions(c, expression.elts);
}

function compileElements(c: Compiler, elements: readonly Expr[], pushed: number, growth: Growth): void {
  const isTuple = growth.result === 'tuple';
  const constants = elements.length > 2 ? findConstants(elements) : undefined;
  if (constants !== undefined) {
    if (isTuple && pushed === 0) {
      c.emitConst({ kind: 'tuple', items: constants });
      return;
    }
    c.emit(growth.build, pushed);
    c.emitConst(
      growth.result === 'set' ? { kind: 'frozenset', items: constants } : { kind: 'tuple', items: constants },
    );
    c.emit(growth.extend, 1);
    if (isTuple) c.emit(Op.LIST_TO_TUPLE);
    return;
  }
  const isBig = elements.length + pushed > stackGuideline;
  if (!isBig && !elements.some((element) => element.type_ === 'Starred')) {
    compileExpressions(c, elements);
    c.emit(isTuple ? Op.BUILD_TUPLE : growth.build, elements.length + pushed);
    return;
  }
  let isBuilt = isBig;
  if (isBig) c.emit(growth.build, pushed);
  elements.forEach((element, index) => {
    if (element.type_ === 'Starred') {
      if (!isBuilt) c.emit(growth.build, index + pushed);
      isBuilt = true;
      compileExpression(c, element.value);
      c.emit(growth.extend, 1);
    } else {
      compileExpression(c, element);
      if (isBuilt) c.emit(growth.add, 1);
    }
  });
  if (isTuple) c.emit(Op.LIST_TO_TUPLE);
}

/** Spreads the top of the stack over targets, of which one may be starred; `star` tells whether one is. */
export function emitUnpack<T>(
  c: Compiler,
  targets: readonly T[],
  star: (target: T) => boolean,
  where: string,
): void {
  const starIndex = targets.findIndex(star);
  if (starIndex < 0) {
    c.emit(Op.UNPACK_SEQUENCE, targets.length);
    return;
  }
  const after = targets.length - starIndex - 1;
  if (starIndex >= 1 << 8 || after >= 1 << 23) c.fail(`too many expressions in star-unpacking ${where}`);
  if (targets.slice(starIndex + 1).some(star)) c.fail(`multiple starred expressions in ${where}`);
  c.emit(Op.UNPACK_EX, starIndex | (after << 8));
}

function compileUnpacking(c: Compiler, targets: readonly Expr[]): void {
  emitUnpack(c, targets, (target) => target.type_ === 'Starred', 'assignment');
  for (const target of targets) compileExpression(c, target.type_ === 'Starred' ? target.value : target);
}

export function compileDict(c: Compiler, expression: Node<'Dict'>): void {
  const { keys, values } = expression;
  let hasDict = false;
  let pending = 0;
  const flush = (end: number): void => {
    compileDictPart(c, expression, end - pending, end);
    if (hasDict) c.emit(Op.DICT_UPDATE, 1);
    hasDict = true;
    pending = 0;
  };
  for (const [index, value] of values.entries()) {
    if (keys[index] === null) {
      if (pending > 0) flush(index);
      if (!hasDict) c.emit(Op.BUILD_MAP, 0);
      hasDict = true;
      compileExpression(c, value);
      c.emit(Op.DICT_UPDATE, 1);
    } else {
      pending++;
      if ((pending - 1) * 2 > stackGuideline) flush(index + 1);
    }
  }
  if (pending > 0) flush(values.length);
  if (!hasDict) c.emit(Op.BUILD_MAP, 0);
}

function compileDictPart(c: Compiler, expression: Node<'Dict'>, begin: number, end: number): void {
  const keys = expression.keys.slice(begin, end);
  const values = expression.values.slice(begin, end);
  const isBig = keys.length * 2 > stackGuideline;
  const constants = keys.length > 1 && !isBig ? findConstants(keys) : undefined;
  if (constants !== undefined) {
    compileExpressions(c, values);
    c.emitConst({ kind: 'tuple', items: constants });
    c.emit(Op.BUILD_CONST_KEY_MAP, keys.length);
    return;
  }
  if (isBig) c.emit(Op.BUILD_MAP, 0);
  for (const [index, key] of keys.entries()) {
    if (key === null) throw new Error('unpacking in a part of a dict display');
    compileExpression(c, key);
    compileExpression(c, getItem(values, index));
    if (isBig) c.emit(Op.MAP_ADD, 1);
  }
  if (!isBig) c.emit(Op.BUILD_MAP, keys.length);
}
