/** The C library's functions where JavaScript's of the same name are not as exact: the error is hardly over half a unit. */
import { external } from './external.js';
import type { float } from './types.js';

export const pow = external<(x: float, y: float) => float>('libm.pow');
export const exp = external<(x: float) => float>('libm.exp');
export const log = external<(x: float) => float>('libm.log');
