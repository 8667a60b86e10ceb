/**
 * Formatted string literals by the rules of Python 3.11 (PEP 498, Python reference 2.4.3): the literal is one token;
 * each replacement field is cut out of it, put in parentheses and parsed as a source of its own, placed such that
 * its nodes get the columns they have in the file.
 */
import type { Expr, Position } from './ast.js';
import { utf8Length } from './errors.js';
import { decodeString, TextBuilder } from './escapes.js';
import { parseEmbedded } from './embedded.js';
import type { Parser } from './parser.js';

const maximumNesting = 200;
const maximumDepth = 2;

const openers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Collects the pieces of adjacent literals: plain text, and replacement fields. */
export class FormattedString {
  private formatted = false;
  readonly text = new TextBuilder();
  private readonly values: Expr[] = [];

  constructor(
    private readonly p: Parser,
    private readonly kind: string | null,
    /** Of constants between fields, and of the fields. */
    private readonly position: Position,
    /** Of the whole; in a format specification its own token's. */
    private readonly wholePosition: Position = position,
  ) {}

  addFormatted(token: number, from: number, to: number, raw: boolean): void {
    this.formatted = true;
    new FieldReader(this.p, token, from, to, raw, this.position, this.kind).readInto(this, 0);
  }

  addValue(value: Expr): void {
    this.flush(this.position);
    this.values.push(value);
  }

  markFormatted(): void {
    this.formatted = true;
  }

  private flush(position: Position): void {
    if (!this.text.isEmpty()) this.values.push(this.constant(position));
  }

  private constant(position: Position): Expr {
    return { type_: 'Constant', value: this.text.take(), kind: this.kind, ...position };
  }

  finish(): Expr {
    if (!this.formatted) return this.constant(this.wholePosition);
    this.flush(this.wholePosition);
    return { type_: 'JoinedStr', values: this.values, ...this.wholePosition };
  }
}

/** Reads the body of one f-string token, from `at` to `to`. */
class FieldReader {
  private readonly source: string;

  constructor(
    private readonly p: Parser,
    private readonly token: number,
    private at: number,
    private readonly to: number,
    private readonly raw: boolean,
    private readonly position: Position,
    private readonly kind: string | null,
  ) {
    this.source = p.source;
  }

  /** Text and fields up to the end, or in a format specification (`depth` > 0) up to its closing brace. */
  readInto(result: FormattedString, depth: number): void {
    for (;;) {
      const again = this.readText(result, depth);
      if (again) continue;
      if (this.at >= this.to || this.source[this.at] === '}') break;
      this.readField(result, depth);
    }
    if (depth > 0 && this.at >= this.to) this.p.raise("f-string: expecting '}'");
  }

  /** Reads literal text; true if it ended after a doubled brace and more text may follow. */
  private readText(result: FormattedString, depth: number): boolean {
    const { source, to } = this;
    const start = this.at;
    let at = start;
    let end = -1;
    let resume = -1;
    while (at < to) {
      let character = source[at++];
      if (character === '\\' && !this.raw && at < to) {
        character = source[at++];
        if (character === 'N') {
          if (at < to && source[at++] === '{') {
            while (at < to && source[at++] !== '}');
          }
          continue;
        }
        if (character === '{' && !this.p.errorPass) {
          this.p.warn("invalid escape sequence '\\{'", this.p.line(this.token));
        }
      }
      if (character !== '{' && character !== '}') continue;
      if (depth === 0) {
        if (at < to && source[at] === character) {
          end = at;
          resume = at + 1;
          break;
        }
        if (character === '}') this.p.raise("f-string: single '}' is not allowed");
      }
      at--;
      break;
    }
    if (end < 0) end = at;
    this.at = resume < 0 ? at : resume;
    if (end > start) {
      const body = source.slice(start, end);
      if (this.raw) result.text.add(body);
      else decodeString(this.p, this.token, body, result.text);
    }
    return resume >= 0;
  }

  private failAtEnd(): void {
    if (this.at >= this.to) this.p.raise("f-string: expecting '}'");
  }

