/**
 * The old space: memory in pages of 16 KB. A page holds cells of one size, or starts a run of pages for one large object. Objects never move.
 *
 *     page table, an entry per page: [kind | pages of the run | cycle | link | first free cell | released], u32 each
 *
 * Free cells have type 0 and are chained through the word after it. Pages with free cells are chained by size. Free runs of pages are chained by
 * length; they are joined with their neighbours at the end of a sweep. Sweeping goes from page to page and may stop between any two:
 * a page that was taken since the sweep began bears the number of the cycle and is left alone.
 * Free pages whose memory the system has back are marked as released; taken again they are zero.
 */
import type { ByteArray, IntArray } from '../rlib/array.js';
import { GcBit, Place } from '../rlib/heap-layout.js';
import { truncDiv, wordShr } from '../rlib/int.js';
import {
  clearMemory,
  hostCall,
  HostFunction,
  loadU32,
  loadWord,
  State,
  storeU32,
  storeWord,
} from '../rlib/raw.js';
import { unreachable } from '../rlib/throwable.js';
import type { int } from '../rlib/types.js';

export const PAGE_SIZE: int = 16384;
const PAGE_SHIFT: int = 14;
/** The largest cell: two fit into a page. */
export const MAX_CELL: int = 8192;

export const enum Entry {
  KIND = 0,
  PAGES = 4,
  CYCLE = 8,
  LINK = 12,
  /** The first free cell, as a reference; of a large object not 0: stored into since it was marked. */
  CELLS = 16,
  RELEASED = 20,
  SIZE = 24,
}

export const enum PageKind {
  FREE = 0,
  LARGE = 1,
  /** Cells of the first size; those of the others follow. */
  FIRST_SIZE = 2,
}

/** Steps of 8 up to 128 bytes, then about four sizes between two powers of two, the last ones such that little of a page is lost. */
const sizes = [
  ...Array.from({ length: 16 }, (_, i) => 8 * (i + 1)),
  ...[160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024],
  ...[1256, 1488, 1816, 2048, 2728, 3272, 4096, 5456, MAX_CELL],
];
export const SIZE_COUNT: int = sizes.length;
export const cellSizes: IntArray = new Float64Array(sizes);
/** The place among the sizes of the smallest cell, by an object's size in words. */
const sizeIndex: ByteArray = Uint8Array.from({ length: MAX_CELL / 8 + 1 }, (_, words) =>
  sizes.findIndex((size) => size >= 8 * words),
);
/** By size: the first free cell of the page in use, and the first further page with free cells (its index and 1). */
const freeCells: IntArray = new Float64Array(sizes.length);
const openPages: IntArray = new Float64Array(sizes.length);

/** Runs shorter than this are chained by length, all others in one chain, at 0. */
const LONG_RUN: int = 16;
const freeRuns: IntArray = new Float64Array(16);

let table: int = 0;
let pagesStart: int = 0;
let pageCount: int = 0;
/** The pages from here on are not in use; those from `untouched` on never were, and are zero. */
let frontier: int = 0;
let untouched: int = 0;
let usedPages: int = 0;
/** How many pages were taken that had no memory behind them. */
let fresh: int = 0;
/** Of the pages that were touched, those whose memory was given back. */
let releasedPages: int = 0;
/** Bytes in cells and large objects. */
let used: int = 0;
let cycle: int = 1;
let sweepIndex: int = 0;
let sweepEnd: int = 0;

/** Takes the memory between two addresses, which is zero. */
export function startOldSpace(start: int, end: int): void {
  table = start;
  pageCount = truncDiv(end - start - PAGE_SIZE, PAGE_SIZE + Entry.SIZE);
  pagesStart = wordShr(start + pageCount * Entry.SIZE + PAGE_SIZE - 1, PAGE_SHIFT) * PAGE_SIZE;
}

export function oldSpaceStart(): int {
  return pagesStart;
}

export function pageEntry(index: int): int {
  return table + index * Entry.SIZE;
}

export function pageAddress(index: int): int {
  return pagesStart + index * PAGE_SIZE;
}

export function pageIndex(address: int): int {
  return wordShr(address - pagesStart, PAGE_SHIFT);
}

/** All pages in use are below. */
export function pagesEnd(): int {
  return frontier;
}

export function currentCycle(): int {
  return cycle;
}

export function availablePages(): int {
  return pageCount - usedPages;
}

/** Bytes that were taken so far without memory behind them: their first touch is a fault for each page of the system. */
export function freshBytes(): int {
  return fresh * PAGE_SIZE;
}

export function oldBytes(): int {
  return used;
}

// Pages.

/** The index of the first of so many pages; -1 if there are none. */
function takePages(count: int): int {
  let index = count < LONG_RUN ? takeShortRun(count) : -1;
  if (index < 0) index = takeLongRun(count);
  if (index < 0) {
    if (frontier + count > pageCount) return -1;
    index = frontier;
    frontier += count;
  }
  usedPages += count;
  const end = index + count;
  if (end > untouched) fresh += index < untouched ? end - untouched : count;
  if (releasedPages > 0) forgetReleased(index, count);
  return index;
}

