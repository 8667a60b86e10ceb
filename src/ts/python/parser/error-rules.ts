/**
 * The error pass's rules for expressions and simple statements: each looks for one kind of mistake at the current
 * token and raises its explanation, or leaves the position as it was.
 *
 * A rule is a list of alternatives tried in order. An alternative that matches ends its rule, whether it raises or
 * not; `Parser.looksAt` tries one.
 */
import type { Comprehension, Expr, Keyword } from './ast.js';
import { parseArgumentList } from './arguments.js';
import { parseForIfClauses, parseGenerator, parseList, parsePair, parseTuple } from './atoms.js';
import {
  parseBinaryOr,
  parseDisjunction,
  parseExpression,
  parsePlainExpression,
  parseStarExpressions,
  parseStarNamedExpression,
  parseStarNamedExpressions,
  parseYield,
  parseYieldOrStarExpressions,
} from './expressions.js';
import { parseStarredArgument } from './arguments.js';
import { Memo, type Parser } from './parser.js';
import { isAugmentedOperator, parseTargetBeforeEqual, placeOfToken } from './simple-statements.js';
import { expressionName, findInvalidTarget, type TargetUse } from './target-errors.js';
import { softKeywords, Token } from './tokens.js';

const comparisonHint = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
const legacyStatements: ReadonlySet<string> = new Set(['print', 'exec']);

function isLegacyName(node: Expr): boolean {
  return node.type_ === 'Name' && legacyStatements.has(node.id);
}

/** Parses with the error rules off. */
function withoutErrorRules<T>(p: Parser, parse: (p: Parser) => T): T {
  const before = p.errorRules;
  p.errorRules = false;
  try {
    return parse(p);
  } finally {
    p.errorRules = before;
  }
}

/** Before an expression: two that only a comma can separate, an `if` without `else`, a print statement. */
export function checkExpression(p: Parser): void {
  checkAdjacent(p);
  if (p.kind === Token.Name) checkLegacyStatement(p);
}

/** CPython compares only as many letters as the name has. */
function beginsSoftKeyword(name: string): boolean {
  return softKeywords.some((keyword) => keyword.startsWith(name));
}

function checkAdjacent(p: Parser): void {
  const mayBePrefix =
    p.kind === Token.Name && (p.peek(1) === Token.String || beginsSoftKeyword(p.tokenText(p.position)));
  const found =
    !mayBePrefix &&
    p.looksAt(() => {
      const first = parseDisjunction(p);
      const second = withoutErrorRules(p, parsePlainExpression);
      if (isLegacyName(first) || p.tokens.level(p.position - 1) === 0) return;
      p.raiseAtRange(first, second, 'invalid syntax. Perhaps you forgot a comma?');
    });
  if (found) return;
  p.looksAt(() => {
    const body = parseDisjunction(p);
    p.expect(Token.If);
    const test = parseDisjunction(p);
    if (p.kind === Token.Else || p.kind === Token.Colon) p.fail();
    p.raiseAtRange(body, test, "expected 'else' after 'if' expression");
  });
}

function checkLegacyStatement(p: Parser): void {
  p.looksAt(() => {
    const start = p.position;
    const name = p.identifier();
    if (p.kind === Token.LeftParen) p.fail();
    const operands = parseStarExpressions(p);
    if (!legacyStatements.has(name)) return;
    const message = `Missing parentheses in call to '${name}'. Did you mean ${name}(...)?`;
    p.raiseAtRange(placeOfToken(p, start), operands, message);
  });
}

/** Where `name := value` may stand: `:=` after something else than a name, and `=` in its place. */
export function checkNamedExpression(p: Parser): void {
  p.looksAt(() => p.memoized(Memo.InvalidNamedExpression, exploreNamedExpression));
}

