/**
 * What the runtime asks of a collector. The functions are those of the default collector; a translation with another one puts that one's
 * functions of the same names in their places (`translator/options.ts`).
 */
export {
  addFinalizer,
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
  takeReady,
  tellOfCollections,
  usedBytes,
} from './incminimark.js';
