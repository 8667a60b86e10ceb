/** Module `binascii`: bytes as text of several kinds, and checksums. */
import { StringBuilder } from '../../rlib/bytes.js';
import { truncDiv } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { newError, typeError, typeName, valueError } from '../interp/errors.js';
import { findBytes, getBytes } from '../objects/buffer.js';
import { hexDigit, hexOf } from '../objects/bytes-hex.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { newBytes } from '../objects/w-bytes.js';
import type { OperationError } from '../objects/w-exception.js';
import { ExceptionType, ValueErrorType } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType } from '../objects/w-type.js';
import { crc32 } from './checksums.js';

const errorType = newBuiltinType('Error', ValueErrorType);
errorType.hasDict = true;
errorType.module = 'binascii';
const incompleteType = newBuiltinType('Incomplete', ExceptionType);
incompleteType.hasDict = true;
incompleteType.module = 'binascii';

function binasciiError(message: string): OperationError {
  return newError(errorType, message);
}

/** The bytes of an argument that may be an ASCII string. */
function asciiArgument(w_data: W_Root): string {
  if (w_data instanceof W_StrBase) {
    if (!w_data.isAscii()) throw valueError('string argument should contain only ASCII characters');
    return w_data.utf8();
  }
  const data = findBytes(w_data);
  if (data === null)
    throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeName(w_data)}'`);
  return data;
}

function flag(w_flag: W_Root | null, fallback: boolean): boolean {
  return w_flag === null ? fallback : isTrue(w_flag);
}

// ---- hexadecimal

function hexlify(w_data: W_Root, w_separator: W_Root | null, w_group: W_Root | null): W_Root {
  const w_hex = hexOf(getBytes(w_data), w_separator, w_group);
  return w_hex instanceof W_StrBase ? newBytes(w_hex.utf8()) : w_hex;
}

function unhexlify(w_text: W_Root): W_Root {
  const text = asciiArgument(w_text);
  if ((text.length & 1) !== 0) throw binasciiError('Odd-length string');
  const builder = new StringBuilder();
  for (let i = 0; i < text.length; i += 2) {
    const high = hexDigit(text.charCodeAt(i));
    const low = hexDigit(text.charCodeAt(i + 1));
    if (high < 0 || low < 0) throw binasciiError('Non-hexadecimal digit found');
    builder.appendByte(high * 16 + low);
  }
  return newBytes(builder.build());
}

// ---- base 64

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function sextet(c: int): int {
  if (c >= 65 && c <= 90) return c - 65;
  if (c >= 97 && c <= 122) return c - 71;
  if (c >= 48 && c <= 57) return c + 4;
  return c === 43 ? 62 : c === 47 ? 63 : -1;
}

function b2aBase64(w_data: W_Root, w_newline: W_Root | null): W_Root {
  const data = getBytes(w_data);
  const builder = new StringBuilder();
  for (let i = 0; i < data.length; i += 3) {
    const left = data.length - i;
    const bits =
      data.charCodeAt(i) * 65536 +
      (left > 1 ? data.charCodeAt(i + 1) * 256 : 0) +
      (left > 2 ? data.charCodeAt(i + 2) : 0);
    builder.appendByte(BASE64.charCodeAt(bits >> 18));
    builder.appendByte(BASE64.charCodeAt((bits >> 12) & 63));
    builder.appendByte(left > 1 ? BASE64.charCodeAt((bits >> 6) & 63) : 61);
    builder.appendByte(left > 2 ? BASE64.charCodeAt(bits & 63) : 61);
  }
  if (flag(w_newline, true)) builder.appendByte(10);
  return newBytes(builder.build());
}

