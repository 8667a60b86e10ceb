/**
 * The exception being handled at one level. Functions share the level of their caller; a generator has its own, so
 * that suspending in the middle of a handler takes the handled exception along.
 */
import type { W_BaseException } from '../objects/w-exception.js';

export class HandledLevel {
  w_exception: W_BaseException | null = null;
  previous: HandledLevel | null = null;
}
