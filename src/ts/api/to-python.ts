/**
 * JavaScript values as bytes for Python; the table of conversions is in `docs/api.md`.
 *
 * Plain data is copied, with shared and circular references kept; everything else goes by number and keeps its identity.
 */
import { types } from 'node:util';
import { Tag } from '../python/interop/wire.js';
import { toDigits } from './bigint.js';
import type { Interpreter } from './interpreter.js';
import { Float, Keywords } from './keywords.js';
import type { MessageWriter } from './message-writer.js';
import { findHandler } from './py-object.js';
import { findException, PythonError } from './python-error.js';

/**
 * Writes a value. `what` names it in messages.
 *
 * @throws TypeError for what has no form in Python: symbols, invalid dates, misplaced keyword arguments.
 */
export function encodeValue(to: Interpreter, writer: MessageWriter, value: unknown, what: string): void {
  switch (typeof value) {
    case 'undefined':
      writer.byte(Tag.NONE);
      return;
    case 'boolean':
      writer.byte(value ? Tag.TRUE : Tag.FALSE);
      return;
    case 'number':
      encodeNumber(writer, value);
      return;
    case 'bigint':
      encodeBigInt(writer, value);
      return;
    case 'string':
      writer.byte(Tag.STR);
      writer.text(value);
      return;
    case 'symbol':
      throw new TypeError(`${what}: a symbol has no form in Python`);
    case 'function':
      encodeObject(to, writer, value);
      return;
    case 'object':
      if (value === null) writer.byte(Tag.NONE);
      else encodeData(to, writer, value, what);
  }
}

function encodeNumber(writer: MessageWriter, value: number): void {
  if ((value | 0) === value && !Object.is(value, -0)) {
    writer.byte(Tag.INT32);
    writer.u32(value);
  } else if (Number.isSafeInteger(value) && value !== 0) {
    writer.byte(Tag.INT64);
    writer.u32(value);
    writer.u32(Math.floor(value / 2 ** 32));
  } else {
    encodeFloat(writer, value);
  }
}

function encodeFloat(writer: MessageWriter, value: number): void {
  writer.byte(Tag.FLOAT);
  writer.float(value);
}

function encodeBigInt(writer: MessageWriter, value: bigint): void {
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
    encodeNumber(writer, Number(value));
    return;
  }
  const digits = toDigits(value < 0n ? -value : value);
  writer.byte(Tag.BIG);
  writer.byte(value < 0n ? 1 : 0);
  writer.u32(digits.length);
  for (const digit of digits) writer.u32(digit);
}

/** An object or function: Python's own, or one of JavaScript's, by number. */
export function encodeObject(to: Interpreter, writer: MessageWriter, value: object): void {
  const handler = findHandler(value);
  // What another interpreter's Python object can do is JavaScript's to do here.
  if (handler !== null && handler.interpreter === to) {
    writer.byte(Tag.PYTHON);
    writer.u32(handler.handle);
  } else {
    writer.byte(Tag.JAVASCRIPT);
    writer.u32(to.objects.numberOf(value));
    writer.byte(typeof value === 'function' ? 1 : 0);
  }
}

function encodeData(to: Interpreter, writer: MessageWriter, value: object, what: string): void {
  if (findHandler(value) !== null) {
    encodeObject(to, writer, value);
    return;
  }
  const known = writer.containers?.get(value);
  if (known !== undefined) {
    if (writer.open?.has(value) === true)
      throw new TypeError(`${what}: a frozen array or set that contains itself has no form in Python`);
    writer.byte(Tag.SHARED);
    writer.u32(known);
  } else if (Array.isArray(value)) encodeArray(to, writer, value, what);
  else if (value instanceof Uint8Array) encodeBytes(writer, value);
  else if (value instanceof DataView)
    encodeBytes(writer, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  else if (types.isAnyArrayBuffer(value)) encodeBytes(writer, new Uint8Array(value));
  else if (value instanceof Map) encodeMap(to, writer, value, what);
  else if (value instanceof Set) encodeSet(to, writer, value, what);
  else if (value instanceof Date) encodeDate(writer, value, what);
  else if (value instanceof Float) encodeFloat(writer, value.value);
  else if (value instanceof Keywords)
    throw new TypeError(`${what}: keyword arguments can only be the last argument of a call`);
  else if (value instanceof PythonError) encodeError(to, writer, value);
  else if (isPlain(value)) encodePlain(to, writer, value, what);
  else encodeObject(to, writer, value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function encodeBytes(writer: MessageWriter, bytes: Uint8Array): void {
  writer.byte(Tag.BYTES);
  writer.binary(bytes);
}

function begin(writer: MessageWriter, value: object, tag: Tag): void {
  writer.containers ??= new Map();
  writer.containers.set(value, writer.containers.size);
  writer.byte(tag);
}

/** What can't be in itself: Python makes it of items that are there. */
function beginFrozen(writer: MessageWriter, value: object, tag: Tag): void {
  begin(writer, value, tag);
  writer.open ??= new Set();
  writer.open.add(value);
}

function encodeArray(to: Interpreter, writer: MessageWriter, value: readonly unknown[], what: string): void {
  const frozen = Object.isFrozen(value);
  if (frozen) beginFrozen(writer, value, Tag.TUPLE);
  else begin(writer, value, Tag.LIST);
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    if (typeof item === 'number') encodeNumber(writer, item);
    else encodeValue(to, writer, item, `${what}[${i}]`);
  }
  writer.byte(Tag.END);
  if (frozen) writer.open?.delete(value);
}

function encodeMap(
  to: Interpreter,
  writer: MessageWriter,
  value: ReadonlyMap<unknown, unknown>,
  what: string,
): void {
  begin(writer, value, Tag.DICT);
  for (const [key, item] of value) {
    encodeValue(to, writer, key, `a key of ${what}`);
    encodeValue(to, writer, item, `a value of ${what}`);
  }
  writer.byte(Tag.END);
}

function encodePlain(to: Interpreter, writer: MessageWriter, value: object, what: string): void {
  begin(writer, value, Tag.OBJECT);
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    writer.byte(Tag.STR);
    writer.text(key);
    encodeValue(to, writer, item, `${what}.${key}`);
  }
  writer.byte(Tag.END);
}

function encodeSet(to: Interpreter, writer: MessageWriter, value: ReadonlySet<unknown>, what: string): void {
  const frozen = Object.isFrozen(value);
  if (frozen) beginFrozen(writer, value, Tag.FROZENSET);
  else begin(writer, value, Tag.SET);
  for (const item of value) encodeValue(to, writer, item, `an item of ${what}`);
  writer.byte(Tag.END);
  if (frozen) writer.open?.delete(value);
}

function encodeDate(writer: MessageWriter, value: Date, what: string): void {
  const time = value.getTime();
  if (Number.isNaN(time)) throw new TypeError(`${what}: an invalid date has no form in Python`);
  writer.byte(Tag.DATE);
  writer.float(time);
}

function encodeError(to: Interpreter, writer: MessageWriter, error: PythonError): void {
  const exception = findException(to, error);
  encodeObject(to, writer, exception ?? error);
}
