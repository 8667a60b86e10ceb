/** Byte strings. Positions beyond the end mean the end, as in JavaScript. */
import { allocateArray } from '../gc/collector.js';
import { BuiltinType, Place } from '../rlib/heap-layout.js';
import { truncDiv, wordShr } from '../rlib/int.js';
import { addressOf, copyMemory, loadU8, objectAt, storeU8 } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';
import { checkLength } from './arrays.js';

function newString(length: int): string {
  return objectAt<string>(allocateArray(BuiltinType.STRING, length));
}

function itemsOf(text: string): int {
  return addressOf(text) + Place.ITEMS;
}

/** @elidable */
export function slice(text: string, start: int, end: int): string {
  const last = end < text.length ? end : text.length;
  const first = start < last ? start : last;
  if (first === 0 && last === text.length) return text;
  const result = newString(last - first);
  copyMemory(itemsOf(text) + first, itemsOf(result), last - first);
  return result;
}

/** @elidable */
export function concat(a: string, b: string): string {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result = newString(a.length + b.length);
  copyMemory(itemsOf(a), itemsOf(result), a.length);
  copyMemory(itemsOf(b), itemsOf(result) + a.length, b.length);
  return result;
}

function matchesAt(text: string, at: int, part: string): boolean {
  let left = itemsOf(text) + at;
  let right = itemsOf(part);
  const end = right + part.length;
  for (; right < end; right++) {
    if (loadU8(left) !== loadU8(right)) return false;
    left++;
  }
  return true;
}

/** @elidable */
export function equals(a: string | null, b: string | null): boolean {
  const left = addressOf(a);
  const right = addressOf(b);
  if (left === right) return true;
  if (a === null || b === null) return false;
  return a.length === b.length && matchesAt(a, 0, b);
}

/** Negative, 0 or positive. @elidable */
export function compare(a: string, b: string): int {
  const common = a.length < b.length ? a.length : b.length;
  for (let i = 0; i < common; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return a.length < b.length ? -1 : a.length > b.length ? 1 : 0;
}

/** @elidable */
export function indexOf(text: string, part: string, from: int): int {
  if (part.length === 0) return from < text.length ? from : text.length;
  const last = text.length - part.length;
  const first = part.charCodeAt(0);
  for (let at = from; at <= last; at++) {
    if (text.charCodeAt(at) === first && matchesAt(text, at, part)) return at;
  }
  return -1;
}

/** @elidable */
export function lastIndexOf(text: string, part: string): int {
  for (let at = text.length - part.length; at >= 0; at--) if (matchesAt(text, at, part)) return at;
  return -1;
}

/** @elidable */
export function startsWith(text: string, part: string): boolean {
  return part.length <= text.length && matchesAt(text, 0, part);
}

/** @elidable */
export function endsWith(text: string, part: string): boolean {
  return part.length <= text.length && matchesAt(text, text.length - part.length, part);
}

export function join(parts: string[], separator: string): string {
  let length = 0;
  for (let i = 0; i < parts.length; i++) length += (parts[i] as string).length;
  if (parts.length > 1) length += separator.length * (parts.length - 1);
  checkLength(length);
  const result = newString(length);
  let at = itemsOf(result);
  for (let i = 0; i < parts.length; i++) {
    if (i > 0) {
      copyMemory(itemsOf(separator), at, separator.length);
      at += separator.length;
    }
    const part = parts[i] as string;
    copyMemory(itemsOf(part), at, part.length);
    at += part.length;
  }
  return result;
}

/** @elidable */
export function repeat(part: string, count: int): string {
  checkLength(count);
  checkLength(part.length * count);
  const size = part.length * count;
  const result = newString(size);
  if (size === 0) return result;
  const start = itemsOf(result);
  copyMemory(itemsOf(part), start, part.length);
  // What is there already is copied behind itself.
  let filled = part.length;
  while (filled < size) {
    const more = filled < size - filled ? filled : size - filled;
    copyMemory(start, start + filled, more);
    filled += more;
  }
  return result;
}

/** Splits at a separator that is not empty. */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const at = indexOf(text, separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from, text.length));
  return parts;
}

/** The decimal form of a word. @elidable */
export function ofInt(value: int): string {
  if (value === 0) return '0';
  // Negative numbers reach further than positive ones.
  let rest = value < 0 ? value : -value;
  let length = value < 0 ? 1 : 0;
  for (let left = rest; left !== 0; left = tenth(left)) length++;
  const result = newString(length);
  let at = itemsOf(result) + length;
  while (rest !== 0) {
    const quotient = tenth(rest);
    at--;
    storeU8(at, 48 + quotient * 10 - rest);
    rest = quotient;
  }
  if (value < 0) storeU8(at - 1, 45);
  return result;
}

function tenth(value: int): int {
  return truncDiv(value, 10);
}

/** Bytes of a word, lowest first. */
export function ofWordBytes(word: int, count: int): string {
  const result = newString(count);
  for (let i = 0; i < count; i++) storeU8(itemsOf(result) + i, wordShr(word, 8 * i) & 255);
  return result;
}
