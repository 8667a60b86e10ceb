/** Statements that contain blocks (Python reference, chapter 8). */
import type { Arguments, ExceptHandler, Expr, Node, Position, Stmt } from './ast.js';
import { parseArguments, type CallArguments } from './arguments.js';
import {
  checkBlock,
  checkClass,
  checkDoubleTypeComment,
  checkElse,
  checkElif,
  checkExcept,
  checkExceptIndentation,
  checkExceptStarIndentation,
  checkFinally,
  checkFor,
  checkForTarget,
  checkFunction,
  checkIf,
  checkTry,
  checkWhile,
  checkWith,
  checkWithIndentation,
  checkWithItem,
} from './statement-errors.js';
import { parseExpression, parseNamedExpression, parseStarExpressions } from './expressions.js';
import { parseMatch, startsMatch } from './match.js';
import { emptyArguments, parseFunctionParameters } from './parameters.js';
import { Memo, type Parser } from './parser.js';
import { parseSimpleStatements } from './simple-statements.js';
import { parseStarTarget, parseStarTargets } from './targets.js';
import { Token } from './tokens.js';

/** Statements up to a token that begins none. */
export function parseStatements(p: Parser, end: Token): Stmt[] {
  const body: Stmt[] = [];
  while (p.kind !== end) {
    const matched = p.optional(() => (parseStatement(p, body), true));
    if (matched === null) break;
  }
  return body;
}

/** One compound statement, or one line of simple ones. */
export function parseStatement(p: Parser, body: Stmt[]): void {
  if (beginsCompound(p)) {
    if (!p.errorPass) {
      body.push(parseCompound(p));
      return;
    }
    const statement = p.attempt(parseCompound);
    if (statement !== null) {
      body.push(statement);
      return;
    }
  }
  parseSimpleStatements(p, body);
}

export function beginsCompound(p: Parser): boolean {
  switch (p.kind) {
    case Token.Def:
    case Token.At:
    case Token.Async:
    case Token.Class:
    case Token.If:
    case Token.With:
    case Token.For:
    case Token.Try:
    case Token.While:
      return true;
    case Token.Name:
      return startsMatch(p);
    default:
      return false;
  }
}

export function parseCompound(p: Parser): Stmt {
  switch (p.kind) {
    case Token.Def:
      return parseFunction(p, []);
    case Token.At:
      return parseDecorated(p);
    case Token.Async:
      return parseAsync(p);
    case Token.Class:
      return parseClass(p, []);
    case Token.If:
      return parseIf(p);
    case Token.With:
      return parseWith(p);
    case Token.For:
      return parseFor(p);
    case Token.Try:
      return parseTry(p);
    case Token.While:
      return parseWhile(p);
    default:
      return parseMatch(p);
  }
}

/** The position of a statement that ends with a block: at the last token that is more than layout. */
export function blockPlace(p: Parser, start: number): Position {
  let last = p.position - 1;
  for (; last > 0; last--) {
    const kind: Token = p.kinds[last];
    if (kind !== Token.Newline && kind !== Token.Indent && kind !== Token.Dedent) break;
  }
  return {
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.tokens.endLine(last),
    end_col_offset: p.tokens.endColumn(last),
  };
}

export function parseBlock(p: Parser): Stmt[] {
  return p.errorPass ? p.memoized(Memo.Block, parseBlockHere) : parseBlockHere(p);
}

function parseBlockHere(p: Parser): Stmt[] {
  if (p.kind !== Token.Newline) {
    const body: Stmt[] = [];
    parseSimpleStatements(p, body);
    return body;
  }
  if (!p.errorPass) return parseIndented(p);
  const body = p.attempt(parseIndented);
  if (body !== null) return body;
  if (p.errorRules) checkBlock(p);
  return p.fail();
}

function parseIndented(p: Parser): Stmt[] {
  p.advance();
  p.expect(Token.Indent);
  const body: Stmt[] = [];
  parseStatement(p, body);
  while (p.kind !== Token.Dedent) {
    if (!p.errorPass) {
      parseStatement(p, body);
      continue;
    }
    const matched = p.attempt(() => (parseStatement(p, body), true));
    if (matched === null) break;
  }
  p.expect(Token.Dedent);
  return body;
}

// Definitions

function parseDecorated(p: Parser): Stmt {
  const decorators: Expr[] = [];
  while (p.accept(Token.At)) {
    decorators.push(parseNamedExpression(p));
    p.expect(Token.Newline);
  }
  return p.kind === Token.Class ? parseClass(p, decorators) : parseFunction(p, decorators);
}

function parseAsync(p: Parser): Stmt {
  switch (p.peek(1)) {
    case Token.Def:
      return parseFunction(p, []);
    case Token.With:
      return parseWith(p);
    case Token.For:
      return parseFor(p);
    default:
      p.advance();
      return p.fail();
  }
}

