/** `str.format`. */
import { newError } from '../interp/errors.js';
import { exactStr } from './str.js';
import type { W_DictBase } from './w-dict.js';
import { NotImplementedErrorType } from './w-exception.js';
import type { W_Root } from './root.js';
import { W_StrBase } from './w-str-base.js';

export function strFormat(_self: W_StrBase, _w_args: W_Root, _w_kwargs: W_DictBase): W_Root {
  throw newError(NotImplementedErrorType, 'str.format');
}

export function strFormatMap(_self: W_StrBase, _w_mapping: W_Root): W_Root {
  throw newError(NotImplementedErrorType, 'str.format_map');
}

export function strDunderFormat(self: W_StrBase, w_spec: W_Root): W_Root {
  if (w_spec instanceof W_StrBase && w_spec.utf8.length === 0) return exactStr(self);
  throw newError(NotImplementedErrorType, 'format specifications');
}
