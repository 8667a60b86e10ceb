/** Promises of the language that a function breaks for some arguments: checked builds stop, no `catch` sees it. */
import {
  copyBytes,
  newByteArray,
  newFixedArray,
  truncateList,
  type ByteArray,
  type FixedArray,
} from '../../../src/ts/rlib/array.js';
import { floatToInt, floorDiv, truncMod } from '../../../src/ts/rlib/int.js';
import { external } from '../../../src/ts/rlib/external.js';
import { cast, notNull } from '../../../src/ts/rlib/object.js';
import { caught, rassert, unreachable } from '../../../src/ts/rlib/throwable.js';
import type { float, int } from '../../../src/ts/rlib/types.js';

export class Node {
  next: Node | null = null;

  depth(): int {
    return this.next === null ? 0 : this.next.depth() + 1;
  }
}

export class Leaf extends Node {
  size: int = 3;
}

function makeList(length: int): string[] {
  const list: string[] = [];
  for (let i = 0; i < length; i++) list.push('x');
  return list;
}

export function listItem(length: int, index: int): string {
  return makeList(length)[index] as string;
}

export function setListItem(length: int, index: int): void {
  makeList(length)[index] = 'y';
}

export function arrayItem(length: int, index: int): string {
  const items: FixedArray<string> = newFixedArray(length, 'x');
  return items[index] as string;
}

export function byteItem(bytes: ByteArray, index: int): int {
  return bytes[index] as int;
}

export function popEmpty(length: int): string {
  return makeList(length).pop() as string;
}

export function truncate(length: int, to: int): int {
  const list = makeList(length);
  truncateList(list, to);
  return list.length;
}

export function fieldOfNull(isNull: boolean): int {
  const leaf: Leaf | null = isNull ? null : new Leaf();
  return (leaf as Leaf).size;
}

export function methodOfNull(isNull: boolean): int {
  const node: Node | null = isNull ? null : new Node();
  return (node as Node).depth();
}

export function notNullOf(isNull: boolean): int {
  const leaf: Leaf | null = isNull ? null : new Leaf();
  return notNull(leaf).size;
}

export function castNode(isLeaf: boolean): int {
  const node: Node = isLeaf ? new Leaf() : new Node();
  return cast(node, Leaf).size;
}

export function leaveWord(a: int, b: int): int {
  return a + b;
}

export function multiply(a: int, b: int): int {
  return a * b;
}

export function divide(a: int, b: int): int {
  return floorDiv(a, b) + truncMod(a, b);
}

export function toInt(x: float): int {
  return floatToInt(x);
}

export function byteOf(text: string, index: int): int {
  return text.charCodeAt(index);
}

export function sliceOf(text: string, start: int): string {
  return text.slice(start);
}

export function arrayOf(length: int): int {
  return newFixedArray<int>(length, 0).length;
}

export function asserted(isTrue: boolean): void {
  rassert(isTrue, 'asserted');
}

export function reached(code: int): int {
  return code === 0 ? unreachable('reached') : code;
}

/** A broken promise is no exception of the program. */
export function swallowed(length: int, index: int): string {
  try {
    return listItem(length, index);
  } catch (e) {
    caught(e);
    return 'swallowed';
  } finally {
    makeList(1);
  }
}

export function deepNull(depth: int): int {
  if (depth > 0) return deepNull(depth - 1) + 1;
  const nothing: Leaf | null = depth === 0 ? null : new Leaf();
  return (nothing as Leaf).size;
}

export function copyToNull(isNull: boolean): int {
  const bytes: ByteArray | null = isNull ? null : newByteArray(8);
  copyBytes(newByteArray(8), 0, bytes as ByteArray, 0, 8);
  return 3;
}

const hostNested = external<(depth: int) => int>('test.nested');

/** The host calls `deepNull`. */
export function nestedNull(depth: int): int {
  return hostNested(depth) + 1;
}
