/** Functions, lambdas and classes: code objects of their own, and the code that makes them. */

import { CodeFlag, LocalKind, Op } from '../interp/opcodes.js';
import type { Arguments, Expr, Node, Position, Stmt } from '../parser/ast.js';
import { assemble } from './assembler.js';
import { compileArguments, emitDecoratorCalls } from './calls.js';
import type { CodeObject } from './code.js';
import type { Compiler } from './compiler.js';
import { noneConstant, stringConstant, stringTuple } from './constants.js';
import { compileExpression, compileExpressions } from './expressions.js';
import { cellIndex, checkName, emitVariable } from './names.js';
import { compileBody, compileStatements, findDocstring } from './statements.js';
import { unparse } from './unparse.js';

/** The bits of MAKE_FUNCTION's argument. */
const enum Extra {
  DEFAULTS = 1,
  KEYWORD_DEFAULTS = 2,
  ANNOTATIONS = 4,
  CLOSURE = 8,
}

/** [] -> [function of the code]; `extras` tells what lies on the stack for it. */
export function emitClosure(c: Compiler, code: CodeObject, extras: number): void {
  const free = freeNames(code);
  if (free.length > 0) {
    for (const name of free) c.emit(Op.LOAD_CLOSURE, cellIndex(c, name));
    c.emit(Op.BUILD_TUPLE, free.length);
  }
  c.emitConst(code);
  c.emit(Op.MAKE_FUNCTION, free.length > 0 ? extras | Extra.CLOSURE : extras);
}

function freeNames(code: CodeObject): string[] {
  return code.localsplusnames.filter(
    (_, index) => ((code.localspluskinds[index] ?? 0) & LocalKind.FREE) !== 0,
  );
}

function setParameterCounts(c: Compiler, args: Arguments): void {
  c.unit.argcount = args.posonlyargs.length + args.args.length;
  c.unit.posonlyargcount = args.posonlyargs.length;
  c.unit.kwonlyargcount = args.kwonlyargs.length;
}

function checkParameters(c: Compiler, args: Arguments): void {
  for (const list of [args.posonlyargs, args.args, [args.vararg], args.kwonlyargs, [args.kwarg]]) {
    for (const parameter of list) if (parameter !== null) checkName(c, parameter.arg, 'Store');
  }
}

function compileDefaults(c: Compiler, args: Arguments): number {
  let extras = 0;
  if (args.defaults.length > 0) {
    compileExpressions(c, args.defaults);
    c.emit(Op.BUILD_TUPLE, args.defaults.length);
    extras |= Extra.DEFAULTS;
  }
  const names: string[] = [];
  for (const [index, parameter] of args.kwonlyargs.entries()) {
    const value = args.kw_defaults[index] ?? null;
    if (value === null) continue;
    names.push(c.mangle(parameter.arg));
    compileExpression(c, value);
  }
  if (names.length > 0) {
    c.emitConst(stringTuple(names));
    c.emit(Op.BUILD_CONST_KEY_MAP, names.length);
    extras |= Extra.KEYWORD_DEFAULTS;
  }
  return extras;
}

function compileAnnotations(c: Compiler, args: Arguments, returns: Expr | null): number {
  let count = 0;
  const compileOne = (name: string, annotation: Expr | null): void => {
    if (annotation === null) return;
    c.emitConst(stringConstant(c.mangle(name)));
    compileAnnotation(c, annotation);
    count += 2;
  };
  const parameters = [...args.args, ...args.posonlyargs, args.vararg, ...args.kwonlyargs, args.kwarg];
  for (const parameter of parameters) if (parameter !== null) compileOne(parameter.arg, parameter.annotation);
  compileOne('return', returns);
  if (count === 0) return 0;
  c.emit(Op.BUILD_TUPLE, count);
  return Extra.ANNOTATIONS;
}

