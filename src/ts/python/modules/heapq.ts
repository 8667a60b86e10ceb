/**
 * Module `_heapq`: binary heaps in lists (Floyd's sift to the bottom and up again, as the library's `heapq` describes).
 * Comparisons may run any Python code: a list that changes its size meanwhile is an error.
 */
import type { int } from '../../rlib/types.js';
import { floorDiv } from '../../rlib/int.js';
import { indexError, runtimeError, typeError, typeName } from '../interp/errors.js';
import { isLess } from '../objects/list-sort.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { IntListStorage, ObjectListStorage, W_ListBase } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';

function checkedHeap(name: string, w_heap: W_Root): W_ListBase {
  if (w_heap instanceof W_ListBase) return w_heap;
  throw typeError(`${name}() argument must be list, not ${typeName(w_heap)}`);
}

/** Which of two items belongs nearer to the top. */
function before(w_a: W_Root, w_b: W_Root, largestFirst: boolean): boolean {
  return largestFirst ? isLess(w_b, w_a) : isLess(w_a, w_b);
}

// Most heaps are of objects: those are reached without calls of methods.

function itemAt(heap: W_ListBase, index: int): W_Root {
  const storage = heap.storage;
  return storage instanceof ObjectListStorage ? (storage.items[index] as W_Root) : storage.get(index);
}

function exchange(heap: W_ListBase, a: int, b: int): void {
  const storage = heap.storage;
  if (storage instanceof ObjectListStorage) {
    const items = storage.items;
    const w_item = items[a] as W_Root;
    items[a] = items[b] as W_Root;
    items[b] = w_item;
    return;
  }
  const w_item = heap.get(a);
  heap.set(a, heap.get(b));
  heap.set(b, w_item);
}

function checkSize(heap: W_ListBase, size: int): void {
  const storage = heap.storage;
  const now = storage instanceof ObjectListStorage ? storage.items.length : storage.length();
  if (now !== size) throw runtimeError('list changed size during iteration');
}

/** `siftUp` of ints in words, which no other code sees meanwhile. */
function siftUpInts(items: int[], start: int, position: int, largestFirst: boolean): void {
  const item = items[position] as int;
  let at = position;
  while (at > start) {
    const parent = (at - 1) >> 1;
    const above = items[parent] as int;
    if (largestFirst ? above >= item : item >= above) break;
    items[at] = above;
    at = parent;
  }
  items[at] = item;
}

/** `siftDown` of ints in words. */
function siftDownInts(items: int[], position: int, largestFirst: boolean): void {
  const size = items.length;
  const limit = size >> 1;
  const item = items[position] as int;
  let at = position;
  while (at < limit) {
    let child = 2 * at + 1;
    if (child + 1 < size) {
      const left = items[child] as int;
      const right = items[child + 1] as int;
      if (largestFirst ? right >= left : left >= right) child++;
    }
    items[at] = items[child] as int;
    at = child;
  }
  items[at] = item;
  siftUpInts(items, position, at, largestFirst);
}

/** Moves the item at `position` up to where it belongs, not above `start`. */
function siftUp(heap: W_ListBase, start: int, position: int, largestFirst: boolean): void {
  const size = heap.length();
  if (position >= size) throw indexError('index out of range');
  const storage = heap.storage;
  if (storage instanceof IntListStorage) {
    siftUpInts(storage.items, start, position, largestFirst);
    return;
  }
  let at = position;
  while (at > start) {
    const parent = (at - 1) >> 1;
    const up = before(itemAt(heap, at), itemAt(heap, parent), largestFirst);
    checkSize(heap, size);
    if (!up) return;
    // The list may have changed its items.
    exchange(heap, at, parent);
    at = parent;
  }
}

/** Moves the item at `position` down to a leaf along the better children, then up. */
function siftDown(heap: W_ListBase, position: int, largestFirst: boolean): void {
  const size = heap.length();
  if (position >= size) throw indexError('index out of range');
  const storage = heap.storage;
  if (storage instanceof IntListStorage) {
    siftDownInts(storage.items, position, largestFirst);
    return;
  }
  const limit = size >> 1;
  let at = position;
  while (at < limit) {
    let child = 2 * at + 1;
    if (child + 1 < size) {
      const left = before(itemAt(heap, child), itemAt(heap, child + 1), largestFirst);
      checkSize(heap, size);
      if (!left) child++;
    }
    exchange(heap, child, at);
    at = child;
  }
  siftUp(heap, position, at, largestFirst);
}

