/** Methods of `str` about the kinds of characters and their case. ASCII text is handled without the tables. */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from './root.js';
import { isIdentifier } from './str-identifier.js';
import { exactStr } from './str.js';
import type { Row } from './typedef.js';
import { method } from './typedef.js';
import {
  foldText,
  isAlpha,
  isCased,
  isCaseIgnorable,
  isDecimal,
  isDigit,
  isLower,
  isNumeric,
  isPrintable,
  isSpace,
  isTitle,
  isUpper,
  lowerText,
  titleText,
  upperText,
} from './unicode-data.js';
import { newBool, w_False } from './w-int.js';
import { newStr } from './w-str.js';
import type { W_StrBase } from './w-str-base.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

type CharacterTest = (c: int) => boolean;

/** Whether a text is not empty and all of its characters pass. */
function allPass(self: W_StrBase, test: CharacterTest): W_Root {
  const text = self.utf8();
  if (text.length === 0) return w_False;
  let at = 0;
  while (at < text.length) {
    if (!test(codePointAt(text, at))) return w_False;
    at += sequenceLength(text.charCodeAt(at));
  }
  return newBool(true);
}

function isAlphanumeric(c: int): boolean {
  return isAlpha(c) || isDecimal(c) || isDigit(c) || isNumeric(c);
}

function strIsalpha(self: W_StrBase): W_Root {
  return allPass(self, isAlpha);
}

function strIsalnum(self: W_StrBase): W_Root {
  return allPass(self, isAlphanumeric);
}

function strIsdecimal(self: W_StrBase): W_Root {
  return allPass(self, isDecimal);
}

function strIsdigit(self: W_StrBase): W_Root {
  return allPass(self, isDigit);
}

function strIsnumeric(self: W_StrBase): W_Root {
  return allPass(self, isNumeric);
}

function strIsspace(self: W_StrBase): W_Root {
  return allPass(self, isSpace);
}

function strIsprintable(self: W_StrBase): W_Root {
  return self.utf8().length === 0 ? newBool(true) : allPass(self, isPrintable);
}

function strIsidentifier(self: W_StrBase): W_Root {
  return newBool(isIdentifier(self));
}

/** Whether there is a character that passes `wanted` and none that passes `refused` or is titlecase. */
function uniformCase(self: W_StrBase, wanted: CharacterTest, refused: CharacterTest): W_Root {
  const text = self.utf8();
  let found = false;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (refused(c) || isTitle(c)) return w_False;
    if (wanted(c)) found = true;
    at += sequenceLength(text.charCodeAt(at));
  }
  return newBool(found);
}

function strIslower(self: W_StrBase): W_Root {
  return uniformCase(self, isLower, isUpper);
}

function strIsupper(self: W_StrBase): W_Root {
  return uniformCase(self, isUpper, isLower);
}

function strIstitle(self: W_StrBase): W_Root {
  const text = self.utf8();
  let found = false;
  let inWord = false;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (isUpper(c) || isTitle(c)) {
      if (inWord) return w_False;
      inWord = true;
      found = true;
    } else if (isLower(c)) {
      if (!inWord) return w_False;
      found = true;
    } else {
      inWord = false;
    }
    at += sequenceLength(text.charCodeAt(at));
  }
  return newBool(found);
}

/** Lower case of ASCII text. */
export function asciiLower(text: string): string {
  let at = 0;
  while (at < text.length && !(text.charCodeAt(at) >= 65 && text.charCodeAt(at) <= 90)) at++;
  if (at === text.length) return text;
  const builder = new StringBuilder();
  builder.appendRange(text, 0, at);
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    builder.appendByte(c >= 65 && c <= 90 ? c + 32 : c);
  }
  return builder.build();
}

/** Upper case of ASCII text. */
export function asciiUpper(text: string): string {
  let at = 0;
  while (at < text.length && !(text.charCodeAt(at) >= 97 && text.charCodeAt(at) <= 122)) at++;
  if (at === text.length) return text;
  const builder = new StringBuilder();
  builder.appendRange(text, 0, at);
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    builder.appendByte(c >= 97 && c <= 122 ? c - 32 : c);
  }
  return builder.build();
}

