/**
 * Methods that `bytes` and `bytearray` share. Results are of the exact type that `self` belongs to; a bytearray
 * never gives itself back.
 */
import { joinStrings, StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { typeError, typeName, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { findBytes, getBytes, notBytesLike } from './buffer.js';
import { byteOf, codecArgument } from './bytes.js';
import { hexOf } from './bytes-hex.js';
import type { W_Root } from './root.js';
import { searchBound } from './slice.js';
import { Slot } from './slots.js';
import { asciiLower, asciiUpper } from './str-case.js';
import { decodeBytes } from './text-codec.js';
import {
  byteSpaceAt,
  byteSpaceBefore,
  countText,
  fillText,
  findLastText,
  findText,
  replaceText,
  skipSpace,
  skipSpaceBack,
  splitSpace,
  splitSpaceFromRight,
  splitText,
  splitTextFromRight,
} from './text-search.js';
import type { Row } from './typedef.js';
import { method, staticmethod } from './typedef.js';
import { newBytes, W_Bytearray, W_BytearrayBase, W_Bytes, W_BytesBase } from './w-bytes.js';
import { newBool, newInt, w_False, W_IntBase } from './w-int.js';
import { newListOwning } from './w-list.js';
import { w_None } from './w-none.js';
import { newTuple, W_TupleBase } from './w-tuple.js';

/** The contents of `self`. */
function textOf(self: W_Root): string {
  return getBytes(self);
}

/** A result of the kind of `self`. */
function like(self: W_Root, text: string): W_Root {
  return self instanceof W_BytearrayBase ? new W_Bytearray(text) : newBytes(text);
}

/** The result of a method that changed nothing. */
function unchanged(self: W_Root, text: string): W_Root {
  return self instanceof W_Bytes ? self : like(self, text);
}

/** What to search for: bytes-like, or a byte as an int. */
function searched(w_sub: W_Root): string {
  const text = findBytes(w_sub);
  if (text !== null) return text;
  if (w_sub instanceof W_IntBase || w_sub.getType().findSlot(Slot.INDEX) !== null) {
    return String.fromCharCode(byteOf(w_sub, 'byte must be in range(0, 256)'));
  }
  throw typeError(`argument should be integer or bytes-like object, not '${typeName(w_sub)}'`);
}

class Bounds {
  constructor(
    readonly start: int,
    readonly end: int,
  ) {}
}

function bounds(w_start: W_Root | null, w_end: W_Root | null, length: int): Bounds {
  const start = searchBound(w_start, 0, length);
  const end = searchBound(w_end, length, length);
  return new Bounds(start, end > length ? length : end);
}

function find(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): int {
  const text = textOf(self);
  const sub = searched(w_sub);
  const range = bounds(w_start, w_end, text.length);
  return findText(text, sub, range.start, range.end);
}

function findLast(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): int {
  const text = textOf(self);
  const sub = searched(w_sub);
  const range = bounds(w_start, w_end, text.length);
  return findLastText(text, sub, range.start, range.end);
}

function bytesFind(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  return newInt(find(self, w_sub, w_start, w_end));
}

function bytesRfind(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  return newInt(findLast(self, w_sub, w_start, w_end));
}

function bytesIndex(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const at = find(self, w_sub, w_start, w_end);
  if (at < 0) throw valueError('subsection not found');
  return newInt(at);
}

function bytesRindex(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const at = findLast(self, w_sub, w_start, w_end);
  if (at < 0) throw valueError('subsection not found');
  return newInt(at);
}

function bytesCount(self: W_Root, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const text = textOf(self);
  const sub = searched(w_sub);
  const range = bounds(w_start, w_end, text.length);
  if (range.start > range.end) return newInt(0);
  if (sub.length === 0) return newInt(range.end - range.start + 1);
  return newInt(countText(text, sub, range.start, range.end));
}

function affix(w_affix: W_Root, name: string): string {
  const text = findBytes(w_affix);
  if (text !== null) return text;
  throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeName(w_affix)}`);
}

function startsAt(text: string, range: Bounds, part: string): boolean {
  if (range.end - range.start < part.length) return false;
  return text.slice(range.start, range.start + part.length) === part;
}

function endsAt(text: string, range: Bounds, part: string): boolean {
  if (range.end - range.start < part.length) return false;
  return text.slice(range.end - part.length, range.end) === part;
}

function bytesStartswith(
  self: W_Root,
  w_prefix: W_Root,
  w_start: W_Root | null,
  w_end: W_Root | null,
): W_Root {
  const text = textOf(self);
  const range = bounds(w_start, w_end, text.length);
  if (w_prefix instanceof W_TupleBase) {
    for (const w_item of w_prefix.items) if (startsAt(text, range, getBytes(w_item))) return newBool(true);
    return w_False;
  }
  return newBool(startsAt(text, range, affix(w_prefix, 'startswith')));
}

function bytesEndswith(self: W_Root, w_suffix: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const text = textOf(self);
  const range = bounds(w_start, w_end, text.length);
  if (w_suffix instanceof W_TupleBase) {
    for (const w_item of w_suffix.items) if (endsAt(text, range, getBytes(w_item))) return newBool(true);
    return w_False;
  }
  return newBool(endsAt(text, range, affix(w_suffix, 'endswith')));
}

function bytesRemoveprefix(self: W_Root, w_prefix: W_Root): W_Root {
  const text = textOf(self);
  const prefix = getBytes(w_prefix);
  if (!text.startsWith(prefix)) return unchanged(self, text);
  return like(self, text.slice(prefix.length, text.length));
}

function bytesRemovesuffix(self: W_Root, w_suffix: W_Root): W_Root {
  const text = textOf(self);
  const suffix = getBytes(w_suffix);
  if (suffix.length === 0 || !text.endsWith(suffix)) return unchanged(self, text);
  return like(self, text.slice(0, text.length - suffix.length));
}

function listOf(self: W_Root, parts: string[]): W_Root {
  const items: W_Root[] = [];
  for (const part of parts) items.push(like(self, part));
  return newListOwning(items);
}

function separatorOf(w_separator: W_Root): string {
  const separator = getBytes(w_separator);
  if (separator.length === 0) throw valueError('empty separator');
  return separator;
}

function bytesSplit(self: W_Root, w_separator: W_Root | null, w_limit: W_Root | null): W_Root {
  const limit = w_limit === null ? -1 : toWord(w_limit);
  const text = textOf(self);
  if (w_separator === null || w_separator === w_None)
    return listOf(self, splitSpace(text, limit, byteSpaceAt));
  return listOf(self, splitText(text, separatorOf(w_separator), limit));
}

function bytesRsplit(self: W_Root, w_separator: W_Root | null, w_limit: W_Root | null): W_Root {
  const limit = w_limit === null ? -1 : toWord(w_limit);
  const text = textOf(self);
  if (w_separator === null || w_separator === w_None) {
    return listOf(self, splitSpaceFromRight(text, limit, byteSpaceAt, byteSpaceBefore));
  }
  return listOf(self, splitTextFromRight(text, separatorOf(w_separator), limit));
}

function bytesPartition(self: W_Root, w_separator: W_Root): W_Root {
  const text = textOf(self);
  const separator = separatorOf(w_separator);
  const at = text.indexOf(separator, 0);
  if (at < 0) return newTuple([unchanged(self, text), like(self, ''), like(self, '')]);
  return newTuple([
    like(self, text.slice(0, at)),
    like(self, separator),
    like(self, text.slice(at + separator.length, text.length)),
  ]);
}

function bytesRpartition(self: W_Root, w_separator: W_Root): W_Root {
  const text = textOf(self);
  const separator = separatorOf(w_separator);
  const at = text.lastIndexOf(separator);
  if (at < 0) return newTuple([like(self, ''), like(self, ''), unchanged(self, text)]);
  return newTuple([
    like(self, text.slice(0, at)),
    like(self, separator),
    like(self, text.slice(at + separator.length, text.length)),
  ]);
}

function bytesSplitlines(self: W_Root, w_keep: W_Root | null): W_Root {
  const keep = w_keep !== null && isTrue(w_keep);
  const text = textOf(self);
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    let size = 0;
    if (c === 10) size = 1;
    else if (c === 13) size = at + 1 < text.length && text.charCodeAt(at + 1) === 10 ? 2 : 1;
    if (size > 0) {
      parts.push(text.slice(from, keep ? at + size : at));
      from = at + size;
      at = from;
    } else {
      at++;
    }
  }
  if (from < text.length) parts.push(text.slice(from, text.length));
  return listOf(self, parts);
}

const LEFT = 1;
const RIGHT = 2;

function strip(self: W_Root, w_bytes: W_Root | null, sides: int): W_Root {
  const text = textOf(self);
  let start = 0;
  let end = text.length;
  if (w_bytes === null || w_bytes === w_None) {
    if ((sides & LEFT) !== 0) start = skipSpace(text, 0, byteSpaceAt);
    if ((sides & RIGHT) !== 0) end = skipSpaceBack(text, end, start, byteSpaceBefore);
  } else {
    const set = getBytes(w_bytes);
    if ((sides & LEFT) !== 0)
      while (start < end && set.indexOf(text.slice(start, start + 1), 0) >= 0) start++;
    if ((sides & RIGHT) !== 0) while (end > start && set.indexOf(text.slice(end - 1, end), 0) >= 0) end--;
  }
  if (start === 0 && end === text.length) return unchanged(self, text);
  return like(self, text.slice(start, end));
}

function bytesStrip(self: W_Root, w_bytes: W_Root | null): W_Root {
  return strip(self, w_bytes, LEFT | RIGHT);
}

function bytesLstrip(self: W_Root, w_bytes: W_Root | null): W_Root {
  return strip(self, w_bytes, LEFT);
}

function bytesRstrip(self: W_Root, w_bytes: W_Root | null): W_Root {
  return strip(self, w_bytes, RIGHT);
}

function bytesReplace(self: W_Root, w_old: W_Root, w_by: W_Root, w_count: W_Root | null): W_Root {
  const text = textOf(self);
  const old = getBytes(w_old);
  const by = getBytes(w_by);
  const limit = w_count === null ? -1 : toWord(w_count);
  if (limit === 0) return unchanged(self, text);
  if (old.length > 0) return like(self, replaceText(text, old, by, limit));
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length && (limit < 0 || at < limit)) {
    builder.append(by);
    builder.appendRange(text, at, at + 1);
    at++;
  }
  if (at < text.length) builder.appendRange(text, at, text.length);
  else if (limit < 0 || at < limit) builder.append(by);
  return like(self, builder.build());
}

function bytesJoin(self: W_Root, w_iterable: W_Root): W_Root {
  if (
    w_iterable.getType().findSlot(Slot.ITER) === null &&
    w_iterable.getType().findSlot(Slot.GETITEM) === null
  ) {
    throw typeError('can only join an iterable');
  }
  const separator = textOf(self);
  const items = collect(w_iterable);
  const parts: string[] = [];
  for (let i = 0; i < items.length; i++) {
    const w_item = items[i] as W_Root;
    const text = findBytes(w_item);
    if (text === null) {
      throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(w_item)} found`);
    }
    parts.push(text);
  }
  if (items.length === 1 && items[0] instanceof W_Bytes && self instanceof W_BytesBase) return items[0];
  return like(self, joinStrings(parts, separator));
}

