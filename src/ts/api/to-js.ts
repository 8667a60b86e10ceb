/** Python objects, as bytes, made into JavaScript values; the table of conversions is in `docs/api.md`. */
import { PythonFlag, Tag } from '../python/interop/wire.js';
import { fromDigits } from './bigint.js';
import type { Interpreter } from './interpreter.js';
import type { MessageReader } from './message-reader.js';

/** A message, read from front to back: containers are numbered across all its values. */
export class Decoder {
  private containers: unknown[] | null = null;

  constructor(
    private readonly from: Interpreter,
    readonly reader: MessageReader,
  ) {}

  decode(): unknown {
    return this.decodeTagged(this.reader.byte());
  }

  private decodeTagged(tag: Tag): unknown {
    const { reader } = this;
    switch (tag) {
      case Tag.NONE:
        return null;
      case Tag.FALSE:
        return false;
      case Tag.TRUE:
        return true;
      case Tag.INT32:
        return reader.i32();
      case Tag.INT64: {
        const low = reader.u32();
        const high = reader.i32();
        const value = high * 2 ** 32 + low;
        return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) + BigInt(low);
      }
      case Tag.BIG:
        return decodeBig(reader);
      case Tag.FLOAT:
        return reader.float();
      case Tag.STR:
        return reader.text();
      case Tag.BYTES:
        return reader.binary();
      case Tag.DATE:
        return new Date(reader.float());
      case Tag.PYTHON: {
        const handle = reader.u32();
        return this.from.proxies.receive(handle, (reader.byte() & PythonFlag.CALLABLE) !== 0);
      }
      case Tag.JAVASCRIPT:
        return this.from.objects.get(reader.u32());
      case Tag.METHOD: {
        const method = this.from.objects.get(reader.u32());
        const receiver = this.from.objects.get(reader.u32());
        return typeof method === 'function' ? (method.bind(receiver) as unknown) : method;
      }
      case Tag.SHARED:
        return this.containers?.[reader.u32()];
      case Tag.END:
        throw new Error('a message from Python ends too early');
      case Tag.LIST:
      case Tag.TUPLE:
        return this.decodeArray(tag === Tag.TUPLE);
      case Tag.DICT:
        return this.decodeMap();
      case Tag.OBJECT:
        return this.decodePlain();
      case Tag.SET:
      case Tag.FROZENSET:
        return this.decodeSet(tag === Tag.FROZENSET);
    }
  }

  private begin<T>(container: T): T {
    this.containers ??= [];
    this.containers.push(container);
    return container;
  }

  private decodeArray(frozen: boolean): unknown[] {
    const array = this.begin<unknown[]>([]);
    for (let tag: Tag = this.reader.byte(); tag !== Tag.END; tag = this.reader.byte()) {
      array.push(this.decodeTagged(tag));
    }
    return frozen ? (Object.freeze(array) as unknown[]) : array;
  }

  /** Objects have no other keys than strings. */
  private decodeMap(): Map<unknown, unknown> {
    const map = this.begin(new Map<unknown, unknown>());
    for (let tag: Tag = this.reader.byte(); tag !== Tag.END; tag = this.reader.byte()) {
      const key = this.decodeTagged(tag);
      map.set(key, this.decode());
    }
    return map;
  }

  private decodePlain(): Record<string, unknown> {
    const object = this.begin<Record<string, unknown>>({});
    for (let tag: Tag = this.reader.byte(); tag !== Tag.END; tag = this.reader.byte()) {
      const key = this.reader.text();
      const value = this.decode();
      // Plain assignment to `__proto__` would not make a property.
      if (key === '__proto__') {
        Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
      } else {
        object[key] = value;
      }
    }
    return object;
  }

  private decodeSet(frozen: boolean): Set<unknown> {
    const set = this.begin(new Set<unknown>());
    for (let tag: Tag = this.reader.byte(); tag !== Tag.END; tag = this.reader.byte()) {
      set.add(this.decodeTagged(tag));
    }
    return frozen ? Object.freeze(set) : set;
  }
}

/** Beyond 53 bits as a BigInt: translated, smaller ones do not come in this form. */
function decodeBig(reader: MessageReader): unknown {
  const isNegative = reader.byte() !== 0;
  const digits = Array.from({ length: reader.u32() }, () => reader.u32());
  const magnitude = fromDigits(digits);
  return isNegative ? -magnitude : magnitude;
}
