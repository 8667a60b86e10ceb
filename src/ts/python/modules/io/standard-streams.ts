/** `sys.stdin`, `sys.stdout`, `sys.stderr`. */
import { caught } from '../../../rlib/throwable.js';
import type { int } from '../../../rlib/types.js';
import { callWithDict } from '../../interp/call-ops.js';
import { getAttribute, setAttribute } from '../../interp/attributes.js';
import { asOperationError } from '../../interp/errors.js';
import { newDict } from '../../objects/dict.js';
import type { W_Root } from '../../objects/root.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { hostIsatty } from '../posix/externals.js';

const n_open = intern('open');
const n_text_wrapper = intern('TextIOWrapper');
const n_name = intern('name');
const n_mode = intern('mode');

/** A standard stream, or None if the descriptor is not open. */
export function openStandardStream(
  w_io: W_Root,
  fd: int,
  name: string,
  mode: string,
  errors: string,
  unbuffered: boolean,
): W_Root {
  try {
    const w_options = newDict();
    w_options.setStr(intern('buffering'), newInt(unbuffered && mode === 'w' ? 0 : -1));
    w_options.setStr(intern('closefd'), newBool(false));
    const w_buffer = callWithDict(getAttribute(w_io, n_open), [newInt(fd), newStr(`${mode}b`)], w_options);
    const w_raw = unbuffered && mode === 'w' ? w_buffer : getAttribute(w_buffer, intern('raw'));
    setAttribute(w_raw, n_name, newStr(name));
    const w_text = newDict();
    w_text.setStr(intern('encoding'), newStr('utf-8'));
    w_text.setStr(intern('errors'), newStr(errors));
    w_text.setStr(intern('newline'), newStr('\n'));
    w_text.setStr(intern('line_buffering'), newBool(fd === 2 || hostIsatty(fd)));
    w_text.setStr(intern('write_through'), newBool(unbuffered));
    const w_stream = callWithDict(getAttribute(w_io, n_text_wrapper), [w_buffer], w_text);
    setAttribute(w_stream, n_mode, newStr(mode));
    return w_stream;
  } catch (e) {
    const error = asOperationError(caught(e));
    if (error.w_exception.getType().name === 'OSError') return w_None;
    throw error;
  }
}
