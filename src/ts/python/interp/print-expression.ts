/** PRINT_EXPR: `sys.displayhook` of what the user typed. */
import type { W_Root } from '../objects/root.js';
import { intern } from '../objects/w-str.js';
import { call1 } from './call.js';
import { runtimeError } from './errors.js';
import { getSysAttribute } from './sys-state.js';

const n_displayhook = intern('displayhook');

export function printExpression(w_value: W_Root): void {
  const w_hook = getSysAttribute(n_displayhook);
  if (w_hook === null) throw runtimeError('lost sys.displayhook');
  call1(w_hook, w_value);
}
