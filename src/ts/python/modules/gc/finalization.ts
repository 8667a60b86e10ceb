/**
 * What is done about objects that have died: `__del__`, for builtin types too, where generators, files, sockets and the weak references of an
 * object have it. It happens between two instructions, after a collection has set the ticker.
 *
 * Finalizers do not interrupt each other: what dies while one runs waits for its end.
 */
import { memoryNumber, MemoryNumber, purgeWeakTables } from '../../../rlib/collector.js';
import { nextDead } from '../../../rlib/finalizers.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { asOperationError } from '../../interp/errors.js';
import { registerAction } from '../../interp/pending.js';
import { callMethodDescriptor0 } from '../../interp/special.js';
import { W_Root } from '../../objects/root.js';
import { Slot } from '../../objects/slots.js';
import { runHooks } from './hooks.js';
import { reportUnraisable } from '../unraisable.js';

class Finalization {
  /** False between `gc.disable` and `gc.enable`. */
  isEnabled: boolean = true;
  isRunning: boolean = false;
  /** Collections of everything that were noticed. */
  collections: int = 0;
}

export const finalization = new Finalization();

/** Runs the finalizers of what is known to be dead; whether there was anything. */
export function runFinalizers(): boolean {
  if (finalization.isRunning) return false;
  finalization.isRunning = true;
  let found = false;
  try {
    for (;;) {
      const dead = nextDead();
      if (dead === null) break;
      found = true;
      if (dead instanceof W_Root) finalize(dead);
    }
  } finally {
    finalization.isRunning = false;
  }
  return found;
}

function finalize(w_obj: W_Root): void {
  const w_del = w_obj.getType().findSlot(Slot.DEL);
  if (w_del === null) return;
  try {
    callMethodDescriptor0(w_del, w_obj);
  } catch (e) {
    reportUnraisable(asOperationError(caught(e)), w_del);
  }
}

function afterCollection(): void {
  const collections = memoryNumber(MemoryNumber.MAJOR_COLLECTIONS);
  if (collections !== finalization.collections) {
    finalization.collections = collections;
    purgeWeakTables();
  }
  if (finalization.isEnabled) runFinalizers();
  runHooks();
}

registerAction(afterCollection);
