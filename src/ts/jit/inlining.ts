/** Which calls the meta-interpreter looks into while it records, and how long that made the trace. */
import type { MetaFrame } from './frames.js';
import type { JitFunction } from './library.js';
import type { Tracing } from './tracing.js';
import { TraceConstant } from './trace.js';
import { resolved, type LiveValue } from './values.js';

/** A portal at a place in the interpreted program. */
export interface PortalKey {
  readonly driver: number;
  readonly greens: readonly LiveValue[];
}

export interface InliningPolicy {
  /** Whether a call of a portal with these greens may be looked into. */
  mayInline(driver: number, greens: readonly LiveValue[]): boolean;
}

/** How many operations a portal took that the trace has looked into; while it is under way, less the trace's length at its start. */
interface InlinedPortal extends PortalKey {
  operations: number;
  isOpen: boolean;
}

const MAX_FRAMES = 150;

export class Inlining {
  private readonly portals: InlinedPortal[] = [];
  private readonly ofFrames = new Map<MetaFrame, InlinedPortal>();

  constructor(
    private readonly tracing: Tracing,
    private readonly policy: InliningPolicy,
    private readonly unrollRecursion: number,
  ) {}

  private get length(): number {
    return this.tracing.recorder.operations.length;
  }

  enter(frame: MetaFrame, driver: number, greens: readonly LiveValue[]): void {
    const portal = { driver, greens, operations: -this.length, isOpen: true };
    this.portals.push(portal);
    this.ofFrames.set(frame, portal);
  }

  leave(frame: MetaFrame): void {
    const portal = this.ofFrames.get(frame);
    if (portal === undefined) return;
    portal.operations += this.length;
    portal.isOpen = false;
  }

  /** The portal that took most operations. */
  findLargest(): PortalKey | null {
    const sizeOf = ({ operations, isOpen }: InlinedPortal): number => operations + (isOpen ? this.length : 0);
    let largest: InlinedPortal | null = null;
    for (const portal of this.portals)
      if (largest === null || sizeOf(portal) > sizeOf(largest)) largest = portal;
    return largest;
  }

  /** Whether a call is looked into. A portal that calls itself is so some times. */
  mayEnter(callee: JitFunction, args: readonly LiveValue[]): boolean {
    const { frames, library } = this.tracing;
    if (callee.body === null || frames.length >= MAX_FRAMES) return false;
    if (callee.portal < 0) return true;
    const count = library.greenCount(callee.portal);
    const greens = args.slice(0, count).map((arg) => this.tracing.promote(arg));
    let same = 0;
    for (const { fn, body, values } of frames) {
      if (fn !== callee) continue;
      // The registers of the merge point's greens, but for the first: that is where in the code it is.
      const registers = body.mergeRegisters.slice(1, count);
      if (registers.every((id, i) => isEqual(greens[i + 1], values[id] as LiveValue | undefined))) same++;
    }
    return same < this.unrollRecursion && this.policy.mayInline(callee.portal, greens);
  }
}

function isEqual(a: LiveValue, known: LiveValue | undefined): boolean {
  if (known === undefined) return false;
  const b = resolved(known);
  return a === b || (a instanceof TraceConstant && b instanceof TraceConstant && a.value === b.value);
}
