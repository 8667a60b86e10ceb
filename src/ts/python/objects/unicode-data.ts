/**
 * Properties of code points, from the Unicode 14 tables in `generated/unicode-tables.ts`.
 *
 * The tables give runs of code points with the same record; when this module loads they become two levels: a page of
 * 256 code points to its block, a place in a block to its record. Pages of one record share a block.
 */
import { intToFloat } from '../../rlib/int.js';
import type { FixedArray, Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import { encodeCodePoint } from '../../rlib/bytes.js';
import type { float, int } from '../../rlib/types.js';
import {
  foldingText,
  numericText,
  recordText,
  runText,
  specialCasingText,
} from './generated/unicode-tables.js';

/** Bits of a record's `flags`, as the generator sets them. */
const enum Flag {
  ALPHA = 1,
  NUMERIC = 2,
  LOWER = 4,
  UPPER = 8,
  TITLE = 16,
  SPACE = 32,
  PRINTABLE = 64,
  XID_START = 128,
  XID_CONTINUE = 256,
  CASED = 512,
  CASE_IGNORABLE = 1024,
  MIRRORED = 2048,
}

/** What many code points have in common; case mappings are distances. */
export class CharacterRecord {
  constructor(
    readonly category: string,
    readonly bidirectional: string,
    readonly combining: int,
    readonly width: string,
    readonly flags: int,
    readonly decimal: int,
    readonly digit: int,
    readonly lower: int,
    readonly upper: int,
    readonly title: int,
  ) {}
}

const records: FixedArray<CharacterRecord> = recordText.split(';').map((line) => {
  const [category, bidi, combining, width, ...numbers] = line.split(',') as [
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const [flags, decimal, digit, lower, upper, title] = numbers.map(Number) as [int, int, int, int, int, int];
  return new CharacterRecord(
    category,
    bidi,
    Number(combining),
    width,
    flags,
    decimal,
    digit,
    lower,
    upper,
    title,
  );
});

const PAGES = 0x1100;
const pageBlocks: Int32Items = newInt32Items(PAGES);
const blockRecords: Int32Items = buildBlocks();

function buildBlocks(): Int32Items {
  const blocks: int[] = [];
  const uniform = new Map<int, int>();
  let at = 0;
  for (const run of runText.split(';')) {
    const [count, index] = run.split(',') as [string, string];
    const record = parseInt(index, 36);
    const end = at + (count === '' ? 1 : parseInt(count, 36));
    while (at < end) {
      if ((at & 255) === 0 && end - at >= 256) {
        let place = uniform.get(record);
        if (place === undefined) {
          place = blocks.length;
          uniform.set(record, place);
          for (let i = 0; i < 256; i++) blocks.push(record);
        }
        pageBlocks[at >> 8] = place;
        at += 256;
      } else {
        if ((at & 255) === 0) pageBlocks[at >> 8] = blocks.length;
        blocks.push(record);
        at++;
      }
    }
  }
  return Int32Array.from(blocks);
}

/** The record of a code point. */
export function recordOf(c: int): CharacterRecord {
  const block = pageBlocks[c >> 8] as int;
  return records[blockRecords[block + (c & 255)] as int] as CharacterRecord;
}

/** Sorted code points with a text for each. */
class CodePointTexts {
  constructor(
    readonly codePoints: Int32Items,
    readonly texts: FixedArray<string>,
  ) {}

  find(c: int): string | null {
    let low = 0;
    let high = this.codePoints.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.codePoints[middle] as int;
      if (found === c) return this.texts[middle] as string;
      if (found < c) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }
}

/** Lines `c,field,...` as a table of one field; fields are code points in base 16. */
function tableOf(text: string, field: int): CodePointTexts {
  const rows = text.split(';').map((line) => line.split(','));
  rows.sort((a, b) => parseInt(a[0] ?? '', 16) - parseInt(b[0] ?? '', 16));
  const sequences = rows.map((row) =>
    (row[field] ?? '').split(' ').map((part) => encodeCodePoint(parseInt(part, 16))),
  );
  return new CodePointTexts(
    Int32Array.from(rows, (row) => parseInt(row[0] ?? '', 16)),
    sequences.map((parts) => parts.join('')),
  );
}

const specialLower = tableOf(specialCasingText, 1);
const specialTitle = tableOf(specialCasingText, 2);
const specialUpper = tableOf(specialCasingText, 3);
const folding = tableOf(foldingText, 1);

const numericRows = numericText.split(';').map((line) => line.split(',') as [string, string]);
const numericTexts = new CodePointTexts(
  Int32Array.from(numericRows, ([c]) => parseInt(c, 36)),
  numericRows.map(([, text]) => text),
);

function has(c: int, flag: Flag): boolean {
  return (recordOf(c).flags & flag) !== 0;
}

export function isPrintable(c: int): boolean {
  return has(c, Flag.PRINTABLE);
}

export function isXidStart(c: int): boolean {
  return has(c, Flag.XID_START);
}

export function isXidContinue(c: int): boolean {
  return has(c, Flag.XID_CONTINUE);
}

export function isSpace(c: int): boolean {
  return has(c, Flag.SPACE);
}

export function isLower(c: int): boolean {
  return has(c, Flag.LOWER);
}

export function isUpper(c: int): boolean {
  return has(c, Flag.UPPER);
}

export function isTitle(c: int): boolean {
  return has(c, Flag.TITLE);
}

export function isCased(c: int): boolean {
  return has(c, Flag.CASED);
}

export function isCaseIgnorable(c: int): boolean {
  return has(c, Flag.CASE_IGNORABLE);
}

export function isAlpha(c: int): boolean {
  return has(c, Flag.ALPHA);
}

export function isDecimal(c: int): boolean {
  return recordOf(c).decimal >= 0;
}

export function isDigit(c: int): boolean {
  return recordOf(c).digit >= 0;
}

export function isNumeric(c: int): boolean {
  return has(c, Flag.NUMERIC);
}

export function isMirrored(c: int): boolean {
  return has(c, Flag.MIRRORED);
}

/** The value of a decimal digit, or -1. */
export function decimalValue(c: int): int {
  if (c < 128) return c >= 48 && c <= 57 ? c - 48 : -1;
  return recordOf(c).decimal;
}

/** Lower case of a character, in UTF-8. */
export function lowerText(c: int): string {
  const text = c < 128 ? null : specialLower.find(c);
  return text === null ? encodeCodePoint(c + recordOf(c).lower) : text;
}

export function upperText(c: int): string {
  const text = c < 128 ? null : specialUpper.find(c);
  return text === null ? encodeCodePoint(c + recordOf(c).upper) : text;
}

export function titleText(c: int): string {
  const text = c < 128 ? null : specialTitle.find(c);
  return text === null ? encodeCodePoint(c + recordOf(c).title) : text;
}

/** What case folding makes of a character. */
export function foldText(c: int): string {
  const text = folding.find(c);
  return text === null ? encodeCodePoint(c) : text;
}

/** The lower case of a character where it is one character, else the character: for `re`. */
export function toLowerSimple(c: int): int {
  return c + recordOf(c).lower;
}

export function toUpperSimple(c: int): int {
  return c + recordOf(c).upper;
}

/** The numeric value of a character as a fraction `a/b` or an int, in ASCII; empty without one. */
export function numericFraction(c: int): string {
  const text = numericTexts.find(c);
  return text === null ? '' : text;
}

/** The numeric value as a float; only for characters that have one. */
export function numericValue(c: int): float {
  const text = numericFraction(c);
  const slash = text.indexOf('/', 0);
  if (slash < 0) return decimalNumber(text, 0, text.length);
  return decimalNumber(text, 0, slash) / decimalNumber(text, slash + 1, text.length);
}

function decimalNumber(text: string, start: int, end: int): float {
  let value: float = 0;
  for (let i = start; i < end; i++)
    if (text.charCodeAt(i) !== 45) value = value * 10 + intToFloat(text.charCodeAt(i) - 48);
  return text.charCodeAt(start) === 45 ? -value : value;
}

/** Whether a character ends a line, as `str.splitlines` has it. */
export function isLineBreak(c: int): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029;
}
