/** Walks through the heap, for programs that ask what is there. Objects found go to an array that was made before the walk. */
import { allocateArray, collect, forEachObject, recordWrite } from '../gc/collector.js';
import type { FixedArray } from '../rlib/array.js';
import { BuiltinType, Place, TypeFlag, TypeRecord } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import { addressOf, loadU32, objectAt, storeU32 } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';
import { typeRecord } from './types.js';

let counted: int = 0;
/** Where the next object that is found goes, and the end of the room for them. */
let place: int = 0;
let placeEnd: int = 0;

/** All objects that the program could reach, but those that only the runtime knows; the rest of the array is nulls. */
export function heapObjects(): FixedArray<object | null> {
  collect();
  counted = 0;
  forEachObject(countObject);
  // The array itself, and what comes with a collection on the way.
  const found = objectAt<FixedArray<object | null>>(allocateArray(BuiltinType.REFERENCES, counted + 16));
  recordWrite(found);
  place = addressOf(found) + Place.ITEMS;
  placeEnd = place + (counted + 16) * 4;
  forEachObject(noteObject);
  return found;
}

/** Only instances of classes: arrays, strings and the runtime's own are parts of them. */
function countObject(address: int): void {
  if (loadU32(address + Place.TYPE) >= BuiltinType.FIRST_CLASS) counted++;
}

function noteObject(address: int): void {
  if (loadU32(address + Place.TYPE) < BuiltinType.FIRST_CLASS || place >= placeEnd) return;
  storeU32(place, wordShr(address, 3));
  place += 4;
}

/** The objects that an object refers to. */
export function referentsOf(object: object): FixedArray<object | null> {
  const count = countPlaces(addressOf(object));
  const found = objectAt<FixedArray<object | null>>(allocateArray(BuiltinType.REFERENCES, count));
  recordWrite(found);
  const address = addressOf(object);
  place = addressOf(found) + Place.ITEMS;
  const record = typeRecord(loadU32(address + Place.TYPE));
  if ((loadU32(record + TypeRecord.FLAGS) & TypeFlag.REFERENCE_ITEMS) !== 0) {
    for (let i = 0; i < count; i++) notePlace(address + Place.ITEMS + 4 * i);
    return found;
  }
  const list = loadU32(record + TypeRecord.REFERENCES);
  for (let i = 1; i <= count; i++) notePlace(address + loadU32(list + 4 * i));
  return found;
}

function countPlaces(address: int): int {
  const record = typeRecord(loadU32(address + Place.TYPE));
  if ((loadU32(record + TypeRecord.FLAGS) & TypeFlag.REFERENCE_ITEMS) !== 0)
    return loadU32(address + Place.LENGTH);
  return loadU32(loadU32(record + TypeRecord.REFERENCES));
}

function notePlace(at: int): void {
  const reference = loadU32(at);
  if (reference === 0) return;
  storeU32(place, reference);
  place += 4;
}
