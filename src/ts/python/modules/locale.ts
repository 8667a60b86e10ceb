/** Module `_locale`: the C locale, also by the name C.UTF-8, is all there is; strings are always UTF-8. */
import type { int } from '../../rlib/types.js';
import { compareStrings } from '../../rlib/bytes.js';
import { toWord } from '../interp/convert.js';
import { newError, typeError, typeName, valueError } from '../interp/errors.js';
import { newDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef, value } from '../objects/typedef.js';
import type { Row } from '../objects/typedef.js';
import { ExceptionType } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType } from '../objects/w-type.js';
import { dayNames, monthNames } from './calendar-names.js';

const LC_ALL = 6;
const CHAR_MAX = 127;
const categoryNames = ['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES'];
const otherCategories =
  ';LC_PAPER=C;LC_NAME=C;LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C';

const localeError = newBuiltinType('Error', ExceptionType);
localeError.hasDict = true;
localeError.module = 'locale';

class LocaleState {
  names: string[] = ['C.UTF-8', 'C', 'C', 'C', 'C', 'C'];
}

const locales = new LocaleState();

function nameOfAll(): string {
  const first = locales.names[0] as string;
  let same = true;
  let text = '';
  for (let i = 0; i < LC_ALL; i++) {
    const name = locales.names[i] as string;
    if (name !== first) same = false;
    text += `${i === 0 ? '' : ';'}${categoryNames[i] as string}=${name}`;
  }
  return same ? first : text + otherCategories;
}

/** The name of a locale as setlocale answers it; null if there is no such locale. */
function canonicalName(name: string): string | null {
  if (name === '') return 'C.UTF-8';
  if (name === 'C' || name === 'POSIX') return 'C';
  if (name === 'C.UTF-8' || name === 'C.utf8()') return name;
  return null;
}

function setlocale(w_category: W_Root, w_name: W_Root | null): W_Root {
  const category = toWord(w_category);
  if (category < 0 || category > LC_ALL)
    throw newError(
      localeError,
      w_name === null || w_name === w_None ? 'locale query failed' : 'unsupported locale setting',
    );
  if (w_name !== null && w_name !== w_None) {
    if (!(w_name instanceof W_StrBase)) {
      throw typeError(`setlocale() argument 2 must be str or None, not ${typeName(w_name)}`);
    }
    let name = canonicalName(w_name.utf8());
    // A list of all categories, as this function gives it.
    if (name === null && category === LC_ALL && w_name.utf8().startsWith('LC_CTYPE='))
      name = listedName(w_name.utf8());
    if (name === null) throw newError(localeError, 'unsupported locale setting');
    for (let i = 0; i < LC_ALL; i++) {
      if (category === i) locales.names[i] = name;
      else if (category === LC_ALL)
        locales.names[i] = w_name.utf8().startsWith('LC_CTYPE=') && i > 0 ? 'C' : name;
    }
  }
  return newStr(category === LC_ALL ? nameOfAll() : (locales.names[category] as string));
}

function listedName(text: string): string | null {
  return canonicalName(text.slice(9, text.indexOf(';', 0) < 0 ? text.length : text.indexOf(';', 0)));
}

function localeconv(): W_Root {
  const w_result = newDict();
  for (const key of emptyKeys) w_result.setStr(newStr(key), newStr(key === 'decimal_point' ? '.' : ''));
  for (const key of numberKeys) w_result.setStr(newStr(key), newInt(CHAR_MAX));
  w_result.setStr(newStr('mon_grouping'), newListOwning([]));
  w_result.setStr(newStr('grouping'), newListOwning([]));
  return w_result;
}

const emptyKeys: string[] = (
  'int_curr_symbol currency_symbol mon_decimal_point mon_thousands_sep positive_sign negative_sign decimal_point ' +
  'thousands_sep'
).split(' ');
const numberKeys: string[] =
  'int_frac_digits frac_digits p_cs_precedes p_sep_by_space n_cs_precedes n_sep_by_space p_sign_posn n_sign_posn'.split(
    ' ',
  );

