/** The places of the state block, for those who make machine code. */
import type { StatePlaces } from '../backend/state-places.js';
import { State } from '../rlib/raw.js';

export const statePlaces: StatePlaces = {
  free: State.FREE,
  limit: State.LIMIT,
  exception: State.EXCEPTION,
  stackLimit: State.STACK_LIMIT,
  codeBase: State.CODE_BASE,
  hostStack: State.HOST_STACK,
  vmStack: State.VM_STACK,
  stackTop: State.STACK_TOP,
  entryFrame: State.ENTRY_FRAME,
  hostCall: State.HOST_CALL,
  hostStatus: State.HOST_STATUS,
  entryCode: State.ENTRY_CODE,
  entryInts: State.ENTRY_INTS,
  entryFloats: State.ENTRY_FLOATS,
  entryResult: State.ENTRY_RESULT,
  entryFloatResult: State.ENTRY_FLOAT_RESULT,
  cards: State.GC_CARDS,
};
