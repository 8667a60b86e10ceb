/** `open`. */
import type { int } from '../../../rlib/types.js';
import { caught } from '../../../rlib/throwable.js';
import { callMethod0, getAttribute, setAttribute } from '../../interp/attributes.js';
import { callArgs } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import { asOperationError, typeError, typeName, valueError } from '../../interp/errors.js';
import { reprOfText } from '../../objects/str-repr.js';
import type { W_Root } from '../../objects/root.js';
import { W_BytesBase } from '../../objects/w-bytes.js';
import { newInt, newBool, W_IntBase } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { fspath } from '../fspath.js';
import {
  bufferedRandomType,
  bufferedReaderType,
  bufferedWriterType,
  fileIoType,
  textWrapperType,
} from './w-io.js';
import { RuntimeWarningType } from '../../objects/w-exception.js';
import { warn } from '../../interp/warnings.js';

const n_isatty = intern('isatty');
const n_close = intern('close');
const n_mode = intern('mode');
const n_blksize = intern('_blksize');

/** The letters of a mode. */
class Mode {
  creating: boolean = false;
  reading: boolean = false;
  writing: boolean = false;
  appending: boolean = false;
  updating: boolean = false;
  text: boolean = false;
  binary: boolean = false;
}

function parseMode(mode: string): Mode {
  const result = new Mode();
  for (let i = 0; i < mode.length; i++) {
    const c = mode.slice(i, i + 1);
    if (mode.indexOf(c, i + 1) >= 0) throw valueError(`invalid mode: ${reprOfText(mode)}`);
    if (c === 'x') result.creating = true;
    else if (c === 'r') result.reading = true;
    else if (c === 'w') result.writing = true;
    else if (c === 'a') result.appending = true;
    else if (c === '+') result.updating = true;
    else if (c === 't') result.text = true;
    else if (c === 'b') result.binary = true;
    else throw valueError(`invalid mode: ${reprOfText(mode)}`);
  }
  if (result.text && result.binary) throw valueError("can't have text and binary mode at once");
  const kinds =
    (result.creating ? 1 : 0) +
    (result.reading ? 1 : 0) +
    (result.writing ? 1 : 0) +
    (result.appending ? 1 : 0);
  if (kinds !== 1) throw valueError('must have exactly one of create/read/write/append mode');
  return result;
}

function given(w_argument: W_Root | null): boolean {
  return w_argument !== null && w_argument !== w_None;
}

export function open(
  w_file: W_Root,
  w_mode: W_Root | null,
  w_buffering: W_Root | null,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
  w_newline: W_Root | null,
  w_closefd: W_Root | null,
  w_opener: W_Root | null,
): W_Root {
  const w_path =
    w_file instanceof W_IntBase || w_file instanceof W_StrBase || w_file instanceof W_BytesBase
      ? w_file
      : fspath(w_file);
  if (w_mode !== null && !(w_mode instanceof W_StrBase)) {
    throw typeError(`open() argument 'mode' must be str, not ${typeName(w_mode)}`);
  }
  const modeText = w_mode === null ? 'r' : w_mode.utf8();
  const mode = parseMode(modeText);
  let buffering = w_buffering === null ? -1 : toWord(w_buffering);
  if (mode.binary) {
    if (given(w_encoding)) throw valueError("binary mode doesn't take an encoding argument");
    if (given(w_errors)) throw valueError("binary mode doesn't take an errors argument");
    if (given(w_newline)) throw valueError("binary mode doesn't take a newline argument");
    if (buffering === 1) {
      warn(
        RuntimeWarningType,
        "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
      );
    }
  }
  const rawMode =
    (mode.creating ? 'x' : '') +
    (mode.reading ? 'r' : '') +
    (mode.writing ? 'w' : '') +
    (mode.appending ? 'a' : '') +
    (mode.updating ? '+' : '');
  const w_raw = callArgs(
    fileIoType,
    [
      w_path,
      newStr(rawMode),
      w_closefd === null ? newBool(true) : w_closefd,
      w_opener === null ? w_None : w_opener,
    ],
    null,
  );
  let w_result: W_Root = w_raw;
  try {
    const isTerminal = buffering < 0 && isTrue(callMethod0(w_raw, n_isatty));
    const lineBuffering = buffering === 1 || isTerminal;
    if (buffering === 1) buffering = -1;
    if (buffering < 0) buffering = bufferSizeOf(w_raw);
    if (buffering === 0) {
      if (mode.binary) return w_raw;
      throw valueError("can't have unbuffered text I/O");
    }
    const w_class = mode.updating
      ? bufferedRandomType
      : mode.creating || mode.writing || mode.appending
        ? bufferedWriterType
        : bufferedReaderType;
    w_result = callArgs(w_class, [w_raw, newInt(buffering)], null);
    if (mode.binary) return w_result;
    w_result = callArgs(
      textWrapperType,
      [
        w_result,
        w_encoding === null ? w_None : w_encoding,
        w_errors === null ? w_None : w_errors,
        w_newline === null ? w_None : w_newline,
        newBool(lineBuffering),
      ],
      null,
    );
    setAttribute(w_result, n_mode, newStr(modeText));
    return w_result;
  } catch (e) {
    const error = asOperationError(caught(e));
    callMethod0(w_result, n_close);
    throw error;
  }
}

function bufferSizeOf(w_raw: W_Root): int {
  const size = toWord(getAttribute(w_raw, n_blksize));
  return size > 1 ? size : 8192;
}
