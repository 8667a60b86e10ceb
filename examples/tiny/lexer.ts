/** Tiny's tokens, one at a time. */
import type { int } from '../../src/ts/rlib/types.js';
import { TinyError } from './errors.js';

export const enum Token {
  END = 0,
  NAME,
  INT,
  FLOAT,
  STRING,
  /** Operators and punctuation; keywords are names. */
  SYMBOL,
}

function isDigit(c: int): boolean {
  return c >= 48 && c <= 57;
}

function isLetter(c: int): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
}

const TWO_CHARACTER_SYMBOLS: string[] = ['==', '!=', '<=', '>='];

export class Lexer {
  kind: Token = Token.END;
  /** The token's text; a string's without quotes. */
  text = '';
  line = 1;
  private position = 0;

  constructor(private readonly source: string) {}

  private peek(): int {
    return this.position < this.source.length ? this.source.charCodeAt(this.position) : 0;
  }

  private skipBlanks(): void {
    while (this.position < this.source.length) {
      const c = this.peek();
      if (c === 35) {
        while (this.position < this.source.length && this.peek() !== 10) this.position++;
      } else if (c === 10 || c === 32 || c === 9 || c === 13) {
        if (c === 10) this.line++;
        this.position++;
      } else break;
    }
  }

  advance(): void {
    this.skipBlanks();
    const start = this.position;
    const c = this.peek();
    if (c === 0) {
      this.kind = Token.END;
      this.text = 'the end';
      return;
    }
    if (isLetter(c)) {
      while (isLetter(this.peek()) || isDigit(this.peek())) this.position++;
      this.kind = Token.NAME;
    } else if (isDigit(c)) this.scanNumber();
    else if (c === 34) {
      this.scanString();
      return;
    } else {
      this.kind = Token.SYMBOL;
      const two = this.source.slice(start, start + 2);
      this.position++;
      for (const symbol of TWO_CHARACTER_SYMBOLS) if (symbol === two) this.position = start + 2;
    }
    this.text = this.source.slice(start, this.position);
  }

  private scanNumber(): void {
    this.kind = Token.INT;
    while (isDigit(this.peek())) this.position++;
    if (this.peek() === 46) {
      this.kind = Token.FLOAT;
      this.position++;
      while (isDigit(this.peek())) this.position++;
    }
  }

  private scanString(): void {
    const start = this.position + 1;
    const end = this.source.indexOf('"', start);
    if (end < 0) throw new TinyError(`line ${this.line}: a string without an end`);
    this.kind = Token.STRING;
    this.text = this.source.slice(start, end);
    this.position = end + 1;
  }
}
