/**
 * The data of `array.array`: items of one machine type, little-endian, in bytes of their own. Reading and writing single items
 * is here; ints that fit and floats go straight into the bytes, everything else through a byte string.
 */
import type { ByteArray } from '../../../rlib/array.js';
import { copyBytes, newByteArray } from '../../../rlib/array.js';
import { bytesToString, copyStringToBytes } from '../../../rlib/bytes.js';
import { doubleFromBits, highBits, lowBits, singleFromBytes, singleToBytes } from '../../../rlib/float.js';
import { floorDiv, floorMod } from '../../../rlib/int.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { index, toFloat } from '../../interp/convert.js';
import { newError, overflowError, typeError, valueError } from '../../interp/errors.js';
import { unpackInt } from '../../objects/item-codec.js';
import { ByteOrder, intToBytes, Signedness } from '../../objects/int-bytes.js';
import { RawBuffer } from '../../objects/raw-buffer.js';
import type { W_Root } from '../../objects/root.js';
import { BufferErrorType, OperationError, OverflowErrorType } from '../../objects/w-exception.js';
import { newFloat, W_Float } from '../../objects/w-float.js';
import { newInt, W_Int } from '../../objects/w-int.js';
import type { W_IntBase } from '../../objects/w-int.js';
import { newStr } from '../../objects/w-str.js';
import { codePointAt, W_StrBase } from '../../objects/w-str-base.js';
import { encodeCodePoint } from '../../../rlib/bytes.js';
import { newBuiltinType, objectType, W_Mapped } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';

export const arrayType: W_Type = newBuiltinType('array', objectType);

export const TYPECODES = 'bBuhHiIlLqQfd';
const SIZES = '1142244888848';

export const enum ItemKind {
  SIGNED,
  UNSIGNED,
  UNICODE,
  SINGLE,
  DOUBLE,
}

/** What an item is: one for each type code. */
export class ItemType {
  constructor(
    readonly code: string,
    readonly size: int,
    readonly kind: ItemKind,
  ) {}

  isInt(): boolean {
    return this.kind === ItemKind.SIGNED || this.kind === ItemKind.UNSIGNED;
  }
}

const itemTypes: ItemType[] = [];
for (let i = 0; i < TYPECODES.length; i++) {
  const code = TYPECODES.slice(i, i + 1);
  let kind: ItemKind = 'bhilq'.indexOf(code, 0) >= 0 ? ItemKind.SIGNED : ItemKind.UNSIGNED;
  if (code === 'u') kind = ItemKind.UNICODE;
  if (code === 'f') kind = ItemKind.SINGLE;
  if (code === 'd') kind = ItemKind.DOUBLE;
  itemTypes.push(new ItemType(code, SIZES.charCodeAt(i) - 48, kind));
}

/** The item type of a type code; null if there is none. */
export function findItemType(code: string): ItemType | null {
  const at = code.length === 1 ? TYPECODES.indexOf(code, 0) : -1;
  return at < 0 ? null : (itemTypes[at] as ItemType);
}

/** 2 ** 32, and the high halves of words that are exact everywhere. */
const HALF = 4294967296;
const MAX_HIGH = 0x1fffff;

export class W_Array extends W_Mapped {
  /** Bytes beyond `length` items are spare room. */
  data: ByteArray = newByteArray(0);
  /** Items. */
  length: int = 0;
  /** Live memoryviews: while there are some the size can't change. */
  exports: int = 0;

  constructor(
    w_type: W_Type,
    readonly itemType: ItemType,
  ) {
    super(w_type);
  }

  override getBuffer(): RawBuffer | null {
    return new ArrayMemory(this);
  }

  /** The bytes of items `start..end`. */
  bytes(start: int, end: int): string {
    const size = this.itemType.size;
    return bytesToString(this.data, start * size, end * size);
  }

  checkResizable(): void {
    if (this.exports > 0) throw newError(BufferErrorType, 'cannot resize an array that is exporting buffers');
  }

  /** Replaces items `start..end` by those that `text` is made of. */
  splice(start: int, end: int, text: string): void {
    const size = this.itemType.size;
    const growth = floorDiv(text.length, size) - (end - start);
    if (growth !== 0) {
      this.checkResizable();
      const length = this.length + growth;
      this.reserve(length);
      copyBytes(this.data, end * size, this.data, (end + growth) * size, (this.length - end) * size);
      this.length = length;
    }
    copyStringToBytes(text, this.data, start * size);
  }

