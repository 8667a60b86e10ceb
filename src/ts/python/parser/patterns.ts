/** Patterns of `case` (Python reference, 8.6.4; PEP 634). */
import type { Expr, Node, Pattern, Position } from './ast.js';
import { parseAtom } from './atoms.js';
import { checkAsPattern, checkClassPattern } from './statement-errors.js';
import { load, type Parser } from './parser.js';
import { parseNumber } from './numbers.js';
import { place } from './simple-statements.js';
import { Token } from './tokens.js';

/** After `case`: one pattern, or a sequence without brackets. */
export function parsePatterns(p: Parser): Pattern {
  const start = p.position;
  const first = parseMaybeStar(p);
  if (p.kind !== Token.Comma) {
    if (first.type_ === 'MatchStar') p.fail();
    return first;
  }
  const patterns = parseSequenceTail(p, first);
  return { type_: 'MatchSequence', patterns, ...place(p, start) };
}

/** Patterns after the first, each after a comma; a comma may end them. */
function parseSequenceTail(p: Parser, first: Pattern): Pattern[] {
  const patterns = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (!startsPattern(p.kind) && !p.at(Token.Star)) break;
    const mark = p.position;
    const pattern = p.optional(parseMaybeStar);
    if (pattern === null) {
      p.reset(mark);
      break;
    }
    patterns.push(pattern);
  }
  return patterns;
}

function startsPattern(kind: Token): boolean {
  switch (kind) {
    case Token.Name:
    case Token.Number:
    case Token.String:
    case Token.Minus:
    case Token.None:
    case Token.True:
    case Token.False:
    case Token.LeftParen:
    case Token.LeftBracket:
    case Token.LeftBrace:
      return true;
    default:
      return false;
  }
}

function parseMaybeStar(p: Parser): Pattern {
  if (p.kind !== Token.Star) return parsePattern(p);
  const start = p.position;
  p.advance();
  const name = parseTargetOrWildcard(p);
  return { type_: 'MatchStar', name, ...place(p, start) };
}

/** A name to bind, or null for `_`. */
function parseTargetOrWildcard(p: Parser): string | null {
  if (p.isName('_')) {
    p.advance();
    return null;
  }
  const name = p.identifier();
  if (p.kind === Token.Dot || p.kind === Token.LeftParen || p.kind === Token.Equal) p.fail();
  return name;
}

/** `pattern | pattern as name` */
function parsePattern(p: Parser): Pattern {
  const start = p.position;
  const pattern = parseOrPattern(p);
  if (p.kind !== Token.As) return pattern;
  const mark = p.position;
  const name = p.optional(() => {
    p.advance();
    if (p.isName('_')) p.fail();
    return parseTargetOrWildcard(p);
  });
  if (name === null) {
    p.reset(start);
    if (p.errorRules) checkAsPattern(p);
    p.reset(mark);
    return pattern;
  }
  return { type_: 'MatchAs', pattern, name, ...place(p, start) };
}

export function parseOrPattern(p: Parser): Pattern {
  const start = p.position;
  const first = parseClosedPattern(p);
  if (p.kind !== Token.VerticalBar) return first;
  const patterns = [first];
  while (p.kind === Token.VerticalBar) {
    const mark = p.position;
    p.advance();
    const pattern = p.optional(parseClosedPattern);
    if (pattern === null) {
      p.reset(mark);
      break;
    }
    patterns.push(pattern);
  }
  if (patterns.length === 1) return first;
  return { type_: 'MatchOr', patterns, ...place(p, start) };
}

function parseClosedPattern(p: Parser): Pattern {
  const start = p.position;
  switch (p.kind) {
    case Token.Number:
    case Token.Minus: {
      const value = parseComplexNumber(p);
      return { type_: 'MatchValue', value, ...place(p, start) };
    }
    case Token.String: {
      const value = parseAtom(p);
      return { type_: 'MatchValue', value, ...place(p, start) };
    }
    case Token.None:
      p.advance();
      return { type_: 'MatchSingleton', value: { kind: 'None' }, ...place(p, start) };
    case Token.True:
      p.advance();
      return { type_: 'MatchSingleton', value: { kind: 'True' }, ...place(p, start) };
    case Token.False:
      p.advance();
      return { type_: 'MatchSingleton', value: { kind: 'False' }, ...place(p, start) };
    case Token.Name:
      return parseNamePattern(p);
    case Token.LeftParen:
    case Token.LeftBracket:
      return parseGroupOrSequence(p);
    case Token.LeftBrace:
      return parseMapping(p);
    default:
      return p.fail();
  }
}

function parseSignedNumber(p: Parser): Expr {
  if (p.kind !== Token.Minus) {
    if (p.kind !== Token.Number) p.fail();
    return parseNumber(p);
  }
  const start = p.position;
  p.advance();
  if (!p.at(Token.Number)) p.fail();
  const operand = parseNumber(p);
  return { type_: 'UnaryOp', op: { type_: 'USub' }, operand, ...place(p, start) };
}

/** `-1`, `1.5` or `1 + 2j`: a real and an imaginary part. */
function parseComplexNumber(p: Parser): Expr {
  const start = p.position;
  const left = parseSignedNumber(p);
  if (p.kind !== Token.Plus && p.kind !== Token.Minus) return left;
  checkPart(p, left, 'real');
  const op: Node<'BinOp'>['op'] = p.kind === Token.Plus ? { type_: 'Add' } : { type_: 'Sub' };
  p.advance();
  if (!p.at(Token.Number)) p.fail();
  const right = parseNumber(p);
  checkPart(p, right, 'imaginary');
  return { type_: 'BinOp', left, op, right, ...place(p, start) };
}

