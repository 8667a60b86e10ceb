/** The escape codecs: `unicode_escape`, `raw_unicode_escape`, and `escape` (that of bytes literals). */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { valueError } from '../interp/errors.js';
import { warn } from '../interp/warnings.js';
import { hexDigit } from './bytes-hex.js';
import { callDecodeHandler } from './codec-errors.js';
import { Decoded } from './codecs-basic.js';
import { appendEscape } from './str-repr.js';
import { findCharacter } from './unicode-names.js';
import { newBytes } from './w-bytes.js';
import type { W_BytesBase } from './w-bytes.js';
import { DeprecationWarningType } from './w-exception.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

const HEX = '0123456789abcdef';

function appendByteEscape(builder: StringBuilder, byte: int): void {
  builder.append('\\x');
  builder.appendByte(HEX.charCodeAt(byte >> 4));
  builder.appendByte(HEX.charCodeAt(byte & 15));
}

export function encodeUnicodeEscape(text: string): string {
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (c === 92) builder.append('\\\\');
    else if (c >= 32 && c < 127) builder.appendByte(c);
    else appendEscape(builder, c);
    at += sequenceLength(text.charCodeAt(at));
  }
  return builder.build();
}

export function encodeRawUnicodeEscape(text: string): string {
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (c < 0x100) builder.appendByte(c);
    else appendEscape(builder, c);
    at += sequenceLength(text.charCodeAt(at));
  }
  return builder.build();
}

/** Single-letter escapes and what they stand for, in the same order. */
const LETTERS = 'abfnrtv\\\'"';
const MEANINGS = '\x07\b\f\n\r\t\v\\\'"';

/** The value of up to `count` hexadecimal digits at an offset and where they end. */
class HexRun {
  value: int = 0;
  end: int;

  constructor(bytes: string, start: int, count: int) {
    let at = start;
    while (at < start + count && at < bytes.length) {
      const digit = hexDigit(bytes.charCodeAt(at));
      if (digit < 0) break;
      this.value = this.value * 16 + digit;
      at++;
    }
    this.end = at;
  }
}

/** The value of up to three octal digits at an offset and where they end. */
class OctalRun {
  value: int = 0;
  end: int;

  constructor(bytes: string, start: int) {
    let at = start;
    while (at < start + 3 && at < bytes.length && isOctalDigit(bytes.charCodeAt(at))) {
      this.value = this.value * 8 + bytes.charCodeAt(at) - 48;
      at++;
    }
    this.end = at;
  }
}

function isOctalDigit(c: int): boolean {
  return c >= 48 && c <= 55;
}

/** Digits after `\x`, `\u`, `\U`; 0 for other letters. */
function hexCount(letter: int): int {
  if (letter === 120) return 2;
  if (letter === 117) return 4;
  return letter === 85 ? 8 : 0;
}

function truncatedReason(count: int): string {
  if (count === 2) return 'truncated \\xXX escape';
  return count === 4 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape';
}

