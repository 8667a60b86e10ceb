/**
 * The default collector: generational, with incremental marking and sweeping of the old space.
 *
 *     nursery | objects to look through | remembered objects | changed statics | mark stack | cards | page table, pages
 *
 * New objects go to the nursery; large ones to the old space at once. When the nursery is full a minor collection copies what is alive into the
 * old space, where it stays for good (`old-space.ts`), and clears the nursery.
 *
 * Old objects, those of the image among them, bear GcBit.UNRECORDED. A store of a reference into such an object remembers it and takes the bit
 * away: minor collections look through remembered objects, and marking looks again at those that it had marked. The object of the module
 * variables counts as always remembered.
 *
 * A major collection goes through three phases, a step after each minor collection: marking, sweeping, idle. Objects that come to the
 * old space while marking is under way are marked, and looked through later. At its end the roots are scanned again.
 *
 * Invariants: between minor collections references to the nursery are found in remembered objects, the nursery, roots, and nowhere else. After a
 * minor collection there are pages for all that may survive the next one; an allocation that would break this fails.
 */
import { MemoryNumber } from '../rlib/collector.js';
import {
  CARD_SHIFT,
  CARDS_PLACE,
  CardState,
  GcBit,
  Place,
  TypeFlag,
  TypeRecord,
  WeakPlace,
} from '../rlib/heap-layout.js';
import { truncDiv, truncMod, wordShr } from '../rlib/int.js';
import {
  addressOf,
  clearMemory,
  copyMemory,
  loadU32,
  loadU8,
  loadWord,
  stackPointer,
  State,
  storeU32,
  storeU8,
  storeWord,
} from '../rlib/raw.js';
import { theOutOfMemory } from '../rlib/throwable.js';
import type { int } from '../rlib/types.js';
import { arraySize, objectSize, typeRecord } from '../runtime/types.js';
import { keepReady, keepYoungFinalizers, sortFinalizers, tellProgram } from './finalizers.js';
import {
  addWeakReference,
  clearWeakReferences,
  markAgain,
  markAll,
  isMarked,
  markAt,
  markItems,
  markReferences,
  markReferencesOf,
  markSome,
  markChangedStatics,
  markStoredInto,
  noteChangedStatic,
  prepareMarking,
  pushMarked,
  startMarkStack,
  startChangedStatics,
} from './marking.js';
import {
  availablePages,
  committedBytes,
  freshBytes,
  MAX_CELL,
  oldBytes,
  PAGE_SIZE,
  releaseSome,
  SIZE_COUNT,
  startOldSpace,
  startSweep,
  sweepSome,
  takeCell,
  takeLarge,
} from './old-space.js';
import { CollectionKind, endPause, pauseNumber, setTold, startPause } from './pauses.js';
import { scanStack } from './roots.js';
import { checkHeap, checkRemembered, forEachOldObject } from './verify.js';

const enum Phase {
  IDLE,
  MARKING,
  SWEEPING,
}

const MEGABYTE: int = 1048576;
/** So that it stays in a level-2 cache, and few objects survive. */
const NURSERY: int = MEGABYTE;
/** A major collection starts when the old space has so much, or half of the heap, not earlier. */
const MINIMUM: int = 16 * MEGABYTE;
/** After so many bytes of large objects there is a minor collection, too: it brings a major one nearer, which frees them. */
const LARGE_BYTES: int = 4 * MEGABYTE;
/** Address space; what is beyond the limit is used only while nothing is allocated. */
const REMEMBERED: int = 16 * MEGABYTE;
/** Bytes of so many remembered objects are enough to look through. */
const REMEMBERED_LIMIT: int = MEGABYTE / 4;
/** PyPy's choice: the old space may grow to 1.82 of what the last major collection left. */
const MAJOR_PERCENT: int = 182;
/**
 * Free memory stays until it is beyond so many thresholds: while marking is under way, the old space grows beyond one, and pages that come and go cost
 * more than what they are used for (a string that grows by concatenation spent two thirds of its time in page faults).
 */
