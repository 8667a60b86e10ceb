/** Functions that the meta-interpreter carries out itself: the JIT's marks, and allocations of the runtime, which the optimizer should see as such. */
import { jitIntrinsics } from '../backend/jit-symbols.js';
import type { MetaFrame } from './frames.js';
import type { MetaInterpreter, Outcome } from './meta-interpreter.js';
import { TraceConstant, ZERO } from './trace.js';
import { intConstant, type LiveValue } from './values.js';

/** Gives the result, how the run ends, or that the function is to be called after all. */
export type Intrinsic = (
  meta: MetaInterpreter,
  frame: MetaFrame,
  args: readonly LiveValue[],
) => LiveValue | Outcome | 'call' | null;

const arrays = 'src/ts/runtime/arrays#';

export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  [jitIntrinsics.promote, (meta, _frame, args) => meta.tracing.promote(args[0])],
  [jitIntrinsics.isConstant, (_meta, _frame, args) => intConstant(args[0].isConstant ? 1 : 0)],
  [
    jitIntrinsics.mergePoint,
    (meta, frame, args) => meta.mergePoint(frame, Number(meta.tracing.machine.held(args[0])), args.slice(1)),
  ],
  [
    jitIntrinsics.followOnce,
    (_meta, frame) => {
      frame.follow();
      return null;
    },
  ],
  [
    jitIntrinsics.canEnter,
    (_meta, frame) => {
      frame.hasBackEdge = true;
      return ZERO;
    },
  ],
  [
    `${arrays}newArray`,
    (meta, _frame, [typeId, length]) =>
      typeId instanceof TraceConstant ? meta.memory.newArray(Number(typeId.value), length) : 'call',
  ],
  [
    `${arrays}newList`,
    (meta, _frame, [itemsType, capacity]) =>
      itemsType instanceof TraceConstant ? meta.memory.newList(Number(itemsType.value), capacity) : 'call',
  ],
]);
