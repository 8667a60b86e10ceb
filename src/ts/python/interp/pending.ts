/**
 * Actions between instructions: a signal that arrived, or whatever else was queued for the interpreter's thread. `context.pending`
 * says that there is something to do; it is looked at on back edges and calls.
 */
import { context } from './context.js';

/** An action; run with `pending` already cleared. */
export type PendingAction = () => void;

const actions: PendingAction[] = [];

/** Adds an action that looks for its own work each time something is pending. */
export function registerAction(action: PendingAction): void {
  actions.push(action);
}

export function runPending(): void {
  context.pending = false;
  for (const action of actions) action();
}
