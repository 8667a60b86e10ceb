/**
 * Text to tokens (Python reference, chapter 2). The whole source is read at once into a `TokenBuffer`; what is
 * wrong with it becomes an `Error` token at the end, so that a parser error before that place is still found.
 *
 * The source must have `\n` line ends only. Columns are UTF-8 bytes: `lineBase` is kept such that
 * `index - lineBase` is the column of `index`, and moves whenever a non-ASCII character goes by.
 */
import { charactersInBytes, codePointCount, extraBytes, utf8Length } from './errors.js';
import { findDecodingProblem } from './source.js';
import { keywords, operators, Token, TokenBuffer } from './tokens.js';

/** Why the tokenizer stopped. */
export interface TokenizerError {
  readonly kind: 'SyntaxError' | 'IndentationError' | 'TabError';
  readonly message: string;
  readonly line: number;
  /** In characters, from 1. */
  readonly offset: number;
  readonly endLine: number;
  readonly endOffset: number;
  /** The text of the error's line; null if it is what the parser would show for the line. */
  readonly text: string | null;
  /**
   * 'lexical' errors win over syntax errors found before them; 'layout' errors (indentation, continuation
   * lines) do not; 'end' stands for the end of the source inside brackets.
   */
  readonly severity: 'lexical' | 'layout' | 'end';
}

export interface OpenBracket {
  readonly bracket: string;
  readonly line: number;
  readonly column: number;
}

export interface TypeIgnoreComment {
  readonly line: number;
  readonly tag: string;
}

export interface TokenizerWarning {
  readonly token: number;
  readonly line: number;
  readonly message: string;
  /** In characters, from 1: where the error is if the warning is made one. */
  readonly offset: number;
}

export interface TokenizerResult {
  readonly tokens: TokenBuffer;
  readonly error: TokenizerError | null;
  /** Whether it is the end of the source that made the error. */
  readonly atEnd: boolean;
  /** Brackets still open where the tokenizer stopped, outermost first. */
  readonly open: readonly OpenBracket[];
  readonly typeIgnores: readonly TypeIgnoreComment[];
  /** Deprecated spellings with the token at which they stand. */
  readonly warnings: readonly TokenizerWarning[];
}

export interface TokenizerOptions {
  readonly typeComments?: boolean;
  /** Interactive input: the end of the source ends the statement, and `dontImplyDedent` keeps blocks open. */
  readonly single?: boolean;
  readonly dontImplyDedent?: boolean;
  readonly firstLine?: number;
  readonly firstColumn?: number;
}

const maximumNesting = 200;
const maximumIndentation = 100;
const tabSize = 8;

const identifierStart = 1;
const identifierPart = 2;
const digit = 4;
const hexDigit = 8;

const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) classes[code] |= identifierStart | identifierPart;
  if (/[0-9]/.test(character)) classes[code] |= digit | identifierPart;
  if (/[0-9A-Fa-f]/.test(character)) classes[code] |= hexDigit;
}

