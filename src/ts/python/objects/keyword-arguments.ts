/** Moving a dictionary of keyword arguments into an argument list. */
import { type FixedArray, sealList } from '../../rlib/array.js';
import { typeError } from '../interp/errors.js';
import type { W_Root } from './root.js';
import type { W_DictBase } from './w-dict.js';
import { internStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { W_StrBase } from './w-str-base.js';

/** Appends the dictionary's values to `items`; the result is their names (null: none). */
export function keywordNames(w_kwargs: W_DictBase, items: W_Root[]): FixedArray<W_Str> | null {
  if (w_kwargs.length() === 0) return null;
  const names: W_Str[] = [];
  const storage = w_kwargs.storage;
  for (let at = storage.next(0); at >= 0; at = storage.next(at + 1)) {
    const w_name = storage.keyAt(at);
    if (!(w_name instanceof W_StrBase)) throw typeError('keywords must be strings');
    names.push(internStr(w_name));
    items.push(storage.valueAt(at));
  }
  return sealList(names);
}
