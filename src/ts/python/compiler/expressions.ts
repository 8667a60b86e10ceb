/** Expressions: each leaves its value on the stack (or, as a target, takes one from it). */

import { Op } from '../interp/opcodes.js';
import type { Expr, Node } from '../parser/ast.js';
import { compileCall } from './calls.js';
import { checkComparison, checkIndex, checkSubscripted } from './checks.js';
import { compileDict, compileSequence, compileSet } from './collections.js';
import { stackGuideline, type Compiler } from './compiler.js';
import { compileComprehension } from './comprehensions.js';
import { intConstant, noneConstant, stringConstant } from './constants.js';
import { compileLambda } from './definitions.js';
import { Block } from './flow-graph.js';
import { checkName, emitVariable } from './names.js';

export const binaryOperations: Readonly<Record<Node<'BinOp'>['op']['type_'], Op>> = {
  Add: Op.BINARY_ADD,
  Sub: Op.BINARY_SUBTRACT,
  Mult: Op.BINARY_MULTIPLY,
  MatMult: Op.BINARY_MATRIX_MULTIPLY,
  Div: Op.BINARY_TRUE_DIVIDE,
  Mod: Op.BINARY_MODULO,
  Pow: Op.BINARY_POWER,
  LShift: Op.BINARY_LSHIFT,
  RShift: Op.BINARY_RSHIFT,
  BitOr: Op.BINARY_OR,
  BitXor: Op.BINARY_XOR,
  BitAnd: Op.BINARY_AND,
  FloorDiv: Op.BINARY_FLOOR_DIVIDE,
};

const unaryOperations: Readonly<Record<Node<'UnaryOp'>['op']['type_'], Op>> = {
  Invert: Op.UNARY_INVERT,
  Not: Op.UNARY_NOT,
  UAdd: Op.UNARY_POSITIVE,
  USub: Op.UNARY_NEGATIVE,
};

type ComparisonName = Node<'Compare'>['ops'][number]['type_'];

const comparisons: Readonly<Record<ComparisonName, readonly [Op, number]>> = {
  Lt: [Op.COMPARE_OP, 0],
  LtE: [Op.COMPARE_OP, 1],
  Eq: [Op.COMPARE_OP, 2],
  NotEq: [Op.COMPARE_OP, 3],
  Gt: [Op.COMPARE_OP, 4],
  GtE: [Op.COMPARE_OP, 5],
  Is: [Op.IS_OP, 0],
  IsNot: [Op.IS_OP, 1],
  In: [Op.CONTAINS_OP, 0],
  NotIn: [Op.CONTAINS_OP, 1],
};

export function emitComparison(c: Compiler, name: ComparisonName): void {
  const [op, arg] = comparisons[name];
  c.emit(op, arg);
}

/** Compiles an expression at its own location, and restores the location. */
export function compileExpression(c: Compiler, expression: Expr): void {
  const { unit } = c;
  const outer = unit.location;
  c.setLocation(expression);
  compileAtLocation(c, expression);
  unit.location = outer;
}

export function compileExpressions(c: Compiler, expressions: readonly Expr[]): void {
  for (const expression of expressions) compileExpression(c, expression);
}

function compileAtLocation(c: Compiler, expression: Expr): void {
  switch (expression.type_) {
    case 'NamedExpr':
      compileExpression(c, expression.value);
      c.emit(Op.COPY, 1);
      compileExpression(c, expression.target);
      break;
    case 'BoolOp':
      compileBoolOp(c, expression);
      break;
    case 'BinOp':
      compileExpression(c, expression.left);
      compileExpression(c, expression.right);
      c.emit(binaryOperations[expression.op.type_]);
      break;
    case 'UnaryOp':
      compileExpression(c, expression.operand);
      c.emit(unaryOperations[expression.op.type_]);
      break;
    case 'Lambda':
      compileLambda(c, expression);
      break;
    case 'IfExp': {
      const end = new Block();
      const otherwise = new Block();
      compileCondition(c, expression.test, otherwise, false);
      compileExpression(c, expression.body);
      c.emitArtificialJump(Op.JUMP, end);
      c.useBlock(otherwise);
      compileExpression(c, expression.orelse);
      c.useBlock(end);
      break;
    }
    case 'Dict':
      compileDict(c, expression);
      break;
    case 'Set':
      compileSet(c, expression);
      break;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      compileComprehension(c, expression);
      break;
    case 'Yield':
      if (!c.unit.isFunctionLike) c.fail("'yield' outside function");
      if (expression.value !== null) compileExpression(c, expression.value);
      else c.emitNone();
      emitYield(c);
      break;
    case 'YieldFrom':
      if (!c.unit.isFunctionLike) c.fail("'yield' outside function");
      if (c.unit.type === 'async function') c.fail("'yield from' inside async function");
      compileExpression(c, expression.value);
      c.emit(Op.GET_YIELD_FROM_ITER);
      c.emitNone();
      emitDelegation(c, 2);
      break;
    case 'Await':
      checkAwait(c);
      compileExpression(c, expression.value);
      emitAwait(c, 0);
      break;
    case 'Compare':
      compileCompare(c, expression);
      break;
    case 'Call':
      compileCall(c, expression);
      break;
    case 'JoinedStr':
      compileJoinedString(c, expression);
      break;
    case 'FormattedValue':
      compileFormattedValue(c, expression);
      break;
    case 'Constant':
      c.emitConst(expression.value);
      break;
    case 'Attribute':
      compileAttribute(c, expression);
      break;
    case 'Subscript':
      compileSubscript(c, expression);
      break;
    case 'Starred':
      if (expression.ctx.type_ === 'Store') c.fail('starred assignment target must be in a list or tuple');
      c.fail("can't use starred expression here");
      break;
    case 'Name':
      emitVariable(c, expression.id, expression.ctx.type_);
      break;
    case 'List':
    case 'Tuple':
      compileSequence(c, expression);
      break;
    case 'Slice':
      compileSlice(c, expression);
      break;
  }
}

