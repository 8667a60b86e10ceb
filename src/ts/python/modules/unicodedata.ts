/** Module `unicodedata`: properties by `unicode-data.ts`, names, decompositions and normal forms by the host. */
import { external } from '../../rlib/external.js';
import type { float, int } from '../../rlib/types.js';
import { keyError, typeError, typeName, valueError } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';
import { hasSurrogates } from '../objects/codecs-basic.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { decimalValue, isMirrored, isNumeric, numericValue, recordOf } from '../objects/unicode-data.js';
import { findCharacter, findCharacterName } from '../objects/unicode-names.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newStr } from '../objects/w-str.js';
import { ucdTypedef, w_ucd32 } from './unicode-3-2.js';
import { codePointAt, W_StrBase } from '../objects/w-str-base.js';

const findSequence = external<(name: string) => string>('unicode.sequence');
export const decompositionOf = external<(c: int) => string>('unicode.decomposition');
const normalized = external<(form: string, utf8: string) => string>('unicode.normalize');

export function characterOf(w_chr: W_Root, name: string): int {
  if (w_chr instanceof W_StrBase && w_chr.length() === 1) return codePointAt(w_chr.utf8(), 0);
  const given = w_chr instanceof W_StrBase ? 'str' : typeName(w_chr);
  const position =
    name === 'decimal' || name === 'digit' || name === 'numeric' || name === 'name' ? ' 1' : '';
  throw typeError(`${name}() argument${position} must be a unicode character, not ${given}`);
}

function category(w_chr: W_Root): W_Root {
  return newStr(recordOf(characterOf(w_chr, 'category')).category);
}

function bidirectional(w_chr: W_Root): W_Root {
  return newStr(recordOf(characterOf(w_chr, 'bidirectional')).bidirectional);
}

function combining(w_chr: W_Root): W_Root {
  return newInt(recordOf(characterOf(w_chr, 'combining')).combining);
}

function eastAsianWidth(w_chr: W_Root): W_Root {
  return newStr(recordOf(characterOf(w_chr, 'east_asian_width')).width);
}

function mirrored(w_chr: W_Root): W_Root {
  return newInt(isMirrored(characterOf(w_chr, 'mirrored')) ? 1 : 0);
}

function decimal(w_chr: W_Root, w_default: W_Root | null): W_Root {
  const digit = decimalValue(characterOf(w_chr, 'decimal'));
  if (digit >= 0) return newInt(digit);
  if (w_default === null) throw valueError('not a decimal');
  return w_default;
}

function digit(w_chr: W_Root, w_default: W_Root | null): W_Root {
  const found = recordOf(characterOf(w_chr, 'digit')).digit;
  if (found >= 0) return newInt(found);
  if (w_default === null) throw valueError('not a digit');
  return w_default;
}

function numeric(w_chr: W_Root, w_default: W_Root | null): W_Root {
  const c = characterOf(w_chr, 'numeric');
  if (isNumeric(c)) {
    const found: float = numericValue(c);
    return newFloat(found);
  }
  if (w_default === null) throw valueError('not a numeric character');
  return w_default;
}

function name(w_chr: W_Root, w_default: W_Root | null): W_Root {
  const found = findCharacterName(characterOf(w_chr, 'name'));
  if (found.length > 0) return newStr(found);
  if (w_default === null) throw valueError('no such name');
  return w_default;
}

function lookup(w_name: W_Root): W_Root {
  if (!(w_name instanceof W_StrBase))
    throw typeError(`lookup() argument must be str, not ${typeName(w_name)}`);
  let found = findCharacter(w_name.utf8());
  if (found.length === 0) found = findSequence(w_name.utf8());
  if (found.length === 0) throw keyError(newStr(`undefined character name '${w_name.utf8()}'`));
  return newStr(found);
}

function decomposition(w_chr: W_Root): W_Root {
  return newStr(decompositionOf(characterOf(w_chr, 'decomposition')));
}

export function formOf(w_form: W_Root, functionName: string): string {
  if (!(w_form instanceof W_StrBase)) {
    throw typeError(`${functionName}() argument 1 must be str, not ${typeName(w_form)}`);
  }
  const form = w_form.utf8();
  if (form === 'NFC' || form === 'NFD' || form === 'NFKC' || form === 'NFKD') return form;
  throw valueError('invalid normalization form');
}

/** The host's strings can't hold lone surrogates in UTF-8: the text between them is normalized piece by piece. */
export function normalForm(form: string, utf8: string): string {
  if (!hasSurrogates(utf8)) return normalized(form, utf8);
  let result = '';
  let from = 0;
  let at = 0;
  while (at < utf8.length) {
    if (utf8.charCodeAt(at) === 0xed && utf8.charCodeAt(at + 1) >= 0xa0) {
      result += normalized(form, utf8.slice(from, at)) + utf8.slice(at, at + 3);
      at += 3;
      from = at;
    } else {
      at++;
    }
  }
  return result + normalized(form, utf8.slice(from, utf8.length));
}

export function textOf(w_text: W_Root, functionName: string, position: int): W_StrBase {
  if (w_text instanceof W_StrBase) return w_text;
  const which = functionName === 'lookup' ? 'argument' : `argument ${position}`;
  throw typeError(`${functionName}() ${which} must be str, not ${typeName(w_text)}`);
}

function normalize(w_form: W_Root, w_text: W_Root): W_Root {
  const form = formOf(w_form, 'normalize');
  const text = textOf(w_text, 'normalize', 2);
  return text.isAscii() ? newStr(text.utf8()) : newStr(normalForm(form, text.utf8()));
}

function isNormalized(w_form: W_Root, w_text: W_Root): W_Root {
  const form = formOf(w_form, 'is_normalized');
  const text = textOf(w_text, 'is_normalized', 2);
  return newBool(text.isAscii() || normalForm(form, text.utf8()) === text.utf8());
}

function version(): W_Root {
  return newStr('14.0.0');
}

export const unicodedataModule = moduledef(
  'unicodedata',
  'Access to the Unicode Character Database.',
  [
    func('category', '($module, chr, /)', category),
    func('bidirectional', '($module, chr, /)', bidirectional),
    func('combining', '($module, chr, /)', combining),
    func('east_asian_width', '($module, chr, /)', eastAsianWidth),
    func('mirrored', '($module, chr, /)', mirrored),
    func('decimal', '($module, chr, default=None, /)', decimal),
    func('digit', '($module, chr, default=None, /)', digit),
    func('numeric', '($module, chr, default=None, /)', numeric),
    func('name', '($module, chr, default=None, /)', name),
    func('lookup', '($module, name, /)', lookup),
    func('decomposition', '($module, chr, /)', decomposition),
    func('normalize', '($module, form, unistr, /)', normalize),
    func('is_normalized', '($module, form, unistr, /)', isNormalized),
    value('unidata_version', version),
    value('ucd_3_2_0', () => w_ucd32),
  ],
  [ucdTypedef],
);
