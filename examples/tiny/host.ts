/** What Tiny asks of its host. */
import { external } from '../../src/ts/rlib/external.js';
import type { float } from '../../src/ts/rlib/types.js';

export const print = external<(text: string) => void>('tiny.print');
export const formatFloat = external<(x: float) => string>('tiny.formatFloat');
export const parseFloatText = external<(text: string) => float>('tiny.parseFloat');
