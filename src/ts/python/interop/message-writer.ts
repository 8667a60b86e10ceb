/** Writes a message for JavaScript; the first four bytes are its size. */
import type { ByteArray } from '../../rlib/array.js';
import { copyBytes, newByteArray } from '../../rlib/array.js';
import { copyStringToBytes } from '../../rlib/bytes.js';
import { highBits, lowBits } from '../../rlib/float.js';
import type { float, int } from '../../rlib/types.js';

const HEADER: int = 4;

export class MessageWriter {
  private bytes: ByteArray = newByteArray(96);
  private position: int = HEADER;

  /** Throws away what has been written. */
  reset(): void {
    this.position = HEADER;
  }

  private reserve(count: int): void {
    const needed = this.position + count;
    if (needed <= this.bytes.length) return;
    const larger = newByteArray(needed > 2 * this.bytes.length ? needed : 2 * this.bytes.length);
    copyBytes(this.bytes, 0, larger, 0, this.position);
    this.bytes = larger;
  }

  byte(value: int): void {
    if (this.position === this.bytes.length) this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** The low 32 bits of a number. */
  u32(value: int): void {
    this.reserve(4);
    this.put(this.position, value);
    this.position += 4;
  }

  private put(at: int, value: int): void {
    const bytes = this.bytes;
    bytes[at] = value & 255;
    bytes[at + 1] = (value >>> 8) & 255;
    bytes[at + 2] = (value >>> 16) & 255;
    bytes[at + 3] = (value >>> 24) & 255;
  }

  float(value: float): void {
    this.u32(lowBits(value));
    this.u32(highBits(value));
  }

  /** Bytes after their size. */
  text(text: string): void {
    this.u32(text.length);
    this.reserve(text.length);
    copyStringToBytes(text, this.bytes, this.position);
    this.position += text.length;
  }

  /** The whole message; the array is longer. */
  finish(): ByteArray {
    this.put(0, this.position);
    return this.bytes;
  }
}
