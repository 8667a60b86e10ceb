/**
 * Module `_warnings`, for importlib, which can't import `warnings` yet when it starts. It has no filters of its own, so
 * `warnings` uses its Python code for everything.
 */
import { str, toWord } from '../interp/convert.js';
import { warnAt } from '../interp/warnings.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { UserWarningType } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { W_StrBase } from '../objects/w-str-base.js';

function warn(
  w_message: W_Root,
  w_category: W_Root | null,
  w_level: W_Root | null,
  _w_source: W_Root | null,
): W_Root {
  const message = w_message instanceof W_StrBase ? w_message.utf8() : str(w_message).utf8();
  const hasCategory = w_category !== null && w_category !== w_None;
  warnAt(hasCategory ? w_category : UserWarningType, message, w_level === null ? 1 : toWord(w_level));
  return w_None;
}

export const warningsModule = moduledef('_warnings', 'Warnings before module warnings is there.', [
  func('warn', '($module, /, message, category=None, stacklevel=1, source=None)', warn),
]);