function compileBoolOp(c: Compiler, expression: Node<'BoolOp'>): void {
  const end = new Block();
  const op = expression.op.type_ === 'And' ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP;
  expression.values.forEach((value, index) => {
    compileExpression(c, value);
    if (index < expression.values.length - 1) c.emitJump(op, end);
  });
  c.useBlock(end);
}

/** `a < b < c`: each but the last comparison keeps its right operand below for the next. */
function compileCompare(c: Compiler, expression: Node<'Compare'>): void {
  checkComparison(c, expression);
  compileExpression(c, expression.left);
  const cleanup = new Block();
  const lastIndex = expression.ops.length - 1;
  expression.ops.forEach((op, index) => {
    compileExpression(c, getItem(expression.comparators, index));
    if (index < lastIndex) {
      c.emit(Op.SWAP, 2);
      c.emit(Op.COPY, 2);
    }
    emitComparison(c, op.type_);
    if (index < lastIndex) c.emitJump(Op.JUMP_IF_FALSE_OR_POP, cleanup);
  });
  if (lastIndex === 0) return;
  const end = new Block();
  c.emitArtificialJump(Op.JUMP, end);
  c.useBlock(cleanup);
  c.emit(Op.SWAP, 2);
  c.emit(Op.POP_TOP);
  c.useBlock(end);
}

/** Jumps to `target` if the expression's truth is `wanted`; falls through if not. Leaves nothing on the stack. */
export function compileCondition(c: Compiler, expression: Expr, target: Block, wanted: boolean): void {
  switch (expression.type_) {
    case 'UnaryOp':
      if (expression.op.type_ === 'Not') {
        compileCondition(c, expression.operand, target, !wanted);
        return;
      }
      break;
    case 'BoolOp': {
      const decisive = expression.op.type_ === 'Or';
      const early = decisive === wanted ? target : new Block();
      expression.values.forEach((value, index) => {
        const isLast = index === expression.values.length - 1;
        compileCondition(c, value, isLast ? target : early, isLast ? wanted : decisive);
      });
      if (early !== target) c.useBlock(early);
      return;
    }
    case 'IfExp': {
      const end = new Block();
      const otherwise = new Block();
      compileCondition(c, expression.test, otherwise, false);
      compileCondition(c, expression.body, target, wanted);
      c.emitArtificialJump(Op.JUMP, end);
      c.useBlock(otherwise);
      compileCondition(c, expression.orelse, target, wanted);
      c.useBlock(end);
      return;
    }
    case 'Compare':
      c.setLocation(expression);
      if (expression.ops.length > 1) {
        compileChainedCondition(c, expression, target, wanted);
        return;
      }
      break;
    default:
      break;
  }
  compileExpression(c, expression);
  c.emitJump(wanted ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target);
}

function compileChainedCondition(
  c: Compiler,
  expression: Node<'Compare'>,
  target: Block,
  wanted: boolean,
): void {
  checkComparison(c, expression);
  compileExpression(c, expression.left);
  const cleanup = new Block();
  const lastIndex = expression.ops.length - 1;
  expression.ops.forEach((op, index) => {
    compileExpression(c, getItem(expression.comparators, index));
    if (index < lastIndex) {
      c.emit(Op.SWAP, 2);
      c.emit(Op.COPY, 2);
      emitComparison(c, op.type_);
      c.emitJump(Op.POP_JUMP_IF_FALSE, cleanup);
    } else {
      emitComparison(c, op.type_);
      c.emitJump(wanted ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target);
    }
  });
  const end = new Block();
  c.emitArtificialJump(Op.JUMP, end);
  c.useBlock(cleanup);
  c.emit(Op.POP_TOP);
  if (!wanted) c.emitArtificialJump(Op.JUMP, target);
  c.useBlock(end);
}

