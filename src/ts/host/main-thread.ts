/** Asking the process's main thread, from the thread that `pypy3` runs the interpreter in. */
import { isMainThread, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { HostError } from '../rlib/external.js';
import type { Request } from './thread-services.js';
import { CELLS, REQUEST } from './thread-services.js';

/** What `pypy3`'s main thread shares with the interpreter's; null in a thread that someone else has made. */
function findSharedCells(): Int32Array | null {
  const data: unknown = workerData;
  if (isMainThread || typeof data !== 'object' || data === null || !('tspyShared' in data)) return null;
  return data.tspyShared instanceof SharedArrayBuffer ? new Int32Array(data.tspyShared) : null;
}

const shared = findSharedCells();

/** Whether there is a main thread that serves this one. */
export const isServed: boolean = shared !== null;

/** Shared with it; or for this thread alone. */
export const cells: Int32Array = shared ?? new Int32Array(new SharedArrayBuffer(4 * CELLS));

/** Asks the main thread and waits for its answer. */
export function ask(request: Request): number {
  Atomics.store(cells, REQUEST, 0);
  parentPort?.postMessage(request);
  Atomics.wait(cells, REQUEST, 0);
  const answer = Atomics.load(cells, REQUEST);
  if (answer < 0) throw new HostError(-answer, '');
  return answer - 1;
}

/** Asks for a text: it is posted before the answer is given. */
export function askText(request: Request): string {
  ask(request);
  const answer = parentPort === null ? undefined : receiveMessageOnPort(parentPort);
  return String(answer?.message ?? '');
}
