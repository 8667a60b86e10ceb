/**
 * What the calls of the C library here share: strings and buffers for C, and errno. Nothing moves while a C function runs, so an absolute
 * address is good for the call that it is an argument of, when the arguments allocate nothing after it was taken.
 */
import { allocateArray } from '../../gc/collector.js';
import { HostError } from '../../rlib/external.js';
import { BuiltinType, Place } from '../../rlib/heap-layout.js';
import { addressOf, callC, copyMemory, heapBase, loadU32, objectAt } from '../../rlib/raw.js';
import type { int } from '../../rlib/types.js';

const EINTR = 4;

/** What a C function of type `int` returns. */
export function signed(result: int): int {
  return result | 0;
}

function errno(): int {
  return loadU32(callC('__errno_location') - heapBase());
}

export function isInterrupted(): boolean {
  return errno() === EINTR;
}

export function fail(): never {
  throw new HostError(errno(), '');
}

/** Raises errno where a C function of type `int` returned -1. */
export function check(result: int): int {
  const value = signed(result);
  if (value === -1) fail();
  return value;
}

/** The same of one that returns a `long`. */
export function checkLong(result: int): int {
  if (result === -1) fail();
  return result;
}

/** The absolute address of the first byte of a string or buffer. */
export function pointer(buffer: string): int {
  return heapBase() + itemsOf(buffer);
}

/** A string that has a NUL at its end. */
export function cString(text: string): string {
  const result = newBuffer(text.length + 1);
  copyMemory(addressOf(text) + Place.ITEMS, addressOf(result) + Place.ITEMS, text.length);
  return result;
}

/** Bytes to be filled, zero before. */
export function newBuffer(size: int): string {
  return objectAt<string>(allocateArray(BuiltinType.STRING, size));
}

/** The address, relative to the heap base, of a buffer's first byte; until the next allocation. */
export function itemsOf(buffer: string): int {
  return addressOf(buffer) + Place.ITEMS;
}

/** A copy of the string at an absolute address. */
export function stringAt(address: int): string {
  const length = callC('strlen', address);
  const result = newBuffer(length);
  copyMemory(address - heapBase(), itemsOf(result), length);
  return result;
}
