/**
 * String literals: prefixes, implicit concatenation, and the choice between str, bytes and f-string
 * (Python reference, 2.4).
 */
import type { Expr } from './ast.js';
import { decodeBytes, decodeString, type TextBuilder } from './escapes.js';
import { FormattedString } from './f-strings.js';
import type { Parser } from './parser.js';
import { findDecodingProblem } from './source.js';
import { Token } from './tokens.js';

/** One string token taken apart; `from` and `to` index the source around the body. */
interface Literal {
  readonly token: number;
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
  readonly from: number;
  readonly to: number;
}

function takeApart(p: Parser, token: number): Literal {
  const source = p.source;
  let from = p.tokens.start(token);
  let to = p.tokens.end(token);
  let raw = false;
  let bytes = false;
  let formatted = false;
  let quote = source.charCodeAt(from);
  for (; quote !== 34 && quote !== 39; quote = source.charCodeAt(++from)) {
    const letter = quote | 32;
    if (letter === 114) raw = true;
    else if (letter === 98) bytes = true;
    else if (letter === 102) formatted = true;
  }
  if (formatted) p.checkVersion(6, 'Format strings are');
  const triple =
    to - from >= 6 && source.charCodeAt(from + 1) === quote && source.charCodeAt(from + 2) === quote;
  const width = triple ? 3 : 1;
  from += width;
  to -= width;
  return { token, raw, bytes, formatted, from, to };
}

/** One or more adjacent string tokens. */
export function parseStrings(p: Parser): Expr {
  const first = p.position;
  do p.advance();
  while (p.kind === Token.String);
  const last = p.position - 1;
  const literals: Literal[] = [];
  for (let token = first; token <= last; token++) literals.push(takeApart(p, token));
  const position = {
    lineno: p.line(first),
    col_offset: p.column(first),
    end_lineno: p.tokens.endLine(last),
    end_col_offset: p.tokens.endColumn(last),
  };
  // Only the first literal's prefix decides, and only a small u.
  const kind = p.source.charCodeAt(p.tokens.start(first)) === 117 ? 'u' : null;
  const formatted = new FormattedString(p, kind, position);
  const pieces: Uint8Array[] = [];
  for (const literal of literals) {
    if (literal.bytes) pieces.push(bytesValue(p, literal));
    else if (!literal.formatted) addText(p, literal, formatted.text);
    if (literal.bytes !== literals[0].bytes) p.raise('cannot mix bytes and nonbytes literals');
    if (literal.formatted) formatted.addFormatted(literal.token, literal.from, literal.to, literal.raw);
  }
  if (literals[0].bytes) {
    return { type_: 'Constant', value: { kind: 'bytes', value: concatenate(pieces) }, kind, ...position };
  }
  return formatted.finish();
}

function addText(p: Parser, literal: Literal, text: TextBuilder): void {
  const body = p.source.slice(literal.from, literal.to);
  const problem = findDecodingProblem(body);
  if (problem !== null) p.raise(problem);
  if (literal.raw) text.add(body);
  else decodeString(p, literal.token, body, text);
}

function bytesValue(p: Parser, literal: Literal): Uint8Array {
  const body = p.source.slice(literal.from, literal.to);
  for (let index = 0; index < body.length; index++) {
    if (body.charCodeAt(index) >= 128) {
      p.raiseAtToken(literal.token, 'bytes can only contain ASCII literal characters');
    }
  }
  if (!literal.raw && body.includes('\\')) return decodeBytes(p, literal.token, body);
  const bytes = new Uint8Array(body.length);
  for (let index = 0; index < body.length; index++) bytes[index] = body.charCodeAt(index);
  return bytes;
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  let size = 0;
  for (const piece of pieces) size += piece.length;
  const result = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
