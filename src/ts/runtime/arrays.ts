/**
 * Lists and arrays where their operations need more than a few instructions. The functions take objects of any kind of item: sizes come from
 * the type table.
 */
import { allocateArray, allocateInstance, recordWrite } from '../gc/collector.js';
import { BuiltinType, ListPlace, Place, TypeRecord } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import {
  addressOf,
  clearMemory,
  copyMemory,
  loadU32,
  objectAt,
  storeU32,
  storeU8,
  storeWord,
} from '../rlib/raw.js';
import { theOutOfMemory } from '../rlib/throwable.js';
import type { int } from '../rlib/types.js';
import { typeRecord } from './types.js';

/** Bytes of a list: header, length, items. */
const LIST_SIZE: int = 16;

function itemSize(typeId: int): int {
  return loadU32(typeRecord(typeId) + TypeRecord.ITEM_SIZE);
}

/** An array of a type, items zero. @fresh */
export function newArray(typeId: int, length: int): object {
  return objectAt<object>(allocateArray(typeId, length));
}

/** An empty list whose items go to arrays of a type; it has room for `capacity`. @fresh */
export function newList(itemsType: int, capacity: int): object {
  const items = newArray(itemsType, capacity);
  const list = objectAt<object>(allocateList(items));
  return list;
}

/** @fresh */
function allocateList(items: object): int {
  const address = allocateInstance(LIST_SIZE, BuiltinType.LIST);
  storeU32(address + ListPlace.ITEMS, wordShr(addressOf(items), 3));
  return address;
}

/** Makes room for at least one more item. @growsList */
export function growList(list: object): void {
  const length = loadU32(addressOf(list) + Place.LENGTH);
  const typeId = loadU32(loadU32(addressOf(list) + ListPlace.ITEMS) * 8 + Place.TYPE);
  const grown = newArray(typeId, length + wordShr(length, 1) + 4);
  const items = loadU32(addressOf(list) + ListPlace.ITEMS) * 8;
  recordWrite(grown);
  recordWrite(list);
  copyMemory(items + Place.ITEMS, addressOf(grown) + Place.ITEMS, length * itemSize(typeId));
  storeU32(addressOf(list) + ListPlace.ITEMS, wordShr(addressOf(grown), 3));
}

/** Shortens a list; what is cut off is cleared. */
export function truncateList(list: object, length: int): void {
  const address = addressOf(list);
  const items = loadU32(address + ListPlace.ITEMS) * 8;
  const size = itemSize(loadU32(items + Place.TYPE));
  const old = loadU32(address + Place.LENGTH);
  storeU32(address + Place.LENGTH, length);
  let place = items + Place.ITEMS + length * size;
  const end = items + Place.ITEMS + old * size;
  if (size === 4) {
    for (; place < end; place += 4) storeU32(place, 0);
  } else clearMemory(place, wordShr(end - place, 3));
}

/** The items of a list as an array. @fresh */
export function listToArray(list: object): object {
  const items = loadU32(addressOf(list) + ListPlace.ITEMS) * 8;
  const length = loadU32(addressOf(list) + Place.LENGTH);
  const typeId = loadU32(items + Place.TYPE);
  const result = newArray(typeId, length);
  recordWrite(result);
  copyMemory(
    loadU32(addressOf(list) + ListPlace.ITEMS) * 8 + Place.ITEMS,
    addressOf(result) + Place.ITEMS,
    length * itemSize(typeId),
  );
  return result;
}

/** An array of references, all the same. @fresh */
export function filledReferences(length: int, fill: object | null): object {
  const result = newArray(BuiltinType.REFERENCES, length);
  recordWrite(result);
  const reference = wordShr(addressOf(fill), 3);
  const start = addressOf(result) + Place.ITEMS;
  for (let place = start; place < start + length * 4; place += 4) storeU32(place, reference);
  return result;
}

/** An array of items of 4 bytes, all the same. @fresh */
export function filledHalfWords(length: int, fill: int): object {
  const result = newArray(BuiltinType.HALF_WORDS, length);
  const start = addressOf(result) + Place.ITEMS;
  for (let place = start; place < start + length * 4; place += 4) storeU32(place, fill);
  return result;
}

/** An array of words, all the same. @fresh */
export function filledWords(length: int, fill: int): object {
  const result = newArray(BuiltinType.WORDS, length);
  const start = addressOf(result) + Place.ITEMS;
  for (let place = start; place < start + length * 8; place += 8) storeWord(place, fill);
  return result;
}

/** Items `start..end` of an array as a new one. @fresh */
export function sliceArray(array: object, start: int, end: int): object {
  const typeId = loadU32(addressOf(array) + Place.TYPE);
  const result = newArray(typeId, end - start);
  recordWrite(result);
  const size = itemSize(typeId);
  copyMemory(
    addressOf(array) + Place.ITEMS + start * size,
    addressOf(result) + Place.ITEMS,
    (end - start) * size,
  );
  return result;
}

/** Copies items between arrays of one type; the ranges may overlap. */
export function copyArrayItems(source: object, from: int, target: object, to: int, count: int): void {
  const size = itemSize(loadU32(addressOf(source) + Place.TYPE));
  recordWrite(target);
  copyMemory(
    addressOf(source) + Place.ITEMS + from * size,
    addressOf(target) + Place.ITEMS + to * size,
    count * size,
  );
}

/** Bytes `start..end` of an array of bytes, or of a string, as a string. @fresh */
export function bytesToString(bytes: object, start: int, end: int): string {
  const result = objectAt<string>(allocateArray(BuiltinType.STRING, end - start));
  copyMemory(addressOf(bytes) + Place.ITEMS + start, addressOf(result) + Place.ITEMS, end - start);
  return result;
}

/** Writes a string into an array of bytes. */
export function copyStringToBytes(text: string, bytes: object, at: int): void {
  copyMemory(addressOf(text) + Place.ITEMS, addressOf(bytes) + Place.ITEMS + at, text.length);
}

/** What a list can hold at most; beyond it memory counts as exhausted. */
export function checkLength(length: int): void {
  if (length < 0 || length > 0x40000000) throw theOutOfMemory;
}

/** A string of one byte. @fresh */
export function charString(byte: int): string {
  const result = objectAt<string>(allocateArray(BuiltinType.STRING, 1));
  storeU8(addressOf(result) + Place.ITEMS, byte);
  return result;
}
