/**
 * The containers whose repr is being made: one that contains itself shows `...` in its own place. Each counts as a level of
 * recursion.
 */
import { truncateList } from '../../rlib/array.js';
import { isSame } from '../interp/compare.js';
import { context } from '../interp/context.js';
import { newError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import { RecursionErrorType } from './w-exception.js';

const active: W_Root[] = [];

/** Begins the repr of an object; false if it has begun already. */
export function enterRepr(w_obj: W_Root): boolean {
  for (let i = active.length - 1; i >= 0; i--) if (isSame(active[i] as W_Root, w_obj)) return false;
  if (context.depth >= context.recursionLimit) {
    throw newError(
      RecursionErrorType,
      'maximum recursion depth exceeded while getting the repr of an object',
    );
  }
  context.depth++;
  active.push(w_obj);
  return true;
}

/** Ends the repr of an object, also where it failed. */
export function leaveRepr(w_obj: W_Root): void {
  for (let i = active.length - 1; i >= 0; i--) {
    if (active[i] === w_obj) {
      truncateList(active, i);
      context.depth--;
      return;
    }
  }
}
