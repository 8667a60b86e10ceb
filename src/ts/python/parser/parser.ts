/**
 * The state every parsing function works on: the tokens, the place in them, and how to fail.
 *
 * The parser is recursive descent with one token of look-ahead, in functions that take this state first.
 * A first pass accepts or fails (`fail` throws `failure`). When it failed, a second pass over the same tokens
 * runs with `errorPass` set: now each construct backtracks as a parsing expression grammar would (`optional`
 * gives null where the first pass would fail), and the rules of `error-rules.ts` look for the mistakes that
 * have an explanation of their own. So valid source never pays for good messages.
 *
 * Invariant: `kind` is the kind of the token at `position`; `furthest` is at least every position left behind
 * by backtracking, so that `max(furthest, position)` is the last token anybody has looked at.
 */
import type { Expr, Node, Position } from './ast.js';
import {
  charactersInBytes,
  PySyntaxError,
  utf8Length,
  type WarningHandler,
  type SyntaxErrorKind,
} from './errors.js';
import { replaceEscapedBytes } from './source.js';
import { Token, type TokenBuffer } from './tokens.js';
import type { TokenizerResult } from './tokenizer.js';

export interface ParserOptions {
  readonly filename: string;
  /** The minor version of Python 3 whose grammar is accepted. */
  readonly featureVersion: number;
  readonly onWarning?: WarningHandler;
  readonly unicodeName?: (name: string) => string | undefined;
  readonly barryAsFlufl: boolean;
  /** Digits a decimal integer may have; 0 for no limit. */
  readonly maximumDigits: number;
}

/** What `fail` throws: not an error yet, only "this is not it". */
export const failure = { failure: true };

/** What `optional` results in where nothing matched. */
export type Optional<T> = T | null;

/** Rules whose results the error pass remembers per position. */
export const enum Memo {
  Expression,
  NamedExpression,
  StarExpression,
  Disjunction,
  Conjunction,
  Inversion,
  BinaryOr,
  Factor,
  Primary,
  TargetPrimary,
  Arguments,
  StarTarget,
  SimpleStatement,
  Block,
  InvalidNamedExpression,
  Strings,
  Lambda,
  count,
}

interface Remembered {
  readonly value: unknown;
  readonly end: number;
}

/** How a piece of source sits in its file: an f-string's expression is parsed as a source of its own. */
export interface Embedding {
  /** Put before every message. */
  readonly messagePrefix: string;
  /** Taken off the columns of errors in the first line. */
  readonly firstColumn: number;
  readonly firstLine: number;
  /** Offsets of errors in bytes: CPython counts characters only where it knows the source's encoding. */
  readonly offsets: 'bytes' | 'characters';
}

export const notEmbedded: Embedding = {
  messagePrefix: '',
  firstColumn: 0,
  firstLine: 1,
  offsets: 'characters',
};

export class Parser {
  readonly tokens: TokenBuffer;
  readonly kinds: Uint8Array;
  position = 0;
  kind: Token;
  furthest = 0;
  errorPass = false;
  /** Off inside operands that the error rules try out. */
  errorRules = false;
  /** How many of the tokenizer's warnings have been handed on. */
  private tokenWarnings = 0;
  private readonly warned = new Set<number>();
  private memos: Map<number, Remembered>[] = [];

  constructor(
    readonly source: string,
    readonly lexed: TokenizerResult,
    readonly options: ParserOptions,
    readonly embedding: Embedding = notEmbedded,
  ) {
    this.tokens = lexed.tokens;
    this.kinds = lexed.tokens.kinds;
    this.kind = this.kinds[0];
  }

  // Going through the tokens

  advance(): void {
    this.kind = this.kinds[++this.position];
    if (this.kind === Token.Error) this.raiseTokenizerError();
  }

  reset(position: number): void {
    if (this.position > this.furthest) this.furthest = this.position;
    this.position = position;
    this.kind = this.kinds[position];
  }

