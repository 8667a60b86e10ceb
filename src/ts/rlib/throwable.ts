/**
 * What RTypeScript code may throw, and the conditions the machine itself raises.
 *
 * Throwables are not JavaScript Errors: capturing a JavaScript stack for each would make exceptions several
 * times slower. `caught` is the first thing a `catch` clause does: hosted it turns the two JavaScript errors
 * that stand for machine conditions into throwables; translated it is the identity.
 */
export abstract class RThrowable {}

/** An `int` result does not fit the word. */
export class Overflow extends RThrowable {}

/** The stack's limit was reached. */
export class StackOverflow extends RThrowable {}

/** The heap's limit was reached, or an object too large for it was asked for. */
export class OutOfMemory extends RThrowable {}

export const theOverflow = new Overflow();
export const theStackOverflow = new StackOverflow();
export const theOutOfMemory = new OutOfMemory();

/**
 * An inconsistency inside the program: never a user's fault, never swallowed.
 * @hosted
 */
export class InternalError extends Error {}

/** The throwable that a `catch (e)` clause received. Anything else (a bug) goes on upwards. */
export function caught(e: unknown): RThrowable {
  if (e instanceof RThrowable) return e;
  if (e instanceof RangeError) {
    // V8's words: "Maximum call stack size exceeded"; "Invalid array length", "Invalid string length", ...
    return e.message.startsWith('Maximum call stack') ? theStackOverflow : theOutOfMemory;
  }
  throw e;
}

/** Fails loudly if an invariant does not hold. Translated: only in checked builds. */
export function rassert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** For code that can't be reached. */
export function unreachable(message: string): never {
  throw new InternalError(message);
}
