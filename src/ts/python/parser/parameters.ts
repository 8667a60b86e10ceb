/**
 * Parameters of `def` and `lambda` (Python reference, 8.7 and 6.14): one loop with the few facts that decide what
 * may still come.
 */
import type { Arguments, Expr, Node } from './ast.js';
import { checkDefault, checkParameters, checkStarParameter, checkVarKeyword } from './parameter-errors.js';
import { parseExpression, parseStarExpression } from './expressions.js';
import type { Parser } from './parser.js';
import { Token } from './tokens.js';

type Parameter = Node<'arg'>;

/** What tells the parameters of `def` and `lambda` apart. */
export interface ParameterStyle {
  readonly terminator: Token;
  readonly annotations: boolean;
  readonly name: 'def' | 'lambda';
}

export const functionStyle: ParameterStyle = { terminator: Token.RightParen, annotations: true, name: 'def' };
export const lambdaStyle: ParameterStyle = { terminator: Token.Colon, annotations: false, name: 'lambda' };

export function emptyArguments(): Arguments {
  return {
    type_: 'arguments',
    posonlyargs: [],
    args: [],
    vararg: null,
    kwonlyargs: [],
    kw_defaults: [],
    kwarg: null,
    defaults: [],
  };
}

export function parseFunctionParameters(p: Parser): Arguments {
  return parseParametersWith(p, functionStyle);
}

export function parseLambdaParameters(p: Parser): Arguments {
  return parseParametersWith(p, lambdaStyle);
}

function parseParametersWith(p: Parser, style: ParameterStyle): Arguments {
  if (p.kind === style.terminator) return emptyArguments();
  if (p.errorRules) checkParameters(p, style);
  if (!p.errorPass) return parseParameterList(p, style);
  const mark = p.position;
  const found = p.attempt(() => parseParameterList(p, style));
  if (found !== null) return found;
  p.reset(mark);
  return emptyArguments();
}

function parseParameterList(p: Parser, style: ParameterStyle): Arguments {
  const result = emptyArguments();
  let defaultSeen = false;
  for (;;) {
    switch (p.kind) {
      case Token.Slash:
        if (result.posonlyargs.length > 0 || result.args.length === 0) p.fail();
        p.advance();
        p.checkVersion(8, 'Positional-only parameters are');
        result.posonlyargs = result.args;
        result.args = [];
        if (!p.accept(Token.Comma) && p.kind !== style.terminator) p.fail();
        break;
      case Token.Star:
        if (p.errorRules) checkStarParameter(p, style);
        parseAfterStar(p, style, result);
        return result;
      case Token.DoubleStar:
        parseVarKeyword(p, style, result);
        return result;
      default: {
        const parameter = parseParameter(p, style);
        const value = parseDefault(p, style);
        if (value !== null) {
          defaultSeen = true;
          result.defaults.push(value);
        } else if (defaultSeen) p.fail();
        finishParameter(p, style, parameter);
        result.args.push(parameter);
      }
    }
    if (p.kind === style.terminator) return result;
  }
}

function parseAfterStar(p: Parser, style: ParameterStyle, result: Arguments): void {
  p.expect(Token.Star);
  const bare = p.kind === Token.Comma;
  if (bare) p.advance();
  else {
    result.vararg = parseStarParameter(p, style);
    finishParameter(p, style, result.vararg);
  }
  while (p.kind !== style.terminator && p.kind !== Token.DoubleStar) {
    const parameter = parseParameter(p, style);
    const value = parseDefault(p, style);
    finishParameter(p, style, parameter);
    result.kwonlyargs.push(parameter);
    result.kw_defaults.push(value);
  }
  if (bare && result.kwonlyargs.length === 0) p.fail();
  if (p.kind === Token.DoubleStar) parseVarKeyword(p, style, result);
}

function parseVarKeyword(p: Parser, style: ParameterStyle, result: Arguments): void {
  if (p.errorRules) checkVarKeyword(p, style);
  p.expect(Token.DoubleStar);
  result.kwarg = parseParameter(p, style);
  finishParameter(p, style, result.kwarg);
  if (p.kind !== style.terminator) p.fail();
}

/** A name with its annotation. */
export function parseParameter(p: Parser, style: ParameterStyle): Parameter {
  return parseAnnotated(p, style, parseExpression);
}

/** After `*` the annotation may be starred: `*args: *Ts`. */
function parseStarParameter(p: Parser, style: ParameterStyle): Parameter {
  return parseAnnotated(p, style, parseStarExpression);
}

function parseAnnotated(p: Parser, style: ParameterStyle, parse: (p: Parser) => Expr): Parameter {
  const start = p.position;
  const arg = p.identifier();
  let annotation: Expr | null = null;
  if (style.annotations && p.kind === Token.Colon) {
    p.advance();
    annotation = parse(p);
  }
  return {
    type_: 'arg',
    arg,
    annotation,
    type_comment: null,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

export function parseDefault(p: Parser, style: ParameterStyle): Expr | null {
  if (p.kind !== Token.Equal) return null;
  if (p.errorRules) checkDefault(p, style);
  p.advance();
  return parseExpression(p);
}

/** What follows a parameter: a comma or the end, and its type comment. */
export function finishParameter(p: Parser, style: ParameterStyle, parameter: Parameter): void {
  const comma = p.accept(Token.Comma);
  if (style.annotations && p.kind === Token.TypeComment) {
    parameter.type_comment = p.tokenText(p.position);
    p.advance();
  }
  if (!comma && p.kind !== style.terminator) p.fail();
}
