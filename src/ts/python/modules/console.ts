/** Module `_pypy_console`: the host's line editor, for the interactive prompt (`src/py/_pypy_repl.py`). */
import { joinStrings } from '../../rlib/bytes.js';
import { external } from '../../rlib/external.js';
import { isTrue } from '../interp/compare.js';
import { str } from '../interp/convert.js';
import { collect } from '../interp/iteration.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { newBool } from '../objects/w-int.js';
import { newStr } from '../objects/w-str.js';

export const hostHasEditor = external<() => boolean>('console.hasEditor');
/** A tagged answer: `ANSWER_LINE` and the others. */
export const hostReadLine = external<(prompt: string, history: boolean) => string>('console.readLine');
export const hostComplete = external<(word: string, candidates: string) => string>('console.complete');

/** How the editor's answers begin. */
export const ANSWER_LINE = 'L';
export const ANSWER_END = 'E';
export const ANSWER_INTERRUPT = 'I';
export const ANSWER_COMPLETE = 'C';

function hasEditor(): W_Root {
  return newBool(hostHasEditor());
}

function readLine(w_prompt: W_Root, w_history: W_Root): W_Root {
  return newStr(hostReadLine(str(w_prompt).utf8(), isTrue(w_history)));
}

function complete(w_word: W_Root, w_candidates: W_Root): W_Root {
  const parts: string[] = [];
  for (const w_candidate of collect(w_candidates)) parts.push(str(w_candidate).utf8());
  return newStr(hostComplete(str(w_word).utf8(), joinStrings(parts, '\0')));
}

export const consoleModule = moduledef('_pypy_console', 'The line editor of the terminal.', [
  func('has_editor', '($module, /)', hasEditor, 'Whether there is a terminal with an editor.'),
  func(
    'read_line',
    '($module, prompt, history, /)',
    readLine,
    "Edit a line. 'L' and the line; 'E' at the end of input; 'I' after Ctrl-C; 'C' and a text to complete, which complete() goes on from.",
  ),
  func(
    'complete',
    '($module, word, candidates, /)',
    complete,
    'Give the completions of a word; go on editing as read_line() does.',
  ),
]);
