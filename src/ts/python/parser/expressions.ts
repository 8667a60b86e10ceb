/**
 * Expressions from the loosest binding (star expressions, `:=`, lambda) down to `await` (Python reference,
 * chapter 6). Binary operators are parsed by precedence climbing over one table.
 *
 * In the error pass every optional tail ("`+` and an operand") that does not match leaves the part before it
 * as the result, see `Parser.optional`.
 */
import type { Expr, Node } from './ast.js';
import { parsePrimary } from './atoms.js';
import { checkExpression, checkNamedExpression } from './error-rules.js';
import { parseLambdaParameters } from './parameters.js';
import { load, Memo, store, type Parser } from './parser.js';
import { Token } from './tokens.js';

type Operator = Node<'BinOp'>['op'];
type Comparison = Node<'Compare'>['ops'][number];

const precedence = new Uint8Array(128);
const binaryOperators: (Operator | undefined)[] = [];
const binaryTable: readonly (readonly [Token, number, Operator['type_']])[] = [
  [Token.VerticalBar, 1, 'BitOr'],
  [Token.Circumflex, 2, 'BitXor'],
  [Token.Ampersand, 3, 'BitAnd'],
  [Token.LeftShift, 4, 'LShift'],
  [Token.RightShift, 4, 'RShift'],
  [Token.Plus, 5, 'Add'],
  [Token.Minus, 5, 'Sub'],
  [Token.Star, 6, 'Mult'],
  [Token.Slash, 6, 'Div'],
  [Token.DoubleSlash, 6, 'FloorDiv'],
  [Token.Percent, 6, 'Mod'],
  [Token.At, 6, 'MatMult'],
];
for (const [token, level, name] of binaryTable) {
  precedence[token] = level;
  binaryOperators[token] = { type_: name };
}
const lowestPrecedence = 1;
const power: Operator = { type_: 'Pow' };

const comparisons: (Comparison | undefined)[] = [];
const comparisonTable: readonly (readonly [Token, Comparison['type_']])[] = [
  [Token.EqualEqual, 'Eq'],
  [Token.NotEqual, 'NotEq'],
  [Token.LessGreater, 'NotEq'],
  [Token.LessEqual, 'LtE'],
  [Token.Less, 'Lt'],
  [Token.GreaterEqual, 'GtE'],
  [Token.Greater, 'Gt'],
  [Token.In, 'In'],
  [Token.Is, 'Is'],
];
for (const [token, name] of comparisonTable) comparisons[token] = { type_: name };
const isNot: Comparison = { type_: 'IsNot' };
const notIn: Comparison = { type_: 'NotIn' };
const conjunction: Node<'And'> = { type_: 'And' };
const disjunction: Node<'Or'> = { type_: 'Or' };
const unaryOperators: Partial<Record<Token, Node<'UnaryOp'>['op']>> = {
  [Token.Plus]: { type_: 'UAdd' },
  [Token.Minus]: { type_: 'USub' },
  [Token.Tilde]: { type_: 'Invert' },
};
const not: Node<'Not'> = { type_: 'Not' };

const expressionStarts = new Uint8Array(128);
for (const token of [
  Token.Name,
  Token.Number,
  Token.String,
  Token.LeftParen,
  Token.LeftBracket,
  Token.LeftBrace,
  Token.Plus,
  Token.Minus,
  Token.Tilde,
  Token.Ellipsis,
  Token.True,
  Token.False,
  Token.None,
  Token.Not,
  Token.Lambda,
  Token.Await,
]) {
  expressionStarts[token] = 1;
}

/** Can an expression begin with this token? */
export function startsExpression(kind: Token): boolean {
  return expressionStarts[kind] !== 0;
}

export function startsStarExpression(kind: Token): boolean {
  return expressionStarts[kind] !== 0 || kind === Token.Star;
}

/** Elements after the first, each after a comma, with an optional comma at the end. */
function parseFurtherElements(p: Parser, elements: Expr[], parse: (p: Parser) => Expr): void {
  while (p.kind === Token.Comma) {
    const mark = p.position;
    p.advance();
    if (!startsStarExpression(p.kind)) return;
    const element = p.optional(parse);
    if (element === null) {
      p.reset(mark);
      p.advance();
      return;
    }
    elements.push(element);
  }
}

