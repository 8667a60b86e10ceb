/**
 * Leaving statements early: what `return`, `break` and `continue` do on their way out.
 *
 * Each frame between the statement and its destination is undone, innermost first: handlers closed, iterators
 * popped, `finally` bodies run, `__exit__` called. While a frame's own unwinding is compiled it is not in force.
 */

import { Op } from '../interp/opcodes.js';
import type { Compiler } from './compiler.js';
import { emitAwait } from './expressions.js';
import { Pseudo } from './flow-graph.js';
import { emitVariable } from './names.js';
import { compileStatements } from './statements.js';
import type { Frame } from './unit.js';

/** Whether the top of the stack is a value to be kept (the one to return). */
export type Top = 'keep top' | 'empty';

type Loop = Extract<Frame, { readonly type: 'loop' }>;

/** Unwinds everything around, for `return`. */
export function unwindAll(c: Compiler, top: Top): void {
  unwindOuter(c, top, () => false);
}

/** Unwinds up to the innermost loop, which is returned. */
export function unwindToLoop(c: Compiler, extent: 'and the loop' | 'not the loop'): Loop | undefined {
  const frame = unwindOuter(c, 'empty', (candidate) => candidate.type === 'loop');
  if (frame?.type !== 'loop') return undefined;
  if (extent === 'and the loop') unwindFrame(c, frame, 'empty');
  return frame;
}

function unwindOuter(c: Compiler, top: Top, stopsAt: (frame: Frame) => boolean): Frame | undefined {
  const { frames } = c.unit;
  const saved = [...frames];
  let stopped: Frame | undefined;
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    if (frame.type === 'except* handler') {
      c.fail("'break', 'continue' and 'return' cannot appear in an except* block");
    }
    if (stopsAt(frame)) {
      stopped = frame;
      break;
    }
    frames.pop();
    unwindFrame(c, frame, top);
  }
  frames.splice(0, frames.length, ...saved);
  return stopped;
}

function swapIfKept(c: Compiler, top: Top): void {
  if (top === 'keep top') c.emit(Op.SWAP, 2);
}

function unwindFrame(c: Compiler, frame: Frame, top: Top): void {
  switch (frame.type) {
    case 'except handler':
    case 'except* handler':
    case 'async comprehension':
      break;
    case 'loop':
      if (frame.holdsIterator === 'none') break;
      swapIfKept(c, top);
      c.emit(Op.POP_TOP);
      break;
    case 'value':
      swapIfKept(c, top);
      c.emit(Op.POP_TOP);
      break;
    case 'try':
      c.emit(Pseudo.POP_BLOCK);
      break;
    case 'finally':
      c.emit(Pseudo.POP_BLOCK);
      if (top === 'keep top') c.pushFrame({ type: 'value' });
      compileStatements(c, frame.body);
      if (top === 'keep top') c.popFrame();
      c.clearLocation();
      break;
    case 'finally end':
      swapIfKept(c, top);
      c.emit(Op.POP_TOP);
      swapIfKept(c, top);
      c.emit(Pseudo.POP_BLOCK);
      c.emit(Op.POP_EXCEPT);
      break;
    case 'with':
      c.setLocation(frame.statement);
      c.emit(Pseudo.POP_BLOCK);
      swapIfKept(c, top);
      emitPlainExit(c);
      if (frame.statement.type_ === 'AsyncWith') emitAwait(c, 2);
      c.emit(Op.POP_TOP);
      c.clearLocation();
      break;
    case 'handler cleanup':
      if (frame.name !== null) c.emit(Pseudo.POP_BLOCK);
      swapIfKept(c, top);
      c.emit(Pseudo.POP_BLOCK);
      c.emit(Op.POP_EXCEPT);
      if (frame.name !== null) emitUnbinding(c, frame.name);
      break;
  }
}

/** [bound __exit__] -> [its result when nothing was raised] */
export function emitPlainExit(c: Compiler): void {
  c.emitNone();
  c.emitNone();
  c.emitNone();
  c.emit(Op.CALL, 2);
}

/** The end of `except E as name`: the name is unset, even where the body deleted it. */
export function emitUnbinding(c: Compiler, name: string): void {
  c.emitNone();
  emitVariable(c, name, 'Store');
  emitVariable(c, name, 'Del');
}
