/**
 * Editing lines at the prompt, with history and completion: Node's readline, in the main thread.
 *
 * Standard input belongs to the program between prompts, so each line has a readline interface of its own. Lines that were typed (or
 * pasted) ahead are kept for the next prompts. The history is python3's file, a line per line, the oldest first.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import type { ConsoleRequest } from '../host/thread-services.js';
import { ANSWER_COMPLETE, ANSWER_END, ANSWER_INTERRUPT, ANSWER_LINE } from '../python/modules/console.js';

const HISTORY_LINES = 1000;
const historyFile = path.join(os.homedir(), '.python_history');

type Completion = [candidates: string[], word: string];

class LineEditor {
  /** The newest first, as readline has it. */
  private history: string[] | null = null;
  private readonly ahead: string[] = [];
  private begun = '';
  private reply: ((answer: string) => void) | null = null;
  /** The answer to a request that is still to come: the line ended while its completion was asked for. */
  private early: string | null = null;
  private completed: ((completion: Completion) => void) | null = null;

  /** Answers a request of the interpreter. */
  serve(request: ConsoleRequest): Promise<string> {
    return new Promise((resolve) => {
      this.reply = resolve;
      if (request.kind === 'complete') {
        const { completed } = this;
        this.completed = null;
        completed?.([this.early === null ? [...request.candidates] : [], request.word]);
        if (this.early !== null) {
          this.answer(this.early);
          this.early = null;
        }
      } else {
        this.start(request.prompt, request.history);
      }
    });
  }

  private answer(text: string): void {
    const { reply } = this;
    this.reply = null;
    if (reply === null) this.early = text;
    else reply(text);
  }

  private start(prompt: string, keepsHistory: boolean): void {
    const line = this.ahead.shift();
    if (line !== undefined) {
      this.answer(ANSWER_LINE + line);
      return;
    }
    this.history ??= keepsHistory ? readHistory() : [];
    const editor = readline.createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      prompt,
      history: this.history,
      historySize: HISTORY_LINES,
      completer: (text: string, done: (error: Error | null, completion: Completion) => void) => {
        // At the beginning of a line Tab indents.
        if (text.trim() === '') done(null, [['    '], '']);
        else {
          this.completed = (completion) => {
            done(null, completion);
          };
          this.answer(ANSWER_COMPLETE + text);
        }
      },
    });
    let result: string | null = null;
    editor.on('history', (history) => {
      this.history = history;
    });
    editor.on('line', (text) => {
      if (keepsHistory) writeHistory(text);
      if (result !== null) {
        this.ahead.push(text);
        return;
      }
      result = ANSWER_LINE + text;
      // What came with this line in one piece is still on its way to the editor.
      setImmediate(() => {
        this.begun = editor.line;
        editor.close();
      });
    });
    editor.on('SIGINT', () => {
      result ??= ANSWER_INTERRUPT;
      editor.close();
    });
    editor.on('close', () => {
      if (result === null) process.stdout.write('\n');
      this.answer(result ?? ANSWER_END);
    });
    editor.prompt();
    if (this.begun !== '') editor.write(this.begun);
    this.begun = '';
  }
}

function readHistory(): string[] {
  try {
    const lines = fs.readFileSync(historyFile, 'utf8').split('\n');
    // Written by libedit, the file begins with a line that says so.
    return lines
      .filter((line) => line !== '' && line !== '_HiStOrY_V2_')
      .slice(-HISTORY_LINES)
      .reverse();
  } catch {
    return [];
  }
}

function writeHistory(line: string): void {
  if (line.trim() === '') return;
  try {
    fs.appendFileSync(historyFile, `${line}\n`, { mode: 0o600 });
  } catch {
    // A home that can't be written to has no history.
  }
}

export const lineEditor = new LineEditor();
