/**
 * Signals for a translated interpreter: a signal's handler in the addon sets words in memory, the interpreter's ticker among them.
 */
import type { Addon, Address } from '../native/addon.js';
import { provide } from '../rlib/external.js';

const SIGNALS = 65;
const PAGE = 4096;

/** `ticker` is the address of the interpreter's ticker. */
export function provideSignals(addon: Addon, ticker: Address): void {
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
}