const KEPT_THRESHOLDS: int = 2;
/** PyPy's, too: a threshold is at most 1.4 of the one before, so that a peak in memory is not followed by a higher one. */
const GROWTH_PERCENT: int = 140;
/** But some room there has to be, or collections would follow each other. */
const LEAST_PERCENT: int = 125;
/** Sweeping takes less time than marking. */
const SWEEP_FACTOR: int = 2;
/** Bytes of items that a card stands for. */
const CARD_SIZE: int = 512;
/** The first touch of memory takes longer than a copy to where there is some (up to ten times, in virtual machines). */
const FRESH_FACTOR: int = 3;
/** Larger objects are not worth copying. */
const LARGE: int = 65536;

let nurseryStart: int = 0;
let nurseryEnd: int = 0;
/** The same as references. */
let firstYoung: int = 0;
let endYoung: int = 0;
/** The part of the nursery that is used ends here: so much that the next minor collection will cost `mostCost` bytes, but at least an eighth. */
let nurseryLimit: int = 0;
let mostCost: int = 0;
/** Survivors that were copied and not yet looked through. */
let pendingStart: int = 0;
let pending: int = 0;
let rememberedStart: int = 0;
let remembered: int = 0;
let rememberedEnd: int = 0;
/** From here on there is enough to look through. */
let rememberedLimit: int = 0;
/** There was no room to remember an object: all old ones are looked through. */
let remembersAll: boolean = false;
/** The weak references among the survivors, as a chain. */
let youngWeak: int = 0;

let phase: int = Phase.IDLE;
/** The header bits of an object that comes to the old space. */
let oldBits: int = GcBit.UNRECORDED;
/** A major collection starts when the old space holds so many bytes. */
let threshold: int = 0;
let minimum: int = 0;
let majorPercent: int = 0;
let growthPercent: int = 0;
/** Major collections start of themselves. */
let isAutomatic: boolean = true;
let increment: int = 0;
/** Bytes of survivors of the minor collection, and of large objects since the last one. */
let promoted: int = 0;
let largeBytes: int = 0;
let mostLarge: int = 0;
let largeSize: int = 0;
/** Pages that the survivors of a minor collection may need. */
let reserve: int = 0;
/** The program was told that memory is short. */
let wasTold: boolean = false;
/** Nothing can be allocated until a collection finds memory. */
let isFull: boolean = false;
let minorCollections: int = 0;
let majorCollections: int = 0;
let stressInterval: int = 0;
let stressCount: int = 0;

/** Called once, before anything is allocated. */
export function startHeap(): void {
  const start = loadWord(State.HEAP_START);
  const end = loadWord(State.HEAP_END);
  stressInterval = loadWord(State.GC_STRESS);
  const size = option(loadWord(State.GC_NURSERY), NURSERY);
  const largest = wordShr(end - start, 4);
  mostLarge = LARGE_BYTES < largest ? LARGE_BYTES : largest;
  const nursery = wordShr(size < largest ? size : largest, 12) * 4096;
  largeSize = LARGE < wordShr(nursery, 4) ? LARGE : wordShr(nursery, 4);
  mostCost = wordShr(nursery, 2);
  minimum = option(loadWord(State.GC_MINIMUM), MINIMUM < 8 * largest ? MINIMUM : 8 * largest);
  increment = option(loadWord(State.GC_INCREMENT), wordShr(nursery, 1));
  majorPercent = option(loadWord(State.GC_MAJOR), MAJOR_PERCENT);
  growthPercent = option(loadWord(State.GC_GROWTH), GROWTH_PERCENT);
  threshold = minimum;
  nurseryStart = start;
  nurseryEnd = start + nursery;
  nurseryLimit = nurseryEnd;
  firstYoung = wordShr(start, 3);
  endYoung = wordShr(nurseryEnd, 3);
  // The smallest object has 8 bytes, its reference 4.
  pendingStart = nurseryEnd;
  rememberedStart = pendingStart + wordShr(nursery, 1);
  remembered = rememberedStart;
  const most = wordShr(end - start, 6);
  rememberedEnd = rememberedStart + (REMEMBERED < most ? REMEMBERED : wordShr(most, 3) * 8);
  const enough = wordShr(rememberedEnd - rememberedStart, 2);
  rememberedLimit = rememberedStart + (REMEMBERED_LIMIT < enough ? REMEMBERED_LIMIT : wordShr(enough, 3) * 8);
  const changedEnd = startChangedStatics(rememberedEnd);
  const markStackEnd = changedEnd + wordShr(end - start, 9) * 16;
  startMarkStack(changedEnd, markStackEnd);
  const cardsEnd = markStackEnd + wordShr(end, CARD_SHIFT + 3) * 8 + 8;
  storeWord(State.GC_CARDS, markStackEnd);
  startOldSpace(cardsEnd, end);
  prepareMarking();
  // A cell may be a quarter larger than its object, and a page of each size may be begun.
  reserve = wordShr(truncDiv(nursery * 5, 4), 14) + SIZE_COUNT + 1;
  openNursery();
}