function makeTuple(p: Parser, start: number, elts: Expr[]): Expr {
  return {
    type_: 'Tuple',
    elts,
    ctx: load,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** `a, *b, c`: the right side of assignments, `return`, `yield`, `for ... in`, expression statements. */
export function parseStarExpressions(p: Parser): Expr {
  const start = p.position;
  const first = parseStarExpression(p);
  if (p.kind !== Token.Comma) return first;
  const elements = [first];
  parseFurtherElements(p, elements, parseStarExpression);
  return makeTuple(p, start, elements);
}

export function parseStarExpression(p: Parser): Expr {
  if (p.kind === Token.Star) return parseStarred(p);
  return parseExpression(p);
}

/** `*` and an operand. */
export function parseStarred(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.Star);
  const value = parseBinaryOr(p);
  return {
    type_: 'Starred',
    value,
    ctx: load,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** `a, b` without stars: decorators' and exceptions' lists. */
export function parseExpressions(p: Parser): Expr {
  const start = p.position;
  const first = parseExpression(p);
  if (p.kind !== Token.Comma) return first;
  const elements = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (!startsExpression(p.kind)) break;
    const mark = p.position;
    const element = p.optional(parseExpression);
    if (element === null) {
      p.reset(mark);
      break;
    }
    elements.push(element);
  }
  return makeTuple(p, start, elements);
}

/** An element of a list, tuple or set display. */
export function parseStarNamedExpression(p: Parser): Expr {
  if (p.kind === Token.Star) return parseStarred(p);
  return parseNamedExpression(p);
}

export function parseStarNamedExpressions(p: Parser): Expr[] {
  const elements = [parseStarNamedExpression(p)];
  parseFurtherElements(p, elements, parseStarNamedExpression);
  return elements;
}

/** `name := value`, or an expression that no `:=` follows. */
export function parseNamedExpression(p: Parser): Expr {
  if (p.kind === Token.Name && p.peek(1) === Token.ColonEqual) return parseAssignmentExpression(p);
  if (p.errorRules) checkNamedExpression(p);
  const value = parseExpression(p);
  if (p.kind === Token.ColonEqual) p.fail();
  return value;
}

export function parseAssignmentExpression(p: Parser): Expr {
  const start = p.position;
  const lineno = p.line(start);
  const col_offset = p.column(start);
  const id = p.identifier();
  const end_col_offset = p.lastColumn();
  p.expect(Token.ColonEqual);
  p.checkVersion(8, 'Assignment expressions are');
  const value = parseExpression(p);
  return {
    type_: 'NamedExpr',
    target: { type_: 'Name', id, ctx: store, lineno, col_offset, end_lineno: lineno, end_col_offset },
    value,
    lineno,
    col_offset,
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parseYield(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.Yield);
  const lineno = p.line(start);
  const col_offset = p.column(start);
  if (p.kind === Token.From) {
    const mark = p.position;
    p.advance();
    const value = p.optional(parseExpression);
    if (value !== null) {
      return {
        type_: 'YieldFrom',
        value,
        lineno,
        col_offset,
        end_lineno: p.lastLine(),
        end_col_offset: p.lastColumn(),
      };
    }
    p.reset(mark);
  }
  const value = startsStarExpression(p.kind) ? p.optional(parseStarExpressions) : null;
  return {
    type_: 'Yield',
    value,
    lineno,
    col_offset,
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** What may stand right of `=`: a `yield` or star expressions. */
export function parseYieldOrStarExpressions(p: Parser): Expr {
  return p.kind === Token.Yield ? parseYield(p) : parseStarExpressions(p);
}

export function parseExpression(p: Parser): Expr {
  return p.errorPass ? p.memoized(Memo.Expression, parseExpressionHere) : parseExpressionHere(p);
}

function parseExpressionHere(p: Parser): Expr {
  if (p.errorRules) checkExpression(p);
  return parsePlainExpression(p);
}

/** An expression by its rule alone: no error rules before it, nothing remembered. */
export function parsePlainExpression(p: Parser): Expr {
  if (p.kind === Token.Lambda) return parseLambda(p);
  const start = p.position;
  const body = parseDisjunction(p);
  if (p.kind !== Token.If) return body;
  const mark = p.position;
  const condition = p.optional(parseConditionTail);
  if (condition === null) {
    p.reset(mark);
    return body;
  }
  return {
    type_: 'IfExp',
    test: condition[0],
    body,
    orelse: condition[1],
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parseConditionTail(p: Parser): [Expr, Expr] {
  p.expect(Token.If);
  const test = parseDisjunction(p);
  p.expect(Token.Else);
  return [test, parseExpression(p)];
}

export function parseLambda(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.Lambda);
  const args = parseLambdaParameters(p);
  p.expect(Token.Colon);
  const body = parseExpression(p);
  return {
    type_: 'Lambda',
    args,
    body,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parseDisjunction(p: Parser): Expr {
  return p.errorPass ? p.memoized(Memo.Disjunction, parseDisjunctionHere) : parseDisjunctionHere(p);
}

function parseDisjunctionHere(p: Parser): Expr {
  const start = p.position;
  const first = parseConjunction(p);
  if (p.kind !== Token.Or) return first;
  return parseBooleanTail(p, start, first, Token.Or, disjunction, parseConjunction);
}

function parseConjunction(p: Parser): Expr {
  const start = p.position;
  const first = parseInversion(p);
  if (p.kind !== Token.And) return first;
  return parseBooleanTail(p, start, first, Token.And, conjunction, parseInversion);
}

function parseBooleanTail(
  p: Parser,
  start: number,
  first: Expr,
  token: Token,
  op: Node<'And'> | Node<'Or'>,
  parse: (p: Parser) => Expr,
): Expr {
  const values = [first];
  while (p.kind === token) {
    const mark = p.position;
    p.advance();
    const operand = p.optional(parse);
    if (operand === null) {
      p.reset(mark);
      break;
    }
    values.push(operand);
  }
  if (values.length === 1) return first;
  return {
    type_: 'BoolOp',
    op,
    values,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parseInversion(p: Parser): Expr {
  if (p.kind !== Token.Not) return parseComparison(p);
  const start = p.position;
  p.advance();
  const operand = parseInversion(p);
  return {
    type_: 'UnaryOp',
    op: not,
    operand,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** The comparison operator at this place, or undefined; goes past it. */
function acceptComparison(p: Parser): Comparison | undefined {
  const kind = p.kind;
  if (kind === Token.Not) {
    if (p.peek(1) !== Token.In) {
      if (p.position + 1 > p.furthest) p.furthest = p.position + 1;
      return undefined;
    }
    p.advance();
    p.advance();
    return notIn;
  }
  const op = comparisons[kind];
  if (op === undefined) return undefined;
  if (kind === Token.LessGreater && !p.options.barryAsFlufl) return undefined;
  if (kind === Token.NotEqual && p.options.barryAsFlufl) {
    p.raise("with Barry as BDFL, use '<>' instead of '!='");
  }
  p.advance();
  if (kind === Token.Is && p.kind === Token.Not) {
    p.advance();
    return isNot;
  }
  return op;
}

function parseComparison(p: Parser): Expr {
  const start = p.position;
  const left = parseBinaryOr(p);
  let mark = p.position;
  let op = acceptComparison(p);
  if (op === undefined) return left;
  const ops: Comparison[] = [];
  const comparators: Expr[] = [];
  while (op !== undefined) {
    const operand = p.optional(parseBinaryOr);
    if (operand === null) {
      p.reset(mark);
      break;
    }
    ops.push(op);
    comparators.push(operand);
    mark = p.position;
    op = acceptComparison(p);
  }
  if (ops.length === 0) return left;
  return {
    type_: 'Compare',
    left,
    ops,
    comparators,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** A chain of binary operators; all that may follow a `*`. */
export function parseBinaryOr(p: Parser): Expr {
  return p.errorPass ? p.memoized(Memo.BinaryOr, parseBinaryOrHere) : parseBinaryOrHere(p);
}

function parseBinaryOrHere(p: Parser): Expr {
  const start = p.position;
  const left = parseFactor(p);
  return precedence[p.kind] === 0 ? left : parseBinaryTail(p, start, left, lowestPrecedence);
}

function parseOperand(p: Parser, minimum: number): Expr {
  const start = p.position;
  const left = parseFactor(p);
  return precedence[p.kind] >= minimum ? parseBinaryTail(p, start, left, minimum) : left;
}

function parseBinaryTail(p: Parser, start: number, first: Expr, minimum: number): Expr {
  let left = first;
  for (;;) {
    const kind = p.kind;
    const level = precedence[kind];
    const op = binaryOperators[kind];
    if (level < minimum || op === undefined) return left;
    const mark = p.position;
    p.advance();
    if (kind === Token.At) p.checkVersion(5, "The '@' operator is");
    const right = p.errorPass ? p.attempt(() => parseOperand(p, level + 1)) : parseOperand(p, level + 1);
    if (right === null) {
      p.reset(mark);
      return left;
    }
    left = {
      type_: 'BinOp',
      left,
      op,
      right,
      lineno: p.line(start),
      col_offset: p.column(start),
      end_lineno: p.lastLine(),
      end_col_offset: p.lastColumn(),
    };
  }
}

function parseFactor(p: Parser): Expr {
  const kind = p.kind;
  if (kind !== Token.Minus && kind !== Token.Plus && kind !== Token.Tilde) return parsePower(p);
  const start = p.position;
  const op = unaryOperators[kind] ?? p.fail();
  p.advance();
  const operand = parseFactor(p);
  return {
    type_: 'UnaryOp',
    op,
    operand,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parsePower(p: Parser): Expr {
  const start = p.position;
  const left = p.kind === Token.Await ? parseAwait(p) : parsePrimary(p);
  if (p.kind !== Token.DoubleStar) return left;
  const mark = p.position;
  p.advance();
  const right = p.optional(parseFactor);
  if (right === null) {
    p.reset(mark);
    return left;
  }
  return {
    type_: 'BinOp',
    left,
    op: power,
    right,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parseAwait(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.Await);
  const value = parsePrimary(p);
  p.checkVersion(5, 'Await expressions are');
  return {
    type_: 'Await',
    value,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}
