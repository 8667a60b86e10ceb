/**
 * Marking of the old space, in steps. An object that is marked but not yet looked through is on the mark stack. Steps happen only when the
 * nursery is empty, right after the stores since the last one were looked at: what was stored into goes onto the stack again.
 *
 * Long arrays of references are looked through in pieces, each when the mark stack is empty. One that is stored into after it was marked is looked
 * through again at the end, not each time.
 *
 * Where the mark stack is full an object stays marked and unseen; at the end all marked objects are looked through once more.
 */
import { newIntArray, type IntArray } from '../rlib/array.js';
import { GcBit, Place, TypeFlag, TypeRecord, WeakPlace } from '../rlib/heap-layout.js';
import { truncDiv, wordShr } from '../rlib/int.js';
import { loadU32, loadWord, State, storeU32 } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';
import {
  cellSizes,
  Entry,
  oldSpaceStart,
  PAGE_SIZE,
  pageAddress,
  pageEntry,
  pageIndex,
  PageKind,
  pagesEnd,
} from './old-space.js';

let stackStart: int = 0;
let stackEnd: int = 0;
let top: int = 0;
let hasOverflowed: boolean = false;
let oldStart: int = 0;
/** Items of a piece; longer arrays are large objects. */
const PIECE: int = 16384;
/** Arrays that were begun: address, and the place where the next piece starts. There is room for so many. */
const MOST_BEGUN: int = 256;
const begun: IntArray = newIntArray(2 * MOST_BEGUN);
let begunCount: int = 0;
/** The list of changed objects of the image. */
let changedStart: int = 0;
let changedEnd: int = 0;
/** All weak references in the old space, as a chain; 0 ends it. */
let weakReferences: int = 0;

export function startMarkStack(start: int, end: int): void {
  stackStart = start;
  stackEnd = end;
  top = start;
}

export function prepareMarking(): void {
  oldStart = oldSpaceStart();
}

/** Has an object looked through in a later step. */
export function pushMarked(address: int): void {
  if (top >= stackEnd) {
    hasOverflowed = true;
    return;
  }
  storeU32(top, wordShr(address, 3));
  top += 4;
}

/** Marks what a place refers to. */
export function markAt(place: int): void {
  const address = loadU32(place) * 8;
  if (address < oldStart) return;
  const bits = loadU32(address + Place.GC_BITS);
  if ((bits & GcBit.MARKED) !== 0) return;
  storeU32(address + Place.GC_BITS, bits + GcBit.MARKED);
  pushMarked(address);
}

/** Whether an object was reached, or never dies. */
export function isMarked(address: int): boolean {
  return address < oldStart || (loadU32(address + Place.GC_BITS) & GcBit.MARKED) !== 0;
}

export function markReferencesOf(address: int): void {
  markReferences(address);
}

/** Marks what an object refers to; the object's size. */
export function markReferences(address: int): int {
  const typeId = loadU32(address + Place.TYPE);
  const record = loadWord(State.TYPE_TABLE) + typeId * TypeRecord.SIZE;
  const flags = loadU32(record + TypeRecord.FLAGS);
  if ((flags & TypeFlag.REFERENCE_ITEMS) !== 0) {
    const length = loadU32(address + Place.LENGTH);
    if (length > PIECE && address >= oldStart && begunCount < MOST_BEGUN) {
      begun[2 * begunCount] = address;
      begun[2 * begunCount + 1] = address + Place.ITEMS;
      begunCount++;
      return Place.ITEMS;
    }
    return markItems(address + Place.ITEMS, length) + Place.ITEMS;
  }
  const list = loadU32(record + TypeRecord.REFERENCES);
  const end = list + loadU32(list) * 4;
  for (let at = list + 4; at <= end; at += 4) markAt(address + loadU32(at));
  return loadU32(record + TypeRecord.FIXED_SIZE);
}

/** Marks what so many items refer to; their size. */
export function markItems(start: int, count: int): int {
  const end = start + count * 4;
  const from = wordShr(oldStart, 3);
  for (let place = start; place < end; place += 4) {
    const reference = loadU32(place);
    if (reference >= from && (loadU32(reference * 8 + Place.GC_BITS) & GcBit.MARKED) === 0) markAt(place);
  }
  return end - start;
}