function option(value: int, otherwise: int): int {
  return value === 0 ? otherwise : value;
}

/** The area that the fast path takes from; under stress, or without memory, it is empty, and every allocation comes here. */
function openNursery(): void {
  storeWord(State.FREE, wordShr(nurseryStart, 3));
  storeWord(State.LIMIT, stressInterval !== 0 || isFull ? 0 : wordShr(nurseryLimit, 3));
}

// Allocation.

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
  let address = 0;
  if (size > largeSize) {
    address = allocateLarge(size);
    storeU32(address + Place.GC_BITS, oldBits);
    if ((loadU32(typeRecord(typeId) + TypeRecord.FLAGS) & TypeFlag.REFERENCE_ITEMS) !== 0)
      storeU32(address + CARDS_PLACE, CardState.CLEAN);
  } else address = takeMemory(size);
  storeU32(address + Place.TYPE, typeId);
  storeU32(address + Place.LENGTH, length);
  return address;
}

/** As machine code does it for instances: the limit is 0 where there is more to look at. */
function takeMemory(size: int): int {
  if (loadWord(State.FREE) + wordShr(size, 3) > loadWord(State.LIMIT)) makeRoom(size);
  const start = loadWord(State.FREE);
  storeWord(State.FREE, start + wordShr(size, 3));
  return start * 8;
}

function makeRoom(size: int): void {
  if (stressInterval !== 0) stress();
  const end = loadWord(State.FREE) * 8 + size;
  if (end > nurseryLimit || isFull || remembered >= rememberedLimit || remembersAll) collectSome();
}

/** Collects at every so many allocations, each sixteenth time all of the heap. */
function stress(): void {
  stressCount++;
  if (truncMod(stressCount, stressInterval) !== 0) return;
  if (truncMod(stressCount, 16 * stressInterval) === 0) collect();
  else collectSome();
}

function allocateLarge(size: int): int {
  if (stressInterval !== 0) stress();
  largeBytes += size;
  const pages = wordShr(size, 14) + 1;
  if (largeBytes > mostLarge || availablePages() - pages < 2 * reserve) collectSome();
  if (availablePages() - pages < reserve) collect();
  const address = availablePages() - pages < reserve ? 0 : takeLarge(size);
  if (address !== 0) return address;
  // There may be pages enough, but not side by side.
  collect();
  const found = availablePages() - pages < reserve ? 0 : takeLarge(size);
  if (found === 0) throw theOutOfMemory;
  return found;
}

/** Bytes of the dynamic heap that hold objects, dead ones included. */
export function usedBytes(): int {
  return oldBytes() + loadWord(State.FREE) * 8 - nurseryStart;
}

/** How many collections there were. */
export function collectionCount(): int {
  return minorCollections + majorCollections;
}

