/**
 * The two passes over a source, and the choice of the error to report when both have failed: what the error rules
 * or the tokenizer raised, else "invalid syntax" at the last token the first pass looked at. Errors of the
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
    return rule(p);
  } catch (problem) {
    if (problem instanceof PySyntaxError) first = problem;
    else if (problem !== failure) throw problem;
  }
  if (atEnd === 'incomplete' && isAtEnd(p)) p.raise('incomplete input', 'IncompleteInputError');
  if (first !== null && first.lineno === null) throw first;
  const last = p.lastExamined();
  try {
    p.startErrorPass();
    rule(p);
  } catch (problem) {
    if (problem instanceof PySyntaxError) {
      first = problem;
    } else if (problem !== failure) throw problem;
  }
  if (first !== null) {
    if (p.kinds[p.lastExamined()] !== Token.Error) preferTokenizerError(p);
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

function isAtEnd(p: Parser): boolean {
  if (p.kind === Token.EndMarker) return true;
  return p.kind === Token.Error && p.lexed.error?.severity !== 'lexical' && p.lexed.atEnd;
}

/** Throws the error further on in the source that the tokenizer has found, if it is of the kind that wins. */
function preferTokenizerError(p: Parser): void {
  const error = p.lexed.error;
  if (error === null) return;
  if (error.severity === 'lexical') p.raiseTokenizerError();
  const open = p.lexed.open;
  if (open.length > 0 && p.line(p.lastExamined()) > open[open.length - 1].line) p.raiseUnclosedBracket();
}