  start(): void {
    if (this.kind === Token.Error) this.raiseTokenizerError();
  }

  /** Begins again, backtracking, with the error rules off: to see how far the grammar alone gets. */
  startBacktracking(): void {
    this.reset(0);
    this.furthest = 0;
    this.beginPass();
  }

  /** Begins again with the error rules on. */
  startErrorPass(): void {
    this.reset(0);
    this.beginPass();
    this.errorRules = true;
  }

  private beginPass(): void {
    this.errorPass = true;
    this.memos = Array.from({ length: Memo.count }, () => new Map<number, Remembered>());
    if (this.kind === Token.Error) this.raiseTokenizerError();
  }

  /** The last token looked at. */
  lastExamined(): number {
    return Math.max(this.furthest, this.position);
  }

  fail(): never {
    throw failure;
  }

  expect(kind: Token): void {
    if (this.kind !== kind) this.fail();
    this.advance();
  }

  /** Fails if the next token is another; stays before it, so that nobody has looked at what follows. */
  check(kind: Token): void {
    if (this.kind !== kind) this.fail();
  }

  /** Goes past a token of this kind if it is next. */
  accept(kind: Token): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** `kind === token`, where the type checker would think it knows `kind` still from before an `advance`. */
  at(token: Token): boolean {
    return this.kind === token;
  }

  /** The token must be next; if it is not, that is the error to report. */
  expectForced(kind: Token, spelling: string): void {
    if (this.kind !== kind) this.raiseAtToken(this.position, `expected '${spelling}'`);
    this.advance();
  }

  peek(ahead: number): Token {
    return this.kinds[this.position + ahead];
  }

  isName(text: string): boolean {
    return this.kind === Token.Name && this.tokenText(this.position) === text;
  }

  tokenText(index: number): string {
    return this.source.slice(this.tokens.start(index), this.tokens.end(index));
  }

  /** The identifier at the current token, in normal form KC (Python reference, 2.3); goes past it. */
  identifier(): string {
    if (this.kind !== Token.Name) this.fail();
    const text = this.nameText(this.position);
    this.advance();
    return text;
  }

  nameText(index: number): string {
    const text = this.tokenText(index);
    const ascii = this.tokens.endColumn(index) - this.tokens.column(index) === text.length;
    return ascii ? text : text.normalize('NFKC');
  }

  /** In the first pass, `parse` or failure; in the error pass, null where it does not match. */
  optional<T>(parse: (parser: Parser) => T): Optional<T> {
    if (!this.errorPass) return parse(this);
    return this.attempt(parse);
  }

  /** `parse`, or null and the position as before. */
  attempt<T>(parse: (parser: Parser) => T): Optional<T> {
    const mark = this.position;
    try {
      return parse(this);
    } catch (problem) {
      if (problem !== failure) throw problem;
      this.reset(mark);
      return null;
    }
  }

  /** Does `parse` match here? The position stays. */
  looksAt(parse: (parser: Parser) => unknown): boolean {
    const mark = this.position;
    const result = this.attempt(parse);
    this.reset(mark);
    return result !== null;
  }

  /** In the error pass, remembers what `parse` did at this position (or that it failed). */
  memoized<T>(rule: Memo, parse: (parser: Parser) => T): T {
    if (!this.errorPass) return parse(this);
    const memo = this.memos[rule];
    const start = this.position;
    const known = memo.get(start);
    if (known !== undefined) {
      if (known.end < 0) this.fail();
      this.reset(known.end);
      // The rule's number determines the type: each is used with one function only.
      return known.value as T;
    }
    try {
      const value = parse(this);
      memo.set(start, { value, end: this.position });
      return value;
    } catch (problem) {
      if (problem === failure) memo.set(start, { value: null, end: -1 });
      throw problem;
    }
  }

  // Positions of nodes

