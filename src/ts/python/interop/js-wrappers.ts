/**
 * The Python objects that stand for JavaScript's, by number: always the same one, as long as Python keeps it. JavaScript asks from time to time
 * which numbers are forgotten.
 */
import { WeakReference } from '../../rlib/object.js';
import type { int } from '../../rlib/types.js';
import { W_JsFunction, W_JsObject } from './w-js-object.js';

const wrappers: (WeakReference<W_JsObject> | null)[] = [];

/** The Python object for a number. */
export function wrapJsObject(number: int, isFunction: boolean): W_JsObject {
  while (wrappers.length <= number) wrappers.push(null);
  const known = wrappers[number] as WeakReference<W_JsObject> | null;
  if (known !== null) {
    const w_known = known.get();
    if (w_known !== null) return w_known;
  }
  const w_wrapper: W_JsObject = isFunction ? new W_JsFunction(number) : new W_JsObject(number);
  wrappers[number] = new WeakReference<W_JsObject>(w_wrapper);
  return w_wrapper;
}

/** The numbers whose objects are gone; they can be given to others. */
export function takeForgotten(): int[] {
  const forgotten: int[] = [];
  for (let number = 0; number < wrappers.length; number++) {
    const known = wrappers[number] as WeakReference<W_JsObject> | null;
    if (known !== null && known.get() === null) {
      wrappers[number] = null;
      forgotten.push(number);
    }
  }
  return forgotten;
}