/** See `MemoryNumber`. */
export function memoryNumber(which: int): int {
  switch (which) {
    case MemoryNumber.USED:
      return usedBytes();
    case MemoryNumber.LIMIT:
      return loadWord(State.HEAP_END) - loadWord(State.HEAP_START);
    case MemoryNumber.COMMITTED:
      return committedBytes() + pendingStart - nurseryStart;
    case MemoryNumber.NURSERY:
      return nurseryEnd - nurseryStart;
    case MemoryNumber.MINOR_COLLECTIONS:
      return minorCollections;
    case MemoryNumber.MAJOR_COLLECTIONS:
      return majorCollections;
    case MemoryNumber.PHASE:
      return phase;
    default:
      return pauseNumber(which);
  }
}

/** Whether major collections start before memory is short. */
export function setAutomaticCollection(automatic: boolean): void {
  isAutomatic = automatic;
}

/** Visits all objects that may be alive: after `collect`, those that are. Nothing may be allocated meanwhile. */
export function forEachObject(visit: (address: int) => void): void {
  forEachOldObject(visit);
  let address = nurseryStart;
  const end = loadWord(State.FREE) * 8;
  while (address < end) {
    const size = objectSize(address, loadU32(address + Place.TYPE));
    visit(address);
    address += size;
  }
}

// Finalizers.

export function tellOfCollections(isTold: boolean): void {
  setTold(isTold);
}

// The write barrier.

/** Comes before references are stored into an object; what is stored, and where, is not told. */
export function recordWrite(object: object): void {
  const address = addressOf(object);
  if ((loadU32(address + Place.GC_BITS) & GcBit.UNRECORDED) !== 0) rememberObject(address, -1);
}

/**
 * The slow path of the barrier; -1, or the index of an item of an array of references. It makes no calls, since its callers are not prepared
 * for exceptions.
 */
export function rememberObject(address: int, index: int): void {
  if (remembered < rememberedEnd) {
    storeU32(remembered, wordShr(address, 3));
    if (index >= 0 && loadU32(address + CARDS_PLACE) === CardState.CLEAN) {
      storeU32(address + CARDS_PLACE, CardState.LISTED);
      storeU8(loadWord(State.GC_CARDS) + wordShr(address + Place.ITEMS + 4 * index, CARD_SHIFT), 1);
    } else storeU32(address + Place.GC_BITS, loadU32(address + Place.GC_BITS) - GcBit.UNRECORDED);
    remembered += 4;
    if (remembered >= rememberedLimit) storeWord(State.LIMIT, 0);
  } else {
    remembersAll = true;
    storeWord(State.LIMIT, 0);
  }
}

// Collections.

/** A minor collection and a step of the major one. */
function collectSome(): void {
  const stackLimit = loadWord(State.STACK_LIMIT);
  // The collector's own calls need no room that the program has to leave.
  storeWord(State.STACK_LIMIT, 0);
  const before = usedBytes();
  const phaseBefore = phase;
  startPause();
  collectNursery(stackPointer());
  step(stackPointer());
  if (availablePages() < 2 * reserve) finishMajor(stackPointer());
  finishCollection();
  const isMinor = phaseBefore === Phase.IDLE && phase === Phase.IDLE;
  endPause(isMinor ? CollectionKind.MINOR : CollectionKind.STEP, before, usedBytes());
  storeWord(State.STACK_LIMIT, stackLimit);
  const isShort = availablePages() < 2 * reserve;
  const mustTell = isFull || (isShort && !wasTold);
  wasTold = isShort;
  if (mustTell) throw theOutOfMemory;
}

/** Frees all that is dead. */
export function collect(): void {
  const stackLimit = loadWord(State.STACK_LIMIT);
  storeWord(State.STACK_LIMIT, 0);
  const before = usedBytes();
  startPause();
  collectNursery(stackPointer());
  finishMajor(stackPointer());
  while (releaseSome(threshold)) {}
  finishCollection();
  endPause(CollectionKind.FULL, before, usedBytes());
  storeWord(State.STACK_LIMIT, stackLimit);
}

