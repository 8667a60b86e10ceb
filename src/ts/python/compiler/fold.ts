/**
 * Constant folding on the tree: arithmetic, tuples of constants, membership tests in displays, `not a in b`,
 * `__debug__`, and `'...' % (...)` as formatted values.
 *
 * The tree is changed in place: lists of children keep their identity, expressions are replaced. A folded
 * node has the position of what it replaces.
 */

import { CodeFlag } from '../interp/opcodes.js';
import type {
  Arguments,
  Comprehension,
  Constant,
  Expr,
  Mod,
  Node,
  Pattern,
  Position,
  Stmt,
} from '../parser/ast.js';
import { foldBinary, foldSubscript, foldUnary } from './arithmetic.js';
import { findConstants } from './collections.js';
import { boolConstant } from './constants.js';
import { foldFormat } from './fold-format.js';
import { findDocstring } from './statements.js';

export interface FoldSettings {
  readonly optimize: 0 | 1 | 2;
  readonly features: number;
}

export function foldTree(tree: Mod, settings: FoldSettings): void {
  const folder = new Folder(settings);
  switch (tree.type_) {
    case 'Module':
    case 'Interactive':
      folder.foldBody(tree.body);
      break;
    case 'Expression':
      tree.body = folder.fold(tree.body);
      break;
    case 'FunctionType':
      break;
  }
}

export function positionOf(node: Position): Position {
  const { lineno, col_offset, end_lineno, end_col_offset } = node;
  return { lineno, col_offset, end_lineno, end_col_offset };
}

function makeConstant(value: Constant, at: Position): Node<'Constant'> {
  return { type_: 'Constant', value, kind: null, ...positionOf(at) };
}

const invertedTests = { Is: 'IsNot', IsNot: 'Is', In: 'NotIn', NotIn: 'In' } as const;

class Folder {
  private readonly foldsAnnotations: boolean;

  constructor(private readonly settings: FoldSettings) {
    this.foldsAnnotations = (settings.features & CodeFlag.FUTURE_ANNOTATIONS) === 0;
  }

  /** Folding must not make a docstring where there was none: it is hidden in an f-string. */
  foldBody(body: Stmt[]): void {
    const hadDocstring = findDocstring(body) !== undefined;
    this.foldStatements(body);
    const [first] = body;
    if (hadDocstring || first?.type_ !== 'Expr' || findDocstring(body) === undefined) return;
    first.value = { type_: 'JoinedStr', values: [first.value], ...positionOf(first.value) };
  }

  private foldStatements(statements: readonly Stmt[]): void {
    for (const statement of statements) this.foldStatement(statement);
  }

  private foldList(expressions: Expr[]): void {
    expressions.forEach((expression, index) => {
      expressions[index] = this.fold(expression);
    });
  }

  private foldOptionalList(expressions: (Expr | null)[]): void {
    expressions.forEach((expression, index) => {
      expressions[index] = this.foldOptional(expression);
    });
  }

  private foldOptional(expression: Expr | null): Expr | null {
    return expression === null ? null : this.fold(expression);
  }

  private foldArguments(args: Arguments): void {
    if (this.foldsAnnotations) {
      for (const list of [args.posonlyargs, args.args, [args.vararg], args.kwonlyargs, [args.kwarg]]) {
        for (const parameter of list) {
          if (parameter !== null) parameter.annotation = this.foldOptional(parameter.annotation);
        }
      }
    }
    this.foldOptionalList(args.kw_defaults);
    this.foldList(args.defaults);
  }

