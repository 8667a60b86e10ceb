/** Values of JavaScript, as bytes, made into Python objects. */
import { floatToInt } from '../../rlib/int.js';
import { bigFromParts } from '../../rlib/bigint.js';
import { sealList } from '../../rlib/array.js';
import type { float, int } from '../../rlib/types.js';
import { add } from '../interp/arithmetic.js';
import { getAttribute } from '../interp/attributes.js';
import { callArgs } from '../interp/call.js';
import { systemError } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { newDict } from '../objects/dict.js';
import { newLong } from '../objects/int-ops.js';
import type { W_Root } from '../objects/root.js';
import { newFrozenset, newSet, setAdd } from '../objects/set.js';
import { newBytes } from '../objects/w-bytes.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt } from '../objects/w-int.js';
import { newListOwning } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import type { W_AnySet } from '../objects/w-set.js';
import { intern, newStr } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { exportedObject } from './exported-objects.js';
import { wrapJsObject } from './js-wrappers.js';
import type { MessageReader } from './message-reader.js';
import { Tag, WIRE_DIGIT_BITS } from './wire.js';

/** Stands for the list that most messages need none of. */
const noContainers: (W_Root | null)[] = [];

export class Decoder {
  /** Containers by number; null for a tuple or frozenset that is not complete: JavaScript refuses to send such a circle. */
  private containers: (W_Root | null)[] = noContainers;

  constructor(readonly reader: MessageReader) {}

  decode(): W_Root {
    return this.decodeTagged(this.reader.byte());
  }

  private decodeTagged(tag: int): W_Root {
    const reader = this.reader;
    switch (tag) {
      case Tag.NONE:
        return w_None;
      case Tag.FALSE:
        return newBool(false);
      case Tag.TRUE:
        return newBool(true);
      case Tag.INT32:
        return newInt(reader.i32());
      case Tag.INT64: {
        const low = reader.u32();
        return newInt(reader.i32() * 4294967296 + low);
      }
      case Tag.BIG:
        return this.decodeLong();
      case Tag.FLOAT:
        return newFloat(reader.float());
      case Tag.STR:
        return newStr(reader.text());
      case Tag.BYTES:
        return newBytes(reader.text());
      case Tag.DATE:
        return decodeDate(reader.float());
      case Tag.PYTHON:
        return exportedObject(reader.u32());
      case Tag.JAVASCRIPT: {
        const number = reader.u32();
        return wrapJsObject(number, reader.byte() !== 0);
      }
      default:
        return this.decodeContainer(tag);
    }
  }

  private decodeLong(): W_Root {
    const reader = this.reader;
    const sign = reader.byte() === 0 ? 1 : -1;
    const count = reader.u32();
    const parts: int[] = [];
    for (let i = 0; i < count; i++) parts.push(reader.u32());
    return newLong(bigFromParts(parts, WIRE_DIGIT_BITS, sign));
  }

  private decodeContainer(tag: int): W_Root {
    if (this.containers === noContainers) this.containers = [];
    const containers = this.containers;
    switch (tag) {
      case Tag.LIST: {
        const w_list = newListOwning([]);
        containers.push(w_list);
        for (let next = this.reader.byte(); next !== Tag.END; next = this.reader.byte()) {
          w_list.append(this.decodeTagged(next));
        }
        return w_list;
      }
      case Tag.TUPLE: {
        const items: W_Root[] = [];
        const number = this.reserve();
        for (let next = this.reader.byte(); next !== Tag.END; next = this.reader.byte()) {
          items.push(this.decodeTagged(next));
        }
        const w_tuple = newTuple(sealList(items));
        containers[number] = w_tuple;
        return w_tuple;
      }
      case Tag.DICT:
      case Tag.OBJECT: {
        const w_dict = newDict();
        containers.push(w_dict);
        for (let next = this.reader.byte(); next !== Tag.END; next = this.reader.byte()) {
          const w_key = this.decodeTagged(next);
          w_dict.set(w_key, this.decode());
        }
        return w_dict;
      }
      case Tag.SET: {
        const w_set = newSet();
        containers.push(w_set);
        this.decodeItems(w_set);
        return w_set;
      }
      case Tag.FROZENSET: {
        const w_set = newFrozenset();
        const number = this.reserve();
        this.decodeItems(w_set);
        containers[number] = w_set;
        return w_set;
      }
      case Tag.SHARED: {
        const w_known = containers[this.reader.u32()] as W_Root | null;
        if (w_known !== null) return w_known;
        throw systemError('a tuple that contains itself');
      }
      default:
        throw systemError('a message that is no message');
    }
  }

  private reserve(): int {
    this.containers.push(null);
    return this.containers.length - 1;
  }

  private decodeItems(w_set: W_AnySet): void {
    for (let next = this.reader.byte(); next !== Tag.END; next = this.reader.byte()) {
      setAdd(w_set, this.decodeTagged(next));
    }
  }
}

function makeDated(w_module: W_Root, name: string, numbers: int[], w_zone: W_Root | null): W_Root {
  const items: W_Root[] = [];
  for (const number of numbers) items.push(newInt(number));
  if (w_zone !== null) items.push(w_zone);
  return callArgs(getAttribute(w_module, intern(name)), sealList(items), null);
}

/** An aware `datetime` in UTC. Years before 1 and after 9999 are Python's OverflowError. */
function decodeDate(milliseconds: float): W_Root {
  const w_module = importModule('datetime');
  const w_utc = getAttribute(getAttribute(w_module, intern('timezone')), intern('utc'));
  const w_epoch = makeDated(w_module, 'datetime', [1970, 1, 1, 0, 0, 0, 0], w_utc);
  const days = Math.floor(milliseconds / 86400000.0);
  const rest = floatToInt(milliseconds - days * 86400000.0);
  return add(w_epoch, makeDated(w_module, 'timedelta', [floatToInt(days), 0, 0, rest], null));
}
