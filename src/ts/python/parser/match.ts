/**
 * The match statement (Python reference, 8.6). `match` and `case` are ordinary names elsewhere: a line that begins
 * with `match` is a match statement only if it ends with a colon.
 */
import type { Expr, MatchCase, Stmt } from './ast.js';
import { blockPlace, parseBlock } from './compound-statements.js';
import {
  parseNamedExpression,
  parseStarNamedExpression,
  parseStarNamedExpressions,
  startsStarExpression,
} from './expressions.js';
import { load, type Parser } from './parser.js';
import { parsePatterns } from './patterns.js';
import { checkCase, checkMatch } from './statement-errors.js';
import { Token } from './tokens.js';

/** May a match statement begin here? In the error pass every line with the name is tried. */
export function startsMatch(p: Parser): boolean {
  if (!startsStarExpression(p.peek(1)) || !p.isName('match')) return false;
  if (p.errorPass) return true;
  let index = p.position + 1;
  for (; ; index++) {
    const kind: Token = p.kinds[index];
    // A later error is the same in both readings.
    if (kind === Token.Newline || kind === Token.EndMarker || kind === Token.Error) break;
  }
  return p.kinds[index - 1] === Token.Colon;
}

export function parseMatch(p: Parser): Stmt {
  const start = p.position;
  const statement = p.optional(parseMatchHere);
  if (statement !== null) return statement;
  p.reset(start);
  if (p.errorRules) checkMatch(p);
  return p.fail();
}

function parseMatchHere(p: Parser): Stmt {
  const start = p.position;
  p.advance();
  const subject = parseSubject(p);
  p.expect(Token.Colon);
  p.expect(Token.Newline);
  p.expect(Token.Indent);
  const cases = [parseCase(p)];
  while (p.isName('case')) {
    const found = p.optional(parseCase);
    if (found === null) break;
    cases.push(found);
  }
  p.expect(Token.Dedent);
  p.checkVersion(10, 'Pattern matching is');
  return { type_: 'Match', subject, cases, ...blockPlace(p, start) };
}

export function parseSubject(p: Parser): Expr {
  const start = p.position;
  const first = parseStarNamedExpression(p);
  if (p.kind !== Token.Comma) {
    if (first.type_ === 'Starred') p.fail();
    return first;
  }
  p.advance();
  const elts = [first];
  if (startsStarExpression(p.kind)) {
    const further = p.optional(parseStarNamedExpressions);
    if (further !== null) elts.push(...further);
  }
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

function parseCase(p: Parser): MatchCase {
  if (p.errorRules) checkCase(p);
  if (!p.isName('case')) p.fail();
  p.advance();
  const pattern = parsePatterns(p);
  const guard = parseGuard(p);
  p.expect(Token.Colon);
  const body = parseBlock(p);
  return { type_: 'match_case', pattern, guard, body };
}

export function parseGuard(p: Parser): Expr | null {
  if (p.kind !== Token.If) return null;
  const mark = p.position;
  p.advance();
  const guard = p.optional(parseNamedExpression);
  if (guard === null) p.reset(mark);
  return guard;
}
