/** The charmap codecs: characters by a mapping object, or a decoding table that is a str. */
import { StringBuilder } from '../../rlib/bytes.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { typeError } from '../interp/errors.js';
import { getItem } from '../interp/items.js';
import { callDecodeHandler, callEncodeHandler } from './codec-errors.js';
import { newDict } from './dict.js';
import type { W_Root } from './root.js';
import { newBytes, W_BytesBase } from './w-bytes.js';
import { LookupErrorType, OperationError } from './w-exception.js';
import { newInt, W_IntBase } from './w-int.js';
import { w_None } from './w-none.js';
import { codePointAt, sequenceLength, W_StrBase } from './w-str-base.js';

/** The item of a mapping, None where it has none. */
function mapItem(w_mapping: W_Root, c: int): W_Root {
  try {
    return getItem(w_mapping, newInt(c));
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(LookupErrorType)) return w_None;
    throw error;
  }
}

/** The bytes of a character, or null if it has none. */
function encodedCharacter(w_mapping: W_Root, c: int): string | null {
  const w_value = mapItem(w_mapping, c);
  if (w_value === w_None) return null;
  if (w_value instanceof W_BytesBase) return w_value.value;
  if (w_value instanceof W_IntBase) {
    const byte = w_value.isWord() ? w_value.toWord() : -1;
    if (byte < 0 || byte > 255) throw typeError('character mapping must be in range(256)');
    return String.fromCharCode(byte);
  }
  throw typeError(`character mapping must return integer, bytes or None, not ${w_value.getType().name}`);
}

export function encodeCharmap(w_str: W_StrBase, errors: string, w_mapping: W_Root): string {
  const text = w_str.utf8();
  const builder = new StringBuilder();
  const reason = 'character maps to <undefined>';
  let position = 0;
  let at = 0;
  while (at < text.length) {
    const bytes = encodedCharacter(w_mapping, codePointAt(text, at));
    if (bytes !== null) {
      builder.append(bytes);
      at += sequenceLength(text.charCodeAt(at));
      position++;
      continue;
    }
    let end = position + 1;
    let next = at + sequenceLength(text.charCodeAt(at));
    while (next < text.length && encodedCharacter(w_mapping, codePointAt(text, next)) === null) {
      next += sequenceLength(text.charCodeAt(next));
      end++;
    }
    const replaced = callEncodeHandler(errors, 'charmap', w_str, position, end, reason);
    if (replaced.bytes !== null) {
      builder.append(replaced.bytes);
    } else if (replaced.text !== null) {
      let i = 0;
      while (i < replaced.text.length) {
        const encoded = encodedCharacter(w_mapping, codePointAt(replaced.text, i));
        if (encoded === null) callEncodeHandler('strict', 'charmap', w_str, position, end, reason);
        else builder.append(encoded);
        i += sequenceLength(replaced.text.charCodeAt(i));
      }
    }
    position = replaced.position;
    at = w_str.byteOffset(position);
  }
  return builder.build();
}

/** What a decoding table has at a place where it has nothing. */
const UNDEFINED = '\xef\xbf\xbe';

/** The text of a byte, or null if it has none. */
function decodedByte(w_mapping: W_Root, byte: int): string | null {
  if (w_mapping instanceof W_StrBase) {
    if (byte >= w_mapping.length()) return null;
    const at = w_mapping.byteOffset(byte);
    const text = w_mapping.utf8().slice(at, at + sequenceLength(w_mapping.utf8().charCodeAt(at)));
    return text === UNDEFINED ? null : text;
  }
  const w_value = mapItem(w_mapping, byte);
  if (w_value === w_None) return null;
  if (w_value instanceof W_StrBase) return w_value.utf8() === UNDEFINED ? null : w_value.utf8();
  if (w_value instanceof W_IntBase) {
    const c = w_value.isWord() ? w_value.toWord() : -1;
    if (c === 0xfffe) return null;
    if (c < 0 || c > 0x10ffff) throw typeError('character mapping must be in range(0x110000)');
    const builder = new StringBuilder();
    builder.appendCodePoint(c);
    return builder.build();
  }
  throw typeError('character mapping must return integer, None or str');
}

export function decodeCharmap(w_bytes: W_BytesBase, errors: string, w_mapping: W_Root): string {
  let bytes = w_bytes.value;
  let w_input = w_bytes;
  const builder = new StringBuilder();
  let at = 0;
  while (at < bytes.length) {
    const text = decodedByte(w_mapping, bytes.charCodeAt(at));
    if (text !== null) {
      builder.append(text);
      at++;
      continue;
    }
    const replaced = callDecodeHandler(
      errors,
      'charmap',
      w_input,
      at,
      at + 1,
      'character maps to <undefined>',
    );
    builder.append(replaced.text);
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  return builder.build();
}

/** A table for encoding, from one for decoding. */
export function buildCharmap(w_table: W_StrBase): W_Root {
  const w_dict = newDict();
  const text = w_table.utf8();
  let byte = 0;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    if (c !== 0xfffe) w_dict.set(newInt(c), newInt(byte));
    byte++;
    at += sequenceLength(text.charCodeAt(at));
  }
  return w_dict;
}
