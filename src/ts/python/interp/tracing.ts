/**
 * `sys.settrace` and `sys.setprofile`: the events call, line, opcode, exception and return, as the reference of
 * module `sys` tells. Only frames that run while a function is set are looked at.
 */
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import type { W_BaseException } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { newTuple } from '../objects/w-tuple.js';
import { call3 } from './call.js';
import { context } from './context.js';
import { lineOfInstruction, startsLine } from './line-table.js';
import { syncLocals, writeBackLocals } from './frame-locals.js';
import { Op } from './opcodes.js';
import type { W_Frame } from './w-frame.js';

const e_call = intern('call');
const e_line = intern('line');
const e_return = intern('return');
const e_exception = intern('exception');
const e_opcode = intern('opcode');

/** Calls a trace or profile function with tracing switched off; the result, or null if one is running already. */
function callTracer(w_tracer: W_Root, frame: W_Frame, event: W_Str, w_argument: W_Root): W_Root | null {
  if (context.tracing) return null;
  context.tracing = true;
  const hadLocals = frame.w_locals !== null;
  if (hadLocals) syncLocals(frame);
  try {
    return call3(w_tracer, frame, event, w_argument);
  } finally {
    context.tracing = false;
    if (frame.w_locals !== null) writeBackLocals(frame);
  }
}

/** A frame starts or is resumed. */
export function traceCall(frame: W_Frame): void {
  const w_tracer = context.w_traceFunction;
  if (w_tracer !== null && !context.tracing) {
    const w_local = callTracer(w_tracer, frame, e_call, w_None);
    frame.w_trace = w_local === w_None ? null : w_local;
    frame.tracedLine = -1;
  }
  const w_profiler = context.w_profileFunction;
  if (w_profiler !== null) callTracer(w_profiler, frame, e_call, w_None);
}

/**
 * Before the instruction at `at`: line and opcode events. The result is where a debugger wants to go on (it set
 * `f_lineno`), or -1.
 */
export function traceInstruction(frame: W_Frame, at: int): int {
  const w_tracer = frame.w_trace;
  if (w_tracer === null || context.tracing) return -1;
  const op = ((frame.code.words[at] as int) & 255) as Op;
  if (op === Op.RESUME || op === Op.MAKE_CELL || op === Op.COPY_FREE_VARS) return -1;
  if (frame.traceLines) {
    const line = lineOfInstruction(frame.code, at);
    if (
      line >= 0 &&
      (line !== frame.tracedLine || at < frame.tracedAt) &&
      (startsLine(frame.code, at) || at < frame.tracedAt)
    ) {
      frame.tracedLine = line;
      frame.tracedAt = at;
      setLocalTracer(frame, callTracer(w_tracer, frame, e_line, w_None));
    } else {
      frame.tracedAt = at;
    }
  }
  if (frame.traceOpcodes && frame.w_trace !== null) {
    setLocalTracer(frame, callTracer(frame.w_trace, frame, e_opcode, w_None));
  }
  const target = frame.jumpTarget;
  frame.jumpTarget = -1;
  return target;
}

function setLocalTracer(frame: W_Frame, w_result: W_Root | null): void {
  if (w_result !== null && w_result !== w_None) frame.w_trace = w_result;
}

/** An exception left an instruction. */
export function traceException(frame: W_Frame, w_exception: W_BaseException): void {
  const w_tracer = frame.w_trace;
  if (w_tracer === null || context.tracing) return;
  const w_traceback = w_exception.w_traceback;
  const w_info = newTuple([w_exception.getType(), w_exception, w_traceback === null ? w_None : w_traceback]);
  setLocalTracer(frame, callTracer(w_tracer, frame, e_exception, w_info));
}

/** The frame is left; `w_result` null: by an exception. */
export function traceReturn(frame: W_Frame, w_result: W_Root | null): void {
  const w_argument = w_result === null ? w_None : w_result;
  if (frame.w_trace !== null && context.w_traceFunction !== null) {
    callTracer(frame.w_trace, frame, e_return, w_argument);
  }
  const w_profiler = context.w_profileFunction;
  if (w_profiler !== null) callTracer(w_profiler, frame, e_return, w_argument);
}