  private foldStatement(statement: Stmt): void {
    switch (statement.type_) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.foldArguments(statement.args);
        this.foldBody(statement.body);
        this.foldList(statement.decorator_list);
        if (this.foldsAnnotations) statement.returns = this.foldOptional(statement.returns);
        break;
      case 'ClassDef':
        this.foldList(statement.bases);
        for (const keyword of statement.keywords) keyword.value = this.fold(keyword.value);
        this.foldBody(statement.body);
        this.foldList(statement.decorator_list);
        break;
      case 'Return':
        statement.value = this.foldOptional(statement.value);
        break;
      case 'Delete':
        this.foldList(statement.targets);
        break;
      case 'Assign':
        this.foldList(statement.targets);
        statement.value = this.fold(statement.value);
        break;
      case 'AugAssign':
        statement.target = this.fold(statement.target);
        statement.value = this.fold(statement.value);
        break;
      case 'AnnAssign':
        statement.target = this.fold(statement.target);
        if (this.foldsAnnotations) statement.annotation = this.fold(statement.annotation);
        statement.value = this.foldOptional(statement.value);
        break;
      case 'For':
      case 'AsyncFor':
        statement.target = this.fold(statement.target);
        statement.iter = foldIterable(this.fold(statement.iter));
        this.foldStatements(statement.body);
        this.foldStatements(statement.orelse);
        break;
      case 'While':
      case 'If':
        statement.test = this.fold(statement.test);
        this.foldStatements(statement.body);
        this.foldStatements(statement.orelse);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of statement.items) {
          item.context_expr = this.fold(item.context_expr);
          item.optional_vars = this.foldOptional(item.optional_vars);
        }
        this.foldStatements(statement.body);
        break;
      case 'Match':
        statement.subject = this.fold(statement.subject);
        for (const matchCase of statement.cases) {
          this.foldPattern(matchCase.pattern);
          matchCase.guard = this.foldOptional(matchCase.guard);
          this.foldStatements(matchCase.body);
        }
        break;
      case 'Raise':
        statement.exc = this.foldOptional(statement.exc);
        statement.cause = this.foldOptional(statement.cause);
        break;
      case 'Try':
      case 'TryStar':
        this.foldStatements(statement.body);
        for (const handler of statement.handlers) {
          handler.type = this.foldOptional(handler.type);
          this.foldStatements(handler.body);
        }
        this.foldStatements(statement.orelse);
        this.foldStatements(statement.finalbody);
        break;
      case 'Assert':
        statement.test = this.fold(statement.test);
        statement.msg = this.foldOptional(statement.msg);
        break;
      case 'Expr':
        statement.value = this.fold(statement.value);
        break;
      case 'Import':
      case 'ImportFrom':
      case 'Global':
      case 'Nonlocal':
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
  }

  private foldPattern(pattern: Pattern): void {
    switch (pattern.type_) {
      case 'MatchValue':
        pattern.value = this.fold(pattern.value);
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const inner of pattern.patterns) this.foldPattern(inner);
        break;
      case 'MatchMapping':
        this.foldList(pattern.keys);
        for (const inner of pattern.patterns) this.foldPattern(inner);
        break;
      case 'MatchClass':
        pattern.cls = this.fold(pattern.cls);
        for (const inner of pattern.patterns) this.foldPattern(inner);
        for (const inner of pattern.kwd_patterns) this.foldPattern(inner);
        break;
      case 'MatchAs':
        if (pattern.pattern !== null) this.foldPattern(pattern.pattern);
        break;
      case 'MatchSingleton':
      case 'MatchStar':
        break;
    }
  }

  private foldGenerators(generators: readonly Comprehension[]): void {
    for (const generator of generators) {
      generator.target = this.fold(generator.target);
      generator.iter = foldIterable(this.fold(generator.iter));
      this.foldList(generator.ifs);
    }
  }

  fold(expression: Expr): Expr {
    switch (expression.type_) {
      case 'BoolOp':
      case 'JoinedStr':
        this.foldList(expression.values);
        return expression;
      case 'BinOp':
        expression.left = this.fold(expression.left);
        expression.right = this.fold(expression.right);
        return foldBinaryNode(expression);
      case 'UnaryOp':
        expression.operand = this.fold(expression.operand);
        return foldUnaryNode(expression);
      case 'Lambda':
        this.foldArguments(expression.args);
        expression.body = this.fold(expression.body);
        return expression;
      case 'IfExp':
        expression.test = this.fold(expression.test);
        expression.body = this.fold(expression.body);
        expression.orelse = this.fold(expression.orelse);
        return expression;
      case 'Dict':
        this.foldOptionalList(expression.keys);
        this.foldList(expression.values);
        return expression;
      case 'Set':
      case 'List':
        this.foldList(expression.elts);
        return expression;
      case 'Tuple':
        this.foldList(expression.elts);
        return foldTupleNode(expression);
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        expression.elt = this.fold(expression.elt);
        this.foldGenerators(expression.generators);
        return expression;
      case 'DictComp':
        expression.key = this.fold(expression.key);
        expression.value = this.fold(expression.value);
        this.foldGenerators(expression.generators);
        return expression;
      case 'Yield':
        expression.value = this.foldOptional(expression.value);
        return expression;
      case 'Await':
      case 'YieldFrom':
      case 'Attribute':
      case 'Starred':
      case 'NamedExpr':
        expression.value = this.fold(expression.value);
        return expression;
      case 'Compare':
        expression.left = this.fold(expression.left);
        this.foldList(expression.comparators);
        return foldMembership(expression);
      case 'Call':
        expression.func = this.fold(expression.func);
        this.foldList(expression.args);
        for (const keyword of expression.keywords) keyword.value = this.fold(keyword.value);
        return expression;
      case 'FormattedValue':
        expression.value = this.fold(expression.value);
        expression.format_spec = this.foldOptional(expression.format_spec);
        return expression;
      case 'Subscript':
        expression.value = this.fold(expression.value);
        expression.slice = this.fold(expression.slice);
        return foldSubscriptNode(expression);
      case 'Slice':
        expression.lower = this.foldOptional(expression.lower);
        expression.upper = this.foldOptional(expression.upper);
        expression.step = this.foldOptional(expression.step);
        return expression;
      case 'Name':
        if (expression.id !== '__debug__' || expression.ctx.type_ !== 'Load') return expression;
        return makeConstant(boolConstant(this.settings.optimize === 0), expression);
      case 'Constant':
        return expression;
    }
  }
}

