/**
 * Backslash escapes in string and bytes literals (Python reference, 2.4.1).
 *
 * Errors carry CPython's codec texts. Their positions count in the form it hands to its codec: pure ASCII, where
 * every non-ASCII character has become a `\UXXXXXXXX` of ten bytes.
 */
import type { Constant } from './ast.js';
import type { Parser } from './parser.js';

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

const hexDigits: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['x', [2, 'truncated \\xXX escape']],
  ['u', [4, 'truncated \\uXXXX escape']],
  ['U', [8, 'truncated \\UXXXXXXXX escape']],
]);

const escapedSize = 10;
const escapedBackslash = 6;

/** The length of a text in the codec's form, where a backslash before such a character is a `\u005c`. */
function codecLength(text: string): number {
  let length = 0;
  let escaping = false;
  for (const character of text) {
    const ascii = character < '\x80';
    if (!ascii && escaping) length += escapedBackslash - 1;
    length += ascii ? 1 : escapedSize;
    escaping = character === '\\' && !escaping;
  }
  return length;
}

function failUnicode(p: Parser, text: string, from: number, to: number, reason: string): never {
  const start = codecLength(text.slice(0, from));
  const end = start + codecLength(text.slice(from, to)) - 1;
  const what = end <= start ? `byte 0x5c in position ${start}` : `bytes in position ${start}-${end}`;
  return p.raise(`(unicode error) 'unicodeescape' codec can't decode ${what}: ${reason}`);
}

function warnEscape(p: Parser, token: number, character: string): void {
  p.warnAtToken(token, `invalid escape sequence '\\${character}'`);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** A text put together from pieces; a surrogate that ends a piece makes no pair with the next piece. */
export class TextBuilder {
  private text = '';
  /** Where in the text two surrogates only look like a pair. */
  private splits: number[] = [];

  add(piece: string): void {
    const length = this.text.length;
    if (
      length > 0 &&
      piece.length > 0 &&
      isLowSurrogate(piece.charCodeAt(0)) &&
      isHighSurrogate(this.text.charCodeAt(length - 1))
    ) {
      this.splits.push(length);
    }
    this.text += piece;
  }

  /** The text so far as a constant; begins a new one. */
  take(): Extract<Constant, { kind: 'str' }> {
    const { text, splits } = this;
    this.text = '';
    this.splits = [];
    if (splits.length === 0) return { kind: 'str', value: text };
    const codePoints: number[] = [];
    let start = 0;
    for (const end of [...splits, text.length]) {
      for (const character of text.slice(start, end)) codePoints.push(character.codePointAt(0) ?? 0);
      start = end;
    }
    return { kind: 'str', value: text, codePoints };
  }

  isEmpty(): boolean {
    return this.text === '';
  }
}

function warnOctal(p: Parser, token: number, digits: string): void {
  p.warnAtToken(token, `invalid octal escape sequence '\\${digits}'`);
}

/** Adds the text of a string literal's body; `token` is where the literal stands. */
export function decodeString(p: Parser, token: number, body: string, result: TextBuilder): void {
  let at = body.indexOf('\\');
  let done = 0;
  let warned = false;
  for (; at >= 0; at = body.indexOf('\\', done)) {
    result.add(body.slice(done, at));
    const letter = body[at + 1];
    if (letter === undefined || letter >= '\x80') {
      result.add('\\');
      done = at + 1;
      continue;
    }
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      result.add(simple);
      done = at + 2;
      continue;
    }
    const hex = hexDigits.get(letter);
    if (hex !== undefined) {
      let end = at + 2;
      while (end < at + 2 + hex[0] && /[0-9a-fA-F]/.test(body[end] ?? '')) end++;
      if (end < at + 2 + hex[0]) failUnicode(p, body, at, end, hex[1]);
      const code = parseInt(body.slice(at + 2, end), 16);
      if (code > 0x10ffff) failUnicode(p, body, at, end, 'illegal Unicode character');
      result.add(String.fromCodePoint(code));
      done = end;
      continue;
    }
    if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(body.slice(at + 1, at + 4))?.[0] ?? '';
      const code = parseInt(digits, 8);
      if (code > 0xff && !warned) {
        warned = true;
        warnOctal(p, token, digits);
      }
      result.add(String.fromCharCode(code));
      done = at + 1 + digits.length;
      continue;
    }
    if (letter === 'N') {
      const [character, end] = decodeName(p, body, at);
      result.add(character);
      done = end;
      continue;
    }
    if (!warned) warnEscape(p, token, letter);
    warned = true;
    // The backslash stays, and the character after it begins no other escape.
    result.add(body.slice(at, at + 2));
    done = at + 2;
  }
  result.add(body.slice(done));
}

/** `\N{name}` at `at`: the character and where the escape ends. */
function decodeName(p: Parser, body: string, at: number): [string, number] {
  if (body[at + 2] !== '{') failUnicode(p, body, at, at + 2, 'malformed \\N character escape');
  const brace = body.indexOf('}', at + 3);
  if (brace < 0) failUnicode(p, body, at, body.length, 'malformed \\N character escape');
  if (brace === at + 3) failUnicode(p, body, at, brace, 'malformed \\N character escape');
  const character = p.options.unicodeName?.(body.slice(at + 3, brace));
  if (character === undefined) failUnicode(p, body, at, brace + 1, 'unknown Unicode character name');
  return [character, brace + 1];
}

/** The bytes of a bytes literal's body, all of whose characters are ASCII. */
export function decodeBytes(p: Parser, token: number, body: string): Uint8Array {
  const bytes = new Uint8Array(body.length);
  let size = 0;
  let warned = false;
  for (let at = 0; at < body.length; at++) {
    const letter = body[at] === '\\' ? body[at + 1] : undefined;
    if (letter === undefined) {
      bytes[size++] = body.charCodeAt(at);
      continue;
    }
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      if (simple !== '') bytes[size++] = simple.charCodeAt(0);
      at++;
    } else if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(body.slice(at + 1, at + 4))?.[0] ?? '';
      const code = parseInt(digits, 8);
      if (code > 0xff && !warned) {
        warned = true;
        warnOctal(p, token, digits);
      }
      bytes[size++] = code;
      at += digits.length;
    } else if (letter === 'x') {
      const digits = body.slice(at + 2, at + 4);
      if (!/^[0-9a-fA-F]{2}$/.test(digits)) p.raise(`(value error) invalid \\x escape at position ${at}`);
      bytes[size++] = parseInt(digits, 16);
      at += 3;
    } else {
      if (!warned) warnEscape(p, token, letter);
      warned = true;
      bytes[size++] = 92;
    }
  }
  return bytes.slice(0, size);
}
