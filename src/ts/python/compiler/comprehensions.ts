/**
 * Comprehensions and generator expressions: functions of their own, called at once with the iterator of
 * the first `for`.
 */

import { Op } from '../interp/opcodes.js';
import type { Comprehension, Expr, Node } from '../parser/ast.js';
import { assemble } from './assembler.js';
import type { Compiler } from './compiler.js';
import { emitClosure } from './definitions.js';
import {
  compileCondition,
  compileExpression,
  emitAwait,
  emitDelegation,
  emitYield,
  getItem,
} from './expressions.js';
import { Block, Pseudo } from './flow-graph.js';

type ComprehensionNode = Node<'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp'>;

const codeNames: Readonly<Record<ComprehensionNode['type_'], string>> = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
};

export function compileComprehension(c: Compiler, expression: ComprehensionNode): void {
  const outerType = c.unit.type;
  const { topLevelAwait } = c.settings;
  const isLazy = expression.type_ === 'GeneratorExp';
  const outermost = getItem(expression.generators, 0);
  c.enterUnit(
    'comprehension',
    codeNames[expression.type_],
    expression,
    expression.lineno,
    c.unit.privateName,
  );
  c.setLocation(expression);
  const isAsync = c.unit.scope.isCoroutine;
  if (
    isAsync &&
    !isLazy &&
    outerType !== 'async function' &&
    outerType !== 'comprehension' &&
    !topLevelAwait
  ) {
    c.fail('asynchronous comprehension outside of an asynchronous function');
  }
  if (expression.type_ === 'ListComp') c.emit(Op.BUILD_LIST, 0);
  if (expression.type_ === 'SetComp') c.emit(Op.BUILD_SET, 0);
  if (expression.type_ === 'DictComp') c.emit(Op.BUILD_MAP, 0);
  compileGenerator(c, expression, 0, 0);
  if (!isLazy) c.emit(Op.RETURN_VALUE);
  const code = assemble(c, 'return None');
  c.leaveUnit();
  if (topLevelAwait && isAsync) c.unit.scope.isCoroutine = true;
  emitClosure(c, code, 0);
  compileExpression(c, outermost.iter);
  c.emit(outermost.is_async !== 0 ? Op.GET_AITER : Op.GET_ITER);
  c.emit(Op.CALL, 0);
  if (isAsync && !isLazy) emitAwait(c, 0);
}

/** One `for` with its conditions and all that is within it; `depth` iterators are on the stack above the result. */
function compileGenerator(c: Compiler, expression: ComprehensionNode, index: number, depth: number): void {
  const generator = getItem(expression.generators, index);
  if (generator.is_async !== 0) compileAsyncGenerator(c, expression, generator, index, depth);
  else compileSyncGenerator(c, expression, generator, index, depth);
}

function compileSyncGenerator(
  c: Compiler,
  expression: ComprehensionNode,
  generator: Comprehension,
  index: number,
  depth: number,
): void {
  const start = new Block();
  const skip = new Block();
  const end = new Block();
  // `for y in [f(x)]` is an assignment: no loop.
  const assigned = index === 0 ? undefined : findSingleElement(generator.iter);
  if (assigned !== undefined) {
    compileExpression(c, assigned);
  } else {
    emitIterator(c, generator, index);
    c.useBlock(start);
    c.emitJump(Op.FOR_ITER, end);
  }
  compileInner(c, expression, generator, index, assigned !== undefined ? depth : depth + 1, skip);
  c.useBlock(skip);
  if (assigned !== undefined) return;
  c.emitJump(Op.JUMP_BACKWARD, start);
  c.useBlock(end);
}

function compileAsyncGenerator(
  c: Compiler,
  expression: ComprehensionNode,
  generator: Comprehension,
  index: number,
  depth: number,
): void {
  const start = new Block();
  const exhausted = new Block();
  const skip = new Block();
  emitIterator(c, generator, index);
  c.useBlock(start);
  c.pushFrame({ type: 'async comprehension' });
  c.emitJump(Pseudo.SETUP_FINALLY, exhausted);
  c.emit(Op.GET_ANEXT);
  c.emitNone();
  emitDelegation(c, 3);
  c.emit(Pseudo.POP_BLOCK);
  compileInner(c, expression, generator, index, depth + 1, skip);
  c.useBlock(skip);
  c.emitJump(Op.JUMP_BACKWARD, start);
  c.popFrame();
  c.useBlock(exhausted);
  c.emit(Op.END_ASYNC_FOR);
}

function emitIterator(c: Compiler, generator: Comprehension, index: number): void {
  if (index === 0) {
    c.unit.argcount = 1;
    c.emit(Op.LOAD_FAST, 0);
    return;
  }
  compileExpression(c, generator.iter);
  c.emit(generator.is_async !== 0 ? Op.GET_AITER : Op.GET_ITER);
}

function findSingleElement(iterable: Expr): Expr | undefined {
  if (iterable.type_ !== 'List' && iterable.type_ !== 'Tuple') return undefined;
  const [only, ...more] = iterable.elts;
  return only !== undefined && more.length === 0 && only.type_ !== 'Starred' ? only : undefined;
}

function compileInner(
  c: Compiler,
  expression: ComprehensionNode,
  generator: Comprehension,
  index: number,
  depth: number,
  skip: Block,
): void {
  compileExpression(c, generator.target);
  for (const condition of generator.ifs) compileCondition(c, condition, skip, false);
  if (index + 1 < expression.generators.length) {
    compileGenerator(c, expression, index + 1, depth);
    return;
  }
  switch (expression.type_) {
    case 'GeneratorExp':
      compileExpression(c, expression.elt);
      emitYield(c);
      c.emit(Op.POP_TOP);
      break;
    case 'ListComp':
      compileExpression(c, expression.elt);
      c.emit(Op.LIST_APPEND, depth + 1);
      break;
    case 'SetComp':
      compileExpression(c, expression.elt);
      c.emit(Op.SET_ADD, depth + 1);
      break;
    case 'DictComp':
      compileExpression(c, expression.key);
      compileExpression(c, expression.value);
      c.emit(Op.MAP_ADD, depth + 1);
      break;
  }
}
