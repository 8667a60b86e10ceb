/**
 * How objects lie in the heap: shared by the collector, the runtime and the translator.
 *
 *     object  [u32 type id | u32 gc bits] fields, largest first
 *     array   [u32 type id | u32 gc bits][u32 length | u32 hash of a string] items
 *
 * Sizes are multiples of 8 bytes. The type id is the index of a record in the image's type table.
 */

import type { int } from './types.js';

/** Places in objects, in bytes. Lists have a length where arrays do. */
export const enum Place {
  TYPE = 0,
  GC_BITS = 4,
  LENGTH = 8,
  STRING_HASH = 12,
  ITEMS = 16,
}

/** Of an instance's first field. */
export const enum InstancePlace {
  FIELDS = 8,
}

export const enum ListPlace {
  /** The array of items. */
  ITEMS = 12,
}

/** Of long arrays of references, in the place that strings have for their hash: what is known of their cards. */
export const CARDS_PLACE: int = 12;

export const enum CardState {
  /** The array has none: it is remembered as a whole. */
  NONE = 0,
  /** None is marked. */
  CLEAN = 1,
  /** The array is remembered for its cards; stores of items mark theirs. */
  LISTED = 2,
}

/** An item's card is marked by a byte in a table, at the item's address in units of so many bytes, as a power of two. */
export const CARD_SHIFT: int = 9;

export const enum WeakPlace {
  TARGET = 8,
  /** The next weak reference that the collection has met. */
  NEXT = 12,
}

/** What stands for an object that is registered for finalization; only the collector knows it. */
export const enum FinalizerPlace {
  TARGET = 8,
  /** The next one in a chain. */
  NEXT = 12,
  /** Not 0: the object was found to reach itself. */
  IS_CYCLIC = 16,
  SIZE = 24,
}

/** Types that every program has; classes follow. */
export const enum BuiltinType {
  STRING = 1,
  BYTES = 2,
  INT_WORDS = 3,
  INT32S = 4,
  FLOATS = 5,
  /** Arrays of fixed length, by their items: references; 4 bytes (booleans, code, classes); words (ints, floats). */
  REFERENCES = 6,
  HALF_WORDS = 7,
  WORDS = 8,
  LIST = 9,
  WEAK_REFERENCE = 10,
  /** The module-level variables: one object. */
  GLOBALS = 11,
  FINALIZER = 12,
  FIRST_CLASS = 16,
}

/** A record of the type table: 32 bytes. */
export const enum TypeRecord {
  SIZE = 32,
  /** Of an instance, or of an array without items: bytes. */
  FIXED_SIZE = 0,
  /** Of an array's item: bytes; 0 for other objects. */
  ITEM_SIZE = 4,
  /** Address of the places of the references: a count, then the places (u32 each). */
  REFERENCES = 8,
  FLAGS = 12,
  /** The last type id among the class and its subclasses. */
  LAST_SUBCLASS = 16,
}

export const enum TypeFlag {
  /** The items are references. */
  REFERENCE_ITEMS = 1,
  WEAK = 2,
}

export const enum GcBit {
  /** The object has moved; its first word is the new reference. */
  FORWARDED = 1,
  /** An old object into which no reference was stored since the last collection: a store has to tell the collector. */
  UNRECORDED = 2,
  /** An old object that the marking under way has reached. */
  MARKED = 4,
  /** The object was registered for finalization and needs none any more. */
  NOT_FINALIZED = 8,
  /** Compiled code relies on a field of the object that changes seldom: the JIT compiler is told of changes. */
  WATCHED = 16,
}

/** Identity hashes lie above the flags. */
export const IDENTITY_SHIFT: int = 5;

/** A string of an image that can be given another text: it and an array of bytes after it take as much room whatever its length. */
export const enum MovableString {
  ROOM = 512,
}

/** A stack map: u16 words of the frame above the stack pointer at the return, without the return address; u16 count; i16 slots in words. */
export const enum StackMap {
  FRAME = 0,
  COUNT = 2,
  SLOTS = 4,
  /** The frame size of the entry: the walk ends, or goes on at the stack pointer kept there. */
  ENTRY = 0xffff,
}
