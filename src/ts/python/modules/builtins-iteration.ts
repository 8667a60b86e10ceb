/** The builtin functions of iteration. */
import { W_CallableIterator } from '../objects/iterators.js';
import { isCallable } from '../objects/function.js';
import { typeError } from '../interp/errors.js';
import { iter } from '../interp/iteration.js';
import type { W_Root } from '../objects/root.js';
import type { Row } from '../objects/typedef.js';
import { func } from '../objects/typedef.js';

function builtinIter(w_obj: W_Root, w_sentinel: W_Root | null): W_Root {
  if (w_sentinel === null) return iter(w_obj);
  if (!isCallable(w_obj)) throw typeError('iter(v, w): v must be callable');
  return new W_CallableIterator(w_obj, w_sentinel);
}

export const iterationRows: Row[] = [func('iter', '($module, object, sentinel=None, /)', builtinIter)];
