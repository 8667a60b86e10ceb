/**
 * The arguments of a call or class definition: positional and starred ones first, then keywords; after the first
 * keyword only `*` and keywords, after the first `**` only keywords and `**` (Python reference, 6.3.4).
 */
import type { Expr, Keyword } from './ast.js';
import { parseForIfClauses, parseUncheckedNamedExpression } from './atoms.js';
import { checkArguments, checkKeywordArgument } from './error-rules.js';
import { parseExpression } from './expressions.js';
import { Memo, type Parser } from './parser.js';
import { Token } from './tokens.js';

export interface CallArguments {
  readonly args: Expr[];
  readonly keywords: Keyword[];
}

/** Arguments, an optional comma, and then a closing parenthesis (which stays). At least one argument. */
export function parseArguments(p: Parser): CallArguments {
  return p.errorPass ? p.memoized(Memo.Arguments, parseArgumentsHere) : parseArgumentsHere(p);
}

function parseArgumentsHere(p: Parser): CallArguments {
  if (!p.errorPass) {
    const result = parseArgumentList(p);
    if (p.kind !== Token.RightParen) p.fail();
    return result;
  }
  const found = p.attempt(() => {
    const result = parseArgumentList(p);
    p.accept(Token.Comma);
    if (p.kind !== Token.RightParen) p.fail();
    return result;
  });
  if (found !== null) return found;
  if (p.errorRules) checkArguments(p);
  return p.fail();
}

/** As many arguments as follow the rules. In the error pass a comma after the last one stays. */
export function parseArgumentList(p: Parser): CallArguments {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  const state: Progress = { keywordSeen: false, doubleStarSeen: false };
  const start = p.position;
  for (let first = true; ; first = false) {
    const mark = p.position;
    if (!first) {
      if (p.kind !== Token.Comma) break;
      p.advance();
      if (p.at(Token.RightParen)) {
        if (p.errorPass) p.reset(mark);
        break;
      }
    }
    const matched = p.errorPass
      ? p.attempt(() => parseArgument(p, start, args, keywords, state))
      : parseArgument(p, start, args, keywords, state);
    if (matched === null) {
      if (first) p.fail();
      p.reset(mark);
      break;
    }
  }
  return { args, keywords };
}

interface Progress {
  keywordSeen: boolean;
  doubleStarSeen: boolean;
}

function parseArgument(
  p: Parser,
  listStart: number,
  args: Expr[],
  keywords: Keyword[],
  state: Progress,
): true {
  const start = p.position;
  if (p.kind === Token.Star) {
    if (state.doubleStarSeen) p.fail();
    args.push(parseStarredArgument(p));
    return true;
  }
  if (p.kind === Token.DoubleStar) {
    p.advance();
    const value = parseExpression(p);
    keywords.push(makeKeyword(p, start, null, value));
    state.keywordSeen = state.doubleStarSeen = true;
    return true;
  }
  if (p.kind === Token.Name && p.peek(1) === Token.Equal) {
    if (p.errorRules) checkKeywordArgument(p);
    const name = p.identifier();
    p.advance();
    const value = parseExpression(p);
    keywords.push(makeKeyword(p, start, name, value));
    state.keywordSeen = true;
    return true;
  }
  if (state.keywordSeen) {
    if (p.errorRules) checkKeywordArgument(p);
    p.fail();
  }
  const value = p.optional(parsePositional);
  if (value === null) {
    if (p.errorRules) checkKeywordArgument(p);
    return p.fail();
  }
  if (!p.errorPass && (p.kind === Token.For || p.kind === Token.Async)) {
    // A lone generator needs no parentheses of its own: it takes the call's.
    if (start !== listStart) p.fail();
    const generators = parseForIfClauses(p);
    if (!p.at(Token.RightParen)) p.fail();
    args.push({
      type_: 'GeneratorExp',
      elt: value,
      generators,
      lineno: p.line(start - 1),
      col_offset: p.column(start - 1),
      end_lineno: p.tokens.endLine(p.position),
      end_col_offset: p.tokens.endColumn(p.position),
    });
    return true;
  }
  args.push(value);
  return true;
}

function parsePositional(p: Parser): Expr {
  const value = parseUncheckedNamedExpression(p);
  if (p.kind === Token.Equal) p.fail();
  return value;
}

function makeKeyword(p: Parser, start: number, arg: string | null, value: Expr): Keyword {
  return {
    type_: 'keyword',
    arg,
    value,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** `*` and a full expression, as calls allow it. */
export function parseStarredArgument(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.Star);
  const value = parseExpression(p);
  return {
    type_: 'Starred',
    value,
    ctx: { type_: 'Load' },
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}
