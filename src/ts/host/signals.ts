/** Signals and sleeping of the thread that the interpreter runs in. What differs where a main thread serves it: `served.ts`. */
import os from 'node:os';
import { provide } from '../rlib/external.js';
import { node } from './lazy.js';
import { getCells } from './main-thread.js';
import { SIGNALS, TICKER } from './thread-services.js';

provide('signal.next', () => {
  const cells = getCells();
  for (let signal = 1; signal < 65; signal++) {
    if (Atomics.exchange(cells, SIGNALS + signal, 0) !== 0) return signal;
  }
  return 0;
});
provide('time.sleep', (seconds: number) => {
  const end = performance.now() + seconds * 1000;
  // A signal wakes the sleeper: its handler runs, and if it returns, sleep goes on (PEP 475).
  const left = end - performance.now();
  if (left > 0) Atomics.wait(getCells(), TICKER, 0, left);
});

const listeners = new Map<number, () => void>();

function signalName(signal: number): string | undefined {
  return Object.entries(os.constants.signals).find(([, number]) => number === signal)?.[0];
}

provide('signal.watch', (signal: number, watch: boolean) => {
  // Signals reach a process's main thread only; SIGINT is left to the program that the interpreter is a part of.
  const name = signalName(signal);
  if (!node.workerThreads.isMainThread || name === undefined || signal === os.constants.signals.SIGINT)
    return;
  const known = listeners.get(signal);
  if (known !== undefined) process.off(name, known);
  listeners.delete(signal);
  if (!watch) return;
  const listener = (): void => {
    Atomics.store(getCells(), SIGNALS + signal, 1);
    Atomics.store(getCells(), TICKER, 1);
  };
  listeners.set(signal, listener);
  process.on(name, listener);
});
