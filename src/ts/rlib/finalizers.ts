/**
 * Finalizers: objects that want something done once nothing reaches them any more.
 *
 * The collector hands an object that was registered out once, whole and with all that it refers to: what is done with it then may make it
 * reachable again. An object that another such one reaches waits until that one is gone. Nothing of the program runs inside the collector:
 * the interpreter asks between instructions, when its ticker says so.
 *
 * Hosted nobody is told: JavaScript's collector clears nothing while the program runs.
 */

/** Whether dead objects are handed out at all. */
export function registersFinalizers(): boolean {
  return false;
}

/** Has `nextDead` hand the object out when nothing reaches it. */
export function registerFinalizer(_x: object): void {
  // Hosted nobody asks JavaScript's collector.
}

/** The object needs nothing done any more: it dies like any other. */
export function ignoreFinalizer(_x: object): void {
  // Hosted it does anyway.
}

/** The next object that nothing reaches; null if no more is known now. */
export function nextDead(): object | null {
  return null;
}