function checkPart(p: Parser, node: Expr, part: 'real' | 'imaginary'): void {
  const number = node.type_ === 'UnaryOp' ? node.operand : node;
  if (number.type_ !== 'Constant') return;
  if ((number.value.kind === 'complex') === (part === 'real')) {
    p.raiseAtNode(number, `${part} number required in complex literal`);
  }
}

/** Capture, wildcard, dotted value or class. */
function parseNamePattern(p: Parser): Pattern {
  const start = p.position;
  const next = p.peek(1);
  if (next !== Token.Dot && next !== Token.LeftParen) {
    const name = parseTargetOrWildcard(p);
    return { type_: 'MatchAs', pattern: null, name, ...place(p, start) };
  }
  const value = parseNameOrAttribute(p);
  if (p.kind === Token.LeftParen) {
    if (!p.errorPass) return parseClassPattern(p, start, value);
    const pattern = p.attempt(() => parseClassPattern(p, start, value));
    if (pattern !== null) return pattern;
    p.reset(start);
    if (p.errorRules) checkClassPattern(p);
    return p.fail();
  }
  if (value.type_ === 'Name' || p.kind === Token.Equal) p.fail();
  return { type_: 'MatchValue', value, ...place(p, start) };
}

export function parseNameOrAttribute(p: Parser): Expr {
  const start = p.position;
  const id = p.identifier();
  let node: Expr = { type_: 'Name', id, ctx: load, ...place(p, start) };
  while (p.kind === Token.Dot) {
    p.advance();
    const attr = p.identifier();
    node = { type_: 'Attribute', value: node, attr, ctx: load, ...place(p, start) };
  }
  return node;
}

function parseGroupOrSequence(p: Parser): Pattern {
  const start = p.position;
  const isList = p.kind === Token.LeftBracket;
  const closer = isList ? Token.RightBracket : Token.RightParen;
  p.advance();
  let patterns: Pattern[] = [];
  if (p.kind !== closer) {
    const first = parseMaybeStar(p);
    if (!isList && p.kind === closer) {
      if (first.type_ === 'MatchStar') p.fail();
      p.advance();
      return first;
    }
    if (!isList && p.kind !== Token.Comma) p.fail();
    patterns = parseSequenceTail(p, first);
  }
  p.expect(closer);
  return { type_: 'MatchSequence', patterns, ...place(p, start) };
}

function parseMapping(p: Parser): Pattern {
  const start = p.position;
  p.advance();
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (p.kind !== Token.RightBrace) {
    if (p.accept(Token.DoubleStar)) {
      if (p.isName('_')) p.fail();
      rest = parseTargetOrWildcard(p);
      p.accept(Token.Comma);
      break;
    }
    keys.push(parseMappingKey(p));
    p.expect(Token.Colon);
    patterns.push(parsePattern(p));
    if (!p.accept(Token.Comma)) break;
  }
  p.expect(Token.RightBrace);
  return { type_: 'MatchMapping', keys, patterns, rest, ...place(p, start) };
}

function parseMappingKey(p: Parser): Expr {
  switch (p.kind) {
    case Token.Number:
    case Token.Minus:
      return parseComplexNumber(p);
    case Token.String:
    case Token.None:
    case Token.True:
    case Token.False:
      return parseAtom(p);
    default: {
      const value = parseNameOrAttribute(p);
      if (value.type_ === 'Name' || p.kind === Token.LeftParen || p.kind === Token.Equal) p.fail();
      return value;
    }
  }
}

function parseClassPattern(p: Parser, start: number, cls: Expr): Pattern {
  p.advance();
  const patterns: Pattern[] = [];
  const kwd_attrs: string[] = [];
  const kwd_patterns: Pattern[] = [];
  while (p.kind !== Token.RightParen) {
    if (p.kind === Token.Name && p.peek(1) === Token.Equal) {
      kwd_attrs.push(p.identifier());
      p.advance();
      kwd_patterns.push(parsePattern(p));
    } else {
      if (kwd_attrs.length > 0) p.fail();
      patterns.push(parsePattern(p));
    }
    if (!p.accept(Token.Comma)) break;
  }
  p.expect(Token.RightParen);
  return { type_: 'MatchClass', cls, patterns, kwd_attrs, kwd_patterns, ...place(p, start) };
}

/** In the error rules: positional arguments, keyword arguments, and positional ones again. */
export function parseMisplacedPositionals(p: Parser): { readonly first: Position; readonly last: Position } {
  parseNameOrAttribute(p);
  p.expect(Token.LeftParen);
  if (p.kind !== Token.Name || p.peek(1) !== Token.Equal) {
    while (p.kind !== Token.Name || p.peek(1) !== Token.Equal) {
      parsePattern(p);
      p.expect(Token.Comma);
    }
  }
  while (p.kind === Token.Name && p.peek(1) === Token.Equal) {
    p.advance();
    p.advance();
    parsePattern(p);
    p.expect(Token.Comma);
  }
  const first = parsePattern(p);
  let last = first;
  while (p.at(Token.Comma)) {
    const mark = p.position;
    p.advance();
    const next = p.kind === Token.Name && p.peek(1) === Token.Equal ? null : p.attempt(parsePattern);
    if (next === null) {
      p.reset(mark);
      break;
    }
    last = next;
  }
  return { first, last };
}
