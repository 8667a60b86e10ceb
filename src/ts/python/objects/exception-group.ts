/** Exception groups (PEP 654): splitting, and what `except*` raises. */
import { systemError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import type { W_BaseException } from './w-exception.js';
import type { W_Tuple } from './w-tuple.js';

/** (rest, match) of a group split by a class. */
export function splitGroup(_w_group: W_Root, _w_class: W_Root): W_Tuple {
  throw systemError('splitting exception groups is not there yet');
}

/** A group around one exception that was caught as if it were in one. */
export function wrapInGroup(_w_exception: W_BaseException): W_Root {
  throw systemError('wrapping in an exception group is not there yet');
}

/** What is left to raise after the handlers of `except*`. */
export function deriveRest(_w_original: W_Root, _raised: W_BaseException[]): W_Root {
  throw systemError('except* is not there yet');
}
