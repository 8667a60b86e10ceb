/**
 * Python objects as bytes for JavaScript. Instances of exactly the builtin types of data are copied, with shared and circular references kept;
 * everything else goes as a handle.
 */
import type { float, int } from '../../rlib/types.js';
import { bigToParts } from '../../rlib/bigint.js';
import { wordShr } from '../../rlib/int.js';
import { callMethod0, findAttribute } from '../interp/attributes.js';
import { state } from '../interp/sys-state.js';
import { findBytes } from '../objects/buffer.js';
import { isCallable } from '../objects/function.js';
import { W_MemoryView } from '../objects/memoryview.js';
import { ObjectIds } from '../objects/object-ids.js';
import type { W_Root } from '../objects/root.js';
import { setKeys } from '../objects/set.js';
import { W_Bytearray, W_Bytes } from '../objects/w-bytes.js';
import { W_Dict } from '../objects/w-dict.js';
import { W_Float, W_FloatBase } from '../objects/w-float.js';
import { W_Bool, W_Int, W_Long } from '../objects/w-int.js';
import { W_List } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import type { W_AnySet } from '../objects/w-set.js';
import { W_Frozenset, W_Set } from '../objects/w-set.js';
import { intern, newStr, W_Str } from '../objects/w-str.js';
import { W_Tuple } from '../objects/w-tuple.js';
import { exportObject, releaseObject } from './exported-objects.js';
import type { MessageWriter } from './message-writer.js';
import { W_JsMethod, W_JsObject } from './w-js-object.js';
import { PythonFlag, Tag, WIRE_DIGIT_BITS } from './wire.js';

const n_timestamp = intern('timestamp');
const n_datetime = intern('datetime');

export class Encoder {
  /** Containers by their numbers; made for the first. */
  private containers: ObjectIds | null = null;
  /** Of the objects that have been handed out; made for the first. */
  private handles: int[] | null = null;

  constructor(readonly writer: MessageWriter) {}

  /** Throws away what has been written. */
  abandon(): void {
    if (this.handles !== null) for (const handle of this.handles) releaseObject(handle, 1);
    this.handles = null;
    this.containers = null;
    this.writer.reset();
  }

  encode(w_obj: W_Root): void {
    const writer = this.writer;
    if (w_obj === w_None) writer.byte(Tag.NONE);
    else if (w_obj instanceof W_Str) {
      writer.byte(Tag.STR);
      writer.text(w_obj.utf8());
    } else if (w_obj instanceof W_Int) this.encodeInt(w_obj.value);
    else if (w_obj instanceof W_Bool) writer.byte(w_obj.value ? Tag.TRUE : Tag.FALSE);
    else if (w_obj instanceof W_Float) this.encodeFloat(w_obj.value);
    else if (w_obj instanceof W_Long) this.encodeLong(w_obj);
    else if (w_obj instanceof W_JsMethod) {
      writer.byte(Tag.METHOD);
      writer.u32(w_obj.number);
      writer.u32(w_obj.w_self.number);
    } else if (w_obj instanceof W_JsObject) {
      writer.byte(Tag.JAVASCRIPT);
      writer.u32(w_obj.number);
    } else if (!this.encodeBytes(w_obj)) this.encodeObject(w_obj);
  }

  encodeInt(value: int): void {
    if ((value | 0) === value) {
      this.writer.byte(Tag.INT32);
      this.writer.u32(value);
    } else {
      this.writer.byte(Tag.INT64);
      this.writer.u32(value);
      this.writer.u32(wordShr(value, 32));
    }
  }

  private encodeFloat(value: float): void {
    this.writer.byte(Tag.FLOAT);
    this.writer.float(value);
  }

  private encodeLong(w_long: W_Long): void {
    const writer = this.writer;
    const digits = bigToParts(w_long.big, WIRE_DIGIT_BITS);
    writer.byte(Tag.BIG);
    writer.byte(w_long.big.sign < 0 ? 1 : 0);
    writer.u32(digits.length);
    for (let i = 0; i < digits.length; i++) writer.u32(digits[i] as int);
  }

