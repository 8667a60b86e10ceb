/**
 * Signals and sleeping for a translated interpreter: a signal's handler in the addon sets words in memory, the interpreter's ticker among them.
 */
import type { Addon, Address } from '../native/addon.js';
import { provide } from '../rlib/external.js';

const SIGNALS = 65;
const PAGE = 4096;
/** How long a sleeper may miss a signal, in milliseconds. */
const SLEEP_SLICE = 20;

/** `ticker` is the address of the interpreter's ticker; `isTicking` reads it. */
export function provideSignals(addon: Addon, ticker: Address, isTicking: () => boolean): void {
  const words = addon.reserve(PAGE, PAGE);
  addon.commit(words, PAGE);
  const arrived = new Int32Array(addon.view(words, PAGE));
  provide('signal.watch', (signal: number, watch: boolean) => {
    if (!watch) {
      addon.unwatchSignal(signal);
      return;
    }
    addon.watchSignal(signal, words + 4 * signal);
    addon.watchSignal(signal, ticker);
  });
  provide('signal.next', () => {
    for (let signal = 1; signal < SIGNALS; signal++) {
      if (arrived[signal] === 0) continue;
      arrived[signal] = 0;
      return signal;
    }
    return 0;
  });
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  provide('time.sleep', (seconds: number) => {
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const left = end - performance.now();
      if (left <= 0 || isTicking()) return;
      Atomics.wait(sleeper, 0, 0, Math.min(left, SLEEP_SLICE));
    }
  });
}