const infoNames: string[] = [];
const infoNumbers: int[] = [];
const infoTexts: string[] = [];

function addInfo(name: string, number: int, text: string): void {
  infoNames.push(name);
  infoNumbers.push(number);
  infoTexts.push(text);
}

function addNumbered(prefix: string, first: int, texts: readonly string[]): void {
  texts.forEach((text, i) => {
    addInfo(`${prefix}${String(i + 1)}`, first + i, text);
  });
}

/** langinfo's weeks begin on Sunday. */
const days = [...dayNames.slice(6), ...dayNames.slice(0, 6)];
addNumbered(
  'ABDAY_',
  131072,
  days.map((day) => day.slice(0, 3)),
);
addNumbered('DAY_', 131079, days);
addNumbered(
  'ABMON_',
  131086,
  monthNames.map((month) => month.slice(0, 3)),
);
addNumbered('MON_', 131098, monthNames);
addInfo('AM_STR', 131110, 'AM');
addInfo('PM_STR', 131111, 'PM');
addInfo('D_T_FMT', 131112, '%a %b %e %H:%M:%S %Y');
addInfo('D_FMT', 131113, '%m/%d/%y');
addInfo('T_FMT', 131114, '%H:%M:%S');
addInfo('T_FMT_AMPM', 131115, '%I:%M:%S %p');
addInfo('ERA', 131116, '');
addInfo('ERA_D_FMT', 131118, '');
addInfo('ALT_DIGITS', 131119, '');
addInfo('ERA_D_T_FMT', 131120, '');
addInfo('ERA_T_FMT', 131121, '');
addInfo('_DATE_FMT', 131180, '%a %b %e %H:%M:%S %Z %Y');
addInfo('CODESET', 14, 'UTF-8');
addInfo('CRNCYSTR', 262159, '-');
addInfo('RADIXCHAR', 65536, '.');
addInfo('THOUSEP', 65537, '');
addInfo('YESEXPR', 327680, '^[yY]');
addInfo('NOEXPR', 327681, '^[nN]');

function nlLanginfo(w_key: W_Root): W_Root {
  const key = toWord(w_key);
  for (let i = 0; i < infoNumbers.length; i++)
    if (infoNumbers[i] === key) return newStr(infoTexts[i] as string);
  throw valueError('unsupported langinfo constant');
}

function textArgument(w_text: W_Root, place: string): string {
  if (!(w_text instanceof W_StrBase)) throw typeError(`${place} must be str, not ${typeName(w_text)}`);
  return w_text.utf8();
}

function strcoll(w_a: W_Root, w_b: W_Root): W_Root {
  return newInt(
    compareStrings(textArgument(w_a, 'strcoll() argument 1'), textArgument(w_b, 'strcoll() argument 2')),
  );
}

function strxfrm(w_text: W_Root): W_Root {
  const text = textArgument(w_text, 'strxfrm() argument');
  if (text.indexOf('\0', 0) >= 0) throw valueError('embedded null character');
  return w_text;
}

function getencoding(): W_Root {
  return newStr('UTF-8');
}

const constantRows: Row[] = [
  ...categoryNames.map((name, i) => value(name, () => newInt(i))),
  ...infoNames.map((name, i) => value(name, () => newInt(infoNumbers[i] as int))),
];

export const localeModule = moduledef('_locale', 'Support for POSIX locales.', [
  func('setlocale', '($module, category, locale=None, /)', setlocale),
  func('localeconv', '($module, /)', localeconv),
  func('nl_langinfo', '($module, key, /)', nlLanginfo),
  func('strcoll', '($module, os1, os2, /)', strcoll),
  func('strxfrm', '($module, string, /)', strxfrm),
  func('getencoding', '($module, /)', getencoding),
  value('Error', () => localeError),
  value('LC_ALL', () => newInt(LC_ALL)),
  value('CHAR_MAX', () => newInt(CHAR_MAX)),
  ...constantRows,
]);
