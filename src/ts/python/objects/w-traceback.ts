/** Traceback objects. */
import type { int } from '../../rlib/types.js';
import type { W_Frame } from '../interp/w-frame.js';
import { W_Root } from './root.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const tracebackType: W_Type = newBuiltinType('traceback', objectType);

export class W_Traceback extends W_Root {
  constructor(
    public w_next: W_Traceback | null,
    readonly frame: W_Frame,
    /** Instruction, in units, at which the frame was left or is. */
    readonly lasti: int,
    /** -1: computed from `lasti` on demand. */
    public lineno: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return tracebackType;
  }
}
