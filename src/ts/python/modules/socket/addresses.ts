/** Addresses as text and as bytes, and numbers in network order. */
import { intToString, joinStrings, splitString } from '../../../rlib/bytes.js';
import { floorDiv, floorMod } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { index, toWord } from '../../interp/convert.js';
import { newError, overflowError, typeError, typeName, valueError } from '../../interp/errors.js';
import { newOSError } from '../../interp/os-error.js';
import { getBytes } from '../../objects/buffer.js';
import type { W_Root } from '../../objects/root.js';
import { func } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import { OSErrorType } from '../../objects/w-exception.js';
import type { OperationError } from '../../objects/w-exception.js';
import { newInt } from '../../objects/w-int.js';
import { newAsciiStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';

const AF_INET = 2;
const AF_INET6 = 10;
const EAFNOSUPPORT = 97;

function swap16(name: string, w_number: W_Root): W_Root {
  const number = index(w_number);
  if (number.toBig().sign < 0) {
    throw overflowError(`${name}: can't convert negative Python int to C 16-bit unsigned integer`);
  }
  if (!number.isWord() || number.toWord() > 65535) {
    throw overflowError(`${name}: Python int too large to convert to C 16-bit unsigned integer`);
  }
  const value = number.toWord();
  return newInt(((value & 255) << 8) | (value >> 8));
}

function swap32(w_number: W_Root): W_Root {
  const number = index(w_number);
  if (number.toBig().sign < 0) throw overflowError("can't convert negative value to unsigned int");
  if (!number.isWord() || number.toWord() > 4294967295) throw overflowError('int larger than 32 bits');
  const value = number.toWord();
  const low = floorMod(value, 65536);
  const high = floorDiv(value, 65536);
  const swappedLow = ((low & 255) << 8) | (low >> 8);
  const swappedHigh = ((high & 255) << 8) | (high >> 8);
  return newInt(swappedLow * 65536 + swappedHigh);
}

function htons(w_number: W_Root): W_Root {
  return swap16('htons', w_number);
}

function ntohs(w_number: W_Root): W_Root {
  return swap16('ntohs', w_number);
}

function htonl(w_number: W_Root): W_Root {
  return swap32(w_number);
}

function ntohl(w_number: W_Root): W_Root {
  return swap32(w_number);
}

function addressError(message: string): OperationError {
  return newError(OSErrorType, message);
}

function textArgument(w_text: W_Root, name: string, position: string): string {
  if (w_text instanceof W_StrBase) return w_text.utf8();
  throw typeError(`${name}() argument ${position}must be str, not ${typeName(w_text)}`);
}

/** A number as C writes it (0x..., 0..., decimal), or -1. */
function cNumber(text: string): int {
  if (text.length === 0) return -1;
  let base = 10;
  let at = 0;
  if (text.startsWith('0x') || text.startsWith('0X')) {
    base = 16;
    at = 2;
  } else if (text.startsWith('0') && text.length > 1) {
    base = 8;
    at = 1;
  }
  if (at === text.length) return -1;
  let value = 0;
  for (; at < text.length; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0 || digit >= base || value > 4294967295) return -1;
    value = value * base + digit;
  }
  return value;
}

function hexDigit(c: int): int {
  if (c >= 48 && c <= 57) return c - 48;
  const letter = c | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** The 4 bytes of the forms a, a.b, a.b.c, a.b.c.d, whose last number fills what is left. */
function looseAddress(text: string): string | null {
  const parts = splitString(text, '.');
  if (parts.length > 4) return null;
  let result = '';
  for (let i = 0; i < parts.length; i++) {
    const number = cNumber(parts[i] as string);
    const size = i === parts.length - 1 ? 4 - i : 1;
    let limit = 1;
    for (let k = 0; k < size; k++) limit *= 256;
    if (number < 0 || number >= limit) return null;
    for (let k = size - 1; k >= 0; k--) {
      let shifted = number;
      for (let n = 0; n < k; n++) shifted = floorDiv(shifted, 256);
      result += String.fromCharCode(floorMod(shifted, 256));
    }
  }
  return result;
}

/** The 4 bytes of four decimal numbers. */
function strictAddress(text: string): string | null {
  const parts = splitString(text, '.');
  if (parts.length !== 4) return null;
  let result = '';
  for (const part of parts) {
    let value = part.length === 0 || part.length > 3 ? 256 : 0;
    for (let i = 0; i < part.length && value < 256; i++) {
      const c = part.charCodeAt(i);
      value = c >= 48 && c <= 57 ? value * 10 + c - 48 : 256;
    }
    if (value > 255 || (part.length > 1 && part.startsWith('0'))) return null;
    result += String.fromCharCode(value);
  }
  return result;
}

/** The bytes of groups between colons; the last may be an IPv4 address. */
function groups(text: string): string | null {
  if (text.length === 0) return '';
  let result = '';
  const parts = splitString(text, ':');
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (i === parts.length - 1 && part.indexOf('.', 0) >= 0) {
      const tail = strictAddress(part);
      return tail === null ? null : result + tail;
    }
    if (part.length === 0 || part.length > 4) return null;
    let value = 0;
    for (let k = 0; k < part.length; k++) {
      const digit = hexDigit(part.charCodeAt(k));
      if (digit < 0) return null;
      value = value * 16 + digit;
    }
    result += String.fromCharCode(value >> 8) + String.fromCharCode(value & 255);
  }
  return result;
}

