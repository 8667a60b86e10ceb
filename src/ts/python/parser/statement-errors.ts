/** The error pass's rules for compound statements and patterns. See `error-rules.ts`. */
import { checkTarget } from './error-rules.js';
import { parseBlock, parseClassArguments, parseExcept, parseExceptStar } from './compound-statements.js';
import {
  parseExpression,
  parseExpressions,
  parseNamedExpression,
  parseStarExpressions,
} from './expressions.js';
import { parseGuard, parseSubject } from './match.js';
import { parseFunctionParameters } from './parameters.js';
import type { Parser } from './parser.js';
import { parseMisplacedPositionals, parseOrPattern, parsePatterns } from './patterns.js';
import { placeOfToken } from './simple-statements.js';
import { parseStarTarget, parseStarTargets } from './targets.js';
import { Token } from './tokens.js';

export { checkForTarget } from './error-rules.js';

/** At a line's end after which a block must be indented. */
function checkIndentation(p: Parser, message: string): void {
  if (p.kind !== Token.Newline) return;
  p.advance();
  if (!p.at(Token.Indent)) p.raise(message, 'IndentationError');
}

export function checkBlock(p: Parser): void {
  p.looksAt(() => checkIndentation(p, 'expected an indented block'));
}

/** A header, read by `parseHead`: its colon may be missing, or its block. */
function checkHeader(p: Parser, parseHead: (p: Parser) => void, what: string, line: number): void {
  const missing = p.looksAt(() => {
    parseHead(p);
    if (p.kind !== Token.Newline) p.fail();
    p.raise("expected ':'");
  });
  if (!missing) checkBody(p, parseHead, what, line);
}

function checkBody(p: Parser, parseHead: (p: Parser) => void, what: string, line: number): void {
  p.looksAt(() => {
    parseHead(p);
    p.expect(Token.Colon);
    checkIndentation(p, `expected an indented block after ${what} on line ${line}`);
  });
}

function parseConditionHead(p: Parser): void {
  p.advance();
  parseNamedExpression(p);
}

export function checkIf(p: Parser): void {
  checkHeader(p, parseConditionHead, "'if' statement", p.line(p.position));
}

export function checkElif(p: Parser): void {
  checkHeader(p, parseConditionHead, "'elif' statement", p.line(p.position));
}

export function checkWhile(p: Parser): void {
  checkHeader(p, parseConditionHead, "'while' statement", p.line(p.position));
}

export function checkElse(p: Parser): void {
  checkBody(p, (q) => q.advance(), "'else' statement", p.line(p.position));
}

export function checkFinally(p: Parser): void {
  checkBody(p, (q) => q.advance(), "'finally' statement", p.line(p.position));
}

export function checkFor(p: Parser): void {
  const keyword = p.kind === Token.Async ? p.position + 1 : p.position;
  checkHeader(
    p,
    () => {
      p.accept(Token.Async);
      p.expect(Token.For);
      parseStarTargets(p);
      p.expect(Token.In);
      parseStarExpressions(p);
    },
    "'for' statement",
    p.line(keyword),
  );
}

export function checkFunction(p: Parser): void {
  const keyword = p.kind === Token.Async ? p.position + 1 : p.position;
  checkBody(
    p,
    () => {
      p.accept(Token.Async);
      p.expect(Token.Def);
      p.expect(Token.Name);
      p.expect(Token.LeftParen);
      if (!p.at(Token.RightParen)) parseFunctionParameters(p);
      p.expect(Token.RightParen);
      if (p.accept(Token.Arrow)) parseExpression(p);
    },
    'function definition',
    p.line(keyword),
  );
}

export function checkDoubleTypeComment(p: Parser): void {
  p.looksAt(() => {
    p.expect(Token.TypeComment);
    p.expect(Token.Newline);
    p.expect(Token.TypeComment);
    p.expect(Token.Newline);
    if (p.kind === Token.Indent) p.raise('Cannot have two type comments on def');
  });
}

export function checkClass(p: Parser): void {
  checkHeader(
    p,
    () => {
      p.expect(Token.Class);
      p.expect(Token.Name);
      parseClassArguments(p);
    },
    'class definition',
    p.line(p.position),
  );
}

// With

function parsePlainItems(p: Parser): void {
  p.accept(Token.Async);
  p.expect(Token.With);
  parseItems(p, parseExpression);
}

function parseItemsInParentheses(p: Parser): void {
  p.accept(Token.Async);
  p.expect(Token.With);
  p.expect(Token.LeftParen);
  parseItems(p, parseExpressions);
  p.accept(Token.Comma);
  p.expect(Token.RightParen);
}

function parseItems(p: Parser, parse: (p: Parser) => unknown): void {
  const parseItem = (): void => {
    parse(p);
    p.attempt(() => {
      p.expect(Token.As);
      parseStarTarget(p);
    });
  };
  parseItem();
  while (
    p.attempt(() => {
      p.expect(Token.Comma);
      parseItem();
      return true;
    }) !== null
  );
}

export function checkWithIndentation(p: Parser): void {
  const line = p.line(p.kind === Token.Async ? p.position + 1 : p.position);
  checkBody(p, parsePlainItems, "'with' statement", line);
  checkBody(p, parseItemsInParentheses, "'with' statement", line);
}

