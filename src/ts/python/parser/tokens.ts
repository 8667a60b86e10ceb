/**
 * Token kinds, and the tables that tie them to their spelling: operators and keywords are listed once here;
 * tokenizer, parser and error texts ("expected ':'") derive what they need.
 */

export const enum Token {
  EndMarker,
  Name,
  Number,
  String,
  Newline,
  Indent,
  Dedent,
  TypeComment,
  /** The tokenizer stopped here; the buffer holds the reason. */
  Error,
  /** A character that is printable but begins no token: `$`, `?`, `!`. */
  Unknown,

  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Colon,
  Comma,
  Semicolon,
  Dot,
  Ellipsis,
  Arrow,
  Equal,
  ColonEqual,

  Plus,
  Minus,
  Star,
  Slash,
  DoubleSlash,
  Percent,
  At,
  DoubleStar,
  VerticalBar,
  Ampersand,
  Circumflex,
  LeftShift,
  RightShift,
  Tilde,

  Less,
  Greater,
  LessEqual,
  GreaterEqual,
  EqualEqual,
  NotEqual,
  /** `<>`, which only `barry_as_FLUFL` allows. */
  LessGreater,

  PlusEqual,
  MinusEqual,
  StarEqual,
  SlashEqual,
  DoubleSlashEqual,
  PercentEqual,
  AtEqual,
  DoubleStarEqual,
  VerticalBarEqual,
  AmpersandEqual,
  CircumflexEqual,
  LeftShiftEqual,
  RightShiftEqual,

  False,
  None,
  True,
  And,
  As,
  Assert,
  Async,
  Await,
  Break,
  Class,
  Continue,
  Def,
  Del,
  Elif,
  Else,
  Except,
  Finally,
  For,
  From,
  Global,
  If,
  Import,
  In,
  Is,
  Lambda,
  Nonlocal,
  Not,
  Or,
  Pass,
  Raise,
  Return,
  Try,
  While,
  With,
  Yield,
}

export const operators: readonly (readonly [string, Token])[] = [
  ['(', Token.LeftParen],
  [')', Token.RightParen],
  ['[', Token.LeftBracket],
  [']', Token.RightBracket],
  ['{', Token.LeftBrace],
  ['}', Token.RightBrace],
  [':', Token.Colon],
  [',', Token.Comma],
  [';', Token.Semicolon],
  ['.', Token.Dot],
  ['...', Token.Ellipsis],
  ['->', Token.Arrow],
  ['=', Token.Equal],
  [':=', Token.ColonEqual],
  ['+', Token.Plus],
  ['-', Token.Minus],
  ['*', Token.Star],
  ['/', Token.Slash],
  ['//', Token.DoubleSlash],
  ['%', Token.Percent],
  ['@', Token.At],
  ['**', Token.DoubleStar],
  ['|', Token.VerticalBar],
  ['&', Token.Ampersand],
  ['^', Token.Circumflex],
  ['<<', Token.LeftShift],
  ['>>', Token.RightShift],
  ['~', Token.Tilde],
  ['<', Token.Less],
  ['>', Token.Greater],
  ['<=', Token.LessEqual],
  ['>=', Token.GreaterEqual],
  ['==', Token.EqualEqual],
  ['!=', Token.NotEqual],
  ['<>', Token.LessGreater],
  ['+=', Token.PlusEqual],
  ['-=', Token.MinusEqual],
  ['*=', Token.StarEqual],
  ['/=', Token.SlashEqual],
  ['//=', Token.DoubleSlashEqual],
  ['%=', Token.PercentEqual],
  ['@=', Token.AtEqual],
  ['**=', Token.DoubleStarEqual],
  ['|=', Token.VerticalBarEqual],
  ['&=', Token.AmpersandEqual],
  ['^=', Token.CircumflexEqual],
  ['<<=', Token.LeftShiftEqual],
  ['>>=', Token.RightShiftEqual],
];

export const keywords: ReadonlyMap<string, Token> = new Map([
  ['False', Token.False],
  ['None', Token.None],
  ['True', Token.True],
  ['and', Token.And],
  ['as', Token.As],
  ['assert', Token.Assert],
  ['async', Token.Async],
  ['await', Token.Await],
  ['break', Token.Break],
  ['class', Token.Class],
  ['continue', Token.Continue],
  ['def', Token.Def],
  ['del', Token.Del],
  ['elif', Token.Elif],
  ['else', Token.Else],
  ['except', Token.Except],
  ['finally', Token.Finally],
  ['for', Token.For],
  ['from', Token.From],
  ['global', Token.Global],
  ['if', Token.If],
  ['import', Token.Import],
  ['in', Token.In],
  ['is', Token.Is],
  ['lambda', Token.Lambda],
  ['nonlocal', Token.Nonlocal],
  ['not', Token.Not],
  ['or', Token.Or],
  ['pass', Token.Pass],
  ['raise', Token.Raise],
  ['return', Token.Return],
  ['try', Token.Try],
  ['while', Token.While],
  ['with', Token.With],
  ['yield', Token.Yield],
]);

/** Names that are keywords only where the grammar asks for them. */
export const softKeywords: readonly string[] = ['match', 'case', '_'];

/** Fields of one token in the buffer. */
const stride = 8;
const enum Field {
  Start,
  End,
  Line,
  Column,
  EndLine,
  EndColumn,
  Level,
}

/**
 * All tokens of a source, as columns of numbers (an object per token would cost more than parsing it).
 * `start` and `end` index the source text; columns count UTF-8 bytes; a column of -1 means "nowhere",
 * as for indentation and the end marker; `level` is the depth of open brackets after the token.
 */
export class TokenBuffer {
  kinds: Uint8Array;
  private fields: Int32Array;
  count = 0;

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity);
    this.fields = new Int32Array(capacity * stride);
  }

  push(
    kind: Token,
    start: number,
    end: number,
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
    level: number,
  ): void {
    if (this.count === this.kinds.length) this.grow();
    const at = this.count * stride;
    const fields = this.fields;
    fields[at + Field.Start] = start;
    fields[at + Field.End] = end;
    fields[at + Field.Line] = line;
    fields[at + Field.Column] = column;
    fields[at + Field.EndLine] = endLine;
    fields[at + Field.EndColumn] = endColumn;
    fields[at + Field.Level] = level;
    this.kinds[this.count++] = kind;
  }

  start(index: number): number {
    return this.fields[index * stride + Field.Start];
  }
  end(index: number): number {
    return this.fields[index * stride + Field.End];
  }
  line(index: number): number {
    return this.fields[index * stride + Field.Line];
  }
  column(index: number): number {
    return this.fields[index * stride + Field.Column];
  }
  endLine(index: number): number {
    return this.fields[index * stride + Field.EndLine];
  }
  endColumn(index: number): number {
    return this.fields[index * stride + Field.EndColumn];
  }
  level(index: number): number {
    return this.fields[index * stride + Field.Level];
  }

  private grow(): void {
    const kinds = new Uint8Array(this.kinds.length * 2);
    kinds.set(this.kinds);
    this.kinds = kinds;
    const fields = new Int32Array(this.fields.length * 2);
    fields.set(this.fields);
    this.fields = fields;
  }
}
