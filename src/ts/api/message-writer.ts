/** Writes messages for Python: into the mailbox, or where that is in use or too small, into a buffer of its own. */
import { toUtf8 } from '../host/compiler-text.js';

/** Shorter texts are copied here: asking V8 takes longer. */
const SHORT = 24;

export class MessageWriter {
  private position = 0;
  /** Objects that have been begun, by their numbers in this message; null before the first. */
  containers: Map<object, number> | null = null;
  /** Frozen containers that have been begun but not ended. */
  open: Set<object> | null = null;

  constructor(private bytes: Buffer) {}

  /** Starts a new message. */
  reset(bytes: Buffer): void {
    this.bytes = bytes;
    this.position = 0;
    this.containers = null;
    this.open = null;
  }

  get size(): number {
    return this.position;
  }

  /** The message; not copied. */
  contents(): Buffer {
    return this.bytes.subarray(0, this.position);
  }

  /** Leaves the mailbox to others. */
  moveOut(): void {
    this.bytes = Buffer.concat([this.contents()], Math.max(2 * this.position, 256));
  }

  isIn(buffer: Buffer): boolean {
    return this.bytes === buffer;
  }

  private reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.position);
    this.bytes = larger;
  }

  byte(value: number): void {
    if (this.position === this.bytes.length) this.reserve(1);
    this.bytes[this.position++] = value;
  }

  /** The low 32 bits of a number. */
  u32(value: number): void {
    this.reserve(4);
    const at = this.position;
    this.bytes[at] = value;
    this.bytes[at + 1] = value >>> 8;
    this.bytes[at + 2] = value >>> 16;
    this.bytes[at + 3] = value >>> 24;
    this.position = at + 4;
  }

  float(value: number): void {
    this.reserve(8);
    this.bytes.writeDoubleLE(value, this.position);
    this.position += 8;
  }

  /** Text as UTF-8 after its size. */
  text(text: string): void {
    if (text.length <= SHORT && this.shortText(text)) return;
    if (text.isWellFormed()) {
      this.reserve(4 + 3 * text.length);
      const start = this.position + 4;
      const size = this.bytes.write(text, start, 'utf8');
      this.u32(size);
      this.position += size;
    } else {
      const bytes = toUtf8(text);
      this.u32(bytes.length);
      this.reserve(bytes.length);
      this.position += this.bytes.write(bytes, this.position, 'latin1');
    }
  }

  /** Writes a text of ASCII; false if it is not. */
  private shortText(text: string): boolean {
    const { length } = text;
    this.reserve(4 + length);
    const start = this.position + 4;
    for (let i = 0; i < length; i++) {
      const c = text.charCodeAt(i);
      if (c >= 0x80) return false;
      this.bytes[start + i] = c;
    }
    this.u32(length);
    this.position += length;
    return true;
  }

  /** Bytes after their size. */
  binary(bytes: Uint8Array): void {
    this.u32(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }
}
