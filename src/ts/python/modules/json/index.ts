/** Module `_json`: what package `json` is made of. */
import { StringBuilder } from '../../../rlib/bytes.js';
import { isTrue } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import { typeError, typeName, valueError } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { newInt } from '../../objects/w-int.js';
import { newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair } from '../../objects/w-tuple.js';
import { encoderType, encoderTypedef } from './encoder.js';
import { scannerType, scannerTypedef } from './scanner.js';
import { appendQuoted, appendQuotedAscii, Control, StringReader } from './strings.js';

function checkedText(w_text: W_Root): W_StrBase {
  if (!(w_text instanceof W_StrBase))
    throw typeError(`first argument must be a string, not ${typeName(w_text)}`);
  return w_text;
}

function encodeBasestring(w_text: W_Root): W_Root {
  const text = checkedText(w_text).utf8();
  const builder = new StringBuilder();
  appendQuoted(builder, text);
  return newStr(builder.build());
}

function encodeBasestringAscii(w_text: W_Root): W_Root {
  const text = checkedText(w_text).utf8();
  const builder = new StringBuilder();
  appendQuotedAscii(builder, text);
  return newStr(builder.build());
}

function scanstring(w_text: W_Root, w_end: W_Root, w_strict: W_Root | null): W_Root {
  const end = toWord(w_end);
  const strict = w_strict === null || isTrue(w_strict);
  if (!(w_text instanceof W_StrBase))
    throw typeError(`first argument must be a string, not ${typeName(w_text)}`);
  if (end < 0 || end > w_text.length()) throw valueError('end is out of bounds');
  const reader = new StringReader(w_text, strict ? Control.REFUSED : Control.ALLOWED);
  const w_string = reader.read(w_text.byteOffset(end));
  return newPair(w_string, newInt(w_text.positionOf(reader.end)));
}

export const jsonModule = moduledef(
  '_json',
  'json speedups\n',
  [
    func('encode_basestring', '($module, string, /)', encodeBasestring),
    func('encode_basestring_ascii', '($module, string, /)', encodeBasestringAscii),
    func('scanstring', '($module, string, end, strict=True, /)', scanstring),
    value('make_scanner', () => scannerType),
    value('make_encoder', () => encoderType),
  ],
  [scannerTypedef, encoderTypedef],
);