function a2bBase64(w_data: W_Root, w_strict: W_Root | null): W_Root {
  const text = asciiArgument(w_data);
  const strict = flag(w_strict, false);
  if (strict && text.length > 0 && text.charCodeAt(0) === 61)
    throw binasciiError('Leading padding not allowed');
  const builder = new StringBuilder();
  let place = 0;
  let rest = 0;
  let pads = 0;
  let padStarted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 61) {
      padStarted = true;
      if (place >= 2) {
        pads++;
        if (place + pads >= 4) {
          if (strict && i + 1 < text.length) throw binasciiError('Excess data after padding');
          return newBytes(builder.build());
        }
      }
      continue;
    }
    const six = sextet(c);
    if (six < 0) {
      if (strict) throw binasciiError('Only base64 data is allowed');
      continue;
    }
    if (strict && padStarted) throw binasciiError('Discontinuous padding not allowed');
    pads = 0;
    if (place > 0) builder.appendByte(((rest << (place * 2)) | (six >> (6 - place * 2))) & 255);
    rest = six & ((1 << (6 - place * 2)) - 1);
    place = (place + 1) & 3;
  }
  if (place === 0) return newBytes(builder.build());
  if (place === 1) {
    // Three bytes per four characters: what was decoded tells how many there were.
    const characters = truncDiv(builder.length(), 3) * 4 + 1;
    throw binasciiError(
      `Invalid base64-encoded string: number of data characters (${characters}) cannot be 1 more than a multiple of 4`,
    );
  }
  throw binasciiError('Incorrect padding');
}

// ---- uuencode

function a2bUu(w_data: W_Root): W_Root {
  const text = asciiArgument(w_data);
  const builder = new StringBuilder();
  let wanted = text.length === 0 ? 32 : (text.charCodeAt(0) - 32) & 63;
  let bits = 0;
  let held = 0;
  let at = 1;
  for (; wanted > 0; at++) {
    const c = at < text.length ? text.charCodeAt(at) : 10;
    let six = 0;
    if (c !== 10 && c !== 13) {
      if (c < 32 || c > 96) throw binasciiError('Illegal char');
      six = (c - 32) & 63;
    }
    bits = (bits << 6) | six;
    held += 6;
    if (held >= 8) {
      held -= 8;
      builder.appendByte((bits >> held) & 255);
      bits = bits & ((1 << held) - 1);
      wanted--;
    }
  }
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    // Old encoders padded the last group with blanks or backquotes.
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw binasciiError('Trailing garbage');
  }
  return newBytes(builder.build());
}

function b2aUu(w_data: W_Root, w_backtick: W_Root | null): W_Root {
  const data = getBytes(w_data);
  if (data.length > 45) throw binasciiError('At most 45 bytes at once');
  const zero = flag(w_backtick, false) ? 96 : 32;
  const builder = new StringBuilder();
  builder.appendByte(data.length === 0 ? zero : data.length + 32);
  for (let i = 0; i < data.length; i += 3) {
    const second = i + 1 < data.length ? data.charCodeAt(i + 1) : 0;
    const third = i + 2 < data.length ? data.charCodeAt(i + 2) : 0;
    const bits = data.charCodeAt(i) * 65536 + second * 256 + third;
    for (let shift = 18; shift >= 0; shift -= 6) {
      const six = (bits >> shift) & 63;
      builder.appendByte(six === 0 ? zero : six + 32);
    }
  }
  builder.appendByte(10);
  return newBytes(builder.build());
}

// ---- quoted-printable

function a2bQp(w_data: W_Root, w_header: W_Root | null): W_Root {
  const text = asciiArgument(w_data);
  const header = flag(w_header, false);
  const builder = new StringBuilder();
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i++);
    if (c === 95 && header) builder.appendByte(32);
    else if (c !== 61) builder.appendByte(c);
    else {
      if (i >= text.length) break;
      const first = text.charCodeAt(i);
      if (first === 10 || first === 13) {
        while (i < text.length && text.charCodeAt(i) !== 10) i++;
        if (i < text.length) i++;
      } else if (first === 61) {
        builder.appendByte(61);
        i++;
      } else if (i + 1 < text.length && hexDigit(first) >= 0 && hexDigit(text.charCodeAt(i + 1)) >= 0) {
        builder.appendByte(hexDigit(first) * 16 + hexDigit(text.charCodeAt(i + 1)));
        i += 2;
      } else {
        builder.appendByte(61);
      }
    }
  }
  return newBytes(builder.build());
}

