/** The error pass's rules for the parameters of `def` and `lambda`. See `error-rules.ts`. */
import { finishParameter, parseDefault, parseParameter, type ParameterStyle } from './parameters.js';
import type { Node } from './ast.js';
import type { Parser } from './parser.js';
import { Token } from './tokens.js';

type Parameter = Node<'arg'>;

function parseWithoutDefault(p: Parser, style: ParameterStyle): Parameter {
  const parameter = parseParameter(p, style);
  finishParameter(p, style, parameter);
  return parameter;
}

function parseWithDefault(p: Parser, style: ParameterStyle): void {
  const parameter = parseParameter(p, style);
  if (parseDefault(p, style) === null) p.fail();
  finishParameter(p, style, parameter);
}

function parseMaybeDefault(p: Parser, style: ParameterStyle): void {
  const parameter = parseParameter(p, style);
  parseDefault(p, style);
  finishParameter(p, style, parameter);
}

type ParameterParser = (p: Parser, style: ParameterStyle) => unknown;

/** As many as match; how many. */
function repeat(p: Parser, style: ParameterStyle, parse: ParameterParser): number {
  let count = 0;
  while (p.attempt(() => (parse(p, style), true)) !== null) count++;
  return count;
}

function parseSlash(p: Parser, style: ParameterStyle): void {
  p.expect(Token.Slash);
  if (!p.accept(Token.Comma) && p.kind !== style.terminator) p.fail();
}

/** Positional-only parameters of which at least the last has a default, and the slash. */
function parseSlashWithDefault(p: Parser, style: ParameterStyle): void {
  repeat(p, style, parseWithoutDefault);
  if (repeat(p, style, parseWithDefault) === 0) p.fail();
  parseSlash(p, style);
}

function parseSlashWithoutDefault(p: Parser, style: ParameterStyle): void {
  if (repeat(p, style, parseWithoutDefault) === 0) p.fail();
  parseSlash(p, style);
}

function attemptPositionalOnly(p: Parser, style: ParameterStyle): boolean {
  return (
    p.attempt(() => (parseSlashWithoutDefault(p, style), true)) !== null ||
    p.attempt(() => (parseSlashWithDefault(p, style), true)) !== null
  );
}

export function checkParameters(p: Parser, style: ParameterStyle): void {
  const done =
    p.looksAt(() => {
      repeat(p, style, parseWithoutDefault);
      if (p.attempt(() => (parseSlashWithDefault(p, style), true)) === null) {
        if (repeat(p, style, parseWithDefault) === 0) p.fail();
      }
      p.raiseAtNode(parseWithoutDefault(p, style), 'non-default argument follows default argument');
    }) ||
    p.looksAt(() => {
      repeat(p, style, parseWithoutDefault);
      raiseParenthesized(p, style);
    });
  if (done) return;
  p.looksAt(() => {
    const slash = p.position;
    p.expect(Token.Slash);
    p.check(Token.Comma);
    p.raiseAtToken(slash, 'at least one argument must precede /');
  });
  p.looksAt(() => {
    if (!attemptPositionalOnly(p, style)) p.fail();
    repeat(p, style, parseMaybeDefault);
    expectAndRaise(p, Token.Slash, '/ may appear only once');
  });
  p.looksAt(() => {
    attemptPositionalOnly(p, style);
    repeat(p, style, parseMaybeDefault);
    p.expect(Token.Star);
    if (!p.accept(Token.Comma)) parseWithoutDefault(p, style);
    repeat(p, style, parseMaybeDefault);
    expectAndRaise(p, Token.Slash, '/ must be ahead of *');
  });
  p.looksAt(() => {
    if (repeat(p, style, parseMaybeDefault) === 0) p.fail();
    p.expect(Token.Slash);
    expectAndRaise(p, Token.Star, 'expected comma between / and *');
  });
}

function expectAndRaise(p: Parser, kind: Token, message: string): never {
  if (p.kind !== kind) p.fail();
  return p.raiseAtToken(p.position, message);
}

/** Python 2's `def f(a, (b, c))`. */
function raiseParenthesized(p: Parser, style: ParameterStyle): void {
  const open = p.position;
  p.expect(Token.LeftParen);
  if (style.name === 'def') {
    if (repeat(p, style, parseWithoutDefault) === 0) p.fail();
  } else {
    parseParameter(p, style);
    while (p.kind === Token.Comma && p.peek(1) === Token.Name) {
      p.advance();
      parseParameter(p, style);
    }
  }
  p.accept(Token.Comma);
  const close = p.position;
  p.check(Token.RightParen);
  const what = style.name === 'def' ? 'Function' : 'Lambda expression';
  p.raiseAt(
    `${what} parameters cannot be parenthesized`,
    p.line(open),
    p.column(open) + 1,
    p.tokens.endLine(close),
    p.tokens.endColumn(close) + 1,
    'SyntaxError',
  );
}

/** At `=` after a parameter. */
export function checkDefault(p: Parser, _style: ParameterStyle): void {
  const next = p.peek(1);
  if (next === Token.RightParen || next === Token.Comma) {
    p.raiseAtToken(p.position, 'expected default value expression');
  }
}

/** At `*` among the parameters. */
export function checkStarParameter(p: Parser, style: ParameterStyle): void {
  const star = p.position;
  const after = p.peek(1);
  const afterComma = p.peek(2);
  const bare = after === Token.Comma && (afterComma === style.terminator || afterComma === Token.DoubleStar);
  if (after === style.terminator || bare) {
    const message = 'named arguments must follow bare *';
    if (style.name === 'def') p.raiseAtToken(star, message);
    for (let count = bare ? 2 : 1; count > 0; count--) p.advance();
    p.raise(message);
  }
  if (after === Token.Comma && afterComma === Token.TypeComment) {
    p.advance();
    p.advance();
    p.raise('bare * has associated type comment');
  }
  const done = p.looksAt(() => {
    p.advance();
    parseParameter(p, style);
    expectAndRaise(p, Token.Equal, 'var-positional argument cannot have default value');
  });
  if (done) return;
  p.looksAt(() => {
    p.advance();
    if (!p.accept(Token.Comma)) parseWithoutDefault(p, style);
    repeat(p, style, parseMaybeDefault);
    const second = p.position;
    p.expect(Token.Star);
    if (!p.at(Token.Comma)) parseWithoutDefault(p, style);
    p.raiseAtToken(second, '* argument may appear only once');
  });
}

/** At `**` among the parameters. */
export function checkVarKeyword(p: Parser, style: ParameterStyle): void {
  p.looksAt(() => {
    p.advance();
    parseParameter(p, style);
    expectAndRaise(p, Token.Equal, 'var-keyword argument cannot have default value');
  });
  p.looksAt(() => {
    p.advance();
    parseParameter(p, style);
    p.expect(Token.Comma);
    const message = 'arguments cannot follow var-keyword argument';
    if (p.kind === Token.Name) p.raiseAtNode(parseParameter(p, style), message);
    if (p.kind !== Token.Star && p.kind !== Token.DoubleStar && p.kind !== Token.Slash) p.fail();
    p.raiseAtToken(p.position, message);
  });
}