  private reserve(length: int): void {
    const needed = length * this.itemType.size;
    if (needed <= this.data.length) return;
    const data = newByteArray(needed + (needed >> 3) + 16);
    copyBytes(this.data, 0, data, 0, this.length * this.itemType.size);
    this.data = data;
  }

  /** The item at an index in range. */
  get(at: int): W_Root {
    const data = this.data;
    const type = this.itemType;
    const o = at * type.size;
    switch (type.size) {
      case 1: {
        const byte = data[o] as int;
        return newInt(type.kind === ItemKind.SIGNED && byte > 127 ? byte - 256 : byte);
      }
      case 2: {
        const pair = (data[o] as int) | ((data[o + 1] as int) << 8);
        return newInt(type.kind === ItemKind.SIGNED && pair > 32767 ? pair - 65536 : pair);
      }
      case 4:
        if (type.kind === ItemKind.SIGNED) return newInt(this.half(o));
        if (type.kind === ItemKind.UNSIGNED) return newInt(this.half(o) >>> 0);
        if (type.kind === ItemKind.SINGLE) return newFloat(singleFromBytes(bytesToString(data, o, o + 4), 0));
        return newStr(this.character(at));
      default:
        break;
    }
    const low = this.half(o) >>> 0;
    const high = this.half(o + 4);
    if (type.kind === ItemKind.DOUBLE) return newFloat(doubleFromBits(high >>> 0, low));
    if (high <= MAX_HIGH && (high >= 0 || (type.kind === ItemKind.SIGNED && high > -MAX_HIGH))) {
      return newInt(high * HALF + low);
    }
    return unpackInt(bytesToString(data, o, o + 8), type.code);
  }

  /** Four bytes as a signed number. */
  private half(o: int): int {
    const data = this.data;
    return (
      (data[o] as int) |
      ((data[o + 1] as int) << 8) |
      ((data[o + 2] as int) << 16) |
      ((data[o + 3] as int) << 24)
    );
  }

  private setHalf(o: int, value: int): void {
    const data = this.data;
    data[o] = value & 255;
    data[o + 1] = (value >> 8) & 255;
    data[o + 2] = (value >> 16) & 255;
    data[o + 3] = (value >> 24) & 255;
  }

  /** The character at an index of an array of characters, as UTF-8. */
  character(at: int): string {
    const c = this.half(at * 4) >>> 0;
    if (c > 0x10ffff) throw valueError(`character U+${hexText(c)} is not in range [U+0000; U+10ffff]`);
    return encodeCodePoint(c);
  }

  /** Writes an item that needs no conversion at an index in range; false if it needs one. */
  store(at: int, w_item: W_Root): boolean {
    const type = this.itemType;
    const o = at * type.size;
    if (w_item instanceof W_Int && type.isInt()) {
      const value = w_item.value;
      switch (type.size) {
        case 1:
          if (type.kind === ItemKind.SIGNED ? value < -128 || value > 127 : value < 0 || value > 255)
            return false;
          this.data[o] = value & 255;
          return true;
        case 2:
          if (type.kind === ItemKind.SIGNED ? value < -32768 || value > 32767 : value < 0 || value > 65535)
            return false;
          this.data[o] = value & 255;
          this.data[o + 1] = (value >> 8) & 255;
          return true;
        case 4:
          if (type.kind === ItemKind.SIGNED) {
            if (value < -2147483648 || value > 2147483647) return false;
          } else if (value < 0 || value >= HALF) {
            return false;
          }
          this.setHalf(o, value | 0);
          return true;
        default:
          if (value < 0 && type.kind === ItemKind.UNSIGNED) return false;
          this.setHalf(o, floorMod(value, HALF) | 0);
          this.setHalf(o + 4, floorDiv(value, HALF) | 0);
          return true;
      }
    }
    if (w_item instanceof W_Float && type.kind === ItemKind.DOUBLE) {
      this.setHalf(o, lowBits(w_item.value) | 0);
      this.setHalf(o + 4, highBits(w_item.value) | 0);
      return true;
    }
    return false;
  }

  append(w_item: W_Root): void {
    const text = this.itemType.isInt() && w_item instanceof W_Int ? '' : packItem(this.itemType, w_item);
    this.checkResizable();
    this.reserve(this.length + 1);
    if (text.length > 0) {
      copyStringToBytes(text, this.data, this.length * this.itemType.size);
    } else if (!this.store(this.length, w_item)) {
      copyStringToBytes(packItem(this.itemType, w_item), this.data, this.length * this.itemType.size);
    }
    this.length++;
  }
}

