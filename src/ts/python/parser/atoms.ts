/**
 * Primaries and atoms: names, literals, displays, comprehensions, attributes, subscripts and calls
 * (Python reference, 6.2 and 6.3).
 */
import type { Comprehension, Expr } from './ast.js';
import { parseArguments, parseStarredArgument } from './arguments.js';
import {
  checkComprehension,
  checkDictionary,
  checkDictionaryComprehension,
  checkForTarget,
  checkGroup,
} from './error-rules.js';
import {
  parseAssignmentExpression,
  parseBinaryOr,
  parseDisjunction,
  parseExpression,
  parseNamedExpression,
  parseStarNamedExpression,
  parseStarNamedExpressions,
  parseYield,
  startsExpression,
} from './expressions.js';
import { parseNumber } from './numbers.js';
import { load, Memo, type Parser } from './parser.js';
import { parseStrings } from './strings.js';
import { parseStarTargets } from './targets.js';
import { Token } from './tokens.js';

export function parsePrimary(p: Parser): Expr {
  return p.errorPass ? p.memoized(Memo.Primary, parsePrimaryHere) : parsePrimaryHere(p);
}

function parsePrimaryHere(p: Parser): Expr {
  const start = p.position;
  let node = parseAtom(p);
  for (;;) {
    switch (p.kind) {
      case Token.LeftBrace:
        // Where a generator's parenthesis may stand, any bracket is checked for a comprehension.
        if (p.errorRules) checkComprehension(p);
        return node;
      case Token.LeftBracket:
        if (p.errorRules) checkComprehension(p);
        break;
      case Token.Dot:
      case Token.LeftParen:
        break;
      default:
        return node;
    }
    const next: Expr | null = p.errorPass
      ? p.attempt(() => parseTrailer(p, start, node))
      : parseTrailer(p, start, node);
    if (next === null) return node;
    node = next;
  }
}

