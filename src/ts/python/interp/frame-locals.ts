/** `locals()` of a function: a dictionary that is brought up to date from the frame when it is asked for. */
import type { int } from '../../rlib/types.js';
import { newDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { W_DictBase } from '../objects/w-dict.js';
import { W_Cell } from '../objects/w-function.js';
import type { W_Str } from '../objects/w-str.js';
import { CodeFlag, LocalKind } from './opcodes.js';
import type { W_Frame } from './w-frame.js';

/** Whether a frame's locals are its array (a function), not a mapping (class body, module). */
export function hasFastLocals(frame: W_Frame): boolean {
  return (frame.code.flags & CodeFlag.OPTIMIZED) !== 0;
}

/** The mapping of a frame's locals, up to date. */
export function getLocals(frame: W_Frame): W_Root {
  if (frame.w_locals === null) frame.w_locals = newDict();
  syncLocals(frame);
  return frame.w_locals;
}

function slotValue(frame: W_Frame, slot: int): W_Root | null {
  const w_value = frame.slots[slot] as W_Root | null;
  const kind = frame.code.localspluskinds.charCodeAt(slot);
  if ((kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && w_value instanceof W_Cell) return w_value.w_value;
  return w_value;
}

/** Copies the frame's variables into its mapping. */
export function syncLocals(frame: W_Frame): void {
  const w_locals = frame.w_locals;
  const code = frame.code;
  if (!(w_locals instanceof W_DictBase)) return;
  const fast = hasFastLocals(frame);
  for (let i = 0; i < code.slotCount; i++) {
    // A class body's free variables are not its locals.
    const isFree = (code.localspluskinds.charCodeAt(i) & LocalKind.FREE) !== 0;
    if (fast || !isFree) {
      const name = code.localsplusnames[i] as W_Str;
      const w_value = slotValue(frame, i);
      if (w_value !== null) w_locals.setStr(name, w_value);
      else if (fast) w_locals.remove(name);
    }
  }
}

/** Copies the mapping's values back into the frame: what a trace function changed. */
export function writeBackLocals(frame: W_Frame): void {
  const w_locals = frame.w_locals;
  const code = frame.code;
  if (!(w_locals instanceof W_DictBase) || !hasFastLocals(frame)) return;
  for (let i = 0; i < code.slotCount; i++) {
    const w_value = w_locals.getStr(code.localsplusnames[i] as W_Str);
    const w_old = frame.slots[i] as W_Root | null;
    const kind = code.localspluskinds.charCodeAt(i);
    if ((kind & (LocalKind.CELL | LocalKind.FREE)) !== 0 && w_old instanceof W_Cell) {
      if (w_value !== null) w_old.w_value = w_value;
    } else if (w_value !== null) {
      frame.slots[i] = w_value;
    }
  }
}
