/**
 * Text that grows at its end, as `text += part` in a loop makes it: the strings that come to be share one buffer. Each knows how much of it
 * is its own; bytes are appended to the buffer when the longest string is, and copied out when somebody reads a string.
 *
 *     buffer   [ first part | second | third | room ]
 *     strings  |------------>
 *              |--------------------->
 *              |----------------------------->
 */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';

/** What a string has of the buffer: its first `size` bytes. */
export class GrowingText {
  private text: string | null = null;

  constructor(
    private readonly buffer: StringBuilder,
    readonly size: int,
  ) {}

  utf8(): string {
    const known = this.text;
    if (known !== null) return known;
    const text = this.buffer.build().slice(0, this.size);
    this.text = text;
    return text;
  }

  /** This text and a part; null if another string has gone on from here. */
  append(part: string): GrowingText | null {
    const buffer = this.buffer;
    if (buffer.length() !== this.size) return null;
    buffer.append(part);
    return new GrowingText(buffer, this.size + part.length);
  }
}

/** Two parts, in a buffer of their own. */
export function newGrowingText(first: string, second: string): GrowingText {
  const buffer = new StringBuilder();
  buffer.append(first);
  buffer.append(second);
  return new GrowingText(buffer, first.length + second.length);
}
