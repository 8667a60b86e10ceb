/**
 * `pypy3` where the interpreter runs in a worker thread, which gets a large stack: hosted, and at the prompt. The main thread serves it: signals,
 * the process's working directory and mask, its exit, the line editor.
 */
import os from 'node:os';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { ConsoleRequest, Request } from '../host/thread-services.js';
import { CELLS, REQUEST, SIGNALS, TICKER } from '../host/thread-services.js';

const shared = new SharedArrayBuffer(4 * CELLS);
const cells = new Int32Array(shared);
const signalNames = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name]));
const listeners = new Map<number, () => void>();

/** Stack of the interpreter's thread: enough for a recursion of several ten thousand Python calls. */
const STACK_MEGABYTES = 256;

/** Share of the machine's memory that the heap may take before the program ends with MemoryError. */
const HEAP_SHARE = 0.75;

function watch(signal: number, on: boolean): void {
  const name = signalNames.get(signal);
  const known = listeners.get(signal);
  if (name === undefined) return;
  if (known !== undefined) process.off(name, known);
  listeners.delete(signal);
  if (!on) return;
  const listener = (): void => {
    Atomics.store(cells, SIGNALS + signal, 1);
    Atomics.store(cells, TICKER, 1);
    Atomics.notify(cells, TICKER);
  };
  listeners.set(signal, listener);
  process.on(name, listener);
}

/** Carries a request out; the answer is its result + 1, or -errno. */
function serve(request: Exclude<Request, ConsoleRequest>): number {
  try {
    switch (request.kind) {
      case 'chdir':
        process.chdir(request.path);
        return 1;
      case 'umask':
        return process.umask(request.mask) + 1;
      case 'watch':
        watch(request.signal, request.watch);
        return 1;
      case 'exit':
        process.exit(request.status);
      case 'die':
        watch(request.signal, false);
        process.kill(process.pid, request.signal);
        // Where the signal is ignored or blocked, the shell's form of the same.
        process.exit(128 + request.signal);
    }
  } catch (error) {
    const errno = (error as { errno?: number }).errno;
    return errno === undefined ? -os.constants.errno.EINVAL : -Math.abs(errno);
  }
}

const worker = new Worker(new URL('./start.js', import.meta.url), {
  argv: process.argv.slice(2),
  workerData: { tspyShared: shared },
  env: SHARE_ENV,
  resourceLimits: {
    stackSizeMb: STACK_MEGABYTES,
    maxOldGenerationSizeMb: Math.floor((os.totalmem() / 2 ** 20) * HEAP_SHARE),
  },
  stdin: false,
});
function answer(result: number): void {
  Atomics.store(cells, REQUEST, result);
  Atomics.notify(cells, REQUEST);
}

/** The line editor is loaded when the first line is asked for: most programs never do. */
async function serveConsole(request: ConsoleRequest): Promise<void> {
  const { lineEditor } = await import('./line-editor.js');
  worker.postMessage(await lineEditor.serve(request));
  answer(1);
}

worker.on('message', (request: Request) => {
  if (request.kind === 'readLine' || request.kind === 'complete') void serveConsole(request);
  else answer(serve(request));
});
worker.on('error', (error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    // V8 ends the thread: no Python code can run in it any more.
    process.stderr.write('MemoryError\n');
    process.exit(1);
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`pypy3: internal error in hosted mode, please report it:\n${text}\n`);
  process.exit(134);
});
worker.on('exit', (code) => {
  process.exitCode = code;
});