function exploreNamedExpression(p: Parser): null {
  const walrus = p.looksAt(() => {
    const target = parseExpression(p);
    p.expect(Token.ColonEqual);
    parseExpression(p);
    p.raiseAtNode(target, `cannot use assignment expressions with ${expressionName(target)}`);
  });
  if (walrus) p.fail();
  const name = p.looksAt(() => {
    const start = p.position;
    p.expect(Token.Name);
    p.expect(Token.Equal);
    const value = parseBinaryOr(p);
    if (p.kind === Token.Equal || p.kind === Token.ColonEqual) p.fail();
    p.raiseAtRange(placeOfToken(p, start), value, comparisonHint);
  });
  if (name) p.fail();
  if (beginsContainerOrKeyword(p)) p.fail();
  p.looksAt(() => {
    const target = parseBinaryOr(p);
    p.expect(Token.Equal);
    parseBinaryOr(p);
    if (p.kind === Token.Equal || p.kind === Token.ColonEqual) p.fail();
    const what = expressionName(target);
    p.raiseAtNode(target, `cannot assign to ${what} here. Maybe you meant '==' instead of '='?`);
  });
  return p.fail();
}

function beginsContainerOrKeyword(p: Parser): boolean {
  switch (p.kind) {
    case Token.True:
    case Token.False:
    case Token.None:
      return true;
    case Token.LeftBracket:
      return p.looksAt(parseList);
    case Token.LeftParen:
      return p.looksAt(parseTuple) || p.looksAt(parseGenerator);
    default:
      return false;
  }
}

// Arguments

/** The last expression of a comprehension's last clause. */
function lastItem(clauses: readonly Comprehension[]): Expr {
  const { iter, ifs } = clauses[clauses.length - 1];
  return ifs.length === 0 ? iter : ifs[ifs.length - 1];
}

const bareGenerator = 'Generator expression must be parenthesized';

export function checkArguments(p: Parser): void {
  const done =
    p.looksAt(() => {
      const { args, keywords } = parseArgumentList(p);
      if (keywords.length === 0 && args.some(({ type_ }) => type_ !== 'Starred')) p.fail();
      p.expect(Token.Comma);
      p.check(Token.Star);
      p.raiseAtToken(p.position, 'iterable argument unpacking follows keyword argument unpacking');
    }) ||
    p.looksAt(() => {
      const element = parseExpression(p);
      const clauses = parseForIfClauses(p);
      p.expect(Token.Comma);
      if (p.attempt(parseArgumentList) === null) {
        p.attempt(() => {
          parseExpression(p);
          parseForIfClauses(p);
        });
      }
      p.raiseAtRange(element, lastItem(clauses), bareGenerator);
    }) ||
    p.looksAt(() => matchKeywordGenerator(p)) ||
    p.looksAt(() => {
      const { args } = parseArgumentList(p);
      const clauses = parseForIfClauses(p);
      if (args.length > 1) p.raiseAtRange(args[args.length - 1], lastItem(clauses), bareGenerator);
    }) ||
    p.looksAt(() => {
      parseArgumentList(p);
      p.expect(Token.Comma);
      const element = parseExpression(p);
      const clauses = parseForIfClauses(p);
      p.raiseAtRange(element, clauses[clauses.length - 1].target, bareGenerator);
    });
  if (done) return;
  p.looksAt(() => {
    const { keywords } = parseArgumentList(p);
    p.expect(Token.Comma);
    parseArgumentList(p);
    raiseMisplacedPositional(p, keywords);
  });
}

function raiseMisplacedPositional(p: Parser, keywords: readonly Keyword[]): never {
  const unpacking = keywords.some(({ arg }) => arg === null);
  return p.raise(`positional argument follows keyword argument${unpacking ? ' unpacking' : ''}`);
}

/** `name = value for ...` as an argument. */
function matchKeywordGenerator(p: Parser): never {
  const start = p.position;
  p.expect(Token.Name);
  p.expect(Token.Equal);
  parseExpression(p);
  parseForIfClauses(p);
  return p.raiseAtRange(placeOfToken(p, start), placeOfToken(p, start + 1), comparisonHint);
}