/** `.name`, `(arguments)` or `[slices]` after a primary. */
export function parseTrailer(p: Parser, start: number, value: Expr): Expr {
  const lineno = p.line(start);
  const col_offset = p.column(start);
  if (p.kind === Token.Dot) {
    p.advance();
    const attr = p.identifier();
    return {
      type_: 'Attribute',
      value,
      attr,
      ctx: load,
      lineno,
      col_offset,
      end_lineno: p.lastLine(),
      end_col_offset: p.lastColumn(),
    };
  }
  if (p.kind === Token.LeftBracket) {
    p.advance();
    const slice = parseSlices(p);
    p.expect(Token.RightBracket);
    return {
      type_: 'Subscript',
      value,
      slice,
      ctx: load,
      lineno,
      col_offset,
      end_lineno: p.lastLine(),
      end_col_offset: p.lastColumn(),
    };
  }
  const { args, keywords } = parseCallArguments(p);
  return {
    type_: 'Call',
    func: value,
    args,
    keywords,
    lineno,
    col_offset,
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function parseCallArguments(p: Parser): ReturnType<typeof parseArguments> {
  if (p.errorPass) {
    const generator = p.attempt(parseGenerator);
    if (generator !== null) return { args: [generator], keywords: [] };
  }
  p.advance();
  if (p.accept(Token.RightParen)) return { args: [], keywords: [] };
  const result = p.optional(parseArguments);
  p.expect(Token.RightParen);
  return result ?? p.fail();
}

function parseSlices(p: Parser): Expr {
  const start = p.position;
  const first = p.kind === Token.Star ? parseStarredArgument(p) : parseSlice(p);
  if (p.kind !== Token.Comma && first.type_ !== 'Starred') return first;
  const elts = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (p.at(Token.RightBracket)) break;
    const mark = p.position;
    const element = p.optional(p.at(Token.Star) ? parseStarredArgument : parseSlice);
    if (element === null) {
      p.reset(mark);
      break;
    }
    elts.push(element);
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

function parseSlice(p: Parser): Expr {
  const start = p.position;
  if (p.errorPass) {
    const slice = p.attempt(() => parseSliceTail(p, start, parseSliceBound(p)));
    return slice ?? parseNamedExpression(p);
  }
  if (p.kind === Token.Colon) return parseSliceTail(p, start, null);
  const lower = parseNamedExpression(p);
  if (!p.at(Token.Colon)) return lower;
  if (lower.type_ === 'NamedExpr' && p.kinds[start] === Token.Name) p.fail();
  return parseSliceTail(p, start, lower);
}

function parseSliceBound(p: Parser): Expr | null {
  return startsExpression(p.kind) ? p.optional(parseExpression) : null;
}

function parseSliceTail(p: Parser, start: number, lower: Expr | null): Expr {
  p.expect(Token.Colon);
  const upper = parseSliceBound(p);
  const step = p.accept(Token.Colon) ? parseSliceBound(p) : null;
  return {
    type_: 'Slice',
    lower,
    upper,
    step,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parseAtom(p: Parser): Expr {
  const start = p.position;
  switch (p.kind) {
    case Token.Name: {
      const id = p.nameText(start);
      p.advance();
      return {
        type_: 'Name',
        id,
        ctx: load,
        lineno: p.line(start),
        col_offset: p.column(start),
        end_lineno: p.lastLine(),
        end_col_offset: p.lastColumn(),
      };
    }
    case Token.String:
      return p.errorPass ? p.memoized(Memo.Strings, parseStrings) : parseStrings(p);
    case Token.Number:
      return parseNumber(p);
    case Token.True:
      return parseKeywordConstant(p, 'True');
    case Token.False:
      return parseKeywordConstant(p, 'False');
    case Token.None:
      return parseKeywordConstant(p, 'None');
    case Token.Ellipsis:
      return parseKeywordConstant(p, 'Ellipsis');
    case Token.LeftParen:
      return p.errorPass ? explainParentheses(p) : parseParentheses(p);
    case Token.LeftBracket:
      return p.errorPass ? explainBrackets(p) : parseBrackets(p);
    case Token.LeftBrace:
      return p.errorPass ? explainBraces(p) : parseBraces(p);
    default:
      return p.fail();
  }
}

function parseKeywordConstant(p: Parser, kind: 'True' | 'False' | 'None' | 'Ellipsis'): Expr {
  const start = p.position;
  p.advance();
  return {
    type_: 'Constant',
    value: { kind },
    kind: null,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

// Parentheses: tuple, group or generator

function parseParentheses(p: Parser): Expr {
  const start = p.position;
  p.advance();
  if (p.kind === Token.RightParen) return finishTuple(p, start, []);
  if (p.kind === Token.Yield) {
    const value = parseYield(p);
    p.expect(Token.RightParen);
    return value;
  }
  const first = parseStarNamedExpression(p);
  if (p.kind === Token.Comma) {
    p.advance();
    const elements = [first];
    if (!p.at(Token.RightParen)) elements.push(...parseStarNamedExpressions(p));
    return finishTuple(p, start, elements);
  }
  if (first.type_ === 'Starred') p.fail();
  if (p.kind === Token.For || p.kind === Token.Async) {
    const generators = parseForIfClauses(p);
    return finishGenerator(p, start, first, generators);
  }
  p.expect(Token.RightParen);
  return first;
}

function finishTuple(p: Parser, start: number, elts: Expr[]): Expr {
  p.expect(Token.RightParen);
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

function finishGenerator(p: Parser, start: number, elt: Expr, generators: Comprehension[]): Expr {
  p.expect(Token.RightParen);
  return {
    type_: 'GeneratorExp',
    elt,
    generators,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function explainParentheses(p: Parser): Expr {
  const tuple = p.attempt(parseTuple);
  if (tuple !== null) return tuple;
  const group = p.attempt(parseGroup);
  if (group !== null) return group;
  if (p.errorRules) checkGroup(p);
  return parseGenerator(p);
}

export function parseTuple(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.LeftParen);
  if (p.kind === Token.RightParen) return finishTuple(p, start, []);
  const elements = [parseStarNamedExpression(p)];
  p.expect(Token.Comma);
  const further = p.optional(parseStarNamedExpressions);
  return finishTuple(p, start, further === null ? elements : elements.concat(further));
}

function parseGroup(p: Parser): Expr {
  p.expect(Token.LeftParen);
  const value = p.kind === Token.Yield ? parseYield(p) : parseNamedExpression(p);
  p.expect(Token.RightParen);
  return value;
}

/** A parenthesized generator expression. */
export function parseGenerator(p: Parser): Expr {
  const generator = p.attempt(parseGeneratorHere);
  if (generator !== null) return generator;
  if (p.errorRules) checkComprehension(p);
  return p.fail();
}

export function parseGeneratorHere(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.LeftParen);
  const elt = parseUncheckedNamedExpression(p);
  const generators = parseForIfClauses(p);
  return finishGenerator(p, start, elt, generators);
}

/** `name := value` or an expression, without the error rules for a misplaced `=`. */
export function parseUncheckedNamedExpression(p: Parser): Expr {
  if (p.kind === Token.Name && p.peek(1) === Token.ColonEqual) {
    const named = p.optional(parseAssignmentExpression);
    if (named !== null) return named;
  }
  const value = parseExpression(p);
  if (p.kind === Token.ColonEqual) p.fail();
  return value;
}

// Brackets: list or list comprehension

function parseBrackets(p: Parser): Expr {
  const start = p.position;
  p.advance();
  if (p.kind === Token.RightBracket) return finishList(p, start, []);
  const first = parseStarNamedExpression(p);
  if (p.kind === Token.For || p.kind === Token.Async) {
    if (first.type_ === 'Starred') p.fail();
    const generators = parseForIfClauses(p);
    p.expect(Token.RightBracket);
    return {
      type_: 'ListComp',
      elt: first,
      generators,
      lineno: p.line(start),
      col_offset: p.column(start),
      end_lineno: p.lastLine(),
      end_col_offset: p.lastColumn(),
    };
  }
  const elements = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (p.at(Token.RightBracket)) break;
    elements.push(parseStarNamedExpression(p));
  }
  return finishList(p, start, elements);
}

function finishList(p: Parser, start: number, elts: Expr[]): Expr {
  p.expect(Token.RightBracket);
  return {
    type_: 'List',
    elts,
    ctx: load,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parseList(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.LeftBracket);
  const elements = p.kind === Token.RightBracket ? [] : p.optional(parseStarNamedExpressions);
  return finishList(p, start, elements ?? []);
}

function explainBrackets(p: Parser): Expr {
  const list = p.attempt(parseList);
  if (list !== null) return list;
  const comprehension = p.attempt(parseListComprehension);
  if (comprehension !== null) return comprehension;
  if (p.errorRules) checkComprehension(p);
  return p.fail();
}

function parseListComprehension(p: Parser): Expr {
  const start = p.position;
  p.expect(Token.LeftBracket);
  const elt = parseNamedExpression(p);
  const generators = parseForIfClauses(p);
  p.expect(Token.RightBracket);
  return {
    type_: 'ListComp',
    elt,
    generators,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

// Braces: dictionary, set or one of their comprehensions

function parseBraces(p: Parser): Expr {
  const start = p.position;
  p.advance();
  if (p.kind === Token.RightBrace || p.kind === Token.DoubleStar) return parseDictionary(p, start, [], []);
  const first = parseStarNamedExpression(p);
  if (p.kind === Token.Colon) {
    // A key is an expression, not a bare `name := value`.
    if (first.type_ === 'Starred' || startsNamedExpression(p, start + 1)) p.fail();
    p.advance();
    const value = parseExpression(p);
    if (p.at(Token.For) || p.at(Token.Async)) {
      const generators = parseForIfClauses(p);
      return finishDictionaryComprehension(p, start, first, value, generators);
    }
    if (!p.at(Token.RightBrace)) p.expect(Token.Comma);
    return parseDictionary(p, start, [first], [value]);
  }
  if (p.kind === Token.For || p.kind === Token.Async) {
    if (first.type_ === 'Starred') p.fail();
    const generators = parseForIfClauses(p);
    return finishSetComprehension(p, start, first, generators);
  }
  const elements = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (p.at(Token.RightBrace)) break;
    elements.push(parseStarNamedExpression(p));
  }
  return finishSet(p, start, elements);
}

function startsNamedExpression(p: Parser, index: number): boolean {
  return p.kinds[index] === Token.Name && p.kinds[index + 1] === Token.ColonEqual;
}

/** The rest of a dictionary display, from a place where a pair or the end may stand. */
function parseDictionary(p: Parser, start: number, keys: (Expr | null)[], values: Expr[]): Expr {
  while (p.kind !== Token.RightBrace) {
    const mark = p.position;
    if (p.optional(() => (parsePair(p, keys, values), true)) === null) {
      p.reset(mark);
      break;
    }
    if (!p.accept(Token.Comma)) break;
  }
  p.expect(Token.RightBrace);
  return {
    type_: 'Dict',
    keys,
    values,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parsePair(p: Parser, keys: (Expr | null)[], values: Expr[]): void {
  if (p.accept(Token.DoubleStar)) {
    const value = parseBinaryOr(p);
    keys.push(null);
    values.push(value);
    return;
  }
  const key = parseExpression(p);
  p.expect(Token.Colon);
  const value = parseExpression(p);
  keys.push(key);
  values.push(value);
}

function finishDictionaryComprehension(
  p: Parser,
  start: number,
  key: Expr,
  value: Expr,
  generators: Comprehension[],
): Expr {
  p.expect(Token.RightBrace);
  return {
    type_: 'DictComp',
    key,
    value,
    generators,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function finishSet(p: Parser, start: number, elts: Expr[]): Expr {
  p.expect(Token.RightBrace);
  return {
    type_: 'Set',
    elts,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function finishSetComprehension(p: Parser, start: number, elt: Expr, generators: Comprehension[]): Expr {
  p.expect(Token.RightBrace);
  return {
    type_: 'SetComp',
    elt,
    generators,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function explainBraces(p: Parser): Expr {
  const start = p.position;
  const dictionary = p.attempt(() => {
    p.advance();
    return parseDictionary(p, start, [], []);
  });
  if (dictionary !== null) return dictionary;
  checkDictionary(p);
  const set = p.attempt(() => {
    p.advance();
    return finishSet(p, start, parseStarNamedExpressions(p));
  });
  if (set !== null) return set;
  const dictionaryComprehension = p.attempt(() => {
    p.advance();
    const key = parseExpression(p);
    p.expect(Token.Colon);
    const value = parseExpression(p);
    return finishDictionaryComprehension(p, start, key, value, parseForIfClauses(p));
  });
  if (dictionaryComprehension !== null) return dictionaryComprehension;
  if (p.errorRules) checkDictionaryComprehension(p);
  const setComprehension = p.attempt(() => {
    p.advance();
    const elt = parseNamedExpression(p);
    return finishSetComprehension(p, start, elt, parseForIfClauses(p));
  });
  if (setComprehension !== null) return setComprehension;
  if (p.errorRules) checkComprehension(p);
  return p.fail();
}

// Comprehensions

/** One or more `[async] for targets in iterable [if condition]...`. */
export function parseForIfClauses(p: Parser): Comprehension[] {
  const clauses = [parseForIfClause(p)];
  while (p.kind === Token.For || p.kind === Token.Async) {
    const mark = p.position;
    const clause = p.optional(parseForIfClause);
    if (clause === null) {
      p.reset(mark);
      break;
    }
    clauses.push(clause);
  }
  return clauses;
}

function parseForIfClause(p: Parser): Comprehension {
  const start = p.position;
  const target = p.optional(parseForHead);
  if (target === null) {
    if (p.errorRules) checkForTarget(p);
    return p.fail();
  }
  const iter = parseDisjunction(p);
  const ifs: Expr[] = [];
  while (p.kind === Token.If) {
    const mark = p.position;
    p.advance();
    const condition = p.optional(parseDisjunction);
    if (condition === null) {
      p.reset(mark);
      break;
    }
    ifs.push(condition);
  }
  const is_async = p.kinds[start] === Token.Async ? 1 : 0;
  if (is_async === 1) p.checkVersion(6, 'Async comprehensions are');
  return { type_: 'comprehension', target, iter, ifs, is_async };
}

function parseForHead(p: Parser): Expr {
  p.accept(Token.Async);
  p.expect(Token.For);
  const target = parseStarTargets(p);
  p.expect(Token.In);
  return target;
}
