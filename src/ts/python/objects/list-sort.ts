/**
 * Sorting: a natural merge sort in the manner of Tim Peters' listsort (listsort.txt), without its galloping mode.
 *
 * Runs that are ascending, or strictly descending and then turned round, are found first; short ones are filled up by
 * binary insertion; runs on the stack are merged so that their lengths fall fast enough. What is sorted are
 * positions: `SortKeys` tells their order, with a subclass per kind of key, so that ints, floats and strs are compared
 * without calls into Python. Equal keys keep their order.
 */
import type { FixedArray } from '../../rlib/array.js';
import { caught } from '../../rlib/throwable.js';
import type { float, int } from '../../rlib/types.js';
import { compare, Comparison, equalsTrue, isTrue } from '../interp/compare.js';
import { call1 } from '../interp/call.js';
import { valueError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { FloatListStorage, IntListStorage, ObjectListStorage } from './w-list.js';
import type { ListStorage, W_ListBase } from './w-list.js';
import { W_Float } from './w-float.js';
import { W_Int } from './w-int.js';
import { W_Str } from './w-str.js';
import { W_Tuple } from './w-tuple.js';

abstract class SortKeys {
  /** Whether the key at position a is less than that at b. */
  abstract less(a: int, b: int): boolean;
}

/** What is sorted are the keys themselves: equal ints cannot be told apart. */
class PlainInts extends SortKeys {
  override less(a: int, b: int): boolean {
    return a < b;
  }
}

class IntKeys extends SortKeys {
  constructor(private readonly keys: int[]) {
    super();
  }

  override less(a: int, b: int): boolean {
    return (this.keys[a] as int) < (this.keys[b] as int);
  }
}

class FloatKeys extends SortKeys {
  constructor(private readonly keys: float[]) {
    super();
  }

  override less(a: int, b: int): boolean {
    return (this.keys[a] as float) < (this.keys[b] as float);
  }
}

/** UTF-8 bytes sort as code points do. */
class StrKeys extends SortKeys {
  constructor(private readonly keys: string[]) {
    super();
  }

  override less(a: int, b: int): boolean {
    return (this.keys[a] as string) < (this.keys[b] as string);
  }
}

class ObjectKeys extends SortKeys {
  constructor(private readonly keys: W_Root[]) {
    super();
  }

  override less(a: int, b: int): boolean {
    return isLess(this.keys[a] as W_Root, this.keys[b] as W_Root);
  }
}

export function isLess(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a instanceof W_Float && w_b instanceof W_Float) return w_a.value < w_b.value;
  if (w_a instanceof W_Tuple && w_b instanceof W_Tuple) return isTupleLess(w_a.items, w_b.items);
  return isTrue(compare(Comparison.LT, w_a, w_b));
}

function isTupleLess(a: FixedArray<W_Root>, b: FixedArray<W_Root>): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const w_a = a[i] as W_Root;
    const w_b = b[i] as W_Root;
    if (equalsTrue(w_a, w_b)) continue;
    if (w_a instanceof W_Float && w_b instanceof W_Float) return w_a.value < w_b.value;
    return isTrue(compare(Comparison.LT, w_a, w_b));
  }
  return a.length < b.length;
}

/** Non-empty exact tuples, nearly always decided by their first items. */
class TupleKeys extends SortKeys {
  constructor(private readonly keys: W_Root[]) {
    super();
  }

  override less(a: int, b: int): boolean {
    const w_a = this.keys[a] as W_Root;
    const w_b = this.keys[b] as W_Root;
    if (w_a instanceof W_Tuple && w_b instanceof W_Tuple) {
      const w_firstA = w_a.items[0] as W_Root;
      const w_firstB = w_b.items[0] as W_Root;
      if (w_firstA instanceof W_Int && w_firstB instanceof W_Int && w_firstA.value !== w_firstB.value) {
        return w_firstA.value < w_firstB.value;
      }
      if (w_firstA instanceof W_Str && w_firstB instanceof W_Str && w_firstA.utf8() !== w_firstB.utf8()) {
        return w_firstA.utf8() < w_firstB.utf8();
      }
    }
    return isLess(w_a, w_b);
  }
}

