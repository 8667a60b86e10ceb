/** `bytes` (a byte string) and `bytearray` (a growable array of bytes). */
import type { ByteArray } from '../../rlib/array.js';
import { newByteArray } from '../../rlib/array.js';
import { bytesToString, copyStringToBytes } from '../../rlib/bytes.js';
import { hashBytes } from './w-str-base.js';
import type { int } from '../../rlib/types.js';
import { RawBuffer } from './raw-buffer.js';
import { W_Root } from './root.js';
import type { FixedArray } from '../../rlib/array.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import { newBuiltinType, objectType, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const bytesType: W_Type = newBuiltinType('bytes', objectType);
export const bytearrayType: W_Type = newBuiltinType('bytearray', objectType);

/** A byte string as memory that can't be written. */
export class StringBuffer extends RawBuffer {
  constructor(readonly value: string) {
    super();
  }

  override length(): int {
    return this.value.length;
  }

  override isReadonly(): boolean {
    return true;
  }

  override getByte(index: int): int {
    return this.value.charCodeAt(index);
  }

  override slice(start: int, end: int): string {
    return this.value.slice(start, end);
  }
}

/** The memory of a bytearray. */
export class BytearrayBuffer extends RawBuffer {
  constructor(readonly w_bytes: W_BytearrayBase) {
    super();
  }

  override length(): int {
    return this.w_bytes.length;
  }

  override isReadonly(): boolean {
    return false;
  }

  override getByte(index: int): int {
    return this.w_bytes.data[index] as int;
  }

  override setByte(index: int, byte: int): void {
    this.w_bytes.data[index] = byte;
  }

  override slice(start: int, end: int): string {
    return bytesToString(this.w_bytes.data, start, end);
  }

  override acquire(): void {
    this.w_bytes.exports++;
  }

  override release(): void {
    this.w_bytes.exports--;
  }
}

export abstract class W_BytesBase extends W_Root {
  private hash: int = 0;

  constructor(readonly value: string) {
    super();
  }

  override getBuffer(): RawBuffer | null {
    return new StringBuffer(this.value);
  }

  hashCode(): int {
    if (this.hash === 0) this.hash = hashBytes(this.value);
    return this.hash;
  }
}

export class W_Bytes extends W_BytesBase {
  override getType(): W_Type {
    return bytesType;
  }
}

/** An instance of a user-defined subclass. */
export class W_BytesUser extends W_BytesBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, value: string) {
    super(value);
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}

export function newBytes(value: string): W_Bytes {
  return new W_Bytes(value);
}

export abstract class W_BytearrayBase extends W_Root {
  /** Bytes beyond `length` are spare room. */
  data: ByteArray;
  length: int;
  /** Live memoryviews: while there are some the size can't change. */
  exports: int = 0;

  constructor(value: string) {
    super();
    this.length = value.length;
    this.data = newByteArray(value.length);
    copyStringToBytes(value, this.data, 0);
  }

  /** The contents as a byte string. */
  text(): string {
    return bytesToString(this.data, 0, this.length);
  }

  override getBuffer(): RawBuffer | null {
    return new BytearrayBuffer(this);
  }
}

export class W_Bytearray extends W_BytearrayBase {
  override getType(): W_Type {
    return bytearrayType;
  }
}

/** An instance of a user-defined subclass. */
export class W_BytearrayUser extends W_BytearrayBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, value: string) {
    super(value);
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}
