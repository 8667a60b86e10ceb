/** Results of host calls that are more than a number, and their failures. The host keeps bytes until the machine has room for them. */
import { allocateArray } from '../gc/collector.js';
import { HostError } from '../rlib/external.js';
import { BuiltinType, Place } from '../rlib/heap-layout.js';
import { addressOf, hostCall, HostFunction, loadWord, objectAt, State, storeWord } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** The kept bytes as a byte string. */
export function fetchString(): string {
  const result = objectAt<string>(allocateArray(BuiltinType.STRING, loadWord(State.HOST_LENGTH)));
  storeWord(State.HOST_ARGUMENTS, addressOf(result) + Place.ITEMS);
  hostCall(HostFunction.FETCH);
  return result;
}

/** The kept items as an array of a type; `size` is that of an item. */
export function fetchArray(typeId: int, length: int): object {
  const result = objectAt<object>(allocateArray(typeId, length));
  storeWord(State.HOST_ARGUMENTS, addressOf(result) + Place.ITEMS);
  hostCall(HostFunction.FETCH);
  return result;
}

/** Raises what the host failed with. */
export function raiseHostError(): void {
  const errno = loadWord(State.HOST_ERRNO);
  throw new HostError(errno, fetchString());
}