function keysOf(items: W_Root[]): SortKeys {
  let ints = true;
  let floats = true;
  let strs = true;
  let tuples = true;
  for (let i = 0; i < items.length; i++) {
    const w_item = items[i] as W_Root;
    if (!(w_item instanceof W_Int)) ints = false;
    if (!(w_item instanceof W_Float)) floats = false;
    if (!(w_item instanceof W_Str)) strs = false;
    if (!(w_item instanceof W_Tuple && w_item.items.length > 0)) tuples = false;
    if (!ints && !floats && !strs && !tuples) return new ObjectKeys(items);
  }
  if (ints) {
    const words: int[] = [];
    for (const w_item of items) if (w_item instanceof W_Int) words.push(w_item.value);
    return new IntKeys(words);
  }
  if (floats) {
    const doubles: float[] = [];
    for (const w_item of items) if (w_item instanceof W_Float) doubles.push(w_item.value);
    return new FloatKeys(doubles);
  }
  if (strs) {
    const texts: string[] = [];
    for (const w_item of items) if (w_item instanceof W_Str) texts.push(w_item.utf8());
    return new StrKeys(texts);
  }
  return new TupleKeys(items);
}

const MIN_RUN = 24;

class MergeSort {
  private readonly length: int;
  private readonly runStarts: int[] = [];
  private readonly runLengths: int[] = [];
  private readonly buffer: int[] = [];

  /** `order` is sorted in place. */
  constructor(
    private readonly keys: SortKeys,
    readonly order: int[],
  ) {
    this.length = order.length;
  }

  run(): void {
    let low = 0;
    while (low < this.length) {
      let count = this.countRun(low);
      if (count < MIN_RUN) {
        const rest = this.length - low;
        const forced = rest < MIN_RUN ? rest : MIN_RUN;
        this.insertionSort(low, low + count, low + forced);
        count = forced;
      }
      this.runStarts.push(low);
      this.runLengths.push(count);
      this.collapse();
      low += count;
    }
    while (this.runLengths.length > 1) {
      let at = this.runLengths.length - 2;
      if (at > 0 && this.runLength(at - 1) < this.runLength(at + 1)) at--;
      this.mergeAt(at);
    }
  }

  private runLength(at: int): int {
    return this.runLengths[at] as int;
  }

  private reverse(from: int, to: int): void {
    const order = this.order;
    for (let i = from, j = to - 1; i < j; i++, j--) {
      const position = order[i] as int;
      order[i] = order[j] as int;
      order[j] = position;
    }
  }

  /** The length of the run that begins at `low`, made ascending. */
  private countRun(low: int): int {
    const order = this.order;
    let at = low + 1;
    if (at === this.length) return 1;
    if (this.keys.less(order[at] as int, order[low] as int)) {
      at++;
      while (at < this.length && this.keys.less(order[at] as int, order[at - 1] as int)) at++;
      this.reverse(low, at);
    } else {
      at++;
      while (at < this.length && !this.keys.less(order[at] as int, order[at - 1] as int)) at++;
    }
    return at - low;
  }

  /** Sorts `low..high`, of which `low..sorted` is sorted already. */
  private insertionSort(low: int, sorted: int, high: int): void {
    const order = this.order;
    for (let at = sorted; at < high; at++) {
      const pivot = order[at] as int;
      let left = low;
      let right = at;
      while (left < right) {
        const middle = (left + right) >>> 1;
        if (this.keys.less(pivot, order[middle] as int)) right = middle;
        else left = middle + 1;
      }
      for (let i = at; i > left; i--) order[i] = order[i - 1] as int;
      order[left] = pivot;
    }
  }

  /** Merges until each run is longer than the two above it together, and than the one above. */
  private collapse(): void {
    while (this.runLengths.length > 1) {
      let at = this.runLengths.length - 2;
      if (
        (at > 0 && this.runLength(at - 1) <= this.runLength(at) + this.runLength(at + 1)) ||
        (at > 1 && this.runLength(at - 2) <= this.runLength(at - 1) + this.runLength(at))
      ) {
        if (this.runLength(at - 1) < this.runLength(at + 1)) at--;
        this.mergeAt(at);
      } else if (this.runLength(at) <= this.runLength(at + 1)) {
        this.mergeAt(at);
      } else {
        return;
      }
    }
  }

  private mergeAt(at: int): void {
    const start = this.runStarts[at] as int;
    const middle = this.runStarts[at + 1] as int;
    const end = middle + this.runLength(at + 1);
    this.runLengths[at] = end - start;
    for (let i = at + 1; i + 1 < this.runLengths.length; i++) {
      this.runStarts[i] = this.runStarts[i + 1] as int;
      this.runLengths[i] = this.runLengths[i + 1] as int;
    }
    this.runStarts.pop();
    this.runLengths.pop();
    this.merge(start, middle, end);
  }

