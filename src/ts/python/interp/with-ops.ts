/** `with` and `async with`. */
import type { W_Root } from '../objects/root.js';
import { W_BaseException } from '../objects/w-exception.js';
import { w_None } from '../objects/w-none.js';
import { intern } from '../objects/w-str.js';
import type { W_Str } from '../objects/w-str.js';
import { newPair } from '../objects/w-tuple.js';
import type { W_Tuple } from '../objects/w-tuple.js';
import { call0, call3 } from './call.js';
import { typeError, typeName } from './errors.js';
import { lookupSpecial } from './special.js';

const n_enter = intern('__enter__');
const n_exit = intern('__exit__');
const n_aenter = intern('__aenter__');
const n_aexit = intern('__aexit__');

/** BEFORE_WITH: (bound `__exit__`, result of `__enter__`). */
export function beforeWith(w_manager: W_Root): W_Tuple {
  return enterWith(w_manager, n_enter, n_exit, 'context manager');
}

/** BEFORE_ASYNC_WITH: (bound `__aexit__`, awaitable of `__aenter__`). */
export function beforeAsyncWith(w_manager: W_Root): W_Tuple {
  return enterWith(w_manager, n_aenter, n_aexit, 'asynchronous context manager');
}

function enterWith(w_manager: W_Root, enter: W_Str, exit: W_Str, protocol: string): W_Tuple {
  const w_enter = lookupSpecial(w_manager, enter);
  if (w_enter === null) {
    throw typeError(`'${typeName(w_manager)}' object does not support the ${protocol} protocol`);
  }
  const w_exit = lookupSpecial(w_manager, exit);
  if (w_exit === null) {
    throw typeError(
      `'${typeName(w_manager)}' object does not support the ${protocol} protocol (missed ${exit.utf8()} method)`,
    );
  }
  return newPair(w_exit, call0(w_enter));
}

/** WITH_EXCEPT_START: `exit(type, exc, traceback)`. */
export function withExceptStart(w_exit: W_Root, w_exception: W_Root): W_Root {
  const w_traceback = w_exception instanceof W_BaseException ? w_exception.w_traceback : null;
  return call3(w_exit, w_exception.getType(), w_exception, w_traceback === null ? w_None : w_traceback);
}
