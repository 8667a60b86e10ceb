/** `frame.f_lineno = n`: where a debugger may go on. */
import type { int } from '../../rlib/types.js';
import { valueError } from './errors.js';
import { context } from './context.js';
import { LocationReader } from './line-table.js';
import type { W_Frame } from './w-frame.js';

/** The unit of the first instruction of a line at or after `line`; errors as CPython's where there is none. */
export function jumpTargetForLine(frame: W_Frame, line: int): int {
  if (frame.w_trace === null || !context.tracing) {
    throw valueError('f_lineno can only be set in a trace function');
  }
  if (line < frame.code.firstlineno) throw valueError(`line ${line} comes before the current code block`);
  let best = -1;
  let bestLine = -1;
  const reader = new LocationReader(frame.code);
  for (;;) {
    const location = reader.next();
    if (location === null) break;
    if (location.line >= line && (bestLine < 0 || location.line < bestLine)) {
      best = location.start;
      bestLine = location.line;
    }
  }
  if (best < 0) throw valueError(`line ${line} comes after the current code block`);
  if (frame.sp !== frame.code.slotCount) {
    throw valueError("can't jump into or out of the middle of a block");
  }
  return best;
}
