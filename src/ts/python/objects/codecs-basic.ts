/** UTF-8, ASCII and Latin-1: strict and fast where the data is right, by error handlers where it is not. */
import { encodeCodePoint, StringBuilder } from '../../rlib/bytes.js';
import { truncDiv } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { callDecodeHandler, callEncodeHandler } from './codec-errors.js';
import type { W_BytesBase } from './w-bytes.js';
import { newBytes } from './w-bytes.js';
import type { W_StrBase } from './w-str-base.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

/** Whether UTF-8 text has lone surrogates, whose three bytes begin with ED A0..BF. */
export function hasSurrogates(utf8: string): boolean {
  return findSurrogate(utf8, 0) >= 0;
}

function findSurrogate(utf8: string, from: int): int {
  let at = utf8.indexOf('\xed', from);
  while (at >= 0) {
    if (utf8.charCodeAt(at + 1) >= 0xa0) return at;
    at = utf8.indexOf('\xed', at + 3);
  }
  return -1;
}

export function encodeUtf8(w_str: W_StrBase, errors: string): string {
  const text = w_str.utf8();
  if (w_str.isAscii()) return text;
  let at = findSurrogate(text, 0);
  if (at < 0) return text;
  const builder = new StringBuilder();
  let from = 0;
  while (at >= 0) {
    builder.appendRange(text, from, at);
    let end = at + 3;
    while (end < text.length && text.charCodeAt(end) === 0xed && text.charCodeAt(end + 1) >= 0xa0) end += 3;
    const start = w_str.positionOf(at);
    const stop = start + truncDiv(end - at, 3);
    const replaced = callEncodeHandler(errors, 'utf-8', w_str, start, stop, 'surrogates not allowed');
    if (replaced.bytes !== null) builder.append(replaced.bytes);
    else if (replaced.text !== null) builder.append(encodedReplacement(replaced.text, w_str, start, stop));
    from = w_str.byteOffset(replaced.position);
    at = findSurrogate(text, from);
  }
  builder.appendRange(text, from, text.length);
  return builder.build();
}

function encodedReplacement(text: string, w_str: W_StrBase, start: int, stop: int): string {
  if (findSurrogate(text, 0) < 0) return text;
  callEncodeHandler('strict', 'utf-8', w_str, start, stop, 'surrogates not allowed');
  return text;
}

export function encodeAscii(w_str: W_StrBase, errors: string): string {
  return w_str.isAscii() ? w_str.utf8() : encodeByLimit(w_str, errors, 0x80, 'ascii');
}

export function encodeLatin1(w_str: W_StrBase, errors: string): string {
  return w_str.isAscii() ? w_str.utf8() : encodeByLimit(w_str, errors, 0x100, 'latin-1');
}

/** Each character below the limit is its byte. */
function encodeByLimit(w_str: W_StrBase, errors: string, limit: int, encoding: string): string {
  const text = w_str.utf8();
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (c < limit) {
      builder.appendByte(c);
      at += sequenceLength(text.charCodeAt(at));
      continue;
    }
    let end = at;
    let count = 0;
    while (end < text.length && codePointAt(text, end) >= limit) {
      end += sequenceLength(text.charCodeAt(end));
      count++;
    }
    const start = w_str.positionOf(at);
    const reason = `ordinal not in range(${limit})`;
    const replaced = callEncodeHandler(errors, encoding, w_str, start, start + count, reason);
    if (replaced.bytes !== null) {
      builder.append(replaced.bytes);
    } else if (replaced.text !== null) {
      let i = 0;
      while (i < replaced.text.length) {
        const r = codePointAt(replaced.text, i);
        if (r >= limit) callEncodeHandler('strict', encoding, w_str, start, start + count, reason);
        builder.appendByte(r);
        i += sequenceLength(replaced.text.charCodeAt(i));
      }
    }
    at = w_str.byteOffset(replaced.position);
  }
  return builder.build();
}

