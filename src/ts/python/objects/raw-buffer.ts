/**
 * The buffer protocol: the memory of an object as bytes. `W_Root.getBuffer` gives one for objects that have memory to
 * share (bytes, bytearray, memoryview, array, mmap); `buffer.ts` has the functions that ask for it.
 *
 * Offsets are bytes. Items are described by a struct format; `shape` is null for the usual flat sequence of items.
 * Who keeps a buffer acquires it, so that its owner is not resized, and releases it.
 */
import { bytesToString } from '../../rlib/bytes.js';
import { newByteArray } from '../../rlib/array.js';
import { unreachable } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';

export abstract class RawBuffer {
  /** Size in bytes. */
  abstract length(): int;

  abstract isReadonly(): boolean;

  abstract getByte(index: int): int;

  /** Only on buffers that are not read-only. */
  setByte(_index: int, _byte: int): void {
    unreachable('a read-only buffer is written');
  }

  /** The struct format of an item. */
  format(): string {
    return 'B';
  }

  itemSize(): int {
    return 1;
  }

  slice(start: int, end: int): string {
    const bytes = newByteArray(end - start);
    for (let i = start; i < end; i++) bytes[i - start] = this.getByte(i);
    return bytesToString(bytes, 0, end - start);
  }

  /** All bytes. */
  bytes(): string {
    return this.slice(0, this.length());
  }

  /** Writes bytes from an offset on. */
  write(offset: int, text: string): void {
    for (let i = 0; i < text.length; i++) this.setByte(offset + i, text.charCodeAt(i));
  }

  acquire(): void {
    // Memory that can't change its size needs no count.
  }

  release(): void {
    // See acquire.
  }
}
