/** Programs that keep the collectors busy. Each gives a number that tells whether all is still there. */
import { copyItems, newByteArray, newFixedArray, type FixedArray } from '../../../src/ts/rlib/array.js';
import { identityHash, WeakReference } from '../../../src/ts/rlib/object.js';
import { caught, OutOfMemory } from '../../../src/ts/rlib/throwable.js';
import type { int } from '../../../src/ts/rlib/types.js';
import { WeakTable } from '../../../src/ts/rlib/weak-table.js';

class Tree {
  constructor(
    public left: Tree | null,
    public right: Tree | null,
    readonly value: int,
  ) {}
}

function grow(depth: int, value: int): Tree | null {
  return depth === 0 ? null : new Tree(grow(depth - 1, 2 * value), grow(depth - 1, 2 * value + 1), value);
}

function sum(tree: Tree | null): int {
  return tree === null ? 0 : tree.value + sum(tree.left) + sum(tree.right);
}

/** Short-lived trees while one lives on. */
export function trees(depth: int, count: int): int {
  const kept = grow(depth, 1);
  let total = 0;
  for (let i = 0; i < count; i++) total += sum(grow(depth, i));
  return total + sum(kept);
}

/** Lists of lists of strings; old lists get young items. */
export function lists(count: int): int {
  const lists: string[][] = [[], [], [], []];
  for (let i = 0; i < count; i++) {
    const list = lists[i & 3] as string[];
    list.push(`item ${i}`);
  }
  let total = 0;
  for (const list of lists) for (const text of list) total += text.length;
  return total;
}

/** An old object's field is changed to a young one again and again; prebuilt ones too. */
const prebuilt = new Tree(null, null, 1);
const prebuiltList: Tree[] = [];

export function mutate(count: int): int {
  const old = grow(6, 1) as Tree;
  while (prebuiltList.length > 0) prebuiltList.pop();
  let total = 0;
  for (let i = 0; i < count; i++) {
    old.left = new Tree(old.right, null, i);
    prebuilt.right = new Tree(null, old.left, i);
    if (prebuiltList.length > 100) prebuiltList.pop();
    prebuiltList.push(new Tree(null, null, i));
    grow(4, i);
    total += sum(old.left) + sum(prebuilt.right);
  }
  return total + prebuiltList.length;
}

/** Rings that nothing refers to any more. */
export function cycles(count: int): int {
  let total = 0;
  for (let i = 0; i < count; i++) {
    const first = new Tree(null, null, i);
    const second = new Tree(first, null, i + 1);
    first.left = second;
    second.right = first;
    total += (first.left.right as Tree).value;
  }
  return total;
}

/** Arrays beyond what the nursery takes, with young items. */
export function bigArrays(length: int, count: int): int {
  const array: FixedArray<Tree | null> = newFixedArray<Tree | null>(length, null);
  let copy: FixedArray<Tree | null> = array;
  for (let round = 0; round < count; round++) {
    for (let i = round; i < length; i += 97) array[i] = new Tree(null, null, i);
    copy = newFixedArray<Tree | null>(length, array[0] as Tree | null);
    copyItems(array, 0, copy, 0, length);
    newByteArray(length);
  }
  let total = 0;
  for (const item of copy) if (item !== null) total += item.value;
  return total;
}

/** Weak references to what lives and what does not; the caller collects between. */
const weak: WeakReference<Tree>[] = [];
const strong: Tree[] = [];
const table = new WeakTable();

export function makeWeak(count: int): int {
  for (let i = 0; i < count; i++) {
    const tree = new Tree(null, null, i);
    weak.push(new WeakReference<Tree>(tree));
    if ((i & 1) === 0) strong.push(tree);
    table.set(tree, new Tree(null, null, 7));
  }
  return weak.length;
}

export function countAlive(): int {
  let alive = 0;
  for (const one of weak) if (one.get() !== null) alive++;
  return alive;
}

export function checkTable(): int {
  let total = 0;
  for (const tree of strong) {
    const value = table.get(tree);
    if (value instanceof Tree) total += value.value;
  }
  return total;
}

export function release(): int {
  while (strong.length > 0) strong.pop();
  return 0;
}

/** Identities stay as objects move. */
export function identities(count: int): int {
  const objects: Tree[] = [];
  const hashes: int[] = [];
  for (let i = 0; i < count; i++) {
    const tree = new Tree(null, null, i);
    objects.push(tree);
    hashes.push(identityHash(tree));
  }
  trees(8, 20);
  let same = 0;
  for (let i = 0; i < count; i++) if (identityHash(objects[i] as Tree) === hashes[i]) same++;
  return same;
}

/** Fills the heap; says whether that was noticed, and the heap could be used afterwards. */
export function fill(): int {
  let kept: Tree | null = null;
  try {
    for (;;) kept = new Tree(kept, null, 1);
  } catch (e) {
    const error = caught(e);
    kept = null;
    if (!(error instanceof OutOfMemory)) throw error;
  }
  return trees(8, 50);
}

/** An array that no heap holds. */
export function tooLarge(): int {
  try {
    newByteArray(2147483647);
  } catch (e) {
    if (caught(e) instanceof OutOfMemory) return trees(6, 3);
    throw e;
  }
  return -1;
}
