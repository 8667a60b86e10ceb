/** Reads a message from JavaScript. */
import type { ByteArray } from '../../rlib/array.js';
import { bytesToString } from '../../rlib/bytes.js';
import { doubleFromBits } from '../../rlib/float.js';
import type { float, int } from '../../rlib/types.js';

export class MessageReader {
  private position: int = 0;

  constructor(private readonly bytes: ByteArray) {}

  byte(): int {
    return this.bytes[this.position++] as int;
  }

  i32(): int {
    const bytes = this.bytes;
    const at = this.position;
    this.position = at + 4;
    return (
      (bytes[at] as int) |
      ((bytes[at + 1] as int) << 8) |
      ((bytes[at + 2] as int) << 16) |
      ((bytes[at + 3] as int) << 24)
    );
  }

  u32(): int {
    return this.i32() >>> 0;
  }

  float(): float {
    const low = this.u32();
    return doubleFromBits(this.u32(), low);
  }

  /** Bytes after their size. */
  text(): string {
    const size = this.u32();
    const start = this.position;
    this.position = start + size;
    return bytesToString(this.bytes, start, start + size);
  }
}
