/**
 * `unicodedata.ucd_3_2_0`: the properties of Unicode 3.2, which internationalized domain names need. They are those of today for
 * the code points that were assigned then, with the changes since undone (`unicode-3-2-table.ts`).
 */
import { newInt32Items } from '../../rlib/array.js';
import type { FixedArray, Int32Items } from '../../rlib/array.js';
import { encodeCodePoint } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { keyError, valueError } from '../interp/errors.js';
import { W_Root } from '../objects/root.js';
import { getset, method, typedef } from '../objects/typedef.js';
import { numericValue, isNumeric, recordOf } from '../objects/unicode-data.js';
import { findCharacter, findCharacterName } from '../objects/unicode-names.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newStr } from '../objects/w-str.js';
import type { W_StrBase } from '../objects/w-str-base.js';
import { codePointAt, sequenceLength } from '../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { characterOf, decompositionOf, formOf, normalForm, textOf } from './unicodedata.js';
import {
  assignedRuns,
  bidirectionalRuns,
  categoryRuns,
  decimalRuns,
  mirroredRuns,
  widthRuns,
} from './unicode-3-2-table.js';

const ucdType: W_Type = newBuiltinType('UCD', objectType);

class W_UCD extends W_Root {
  override getType(): W_Type {
    return ucdType;
  }
}

/** Runs of code points, sorted, with a value each. */
class Runs {
  constructor(
    private readonly first: Int32Items,
    private readonly last: Int32Items,
    private readonly values: FixedArray<string>,
  ) {}

  /** The value of a code point; null if it is in no run. */
  find(c: int): string | null {
    let low = 0;
    let high = this.first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.last[middle] as int) < c) low = middle + 1;
      else high = middle;
    }
    if (low === this.first.length || (this.first[low] as int) > c) return null;
    return this.values[low] as string;
  }
}

/** @loadTime */
function readRuns(text: string): Runs {
  const rows = text.split(';').map((row) => row.split(','));
  const first = newInt32Items(rows.length);
  const last = newInt32Items(rows.length);
  let end = 0;
  rows.forEach((row, i) => {
    first[i] = end + parseInt(row[0] ?? '0', 36);
    end = (first[i] as int) + parseInt(row[1] ?? '0', 36);
    last[i] = end;
  });
  return new Runs(
    first,
    last,
    rows.map((row) => row[2] ?? ''),
  );
}

const assigned = readRuns(assignedRuns);
const categories = readRuns(categoryRuns);
const bidirectionals = readRuns(bidirectionalRuns);
const decimals = readRuns(decimalRuns);
const mirroreds = readRuns(mirroredRuns);
const widths = readRuns(widthRuns);

function isAssigned(c: int): boolean {
  return assigned.find(c) !== null;
}

function category(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'category');
  const changed = categories.find(c);
  if (changed !== null) return newStr(changed);
  return newStr(isAssigned(c) ? recordOf(c).category : 'Cn');
}

function bidirectional(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'bidirectional');
  const changed = bidirectionals.find(c);
  if (changed !== null) return newStr(changed);
  return newStr(isAssigned(c) ? recordOf(c).bidirectional : '');
}

function combining(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'combining');
  return newInt(isAssigned(c) ? recordOf(c).combining : 0);
}

const MIRRORED_FLAG = 2048;

function mirrored(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'mirrored');
  const changed = mirroreds.find(c);
  if (changed !== null) return newInt(changed === '1' ? 1 : 0);
  return newInt(isAssigned(c) && (recordOf(c).flags & MIRRORED_FLAG) !== 0 ? 1 : 0);
}

function eastAsianWidth(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'east_asian_width');
  const changed = widths.find(c);
  if (changed !== null) return newStr(changed);
  // CPython gives the first of its table for code points that are not assigned.
  return newStr(isAssigned(c) ? recordOf(c).width : 'F');
}

function decimal(_self: W_UCD, w_chr: W_Root, w_default: W_Root | null): W_Root {
  const c = characterOf(w_chr, 'decimal');
  const changed = decimals.find(c);
  let found = isAssigned(c) ? recordOf(c).decimal : -1;
  if (changed !== null) found = changed === '-1' ? -1 : changed.charCodeAt(0) - 48;
  if (found >= 0) return newInt(found);
  if (w_default === null) throw valueError('not a decimal');
  return w_default;
}

