/** Statements, and the bodies they form. */

import { CodeFlag, Op } from '../interp/opcodes.js';
import type { Expr, Node, Stmt } from '../parser/ast.js';
import type { Compiler } from './compiler.js';
import { stringConstant } from './constants.js';
import { compileAnnotation, compileClass, compileFunction } from './definitions.js';
import {
  binaryOperations,
  compileCondition,
  compileExpression,
  compileExpressions,
  emitDelegation,
  moveToAttributeName,
} from './expressions.js';
import { Block, Pseudo } from './flow-graph.js';
import { compileImport, compileImportFrom } from './imports.js';
import { compileMatch } from './match.js';
import { checkName, emitVariable } from './names.js';
import { compileTry, compileTryStar } from './try.js';
import { unwindAll, unwindToLoop } from './unwind.js';
import { compileWith } from './with.js';

export function compileStatements(c: Compiler, statements: readonly Stmt[]): void {
  for (const statement of statements) {
    c.setLocation(statement);
    compileStatement(c, statement);
  }
}

export function findDocstring(body: readonly Stmt[]): string | undefined {
  const first = body[0];
  if (first?.type_ !== 'Expr' || first.value.type_ !== 'Constant') return undefined;
  return first.value.value.kind === 'str' ? first.value.value.value : undefined;
}

/** The body of a module or class: docstring, annotations, statements. */
export function compileBody(c: Compiler, body: readonly Stmt[]): void {
  const [first] = body;
  if (c.unit.type === 'module' && first !== undefined) c.setLocation(first);
  if (hasAnnotations(body)) c.emit(Op.SETUP_ANNOTATIONS);
  let rest = body;
  if (c.settings.optimize < 2 && first?.type_ === 'Expr' && findDocstring(body) !== undefined) {
    compileExpression(c, first.value);
    c.clearLocation();
    emitVariable(c, '__doc__', 'Store');
    rest = body.slice(1);
  }
  compileStatements(c, rest);
}

/** Whether a body, outside of definitions in it, annotates a variable. */
export function hasAnnotations(body: readonly Stmt[]): boolean {
  return body.some((statement) => {
    switch (statement.type_) {
      case 'AnnAssign':
        return true;
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'If':
        return hasAnnotations(statement.body) || hasAnnotations(statement.orelse);
      case 'With':
      case 'AsyncWith':
        return hasAnnotations(statement.body);
      case 'Match':
        return statement.cases.some((matchCase) => hasAnnotations(matchCase.body));
      case 'Try':
      case 'TryStar':
        return (
          hasAnnotations(statement.body) ||
          statement.handlers.some((handler) => hasAnnotations(handler.body)) ||
          hasAnnotations(statement.orelse) ||
          hasAnnotations(statement.finalbody)
        );
      default:
        return false;
    }
  });
}

function compileStatement(c: Compiler, statement: Stmt): void {
  switch (statement.type_) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      compileFunction(c, statement);
      break;
    case 'ClassDef':
      compileClass(c, statement);
      break;
    case 'Return':
      compileReturn(c, statement);
      break;
    case 'Delete':
      compileExpressions(c, statement.targets);
      break;
    case 'Assign': {
      compileExpression(c, statement.value);
      const lastIndex = statement.targets.length - 1;
      statement.targets.forEach((target, index) => {
        if (index < lastIndex) c.emit(Op.COPY, 1);
        compileExpression(c, target);
      });
      break;
    }
    case 'AugAssign':
      compileAugmentedAssignment(c, statement);
      break;
    case 'AnnAssign':
      compileAnnotatedAssignment(c, statement);
      break;
    case 'For':
      compileFor(c, statement);
      break;
    case 'AsyncFor':
      compileAsyncFor(c, statement);
      break;
    case 'While':
      compileWhile(c, statement);
      break;
    case 'If':
      compileIf(c, statement);
      break;
    case 'With':
    case 'AsyncWith':
      compileWith(c, statement, 0);
      break;
    case 'Match':
      compileMatch(c, statement);
      break;
    case 'Raise': {
      const operands = [statement.exc, statement.cause].filter((operand) => operand !== null);
      compileExpressions(c, operands);
      c.emit(Op.RAISE_VARARGS, operands.length);
      break;
    }
    case 'Try':
      compileTry(c, statement);
      break;
    case 'TryStar':
      compileTryStar(c, statement);
      break;
    case 'Assert':
      compileAssert(c, statement);
      break;
    case 'Import':
      compileImport(c, statement);
      break;
    case 'ImportFrom':
      compileImportFrom(c, statement);
      break;
    case 'Global':
    case 'Nonlocal':
      break;
    case 'Expr':
      compileExpressionStatement(c, statement);
      break;
    case 'Pass':
      c.emit(Op.NOP);
      break;
    case 'Break': {
      c.emit(Op.NOP);
      const loop = unwindToLoop(c, 'and the loop');
      if (loop === undefined) c.failAt("'break' outside loop", statement);
      c.emitJump(Op.JUMP, loop.exit);
      break;
    }
    case 'Continue': {
      c.emit(Op.NOP);
      const loop = unwindToLoop(c, 'not the loop');
      if (loop === undefined) c.failAt("'continue' not properly in loop", statement);
      c.emitJump(Op.JUMP_BACKWARD, loop.start);
      break;
    }
  }
}