const HEX = '0123456789ABCDEF';
const LINE_LIMIT = 76;

function b2aQp(
  w_data: W_Root,
  w_quotetabs: W_Root | null,
  w_istext: W_Root | null,
  w_header: W_Root | null,
): W_Root {
  const data = getBytes(w_data);
  const quotetabs = flag(w_quotetabs, false);
  const istext = flag(w_istext, true);
  const header = flag(w_header, false);
  const firstBreak = data.indexOf('\n', 0);
  const crlf = firstBreak > 0 && data.charCodeAt(firstBreak - 1) === 13;
  const builder = new StringBuilder();
  let column = 0;
  let i = 0;
  while (i < data.length) {
    const c = data.charCodeAt(i);
    const following = i + 1 < data.length ? data.charCodeAt(i + 1) : -1;
    const isBreak = c === 10 || (c === 13 && following === 10);
    if (istext && isBreak) {
      if (crlf) builder.appendByte(13);
      builder.appendByte(10);
      column = 0;
      i += c === 13 ? 2 : 1;
      continue;
    }
    const blank = c === 32 || c === 9;
    const loneDot =
      c === 46 && column === 0 && (following < 0 || following === 10 || following === 13 || following === 0);
    const blankAtEnd =
      blank &&
      (following < 0 || (istext && (following === 10 || (following === 13 && endsLine(data, i + 1)))));
    const quoted =
      c > 126 ||
      c === 61 ||
      (header && c === 95) ||
      loneDot ||
      blankAtEnd ||
      (blank && quotetabs) ||
      (c < 33 && !blank && !(c === 10 || c === 13)) ||
      (!istext && (c === 10 || c === 13));
    const space = quoted ? 3 : 1;
    if (following !== 10 && column + space >= LINE_LIMIT) {
      builder.append(crlf ? '=\r\n' : '=\n');
      column = 0;
    }
    if (quoted) {
      builder.appendByte(61);
      builder.appendByte(HEX.charCodeAt(c >> 4));
      builder.appendByte(HEX.charCodeAt(c & 15));
    } else {
      builder.appendByte(header && c === 32 ? 95 : c);
    }
    column += space;
    i++;
  }
  return newBytes(builder.build());
}

function endsLine(data: string, at: int): boolean {
  return at + 1 < data.length && data.charCodeAt(at + 1) === 10;
}

// ---- checksums

function crcHqx(w_data: W_Root, w_crc: W_Root): W_Root {
  const data = getBytes(w_data);
  let crc = toWord(w_crc) & 0xffff;
  for (let i = 0; i < data.length; i++) {
    crc = crc ^ (data.charCodeAt(i) << 8);
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return newInt(crc);
}

export const binasciiModule = moduledef('binascii', 'Conversion between binary data and ASCII', [
  func('a2b_uu', '($module, data, /)', a2bUu),
  func('b2a_uu', '($module, data, /, *, backtick=False)', b2aUu),
  func('a2b_base64', '($module, data, /, *, strict_mode=False)', a2bBase64),
  func('b2a_base64', '($module, data, /, *, newline=True)', b2aBase64),
  func('a2b_hex', '($module, hexstr, /)', unhexlify),
  func('b2a_hex', '($module, /, data, sep=None, bytes_per_sep=1)', hexlify),
  func('hexlify', '($module, /, data, sep=None, bytes_per_sep=1)', hexlify),
  func('unhexlify', '($module, hexstr, /)', unhexlify),
  func('a2b_qp', '($module, /, data, header=False)', a2bQp),
  func('b2a_qp', '($module, /, data, quotetabs=False, istext=True, header=False)', b2aQp),
  func('crc32', '($module, data, crc=0, /)', crc32),
  func('crc_hqx', '($module, data, crc, /)', crcHqx),
  value('Error', () => errorType),
  value('Incomplete', () => incompleteType),
]);