class ArrayMemory extends RawBuffer {
  constructor(private readonly w_array: W_Array) {
    super();
  }

  override length(): int {
    return this.w_array.length * this.w_array.itemType.size;
  }

  override isReadonly(): boolean {
    return false;
  }

  override getByte(at: int): int {
    return this.w_array.data[at] as int;
  }

  override setByte(at: int, byte: int): void {
    this.w_array.data[at] = byte;
  }

  override format(): string {
    return this.w_array.itemType.kind === ItemKind.UNICODE ? 'w' : this.w_array.itemType.code;
  }

  override itemSize(): int {
    return this.w_array.itemType.size;
  }

  override slice(start: int, end: int): string {
    return bytesToString(this.w_array.data, start, end);
  }

  override acquire(): void {
    this.w_array.exports++;
  }

  override release(): void {
    this.w_array.exports--;
  }
}

const HEX = '0123456789abcdef';

function hexText(value: int): string {
  let text = '';
  for (let rest = value; rest > 0; rest = floorDiv(rest, 16))
    text = HEX.slice(floorMod(rest, 16), floorMod(rest, 16) + 1) + text;
  return text;
}

/** The bytes of an item; the error that belongs to the type code if the object is none. */
export function packItem(type: ItemType, w_item: W_Root): string {
  switch (type.kind) {
    case ItemKind.UNICODE: {
      if (!(w_item instanceof W_StrBase) || w_item.length() !== 1) {
        throw typeError('array item must be unicode character');
      }
      return packWord(codePointAt(w_item.utf8(), 0));
    }
    case ItemKind.SINGLE:
      return singleToBytes(toFloat(w_item));
    case ItemKind.DOUBLE: {
      const value = toFloat(w_item);
      return packWord(lowBits(value)) + packWord(highBits(value));
    }
    default:
      return packInt(type, index(w_item));
  }
}

function packWord(value: int): string {
  return (
    String.fromCharCode(value & 255) +
    String.fromCharCode((value >> 8) & 255) +
    String.fromCharCode((value >> 16) & 255) +
    String.fromCharCode((value >> 24) & 255)
  );
}

/** An int as bytes; null if it does not fit. */
function tryPack(w_int: W_IntBase, size: int, signedness: Signedness): string | null {
  try {
    return intToBytes(w_int, size, ByteOrder.LITTLE, signedness);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(OverflowErrorType)) return null;
    throw error;
  }
}

function packInt(type: ItemType, w_int: W_IntBase): string {
  const signedness = type.kind === ItemKind.SIGNED ? Signedness.SIGNED : Signedness.UNSIGNED;
  const text = tryPack(w_int, type.size, signedness);
  if (text !== null) return text;
  const negative = w_int.toBig().sign < 0;
  switch (type.code.charCodeAt(0)) {
    case 73: // I
    case 76: // L
      if (negative) throw overflowError("can't convert negative value to unsigned int");
      if (type.size === 4 && tryPack(w_int, 8, Signedness.UNSIGNED) !== null) {
        throw overflowError('unsigned int is greater than maximum');
      }
      throw overflowError('Python int too large to convert to C unsigned long');
    case 81: // Q
      throw overflowError(negative ? "can't convert negative int to unsigned" : 'int too big to convert');
    case 113: // q
      throw overflowError('int too big to convert');
    default:
      break;
  }
  if (type.size === 8 || tryPack(w_int, 8, Signedness.SIGNED) === null) {
    throw overflowError('Python int too large to convert to C long');
  }
  throw overflowError(
    `${rangeName(type, w_int)} is ${negative ? 'less than minimum' : 'greater than maximum'}`,
  );
}

/** What a number that is a C long, but too large for the type, is too large for: small types are read by way of larger ones. */
function rangeName(type: ItemType, w_int: W_IntBase): string {
  switch (type.code.charCodeAt(0)) {
    case 98: // b
      return tryPack(w_int, 2, Signedness.SIGNED) === null ? 'signed short integer' : 'signed char';
    case 66: // B
      return 'unsigned byte integer';
    case 104: // h
      return 'signed short integer';
    case 72: // H
      return tryPack(w_int, 4, Signedness.SIGNED) === null ? 'signed integer' : 'unsigned short';
    default:
      return 'signed integer';
  }
}
