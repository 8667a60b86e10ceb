/**
 * The data of `str`: UTF-8 bytes, or what such a text is made of while it grows, the number of code points, a cached hash.
 *
 * Lone surrogates are kept as their three-byte form, so every Python string has one byte form and equality of
 * bytes is equality of strings. ASCII text (length equal to the number of bytes) has O(1) indexing; other text
 * gets an index of byte offsets, one for each 64 code points, when it is first needed.
 */
import type { GrowingText } from './growing-text.js';
import { newGrowingText } from './growing-text.js';
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { W_Root } from './root.js';

/** 32-bit hash of a byte string (FNV-1a with a final mix); never 0, which means "not computed". @elidable */
export function hashBytes(text: string): int {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return hash === 0 || hash === -1 ? -2 : hash;
}

/** Number of code points in UTF-8 bytes. @elidable */
export function countCodePoints(utf8: string): int {
  let continuation = 0;
  for (let i = 0; i < utf8.length; i++) {
    if ((utf8.charCodeAt(i) & 0xc0) === 0x80) continuation++;
  }
  return utf8.length - continuation;
}

const INDEX_STEP = 64;

export abstract class W_StrBase extends W_Root {
  private hash: int = 0;
  private index: Int32Items | null = null;
  /** Whether this object is the canonical one of its text. */
  interned: boolean = false;
  private codePoints: int;

  /** `length`: code points, or -1 to have them counted on demand. */
  constructor(
    private readonly flat: string,
    length: int,
    private readonly growing: GrowingText | null = null,
  ) {
    super();
    this.codePoints = length;
  }

  utf8(): string {
    const growing = this.growing;
    return growing === null ? this.flat : growing.utf8();
  }

  /** Bytes of the text. */
  size(): int {
    const growing = this.growing;
    return growing === null ? this.flat.length : growing.size;
  }

  /** The text with a part at its end, in a buffer that can take more. */
  appended(part: string): GrowingText {
    const growing = this.growing;
    const longer = growing === null ? null : growing.append(part);
    return longer === null ? newGrowingText(this.utf8(), part) : longer;
  }

  /** Whether another str has the same bytes. */
  sameText(other: W_StrBase): boolean {
    return this === other || (!(this.interned && other.interned) && this.utf8() === other.utf8());
  }

  /** Forgets what follows from the text, and keeps it as a string. @loadTime */
  forgetText(): void {
    // Before the program is translated, nothing relies on what it can't write to.
    Object.assign(this, { flat: this.utf8(), growing: null });
    this.hash = 0;
    this.index = null;
    this.codePoints = -1;
    this.interned = false;
  }

  hashCode(): int {
    if (this.hash === 0) this.hash = hashBytes(this.utf8());
    return this.hash;
  }

  /** Number of code points. */
  length(): int {
    if (this.codePoints < 0) this.codePoints = countCodePoints(this.utf8());
    return this.codePoints;
  }

  isAscii(): boolean {
    return this.length() === this.size();
  }

  /** Byte offset of code point `position`, 0..length. @elidable */
  byteOffset(position: int): int {
    const length = this.length();
    const utf8 = this.utf8();
    if (length === utf8.length) return position;
    if (position >= length) return utf8.length;
    if (length < INDEX_STEP) return skipCodePoints(utf8, 0, position);
    let index = this.index;
    if (index === null) {
      index = newInt32Items((length + INDEX_STEP - 1) >> 6);
      let offset = 0;
      for (let i = 0; i < index.length; i++) {
        index[i] = offset;
        offset = skipCodePoints(utf8, offset, INDEX_STEP);
      }
      this.index = index;
    }
    return skipCodePoints(utf8, index[position >> 6] as int, position & (INDEX_STEP - 1));
  }

  /** Code point position of a byte offset. */
  positionOf(offset: int): int {
    if (this.isAscii()) return offset;
    return countCodePoints(this.utf8().slice(0, offset));
  }
}

/** Byte offset `count` code points after `offset` (or the end). */
export function skipCodePoints(utf8: string, offset: int, count: int): int {
  let at = offset;
  for (let i = 0; i < count && at < utf8.length; i++) at += sequenceLength(utf8.charCodeAt(at));
  return at;
}

/** Byte offset `count` code points before `offset` (or the start). */
export function skipCodePointsBack(utf8: string, offset: int, count: int): int {
  let at = offset;
  for (let i = 0; i < count && at > 0; i++) {
    at--;
    while ((utf8.charCodeAt(at) & 0xc0) === 0x80) at--;
  }
  return at;
}

/** Length of the UTF-8 sequence that a lead byte begins. */
export function sequenceLength(lead: int): int {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return 4;
}

/** The code point at a byte offset of valid UTF-8. */
export function codePointAt(utf8: string, offset: int): int {
  const lead = utf8.charCodeAt(offset);
  if (lead < 0x80) return lead;
  const second = utf8.charCodeAt(offset + 1) & 63;
  if (lead < 0xe0) return ((lead & 31) << 6) | second;
  const third = utf8.charCodeAt(offset + 2) & 63;
  if (lead < 0xf0) return ((lead & 15) << 12) | (second << 6) | third;
  return ((lead & 7) << 18) | (second << 12) | (third << 6) | (utf8.charCodeAt(offset + 3) & 63);
}
