/** `str.isidentifier`. */
import { isXidContinue, isXidStart } from './unicode-data.js';
import { codePointAt, sequenceLength } from './w-str-base.js';
import type { W_StrBase } from './w-str-base.js';

export function isIdentifier(w_str: W_StrBase): boolean {
  const utf8 = w_str.utf8();
  if (utf8.length === 0) return false;
  let at = 0;
  while (at < utf8.length) {
    const c = codePointAt(utf8, at);
    const fits = c === 95 || (at === 0 ? isXidStart(c) : isXidContinue(c));
    if (!fits) return false;
    at += sequenceLength(utf8.charCodeAt(at));
  }
  return true;
}
