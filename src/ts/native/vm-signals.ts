/**
 * Signals and sleeping for a translated interpreter: a signal's handler in the addon sets words in memory, the interpreter's ticker among them.
 */
import type { Addon, Address } from './addon.js';

const SIGNALS = 65;
const PAGE = 4096;
/** How long a sleeper may miss a signal, in milliseconds. */
const SLEEP_SLICE = 20;

/** The host functions that have to do with signals. */
export interface SignalFunctions {
  readonly watch: (signal: number, on: boolean) => void;
  /** A signal that has arrived, each once; 0 if there is none. */
  readonly next: () => number;
  /** Sleeps so many seconds, or until a signal arrives. */
  readonly sleep: (seconds: number) => void;
}

/** `ticker` is the address of the interpreter's ticker; `isTicking` reads it. */
export function signalFunctions(addon: Addon, ticker: Address, isTicking: () => boolean): SignalFunctions {
  const words = addon.reserve(PAGE, PAGE);
  addon.commit(words, PAGE);
  const arrived = new Int32Array(addon.view(words, PAGE));
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  return {
    watch: (signal, on) => {
      if (!on) {
        addon.unwatchSignal(signal);
        return;
      }
      addon.watchSignal(signal, words + 4 * signal);
      addon.watchSignal(signal, ticker);
    },
    next: () => {
      for (let signal = 1; signal < SIGNALS; signal++) {
        if (arrived[signal] === 0) continue;
        arrived[signal] = 0;
        return signal;
      }
      return 0;
    },
    sleep: (seconds) => {
      const end = performance.now() + seconds * 1000;
      for (;;) {
        const left = end - performance.now();
        if (left <= 0 || isTicking()) return;
        Atomics.wait(sleeper, 0, 0, Math.min(left, SLEEP_SLICE));
      }
    },
  };
}