function forgetReleased(index: int, count: int): void {
  for (let page = index; page < index + count; page++) {
    const entry = pageEntry(page);
    const released = loadU32(entry + Entry.RELEASED);
    releasedPages -= released;
    fresh += released;
    storeU32(entry + Entry.RELEASED, 0);
  }
}

function takeShortRun(count: int): int {
  for (let length = count; length < LONG_RUN; length++) {
    const first = freeRuns[length] as int;
    if (first !== 0) {
      freeRuns[length] = loadU32(pageEntry(first - 1) + Entry.LINK);
      splitRun(first - 1, length, count);
      return first - 1;
    }
  }
  return -1;
}

function takeLongRun(count: int): int {
  let before = 0;
  let at = freeRuns[0] as int;
  while (at !== 0) {
    const entry = pageEntry(at - 1);
    const next = loadU32(entry + Entry.LINK);
    const length = loadU32(entry + Entry.PAGES);
    if (length >= count) {
      if (before === 0) freeRuns[0] = next;
      else storeU32(pageEntry(before - 1) + Entry.LINK, next);
      splitRun(at - 1, length, count);
      return at - 1;
    }
    before = at;
    at = next;
  }
  return -1;
}

function splitRun(index: int, length: int, count: int): void {
  if (length > count) addRun(index + count, length - count);
}

function addRun(index: int, length: int): void {
  const entry = pageEntry(index);
  const chain = length < LONG_RUN ? length : 0;
  storeU32(entry + Entry.KIND, PageKind.FREE);
  storeU32(entry + Entry.PAGES, length);
  storeU32(entry + Entry.LINK, freeRuns[chain] as int);
  freeRuns[chain] = index + 1;
}

/** Joins free runs that lie side by side, and finds where the pages in use end. */
function joinRuns(): void {
  for (let i = 0; i < LONG_RUN; i++) freeRuns[i] = 0;
  usedPages = 0;
  let index = 0;
  let free = 0;
  while (index < frontier) {
    const entry = pageEntry(index);
    const length = loadU32(entry + Entry.PAGES);
    if (loadU32(entry + Entry.KIND) === PageKind.FREE) free += length;
    else {
      if (free > 0) addRun(index - free, free);
      free = 0;
      usedPages += length;
    }
    index += length;
  }
  frontier -= free;
}

/** Bytes of pages that have memory behind them. */
export function committedBytes(): int {
  return (untouched - releasedPages) * PAGE_SIZE;
}

/** Shorter runs of free pages keep their memory. */
const RELEASED_RUN: int = 16;
/** So many pages at a time: the system takes a millisecond for some megabytes. */
const RELEASED_AT_ONCE: int = 512;

/** Gives some memory of free pages back, from the end, until so many bytes are left, which the old space may soon grow to; whether there was any. */
export function releaseSome(keep: int): boolean {
  if (committedBytes() <= keep) return false;
  if (releaseRun(frontier, untouched - frontier)) return true;
  let at = freeRuns[0] as int;
  while (at !== 0) {
    const entry = pageEntry(at - 1);
    const length = loadU32(entry + Entry.PAGES);
    if (length >= RELEASED_RUN && releaseRun(at - 1, length)) return true;
    at = loadU32(entry + Entry.LINK);
  }
  return false;
}

/** Gives back the first pages of a run that have memory; whether there are any. */
function releaseRun(index: int, count: int): boolean {
  const end = index + count;
  let first = index;
  while (first < end && loadU32(pageEntry(first) + Entry.RELEASED) !== 0) first++;
  let page = first;
  while (page < end && page < first + RELEASED_AT_ONCE && loadU32(pageEntry(page) + Entry.RELEASED) === 0) {
    storeU32(pageEntry(page) + Entry.RELEASED, 1);
    page++;
  }
  if (page === first) return false;
  releasedPages += page - first;
  storeWord(State.RELEASE_START, pageAddress(first));
  storeWord(State.RELEASE_SIZE, (page - first) * PAGE_SIZE);
  hostCall(HostFunction.GIVE_BACK);
  return true;
}

// Objects.

/** Memory of any content for an object of at most MAX_CELL bytes. Whoever asks has seen to it that there is some. */
export function takeCell(size: int): int {
  const index = sizeIndex[wordShr(size, 3)] as int;
  const cell = freeCells[index] as int;
  used += cellSizes[index] as int;
  if (cell === 0) return takeCellOfNextPage(index);
  freeCells[index] = loadU32(cell + Place.GC_BITS) * 8;
  return cell;
}

function takeCellOfNextPage(size: int): int {
  let page = (openPages[size] as int) - 1;
  if (page >= 0) openPages[size] = loadU32(pageEntry(page) + Entry.LINK);
  else page = newPage(size);
  const cell = loadU32(pageEntry(page) + Entry.CELLS) * 8;
  freeCells[size] = loadU32(cell + Place.GC_BITS) * 8;
  return cell;
}

