/**
 * Frames: the state of a running function, and the Python object `frame`.
 *
 * One array holds locals, cells and the operand stack, as PyPy's virtualizable frames do:
 *
 *     slots: [ locals | cells | free ][ operand stack ... ]
 *              0                       slotCount      sp ->
 */
import type { FixedArray } from '../../rlib/array.js';
import { newFixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { W_Root } from '../objects/root.js';
import type { W_DictBase } from '../objects/w-dict.js';
import type { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import type { W_Code } from './w-code.js';

export const frameType: W_Type = newBuiltinType('frame', objectType);

export const enum FrameState {
  CREATED,
  RUNNING,
  SUSPENDED,
  FINISHED,
}

export class W_Frame extends W_Root {
  /** @owned */
  readonly slots: FixedArray<W_Root | null>;
  /**
   * Index of the first free stack slot; good while the frame does not run, and during CALL.
   * @owned
   */
  sp: int;
  /**
   * The next instruction; while one runs, the one after it.
   * @owned
   */
  pc: int = 0;
  back: W_Frame | null = null;
  /** The mapping of locals: of a class body, module or exec; of a function only after `locals()`. */
  w_locals: W_Root | null = null;
  state: FrameState = FrameState.CREATED;
  /** The generator or coroutine this is the frame of. */
  w_generator: W_Root | null = null;
  /** Name and qualified name of the function, for a generator; null: those of the code. */
  w_functionName: W_StrBase | null = null;
  w_functionQualname: W_StrBase | null = null;
  /** The exception under way was raised again: it gets no new traceback entry here. */
  reraising: boolean = false;
  /** Instruction that the exception raised again came from; -1: none. */
  reraisedAt: int = -1;
  /** Set by SEND when the delegate has ended: its return value. */
  w_sendResult: W_Root | null = null;
  w_trace: W_Root | null = null;
  traceLines: boolean = true;
  traceOpcodes: boolean = false;
  /** The line last reported to the trace function; -1: none. */
  tracedLine: int = -1;
  /** The instruction last looked at for tracing. */
  tracedAt: int = -1;
  /** A line set by a debugger (`f_lineno = n`) waits to be jumped to, in units; -1: none. */
  jumpTarget: int = -1;

  constructor(
    readonly code: W_Code,
    readonly w_globals: W_DictBase,
    readonly w_builtins: W_DictBase,
  ) {
    super();
    this.slots = newFixedArray<W_Root | null>(code.slotCount + code.stacksize, null);
    this.sp = code.slotCount;
  }

  override getType(): W_Type {
    return frameType;
  }
}
