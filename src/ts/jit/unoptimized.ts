/** A trace as it was recorded, in the form that the optimizer gives: for bring-up, for tests, and where optimizing is turned off. */
import {
  Box,
  type OptimizedOperation,
  type OptimizedTrace,
  type ResumableGuard,
  type ResumeData,
  type ResumeValue,
  type Snapshot,
  type Trace,
} from './trace.js';

export function leaveUnoptimized({ inputs, operations, end, boxCount }: Trace): OptimizedTrace {
  const made = operations.map(({ op, args, part, result, snapshot }): OptimizedOperation => {
    const guard = snapshot === null ? null : resumeFrom(snapshot);
    return { op, args, part, result, guard };
  });
  return {
    preamble: { params: inputs, operations: made },
    loop: null,
    loopEntry: [],
    imports: [],
    entrance: null,
    end,
    boxCount,
  };
}

function resumeFrom(snapshot: Snapshot): ResumableGuard {
  const live = new Set<Box>();
  const frames: ResumeData['frames'][number][] = [];
  for (let at: Snapshot | null = snapshot; at !== null; at = at.caller) {
    const values = at.values.map((value): ResumeValue => {
      if (!(value instanceof Box)) return { kind: 'constant', constant: value };
      live.add(value);
      return { kind: 'live', box: value };
    });
    frames.push({ frame: at.frame, values });
  }
  return { resume: { frames, virtuals: [], pending: [] }, liveValues: [...live], known: [], imports: null };
}
