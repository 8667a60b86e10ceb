/**
 * What the runtime asks of a collector. The functions are those of the default collector; a translation with another one puts that one's
 * functions of the same names in their places (`translator/options.ts`). What all collectors share comes from where it is.
 */
export { addFinalizer, takeReady } from './finalizers.js';
export {
  allocateArray,
  allocateInstance,
  collect,
  collectionCount,
  collectStep,
  forEachObject,
  memoryNumber,
  recordWrite,
  setAutomaticCollection,
  startHeap,
  tellOfCollections,
  usedBytes,
} from './incminimark.js';
