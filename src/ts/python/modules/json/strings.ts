/** Strings of JSON text: writing them with escapes, and reading them. Positions in errors count code points. */
import { StringBuilder } from '../../../rlib/bytes.js';

import type { int } from '../../../rlib/types.js';
import { callArgs3 } from '../../interp/call.js';
import { getAttribute } from '../../interp/attributes.js';
import { systemError } from '../../interp/errors.js';
import { importModule } from '../../interp/import-module.js';
import { OperationError, W_BaseException } from '../../objects/w-exception.js';
import { newInt } from '../../objects/w-int.js';
import type { W_Str } from '../../objects/w-str.js';
import { intern, newAsciiStr, newStr } from '../../objects/w-str.js';
import type { W_StrBase } from '../../objects/w-str-base.js';
import { codePointAt, sequenceLength } from '../../objects/w-str-base.js';

const HEX = '0123456789abcdef';
/** Characters with an escape of one letter, and their letters. */
const ESCAPED = '"\\\n\r\t\f\b';
const LETTERS = '"\\nrtfb';

function appendHex(builder: StringBuilder, unit: int): void {
  builder.append('\\u');
  for (let shift = 12; shift >= 0; shift -= 4) builder.appendByte(HEX.charCodeAt((unit >> shift) & 15));
}

/** Appends the escape of an ASCII character. */
function appendEscape(builder: StringBuilder, c: int): void {
  const at = ESCAPED.indexOf(String.fromCharCode(c), 0);
  if (at >= 0) {
    builder.append('\\');
    builder.appendByte(LETTERS.charCodeAt(at));
  } else {
    appendHex(builder, c);
  }
}

/** Appends a text in quotes; only what JSON does not allow is escaped. */
export function appendQuoted(builder: StringBuilder, text: string): void {
  builder.append('"');
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 32 && c !== 34 && c !== 92) continue;
    builder.appendRange(text, from, i);
    from = i + 1;
    appendEscape(builder, c);
  }
  if (from === 0) builder.append(text);
  else builder.appendRange(text, from, text.length);
  builder.append('"');
}

/** Appends a text in quotes; all that is not printable ASCII is escaped. */
export function appendQuotedAscii(builder: StringBuilder, text: string): void {
  builder.append('"');
  let from = 0;
  let i = 0;
  while (i < text.length) {
    const lead = text.charCodeAt(i);
    if (lead >= 32 && lead < 127 && lead !== 34 && lead !== 92) {
      i++;
      continue;
    }
    builder.appendRange(text, from, i);
    if (lead < 127) {
      appendEscape(builder, lead);
      i++;
    } else {
      const c = codePointAt(text, i);
      i += sequenceLength(lead);
      if (c >= 0x10000) {
        appendHex(builder, 0xd800 + ((c - 0x10000) >> 10));
        appendHex(builder, 0xdc00 + ((c - 0x10000) & 1023));
      } else {
        appendHex(builder, c);
      }
    }
    from = i;
  }
  if (from === 0) builder.append(text);
  else builder.appendRange(text, from, text.length);
  builder.append('"');
}

const n_JSONDecodeError = intern('JSONDecodeError');

/** JSONDecodeError for a byte offset of a text. */
export function decodeError(message: string, w_text: W_StrBase, offset: int): OperationError {
  return decodeErrorAt(message, w_text, w_text.positionOf(offset));
}

/** `json.JSONDecodeError(message, text, position)`. */
function decodeErrorAt(message: string, w_text: W_StrBase, position: int): OperationError {
  const w_class = getAttribute(importModule('json.decoder'), n_JSONDecodeError);
  const w_error = callArgs3(w_class, newStr(message), w_text, newInt(position));
  if (w_error instanceof W_BaseException) return new OperationError(w_error);
  return systemError('json.decoder.JSONDecodeError is no exception');
}

/** How literal control characters in strings are taken. */
export const enum Control {
  REFUSED,
  ALLOWED,
}