/** A minor collection, and a part of a major one whether it is time for it or not; whether that one has ended. */
export function collectStep(): boolean {
  const stackLimit = loadWord(State.STACK_LIMIT);
  storeWord(State.STACK_LIMIT, 0);
  const before = usedBytes();
  startPause();
  collectNursery(stackPointer());
  if (phase === Phase.IDLE) startMarking(stackPointer());
  step(stackPointer());
  finishCollection();
  endPause(CollectionKind.STEP, before, usedBytes());
  storeWord(State.STACK_LIMIT, stackLimit);
  return phase === Phase.IDLE;
}

/** A minor collection and no more: all that is alive is old behind it. */
export function collectYoung(): void {
  const stackLimit = loadWord(State.STACK_LIMIT);
  storeWord(State.STACK_LIMIT, 0);
  const before = usedBytes();
  startPause();
  collectNursery(stackPointer());
  finishCollection();
  endPause(CollectionKind.MINOR, before, usedBytes());
  storeWord(State.STACK_LIMIT, stackLimit);
}

function finishCollection(): void {
  isFull = availablePages() < reserve;
  openNursery();
  if (loadWord(State.GC_VERIFY) !== 0) checkHeap(nurseryStart, nurseryEnd);
}

/** Copies what is alive in the nursery into the old space. */
function collectNursery(stack: int): void {
  if (loadWord(State.GC_VERIFY) !== 0) checkRemembered(nurseryStart, nurseryEnd);
  minorCollections++;
  const before = oldBytes();
  const freshBefore = freshBytes();
  pending = pendingStart;
  youngWeak = 0;
  promoteAt(State.EXCEPTION);
  promoteReferences(loadWord(State.STATIC_START));
  scanStack(stack, promoteAt);
  promoteRemembered();
  keepYoungFinalizers(promoteAt);
  while (pending > pendingStart) {
    pending -= 4;
    promoteReferences(loadU32(pending) * 8);
  }
  updateYoungWeak();
  promoted = oldBytes() - before;
  const used = loadWord(State.FREE) * 8 - nurseryStart;
  clearMemory(nurseryStart, wordShr(used, 3));
  storeWord(State.FREE, wordShr(nurseryStart, 3));
  adaptNursery(used, promoted + FRESH_FACTOR * (freshBytes() - freshBefore));
}

/**
 * A minor collection takes as long as what survives it. Where that is much the program is building something that stays: it would survive a larger nursery as
 * well, so a smaller one costs little. The nursery grows back as survival allows, at most twofold each time.
 */
function adaptNursery(used: int, cost: int): void {
  const size = nurseryLimit - nurseryStart;
  const wanted = cost > mostCost ? wordShr(truncDiv(used * mostCost, cost), 3) * 8 : 2 * size;
  const most = nurseryEnd - nurseryStart;
  const least = wordShr(most, 3);
  nurseryLimit = nurseryStart + (wanted < least ? least : wanted < most ? wanted : most);
}

function promoteRemembered(): void {
  for (let at = rememberedStart; at < remembered; at += 4) {
    const address = loadU32(at) * 8;
    const bits = loadU32(address + Place.GC_BITS);
    if ((bits & GcBit.UNRECORDED) !== 0) {
      promoteCards(address, (bits & GcBit.MARKED) !== 0);
      continue;
    }
    storeU32(address + Place.GC_BITS, bits + GcBit.UNRECORDED);
    promoteReferences(address);
    if (address < nurseryStart) noteChangedStatic(address);
    if (phase === Phase.MARKING && ((bits & GcBit.MARKED) !== 0 || address < nurseryStart))
      markAgain(address);
  }
  remembered = rememberedStart;
  if (!remembersAll) return;
  remembersAll = false;
  forEachOldObject(promoteAndMarkAgain);
}

