/** `%` formatting. */
import { newError } from '../interp/errors.js';
import { NotImplementedErrorType } from './w-exception.js';
import type { W_Root } from './root.js';
import type { W_StrBase } from './w-str-base.js';

export function formatPercent(_w_format: W_StrBase, _w_values: W_Root): W_Root {
  throw newError(NotImplementedErrorType, '% formatting');
}

export function formatPercentBytes(_format: string, _w_values: W_Root): string {
  throw newError(NotImplementedErrorType, '% formatting of bytes');
}
