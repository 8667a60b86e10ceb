/**
 * Walks over all objects that the nursery does not hold, and what is checked on the way. What is wrong traps: the crash report names the
 * function.
 */
import {
  CARD_SHIFT,
  CARDS_PLACE,
  CardState,
  GcBit,
  Place,
  TypeFlag,
  TypeRecord,
} from '../rlib/heap-layout.js';
import { truncMod, wordShr } from '../rlib/int.js';
import { loadU32, loadU8, loadWord, State } from '../rlib/raw.js';
import { unreachable } from '../rlib/throwable.js';
import type { int } from '../rlib/types.js';
import { objectSize } from '../runtime/types.js';
import {
  cellSizes,
  Entry,
  isUnswept,
  oldSpaceStart,
  PAGE_SIZE,
  pageAddress,
  pageEntry,
  pageIndex,
  PageKind,
  pagesEnd,
} from './old-space.js';

/** Visits the objects of the image and of the old space, but those that a sweep is about to free. */
export function forEachOldObject(visit: (address: int) => void): void {
  let address = loadWord(State.STATIC_START);
  const end = loadWord(State.STATIC_END);
  while (address < end) {
    const size = objectSize(address, loadU32(address + Place.TYPE));
    visit(address);
    address += size;
  }
  let index = 0;
  const pages = pagesEnd();
  while (index < pages) {
    const entry = pageEntry(index);
    const kind = loadU32(entry + Entry.KIND);
    const mayBeDead = isUnswept(index);
    const start = pageAddress(index);
    index += loadU32(entry + Entry.PAGES);
    if (kind === PageKind.FREE) continue;
    const size = kind === PageKind.LARGE ? PAGE_SIZE : (cellSizes[kind - PageKind.FIRST_SIZE] as int);
    for (let cell = start; cell <= start + PAGE_SIZE - size; cell += size) {
      if (loadU32(cell + Place.TYPE) === 0) continue;
      if (mayBeDead && (loadU32(cell + Place.GC_BITS) & GcBit.MARKED) === 0) continue;
      visit(cell);
    }
  }
}

let youngStart: int = 0;
let youngEnd: int = 0;

/** Before a minor collection: old objects that refer to young ones are remembered. */
export function checkRemembered(start: int, end: int): void {
  youngStart = start;
  youngEnd = end;
  forEachOldObject(checkEdges);
}

function checkEdges(address: int): void {
  const record = loadWord(State.TYPE_TABLE) + loadU32(address + Place.TYPE) * TypeRecord.SIZE;
  const isArray = (loadU32(record + TypeRecord.FLAGS) & TypeFlag.REFERENCE_ITEMS) !== 0;
  if (isArray && loadU32(address + CARDS_PLACE) === CardState.LISTED) {
    if ((loadU32(address + Place.GC_BITS) & GcBit.UNRECORDED) !== 0)
      forEachReference(address, trapIfYoungUnmarked);
  } else if ((loadU32(address + Place.GC_BITS) & GcBit.UNRECORDED) !== 0)
    forEachReference(address, trapIfYoung);
}

function trapIfYoung(place: int): void {
  const address = loadU32(place) * 8;
  if (address >= youngStart && address < youngEnd)
    unreachable('an old object refers to a young one unrecorded');
}

function trapIfYoungUnmarked(place: int): void {
  if (loadU8(loadWord(State.GC_CARDS) + wordShr(place, CARD_SHIFT)) === 0) trapIfYoung(place);
}

/** After a collection: every reference leads to an object. */
export function checkHeap(start: int, end: int): void {
  youngStart = start;
  youngEnd = end;
  forEachOldObject(checkObject);
}

function checkObject(address: int): void {
  const typeId = loadU32(address + Place.TYPE);
  if (typeId >= loadWord(State.TYPE_COUNT)) unreachable('an object of no type');
  if (address >= youngEnd && (loadU32(address + Place.GC_BITS) & GcBit.UNRECORDED) === 0)
    unreachable('an old object without its bit');
  forEachReference(address, trapIfNoObject);
  const isStatic = address < youngStart && address !== loadWord(State.STATIC_START);
  if (isStatic && (loadU32(address + Place.GC_BITS) & GcBit.MARKED) === 0)
    forEachReference(address, trapIfNotStatic);
}

function trapIfNotStatic(place: int): void {
  if (loadU32(place) * 8 >= youngStart) unreachable('an object of the image refers to the heap unnoticed');
}

function trapIfNoObject(place: int): void {
  const address = loadU32(place) * 8;
  if (address === 0) return;
  if (address < youngStart) {
    if (address < loadWord(State.STATIC_START)) unreachable('a reference out of the heap');
    return;
  }
  if (address < oldSpaceStart()) unreachable('a reference to the nursery after a collection');
  const index = pageIndex(address);
  if (index >= pagesEnd()) unreachable('a reference beyond the pages in use');
  const kind = loadU32(pageEntry(index) + Entry.KIND);
  const offset = address - pageAddress(index);
  if (kind === PageKind.LARGE) {
    if (offset !== 0) unreachable('a reference into a large object');
  } else if (
    kind === PageKind.FREE ||
    truncMod(offset, cellSizes[kind - PageKind.FIRST_SIZE] as int) !== 0 ||
    loadU32(address + Place.TYPE) === 0
  )
    unreachable('a reference to no object');
}

function forEachReference(address: int, visit: (place: int) => void): void {
  const record = loadWord(State.TYPE_TABLE) + loadU32(address + Place.TYPE) * TypeRecord.SIZE;
  if ((loadU32(record + TypeRecord.FLAGS) & TypeFlag.REFERENCE_ITEMS) !== 0) {
    const start = address + Place.ITEMS;
    const end = start + loadU32(address + Place.LENGTH) * 4;
    for (let place = start; place < end; place += 4) visit(place);
    return;
  }
  const list = loadU32(record + TypeRecord.REFERENCES);
  const count = loadU32(list);
  for (let i = 1; i <= count; i++) visit(address + loadU32(list + i * 4));
}