function digit(_self: W_UCD, w_chr: W_Root, w_default: W_Root | null): W_Root {
  const found = recordOf(characterOf(w_chr, 'digit')).digit;
  if (found >= 0) return newInt(found);
  if (w_default === null) throw valueError('not a digit');
  return w_default;
}

function numeric(_self: W_UCD, w_chr: W_Root, w_default: W_Root | null): W_Root {
  const c = characterOf(w_chr, 'numeric');
  if (isAssigned(c) && isNumeric(c)) return newFloat(numericValue(c));
  if (w_default === null) throw valueError('not a numeric character');
  return w_default;
}

function name(_self: W_UCD, w_chr: W_Root, w_default: W_Root | null): W_Root {
  const c = characterOf(w_chr, 'name');
  const found = isAssigned(c) ? findCharacterName(c) : '';
  if (found.length > 0) return newStr(found);
  if (w_default === null) throw valueError('no such name');
  return w_default;
}

function lookup(_self: W_UCD, w_name: W_Root): W_Root {
  const text = textOf(w_name, 'lookup', 1).utf8();
  const found = findCharacter(text);
  if (found.length === 0 || !isAssigned(codePointAt(found, 0))) {
    throw keyError(newStr(`undefined character name '${text}'`));
  }
  return newStr(found);
}

function decomposition(_self: W_UCD, w_chr: W_Root): W_Root {
  const c = characterOf(w_chr, 'decomposition');
  return newStr(isAssigned(c) ? decompositionOf(c) : '');
}

/** Ideographs whose decompositions were corrected later (Unicode corrigendum 4), and what they were. */
function uncorrected(c: int): int {
  switch (c) {
    case 0x2f868:
      return 0x2136a;
    case 0x2f874:
      return 0x5f33;
    case 0x2f91f:
      return 0x43ab;
    case 0x2f95f:
      return 0x7aae;
    case 0x2f9bf:
      return 0x4d57;
    default:
      return c;
  }
}

/** Text is normalized piece by piece between the code points that were not assigned. */
function oldForm(form: string, utf8: string): string {
  let result = '';
  let piece = '';
  let at = 0;
  while (at < utf8.length) {
    const size = sequenceLength(utf8.charCodeAt(at));
    const c = codePointAt(utf8, at);
    if (isAssigned(c)) {
      piece += encodeCodePoint(uncorrected(c));
    } else {
      result += normalForm(form, piece) + utf8.slice(at, at + size);
      piece = '';
    }
    at += size;
  }
  return result + normalForm(form, piece);
}

function normalize(_self: W_UCD, w_form: W_Root, w_text: W_Root): W_Root {
  const form = formOf(w_form, 'normalize');
  const text: W_StrBase = textOf(w_text, 'normalize', 2);
  return newStr(text.isAscii() ? text.utf8() : oldForm(form, text.utf8()));
}

function isNormalized(_self: W_UCD, w_form: W_Root, w_text: W_Root): W_Root {
  const form = formOf(w_form, 'is_normalized');
  const text: W_StrBase = textOf(w_text, 'is_normalized', 2);
  return newBool(text.isAscii() || oldForm(form, text.utf8()) === text.utf8());
}

function version(_self: W_UCD): W_Root {
  return newStr('3.2.0');
}

export const w_ucd32: W_Root = new W_UCD();

export const ucdTypedef = typedef(ucdType, W_UCD, { module: 'unicodedata', subclassable: false }, [
  method('category', '($self, chr, /)', category),
  method('bidirectional', '($self, chr, /)', bidirectional),
  method('combining', '($self, chr, /)', combining),
  method('east_asian_width', '($self, chr, /)', eastAsianWidth),
  method('mirrored', '($self, chr, /)', mirrored),
  method('decimal', '($self, chr, default=None, /)', decimal),
  method('digit', '($self, chr, default=None, /)', digit),
  method('numeric', '($self, chr, default=None, /)', numeric),
  method('name', '($self, chr, default=None, /)', name),
  method('lookup', '($self, name, /)', lookup),
  method('decomposition', '($self, chr, /)', decomposition),
  method('normalize', '($self, form, unistr, /)', normalize),
  method('is_normalized', '($self, form, unistr, /)', isNormalized),
  getset('unidata_version', version),
]);