/** Promotes what the marked cards of an array refer to; it was remembered for them, unless that is done already. */
function promoteCards(address: int, isMarkedArray: boolean): void {
  if (loadU32(address + CARDS_PLACE) !== CardState.LISTED) return;
  storeU32(address + CARDS_PLACE, CardState.CLEAN);
  const start = address + Place.ITEMS;
  const end = start + loadU32(address + Place.LENGTH) * 4;
  const table = loadWord(State.GC_CARDS);
  const last = wordShr(end - 1, CARD_SHIFT);
  for (let card = wordShr(start, CARD_SHIFT); card <= last; card++) {
    if (loadU8(table + card) === 0) continue;
    storeU8(table + card, 0);
    const from = card * CARD_SIZE;
    const to = from + CARD_SIZE;
    const first = from < start ? start : from;
    const count = truncDiv((to < end ? to : end) - first, 4);
    for (let i = 0; i < count; i++) promoteAt(first + 4 * i);
    if (phase === Phase.MARKING && isMarkedArray) markItems(first, count);
  }
}

function promoteAndMarkAgain(address: int): void {
  promoteReferences(address);
  if (address < nurseryStart) noteChangedStatic(address);
  if (phase === Phase.MARKING) markReferences(address);
}

/** Copies the object that a place refers to if it is young, and updates the place. */
function promoteAt(place: int): void {
  const young = loadU32(place);
  if (!isYoung(young)) return;
  const address = young * 8;
  const bits = loadU32(address + Place.GC_BITS);
  const typeId = loadU32(address + Place.TYPE);
  if ((bits & GcBit.FORWARDED) !== 0) {
    storeU32(place, typeId);
    return;
  }
  const record = loadWord(State.TYPE_TABLE) + typeId * TypeRecord.SIZE;
  const itemSize = loadU32(record + TypeRecord.ITEM_SIZE);
  let size = loadU32(record + TypeRecord.FIXED_SIZE);
  if (itemSize !== 0) size = wordShr(size + loadU32(address + Place.LENGTH) * itemSize + 7, 3) * 8;
  const copy = size <= MAX_CELL ? takeCell(size) : takeLarge(size);
  if (size <= 128) {
    for (let at = 8; at < size; at += 8) storeWord(copy + at, loadWord(address + at));
  } else copyMemory(address + 8, copy + 8, size - 8);
  storeU32(copy + Place.TYPE, typeId);
  storeU32(copy + Place.GC_BITS, bits + oldBits);
  const reference = wordShr(copy, 3);
  storeU32(address + Place.TYPE, reference);
  storeU32(address + Place.GC_BITS, GcBit.FORWARDED);
  storeU32(place, reference);
  const flags = loadU32(record + TypeRecord.FLAGS);
  if ((flags & TypeFlag.WEAK) !== 0) {
    storeU32(copy + WeakPlace.NEXT, wordShr(youngWeak, 3));
    youngWeak = copy;
  } else if (flags !== 0 || loadU32(loadU32(record + TypeRecord.REFERENCES)) !== 0) {
    storeU32(pending, reference);
    pending += 4;
    if (phase === Phase.MARKING) pushMarked(copy);
  }
}

/** Whether a reference leads to the nursery: asked before a call of `promoteAt`, since most references do not. */
function isYoung(reference: int): boolean {
  return reference >= firstYoung && reference < endYoung;
}

function promoteReferences(address: int): void {
  const typeId = loadU32(address + Place.TYPE);
  const record = loadWord(State.TYPE_TABLE) + typeId * TypeRecord.SIZE;
  const flags = loadU32(record + TypeRecord.FLAGS);
  if ((flags & TypeFlag.REFERENCE_ITEMS) !== 0) {
    const start = address + Place.ITEMS;
    const end = start + loadU32(address + Place.LENGTH) * 4;
    for (let place = start; place < end; place += 4) if (isYoung(loadU32(place))) promoteAt(place);
    return;
  }
  const list = loadU32(record + TypeRecord.REFERENCES);
  const end = list + loadU32(list) * 4;
  for (let at = list + 4; at <= end; at += 4) {
    const place = address + loadU32(at);
    if (isYoung(loadU32(place))) promoteAt(place);
  }
}

