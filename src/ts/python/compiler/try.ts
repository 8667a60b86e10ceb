/**
 * `try` statements.
 *
 * A handler starts with [exc], pushes the exception handled before below it (PUSH_EXC_INFO), and is itself
 * guarded: should it raise, a cleanup restores the exception handled before and raises on (`emitReraiseCleanup`).
 * A `finally` body is compiled once per way of leaving: normal end, exception, and each early exit (`unwind.ts`).
 */

import { Op } from '../interp/opcodes.js';
import type { ExceptHandler, Node } from '../parser/ast.js';
import type { Compiler } from './compiler.js';
import { compileExpression } from './expressions.js';
import { Block, Pseudo } from './flow-graph.js';
import { emitVariable } from './names.js';
import { compileStatements } from './statements.js';
import { emitUnbinding } from './unwind.js';

type TryNode = Node<'Try' | 'TryStar'>;

export function compileTry(c: Compiler, statement: Node<'Try'>): void {
  if (statement.finalbody.length > 0) compileFinally(c, statement, compileHandlers);
  else compileHandlers(c, statement);
}

export function compileTryStar(c: Compiler, statement: Node<'TryStar'>): void {
  if (statement.finalbody.length > 0) compileFinally(c, statement, compileGroupHandlers);
  else compileGroupHandlers(c, statement);
}

/** [previous, lasti, exc] of a handler that raised: the exception handled before is restored. */
export function emitReraiseCleanup(c: Compiler): void {
  c.emit(Op.COPY, 3);
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.RERAISE, 1);
}

