/** Parsing a piece of a source as an expression of its own: the replacement fields of f-strings. */
import type { Expr } from './ast.js';
import { parseStarExpressions } from './expressions.js';
import { Parser } from './parser.js';
import { runParser } from './run.js';
import { tokenize } from './tokenizer.js';

export function parseEmbedded(outer: Parser, text: string, firstLine: number, firstColumn: number): Expr {
  const lexed = tokenize(text, { firstLine, firstColumn });
  const parser = new Parser(text, lexed, outer.options, {
    messagePrefix: 'f-string: ',
    firstLine,
    firstColumn,
    offsets: 'bytes',
  });
  return runParser(parser, parseStarExpressions);
}