function fillByte(w_fill: W_Root | null, name: string): string {
  if (w_fill === null) return ' ';
  let text: string | null = null;
  if (w_fill instanceof W_BytesBase || w_fill instanceof W_BytearrayBase) text = findBytes(w_fill);
  if (text !== null && text.length === 1) return text;
  throw typeError(`${name}() argument 2 must be a byte string of length 1, not ${typeName(w_fill)}`);
}

function padded(self: W_Root, text: string, fill: string, left: int, right: int): W_Root {
  if (left <= 0 && right <= 0) return unchanged(self, text);
  return like(self, fillText(fill, left) + text + fillText(fill, right));
}

function bytesCenter(self: W_Root, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const text = textOf(self);
  const width = toWord(w_width);
  const fill = fillByte(w_fill, 'center');
  const room = width - text.length;
  if (room <= 0) return unchanged(self, text);
  const left = (room >> 1) + (room & width & 1);
  return padded(self, text, fill, left, room - left);
}

function bytesLjust(self: W_Root, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const text = textOf(self);
  const width = toWord(w_width);
  return padded(self, text, fillByte(w_fill, 'ljust'), 0, width - text.length);
}

function bytesRjust(self: W_Root, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const text = textOf(self);
  const width = toWord(w_width);
  return padded(self, text, fillByte(w_fill, 'rjust'), width - text.length, 0);
}

