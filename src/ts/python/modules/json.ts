/** Module `_json`: the string encoders; package `json` does the rest itself. */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { newStr } from '../objects/w-str.js';
import { codePointAt, sequenceLength, W_StrBase } from '../objects/w-str-base.js';

const HEX = '0123456789abcdef';
/** Characters with an escape of one letter, and their letters. */
const ESCAPED = '"\\\n\r\t\f\b';
const LETTERS = '"\\nrtfb';

function appendHex(builder: StringBuilder, unit: int): void {
  builder.append('\\u');
  for (let shift = 12; shift >= 0; shift -= 4) builder.appendByte(HEX.charCodeAt((unit >> shift) & 15));
}

function checkedText(w_text: W_Root): string {
  if (!(w_text instanceof W_StrBase)) throw typeError(`first argument must be a string, not ${typeName(w_text)}`);
  return w_text.utf8;
}

/** Appends an ASCII character with its escape. */
function appendAscii(builder: StringBuilder, c: int): void {
  const at = ESCAPED.indexOf(String.fromCharCode(c), 0);
  if (at >= 0) {
    builder.append('\\');
    builder.appendByte(LETTERS.charCodeAt(at));
  } else if (c < 32) {
    appendHex(builder, c);
  } else {
    builder.appendByte(c);
  }
}

function encodeBasestring(w_text: W_Root): W_Root {
  const text = checkedText(w_text);
  const builder = new StringBuilder();
  builder.append('"');
  for (let i = 0; i < text.length; i++) appendAscii(builder, text.charCodeAt(i));
  builder.append('"');
  return newStr(builder.build());
}

function encodeBasestringAscii(w_text: W_Root): W_Root {
  const text = checkedText(w_text);
  const builder = new StringBuilder();
  builder.append('"');
  let i = 0;
  while (i < text.length) {
    const lead = text.charCodeAt(i);
    if (lead < 127) {
      appendAscii(builder, lead);
      i++;
      continue;
    }
    const c = codePointAt(text, i);
    i += sequenceLength(lead);
    if (c >= 0x10000) {
      appendHex(builder, 0xd800 + ((c - 0x10000) >> 10));
      appendHex(builder, 0xdc00 + ((c - 0x10000) & 1023));
    } else {
      appendHex(builder, c);
    }
  }
  builder.append('"');
  return newStr(builder.build());
}

export const jsonModule = moduledef('_json', 'json speedups', [
  func('encode_basestring', '($module, string, /)', encodeBasestring),
  func('encode_basestring_ascii', '($module, string, /)', encodeBasestringAscii),
]);