export function checkWith(p: Parser): void {
  for (const parseHead of [parsePlainItems, parseItemsInParentheses]) {
    p.looksAt(() => {
      parseHead(p);
      if (p.kind !== Token.Newline) p.fail();
      p.raise("expected ':'");
    });
  }
}

export function checkWithItem(p: Parser): void {
  p.looksAt(() => {
    parseExpression(p);
    p.expect(Token.As);
    const target = parseExpression(p);
    if (p.kind !== Token.Comma && p.kind !== Token.RightParen && p.kind !== Token.Colon) p.fail();
    checkTarget(p, target, 'assign');
  });
}

// Try

export function checkTry(p: Parser): void {
  checkBody(p, (q) => q.advance(), "'try' statement", p.line(p.position));
  const done = p.looksAt(() => {
    p.advance();
    p.expect(Token.Colon);
    parseBlock(p);
    if (p.kind === Token.Except || p.kind === Token.Finally) p.fail();
    p.raise("expected 'except' or 'finally' block");
  });
  if (done) return;
  p.looksAt(() => {
    p.advance();
    p.expect(Token.Colon);
    while (p.attempt(parseBlock) !== null);
    const star = p.peek(1) === Token.Star;
    const parse = star ? parseExceptStar : parseExcept;
    parse(p);
    while (p.attempt(parse) !== null);
    raiseMixedHandlers(p, star);
  });
}

/** At a handler of the other kind than the ones before it. */
function raiseMixedHandlers(p: Parser, starBefore: boolean): void {
  const start = p.position;
  p.expect(Token.Except);
  if (!starBefore) p.expect(Token.Star);
  if (p.kind !== Token.Colon || !starBefore) {
    parseExpression(p);
    parseAlias(p);
  }
  p.check(Token.Colon);
  const message = "cannot have both 'except' and 'except*' on the same 'try'";
  p.raiseAtRange(placeOfToken(p, start), placeOfToken(p, starBefore ? start : start + 1), message);
}

function parseAlias(p: Parser): void {
  p.attempt(() => {
    p.expect(Token.As);
    p.expect(Token.Name);
  });
}

export function checkExceptIndentation(p: Parser): void {
  const line = p.line(p.position);
  const parseHead = (): void => {
    p.expect(Token.Except);
    parseExpression(p);
    parseAlias(p);
  };
  checkBody(p, parseHead, "'except' statement", line);
  checkBody(p, (q) => q.expect(Token.Except), "'except' statement", line);
}

export function checkExceptStarIndentation(p: Parser): void {
  const parseHead = (): void => {
    p.expect(Token.Except);
    p.expect(Token.Star);
    parseExpression(p);
    parseAlias(p);
  };
  checkBody(p, parseHead, "'except*' statement", p.line(p.position));
}

/** At an `except` clause that is none. */
export function checkExcept(p: Parser): void {
  const done =
    p.looksAt(() => {
      p.expect(Token.Except);
      p.accept(Token.Star);
      const first = parseExpression(p);
      p.expect(Token.Comma);
      parseExpressions(p);
      parseAlias(p);
      p.check(Token.Colon);
      p.raiseStartingFrom(first, 'multiple exception types must be parenthesized');
    }) ||
    p.looksAt(() => {
      p.expect(Token.Except);
      p.accept(Token.Star);
      parseExpression(p);
      parseAlias(p);
      if (p.kind !== Token.Newline) p.fail();
      p.raise("expected ':'");
    });
  if (done) return;
  p.looksAt(() => {
    p.expect(Token.Except);
    if (p.kind !== Token.Newline) p.fail();
    p.raise("expected ':'");
  });
  p.looksAt(() => {
    p.expect(Token.Except);
    p.expect(Token.Star);
    if (p.kind !== Token.Newline && p.kind !== Token.Colon) p.fail();
    p.raise('expected one or more exception types');
  });
}

// Match

function parseMatchHead(p: Parser): void {
  p.advance();
  parseSubject(p);
}

export function checkMatch(p: Parser): void {
  checkHeader(p, parseMatchHead, "'match' statement", p.line(p.position));
}

export function checkCase(p: Parser): void {
  if (!p.isName('case')) return;
  const parseHead = (): void => {
    p.advance();
    parsePatterns(p);
    parseGuard(p);
  };
  checkHeader(p, parseHead, "'case' statement", p.line(p.position));
}

/** At a pattern with `as` and what is no name to bind. */
export function checkAsPattern(p: Parser): void {
  p.looksAt(() => {
    parseOrPattern(p);
    p.expect(Token.As);
    if (p.isName('_')) p.raiseAtToken(p.position, "cannot use '_' as a target");
    if (p.kind === Token.Name) p.fail();
    p.raiseAtNode(parseExpression(p), 'invalid pattern target');
  });
}

export function checkClassPattern(p: Parser): void {
  p.looksAt(() => {
    const { first, last } = parseMisplacedPositionals(p);
    p.raiseAtRange(first, last, 'positional patterns follow keyword patterns');
  });
}
