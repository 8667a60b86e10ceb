/**
 * Running frames.
 *
 * `execute` lets `dispatch` run instructions until the frame returns or yields. When an exception leaves an instruction, it finds the
 * handler in the code's exception table and goes on there; without one, the exception leaves the frame.
 */
import { unlikely } from '../../rlib/object.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import type { OperationError } from '../objects/w-exception.js';
import { newInt } from '../objects/w-int.js';
import { W_Traceback } from '../objects/w-traceback.js';
import { context } from './context.js';
import { dispatch } from './dispatch.js';
import { asOperationError } from './errors.js';
import { chainContext } from './exception-ops.js';
import { traceCall, traceException, traceReturn } from './tracing.js';
import { FrameState } from './w-frame.js';
import type { W_Frame } from './w-frame.js';

/** Runs a new frame to its end (or, of a generator function, to the generator). */
export function runFrame(frame: W_Frame): W_Root {
  context.enter(frame);
  try {
    return execute(frame);
  } finally {
    context.leave(frame);
  }
}

/** Resumes a suspended frame that has been entered, with an exception. */
export function executeThrowing(frame: W_Frame, error: OperationError): W_Root {
  handleException(frame, error);
  return execute(frame);
}

/** Runs a frame that has been entered, from where it is. @unrollSafe */
export function execute(frame: W_Frame): W_Root {
  const traced = context.w_traceFunction !== null || context.w_profileFunction !== null;
  if (traced) traceCall(frame);
  frame.state = FrameState.RUNNING;
  const depth = context.depth;
  for (;;) {
    try {
      const w_result = dispatch(frame, frame.pc, frame.sp);
      if (context.w_traceFunction !== null || context.w_profileFunction !== null)
        traceReturn(frame, w_result);
      return w_result;
    } catch (e) {
      const thrown = caught(e);
      // Where the stack ends, what leaves frames may not have had room to run.
      context.depth = depth;
      context.topFrame = frame;
      handleException(frame, asOperationError(thrown));
    }
  }
}

/** Goes to the handler for an exception that left the instruction before `frame.pc`, or throws it on. @unrollSafe */
function handleException(frame: W_Frame, error: OperationError): void {
  const w_exception = error.w_exception;
  const at = frame.pc - 1;
  if (frame.reraising) {
    frame.reraising = false;
  } else {
    if (w_exception.w_traceback === null && w_exception.w_context === null) chainContext(w_exception);
    w_exception.w_traceback = new W_Traceback(w_exception.w_traceback, frame, at, -1);
    if (unlikely(context.w_traceFunction !== null)) traceException(frame, w_exception);
  }
  const handlers = frame.code.handlers;
  for (let i = 0; i < handlers.length; i += 4) {
    if (at < (handlers[i] as int)) break;
    if (at < (handlers[i + 1] as int)) {
      const depthAndLasti = handlers[i + 3] as int;
      let sp = frame.code.slotCount + (depthAndLasti >> 1);
      if ((depthAndLasti & 1) !== 0) frame.slots[sp++] = newInt(at);
      frame.slots[sp++] = w_exception;
      frame.sp = sp;
      frame.pc = handlers[i + 2] as int;
      return;
    }
  }
  if (frame.reraisedAt >= 0) {
    frame.pc = frame.reraisedAt + 1;
    frame.reraisedAt = -1;
  }
  frame.state = FrameState.FINISHED;
  if (context.w_traceFunction !== null || context.w_profileFunction !== null) traceReturn(frame, null);
  throw error;
}
