/** `__format__` of numbers. */
import { str } from '../interp/convert.js';
import { systemError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import type { W_IntBase } from './w-int.js';
import type { W_StrBase } from './w-str-base.js';

export function formatIntObject(w_int: W_IntBase, w_spec: W_StrBase): W_Root {
  if (w_spec.utf8 === '') return str(w_int);
  throw systemError('format specifications are not there yet');
}