function popItem(heap: W_ListBase, largestFirst: boolean): W_Root {
  const size = heap.length();
  if (size === 0) throw indexError('index out of range');
  const w_last = heap.get(size - 1);
  heap.storage.removeLast();
  if (size === 1) return w_last;
  const w_top = heap.get(0);
  heap.set(0, w_last);
  siftDown(heap, 0, largestFirst);
  return w_top;
}

function replaceItem(heap: W_ListBase, w_item: W_Root, largestFirst: boolean): W_Root {
  if (heap.length() === 0) throw indexError('index out of range');
  const w_top = heap.get(0);
  heap.set(0, w_item);
  siftDown(heap, 0, largestFirst);
  return w_top;
}

function heapifyList(heap: W_ListBase, largestFirst: boolean): void {
  for (let at = floorDiv(heap.length(), 2) - 1; at >= 0; at--) siftDown(heap, at, largestFirst);
}

function heappush(w_heap: W_Root, w_item: W_Root): W_Root {
  const heap = checkedHeap('heappush', w_heap);
  heap.append(w_item);
  siftUp(heap, 0, heap.length() - 1, false);
  return w_None;
}

function heappop(w_heap: W_Root): W_Root {
  return popItem(checkedHeap('heappop', w_heap), false);
}

function heappopMax(w_heap: W_Root): W_Root {
  return popItem(checkedHeap('_heappop_max', w_heap), true);
}

function heapreplace(w_heap: W_Root, w_item: W_Root): W_Root {
  return replaceItem(checkedHeap('heapreplace', w_heap), w_item, false);
}

function heapreplaceMax(w_heap: W_Root, w_item: W_Root): W_Root {
  return replaceItem(checkedHeap('_heapreplace_max', w_heap), w_item, true);
}

function heappushpop(w_heap: W_Root, w_item: W_Root): W_Root {
  const heap = checkedHeap('heappushpop', w_heap);
  if (heap.length() === 0) return w_item;
  const smaller = isLess(heap.get(0), w_item);
  if (!smaller) return w_item;
  return replaceItem(heap, w_item, false);
}

function heapify(w_heap: W_Root): W_Root {
  heapifyList(checkedHeap('heapify', w_heap), false);
  return w_None;
}

function heapifyMax(w_heap: W_Root): W_Root {
  heapifyList(checkedHeap('_heapify_max', w_heap), true);
  return w_None;
}

function about(): W_Root {
  return newStr('Heap queues: a list whose item k is not greater than items 2*k+1 and 2*k+2.');
}

export const heapqModule = moduledef('_heapq', 'Heap queue algorithm (a.k.a. priority queue).', [
  func(
    'heappush',
    '($module, heap, item, /)',
    heappush,
    'Push item onto heap, maintaining the heap invariant.',
  ),
  func(
    'heappop',
    '($module, heap, /)',
    heappop,
    'Pop the smallest item off the heap, maintaining the heap invariant.',
  ),
  func(
    'heapreplace',
    '($module, heap, item, /)',
    heapreplace,
    'Pop and return the current smallest value, and add the new item.\n\nThis is more efficient than heappop() followed by heappush(), and can be\nmore appropriate when using a fixed-size heap.  Note that the value\nreturned may be larger than item!',
  ),
  func(
    'heappushpop',
    '($module, heap, item, /)',
    heappushpop,
    'Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().',
  ),
  func(
    'heapify',
    '($module, heap, /)',
    heapify,
    'Transform list into a heap, in-place, in O(len(heap)) time.',
  ),
  func('_heappop_max', '($module, heap, /)', heappopMax, 'Maxheap variant of heappop.'),
  func('_heapreplace_max', '($module, heap, item, /)', heapreplaceMax, 'Maxheap variant of heapreplace.'),
  func('_heapify_max', '($module, heap, /)', heapifyMax, 'Maxheap variant of heapify.'),
  value('__about__', about),
]);