/** The weak references that survived: their objects have moved, or died. */
function updateYoungWeak(): void {
  let weak = youngWeak;
  while (weak !== 0) {
    const next = loadU32(weak + WeakPlace.NEXT) * 8;
    const target = loadU32(weak + WeakPlace.TARGET) * 8;
    if (target >= nurseryStart && target < nurseryEnd) {
      const isAlive = (loadU32(target + Place.GC_BITS) & GcBit.FORWARDED) !== 0;
      storeU32(weak + WeakPlace.TARGET, isAlive ? loadU32(target + Place.TYPE) : 0);
    }
    addWeakReference(weak);
    weak = next;
  }
}

// Major collections; the nursery is empty.

/** A bounded part of a major collection: as much as the old space has grown twice, and some more. */
function step(stack: int): void {
  const budget = increment + markFactor() * (promoted + largeBytes);
  largeBytes = 0;
  if (phase === Phase.IDLE) {
    if ((oldBytes() < threshold || !isAutomatic) && availablePages() > 4 * reserve) {
      releaseSome(KEPT_THRESHOLDS * threshold);
      return;
    }
    startMarking(stack);
  }
  if (phase === Phase.MARKING) {
    if (!markSome(budget)) return;
    finishMarking(stack);
  }
  // At once after marking, too: survivors that come while nothing is swept yet take new pages.
  if (sweepSome(SWEEP_FACTOR * budget)) becomeIdle();
}

/** How much is marked for each byte that comes to the old space: so much that marking ends before memory does, and at least twice. */
function markFactor(): int {
  const left = truncDiv(availablePages() * PAGE_SIZE, 2) + 1;
  const factor = truncDiv(oldBytes(), left) + 1;
  return factor < 2 ? 2 : factor;
}

/** Ends what is under way, which may keep objects that have died since it began, and goes through all of it once more. */
function finishMajor(stack: int): void {
  if (phase === Phase.MARKING) finishMarking(stack);
  finishSweep();
  startMarking(stack);
  finishMarking(stack);
  finishSweep();
}

function finishSweep(): void {
  if (phase !== Phase.SWEEPING) return;
  while (!sweepSome(64 * PAGE_SIZE)) {}
  becomeIdle();
}

function startMarking(stack: int): void {
  phase = Phase.MARKING;
  oldBits = GcBit.UNRECORDED + GcBit.MARKED;
  majorCollections++;
  markChangedStatics();
  markRoots(stack);
}

function markRoots(stack: int): void {
  markAt(State.EXCEPTION);
  markReferences(loadWord(State.STATIC_START));
  scanStack(stack, markAt);
  keepReady(markAt);
}

function finishMarking(stack: int): void {
  markRoots(stack);
  markStoredInto();
  markAll();
  sortFinalizers(isMarked, markAt, markReferencesOf, markAll);
  clearWeakReferences();
  oldBits = GcBit.UNRECORDED;
  startSweep();
  phase = Phase.SWEEPING;
}

function becomeIdle(): void {
  phase = Phase.IDLE;
  const wanted = truncDiv(oldBytes() * majorPercent, 100);
  const most = truncDiv(threshold * growthPercent, 100);
  const least = truncDiv(oldBytes() * LEAST_PERCENT, 100);
  const grown = wanted < most ? wanted : most < least ? least : most;
  // Two fifths of what is left, so that a collection can end before memory does.
  const limit = oldBytes() + truncDiv(availablePages() * PAGE_SIZE * 2, 5);
  const bounded = grown < limit ? grown : limit;
  threshold = bounded < minimum ? minimum : bounded;
  tellProgram();
}
