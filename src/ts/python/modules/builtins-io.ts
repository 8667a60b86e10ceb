/** `print`, `input`. */
import { callMethod0, callMethod1, getAttribute } from '../interp/attributes.js';
import { call1 } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { str } from '../interp/convert.js';
import { newError, runtimeError, typeError, typeName } from '../interp/errors.js';
import { getSysAttribute } from '../interp/sys-state.js';
import type { W_Root } from '../objects/root.js';
import type { Row } from '../objects/typedef.js';
import { func } from '../objects/typedef.js';
import {
  allocateException,
  EOFErrorType,
  KeyboardInterruptType,
  OperationError,
} from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern, newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import {
  ANSWER_COMPLETE,
  ANSWER_END,
  ANSWER_INTERRUPT,
  hostComplete,
  hostHasEditor,
  hostReadLine,
} from './console.js';

const n_stdin = intern('stdin');
const n_stdout = intern('stdout');
const n_ownStdin = intern('__stdin__');
const n_ownStdout = intern('__stdout__');
const n_stderr = intern('stderr');
const n_write = intern('write');
const n_flush = intern('flush');
const n_readline = intern('readline');
const s_space = intern(' ');
const s_newline = intern('\n');

/** A separator argument: a str, or None for the usual one. */
function separator(w_given: W_Root | null, usual: W_Root, name: string): W_Root {
  if (w_given === null || w_given === w_None) return usual;
  if (w_given instanceof W_StrBase) return w_given;
  throw typeError(`${name} must be None or a string, not ${typeName(w_given)}`);
}

function builtinPrint(
  w_sep: W_Root | null,
  w_end: W_Root | null,
  w_file: W_Root | null,
  w_flush: W_Root | null,
  w_args: W_Root,
): W_Root {
  let w_target = w_file;
  if (w_target === null || w_target === w_None) {
    w_target = getSysAttribute(n_stdout);
    if (w_target === null) throw runtimeError('lost sys.stdout');
    if (w_target === w_None) return w_None;
  }
  const w_between = separator(w_sep, s_space, 'sep');
  const w_after = separator(w_end, s_newline, 'end');
  const w_write = getAttribute(w_target, n_write);
  if (w_args instanceof W_TupleBase) {
    const items = w_args.items;
    for (let i = 0; i < items.length; i++) {
      if (i > 0) call1(w_write, w_between);
      call1(w_write, str(items[i] as W_Root));
    }
  }
  call1(w_write, w_after);
  if (w_flush !== null && isTrue(w_flush)) callMethod0(w_target, n_flush);
  return w_None;
}

function requiredStream(name: string, w_stream: W_Root | null): W_Root {
  if (w_stream === null || w_stream === w_None) throw runtimeError(`input(): lost sys.${name}`);
  return w_stream;
}

/** A line from the terminal's editor. */
function editedLine(prompt: string): W_Root {
  let answer = hostReadLine(prompt, false);
  while (answer.startsWith(ANSWER_COMPLETE)) answer = hostComplete('', '');
  if (answer.startsWith(ANSWER_INTERRUPT)) throw new OperationError(allocateException(KeyboardInterruptType));
  if (answer.startsWith(ANSWER_END)) throw newError(EOFErrorType, '');
  return newStr(answer.slice(1, answer.length));
}

function builtinInput(w_prompt: W_Root | null): W_Root {
  const w_stdin = requiredStream('stdin', getSysAttribute(n_stdin));
  const w_stdout = requiredStream('stdout', getSysAttribute(n_stdout));
  const w_stderr = requiredStream('stderr', getSysAttribute(n_stderr));
  callMethod0(w_stderr, n_flush);
  const prompt = w_prompt === null ? '' : str(w_prompt).utf8();
  if (
    w_stdin === getSysAttribute(n_ownStdin) &&
    w_stdout === getSysAttribute(n_ownStdout) &&
    hostHasEditor()
  ) {
    callMethod0(w_stdout, n_flush);
    return editedLine(prompt);
  }
  if (prompt !== '') callMethod1(w_stdout, n_write, newStr(prompt));
  callMethod0(w_stdout, n_flush);
  const w_line = callMethod0(w_stdin, n_readline);
  if (!(w_line instanceof W_StrBase)) throw typeError('object.readline() returned non-string');
  const text = w_line.utf8();
  if (text === '') throw newError(EOFErrorType, 'EOF when reading a line');
  return newStr(text.endsWith('\n') ? text.slice(0, text.length - 1) : text);
}

export const inputOutputRows: Row[] = [
  func(
    'print',
    "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
    builtinPrint,
    'Prints the values to a stream, or to sys.stdout by default.\n\n  sep\n    string inserted between values, default a space.\n  end\n    string appended after the last value, default a newline.\n  file\n    a file-like object (stream); defaults to the current sys.stdout.\n  flush\n    whether to forcibly flush the stream.',
  ),
  func(
    'input',
    "($module, prompt='', /)",
    builtinInput,
    'Read a string from standard input.  The trailing newline is stripped.',
  ),
];