const SIGMA = 0x3a3;

/** Lower case of the character at an offset; a capital sigma that ends a word has a form of its own. */
function lowerAt(text: string, at: int, c: int): string {
  return c === SIGMA && isFinalSigma(text, at) ? '\xcf\x82' : lowerText(c);
}

function isFinalSigma(text: string, at: int): boolean {
  let before = at;
  let cased = false;
  while (before > 0) {
    before--;
    while ((text.charCodeAt(before) & 0xc0) === 0x80) before--;
    const c = codePointAt(text, before);
    if (!isCaseIgnorable(c)) {
      cased = isCased(c);
      break;
    }
  }
  if (!cased) return false;
  let after = at + 2;
  while (after < text.length) {
    const c = codePointAt(text, after);
    if (!isCaseIgnorable(c)) return !isCased(c);
    after += sequenceLength(text.charCodeAt(after));
  }
  return true;
}

export function lowerOf(text: string): string {
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    builder.append(lowerAt(text, at, c));
    at += sequenceLength(text.charCodeAt(at));
  }
  return builder.build();
}

function strLower(self: W_StrBase): W_Root {
  if (!self.isAscii()) return newStr(lowerOf(self.utf8()));
  const text = asciiLower(self.utf8());
  return text === self.utf8() ? exactStr(self) : newStr(text);
}

type Mapping = (c: int) => string;

function mapped(text: string, mapping: Mapping): W_Root {
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    builder.append(mapping(codePointAt(text, at)));
    at += sequenceLength(text.charCodeAt(at));
  }
  return newStr(builder.build());
}

function strUpper(self: W_StrBase): W_Root {
  if (!self.isAscii()) return mapped(self.utf8(), upperText);
  const text = asciiUpper(self.utf8());
  return text === self.utf8() ? exactStr(self) : newStr(text);
}

function strCasefold(self: W_StrBase): W_Root {
  return self.isAscii() ? strLower(self) : mapped(self.utf8(), foldText);
}

function strSwapcase(self: W_StrBase): W_Root {
  const text = self.utf8();
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    const size = sequenceLength(text.charCodeAt(at));
    if (isUpper(c)) builder.append(lowerAt(text, at, c));
    else if (isLower(c)) builder.append(upperText(c));
    else builder.appendRange(text, at, at + size);
    at += size;
  }
  return newStr(builder.build());
}

function strCapitalize(self: W_StrBase): W_Root {
  const text = self.utf8();
  const builder = new StringBuilder();
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    builder.append(at === 0 ? titleText(c) : lowerAt(text, at, c));
    at += sequenceLength(text.charCodeAt(at));
  }
  return newStr(builder.build());
}

function strTitle(self: W_StrBase): W_Root {
  const text = self.utf8();
  const builder = new StringBuilder();
  let inWord = false;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    builder.append(inWord ? lowerAt(text, at, c) : titleText(c));
    inWord = isCased(c);
    at += sequenceLength(text.charCodeAt(at));
  }
  return newStr(builder.build());
}

/** Rows for the typedef of `str`. */
export function strCaseRows(): Row[] {
  return [
    method('lower', '($self, /)', strLower),
    method('upper', '($self, /)', strUpper),
    method('casefold', '($self, /)', strCasefold),
    method('swapcase', '($self, /)', strSwapcase),
    method('capitalize', '($self, /)', strCapitalize),
    method('title', '($self, /)', strTitle),
    method('isalpha', '($self, /)', strIsalpha),
    method('isalnum', '($self, /)', strIsalnum),
    method('isdecimal', '($self, /)', strIsdecimal),
    method('isdigit', '($self, /)', strIsdigit),
    method('isnumeric', '($self, /)', strIsnumeric),
    method('isspace', '($self, /)', strIsspace),
    method('isprintable', '($self, /)', strIsprintable),
    method('isidentifier', '($self, /)', strIsidentifier),
    method('islower', '($self, /)', strIslower),
    method('isupper', '($self, /)', strIsupper),
    method('istitle', '($self, /)', strIstitle),
  ];
}
