/** Reads messages from Python. What it gives is copied: the bytes are good only until Python code runs again. */
import { fromUtf8 } from '../host/compiler-text.js';

/** Shorter texts are read here: asking V8 takes longer. */
const SHORT = 16;

export class MessageReader {
  constructor(
    private readonly bytes: Buffer,
    private position: number,
  ) {}

  byte(): number {
    return this.bytes[this.position++] ?? 0;
  }

  i32(): number {
    const at = this.position;
    this.position = at + 4;
    return this.bytes.readInt32LE(at);
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  float(): number {
    const at = this.position;
    this.position = at + 8;
    return this.bytes.readDoubleLE(at);
  }

  /** UTF-8 after its size. */
  text(): string {
    const size = this.u32();
    const start = this.position;
    const end = start + size;
    this.position = end;
    if (size <= SHORT) {
      const short = this.shortText(start, end);
      if (short !== null) return short;
    }
    const text = this.bytes.toString('utf8', start, end);
    // In place of surrogates V8 puts this character.
    return text.includes('\ufffd') ? fromUtf8(this.bytes.toString('latin1', start, end)) : text;
  }

  /** A text of ASCII, or null if it is not. */
  private shortText(start: number, end: number): string | null {
    let text = '';
    for (let at = start; at < end; at++) {
      const c = this.bytes[at] ?? 0;
      if (c >= 0x80) return null;
      text += String.fromCharCode(c);
    }
    return text;
  }

  /** Bytes after their size, in a buffer of their own: Node's small Buffers share one. */
  binary(): Uint8Array {
    const size = this.u32();
    const result = new Uint8Array(size);
    result.set(this.bytes.subarray(this.position, this.position + size));
    this.position += size;
    return result;
  }
}