function compileFinally<N extends TryNode>(
  c: Compiler,
  statement: N,
  compileGuarded: (c: Compiler, statement: N) => void,
): void {
  const body = new Block();
  const raised = new Block();
  const cleanup = new Block();
  const exit = new Block();
  c.emitJump(Pseudo.SETUP_FINALLY, raised);
  c.useBlock(body);
  c.pushFrame({ type: 'finally', body: statement.finalbody });
  if (statement.handlers.length > 0) compileGuarded(c, statement);
  else compileStatements(c, statement.body);
  c.emitArtificial(Pseudo.POP_BLOCK);
  c.popFrame();
  compileStatements(c, statement.finalbody);
  c.emitArtificialJump(Op.JUMP, exit);

  c.useBlock(raised);
  c.pushFrame({ type: 'finally end' });
  c.clearLocation();
  c.emitJump(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  compileStatements(c, statement.finalbody);
  c.popFrame();
  c.emit(Op.RERAISE, 0);
  c.useBlock(cleanup);
  emitReraiseCleanup(c);
  c.useBlock(exit);
}

function compileHandlers(c: Compiler, statement: Node<'Try'>): void {
  const body = new Block();
  const raised = new Block();
  const cleanup = new Block();
  const end = new Block();
  c.emitJump(Pseudo.SETUP_FINALLY, raised);
  c.useBlock(body);
  c.pushFrame({ type: 'try' });
  compileStatements(c, statement.body);
  c.popFrame();
  c.emitArtificial(Pseudo.POP_BLOCK);
  compileStatements(c, statement.orelse);
  c.emitArtificialJump(Op.JUMP, end);

  c.useBlock(raised);
  c.clearLocation();
  c.emitJump(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  c.pushFrame({ type: 'except handler' });
  for (const [index, handler] of statement.handlers.entries()) {
    c.setLocation(handler);
    if (handler.type === null && index < statement.handlers.length - 1) {
      c.fail("default 'except:' must be last");
    }
    compileHandler(c, handler, end);
  }
  c.popFrame();
  c.clearLocation();
  c.emit(Op.RERAISE, 0);
  c.useBlock(cleanup);
  emitReraiseCleanup(c);
  c.useBlock(end);
}

function compileHandler(c: Compiler, handler: ExceptHandler, end: Block): void {
  const next = new Block();
  if (handler.type !== null) {
    compileExpression(c, handler.type);
    c.emit(Op.CHECK_EXC_MATCH);
    c.emitJump(Op.POP_JUMP_IF_FALSE, next);
  }
  const body = new Block();
  const unbind = new Block();
  if (handler.name !== null) {
    emitVariable(c, handler.name, 'Store');
    c.emitJump(Pseudo.SETUP_CLEANUP, unbind);
  } else {
    c.emit(Op.POP_TOP);
  }
  c.useBlock(body);
  c.pushFrame({ type: 'handler cleanup', name: handler.name });
  compileStatements(c, handler.body);
  c.popFrame();
  c.clearLocation();
  if (handler.name !== null) c.emit(Pseudo.POP_BLOCK);
  c.emit(Pseudo.POP_BLOCK);
  c.emit(Op.POP_EXCEPT);
  if (handler.name !== null) emitUnbinding(c, handler.name);
  c.emitJump(Op.JUMP, end);
  if (handler.name !== null) {
    c.useBlock(unbind);
    c.clearLocation();
    emitUnbinding(c, handler.name);
    c.emit(Op.RERAISE, 1);
  }
  c.useBlock(next);
}

/**
 * `except*`: each handler takes its share of the group; the stack holds [previous, original group, list of what
 * was raised or is left, rest]. At the end PREP_RERAISE_STAR makes of the list what is to be raised.
 */
function compileGroupHandlers(c: Compiler, statement: Node<'TryStar'>): void {
  const body = new Block();
  const raised = new Block();
  const otherwise = new Block();
  const end = new Block();
  const cleanup = new Block();
  const finish = new Block();
  c.emitJump(Pseudo.SETUP_FINALLY, raised);
  c.useBlock(body);
  c.pushFrame({ type: 'try' });
  compileStatements(c, statement.body);
  c.popFrame();
  c.emitArtificial(Pseudo.POP_BLOCK);
  c.emitArtificialJump(Op.JUMP, otherwise);

  c.useBlock(raised);
  c.clearLocation();
  c.emitJump(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  c.pushFrame({ type: 'except* handler' });
  for (const [index, handler] of statement.handlers.entries()) {
    c.setLocation(handler);
    if (index === 0) {
      c.emit(Op.COPY, 1);
      c.emit(Op.BUILD_LIST, 0);
      c.emit(Op.SWAP, 2);
    }
    compileGroupHandler(c, handler);
    if (index === statement.handlers.length - 1) {
      c.emit(Op.LIST_APPEND, 1);
      c.emitJump(Op.JUMP, finish);
    }
  }
  c.popFrame();
  c.clearLocation();
  emitGroupEnd(c, finish, end);
  c.useBlock(cleanup);
  emitReraiseCleanup(c);
  c.useBlock(otherwise);
  compileStatements(c, statement.orelse);
  c.useBlock(end);
}

function compileGroupHandler(c: Compiler, handler: ExceptHandler): void {
  const next = new Block();
  const nextAfterError = new Block();
  const noMatch = new Block();
  if (handler.type !== null) {
    compileExpression(c, handler.type);
    c.emit(Op.CHECK_EG_MATCH);
    c.emit(Op.COPY, 1);
    c.emitJump(Op.POP_JUMP_IF_NONE, noMatch);
  }
  const body = new Block();
  const raisedAgain = new Block();
  if (handler.name !== null) emitVariable(c, handler.name, 'Store');
  else c.emit(Op.POP_TOP);
  c.emitJump(Pseudo.SETUP_CLEANUP, raisedAgain);
  c.useBlock(body);
  c.pushFrame({ type: 'handler cleanup', name: handler.name });
  compileStatements(c, handler.body);
  c.popFrame();
  c.clearLocation();
  c.emit(Pseudo.POP_BLOCK);
  if (handler.name !== null) emitUnbinding(c, handler.name);
  c.emitJump(Op.JUMP, next);

  c.useBlock(raisedAgain);
  c.clearLocation();
  if (handler.name !== null) emitUnbinding(c, handler.name);
  c.emit(Op.LIST_APPEND, 3);
  c.emit(Op.POP_TOP);
  c.emitJump(Op.JUMP, nextAfterError);

  c.useBlock(next);
  c.emit(Op.NOP);
  c.emitJump(Op.JUMP, nextAfterError);
  c.useBlock(noMatch);
  c.emit(Op.POP_TOP);
  c.useBlock(nextAfterError);
}

function emitGroupEnd(c: Compiler, finish: Block, end: Block): void {
  const reraise = new Block();
  c.useBlock(finish);
  c.emit(Op.PREP_RERAISE_STAR);
  c.emit(Op.COPY, 1);
  c.emitJump(Op.POP_JUMP_IF_NOT_NONE, reraise);
  c.emit(Op.POP_TOP);
  c.emit(Pseudo.POP_BLOCK);
  c.emit(Op.POP_EXCEPT);
  c.emitJump(Op.JUMP, end);
  c.useBlock(reraise);
  c.emit(Pseudo.POP_BLOCK);
  c.emit(Op.SWAP, 2);
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.RERAISE, 0);
}
