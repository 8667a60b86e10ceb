/**
 * Signals for a translated interpreter: a signal's handler in the addon sets words in memory, the interpreter's ticker among them.
 */
import type { Addon, Address } from './addon.js';

const SIGNALS = 65;
const PAGE = 4096;

/** The host functions that have to do with signals. */
export interface SignalFunctions {
  readonly watch: (signal: number, on: boolean) => void;
  /** A signal that has arrived, each once; 0 if there is none. */
  readonly next: () => number;
}

/** `ticker` is the address of the interpreter's ticker. */
export function signalFunctions(addon: Addon, ticker: Address): SignalFunctions {
  const words = addon.reserve(PAGE, PAGE);
  addon.commit(words, PAGE);
  const arrived = new Int32Array(addon.view(words, PAGE));
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
  };
}
