/** `with` and `async with`. */

import { Op } from '../interp/opcodes.js';
import type { Node } from '../parser/ast.js';
import type { Compiler } from './compiler.js';
import { compileExpression, emitAwait, getItem } from './expressions.js';
import { Block, Pseudo } from './flow-graph.js';
import { checkAsync, compileStatements } from './statements.js';
import { emitReraiseCleanup } from './try.js';
import { emitPlainExit } from './unwind.js';

/** Compiles the items from `index` on as nested statements. */
export function compileWith(c: Compiler, statement: Node<'With' | 'AsyncWith'>, index: number): void {
  const isAsync = statement.type_ === 'AsyncWith';
  if (isAsync) checkAsync(c, "'async with' outside async function");
  const body = new Block();
  const raised = new Block();
  const cleanup = new Block();
  const exit = new Block();
  const item = getItem(statement.items, index);
  compileExpression(c, item.context_expr);
  if (isAsync) {
    c.emit(Op.BEFORE_ASYNC_WITH);
    emitAwait(c, 1);
  } else {
    c.emit(Op.BEFORE_WITH);
  }
  c.emitJump(Pseudo.SETUP_WITH, raised);
  c.useBlock(body);
  c.pushFrame({ type: 'with', statement });
  if (item.optional_vars !== null) compileExpression(c, item.optional_vars);
  else c.emit(Op.POP_TOP);
  if (index + 1 === statement.items.length) compileStatements(c, statement.body);
  else compileWith(c, statement, index + 1);
  c.popFrame();
  c.emitArtificial(Pseudo.POP_BLOCK);

  c.setLocation(statement);
  emitPlainExit(c);
  if (isAsync) emitAwait(c, 2);
  c.emit(Op.POP_TOP);
  c.emitJump(Op.JUMP, exit);

  c.useBlock(raised);
  c.emitJump(Pseudo.SETUP_CLEANUP, cleanup);
  c.emit(Op.PUSH_EXC_INFO);
  c.emit(Op.WITH_EXCEPT_START);
  if (isAsync) emitAwait(c, 2);
  emitVerdict(c, cleanup);
  c.useBlock(exit);
}

/** [exit, lasti, previous, exc, result of exit]: swallow the exception if the result is true, else go on raising. */
function emitVerdict(c: Compiler, cleanup: Block): void {
  const suppress = new Block();
  c.emitJump(Op.POP_JUMP_IF_TRUE, suppress);
  c.emit(Op.RERAISE, 2);
  c.useBlock(cleanup);
  c.clearLocation();
  emitReraiseCleanup(c);
  c.useBlock(suppress);
  c.emit(Op.POP_TOP);
  c.emit(Pseudo.POP_BLOCK);
  c.emit(Op.POP_EXCEPT);
  c.emit(Op.POP_TOP);
  c.emit(Op.POP_TOP);
}
