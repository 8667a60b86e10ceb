/** Methods of `str` that search, split, join and pad. Those about characters are in `str-case.ts`. */
import { joinStrings, StringBuilder } from '../../rlib/bytes.js';
import { floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { overflowError, typeError, typeName, valueError } from '../interp/errors.js';
import { iter, next } from '../interp/iteration.js';
import type { W_Root } from './root.js';
import { searchBound } from './slice.js';
import { Slot } from './slots.js';
import { exactStr } from './str.js';
import { strCaseRows } from './str-case.js';
import { strFormat, strFormatMap, strDunderFormat } from './str-format.js';
import { strMaketrans, strTranslate } from './str-translate.js';
import { encodeStr } from './text-codec.js';
import {
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
import { isSpace } from './unicode-data.js';
import { newBool, newInt } from './w-int.js';
import { listItems, newListOwning, W_List } from './w-list.js';
import { w_None } from './w-none.js';
import { newStr, w_emptyStr } from './w-str.js';
import { codePointAt, countCodePoints, sequenceLength, W_StrBase } from './w-str-base.js';
import { newTuple, W_Tuple, W_TupleBase } from './w-tuple.js';

/** White space at an offset of UTF-8; its length, or 0. */
export function strSpaceAt(text: string, at: int): int {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return lead === 32 || (lead >= 9 && lead <= 13) || (lead >= 28 && lead <= 31) ? 1 : 0;
  if (lead < 0xc2 || lead > 0xe3) return 0;
  return isSpace(codePointAt(text, at)) ? sequenceLength(lead) : 0;
}

/** White space that ends at an offset. */
export function strSpaceBefore(text: string, at: int): int {
  let start = at - 1;
  while ((text.charCodeAt(start) & 0xc0) === 0x80) start--;
  return strSpaceAt(text, start);
}

function strOf(w_obj: W_Root): string {
  if (w_obj instanceof W_StrBase) return w_obj.utf8();
  throw typeError(`must be str, not ${typeName(w_obj)}`);
}

function strArgument(w_obj: W_Root, method: string, position: string): string {
  if (w_obj instanceof W_StrBase) return w_obj.utf8();
  throw typeError(`${method}() argument${position} must be str, not ${typeName(w_obj)}`);
}

/** A byte range of a str for a search: empty optional for bounds that exclude everything. */
class SearchRange {
  constructor(
    readonly start: int,
    readonly end: int,
  ) {}
}

function searchRange(self: W_StrBase, w_start: W_Root | null, w_end: W_Root | null): SearchRange | null {
  const length = self.length();
  const start = searchBound(w_start, 0, length);
  let end = searchBound(w_end, length, length);
  if (end > length) end = length;
  if (start > end) return null;
  return new SearchRange(self.byteOffset(start), self.byteOffset(end));
}

function findPosition(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): int {
  const sub = strOf(w_sub);
  if (w_start === null && w_end === null) {
    const found = self.utf8().indexOf(sub, 0);
    return found <= 0 ? found : self.positionOf(found);
  }
  const range = searchRange(self, w_start, w_end);
  if (range === null) return -1;
  const found = findText(self.utf8(), sub, range.start, range.end);
  return found < 0 ? -1 : self.positionOf(found);
}

function findLastPosition(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): int {
  const sub = strOf(w_sub);
  const range = searchRange(self, w_start, w_end);
  if (range === null) return -1;
  const found = findLastText(self.utf8(), sub, range.start, range.end);
  return found < 0 ? -1 : self.positionOf(found);
}

function strFind(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  return newInt(findPosition(self, w_sub, w_start, w_end));
}

function strRfind(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  return newInt(findLastPosition(self, w_sub, w_start, w_end));
}

function strIndex(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const position = findPosition(self, w_sub, w_start, w_end);
  if (position < 0) throw valueError('substring not found');
  return newInt(position);
}

function strRindex(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const position = findLastPosition(self, w_sub, w_start, w_end);
  if (position < 0) throw valueError('substring not found');
  return newInt(position);
}

function strCount(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  const sub = strOf(w_sub);
  const range = searchRange(self, w_start, w_end);
  if (range === null) return newInt(0);
  if (sub.length === 0) return newInt(countCodePoints(self.utf8().slice(range.start, range.end)) + 1);
  return newInt(countText(self.utf8(), sub, range.start, range.end));
}

function matchesAt(self: W_StrBase, sub: string, range: SearchRange, atEnd: int): boolean {
  if (range.end - range.start < sub.length) return false;
  const from = atEnd === 1 ? range.end - sub.length : range.start;
  return self.utf8().slice(from, from + sub.length) === sub;
}

function affixTest(
  self: W_StrBase,
  w_sub: W_Root,
  w_start: W_Root | null,
  w_end: W_Root | null,
  name: string,
  atEnd: int,
): W_Root {
  if (w_sub instanceof W_TupleBase) {
    const tupleRange = searchRange(self, w_start, w_end);
    for (const w_item of w_sub.items) {
      if (!(w_item instanceof W_StrBase)) {
        throw typeError(`tuple for ${name} must only contain str, not ${typeName(w_item)}`);
      }
      if (tupleRange !== null && matchesAt(self, w_item.utf8(), tupleRange, atEnd)) return newBool(true);
    }
    return newBool(false);
  }
  if (!(w_sub instanceof W_StrBase)) {
    throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(w_sub)}`);
  }
  const range = searchRange(self, w_start, w_end);
  return newBool(range !== null && matchesAt(self, w_sub.utf8(), range, atEnd));
}

function strStartswith(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  if (w_start === null && w_sub instanceof W_StrBase) return newBool(self.utf8().startsWith(w_sub.utf8()));
  return affixTest(self, w_sub, w_start, w_end, 'startswith', 0);
}

function strEndswith(self: W_StrBase, w_sub: W_Root, w_start: W_Root | null, w_end: W_Root | null): W_Root {
  if (w_start === null && w_sub instanceof W_StrBase) return newBool(self.utf8().endsWith(w_sub.utf8()));
  return affixTest(self, w_sub, w_start, w_end, 'endswith', 1);
}

function strRemoveprefix(self: W_StrBase, w_prefix: W_Root): W_Root {
  const prefix = strArgument(w_prefix, 'removeprefix', '');
  if (!self.utf8().startsWith(prefix)) return exactStr(self);
  return newStr(self.utf8().slice(prefix.length, self.utf8().length));
}

function strRemovesuffix(self: W_StrBase, w_suffix: W_Root): W_Root {
  const suffix = strArgument(w_suffix, 'removesuffix', '');
  if (suffix.length === 0 || !self.utf8().endsWith(suffix)) return exactStr(self);
  return newStr(self.utf8().slice(0, self.utf8().length - suffix.length));
}

/** Pieces of a text as a list of str. */
function strList(parts: string[]): W_Root {
  const items: W_Root[] = [];
  for (const part of parts) items.push(newStr(part));
  return newListOwning(items);
}

function checkSeparator(w_separator: W_Root): string {
  if (!(w_separator instanceof W_StrBase))
    throw typeError(`must be str or None, not ${typeName(w_separator)}`);
  if (w_separator.utf8().length === 0) throw valueError('empty separator');
  return w_separator.utf8();
}

function strSplit(self: W_StrBase, w_separator: W_Root | null, w_limit: W_Root | null): W_Root {
  const limit = w_limit === null ? -1 : toWord(w_limit);
  if (w_separator === null || w_separator === w_None)
    return strList(splitSpace(self.utf8(), limit, strSpaceAt));
  return strList(splitText(self.utf8(), checkSeparator(w_separator), limit));
}

function strRsplit(self: W_StrBase, w_separator: W_Root | null, w_limit: W_Root | null): W_Root {
  const limit = w_limit === null ? -1 : toWord(w_limit);
  if (w_separator === null || w_separator === w_None) {
    return strList(splitSpaceFromRight(self.utf8(), limit, strSpaceAt, strSpaceBefore));
  }
  return strList(splitTextFromRight(self.utf8(), checkSeparator(w_separator), limit));
}

function partitioned(before: string, separator: W_Root, after: string): W_Root {
  return newTuple([newStr(before), separator, newStr(after)]);
}

function strPartition(self: W_StrBase, w_separator: W_Root): W_Root {
  const separator = strOf(w_separator);
  if (separator.length === 0) throw valueError('empty separator');
  const at = self.utf8().indexOf(separator, 0);
  if (at < 0) return newTuple([exactStr(self), w_emptyStr, w_emptyStr]);
  return partitioned(
    self.utf8().slice(0, at),
    w_separator,
    self.utf8().slice(at + separator.length, self.utf8().length),
  );
}

function strRpartition(self: W_StrBase, w_separator: W_Root): W_Root {
  const separator = strOf(w_separator);
  if (separator.length === 0) throw valueError('empty separator');
  const at = self.utf8().lastIndexOf(separator);
  if (at < 0) return newTuple([w_emptyStr, w_emptyStr, exactStr(self)]);
  return partitioned(
    self.utf8().slice(0, at),
    w_separator,
    self.utf8().slice(at + separator.length, self.utf8().length),
  );
}

/** The terminator of a line at an offset: its length, or 0. */
function lineEndAt(text: string, at: int): int {
  const c = text.charCodeAt(at);
  if (c === 13) return at + 1 < text.length && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  if (c < 0x80) return (c >= 10 && c <= 12) || (c >= 28 && c <= 30) ? 1 : 0;
  if (c === 0xc2) return text.charCodeAt(at + 1) === 0x85 ? 2 : 0;
  if (c === 0xe2 && text.charCodeAt(at + 1) === 0x80) {
    const third = text.charCodeAt(at + 2);
    return third === 0xa8 || third === 0xa9 ? 3 : 0;
  }
  return 0;
}

function strSplitlines(self: W_StrBase, w_keep: W_Root | null): W_Root {
  const keep = w_keep !== null && isTrue(w_keep);
  const text = self.utf8();
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const size = lineEndAt(text, at);
    if (size === 0) {
      at++;
    } else {
      parts.push(text.slice(from, keep ? at + size : at));
      at += size;
      from = at;
    }
  }
  if (from < text.length) parts.push(text.slice(from, text.length));
  return strList(parts);
}

const LEFT = 1;
const RIGHT = 2;

function stripped(self: W_StrBase, w_chars: W_Root | null, sides: int, name: string): W_Root {
  const text = self.utf8();
  let start = 0;
  let end = text.length;
  if (w_chars === null || w_chars === w_None) {
    if ((sides & LEFT) !== 0) start = skipSpace(text, 0, strSpaceAt);
    if ((sides & RIGHT) !== 0) end = skipSpaceBack(text, end, start, strSpaceBefore);
  } else if (w_chars instanceof W_StrBase) {
    const chars = w_chars.utf8();
    if ((sides & LEFT) !== 0) {
      while (start < end) {
        const size = sequenceLength(text.charCodeAt(start));
        if (chars.indexOf(text.slice(start, start + size), 0) < 0) break;
        start += size;
      }
    }
    if ((sides & RIGHT) !== 0) {
      while (end > start) {
        let from = end - 1;
        while ((text.charCodeAt(from) & 0xc0) === 0x80) from--;
        if (chars.indexOf(text.slice(from, end), 0) < 0) break;
        end = from;
      }
    }
  } else {
    throw typeError(`${name} arg must be None or str`);
  }
  if (start === 0 && end === text.length) return exactStr(self);
  return newStr(text.slice(start, end));
}

function strStrip(self: W_StrBase, w_chars: W_Root | null): W_Root {
  return stripped(self, w_chars, LEFT | RIGHT, 'strip');
}

function strLstrip(self: W_StrBase, w_chars: W_Root | null): W_Root {
  return stripped(self, w_chars, LEFT, 'lstrip');
}

function strRstrip(self: W_StrBase, w_chars: W_Root | null): W_Root {
  return stripped(self, w_chars, RIGHT, 'rstrip');
}

function strReplace(self: W_StrBase, w_old: W_Root, w_by: W_Root, w_count: W_Root | null): W_Root {
  const old = strArgument(w_old, 'replace', ' 1');
  const by = strArgument(w_by, 'replace', ' 2');
  const limit = w_count === null ? -1 : toWord(w_count);
  if (limit === 0) return exactStr(self);
  if (old.length === 0) return newStr(interleaved(self, by, limit));
  const text = replaceText(self.utf8(), old, by, limit);
  return text === self.utf8() ? exactStr(self) : newStr(text);
}

/** A text put before every character and at the end, up to `limit` times. */
function interleaved(self: W_StrBase, by: string, limit: int): string {
  const text = self.utf8();
  const builder = new StringBuilder();
  let at = 0;
  let count = 0;
  while (at < text.length && (limit < 0 || count < limit)) {
    const size = sequenceLength(text.charCodeAt(at));
    builder.append(by);
    builder.appendRange(text, at, at + size);
    at += size;
    count++;
  }
  if (at < text.length) builder.appendRange(text, at, text.length);
  else if (limit < 0 || count < limit) builder.append(by);
  return builder.build();
}

function joinItem(w_item: W_Root, position: int): string {
  if (w_item instanceof W_StrBase) return w_item.utf8();
  throw typeError(`sequence item ${position}: expected str instance, ${typeName(w_item)} found`);
}

function strJoin(self: W_StrBase, w_iterable: W_Root): W_Root {
  const parts: string[] = [];
  let w_first: W_Root | null = null;
  if (w_iterable instanceof W_List || w_iterable instanceof W_Tuple) {
    const items = w_iterable instanceof W_List ? listItems(w_iterable) : w_iterable.items;
    for (let i = 0; i < items.length; i++) parts.push(joinItem(items[i] as W_Root, i));
    if (items.length === 1) w_first = items[0] as W_Root;
  } else {
    if (
      w_iterable.getType().findSlot(Slot.ITER) === null &&
      w_iterable.getType().findSlot(Slot.GETITEM) === null
    )
      throw typeError('can only join an iterable');
    const w_iterator = iter(w_iterable);
    for (;;) {
      const w_item = next(w_iterator);
      if (w_item === null) break;
      w_first = parts.length === 0 ? w_item : null;
      parts.push(joinItem(w_item, parts.length));
    }
  }
  if (parts.length === 1 && w_first instanceof W_StrBase) return exactStr(w_first);
  return newStr(joinStrings(parts, self.utf8()));
}

function fillCharacter(w_fill: W_Root | null): string {
  if (w_fill === null) return ' ';
  if (!(w_fill instanceof W_StrBase)) {
    throw typeError(`The fill character must be a unicode character, not ${typeName(w_fill)}`);
  }
  if (w_fill.length() !== 1) throw typeError('The fill character must be exactly one character long');
  return w_fill.utf8();
}

function padded(self: W_StrBase, fill: string, left: int, right: int): W_Root {
  if (left <= 0 && right <= 0) return exactStr(self);
  return newStr(fillText(fill, left) + self.utf8() + fillText(fill, right));
}

function strCenter(self: W_StrBase, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const width = toWord(w_width);
  const fill = fillCharacter(w_fill);
  const room = width - self.length();
  if (room <= 0) return exactStr(self);
  const left = (room >> 1) + (room & width & 1);
  return padded(self, fill, left, room - left);
}

function strLjust(self: W_StrBase, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const width = toWord(w_width);
  return padded(self, fillCharacter(w_fill), 0, width - self.length());
}

function strRjust(self: W_StrBase, w_width: W_Root, w_fill: W_Root | null): W_Root {
  const width = toWord(w_width);
  return padded(self, fillCharacter(w_fill), width - self.length(), 0);
}

function strZfill(self: W_StrBase, w_width: W_Root): W_Root {
  const room = toWord(w_width) - self.length();
  if (room <= 0) return exactStr(self);
  const text = self.utf8();
  const zeros = fillText('0', room);
  const first = text.length === 0 ? 0 : text.charCodeAt(0);
  if (first === 43 || first === 45) return newStr(text.slice(0, 1) + zeros + text.slice(1, text.length));
  return newStr(zeros + text);
}

function strExpandtabs(self: W_StrBase, w_size: W_Root | null): W_Root {
  const size = w_size === null ? 8 : toWord(w_size);
  const text = self.utf8();
  if (text.indexOf('\t', 0) < 0) return exactStr(self);
  const builder = new StringBuilder();
  let column = 0;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 9) {
      if (size > 0) {
        const step = size - floorMod(column, size);
        if (builder.length() + step > 0x1ffffff0) throw overflowError('new string is too long');
        builder.append(fillText(' ', step));
        column += step;
      }
    } else {
      if ((c & 0xc0) !== 0x80) column++;
      if (c === 10 || c === 13) column = 0;
      builder.appendByte(c);
    }
  }
  return newStr(builder.build());
}

function strEncode(self: W_StrBase, w_encoding: W_Root | null, w_errors: W_Root | null): W_Root {
  return encodeStr(self, codecArgument(w_encoding, 'encoding'), codecArgument(w_errors, 'errors'));
}

function codecArgument(w_arg: W_Root | null, name: string): string | null {
  return w_arg === null ? null : strArgument(w_arg, 'encode', ` '${name}'`);
}

function strIsascii(self: W_StrBase): W_Root {
  return newBool(self.isAscii());
}

/** Rows for the typedef of `str`. */
export function strMethodRows(): Row[] {
  return [
    method('find', '($self, sub, start=None, end=None, /)', strFind),
    method('rfind', '($self, sub, start=None, end=None, /)', strRfind),
    method('index', '($self, sub, start=None, end=None, /)', strIndex),
    method('rindex', '($self, sub, start=None, end=None, /)', strRindex),
    method('count', '($self, sub, start=None, end=None, /)', strCount),
    method('startswith', '($self, prefix, start=None, end=None, /)', strStartswith),
    method('endswith', '($self, suffix, start=None, end=None, /)', strEndswith),
    method('removeprefix', '($self, prefix, /)', strRemoveprefix),
    method('removesuffix', '($self, suffix, /)', strRemovesuffix),
    method('split', '($self, /, sep=None, maxsplit=-1)', strSplit),
    method('rsplit', '($self, /, sep=None, maxsplit=-1)', strRsplit),
    method('partition', '($self, sep, /)', strPartition),
    method('rpartition', '($self, sep, /)', strRpartition),
    method('splitlines', '($self, /, keepends=False)', strSplitlines),
    method('strip', '($self, chars=None, /)', strStrip),
    method('lstrip', '($self, chars=None, /)', strLstrip),
    method('rstrip', '($self, chars=None, /)', strRstrip),
    method('replace', '($self, old, new, count=-1, /)', strReplace),
    method('join', '($self, iterable, /)', strJoin),
    method('center', "($self, width, fillchar=' ', /)", strCenter),
    method('ljust', "($self, width, fillchar=' ', /)", strLjust),
    method('rjust', "($self, width, fillchar=' ', /)", strRjust),
    method('zfill', '($self, width, /)', strZfill),
    method('expandtabs', '($self, /, tabsize=8)', strExpandtabs),
    method('encode', "($self, /, encoding='utf-8', errors='strict')", strEncode),
    method('isascii', '($self, /)', strIsascii),
    method('translate', '($self, table, /)', strTranslate),
    staticmethod('maketrans', '(x, y=None, z=None, /)', strMaketrans),
    method('format', '($self, /, *args, **kwargs)', strFormat),
    method('format_map', '($self, mapping, /)', strFormatMap),
    method('__format__', '($self, format_spec, /)', strDunderFormat),
    ...strCaseRows(),
  ];
}
