/** Signals, sleeping and the process's state when the interpreter runs in a worker thread. */
import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { provide } from '../rlib/external.js';
import { ask, cells, isServed } from './main-thread.js';
import { SIGNALS, TICKER } from './thread-services.js';

provide('signal.next', () => {
  for (let signal = 1; signal < 65; signal++) {
    if (Atomics.exchange(cells, SIGNALS + signal, 0) !== 0) return signal;
  }
  return 0;
});
provide('time.sleep', (seconds: number) => {
  const end = performance.now() + seconds * 1000;
  // A signal wakes the sleeper: its handler runs, and if it returns, sleep goes on (PEP 475).
  const left = end - performance.now();
  if (left > 0) Atomics.wait(cells, TICKER, 0, left);
});

if (isMainThread) {
  const names = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name]));
  const listeners = new Map<number, () => void>();
  provide('signal.watch', (signal: number, watch: boolean) => {
    // SIGINT is left to the program that the interpreter is a part of.
    const name = names.get(signal);
    const known = listeners.get(signal);
    if (name === undefined || signal === os.constants.signals.SIGINT) return;
    if (known !== undefined) process.off(name, known);
    listeners.delete(signal);
    if (!watch) return;
    const listener = (): void => {
      Atomics.store(cells, SIGNALS + signal, 1);
      Atomics.store(cells, TICKER, 1);
    };
    listeners.set(signal, listener);
    process.on(name, listener);
  });
} else if (!isServed) {
  provide('signal.watch', () => {
    // Signals reach a process's main thread only.
  });
} else {
  provide('signal.watch', (signal: number, watch: boolean) => {
    ask({ kind: 'watch', signal, watch });
  });
  provide('posix.chdir', (path: string) => {
    ask({ kind: 'chdir', path: Buffer.from(path, 'latin1').toString() });
  });
  provide('posix.umask', (mask: number) => ask({ kind: 'umask', mask }));
  provide('posix.exit', (status: number) => {
    ask({ kind: 'exit', status });
  });
}
