/** Calls: plain, of methods, with keywords, with `*` and `**`; class definitions call too. */

import { Op } from '../interp/opcodes.js';
import type { Expr, Keyword, Node } from '../parser/ast.js';
import { checkCalled } from './checks.js';
import { compileArgumentTuple } from './collections.js';
import { stackGuideline, type Compiler } from './compiler.js';
import { stringConstant, stringTuple } from './constants.js';
import { compileExpression, compileExpressions, moveToAttributeName } from './expressions.js';
import { locationOf } from './flow-graph.js';
import { checkName } from './names.js';
import { Def } from './symbols.js';

export function compileCall(c: Compiler, call: Node<'Call'>): void {
  if (call.func.type_ === 'Attribute' && isPlain(call) && !isImported(c, call.func.value)) {
    checkKeywords(c, call.keywords);
    compileMethodCall(c, call, call.func);
    return;
  }
  checkKeywords(c, call.keywords);
  checkCalled(c, call.func);
  c.setLocation(call.func);
  c.emit(Op.PUSH_NULL);
  c.setLocation(call);
  compileExpression(c, call.func);
  compileArguments(c, 0, call.args, call.keywords);
}

/** A name some module-level import binds: most likely a module, whose functions are no methods. */
function isImported(c: Compiler, expression: Expr): boolean {
  return expression.type_ === 'Name' && (c.symbolTable.top.getFlags(expression.id) & Def.IMPORT) !== 0;
}

/** Neither `*` nor `**`, and few enough arguments to pile up. */
function isPlain(call: Node<'Call'>): boolean {
  const keywords = call.keywords.length;
  if (call.args.length + keywords + (keywords > 0 ? 1 : 0) >= stackGuideline) return false;
  return (
    !call.args.some((arg) => arg.type_ === 'Starred') &&
    !call.keywords.some((keyword) => keyword.arg === null)
  );
}

function compileMethodCall(c: Compiler, call: Node<'Call'>, method: Node<'Attribute'>): void {
  compileExpression(c, method.value);
  c.setLocation(method);
  moveToAttributeName(c, method);
  c.emitName(Op.LOAD_METHOD, method.attr);
  compileExpressions(c, call.args);
  for (const keyword of call.keywords) compileExpression(c, keyword.value);
  c.setLocation(call);
  moveToAttributeName(c, method);
  emitCall(c, call.args.length, call.keywords);
}

function emitCall(c: Compiler, positional: number, keywords: readonly Keyword[]): void {
  if (keywords.length === 0) {
    c.emit(Op.CALL, positional);
    return;
  }
  c.emitConst(stringTuple(keywords.map((keyword) => keyword.arg ?? '')));
  c.emit(Op.CALL_KW, positional + keywords.length);
}

function checkKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  const seen = new Set<string>();
  const repeated = keywords.find((keyword) => {
    if (keyword.arg === null) return false;
    checkName(c, keyword.arg, 'Store');
    if (seen.has(keyword.arg)) return true;
    seen.add(keyword.arg);
    return false;
  });
  if (repeated !== undefined) c.failAt(`keyword argument repeated: ${repeated.arg}`, repeated);
}

/** The rest of a call whose callable is on the stack, `pushed` arguments above it. */
export function compileArguments(
  c: Compiler,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
): void {
  checkKeywords(c, keywords);
  const isSpread =
    args.some((arg) => arg.type_ === 'Starred') || keywords.some((keyword) => keyword.arg === null);
  if (isSpread || args.length + keywords.length * 2 > stackGuideline) {
    compileSpreadArguments(c, pushed, args, keywords);
    return;
  }
  compileExpressions(c, args);
  for (const keyword of keywords) compileExpression(c, keyword.value);
  emitCall(c, pushed + args.length, keywords);
}

function compileSpreadArguments(
  c: Compiler,
  pushed: number,
  args: readonly Expr[],
  keywords: readonly Keyword[],
): void {
  const [first] = args;
  if (pushed === 0 && args.length === 1 && first?.type_ === 'Starred') compileExpression(c, first.value);
  else compileArgumentTuple(c, args, pushed);
  let hasDict = false;
  let pending = 0;
  const flush = (end: number): void => {
    compileKeywordDict(c, keywords.slice(end - pending, end));
    if (hasDict) c.emit(Op.DICT_MERGE, 1);
    hasDict = true;
    pending = 0;
  };
  keywords.forEach((keyword, index) => {
    if (keyword.arg !== null) {
      pending++;
      return;
    }
    if (pending > 0) flush(index);
    if (!hasDict) c.emit(Op.BUILD_MAP, 0);
    hasDict = true;
    compileExpression(c, keyword.value);
    c.emit(Op.DICT_MERGE, 1);
  });
  if (pending > 0) flush(keywords.length);
  c.emit(Op.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0);
}

function compileKeywordDict(c: Compiler, keywords: readonly Keyword[]): void {
  const isBig = keywords.length * 2 > stackGuideline;
  if (keywords.length > 1 && !isBig) {
    for (const keyword of keywords) compileExpression(c, keyword.value);
    c.emitConst(stringTuple(keywords.map((keyword) => keyword.arg ?? '')));
    c.emit(Op.BUILD_CONST_KEY_MAP, keywords.length);
    return;
  }
  if (isBig) c.emitArtificial(Op.BUILD_MAP, 0);
  for (const keyword of keywords) {
    c.emitConst(stringConstant(keyword.arg ?? ''));
    compileExpression(c, keyword.value);
    if (isBig) c.emitArtificial(Op.MAP_ADD, 1);
  }
  if (!isBig) c.emit(Op.BUILD_MAP, keywords.length);
}

/** Calls the decorators, which lie below the decorated object, from the last to the first. */
export function emitDecoratorCalls(c: Compiler, decorators: readonly Expr[]): void {
  const outer = c.unit.location;
  for (const decorator of [...decorators].reverse()) {
    c.unit.location = locationOf(decorator);
    c.emit(Op.CALL, 0);
  }
  c.unit.location = outer;
}