/** The value of an annotation, or under PEP 563 its source text. */
export function compileAnnotation(c: Compiler, annotation: Expr): void {
  if ((c.settings.features & CodeFlag.FUTURE_ANNOTATIONS) !== 0) {
    c.emitConst(stringConstant(unparse(annotation)));
  } else if (annotation.type_ === 'Starred') {
    // `*args: *Ts` (PEP 646): the one value the unpacking gives.
    compileExpression(c, annotation.value);
    c.emit(Op.UNPACK_SEQUENCE, 1);
  } else {
    compileExpression(c, annotation);
  }
}

function firstLineOf(node: Position, decorators: readonly Expr[]): number {
  return decorators[0]?.lineno ?? node.lineno;
}

export function compileFunction(c: Compiler, node: Node<'FunctionDef' | 'AsyncFunctionDef'>): void {
  checkParameters(c, node.args);
  compileExpressions(c, node.decorator_list);
  const line = firstLineOf(node, node.decorator_list);
  const extras = compileDefaults(c, node.args) | compileAnnotations(c, node.args, node.returns);
  const type = node.type_ === 'FunctionDef' ? 'function' : 'async function';
  c.enterUnit(type, node.name, node, line, c.unit.privateName);
  const docstring = c.settings.optimize < 2 ? findDocstring(node.body) : undefined;
  c.unit.consts.ensure(docstring === undefined ? noneConstant : stringConstant(docstring));
  setParameterCounts(c, node.args);
  compileStatements(c, docstring === undefined ? node.body : node.body.slice(1));
  const code = assemble(c, 'return None');
  c.leaveUnit();
  emitClosure(c, code, extras);
  emitDecoratorCalls(c, node.decorator_list);
  emitVariable(c, node.name, 'Store');
}

export function compileLambda(c: Compiler, node: Node<'Lambda'>): void {
  checkParameters(c, node.args);
  const extras = compileDefaults(c, node.args);
  c.enterUnit('lambda', '<lambda>', node, node.lineno, c.unit.privateName);
  // The first constant would be the docstring; a lambda has none.
  c.unit.consts.ensure(noneConstant);
  setParameterCounts(c, node.args);
  compileExpression(c, node.body);
  if (!c.unit.scope.isGenerator) c.emit(Op.RETURN_VALUE);
  const code = assemble(c, c.unit.scope.isGenerator ? 'return top' : 'return None');
  c.leaveUnit();
  emitClosure(c, code, extras);
}

export function compileClass(c: Compiler, node: Node<'ClassDef'>): void {
  compileExpressions(c, node.decorator_list);
  const code = compileClassBody(c, node, node.body);
  c.setLocation(node);
  c.emit(Op.PUSH_NULL);
  c.emit(Op.LOAD_BUILD_CLASS);
  emitClosure(c, code, 0);
  c.emitConst(stringConstant(node.name));
  compileArguments(c, 2, node.bases, node.keywords);
  emitDecoratorCalls(c, node.decorator_list);
  emitVariable(c, node.name, 'Store');
}

function compileClassBody(c: Compiler, node: Node<'ClassDef'>, body: readonly Stmt[]): CodeObject {
  c.enterUnit('class', node.name, node, firstLineOf(node, node.decorator_list), node.name);
  emitVariable(c, '__name__', 'Load');
  emitVariable(c, '__module__', 'Store');
  c.emitConst(stringConstant(c.unit.qualname));
  emitVariable(c, '__qualname__', 'Store');
  compileBody(c, body);
  c.clearLocation();
  if (c.unit.scope.needsClassClosure) {
    c.emit(Op.LOAD_CLOSURE, cellIndex(c, '__class__'));
    c.emit(Op.COPY, 1);
    emitVariable(c, '__classcell__', 'Store');
  } else {
    c.emitNone();
  }
  c.emit(Op.RETURN_VALUE);
  const code = assemble(c, 'return None');
  c.leaveUnit();
  return code;
}
