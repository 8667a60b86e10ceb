/**
 * Actions between instructions: a signal that arrived, or whatever else was queued for the interpreter's thread. `context.ticker`
 * says that there is something to do; it is looked at on back edges.
 */
import { context } from './context.js';

/** An action; run with the ticker already cleared. */
export type PendingAction = () => void;

const actions: PendingAction[] = [];

/** Adds an action that looks for its own work each time something is pending. */
export function registerAction(action: PendingAction): void {
  actions.push(action);
}

export function runPending(): void {
  context.ticker[0] = 0;
  for (const action of actions) action();
}