/** Goes on with the array that was begun last; how much it was. */
function markPiece(): int {
  const address = begun[2 * begunCount - 2] as int;
  const place = begun[2 * begunCount - 1] as int;
  const left = truncDiv(address + Place.ITEMS - place, 4) + loadU32(address + Place.LENGTH);
  if (left > PIECE) begun[2 * begunCount - 1] = place + PIECE * 4;
  else begunCount--;
  return markItems(place, left > PIECE ? PIECE : left);
}

/** Looks through objects of about so many bytes; whether none is left. */
export function markSome(budget: int): boolean {
  let rest = budget;
  while (top > stackStart || begunCount > 0) {
    if (rest <= 0) return false;
    if (top > stackStart) {
      top -= 4;
      rest -= markReferences(loadU32(top) * 8);
    } else rest -= markPiece();
  }
  return !hasOverflowed;
}

/** An object that is marked was stored into. */
export function markAgain(address: int): void {
  if (address >= oldStart) {
    const entry = pageEntry(pageIndex(address));
    if (loadU32(entry + Entry.KIND) === PageKind.LARGE) {
      storeU32(entry + Entry.CELLS, 1);
      return;
    }
  }
  pushMarked(address);
}

/** Looks through the large objects that were stored into once more. */
export function markStoredInto(): void {
  let index = 0;
  while (index < pagesEnd()) {
    const entry = pageEntry(index);
    if (loadU32(entry + Entry.KIND) === PageKind.LARGE && loadU32(entry + Entry.CELLS) !== 0) {
      storeU32(entry + Entry.CELLS, 0);
      pushMarked(pageAddress(index));
    }
    index += loadU32(entry + Entry.PAGES);
  }
}

/** Marks all that can be reached from what is marked. */
export function markAll(): void {
  while (!markSome(PAGE_SIZE)) {
    if (top === stackStart && begunCount === 0) {
      hasOverflowed = false;
      markFromMarked();
    }
  }
}

/** Looks through all marked objects. */
function markFromMarked(): void {
  let index = 0;
  while (index < pagesEnd()) {
    const entry = pageEntry(index);
    const kind = loadU32(entry + Entry.KIND);
    const start = pageAddress(index);
    index += loadU32(entry + Entry.PAGES);
    if (kind === PageKind.FREE) continue;
    const size = kind === PageKind.LARGE ? PAGE_SIZE : (cellSizes[kind - PageKind.FIRST_SIZE] as int);
    for (let cell = start; cell <= start + PAGE_SIZE - size; cell += size) {
      if (loadU32(cell + Place.TYPE) === 0) continue;
      if ((loadU32(cell + Place.GC_BITS) & GcBit.MARKED) !== 0) {
        markReferences(cell);
        markSome(stackEnd);
      }
    }
  }
}

/**
 * Takes the memory for the list of objects of the image into which references were stored: only they can refer to the heap. They bear GcBit.MARKED. Where
 * the memory ends.
 */
export function startChangedStatics(start: int): int {
  changedStart = start;
  changedEnd = start;
  return start + wordShr(loadWord(State.STATIC_END) - loadWord(State.STATIC_START), 4) * 8 + 8;
}

/** A reference was stored into an object of the image. */
export function noteChangedStatic(address: int): void {
  const bits = loadU32(address + Place.GC_BITS);
  if ((bits & GcBit.MARKED) !== 0) return;
  storeU32(address + Place.GC_BITS, bits + GcBit.MARKED);
  storeU32(changedEnd, wordShr(address, 3));
  changedEnd += 4;
}

/** Marks what the objects of the image refer to. */
export function markChangedStatics(): void {
  for (let at = changedStart; at < changedEnd; at += 4) markReferences(loadU32(at) * 8);
}

/** A weak reference has come to the old space. */
export function addWeakReference(weak: int): void {
  storeU32(weak + WeakPlace.NEXT, wordShr(weakReferences, 3));
  weakReferences = weak;
}

/** After marking: empties weak references to what is not marked, and forgets those that are not marked themselves. */
export function clearWeakReferences(): void {
  let weak = weakReferences;
  weakReferences = 0;
  while (weak !== 0) {
    const next = loadU32(weak + WeakPlace.NEXT) * 8;
    if ((loadU32(weak + Place.GC_BITS) & GcBit.MARKED) !== 0) {
      const target = loadU32(weak + WeakPlace.TARGET) * 8;
      if (target >= oldStart && (loadU32(target + Place.GC_BITS) & GcBit.MARKED) === 0)
        storeU32(weak + WeakPlace.TARGET, 0);
      addWeakReference(weak);
    }
    weak = next;
  }
}