function parseFunction(p: Parser, decorator_list: Expr[]): Stmt {
  if (p.errorRules) checkFunction(p);
  const start = p.position;
  const isAsync = p.accept(Token.Async);
  p.expect(Token.Def);
  const name = p.identifier();
  p.expectForced(Token.LeftParen, '(');
  const args: Arguments = p.kind === Token.RightParen ? emptyArguments() : parseFunctionParameters(p);
  p.expect(Token.RightParen);
  let returns: Expr | null = null;
  if (p.kind === Token.Arrow) {
    const mark = p.position;
    p.advance();
    returns = p.optional(parseExpression);
    if (returns === null) p.reset(mark);
  }
  p.expectForced(Token.Colon, ':');
  const type_comment = parseFunctionTypeComment(p);
  const body = parseBlock(p);
  if (isAsync) p.checkVersion(5, 'Async functions are');
  const position = blockPlace(p, start);
  if (isAsync) {
    return {
      type_: 'AsyncFunctionDef',
      name,
      args,
      body,
      decorator_list,
      returns,
      type_comment,
      ...position,
    };
  }
  return { type_: 'FunctionDef', name, args, body, decorator_list, returns, type_comment, ...position };
}

/** A function's type comment stands after the colon, or alone in the first line of the body. */
function parseFunctionTypeComment(p: Parser): string | null {
  if (p.kind === Token.Newline && p.peek(1) === Token.TypeComment) {
    const start = p.position;
    const comment = p.attempt(() => {
      p.advance();
      const text = parseTypeComment(p);
      p.expect(Token.Newline);
      p.check(Token.Indent);
      return text;
    });
    if (comment !== null) {
      p.reset(start + 2);
      return comment;
    }
  }
  if (p.errorRules) checkDoubleTypeComment(p);
  return parseTypeComment(p);
}

function parseTypeComment(p: Parser): string | null {
  if (p.kind !== Token.TypeComment) return null;
  const text = p.tokenText(p.position);
  p.advance();
  return text;
}

function parseClass(p: Parser, decorator_list: Expr[]): Stmt {
  if (p.errorRules) checkClass(p);
  const start = p.position;
  p.expect(Token.Class);
  const name = p.identifier();
  const { args, keywords } = parseClassArguments(p);
  p.expect(Token.Colon);
  const body = parseBlock(p);
  return { type_: 'ClassDef', name, bases: args, keywords, body, decorator_list, ...blockPlace(p, start) };
}

export function parseClassArguments(p: Parser): CallArguments {
  const none: CallArguments = { args: [], keywords: [] };
  if (p.kind !== Token.LeftParen) return none;
  p.advance();
  const found = p.at(Token.RightParen) ? none : p.optional(parseArguments);
  p.expect(Token.RightParen);
  return found ?? none;
}

// Conditions and loops

function parseIf(p: Parser): Stmt {
  if (p.errorRules) {
    if (p.kind === Token.Elif) checkElif(p);
    else checkIf(p);
  }
  const start = p.position;
  p.advance();
  const test = parseNamedExpression(p);
  p.expect(Token.Colon);
  const body = parseBlock(p);
  let orelse: Stmt[] = [];
  const next = p.kind === Token.Elif ? p.optional(parseIf) : null;
  if (next !== null) orelse = [next];
  else orelse = parseElse(p);
  return { type_: 'If', test, body, orelse, ...blockPlace(p, start) };
}

/** `else: block`, or nothing. */
function parseElse(p: Parser): Stmt[] {
  if (p.kind !== Token.Else) return [];
  const found = p.optional(() => {
    if (p.errorRules) checkElse(p);
    p.advance();
    p.expectForced(Token.Colon, ':');
    return parseBlock(p);
  });
  return found ?? [];
}

function parseWhile(p: Parser): Stmt {
  if (p.errorRules) checkWhile(p);
  const start = p.position;
  p.advance();
  const test = parseNamedExpression(p);
  p.expect(Token.Colon);
  const body = parseBlock(p);
  const orelse = parseElse(p);
  return { type_: 'While', test, body, orelse, ...blockPlace(p, start) };
}

function parseFor(p: Parser): Stmt {
  if (p.errorRules) checkFor(p);
  const start = p.position;
  const isAsync = p.accept(Token.Async);
  const target = p.optional(() => {
    p.expect(Token.For);
    const targets = parseStarTargets(p);
    p.expect(Token.In);
    return targets;
  });
  if (target === null) {
    p.reset(start);
    if (p.errorRules) checkForTarget(p);
    return p.fail();
  }
  const iter = parseStarExpressions(p);
  p.expect(Token.Colon);
  const type_comment = parseTypeComment(p);
  const body = parseBlock(p);
  const orelse = parseElse(p);
  if (isAsync) p.checkVersion(5, 'Async for loops are');
  const position = blockPlace(p, start);
  if (isAsync) return { type_: 'AsyncFor', target, iter, body, orelse, type_comment, ...position };
  return { type_: 'For', target, iter, body, orelse, type_comment, ...position };
}

// With

type WithItem = Node<'withitem'>;

function parseWith(p: Parser): Stmt {
  const start = p.position;
  if (p.errorRules) checkWithIndentation(p);
  const statement = p.optional(parseWithHere);
  if (statement !== null) return statement;
  p.reset(start);
  if (p.errorRules) checkWith(p);
  return p.fail();
}

