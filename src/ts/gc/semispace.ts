/**
 * The copying collector (Cheney 1970): what is alive moves to the other half of the heap at each collection. Simple, and the hardest test of
 * stack maps, since no object keeps its place.
 *
 * Allocation takes memory that is zero: the half that was left is cleared after a collection. Objects of the image (below HEAP_START) do not
 * move; all of them are roots.
 */
import { MemoryNumber } from '../rlib/collector.js';
import { GcBit, Place, TypeFlag, TypeRecord, WeakPlace } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import {
  clearMemory,
  copyMemory,
  loadU32,
  loadWord,
  stackPointer,
  State,
  storeU32,
  storeWord,
} from '../rlib/raw.js';
import { theOutOfMemory } from '../rlib/throwable.js';
import type { int } from '../rlib/types.js';
import { arraySize, objectSize, typeRecord } from '../runtime/types.js';
import { keepReady, sortFinalizers, tellProgram } from './finalizers.js';
import { CollectionKind, endPause, pauseNumber, setTold, startPause } from './pauses.js';
import { scanStack } from './roots.js';

/** The half that is left: what lies there moves. */
let fromStart: int = 0;
let fromEnd: int = 0;
/** Where the next copied object goes, and the next copied object to be looked through. */
let free: int = 0;
let scanned: int = 0;
/** Weak references met so far, as a chain; 0 ends it. */
let weakReferences: int = 0;
let collections: int = 0;
/** The end of the half in use: a full half ends where the other one starts, so that the next free address does not tell. */
let areaEnd: int = 0;
/** With stress: collect at every so many allocations that come here; 0 without. */
let stressInterval: int = 0;
let stressCount: int = 0;

/** Half of the dynamic heap, in bytes. */
function halfSize(): int {
  return wordShr(loadWord(State.HEAP_END) - loadWord(State.HEAP_START), 4) * 8;
}

/** Called once, before anything is allocated. */
export function startHeap(): void {
  stressInterval = loadWord(State.GC_STRESS);
  setArea(loadWord(State.HEAP_START), loadWord(State.HEAP_START) + halfSize());
}

/** The area that the fast path takes from; under stress it is empty, and every allocation comes here. */
function setArea(start: int, limit: int): void {
  areaEnd = limit;
  storeWord(State.FREE, wordShr(start, 3));
  storeWord(State.LIMIT, stressInterval === 0 ? wordShr(limit, 3) : 0);
}

/** Memory for `size` bytes, all zero, after a collection if there is none; its address. */
function takeMemory(size: int): int {
  let start = loadWord(State.FREE) * 8;
  if (stressInterval !== 0) {
    stressCount++;
    if (stressCount >= stressInterval) {
      stressCount = 0;
      collect();
      start = loadWord(State.FREE) * 8;
    }
  }
  if (start + size > areaEnd) {
    collect();
    start = loadWord(State.FREE) * 8;
    if (start + size > areaEnd) throw theOutOfMemory;
  }
  storeWord(State.FREE, wordShr(start + size, 3));
  return start;
}

/** An instance where the fast path found no room; its address. */
export function allocateInstance(size: int, typeId: int): int {
  const address = takeMemory(size);
  storeU32(address + Place.TYPE, typeId);
  return address;
}

/** An array with all items zero; its address. */
export function allocateArray(typeId: int, length: int): int {
  if (length < 0 || length > 0x7fffffff) throw theOutOfMemory;
  const size = arraySize(typeRecord(typeId), length);
  const address = takeMemory(size);
  storeU32(address + Place.TYPE, typeId);
  storeU32(address + Place.LENGTH, length);
  return address;
}

/** Nothing: each collection looks at all objects. */
export function recordWrite(_object: object): void {}

/** Bytes of the dynamic heap that hold objects, dead ones included. */
export function usedBytes(): int {
  const free = loadWord(State.FREE) * 8;
  const start = loadWord(State.HEAP_START);
  return areaEnd === start + halfSize() ? free - start : free - start - halfSize();
}

/** How many collections there were. */
export function collectionCount(): int {
  return collections;
}

/** See `MemoryNumber`. */
export function memoryNumber(which: int): int {
  switch (which) {
    case MemoryNumber.USED:
      return usedBytes();
    case MemoryNumber.LIMIT:
      return halfSize();
    case MemoryNumber.COMMITTED:
      return 2 * halfSize();
    case MemoryNumber.MAJOR_COLLECTIONS:
      return collections;
    default:
      return pauseNumber(which);
  }
}

/** Nothing: collections happen when memory is needed. */
export function setAutomaticCollection(_automatic: boolean): void {}

/** All of a collection: it has no parts. */
export function collectStep(): boolean {
  collect();
  return true;
}

/** There are no generations: nothing is young. */
export function collectYoung(): void {
  return;
}

