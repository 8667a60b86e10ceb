/** Statements that fit in one line (Python reference, chapter 7). */
import type { Expr, Node, Position, Stmt } from './ast.js';
import { checkAssignment, checkDelete, checkImportTargets } from './error-rules.js';
import {
  parseExpression,
  parseStarExpressions,
  parseYield,
  parseYieldOrStarExpressions,
  startsStarExpression,
} from './expressions.js';
import { Memo, type Parser } from './parser.js';
import {
  convertToSingleTarget,
  convertToTarget,
  copyTarget,
  parseDeleteTargets,
  parseStarTargets,
} from './targets.js';
import { Token } from './tokens.js';

type Operator = Node<'AugAssign'>['op'];

const augmented: (Operator | undefined)[] = [];
const augmentedTable: readonly (readonly [Token, Operator['type_']])[] = [
  [Token.PlusEqual, 'Add'],
  [Token.MinusEqual, 'Sub'],
  [Token.StarEqual, 'Mult'],
  [Token.SlashEqual, 'Div'],
  [Token.DoubleSlashEqual, 'FloorDiv'],
  [Token.PercentEqual, 'Mod'],
  [Token.AtEqual, 'MatMult'],
  [Token.DoubleStarEqual, 'Pow'],
  [Token.VerticalBarEqual, 'BitOr'],
  [Token.AmpersandEqual, 'BitAnd'],
  [Token.CircumflexEqual, 'BitXor'],
  [Token.LeftShiftEqual, 'LShift'],
  [Token.RightShiftEqual, 'RShift'],
];
for (const [token, name] of augmentedTable) augmented[token] = { type_: name };

export function isAugmentedOperator(kind: Token): boolean {
  return augmented[kind] !== undefined;
}

/** One line of simple statements, with the line's end. */
export function parseSimpleStatements(p: Parser, body: Stmt[]): void {
  parseSimpleLine(p, body);
  p.advance();
}

/** One line of simple statements, up to the line's end. */
export function parseSimpleLine(p: Parser, body: Stmt[]): void {
  const first = parseSimpleStatement(p);
  if (p.kind === Token.Newline) {
    body.push(first);
    return;
  }
  const statements = [first];
  while (p.kind === Token.Semicolon) {
    p.advance();
    if (p.at(Token.Newline)) break;
    const statement = p.optional(parseSimpleStatement);
    if (statement === null) break;
    statements.push(statement);
  }
  if (!p.at(Token.Newline)) p.fail();
  for (const statement of statements) body.push(statement);
}

export function parseSimpleStatement(p: Parser): Stmt {
  return p.errorPass
    ? p.memoized(Memo.SimpleStatement, parseSimpleStatementHere)
    : parseSimpleStatementHere(p);
}

function parseSimpleStatementHere(p: Parser): Stmt {
  const start = p.position;
  switch (p.kind) {
    case Token.Return: {
      p.advance();
      const value = startsStarExpression(p.kind) ? p.optional(parseStarExpressions) : null;
      return { type_: 'Return', value, ...place(p, start) };
    }
    case Token.Import:
      return parseImport(p);
    case Token.From:
      return parseImportFrom(p);
    case Token.Raise:
      return parseRaise(p);
    case Token.Pass:
      p.advance();
      return { type_: 'Pass', ...place(p, start) };
    case Token.Break:
      p.advance();
      return { type_: 'Break', ...place(p, start) };
    case Token.Continue:
      p.advance();
      return { type_: 'Continue', ...place(p, start) };
    case Token.Del:
      return parseDelete(p);
    case Token.Assert:
      return parseAssert(p);
    case Token.Global: {
      const names = parseNames(p);
      return { type_: 'Global', names, ...place(p, start) };
    }
    case Token.Nonlocal: {
      const names = parseNames(p);
      return { type_: 'Nonlocal', names, ...place(p, start) };
    }
    case Token.Yield: {
      if (p.errorRules) checkAssignment(p);
      const value = parseYield(p);
      return { type_: 'Expr', value, ...place(p, start) };
    }
    default:
      return p.errorPass ? explainExpressionStatement(p) : parseExpressionStatement(p);
  }
}