function parseWithHere(p: Parser): Stmt {
  const start = p.position;
  const isAsync = p.accept(Token.Async);
  p.expect(Token.With);
  let items: WithItem[] | null = null;
  let body: Stmt[] | null = null;
  let type_comment: string | null = null;
  if (p.kind === Token.LeftParen) {
    items = p.attempt(parseParenthesizedItems);
    if (items !== null) {
      // In the error pass another reading is still possible if the block does not match.
      body = p.optional(parseBlock);
      if (body === null) {
        p.reset(start + (isAsync ? 2 : 1));
        items = null;
      }
    }
  }
  if (items === null || body === null) {
    items = [parseWithItem(p)];
    while (p.accept(Token.Comma)) items.push(parseWithItem(p));
    p.expect(Token.Colon);
    type_comment = parseTypeComment(p);
    body = parseBlock(p);
  }
  if (isAsync) p.checkVersion(5, 'Async with statements are');
  const position = blockPlace(p, start);
  if (isAsync) return { type_: 'AsyncWith', items, body, type_comment, ...position };
  return { type_: 'With', items, body, type_comment, ...position };
}

function parseParenthesizedItems(p: Parser): WithItem[] {
  p.expect(Token.LeftParen);
  const items = [parseWithItem(p)];
  while (p.kind === Token.Comma) {
    p.advance();
    if (p.at(Token.RightParen)) break;
    items.push(parseWithItem(p));
  }
  p.expect(Token.RightParen);
  p.expect(Token.Colon);
  p.checkVersion(9, 'Parenthesized context managers are');
  return items;
}

function parseWithItem(p: Parser): WithItem {
  const start = p.position;
  const context_expr = parseExpression(p);
  if (p.kind !== Token.As) return { type_: 'withitem', context_expr, optional_vars: null };
  const mark = p.position;
  const optional_vars = p.optional(() => {
    p.advance();
    const target = parseStarTarget(p);
    if (p.kind !== Token.Comma && p.kind !== Token.RightParen && p.kind !== Token.Colon) p.fail();
    return target;
  });
  if (optional_vars === null) {
    p.reset(start);
    if (p.errorRules) checkWithItem(p);
    p.reset(mark);
  }
  return { type_: 'withitem', context_expr, optional_vars };
}

// Try

function parseTry(p: Parser): Stmt {
  if (p.errorRules) checkTry(p);
  const start = p.position;
  p.advance();
  p.expectForced(Token.Colon, ':');
  const body = parseBlock(p);
  if (p.kind === Token.Finally) {
    const finalbody = parseFinally(p);
    return { type_: 'Try', body, handlers: [], orelse: [], finalbody, ...blockPlace(p, start) };
  }
  if (p.kind !== Token.Except) p.fail();
  const star = p.peek(1) === Token.Star;
  const parse = star ? parseExceptStar : parseExcept;
  const handlers: ExceptHandler[] = [parse(p)];
  while (p.kind === Token.Except) {
    const handler = p.optional(parse);
    if (handler === null) break;
    handlers.push(handler);
  }
  const orelse = parseElse(p);
  const finalbody = p.at(Token.Finally) ? (p.optional(parseFinally) ?? []) : [];
  if (star) p.checkVersion(11, 'Exception groups are');
  const position = blockPlace(p, start);
  if (star) return { type_: 'TryStar', body, handlers, orelse, finalbody, ...position };
  return { type_: 'Try', body, handlers, orelse, finalbody, ...position };
}

function parseFinally(p: Parser): Stmt[] {
  if (p.errorRules) checkFinally(p);
  p.expect(Token.Finally);
  p.expectForced(Token.Colon, ':');
  return parseBlock(p);
}

export function parseExcept(p: Parser): ExceptHandler {
  const start = p.position;
  const handler = p.optional(() => {
    if (p.errorRules) checkExceptIndentation(p);
    p.expect(Token.Except);
    if (p.accept(Token.Colon)) return finishHandler(p, start, null, null);
    return parseTypedHandler(p, start);
  });
  if (handler !== null) return handler;
  p.reset(start);
  if (p.errorRules) checkExcept(p);
  return p.fail();
}

export function parseExceptStar(p: Parser): ExceptHandler {
  const start = p.position;
  const handler = p.optional(() => {
    if (p.errorRules) checkExceptStarIndentation(p);
    p.expect(Token.Except);
    p.expect(Token.Star);
    return parseTypedHandler(p, start);
  });
  if (handler !== null) return handler;
  p.reset(start);
  if (p.errorRules) checkExcept(p);
  return p.fail();
}

function parseTypedHandler(p: Parser, start: number): ExceptHandler {
  const type = parseExpression(p);
  const name = p.accept(Token.As) ? p.identifier() : null;
  p.expect(Token.Colon);
  return finishHandler(p, start, type, name);
}

function finishHandler(p: Parser, start: number, type: Expr | null, name: string | null): ExceptHandler {
  const body = parseBlock(p);
  return { type_: 'ExceptHandler', type, name, body, ...blockPlace(p, start) };
}
