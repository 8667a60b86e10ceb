/** Registration for finalization; `rlib/finalizers.ts` says what it means. */
import { addFinalizer, allocateInstance, takeReady } from '../gc/collector.js';
import { BuiltinType, FinalizerPlace, GcBit, Place } from '../rlib/heap-layout.js';
import { wordShr } from '../rlib/int.js';
import { addressOf, loadU32, objectAt, storeU32 } from '../rlib/raw.js';

export function registersFinalizers(): boolean {
  return true;
}

export function registerFinalizer(object: object): void {
  const record = allocateInstance(FinalizerPlace.SIZE, BuiltinType.FINALIZER);
  storeU32(record + FinalizerPlace.TARGET, wordShr(addressOf(object), 3));
  addFinalizer(record);
}

export function ignoreFinalizer(object: object): void {
  const place = addressOf(object) + Place.GC_BITS;
  storeU32(place, loadU32(place) | GcBit.NOT_FINALIZED);
}

export function nextDead(): object | null {
  return objectAt<object | null>(takeReady());
}
