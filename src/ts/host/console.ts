/** The line editor of the interactive prompt: it works in the main thread, which can wait for keys. */
import { provide } from '../rlib/external.js';
import { fromUtf8, toUtf8 } from './compiler-text.js';
import { isTerminal } from './lazy.js';
import { askText, isServed } from './main-thread.js';

provide(
  'console.hasEditor',
  () => isServed() && isTerminal(0) && isTerminal(1) && process.env.TERM !== 'dumb',
);
provide('console.readLine', (prompt: string, history: boolean) =>
  toUtf8(askText({ kind: 'readLine', prompt: fromUtf8(prompt), history })),
);
provide('console.complete', (word: string, candidates: string) =>
  toUtf8(
    askText({
      kind: 'complete',
      word: fromUtf8(word),
      candidates: candidates === '' ? [] : fromUtf8(candidates).split('\0'),
    }),
  ),
);