/** Visits all objects, dead ones that no collection has met included. Nothing may be allocated meanwhile. */
export function forEachObject(visit: (address: int) => void): void {
  visitRange(loadWord(State.STATIC_START), loadWord(State.STATIC_END), visit);
  const used = usedBytes();
  const end = loadWord(State.FREE) * 8;
  visitRange(end - used, end, visit);
}

function visitRange(start: int, end: int, visit: (address: int) => void): void {
  let address = start;
  while (address < end) {
    const size = objectSize(address, loadU32(address + Place.TYPE));
    visit(address);
    address += size;
  }
}

export function tellOfCollections(isTold: boolean): void {
  setTold(isTold);
}

/** Moves everything alive to the other half. */
export function collect(): void {
  const start = loadWord(State.HEAP_START);
  const half = halfSize();
  const used = loadWord(State.FREE) * 8;
  const isFirst = areaEnd === start + half;
  const from = isFirst ? start : start + half;
  const to = isFirst ? start + half : start;
  fromStart = from;
  fromEnd = from + half;
  free = to;
  scanned = to;
  weakReferences = 0;
  collections++;
  // The collector's own calls need no room that the program has to leave.
  const stackLimit = loadWord(State.STACK_LIMIT);
  storeWord(State.STACK_LIMIT, 0);
  startPause();
  forwardAt(State.EXCEPTION);
  scanStatics();
  scanStack(stackPointer(), forwardAt);
  keepReady(forwardAt);
  scanCopied();
  sortFinalizers(isForwarded, forwardAt, scanInPlace, scanCopied);
  clearWeakReferences();
  setArea(free, to + half);
  clearMemory(from, wordShr(used - from, 3));
  endPause(CollectionKind.FULL, used - from, free - to);
  storeWord(State.STACK_LIMIT, stackLimit);
  tellProgram();
}

/** Moves what the objects that have moved refer to. */
function scanCopied(): void {
  while (scanned < free) {
    const typeId = loadU32(scanned + Place.TYPE);
    scanObject(scanned, typeId);
    scanned += objectSize(scanned, typeId);
  }
}

/** Whether an object has moved, or never moves. */
function isForwarded(address: int): boolean {
  if (address < fromStart || address >= fromEnd) return true;
  return (loadU32(address + Place.GC_BITS) & GcBit.FORWARDED) !== 0;
}

/** Moves what an object refers to, but not the object. */
function scanInPlace(address: int): void {
  scanObject(address, loadU32(address + Place.TYPE));
}

/** Updates the reference at an address, moving its object. */
function forwardAt(place: int): void {
  const address = loadU32(place) * 8;
  if (address < fromStart || address >= fromEnd) return;
  storeU32(place, wordShr(forward(address), 3));
}

/** The new address of an object, which moves now if it has not. */
function forward(address: int): int {
  const bits = loadU32(address + Place.GC_BITS);
  const typeId = loadU32(address + Place.TYPE);
  if ((bits & GcBit.FORWARDED) !== 0) return typeId * 8;
  const size = objectSize(address, typeId);
  const moved = free;
  free += size;
  copyMemory(address, moved, size);
  storeU32(address + Place.TYPE, wordShr(moved, 3));
  storeU32(address + Place.GC_BITS, bits | GcBit.FORWARDED);
  return moved;
}

function scanObject(address: int, typeId: int): void {
  const record = typeRecord(typeId);
  const flags = loadU32(record + TypeRecord.FLAGS);
  if ((flags & TypeFlag.REFERENCE_ITEMS) !== 0) {
    const end = address + Place.ITEMS + loadU32(address + Place.LENGTH) * 4;
    for (let place = address + Place.ITEMS; place < end; place += 4) forwardAt(place);
    return;
  }
  if ((flags & TypeFlag.WEAK) !== 0) {
    storeU32(address + WeakPlace.NEXT, wordShr(weakReferences, 3));
    weakReferences = address;
    return;
  }
  const list = loadU32(record + TypeRecord.REFERENCES);
  const count = loadU32(list);
  for (let i = 1; i <= count; i++) forwardAt(address + loadU32(list + i * 4));
}

/** All objects of the image. */
function scanStatics(): void {
  let address = loadWord(State.STATIC_START);
  const end = loadWord(State.STATIC_END);
  while (address < end) {
    const typeId = loadU32(address + Place.TYPE);
    scanObject(address, typeId);
    address += objectSize(address, typeId);
  }
}

/** Weak references whose objects have not moved are emptied. */
function clearWeakReferences(): void {
  let weak = weakReferences;
  while (weak !== 0) {
    const place = weak + WeakPlace.TARGET;
    const target = loadU32(place) * 8;
    if (target >= loadWord(State.HEAP_START)) {
      const isAlive = (loadU32(target + Place.GC_BITS) & GcBit.FORWARDED) !== 0;
      storeU32(place, isAlive ? loadU32(target + Place.TYPE) : 0);
    }
    weak = loadU32(weak + WeakPlace.NEXT) * 8;
  }
}
