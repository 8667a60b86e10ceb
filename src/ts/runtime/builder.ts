/** The string builder: rlib's StringBuilder in machine code. */
import { encodeCodePoint } from '../rlib/bytes.js';
import type { ByteArray } from '../rlib/array.js';
import { newByteArray } from '../rlib/array.js';
import { Place } from '../rlib/heap-layout.js';
import { addressOf, copyMemory } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';
import { bytesToString, checkLength } from './arrays.js';

export class BuilderData {
  length: int = 0;
  buffer: ByteArray = newByteArray(24);
}

export function newBuilder(): BuilderData {
  return new BuilderData();
}

function reserve(builder: BuilderData, count: int): void {
  const needed = builder.length + count;
  if (needed <= builder.buffer.length) return;
  checkLength(needed);
  const grown = newByteArray(needed * 2);
  copyMemory(addressOf(builder.buffer) + Place.ITEMS, addressOf(grown) + Place.ITEMS, builder.length);
  builder.buffer = grown;
}

export function append(builder: BuilderData, part: string): void {
  appendRange(builder, part, 0, part.length);
}

export function appendByte(builder: BuilderData, byte: int): void {
  reserve(builder, 1);
  builder.buffer[builder.length] = byte;
  builder.length++;
}

/** Positions beyond the end mean the end. */
export function appendRange(builder: BuilderData, part: string, start: int, end: int): void {
  const last = end < part.length ? end : part.length;
  if (start >= last) return;
  reserve(builder, last - start);
  copyMemory(
    addressOf(part) + Place.ITEMS + start,
    addressOf(builder.buffer) + Place.ITEMS + builder.length,
    last - start,
  );
  builder.length += last - start;
}

export function appendCodePoint(builder: BuilderData, codePoint: int): void {
  if (codePoint < 0x80) appendByte(builder, codePoint);
  else append(builder, encodeCodePoint(codePoint));
}

export function length(builder: BuilderData): int {
  return builder.length;
}

export function build(builder: BuilderData): string {
  return bytesToString(builder.buffer, 0, builder.length);
}
