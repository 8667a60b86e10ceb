/**
 * UTF-16 and UTF-32. Byte orders are -1: least significant byte first, 1: most significant first, 0: by the byte order
 * mark, without one the machine's (-1).
 */
import { StringBuilder } from '../../rlib/bytes.js';
import { floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { callDecodeHandler, callEncodeHandler } from './codec-errors.js';
import type { W_BytesBase } from './w-bytes.js';
import { newBytes } from './w-bytes.js';
import { codePointAt, sequenceLength } from './w-str-base.js';
import type { W_StrBase } from './w-str-base.js';

/** The names that errors call an encoding by. */
function encodingName(size: int, order: int): string {
  const name = size === 2 ? 'utf-16' : 'utf-32';
  return order === 0 ? name : name + (order < 0 ? '-le' : '-be');
}

function appendUnit(builder: StringBuilder, c: int, size: int, order: int): void {
  for (let i = 0; i < size; i++) {
    const place = order > 0 ? size - 1 - i : i;
    builder.appendByte(place > 2 ? 0 : (c >> (8 * place)) & 255);
  }
}

function appendWide(builder: StringBuilder, c: int, size: int, order: int): void {
  if (size === 2 && c >= 0x10000) {
    appendUnit(builder, 0xd800 + ((c - 0x10000) >> 10), 2, order);
    appendUnit(builder, 0xdc00 + ((c - 0x10000) & 0x3ff), 2, order);
  } else {
    appendUnit(builder, c, size, order);
  }
}

function isSurrogate(c: int): boolean {
  return c >= 0xd800 && c <= 0xdfff;
}

/** Encodes in units of 2 or 4 bytes; order 0 writes a byte order mark first. */
export function encodeWide(w_str: W_StrBase, errors: string, size: int, order: int): string {
  const builder = new StringBuilder();
  if (order === 0) appendUnit(builder, 0xfeff, size, -1);
  const text = w_str.utf8();
  let position = 0;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (!isSurrogate(c)) {
      appendWide(builder, c, size, order);
      at += sequenceLength(text.charCodeAt(at));
      position++;
      continue;
    }
    let end = position + 1;
    let next = at + 3;
    while (next < text.length && isSurrogate(codePointAt(text, next))) {
      next += 3;
      end++;
    }
    const name = encodingName(size, order);
    const reason = 'surrogates not allowed';
    const replaced = callEncodeHandler(errors, name, w_str, position, end, reason);
    if (replaced.bytes !== null) {
      if (floorMod(replaced.bytes.length, size) !== 0)
        callEncodeHandler('strict', name, w_str, position, end, reason);
      builder.append(replaced.bytes);
    } else if (replaced.text !== null) {
      let i = 0;
      while (i < replaced.text.length) {
        const r = codePointAt(replaced.text, i);
        if (isSurrogate(r)) callEncodeHandler('strict', name, w_str, position, end, reason);
        appendWide(builder, r, size, order);
        i += sequenceLength(replaced.text.charCodeAt(i));
      }
    }
    position = replaced.position;
    at = w_str.byteOffset(position);
  }
  return builder.build();
}

export class WideDecoded {
  constructor(
    readonly text: string,
    readonly consumed: int,
    readonly order: int,
  ) {}
}

function unitAt(bytes: string, at: int, size: int, order: int): int {
  let c = 0;
  for (let i = 0; i < size; i++) c = c * 256 + bytes.charCodeAt(order > 0 ? at + i : at + size - 1 - i);
  return c;
}

/** What is wrong at an offset: the bytes it takes and the reason; `wait` where more data may mend it. */
class Problem {
  constructor(
    readonly length: int,
    readonly reason: string,
    readonly wait: boolean,
  ) {}
}

function problemAt(bytes: string, at: int, size: int, order: int): Problem | null {
  const rest = bytes.length - at;
  if (rest < size) return new Problem(rest, 'truncated data', true);
  const unit = unitAt(bytes, at, size, order);
  if (size === 4) {
    if (isSurrogate(unit))
      return new Problem(4, 'code point in surrogate code point range(0xd800, 0xe000)', false);
    if (unit > 0x10ffff) return new Problem(4, 'code point not in range(0x110000)', false);
    return null;
  }
  if (!isSurrogate(unit)) return null;
  if (unit >= 0xdc00) return new Problem(2, 'illegal encoding', false);
  if (rest < 4) return new Problem(rest, 'unexpected end of data', true);
  const low = unitAt(bytes, at + 2, 2, order);
  return low >= 0xdc00 && low <= 0xdfff ? null : new Problem(2, 'illegal UTF-16 surrogate', false);
}

/** Decodes; unless `final`, an incomplete end is left. Order 0 looks for a byte order mark. */
export function decodeWide(
  w_bytes: W_BytesBase,
  errors: string,
  size: int,
  byteOrder: int,
  final: boolean,
): WideDecoded {
  let bytes = w_bytes.value;
  let w_input = w_bytes;
  let order = byteOrder;
  let at = 0;
  const builder = new StringBuilder();
  if (order === 0 && bytes.length >= size) {
    if (unitAt(bytes, 0, size, -1) === 0xfeff) order = -1;
    else if (unitAt(bytes, 0, size, 1) === 0xfeff) order = 1;
    if (order !== 0) at = size;
  }
  const known = order;
  if (order === 0) order = -1;
  while (at < bytes.length) {
    const problem = problemAt(bytes, at, size, order);
    if (problem === null) {
      let c = unitAt(bytes, at, size, order);
      at += size;
      if (size === 2 && isSurrogate(c)) {
        c = 0x10000 + ((c - 0xd800) << 10) + (unitAt(bytes, at, 2, order) - 0xdc00);
        at += 2;
      }
      builder.appendCodePoint(c);
      continue;
    }
    if (problem.wait && !final) break;
    const name = encodingName(size, byteOrder === 0 ? known : byteOrder);
    const replaced = callDecodeHandler(errors, name, w_input, at, at + problem.length, problem.reason);
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  return new WideDecoded(builder.build(), at, known);
}
