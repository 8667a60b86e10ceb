/** What a Tiny program can do wrong, in its text or while it runs. */
import { RThrowable } from '../../src/ts/rlib/throwable.js';

export class TinyError extends RThrowable {
  constructor(readonly message: string) {
    super();
  }
}
