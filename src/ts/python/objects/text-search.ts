/**
 * Searching, splitting and replacing on byte strings: shared by `str` (UTF-8, where a match of whole characters is a
 * match of bytes), `bytes` and `bytearray`. All offsets are byte offsets. What white space is differs, so
 * functions that need it take two tests.
 */
import { joinStrings, repeatString, splitString, StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';

/** Length in bytes of the white-space character that begins (or, for the other test, ends) at an offset; 0: none. */
export type SpaceTest = (text: string, at: int) => int;

/** First offset of `sub` within `text[start..end)`, or -1. */
export function findText(text: string, sub: string, start: int, end: int): int {
  if (start > end || end - start < sub.length) return -1;
  const found = end === text.length ? text.indexOf(sub, start) : text.slice(start, end).indexOf(sub, 0);
  if (end === text.length || found < 0) return found;
  return found + start;
}

/** Last offset of `sub` within `text[start..end)`, or -1. */
export function findLastText(text: string, sub: string, start: int, end: int): int {
  if (start > end || end - start < sub.length) return -1;
  const found = text.slice(start, end).lastIndexOf(sub);
  return found < 0 ? -1 : found + start;
}

/** Occurrences of a non-empty `sub` that do not overlap. */
export function countText(text: string, sub: string, start: int, end: int): int {
  let count = 0;
  let at = findText(text, sub, start, end);
  while (at >= 0) {
    count++;
    at = findText(text, sub, at + sub.length, end);
  }
  return count;
}

/** Replaces up to `limit` (negative: all) occurrences of a non-empty text. */
export function replaceText(text: string, old: string, by: string, limit: int): string {
  if (limit < 0) {
    if (text.indexOf(old, 0) < 0) return text;
    return joinStrings(splitString(text, old), by);
  }
  const builder = new StringBuilder();
  let from = 0;
  for (let i = 0; i < limit; i++) {
    const at = text.indexOf(old, from);
    if (at < 0) break;
    builder.appendRange(text, from, at);
    builder.append(by);
    from = at + old.length;
  }
  if (from === 0) return text;
  builder.appendRange(text, from, text.length);
  return builder.build();
}

/** Splits at a non-empty separator, at most `limit` times (negative: any number). */
export function splitText(text: string, separator: string, limit: int): string[] {
  if (limit < 0) return splitString(text, separator);
  const parts: string[] = [];
  let from = 0;
  while (parts.length < limit) {
    const at = text.indexOf(separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from, text.length));
  return parts;
}

/** The same from the right. */
export function splitTextFromRight(text: string, separator: string, limit: int): string[] {
  if (limit < 0) return splitString(text, separator);
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < limit) {
    const at = findLastText(text, separator, 0, end);
    if (at < 0) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return reversed(parts);
}

function reversed(parts: string[]): string[] {
  const result: string[] = [];
  for (let i = parts.length - 1; i >= 0; i--) result.push(parts[i] as string);
  return result;
}

/** Splits at runs of white space, at most `limit` times (negative: any number). */
export function splitSpace(text: string, limit: int, spaceAt: SpaceTest): string[] {
  const parts: string[] = [];
  const end = text.length;
  let at = 0;
  for (;;) {
    at = skipSpace(text, at, spaceAt);
    if (at >= end) return parts;
    if (limit >= 0 && parts.length >= limit) {
      parts.push(text.slice(at, end));
      return parts;
    }
    const from = at;
    while (at < end && spaceAt(text, at) === 0) at++;
    parts.push(text.slice(from, at));
  }
}

/** The same from the right. The text before the last split keeps its leading, not its trailing white space. */
export function splitSpaceFromRight(
  text: string,
  limit: int,
  spaceAt: SpaceTest,
  spaceBefore: SpaceTest,
): string[] {
  if (limit < 0) return splitSpace(text, -1, spaceAt);
  const parts: string[] = [];
  let end = text.length;
  for (;;) {
    end = skipSpaceBack(text, end, 0, spaceBefore);
    if (end === 0) return reversed(parts);
    if (parts.length >= limit) {
      parts.push(text.slice(0, end));
      return reversed(parts);
    }
    const to = end;
    while (end > 0 && spaceBefore(text, end) === 0) end--;
    parts.push(text.slice(end, to));
  }
}

/** The first offset from `at` on that is not white space. */
export function skipSpace(text: string, at: int, spaceAt: SpaceTest): int {
  while (at < text.length) {
    const size = spaceAt(text, at);
    if (size === 0) break;
    at += size;
  }
  return at;
}

/** The end of `text[start..end)` without its trailing white space. */
export function skipSpaceBack(text: string, end: int, start: int, spaceBefore: SpaceTest): int {
  while (end > start) {
    const size = spaceBefore(text, end);
    if (size === 0) break;
    end -= size;
  }
  return end;
}

/** White space of bytes. */
export function byteSpaceAt(text: string, at: int): int {
  const c = text.charCodeAt(at);
  return c === 32 || (c >= 9 && c <= 13) ? 1 : 0;
}

export function byteSpaceBefore(text: string, at: int): int {
  return byteSpaceAt(text, at - 1);
}

/** `count` fill texts. */
export function fillText(fill: string, count: int): string {
  return count <= 0 ? '' : repeatString(fill, count);
}