  private merge(start: int, middle: int, end: int): void {
    const order = this.order;
    const keys = this.keys;
    // What is in its place already need not be moved.
    let low = start;
    let high = middle;
    const first = order[middle] as int;
    while (low < high) {
      const probe = (low + high) >>> 1;
      if (keys.less(first, order[probe] as int)) high = probe;
      else low = probe + 1;
    }
    const from = low;
    if (from === middle) return;
    low = middle;
    high = end;
    const last = order[middle - 1] as int;
    while (low < high) {
      const probe = (low + high) >>> 1;
      if (keys.less(order[probe] as int, last)) low = probe + 1;
      else high = probe;
    }
    const to = low;
    const buffer = this.buffer;
    const count = middle - from;
    while (buffer.length < count) buffer.push(0);
    for (let i = 0; i < count; i++) buffer[i] = order[from + i] as int;
    let left = 0;
    let right = middle;
    let target = from;
    while (left < count && right < to) {
      if (keys.less(order[right] as int, buffer[left] as int)) order[target++] = order[right++] as int;
      else order[target++] = buffer[left++] as int;
    }
    while (left < count) order[target++] = buffer[left++] as int;
  }
}

/** The positions 0..count of keys in the order of the keys. */
function sortedOrder(keys: SortKeys, count: int): int[] {
  const order: int[] = [];
  for (let i = 0; i < count; i++) order.push(i);
  new MergeSort(keys, order).run();
  return order;
}

/** Positions turned round, so that equal keys keep their order in a descending sort. */
function reverseStorage(storage: ListStorage): ListStorage {
  storage.reverse();
  return storage;
}

function permute(items: W_Root[], order: int[]): W_Root[] {
  const result: W_Root[] = [];
  for (let i = 0; i < order.length; i++) result.push(items[order[i] as int] as W_Root);
  return result;
}

function sortInts(items: int[]): ListStorage {
  const sorted: int[] = [];
  for (let i = 0; i < items.length; i++) sorted.push(items[i] as int);
  new MergeSort(new PlainInts(), sorted).run();
  return new IntListStorage(sorted);
}

function sortFloats(items: float[]): ListStorage {
  const order = sortedOrder(new FloatKeys(items), items.length);
  const result: float[] = [];
  for (let i = 0; i < order.length; i++) result.push(items[order[i] as int] as float);
  return new FloatListStorage(result);
}

/** The storage of the sorted items; the old one is not changed otherwise than by being turned round. */
function sortStorage(storage: ListStorage, w_key: W_Root | null): ListStorage {
  if (w_key === null) {
    if (storage instanceof IntListStorage) return sortInts(storage.items);
    if (storage instanceof FloatListStorage) return sortFloats(storage.items);
  }
  const items = storage.toObjects();
  let keys = items;
  if (w_key !== null) {
    keys = [];
    for (let i = 0; i < items.length; i++) keys.push(call1(w_key, items[i] as W_Root));
  }
  const sorted = permute(items, sortedOrder(keysOf(keys), items.length));
  if (storage instanceof ObjectListStorage) return new ObjectListStorage(sorted);
  const result = storage.slice(0, 1, 0);
  for (let i = 0; i < sorted.length; i++) result.append(sorted[i] as W_Root);
  return result;
}

/**
 * `list.sort`. The list is empty meanwhile; if a comparison fails it gets its items back, partly sorted in CPython, in
 * their old order here.
 */
export function sortList(w_list: W_ListBase, w_key: W_Root | null, reverse: boolean): void {
  const storage = w_list.storage;
  if (storage.length() < 2 && w_key === null) return;
  const placeholder = new ObjectListStorage([]);
  w_list.storage = placeholder;
  let modified = false;
  let result = storage;
  try {
    if (reverse) storage.reverse();
    result = sortStorage(storage, w_key);
  } catch (e) {
    const error = caught(e);
    if (reverse) storage.reverse();
    w_list.storage = storage;
    throw error;
  }
  modified = w_list.storage !== placeholder || placeholder.items.length > 0;
  w_list.storage = reverse ? reverseStorage(result) : result;
  if (modified) throw valueError('list modified during sort');
}
