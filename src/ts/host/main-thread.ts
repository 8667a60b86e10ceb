/** Asking the process's main thread, from the thread that `pypy3` runs the interpreter in. */
import { HostError } from '../rlib/external.js';
import { node } from './lazy.js';
import type { Request } from './thread-services.js';
import { CELLS, REQUEST } from './thread-services.js';

/** What `pypy3`'s main thread shares with the interpreter's; null in a thread that someone else has made. */
function findSharedCells(): Int32Array | null {
  const data: unknown = node.workerThreads.workerData;
  if (node.workerThreads.isMainThread || typeof data !== 'object' || data === null || !('tspyShared' in data))
    return null;
  return data.tspyShared instanceof SharedArrayBuffer ? new Int32Array(data.tspyShared) : null;
}

let shared: Int32Array | null | undefined;
let own: Int32Array | undefined;

function sharedCells(): Int32Array | null {
  if (shared === undefined) shared = findSharedCells();
  return shared;
}

/** Whether there is a main thread that serves this one. */
export function isServed(): boolean {
  return sharedCells() !== null;
}

/** Shared with it; or for this thread alone. */
export function getCells(): Int32Array {
  return sharedCells() ?? (own ??= new Int32Array(new SharedArrayBuffer(4 * CELLS)));
}

/** Asks the main thread and waits for its answer. */
export function ask(request: Request): number {
  const cells = getCells();
  Atomics.store(cells, REQUEST, 0);
  node.workerThreads.parentPort?.postMessage(request);
  Atomics.wait(cells, REQUEST, 0);
  const answer = Atomics.load(cells, REQUEST);
  if (answer < 0) throw new HostError(-answer, '');
  return answer - 1;
}

/** Asks for a text: it is posted before the answer is given. */
export function askText(request: Request): string {
  ask(request);
  const { parentPort, receiveMessageOnPort } = node.workerThreads;
  const answer = parentPort === null ? undefined : receiveMessageOnPort(parentPort);
  return String(answer?.message ?? '');
}
