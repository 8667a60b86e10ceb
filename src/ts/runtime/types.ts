/** Sizes of objects, from the type table. */
import { Place, TypeRecord } from '../rlib/heap-layout.js';
import { wordAnd } from '../rlib/int.js';
import { loadU32, loadWord, State } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** The address of the record of a type. */
export function typeRecord(typeId: int): int {
  return loadWord(State.TYPE_TABLE) + typeId * TypeRecord.SIZE;
}

/** Bytes of an array of a type. */
export function arraySize(record: int, length: int): int {
  const size = loadU32(record + TypeRecord.FIXED_SIZE) + length * loadU32(record + TypeRecord.ITEM_SIZE);
  return wordAnd(size + 7, -8);
}

/** Bytes of the object at an address. */
export function objectSize(address: int, typeId: int): int {
  const record = typeRecord(typeId);
  if (loadU32(record + TypeRecord.ITEM_SIZE) === 0) return loadU32(record + TypeRecord.FIXED_SIZE);
  return arraySize(record, loadU32(address + Place.LENGTH));
}
