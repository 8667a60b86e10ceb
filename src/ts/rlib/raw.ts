/**
 * Raw memory, for the collector and the runtime only: what is below objects. It exists in machine code; hosted, nothing here may be called.
 *
 * An address is a number of bytes relative to the heap base. The address of an object is good until the next allocation or call that may
 * allocate, since objects move.
 */
import { InternalError } from './throwable.js';
import type { float, int } from './types.js';

/**
 * The VM's state block, at negative addresses: 8 bytes each. What machine code touches often comes first, within reach of short
 * displacements. A slot for a reference is a word too.
 */
export const enum State {
  /** The next free reference of the allocation area (u32), and the first beyond it. */
  FREE = -8,
  LIMIT = -16,
  /** The exception on its way, or null. */
  EXCEPTION = -24,
  /** Machine code raises StackOverflow where its stack pointer, an absolute address, would fall below. */
  STACK_LIMIT = -32,
  /** Absolute address of the image's code. */
  CODE_BASE = -40,
  /** Address of the word that is not 0 when the interpreter should look at signals and the like; 0 if the program has none. */
  TICKER = -48,
  /** Node's stack pointer while machine code runs. */
  HOST_STACK = -56,
  /** The VM's stack pointer where it last left to the host; walks of the stack start there or at the collector. */
  VM_STACK = -64,
  /** The end of the dynamic heap (address), and its start. */
  HEAP_END = -72,
  HEAP_START = -80,
  /** Tables of the image, as addresses. */
  TYPE_TABLE = -88,
  STACK_MAPS = -96,
  STATIC_START = -104,
  STATIC_END = -112,
  /** Absolute address of the addon's host_call. */
  HOST_CALL = -120,
  /** Result of the last host call: 0, or what it failed with. */
  HOST_STATUS = -128,
  HOST_ERRNO = -136,
  /** Length of the byte string that the host keeps for the machine. */
  HOST_LENGTH = -144,
  /** The stack pointer of the innermost entry, absolute: where a failing host call returns to. */
  ENTRY_FRAME = -152,
  /** The top of the VM's stack, absolute. */
  STACK_TOP = -160,
  /**
   * What the collector is told at its start. GC_STRESS: collect at every so many allocations, 0: when memory is needed. Sizes in bytes; 0 for the
   * default. GC_MAJOR: a major collection starts when the old space has grown to so many hundredths of what the last one left.
   */
  GC_STRESS = -168,
  GC_NURSERY = -176,
  GC_MAJOR = -184,
  GC_MINIMUM = -192,
  GC_INCREMENT = -200,
  /** Not 0: the heap is checked at each collection, and freed memory overwritten. */
  GC_VERIFY = -208,
  /** How many types there are. */
  TYPE_COUNT = -216,
  /** The threshold of major collections may grow to so many hundredths of the one before. */
  GC_GROWTH = -224,
  /** Not 0: the host is told of each collection. */
  GC_LOG = -232,
  /** Of the collection that has just ended: its kind (`CollectionKind`), how long it took, bytes before and after. */
  LOG_KIND = -256,
  LOG_TIME = -264,
  LOG_BEFORE = -272,
  LOG_AFTER = -280,
  RELEASE_START = -288,
  RELEASE_SIZE = -296,
  /** The table of cards: its address, for a card number of 0. */
  GC_CARDS = -304,
  /** A place of the collector's own, for a reference. */
  GC_PLACE = -240,
  /** What the host's clock last said, in nanoseconds. */
  CLOCK = -248,
  /** Counts from which on a back edge is hot. */
  JIT_THRESHOLD = -312,
  /** Address of the cells of counters (`jit-layout.ts`). */
  JIT_CELLS = -320,
  /**
   * What the host is asked: the guard that failed, or `HOT_LOOP` and the loop's driver and cell; what it answers. Or it is told with `FIELD_CHANGED` that a field
   * of an object, a reference at JIT_VALUES, is another.
   */
  JIT_GUARD = -328,
  JIT_DRIVER = -336,
  JIT_CELL = -344,
  JIT_STATUS = -352,
  /** References that the JIT compiler holds: address and number, of 4 bytes each. */
  JIT_ROOTS = -360,
  JIT_ROOT_COUNT = -368,
  /** Compiled code: absolute start, bytes, and the table of its stack maps by offsets from the start. */
  JIT_CODE = -376,
  JIT_CODE_SIZE = -384,
  JIT_MAPS = -392,
  /** As JIT_THRESHOLD, for the starts of functions. */
  JIT_FUNCTION_THRESHOLD = -400,
  /** Not 0: who enters a loop brings the values of its middle. */
  JIT_REENTRY = -408,
  /** Arguments and result of host calls: up to 16 words. */
  HOST_ARGUMENTS = -512,
  /**
   * For the entry, in words: the code offset, six arguments that are no floats, four floats; then the results, not a float and a float, and
   * the exception (u32) that the function left.
   */
  ENTRY_CODE = -768,
  ENTRY_INTS = -760,
  ENTRY_FLOATS = -712,
  ENTRY_RESULT = -680,
  ENTRY_FLOAT_RESULT = -672,
  /** What goes to compiled code and comes from it: `VALUE_COUNT` words. References here are no roots. */
  JIT_VALUES = -4096,
}

