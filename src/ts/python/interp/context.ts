/**
 * The state of the running interpreter: frames, recursion, the exception being handled, pending actions.
 */
import type { Int32Items } from '../../rlib/array.js';
import { newInt32Items } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import type { W_BaseException } from '../objects/w-exception.js';
import { RecursionErrorType } from '../objects/w-exception.js';
import { newError } from './errors.js';
import { HandledLevel } from './handled-level.js';
import type { W_Frame } from './w-frame.js';

export class ExecutionContext {
  topFrame: W_Frame | null = null;
  depth: int = 0;
  recursionLimit: int = 1000;
  handled: HandledLevel = new HandledLevel();
  /**
   * Not 0 when something waits to be done between instructions (a signal). Hosted the host may put shared memory here, so
   * that another thread can write to it.
   * @volatileItems
   */
  ticker: Int32Items = newInt32Items(1);
  w_traceFunction: W_Root | null = null;
  w_profileFunction: W_Root | null = null;
  /** A trace function is running: it is not traced itself. */
  tracing: boolean = false;
  /** Hooks of `sys.set_asyncgen_hooks` and `sys.set_coroutine_origin_tracking_depth`. */
  w_asyncgenFirstiter: W_Root | null = null;
  w_asyncgenFinalizer: W_Root | null = null;
  coroutineOriginDepth: int = 0;

  /** The innermost exception being handled, or null. @unrollSafe */
  currentException(): W_BaseException | null {
    let level: HandledLevel | null = this.handled;
    while (level !== null) {
      if (level.w_exception !== null) return level.w_exception;
      level = level.previous;
    }
    return null;
  }

  enter(frame: W_Frame): void {
    if (++this.depth > this.recursionLimit) {
      this.depth--;
      throw newError(RecursionErrorType, 'maximum recursion depth exceeded');
    }
    frame.back = this.topFrame;
    this.topFrame = frame;
  }

  leave(frame: W_Frame): void {
    this.depth--;
    this.topFrame = frame.back;
    // A generator's frame belongs to whoever resumes it.
    if (frame.w_generator !== null) frame.back = null;
  }
}

/** The context of the one thread there is. */
export const context: ExecutionContext = new ExecutionContext();