function bytesZfill(self: W_Root, w_width: W_Root): W_Root {
  const text = textOf(self);
  const room = toWord(w_width) - text.length;
  if (room <= 0) return unchanged(self, text);
  const first = text.length === 0 ? 0 : text.charCodeAt(0);
  const sign = first === 43 || first === 45 ? 1 : 0;
  return like(self, text.slice(0, sign) + fillText('0', room) + text.slice(sign, text.length));
}

function bytesExpandtabs(self: W_Root, w_size: W_Root | null): W_Root {
  const size = w_size === null ? 8 : toWord(w_size);
  const text = textOf(self);
  const builder = new StringBuilder();
  let column = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 9) {
      if (size > 0) {
        do {
          builder.append(' ');
          column++;
        } while (column < size);
        column = 0;
      }
    } else {
      builder.appendByte(c);
      column = c === 10 || c === 13 || column + 1 === size ? 0 : column + 1;
    }
  }
  return like(self, builder.build());
}

function bytesHex(self: W_Root, w_separator: W_Root | null, w_group: W_Root | null): W_Root {
  return hexOf(textOf(self), w_separator, w_group);
}

function bytesDecode(self: W_Root, w_encoding: W_Root | null, w_errors: W_Root | null): W_Root {
  const encoding = codecArgument(w_encoding, 'decode', 'encoding');
  const errors = codecArgument(w_errors, 'decode', 'errors');
  return decodeBytes(self instanceof W_BytesBase ? self : newBytes(textOf(self)), encoding, errors);
}

