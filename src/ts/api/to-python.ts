/**
 * JavaScript values as Python objects; the table of conversions is in `docs/api.md`.
 *
 * Plain data is copied, with shared and circular references kept; everything else is wrapped and keeps its identity.
 */
import { types } from 'node:util';
import { getAttribute } from '../python/interp/attributes.js';
import { add } from '../python/interp/arithmetic.js';
import { callArgs } from '../python/interp/call.js';
import { importModule } from '../python/interp/import-module.js';
import { newDict } from '../python/objects/dict.js';
import type { W_Root } from '../python/objects/root.js';
import { newFrozenset, newSet, setAdd } from '../python/objects/set.js';
import { newBytes } from '../python/objects/w-bytes.js';
import { newFloat } from '../python/objects/w-float.js';
import { newBool, newInt, W_Long } from '../python/objects/w-int.js';
import type { W_List } from '../python/objects/w-list.js';
import { newListOwning } from '../python/objects/w-list.js';
import { w_None } from '../python/objects/w-none.js';
import { intern, newStr } from '../python/objects/w-str.js';
import { newTuple } from '../python/objects/w-tuple.js';
import { toUtf8 } from '../host/compiler-text.js';
import { fromBigInt } from './bigint.js';
import { wrapJsObject } from './js-object.js';
import { Float, Keywords } from './keywords.js';
import { findTarget } from './py-object.js';
import { getException, PythonError } from './python-error.js';

/** Objects converted so far; null while a tuple's items are being converted. */
type Known = Map<object, W_Root | null>;

/**
 * The Python object for a value. `what` names the value in messages.
 *
 * @throws TypeError for what has no form in Python: symbols, invalid dates, misplaced keyword arguments.
 */
export function toPython(value: unknown, what: string): W_Root {
  return convert(value, what, null);
}

function convert(value: unknown, what: string, known: Known | null): W_Root {
  switch (typeof value) {
    case 'undefined':
      return w_None;
    case 'boolean':
      return newBool(value);
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? newInt(value) : newFloat(value);
    case 'bigint':
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER
        ? newInt(Number(value))
        : new W_Long(fromBigInt(value));
    case 'string':
      return newStr(toUtf8(value));
    case 'symbol':
      throw new TypeError(`${what}: a symbol has no form in Python`);
    case 'function':
      return findTarget(value) ?? wrapJsObject(value);
    case 'object':
      return value === null ? w_None : convertObject(value, what, known);
  }
}

function convertObject(value: object, what: string, known: Known | null): W_Root {
  const w_target = findTarget(value);
  if (w_target !== null) return w_target;
  const w_known = known?.get(value);
  if (w_known === null)
    throw new TypeError(`${what}: a frozen array or set that contains itself has no form in Python`);
  if (w_known !== undefined) return w_known;
  if (Array.isArray(value)) return convertArray(value, what, known ?? new Map<object, W_Root | null>());
  if (value instanceof Uint8Array) return newBytes(binary(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof DataView) return newBytes(binary(value.buffer, value.byteOffset, value.byteLength));
  if (types.isAnyArrayBuffer(value)) return newBytes(binary(value, 0, value.byteLength));
  if (value instanceof Map) return convertMap(value, what, known ?? new Map<object, W_Root | null>());
  if (value instanceof Set) return convertSet(value, what, known ?? new Map<object, W_Root | null>());
  if (value instanceof Date) return convertDate(value, what);
  if (value instanceof Float) return newFloat(value.value);
  if (value instanceof Keywords)
    throw new TypeError(`${what}: keyword arguments can only be the last argument of a call`);
  if (value instanceof PythonError) return getException(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return convertPlain(value, what, known ?? new Map<object, W_Root | null>());
  return wrapJsObject(value);
}

function binary(buffer: ArrayBufferLike, offset: number, length: number): string {
  return Buffer.from(buffer, offset, length).toString('latin1');
}

function convertArray(value: readonly unknown[], what: string, known: Known): W_Root {
  const items: W_Root[] = [];
  if (Object.isFrozen(value)) {
    known.set(value, null);
    for (const [index, item] of value.entries()) items.push(convert(item, `${what}[${index}]`, known));
    const w_tuple = newTuple(items);
    known.set(value, w_tuple);
    return w_tuple;
  }
  const w_list: W_List = newListOwning(items);
  known.set(value, w_list);
  for (const [index, item] of value.entries()) w_list.append(convert(item, `${what}[${index}]`, known));
  return w_list;
}

function convertMap(value: ReadonlyMap<unknown, unknown>, what: string, known: Known): W_Root {
  const w_dict = newDict();
  known.set(value, w_dict);
  for (const [key, item] of value) {
    w_dict.set(convert(key, `a key of ${what}`, known), convert(item, `a value of ${what}`, known));
  }
  return w_dict;
}

function convertPlain(value: object, what: string, known: Known): W_Root {
  const w_dict = newDict();
  known.set(value, w_dict);
  for (const [key, item] of Object.entries(value)) {
    w_dict.set(newStr(toUtf8(key)), convert(item, `${what}.${key}`, known));
  }
  return w_dict;
}

function convertSet(value: ReadonlySet<unknown>, what: string, known: Known): W_Root {
  const frozen = Object.isFrozen(value);
  const w_set = frozen ? newFrozenset() : newSet();
  known.set(value, frozen ? null : w_set);
  for (const item of value) setAdd(w_set, convert(item, `an item of ${what}`, known));
  known.set(value, w_set);
  return w_set;
}

/** An aware `datetime` in UTC. */
function convertDate(value: Date, what: string): W_Root {
  const time = value.getTime();
  if (Number.isNaN(time)) throw new TypeError(`${what}: an invalid date has no form in Python`);
  const w_module = importModule('datetime');
  const w_utc = getAttribute(getAttribute(w_module, intern('timezone')), intern('utc'));
  const make = (name: string, ...numbers: number[]): W_Root =>
    callArgs(
      getAttribute(w_module, intern(name)),
      numbers.map((number) => newInt(number)),
      null,
    );
  // Years before 1 and after 9999 are Python's OverflowError or ValueError.
  const w_epoch = callArgs(
    getAttribute(w_module, intern('datetime')),
    [1970, 1, 1, 0, 0, 0, 0].map((number): W_Root => newInt(number)).concat([w_utc]),
    null,
  );
  const days = Math.floor(time / 86_400_000);
  const rest = time - days * 86_400_000;
  const w_delta = make('timedelta', days, 0, 0, rest);
  return add(w_epoch, w_delta);
}