const operatorKinds: ReadonlyMap<string, Token> = new Map(operators);
const oneCharacter = new Uint8Array(128);
/** For each first character: can a longer operator begin with it? */
const beginsLonger = new Uint8Array(128);
/** And can this character be the second? (A first test: it spares most look-ups.) */
const endsLonger = new Uint8Array(128);
for (const [text, kind] of operators) {
  const first = text.charCodeAt(0);
  if (text.length === 1) oneCharacter[first] = kind;
  else {
    beginsLonger[first] = 1;
    endsLonger[text.charCodeAt(1)] = 1;
  }
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

// Within functions: V8 takes half a millisecond for each of these classes, which only characters beyond ASCII need.

function isPrintable(character: string): boolean {
  return /^[^\p{C}\p{Z}]$/u.test(character);
}

function isXidStart(character: string): boolean {
  return /^[\p{XID_Start}_]$/u.test(character);
}

function isXidContinue(character: string): boolean {
  return /^\p{XID_Continue}$/u.test(character);
}

const tab = 9;
const newline = 10;
const formFeed = 12;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const dot = 46;
const zero = 48;
const backslash = 92;
const underscore = 95;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Thrown inside the tokenizer to leave it. */
class Stop {
  constructor(readonly error: TokenizerError) {}
}

function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

class Tokenizer {
  private readonly tokens: TokenBuffer;
  private readonly open: OpenBracket[] = [];
  private readonly typeIgnores: TypeIgnoreComment[] = [];
  private readonly warnings: TokenizerWarning[] = [];
  private position = 0;
  private sawEnd = false;
  private line: number;
  private lineStart = 0;
  /** The start of the first of the lines that backslashes have joined to this one. */
  private bufferStart = 0;
  private lineBase: number;
  private indents = [0];
  private alternateIndents = [0];
  /** Where the token in work begins, and in which line. */
  private tokenStart = 0;
  private readonly text: string;
  private readonly length: number;

  constructor(
    source: string,
    private readonly options: TokenizerOptions,
  ) {
    // The NUL ends every scanning loop without a test for the length.
    this.text = source + '\0';
    this.length = source.length;
    this.tokens = new TokenBuffer((source.length >> 2) + 16);
    // Without a first line there is only a line 0, the end's.
    this.line = (options.firstLine ?? 1) - (source === '' ? 1 : 0);
    this.lineBase = -(options.firstColumn ?? 0);
  }

  run(): TokenizerResult {
    let error: TokenizerError | null = null;
    try {
      this.scan();
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
      error = stop.error;
      this.pushInvisible(Token.Error);
    }
    return {
      tokens: this.tokens,
      error,
      atEnd: this.sawEnd,
      open: this.open,
      typeIgnores: this.typeIgnores,
      warnings: this.warnings,
    };
  }

  private scan(): void {
    const text = this.text;
    const length = this.length;
    let atLineStart = true;
    let blankLine = false;
    for (;;) {
      if (atLineStart) {
        atLineStart = false;
        blankLine = this.readIndentation();
      }
      let code = text.charCodeAt(this.position);
      while (code === space || code === tab || code === formFeed) code = text.charCodeAt(++this.position);
      const start = (this.tokenStart = this.position);
      if (code === hash) {
        this.position = this.endOfLine(start);
        if (this.options.typeComments) {
          const found = this.readTypeComment(start);
          // The comment is a token: its line is not blank, the line's end is a token too.
          if (found === 'comment') blankLine = false;
          if (found !== null) continue;
        }
        code = text.charCodeAt(this.position);
      }
      if (code < 128 ? (classes[code] & identifierStart) !== 0 : true) {
        this.readName(start, code);
        continue;
      }
      if (code === newline) {
        const inside = this.open.length > 0;
        if (!blankLine && !inside) {
          const line = this.line;
          const column = start - this.lineBase;
          this.tokens.push(
            Token.Newline,
            start,
            this.position,
            line,
            column,
            line,
            this.position - this.lineBase,
            0,
          );
        }
        this.startLine(this.position + 1);
        // Inside brackets a line begins no statement: its indentation means nothing.
        atLineStart = true;
        continue;
      }
      if (code === 0 && this.position >= length) {
        this.finish();
        return;
      }
      if ((classes[code] & digit) !== 0) {
        this.readNumber(start, code);
        continue;
      }
      if (code === dot && isDigit(text.charCodeAt(start + 1))) {
        this.readFraction(start);
        continue;
      }
      if (code === singleQuote || code === doubleQuote) {
        this.readString(start, code);
        continue;
      }
      if (code === backslash) {
        this.joinLine(this.checkContinuation());
        continue;
      }
      this.readOperator(start, code);
    }
  }

  private endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.length : end;
  }

  /** Begins the line at `start`; at the end of the source there is none, and the line number stays. */
  private startLine(start: number): void {
    this.joinLine(start);
    this.bufferStart = start;
  }

  /** The same inside a statement that goes on after a backslash or in a string. */
  private joinLine(start: number): void {
    this.position = start;
    this.lineStart = start;
    this.lineBase = start;
    if (start < this.length) this.line++;
  }

  private push(kind: Token, start: number): void {
    const line = this.line;
    const base = this.lineBase;
    const end = this.position;
    this.tokens.push(kind, start, end, line, start - base, line, end - base, this.open.length);
  }

  private pushInvisible(kind: Token): void {
    const line = this.line;
    this.tokens.push(kind, this.position, this.position, line, -1, line, -1, this.open.length);
  }

  /** Reads the white space that begins a line; true if there is nothing else in it but a comment. */
  private readIndentation(): boolean {
    const text = this.text;
    let column = 0;
    let alternate = 0;
    let continued = 0;
    let alternateContinued = 0;
    this.tokenStart = this.position;
    let code = text.charCodeAt(this.position);
    for (; ; code = text.charCodeAt(++this.position)) {
      if (code === space) {
        column++;
        alternate++;
      } else if (code === tab) {
        column = (Math.floor(column / tabSize) + 1) * tabSize;
        alternate++;
      } else if (code === formFeed) {
        column = alternate = 0;
      } else if (code === backslash) {
        // What counts is the indentation of the first of the joined lines.
        if (continued === 0) {
          continued = column;
          alternateContinued = alternate;
        }
        this.startLine(this.checkContinuation());
        this.position--;
      } else break;
    }
    if (code === hash || code === newline) return true;
    if (this.open.length > 0) return false;
    if (continued > 0) {
      column = continued;
      alternate = alternateContinued;
    }
    this.adjustIndentation(column, alternate);
    return false;
  }

  private adjustIndentation(column: number, alternate: number): void {
    const { indents, alternateIndents } = this;
    let top = indents.length - 1;
    if (column === indents[top]) {
      if (alternate !== alternateIndents[top]) this.failTabs();
      return;
    }
    if (column > indents[top]) {
      if (indents.length >= maximumIndentation) {
        this.failLayout('IndentationError', 'too many levels of indentation');
      }
      if (alternate <= alternateIndents[top]) this.failTabs();
      indents.push(column);
      alternateIndents.push(alternate);
      this.pushInvisible(Token.Indent);
      return;
    }
    const before = top;
    while (top > 0 && column < indents[top]) top--;
    if (column !== indents[top]) {
      const end = Math.min(this.endOfLine(this.position) + 1, this.length);
      throw new Stop({
        kind: 'IndentationError',
        message: 'unindent does not match any outer indentation level',
        line: this.line,
        offset: codePointCount(this.text.slice(this.lineStart, end)),
        endLine: this.line,
        endOffset: -1,
        text: null,
        severity: 'layout',
      });
    }
    if (alternate !== alternateIndents[top]) this.failTabs();
    indents.length = alternateIndents.length = top + 1;
    for (let count = before - top; count > 0; count--) this.pushInvisible(Token.Dedent);
  }

  private failTabs(): never {
    return this.failLayout('TabError', 'inconsistent use of tabs and spaces in indentation');
  }

  private failLayout(kind: 'IndentationError' | 'TabError', message: string): never {
    throw new Stop({
      kind,
      message,
      line: this.line,
      offset: 1,
      endLine: this.line,
      endOffset: 0,
      text: null,
      severity: 'layout',
    });
  }

  /** An error whose offset is the length of the line up to `position`. */
  private fail(message: string): never {
    const offset = codePointCount(this.text.slice(this.lineStart, this.position));
    return this.failRange(message, offset, offset);
  }

  private failRange(message: string, offset: number, endOffset: number): never {
    throw new Stop({
      kind: 'SyntaxError',
      message,
      line: this.line,
      offset,
      endLine: this.line,
      endOffset,
      text: this.text.slice(this.lineStart, this.endOfLine(this.lineStart)),
      severity: 'lexical',
    });
  }

  /** At a backslash: checks that the line ends after it and is not the last; the start of the next one. */
  private checkContinuation(): number {
    this.position++;
    const atEnd = this.position >= this.length;
    if (atEnd || this.text.charCodeAt(this.position) !== newline) {
      const line = this.text.slice(this.bufferStart, this.endOfLine(this.lineStart));
      const column = utf8Length(this.text.slice(this.bufferStart, this.position)) + (atEnd ? 0 : 1);
      throw new Stop({
        kind: 'SyntaxError',
        message: 'unexpected character after line continuation character',
        line: this.line,
        offset: charactersInBytes(line, column),
        endLine: this.line,
        endOffset: 0,
        text: null,
        severity: 'layout',
      });
    }
    if (this.position + 1 >= this.length) {
      const column = codePointCount(this.text.slice(this.lineStart, this.position));
      this.position++;
      this.sawEnd = true;
      throw new Stop({
        kind: 'SyntaxError',
        message: 'unexpected EOF while parsing',
        line: this.line,
        offset: column + 1,
        endLine: this.line,
        endOffset: -1,
        text: null,
        severity: this.open.length > 0 ? 'end' : 'layout',
      });
    }
    return this.position + 1;
  }

  private finish(): void {
    this.sawEnd = true;
    if (this.open.length > 0) {
      throw new Stop({
        kind: 'SyntaxError',
        message: '',
        line: this.line,
        offset: 0,
        endLine: this.line,
        endOffset: 0,
        text: null,
        severity: 'end',
      });
    }
    const single = this.options.single === true;
    // An empty line after it ends an interactive statement; so does the end.
    if (single && this.tokens.count > 0) this.pushInvisible(Token.Newline);
    if (!(single && this.options.dontImplyDedent)) {
      const open = this.indents.length - 1;
      for (let count = open; count > 0; count--) this.pushInvisible(Token.Dedent);
      if (single && open > 0) this.pushInvisible(Token.Newline);
    }
    this.pushInvisible(Token.EndMarker);
  }

  /** `# type: ...`: makes a token, or only notes an ignore. */
  private readTypeComment(start: number): 'comment' | 'ignore' | null {
    const comment = this.text.slice(start, this.position);
    const match = /^#[ \t]*type:[ \t]*/.exec(comment);
    if (match === null) return null;
    const from = start + match[0].length;
    const rest = comment.slice(match[0].length);
    if (/^ignore(?![A-Za-z0-9\u0080-\uffff])/.test(rest)) {
      this.typeIgnores.push({ line: this.line, tag: rest.slice('ignore'.length) });
      return 'ignore';
    }
    const line = this.line;
    const base = this.lineBase;
    const end = utf8Length(rest) + from - base;
    this.tokens.push(Token.TypeComment, from, this.position, line, from - base, line, end, this.open.length);
    this.lineBase -= end - (this.position - base);
    return 'comment';
  }

  private readName(start: number, first: number): void {
    const text = this.text;
    let position = start;
    let code = first;
    let extra = 0;
    let prefix = true;
    for (;;) {
      if (code < 128) {
        if ((classes[code] & identifierPart) === 0) break;
      } else extra += extraBytes(code);
      code = text.charCodeAt(++position);
    }
    const size = position - start;
    if ((code === singleQuote || code === doubleQuote) && size <= 2) {
      prefix = /^(?:[uUbBfF]|[rR][bBfF]?|[bBfF][rR])$/.test(text.slice(start, position));
      if (prefix) {
        this.position = position;
        this.readString(start, code);
        return;
      }
    }
    this.position = position;
    if (extra > 0) {
      this.checkIdentifier(start, position);
      const column = start - this.lineBase;
      this.lineBase -= extra;
      const end = position - this.lineBase;
      this.tokens.push(Token.Name, start, position, this.line, column, this.line, end, this.open.length);
      return;
    }
    let kind = Token.Name;
    // No keyword is shorter than two characters or longer than eight.
    if (size <= 8 && size > 1) kind = keywords.get(text.slice(start, position)) ?? Token.Name;
    this.push(kind, start);
  }

  private checkIdentifier(start: number, end: number): void {
    const name = this.text.slice(start, end);
    const problem = findDecodingProblem(name);
    if (problem !== null) this.failDecoding(start, problem);
    let at = start;
    for (const character of name) {
      const valid = character < '\x80' || (at === start ? isXidStart : isXidContinue)(character);
      at += character.length;
      if (valid) continue;
      this.position = at;
      const code = character.codePointAt(0) ?? 0;
      if (isPrintable(character)) this.fail(`invalid character '${character}' (U+${hex4(code)})`);
      this.fail(`invalid non-printable character U+${hex4(code)}`);
    }
  }

  private failDecoding(start: number, message: string): never {
    const offset = codePointCount(this.text.slice(this.lineStart, start)) + 1;
    throw new Stop({
      kind: 'SyntaxError',
      message,
      line: this.line,
      offset,
      endLine: this.line,
      endOffset: -1,
      text: null,
      severity: 'layout',
    });
  }

  private readString(start: number, quote: number): void {
    const text = this.text;
    const firstLine = this.line;
    const firstLineStart = this.lineStart;
    let column = start - this.lineBase;
    let position = this.position + 1;
    let quotes = 1;
    if (text.charCodeAt(position) === quote) {
      if (text.charCodeAt(position + 1) === quote) {
        quotes = 3;
        position += 2;
      } else quotes = 0;
    }
    if (quotes === 0) position++;
    let ending = 0;
    while (ending < quotes) {
      const code = text.charCodeAt(position);
      if (code === quote) {
        ending++;
        position++;
        continue;
      }
      ending = 0;
      if (code === backslash) {
        position++;
        const next = text.charCodeAt(position);
        if (next === 0 && position >= this.length) {
          this.failString(start, firstLine, firstLineStart, quotes);
        }
        position++;
        if (next === newline) this.joinLine(position);
        else if (next >= 128) this.lineBase -= extraBytes(next);
        continue;
      }
      if (code === newline) {
        if (quotes === 1) this.failString(start, firstLine, firstLineStart, quotes);
        position++;
        this.joinLine(position);
        continue;
      }
      if (code === 0 && position >= this.length) this.failString(start, firstLine, firstLineStart, quotes);
      if (code >= 128) this.lineBase -= extraBytes(code);
      position++;
    }
    this.position = position;
    const end = position - this.lineBase;
    if (firstLine === this.options.firstLine && this.line > firstLine) {
      // Of an embedded source's first line only what ends in it is shifted.
      column -= this.options.firstColumn ?? 0;
    }
    this.tokens.push(Token.String, start, position, firstLine, column, this.line, end, this.open.length);
  }

  private failString(start: number, firstLine: number, firstLineStart: number, quotes: number): never {
    const detected = this.line;
    this.sawEnd = this.endOfLine(this.lineStart) === this.length;
    this.line = firstLine;
    this.lineStart = firstLineStart;
    this.position = start + 1;
    const what = quotes === 3 ? 'triple-quoted string' : 'string';
    return this.fail(`unterminated ${what} literal (detected at line ${detected})`);
  }

  private readNumber(start: number, first: number): void {
    const text = this.text;
    let position = start;
    if (first === zero) {
      const letter = text.charCodeAt(start + 1) | 32;
      if (letter === 120) return this.readRadix(start, 16, 'hexadecimal');
      if (letter === 111) return this.readRadix(start, 8, 'octal');
      if (letter === 98) return this.readRadix(start, 2, 'binary');
    }
    position = this.skipDigits(start);
    const code = text.charCodeAt(position);
    if (code === dot) {
      this.position = position;
      this.readFraction(start);
      return;
    }
    if ((code | 32) === 101 || (code | 32) === 106) {
      this.readExponent(start, position);
      return;
    }
    if (first === zero && position - start > 1) this.checkLeadingZeros(start, position);
    this.finishNumber(start, position, 'decimal');
  }

  private checkLeadingZeros(start: number, end: number): void {
    const digits = this.text.slice(start, end);
    const zeros = /^0(?:_?0)*_?/.exec(digits)?.[0].length ?? 0;
    if (/^[0_]*$/.test(digits)) return;
    // CPython counts bytes here.
    const column = start - this.lineBase;
    this.position = end;
    this.failRange(
      'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
      column + 1,
      column + 1 + zeros,
    );
  }

  /** Past decimal digits with single underscores between them. */
  private skipDigits(from: number): number {
    const text = this.text;
    let position = from;
    for (;;) {
      while (isDigit(text.charCodeAt(position))) position++;
      if (text.charCodeAt(position) !== underscore) return position;
      position++;
      if (!isDigit(text.charCodeAt(position))) {
        this.position = position;
        this.fail('invalid decimal literal');
      }
    }
  }

  /** `this.position` is at the dot. */
  private readFraction(start: number): void {
    if (this.position < start) this.position = start;
    let position = this.position + 1;
    if (isDigit(this.text.charCodeAt(position))) position = this.skipDigits(position);
    this.readExponent(start, position);
  }

  private readExponent(start: number, from: number): void {
    const text = this.text;
    let position = from;
    let code = text.charCodeAt(position) | 32;
    if (code === 101) {
      const sign = text.charCodeAt(position + 1);
      if (sign === 43 || sign === 45) {
        if (!isDigit(text.charCodeAt(position + 2))) {
          this.position = position + 2;
          this.fail('invalid decimal literal');
        }
        position = this.skipDigits(position + 2);
      } else if (isDigit(sign)) {
        position = this.skipDigits(position + 1);
      } else {
        this.finishNumber(start, position, 'decimal');
        return;
      }
      code = text.charCodeAt(position) | 32;
    }
    if (code === 106) this.finishNumber(start, position + 1, 'imaginary');
    else this.finishNumber(start, position, 'decimal');
  }

  private readRadix(start: number, radix: number, kind: string): void {
    const text = this.text;
    let position = start + 2;
    for (;;) {
      if (text.charCodeAt(position) === underscore) position++;
      const from = position;
      for (;;) {
        const code = text.charCodeAt(position);
        if (code >= 128) break;
        if (radix === 16 ? (classes[code] & hexDigit) === 0 : code < zero || code >= zero + radix) break;
        position++;
      }
      const code = text.charCodeAt(position);
      if (isDigit(code) && radix !== 16) {
        this.position = position + 1;
        this.fail(`invalid digit '${String.fromCharCode(code)}' in ${kind} literal`);
      }
      if (position === from) {
        this.position = position;
        this.fail(`invalid ${kind} literal`);
      }
      if (code !== underscore) break;
    }
    this.finishNumber(start, position, kind);
  }

  /** A number may be followed directly by some keywords (deprecated), else by nothing an identifier has. */
  private finishNumber(start: number, end: number, kind: string): void {
    this.position = end;
    const code = this.text.charCodeAt(end);
    if (code < 128 && (classes[code] & identifierPart) !== 0) {
      if (/^(?:i[fns]|(?:and|else|for|or|not)(?![\w\x80-\uffff]))/.test(this.text.slice(end, end + 5))) {
        this.warnings.push({
          token: this.tokens.count,
          line: this.line,
          message: `invalid ${kind} literal`,
          offset: codePointCount(this.text.slice(this.lineStart, end)),
        });
      } else this.fail(`invalid ${kind} literal`);
    }
    this.push(Token.Number, start);
  }

  private readOperator(start: number, code: number): void {
    const text = this.text;
    this.position = start + 1;
    if (beginsLonger[code] !== 0 && endsLonger[text.charCodeAt(start + 1) & 127] !== 0) {
      const three = operatorKinds.get(text.slice(start, start + 3));
      if (three !== undefined && text.length - start > 3) {
        this.position = start + 3;
        this.push(three, start);
        return;
      }
      const two = operatorKinds.get(text.slice(start, start + 2));
      if (two !== undefined) {
        this.position = start + 2;
        this.push(two, start);
        return;
      }
    }
    const kind: Token = oneCharacter[code];
    switch (kind) {
      case Token.LeftParen:
      case Token.LeftBracket:
      case Token.LeftBrace:
        if (this.open.length >= maximumNesting) this.fail('too many nested parentheses');
        this.open.push({ bracket: text[start], line: this.line, column: start - this.lineBase });
        break;
      case Token.RightParen:
      case Token.RightBracket:
      case Token.RightBrace:
        this.closeBracket(text[start]);
        break;
      case Token.EndMarker:
        if (code < 32 || code === 127) this.fail(`invalid non-printable character U+${hex4(code)}`);
        this.push(Token.Unknown, start);
        return;
    }
    this.push(kind, start);
  }

  private closeBracket(bracket: string): void {
    const opener = this.open.pop();
    if (opener === undefined) this.fail(`unmatched '${bracket}'`);
    if (closers[opener.bracket] === bracket) return;
    const problem = `closing parenthesis '${bracket}' does not match opening parenthesis '${opener.bracket}'`;
    this.fail(opener.line === this.line ? problem : `${problem} on line ${opener.line}`);
  }
}

/** Tokenizes a source whose line ends are all `\n`. */
export function tokenize(source: string, options: TokenizerOptions = {}): TokenizerResult {
  return new Tokenizer(source, options).run();
}