/** A page of free cells. */
function newPage(index: int): int {
  const page = takePages(1);
  if (page < 0) unreachable('no page for a cell');
  if (page >= untouched) untouched = page + 1;
  const entry = pageEntry(page);
  const size = cellSizes[index] as int;
  const start = pageAddress(page);
  storeU32(entry + Entry.KIND, PageKind.FIRST_SIZE + index);
  storeU32(entry + Entry.PAGES, 1);
  storeU32(entry + Entry.CYCLE, cycle);
  storeU32(entry + Entry.CELLS, wordShr(start, 3));
  const last = start + PAGE_SIZE - size;
  let cell = start;
  while (cell + size <= last) {
    storeU32(cell + Place.TYPE, 0);
    storeU32(cell + Place.GC_BITS, wordShr(cell + size, 3));
    cell += size;
  }
  storeWord(cell, 0);
  return page;
}

/** Zeroed memory for a large object; 0 if there is none. */
export function takeLarge(size: int): int {
  const count = wordShr(size + PAGE_SIZE - 1, PAGE_SHIFT);
  const page = takePages(count);
  if (page < 0) return 0;
  const entry = pageEntry(page);
  storeU32(entry + Entry.KIND, PageKind.LARGE);
  storeU32(entry + Entry.CELLS, 0);
  storeU32(entry + Entry.PAGES, count);
  storeU32(entry + Entry.CYCLE, cycle);
  const address = pageAddress(page);
  if (page < untouched) clearMemory(address, wordShr(size, 3));
  if (page + count > untouched) untouched = page + count;
  used += count * PAGE_SIZE;
  return address;
}

// Sweeping.

/** From now on nothing is taken from the pages that the sweep has not seen yet. */
export function startSweep(): void {
  for (let i = 0; i < SIZE_COUNT; i++) {
    freeCells[i] = 0;
    openPages[i] = 0;
  }
  cycle++;
  sweepIndex = 0;
  sweepEnd = frontier;
}

/** Sweeps pages of about so many bytes; whether the sweep has ended. */
export function sweepSome(budget: int): boolean {
  let rest = budget;
  while (sweepIndex < sweepEnd) {
    if (rest <= 0) return false;
    const entry = pageEntry(sweepIndex);
    const index = sweepIndex;
    const kind = loadU32(entry + Entry.KIND);
    sweepIndex += loadU32(entry + Entry.PAGES);
    if (kind === PageKind.FREE || loadU32(entry + Entry.CYCLE) === cycle) continue;
    rest -= PAGE_SIZE;
    storeU32(entry + Entry.CYCLE, cycle);
    if (kind === PageKind.LARGE) sweepLarge(entry, pageAddress(index));
    else sweepPage(entry, pageAddress(index), kind - PageKind.FIRST_SIZE);
  }
  joinRuns();
  return true;
}

/** Whether objects of a page, by its entry, may be dead, and what they refer to be gone. */
export function isUnswept(index: int): boolean {
  return index >= sweepIndex && index < sweepEnd && loadU32(pageEntry(index) + Entry.CYCLE) !== cycle;
}

function sweepLarge(entry: int, address: int): void {
  const bits = loadU32(address + Place.GC_BITS);
  if ((bits & GcBit.MARKED) !== 0) {
    storeU32(address + Place.GC_BITS, bits - GcBit.MARKED);
    return;
  }
  used -= loadU32(entry + Entry.PAGES) * PAGE_SIZE;
  storeU32(entry + Entry.KIND, PageKind.FREE);
  if (loadWord(State.GC_VERIFY) !== 0) poison(address, loadU32(entry + Entry.PAGES) * PAGE_SIZE);
}

function sweepPage(entry: int, start: int, index: int): void {
  const size = cellSizes[index] as int;
  const last = start + PAGE_SIZE - size;
  const isPoisoned = loadWord(State.GC_VERIFY) !== 0;
  let free = 0;
  let isUsed = false;
  for (let cell = start; cell <= last; cell += size) {
    if (loadU32(cell + Place.TYPE) !== 0) {
      const bits = loadU32(cell + Place.GC_BITS);
      if ((bits & GcBit.MARKED) !== 0) {
        storeU32(cell + Place.GC_BITS, bits - GcBit.MARKED);
        isUsed = true;
        continue;
      }
      used -= size;
      storeU32(cell + Place.TYPE, 0);
      if (isPoisoned) poison(cell + 8, size - 8);
    }
    storeU32(cell + Place.GC_BITS, free);
    free = wordShr(cell, 3);
  }
  if (!isUsed) {
    storeU32(entry + Entry.KIND, PageKind.FREE);
    return;
  }
  storeU32(entry + Entry.CELLS, free);
  if (free === 0) return;
  storeU32(entry + Entry.LINK, openPages[index] as int);
  openPages[index] = truncDiv(entry - table, Entry.SIZE) + 1;
}

/** References in freed memory lead out of the heap. */
function poison(start: int, size: int): void {
  for (let at = start; at < start + size; at += 4) storeU32(at, 0xfefefefe);
}