function compileExpressionStatement(c: Compiler, statement: Node<'Expr'>): void {
  const { value } = statement;
  if (c.settings.interactive && c.unit.parent === null) {
    compileExpression(c, value);
    c.emit(Op.PRINT_EXPR);
    return;
  }
  if (value.type_ === 'Constant') {
    c.emit(Op.NOP);
    return;
  }
  compileExpression(c, value);
  c.emitArtificial(Op.POP_TOP);
  c.clearLocation();
}

/**
 * A constant is loaded after the surroundings have been unwound; NOPs keep the lines of the statement and
 * of the value visible to tracing.
 */
function compileReturn(c: Compiler, statement: Node<'Return'>): void {
  const { value } = statement;
  const { scope } = c.unit;
  if (scope.type !== 'function') c.fail("'return' outside function");
  if (value !== null && scope.isCoroutine && scope.isGenerator)
    c.fail("'return' with value in async generator");
  const holdsValue = value !== null && value.type_ !== 'Constant';
  if (holdsValue) {
    compileExpression(c, value);
  } else if (value !== null) {
    c.setLocation(value);
    c.emit(Op.NOP);
  }
  if (value === null || value.lineno !== statement.lineno) {
    c.setLocation(statement);
    c.emit(Op.NOP);
  }
  unwindAll(c, holdsValue ? 'keep top' : 'empty');
  if (value === null) c.emitNone();
  else if (value.type_ === 'Constant') c.emitConst(value.value);
  c.emit(Op.RETURN_VALUE);
}

function compileIf(c: Compiler, statement: Node<'If'>): void {
  const end = new Block();
  const otherwise = statement.orelse.length > 0 ? new Block() : end;
  compileCondition(c, statement.test, otherwise, false);
  compileStatements(c, statement.body);
  if (statement.orelse.length > 0) {
    c.clearLocation();
    c.emitJump(Op.JUMP, end);
    c.useBlock(otherwise);
    compileStatements(c, statement.orelse);
  }
  c.useBlock(end);
}

function compileFor(c: Compiler, statement: Node<'For'>): void {
  const start = new Block();
  const exhausted = new Block();
  const end = new Block();
  c.pushFrame({ type: 'loop', start, exit: end, holdsIterator: 'iterator' });
  compileExpression(c, statement.iter);
  c.emit(Op.GET_ITER);
  c.useBlock(start);
  c.emitJump(Op.FOR_ITER, exhausted);
  compileExpression(c, statement.target);
  compileStatements(c, statement.body);
  c.clearLocation();
  c.emitJump(Op.JUMP_BACKWARD, start);
  c.useBlock(exhausted);
  c.popFrame();
  compileStatements(c, statement.orelse);
  c.useBlock(end);
}

function compileAsyncFor(c: Compiler, statement: Node<'AsyncFor'>): void {
  checkAsync(c, "'async for' outside async function");
  const start = new Block();
  const exhausted = new Block();
  const end = new Block();
  compileExpression(c, statement.iter);
  c.emit(Op.GET_AITER);
  c.useBlock(start);
  c.pushFrame({ type: 'loop', start, exit: end, holdsIterator: 'iterator' });
  c.emitJump(Pseudo.SETUP_FINALLY, exhausted);
  c.emit(Op.GET_ANEXT);
  c.emitNone();
  emitDelegation(c, 3);
  c.emit(Pseudo.POP_BLOCK);
  compileExpression(c, statement.target);
  compileStatements(c, statement.body);
  c.clearLocation();
  c.emitJump(Op.JUMP_BACKWARD, start);
  c.popFrame();
  c.useBlock(exhausted);
  // The loop ends at the line of the iterable, not of the body.
  c.setLocation(statement.iter);
  c.emit(Op.END_ASYNC_FOR);
  compileStatements(c, statement.orelse);
  c.useBlock(end);
}

/** `async for` and `async with` need a coroutine; with top-level await the module becomes one. */
export function checkAsync(c: Compiler, message: string): void {
  if (c.settings.topLevelAwait) c.unit.scope.isCoroutine = true;
  else if (c.unit.type !== 'async function') c.fail(message);
}

