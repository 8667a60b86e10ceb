/**
 * The passes over a source, and the choice of the error to report when all have failed: what the error rules or the
 * tokenizer raised, else "invalid syntax" at the last token that the grammar without them looked at. Errors of the
 * tokenizer further on in the source win over syntax errors, as an unclosed string or bracket is the likelier cause.
 */
import { PySyntaxError } from './errors.js';
import { failure, type Parser } from './parser.js';
import { Token } from './tokens.js';

/** Whether input that stops too early is an error of its own (interactive consoles ask for more then). */
export type AtEndOfInput = 'ordinary' | 'incomplete';

export function runParser<T>(p: Parser, rule: (p: Parser) => T, atEnd: AtEndOfInput = 'ordinary'): T {
  let first: PySyntaxError | null = null;
  try {
    p.start();
    const result = rule(p);
    p.warnOfTokens(p.lastExamined());
    return result;
  } catch (problem) {
    if (problem instanceof PySyntaxError) first = problem;
    else if (problem !== failure) throw problem;
  }
  p.warnOfTokens(p.lastExamined());
  if (first !== null && first.lineno === null) throw first;
  try {
    p.startBacktracking();
    rule(p);
  } catch (problem) {
    if (problem instanceof PySyntaxError) first = problem;
    else if (problem !== failure) throw problem;
  }
  if (atEnd === 'incomplete' && isAtEnd(p)) p.raise('incomplete input', 'IncompleteInputError');
  const last = p.lastExamined();
  if (first === null) {
    try {
      p.startErrorPass();
      rule(p);
    } catch (problem) {
      if (problem instanceof PySyntaxError) first = problem;
      else if (problem !== failure) throw problem;
    }
  }
  if (first !== null) {
    if (!isTokenizerAtEnd(p)) preferTokenizerError(p);
    throw first;
  }
  switch (p.kinds[last]) {
    case Token.Indent:
      return p.raise('unexpected indent', 'IndentationError');
    case Token.Dedent:
      return p.raise('unexpected unindent', 'IndentationError');
  }
  try {
    return p.raiseAtToken(last, 'invalid syntax');
  } catch (generic) {
    preferTokenizerError(p);
    throw generic;
  }
}

/** Has the end of the source been seen before anything else was wrong? */
function isAtEnd(p: Parser): boolean {
  if (p.kinds[p.lastExamined()] === Token.Error) return p.lexed.atEnd;
  return isTokenizerAtEnd(p);
}

/** Has the tokenizer, one character ahead of the last token looked at, seen the end of the source or an error? */
function isTokenizerAtEnd(p: Parser): boolean {
  const last = p.lastExamined();
  const kind = p.kinds[last];
  if (kind === Token.Error) return true;
  return p.tokens.end(last) === p.source.length && kind !== Token.String;
}

/** Throws the error further on in the source that the tokenizer has found, if it is of the kind that wins. */
function preferTokenizerError(p: Parser): void {
  p.warnOfTokens(p.tokens.count);
  const error = p.lexed.error;
  if (error === null) return;
  if (error.severity === 'lexical') p.raiseTokenizerError();
  const open = p.lexed.open;
  if (open.length > 0 && p.line(p.lastExamined()) > open[open.length - 1].line) p.raiseUnclosedBracket();
}