export function decodeLatin1(bytes: string): string {
  if (isAsciiText(bytes)) return bytes;
  const builder = new StringBuilder();
  for (let i = 0; i < bytes.length; i++) builder.append(encodeCodePoint(bytes.charCodeAt(i)));
  return builder.build();
}

export function isAsciiText(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes.charCodeAt(i) >= 0x80) return false;
  return true;
}

export function decodeAscii(w_bytes: W_BytesBase, errors: string): string {
  let bytes = w_bytes.value;
  if (isAsciiText(bytes)) return bytes;
  const builder = new StringBuilder();
  let w_input = w_bytes;
  let at = 0;
  while (at < bytes.length) {
    const c = bytes.charCodeAt(at);
    if (c < 0x80) {
      builder.appendByte(c);
      at++;
      continue;
    }
    const replaced = callDecodeHandler(errors, 'ascii', w_input, at, at + 1, 'ordinal not in range(128)');
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  return builder.build();
}

/** What is wrong with UTF-8 bytes at an offset: how many bytes are invalid, and whether more bytes could mend it. */
export class Utf8Problem {
  constructor(
    readonly length: int,
    readonly reason: string,
    readonly incomplete: boolean,
  ) {}
}

/** Length of the valid sequence at an offset, or 0. Surrogates are not valid. */
export function validUtf8At(bytes: string, at: int): int {
  const lead = bytes.charCodeAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = sequenceLength(lead);
  if (at + size > bytes.length) return 0;
  for (let i = 1; i < size; i++) if (!continues(bytes, at, i)) return 0;
  return size;
}

/** Whether byte `i` of the sequence that begins at an offset is what may stand there. */
function continues(bytes: string, at: int, i: int): boolean {
  const c = bytes.charCodeAt(at + i);
  if ((c & 0xc0) !== 0x80) return false;
  if (i !== 1) return true;
  const lead = bytes.charCodeAt(at);
  if (lead === 0xe0) return c >= 0xa0;
  if (lead === 0xed) return c <= 0x9f;
  if (lead === 0xf0) return c >= 0x90;
  if (lead === 0xf4) return c <= 0x8f;
  return true;
}

/** The problem of a sequence that is not valid. */
export function utf8Problem(bytes: string, at: int): Utf8Problem {
  const lead = bytes.charCodeAt(at);
  if (lead < 0xc2 || lead > 0xf4) return new Utf8Problem(1, 'invalid start byte', false);
  const size = sequenceLength(lead);
  for (let i = 1; i < size; i++) {
    if (at + i >= bytes.length) return new Utf8Problem(i, 'unexpected end of data', true);
    if (!continues(bytes, at, i)) return new Utf8Problem(i, 'invalid continuation byte', false);
  }
  return new Utf8Problem(1, 'invalid start byte', false);
}

export function decodeUtf8(w_bytes: W_BytesBase, errors: string): string {
  return decodeUtf8Part(w_bytes, errors, true).text;
}

/** Decoded text and the number of bytes it took. */
export class Decoded {
  constructor(
    readonly text: string,
    readonly consumed: int,
  ) {}
}

/** Decodes; unless `final`, an incomplete sequence at the end is left. */
export function decodeUtf8Part(w_bytes: W_BytesBase, errors: string, final: boolean): Decoded {
  let bytes = w_bytes.value;
  let at = 0;
  while (at < bytes.length && bytes.charCodeAt(at) < 0x80) at++;
  while (at < bytes.length) {
    const size = validUtf8At(bytes, at);
    if (size === 0) break;
    at += size;
  }
  if (at === bytes.length) return new Decoded(bytes, at);
  const builder = new StringBuilder();
  builder.appendRange(bytes, 0, at);
  let w_input = w_bytes;
  while (at < bytes.length) {
    const size = validUtf8At(bytes, at);
    if (size > 0) {
      builder.appendRange(bytes, at, at + size);
      at += size;
      continue;
    }
    const problem = utf8Problem(bytes, at);
    if (problem.incomplete && !final) break;
    const replaced = callDecodeHandler(errors, 'utf-8', w_input, at, at + problem.length, problem.reason);
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  return new Decoded(builder.build(), at);
}