function address6(text: string): string | null {
  const gap = text.indexOf('::', 0);
  if (gap < 0) {
    const all = groups(text);
    return all !== null && all.length === 16 ? all : null;
  }
  const before = groups(text.slice(0, gap));
  const after = groups(text.slice(gap + 2, text.length));
  if (before === null || after === null || before.length + after.length > 14) return null;
  let result = before;
  while (result.length + after.length < 16) result += '\x00';
  return result + after;
}

function dotted(bytes: string): string {
  const parts: string[] = [];
  for (let i = 0; i < 4; i++) parts.push(intToString(bytes.charCodeAt(i)));
  return joinStrings(parts, '.');
}

const HEX = '0123456789abcdef';

function hexGroup(value: int): string {
  let text = '';
  let rest = value;
  do {
    text = HEX.slice(rest & 15, (rest & 15) + 1) + text;
    rest >>= 4;
  } while (rest > 0);
  return text;
}

/** RFC 5952: the longest run of two zero groups or more is left out. */
function text6(bytes: string): string {
  const values: int[] = [];
  for (let i = 0; i < 16; i += 2) values.push(bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1));
  let best = -1;
  let bestCount = 1;
  for (let i = 0; i < 8; i++) {
    let count = 0;
    while (i + count < 8 && values[i + count] === 0) count++;
    if (count > bestCount) {
      best = i;
      bestCount = count;
    }
  }
  // IPv4 addresses within IPv6 (compatible and mapped).
  if (best === 0 && (bestCount === 6 || (bestCount === 5 && values[5] === 65535))) {
    return `${bestCount === 6 ? '::' : '::ffff:'}${dotted(bytes.slice(12, 16))}`;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      text += '::';
      i += bestCount - 1;
    } else {
      if (text.length > 0 && !text.endsWith(':')) text += ':';
      text += hexGroup(values[i] as int);
    }
  }
  return text;
}

function inetAton(w_text: W_Root): W_Root {
  const bytes = looseAddress(textArgument(w_text, 'inet_aton', ''));
  if (bytes === null) throw addressError('illegal IP address string passed to inet_aton');
  return newBytes(bytes);
}

function inetNtoa(w_bytes: W_Root): W_Root {
  const bytes = getBytes(w_bytes);
  if (bytes.length !== 4) throw addressError('packed IP wrong length for inet_ntoa');
  return newAsciiStr(dotted(bytes));
}

function inetPton(w_family: W_Root, w_text: W_Root): W_Root {
  const family = toWord(w_family);
  const text = textArgument(w_text, 'inet_pton', '2 ');
  if (family !== AF_INET && family !== AF_INET6) throw newOSError(EAFNOSUPPORT, '');
  const bytes = family === AF_INET ? strictAddress(text) : address6(text);
  if (bytes === null) throw addressError('illegal IP address string passed to inet_pton');
  return newBytes(bytes);
}

function inetNtop(w_family: W_Root, w_bytes: W_Root): W_Root {
  const family = toWord(w_family);
  const bytes = getBytes(w_bytes);
  if (family !== AF_INET && family !== AF_INET6) throw valueError(`unknown address family ${family}`);
  if (bytes.length !== (family === AF_INET ? 4 : 16))
    throw valueError('invalid length of packed IP address string');
  return newAsciiStr(family === AF_INET ? dotted(bytes) : text6(bytes));
}

export const addressRows = [
  func('htons', '($module, integer, /)', htons),
  func('ntohs', '($module, integer, /)', ntohs),
  func('htonl', '($module, integer, /)', htonl),
  func('ntohl', '($module, integer, /)', ntohl),
  func('inet_aton', '($module, string, /)', inetAton),
  func('inet_ntoa', '($module, packed_ip, /)', inetNtoa),
  func('inet_pton', '($module, af, ip, /)', inetPton),
  func('inet_ntop', '($module, af, packed_ip, /)', inetNtop),
];