  line(index: number): number {
    return this.tokens.line(index);
  }
  column(index: number): number {
    return this.tokens.column(index);
  }
  /** The line and column where the token before the current one ends: the end of the node just parsed. */
  lastLine(): number {
    return this.tokens.endLine(this.position - 1);
  }
  lastColumn(): number {
    return this.tokens.endColumn(this.position - 1);
  }

  // Errors

  /** An error at the last token anybody has looked at. */
  raise(message: string, kind: SyntaxErrorKind = 'SyntaxError'): never {
    const index = this.lastExamined();
    const tokens = this.tokens;
    if (tokens.column(index) >= 0) {
      return this.raiseAt(
        message,
        tokens.line(index),
        tokens.column(index) + 1,
        tokens.endLine(index),
        this.endColumn(index) + 1,
        kind,
      );
    }
    const line = tokens.line(index);
    const column = this.examinedColumn(index);
    return this.raiseAt(message, line, column, tokens.endLine(index), -1, kind);
  }

  /** Bytes between the line's start and the place the tokenizer had reached with a token of no extent. */
  private examinedColumn(index: number): number {
    const position = this.tokens.start(index);
    const atEnd = position === this.source.length && position > 0;
    const start = this.source.lastIndexOf('\n', atEnd ? position - 2 : position - 1) + 1;
    return utf8Length(this.source.slice(start, position));
  }

  raiseAtToken(index: number, message: string): never {
    const tokens = this.tokens;
    return this.raiseAt(
      message,
      tokens.line(index),
      tokens.column(index) + 1,
      tokens.endLine(index),
      this.endColumn(index) + 1,
      'SyntaxError',
    );
  }

  /** The end of a token; the tokenizer leaves it to us to count the bytes of a comment before a line's end. */
  private endColumn(index: number): number {
    const end = this.tokens.endColumn(index);
    const isComment = this.kinds[index] === Token.Newline && this.source[this.tokens.start(index)] === '#';
    return isComment ? this.tokens.column(index) + utf8Length(this.tokenText(index)) : end;
  }

  raiseAtNode(node: Position, message: string): never {
    return this.raiseAtRange(node, node, message);
  }

  raiseAtRange(first: Position, last: Position, message: string): never {
    return this.raiseAt(
      message,
      first.lineno,
      first.col_offset + 1,
      last.end_lineno,
      last.end_col_offset + 1,
      'SyntaxError',
    );
  }

  /** From the node's start to the place where the tokenizer is after the last token anybody has looked at. */
  raiseStartingFrom(first: Position, message: string): never {
    const index = this.lastExamined();
    const passed = this.kinds[index] === Token.Newline ? 1 : 0;
    return this.raiseAt(
      message,
      first.lineno,
      first.col_offset + 1,
      this.tokens.endLine(index),
      this.endColumn(index) + passed,
      'SyntaxError',
    );
  }

  /** `column` and `endColumn` are bytes, from 1 (an end of -1 stays as it is: "unknown"). */
  raiseAt(
    message: string,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    kind: SyntaxErrorKind,
  ): never {
    const text = this.errorLine(line);
    const shift = this.embedding.firstColumn;
    const from = column - shift;
    const to = endColumn - shift;
    const inBytes = this.embedding.offsets === 'bytes';
    throw new PySyntaxError(
      kind,
      this.embedding.messagePrefix + message,
      this.options.filename,
      line,
      from > 0 && !inBytes ? charactersInBytes(text, from) : from,
      replaceEscapedBytes(text),
      endLine,
      to > 0 && !inBytes ? charactersInBytes(text, to) : to,
    );
  }