  /** `{expression[=][!conversion][:specification]}` */
  private readField(result: FormattedString, depth: number): void {
    const { p, source } = this;
    if (depth >= maximumDepth) p.raise('f-string: expressions nested too deeply');
    const brace = this.at;
    this.at++;
    this.skipExpression();
    const value = this.parseExpression(brace, this.at);
    let shown: string | null = null;
    if (source[this.at] === '=') {
      if (p.options.featureVersion < 8) {
        p.raise('f-string: self documenting expressions are only supported in Python 3.8 and greater');
      }
      this.at++;
      while (/[ \t\n\r\f\v]/.test(source[this.at] ?? '')) this.at++;
      this.failAtEnd();
      shown = source.slice(brace + 1, this.at);
    }
    let conversion = source[this.at] === '!' ? this.readConversion() : -1;
    let format_spec: Expr | null = null;
    if (source[this.at] === ':') {
      this.at++;
      this.failAtEnd();
      const whole: Position = {
        lineno: p.line(this.token),
        col_offset: p.column(this.token),
        end_lineno: p.tokens.endLine(this.token),
        end_col_offset: p.tokens.endColumn(this.token),
      };
      const specification = new FormattedString(p, this.kind, this.position, whole);
      specification.markFormatted();
      this.readInto(specification, depth + 1);
      format_spec = specification.finish();
    }
    if (this.at >= this.to || source[this.at] !== '}') p.raise("f-string: expecting '}'");
    this.at++;
    if (shown !== null) {
      if (format_spec === null && conversion < 0) conversion = 'r'.charCodeAt(0);
      result.text.add(shown);
    }
    result.addValue({ type_: 'FormattedValue', value, conversion, format_spec, ...this.position });
  }

  private readConversion(): number {
    const { p, source } = this;
    this.at++;
    const start = this.at;
    for (;;) {
      this.failAtEnd();
      const character = source[this.at];
      if (character === '}' || character === ':') break;
      this.at++;
    }
    const text = source.slice(start, this.at);
    const expected = "expected 's', 'r', or 'a'";
    if (text === '') p.raise(`f-string: invalid conversion character: ${expected}`);
    if (!/^[sra]$/.test(text)) p.raise(`f-string: invalid conversion character '${text}': ${expected}`);
    return text.charCodeAt(0);
  }

  /** Goes to the character that ends the field's expression: `!`, `:`, `}` or `=` outside brackets and strings. */
  private skipExpression(): void {
    const { p, source, to } = this;
    const open: string[] = [];
    let quote = '';
    for (; this.at < to; this.at++) {
      const character = source[this.at];
      if (character === '\\') p.raise('f-string expression part cannot include a backslash');
      if (quote !== '') {
        if (source.startsWith(quote, this.at) && this.at + quote.length <= to) {
          this.at += quote.length - 1;
          quote = '';
        }
        continue;
      }
      switch (character) {
        case "'":
        case '"':
          quote = character;
          if (this.at + 2 < to && source.startsWith(character.repeat(3), this.at)) {
            quote = character.repeat(3);
            this.at += 2;
          }
          continue;
        case '(':
        case '[':
        case '{':
          if (open.length >= maximumNesting) p.raise('f-string: too many nested parenthesis');
          open.push(character);
          continue;
        case '#':
          p.raise("f-string expression part cannot include '#'");
      }
      if (open.length === 0 && /[!:}=<>]/.test(character)) {
        if (this.at + 1 < to && source[this.at + 1] === '=' && /[!=<>]/.test(character)) {
          this.at++;
          continue;
        }
        if (character === '<' || character === '>') continue;
        break;
      }
      if (character === ')' || character === ']' || character === '}') this.closeBracket(open, character);
    }
    if (quote !== '') p.raise('f-string: unterminated string');
    if (open.length > 0) p.raise(`f-string: unmatched '${open[open.length - 1]}'`);
    this.failAtEnd();
  }

  private closeBracket(open: string[], bracket: string): void {
    const opener = open.pop();
    if (opener === undefined) this.p.raise(`f-string: unmatched '${bracket}'`);
    if (opener === openers[bracket]) return;
    const problem = `closing parenthesis '${bracket}' does not match opening parenthesis '${opener}'`;
    this.p.raise(`f-string: ${problem}`);
  }

  /** Parses what stands between the brace and `end`. */
  private parseExpression(brace: number, end: number): Expr {
    const { p, source, token } = this;
    const text = source.slice(brace + 1, end);
    if (/^[ \t\n\f]*$/.test(text)) {
      const next = source[end];
      if (next === '!' || next === ':' || next === '=') {
        p.raise(`f-string: expression required before '${next}'`);
      }
      p.raise('f-string: empty expression not allowed');
    }
    const tokenStart = p.tokens.start(token);
    const before = source.slice(tokenStart, brace);
    const lineEnd = before.lastIndexOf('\n');
    const lines = lineEnd < 0 ? 0 : before.split('\n').length - 1;
    // An expression that begins in the next line stands where it stands: nothing to shift.
    let column = 0;
    if (!/^[ \t\f]*\n/.test(text)) column = utf8Length(before.slice(lineEnd + 1));
    if (lines === 0) column += p.column(token);
    return parseEmbedded(p, `(${text})`, p.line(token) + lines, column);
  }
}
