/**
 * What the interpreter's thread asks of the process's main thread, and how signals reach it.
 *
 * `pypy3` runs Python in a worker thread: it gets a large stack, and the main thread stays free to take signals. Shared memory carries
 * both ways: cell 0 is the interpreter's ticker, cell 1 the state of a request, cells 2..66 the signals that have arrived.
 */
export const TICKER = 0;
export const REQUEST = 1;
export const SIGNALS = 2;
export const CELLS = SIGNALS + 65;

/** A request to the main thread; it answers by setting the REQUEST cell to 1 (done) or 2 + errno. */
export type Request =
  | { readonly kind: 'chdir'; readonly path: string }
  | { readonly kind: 'umask'; readonly mask: number }
  | { readonly kind: 'exit'; readonly status: number }
  /** The process is to end by a signal. */
  | { readonly kind: 'die'; readonly signal: number }
  | ConsoleRequest
  | { readonly kind: 'watch'; readonly signal: number; readonly watch: boolean };

/**
 * What concerns the line editor of the prompt. Its answers are texts: a tag (`ANSWER_LINE` and the others) and what belongs to it. While a line is edited, the editor may
 * ask for completions of its beginning; they are given with `complete`, and the answer to that is again one of the editor's.
 */
export type ConsoleRequest =
  | { readonly kind: 'readLine'; readonly prompt: string; readonly history: boolean }
  | { readonly kind: 'complete'; readonly word: string; readonly candidates: readonly string[] };
