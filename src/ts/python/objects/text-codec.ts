/**
 * Encoding and decoding of text by the name of an encoding: what `str.encode`, `bytes.decode` and `str(bytes, ...)` do.
 *
 * UTF-8, ASCII and Latin-1 under their usual names need no codec registry; other names go to the registry of
 * `codec-registry.ts`, which imports package `encodings`.
 */
import {
  decodeAscii,
  decodeLatin1,
  decodeUtf8,
  encodeAscii,
  encodeLatin1,
  encodeUtf8,
} from './codecs-basic.js';
import { findBuffer } from './buffer.js';
import { decodeByRegistry, encodeByRegistry } from './codec-registry.js';
import { typeError, typeName } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { asciiLower } from './str-case.js';
import { newBytes, W_BytesBase } from './w-bytes.js';
import { newStr, w_emptyStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';

export const enum BasicCodec {
  NONE,
  UTF8,
  ASCII,
  LATIN1,
}

/** The codec that a name means, if it is one of those that need no registry. */
export function basicCodec(encoding: string): BasicCodec {
  switch (encoding.length) {
    case 4:
    case 5:
    case 7:
    case 8:
    case 9:
    case 10:
      break;
    default:
      return BasicCodec.NONE;
  }
  const name = asciiLower(encoding);
  if (name === 'utf-8' || name === 'utf8' || name === 'utf_8') return BasicCodec.UTF8;
  if (name === 'ascii' || name === 'us-ascii' || name === 'us_ascii') return BasicCodec.ASCII;
  if (
    name === 'latin-1' ||
    name === 'latin1' ||
    name === 'latin_1' ||
    name === 'iso-8859-1' ||
    name === 'iso8859-1' ||
    name === 'iso_8859_1'
  ) {
    return BasicCodec.LATIN1;
  }
  return BasicCodec.NONE;
}

/** `w_str.encode(encoding, errors)`; null is the default of each. */
export function encodeStr(w_str: W_StrBase, encoding: string | null, errors: string | null): W_Root {
  const handler = errors === null ? 'strict' : errors;
  switch (encoding === null ? BasicCodec.UTF8 : basicCodec(encoding)) {
    case BasicCodec.UTF8:
      return newBytes(encodeUtf8(w_str, handler));
    case BasicCodec.ASCII:
      return newBytes(encodeAscii(w_str, handler));
    case BasicCodec.LATIN1:
      return newBytes(encodeLatin1(w_str, handler));
    case BasicCodec.NONE:
      return encodeByRegistry(w_str, encoding === null ? 'utf-8' : encoding, errors);
  }
}

/** Bytes as a str; the object is what an error names as its object. */
export function decodeBytes(w_bytes: W_BytesBase, encoding: string | null, errors: string | null): W_StrBase {
  const handler = errors === null ? 'strict' : errors;
  switch (encoding === null ? BasicCodec.UTF8 : basicCodec(encoding)) {
    case BasicCodec.UTF8:
      return newStr(decodeUtf8(w_bytes, handler));
    case BasicCodec.ASCII:
      return newStr(decodeAscii(w_bytes, handler));
    case BasicCodec.LATIN1:
      return newStr(decodeLatin1(w_bytes.value));
    case BasicCodec.NONE:
      return decodeByRegistry(w_bytes, encoding === null ? 'utf-8' : encoding, errors);
  }
}

/** `str(obj, encoding, errors)`. */
export function decodeObject(w_obj: W_Root, encoding: string | null, errors: string | null): W_StrBase {
  if (w_obj instanceof W_BytesBase) return decodeBytes(w_obj, encoding, errors);
  if (w_obj instanceof W_StrBase) throw typeError('decoding str is not supported');
  const buffer = findBuffer(w_obj);
  if (buffer === null) {
    throw typeError(`decoding to str: need a bytes-like object, ${typeName(w_obj)} found`);
  }
  const bytes = buffer.bytes();
  return bytes.length === 0 ? w_emptyStr : decodeBytes(newBytes(bytes), encoding, errors);
}