/** Decodes `\` escapes among Latin-1 text. */
export function decodeUnicodeEscape(w_bytes: W_BytesBase, errors: string, final: boolean): Decoded {
  let bytes = w_bytes.value;
  let w_input = w_bytes;
  const builder = new StringBuilder();
  let at = 0;
  let invalid = '';
  while (at < bytes.length) {
    const c = bytes.charCodeAt(at);
    if (c !== 92) {
      builder.appendCodePoint(c);
      at++;
      continue;
    }
    let reason = '';
    let end = at + 1;
    if (at + 1 >= bytes.length) {
      if (!final) break;
      reason = '\\ at end of string';
    } else {
      const letter = bytes.charCodeAt(at + 1);
      end = at + 2;
      const simple = LETTERS.indexOf(bytes.slice(at + 1, at + 2), 0);
      const count = hexCount(letter);
      if (simple >= 0) {
        builder.appendByte(MEANINGS.charCodeAt(simple));
      } else if (letter === 10) {
        // An escaped line end stands for nothing.
      } else if (isOctalDigit(letter)) {
        const run = new OctalRun(bytes, at + 1);
        end = run.end;
        if (!final && end === bytes.length && end < at + 4) break;
        if (run.value > 255 && invalid === '')
          invalid = `invalid octal escape sequence '${bytes.slice(at, end)}'`;
        builder.appendCodePoint(run.value);
      } else if (count > 0) {
        const run = new HexRun(bytes, at + 2, count);
        end = run.end;
        if (end < at + 2 + count) {
          if (!final && end === bytes.length) break;
          reason = truncatedReason(count);
        } else if (run.value > 0x10ffff) {
          reason = 'illegal Unicode character';
        } else {
          builder.appendCodePoint(run.value);
        }
      } else if (letter === 78) {
        reason = 'malformed \\N character escape';
        if (end < bytes.length && bytes.charCodeAt(end) === 123) {
          const close = bytes.indexOf('}', end);
          if (close > end + 1) {
            const text = findCharacter(bytes.slice(end + 1, close));
            end = close + 1;
            if (text.length > 0) {
              builder.append(text);
              reason = '';
            } else {
              reason = 'unknown Unicode character name';
            }
          } else if (close < 0) {
            if (!final) break;
            end = bytes.length;
          } else {
            end = close + 1;
          }
        } else if (!final && end === bytes.length) {
          break;
        }
      } else {
        if (invalid === '') invalid = `invalid escape sequence '\\${String.fromCharCode(letter)}'`;
        builder.append('\\');
        builder.appendCodePoint(letter);
      }
    }
    if (reason === '') {
      at = end;
      continue;
    }
    const replaced = callDecodeHandler(errors, 'unicodeescape', w_input, at, end, reason);
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  if (invalid !== '') warn(DeprecationWarningType, invalid);
  return new Decoded(builder.build(), at);
}

/** Decodes `\u` and `\U` among Latin-1 text; an even number of backslashes escapes nothing. */
export function decodeRawUnicodeEscape(w_bytes: W_BytesBase, errors: string, final: boolean): Decoded {
  let bytes = w_bytes.value;
  let w_input = w_bytes;
  const builder = new StringBuilder();
  let at = 0;
  while (at < bytes.length) {
    const c = bytes.charCodeAt(at);
    if (c !== 92) {
      builder.appendCodePoint(c);
      at++;
      continue;
    }
    if (at + 1 >= bytes.length) {
      if (!final) break;
      builder.append('\\');
      at++;
      continue;
    }
    const letter = bytes.charCodeAt(at + 1);
    const count = letter === 117 || letter === 85 ? hexCount(letter) : 0;
    if (count === 0) {
      builder.append('\\');
      builder.appendCodePoint(letter);
      at += 2;
      continue;
    }
    const run = new HexRun(bytes, at + 2, count);
    let reason = '';
    if (run.end < at + 2 + count) {
      if (!final && run.end === bytes.length) break;
      reason = truncatedReason(count);
    } else if (run.value > 0x10ffff) {
      reason = '\\Uxxxxxxxx out of range';
    } else {
      builder.appendCodePoint(run.value);
      at = run.end;
      continue;
    }
    const replaced = callDecodeHandler(errors, 'rawunicodeescape', w_input, at, run.end, reason);
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  return new Decoded(builder.build(), at);
}

/** Bytes as inside a bytes literal. */
export function encodeEscape(bytes: string): string {
  const builder = new StringBuilder();
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes.charCodeAt(i);
    if (c === 39 || c === 92) {
      builder.append('\\');
      builder.appendByte(c);
    } else if (c === 9) builder.append('\\t');
    else if (c === 10) builder.append('\\n');
    else if (c === 13) builder.append('\\r');
    else if (c < 32 || c >= 127) appendByteEscape(builder, c);
    else builder.appendByte(c);
  }
  return builder.build();
}

/** The inverse. */
export function decodeEscape(bytes: string, errors: string): string {
  const builder = new StringBuilder();
  let invalid = '';
  let at = 0;
  while (at < bytes.length) {
    const c = bytes.charCodeAt(at);
    if (c !== 92) {
      builder.appendByte(c);
      at++;
      continue;
    }
    if (at + 1 >= bytes.length) throw valueError('Trailing \\ in string');
    const letter = bytes.charCodeAt(at + 1);
    const simple = LETTERS.indexOf(bytes.slice(at + 1, at + 2), 0);
    if (simple >= 0) {
      builder.appendByte(MEANINGS.charCodeAt(simple));
      at += 2;
    } else if (letter === 10) {
      at += 2;
    } else if (isOctalDigit(letter)) {
      const run = new OctalRun(bytes, at + 1);
      if (run.value > 255 && invalid === '')
        invalid = `invalid octal escape sequence '${bytes.slice(at, run.end)}'`;
      builder.appendByte(run.value & 255);
      at = run.end;
    } else if (letter === 120) {
      const run = new HexRun(bytes, at + 2, 2);
      if (run.end === at + 4) {
        builder.appendByte(run.value);
      } else if (errors === 'strict') {
        throw valueError(`invalid \\x escape at position ${at}`);
      } else if (errors === 'replace') {
        builder.append('?');
      } else if (errors !== 'ignore') {
        throw valueError(`decoding error; unknown error handling code: ${errors}`);
      }
      at = run.end;
    } else {
      if (invalid === '') invalid = `invalid escape sequence '\\${String.fromCharCode(letter)}'`;
      builder.append('\\');
      builder.appendByte(letter);
      at += 2;
    }
  }
  if (invalid !== '') warn(DeprecationWarningType, invalid);
  return builder.build();
}