  /**
   * The line's text. If the tokens read so far do not go beyond it, with its line end, and with the lines
   * before it that a token or backslash joins to it.
   */
  private errorLine(line: number): string {
    const source = this.source;
    const reached = this.tokens.endLine(this.lastExamined());
    if (reached <= line) {
      const start = this.joinedLineStart(reached);
      const end = source.indexOf('\n', this.lineStart(reached));
      return source.slice(start, end < 0 ? source.length : end + 1);
    }
    const start = this.lineStart(line);
    const end = source.indexOf('\n', start);
    return source.slice(start, end < 0 ? source.length : end);
  }

  private joinedLineStart(line: number): number {
    let first = line;
    for (let index = this.lastExamined(); index >= 0 && this.tokens.endLine(index) >= first - 1; index--) {
      const kind: Token = this.kinds[index];
      if (this.tokens.column(index) < 0) continue;
      if (this.tokens.endLine(index) === first - 1) {
        // Nothing but a backslash lets a line go on without a token for its end.
        if (kind === Token.Newline || this.source[this.lineStart(first) - 2] !== '\\') break;
        first--;
      }
      first = Math.min(first, this.tokens.line(index));
    }
    return this.lineStart(first);
  }

  private lineStart(line: number): number {
    const source = this.source;
    const wanted = line - this.embedding.firstLine;
    let start = 0;
    for (let count = 0; count < wanted; count++) {
      const end = source.indexOf('\n', start);
      if (end < 0 || end + 1 > source.length) break;
      start = end + 1;
    }
    return start;
  }

  raiseTokenizerError(): never {
    const error = this.lexed.error;
    if (error === null) throw new Error('an error token without an error');
    if (error.severity === 'end' && this.lexed.open.length > 0) return this.raiseUnclosedBracket();
    const text = replaceEscapedBytes(error.text ?? this.errorLine(error.line));
    throw new PySyntaxError(
      error.kind,
      error.severity === 'lexical' ? error.message : this.embedding.messagePrefix + error.message,
      this.options.filename,
      error.line,
      error.offset,
      text,
      error.endLine,
      error.endOffset,
    );
  }

  raiseUnclosedBracket(): never {
    const bracket = this.lexed.open[this.lexed.open.length - 1];
    return this.raiseAt(
      `'${bracket.bracket}' was never closed`,
      bracket.line,
      bracket.column + 1,
      bracket.line,
      0,
      'SyntaxError',
    );
  }

  /** Warns of something in a string token, once for each, and not where only the error rules look. */
  warnAtToken(token: number, message: string): void {
    if (this.errorRules || this.warned.has(token)) return;
    this.warned.add(token);
    if (this.warn(message, this.line(token)) === 'error') this.raiseAtToken(token, message);
  }

  /** Warns of what the tokenizer found up to a token, once. */
  warnOfTokens(last: number): void {
    const warnings = this.lexed.warnings;
    while (this.tokenWarnings < warnings.length) {
      const { token, line, message, offset } = warnings[this.tokenWarnings];
      if (token > last) return;
      this.tokenWarnings++;
      if (this.warn(message, line) !== 'error') continue;
      const text = this.errorLine(line).replace(/\n$/, '');
      throw new PySyntaxError(
        'SyntaxError',
        message,
        this.options.filename,
        line,
        offset,
        text,
        line,
        offset,
      );
    }
  }

  private warn(message: string, lineno: number): 'error' | undefined {
    const { onWarning, filename } = this.options;
    return onWarning?.({ category: 'DeprecationWarning', message, filename, lineno });
  }

  /** Fails if the grammar of the wished version lacks a feature ("... only supported in Python 3.8 and greater"). */
  checkVersion(minor: number, feature: string): void {
    if (this.options.featureVersion < minor) {
      this.raise(`${feature} only supported in Python 3.${minor} and greater`);
    }
  }
}

export const load: Node<'Load'> = { type_: 'Load' };
export const store: Node<'Store'> = { type_: 'Store' };
export const del: Node<'Del'> = { type_: 'Del' };

/** A node that was only made to hold a name: dotted names, keyword names. */
export type NameNode = Extract<Expr, { type_: 'Name' }>;
