/**
 * Stack maps, by return address: a hash table with open addressing whose entries are a code offset and the address of a map. Equal maps are kept
 * once. The collector reads it (`gc/roots.ts`), with the same hash.
 */
import { StackMap } from '../../rlib/heap-layout.js';
import type { HeapWriter } from '../lowering/heap-writer.js';

interface Entry {
  readonly offset: number;
  readonly key: string;
}

export class StackMapTable {
  private readonly entries: Entry[] = [];
  private readonly maps = new Map<
    string,
    { readonly frameWords: number; readonly slots: readonly number[] }
  >();

  add(offset: number, frameWords: number, slots: readonly number[]): void {
    const key = `${frameWords}:${slots.join()}`;
    if (!this.maps.has(key)) this.maps.set(key, { frameWords, slots });
    this.entries.push({ offset, key });
  }

  /** Writes maps and table; the table's address. */
  write(writer: HeapWriter): number {
    const addresses = new Map<string, number>();
    for (const [key, { frameWords, slots }] of this.maps) {
      const address = writer.take(StackMap.SLOTS + 2 * slots.length);
      writer.setI16(address + StackMap.FRAME, (frameWords << 16) >> 16);
      writer.setI16(address + StackMap.COUNT, slots.length);
      for (const [i, slot] of slots.entries()) writer.setI16(address + StackMap.SLOTS + 2 * i, slot);
      addresses.set(key, address);
    }
    let size = 16;
    while (size < this.entries.length * 2) size *= 2;
    const table = writer.take(8 + 8 * size);
    writer.setU32(table, size - 1);
    const taken = new Uint8Array(size);
    for (const { offset, key } of this.entries) {
      let index = (Math.imul(offset, 0x9e3779b1) >>> 8) & (size - 1);
      while (taken[index] === 1) index = (index + 1) & (size - 1);
      taken[index] = 1;
      writer.setU32(table + 8 + 8 * index, offset);
      writer.setU32(table + 12 + 8 * index, addresses.get(key) ?? 0);
    }
    return table;
  }
}
