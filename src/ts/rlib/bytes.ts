/**
 * Byte strings: RTypeScript's `string`, whose code units are 0..255.
 *
 * Of JavaScript's own operations these are part of the subset: `length`, `charCodeAt`, `slice(a, b)`,
 * `indexOf(s, from)`, `lastIndexOf(s)`, `startsWith(s)`, `endsWith(s)`, `+`, `===`, `<`, template literals of
 * ints and strings, and `String.fromCharCode(c)`. The rest is here.
 */
import type { ByteArray } from './array.js';
import type { int } from './types.js';

/** Collects bytes; `build` gives the whole and may be called again after further appends. */
export class StringBuilder {
  private text = '';

  append(part: string): void {
    this.text += part;
  }

  /** Appends one byte, 0..255. */
  appendByte(byte: int): void {
    this.text += String.fromCharCode(byte);
  }

  appendRange(part: string, start: int, end: int): void {
    this.text += part.slice(start, end);
  }

  /** Appends the UTF-8 bytes of a code point (surrogates included, as three bytes). */
  appendCodePoint(codePoint: int): void {
    this.text += encodeCodePoint(codePoint);
  }

  length(): int {
    return this.text.length;
  }

  build(): string {
    return this.text;
  }
}

/** The UTF-8 bytes of a code point; a lone surrogate gives its three bytes. */
export function encodeCodePoint(c: int): string {
  if (c < 0x80) return String.fromCharCode(c);
  if (c < 0x800) return String.fromCharCode(0xc0 | (c >> 6)) + String.fromCharCode(0x80 | (c & 63));
  if (c < 0x10000) {
    return (
      String.fromCharCode(0xe0 | (c >> 12)) +
      String.fromCharCode(0x80 | ((c >> 6) & 63)) +
      String.fromCharCode(0x80 | (c & 63))
    );
  }
  return (
    String.fromCharCode(0xf0 | (c >> 18)) +
    String.fromCharCode(0x80 | ((c >> 12) & 63)) +
    String.fromCharCode(0x80 | ((c >> 6) & 63)) +
    String.fromCharCode(0x80 | (c & 63))
  );
}

export function joinStrings(parts: string[], separator: string): string {
  return parts.join(separator);
}

export function repeatString(part: string, count: int): string {
  return part.repeat(count);
}

/** Splits at a non-empty separator. */
export function splitString(text: string, separator: string): string[] {
  return text.split(separator);
}

/** The decimal form of a word. */
export function intToString(value: int): string {
  return value.toString();
}

/** A copy of bytes `start..end` of an array as a byte string. */
export function bytesToString(bytes: ByteArray, start: int, end: int): string {
  // Buffer's latin1 decoding is the fastest way from bytes to code units 0..255.
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

/** Writes a byte string into an array at `offset`. */
export function copyStringToBytes(text: string, bytes: ByteArray, offset: int): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
}

/** Order of byte strings: negative, 0, positive. */
export function compareStrings(a: string, b: string): int {
  return a < b ? -1 : a > b ? 1 : 0;
}