/** The condition stands at the top only, so that each round passes a JUMP_BACKWARD. */
function compileWhile(c: Compiler, statement: Node<'While'>): void {
  const start = new Block();
  const exhausted = new Block();
  const end = new Block();
  c.useBlock(start);
  c.pushFrame({ type: 'loop', start, exit: end, holdsIterator: 'none' });
  compileCondition(c, statement.test, exhausted, false);
  compileStatements(c, statement.body);
  c.clearLocation();
  c.emitJump(Op.JUMP_BACKWARD, start);
  c.popFrame();
  c.useBlock(exhausted);
  compileStatements(c, statement.orelse);
  c.useBlock(end);
}

function compileAugmentedAssignment(c: Compiler, statement: Node<'AugAssign'>): void {
  const { target } = statement;
  const { unit } = c;
  const location = unit.location;
  c.setLocation(target);
  switch (target.type_) {
    case 'Attribute':
      compileExpression(c, target.value);
      c.emit(Op.COPY, 1);
      moveToAttributeName(c, target);
      c.emitName(Op.LOAD_ATTR, target.attr);
      break;
    case 'Subscript':
      compileExpression(c, target.value);
      compileExpression(c, target.slice);
      c.emit(Op.COPY, 2);
      c.emit(Op.COPY, 2);
      c.emit(Op.BINARY_SUBSCR);
      break;
    case 'Name':
      emitVariable(c, target.id, 'Load');
      break;
    default:
      throw new Error(`invalid node type (${target.type_}) for augmented assignment`);
  }
  unit.location = location;
  compileExpression(c, statement.value);
  c.emit(binaryOperations[statement.op.type_] - Op.BINARY_ADD + Op.INPLACE_ADD);
  c.setLocation(target);
  switch (target.type_) {
    case 'Attribute':
      moveToAttributeName(c, target);
      c.emit(Op.SWAP, 2);
      c.emitName(Op.STORE_ATTR, target.attr);
      break;
    case 'Subscript':
      c.emit(Op.SWAP, 3);
      c.emit(Op.SWAP, 2);
      c.emit(Op.STORE_SUBSCR);
      break;
    case 'Name':
      emitVariable(c, target.id, 'Store');
      break;
  }
}

function compileAnnotatedAssignment(c: Compiler, statement: Node<'AnnAssign'>): void {
  const { target, annotation, value } = statement;
  const storesAnnotations = c.unit.type === 'module' || c.unit.type === 'class';
  if (value !== null) {
    compileExpression(c, value);
    compileExpression(c, target);
  }
  switch (target.type_) {
    case 'Name':
      checkName(c, target.id, 'Store');
      if (statement.simple !== 0 && storesAnnotations) {
        compileAnnotation(c, annotation);
        c.emitRawName(Op.LOAD_NAME, '__annotations__');
        c.emitConst(stringConstant(c.mangle(target.id)));
        c.emit(Op.STORE_SUBSCR);
      }
      break;
    case 'Attribute':
      checkName(c, target.attr, 'Store');
      if (value === null) evaluateAndDrop(c, target.value);
      break;
    case 'Subscript':
      if (value === null) {
        evaluateAndDrop(c, target.value);
        evaluateIndex(c, target.slice);
      }
      break;
    default:
      throw new Error(`invalid node type (${target.type_}) for annotated assignment`);
  }
  const isText = (c.settings.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0;
  if (statement.simple === 0 && storesAnnotations && !isText) evaluateAndDrop(c, annotation);
}

function evaluateAndDrop(c: Compiler, expression: Expr): void {
  compileExpression(c, expression);
  c.emit(Op.POP_TOP);
}

function evaluateIndex(c: Compiler, index: Expr): void {
  if (index.type_ === 'Tuple') {
    for (const element of index.elts) evaluateIndex(c, element);
  } else if (index.type_ === 'Slice') {
    for (const part of [index.lower, index.upper, index.step]) if (part !== null) evaluateAndDrop(c, part);
  } else {
    evaluateAndDrop(c, index);
  }
}

function compileAssert(c: Compiler, statement: Node<'Assert'>): void {
  const { test } = statement;
  const isTuple =
    (test.type_ === 'Tuple' && test.elts.length > 0) ||
    (test.type_ === 'Constant' && test.value.kind === 'tuple' && test.value.items.length > 0);
  if (isTuple) c.warn('assertion is always true, perhaps remove parentheses?');
  if (c.settings.optimize > 0) return;
  const end = new Block();
  compileCondition(c, test, end, true);
  c.emit(Op.LOAD_ASSERTION_ERROR);
  if (statement.msg !== null) {
    compileExpression(c, statement.msg);
    c.emit(Op.CALL, 0);
  }
  c.emit(Op.RAISE_VARARGS, 1);
  c.useBlock(end);
}