/** The host's own functions, before those of the program. Those of the collector change no words of the state block but the ones named. */
export const enum HostFunction {
  /** Copies the kept bytes to the address in the first argument. */
  FETCH = 0,
  /** Sets State.CLOCK. */
  CLOCK = 1,
  /** A collection has ended, as State.GC_LOG and the words above tell. */
  LOG = 2,
  /** The memory that State.RELEASE_START and RELEASE_SIZE tell is given back to the system: it reads as zeros. */
  GIVE_BACK = 3,
  /** The JIT compiler, as State.JIT_GUARD and the words below tell. */
  JIT = 4,
  FIRST_EXTERNAL = 5,
}

/** Bytes of the state block. */
export const STATE_SIZE: int = 4096;

/** @hosted */
function absent(): never {
  throw new InternalError('raw memory exists in machine code only');
}

export function loadU8(_address: int): int {
  return absent();
}

export function loadI16(_address: int): int {
  return absent();
}

export function loadU32(_address: int): int {
  return absent();
}

export function loadWord(_address: int): int {
  return absent();
}

export function storeU8(_address: int, _value: int): void {
  absent();
}

export function storeU32(_address: int, _value: int): void {
  absent();
}

export function storeWord(_address: int, _value: int): void {
  absent();
}

/** The bits of a word as a float, and back. */
export function floatOfWord(_bits: int): float {
  return absent();
}

export function wordOfFloat(_value: float): int {
  return absent();
}

/** Copies bytes; the ranges may overlap. */
export function copyMemory(_from: int, _to: int, _count: int): void {
  absent();
}

/** Sets words of 8 bytes to 0. */
export function clearMemory(_address: int, _words: int): void {
  absent();
}

/** The address of an object of any kind; 0 for null. */
export function addressOf(_object: unknown): int {
  return absent();
}

/** The object at an address; null for 0. */
export function objectAt<T>(_address: int): T {
  return absent();
}

/** The address where the return address of the function that asks lies. */
export function stackPointer(): int {
  return absent();
}

/** The absolute address of the heap base. */
export function heapBase(): int {
  return absent();
}

/**
 * Calls a function of the C library, by its name, with at most six words; its result as a word (of a function of type `int` the low
 * half only). Pointers are absolute addresses.
 */
export function callC(_name: string, ..._args: int[]): int {
  return absent();
}

/** Calls the host: `id` names a function of the image's table of externals; its status. */
export function hostCall(_id: int): int {
  return absent();
}
