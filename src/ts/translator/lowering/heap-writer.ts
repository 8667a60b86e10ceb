/** Bytes at fixed addresses of the heap: what an image starts with. Addresses are relative to the heap base. */

/** The first address that is mapped: a null reference, with any field's offset, lies below. */
export const FIRST_ADDRESS = 4096;

export class HeapWriter {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private next = FIRST_ADDRESS;

  /** The address after all that was taken. */
  get end(): number {
    return this.next;
  }

  /** Takes zeroed memory; its address, a multiple of 8. */
  take(size: number): number {
    const address = this.next;
    this.next += (size + 7) & ~7;
    const needed = this.next - FIRST_ADDRESS;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return address;
  }

  setU8(address: number, value: number): void {
    this.view.setUint8(address - FIRST_ADDRESS, value);
  }

  setI16(address: number, value: number): void {
    this.view.setInt16(address - FIRST_ADDRESS, value, true);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address - FIRST_ADDRESS, value, true);
  }

  setI32(address: number, value: number): void {
    this.view.setInt32(address - FIRST_ADDRESS, value, true);
  }

  setWord(address: number, value: bigint): void {
    this.view.setBigInt64(address - FIRST_ADDRESS, value, true);
  }

  setFloat(address: number, value: number): void {
    this.view.setFloat64(address - FIRST_ADDRESS, value, true);
  }

  setLatin1(address: number, text: string): void {
    Buffer.from(this.bytes.buffer).write(text, address - FIRST_ADDRESS, 'latin1');
  }

  /** Everything from FIRST_ADDRESS on. */
  contents(): Uint8Array {
    return this.bytes.subarray(0, this.next - FIRST_ADDRESS);
  }
}
