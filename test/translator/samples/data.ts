/** Lists, arrays, byte strings, builders, prebuilt objects and tables. */
import {
  copyItems,
  listToFixed,
  newByteArray,
  newFixedArray,
  newFloatArray,
  newInt32Items,
  newIntArray,
  sealList,
  sliceFixed,
  truncateList,
  type ByteArray,
  type FixedArray,
  type FloatArray,
  type IntArray,
} from '../../../src/ts/rlib/array.js';
import {
  StringBuilder,
  bytesToString,
  compareStrings,
  copyStringToBytes,
  encodeCodePoint,
  intToString,
  joinStrings,
  repeatString,
  splitString,
} from '../../../src/ts/rlib/bytes.js';
import { external } from '../../../src/ts/rlib/external.js';
import type { float, int } from '../../../src/ts/rlib/types.js';
import { floatToInt, intToFloat } from '../../../src/ts/rlib/int.js';
import * as bytes from '../../../src/ts/rlib/bytes.js';

export class Entry {
  constructor(
    readonly key: string,
    public value: int,
  ) {}
}

const hostAdd = external<(a: int, b: string) => int>('test.add');

const table: Entry[] = ['one', 'two', 'three'].map((key, i) => new Entry(key, i + 1));
const squares: FixedArray<int> = Array.from({ length: 10 }, (_, i) => i * i);
const weights: FloatArray = Float64Array.of(0.5, 1.5, 2.5);
const handlers: ((x: int) => string)[] = [asText, asHex];
const LIMIT = 7;
const RATIO: float = 0.25;
const names: FixedArray<string | null> = ['a', null, 'c'];
const lazy: FixedArray<Entry | null> = newFixedArray<Entry | null>(4, null);

function asText(x: int): string {
  return `<${x}>`;
}

function asHex(x: int): string {
  const digits = '0123456789abcdef';
  let text = '';
  let rest = x;
  do {
    const digit = rest & 15;
    text = digits.slice(digit, digit + 1) + text;
    rest = rest >> 4;
  } while (rest > 0);
  return text;
}

export function lists(n: int): string {
  const list: int[] = [];
  for (let i = 0; i < n; i++) list.push(i * 3);
  list[0] = 100;
  list[1] += 5;
  const last = list.pop();
  let text = `${list.length}:`;
  for (const item of list) text += `${item},`;
  truncateList(list, 2);
  return `${text}${list.length} ${last === 3 * (n - 1) ? 'ok' : 'bad'}`;
}

export function arrays(n: int): string {
  const a = newFixedArray<string | null>(n, null);
  a[n - 1] = 'end';
  const b = sliceFixed(a, 1, n);
  copyItems(b, 0, a, 0, n - 1);
  let text = '';
  for (const item of a) text += item ?? '-';
  const ints: IntArray = newIntArray(3);
  ints[0] = 9007199254740991;
  ints[1] = -n;
  const small = newInt32Items(2);
  small[1] = -5;
  const floats = newFloatArray(2);
  floats[0] = 1;
  floats[1] += floats[0] / 4;
  const pair: FixedArray<int> = [n, n + 1];
  const [first, second] = pair;
  return `${text} ${ints[0] + ints[1]} ${ints.length} ${small[0] + small[1]} ${floatToInt(floats[1] * 100)} ${first * second}`;
}

export function byteArrays(text: string): string {
  const buffer: ByteArray = newByteArray(text.length + 2);
  copyStringToBytes(text, buffer, 1);
  buffer[0] = 300;
  buffer[text.length + 1] = 33;
  let sum = 0;
  for (let i = 0; i < buffer.length; i++) sum += buffer[i];
  return `${bytesToString(buffer, 0, buffer.length)} ${sum}`;
}

export function strings(a: string, b: string): string {
  const parts = splitString(a, ',');
  let order = '';
  if (a < b) order += 'l';
  if (a <= b) order += 'L';
  if (a > b) order += 'g';
  if (a >= b) order += 'G';
  if (a === b) order += 'e';
  if (a !== b) order += 'n';
  return `${joinStrings(parts, '|')} ${parts.length} ${order} ${compareStrings(a, b)} ${a.indexOf(b)} ${a.indexOf(b, 1)} ${a.lastIndexOf(b)} ${
    a.startsWith(b) ? 's' : ''
  }${a.endsWith(b) ? 'e' : ''} ${a.slice(1)} ${a.slice(0, 2)} ${a.slice(1, 100)} ${repeatString(b, 3)} ${intToString(a.length)} ${
    a.length > 0 ? a.charCodeAt(0) : -1
  } ${String.fromCharCode(65)}${bytes.intToString(12)}`;
}

export function builder(n: int): string {
  const out = new StringBuilder();
  for (let i = 0; i < n; i++) {
    out.append('ab');
    out.appendByte(48 + i);
    out.appendRange('hello', 1, 3);
    out.appendCodePoint(0xe9);
  }
  return `${out.length()} ${out.build()} ${encodeCodePoint(0x20ac)}`;
}

export function prebuilt(key: string): int {
  for (const entry of table) {
    if (entry.key === key) {
      entry.value += LIMIT;
      return entry.value * squares[3];
    }
  }
  table.push(new Entry(key, 1000));
  return table.length;
}

export function prebuiltMore(i: int): string {
  const entry = lazy[i] ?? new Entry('fresh', i);
  lazy[i] = entry;
  entry.value++;
  return `${entry.key}${entry.value} ${names[i] ?? 'none'} ${floatToInt((weights[i] + RATIO) * 100)} ${handlers[i & 1](i + 30)}`;
}

export function sealed(n: int): string {
  const list: string[] = [];
  for (let i = 0; i < n; i++) list.push(`${i}`);
  const copy = listToFixed(list);
  list.push('end');
  const items = sealList(list);
  let text = '';
  for (const item of items) text += item;
  return `${text} ${copy.length} ${items.length}`;
}

/** A binding that is called as the variable of whoever reads it. */
function name(x: int): string {
  return `name${x}`;
}

const nameTable: ((x: int) => string)[] = [name];

export function named(x: int): string {
  return (nameTable[0] as (x: int) => string)(x);
}

export function pastTheEnd(text: string): string {
  return `${text.slice(2, 1)}|${text.slice(9)}|${text.slice(0, 99)}|${text.indexOf('', 99)}|${text.indexOf('c', 2)}|${text.lastIndexOf('')}`;
}

export function callHost(a: int): int {
  return hostAdd(a, 'text') + 1;
}

export function growWhileIterating(n: int): int {
  const list: int[] = [n, n + 1];
  let count = 0;
  for (const item of list) {
    count += item;
    if (list.length < 5) list.push(item + 10);
  }
  return count;
}

export function floatsOfInts(n: int): float {
  let sum = 0.0;
  for (let i = 1; i <= n; i++) sum += 1 / intToFloat(i);
  return sum;
}
