/** `__format__` of numbers. */
import { str } from '../interp/convert.js';
import { systemError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import type { W_ComplexBase, W_FloatBase } from './w-float.js';
import type { W_IntBase } from './w-int.js';
import type { W_StrBase } from './w-str-base.js';

function noFormat(w_number: W_Root, w_spec: W_StrBase): W_Root {
  if (w_spec.utf8 === '') return str(w_number);
  throw systemError('format specifications of numbers are not there yet');
}

export function formatIntObject(w_int: W_IntBase, w_spec: W_StrBase): W_Root {
  return noFormat(w_int, w_spec);
}

export function formatFloatObject(w_float: W_FloatBase, w_spec: W_StrBase): W_Root {
  return noFormat(w_float, w_spec);
}

export function formatComplexObject(w_complex: W_ComplexBase, w_spec: W_StrBase): W_Root {
  return noFormat(w_complex, w_spec);
}
