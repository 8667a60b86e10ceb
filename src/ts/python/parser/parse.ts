/** The entry of the front end's first part: source text or bytes to an abstract syntax tree. */
import type { Expr, Mod, Stmt } from './ast.js';
import { beginsCompound, parseCompound, parseStatements } from './compound-statements.js';
import { PySyntaxError, type WarningHandler } from './errors.js';
import { parseExpression, parseExpressions } from './expressions.js';
import { notEmbedded, Parser, type ParserOptions } from './parser.js';
import { runParser } from './run.js';
import { parseSimpleLine, placeOfToken } from './simple-statements.js';
import { decodeSource } from './source.js';
import { tokenize } from './tokenizer.js';
import { Token } from './tokens.js';

export interface ParseOptions {
  readonly filename: string;
  readonly mode: 'exec' | 'eval' | 'single' | 'func_type';
  /** The minor version of Python 3 whose grammar is accepted; 11 if absent. */
  readonly featureVersion?: number;
  readonly typeComments?: boolean;
  /** Interactive input: blocks that the source leaves open stay open (codeop). */
  readonly dontImplyDedent?: boolean;
  /** Input that stops too early raises `IncompleteInputError` (codeop). */
  readonly allowIncompleteInput?: boolean;
  /** Bytes are UTF-8 whatever they declare. */
  readonly ignoreCookie?: boolean;
  /** `from __future__ import barry_as_FLUFL` is in force. */
  readonly barryAsFlufl?: boolean;
  /** sys.get_int_max_str_digits(); 4300 if absent. */
  readonly maximumDigits?: number;
  /** The character with a name, for `\N{name}`. */
  readonly unicodeName?: (name: string) => string | undefined;
  readonly onWarning?: WarningHandler;
}

const currentVersion = 11;
const defaultMaximumDigits = 4300;

export function parse(source: Uint8Array | string, options: ParseOptions): Mod {
  const { text: given, declared } =
    typeof source === 'string'
      ? { text: checkSurrogates(source, options.filename), declared: true }
      : decodeSource(source, options.filename, options.ignoreCookie ?? false);
  const text = prepareText(given, options);
  const single = options.mode === 'single';
  const lexed = tokenize(text, {
    typeComments: options.typeComments,
    single,
    dontImplyDedent: options.dontImplyDedent,
  });
  const parserOptions: ParserOptions = {
    filename: options.filename,
    featureVersion: options.featureVersion ?? currentVersion,
    onWarning: options.onWarning,
    unicodeName: options.unicodeName,
    barryAsFlufl: options.barryAsFlufl ?? false,
    maximumDigits: options.maximumDigits ?? defaultMaximumDigits,
  };
  const parser = new Parser(text, lexed, parserOptions, {
    ...notEmbedded,
    offsets: declared ? 'characters' : 'bytes',
  });
  const atEnd = options.allowIncompleteInput ? 'incomplete' : 'ordinary';
  try {
    const tree = runParser(parser, startRules[options.mode], atEnd);
    if (single) checkSingle(parser);
    return tree;
  } catch (problem) {
    // V8's stack overflow: the source nests deeper than this stack can follow.
    if (problem instanceof RangeError) throw stackOverflow(options.filename);
    throw problem;
  }
}

function stackOverflow(filename: string): PySyntaxError {
  return new PySyntaxError('MemoryError', 'parser stack overflow', filename, null, null, null, null, null);
}

/** Text with `\n` line ends only, and in a file one at the end. */
function prepareText(source: string, options: ParseOptions): string {
  let text = source;
  if (text.includes('\0')) {
    const message = 'source code string cannot contain null bytes';
    throw new PySyntaxError('SyntaxError', message, options.filename, null, null, null, null, null);
  }
  // CPython takes the end of a text after `\r\n` for the middle of a line: it gets another line's end.
  const endsLine = text.endsWith('\n') ? !text.endsWith('\r\n') : text.endsWith('\r');
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
  if (options.mode === 'exec' && text !== '' && !endsLine) text += '\n';
  return text;
}

/** Python encodes text to parse it, which lone surrogates do not allow. */
function checkSurrogates(text: string, filename: string): string {
  const match = /[\ud800-\udfff]/u.exec(text);
  if (match === null) return text;
  const code = match[0].charCodeAt(0).toString(16);
  const position = Array.from(text.slice(0, match.index)).length;
  const message = `'utf-8' codec can't encode character '\\u${code}' in position ${position}: surrogates not allowed`;
  throw new PySyntaxError('UnicodeEncodeError', message, filename, null, null, null, null, null);
}

const startRules: Readonly<Record<ParseOptions['mode'], (p: Parser) => Mod>> = {
  exec: parseFile,
  eval: parseEvaluated,
  single: parseInteractive,
  func_type: parseFunctionType,
};

function parseFile(p: Parser): Mod {
  const body = parseStatements(p, Token.EndMarker);
  if (p.kind !== Token.EndMarker) p.fail();
  const type_ignores = p.lexed.typeIgnores.map(({ line, tag }) => ({
    type_: 'TypeIgnore' as const,
    lineno: line,
    tag,
  }));
  return { type_: 'Module', body, type_ignores };
}

function parseEvaluated(p: Parser): Mod {
  const body = parseExpressions(p);
  skipToEnd(p);
  return { type_: 'Expression', body };
}

function skipToEnd(p: Parser): void {
  while (p.kind === Token.Newline) p.advance();
  if (p.kind !== Token.EndMarker) p.fail();
}

function parseInteractive(p: Parser): Mod {
  const body: Stmt[] = [];
  // The line's end is not passed: what comes after it must not be looked at.
  if (p.kind === Token.Newline) {
    body.push({ type_: 'Pass', ...placeOfToken(p, p.position) });
  } else if (beginsCompound(p)) {
    body.push(parseCompound(p));
    if (!p.at(Token.Newline)) p.fail();
  } else {
    parseSimpleLine(p, body);
  }
  return { type_: 'Interactive', body };
}

/** Nothing but white space and comments may follow an interactive statement. */
function checkSingle(p: Parser): void {
  const rest = p.source.slice(p.tokens.end(p.position));
  if (/^(?:[ \t\n\f]|#.*)*$/.test(rest)) return;
  p.raise('multiple statements found while compiling a single statement');
}

/** `(type, *type, **type) -> type` of PEP 484's function type comments. */
function parseFunctionType(p: Parser): Mod {
  p.expect(Token.LeftParen);
  const argtypes: Expr[] = [];
  let starred = Token.Comma;
  while (p.kind !== Token.RightParen) {
    if (p.kind === Token.Star || p.kind === Token.DoubleStar) {
      if (starred === Token.DoubleStar || p.kind === starred) p.fail();
      starred = p.kind;
      p.advance();
    } else if (starred !== Token.Comma) p.fail();
    argtypes.push(parseExpression(p));
    if (p.kind !== Token.Comma) break;
    p.advance();
    if (p.at(Token.RightParen)) p.fail();
  }
  p.expect(Token.RightParen);
  p.expect(Token.Arrow);
  const returns = parseExpression(p);
  skipToEnd(p);
  return { type_: 'FunctionType', argtypes, returns };
}