function foldBinaryNode(node: Node<'BinOp'>): Expr {
  const { left, right } = node;
  if (left.type_ !== 'Constant') return node;
  if (node.op.type_ === 'Mod' && left.value.kind === 'str' && right.type_ === 'Tuple') {
    return foldFormat(node, left.value.value, right.elts) ?? node;
  }
  if (right.type_ !== 'Constant') return node;
  if (node.op.type_ === 'Mod' && (left.value.kind === 'str' || left.value.kind === 'bytes')) return node;
  const value = foldBinary(node.op.type_, left.value, right.value);
  return value === undefined ? node : makeConstant(value, node);
}

function foldUnaryNode(node: Node<'UnaryOp'>): Expr {
  const { operand } = node;
  if (operand.type_ === 'Constant') {
    const value = foldUnary(node.op.type_, operand.value);
    return value === undefined ? node : makeConstant(value, node);
  }
  if (node.op.type_ !== 'Not' || operand.type_ !== 'Compare' || operand.ops.length !== 1) return node;
  const [op] = operand.ops;
  switch (op?.type_) {
    case 'Is':
    case 'IsNot':
    case 'In':
    case 'NotIn':
      operand.ops = [{ type_: invertedTests[op.type_] }];
      return operand;
    default:
      return node;
  }
}

function foldTupleNode(node: Node<'Tuple'>): Expr {
  if (node.ctx.type_ !== 'Load') return node;
  const items = findConstants(node.elts);
  return items === undefined ? node : makeConstant({ kind: 'tuple', items }, node);
}

function foldSubscriptNode(node: Node<'Subscript'>): Expr {
  if (node.ctx.type_ !== 'Load' || node.value.type_ !== 'Constant' || node.slice.type_ !== 'Constant')
    return node;
  const value = foldSubscript(node.value.value, node.slice.value);
  return value === undefined ? node : makeConstant(value, node);
}

function foldMembership(node: Node<'Compare'>): Expr {
  const lastIndex = node.ops.length - 1;
  const op = node.ops[lastIndex];
  const container = node.comparators[lastIndex];
  if (container !== undefined && (op?.type_ === 'In' || op?.type_ === 'NotIn')) {
    node.comparators[lastIndex] = foldIterable(container);
  }
  return node;
}

/** A list that is only iterated over or searched may be a tuple, a set a frozenset. */
function foldIterable(expression: Expr): Expr {
  if (expression.type_ === 'List') {
    if (expression.elts.some((element) => element.type_ === 'Starred')) return expression;
    const { elts, ctx } = expression;
    return foldTupleNode({ type_: 'Tuple', elts, ctx, ...positionOf(expression) });
  }
  if (expression.type_ === 'Set') {
    const items = findConstants(expression.elts);
    return items === undefined ? expression : makeConstant({ kind: 'frozenset', items }, expression);
  }
  return expression;
}