function bytesTranslate(self: W_Root, w_table: W_Root, w_delete: W_Root | null): W_Root {
  const text = textOf(self);
  let table: string | null = null;
  if (w_table !== w_None) {
    table = findBytes(w_table);
    if (table === null) throw notBytesLike(w_table);
    if (table.length !== 256) throw valueError('translation table must be 256 characters long');
  }
  const removed = w_delete === null ? '' : getBytes(w_delete);
  const builder = new StringBuilder();
  for (let i = 0; i < text.length; i++) {
    if (removed.length > 0 && removed.indexOf(text.slice(i, i + 1), 0) >= 0) continue;
    builder.appendByte(table === null ? text.charCodeAt(i) : table.charCodeAt(text.charCodeAt(i)));
  }
  return like(self, builder.build());
}

function bytesMaketrans(w_from: W_Root, w_to: W_Root): W_Root {
  const from = getBytes(w_from);
  const to = getBytes(w_to);
  if (from.length !== to.length) throw valueError('maketrans arguments must have same length');
  const builder = new StringBuilder();
  for (let c = 0; c < 256; c++) {
    const at = from.lastIndexOf(String.fromCharCode(c));
    builder.appendByte(at < 0 ? c : to.charCodeAt(at));
  }
  return newBytes(builder.build());
}

function isLowerByte(c: int): boolean {
  return c >= 97 && c <= 122;
}

function isUpperByte(c: int): boolean {
  return c >= 65 && c <= 90;
}

function isLetter(c: int): boolean {
  return isLowerByte(c) || isUpperByte(c);
}

function isDigitByte(c: int): boolean {
  return c >= 48 && c <= 57;
}

function isLetterOrDigit(c: int): boolean {
  return isLetter(c) || isDigitByte(c);
}

function isSpaceByte(c: int): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

function allBytes(self: W_Root, test: (c: int) => boolean): W_Root {
  const text = textOf(self);
  for (let i = 0; i < text.length; i++) if (!test(text.charCodeAt(i))) return w_False;
  return newBool(text.length > 0);
}

function bytesIsalpha(self: W_Root): W_Root {
  return allBytes(self, isLetter);
}

function bytesIsalnum(self: W_Root): W_Root {
  return allBytes(self, isLetterOrDigit);
}

function bytesIsdigit(self: W_Root): W_Root {
  return allBytes(self, isDigitByte);
}

function bytesIsspace(self: W_Root): W_Root {
  return allBytes(self, isSpaceByte);
}

function bytesIsascii(self: W_Root): W_Root {
  const text = textOf(self);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 128) return w_False;
  return newBool(true);
}

function oneCase(self: W_Root, wanted: (c: int) => boolean, refused: (c: int) => boolean): W_Root {
  const text = textOf(self);
  let found = false;
  for (let i = 0; i < text.length; i++) {
    if (refused(text.charCodeAt(i))) return w_False;
    if (wanted(text.charCodeAt(i))) found = true;
  }
  return newBool(found);
}

function bytesIslower(self: W_Root): W_Root {
  return oneCase(self, isLowerByte, isUpperByte);
}

function bytesIsupper(self: W_Root): W_Root {
  return oneCase(self, isUpperByte, isLowerByte);
}