/** From a token to the last one passed. */
export function place(p: Parser, start: number): Position {
  return {
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function placeOfToken(p: Parser, index: number): Position {
  return {
    lineno: p.line(index),
    col_offset: p.column(index),
    end_lineno: p.tokens.endLine(index),
    end_col_offset: p.tokens.endColumn(index),
  };
}

/** An assignment of some kind, or an expression alone. */
function parseExpressionStatement(p: Parser): Stmt {
  const start = p.position;
  const first = parseStarExpressions(p);
  switch (p.kind) {
    case Token.Newline:
    case Token.Semicolon:
      return {
        type_: 'Expr',
        value: first,
        lineno: p.line(start),
        col_offset: p.column(start),
        end_lineno: p.lastLine(),
        end_col_offset: p.lastColumn(),
      };
    case Token.Equal: {
      const targets: Expr[] = [];
      let value = first;
      while (p.kind === Token.Equal) {
        targets.push(convertToTarget(p, value));
        p.advance();
        if (p.at(Token.Yield)) {
          value = parseYield(p);
          break;
        }
        value = parseStarExpressions(p);
      }
      if (p.kind === Token.Equal) p.fail();
      return finishAssignment(p, start, targets, value);
    }
    case Token.Colon:
      return parseAnnotated(p, start, convertToSingleTarget(p, first));
  }
  const op = augmented[p.kind];
  if (op === undefined) return { type_: 'Expr', value: first, ...place(p, start) };
  return parseAugmented(p, start, convertToSingleTarget(p, first), op);
}

function finishAssignment(p: Parser, start: number, targets: Expr[], value: Expr): Stmt {
  let type_comment: string | null = null;
  if (p.kind === Token.TypeComment) {
    type_comment = p.tokenText(p.position);
    p.advance();
  }
  return {
    type_: 'Assign',
    targets,
    value,
    type_comment,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parseAnnotated(p: Parser, start: number, target: Expr): Stmt {
  p.expect(Token.Colon);
  p.checkVersion(6, 'Variable annotation syntax is');
  const annotation = parseExpression(p);
  let value: Expr | null = null;
  if (p.kind === Token.Equal) {
    const mark = p.position;
    p.advance();
    value = p.optional(parseYieldOrStarExpressions);
    if (value === null) p.reset(mark);
  }
  const simple = target.type_ === 'Name' && p.kinds[start] === Token.Name ? 1 : 0;
  return { type_: 'AnnAssign', target, annotation, value, simple, ...place(p, start) };
}

function parseAugmented(p: Parser, start: number, target: Expr, op: Operator): Stmt {
  if (op.type_ === 'MatMult') p.checkVersion(5, "The '@' operator is");
  p.advance();
  const value = parseYieldOrStarExpressions(p);
  return { type_: 'AugAssign', target, op, value, ...place(p, start) };
}

/** The same in the error pass: each form is tried on its own, then the error rules, then the expression. */
function explainExpressionStatement(p: Parser): Stmt {
  const start = p.position;
  const annotated = p.attempt(() => {
    const target = convertToSingleTarget(p, copyTarget(parsePrimaryTarget(p)));
    return parseAnnotated(p, start, target);
  });
  if (annotated !== null) return annotated;
  const assigned = p.attempt(() => {
    const targets: Expr[] = [];
    for (;;) {
      const target = p.attempt(parseTargetBeforeEqual);
      if (target === null) break;
      targets.push(target);
    }
    if (targets.length === 0) p.fail();
    const value = parseYieldOrStarExpressions(p);
    if (p.kind === Token.Equal) p.fail();
    return finishAssignment(p, start, targets, value);
  });
  if (assigned !== null) return assigned;
  const target = p.attempt(() => {
    const single = convertToSingleTarget(p, copyTarget(parsePrimaryTarget(p)));
    if (augmented[p.kind] === undefined) p.fail();
    return single;
  });
  const op = augmented[p.kind];
  // After the operator there is no way back: it cannot be anything but an augmented assignment.
  if (target !== null && op !== undefined) return parseAugmented(p, start, target, op);
  if (p.errorRules) checkAssignment(p);
  const value = parseStarExpressions(p);
  return { type_: 'Expr', value, ...place(p, start) };
}

function parsePrimaryTarget(p: Parser): Expr {
  const targets = parseStarTargets(p);
  return targets;
}

export function parseTargetBeforeEqual(p: Parser): Expr {
  const target = parseStarTargets(p);
  p.expect(Token.Equal);
  return target;
}

function parseDelete(p: Parser): Stmt {
  const start = p.position;
  const targets = p.optional(() => {
    p.advance();
    const found = parseDeleteTargets(p);
    if (p.kind !== Token.Semicolon && p.kind !== Token.Newline) p.fail();
    return found;
  });
  if (targets === null) {
    if (p.errorRules) checkDelete(p);
    return p.fail();
  }
  return { type_: 'Delete', targets, ...place(p, start) };
}

function parseRaise(p: Parser): Stmt {
  const start = p.position;
  p.advance();
  let exc: Expr | null = null;
  let cause: Expr | null = null;
  if (startsStarExpression(p.kind)) {
    exc = p.optional(parseExpression);
    if (exc !== null && p.kind === Token.From) {
      const mark = p.position;
      p.advance();
      cause = p.optional(parseExpression);
      if (cause === null) p.reset(mark);
    }
  }
  return { type_: 'Raise', exc, cause, ...place(p, start) };
}

function parseAssert(p: Parser): Stmt {
  const start = p.position;
  p.advance();
  const test = parseExpression(p);
  let msg: Expr | null = null;
  if (p.kind === Token.Comma) {
    const mark = p.position;
    p.advance();
    msg = p.optional(parseExpression);
    if (msg === null) p.reset(mark);
  }
  return { type_: 'Assert', test, msg, ...place(p, start) };
}

function parseNames(p: Parser): string[] {
  p.advance();
  const names = [p.identifier()];
  while (p.accept(Token.Comma)) names.push(p.identifier());
  return names;
}

// Imports

function parseDottedName(p: Parser): string {
  let name = p.identifier();
  while (p.kind === Token.Dot) {
    p.advance();
    name += `.${p.identifier()}`;
  }
  return name;
}

function parseAlias(p: Parser, parseName: (p: Parser) => string): Node<'alias'> {
  const start = p.position;
  const name = parseName(p);
  const asname = p.accept(Token.As) ? p.identifier() : null;
  return { type_: 'alias', name, asname, ...place(p, start) };
}

function parseImport(p: Parser): Stmt {
  const start = p.position;
  p.advance();
  const names = [parseAlias(p, parseDottedName)];
  while (p.accept(Token.Comma)) names.push(parseAlias(p, parseDottedName));
  return { type_: 'Import', names, ...place(p, start) };
}

function parseImportFrom(p: Parser): Stmt {
  const start = p.position;
  p.advance();
  let level = 0;
  for (; p.kind === Token.Dot || p.kind === Token.Ellipsis; p.advance())
    level += p.kind === Token.Dot ? 1 : 3;
  const module = level === 0 || p.kind === Token.Name ? parseDottedName(p) : null;
  p.expect(Token.Import);
  const names = parseImportedNames(p);
  return { type_: 'ImportFrom', module, names, level, ...place(p, start) };
}

function parseImportedNames(p: Parser): Node<'alias'>[] {
  const start = p.position;
  if (p.accept(Token.Star)) return [{ type_: 'alias', name: '*', asname: null, ...place(p, start) }];
  const parenthesized = p.accept(Token.LeftParen);
  const names = [parseAlias(p, (q) => q.identifier())];
  while (p.kind === Token.Comma) {
    p.advance();
    if (!p.at(Token.Name)) {
      if (!parenthesized) {
        if (p.errorRules) checkImportTargets(p);
        p.fail();
      }
      break;
    }
    names.push(parseAlias(p, (q) => q.identifier()));
  }
  if (parenthesized) p.expect(Token.RightParen);
  return names;
}
