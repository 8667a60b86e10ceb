/** Module `builtins`. */
import { str } from '../interp/convert.js';
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef } from '../objects/typedef.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { w_None } from '../objects/w-none.js';
import { buildClass } from './build-class.js';

const writeOut = external<(fd: int, data: string) => int>('posix.write');

function builtinPrint(w_args: W_Root): W_Root {
  let text = '';
  if (w_args instanceof W_TupleBase) for (const w_arg of w_args.items) text += (text === '' ? '' : ' ') + str(w_arg).utf8;
  writeOut(1, text + '\n');
  return w_None;
}

export const builtinsModule = moduledef('builtins', 'Built-in functions, exceptions, and other objects.', [
  func('print', '($module, /, *args)', builtinPrint),
  func('__build_class__', '($module, func, name, /, *bases, **kwds)', buildClass),
]);