  private encodeBytes(w_obj: W_Root): boolean {
    if (!(w_obj instanceof W_Bytes || w_obj instanceof W_Bytearray || w_obj instanceof W_MemoryView))
      return false;
    const bytes = findBytes(w_obj);
    if (bytes === null) return false;
    this.writer.byte(Tag.BYTES);
    this.writer.text(bytes);
    return true;
  }

  private encodeObject(w_obj: W_Root): void {
    if (w_obj instanceof W_List) {
      if (this.begin(w_obj, Tag.LIST)) this.encodeList(w_obj);
    } else if (w_obj instanceof W_Tuple) {
      if (this.begin(w_obj, Tag.TUPLE)) {
        const items = w_obj.items;
        for (let i = 0; i < items.length; i++) this.encode(items[i] as W_Root);
        this.writer.byte(Tag.END);
      }
    } else if (w_obj instanceof W_Dict) {
      if (this.begin(w_obj, hasOnlyStr(w_obj) ? Tag.OBJECT : Tag.DICT)) this.encodeDict(w_obj);
    } else if (w_obj instanceof W_Set) {
      if (this.begin(w_obj, Tag.SET)) this.encodeSet(w_obj);
    } else if (w_obj instanceof W_Frozenset) {
      if (this.begin(w_obj, Tag.FROZENSET)) this.encodeSet(w_obj);
    } else if (isDatetime(w_obj)) {
      const w_seconds = callMethod0(w_obj, n_timestamp);
      this.writer.byte(Tag.DATE);
      this.writer.float(
        w_seconds instanceof W_FloatBase ? Math.floor(w_seconds.value * 1000.0 + 0.5) : Number.NaN,
      );
    } else this.encodeHandle(w_obj);
  }

  /** An object as a handle, whatever it is. */
  encodeHandle(w_obj: W_Root): void {
    this.writer.byte(Tag.PYTHON);
    this.writeHandle(w_obj);
    this.writer.byte(isCallable(w_obj) ? PythonFlag.CALLABLE : 0);
  }

  writeHandle(w_obj: W_Root): void {
    const handle = exportObject(w_obj);
    if (this.handles === null) this.handles = [];
    this.handles.push(handle);
    this.writer.u32(handle);
  }

  /** Starts a container; false if it was met before. */
  private begin(w_obj: W_Root, tag: int): boolean {
    if (this.containers === null) this.containers = new ObjectIds();
    const known = this.containers.find(w_obj);
    if (known >= 0) {
      this.writer.byte(Tag.SHARED);
      this.writer.u32(known);
      return false;
    }
    this.containers.add(w_obj);
    this.writer.byte(tag);
    return true;
  }

  private encodeList(w_list: W_List): void {
    for (let i = 0; i < w_list.length(); i++) this.encode(w_list.get(i));
    this.writer.byte(Tag.END);
  }

  private encodeDict(w_dict: W_Dict): void {
    const storage = w_dict.storage;
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      this.encode(storage.keyAt(at));
      this.encode(storage.valueAt(at));
    }
    this.writer.byte(Tag.END);
  }

  private encodeSet(w_set: W_AnySet): void {
    for (const w_item of setKeys(w_set)) this.encode(w_item);
    this.writer.byte(Tag.END);
  }
}

function hasOnlyStr(w_dict: W_Dict): boolean {
  const storage = w_dict.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    if (!(storage.keyAt(at) instanceof W_Str)) return false;
  }
  return true;
}

/** Whether an object is exactly a `datetime.datetime`. */
function isDatetime(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  if (w_type.name !== 'datetime') return false;
  const w_module = state().w_modules.getStr(newStr('datetime'));
  return w_module !== null && findAttribute(w_module, n_datetime) === w_type;
}
