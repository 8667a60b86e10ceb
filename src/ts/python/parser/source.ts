/**
 * Bytes of a source file to text: byte order mark, the encoding declaration of PEP 263, and decoding
 * (Python reference, 2.1.4).
 */
import { PySyntaxError } from './errors.js';

const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const blankOrComment = /^[ \t\f]*(?:#.*)?$/;

/** The declared encoding in the first two lines, in Python's normal form for UTF-8 and Latin-1. */
function findDeclaration(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let start = 0;
  for (let line = 0; line < 2; line++) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const text = buffer.toString('latin1', start, end);
    const match = cookie.exec(text);
    if (match !== null) return normalizeEncoding(match[1]);
    if (!blankOrComment.test(text)) return null;
    start = end + (bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1);
  }
  return null;
}

function normalizeEncoding(name: string): string {
  const normal = name.slice(0, 12).toLowerCase().replaceAll('_', '-');
  if (normal === 'utf-8' || normal.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(normal)) return 'iso-8859-1';
  return name;
}

/** Names Python knows under which `TextDecoder` has another encoding, or none. */
const decoderNames: Readonly<Record<string, string>> = {
  latin1: 'iso-8859-1',
  l1: 'iso-8859-1',
  utf8: 'utf-8',
  'utf-8-sig': 'utf-8',
  ascii: 'us-ascii',
  cp1252: 'windows-1252',
  cp1251: 'windows-1251',
  cp1250: 'windows-1250',
  cp932: 'shift_jis',
};

export interface DecodedSource {
  readonly text: string;
  /** Whether the source says what its encoding is. */
  readonly declared: boolean;
}

export function decodeSource(bytes: Uint8Array, filename: string, ignoreCookie: boolean): DecodedSource {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasMark ? bytes.subarray(3) : bytes;
  const declared = ignoreCookie ? null : findDeclaration(body);
  if (hasMark && declared !== null && declared !== 'utf-8') {
    throw plainError(filename, `encoding problem: ${declared} with BOM`);
  }
  const encoding = declared ?? 'utf-8';
  if (encoding === 'utf-8' || /^utf8$/i.test(encoding)) {
    return { text: decodeUtf8(body), declared: hasMark || declared !== null };
  }
  return { text: decodeOther(body, encoding, filename), declared: true };
}

function plainError(filename: string, message: string): PySyntaxError {
  return new PySyntaxError('SyntaxError', message, filename, 0, -1, null, null, null);
}

/**
 * Bytes that are not UTF-8 become lone surrogates, U+DC00 more than the byte (PEP 383): in a comment they do not
 * matter, and in a name or string the error is found when it is read.
 */
function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = buffer.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  let result = '';
  let start = 0;
  for (;;) {
    const bad = findInvalidByte(bytes, start);
    result += buffer.toString('utf8', start, bad?.at ?? bytes.length);
    if (bad === null) return result;
    for (let at = bad.at; at < bad.at + bad.length; at++) result += String.fromCharCode(0xdc00 + bytes[at]);
    start = bad.at + bad.length;
  }
}

const escapedByte = /[\udc80-\udcff]/u;

/** The codec's error for a text in which `decodeSource` has found bytes that are not UTF-8; null if there are none. */
export function findDecodingProblem(text: string): string | null {
  if (!escapedByte.test(text)) return null;
  const pieces: Buffer[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const escaped = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
    pieces.push(escaped ? Buffer.from([code - 0xdc00]) : Buffer.from(character));
  }
  const bytes = Buffer.concat(pieces);
  const bad = findInvalidByte(bytes, 0);
  if (bad === null) return null;
  const { at, reason, length } = bad;
  const hex = bytes[at].toString(16).padStart(2, '0');
  const what =
    length === 1 ? `byte 0x${hex} in position ${at}` : `bytes in position ${at}-${at + length - 1}`;
  return `(unicode error) 'utf-8' codec can't decode ${what}: ${reason}`;
}

/** The same text as an error shows it. */
export function replaceEscapedBytes(text: string): string {
  return escapedByte.test(text) ? text.replace(/[\udc80-\udcff]/gu, '\ufffd') : text;
}

/** The first byte that is not UTF-8, with the codec's reason. */
function findInvalidByte(
  bytes: Uint8Array,
  from: number,
): { at: number; reason: string; length: number } | null {
  for (let at = from; at < bytes.length;) {
    const lead = bytes[at];
    if (lead < 0x80) {
      at++;
      continue;
    }
    const size =
      lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
    if (size === 0) return { at, reason: 'invalid start byte', length: 1 };
    for (let index = 1; index < size; index++) {
      if (at + index >= bytes.length) return { at, reason: 'unexpected end of data', length: index };
      const next = bytes[at + index];
      let low = 0x80;
      let high = 0xbf;
      if (index === 1 && lead === 0xe0) low = 0xa0;
      if (index === 1 && lead === 0xed) high = 0x9f;
      if (index === 1 && lead === 0xf0) low = 0x90;
      if (index === 1 && lead === 0xf4) high = 0x8f;
      if (next < low || next > high) return { at, reason: 'invalid continuation byte', length: index };
    }
    at += size;
  }
  return null;
}

function decodeOther(bytes: Uint8Array, encoding: string, filename: string): string {
  const name = decoderNames[encoding.toLowerCase().replaceAll('_', '-')] ?? encoding.toLowerCase();
  if (name === 'iso-8859-1') {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
  if (name === 'us-ascii') {
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] < 128) continue;
      const hex = bytes[at].toString(16);
      throw plainError(
        filename,
        `'ascii' codec can't decode byte 0x${hex} in position ${at}: ordinal not in range(128)`,
      );
    }
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
  let decoder: { decode(bytes: Uint8Array): string };
  try {
    decoder = new TextDecoder(name, { fatal: true });
  } catch {
    throw plainError(filename, `unknown encoding: ${encoding}`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw plainError(filename, `encoding problem: ${encoding}`);
  }
}