export function emitYield(c: Compiler): void {
  const { scope } = c.unit;
  if (scope.isGenerator && scope.isCoroutine) c.emit(Op.ASYNC_GEN_WRAP);
  c.emit(Op.YIELD_VALUE);
  c.emit(Op.RESUME, 1);
}

/** [iterator, value to send] -> [result]: yields what the iterator yields. `resumption` is RESUME's argument. */
export function emitDelegation(c: Compiler, resumption: 2 | 3): void {
  const start = new Block();
  const exit = new Block();
  c.useBlock(start);
  c.emitJump(Op.SEND, exit);
  c.emit(Op.YIELD_VALUE);
  c.emit(Op.RESUME, resumption);
  c.emitJump(Op.JUMP_BACKWARD_NO_INTERRUPT, start);
  c.useBlock(exit);
}

/** [awaitable] -> [result]; `origin` is GET_AWAITABLE's argument. */
export function emitAwait(c: Compiler, origin: 0 | 1 | 2): void {
  c.emit(Op.GET_AWAITABLE, origin);
  c.emitNone();
  emitDelegation(c, 3);
}

function checkAwait(c: Compiler): void {
  if (c.settings.topLevelAwait) return;
  if (!c.unit.isFunctionLike) c.fail("'await' outside function");
  if (c.unit.type !== 'async function' && c.unit.type !== 'comprehension')
    c.fail("'await' outside async function");
}

function compileJoinedString(c: Compiler, expression: Node<'JoinedStr'>): void {
  const count = expression.values.length;
  if (count > stackGuideline) {
    c.emitConst(stringConstant(''));
    c.emitRawName(Op.LOAD_METHOD, 'join');
    c.emit(Op.BUILD_LIST, 0);
    for (const value of expression.values) {
      compileExpression(c, value);
      c.emit(Op.LIST_APPEND, 1);
    }
    c.emit(Op.CALL, 1);
    return;
  }
  compileExpressions(c, expression.values);
  if (count !== 1) c.emit(Op.BUILD_STRING, count);
}

const conversions: ReadonlyMap<number, number> = new Map([
  [-1, 0],
  ['s'.charCodeAt(0), 1],
  ['r'.charCodeAt(0), 2],
  ['a'.charCodeAt(0), 3],
]);

function compileFormattedValue(c: Compiler, expression: Node<'FormattedValue'>): void {
  compileExpression(c, expression.value);
  const conversion = conversions.get(expression.conversion);
  if (conversion === undefined) throw new Error(`conversion ${expression.conversion} of a formatted value`);
  if (expression.format_spec !== null) compileExpression(c, expression.format_spec);
  c.emit(Op.FORMAT_VALUE, expression.format_spec !== null ? conversion | 4 : conversion);
}

/**
 * A method call or attribute that is spread over lines belongs to the line of its name, so that a
 * traceback shows which link of the chain failed.
 */
export function moveToAttributeName(c: Compiler, attribute: Node<'Attribute'>): void {
  const { location } = c.unit;
  if (location.line === attribute.end_lineno) return;
  const length = Array.from(attribute.attr).length;
  const fits = length <= attribute.end_col_offset;
  c.unit.location = {
    line: attribute.end_lineno,
    endLine: fits ? location.endLine : attribute.end_lineno,
    column: fits ? attribute.end_col_offset - length : -1,
    endColumn: fits ? location.endColumn : -1,
  };
}

function compileAttribute(c: Compiler, expression: Node<'Attribute'>): void {
  compileExpression(c, expression.value);
  if (expression.ctx.type_ === 'Load') {
    moveToAttributeName(c, expression);
    c.emitName(Op.LOAD_ATTR, expression.attr);
    return;
  }
  if (expression.ctx.type_ === 'Store') checkName(c, expression.attr, 'Store');
  moveToAttributeName(c, expression);
  c.emitName(expression.ctx.type_ === 'Store' ? Op.STORE_ATTR : Op.DELETE_ATTR, expression.attr);
}

function compileSubscript(c: Compiler, expression: Node<'Subscript'>): void {
  if (expression.ctx.type_ === 'Load') {
    checkSubscripted(c, expression.value);
    checkIndex(c, expression.value, expression.slice);
  }
  compileExpression(c, expression.value);
  compileExpression(c, expression.slice);
  const operations = { Load: Op.BINARY_SUBSCR, Store: Op.STORE_SUBSCR, Del: Op.DELETE_SUBSCR };
  c.emit(operations[expression.ctx.type_]);
}

function compileSlice(c: Compiler, expression: Node<'Slice'>): void {
  for (const part of [expression.lower, expression.upper]) {
    if (part !== null) compileExpression(c, part);
    else c.emitConst(noneConstant);
  }
  if (expression.step !== null) compileExpression(c, expression.step);
  c.emit(Op.BUILD_SLICE, expression.step !== null ? 3 : 2);
}

export function emitInt(c: Compiler, value: number): void {
  c.emitConst(intConstant(value));
}

/** An item that must be there. */
export function getItem<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index}`);
  return item;
}