function bytesIstitle(self: W_Root): W_Root {
  const text = textOf(self);
  let found = false;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isLetter(c)) {
      if (isUpperByte(c) === inWord) return w_False;
      found = true;
      inWord = true;
    } else {
      inWord = false;
    }
  }
  return newBool(found);
}

function bytesLower(self: W_Root): W_Root {
  return like(self, asciiLower(textOf(self)));
}

function bytesUpper(self: W_Root): W_Root {
  return like(self, asciiUpper(textOf(self)));
}

function bytesSwapcase(self: W_Root): W_Root {
  const text = textOf(self);
  const builder = new StringBuilder();
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    builder.appendByte(isLetter(c) ? c ^ 32 : c);
  }
  return like(self, builder.build());
}

function bytesCapitalize(self: W_Root): W_Root {
  const text = textOf(self);
  return like(self, asciiUpper(text.slice(0, 1)) + asciiLower(text.slice(1, text.length)));
}

function bytesTitle(self: W_Root): W_Root {
  const text = textOf(self);
  const builder = new StringBuilder();
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isLowerByte(c) && !inWord) builder.appendByte(c - 32);
    else if (isUpperByte(c) && inWord) builder.appendByte(c + 32);
    else builder.appendByte(c);
    inWord = isLetter(c);
  }
  return like(self, builder.build());
}

/** Rows for the typedefs of `bytes` and `bytearray`. */
export function bytesMethodRows(): Row[] {
  return [
    method('find', '($self, sub, start=None, end=None, /)', bytesFind),
    method('rfind', '($self, sub, start=None, end=None, /)', bytesRfind),
    method('index', '($self, sub, start=None, end=None, /)', bytesIndex),
    method('rindex', '($self, sub, start=None, end=None, /)', bytesRindex),
    method('count', '($self, sub, start=None, end=None, /)', bytesCount),
    method('startswith', '($self, prefix, start=None, end=None, /)', bytesStartswith),
    method('endswith', '($self, suffix, start=None, end=None, /)', bytesEndswith),
    method('removeprefix', '($self, prefix, /)', bytesRemoveprefix),
    method('removesuffix', '($self, suffix, /)', bytesRemovesuffix),
    method('split', '($self, /, sep=None, maxsplit=-1)', bytesSplit),
    method('rsplit', '($self, /, sep=None, maxsplit=-1)', bytesRsplit),
    method('partition', '($self, sep, /)', bytesPartition),
    method('rpartition', '($self, sep, /)', bytesRpartition),
    method('splitlines', '($self, /, keepends=False)', bytesSplitlines),
    method('strip', '($self, bytes=None, /)', bytesStrip),
    method('lstrip', '($self, bytes=None, /)', bytesLstrip),
    method('rstrip', '($self, bytes=None, /)', bytesRstrip),
    method('replace', '($self, old, new, count=-1, /)', bytesReplace),
    method('join', '($self, iterable_of_bytes, /)', bytesJoin),
    method('center', "($self, width, fillchar=b' ', /)", bytesCenter),
    method('ljust', "($self, width, fillchar=b' ', /)", bytesLjust),
    method('rjust', "($self, width, fillchar=b' ', /)", bytesRjust),
    method('zfill', '($self, width, /)', bytesZfill),
    method('expandtabs', '($self, /, tabsize=8)', bytesExpandtabs),
    method('hex', '($self, /, sep=None, bytes_per_sep=1)', bytesHex),
    method('decode', "($self, /, encoding='utf-8', errors='strict')", bytesDecode),
    method('translate', "($self, table, /, delete=b'')", bytesTranslate),
    staticmethod('maketrans', '(frm, to, /)', bytesMaketrans),
    method('isalpha', '($self, /)', bytesIsalpha),
    method('isalnum', '($self, /)', bytesIsalnum),
    method('isdigit', '($self, /)', bytesIsdigit),
    method('isspace', '($self, /)', bytesIsspace),
    method('isascii', '($self, /)', bytesIsascii),
    method('islower', '($self, /)', bytesIslower),
    method('isupper', '($self, /)', bytesIsupper),
    method('istitle', '($self, /)', bytesIstitle),
    method('lower', '($self, /)', bytesLower),
    method('upper', '($self, /)', bytesUpper),
    method('swapcase', '($self, /)', bytesSwapcase),
    method('capitalize', '($self, /)', bytesCapitalize),
    method('title', '($self, /)', bytesTitle),
  ];
}
