/** The meta-interpreter's frames: activations of the interpreter's own functions. */
import type { LirBlock, VirtualRegister } from '../backend/lir.js';
import type { FramePosition, JitBody, JitFunction } from './library.js';
import type { LiveValue } from './values.js';
import type { Snapshot } from './trace.js';

export class MetaFrame {
  readonly values: LiveValue[];
  block = 0;
  /** The next operation; the count of operations stands for the exit. During a call, the call. */
  operation = 0;
  /** Of a portal's frame: an interpreted loop goes round since the last merge point. */
  hasBackEdge = false;
  /** Whether the next back edge is followed though the frame is in a call; it was so before. */
  private follows = false;
  private hasFollowed = false;
  /** Of a portal's frame: whether its objects are known as active, and which. */
  active: readonly LiveValue[] = [];
  /** While the frame is in a call. */
  snapshot: Snapshot | null = null;

  constructor(
    readonly fn: JitFunction,
    readonly body: JitBody,
  ) {
    this.values = new Array<LiveValue>(body.registerCount);
  }

  follow(): void {
    this.follows = !this.hasFollowed;
  }

  /** Whether a back edge is to be followed; once. */
  takeFollow(): boolean {
    const { follows } = this;
    this.follows = false;
    if (follows) this.hasFollowed = true;
    return follows;
  }

  get currentBlock(): LirBlock {
    return this.body.blocks[this.block];
  }

  value(register: VirtualRegister): LiveValue {
    return this.values[register.id];
  }

  position(isCall: boolean): FramePosition {
    return this.body.position(this.block, this.operation, isCall);
  }
}

/** The frames at a point, as a guard needs them. */
export function takeSnapshot(frames: readonly MetaFrame[], find: (value: LiveValue) => LiveValue): Snapshot {
  let caller: Snapshot | null = null;
  const last = frames.length - 1;
  for (let i = 0; i < last; i++) {
    const frame = frames[i];
    frame.snapshot ??= snapshotOf(frame, true, caller, find);
    caller = frame.snapshot;
  }
  return snapshotOf(frames[last], false, caller, find);
}

function snapshotOf(
  frame: MetaFrame,
  isCall: boolean,
  caller: Snapshot | null,
  find: (value: LiveValue) => LiveValue,
): Snapshot {
  const position = frame.position(isCall);
  const values = position.live.map((id) => find(frame.values[id]));
  return { frame: position, values, caller };
}