/** The string that was read last, and the offset after its closing quote. */
export class StringReader {
  end: int = 0;

  constructor(
    private readonly w_text: W_StrBase,
    private readonly control: Control,
  ) {}

  /** Reads the string whose first character is at `start`, after the opening quote. */
  read(start: int): W_Str {
    const text = this.w_text.utf8();
    const strict = this.control === Control.REFUSED;
    let at = start;
    let seen = 0;
    while (at < text.length) {
      const c = text.charCodeAt(at);
      if (c === 34) {
        this.end = at + 1;
        return seen < 128 ? newAsciiStr(text.slice(start, at)) : newStr(text.slice(start, at));
      }
      if (c === 92) return this.readEscaped(start, at);
      if (c < 32 && strict) throw decodeError('Invalid control character at', this.w_text, at);
      seen |= c;
      at++;
    }
    throw this.unterminated(start);
  }

  private unterminated(start: int): OperationError {
    return decodeErrorAt('Unterminated string starting at', this.w_text, this.w_text.positionOf(start) - 1);
  }

  /** The same for a string whose first backslash is at `first`. */
  private readEscaped(start: int, first: int): W_Str {
    const text = this.w_text.utf8();
    const strict = this.control === Control.REFUSED;
    const result = new StringBuilder();
    result.appendRange(text, start, first);
    let at = first;
    while (at < text.length) {
      const from = at;
      let c = text.charCodeAt(at);
      while (c !== 34 && c !== 92) {
        if (c < 32 && strict) throw decodeError('Invalid control character at', this.w_text, at);
        if (++at >= text.length) throw this.unterminated(start);
        c = text.charCodeAt(at);
      }
      if (at > from) result.appendRange(text, from, at);
      if (c === 34) {
        this.end = at + 1;
        return newStr(result.build());
      }
      if (at + 1 >= text.length) throw this.unterminated(start);
      const letter = text.charCodeAt(at + 1);
      if (letter === 117) {
        const unit = this.hexUnit(at + 1);
        at += 6;
        const low = unit >= 0xd800 && unit < 0xdc00 ? this.lowSurrogate(at) : -1;
        if (low >= 0) {
          result.appendCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
          at += 6;
        } else {
          result.appendCodePoint(unit);
        }
      } else {
        const known = letter === 47 ? 47 : unescaped(letter);
        if (known < 0) throw decodeError('Invalid \\escape', this.w_text, at);
        result.appendByte(known);
        at += 2;
      }
    }
    throw this.unterminated(start);
  }

  /** The four hexadecimal digits after the `u` at an offset. */
  private hexUnit(at: int): int {
    const text = this.w_text.utf8();
    // More must follow: at least the closing quote.
    if (at + 5 >= text.length) throw decodeError('Invalid \\uXXXX escape', this.w_text, at);
    let value = 0;
    for (let i = at + 1; i < at + 5; i++) {
      const digit = hexDigit(text.charCodeAt(i));
      if (digit < 0) throw decodeError('Invalid \\uXXXX escape', this.w_text, at);
      value = value * 16 + digit;
    }
    return value;
  }

  /** The low surrogate whose escape is at an offset, or -1 if there is none. */
  private lowSurrogate(at: int): int {
    const text = this.w_text.utf8();
    if (at + 6 >= text.length || text.charCodeAt(at) !== 92 || text.charCodeAt(at + 1) !== 117) return -1;
    const unit = this.hexUnit(at + 1);
    return unit >= 0xdc00 && unit < 0xe000 ? unit : -1;
  }
}

function unescaped(letter: int): int {
  const at = LETTERS.indexOf(String.fromCharCode(letter), 0);
  return at < 0 ? -1 : ESCAPED.charCodeAt(at);
}

function hexDigit(c: int): int {
  if (c >= 48 && c <= 57) return c - 48;
  const letter = c | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
