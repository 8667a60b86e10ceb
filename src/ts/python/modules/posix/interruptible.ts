/** Calls that wait: a signal that came before is handled first; one that a signal has interrupted is made again when the signal's handlers have run without raising (PEP 475). */
import { HostError } from '../../../rlib/external.js';
import type { RThrowable } from '../../../rlib/throwable.js';
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { context } from '../../interp/context.js';
import { runPending } from '../../interp/pending.js';
import { hostRead, hostWrite } from './externals.js';

const EINTR = 4;

function handleInterruption(error: RThrowable): void {
  if (!(error instanceof HostError) || error.errno !== EINTR) throw error;
  runPending();
}

export function readDescriptor(fd: int, count: int): string {
  for (;;) {
    if (context.ticker[0] !== 0) runPending();
    try {
      return hostRead(fd, count);
    } catch (e) {
      handleInterruption(caught(e));
    }
  }
}

/** Writes bytes; the number written, which may be fewer. */
export function writeDescriptor(fd: int, data: string): int {
  for (;;) {
    try {
      return hostWrite(fd, data);
    } catch (e) {
      handleInterruption(caught(e));
    }
  }
}