export function checkKeywordArgument(p: Parser): void {
  const start = p.position;
  if (p.kind === Token.True || p.kind === Token.False || p.kind === Token.None) {
    p.looksAt(() => {
      p.advance();
      p.check(Token.Equal);
      const first = placeOfToken(p, start);
      p.raiseAtRange(first, placeOfToken(p, start + 1), `cannot assign to ${p.tokenText(start)}`);
    });
  }
  if (p.kind === Token.Name && p.peek(1) === Token.Equal) {
    p.looksAt(() => matchKeywordGenerator(p));
    return;
  }
  p.looksAt(() => {
    const target = parseExpression(p);
    p.check(Token.Equal);
    const message = 'expression cannot contain assignment, perhaps you meant "=="?';
    p.raiseAtRange(target, placeOfToken(p, p.position), message);
  });
}

// Displays and comprehensions

/** At the opening bracket of what is no display, group or comprehension. */
export function checkComprehension(p: Parser): void {
  const opener = p.kind;
  const done = p.looksAt(() => {
    p.advance();
    const starred = parseStarredArgument(p);
    parseForIfClauses(p);
    p.raiseAtNode(starred, 'iterable unpacking cannot be used in comprehension');
  });
  if (done || opener === Token.LeftParen) return;
  const message = 'did you forget parentheses around the comprehension target?';
  p.looksAt(() => {
    p.advance();
    const first = parseStarNamedExpression(p);
    p.expect(Token.Comma);
    const further = parseStarNamedExpressions(p);
    parseForIfClauses(p);
    p.raiseAtRange(first, further[further.length - 1], message);
  });
  p.looksAt(() => {
    p.advance();
    const first = parseStarNamedExpression(p);
    const comma = p.position;
    p.expect(Token.Comma);
    parseForIfClauses(p);
    p.raiseAtRange(first, placeOfToken(p, comma), message);
  });
}

export function checkGroup(p: Parser): void {
  const start = p.position;
  p.looksAt(() => {
    p.advance();
    const starred = parseStarredArgument(p);
    p.check(Token.RightParen);
    p.raiseAtNode(starred, 'cannot use starred expression here');
  });
  p.looksAt(() => {
    p.advance();
    p.expect(Token.DoubleStar);
    parseExpression(p);
    p.check(Token.RightParen);
    p.raiseAtToken(start + 1, 'cannot use double starred expression here');
  });
}

/** At the brace of what is no dictionary: a key without a value, or a star before it. */
export function checkDictionary(p: Parser): void {
  p.looksAt(() => {
    p.advance();
    parsePair(p, [], []);
    let mark = p.position;
    while (p.kind === Token.Comma) {
      mark = p.position;
      p.advance();
      if (p.attempt(() => (parsePair(p, [], []), true)) === null) break;
      mark = p.position;
    }
    p.reset(mark);
    p.expect(Token.Comma);
    p.looksAt(() => {
      const key = parseExpression(p);
      if (p.kind === Token.Colon) p.fail();
      p.raiseAt(
        "':' expected after dictionary key",
        key.lineno,
        key.end_col_offset,
        key.end_lineno,
        0,
        'SyntaxError',
      );
    });
    checkDictionaryValue(p);
    p.fail();
  });
  p.looksAt(() => {
    p.advance();
    checkDictionaryValue(p);
    p.fail();
  });
}

function checkDictionaryValue(p: Parser): void {
  p.looksAt(() => {
    parseExpression(p);
    p.expect(Token.Colon);
    const star = p.position;
    p.expect(Token.Star);
    parseBinaryOr(p);
    p.raiseStartingFrom(placeOfToken(p, star), 'cannot use a starred expression in a dictionary value');
  });
  p.looksAt(() => {
    parseExpression(p);
    const colon = p.position;
    p.expect(Token.Colon);
    if (!p.at(Token.RightBrace) && !p.at(Token.Comma)) p.fail();
    p.raiseAtToken(colon, "expression expected after dictionary key and ':'");
  });
}

