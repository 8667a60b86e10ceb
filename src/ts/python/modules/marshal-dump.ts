/** Writing the marshal format, version 4 (2 without references, for older versions). */
import { bigToParts } from '../../rlib/bigint.js';
import { bytesToString, StringBuilder } from '../../rlib/bytes.js';
import { doubleToBytes } from '../../rlib/float.js';
import type { int } from '../../rlib/types.js';
import { valueError } from '../interp/errors.js';
import { W_Code } from '../interp/w-code.js';
import { ObjectIds } from '../objects/object-ids.js';
import type { W_Root } from '../objects/root.js';
import { W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { W_Dict } from '../objects/w-dict.js';
import { StopIterationType } from '../objects/w-exception.js';
import { W_Complex, W_Float } from '../objects/w-float.js';
import { w_False, W_Int, W_Long, w_True } from '../objects/w-int.js';
import { listItems, W_List } from '../objects/w-list.js';
import { w_Ellipsis, w_None } from '../objects/w-none.js';
import type { W_AnySet } from '../objects/w-set.js';
import { W_Frozenset, W_Set } from '../objects/w-set.js';
import { W_Str } from '../objects/w-str.js';
import { newTuple, W_Tuple } from '../objects/w-tuple.js';
import { type FixedArray, sealList } from '../../rlib/array.js';

const FLAG_REF = 0x80;
const MAX_DEPTH = 2000;

class MarshalWriter {
  private readonly builder: StringBuilder = new StringBuilder();
  private readonly ids: ObjectIds = new ObjectIds();
  private depth: int = 0;

  constructor(private readonly version: int) {}

  result(): string {
    return this.builder.build();
  }

  private int32(value: int): void {
    for (let shift = 0; shift < 32; shift += 8) this.builder.appendByte((value >> shift) & 255);
  }

  private text(bytes: string): void {
    this.int32(bytes.length);
    this.builder.append(bytes);
  }

  write(w_obj: W_Root): void {
    if (++this.depth > MAX_DEPTH) throw valueError('object too deeply nested to marshal');
    this.writeObject(w_obj);
    this.depth--;
  }

  private writeObject(w_obj: W_Root): void {
    const builder = this.builder;
    if (w_obj === w_None) builder.append('N');
    else if (w_obj === w_True) builder.append('T');
    else if (w_obj === w_False) builder.append('F');
    else if (w_obj === w_Ellipsis) builder.append('.');
    else if (w_obj === StopIterationType) builder.append('S');
    else if (w_obj instanceof W_Int && w_obj.value <= 0x7fffffff && w_obj.value >= -0x80000000) {
      builder.append('i');
      this.int32(w_obj.value);
    } else if (w_obj instanceof W_Int || w_obj instanceof W_Long) {
      const big = w_obj.toBig();
      const digits = bigToParts(big, 15);
      builder.append('l');
      this.int32(big.sign < 0 ? -digits.length : digits.length);
      for (const digit of digits) {
        builder.appendByte(digit & 255);
        builder.appendByte(digit >> 8);
      }
    } else if (w_obj instanceof W_Float) {
      builder.append('g');
      builder.append(doubleToBytes(w_obj.value));
    } else if (w_obj instanceof W_Complex) {
      builder.append('y');
      builder.append(doubleToBytes(w_obj.real));
      builder.append(doubleToBytes(w_obj.imag));
    } else {
      this.writeCompound(w_obj);
    }
  }

  /** Objects that references may point to; the flag goes with the first occurrence. */
  private writeCompound(w_obj: W_Root): void {
    let flag = 0;
    if (this.version >= 3) {
      const known = this.ids.find(w_obj);
      if (known >= 0) {
        this.builder.append('r');
        this.int32(known);
        return;
      }
      this.ids.add(w_obj);
      flag = FLAG_REF;
    }
    if (w_obj instanceof W_Str) {
      this.builder.appendByte((w_obj.interned ? 0x74 : 0x75) | flag);
      this.text(w_obj.utf8());
    } else if (w_obj instanceof W_BytesBase) {
      this.builder.appendByte(0x73 | flag);
      this.text(w_obj.value);
    } else if (w_obj instanceof W_BytearrayBase) {
      this.builder.appendByte(0x73 | flag);
      this.text(bytesToString(w_obj.data, 0, w_obj.length));
    } else if (w_obj instanceof W_Tuple) {
      this.builder.appendByte(0x28 | flag);
      this.items(w_obj.items);
    } else if (w_obj instanceof W_List) {
      this.builder.appendByte(0x5b | flag);
      this.items(listItems(w_obj));
    } else if (w_obj instanceof W_Dict) {
      this.builder.appendByte(0x7b | flag);
      const storage = w_obj.storage;
      for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
        this.write(storage.keyAt(at));
        this.write(storage.valueAt(at));
      }
      this.builder.append('0');
    } else if (w_obj instanceof W_Set || w_obj instanceof W_Frozenset) {
      this.builder.appendByte((w_obj instanceof W_Set ? 0x3c : 0x3e) | flag);
      this.writeSet(w_obj);
    } else if (w_obj instanceof W_Code) {
      this.builder.appendByte(0x63 | flag);
      this.writeCode(w_obj);
    } else {
      throw valueError('unmarshallable object');
    }
  }

  private items(items: FixedArray<W_Root>): void {
    this.int32(items.length);
    for (const w_item of items) this.write(w_item);
  }

  private writeSet(w_set: W_AnySet): void {
    this.int32(w_set.length());
    for (const w_key of w_set.table.keys) if (w_key !== null) this.write(w_key);
  }

  private bytes(value: string): void {
    this.builder.append('s');
    this.text(value);
  }

  private strings(names: FixedArray<W_Str>): void {
    const items: W_Root[] = [];
    for (const name of names) items.push(name);
    this.write(newTuple(sealList(items)));
  }

  private writeCode(code: W_Code): void {
    this.int32(code.argcount);
    this.int32(code.posonlyargcount);
    this.int32(code.kwonlyargcount);
    this.int32(code.stacksize);
    this.int32(code.flags);
    this.bytes(code.bytecode);
    this.write(newTuple(code.consts));
    this.strings(code.names);
    this.strings(code.localsplusnames);
    this.bytes(code.localspluskinds);
    this.write(code.w_filename);
    this.write(code.w_name);
    this.write(code.w_qualname);
    this.int32(code.firstlineno);
    this.bytes(code.linetable);
    this.bytes(code.exceptiontable);
  }
}

/** The marshalled form of an object. */
export function marshalObject(w_obj: W_Root, version: int): string {
  const writer = new MarshalWriter(version);
  writer.write(w_obj);
  return writer.result();
}
