/**
 * Python objects as JavaScript values; the table of conversions is in `docs/api.md`.
 *
 * Instances of exactly the builtin types of data are copied, with shared and circular references kept; everything else becomes a proxy.
 */
import { callMethod0, findAttribute } from '../python/interp/attributes.js';
import { findBytes } from '../python/objects/buffer.js';
import { state } from '../python/interp/sys-state.js';
import { W_MemoryView } from '../python/objects/memoryview.js';
import type { W_Root } from '../python/objects/root.js';
import { setKeys } from '../python/objects/set.js';
import { W_Bytearray, W_Bytes } from '../python/objects/w-bytes.js';
import { W_Dict } from '../python/objects/w-dict.js';
import { W_Float, W_FloatBase } from '../python/objects/w-float.js';
import { W_Bool, W_Int, W_Long } from '../python/objects/w-int.js';
import { W_List } from '../python/objects/w-list.js';
import { w_None } from '../python/objects/w-none.js';
import { W_Frozenset, W_Set } from '../python/objects/w-set.js';
import { intern, newStr, W_Str } from '../python/objects/w-str.js';
import { W_Tuple } from '../python/objects/w-tuple.js';
import { fromUtf8 } from '../host/compiler-text.js';
import { toBigInt } from './bigint.js';
import { W_JsFunction, W_JsObject } from './js-object.js';
import { proxyOf } from './py-object.js';

/** Objects converted so far. */
type Known = Map<W_Root, unknown>;

/** The JavaScript value for a Python object. */
export function toJs(w_obj: W_Root): unknown {
  return convert(w_obj, null);
}

function convert(w_obj: W_Root, known: Known | null): unknown {
  if (w_obj === w_None) return null;
  if (w_obj instanceof W_Str) return fromUtf8(w_obj.utf8);
  if (w_obj instanceof W_Int || w_obj instanceof W_Float || w_obj instanceof W_Bool) return w_obj.value;
  if (w_obj instanceof W_Long) return toBigInt(w_obj.big);
  if (w_obj instanceof W_JsFunction && w_obj.receiver !== undefined) return w_obj.target.bind(w_obj.receiver);
  if (w_obj instanceof W_JsObject) return w_obj.target;
  if (w_obj instanceof W_Bytes || w_obj instanceof W_Bytearray || w_obj instanceof W_MemoryView) {
    const bytes = findBytes(w_obj);
    if (bytes !== null) return copyBytes(bytes);
  }
  return convertContainer(w_obj, known ?? new Map<W_Root, unknown>());
}

/** Bytes in a buffer of their own: Node's small Buffers share one. */
function copyBytes(bytes: string): Uint8Array {
  const result = new Uint8Array(bytes.length);
  Buffer.from(result.buffer).write(bytes, 'latin1');
  return result;
}

function convertContainer(w_obj: W_Root, known: Known): unknown {
  const earlier = known.get(w_obj);
  if (earlier !== undefined) return earlier;
  if (w_obj instanceof W_List) {
    const array: unknown[] = [];
    known.set(w_obj, array);
    for (let i = 0; i < w_obj.length(); i++) array.push(convert(w_obj.get(i), known));
    return array;
  }
  if (w_obj instanceof W_Tuple) {
    const array: unknown[] = [];
    known.set(w_obj, array);
    for (const w_item of w_obj.items) array.push(convert(w_item, known));
    return Object.freeze(array);
  }
  if (w_obj instanceof W_Dict) return convertDict(w_obj, known);
  if (w_obj instanceof W_Set || w_obj instanceof W_Frozenset) {
    const set = new Set<unknown>();
    known.set(w_obj, set);
    for (const w_item of setKeys(w_obj)) set.add(convert(w_item, known));
    return w_obj instanceof W_Frozenset ? Object.freeze(set) : set;
  }
  return isDatetime(w_obj) ? convertDatetime(w_obj) : proxyOf(w_obj);
}

/** An object if all keys are str, otherwise a Map: objects have no other keys. */
function convertDict(w_dict: W_Dict, known: Known): unknown {
  const { storage } = w_dict;
  let onlyStr = true;
  for (let at = storage.next(0); at >= 0 && onlyStr; at = storage.next(at + 1)) {
    onlyStr = storage.keyAt(at) instanceof W_Str;
  }
  if (!onlyStr) {
    const map = new Map<unknown, unknown>();
    known.set(w_dict, map);
    for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
      map.set(convert(storage.keyAt(at), known), convert(storage.valueAt(at), known));
    }
    return map;
  }
  const object: Record<string, unknown> = {};
  known.set(w_dict, object);
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_key = storage.keyAt(at);
    // Plain assignment to `__proto__` would not make a property.
    if (w_key instanceof W_Str) {
      const value = convert(storage.valueAt(at), known);
      Object.defineProperty(object, fromUtf8(w_key.utf8), {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
  }
  return object;
}

/** Whether an object is exactly a `datetime.datetime`. */
function isDatetime(w_obj: W_Root): boolean {
  const w_type = w_obj.getType();
  if (w_type.name !== 'datetime') return false;
  const w_module = state().w_modules.getStr(newStr('datetime'));
  return w_module !== null && findAttribute(w_module, intern('datetime')) === w_type;
}

function convertDatetime(w_obj: W_Root): Date {
  const w_seconds = callMethod0(w_obj, intern('timestamp'));
  return new Date(w_seconds instanceof W_FloatBase ? Math.round(w_seconds.value * 1000) : Number.NaN);
}