export function checkDictionaryComprehension(p: Parser): void {
  const start = p.position;
  p.looksAt(() => {
    p.advance();
    p.expect(Token.DoubleStar);
    parseBinaryOr(p);
    parseForIfClauses(p);
    p.check(Token.RightBrace);
    p.raiseAtToken(start + 1, 'dict unpacking cannot be used in dict comprehension');
  });
}

// Targets

/** Raises if the expression holds something that cannot be a target of this use. */
export function checkTarget(p: Parser, node: Expr, use: TargetUse): void {
  const invalid = findInvalidTarget(node, use);
  if (invalid === null) return;
  const verb = use === 'delete' ? 'delete' : 'assign to';
  p.raiseAtNode(invalid, `cannot ${verb} ${expressionName(invalid)}`);
}

/** `[async] for` and what should be targets. */
export function checkForTarget(p: Parser): void {
  p.looksAt(() => {
    p.accept(Token.Async);
    p.expect(Token.For);
    checkTarget(p, parseStarExpressions(p), 'for');
  });
}

export function checkDelete(p: Parser): void {
  p.looksAt(() => {
    p.expect(Token.Del);
    checkTarget(p, parseStarExpressions(p), 'delete');
  });
}

function parseTargetsBeforeEqual(p: Parser): void {
  while (p.attempt(parseTargetBeforeEqual) !== null);
}

export function checkAssignment(p: Parser): void {
  const done =
    p.looksAt(() => {
      const target = parseUnannotatable(p);
      p.expect(Token.Colon);
      parseExpression(p);
      const message = `only single target (not ${expressionName(target)}) can be annotated`;
      p.raiseAtNode(target, message);
    }) ||
    p.looksAt(() => {
      const first = parseStarNamedExpression(p);
      p.expect(Token.Comma);
      while (p.attempt(parseStarNamedExpressions) !== null);
      p.expect(Token.Colon);
      parseExpression(p);
      p.raiseAtNode(first, 'only single target (not tuple) can be annotated');
    }) ||
    p.looksAt(() => {
      const target = parseExpression(p);
      p.expect(Token.Colon);
      parseExpression(p);
      p.raiseAtNode(target, 'illegal target for annotation');
    }) ||
    p.looksAt(() => {
      parseTargetsBeforeEqual(p);
      const target = parseStarExpressions(p);
      p.check(Token.Equal);
      checkTarget(p, target, 'assign');
    }) ||
    p.looksAt(() => {
      parseTargetsBeforeEqual(p);
      const target = parseYield(p);
      p.check(Token.Equal);
      p.raiseAtNode(target, 'assignment to yield expression not possible');
    });
  if (done) return;
  p.looksAt(() => {
    const target = parseStarExpressions(p);
    if (!isAugmentedOperator(p.kind)) p.fail();
    p.advance();
    parseYieldOrStarExpressions(p);
    p.raiseAtNode(target, `'${expressionName(target)}' is an illegal expression for augmented assignment`);
  });
}

/** A list or tuple, in any number of parentheses. */
function parseUnannotatable(p: Parser): Expr {
  if (p.kind === Token.LeftBracket) return parseList(p);
  if (p.kind !== Token.LeftParen) return p.fail();
  const tuple = p.attempt(parseTuple);
  if (tuple !== null) return tuple;
  p.advance();
  const inner = parseUnannotatable(p);
  p.expect(Token.RightParen);
  return inner;
}

/** After a comma in a `from ... import` without parentheses. */
export function checkImportTargets(p: Parser): void {
  if (p.kind === Token.Newline) p.raise('trailing comma not allowed without surrounding parentheses');
}
